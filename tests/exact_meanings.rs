//! Section 9 of the design ("Exact meanings"), what it says of callers and the phone tree, line by line:
//!
//! | the line | the tests |
//! | --- | --- |
//! | defaults are neutral; patience is required, may be `never` | `defaults_*`, `patience_*` |
//! | `hang_up_at_once` counts in the greeting, which has its own row | `whoever_hangs_up_at_once_*` |
//! | greeting and steps belong to level 1; in the queue level 1, errors stay | `the_hazard_*`, `in_the_queue_*` |
//! | `listening`: drawn first, parts of all callers | `listeners_*`, `listening_*` |
//! | `zero_out`: once per visit; in a balanced tree too; `extra_per_level_above` | `zero_out_*`, `missing_*` |
//! | retries, messages, restarts, several digits | `retries_*`, `silence_*`, `keys_*` |
//! | a path that ends exactly at the patience is a hang-up | `a_path_*` |
//! | the clock runs during self-service | `self_service_*` |
//! | "nothing fits" arises only from intents | `an_intent_*` |
//! | levels, `back`, `repeat` (sections 1 and 5) | `going_back_*`, `hearing_it_again_*` |
//! | common random numbers in trees | `balanced_*`, `intents_are_dealt_*` |
//!
//! What it says of queues, counts, steady runs, intervals and bytes is in `exact_meanings_counted.rs`; of languages in
//! `languages.rs`, of misroutes and transfers in `transfers.rs`, of sweeps and conditional Monte Carlo in `sweep.rs`; what
//! callers do who find nothing, forget or have heard an announcement, in `caller_in_the_menu.rs`.
//! Not simulated yet, so not tested: chat, callbacks and redials, comparisons, expectations.

mod common;

use common::{Call, assert_same, calls, hang_up_age, is_share, same, scenario, tally, with_ivr};
use hangup::center::{Outcome, Place};
use hangup::law::{Law, Weibull};
use hangup::scenario::parse;
use hangup::scenario::resolved::{Hazard, MenuId, Mistakes, NothingFits, Scenario};

const NEVER: &str = "patience: never";
/// A menu of 2 s of intro and options of 3 s and 4 s; pressing takes 1.5 s.
const TWO_OPTIONS: &str = "greeting: 5s, menus: {main: {intro: 2s, options: [\
    {key: 1, prompt: 3s, for: a, then: {queue: q}}, {key: 2, prompt: 4s, for: b, then: {queue: q}}]}}";
const TWO_INTENTS: &str = "intents: {a: 1, b: 1}";

/// The calls of callers with this intent.
fn of_intent(scenario: &Scenario, intent: usize) -> Vec<Call> {
    let mut calls = calls(scenario);
    calls.retain(|call| call.intent() == intent);
    assert!(calls.len() > 20);
    calls
}

// ---- defaults ----

#[test]
fn defaults_are_neutral() {
    let scenario = with_ivr(NEVER, TWO_OPTIONS, TWO_INTENTS);
    let callers = &scenario.callers;
    assert_eq!(callers.hang_up_at_once, 0.0);
    assert_eq!((callers.listening.dial_ahead, callers.listening.press_when_heard), (0.0, 1.0));
    let none = Mistakes { wrong_option: 0.0, missed_option: 0.0, missed_extra_per_level_above: 0.0, key_slip: 0.0 };
    assert_eq!(callers.mistakes, none);
    assert_eq!(callers.zero_out, None);
    assert_eq!((callers.nothing_fits, callers.memory.forgets), (NothingFits::default(), 0.0));
    assert_eq!(callers.hazard, Hazard::NEUTRAL);
    assert_eq!(scenario.streams[0].daily_volume_cv, 0.0);
    assert_eq!(scenario.lines, None);
    for call in calls(&scenario) {
        let heard = if call.intent() == 0 { 5.0 + 2.0 + 3.0 } else { 5.0 + 2.0 + 3.0 + 4.0 };
        assert_same(call.ivr_seconds(), heard + 1.5);
        assert_eq!(call.outcome(), Outcome::Served);
        assert!(!call.answer().unwrap().misrouted && !call.ivr().2);
        let visit = call.visits()[0];
        assert_eq!((visit.no_inputs, visit.no_matches), (0, 0));
        assert_eq!(visit.taken, Some(call.intent() as u32));
    }
}

#[test]
fn patience_must_be_written_where_somebody_can_wait() {
    let without = "version: 1\narrivals: {v: {per_hour: 9, queue: q}}\nqueues: {q: {talk: 3m}}\nagents: {t: {count: 1, queues: [q]}}\n";
    assert!(parse("t.yaml", without.into(), &[]).is_err());
    assert!(parse("t.yaml", format!("{without}callers: {{}}\n"), &[]).is_err());
    assert!(parse("t.yaml", format!("{without}callers: {{patience: never}}\n"), &[]).is_ok());
}

#[test]
fn patience_may_be_never_and_then_nobody_hangs_up() {
    // One agent for twice the work they can do.
    let yaml = "version: 1\nday: {from: \"00:00\", to: \"02:00\"}\narrivals: {v: {per_hour: 40, queue: q}}\n\
        callers: {patience: never}\nqueues: {q: {talk: 3m}}\nagents: {t: {count: 1, queues: [q]}}";
    let calls = calls(&scenario(yaml));
    assert!(calls.iter().all(|call| call.outcome() == Outcome::Served));
    assert!(calls.iter().any(|call| call.answer().unwrap().waited > 1800.0));
}

// ---- the greeting, hanging up, and levels ----

#[test]
fn whoever_hangs_up_at_once_enters_the_ivr_and_abandons_in_the_greeting() {
    let scenario = with_ivr(&format!("{NEVER}, hang_up_at_once: 100%"), TWO_OPTIONS, TWO_INTENTS);
    for call in calls(&scenario) {
        assert_eq!(call.end(), (call.arrived(), Outcome::AbandonedInIvr));
        assert_eq!(call.ivr(), (0.0, Some(Place::Greeting), false));
    }
    let tally = tally(&scenario, 0);
    assert_eq!(tally.entered_ivr, tally.arrived);
    assert_eq!((tally.greeting.entered, tally.greeting.abandoned), (tally.arrived, tally.arrived));
    assert_eq!((tally.levels[0].entered, tally.levels[0].abandoned), (0, 0));
}

