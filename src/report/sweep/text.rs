//! A sweep as text: the grid as a heat map in the terminal, and what each step changes.

use std::fmt::Write;
use std::time::Duration;

use anstyle::{Ansi256Color, Color, Style};
use unicode_width::UnicodeWidthStr;

use super::{SweepReport, axis_label, effects, from_the_best, shape_label};
use crate::measure::{Contrast, Unit};
use crate::report::about;
use crate::report::chart::{of_what, with_unit};
use crate::report::figures::Figure;
use crate::report::number::{decimals, percent, seconds};
use crate::report::table::Table;
use crate::scenario::expectation::Subject;
use crate::scenario::{Axis, AxisValue};

/// From light to dark, evenly in lightness, so that it is a scale for the colour-blind and in grey too: yellow, green, blue,
/// violet; the text on each is black or white.
const SCALE: [(u8, bool); 7] =
    [(230, true), (186, true), (150, true), (79, true), (37, true), (31, false), (54, false)];

/// A grid is no wider than this; columns that have no room stand below the others.
const WIDE: usize = 100;

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
    let _ = write!(out, "{}\n{}", report.sweep.base.scenario.name, conduct(report));
    if let Some(took) = took {
        let _ = write!(out, ", simulated in {:.2} s", took.as_secs_f64());
    }
    let _ = writeln!(out, "\n\n{}\n{}", measured(report, charted), estimated(report));
}

/// How many cells there are, and how they were run.
pub(super) fn conduct(report: &SweepReport) -> String {
    let (finished, all) = report.finished();
    let cells = if report.whole() { format!("{all} cells") } else { format!("{finished} of {all} cells") };
    format!("{cells} of {}, seed {}", report.replications(), report.sweep.base.scenario.seed)
}

/// What the numbers are, and how far they are off at most.
pub(super) fn measured(report: &SweepReport, charted: &Figure) -> String {
    let widest = report.cells.iter().flatten().filter_map(|cell| cell.chart.half_width).fold(0.0, f64::max);
    let of = format!("{}, {}", title(&report.sweep.chart), of_what(charted.unit, &report.of()));
    if widest > 0.0 {
        let widest = difference(charted.unit, widest, Some(widest), false);
        return format!("{of}; ± {widest} at most ({})", percent(report.confidence, Some(1.0)));
    }
    of
}

/// How the numbers came about.
pub(super) fn estimated(report: &SweepReport) -> String {
    let estimated = match report.estimator() {
        "conditional" => "estimated from each caller's chance to hang up on their way (conditional Monte Carlo)",
        _ => "counted",
    };
    format!("{estimated}; every cell sees the same callers")
}

/// The grid as a heat map: rows are the first axis, columns the second; for every value of a third one a grid of its own. Of
/// one axis alone a row for each value, with its interval.
fn grid(out: &mut String, report: &SweepReport, unit: Unit, colour: bool) {
    let [down, rest @ ..] = &report.sweep.axes[..] else { return };
    let Some(across) = rest.first() else { return list(out, report, down, unit, colour) };
    let third = rest.get(1);
    let panels = third.map_or(1, |axis| axis.values.len());
    let shades = Shades::of(report, colour);
    let cell = |row: usize, column: usize, panel: usize| {
        report.cells[(row * across.values.len() + column) * panels + panel].as_ref()?.chart.mean
    };
    let stub = down.values.iter().map(|value| value.label().width()).max().unwrap_or(0).max(4);
    let heads: Vec<String> = across.values.iter().map(AxisValue::label).collect();
    let means = report.cells.iter().flatten().filter_map(|cell| cell.chart.mean);
    let widths = means.map(|mean| plain(unit, mean).width()).chain(heads.iter().map(|head| head.width()));
    let width = widths.max().unwrap_or(4) + 2;
    let columns: Vec<usize> = (0..heads.len()).collect();
    for panel in 0..panels {
        if let Some(axis) = third {
            let _ = write!(out, "\n{}: {}", axis_label(&axis.path, ""), axis.values[panel].label());
        }
        for columns in columns.chunks(((WIDE - 4).saturating_sub(stub) / width).max(1)) {
            let _ = writeln!(out, "\n  {:stub$}  {} →", "", axis_label(&across.path, ""));
            let _ = writeln!(out, "  {} ↓", axis_label(&down.path, ""));
            let named = columns.iter().map(|&column| flush_right(&heads[column], width));
            let _ = writeln!(out, "{}", format!("  {:stub$}  {}", "", named.collect::<String>()).trim_end());
            for (row, value) in down.values.iter().enumerate() {
                let shown = columns.iter().map(|&column| {
                    let mean = cell(row, column, panel);
                    shades.on(mean, &flush_right(&mean.map_or("-".into(), |mean| plain(unit, mean)), width))
                });
                let name = flush_right(&value.label(), stub + 1);
                let _ = writeln!(out, "  {}", format!("{name} {}", shown.collect::<String>()).trim_end());
            }
        }
    }
}

