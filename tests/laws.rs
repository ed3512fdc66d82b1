//! Laws that hold in every scenario: the books balance, threads and orders do not show.
//!
//! | the law | the test |
//! | --- | --- |
//! | every contact ends in exactly one outcome (2) | `the_books_balance_and_agree_with_a_recount` |
//! | in the order of time or not, the same happens (8) | `an_ordered_observer_sees_the_same` |
//! | the same bytes on any number of threads (8, 9) | `threads_do_not_show` |
//! | a replication is the same alone and among all, in a used engine and a fresh one | `a_replication_is_a_function_of_its_number` |
//! | the order of the file does not matter where it means nothing | `the_order_of_the_file_does_not_show` |
//! | an unused queue does nothing | `an_unused_queue_changes_nothing` |
//!
//! That callers keep their identity (8) has a file of its own, `callers.rs`.

mod common;

use common::generator::center;
use common::{Answer, Call, QueueVisit, Told, counted, json_on, load, scenario, tally, told, windows};
use hangup::center::{Engine, Event, Model, Outcome, Place};
use hangup::experiment::{Settings, run};
use hangup::measure::metric::{INTERVAL, OVERALL};
use hangup::measure::{MenuTally, Recorder, Tally};
use hangup::scenario::resolved::{Scenario, Span};
use proptest::prelude::*;
use serde_json::Value;

/// Everything that happened to contacts that arrived before the close, in one order.
fn happened<const ORDERED: bool>(told: &Told<ORDERED>, close: f64) -> Vec<String> {
    let inside = told.events.iter().filter(|(_, contact, _)| contact.arrived < close);
    let mut happened: Vec<String> = inside.map(|event| format!("{event:?}")).collect();
    happened.sort_unstable();
    happened
}

/// Within 20 s, with a microsecond for the rounding of clock times.
const IN_TIME: f64 = 20.0 + 1e-6;

proptest! {
    #![proptest_config(common::cases(96))]

    #[test]
    fn the_books_balance_and_agree_with_a_recount(center in center()) {
        let scenario = scenario(&center.yaml());
        let tally = tally(&scenario, 3);
        let told = told::<false>(&scenario, 3);
        recount(&scenario, &told, &tally)?;
    }

    #[test]
    fn an_ordered_observer_sees_the_same(center in center()) {
        let scenario = scenario(&center.yaml());
        let close = counted(&scenario).1;
        let unordered = told::<false>(&scenario, 0);
        let ordered = told::<true>(&scenario, 0);
        prop_assert!(ordered.events.windows(2).all(|two| two[0].0 <= two[1].0), "time goes back");
        let (a, b) = (happened(&unordered, close), happened(&ordered, close));
        for (a, b) in a.iter().zip(&b) {
            prop_assert_eq!(a, b);
        }
        prop_assert_eq!(a.len(), b.len());
        for group in 0..scenario.groups.len() {
            if !center.steady {
                prop_assert!(common::same(unordered.staffed(group), ordered.staffed(group)));
            }
        }
        // Every call's own events come in the order of its life.
        for call in ordered.calls().iter().filter(|call| call.arrived() < close) {
            prop_assert_eq!(call.events[0], (call.arrived(), Event::Arrived));
            prop_assert!(matches!(call.events.last(), Some((_, Event::Ended(_)))));
        }
    }

    #[test]
    fn the_order_of_the_file_does_not_show(center in center(), order in 1_usize..12) {
        let (one, other) = (load(&center.yaml()), load(&center.written(order)));
        prop_assert_eq!(figures(&one), figures(&other));
    }

    #[test]
    fn an_unused_queue_changes_nothing(center in center(), place in 0_usize..3, named in prop::collection::vec(0_usize..4, 3)) {
        let mut more = center.clone();
        more.queues.insert(place.min(more.queues.len()), ("unused".into(), "{talk: 1m, after_call_work: 0s}".into()));
        // Some groups serve it too, before or after the others.
        for ((_, _, queues), at) in more.groups.iter_mut().zip(named) {
            if at <= queues.len() {
                queues.insert(at, "unused".into());
            }
        }
        let mut figures_more = figures(&load(&more.yaml()));
        remove(&mut figures_more, "unused");
        prop_assert_eq!(figures(&load(&center.yaml())), figures_more);
    }
}