#[test]
fn whoever_hangs_up_at_once_is_a_share_of_all() {
    let calls = calls(&with_ivr(&format!("{NEVER}, hang_up_at_once: 30%"), TWO_OPTIONS, TWO_INTENTS));
    let gone = calls.iter().filter(|call| call.outcome() == Outcome::AbandonedInIvr).count();
    assert!(is_share(gone, calls.len(), 0.3), "{gone} of {}", calls.len());
}

#[test]
fn a_path_that_ends_exactly_at_the_patience_is_a_hang_up() {
    let exactly = [
        (5.0, "greeting: 5s, start: {queue: q}", Place::Greeting),
        (12.0, "greeting: 5s, start: s, steps: {s: {say: 7s, then: {queue: q}}}", Place::Greeting),
        (
            11.5,
            "greeting: 5s, menus: {main: {intro: 2s, options: [{key: 1, prompt: 3s, for: a, then: {queue: q}}]}}",
            Place::Menu(MenuId(0), 1),
        ),
        (25.0, "start: {self_service: {takes: 25s, then: {queue: q}}}", Place::Greeting),
    ];
    for (patience, ivr, place) in exactly {
        for call in calls(&with_ivr(&format!("patience: {patience}s"), ivr, "")) {
            assert_eq!(call.ivr(), (patience, Some(place), false));
            assert_eq!(call.outcome(), Outcome::AbandonedInIvr);
        }
        // A moment more is enough.
        let calls = calls(&with_ivr(&format!("patience: {}s", patience + 0.001), ivr, ""));
        assert!(calls.iter().all(|call| call.outcome() == Outcome::Served && call.ivr_seconds() == patience));
    }
}

#[test]
fn survival_is_to_live_longer() {
    assert_eq!(Law::Constant(30.0).survival(30.0), 0.0);
    assert_eq!(Law::Constant(30.0).survival(29.999), 1.0);
}

#[test]
fn hang_ups_are_booked_to_the_place_and_its_level() {
    // Greeting until 5, main until 10, the step until 20, the inner menu until 30.
    let ivr = "greeting: 5s, start: main, steps: {s: {say: 10s, then: inner}}, menus: {\
        main: {options: [{key: 1, prompt: 3.5s, then: s}]}, inner: {options: [{key: 1, prompt: 8.5s, for: a, then: {queue: q}}]}}";
    let at = |patience: &str| {
        let scenario = with_ivr(&format!("patience: {patience}"), ivr, "");
        let place = calls(&scenario)[0].ivr().1;
        let tally = tally(&scenario, 0);
        let levels: Vec<u64> = tally.levels.iter().map(|level| level.abandoned).collect();
        let menus: Vec<u64> = tally.menus.iter().map(|menu| menu.abandoned).collect();
        assert_eq!(tally.greeting.abandoned + levels.iter().sum::<u64>(), tally.outcome(Outcome::AbandonedInIvr));
        assert_eq!(levels, menus, "here every level has one menu");
        (place, tally.greeting.abandoned > 0, levels[0] > 0, levels[1] > 0)
    };
    assert_eq!(at("4s"), (Some(Place::Greeting), true, false, false));
    assert_eq!(at("8s"), (Some(Place::Menu(MenuId(0), 1)), false, true, false));
    assert_eq!(at("15s"), (Some(Place::Greeting), true, false, false)); // a step is no level
    assert_eq!(at("25s"), (Some(Place::Menu(MenuId(1), 2)), false, false, true));
    assert_eq!(at("31s"), (None, false, false, false));
}

#[test]
fn going_back_is_one_level_up_and_no_error() {
    // Everybody takes the wrong option 2 first, finds nothing fitting inside, and goes back.
    let ivr = "menus: {main: {intro: 1s, options: [{key: 2, prompt: 2s, then: inner}, {key: 1, prompt: 2s, for: a, then: {queue: q}}]},\
        inner: {options: [{key: star, prompt: 4s, then: back}, {key: 3, prompt: 2s, for: b, then: {queue: q}}]}}";
    let callers = "patience: 50s, mistakes: {wrong_option: 100%}";
    let scenario = with_ivr(callers, ivr, TWO_INTENTS);
    for call in of_intent(&scenario, 0) {
        let visits = call.visits();
        // 4.5 s in `main` and 5.5 s in `inner`: after 50 s in full rounds of 10 s the patience ends in `inner`.
        assert_eq!(visits.len(), 10);
        for (index, visit) in visits.iter().enumerate() {
            let inner = index % 2;
            assert_eq!((visit.menu.index(), visit.level), (inner, inner as u32 + 1));
            assert_eq!(visit.first_at_level, index < 2);
            assert_eq!((visit.no_inputs, visit.no_matches), (0, 0));
            assert_same(visit.seconds, [4.5, 5.5][inner]);
        }
        assert_eq!(call.ivr(), (50.0, Some(Place::Menu(MenuId(1), 2)), false));
    }
    let tally = tally(&scenario, 0);
    assert_eq!(tally.levels[0].entered, tally.arrived, "a level is entered once by each caller");
    assert!(tally.menus[0].entered > tally.arrived, "a menu at each visit");
}

#[test]
fn hearing_it_again_is_no_error_and_no_level() {
    let ivr = "menus: {main: {intro: 2s, options: [{key: 9, prompt: 3s, then: repeat}, {key: 1, prompt: 9s, for: a, then: {queue: q}}]}}";
    let again = |hazard: &str| {
        let callers = format!("patience: {{exponential: 60s}}, mistakes: {{wrong_option: 100%}}{hazard}");
        calls(&with_ivr(&callers, ivr, ""))
    };
    let plain = again("");
    for call in &plain {
        let visits = call.visits();
        assert!(visits.iter().all(|visit| visit.level == 1 && visit.no_inputs + visit.no_matches == 0));
        assert!(visits.iter().rev().skip(1).all(|visit| same(visit.seconds, 6.5)));
        assert_eq!(call.outcome(), Outcome::AbandonedInIvr);
    }
    assert!(plain.iter().any(|call| call.visits().len() > 10));
    assert_eq!(plain, again(", hazard: {per_error: 50, per_level: 50}"));
}

