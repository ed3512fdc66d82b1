//! The right queue of an intent: where a caller who gets nothing wrong would come to.
//!
//! It is the first queue on the way of the fitting options, from the start through steps, menus and self-services (also
//! where these fail). Opening hours decide the way, so it is worked out once for every stretch of the day between them.

use super::wish::Wishes;
use crate::scenario::resolved::{Action, Condition, Ivr, QueueId, Schedule, StepKind};

/// The right queues of all kinds of callers: every intent in the first language, then in the next.
#[derive(Debug, Clone)]
pub(super) struct RightQueues {
    /// When each stretch of the day begins, the first at midnight.
    from: Vec<f64>,
    /// By stretch, then by kind; in a balanced tree the same for all.
    queues: Vec<Vec<Option<QueueId>>>,
}

impl RightQueues {
    /// Works out the right queue of every kind of caller.
    pub(super) fn new(ivr: &Ivr, wishes: &Wishes, schedules: &[Schedule], kinds: usize) -> Self {
        let conditions = ivr.steps.iter().flat_map(|step| match &step.kind {
            StepKind::When(branches) => &branches[..],
            _ => &[],
        });
        let hours = conditions.map(|(Condition::Open(schedule), _)| &schedules[schedule.index()]);
        let mut from: Vec<f64> = hours.flat_map(|hours| [hours.open, hours.close]).chain([0.0]).collect();
        from.sort_by(f64::total_cmp);
        from.dedup();
        let mut search = Search::new(ivr, wishes, schedules);
        let kinds = if ivr.balanced.is_some() { 1 } else { kinds };
        let queues = from.iter().map(|&time| (0..kinds).map(|kind| search.first_queue(kind, time)).collect());
        Self { queues: queues.collect(), from }
    }

    /// The right queue of this kind of caller for a call that arrives at this time.
    pub(super) fn of(&self, kind: usize, arrived: f64) -> Option<QueueId> {
        let stretch = self.from.partition_point(|&from| from <= arrived).max(1) - 1;
        let queues = &self.queues[stretch];
        *queues.get(kind).or(queues.first())?
    }
}

/// Follows the ways through a tree, one kind of caller and time of day after the other.
struct Search<'a> {
    ivr: &'a Ivr,
    wishes: &'a Wishes,
    schedules: &'a [Schedule],
    /// In which search each menu, step and self-service was last come through.
    menus: Vec<u32>,
    steps: Vec<u32>,
    services: Vec<u32>,
    searches: u32,
}

impl<'a> Search<'a> {
    fn new(ivr: &'a Ivr, wishes: &'a Wishes, schedules: &'a [Schedule]) -> Self {
        let [menus, steps, services] =
            [ivr.menus.len(), ivr.steps.len(), ivr.self_services.len()].map(|count| vec![0; count]);
        Self { ivr, wishes, schedules, menus, steps, services, searches: 0 }
    }

