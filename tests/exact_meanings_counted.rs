//! Section 9 of the design ("Exact meanings"), what it says of queues, counts, steady runs, intervals and bytes:
//!
//! | the line | the tests |
//! | --- | --- |
//! | ringing is waiting; the clock stops at the answer | `the_clock_*` |
//! | a path that ends exactly at the patience is a hang-up, in the queue too | `an_overflow_at_*` |
//! | overflow is booked to the first queue | `an_overflow_is_*` |
//! | denominators | `every_metric_is_the_ratio_of_what_its_name_says`, `waits_of_zero_*`, `quantiles_*`, `blocked_*` |
//! | occupancy, overtime included; the last people on duty stay | `overtime_*`, `after_close_*`, `those_who_*` |
//! | nobody arrives after `to` (section 5); all is booked to the arrival | `nobody_*`, `intervals_*` |
//! | steady mode | `a_steady_run_*`, `a_warm_up_*` |
//! | intervals: pooled ratios, rule of three, looks | `a_ratio_*`, `no_event_*`, `looking_*` |
//! | the same bytes: six digits, no host, time or threads | `figures_*` |
//! | common random numbers (section 8) | `the_same_callers_*`, `the_talk_*` |
//!
//! That the bytes do not depend on threads, and the counts agree with a recount, is tested in `laws.rs` over generated
//! scenarios. The exit code of several results is the command's. What section 9 says of callers and the phone tree is in
//! `exact_meanings.rs`, with what is not simulated yet.

mod common;

use common::{Call, assert_same, calls, json_of, load, results, same, scenario, tally, told};
use hangup::center::{Engine, Model, Outcome};
use hangup::experiment::{Settings, run};
use hangup::measure::metric::{GROUP, OVERALL, QUEUE};
use hangup::measure::{GroupTally, QueueTally, Recorder, SelfServiceTally, Surplus, Tally, Windows, student_t};
use hangup::scenario::resolved::Scenario;
use serde_json::Value;

/// A center without a phone tree.
fn queue(day: &str, per_hour: &str, patience: &str, queue: &str, agents: &str) -> Scenario {
    scenario(&yaml(day, per_hour, patience, queue, agents))
}

fn yaml(day: &str, per_hour: &str, patience: &str, queue: &str, agents: &str) -> String {
    format!(
        "version: 1\n{day}\narrivals: {{voice: {{per_hour: {per_hour}, queue: q}}}}\ncallers: {{patience: {patience}}}\n\
         queues: {{q: {queue}}}\nagents: {{team: {{count: {agents}, queues: [q]}}}}\n"
    )
}

const HOUR: &str = "day: {from: \"00:00\", to: \"01:00\"}";

// ---- waiting ----

#[test]
fn the_clock_stops_at_the_answer() {
    let calls = calls(&queue(HOUR, "60", "10s", "{talk: 10m}", "3"));
    assert!(calls.iter().any(|call| call.outcome() == Outcome::Served));
    assert!(calls.iter().any(|call| call.outcome() == Outcome::AbandonedInQueue));
    for call in calls {
        match call.answer() {
            Some(answer) => {
                assert!(answer.waited < 10.0 && answer.talk == 600.0);
                assert_same(call.end().0, answer.time + 600.0);
            }
            None => assert_same(call.gave_up_after().unwrap(), 10.0),
        }
    }
}

/// Two queues: `q` overflows after this long to `r`, which has people; `q` has them only in the evening.
fn overflowing(after: &str, patience: &str) -> Scenario {
    scenario(&format!(
        "version: 1\nday: {{from: \"00:00\", to: \"24:00\"}}\narrivals: {{voice: {{per_hour: {{\"00:00\": 100, \"01:00\": 0}}, queue: q}}}}\n\
         callers: {{patience: {patience}}}\nqueues:\n  q: {{talk: 10s, overflow: {{after: {after}, to: r}}}}\n  r: {{talk: 500s}}\n\
         agents:\n  late: {{count: {{\"23:00\": 1}}, queues: [q]}}\n  others: {{count: 500, queues: [r]}}\n"
    ))
}

