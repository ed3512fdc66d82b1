//! `sweep`: what is varied, and what is asked of every variation.

use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny};

use super::number::Count;
use super::scalar::{Raw, Scalar, scalar};
use crate::scenario::complaint::Complaint;
use crate::scenario::field::{Field, Named};

/// The values that `hangup sweep` tries, and the metric that it charts.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(rename = "Sweep")]
#[schemars(rename = "sweep")]
pub(in crate::scenario) struct Sweep {
    /// What is varied: one to three paths into this file, each with its values; the last is the charts'
    /// horizontal axis. Example: `{ivr.balanced.depth: 1..5, ivr.balanced.options: 2..9}`.
    pub(in crate::scenario) vary: Field<Named<Values>>,
    /// The metric that is charted. Example: `service_level(billing)`. Default: `ivr_abandonment`.
    #[serde(default)]
    pub(in crate::scenario) chart: Field<String>,
    /// How many destinations the balanced trees have that are run beside the grid, of every shape that has just so many leaves: the fair comparison, since
    /// all of them do the same job. Example: `64`. Default: none.
    #[serde(default)]
    pub(in crate::scenario) destinations: Field<Count>,
}

/// The values of one path.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(rename = "either a range such as `1..5` or `2s..8s step 2s`, or a list of values `[1, 2, 4]`")]
#[schemars(rename = "sweep-values", untagged)]
pub(in crate::scenario) enum Values {
    /// Evenly spaced.
    #[serde(rename = "scalar")]
    Range(Range),
    /// One by one.
    #[serde(rename = "list")]
    Listed(Vec<Field<Anything>>),
}

/// A value of whatever kind the path holds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::scenario) struct Anything;

impl<'de> Deserialize<'de> for Anything {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        IgnoredAny::deserialize(deserializer).map(|_| Self)
    }
}

impl JsonSchema for Anything {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "anything".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!(true)
    }
}

/// Evenly spaced values between two, both included: numbers with one unit, or none.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::scenario) struct Range {
    /// The values in the range's unit, rising.
    pub(in crate::scenario) numbers: Vec<f64>,
    /// What stands behind every number: `s`, `%`, or nothing.
    pub(in crate::scenario) unit: String,
    /// Whether it was said how many values there are to be, so that those between the ends are only as round as they come.
    pub(in crate::scenario) filled: bool,
}

/// More values than this on one axis are not meant.
pub(in crate::scenario) const MOST_VALUES: usize = 1000;

impl Range {
    /// A value as it would stand in the file.
    pub(in crate::scenario) fn written(&self, number: f64) -> String {
        format!("{number}{}", self.unit)
    }
}

impl Scalar for Range {
    const WHAT: &'static str = "a range of values";
    const SUCH_AS: &'static str = "`1..5`, `2s..8s step 2s`, `0%..30% in 4` or `10s..1000s log 5`";

    fn read(raw: Raw) -> Result<Self, Complaint> {
        let Raw::Text(text) = raw else { return Err(Self::unfit(raw)) };
        let (from, rest) = text.split_once("..").ok_or_else(|| Self::unfit(raw))?;
        let mut words = rest.split_whitespace();
        let from = Quantity::read(from.trim()).ok_or_else(|| Self::unfit(raw))?;
        let to = words.next().and_then(Quantity::read).ok_or_else(|| Self::unfit(raw))?;
        let same_unit = |unit: &str| {
            if unit == to.unit {
                return Ok(());
            }
            Err(wrong(raw, "mixes units", "expected one unit throughout", format!("write all of it in `{}`", to.unit)))
        };
        same_unit(from.unit)?;
        if from.number >= to.number {
            return Err(wrong(raw, "does not rise", "expected the smaller end first", "turn it round"));
        }
        let spacing = (words.next(), words.next(), words.next());
        let filled = matches!(spacing.0, Some("in" | "log"));
        let numbers = match spacing {
            (None, ..) => stepped(raw, from.number, to.number, 1.0)?,
            (Some("step"), Some(step), None) => {
                let step = Quantity::read(step).ok_or_else(|| Self::unfit(raw))?;
                same_unit(step.unit)?;
                if step.number <= 0.0 {
                    return Err(wrong(raw, "has no step", "expected a step above zero", "write a larger step"));
                }
                stepped(raw, from.number, to.number, step.number)?
            }
            (Some(how @ ("in" | "log")), Some(count), None) => {
                let count = count.parse::<usize>().map_err(|_| Self::unfit(raw))?;
                if !(2..=MOST_VALUES).contains(&count) {
                    let label = format!("expected 2 to {MOST_VALUES} values");
                    return Err(wrong(raw, "has no such number of values", label, "write `in 5` or `log 5`"));
                }
                if how == "log" && from.number <= 0.0 {
                    let help = "begin above zero, or write `in` instead of `log`";
                    return Err(wrong(raw, "cannot be logarithmic", "expected to begin above zero", help));
                }
                (0..count).map(|index| between(from.number, to.number, index, count - 1, how == "log")).collect()
            }
            _ => return Err(Self::unfit(raw)),
        };
        Ok(Self { numbers, unit: from.unit.to_owned(), filled })
    }
}