// ---- the hazard ----

const LAWS: [&str; 2] = ["{exponential: 60s}", "{weibull: {shape: 2, mean: 60s}}"];

fn law_of(written: &str) -> Law {
    if written.contains("weibull") { Law::Weibull(Weibull::from_mean(2.0, 60.0)) } else { Law::Exponential(60.0) }
}

/// Holds the hang-ups of the same callers with a `hazard` against what the stretches of factors say, from their
/// hang-ups without it.
fn hazard_is(ivr: &str, extra: &str, hazard: &str, more: &str, stretches: &[(f64, f64)]) {
    for law in LAWS {
        let neutral = calls(&with_ivr(&format!("patience: {law}{extra}"), ivr, more));
        let factored = calls(&with_ivr(&format!("patience: {law}{extra}, hazard: {hazard}"), ivr, more));
        assert_eq!(neutral.len(), factored.len());
        for (neutral, factored) in neutral.iter().zip(&factored) {
            let age = neutral.end().0 - neutral.arrived();
            let hazard = law_of(law).cumulative_hazard(age);
            let expected = hang_up_age(&law_of(law), hazard, stretches);
            let found = factored.end().0 - factored.arrived();
            assert!((found - expected).abs() < 1e-6 * (1.0 + expected), "{law}: {found}, expected {expected}");
        }
    }
}

#[test]
fn the_hazard_grows_by_level_and_steps_belong_to_the_first() {
    let ivr = "greeting: 20s, start: main, steps: {s: {say: 25s, then: deep}}, menus: {\
        main: {options: [{key: 1, prompt: 18.5s, then: inner}]}, inner: {options: [{key: 1, prompt: 28.5s, then: s}]},\
        deep: {options: [{key: 1, prompt: 500h, for: a, then: {queue: q}}]}}";
    let levels =
        |ivr: f64, level: f64| [(40.0, ivr), (70.0, ivr * level), (95.0, ivr), (f64::INFINITY, ivr * level * level)];
    hazard_is(ivr, "", "{per_level: 3}", "", &levels(1.0, 3.0));
    hazard_is(ivr, "", "{per_level: 0.5}", "", &levels(1.0, 0.5));
    hazard_is(ivr, "", "{ivr: 2, per_level: 1.5}", "", &levels(2.0, 1.5));
}

#[test]
fn the_hazard_grows_with_every_error_from_then_on() {
    // Plays of 10 s with a slipping key, 3 s of message after each: errors at 10, 23 and 36; then a long step.
    let ivr = "start: main, steps: {s: {say: 500h, then: {queue: q}}}, menus: {main: {no_match: {say: 3s, retries: 2}, then: s,\
        options: [{key: 1, prompt: 8.5s, for: a, then: {queue: q}}]}}";
    let stretches = [(10.0, 1.0), (23.0, 2.0), (36.0, 4.0), (f64::INFINITY, 8.0)];
    hazard_is(ivr, ", mistakes: {key_slip: 100%}", "{per_error: 2}", "", &stretches);
    // Digits that are not valid are errors too: at 6 and 12, before a long menu.
    let ivr = "start: s, steps: {s: {collect: {digits: 4, look_up: 4s, valid: 0%, tries: 2}, then: disconnect, failed: main}},\
        menus: {main: {options: [{key: 1, prompt: 500h, for: a, then: {queue: q}}]}}";
    hazard_is(ivr, "", "{per_error: 3}", "", &[(6.0, 1.0), (12.0, 3.0), (f64::INFINITY, 9.0)]);
    // And silence is: at 20 and 40.
    let ivr = "menus: {main: {no_input: {after: 5s, say: 0s, retries: 1}, then: s, options: [{key: 1, prompt: 15s, for: b, then: disconnect}]}},\
        steps: {s: {say: 500h, then: disconnect}}, start: main";
    let stretches = [(20.0, 1.0), (40.0, 0.5), (f64::INFINITY, 0.25)];
    hazard_is(ivr, "", "{per_error: 0.5}", "intents: {a: 1, b: 0}", &stretches);
}

/// One hour of calls for a queue that nobody serves before the evening, when all have hung up.
const UNSERVED: &str = "\nday: {from: \"00:00\", to: \"24:00\"}\narrivals: {voice: {per_hour: {\"00:00\": 200, \"01:00\": 0}}}\n\
    intents: {a: 1}\nqueues: {q: {talk: 10s}}\nagents: {team: {count: {\"23:00\": 1}, queues: [q]}}\n";
/// Two levels on the way to the queue.
const TO_THE_QUEUE: &str = "ivr: {start: main, menus: {main: {options: [{key: 1, prompt: 18.5s, then: inner}]},\
    inner: {options: [{key: 1, prompt: 8.5s, for: a, then: {queue: q}}]}}}";

#[test]
fn in_the_queue_the_level_counts_as_one_and_the_errors_stay() {
    // Two errors before the menus.
    let ivr = "ivr: {start: s, steps: {s: {collect: {digits: 4, look_up: 4s, valid: 0%, tries: 2}, then: disconnect, failed: main}},\
        menus: {main: {options: [{key: 1, prompt: 8.5s, then: inner}]}, inner: {options: [{key: 1, prompt: 18.5s, for: a, then: {queue: q}}]}}}";
    let live = |hazard: &str| {
        calls(&scenario(&format!(
            "version: 1{UNSERVED}{ivr}\ncallers: {{patience: {{exponential: 60s}}, hazard: {hazard}}}\n"
        )))
    };
    let law = Law::Exponential(60.0);
    let neutral = live("{ivr: 1}");
    // Errors at 6 and 12; level 1 until 22, level 2 until 42, then the queue.
    let stretches = [(6.0, 0.5), (12.0, 1.0), (22.0, 2.0), (42.0, 6.0), (f64::INFINITY, 4.0)];
    let mut waiting = 0;
    for (neutral, factored) in neutral.iter().zip(live("{ivr: 0.5, per_level: 3, per_error: 2}")) {
        let hazard = law.cumulative_hazard(neutral.end().0 - neutral.arrived());
        let found = factored.end().0 - factored.arrived();
        let expected = hang_up_age(&law, hazard, &stretches);
        assert!((found - expected).abs() < 1e-6, "{found}, expected {expected}");
        waiting += usize::from(factored.queued().is_some());
    }
    assert!(waiting > 10, "{waiting} reached the queue");
}