#[test]
fn an_overflow_at_the_very_end_of_patience_comes_too_late() {
    let late = calls(&overflowing("30s", "30s"));
    assert!(late.iter().all(|call| call.gave_up_after().is_some_and(|waited| same(waited, 30.0))));
    let in_time = calls(&overflowing("30s", "30.001s"));
    assert!(in_time.iter().all(|call| call.answer().is_some_and(|answer| same(answer.waited, 30.0))));
}

#[test]
fn an_overflow_is_booked_to_the_first_queue_with_where_it_was_answered() {
    let scenario = overflowing("30s", "10m");
    for call in calls(&scenario) {
        let answer = call.answer().unwrap();
        assert_eq!((answer.queue, answer.from, answer.group), (0, 1, 1));
        assert_eq!(answer.talk, 10.0, "it is a call of its own queue");
    }
    let tally = tally(&scenario, 0);
    let [first, second] = tally.queues[..] else { panic!() };
    assert_eq!((first.queued, first.answered, first.answered_elsewhere), (tally.arrived, tally.arrived, tally.arrived));
    assert_eq!(second, QueueTally::default());
    assert_same(first.waited_seconds, 30.0 * tally.arrived as f64);
}

#[test]
fn waits_of_zero_are_queued_but_did_not_wait() {
    let scenario = queue(HOUR, "60", "never", "{talk: 1m, after_call_work: 0s}", "1");
    let waits: Vec<f64> = calls(&scenario).iter().map(|call| call.answer().unwrap().waited).collect();
    let waited = waits.iter().filter(|&&wait| wait > 0.0).count() as u64;
    let queue = tally(&scenario, 0).queues[0];
    assert!(waited > 5 && waited < queue.queued);
    assert_eq!((queue.queued, queue.waited), (waits.len() as u64, waited));
    let json =
        json_of(&load(&(yaml(HOUR, "60", "never", "{talk: 1m, after_call_work: 0s}", "1") + "replications: 1\n")));
    let mean = waits.iter().sum::<f64>() / waits.len() as f64;
    assert!((json["metrics"]["mean_wait"]["mean"].as_f64().unwrap() / mean - 1.0).abs() < 1e-5, "of all queued");
    let share = waited as f64 / waits.len() as f64;
    assert!((json["metrics"]["wait_probability"]["mean"].as_f64().unwrap() / share - 1.0).abs() < 1e-5);
}

#[test]
fn quantiles_are_of_all_who_were_queued() {
    // Some do not wait, and more than a third of those who do hang up.
    let (patience, agents) = ("{uniform: {from: 0s, to: 1m}}", "2");
    let loaded = load(&(yaml(HOUR, "200", patience, "{talk: {exponential: 1m}}", agents) + "replications: 1\n"));
    let waited =
        |call: &Call| call.answer().map(|answer| answer.waited).or(call.gave_up_after()).expect("it was queued");
    let calls = calls(&loaded.scenario);
    let mut waits: Vec<f64> = calls.iter().map(waited).collect();
    waits.sort_by(f64::total_cmp);
    let answered = calls.iter().filter_map(Call::answer).count();
    assert!(answered < waits.len() - 20 && waits.iter().filter(|&&wait| wait == 0.0).count() > 20);
    let json = json_of(&loaded);
    for (name, p) in [("wait_p50", 0.5), ("wait_p80", 0.8), ("wait_p90", 0.9), ("wait_p95", 0.95)] {
        let exact = waits[(p * waits.len() as f64).ceil() as usize - 1];
        let found = json["metrics"][name]["mean"].as_f64().unwrap();
        assert!((found / exact - 1.0).abs() < 0.004, "{name}: {found}, expected {exact}");
        assert_eq!(json["queues"]["q"]["metrics"][name]["mean"], found);
    }
}