/// The cells along one axis.
fn list(out: &mut String, report: &SweepReport, axis: &Axis, unit: Unit, colour: bool) {
    let shades = Shades::of(report, colour);
    let label = axis_label(&axis.path, "");
    let labels: Vec<String> = axis.values.iter().map(AxisValue::label).collect();
    let stub = labels.iter().map(|label| label.width()).max().unwrap_or(0).max(4);
    let charted = || report.cells.iter().flatten().map(|cell| &cell.chart);
    let width = charted().filter_map(|chart| Some(plain(unit, chart.mean?).width())).max().unwrap_or(4) + 2;
    let _ = writeln!(out, "\n  {label} ↓");
    for (label, cell) in labels.iter().zip(report.cells) {
        let chart = cell.as_ref().map(|cell| &cell.chart);
        let mean = chart.and_then(|chart| chart.mean);
        let number = shades.on(mean, &flush_right(&mean.map_or("-".into(), |mean| plain(unit, mean)), width));
        let half_width = chart.and_then(|chart| chart.half_width);
        let spread = half_width.map_or(String::new(), |width| difference(unit, width, Some(width), false));
        let spread = if spread.is_empty() { spread } else { format!(" ± {spread}") };
        let _ = writeln!(out, "  {}", format!("{} {number}{spread}", flush_right(label, stub + 1)).trim_end());
    }
}

/// The words, ending one column before the width.
fn flush_right(words: &str, width: usize) -> String {
    format!("{}{words} ", " ".repeat(width.saturating_sub(1 + words.width())))
}

/// The colours of a grid's cells, between its least and its greatest value.
struct Shades {
    ends: Option<(f64, f64)>,
}

impl Shades {
    fn of(report: &SweepReport, colour: bool) -> Self {
        let means = || report.cells.iter().flatten().filter_map(|cell| cell.chart.mean);
        let ends = (means().fold(f64::INFINITY, f64::min), means().fold(f64::NEG_INFINITY, f64::max));
        Self { ends: Some(ends).filter(|&(least, most)| colour && most > least) }
    }

    /// The words on the colour of this value.
    fn on(&self, value: Option<f64>, words: &str) -> String {
        let Some(((least, most), value)) = self.ends.zip(value) else { return words.to_owned() };
        let place = ((value - least) / (most - least) * (SCALE.len() - 1) as f64).round() as usize;
        let (ground, dark_text) = SCALE[place.min(SCALE.len() - 1)];
        let ink = Color::Ansi256(Ansi256Color(if dark_text { 16 } else { 231 }));
        let style = Style::new().bg_color(Some(Color::Ansi256(Ansi256Color(ground)))).fg_color(Some(ink));
        format!("{style}{words}{style:#}")
    }
}

/// What a step along each axis changes.
fn changes(out: &mut String, report: &SweepReport, unit: Unit) {
    let (heading, steps) = steps(report, unit);
    let _ = write!(out, "{}{heading}", if heading.is_empty() { "" } else { "\n" });
    for step in steps {
        let _ = writeln!(out, "  {step}");
    }
}

/// What a step along each axis changes: what is told there, and a line for each axis.
pub(super) fn steps(report: &SweepReport, unit: Unit) -> (String, Vec<String>) {
    let effects = effects(report);
    if effects.is_empty() {
        return (String::new(), Vec::new());
    }
    if effects.iter().all(|effect| effect.range == (0.0, 0.0)) {
        let name = title(&report.sweep.chart);
        let heading = format!(
            "{name} is the same in every cell: nothing that is varied changes it.\n\
             `--chart` charts another metric, such as `queue_abandonment` or `mean_wait`.\n"
        );
        return (heading, Vec::new());
    }
    let points = if is_share(unit) { ", in points" } else { "" };
    let heading = format!("What a step changes{points}, the same callers compared\n");
    let lines = effects.iter().map(|effect| {
        let axis = &report.sweep.axes[effect.axis];
        let step = match axis.path.as_str() {
            "ivr.balanced.depth" => "one more level".to_owned(),
            "ivr.balanced.options" => "one more option in each menu".to_owned(),
            _ => format!("{}, each step", axis_label(&axis.path, "")),
        };
        let value = |value: f64| {
            difference(unit, value, effect.mean.half_width.map(|width| width.max(0.005 * one(unit))), true)
        };
        let mean = with_interval(unit, &effect.mean);
        if effect.steps == 1 {
            return format!("{step}: {mean}");
        }
        let (least, most) = (value(effect.range.0), value(effect.range.1));
        format!("{step}: {least} to {most}, on average {mean}")
    });
    (heading, lines.collect())
}

