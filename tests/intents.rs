//! Why people call, and what it changes for them: to the second, and by shares.
//!
//! | the line | the tests |
//! | --- | --- |
//! | intents have weights | `intents_come_by_their_weights` |
//! | an option may be `for` several of them | `an_option_may_serve_several_intents` |
//! | an intent's own patience, one clock or two, instead of everybody's | `an_intent_is_as_patient_*`, `an_intent_may_*` |
//! | an intent's own talk time, wherever it is answered | `an_intent_is_talked_to_for_as_long_as_it_says` |
//! | who has gone wrong goes back and finds their way | `whoever_went_wrong_goes_back_and_finds_the_way` |
//! | how long callers take to press | `pressing_takes_as_long_as_is_written` |
//!
//! That intents are dealt over the leaves of a balanced tree, and that nothing fits only where nothing is offered, is in
//! `exact_meanings.rs`.

mod common;

use common::{Call, assert_same, calls, is_share, scenario, with_ivr};
use hangup::center::{Outcome, Place};

/// A menu whose three options are for the intents a, for b and c, and for nobody; each takes 3 s.
const SHARED: &str = "menus: {main: {options: [{key: 1, prompt: 3s, for: a, then: {queue: q}},\
    {key: 2, prompt: 3s, for: [b, c], then: {queue: q}}, {key: 3, prompt: 3s, then: {queue: q}}]}}";

fn of_intent(calls: &[Call], intent: usize) -> Vec<&Call> {
    let calls: Vec<&Call> = calls.iter().filter(|call| call.intent() == intent).collect();
    assert!(calls.len() > 20, "only {} calls of intent {intent}", calls.len());
    calls
}

#[test]
fn intents_come_by_their_weights() {
    let more = "intents: {a: 50, b: {weight: 30}, c: 20}\narrivals: {voice: {per_hour: 20000}}";
    let calls = calls(&with_ivr("patience: never", SHARED, more));
    for (intent, share) in [0.5, 0.3, 0.2].into_iter().enumerate() {
        let count = of_intent(&calls, intent).len();
        assert!(is_share(count, calls.len(), share), "{intent}: {count} of {}", calls.len());
    }
}

#[test]
fn an_option_may_serve_several_intents() {
    let calls = calls(&with_ivr("patience: never", SHARED, "intents: {a: 1, b: 1, c: 1}"));
    for (intent, option, heard) in [(0, 0, 3.0), (1, 1, 6.0), (2, 1, 6.0)] {
        for call in of_intent(&calls, intent) {
            assert_eq!(call.plays()[0].pressed.map(|press| press.option as usize), Some(option));
            assert_same(call.ivr_seconds(), heard + 1.5);
        }
    }
}

#[test]
fn an_intent_is_as_patient_as_it_says() {
    // Until the first option is pressed 4.5 s pass, until the second one 7.5 s.
    let more = "intents: {a: {weight: 1, patience: 4s}, b: {weight: 1, patience: 9s}, c: 1}";
    let calls = calls(&with_ivr("patience: 7s", SHARED, more));
    for (intent, patience) in [(0, 4.0), (2, 7.0)] {
        for call in of_intent(&calls, intent) {
            assert_eq!(call.outcome(), Outcome::AbandonedInIvr);
            assert_same(call.ivr_seconds(), patience);
        }
    }
    assert!(of_intent(&calls, 1).iter().all(|call| call.outcome() == Outcome::Served));
}

/// Whatever speeds the clock, at whatever place: of those with a patience of their own becomes what would have become of them
/// if everybody had it.
#[test]
fn an_intent_is_as_patient_as_if_everybody_were() {
    let own = "{weibull: {shape: 0.7, mean: 40s}}";
    let ivr = "greeting: 5s, menus: {main: {intro: 2s, options: [{key: 1, prompt: 3s, for: a, then: {queue: q}}, {key: 2, prompt: 3s, then: sub}]},\
        sub: {options: [{key: 1, prompt: 4s, for: c, then: {queue: q}}, {key: 2, prompt: 4s, for: b, then: {queue: q}}]}}";
    let lived = |everybody: &str, b: &str| {
        let more = format!("intents: {{a: 1, b: {b}, c: 1}}\narrivals: {{voice: {{per_hour: 500}}}}");
        let callers = format!(
            "patience: {everybody}, mistakes: {{key_slip: 20%}}, hazard: {{ivr: 0.6, per_level: 1.5, per_error: 2}}"
        );
        let mut calls = calls(&with_ivr(&callers, ivr, &more));
        calls.retain(|call| call.intent() == 1);
        // Not by whom they are answered, which the others have a part in.
        calls.iter().map(|call| (call.who(), call.visits(), call.ivr(), call.outcome())).collect::<Vec<_>>()
    };
    let (everybody, alone) = (lived(own, "1"), lived("{exponential: 10m}", &format!("{{weight: 1, patience: {own}}}")));
    let hung_up = everybody.iter().filter(|call| call.3 == Outcome::AbandonedInIvr).count();
    assert!(hung_up > 20 && hung_up + 20 < everybody.len(), "{hung_up} of {}", everybody.len());
    assert_eq!(everybody, alone);
    assert!(everybody != lived("{exponential: 10m}", "1"));
}