#[test]
fn blocked_calls_got_no_line_and_did_not_enter_the_ivr() {
    // One line, held until the end of the talk but not for the work after it.
    let yaml = format!(
        "version: 1\n{HOUR}\nlines: 1\narrivals: {{voice: {{per_hour: 60}}}}\ncallers: {{patience: never}}\n\
         ivr: {{greeting: 20s, start: {{queue: q}}}}\nqueues: {{q: {{talk: 40s, after_call_work: 30m}}}}\nagents: {{t: {{count: 99, queues: [q]}}}}\n"
    );
    let scenario = scenario(&yaml);
    let mut free = 0.0;
    let mut blocked = 0;
    for call in calls(&scenario) {
        if call.arrived() < free {
            assert_eq!(call.end(), (call.arrived(), Outcome::Blocked));
            assert_eq!(call.events.len(), 2, "it only arrives and ends");
            blocked += 1;
        } else {
            assert_eq!(call.outcome(), Outcome::Served);
            free = call.end().0;
            assert_same(free, call.arrived() + 60.0);
        }
    }
    let tally = tally(&scenario, 0);
    assert!(blocked > 10);
    assert_eq!((tally.outcome(Outcome::Blocked), tally.entered_ivr), (blocked, tally.arrived - blocked));
}

// ---- denominators ----

/// Every count another prime, so that no ratio can be taken for another.
fn primes() -> Tally {
    let queue = |scale: u64| QueueTally {
        queued: 101 * scale,
        waited: 103 * scale,
        answered: 107 * scale,
        answered_elsewhere: 109 * scale,
        transferred: 83 * scale,
        abandoned: 113 * scale,
        silent: 167 * scale,
        timed_out: 173 * scale,
        missed: 179 * scale,
        waited_seconds: 127.0 * scale as f64,
        answered_waited_seconds: 131.0 * scale as f64,
        talk_seconds: 137.0 * scale as f64,
        work_seconds: 139.0 * scale as f64,
        in_time: 149 * scale,
        in_time_of: 151 * scale,
    };
    Tally {
        arrived: 2,
        outcomes: [3, 5, 7, 11, 13, 17, 19, 163, 23],
        entered_ivr: 29,
        ivr_seconds: 31.0,
        zeroed_out: 37,
        self_service: SelfServiceTally { started: 41, succeeded: 43, ..SelfServiceTally::default() },
        misrouted: 47,
        queues: vec![queue(1), queue(2)],
        surplus: Surplus { queued: 79, waited: 89, answered: 97, in_time: 61, in_time_of: -67 },
        groups: vec![
            GroupTally { answered: 53, handled_seconds: 3.0, busy_seconds: 59.0, staffed_seconds: 61.0 },
            GroupTally { answered: 67, handled_seconds: 3.0, busy_seconds: 71.0, staffed_seconds: 73.0 },
        ],
        ..Tally::default()
    }
}

#[test]
fn every_metric_is_the_ratio_of_what_its_name_says() {
    let tally = primes();
    let overall: Vec<_> = OVERALL.iter().map(|metric| (metric.name, (metric.ratio)(&tally))).collect();
    let expected = [
        ("ivr_abandonment", (5.0, 29.0)),
        ("queue_abandonment", (3.0 * 113.0, 3.0 * 101.0 - 79.0)),
        ("total_abandonment", (5.0 + 17.0, 2.0)),
        ("containment", (7.0, 29.0)),
        ("blocking", (3.0, 2.0)),
        ("wait_probability", (3.0 * 103.0 - 89.0, 3.0 * 101.0 - 79.0)),
        ("mean_wait", (3.0 * 127.0, 3.0 * 101.0 - 79.0)),
        ("average_speed_of_answer", (3.0 * 131.0, 3.0 * 107.0 - 97.0)),
        ("service_level", (3.0 * 149.0 - 61.0, 3.0 * 151.0 + 67.0)),
        ("handle_time", (3.0 * (137.0 + 139.0), 3.0 * 107.0 - 97.0)),
        ("occupancy", (59.0 + 71.0, 61.0 + 73.0)),
        ("time_in_ivr", (31.0, 29.0)),
        ("zero_out", (37.0, 29.0)),
        ("misroutes", (47.0, 3.0 * 107.0 - 97.0)),
        ("self_service_success", (43.0, 41.0)),
    ];
    for (name, ratio) in expected {
        assert_eq!(overall.iter().find(|(found, _)| *found == name), Some(&(name, ratio)));
    }
    let of_queue =
        |name: &str| QUEUE.iter().find(|metric| metric.name == name).map(|metric| (metric.ratio)(&tally.queues[0]));
    assert_eq!(of_queue("answered_elsewhere"), Some((109.0, 107.0)));
    assert_eq!(of_queue("transferred"), Some((83.0, 107.0)));
    assert_eq!(of_queue("queue_abandonment"), Some((113.0, 101.0)));
    assert_eq!(of_queue("service_level"), Some((149.0, 151.0)));
    let occupancy = GROUP.iter().find(|metric| metric.name == "occupancy").unwrap();
    assert_eq!((occupancy.ratio)(&tally.groups[0]), (59.0, 61.0));
}