fn destinations(out: &mut String, report: &SweepReport, charted: &Figure) {
    let Some((heading, table)) = shapes(report, charted) else { return };
    let _ = writeln!(out, "\n{heading}");
    for line in table.lines() {
        let _ = writeln!(out, "{line}");
    }
}

/// The trees of equally many destinations beside each other, with what is said above them.
pub(super) fn shapes(report: &SweepReport, charted: &Figure) -> Option<(String, Table)> {
    let count = report.sweep.destinations?;
    let heading = format!("The fair comparison: {count} destinations, each way to arrange them in a balanced tree");
    let best = from_the_best(report);
    let from = if best.is_some() { "from the best" } else { "" };
    let mut table = Table::new(&["", &title(&report.sweep.chart), "", from, "", "time in the IVR"]);
    for (index, (depth, options, cell)) in report.shapes.iter().enumerate() {
        let name = format!("  {}", shape_label(*depth, *options));
        let Some(cell) = cell else {
            table.row([name, "not finished".into()]);
            continue;
        };
        let mean = cell.chart.mean.map_or("-".into(), |mean| value(charted.unit, mean, cell.chart.half_width));
        let width = cell
            .chart
            .half_width
            .map_or(String::new(), |width| format!("± {}", difference(charted.unit, width, Some(width), false)));
        let away = best.as_ref().map(|(best, away)| (*best == index, away[index]));
        let (away, interval) = match away {
            Some((true, _)) => ("the best".to_owned(), String::new()),
            Some((_, Some(away))) => {
                let width = away.half_width.map_or(String::new(), |width| {
                    format!("± {}", difference(charted.unit, width, Some(width), false))
                });
                let real = away.half_width.is_some_and(|width| away.mean.abs() > width);
                let note = if real { "" } else { " (may be none)" };
                (difference(charted.unit, away.mean, away.half_width, true), format!("{width}{note}"))
            }
            _ => (String::new(), String::new()),
        };
        let time = cell
            .overall
            .iter()
            .find(|figure| figure.name == "time_in_ivr")
            .and_then(|figure| Some(seconds(figure.mean?, figure.half_width)));
        table.row([name, mean, width, away, interval, time.unwrap_or_else(|| "-".into())]);
    }
    Some((heading, table))
}

/// A metric's name as a title: `IVR abandonment`, `Service level of billing`.
pub(in crate::report) fn title(chart: &Subject) -> String {
    let words: Vec<&str> = chart.metric.split('_').map(|word| if word == "ivr" { "IVR" } else { word }).collect();
    let words = words.join(" ");
    let mut letters = words.chars();
    let name = letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect());
    name + &about::behind(&chart.about, |part| format!(" of {part}"))
}

fn is_share(unit: Unit) -> bool {
    matches!(unit, Unit::Share | Unit::TimeShare)
}

/// One of the unit that is shown: a point, a second.
fn one(unit: Unit) -> f64 {
    if is_share(unit) { 0.01 } else { 1.0 }
}

/// A cell's number, in the unit of the heading.
pub(super) fn plain(unit: Unit, value: f64) -> String {
    let shown = value / one(unit);
    let decimals = usize::from(is_share(unit) || shown.abs() < 99.95);
    format!("{shown:.decimals$}")
}

fn value(unit: Unit, mean: f64, half_width: Option<f64>) -> String {
    match unit {
        Unit::Share | Unit::TimeShare => percent(mean, half_width),
        Unit::Seconds => seconds(mean, half_width),
        Unit::Count | Unit::Total | Unit::Hours => with_unit(unit, mean),
    }
}

/// A difference or a half-width, in points or in the metric's unit, with a sign where that matters.
pub(super) fn difference(unit: Unit, value: f64, half_width: Option<f64>, signed: bool) -> String {
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