#[test]
fn in_the_queue_a_fresh_clock_may_start() {
    let live = |hazard: &str| {
        let patience = "{ivr: {exponential: 200s}, queue: {exponential: 60s}}";
        calls(&scenario(&format!(
            "version: 1{UNSERVED}{TO_THE_QUEUE}\ncallers: {{patience: {patience}, hazard: {hazard}}}\n"
        )))
    };
    let neutral = live("{ivr: 1}");
    let hurried = live("{per_level: 2}");
    let mut waiting = 0;
    for (neutral, hurried) in neutral.iter().zip(&hurried) {
        // The clock in the queue knows nothing of the IVR: whoever reaches it waits as long as ever.
        if let (Some(wait), Some(hurried)) = (neutral.gave_up_after(), hurried.gave_up_after()) {
            assert_same(wait, hurried);
            waiting += 1;
        }
    }
    assert!(waiting > 50);
    let ages: Vec<f64> = neutral.iter().filter_map(Call::gave_up_after).collect();
    let mean = ages.iter().sum::<f64>() / ages.len() as f64;
    assert!((mean - 60.0).abs() < 4.5 * 60.0 / (ages.len() as f64).sqrt(), "{mean}");
}

#[test]
fn in_the_queue_a_fresh_clock_runs_at_the_pace_of_the_errors() {
    let ivr = "ivr: {start: s, steps: {s: {collect: {digits: 4, valid: 0%, tries: 2}, then: disconnect, failed: {queue: q}}}}";
    let live = |hazard: &str| {
        let patience = "{ivr: never, queue: {exponential: 60s}}";
        calls(&scenario(&format!("version: 1{UNSERVED}{ivr}\ncallers: {{patience: {patience}, hazard: {hazard}}}\n")))
    };
    for (neutral, annoyed) in live("{ivr: 1}").iter().zip(&live("{ivr: 7, per_level: 5, per_error: 2}")) {
        assert_same(neutral.gave_up_after().unwrap(), 4.0 * annoyed.gave_up_after().unwrap());
    }
}

#[test]
fn a_hazard_of_zero_only_puts_hanging_up_off() {
    // Nobody hangs up in the IVR, however long; in the queue whoever has outlived any patience hangs up at once.
    let ivr = "ivr: {greeting: 5m, start: {queue: q}}";
    for patience in ["1m", "{uniform: {from: 30s, to: 2m}}", "{empirical: [20s, 40s]}"] {
        let calls = calls(&scenario(&format!(
            "version: 1{UNSERVED}{ivr}\ncallers: {{patience: {patience}, hazard: {{ivr: 0}}}}\n"
        )));
        for call in calls {
            assert_eq!(call.queued().map(|(time, _)| time), Some(call.arrived() + 300.0));
            assert_eq!(call.gave_up_after(), Some(0.0), "{patience}");
        }
    }
}

// ---- listening ----

/// How a caller of `TWO_OPTIONS` with intent `a` listens: by the time at which they press after the greeting.
fn listener(call: &Call) -> char {
    match call.ivr_seconds() - 5.0 {
        t if same(t, 0.8) => 'd',
        t if same(t, 2.0 + 3.0 + 1.5) => 'p',
        t if same(t, 2.0 + 3.0 + 4.0 + 1.5) => 'w',
        t => panic!("pressed after {t} s"),
    }
}

fn listeners(listening: &str) -> Vec<char> {
    let more = "intents: {a: 1, b: 0}\narrivals: {voice: {per_hour: 2000}}";
    calls(&with_ivr(&format!("{NEVER}, listening: {listening}"), TWO_OPTIONS, more)).iter().map(listener).collect()
}

#[test]
fn listeners_are_parts_of_all_callers_and_the_rest_hears_it_all() {
    let listeners = listeners("{dial_ahead: 20%, press_when_heard: 50%}");
    let share = |kind| listeners.iter().filter(|&&listener| listener == kind).count();
    for (kind, expected) in [('d', 0.2), ('p', 0.5), ('w', 0.3)] {
        assert!(is_share(share(kind), listeners.len(), expected), "{kind}: {} of {}", share(kind), listeners.len());
    }
}

#[test]
fn listeners_who_dial_ahead_are_drawn_first() {
    let some = listeners("{dial_ahead: 20%, press_when_heard: 50%}");
    // Who dials ahead stays the same however the others listen, and stays when more do.
    for (other, reason) in [
        (listeners("{dial_ahead: 20%, press_when_heard: 80%}"), "more press"),
        (listeners("{dial_ahead: 20%}"), "all others press"),
        (listeners("{dial_ahead: 45%, press_when_heard: 25%}"), "more dial ahead"),
    ] {
        for (some, other) in some.iter().zip(&other) {
            assert!(*some != 'd' || *other == 'd', "{reason}");
            assert!(*some == 'd' || *other != 'd' || reason == "more dial ahead", "{reason}");
        }
    }
    assert!(listeners("{dial_ahead: 20%}").iter().all(|&listener| listener != 'w'));
}

#[test]
fn listening_shares_may_not_exceed_one() {
    let yaml = |listening: &str| {
        format!(
            "version: 1\narrivals: {{v: {{per_hour: 9}}}}\ncallers: {{patience: never, listening: {listening}}}\n\
             ivr: {{menus: {{main: {{options: [{{key: 1, prompt: 1s, then: disconnect}}]}}}}}}\n"
        )
    };
    assert!(parse("t.yaml", yaml("{dial_ahead: 40%, press_when_heard: 60%}"), &[]).is_ok());
    assert!(parse("t.yaml", yaml("{dial_ahead: 41%, press_when_heard: 60%}"), &[]).is_err());
}