// ---- staffed time ----

/// When the agents of a call are free again.
fn free_again(call: &Call) -> Option<f64> {
    call.answer().map(|answer| answer.time + answer.talk + answer.work)
}

#[test]
fn overtime_is_staffed_time() {
    // Everybody has to go at 00:30, whoever is in a call after it. Nobody waits for long, nor comes back.
    let more = "{talk: 7m, after_call_work: 3m}";
    let scenario = queue(HOUR, "{\"00:00\": 60, \"00:29\": 0}", "1m", more, "{\"00:00\": 4, \"00:30\": 0}");
    let close = told::<false>(&scenario, 0);
    let calls = close.calls();
    let overtime: f64 = calls.iter().filter_map(free_again).map(|end| (end - 1800.0).max(0.0)).sum();
    assert!(overtime > 60.0);
    // Those who were last on duty come back at close; all have left by then, so for no time.
    let left = calls.iter().map(|call| call.end().0).fold(0.0, f64::max);
    assert!(left < 3600.0);
    assert_same(close.staffed(0), 4.0 * 1800.0 + overtime);
    let tally = tally(&scenario, 0);
    assert_same(tally.groups[0].staffed_seconds, 4.0 * 1800.0 + overtime);
    let answered = calls.iter().filter(|call| call.answer().is_some()).count() as f64;
    assert_same(tally.groups[0].busy_seconds, answered * 600.0);
}

#[test]
fn overtime_ends_where_duty_begins_again() {
    // For ten minutes nobody is on duty, and whoever is in a call goes on; then they are on duty again, in it or not.
    let scenario = queue(
        HOUR,
        "{\"00:00\": 40, \"00:45\": 0}",
        "1m",
        "{talk: {exponential: 10m}, after_call_work: 3m}",
        "{\"00:00\": 4, \"00:30\": 0, \"00:40\": 4}",
    );
    let close = told::<false>(&scenario, 0);
    let calls = close.calls();
    let until = |call: &Call| free_again(call).map(|end| (call.answer().expect("an answer").time, end));
    let in_between = |(from, end): (f64, f64)| if from < 1800.0 { (end.min(2400.0) - 1800.0).max(0.0) } else { 0.0 };
    let overtime: Vec<f64> = calls.iter().filter_map(until).map(in_between).collect();
    assert!(overtime.contains(&600.0), "somebody is in a call all the while");
    assert!(overtime.iter().any(|&seconds| seconds > 0.0 && seconds < 600.0), "and somebody is not");
    assert_same(close.staffed(0), 4.0 * (1800.0 + 1200.0) + overtime.iter().sum::<f64>());
}

#[test]
fn after_close_the_last_people_on_duty_stay_until_everybody_has_left() {
    let scenario = queue(
        "day: {from: \"00:00\", to: \"00:20\"}",
        "200",
        "never",
        "{talk: 2m, after_call_work: 1m}",
        "{\"00:00\": 5, \"00:10\": 2}",
    );
    let told = told::<false>(&scenario, 0);
    let calls = told.calls();
    assert!(calls.iter().all(|call| call.outcome() == Outcome::Served));
    let left = calls.iter().map(|call| call.end().0).fold(0.0, f64::max);
    assert!(left > 3600.0, "there was work for long after close");
    // Three finish their calls after 00:10; two stay, and finish the work of their last call.
    let before: f64 = calls
        .iter()
        .filter(|call| call.answer().is_some_and(|answer| answer.agent >= 2))
        .filter_map(free_again)
        .map(|end| (end - 600.0).max(0.0))
        .sum();
    let after: f64 = calls.iter().filter_map(free_again).map(|end| (end - left).max(0.0)).sum();
    assert!(calls.iter().all(|call| call.answer().is_some_and(|answer| answer.time <= 600.0 || answer.agent < 2)));
    assert_same(told.staffed(0), 5.0 * 600.0 + 2.0 * (left - 600.0) + before + after);
}

