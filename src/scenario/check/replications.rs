//! How often the day is simulated: a number, or the precision of metrics that exist.

use super::{Check, Known};
use crate::scenario::field::{Field, Placed};
use crate::scenario::file::File;
use crate::scenario::file::replications::{self as file, HalfWidth};
use crate::scenario::resolved::{Goal, Replications, Span};

const MOST: u32 = 10_000_000;

impl Check {
    pub(super) fn replications(&mut self, file: &File, known: &Known) -> Option<Replications> {
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
                let mut goals = Some(Vec::new());
                for (metric, half_width) in named.value.pairs() {
                    let goal = half_width.and_then(|half_width| self.goal(metric, half_width, known));
                    goals = goals.zip(goal).map(|(mut goals, goal)| {
                        goals.push(goal);
                        goals
                    });
                }
                Some(Replications::Until { at_least: at_least?, at_most: at_most?, goals: goals? })
            }
        }
    }

    fn goal(&mut self, metric: &Placed<String>, half_width: &Placed<HalfWidth>, known: &Known) -> Option<Goal> {
        let share = self.metric(metric, known)?;
        let name = metric.value.split('(').next().unwrap_or_default().trim();
        let (value, fits, example) = match half_width.value {
            HalfWidth::Share(value) => (value, share, "2s"),
            HalfWidth::Time(value) => (value, !share, "0.2 points"),
        };
        if !fits {
            self.error(
                "wrong-unit",
                format!("`{name}` is {}", if share { "a share, not a time" } else { "a time, not a share" }),
                half_width.place,
                format!("expected a half-width such as `{example}`"),
                format!("write `{}: {example}`", metric.value),
            );
            return None;
        }
        let value = self.positive(value, half_width.place, "the half-width")?;
        Some(Goal { metric: metric.value.clone(), half_width: value })
    }
}
