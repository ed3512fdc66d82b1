//! What is expected: each line read with the places of its words, and held against what the scenario has.

use super::Check;
use super::metrics::Kind;
use super::subject::Asked;
use super::there::There;
use super::words::{Part, Places, comparison};
use crate::scenario::complaint::Complaint;
use crate::scenario::expectation::{Change, Expectation, Position};
use crate::scenario::field::{Field, Placed};
use crate::scenario::file::duration::Duration;
use crate::scenario::file::expect as file;
use crate::scenario::file::number::Number;
use crate::scenario::file::scalar::{Raw, Scalar};
use crate::scenario::file::share::{self, Share};
use crate::scenario::place::Place;

/// More than these nobody reads, and each makes the others harder to decide.
const MOST: usize = 1000;

/// How the bound of a metric is written.
fn example(kind: Kind, change: bool) -> &'static str {
    match kind {
        Kind::Share if change => "0.5 points",
        Kind::Share => "9%",
        Kind::Time => "20s",
        Kind::Hours => "40h",
        Kind::Count => "120",
    }
}

impl Check {
    /// What the file expects, and then what the command line expects of a comparison.
    pub(super) fn expectations(
        &mut self,
        section: &Field<Vec<Field<file::Expectation>>>,
        asked: &[Placed<String>],
        there: &There,
    ) -> Vec<(Expectation, Place)> {
        let mut written: Vec<(&str, Place)> = Vec::new();
        if let Some(section) = section.given() {
            if section.value.is_empty() {
                let (label, help) =
                    ("expected an expectation", "write `- ivr_abandonment < 9%`, or remove the section");
                self.error("empty-list", "nothing is expected", section.place, label, help);
            }
            let each = section.value.iter().filter_map(Field::given);
            written.extend(each.map(|placed| (placed.value.0.as_str(), placed.place)));
        }
        if let Some((_, place)) = written.get(MOST) {
            let message = format!("there are {} expectations", written.len());
            self.error("too-large", message, *place, format!("expected at most {MOST}"), "expect what matters");
            return Vec::new();
        }
        let in_file = written.len();
        written.extend(asked.iter().map(|asked| (asked.value.as_str(), asked.place)));
        let mut found = Vec::new();
        for (index, (text, place)) in written.into_iter().enumerate() {
            if let Some(expectation) = self.expectation(text, place, there) {
                if expectation.change.is_some() && index < in_file {
                    self.error(
                        "misplaced-expectation",
                        "a file alone has nothing to differ from",
                        place,
                        "a difference of two scenarios",
                        format!("ask for it where two are compared: `hangup compare ... --expect '{}'`", text.trim()),
                    );
                    continue;
                }
                found.push((expectation, place));
            }
        }
        found
    }

    fn expectation(&mut self, text: &str, place: Place, there: &There) -> Option<Expectation> {
        let places = Places { whole: place, text };
        let whole = Part { text, start: 0 };
        let Some((at, length, comparison)) = comparison(text) else {
            self.error(
                "bad-expectation",
                "an expectation compares nothing",
                place,
                "expected `<`, `<=`, `>` or `>=` and a bound",
                "write a metric, a comparison and a bound, such as `ivr_abandonment < 9%`",
            );
            return None;
        };
        let Some(comparison) = comparison else {
            let symbol = whole.slice(at, at + length);
            self.error(
                "bad-expectation",
                format!("`{}` is no comparison that an interval can decide", symbol.text),
                places.of(symbol),
                "expected `<`, `<=`, `>` or `>=`",
                "a simulated value is known to an interval only: say on which side of a bound it must be",
            );
            return None;
        };
        let Asked { subject, kind, change } = self.subject(whole.slice(0, at), &places, there)?;
        let bound = whole.slice(at + length, text.len());
        let bound = self.bound(&subject.metric, kind, bound, place, &places, change)?;
        if change == Some(Change::Either) && !comparison.is_upper() {
            self.error(
                "bad-expectation",
                "a change to either side can only be expected to be small",
                places.of(whole.slice(at, at + length)),
                "expected `<` or `<=`",
                "write `increases by >` or `decreases by >`",
            );
            return None;
        }
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        Some(Expectation { text, subject, change, comparison, bound, position: Position::default() })
    }

    /// The bound in the metric's unit.
    fn bound(
        &mut self,
        name: &str,
        kind: Kind,
        part: Part,
        whole: Place,
        places: &Places,
        change: Option<Change>,
    ) -> Option<f64> {
        let changes = change.is_some();
        if part.text.is_empty() {
            let label = "expected a bound at its end";
            self.error(
                "bad-expectation",
                "an expectation has no bound",
                whole,
                label,
                format!("write `{}`", example(kind, changes)),
            );
            return None;
        }
        let text = part.text;
        let raw = match (text.parse::<i128>(), text.parse::<f64>()) {
            (Ok(number), _) => Raw::Whole(number),
            (_, Ok(number)) if text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '.' | '-')) => {
                Raw::Real(number)
            }
            _ => Raw::Text(text),
        };
        let points = text.strip_suffix("points").or_else(|| text.strip_suffix("point")).map(str::trim);
        let read = match (kind, points) {
            (Kind::Share, Some(points)) if changes => {
                let percent = format!("{points}%");
                Share::read(Raw::Text(&percent)).map(|share| share.0).map_err(|complaint| Complaint {
                    // As it was written.
                    message: complaint.message.replace(&percent, text).replace("the share", "the difference"),
                    help: complaint.help.replace("100%", "100 points"),
                    ..complaint
                })
            }
            (Kind::Share, None) if changes => Err(Share::unfit(raw)),
            (Kind::Share, None) => Share::read(raw).map(|share| share.0),
            (Kind::Share, Some(_)) => Err(Share::unfit(raw)),
            (Kind::Time, _) => Duration::read(raw).map(|duration| duration.0),
            (Kind::Hours, _) if matches!(raw, Raw::Text(_)) => Duration::read(raw).map(|duration| duration.0 / 3600.0),
            (Kind::Hours | Kind::Count, _) => Number::read(raw).map(|number| number.0),
        };
        match read {
            Ok(bound) => Some(bound),
            Err(complaint) => {
                let is = kind.is();
                let wrong_unit = complaint.code == "wrong-type";
                let (code, message) = if wrong_unit {
                    ("wrong-unit".to_owned(), format!("`{text}` is no bound of `{name}`, which is {is}"))
                } else {
                    (complaint.code, complaint.message)
                };
                let example = example(kind, changes);
                let help = match (kind, changes, share::number(raw)) {
                    (Kind::Share, true, Some((number, _))) => {
                        format!("write `{number} points`: whether `%` is of the share or of all would not be clear")
                    }
                    _ if wrong_unit => format!("write `{example}`"),
                    _ => complaint.help,
                };
                let label = format!("expected a bound such as `{example}`");
                let problem = crate::scenario::diagnostic::Problem::error(code, message, places.of(part), label, help);
                self.problems.push(problem);
                None
            }
        }
    }
}