#[test]
fn those_who_were_last_on_duty_come_back_for_whoever_still_waits() {
    let scenario = queue(HOUR, "60", "never", "{talk: 2m}", "{\"00:00\": 4, \"00:30\": 3, \"00:40\": 0}");
    let calls = calls(&scenario);
    assert!(calls.iter().all(|call| call.outcome() == Outcome::Served));
    let late: Vec<_> = calls.iter().filter(|call| call.answer().is_some_and(|answer| answer.time > 2400.0)).collect();
    assert!(late.len() > 5);
    assert!(late.iter().all(|call| call.answer().is_some_and(|answer| answer.time >= 3600.0 && answer.agent < 3)));
}

#[test]
fn nobody_arrives_before_opening_or_after_close() {
    let scenario = queue("day: {from: \"07:10\", to: \"08:05\"}", "{\"00:00\": 500}", "never", "{talk: 10s}", "99");
    for replication in 0..20 {
        let arrivals: Vec<f64> = told::<false>(&scenario, replication).calls().iter().map(Call::arrived).collect();
        assert!(arrivals.iter().all(|&time| (25800.0..29100.0).contains(&time)));
        assert!(arrivals.len() > 300);
    }
}

#[test]
fn intervals_count_contacts_by_their_arrival() {
    // A long greeting and long waits: most of what happens to a contact happens in a later interval.
    let yaml = "version: 1\nday: {from: \"08:15\", to: \"10:10\"}\narrivals: {voice: {per_hour: 60}}\ncallers: {patience: {exponential: 40m}}\n\
        ivr: {greeting: 20m, start: {queue: q}}\nqueues: {q: {talk: 5m}}\nagents: {team: {count: 2, queues: [q]}}\n";
    let scenario = scenario(yaml);
    let calls = calls(&scenario);
    let tally = tally(&scenario, 0);
    assert_eq!(tally.intervals.len(), 5, "08:00, 08:30, 09:00, 09:30, 10:00");
    for (index, interval) in tally.intervals.iter().enumerate() {
        let from = 8.0 * 3600.0 + 1800.0 * index as f64;
        let mine: Vec<&Call> = calls.iter().filter(|call| (from..from + 1800.0).contains(&call.arrived())).collect();
        let ended = |outcome: Outcome| mine.iter().filter(|call| call.outcome() == outcome).count() as u64;
        assert_eq!((interval.arrived, interval.entered_ivr), (mine.len() as u64, mine.len() as u64));
        assert_eq!(interval.abandoned_in_ivr, ended(Outcome::AbandonedInIvr));
        let queue = interval.queues[0];
        assert_eq!((queue.answered, queue.abandoned), (ended(Outcome::Served), ended(Outcome::AbandonedInQueue)));
        assert!(index == 4 || queue.queued > 5 && interval.abandoned_in_ivr > 2);
        // Agents' time is booked to when it passes, and the day's edges are its edges.
        let length = if index == 0 {
            900.0
        } else if index == 4 {
            600.0
        } else {
            1800.0
        };
        assert_same(interval.groups[0].staffed_seconds, 2.0 * length);
    }
}

// ---- steady runs ----

const STEADY: &str = "steady: {length: 10h, warm_up: 1h}";