proptest! {
    #![proptest_config(common::cases(24))]

    #[test]
    fn threads_do_not_show(center in center()) {
        let loaded = load(&center.yaml());
        let one = json_on(1, &loaded);
        prop_assert_eq!(&one, &json_on(2, &loaded));
        prop_assert_eq!(&one, &json_on(3, &loaded));
    }

    #[test]
    fn a_replication_is_a_function_of_its_number(center in center()) {
        let scenario = scenario(&center.yaml());
        let model = Model::new(&scenario);
        let mut engine = Engine::new(&model).unwrap();
        let mut total = Tally::new(&scenario, windows(&scenario, &model).intervals().1);
        for replication in 0..7 {
            let mut recorder = Recorder::following_ivr(&scenario, windows(&scenario, &model));
            common::live(&mut engine, replication, &mut recorder);
            let used = recorder.tallies()[0].clone();
            prop_assert_eq!(&used, &tally(&scenario, replication), "in a fresh engine");
            let alone = run(&scenario, &Settings { replication: Some(replication), ..Settings::default() }, |_, _| {}).unwrap();
            prop_assert_eq!(alone.replications, 1);
            prop_assert_eq!(&alone.total, &used, "alone");
            total.merge(&used);
        }
        let all = common::results(&scenario);
        prop_assert_eq!(all.replications, 7);
        prop_assert_eq!(&all.total.outcomes, &total.outcomes);
        prop_assert_eq!(&all.total.queues.iter().map(|queue| queue.queued).collect::<Vec<_>>(), &total.queues.iter().map(|queue| queue.queued).collect::<Vec<_>>());
        prop_assert!(common::same(all.total.ivr_seconds, total.ivr_seconds));
    }
}

// ---- figures ----

/// The JSON result without what names the file, its maps in one order.
fn figures(loaded: &hangup::scenario::Loaded) -> Value {
    let mut figures = common::json_of(loaded);
    for name in ["scenario_hash", "assumptions"] {
        figures.as_object_mut().unwrap().remove(name);
    }
    sorted(&figures)
}

fn sorted(value: &Value) -> Value {
    match value {
        Value::Object(map) => {
            let mut entries: Vec<_> = map.iter().map(|(name, value)| (name.clone(), sorted(value))).collect();
            entries.sort_by(|a, b| a.0.cmp(&b.0));
            Value::Object(entries.into_iter().collect())
        }
        Value::Array(values) => values.iter().map(sorted).collect(),
        // The sums of the whole center are taken in the file's order: the sixth digit may be rounded either way.
        Value::Number(number) => number.as_f64().map_or(value.clone(), |x| format!("{x:.4e}").into()),
        _ => value.clone(),
    }
}

fn remove(value: &mut Value, name: &str) {
    match value {
        Value::Object(map) => {
            map.remove(name);
            map.values_mut().for_each(|value| remove(value, name));
        }
        Value::Array(values) => values.iter_mut().for_each(|value| remove(value, name)),
        _ => {}
    }
}

// ---- the recount ----