#[test]
fn listening_ends_with_the_menu_where_nothing_cuts_it_short() {
    let ivr = "defaults: {barge_in: false}, ".to_owned() + TWO_OPTIONS;
    for listening in ["{dial_ahead: 100%}", "{press_when_heard: 100%}", "{press_when_heard: 0%}"] {
        let calls = calls(&with_ivr(&format!("{NEVER}, listening: {listening}"), &ivr, TWO_INTENTS));
        assert!(calls.iter().all(|call| same(call.ivr_seconds(), 5.0 + 9.0 + 1.5)), "{listening}");
    }
}

#[test]
fn an_option_that_is_not_announced_takes_no_time_and_is_known_only_from_memory() {
    let ivr = "menus: {main: {intro: 2s, no_input: {after: 5s, retries: 0}, then: disconnect, options: [\
        {key: 0, prompt: 9s, announced: false, for: a, then: {queue: q}}, {key: 2, prompt: 4s, for: b, then: {queue: q}}]}}";
    let scenario = with_ivr(NEVER, ivr, TWO_INTENTS);
    assert!(
        of_intent(&scenario, 0)
            .iter()
            .all(|call| same(call.ivr_seconds(), 11.0) && call.outcome() == Outcome::Disconnected)
    );
    assert!(
        of_intent(&scenario, 1).iter().all(|call| same(call.ivr_seconds(), 7.5) && call.outcome() == Outcome::Served)
    );
    let ahead = with_ivr(&format!("{NEVER}, listening: {{dial_ahead: 100%}}"), ivr, TWO_INTENTS);
    assert!(calls(&ahead).iter().all(|call| same(call.ivr_seconds(), 0.8) && call.outcome() == Outcome::Served));
}

// ---- asking for a person, and missing ----

#[test]
fn zero_out_is_decided_once_per_visit_and_not_per_attempt() {
    // Nothing fits: whoever does not ask for a person hears both menus to the end of their retries.
    let menu = |then: &str| {
        format!(
            "{{intro: 6s, no_input: {{after: 5s, say: 1s, retries: 3}}, then: {then}, options: [\
            {{key: 1, prompt: 4s, for: b, then: disconnect}}, {{key: 0, operator: true, announced: false, then: {{queue: q}}}}]}}"
        )
    };
    let ivr = format!("menus: {{main: {}, second: {}}}", menu("second"), menu("disconnect"));
    let scenario = with_ivr(
        &format!("{NEVER}, zero_out: {{share: 40%}}"),
        &ivr,
        "intents: {a: 1, b: 0}\narrivals: {voice: {per_hour: 2000}}",
    );
    let calls = calls(&scenario);
    let mut counts = [0; 3];
    for call in &calls {
        let visits = call.visits();
        for visit in &visits {
            let (seconds, no_inputs) = if visit.zeroed_out { (4.0, 0) } else { (4.0 * 16.0, 4) };
            assert_same(visit.seconds, seconds);
            assert_eq!(visit.no_inputs, no_inputs);
        }
        let asked = visits.iter().any(|visit| visit.zeroed_out);
        assert_eq!(call.ivr().2, asked);
        assert_eq!(call.outcome(), if asked { Outcome::Served } else { Outcome::Disconnected });
        assert!(!asked || !call.answer().unwrap().misrouted);
        counts[if visits[0].zeroed_out { 0 } else { 2 - usize::from(asked) }] += 1;
    }
    assert!(is_share(counts[0], calls.len(), 0.4) && is_share(counts[1], calls.len(), 0.6 * 0.4), "{counts:?}");
    let zeroed: u64 = counts[..2].iter().sum::<usize>() as u64;
    assert_eq!(tally(&scenario, 0).zeroed_out, zeroed);
}

#[test]
fn zero_out_is_decided_anew_at_the_next_visit() {
    // Whoever asks for a person is put off and sent back to the menu.
    let ivr = "start: main, steps: {busy: {say: 1s, then: main}}, menus: {main: {options: [\
        {key: 1, prompt: 4s, for: a, then: {queue: q}}, {key: 0, operator: true, announced: false, then: busy}]}}";
    let calls = calls(&with_ivr(
        "patience: 10h, zero_out: {share: 50%, after: 3s}",
        ivr,
        "arrivals: {voice: {per_hour: 2000}}",
    ));
    assert!(calls.iter().all(|call| call.outcome() == Outcome::Served));
    for times in 0..4 {
        let reached = calls.iter().filter(|call| call.visits().len() > times).count();
        let asked = calls.iter().filter(|call| call.visits().len() > times + 1).count();
        assert!(is_share(asked, reached, 0.5), "visit {times}: {asked} of {reached}");
    }
}

#[test]
fn zero_out_needs_an_operator_also_in_a_balanced_tree() {
    let tree = |operator: &str| format!("balanced: {{depth: 2, options: 3, prompt: 2s, then: disconnect{operator}}}");
    let callers = format!("{NEVER}, zero_out: {{share: 100%, after: 2s}}");
    let with = calls(&with_ivr(&callers, &tree(", operator: {queue: q}"), ""));
    assert!(with.iter().all(|call| call.outcome() == Outcome::Served && call.ivr() == (2.0, None, true)));
    let without = calls(&with_ivr(&callers, &tree(""), ""));
    assert!(without.iter().all(|call| call.outcome() == Outcome::Disconnected && !call.ivr().2));
}

#[test]
fn zero_out_waits_for_the_end_of_a_menu_that_nothing_cuts_short() {
    let ivr = |barge_in: bool| {
        format!(
            "menus: {{main: {{barge_in: {barge_in}, intro: 6s, options: [{{key: 1, prompt: 3s, for: a, then: disconnect}},\
        {{key: 0, operator: true, announced: false, then: {{queue: q}}}}]}}}}"
        )
    };
    for (barge_in, seconds) in [(true, 4.0), (false, 9.0)] {
        let calls = calls(&with_ivr(&format!("{NEVER}, zero_out: {{share: 100%}}"), &ivr(barge_in), ""));
        assert!(calls.iter().all(|call| same(call.ivr_seconds(), seconds)));
    }
}