#[test]
fn a_steady_run_counts_those_who_arrive_between_its_warm_up_and_its_end() {
    let scenario = queue(STEADY, "40", "{exponential: 20m}", "{talk: 6m, after_call_work: 1m}", "2");
    let told = told::<false>(&scenario, 0);
    // Those who arrive after the end may still be inside when it stops.
    let counted: Vec<Call> =
        told.calls().into_iter().filter(|call| (3600.0..36000.0).contains(&call.arrived())).collect();
    let tally = tally(&scenario, 0);
    assert_eq!(tally.arrived, counted.len() as u64);
    for outcome in Outcome::ALL {
        assert_eq!(tally.outcome(outcome), counted.iter().filter(|call| call.outcome() == outcome).count() as u64);
    }
    let last = counted.iter().map(|call| call.answer().map_or(call.end().0, |answer| answer.time)).fold(0.0, f64::max);
    let uncounted = told.calls().iter().filter(|call| call.arrived() >= 36000.0).count();
    assert!(last > 36000.0 && uncounted > 0, "arrivals go on until the last one has ended");
    let warm_up = told.calls().iter().filter(|call| call.arrived() < 3600.0).count();
    assert!(warm_up > 20);
    // Time averages cover the window, whoever's call it is.
    let within = |from: f64, until: f64| (until.min(36000.0) - from.max(3600.0)).max(0.0);
    let busy: f64 = told.calls().iter().filter_map(|call| Some(within(call.answer()?.time, free_again(call)?))).sum();
    assert_same(tally.groups[0].busy_seconds, busy);
    assert_same(tally.groups[0].staffed_seconds, 2.0 * 32400.0);
}

#[test]
fn a_steady_run_books_contacts_to_the_batch_of_their_arrival_and_time_to_when_it_passes() {
    let scenario = queue(STEADY, "40", "{exponential: 20m}", "{talk: 6m, after_call_work: 1m}", "4");
    let model = Model::new(&scenario);
    let windows = Windows { from: 3600.0, to: 36000.0, batches: 9, clip: true, interval: None };
    let mut recorder = Recorder::new(&scenario, windows);
    Engine::new(&model).unwrap().run(0, &mut recorder).unwrap();
    let all = told::<false>(&scenario, 0).calls();
    for (batch, tally) in recorder.tallies().iter().enumerate() {
        let (from, until) = (3600.0 * (batch as f64 + 1.0), 3600.0 * (batch as f64 + 2.0));
        let mine: Vec<&Call> = all.iter().filter(|call| (from..until).contains(&call.arrived())).collect();
        assert_eq!(tally.arrived, mine.len() as u64);
        assert_eq!(tally.queues[0].answered, mine.iter().filter(|call| call.answer().is_some()).count() as u64);
        tally.balance().unwrap();
        let within = |a: f64, b: f64| (b.min(until) - a.max(from)).max(0.0);
        let busy: f64 = all.iter().filter_map(|call| Some(within(call.answer()?.time, free_again(call)?))).sum();
        assert_same(tally.groups[0].busy_seconds, busy);
        assert_same(tally.groups[0].staffed_seconds, 4.0 * 3600.0);
    }
    // One replication by default, with batch means.
    let results = results(&scenario);
    assert_eq!((results.replications, results.batches.unwrap().count), (1, 30));
    assert_eq!(results.total.arrived, tally(&scenario, 0).arrived);
}

#[test]
fn a_steady_run_is_staffed_to_its_end_though_nothing_happens() {
    let scenario = queue("steady: {length: 10h, warm_up: 1h}", "0.3", "never", "{talk: 1m}", "3");
    for replication in 0..10 {
        assert_same(tally(&scenario, replication).groups[0].staffed_seconds, 3.0 * 32400.0);
    }
}

#[test]
fn a_steady_run_ends_though_nobody_serves_the_queue_itself() {
    // Those who hang up before they overflow are found by nobody but those who join after them.
    let yaml = "version: 1\nsteady: {length: 5h, warm_up: 0s}\narrivals: {voice: {per_hour: 200, queue: q}}\ncallers: {patience: {exponential: 1m}}\n\
        queues:\n  q: {talk: 10s, overflow: {after: 2m, to: r}}\n  r: {talk: 10s}\nagents: {others: {count: 5, queues: [r]}}\n";
    let tally = tally(&scenario(yaml), 0);
    let share = tally.outcome(Outcome::AbandonedInQueue) as f64 / tally.arrived as f64;
    assert!((share - (1.0 - (-2.0_f64).exp())).abs() < 0.05, "{share}");
}