/// One's own patience is one clock over the whole call, or two, whatever the others' is.
#[test]
fn an_intent_may_have_one_clock_or_two() {
    let more = "intents: {a: {weight: 1, patience: {ivr: 20s, queue: 30s}}, b: {weight: 1, patience: 20s}, c: 1}";
    let unserved = |patience: &str| {
        let yaml = format!(
            "version: 1\nday: {{from: \"00:00\", to: \"01:00\"}}\narrivals: {{voice: {{per_hour: 200}}}}\n{more}\n\
             callers: {{patience: {patience}}}\nivr: {{{SHARED}}}\nlines: 1000\n\
             queues: {{q: {{talk: 10h}}}}\nagents: {{team: {{count: 1, queues: [q]}}}}\n"
        );
        calls(&scenario(&yaml))
    };
    let calls = unserved("{ivr: 60s, queue: 45s}");
    let waited = |intent: usize| -> Vec<f64> {
        let given_up: Vec<f64> = of_intent(&calls, intent).iter().filter_map(|call| call.gave_up_after()).collect();
        assert!(given_up.len() > 20);
        given_up
    };
    for (intent, patience) in [(0, 30.0), (1, 20.0 - 7.5), (2, 45.0)] {
        for waited in waited(intent) {
            assert_same(waited, patience);
        }
    }
}

#[test]
fn an_intent_is_talked_to_for_as_long_as_it_says() {
    let calls = calls(&with_ivr("patience: never", SHARED, "intents: {a: 1, b: {weight: 1, talk: 77s}, c: 1}"));
    for (intent, talk) in [(0, 10.0), (1, 77.0), (2, 10.0)] {
        for call in of_intent(&calls, intent) {
            assert_same(call.answer().expect("an answer").talk, talk);
        }
    }
}

/// Seven in ten of those who hear the wrong option first take it, hear in its menu that it was, go back, and are asked anew.
#[test]
fn whoever_went_wrong_goes_back_and_finds_the_way() {
    let ivr = "menus: {main: {intro: 1s, options: [{key: 1, prompt: 2s, then: other}, {key: 2, prompt: 3s, for: a, then: {queue: q}}]},\
        other: {options: [{key: 3, prompt: 2s, for: b, then: {queue: q}}, {key: star, prompt: 4s, then: back}]}}";
    let more = "intents: {a: 1, b: 1}\narrivals: {voice: {per_hour: 10000}}";
    let calls = calls(&with_ivr("patience: never, mistakes: {wrong_option: 70%}", ivr, more));
    let lost = of_intent(&calls, 0);
    let mut times_back = [0_usize; 4];
    for call in &lost {
        assert_eq!(call.outcome(), Outcome::Served, "nobody is lost for good");
        let visits = call.visits();
        // In `other` the first option, which is for somebody else, is a temptation too, and leads out of the phone tree.
        let right = visits.last().expect("a visit").menu.index() == 0;
        let back = visits.len() / 2;
        let astray = visits.iter().filter(|visit| visit.menu.index() == 1).count();
        if right {
            assert_same(call.ivr_seconds(), 7.5 + back as f64 * (4.5 + 7.5));
            assert_eq!(astray, back);
            times_back[back.min(3)] += 1;
        }
    }
    // 30 % resist at first; 70 % do not, of whom 30 % resist the first option of `other` and go back, and so on.
    let again = 0.7 * 0.3;
    for (back, share) in [0.3, 0.3 * again, 0.3 * again * again].into_iter().enumerate() {
        assert!(is_share(times_back[back], lost.len(), share), "{back}: {} of {}", times_back[back], lost.len());
    }
}

#[test]
fn pressing_takes_as_long_as_is_written() {
    let listening =
        "patience: never, listening: {dial_ahead: 50%, press_when_heard: 30%, decide: 2.25s, reaction: 0.3s}";
    let calls = calls(&with_ivr(listening, SHARED, "intents: {b: 1, a: 1, c: 1}\narrivals: {voice: {per_hour: 2000}}"));
    // `b` is the second option: at once from memory, after 6 s, or after all of the menu.
    let taken: Vec<f64> = of_intent(&calls, 0).iter().map(|call| call.ivr_seconds()).collect();
    for (seconds, share) in [(0.3, 0.5), (6.0 + 2.25, 0.3), (9.0 + 2.25, 0.2)] {
        let count = taken.iter().filter(|taken| common::same(**taken, seconds)).count();
        assert!(is_share(count, taken.len(), share), "{count} of {} take {seconds} s", taken.len());
    }
    assert!(calls.iter().all(|call| call.ivr() == (call.ivr_seconds(), None::<Place>, false)));
}
