//! A sweep as text: the grid as a heat map in the terminal, and what each step changes.

use std::fmt::Write;
use std::time::Duration;

use anstyle::{Ansi256Color, Color, Style};
use unicode_width::UnicodeWidthStr;

use super::{CellFigures, SweepReport, axis_label, effects, shape_label, worse_than_the_best};
use crate::measure::{Contrast, Unit};
use crate::report::figures::Figure;
use crate::report::number::{decimals, percent, seconds};

/// From light to dark, evenly in lightness, so that it is a scale for the colour-blind and in grey too: yellow, green, blue,
/// violet; the text on each is black or white.
const SCALE: [(u8, bool); 7] =
    [(230, true), (186, true), (150, true), (79, true), (37, true), (31, false), (54, false)];

/// The sweep as text, coloured or plain; `took` is the wall time, where it is to be told.
pub fn text(report: &SweepReport, took: Option<Duration>, colour: bool) -> String {
    let mut out = String::new();
    let Some(charted) = report.charted() else {
        return format!("{}\nNo cell was finished.\n", report.sweep.base.scenario.name);
    };
    heading(&mut out, report, charted, took);
    grid(&mut out, report, charted.unit, colour);
    changes(&mut out, report, charted.unit);
    destinations(&mut out, report, charted);
    out
}

fn heading(out: &mut String, report: &SweepReport, charted: &Figure, took: Option<Duration>) {
    let sweep = report.sweep;
    let _ = writeln!(out, "{}", sweep.base.scenario.name);
    let finished =
        report.cells.iter().flatten().count() + report.shapes.iter().filter(|shape| shape.2.is_some()).count();
    let all = report.cells.len() + report.shapes.len();
    let cells = if report.whole() { format!("{all} cells") } else { format!("{finished} of {all} cells") };
    let _ = write!(out, "{cells} of {}, seed {}", report.replications(), sweep.base.scenario.seed);
    if let Some(took) = took {
        let _ = write!(out, ", simulated in {:.2} s", took.as_secs_f64());
    }
    let _ = writeln!(out);
    let widest = report.cells.iter().flatten().filter_map(|cell| cell.chart.half_width).fold(0.0, f64::max);
    let unit = if is_share(charted.unit) { ", %" } else { ", seconds" };
    let unit = if matches!(charted.unit, Unit::Count | Unit::Total | Unit::Hours) { "" } else { unit };
    let _ = write!(out, "\n{}{unit} of {}", title(&sweep.chart), charted.of);
    if widest > 0.0 {
        let widest = difference(charted.unit, widest, Some(widest), false);
        let _ = write!(out, "; ± {widest} at most ({})", percent(report.confidence, Some(1.0)));
    }
    let estimated = match report.estimator() {
        "conditional" => "estimated from each caller's chance to hang up on their way (conditional Monte Carlo)",
        _ => "counted",
    };
    let _ = writeln!(out, "\n{estimated}; every cell sees the same callers");
}

/// The grid: rows are the first axis, columns the second; for every value of a third one a grid of its own.
fn grid(out: &mut String, report: &SweepReport, unit: Unit, colour: bool) {
    let axes = &report.sweep.axes;
    let length = |axis: usize| axes.get(axis).map_or(1, |axis| axis.values.len());
    let (rows, columns, panels) = if axes.len() == 1 { (1, length(0), 1) } else { (length(0), length(1), length(2)) };
    let means = || report.cells.iter().flatten().filter_map(|cell| cell.chart.mean);
    let (least, most) = means().fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), mean| (a.min(mean), b.max(mean)));
    let (across, down) = if axes.len() == 1 { (&axes[0], None) } else { (&axes[1], Some(&axes[0])) };
    let name = |row: usize| down.map_or(String::new(), |axis| axis.values[row].text.clone());
    let stub = (0..rows).map(|row| name(row).width()).max().unwrap_or(0).max(4);
    let heads: Vec<&str> = across.values.iter().map(|value| value.text.as_str()).collect();
    let numbers = |row: usize, column: usize, panel: usize| {
        let cell = report.cells[(row * columns + column) * panels + panel].as_ref();
        let mean = cell.and_then(|cell: &CellFigures| cell.chart.mean)?;
        Some((mean, plain(unit, mean)))
    };
    let all = (0..rows)
        .flat_map(|row| (0..columns).flat_map(move |column| (0..panels).map(move |panel| (row, column, panel))));
    let widths = all.filter_map(|(row, column, panel)| numbers(row, column, panel)).map(|(_, text)| text.width());
    let width = widths.chain(heads.iter().map(|head| head.width())).max().unwrap_or(4) + 2;
    for panel in 0..panels {
        let third = axes.get(2).map(|axis| format!("{}: {}", axis_label(&axis.path, ""), axis.values[panel].text));
        let label = axis_label(&across.path, "");
        let _ = writeln!(out, "{}", third.map_or(String::new(), |third| format!("\n{third}")));
        let _ = writeln!(out, "  {:stub$}  {label} →", "");
        if let Some(axis) = down {
            let _ = writeln!(out, "  {} ↓", axis_label(&axis.path, ""));
        }
        let mut line = format!("  {:stub$}  ", "");
        for head in &heads {
            let _ = write!(line, "{}{head} ", " ".repeat(width - 1 - head.width()));
        }
        let _ = writeln!(out, "{}", line.trim_end());
        for row in 0..rows {
            let name = name(row);
            let mut line = format!("  {}{name}  ", " ".repeat(stub - name.width()));
            for column in 0..columns {
                let (mean, text) = numbers(row, column, panel).unwrap_or((least, "-".into()));
                let text = format!("{}{text} ", " ".repeat(width - 1 - text.width()));
                if colour && most > least {
                    let place = ((mean - least) / (most - least) * (SCALE.len() - 1) as f64).round() as usize;
                    let (ground, dark_text) = SCALE[place.min(SCALE.len() - 1)];
                    let ink = Color::Ansi256(Ansi256Color(if dark_text { 16 } else { 231 }));
                    let style = Style::new().bg_color(Some(Color::Ansi256(Ansi256Color(ground)))).fg_color(Some(ink));
                    let _ = write!(line, "{style}{text}{style:#}");
                } else {
                    line.push_str(&text);
                }
            }
            let _ = writeln!(out, "{}", line.trim_end());
        }
    }
}