#[test]
fn missing_an_option_is_likelier_by_every_level_between_a_menu_and_the_deepest_below() {
    let three = "menus: {one: {then: two, options: [{key: 1, prompt: 2s, then: two}]}, two: {then: three, options: [{key: 1, prompt: 2s, then: three}]},\
        three: {options: [{key: 1, prompt: 2s, for: a, then: {queue: q}}]}}";
    let callers = format!("{NEVER}, mistakes: {{missed_option: {{share: 0%, extra_per_level_above: 50%}}}}");
    let calls = calls(&with_ivr(&callers, three, "arrivals: {voice: {per_hour: 2000}}"));
    let mut missed_at_first = 0;
    for call in &calls {
        let visits = call.visits();
        assert_eq!(visits.iter().map(|visit| visit.level).collect::<Vec<_>>(), [1, 2, 3]);
        assert_eq!(visits[0].no_inputs, 3, "two levels above the deepest everybody misses it at every play");
        assert_eq!(visits[2].no_inputs, 0, "at the deepest level nobody does");
        missed_at_first += usize::from(visits[1].no_inputs > 0);
    }
    assert!(is_share(missed_at_first, calls.len(), 0.5), "{missed_at_first} of {}", calls.len());
    let balanced = with_ivr(
        &callers,
        "balanced: {depth: 3, options: 2, prompt: 2s, then: {queue: q}}, defaults: {then: disconnect}",
        "",
    );
    assert!(common::calls(&balanced).iter().all(|call| call.visits().len() == 1 && call.visits()[0].no_inputs == 3));
}

#[test]
fn missing_is_a_share_of_plays_and_a_wrong_option_of_those_heard() {
    let ivr = "menus: {main: {no_input: {after: 5s, say: 0s, retries: 0}, options: [{key: 1, prompt: 1s, then: disconnect}, {key: 2, prompt: 1s, then: disconnect},\
        {key: 3, prompt: 1s, for: a, then: {queue: q}}, {key: 4, prompt: 1s, then: disconnect}]}}";
    let calls = calls(&with_ivr(
        &format!("{NEVER}, mistakes: {{wrong_option: 20%, missed_option: 30%}}"),
        ivr,
        "arrivals: {voice: {per_hour: 4000}}",
    ));
    let taken = |option: Option<u32>| calls.iter().filter(|call| call.visits()[0].taken == option).count();
    let passes: f64 = 0.8 * 0.8;
    let expected = [
        (Some(0), 0.2),
        (Some(1), 0.16),
        (Some(2), passes * 0.7),
        (Some(3), passes * 0.3 * 0.2),
        (None, passes * 0.3 * 0.8),
    ];
    for (option, p) in expected {
        assert!(
            is_share(taken(option), calls.len(), p),
            "{option:?}: {} of {}, expected {p}",
            taken(option),
            calls.len()
        );
    }
}

#[test]
fn a_wrong_choice_that_reaches_an_agent_is_a_misroute() {
    let ivr = "menus: {main: {options: [{key: 2, prompt: 2s, for: b, then: {self_service: {takes: 9s, success: 0%, failed: {queue: q}}}}, \
        {key: 1, prompt: 2s, for: a, then: disconnect}]}}";
    let scenario = with_ivr(&format!("{NEVER}, mistakes: {{wrong_option: 100%}}"), ivr, TWO_INTENTS);
    assert!(of_intent(&scenario, 0).iter().all(|call| call.answer().unwrap().misrouted));
    assert!(of_intent(&scenario, 1).iter().all(|call| !call.answer().unwrap().misrouted));
}

// ---- retries ----

#[test]
fn retries_are_one_less_than_plays_and_the_message_comes_after_the_last_error_too() {
    for retries in [0, 1, 2, 5] {
        let ivr = format!(
            "greeting: 4s, menus: {{main: {{intro: 2s, no_match: {{say: 7s, retries: {retries}}}, then: {{queue: q}}, options: [\
            {{key: 1, prompt: 3s, for: a, then: disconnect}}, {{key: 2, prompt: 5s, then: disconnect}}]}}}}"
        );
        let plays = f64::from(retries + 1);
        let scenario = with_ivr(&format!("{NEVER}, mistakes: {{key_slip: 100%}}"), &ivr, "");
        for call in calls(&scenario) {
            // Every play begins with the intro, ends with the key, and is followed by the message.
            assert_same(call.ivr_seconds(), 4.0 + plays * (2.0 + 3.0 + 1.5 + 7.0));
            let visit = call.visits()[0];
            assert_eq!((visit.no_matches, visit.no_inputs, visit.taken), (retries + 1, 0, None));
            assert_eq!(call.outcome(), Outcome::Served);
            assert!(!call.answer().unwrap().misrouted);
        }
    }
}

#[test]
fn silence_lasts_after_the_whole_menu_and_has_its_own_retries() {
    for retries in [0, 1, 3] {
        let ivr = format!(
            "menus: {{main: {{intro: 2s, no_input: {{after: 6s, say: 4s, retries: {retries}}}, no_match: {{retries: 0}}, then: disconnect,\
            options: [{{key: 1, prompt: 3s, for: b, then: disconnect}}, {{key: 2, prompt: 5s, then: disconnect}}]}}}}"
        );
        let scenario = with_ivr(NEVER, &ivr, "intents: {a: 1, b: 0}");
        for call in calls(&scenario) {
            assert_same(call.ivr_seconds(), f64::from(retries + 1) * (2.0 + 3.0 + 5.0 + 6.0 + 4.0));
            let visit = call.visits()[0];
            assert_eq!((visit.no_matches, visit.no_inputs), (0, retries + 1));
            // Used up with nowhere to go: the system's act, never an abandon.
            assert_eq!(call.outcome(), Outcome::Disconnected);
            assert_eq!(call.ivr().1, None);
        }
    }
}