#[test]
fn a_warm_up_that_is_found_is_the_same_for_a_replication_alone() {
    let yaml = yaml("steady: {length: 20h}", "40", "{exponential: 20m}", "{talk: 6m}", "4") + "replications: 3\n";
    let scenario = scenario(&yaml);
    let alone = |replication| {
        run(&scenario, &Settings { replication: Some(replication), ..Settings::default() }, |_, _| {}).unwrap()
    };
    let all = results(&scenario);
    let mut total = alone(0).total;
    for replication in 1..3 {
        let alone = alone(replication);
        assert_eq!(alone.windows, all.windows);
        total.merge(&alone.total);
    }
    assert_eq!(total.outcomes, all.total.outcomes);
}

// ---- intervals of confidence ----

const DAYS: &str = "replications: 12\n";

#[test]
fn a_ratio_is_the_pooled_one_with_the_interval_of_its_residuals() {
    let loaded = load(&(yaml(HOUR, "60", "{exponential: 5m}", "{talk: 3m}", "3") + DAYS));
    let days: Vec<Tally> = (0..12).map(|day| tally(&loaded.scenario, day)).collect();
    let json = json_of(&loaded);
    for (name, unit) in [("queue_abandonment", "share"), ("mean_wait", "seconds"), ("occupancy", "share")] {
        let metric = OVERALL.iter().find(|metric| metric.name == name).unwrap();
        let pairs: Vec<(f64, f64)> = days.iter().map(metric.ratio).collect();
        let (a, b) = pairs.iter().fold((0.0, 0.0), |sum, pair| (sum.0 + pair.0, sum.1 + pair.1));
        let ratio = a / b;
        let residuals: f64 = pairs.iter().map(|(a, b)| (a - ratio * b).powi(2)).sum();
        let half_width = student_t(11.0, 0.95) * (residuals / 11.0 / 12.0).sqrt() / (b / 12.0);
        let found = &json["metrics"][name];
        assert!((found["mean"].as_f64().unwrap() / ratio - 1.0).abs() < 1e-5, "{name}");
        assert!((found["half_width"].as_f64().unwrap() / half_width - 1.0).abs() < 1e-5, "{name}");
        assert_eq!(found["unit"], unit);
    }
}

#[test]
fn no_event_and_nothing_but_events_have_the_half_width_of_the_rule_of_three() {
    for (patience, agents, share) in [("never", "99", 0.0), ("1s", "{\"23:00\": 1}", 1.0)] {
        let day = "day: {from: \"00:00\", to: \"24:00\"}";
        let json = json_of(&load(&(yaml(day, "{\"00:00\": 60, \"01:00\": 0}", patience, "{talk: 1m}", agents) + DAYS)));
        let found = &json["metrics"]["queue_abandonment"];
        assert_eq!(found["mean"], share);
        let expected = -(0.05_f64.ln()) / json["outcomes"]["arrived"].as_f64().unwrap();
        assert!((found["half_width"].as_f64().unwrap() / expected - 1.0).abs() < 1e-5);
    }
}

#[test]
fn looking_several_times_is_planned_and_paid_for() {
    let base = yaml(HOUR, "60", "{exponential: 5m}", "{talk: 3m}", "3");
    let until = |points: &str| {
        load(&format!(
            "{base}replications: {{at_least: 4, at_most: 50, until: {{queue_abandonment: {points} points}}}}\n"
        ))
    };
    let vain = json_of(&until("0.001"));
    // At 4, 8, 16, 32 and 50 replications: five looks share the 5 %.
    assert_eq!(vain["looks"], serde_json::json!({"planned": 5, "taken": 5, "reached": false}));
    assert_eq!((vain["replications"].as_u64(), vain["confidence"].as_f64()), (Some(50), Some(0.99)));
    let reached = until("5");
    let some = json_of(&reached);
    let replications = some["replications"].as_u64().unwrap();
    assert_eq!((&some["looks"]["reached"], &some["looks"]["planned"]), (&Value::Bool(true), &Value::from(5)));
    assert!([8, 16, 32].contains(&replications), "{replications}");
    assert_eq!(some["confidence"], 0.99);
    // The same replications as if there had been so many from the beginning, at the level of each look.
    let fixed = results(&load(&format!("{base}replications: {replications}\n")).scenario);
    let looked = results(&reached.scenario);
    assert_eq!(looked.total.outcomes, fixed.total.outcomes);
    let half_width = |confidence| fixed.estimates.overall.ratios()[1].half_width(confidence).unwrap();
    let found = some["metrics"]["queue_abandonment"]["half_width"].as_f64().unwrap();
    assert!((found / half_width(0.99) - 1.0).abs() < 1e-5 && found <= 0.05);
    assert!(found > half_width(0.95));
}

