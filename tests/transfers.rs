//! Misroutes, to the second: the short talk, the transfer, the second wait, and what of it counts for whom.
//!
//! | the line | the tests |
//! | --- | --- |
//! | a misroute costs the agent a short handling time and is transferred | `two_queues_*`, `an_idle_agent_*` |
//! | the clock stops at the answer; after a transfer it goes on | `two_queues_*`, `errors_go_on_*` |
//! | who is misrouted, and where to | `in_a_balanced_tree_*`, `the_right_queue_*`, `an_intent_*`, `the_same_queue_*`, `an_overflow_*` |
//! | the line stays held; who is inside at close is served | `a_line_*`, `the_last_people_*` |
//! | the center counts contacts, a queue counts visits | `the_center_*`, `the_books_*` |
//! | an assumption only where it matters | `what_a_misroute_takes_*` |
//!
//! That books balance, order and threads do not show, and all of it agrees with a recount, is in `laws.rs`.

mod common;

use common::{Call, assert_same, calls, json_of, load, same, scenario, tally};
use hangup::center::{Event, Outcome};
use hangup::scenario::resolved::Scenario;

/// Every caller wants `right` and takes the option before it, 3.5 s after arriving. Talks and works take constant times.
struct Center<'a> {
    per_hour: u32,
    patience: &'a str,
    /// What the wrong option and the right one lead to.
    leads: [&'a str; 2],
    /// More of each queue.
    queues: [&'a str; 2],
    /// How many people each queue has.
    agents: [&'a str; 2],
    more: &'a str,
}

const PLAIN: Center = Center {
    per_hour: 90,
    patience: "never",
    leads: ["{queue: wrong}", "{queue: right}"],
    queues: ["", ""],
    agents: ["1", "1"],
    more: "",
};

/// How long an agent talks to a misrouted caller, and to one who is right; and the work after the latter.
const SHORT: f64 = 30.0;
const TALK: f64 = 60.0;
const WORK: f64 = 15.0;
/// Until the wrong option has been pressed.
const IN_IVR: f64 = 3.5;

impl Center<'_> {
    fn yaml(&self) -> String {
        let Center { per_hour, patience, leads, queues, agents, more } = self;
        let intents = if more.contains("intents") { "" } else { "intents: {a: 1}" };
        let mistakes = if more.contains("mistakes") { "" } else { "wrong_option: 100%" };
        let (callers, more) = more.split_once('\n').map_or((*more, ""), |(callers, more)| (callers, more));
        let callers = if callers.is_empty() { format!(", mistakes: {{{mistakes}}}") } else { callers.to_owned() };
        format!(
            "version: 1\nday: {{from: \"00:00\", to: \"24:00\"}}\narrivals: {{voice: {{per_hour: {{\"00:00\": {per_hour}, \"01:00\": 0}}}}}}\n\
             {intents}\ncallers: {{patience: {patience}{callers}}}\n\
             ivr: {{menus: {{main: {{options: [{{key: 1, prompt: 2s, then: {}}}, {{key: 2, prompt: 2s, for: a, then: {}}}]}}}}}}\n\
             queues:\n  wrong: {{talk: 2m, after_call_work: 20s, misrouted: {SHORT}s{}}}\n  right: {{talk: {TALK}s, after_call_work: {WORK}s{}}}\n\
             agents:\n  w: {{count: {}, queues: [wrong]}}\n  r: {{count: {}, queues: [right]}}\n{more}\n",
            leads[0], leads[1], queues[0], queues[1], agents[0], agents[1]
        )
    }

    fn scenario(&self) -> Scenario {
        scenario(&self.yaml())
    }

    fn calls(&self) -> Vec<Call> {
        calls(&self.scenario())
    }
}

/// When a caller who joins a line of one agent is answered, if not too late.
fn answered(joined: f64, free: f64, patience: f64) -> Option<f64> {
    let at = joined.max(free);
    (at == joined || at < joined + patience).then_some(at)
}

#[test]
fn two_queues_in_a_row_with_one_clock_or_a_fresh_one() {
    // What is left of the patience when the caller comes to the first queue.
    for (patience, at_first) in [
        ("100s", 100.0 - IN_IVR),
        ("{ivr: never, queue: 100s}", 100.0),
        ("{ivr: 4s, queue: 150s}", 150.0),
        ("never", f64::INFINITY),
    ] {
        let (mut first_free, mut second_free) = (0.0, 0.0);
        let mut late = 0;
        for call in (Center { patience, ..PLAIN }).calls() {
            let joined = call.arrived() + IN_IVR;
            let visits = call.queue_visits();
            assert_same(visits[0].time, joined);
            assert_eq!(visits[0].queue, 0);
            let Some(first) = answered(joined, first_free, at_first) else {
                assert_same(visits[0].gave_up.unwrap(), at_first);
                assert_same(call.end().0, joined + at_first);
                assert_eq!((call.outcome(), visits.len()), (Outcome::AbandonedInQueue, 1));
                continue;
            };
            // No work follows, though the queue's own calls have some.
            first_free = first + SHORT;
            let answer = visits[0].answer.unwrap();
            assert_same(answer.time, first);
            assert_same(answer.waited, first - joined);
            assert_eq!((answer.talk, answer.work), (SHORT, 0.0));
            assert_eq!((answer.misrouted, answer.transfer, answer.earlier), (true, Some(1), None));
            let (transferred, from, to) = call.transferred().unwrap();
            assert_same(transferred, first + SHORT);
            assert_eq!((from, to), (0, 1));

            assert_same(visits[1].time, first + SHORT);
            assert_eq!((visits.len(), visits[1].queue), (2, 1));
            let left = at_first - answer.waited;
            let Some(second) = answered(first + SHORT, second_free, left) else {
                assert_same(visits[1].gave_up.unwrap(), left);
                assert_same(call.end().0, first + SHORT + left);
                assert_eq!(call.outcome(), Outcome::AbandonedInQueue);
                late += usize::from(answer.waited > 20.0 && left > 20.0);
                continue;
            };
            second_free = second + TALK + WORK;
            let last = visits[1].answer.unwrap();
            assert_same(last.time, second);
            assert_eq!((last.talk, last.work), (TALK, WORK));
            assert_eq!((last.misrouted, last.transfer), (false, None));
            let (queue, waited) = last.earlier.unwrap();
            assert_eq!(queue, 0);
            assert_same(waited, answer.waited);
            assert_same(call.end().0, second + TALK);
            assert_eq!(call.outcome(), Outcome::Served);
        }
        assert!(late > 5 || patience == "never", "{late} of {patience}");
    }
}

#[test]
fn an_idle_agent_answers_the_second_time_at_once() {
    for call in (Center { agents: ["500", "500"], ..PLAIN }).calls() {
        let kinds: Vec<&str> = call
            .events
            .iter()
            .filter_map(|(_, event)| match event {
                Event::Queued { .. } => Some("queued"),
                Event::Answered { .. } => Some("answered"),
                Event::Transferred { .. } => Some("transferred"),
                Event::Ended(Outcome::Served) => Some("served"),
                _ => None,
            })
            .collect();
        assert_eq!(kinds, ["queued", "answered", "transferred", "queued", "answered", "served"]);
        assert!(call.answers().iter().all(|answer| answer.waited == 0.0));
        assert_same(call.end().0, call.arrived() + IN_IVR + SHORT + TALK);
    }
}

#[test]
fn errors_go_on_to_speed_the_clock_after_the_transfer() {
    // The same callers hang up in the first queue, which has nobody yet, or in the second one: after the same time.
    let more = ", mistakes: {wrong_option: 100%, key_slip: 40%}, hazard: {ivr: 0.5, per_error: 3}";
    for patience in ["{weibull: {shape: 2, mean: 3m}}", "{ivr: never, queue: {exponential: 2m}}"] {
        let given_up = |agents: [&str; 2]| {
            let calls = Center { patience, agents, more, ..PLAIN }.calls();
            let waits = |call: &Call| call.queue_visits().iter().map(common::QueueVisit::waited).sum::<f64>();
            calls.iter().map(|call| (call.who(), call.outcome(), waits(call), call.answers().len())).collect::<Vec<_>>()
        };
        let late = "{\"23:00\": 1}";
        let first = given_up([late, late]);
        for second in [given_up(["500", late]), given_up(["{\"00:30\": 500}", late])] {
            let mut compared = 0;
            for (one, other) in first.iter().zip(&second) {
                assert_eq!((one.0, one.1), (other.0, other.1));
                assert!(same(one.2, other.2), "{one:?} {other:?}");
                compared += usize::from(other.3 == 1);
            }
            assert!(compared > 20);
        }
    }
}

#[test]
fn in_a_balanced_tree_every_wrong_leaf_is_a_misroute() {
    let scenario = common::with_ivr(
        "patience: never, mistakes: {wrong_option: 20%}",
        "defaults: {then: {queue: q}}, balanced: {depth: 2, options: 3, prompt: 1s, then: {self_service: {takes: 5s, success: 0%, failed: {queue: q}}}}",
        "intents: {a: 1, b: 1, c: 1, d: 1, e: 1, f: 1, g: 1, h: 1, i: 1}",
    );
    let (mut right, mut wrong) = (0, 0);
    let calls = calls(&scenario);
    for call in &calls {
        let answers = call.answers();
        let last = call.events.iter().rev().find_map(|(_, event)| match event {
            Event::PlayedMenu(play) => Some(*play),
            _ => None,
        });
        let last = last.unwrap();
        // Whoever has gone wrong on the way finds nothing fitting, and either takes something or nothing at all.
        let misrouted = last.pressed.is_some_and(|press| Some(press.option) != last.wanted);
        assert_eq!(answers[0].misrouted, misrouted);
        assert_eq!(answers[0].transfer, misrouted.then_some(0));
        assert_eq!(answers[0].talk, if misrouted { 30.0 } else { 10.0 });
        if misrouted {
            assert_eq!((answers.len(), answers[1].talk, answers[1].earlier), (2, 10.0, Some((0, 0.0))));
            wrong += 1;
        } else {
            assert_eq!(answers.len(), 1);
            right += 1;
        }
    }
    assert!(right > 20 && wrong > 20);
    let tally = tally(&scenario, 0);
    assert_eq!((tally.misrouted, tally.queues[0].transferred), (wrong, wrong));
    assert_eq!(tally.queues[0].queued, right + 2 * wrong);
}

#[test]
fn the_right_queue_may_lie_behind_a_self_service_that_fails() {
    let service = "{self_service: {takes: 40s, success: 90%, failed: {queue: right}}}";
    let calls = Center { leads: ["{queue: wrong}", service], agents: ["500", "500"], ..PLAIN }.calls();
    assert!(calls.iter().all(|call| call.transferred().is_some_and(|(_, from, to)| (from, to) == (0, 1))));
    // And the wrong one, too.
    let service = "{self_service: {takes: 40s, success: 90%, failed: {queue: wrong}}}";
    let calls = Center { leads: [service, "{queue: right}"], agents: ["500", "500"], ..PLAIN }.calls();
    assert!(calls.iter().all(|call| call.transferred().is_some_and(|(_, from, to)| (from, to) == (0, 1))));
}

#[test]
fn an_intent_without_a_queue_is_handled_where_it_comes() {
    for right in ["disconnect", "{self_service: {takes: 40s, failed: voicemail}}"] {
        let calls = Center { leads: ["{queue: wrong}", right], agents: ["500", "500"], ..PLAIN }.calls();
        for call in calls {
            let [answer] = call.answers()[..] else { panic!("one answer") };
            assert_eq!((answer.misrouted, answer.transfer, answer.talk, answer.work), (true, None, 120.0, 20.0));
            assert_same(call.end().0, answer.time + 120.0);
        }
    }
}

#[test]
fn the_same_queue_does_no_harm() {
    let calls = Center { leads: ["{queue: right}", "{queue: right}"], agents: ["500", "500"], ..PLAIN }.calls();
    for call in calls {
        let [answer] = call.answers()[..] else { panic!("one answer") };
        assert_eq!((answer.misrouted, answer.transfer, answer.talk, answer.work), (false, None, TALK, WORK));
    }
}

#[test]
fn an_overflow_to_the_right_queue_does_no_harm_either() {
    let center = Center {
        queues: [", overflow: {after: 10s, to: right}", ""],
        agents: ["{\"23:00\": 1}", "500"],
        patience: "1h",
        ..PLAIN
    };
    for call in center.calls() {
        let [answer] = call.answers()[..] else { panic!("one answer") };
        assert_eq!((answer.queue, answer.from, answer.misrouted, answer.talk), (0, 1, false, 120.0));
    }
    // Nor does one after the transfer bring another transfer.
    let center = Center {
        queues: ["", ", overflow: {after: 10s, to: wrong}"],
        agents: ["500", "{\"23:00\": 1}"],
        patience: "1h",
        ..PLAIN
    };
    for call in center.calls() {
        let [first, second] = call.answers()[..] else { panic!("two answers") };
        assert_eq!((first.queue, first.transfer), (0, Some(1)));
        assert_eq!((second.queue, second.from, second.misrouted, second.transfer), (1, 0, false, None));
        assert_same(second.waited, 10.0);
        assert_eq!(second.talk, TALK);
    }
}

#[test]
fn a_line_stays_held_through_the_transfer() {
    let mut free = 0.0;
    let mut blocked = 0;
    for call in (Center { more: "\nlines: 1", ..PLAIN }).calls() {
        if call.arrived() < free {
            assert_eq!(call.outcome(), Outcome::Blocked);
            blocked += 1;
        } else {
            // Only the second agent may have work left of the call before.
            let waited = call.answers()[1].waited;
            free = call.arrived() + IN_IVR + SHORT + waited + TALK;
            assert_same(call.end().0, free);
        }
    }
    assert!(blocked > 20);
}

#[test]
fn the_last_people_on_duty_come_back_for_whoever_is_transferred() {
    // The right queue's people go for good before many are transferred to it.
    let center = Center { per_hour: 400, agents: ["1", "{\"00:00\": 2, \"00:30\": 0}"], ..PLAIN };
    let yaml = center.yaml().replace("to: \"24:00\"", "to: \"01:00\"");
    let calls = calls(&scenario(&yaml));
    assert!(calls.iter().all(|call| call.outcome() == Outcome::Served));
    let late: Vec<&Call> = calls.iter().filter(|call| call.transferred().unwrap().0 > 1860.0).collect();
    assert!(late.len() > 100);
    assert!(late.iter().all(|call| call.answers()[1].time >= 3600.0));
    // Some are transferred after close, and served all the same.
    assert!(late.iter().any(|call| call.answers()[0].time > 3600.0));
}

/// A crowded center whose queues are held to different targets, as one replication.
fn crowded() -> String {
    let targets = [", target: {within: 60s}", ", target: {within: 5s, formula: of_answered}"];
    Center { queues: targets, per_hour: 110, patience: "150s", ..PLAIN }.yaml() + "replications: 1\n"
}

#[test]
fn the_center_counts_contacts_and_a_queue_counts_visits() {
    let json = json_of(&load(&crowded()));
    let calls = calls(&scenario(&crowded()));
    let metric = |of: &serde_json::Value, name: &str| of["metrics"][name]["mean"].as_f64().unwrap();
    let near = |name: &str, found: f64, expected: f64, within: f64| {
        assert!((found / expected - 1.0).abs() < within, "{name}: {found}, not {expected}");
    };
    let n = calls.len() as f64;
    let total = |call: &Call| call.queue_visits().iter().map(common::QueueVisit::waited).sum::<f64>();
    let share = |what: &dyn Fn(&Call) -> bool| calls.iter().filter(|call| what(call)).count() as f64 / n;
    let reached = share(&|call| call.answer().is_some());
    let served = |call: &Call| call.outcome() == Outcome::Served;
    near("mean_wait", metric(&json, "mean_wait"), calls.iter().map(total).sum::<f64>() / n, 1e-5);
    near("queue_abandonment", metric(&json, "queue_abandonment"), share(&|call| !served(call)), 1e-5);
    near("wait_probability", metric(&json, "wait_probability"), share(&|call| total(call) > 0.0), 1e-5);
    // By the first queue's target and formula.
    let in_time = share(&|call| served(call) && total(call) <= 60.0);
    near("service_level", metric(&json, "service_level"), in_time, 1e-5);
    let handled = |call: &Call| call.answers().iter().map(|answer| answer.talk + answer.work).sum::<f64>();
    let handle_time = calls.iter().map(handled).sum::<f64>() / n / reached;
    near("handle_time", metric(&json, "handle_time"), handle_time, 1e-5);
    assert_same(metric(&json, "misroutes"), 1.0);
    let quantile = |mut waits: Vec<f64>, p: f64| {
        waits.sort_by(f64::total_cmp);
        waits[(p * waits.len() as f64).ceil() as usize - 1]
    };
    for (name, p) in [("wait_p50", 0.5), ("wait_p80", 0.8), ("wait_p95", 0.95)] {
        near(name, metric(&json, name), quantile(calls.iter().map(total).collect(), p), 0.004);
    }

    let right = &json["queues"]["right"];
    let visits: Vec<_> = calls.iter().flat_map(Call::queue_visits).filter(|visit| visit.queue == 1).collect();
    let answers: Vec<_> = visits.iter().filter_map(|visit| visit.answer).collect();
    assert!(answers.len() < visits.len() && visits.len() < calls.len());
    assert_same(metric(right, "queued"), visits.len() as f64);
    let waits: Vec<f64> = visits.iter().map(common::QueueVisit::waited).collect();
    near("mean_wait", metric(right, "mean_wait"), waits.iter().sum::<f64>() / waits.len() as f64, 1e-5);
    near("wait_p80", metric(right, "wait_p80"), quantile(waits, 0.8), 0.004);
    let fast = answers.iter().filter(|answer| answer.waited <= 5.0).count();
    near("service_level", metric(right, "service_level"), fast as f64 / answers.len() as f64, 1e-5);
    assert_eq!(metric(right, "transferred"), 0.0);
    assert_same(metric(&json["queues"]["wrong"], "transferred"), 1.0);
    // The agents' time has both talks in it.
    near("handle_time", metric(&json["agents"]["w"], "handle_time"), SHORT, 1e-5);
    near("handle_time", metric(&json["agents"]["r"], "handle_time"), TALK + WORK, 1e-5);
}

#[test]
fn the_books_of_visits_and_of_contacts_agree() {
    let tally = tally(&scenario(&crowded()), 0);
    let [wrong, right] = tally.queues[..] else { panic!("two queues") };
    assert_eq!((wrong.transferred, right.transferred), (wrong.answered, 0));
    assert_eq!(right.queued, wrong.transferred);
    assert_eq!(wrong.abandoned + right.abandoned, tally.outcome(Outcome::AbandonedInQueue));
    assert_eq!(right.answered, tally.outcome(Outcome::Served));
    assert!(tally.balance().is_ok());
    for unbalance in [
        |tally: &mut hangup::measure::Tally| tally.queues[0].transferred -= 1,
        |tally: &mut hangup::measure::Tally| tally.queues[1].queued -= 1,
        |tally: &mut hangup::measure::Tally| tally.surplus.queued += 1,
    ] {
        let mut wrong = tally.clone();
        unbalance(&mut wrong);
        assert!(wrong.balance().is_err());
    }
}

#[test]
fn what_a_misroute_takes_is_assumed_only_where_somebody_can_be_misrouted() {
    let assumed = |yaml: &str| {
        let scenario = scenario(yaml);
        let paths = scenario.assumptions.iter().map(|assumption| assumption.path.clone());
        paths.filter(|path| path.ends_with(".misrouted")).collect::<Vec<_>>()
    };
    let yaml = PLAIN.yaml();
    assert_eq!(assumed(&yaml), ["queues.right.misrouted"], "the other one is written");
    let unwritten = yaml.replace(", misrouted: 30s", "");
    assert_eq!(assumed(&unwritten), ["queues.wrong.misrouted", "queues.right.misrouted"]);
    assert_eq!(scenario(&unwritten).queues, scenario(&yaml).queues);
    assert_eq!(assumed(&unwritten.replace("wrong_option: 100%", "key_slip: 1%")), Vec::<String>::new());
    assert_eq!(assumed(&unwritten.replace("then: {queue: wrong}", "then: voicemail")), Vec::<String>::new());
}