#[test]
fn retries_are_counted_per_visit_of_the_menu() {
    // Nothing fits in `main`; its fallback leads to a menu from which the only way is back.
    let ivr = "menus: {main: {intro: 1s, no_input: {after: 5s, say: 0s, retries: 1}, then: side, options: [{key: 1, prompt: 4s, for: b, then: {queue: q}}]},\
        side: {options: [{key: star, prompt: 3.5s, then: back}, {key: 5, prompt: 1s, for: b, then: disconnect}]}}";
    let scenario = with_ivr("patience: 100s", ivr, "intents: {a: 1, b: 0}");
    for call in calls(&scenario) {
        // 2 plays of 10 s, then 5 s in `side`: four rounds in 100 s.
        let visits = call.visits();
        assert_eq!(visits.len(), 8);
        assert!(visits.iter().step_by(2).all(|visit| visit.no_inputs == 2 && visit.level == 1));
        assert!(visits.iter().skip(1).step_by(2).all(|visit| visit.level == 2 && visit.no_inputs == 0));
        assert_eq!(call.outcome(), Outcome::AbandonedInIvr);
    }
}

#[test]
fn without_a_fallback_used_up_retries_disconnect() {
    let ivr = "menus: {main: {options: [{key: 1, prompt: 3s, for: a, then: {queue: q}}]}}";
    let calls = calls(&with_ivr(&format!("{NEVER}, mistakes: {{key_slip: 100%}}"), ivr, ""));
    // As nothing is written: two retries, a message of 3 s.
    assert!(calls.iter().all(|call| call.outcome() == Outcome::Disconnected && same(call.ivr_seconds(), 3.0 * 7.5)));
}

#[test]
fn an_intent_that_nothing_serves_is_a_warning_and_such_callers_find_nothing() {
    let yaml = "version: 1\nday: {from: \"00:00\", to: \"01:00\"}\nintents: {a: 1, other: 3}\narrivals: {v: {per_hour: 300}}\ncallers: {patience: never}\n\
        ivr: {defaults: {no_input: {after: 5s, retries: 2}, then: {queue: q}}, menus: {main: {intro: 1s, options: [{key: 1, prompt: 2s, for: a, then: disconnect}]}}}\n\
        queues: {q: {talk: 10s}}\nagents: {t: {count: 99, queues: [q]}}\n";
    let loaded = common::load(yaml);
    assert!(format!("{:?}", loaded.warnings).contains("unserved-intent"));
    assert!(
        of_intent(&loaded.scenario, 0)
            .iter()
            .all(|call| call.outcome() == Outcome::Disconnected && call.ivr_seconds() == 4.5)
    );
    assert!(
        of_intent(&loaded.scenario, 1)
            .iter()
            .all(|call| call.outcome() == Outcome::Served && call.ivr_seconds() == 24.0)
    );
}

#[test]
fn an_option_fits_also_where_callers_get_only_by_failing() {
    let inner = "options: [{key: 1, prompt: 3.5s, then: inner}]}, inner: {options: [{key: 1, prompt: 3.5s, for: a, then: {queue: q}}]}";
    for ivr in [
        format!(
            "start: s, steps: {{s: {{collect: {{digits: 2, valid: 0%, tries: 5}}, then: disconnect, failed: main}}}}, menus: {{main: {{{inner}}}"
        ),
        format!("start: {{self_service: {{takes: 5s, success: 0%, failed: main}}}}, menus: {{main: {{{inner}}}"),
        format!(
            "start: first, menus: {{first: {{no_input: {{after: 3s, retries: 0}}, then: main, options: [{{key: 1, prompt: 2s, then: disconnect}}]}}, main: {{{inner}}}"
        ),
    ] {
        let calls = calls(&with_ivr(NEVER, &ivr, ""));
        assert!(calls.iter().all(|call| call.outcome() == Outcome::Served && same(call.ivr_seconds(), 15.0)), "{ivr}");
    }
}

#[test]
fn keys_may_have_several_digits_and_a_balanced_tree_waits_for_none() {
    let ivr = "menus: {main: {options: [{key: \"12\", prompt: 3s, for: a, then: {queue: q}}]}}";
    assert!(calls(&with_ivr(NEVER, ivr, "")).iter().all(|call| same(call.ivr_seconds(), 4.5)));
    let names: Vec<String> = (0..12).map(|intent| format!("i{intent}: 1")).collect();
    let more = format!("intents: {{{}}}", names.join(", "));
    for call in
        calls(&with_ivr(NEVER, "balanced: {depth: 1, options: 12, intro: 2s, prompt: 3s, then: {queue: q}}", &more))
    {
        assert_same(call.ivr_seconds(), 2.0 + 3.0 * (call.intent() as f64 + 1.0) + 1.5);
    }
}

// ---- self-service ----

#[test]
fn self_service_is_under_the_clock_until_it_has_succeeded() {
    let ivr = |takes: &str| {
        format!("menus: {{main: {{options: [{{key: 1, prompt: 8.5s, for: a, then: {{self_service: {takes}}}}}]}}}}")
    };
    for (takes, outcome, seconds, place) in [
        ("19.5s", Outcome::SelfServed, 29.5, None),
        ("20s", Outcome::AbandonedInIvr, 30.0, Some(Place::Menu(MenuId(0), 1))), // ends exactly at the patience
        ("50s", Outcome::AbandonedInIvr, 30.0, Some(Place::Menu(MenuId(0), 1))),
    ] {
        let scenario = with_ivr("patience: 30s", &ivr(takes), "");
        for call in calls(&scenario) {
            assert_eq!((call.outcome(), call.ivr().1), (outcome, place));
            assert_same(call.ivr_seconds(), seconds);
            assert_eq!(call.used_self_service(), Some(outcome == Outcome::SelfServed));
        }
        let tally = tally(&scenario, 0);
        assert_eq!(tally.self_service.started, tally.arrived);
        assert_eq!(tally.self_service.succeeded, tally.outcome(Outcome::SelfServed));
        // Who hangs up there hangs up at that place: in its menu and at its level.
        let abandoned = tally.outcome(Outcome::AbandonedInIvr);
        assert_eq!((tally.levels[0].abandoned, tally.menus[0].abandoned), (abandoned, abandoned));
    }
}