#[test]
fn figures_have_six_significant_digits_and_say_nothing_of_the_machine() {
    fn check(value: &Value) {
        match value {
            Value::Number(number) => {
                if let Some(x) = number.as_f64().filter(|_| !number.is_u64()) {
                    assert_eq!(format!("{x:.5e}").parse::<f64>().unwrap(), x);
                }
            }
            Value::Object(map) => map.values().for_each(check),
            Value::Array(values) => values.iter().for_each(check),
            _ => {}
        }
    }
    let loaded = load(include_str!("../scenarios/support-line.yaml"));
    let few = load(&include_str!("../scenarios/support-line.yaml").replace("replications: 100", "replications: 6"));
    assert_ne!(loaded.hash, few.hash);
    let json = json_of(&few);
    check(&json);
    let names: Vec<&String> = json.as_object().unwrap().keys().collect();
    assert!(names.iter().all(|name| !["threads", "host", "time", "date", "seconds"].contains(&name.as_str())));
}

// ---- common random numbers ----

#[test]
fn the_same_callers_come_at_another_rate_later_or_earlier() {
    let at = |per_hour: &str| {
        calls(&scenario(&format!(
            "version: 1\n{HOUR}\nintents: {{a: 1, b: 2, c: {{weight: 1, talk: {{exponential: 9m}}}}}}\narrivals: {{voice: {{per_hour: {per_hour}, queue: q}}}}\n\
             callers: {{patience: {{exponential: 1m}}}}\nqueues: {{q: {{talk: {{exponential: 3m}}, after_call_work: {{exponential: 1m}}}}}}\n\
             agents: {{team: {{count: 500, queues: [q]}}}}\n"
        )))
    };
    let (slow, fast) = (at("100"), at("250"));
    assert!(fast.len() > 2 * slow.len());
    for (slow, fast) in slow.iter().zip(&fast) {
        assert_eq!((slow.who(), slow.intent()), (fast.who(), fast.intent()));
        assert_same(slow.arrived(), 2.5 * fast.arrived());
        let (a, b) = (slow.answer().unwrap(), fast.answer().unwrap());
        assert_eq!((a.talk, a.work), (b.talk, b.work));
    }
}

#[test]
fn the_talk_is_the_caller_s_whoever_answers_and_whenever() {
    let with = |agents: &str| {
        calls(&scenario(&format!(
            "version: 1\n{HOUR}\narrivals: {{voice: {{per_hour: 200, queue: q}}}}\ncallers: {{patience: {{exponential: 3m}}}}\n\
             queues: {{q: {{talk: {{lognormal: {{mean: 3m, cv: 1}}}}, after_call_work: {{exponential: 1m}}}}}}\nagents:\n{agents}"
        )))
    };
    let one = with("  team: {count: 6, queues: [q]}\n");
    let two = with("  some: {count: 4, queues: [q]}\n  others: {count: 5, queues: [q]}\n");
    let mut both = 0;
    let mut elsewhere = 0;
    for (one, two) in one.iter().zip(&two) {
        assert_eq!(one.arrived(), two.arrived());
        if let (Some(a), Some(b)) = (one.answer(), two.answer()) {
            assert_eq!((a.talk, a.work), (b.talk, b.work));
            both += 1;
            elsewhere += usize::from(a.time != b.time);
        }
        // So is the patience.
        if let (Some(a), Some(b)) = (one.gave_up_after(), two.gave_up_after()) {
            assert_same(a, b);
        }
    }
    assert!(both > 50 && elsewhere > 20);
}