fn wrong(raw: Raw, what: impl fmt::Display, label: impl Into<String>, help: impl Into<String>) -> Complaint {
    Complaint::new("bad-range", format!("the range {raw} {what}"), label, help)
}

/// From one number to another by a step; the last may fall short of the end.
fn stepped(raw: Raw, from: f64, to: f64, step: f64) -> Result<Vec<f64>, Complaint> {
    let count = ((to - from) / step * (1.0 + 1e-9)).floor() + 1.0;
    if count > MOST_VALUES as f64 {
        let count = if count < 1e15 { format!("{count}") } else { format!("{count:.0e}") };
        let label = format!("expected at most {MOST_VALUES}");
        return Err(wrong(raw, format!("has {count} values"), label, "take a larger step"));
    }
    // Not the last digits, which only rounding left there: 0.1 + 0.2 is 0.3.
    Ok((0..count as usize).map(|index| rounded(from + index as f64 * step, 12)).collect())
}

/// A number so many parts of the way from one to another, with the six digits that are enough for what is tried; the ends
/// are as they are written.
fn between(from: f64, to: f64, part: usize, of: usize, log: bool) -> f64 {
    let way = part as f64 / of as f64;
    match part {
        0 => from,
        part if part == of => to,
        _ => rounded(if log { from * (to / from).powf(way) } else { from + (to - from) * way }, 6),
    }
}

/// A number with so many digits that matter.
fn rounded(number: f64, digits: usize) -> f64 {
    let digits = digits - 1;
    format!("{number:.digits$e}").parse().unwrap_or(number)
}

/// A number with its unit.
struct Quantity<'t> {
    number: f64,
    unit: &'t str,
}

impl<'t> Quantity<'t> {
    fn read(text: &'t str) -> Option<Self> {
        let end = text.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | '-'))).unwrap_or(text.len());
        let (number, unit) = text.split_at(end);
        let known = unit.chars().all(|c| c.is_alphabetic() || c == '%');
        number.parse().ok().filter(|number: &f64| known && number.is_finite()).map(|number| Self { number, unit })
    }
}

scalar!(Range, "sweep-range", {
    "type": "string",
    "description": "Evenly spaced values, both ends included: in steps of 1, of `step`, so many with `in`, or so many spaced logarithmically with `log`; the last two rounded where only whole numbers make sense.",
    "pattern": r"^\s*-?[0-9.]+[A-Za-z%]*\s*\.\.\s*-?[0-9.]+[A-Za-z%]*(\s+(step\s+[0-9.]+[A-Za-z%]*|in\s+[0-9]+|log\s+[0-9]+))?\s*$",
    "examples": ["1..5", "2s..8s step 2s", "0%..30% in 4", "10s..1000s log 5"]
});

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &str) -> Vec<String> {
        let range = Range::read(Raw::Text(text)).unwrap();
        range.numbers.iter().map(|&number| range.written(number)).collect()
    }

    #[test]
    fn ranges_include_both_ends() {
        assert_eq!(written("1..5"), ["1", "2", "3", "4", "5"]);
        assert_eq!(written("2s..8s step 2s"), ["2s", "4s", "6s", "8s"]);
        assert_eq!(written("0..0.3 step 0.1"), ["0", "0.1", "0.2", "0.3"]);
        assert_eq!(written("0%..30% in 4"), ["0%", "10%", "20%", "30%"]);
        assert_eq!(written("10s..1000s log 5"), ["10s", "31.6228s", "100s", "316.228s", "1000s"]);
        assert_eq!(written(" 1 .. 2 "), ["1", "2"]);
        assert_eq!(written("1..4 step 2"), ["1", "3"]); // the end is not hit
        assert_eq!(written("1000001..1000003"), ["1000001", "1000002", "1000003"]);
        assert_eq!(written("1..1234567 log 3"), ["1", "1111.11", "1234567"]);
    }

    #[test]
    fn what_is_no_range_is_answered() {
        let text = ["", "5", "1..", "..5", "1..x", "5..1", "1..1", "1s..5", "1..5 step 0", "1..5 step 1s", "1..5 in 1"];
        let more = ["0..5 log 3", "1..5 by 2", "1..5 in 3 4", "1..1e9", "1..1000000", "nan..5", "1..inf", "1..5 step"];
        for text in text.into_iter().chain(more) {
            let complaint = Range::read(Raw::Text(text)).unwrap_err();
            assert!(
                !complaint.message.is_empty() && !complaint.label.is_empty() && !complaint.help.is_empty(),
                "{text}"
            );
        }
        assert!(Range::read(Raw::Whole(5)).is_err());
    }

    #[test]
    fn what_is_too_much_is_counted() {
        for (text, count) in [
            ("1..1000000", "has 1000000 values"),
            ("0..1 step 0.0001", "has 10001 values"),
            ("0..99999999999999999999 step 0.01", "has 1e22 values"),
        ] {
            let complaint = Range::read(Raw::Text(text)).unwrap_err();
            assert!(complaint.message.ends_with(count), "{}", complaint.message);
        }
    }
}