#[test]
fn self_service_that_has_succeeded_makes_hanging_up_a_success() {
    let ivr = "menus: {main: {options: [{key: 1, prompt: 8.5s, for: a, then: {self_service: {takes: 5s, then: more}}}]},\
        more: {then: disconnect, options: [{key: 1, prompt: 100s, for: b, then: disconnect}, {key: 2, prompt: 20s, for: a, then: {queue: q}}]}}";
    let scenario = with_ivr("patience: 30s", ivr, "intents: {a: 1, b: 0}");
    for call in calls(&scenario) {
        assert_eq!((call.outcome(), call.ivr_seconds(), call.ivr().1), (Outcome::SelfServed, 30.0, None));
    }
    let tally = tally(&scenario, 0);
    let abandoned: u64 = tally.menus.iter().map(|menu| menu.abandoned).sum();
    assert_eq!((tally.outcome(Outcome::AbandonedInIvr), abandoned, tally.levels[1].abandoned), (0, 0, 0));
    // Being disconnected after success is one too; being queued goes on.
    let then = |then: &str| {
        format!(
            "menus: {{main: {{options: [{{key: 1, prompt: 1s, for: a, then: {{self_service: {{takes: 5s, then: {then}}}}}}}]}}}}"
        )
    };
    assert!(calls(&with_ivr(NEVER, &then("disconnect"), "")).iter().all(|call| call.outcome() == Outcome::SelfServed));
    assert!(calls(&with_ivr(NEVER, &then("{queue: q}"), "")).iter().all(|call| call.outcome() == Outcome::Served));
}

#[test]
fn self_service_that_fails_goes_on_where_it_says() {
    let ivr = "menus: {main: {options: [{key: 1, prompt: 1s, for: a, then: {self_service: {takes: 5s, success: 40%, failed: {queue: q}}}}]}}";
    let scenario = with_ivr(NEVER, ivr, "arrivals: {voice: {per_hour: 1000}}");
    let calls = calls(&scenario);
    for call in &calls {
        let success = call.used_self_service().unwrap();
        assert_eq!(call.outcome(), if success { Outcome::SelfServed } else { Outcome::Served });
        assert_same(call.ivr_seconds(), 7.5);
    }
    let tally = tally(&scenario, 0);
    assert!(is_share(tally.self_service.succeeded as usize, calls.len(), 0.4));
    assert_eq!(tally.self_service.started as usize, calls.len());
}

// ---- balanced trees ----

/// Which options a caller took, level by level.
fn path(call: &Call) -> Vec<u32> {
    call.visits().iter().map(|visit| visit.taken.unwrap()).collect()
}

#[test]
fn balanced_trees_draw_one_uniform_per_level_that_stays_whatever_the_tree() {
    let paths = |depth: u32, options: u32| -> Vec<Vec<u32>> {
        let ivr =
            format!("balanced: {{depth: {depth}, options: {options}, intro: 1s, prompt: 2s, then: {{queue: q}}}}");
        let model = scenario(&format!(
            "version: 1\nday: {{from: \"00:00\", to: \"01:00\"}}\narrivals: {{voice: {{per_hour: 400}}}}\ncallers: {{patience: never}}\n\
             ivr: {{{ivr}}}\nqueues: {{q: {{talk: 10s}}}}\nagents: {{team: {{count: 2000, queues: [q]}}}}\n"
        ));
        let calls = calls(&model);
        for call in &calls {
            let heard: f64 = path(call).iter().map(|&option| 1.0 + 2.0 * (f64::from(option) + 1.0) + 1.5).sum();
            assert_same(call.ivr_seconds(), heard);
        }
        calls.iter().map(path).collect()
    };
    let four = paths(2, 4);
    for option in 0..4 {
        let taken = four.iter().filter(|path| path[0] == option).count();
        assert!(is_share(taken, four.len(), 0.25), "all leaves are equally likely");
    }
    // The levels are independent of each other.
    assert!(is_share(four.iter().filter(|path| path[0] == path[1]).count(), four.len(), 0.25));
    for (four, deeper) in four.iter().zip(paths(3, 4)) {
        assert_eq!(four[..], deeper[..2], "another level changes nothing above it");
    }
    for (four, five) in four.iter().zip(paths(2, 5)) {
        for (&a, &b) in four.iter().zip(&five) {
            let (a, b) = (f64::from(a), f64::from(b));
            assert!(a / 4.0 < (b + 1.0) / 5.0 && b / 5.0 < (a + 1.0) / 4.0, "one uniform picks both");
        }
    }
}

#[test]
fn intents_are_dealt_over_the_leaves_in_their_order_and_share_them_by_quantile() {
    let paths = |intents: usize| -> Vec<Vec<u32>> {
        let names: Vec<String> = (0..intents).map(|intent| format!("i{intent}: 1")).collect();
        let more = format!("intents: {{{}}}\narrivals: {{voice: {{per_hour: 1000}}}}", names.join(", "));
        let calls = calls(&with_ivr(NEVER, "balanced: {depth: 2, options: 2, prompt: 2s, then: {queue: q}}", &more));
        (0..intents)
            .map(|intent| {
                let mut paths = calls.iter().filter(|call| call.intent() == intent).map(path);
                let first = paths.next().unwrap();
                assert!(paths.all(|path| path == first));
                first
            })
            .collect()
    };
    let leaves = [[0, 0], [0, 1], [1, 0], [1, 1]];
    assert_eq!(paths(3), leaves[..3], "a leaf without an intent helps nobody");
    assert_eq!(paths(4), leaves);
    assert_eq!(paths(6), [0, 0, 1, 2, 2, 3].map(|leaf: usize| leaves[leaf].to_vec()));
    assert_eq!(paths(8), [0, 0, 1, 1, 2, 2, 3, 3].map(|leaf: usize| leaves[leaf].to_vec()));
}
