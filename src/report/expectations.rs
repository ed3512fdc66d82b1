//! What came of the expectations: as lines for people, and as the rows of other formats.

use std::fmt::Write;

use serde_json::{Value, json};

use super::json::number;
use super::number::{decimals, digits, percent, points, rounded, seconds, short, six_digits};
use super::table::Table;
use super::{Report, about};
use crate::experiment::{Judged, Missing, Verdict};
use crate::measure::Unit;
use crate::scenario::expectation::Subject;

/// The section of the text report; nothing where nothing is expected.
pub(super) fn text(out: &mut String, report: &Report) {
    let judged = &report.results.expectations;
    let Some(summary) = summary(judged) else { return };
    let _ = writeln!(out, "\nExpectations: {summary}");
    let mut table = Table::plain();
    for judged in judged {
        let text = format!("  {:<9}  {}", judged.verdict.name(), judged.expectation.text);
        table.row([text, found(judged)]);
    }
    for line in table.lines() {
        let _ = writeln!(out, "{line}");
    }
}

/// How the verdicts went, and how they were reached; nothing where nothing is expected.
pub(super) fn summary(judged: &[Judged]) -> Option<String> {
    let level = percent(judged.first()?.confidence, Some(0.001));
    let all: Vec<&Judged> = judged.iter().collect();
    Some(format!("{}; each judged by the whole of its {level} interval", tally(&all)))
}

/// How the verdicts went, in a few words: `2 hold, 1 fails`.
pub fn tally(judged: &[&Judged]) -> String {
    let of = |verdict: Verdict| judged.iter().filter(|judged| judged.verdict == verdict).count();
    let words = [(Verdict::Holds, "hold"), (Verdict::Fails, "fail"), (Verdict::Undecided, "undecided")];
    let counted = words.into_iter().filter(|(verdict, _)| of(*verdict) > 0).map(|(verdict, word)| {
        let plural = if verdict != Verdict::Undecided && of(verdict) == 1 { "s" } else { "" };
        format!("{} {word}{plural}", of(verdict))
    });
    counted.collect::<Vec<_>>().join(", ")
}

/// What was found, as people read it: `8.712 % ± 0.090`.
pub fn found(judged: &Judged) -> String {
    let told = match (judged.mean, judged.within) {
        // A difference of shares is told in points, and is no share itself.
        (Some(mean), None) if judged.expectation.change.is_some() && is_share(judged.unit) => {
            let half_width = judged.half_width.filter(|width| *width > 0.0).map(|width| 100.0 * width);
            let digits = digits(half_width.unwrap_or(100.0 * mean));
            let width = half_width.map_or(String::new(), |width| format!(" ± {width:.digits$}"));
            format!("{}{width} points", rounded(100.0 * mean, digits))
        }
        (Some(mean), None) => {
            let half_width = judged.half_width;
            let width = half_width.map_or(String::new(), |width| format!(" ± {}", spread(judged.unit, width)));
            format!("{}{width}", value(judged.unit, mean, half_width))
        }
        (Some(mean), Some((share, half_width))) => {
            let width = half_width.map_or(String::new(), |width| format!(" ± {}", points(width)));
            let within = super::number::duration(judged.expectation.bound);
            format!("{}; {}{width} within {within}", value(judged.unit, mean, None), percent(share, half_width))
        }
        (None, _) => String::new(),
    };
    let why = match judged.missing {
        None => return told,
        Some(Missing::Nothing) => "nothing was counted",
        Some(Missing::Interval) => "one observation has no interval",
        Some(Missing::Part) => "the scenario has no such part",
    };
    if told.is_empty() { why.into() } else { format!("{told}; {why}") }
}

fn is_share(unit: Unit) -> bool {
    matches!(unit, Unit::Share | Unit::TimeShare)
}

/// A value in its unit.
pub(super) fn value(unit: Unit, mean: f64, half_width: Option<f64>) -> String {
    match unit {
        Unit::Share | Unit::TimeShare => percent(mean, half_width),
        Unit::Seconds => seconds(mean, half_width),
        Unit::Count => rounded(mean, decimals(half_width.unwrap_or(0.001))),
        Unit::Total => half_width.map_or_else(|| short(mean), |width| plain(mean, width)),
        Unit::Hours => format!("{} h", half_width.map_or_else(|| short(mean), |width| plain(mean, width))),
    }
}

/// A half-width in a unit.
pub(super) fn spread(unit: Unit, half_width: f64) -> String {
    match unit {
        Unit::Share | Unit::TimeShare => points(half_width),
        Unit::Seconds | Unit::Count | Unit::Total | Unit::Hours => plain(half_width, half_width),
    }
}

fn plain(value: f64, half_width: f64) -> String {
    rounded(value, if value.abs() >= 1000.0 { 0 } else { decimals(half_width) })
}

/// The expectations as JSON.
pub(super) fn json(report: &Report) -> Vec<Value> {
    report.results.expectations.iter().map(row).collect()
}

/// One expectation as JSON.
pub(super) fn row(judged: &Judged) -> Value {
    let expectation = &judged.expectation;
    let mut row = json!({
        "expectation": expectation.text,
        "verdict": judged.verdict.name(),
        "mean": number(judged.mean),
        "half_width": number(judged.half_width),
        "unit": judged.unit.name(),
        "of": judged.of,
        "comparison": expectation.comparison.symbol(),
        "bound": six_digits(expectation.bound),
        "confidence": six_digits(judged.confidence),
    });
    if let (Value::Object(row), Value::Object(subject)) = (&mut row, subject(&expectation.subject)) {
        row.extend(subject);
    }
    if let Some((share, half_width)) = judged.within {
        row["share_within"] = json!({"mean": number(Some(share)), "half_width": number(half_width)});
    }
    if let Some(missing) = judged.missing {
        row["missing"] = json!(match missing {
            Missing::Nothing => "nothing was counted",
            Missing::Interval => "one observation has no interval",
            Missing::Part => "the scenario has no such part",
        });
    }
    let position = &expectation.position;
    row["file"] = json!(position.file);
    row["line"] = json!(position.line);
    row["column"] = json!(position.column);
    row
}

/// What a metric is of, as JSON: its name and part, each where there is one.
pub(super) fn subject(subject: &Subject) -> Value {
    let mut value = json!({"metric": subject.metric});
    if let (Value::Object(value), Value::Object(about)) = (&mut value, about::json(&subject.about)) {
        value.extend(about);
    }
    if let Some((from, to)) = subject.window {
        value["from"] = json!(super::number::clock(from));
        value["to"] = json!(super::number::clock(to));
    }
    value
}
