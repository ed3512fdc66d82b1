//! The time that is simulated, opening hours, and values by clock time.

use super::Check;
use crate::scenario::diagnostic::Problem;
use crate::scenario::field::{Field, Named, Placed};
use crate::scenario::file::clock::{self, Clock};
use crate::scenario::file::{File, time};
use crate::scenario::place::Place;
use crate::scenario::resolved::{ByClock, Schedule, Span};

pub(super) const WHOLE_DAY: f64 = 86400.0;

impl Check {
    pub(super) fn span(&mut self, file: &File) -> Option<Span> {
        match (&file.day, &file.steady) {
            (Field::Given(day), Field::Given(steady)) => {
                self.problems.push(
                    Problem::error(
                        "one-of",
                        "`day` and `steady` exclude each other",
                        steady.place,
                        "a long run has no time of day",
                        "keep one of the two",
                    )
                    .with(day.place, "the day"),
                );
                None
            }
            (Field::Missing, Field::Missing) => {
                self.assume("day", "from 00:00 to 24:00");
                Some(Span::Day { from: 0.0, to: WHOLE_DAY })
            }
            (Field::Given(day), _) => self.day(day),
            (_, Field::Given(steady)) => self.steady(steady),
            _ => None,
        }
    }

    fn day(&mut self, day: &Placed<time::Day>) -> Option<Span> {
        let time::Day { from, to } = &day.value;
        let begin = self.default(from, "day.from", 0.0, "00:00", |_, from| Some(from.value.0))?;
        let end = self.default(to, "day.to", WHOLE_DAY, "24:00", |_, to| Some(to.value.0))?;
        if begin < end {
            return Some(Span::Day { from: begin, to: end });
        }
        let message = if begin == end { "the day ends when it begins" } else { "the day ends before it begins" };
        self.error(
            "out-of-order",
            message,
            to.given().map_or(day.place, |to| to.place),
            format!("expected a time after {}", clock::show(begin)),
            "a day that passes midnight is not simulated by this version: split it in two files",
        );
        None
    }

    fn steady(&mut self, steady: &Placed<time::Steady>) -> Option<Span> {
        let time::Steady { length, warm_up } = &steady.value;
        let length = self
            .required(length, steady.place, "`steady`", "length", "length: 1000h")
            .and_then(|length| self.positive(length.value.0, length.place, "the length"));
        let warm_up = match warm_up {
            Field::Missing => {
                self.assume("steady.warm_up", "found automatically");
                Some(None)
            }
            Field::Broken => None,
            Field::Given(warm_up) => {
                if length.is_some_and(|length| warm_up.value.0 >= length) {
                    self.error(
                        "out-of-order",
                        "the warm-up leaves nothing of the run",
                        warm_up.place,
                        "expected a duration shorter than `length`",
                        "shorten the warm-up or lengthen the run",
                    );
                }
                Some(Some(warm_up.value.0))
            }
        };
        Some(Span::Steady { length: length?, warm_up: warm_up? })
    }

    pub(super) fn schedules(&mut self, schedules: &Field<Named<time::Schedule>>) -> Option<Vec<Schedule>> {
        let Some(schedules) = schedules.given() else { return schedules.is_missing().then(Vec::new) };
        let mut resolved = Vec::new();
        let mut whole = true;
        for (name, schedule) in schedules.value.pairs() {
            match schedule.and_then(|schedule| self.schedule(name, schedule)) {
                Some(schedule) => resolved.push(schedule),
                None => whole = false,
            }
        }
        whole.then_some(resolved)
    }

    fn schedule(&mut self, name: &Placed<String>, schedule: &Placed<time::Schedule>) -> Option<Schedule> {
        let owner = format!("the schedule `{}`", name.value);
        let time::Schedule { open, close } = &schedule.value;
        let open = self.required(open, schedule.place, &owner, "open", "open: \"08:00\"");
        let close = self.required(close, schedule.place, &owner, "close", "close: \"20:00\"");
        let (open, close) = (open?, close?);
        if open.value.0 >= close.value.0 {
            self.error(
                "out-of-order",
                format!("{owner} closes before it opens"),
                close.place,
                format!("expected a time after {}", clock::show(open.value.0)),
                "hours that pass midnight are two schedules, asked for one after the other",
            );
            return None;
        }
        self.in_day(open.value.0, close.value.0, open.place);
        Some(Schedule { name: name.value.clone(), open: open.value.0, close: close.value.0 })
    }

    /// A value by clock time; `meaning` gives what each value means.
    pub(super) fn by_clock<T, U: PartialEq>(
        &mut self,
        value: &Placed<clock::ByClock<T>>,
        what: &str,
        mut meaning: impl FnMut(&mut Self, &Placed<T>) -> Option<U>,
    ) -> Option<ByClock<U>> {
        let named = match &value.value {
            clock::ByClock::Always(value) => {
                let value = value.given().and_then(|value| meaning(self, value))?;
                return Some(ByClock { steps: vec![(0.0, value)] });
            }
            clock::ByClock::Steps(named) => named,
        };
        if matches!(self.span, Some(Span::Steady { .. })) {
            self.error(
                "steady-by-clock",
                format!("{what} change with the time of day, but a steady run has none"),
                value.place,
                "expected one value",
                "write one value, or `day` instead of `steady`",
            );
            return None;
        }
        if named.entries.is_empty() {
            self.error(
                "empty-list",
                format!("there are no {what} here"),
                value.place,
                "expected values by clock time such as `{\"08:00\": 12}`",
                "write at least one value",
            );
            return None;
        }
        let mut whole = true;
        let mut steps: Vec<(f64, Place, U)> = Vec::new();
        for (time, value) in &named.entries {
            let value = value.given().and_then(|value| meaning(self, value));
            match (time.given(), value) {
                (Some(Placed { value: Clock(time), place }), Some(value)) => steps.push((*time, *place, value)),
                _ => whole = false,
            }
        }
        steps.sort_by(|a, b| a.0.total_cmp(&b.0));
        for index in 0..steps.len() {
            let (time, place, _) = steps[index];
            let until = steps.get(index + 1).map_or(f64::INFINITY, |next| next.0);
            if time == until {
                let again = steps[index + 1].1;
                self.problems.push(
                    Problem::error(
                        "duplicate-key",
                        format!("{} is given twice", clock::show(time)),
                        again,
                        "given again here",
                        "remove one of the two",
                    )
                    .with(place, "given first here"),
                );
                whole = false;
            } else {
                self.in_day(time, until, place);
            }
        }
        whole.then(|| ByClock { steps: steps.into_iter().map(|(time, _, value)| (time, value)).collect() })
    }
}
