//! Steps: announcements, dialogues, opening hours, and digits to enter.

use super::Check;
use super::ivr::{Context, Tree};
use crate::scenario::diagnostic::Problem;
use crate::scenario::field::{Field, Named, Placed};
use crate::scenario::file::steps as file;
use crate::scenario::place::Place;
use crate::scenario::resolved::{Action, Collect, Condition, Prompt, ScheduleId, Span, Step, StepKind};

const MOST_DIGITS: u32 = 100;
const MOST_TRIES: u32 = 100;

impl Check {
    pub(super) fn steps(&mut self, steps: &Field<Named<file::Step>>, tree: &mut Tree) -> Option<Vec<Step>> {
        let Some(steps) = steps.given() else { return steps.is_missing().then(Vec::new) };
        let mut whole = true;
        let mut resolved = Vec::new();
        for (name, step) in steps.value.pairs() {
            match step.and_then(|step| self.step(name, step, tree)) {
                Some(step) => resolved.push(step),
                None => whole = false,
            }
        }
        whole.then_some(resolved)
    }

    fn step(&mut self, name: &Placed<String>, step: &Placed<file::Step>, tree: &mut Tree) -> Option<Step> {
        let owner = format!("the step `{}`", name.value);
        let Placed { value: file::Step { say, wait, when, collect, then, failed, barge_in }, place } = step;
        let then = self
            .required(then, *place, &owner, "then", "then: disconnect")
            .and_then(|then| self.action(then, Context::Elsewhere, tree));
        let failed_place = failed.given().map(|failed| failed.place);
        let failed_missing = failed.is_missing();
        let failed = failed.or(None, |failed| self.action(failed, Context::Elsewhere, tree).map(Some));
        let one = self.one_kind(&owner, &step.value, *place);
        if let (Some(at), true) = (failed_place, collect.is_missing()) {
            self.error(
                "misplaced-field",
                format!("{owner} cannot fail"),
                at,
                "only a step with `collect` fails",
                "remove `failed`",
            );
        }
        if let Some(barge_in) = barge_in.given()
            && barge_in.value
        {
            self.warning(
                "without-effect",
                "nobody cuts a step short in this version",
                barge_in.place,
                "expected `false`",
                "remove it; to let callers cut an announcement short, make it the `intro` of a menu",
            );
        }
        let say = say.given().and_then(|say| self.prompt(say, tree).map(StepKind::Say));
        let wait = wait.given().and_then(|wait| self.finite_law(wait, "a step").map(StepKind::Wait));
        let when = when.given().and_then(|when| self.when(&owner, when, tree));
        let collect =
            collect.given().and_then(|collect| self.collect(name, collect, failed_missing, failed.as_ref(), tree));
        one?;
        let kind = say.or(wait).or(when).or(collect);
        Some(Step { name: name.value.clone(), kind: kind?, then: then? })
    }

    /// Reports a step that does nothing, or several things at once.
    fn one_kind(&mut self, owner: &str, step: &file::Step, place: Place) -> Option<()> {
        let file::Step { say, wait, when, collect, .. } = step;
        let kinds = [place_of(say), place_of(wait), place_of(when), place_of(collect)];
        let given: Vec<Place> = kinds.iter().flatten().copied().collect();
        let any = !(say.is_missing() && wait.is_missing() && when.is_missing() && collect.is_missing());
        match given[..] {
            [_] => Some(()),
            [first, second, ..] => {
                self.problems.push(
                    Problem::error(
                        "one-of",
                        format!("{owner} does several things at once"),
                        second,
                        "a second one",
                        "keep one of `say`, `wait`, `when` and `collect`, and make the other a step of its own",
                    )
                    .with(first, "the first one"),
                );
                None
            }
            [] if any => None,
            [] => {
                self.error(
                    "missing-field",
                    format!("{owner} does nothing"),
                    place,
                    "expected `say`, `wait`, `when` or `collect` here",
                    "add what it does, such as `say: \"We are closed.\"`",
                );
                None
            }
        }
    }

    fn when(&mut self, owner: &str, when: &Placed<Vec<Field<file::When>>>, tree: &mut Tree) -> Option<StepKind> {
        if matches!(self.span, Some(Span::Steady { .. })) {
            self.error(
                "steady-by-clock",
                format!("{owner} asks for the time of day, but a steady run has none"),
                when.place,
                "expected no `when`",
                "lead the call where it goes while open, or write `day` instead of `steady`",
            );
        }
        if when.value.is_empty() {
            self.error(
                "empty-list",
                format!("{owner} asks for nothing"),
                when.place,
                "expected a condition such as `{open: office, then: main}`",
                "write at least one condition",
            );
            return None;
        }
        let mut branches = Some(Vec::new());
        for branch in &when.value {
            let resolved = branch.given().and_then(|branch| {
                let file::When { open, then } = &branch.value;
                let open = self.required(open, branch.place, "this condition", "open", "open: office");
                let open = open.and_then(|open| {
                    self.refer(&tree.known.schedules, "schedule", &open.value, open.place).map(ScheduleId)
                });
                let then = self
                    .required(then, branch.place, "this condition", "then", "then: main")
                    .and_then(|then| self.action(then, Context::Elsewhere, tree));
                Some((Condition::Open(open?), then?))
            });
            branches = branches.zip(resolved).map(|(mut branches, branch)| {
                branches.push(branch);
                branches
            });
        }
        branches.map(StepKind::When)
    }

    fn collect(
        &mut self,
        name: &Placed<String>,
        collect: &Placed<file::Collect>,
        failed_missing: bool,
        failed: Option<&Option<Action>>,
        tree: &mut Tree,
    ) -> Option<StepKind> {
        let path = format!("ivr.steps.{}.collect", name.value);
        let owner = format!("the step `{}`", name.value);
        let Placed { value: file::Collect { say, digits, per_digit, skip_if, look_up, valid, tries }, place } = collect;
        let prompt = say.or(Prompt::SILENCE, |say| self.prompt(say, tree));
        let digits = self
            .required(digits, *place, &owner, "digits", "digits: 8")
            .and_then(|digits| self.count(digits.value.0, digits.place, "digits", 1, MOST_DIGITS));
        let per_digit = self.duration(per_digit, &format!("{path}.per_digit"), 0.5);
        let look_up = self.duration(look_up, &format!("{path}.look_up"), 0.0);
        let valid = self.default(valid, &format!("{path}.valid"), 1.0, "100%", |_, valid| Some(valid.value.0));
        let fallible = valid.is_some_and(|valid| valid < 1.0);
        let tries = if tries.is_missing() && !fallible {
            Some(3)
        } else {
            self.default(tries, &format!("{path}.tries"), 3, "3", |check, tries| {
                check.count(tries.value.0, tries.place, "tries", 1, MOST_TRIES)
            })
        };
        if fallible && failed_missing {
            self.error(
                "missing-field",
                format!("{owner} does not say where a call goes when the tries are used up"),
                *place,
                "expected `failed` beside `collect`",
                "add `failed: {queue: ...}`, or `failed: disconnect`",
            );
            return None;
        }
        let skip_if_known = skip_if.or(false, |_| Some(true));
        Some(StepKind::Collect(Collect {
            prompt: prompt?,
            entry: f64::from(digits?) * per_digit?,
            look_up: look_up?,
            valid: valid?,
            tries: tries?,
            skip_if_known: skip_if_known?,
            failed: failed?.clone().unwrap_or(Action::Disconnect),
        }))
    }
}

fn place_of<T>(field: &Field<T>) -> Option<Place> {
    field.given().map(|placed| placed.place)
}
