//! How often the day is simulated: a number, or the precision of metrics that exist.

use super::Check;
use super::metrics::Kind;
use super::there::There;
use crate::scenario::field::{Field, Placed};
use crate::scenario::file::File;
use crate::scenario::file::replications::{self as file, HalfWidth};
use crate::scenario::resolved::{Goal, Replications, Span};

const MOST: u32 = 10_000_000;

impl Check {
    /// How often, without the precision that is asked for ([`Self::goals`]).
    pub(super) fn replications(&mut self, file: &File) -> Option<Replications> {
        let expects = !file.expect.is_missing();
        let steady = matches!(self.span, Some(Span::Steady { .. }));
        match &file.replications {
            Field::Broken => None,
            Field::Missing if expects && !steady => {
                self.assume("replications", "{at_least: 100, at_most: 1600}");
                Some(Replications::Until { at_least: 100, at_most: 1600, goals: Vec::new() })
            }
            Field::Missing => {
                let default = if steady { 1 } else { 100 };
                self.assume("replications", default.to_string());
                Some(Replications::Fixed(default))
            }
            Field::Given(Placed { value: file::Replications::Fixed(count), place }) => {
                self.count(count.0, *place, "replications", 1, MOST).map(Replications::Fixed)
            }
            Field::Given(Placed { value: file::Replications::Until(until), place }) => {
                let at_least = self.default(&until.at_least, "replications.at_least", 20, "20", |check, count| {
                    check.count(count.value.0, count.place, "replications at least", 2, MOST)
                });
                let at_most = self.default(&until.at_most, "replications.at_most", 10_000, "10000", |check, count| {
                    check.count(count.value.0, count.place, "replications at most", 2, MOST)
                });
                if let (Some(least), Some(most)) = (at_least, at_most)
                    && least > most
                {
                    self.error(
                        "out-of-order",
                        "`at_least` is more than `at_most`",
                        until.at_least.given().map_or(*place, |least| least.place),
                        format!("expected at most {most}"),
                        "lower `at_least` or raise `at_most`",
                    );
                }
                // Whoever expects something may leave it at that.
                if expects && until.until.is_missing() {
                    return Some(Replications::Until { at_least: at_least?, at_most: at_most?, goals: Vec::new() });
                }
                let example = "until: {ivr_abandonment: 0.2 points}";
                let named = self.required(&until.until, *place, "`replications`", "until", example)?;
                if named.value.entries.is_empty() {
                    self.error("empty-list", "no precision is asked for", named.place, "expected a metric", example);
                    return None;
                }
                Some(Replications::Until { at_least: at_least?, at_most: at_most?, goals: Vec::new() })
            }
        }
    }

    /// The precision that is asked for; none where the number is fixed.
    pub(super) fn goals(&mut self, file: &File, there: &There) -> Option<Vec<Goal>> {
        let Some(Placed { value: file::Replications::Until(until), .. }) = file.replications.given() else {
            return Some(Vec::new());
        };
        let mut goals = Some(Vec::new());
        for (metric, half_width) in until.until.given().into_iter().flat_map(|named| named.value.pairs()) {
            let goal = half_width.and_then(|half_width| self.goal(metric, half_width, there));
            goals = goals.zip(goal).map(|(mut goals, goal)| {
                goals.push(goal);
                goals
            });
        }
        goals
    }

    fn goal(&mut self, metric: &Placed<String>, half_width: &Placed<HalfWidth>, there: &There) -> Option<Goal> {
        let (subject, kind) = self.figure(metric, there)?;
        let value = match (kind, half_width.value) {
            (Kind::Share, HalfWidth::Share(value))
            | (Kind::Time, HalfWidth::Time(value))
            | (Kind::Hours | Kind::Count, HalfWidth::Number(value)) => Some(value),
            (Kind::Share, HalfWidth::Number(value)) if value <= 1.0 => Some(value),
            (Kind::Hours, HalfWidth::Time(seconds)) => Some(seconds / 3600.0),
            _ => None,
        };
        let Some(value) = value else {
            let example = match kind {
                Kind::Share => "0.2 points",
                Kind::Time => "2s",
                Kind::Hours => "2h",
                Kind::Count => "5",
            };
            let written = match half_width.value {
                HalfWidth::Share(_) => "a share",
                HalfWidth::Time(_) => "a time",
                HalfWidth::Number(_) => "a plain number",
            };
            self.error(
                "wrong-unit",
                format!("`{}` is {}, not {written}", subject.metric, kind.is()),
                half_width.place,
                format!("expected a half-width such as `{example}`"),
                format!("write `{}: {example}`", metric.value),
            );
            return None;
        };
        let half_width = self.positive(value, half_width.place, "the half-width")?;
        Some(Goal { subject, half_width })
    }
}

impl Replications {
    /// The same until this precision is reached; what is fixed in number has none.
    pub(super) fn until(self, goals: Vec<Goal>) -> Self {
        match self {
            Self::Until { at_least, at_most, .. } => Self::Until { at_least, at_most, goals },
            fixed @ Self::Fixed(_) => fixed,
        }
    }
}
