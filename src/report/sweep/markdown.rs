//! A sweep as Markdown, for review comments: the grid as a table, and what each step changes.

use std::fmt::Write;

use super::text::{conduct, difference, estimated, measured, plain, shapes, steps};
use super::{SweepReport, axis_label};
use crate::measure::Unit;
use crate::report::markdown::{cell, prose, table};
use crate::scenario::AxisValue;

/// The sweep as Markdown.
pub fn markdown(report: &SweepReport) -> String {
    let mut out = format!("### {}\n\n", cell(&report.sweep.base.scenario.name));
    let Some(charted) = report.charted() else {
        out.push_str("No cell was finished.\n");
        return out;
    };
    let _ = writeln!(out, "{}.\n", conduct(report));
    let _ = writeln!(out, "{}; {}.\n", cell(&measured(report, charted)), estimated(report));
    grid(&mut out, report, charted.unit);
    let (heading, lines) = steps(report, charted.unit);
    if !heading.is_empty() {
        let heading = prose(heading.trim_end());
        let _ = writeln!(out, "{heading}{}\n", if lines.is_empty() { "" } else { ":" });
    }
    for line in &lines {
        let _ = writeln!(out, "- {}", cell(line));
    }
    if let Some((heading, shapes)) = shapes(report, charted) {
        let rows: Vec<Vec<String>> =
            shapes.rows().iter().map(|row| row.iter().map(|words| cell(words.trim())).collect()).collect();
        let _ = writeln!(out, "{}{heading}:\n\n{}", if lines.is_empty() { "" } else { "\n" }, table(&rows));
    }
    format!("{}\n", out.trim_end())
}

/// The grid: rows are the first axis, columns the second; for every value of a third one a table of its own. Of one axis alone a
/// row for each value, with its interval.
fn grid(out: &mut String, report: &SweepReport, unit: Unit) {
    let [down, rest @ ..] = &report.sweep.axes[..] else { return };
    let chart = |index: usize| report.cells.get(index)?.as_ref().map(|cell| &cell.chart);
    let mean = |index: usize| chart(index).and_then(|chart| chart.mean).map_or("-".into(), |mean| plain(unit, mean));
    let name = |path: &str| cell(&axis_label(path, ""));
    let Some(across) = rest.first() else {
        let mut rows = vec![vec![name(&down.path), String::new(), "±".into()]];
        rows.extend(down.values.iter().enumerate().map(|(index, value)| {
            let width = chart(index).and_then(|chart| chart.half_width);
            let width = width.map_or(String::new(), |width| difference(unit, width, Some(width), false));
            vec![cell(&value.label()), mean(index), width]
        }));
        let _ = writeln!(out, "{}", table(&rows));
        return;
    };
    let third = rest.get(1);
    let panels = third.map_or(1, |axis| axis.values.len());
    for panel in 0..panels {
        if let Some(axis) = third {
            let _ = writeln!(out, "{}: {}\n", name(&axis.path), cell(&axis.values[panel].label()));
        }
        let corner = format!("{} ↓, {} →", name(&down.path), name(&across.path));
        let heads = across.values.iter().map(AxisValue::label).map(|label| cell(&label));
        let mut rows = vec![std::iter::once(corner).chain(heads).collect::<Vec<_>>()];
        for (row, value) in down.values.iter().enumerate() {
            let means =
                (0..across.values.len()).map(|column| mean((row * across.values.len() + column) * panels + panel));
            rows.push(std::iter::once(cell(&value.label())).chain(means).collect());
        }
        let _ = writeln!(out, "{}", table(&rows));
    }
}
