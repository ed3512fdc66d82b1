//! How often the day is simulated: a number, or the precision of metrics that exist.

use super::{Check, Known};
use crate::scenario::field::{Field, Placed};
use crate::scenario::file::replications::{self as file, HalfWidth};
use crate::scenario::nearest::nearest;
use crate::scenario::resolved::{Goal, Replications, Span};

const MOST: u32 = 10_000_000;

/// What a metric can be asked of beside the whole center.
#[derive(Clone, Copy, PartialEq)]
enum Of {
    Nothing,
    Menus,
    Queues,
    Groups,
}

/// Every metric that can be a goal: its name, whether it is a share (or a time), and what else it can be asked of.
///
/// The scenario room knows nothing of measuring, so that these names stand here beside those of `measure::metric`:
/// a metric added there is added here too. Tests hold the two lists together (in `tests/scenario.rs` that every
/// metric of the whole center is here, in `experiment::goals` that every name here is one of its).
const METRICS: [(&str, bool, Of); 15] = [
    ("ivr_abandonment", true, Of::Menus),
    ("queue_abandonment", true, Of::Queues),
    ("total_abandonment", true, Of::Nothing),
    ("containment", true, Of::Nothing),
    ("blocking", true, Of::Nothing),
    ("wait_probability", true, Of::Queues),
    ("mean_wait", false, Of::Queues),
    ("average_speed_of_answer", false, Of::Queues),
    ("service_level", true, Of::Queues),
    ("handle_time", false, Of::Queues),
    ("occupancy", true, Of::Groups),
    ("time_in_ivr", false, Of::Nothing),
    ("zero_out", true, Of::Menus),
    ("misroutes", true, Of::Nothing),
    ("self_service_success", true, Of::Nothing),
];

impl Check {
    pub(super) fn replications(
        &mut self,
        replications: &Field<file::Replications>,
        known: &Known,
    ) -> Option<Replications> {
        match replications {
            Field::Broken => None,
            Field::Missing => {
                let default = if matches!(self.span, Some(Span::Steady { .. })) { 1 } else { 100 };
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
        let (name, part) = match metric.value.split_once('(') {
            Some((name, part)) => {
                let part = part.trim().strip_suffix(')').map(str::trim).filter(|part| !part.is_empty());
                if part.is_none() {
                    self.error(
                        "unknown-name",
                        format!("`{}` does not say what it is the metric of", metric.value),
                        metric.place,
                        "expected a name in brackets",
                        "write a metric of a part as `service_level(billing)`, of the whole center without brackets",
                    );
                    return None;
                }
                (name.trim(), part)
            }
            None => (metric.value.trim(), None),
        };
        let Some((_, share, of)) = METRICS.iter().find(|(known, ..)| *known == name) else {
            let names = METRICS.map(|(name, ..)| name);
            let (label, help) = if let Some(near) = nearest(name, names) {
                ("expected the name of a metric", format!("did you mean `{near}`?"))
            } else {
                let lines: Vec<String> = names.chunks(5).map(|some| format!("`{}`", some.join("`, `"))).collect();
                ("expected one of the metrics below", format!("use one of\n{}", lines.join(",\n")))
            };
            self.error("unknown-name", format!("there is no metric called `{name}`"), metric.place, label, help);
            return None;
        };
        if let Some(part) = part {
            let (names, what) = match of {
                Of::Menus => (&known.menus, "menu"),
                Of::Queues => (&known.queues, "queue"),
                Of::Groups => (&known.groups, "agent group"),
                Of::Nothing => {
                    self.error(
                        "unknown-name",
                        format!("`{name}` is a metric of the whole center only"),
                        metric.place,
                        "not of a part",
                        format!("write `{name}`"),
                    );
                    return None;
                }
            };
            self.refer(names, what, part, metric.place)?;
        }
        let (value, fits, example) = match half_width.value {
            HalfWidth::Share(value) => (value, *share, "2s"),
            HalfWidth::Time(value) => (value, !*share, "0.2 points"),
        };
        if !fits {
            self.error(
                "wrong-unit",
                format!("`{name}` is {}", if *share { "a share, not a time" } else { "a time, not a share" }),
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
