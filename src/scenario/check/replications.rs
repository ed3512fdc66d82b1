//! How often the day is simulated: a number, or the precision of metrics that exist.

use super::Check;
use super::metrics::Kind;
use super::there::There;
use crate::scenario::field::{Field, Placed};
use crate::scenario::file::File;
use crate::scenario::file::number::Count;
use crate::scenario::file::replications::{self as file, HalfWidth};
use crate::scenario::place::Place;
use crate::scenario::resolved::{Goal, Replications, Span};

const MOST: u32 = 10_000_000;

/// From how many replications to how many is looked, where a precision is asked for.
const OF_GOALS: (u32, u32) = (20, 10_000);
/// The same where something is expected.
const OF_EXPECTATIONS: (u32, u32) = (100, 1600);

/// How often a day is simulated, by what is asked of it.
pub(super) struct HowOften {
    /// What the file says by itself.
    pub(super) alone: Replications,
    /// The same where something is expected of it, by the file or by who compares it.
    pub(super) judged: Replications,
}

impl HowOften {
    fn always(replications: Replications) -> Self {
        Self { alone: replications.clone(), judged: replications }
    }

    /// Looks without goals: taken where something is expected, and else no more than the first.
    fn looks((at_least, at_most): (u32, u32), expects: bool) -> Self {
        let judged = Replications::Until { at_least, at_most, goals: Vec::new() };
        Self { alone: if expects { judged.clone() } else { Replications::Fixed(at_least) }, judged }
    }

    /// The same until this precision is reached.
    pub(super) fn until(self, goals: &[Goal]) -> Self {
        let until = |replications| match replications {
            Replications::Until { at_least, at_most, .. } => {
                Replications::Until { at_least, at_most, goals: goals.to_vec() }
            }
            fixed @ Replications::Fixed(_) => fixed,
        };
        Self { alone: until(self.alone), judged: until(self.judged) }
    }
}

impl Check {
    /// How often, without the precision that is asked for ([`Self::goals`]).
    pub(super) fn replications(&mut self, file: &File) -> Option<HowOften> {
        let expects = !file.expect.is_missing();
        let steady = matches!(self.span, Some(Span::Steady { .. }));
        match &file.replications {
            Field::Broken => None,
            Field::Missing if steady => {
                self.assume("replications", "1");
                Some(HowOften::always(Replications::Fixed(1)))
            }
            Field::Missing => {
                let (at_least, at_most) = OF_EXPECTATIONS;
                let looks = format!("{{at_least: {at_least}, at_most: {at_most}}}");
                self.assume("replications", if expects { looks } else { at_least.to_string() });
                Some(HowOften::looks(OF_EXPECTATIONS, expects))
            }
            Field::Given(Placed { value: file::Replications::Fixed(count), place }) => {
                let count = self.count(count.0, *place, "replications", 1, MOST)?;
                Some(HowOften::always(Replications::Fixed(count)))
            }
            Field::Given(Placed { value: file::Replications::Until(until), place }) => {
                self.looks(until, *place, expects)
            }
        }
    }

    fn looks(&mut self, until: &file::Precision, place: Place, expects: bool) -> Option<HowOften> {
        let has_goals = !until.until.is_missing();
        let usual = if has_goals { OF_GOALS } else { OF_EXPECTATIONS };
        // Who gives one of the two has said nothing against it by leaving the other out.
        let given = |field: &Field<Count>| field.given().map(|count| count.value.0);
        let least = given(&until.at_most).map_or(usual.0, |most| usual.0.min(most));
        let most = given(&until.at_least).map_or(usual.1, |least| usual.1.max(least));
        let shown = least.to_string();
        let at_least = self.default(&until.at_least, "replications.at_least", least, &shown, |check, count| {
            check.count(count.value.0, count.place, "replications at least", 2, MOST)
        });
        let shown = most.to_string();
        let at_most = self.default(&until.at_most, "replications.at_most", most, &shown, |check, count| {
            check.count(count.value.0, count.place, "replications at most", 2, MOST)
        });
        if let (Some(least), Some(most)) = (at_least, at_most)
            && least > most
        {
            self.error(
                "out-of-order",
                "`at_least` is more than `at_most`",
                until.at_least.given().map_or(place, |least| least.place),
                format!("expected at most {most}"),
                "lower `at_least` or raise `at_most`",
            );
        }
        let (at_least, at_most) = at_least.zip(at_most)?;
        if let Some(named) = until.until.given() {
            if named.value.entries.is_empty() {
                let example = "until: {ivr_abandonment: 0.2 points}";
                self.error("empty-list", "no precision is asked for", named.place, "expected a metric", example);
                return None;
            }
            return Some(HowOften::always(Replications::Until { at_least, at_most, goals: Vec::new() }));
        }
        if has_goals {
            return None; // It cannot be read.
        }
        if !expects {
            self.assume(
                "replications.until",
                format!("nothing: {at_least} are run, and more where something is expected"),
            );
        }
        Some(HowOften::looks((at_least, at_most), expects))
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