/// What a step along each axis changes.
fn changes(out: &mut String, report: &SweepReport, unit: Unit) {
    let effects = effects(report);
    if effects.is_empty() {
        return;
    }
    let points = if is_share(unit) { " points" } else { "" };
    let _ = writeln!(
        out,
        "\nWhat a step changes{}, the same callers compared",
        if points.is_empty() { "" } else { ", in points" }
    );
    for effect in effects {
        let axis = &report.sweep.axes[effect.axis];
        let step = match axis.path.as_str() {
            "ivr.balanced.depth" => "one more level".to_owned(),
            "ivr.balanced.options" => "one more option in each menu".to_owned(),
            _ => format!("the next {}", axis_label(&axis.path, "")),
        };
        let value = |value: f64| {
            difference(unit, value, effect.mean.half_width.map(|width| width.max(0.005 * one(unit))), true)
        };
        let (least, most) = (value(effect.range.0), value(effect.range.1));
        let _ = writeln!(out, "  {step}: {least} to {most}, on average {}", with_interval(unit, &effect.mean));
    }
}

fn destinations(out: &mut String, report: &SweepReport, charted: &Figure) {
    let Some(count) = report.sweep.destinations else { return };
    let _ = writeln!(out, "\nThe fair comparison: {count} destinations, each way to arrange them in a balanced tree");
    let best = worse_than_the_best(report);
    let mut table = crate::report::table::Table::new(&[
        "",
        &title(&report.sweep.chart),
        "",
        "above the best",
        "",
        "time in the IVR",
    ]);
    for (index, (depth, options, cell)) in report.shapes.iter().enumerate() {
        let name = format!("  {}", shape_label(*depth, *options));
        let Some(cell) = cell else {
            table.row([name, "not run".into()]);
            continue;
        };
        let mean = cell.chart.mean.map_or("-".into(), |mean| value(charted.unit, mean, cell.chart.half_width));
        let width = cell
            .chart
            .half_width
            .map_or(String::new(), |width| format!("± {}", difference(charted.unit, width, Some(width), false)));
        let above = best.as_ref().map(|(best, above)| (*best == index, above[index]));
        let (above, interval) = match above {
            Some((true, _)) => ("the best".to_owned(), String::new()),
            Some((_, Some(above))) => {
                let width = above.half_width.map_or(String::new(), |width| {
                    format!("± {}", difference(charted.unit, width, Some(width), false))
                });
                let real = above.half_width.is_some_and(|width| above.mean > width);
                let note = if real { "" } else { " (may be none)" };
                (difference(charted.unit, above.mean, above.half_width, true), format!("{width}{note}"))
            }
            _ => ("-".to_owned(), String::new()),
        };
        let time = cell
            .overall
            .iter()
            .find(|figure| figure.name == "time_in_ivr")
            .and_then(|figure| Some(seconds(figure.mean?, figure.half_width)));
        table.row([name, mean, width, above, interval, time.unwrap_or_else(|| "-".into())]);
    }
    for line in table.lines() {
        let _ = writeln!(out, "{line}");
    }
}

/// A metric's name as a title: `IVR abandonment`.
pub(in crate::report) fn title(name: &str) -> String {
    let words = name.replace('_', " ").replace("ivr", "IVR");
    let mut letters = words.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

fn is_share(unit: Unit) -> bool {
    matches!(unit, Unit::Share | Unit::TimeShare)
}

/// One of the unit that is shown: a point, a second.
fn one(unit: Unit) -> f64 {
    if is_share(unit) { 0.01 } else { 1.0 }
}

/// A cell's number, in the unit of the heading.
fn plain(unit: Unit, value: f64) -> String {
    let shown = value / one(unit);
    let decimals = usize::from(is_share(unit) || shown.abs() < 99.95);
    format!("{shown:.decimals$}")
}

fn value(unit: Unit, mean: f64, half_width: Option<f64>) -> String {
    if is_share(unit) { percent(mean, half_width) } else { seconds(mean, half_width) }
}

/// A difference or a half-width, in points or in the metric's unit, with a sign where that matters.
fn difference(unit: Unit, value: f64, half_width: Option<f64>, signed: bool) -> String {
    let decimals = decimals(half_width.unwrap_or(0.001 * one(unit)) / one(unit)).min(2 + usize::from(!signed));
    let shown = value / one(unit);
    if signed { format!("{shown:+.decimals$}") } else { format!("{shown:.decimals$}") }
}

fn with_interval(unit: Unit, contrast: &Contrast) -> String {
    let mean = difference(unit, contrast.mean, contrast.half_width, true);
    match contrast.half_width {
        Some(width) => format!("{mean} ± {}", difference(unit, width, Some(width), false)),
        None => mean,
    }
}