#[allow(clippy::too_many_lines)] // one line for each thing that is counted
/// Counts again, from what happened to each contact, what the recorder counted; plainly, and in another way.
fn recount<const ORDERED: bool>(scenario: &Scenario, told: &Told<ORDERED>, tally: &Tally) -> Result<(), TestCaseError> {
    let (from, to) = counted(scenario);
    let mut calls = told.calls();
    calls.retain(|call| call.arrived() >= from && call.arrived() < to);
    let how_many = |what: &dyn Fn(&Call) -> bool| calls.iter().filter(|call| what(call)).count() as u64;
    let seconds = |what: &dyn Fn(&Call) -> f64| calls.iter().map(what).sum::<f64>();
    let entered = |call: &Call| call.events.iter().any(|(_, event)| *event == Event::EnteredIvr);

    prop_assert_eq!(tally.arrived, calls.len() as u64);
    for outcome in Outcome::ALL {
        prop_assert_eq!(tally.outcome(outcome), how_many(&|call| call.outcome() == outcome), "{}", outcome.name());
    }
    prop_assert_eq!(tally.entered_ivr, how_many(&|call| entered(call)));
    prop_assert_eq!(tally.zeroed_out, how_many(&|call| entered(call) && call.ivr().2));
    let in_ivr = seconds(&|call| if entered(call) { call.ivr_seconds() } else { 0.0 });
    prop_assert!(common::same(tally.ivr_seconds, in_ivr));

    // The abandoned calls in the IVR, by place.
    let gave_up = |place: Place| how_many(&|call| entered(call) && call.ivr().1 == Some(place));
    prop_assert_eq!(tally.greeting.entered, tally.entered_ivr);
    prop_assert_eq!(tally.greeting.abandoned, gave_up(Place::Greeting));
    let abandoned = tally.outcome(Outcome::AbandonedInIvr);
    prop_assert_eq!(
        tally.greeting.abandoned + tally.levels.iter().map(|level| level.abandoned).sum::<u64>(),
        abandoned
    );
    // A menu that only offers languages is part of the greeting, and has a row of its own all the same.
    let is_level = |menu: usize| scenario.ivr.as_ref().is_some_and(|ivr| !ivr.only_offers_languages(menu));
    let (levels, others): (Vec<_>, Vec<_>) = tally.menus.iter().enumerate().partition(|(menu, _)| is_level(*menu));
    let hung_up = |menus: Vec<(usize, &MenuTally)>| menus.iter().map(|(_, menu)| menu.abandoned).sum::<u64>();
    prop_assert_eq!(tally.greeting.abandoned + hung_up(levels), abandoned);
    prop_assert!(hung_up(others) <= tally.greeting.abandoned);
    for (index, level) in tally.levels.iter().enumerate() {
        let there = |call: &Call| call.visits().iter().any(|visit| visit.level as usize == index + 1);
        prop_assert_eq!(level.entered, how_many(&there));
        prop_assert!(level.abandoned <= level.entered);
    }
    for (index, menu) in tally.menus.iter().enumerate() {
        let visits: Vec<_> = calls.iter().flat_map(Call::visits).filter(|visit| visit.menu.index() == index).collect();
        prop_assert_eq!(menu.entered, visits.len() as u64);
        prop_assert_eq!(menu.no_inputs, visits.iter().map(|visit| u64::from(visit.no_inputs)).sum::<u64>());
        prop_assert_eq!(menu.no_matches, visits.iter().map(|visit| u64::from(visit.no_matches)).sum::<u64>());
        prop_assert!(menu.abandoned <= menu.entered);
        if !is_level(index) {
            prop_assert_eq!(menu.abandoned, visits.iter().filter(|visit| visit.hung_up.is_some()).count() as u64);
        }
    }

    // The queues, by visit: by the queue it was handed to, whoever answers.
    prop_assert_eq!(tally.misrouted, how_many(&|call| call.answer().is_some_and(|answer| answer.misrouted)));
    let all_visits: Vec<QueueVisit> = calls.iter().flat_map(Call::queue_visits).collect();
    for (index, queue) in tally.queues.iter().enumerate() {
        let visits: Vec<QueueVisit> = all_visits.iter().filter(|visit| visit.queue == index).copied().collect();
        let answers: Vec<Answer> = visits.iter().filter_map(|visit| visit.answer).collect();
        let number = |what: &dyn Fn(&QueueVisit) -> bool| visits.iter().filter(|visit| what(visit)).count() as u64;
        prop_assert_eq!(queue.queued, visits.len() as u64);
        prop_assert_eq!(queue.answered, answers.len() as u64);
        prop_assert_eq!(queue.abandoned, number(&|visit| visit.gave_up.is_some()));
        prop_assert_eq!(queue.queued, queue.answered + queue.abandoned);
        prop_assert_eq!(queue.waited, number(&|visit| visit.waited() > 0.0));
        let elsewhere = |answer: &&Answer| answer.from != index;
        prop_assert_eq!(queue.answered_elsewhere, answers.iter().filter(elsewhere).count() as u64);
        prop_assert_eq!(queue.transferred, answers.iter().filter(|answer| answer.transfer.is_some()).count() as u64);
        let sum = |of: &dyn Fn(&Answer) -> f64| answers.iter().map(of).sum::<f64>();
        let waited = visits.iter().map(QueueVisit::waited).sum();
        prop_assert!(common::same(queue.waited_seconds, waited));
        prop_assert!(common::same(queue.answered_waited_seconds, sum(&|answer| answer.waited)));
        prop_assert!(common::same(queue.talk_seconds, sum(&|answer| answer.talk)));
        prop_assert!(common::same(queue.work_seconds, sum(&|answer| answer.work)));
        let each = visits.iter().map(|visit| judged(scenario, index, visit.waited(), visit.answer.is_some()));
        prop_assert_eq!((queue.in_time, queue.in_time_of), total(each));
    }
    let of_center =
        |name: &str| (OVERALL.iter().find(|metric| metric.name == name).expect("a metric of the center").ratio)(tally);
    for (name, expected) in by_contact(scenario, &calls) {
        let found = of_center(name);
        prop_assert!(same_ratio(found, expected), "{}: {:?}, not {:?}", name, found, expected);
    }

    // The agents: nobody works but on duty, nor on two calls at once.
    let steady = matches!(scenario.span, Span::Steady { .. });
    for (index, group) in tally.groups.iter().enumerate() {
        let answered = calls.iter().flat_map(Call::answers).filter(|answer| answer.group == index).count() as u64;
        prop_assert_eq!(group.answered, answered);
        let within = |a: f64, b: f64| if steady { (b.min(to) - a.max(from)).max(0.0) } else { b - a };
        let all = told.calls();
        let mut busy: Vec<(u32, f64, f64)> = all
            .iter()
            .flat_map(Call::answers)
            .filter(|answer| answer.group == index)
            .map(|answer| (answer.agent, answer.time, answer.time + answer.talk + answer.work))
            .collect();
        let sum: f64 = busy.iter().map(|&(_, start, end)| within(start, end)).sum();
        prop_assert!(common::same(group.busy_seconds, sum));
        let of_group = |duty: &&hangup::center::Duty| duty.group.index() == index;
        let staffed: f64 = told
            .duties
            .iter()
            .filter(of_group)
            .map(|duty| f64::from(duty.agents) * within(duty.from, duty.until))
            .sum();
        prop_assert!(common::same(group.staffed_seconds, staffed));
        prop_assert!(
            group.busy_seconds <= group.staffed_seconds * (1.0 + 1e-9) + 1e-6,
            "{} of {} s",
            group.busy_seconds,
            group.staffed_seconds
        );
        if let (true, [(_, count)]) = (steady, scenario.groups[index].count.steps.as_slice()) {
            prop_assert!(
                common::same(group.staffed_seconds, f64::from(*count) * (to - from)),
                "{} s",
                group.staffed_seconds
            );
        }
        busy.sort_by(|a, b| (a.0, a.1).partial_cmp(&(b.0, b.1)).unwrap());
        prop_assert!(
            busy.windows(2).all(|two| two[0].0 != two[1].0 || two[0].2 <= two[1].1 + 1e-9),
            "two calls at once"
        );
    }

    // Never more calls inside than lines.
    if let Some(lines) = scenario.lines {
        // Those whom nobody counts may still be inside when a steady run stops.
        let ends = |call: &Call| {
            call.events.iter().find_map(|(time, event)| matches!(event, Event::Ended(_)).then_some(*time))
        };
        let blocked = |call: &Call| call.events.iter().any(|(_, event)| *event == Event::Ended(Outcome::Blocked));
        let (refused, inside): (Vec<Call>, Vec<Call>) = told.calls().into_iter().partition(blocked);
        let inside: Vec<(f64, f64)> =
            inside.iter().map(|call| (call.arrived(), ends(call).unwrap_or(f64::INFINITY))).collect();
        let taken = |now: f64| inside.iter().filter(|&&(from, until)| from < now && now < until).count();
        for &(arrived, _) in &inside {
            prop_assert!(taken(arrived) < lines as usize);
        }
        // And whoever is blocked found all of them taken.
        for call in &refused {
            prop_assert_eq!(taken(call.arrived()), lines as usize);
        }
    }

    // The day's intervals hold all of it.
    if !tally.intervals.is_empty() {
        prop_assert_eq!(tally.intervals.iter().map(|interval| interval.arrived).sum::<u64>(), tally.arrived);
        for (index, interval) in tally.intervals.iter().enumerate() {
            let (begin, end) = windows(scenario, &Model::new(scenario)).interval_bounds(index);
            let mine = |call: &Call| call.arrived() >= begin && call.arrived() < end;
            prop_assert_eq!(interval.arrived, how_many(&mine));
            prop_assert_eq!(interval.entered_ivr, how_many(&|call| mine(call) && entered(call)));
            prop_assert_eq!(
                interval.abandoned_in_ivr,
                how_many(&|call| mine(call) && call.outcome() == Outcome::AbandonedInIvr)
            );
            let inside: Vec<Call> = calls.iter().filter(|call| mine(call)).cloned().collect();
            let visits: Vec<QueueVisit> = inside.iter().flat_map(Call::queue_visits).collect();
            for (queue, tally) in interval.queues.iter().enumerate() {
                let visits = || visits.iter().filter(|visit| visit.queue == queue);
                prop_assert_eq!(tally.queued, visits().count() as u64);
                prop_assert_eq!(tally.answered, visits().filter(|visit| visit.answer.is_some()).count() as u64);
                prop_assert_eq!(tally.abandoned, visits().filter(|visit| visit.gave_up.is_some()).count() as u64);
                prop_assert!(common::same(tally.waited_seconds, visits().map(QueueVisit::waited).sum()));
            }
            let expected = by_contact(scenario, &inside);
            for metric in INTERVAL {
                let found = (metric.ratio)(interval);
                if let Some((_, expected)) = expected.iter().find(|(name, _)| *name == metric.name) {
                    prop_assert!(same_ratio(found, *expected), "{}: {:?}, not {:?}", metric.name, found, expected);
                }
            }
            for (group, tally) in interval.groups.iter().enumerate() {
                let of_group = |duty: &&hangup::center::Duty| duty.group.index() == group;
                let within = |a: f64, b: f64| (b.min(end) - a.max(begin)).max(0.0);
                let staffed: f64 = told
                    .duties
                    .iter()
                    .filter(of_group)
                    .map(|duty| f64::from(duty.agents) * within(duty.from, duty.until))
                    .sum();
                prop_assert!(
                    common::same(tally.staffed_seconds, staffed),
                    "{} in {begin}..{end}, not {staffed}",
                    tally.staffed_seconds
                );
                let answers = calls.iter().flat_map(Call::answers).filter(|answer| answer.group == group);
                let busy: f64 =
                    answers.map(|answer| within(answer.time, answer.time + answer.talk + answer.work)).sum();
                prop_assert!(common::same(tally.busy_seconds, busy));
                let answers = || inside.iter().flat_map(Call::answers).filter(|answer| answer.group == group);
                prop_assert_eq!(tally.answered, answers().count() as u64);
                let seconds = answers().map(|answer| answer.talk + answer.work).sum();
                prop_assert!(common::same(tally.handled_seconds, seconds));
            }
        }
    }
    Ok(())
}