    fn first_queue(&mut self, kind: usize, time: f64) -> Option<QueueId> {
        self.searches += 1;
        let ivr = self.ivr;
        let new = |seen: &mut u32| std::mem::replace(seen, self.searches) != self.searches;
        // The next to follow is the last.
        let mut open = vec![&ivr.start];
        while let Some(action) = open.pop() {
            match action.onward() {
                Action::Queue(queue) => return Some(*queue),
                Action::Menu(menu) if new(&mut self.menus[menu.index()]) => {
                    let options = &ivr.menus[menu.index()].options;
                    let own = self.wishes.own(menu.index(), kind).rev();
                    open.extend(own.map(|position| &options[position as usize].then));
                }
                Action::Step(step) if new(&mut self.steps[step.index()]) => {
                    let step = &ivr.steps[step.index()];
                    match &step.kind {
                        StepKind::When(branches) => {
                            let holds = |(Condition::Open(schedule), _): &&(Condition, Action)| {
                                let hours = &self.schedules[schedule.index()];
                                hours.open <= time && time < hours.close
                            };
                            open.push(branches.iter().find(holds).map_or(&step.then, |(_, action)| action));
                        }
                        StepKind::Collect(collect) => open.extend([&collect.failed, &step.then]),
                        StepKind::Say(_) | StepKind::Wait(_) => open.push(&step.then),
                    }
                }
                Action::SelfService(service) if new(&mut self.services[service.index()]) => {
                    let service = &ivr.self_services[service.index()];
                    open.push(&service.failed);
                    open.extend(&service.then);
                }
                _ => {}
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::parse;

    /// The right queues of the intents `a` and `b` at eight and at twelve, by name.
    fn right(ivr: &str) -> [[Option<String>; 2]; 2] {
        let queues = "{one: {talk: 1m}, two: {talk: 1m}, three: {talk: 1m}}";
        let yaml = format!(
            "version: 1\nintents: {{a: 1, b: 1}}\narrivals: {{voice: {{per_hour: 1}}}}\ncallers: {{patience: 1m}}\n\
             schedules: {{office: {{open: \"09:00\", close: \"20:00\"}}}}\nqueues: {queues}\n\
             agents: {{team: {{count: 1, queues: [one, two, three]}}}}\nivr: {{{ivr}}}\n"
        );
        let scenario =
            parse("test.yaml", yaml, &[]).unwrap_or_else(|report| panic!("{}", report.render(false))).scenario;
        let ivr = scenario.ivr.as_ref().unwrap();
        let queues = RightQueues::new(ivr, &Wishes::new(ivr, 2, 1), &scenario.schedules, 2);
        let name = |queue: QueueId| scenario.queues[queue.index()].name.clone();
        [8.0, 12.0].map(|hour| [0, 1].map(|intent| queues.of(intent, 3600.0 * hour).map(name)))
    }

    fn named(names: [&str; 2]) -> [Option<String>; 2] {
        names.map(|name| (!name.is_empty()).then(|| name.to_owned()))
    }

    #[test]
    fn the_way_goes_through_steps_menus_and_self_services() {
        let ivr = "start: hello, steps: {hello: {say: 1s, then: main}}, menus: {\
            main: {options: [{key: 1, prompt: 1s, for: b, then: {self_service: {takes: 9s, failed: {queue: three}}}}, \
            {key: 2, prompt: 1s, then: inner}, {key: 3, prompt: 1s, then: {queue: one}}]}, \
            inner: {options: [{key: 1, prompt: 1s, then: back}, {key: 2, prompt: 1s, for: a, then: {queue: two}}]}}";
        assert_eq!(right(ivr), [named(["two", "three"]), named(["two", "three"])]);
    }

    #[test]
    fn opening_hours_decide_and_some_intents_have_no_queue() {
        let ivr = "start: hours, steps: {hours: {when: [{open: office, then: day}], then: night}}, menus: {\
            day: {options: [{key: 1, prompt: 1s, for: a, then: {queue: one}}, {key: 2, prompt: 1s, for: b, then: disconnect}]}, \
            night: {options: [{key: 1, prompt: 1s, then: {queue: three}}, {key: 2, prompt: 1s, for: a, then: {queue: two}}]}}";
        assert_eq!(right(ivr), [named(["two", ""]), named(["one", ""])]);
    }

    #[test]
    fn success_is_followed_before_failure_and_going_round_ends() {
        let ivr = "start: ask, steps: {ask: {wait: 1s, then: {self_service: {takes: 1s, then: main, failed: {queue: one}}}}}, \
            menus: {main: {options: [{key: 1, prompt: 1s, for: a, then: {self_service: {takes: 1s, then: {queue: two}, failed: main}}}, \
            {key: 2, prompt: 1s, for: b, then: {self_service: {takes: 1s, success: 50%, failed: main}}}, {key: 3, prompt: 1s, then: {queue: three}}]}}";
        assert_eq!(right(ivr), [named(["two", "one"]), named(["two", "one"])]);
    }

    #[test]
    fn every_leaf_of_a_balanced_tree_leads_to_the_same() {
        let ivr =
            "balanced: {depth: 3, options: 2, prompt: 1s, then: {self_service: {takes: 9s, failed: {queue: two}}}}";
        assert_eq!(right(ivr), [named(["two", "two"]), named(["two", "two"])]);
    }
}