/// What a wait counts in a queue's service level, and in its denominator.
fn judged(scenario: &Scenario, queue: usize, waited: f64, answered: bool) -> (u64, u64) {
    let short = waited <= IN_TIME;
    let (good, of) = match format!("{:?}", scenario.queues[queue].target.formula).as_str() {
        "OfQueued" => (answered && short, true),
        "OfAnswered" => (answered && short, answered),
        "WithoutShortAbandons" => (answered && short, answered || !short),
        _ => (short, true),
    };
    (u64::from(good), u64::from(of))
}

fn total(pairs: impl Iterator<Item = (u64, u64)>) -> (u64, u64) {
    pairs.fold((0, 0), |(a, b), pair| (a + pair.0, b + pair.1))
}

fn same_ratio(a: (f64, f64), b: (f64, f64)) -> bool {
    common::same(a.0, b.0) && common::same(a.1, b.1)
}

/// The metrics of the whole center that count contacts, from what happened to each of these.
fn by_contact(scenario: &Scenario, calls: &[Call]) -> [(&'static str, (f64, f64)); 7] {
    let queued: Vec<(&Call, Vec<QueueVisit>)> =
        calls.iter().map(|call| (call, call.queue_visits())).filter(|(_, visits)| !visits.is_empty()).collect();
    let number = |what: &dyn Fn(&Call, &[QueueVisit]) -> bool| {
        queued.iter().filter(|(call, visits)| what(call, visits)).count() as f64
    };
    let seconds = |what: &dyn Fn(&QueueVisit) -> f64| {
        queued.iter().map(|(_, visits)| visits.iter().map(what).sum::<f64>()).sum::<f64>()
    };
    let of = queued.len() as f64;
    let reached = number(&|call, _| call.answer().is_some());
    let waited = |visits: &[QueueVisit]| visits.iter().map(QueueVisit::waited).sum::<f64>();
    let in_time =
        total(queued.iter().map(|(call, visits)| {
            judged(scenario, visits[0].queue, waited(visits), call.outcome() == Outcome::Served)
        }));
    let answered_wait = |visit: &QueueVisit| visit.answer.map_or(0.0, |answer| answer.waited);
    let handled = |visit: &QueueVisit| visit.answer.map_or(0.0, |answer| answer.talk + answer.work);
    [
        ("queue_abandonment", (number(&|call, _| call.outcome() == Outcome::AbandonedInQueue), of)),
        ("wait_probability", (number(&|_, visits| waited(visits) > 0.0), of)),
        ("mean_wait", (seconds(&QueueVisit::waited), of)),
        ("average_speed_of_answer", (seconds(&answered_wait), reached)),
        ("handle_time", (seconds(&handled), reached)),
        ("misroutes", (number(&|call, _| call.answer().is_some_and(|answer| answer.misrouted)), reached)),
        ("service_level", (in_time.0 as f64, in_time.1 as f64)),
    ]
}

/// Everybody comes at once to callers who wait, talks and works for whole minutes, and so finishes at the same time.
fn in_step(groups: &[&str]) -> Scenario {
    scenario(&format!(
        "version: 1\nday: {{from: \"07:30\", to: \"08:30\"}}\narrivals:\n  s0: {{per_hour: 20, queue: q0}}\n  s1: {{per_hour: 400, queue: q1}}\n\
         callers: {{patience: {{exponential: 20m}}}}\nqueues:\n  q0: {{talk: 60s, after_call_work: 60s}}\n  q1: {{talk: 120s, after_call_work: 0s}}\n\
         agents:\n{}",
        groups.concat()
    ))
}

const IN_STEP: [&str; 3] = [
    "  m: {count: {\"07:45\": 4}, queues: [q0, q1]}\n",
    "  z: {count: {\"07:45\": 3}, queues: [q1]}\n",
    "  a: {count: {\"07:45\": 5}, queues: [q1, q0]}\n",
];

#[test]
fn an_ordered_observer_sees_the_same_where_agents_finish_at_the_same_time() {
    let [m, z, a] = IN_STEP;
    for groups in [[m, z, a], [z, m, a], [a, z, m]] {
        let scenario = in_step(&groups);
        let (unordered, ordered) = (told::<false>(&scenario, 0), told::<true>(&scenario, 0));
        assert!(happened(&unordered, f64::INFINITY) == happened(&ordered, f64::INFINITY));
    }
}

#[test]
fn the_order_of_the_groups_does_not_show_where_agents_begin_at_the_same_time() {
    let by_group = |groups: &[&str]| {
        let scenario = in_step(groups);
        let group = |call: &Call| {
            call.answer().map(|answer| (scenario.groups[answer.group].name.clone(), answer.agent, answer.time))
        };
        told::<false>(&scenario, 0).calls().iter().map(|call| (call.who(), group(call))).collect::<Vec<_>>()
    };
    let [m, z, a] = IN_STEP;
    let expected = by_group(&[m, z, a]);
    for other in [[m, a, z], [z, m, a], [z, a, m], [a, m, z], [a, z, m]] {
        assert!(by_group(&other) == expected);
    }
}
