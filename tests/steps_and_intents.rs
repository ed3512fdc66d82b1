//! What the steps of a phone tree do to those who come through them, and what an intent may have of its own.

mod common;

use common::{Call, assert_same, calls, is_share, scenario, with_ivr};
use hangup::center::{Outcome, Place};

const NEVER: &str = "patience: never";
const MANY: &str = "arrivals: {voice: {per_hour: 3000}}";

// ---- opening hours ----

#[test]
fn opening_hours_are_asked_for_when_the_call_comes_there() {
    let yaml = "version: 1\nday: {from: \"08:00\", to: \"13:00\"}\narrivals: {voice: {per_hour: 600}}\ncallers: {patience: never}\n\
        schedules: {morning: {open: \"09:00\", close: \"11:00\"}, office: {open: \"10:00\", close: \"12:00\"}}\n\
        ivr: {greeting: 10m, start: hours, steps: {hours: {when: [{open: morning, then: {queue: q}}, {open: office, then: voicemail}],\
        then: disconnect}}}\nqueues: {q: {talk: 10s}}\nagents: {team: {count: 2000, queues: [q]}}\n";
    let mut seen = [0; 3];
    for call in calls(&scenario(yaml)) {
        // Ten minutes after the call has come, in hours; the first of the conditions that holds counts.
        let clock = (call.arrived() + 600.0) / 3600.0;
        let (index, expected) = match clock {
            _ if (9.0..11.0).contains(&clock) => (0, Outcome::Served),
            _ if (11.0..12.0).contains(&clock) => (1, Outcome::LeftVoicemail),
            _ => (2, Outcome::Disconnected),
        };
        assert_eq!(call.outcome(), expected, "{clock}");
        assert_same(call.ivr_seconds(), 600.0);
        seen[index] += 1;
    }
    assert!(seen.iter().all(|&seen| seen > 400), "{seen:?}");
}

// ---- digits ----

/// Half a minute of prompt, four digits of a second, and 6 s to look them up.
const DIGITS: &str = "start: number, steps: {number: {collect: {say: 30s, digits: 4, per_digit: 1s, look_up: 6s, valid: 60%, tries: 3},\
    then: {queue: q}, failed: disconnect}}";

#[test]
fn digits_are_asked_for_until_they_are_valid_or_the_tries_are_used_up() {
    let calls = calls(&with_ivr(NEVER, DIGITS, MANY));
    let mut by_tries = [0; 4];
    for call in &calls {
        let tries = (call.ivr_seconds() / 40.0).round();
        // Each time the prompt is heard, the digits are entered and looked up.
        assert_same(call.ivr_seconds(), 40.0 * tries);
        let served = call.outcome() == Outcome::Served;
        assert!(served || call.outcome() == Outcome::Disconnected && tries == 3.0);
        by_tries[if served { tries as usize - 1 } else { 3 }] += 1;
    }
    for (count, p) in by_tries.into_iter().zip([0.6, 0.24, 0.096, 0.064]) {
        assert!(is_share(count, calls.len(), p), "{by_tries:?}");
    }
}

#[test]
fn known_numbers_need_no_digits_and_listen_like_the_others() {
    let ivr = DIGITS
        .replace("look_up: 6s", "look_up: 6s, skip_if: known_number")
        .replace("{queue: q}, failed", "main, failed")
        + ", menus: {main: {intro: 2s, options: [{key: 1, prompt: 3s, for: a, then: {queue: q}}]}}";
    let more = format!("{MANY}\ncustomers: {{known_number: 30%}}");
    let calls = calls(&with_ivr(&format!("{NEVER}, listening: {{dial_ahead: 40%}}"), &ivr, &more));
    // Without digits a caller is through with the menu within 0.8 s or 6.5 s.
    let known: Vec<&Call> = calls.iter().filter(|call| call.ivr_seconds() < 7.0).collect();
    assert!(is_share(known.len(), calls.len(), 0.3), "{} of {}", known.len(), calls.len());
    let ahead = known.iter().filter(|call| call.ivr_seconds() < 1.0).count();
    assert!(is_share(ahead, known.len(), 0.4), "{ahead} of {}", known.len());
}

// ---- dialogues, and other numbers ----

#[test]
fn every_wait_takes_a_time_of_its_own() {
    let ivr = "start: ask, steps: {ask: {wait: {exponential: 20s}, then: seek}, seek: {wait: {exponential: 20s}, then: disconnect}}";
    let times: Vec<f64> = calls(&with_ivr(NEVER, ivr, MANY)).iter().map(Call::ivr_seconds).collect();
    let n = times.len() as f64;
    let mean = times.iter().sum::<f64>() / n;
    let variance = times.iter().map(|time| (time - mean).powi(2)).sum::<f64>() / n;
    // Two independent exponentials: 2 × 20² s²; the same one twice would vary twice as much.
    assert!((mean - 40.0).abs() < 4.5 * (800.0 / n).sqrt(), "{mean}");
    assert!((variance / 800.0 - 1.0).abs() < 0.25, "{variance}");
}

#[test]
fn a_transfer_to_another_number_takes_its_time_under_the_clock() {
    let ivr = "start: {transfer_out: 20s}";
    for (patience, outcome, seconds) in [
        ("20.001s", Outcome::TransferredOut, 20.0),
        ("20s", Outcome::AbandonedInIvr, 20.0),
        ("7s", Outcome::AbandonedInIvr, 7.0),
    ] {
        for call in calls(&with_ivr(&format!("patience: {patience}"), ivr, "")) {
            assert_eq!((call.outcome(), call.ivr_seconds()), (outcome, seconds));
            assert_eq!(call.ivr().1, (outcome == Outcome::AbandonedInIvr).then_some(Place::Greeting));
        }
    }
}

// ---- intents ----

#[test]
fn an_intent_may_have_a_share_a_patience_and_a_talk_of_its_own() {
    let yaml = "version: 1\nday: {from: \"00:00\", to: \"24:00\"}\nintents:\n  plain: 3\n  hasty: {weight: 2, patience: 10s, talk: 4m}\n  \
        slow: {weight: 5, patience: {ivr: 2m, queue: 40s}}\n\
        arrivals: {voice: {per_hour: {\"00:00\": 2000, \"01:00\": 0, \"22:00\": 2000, \"23:00\": 0}}}\n\
        callers: {patience: 90s}\nivr: {greeting: 5s, start: {queue: q}}\nqueues: {q: {talk: 1m}}\n\
        agents: {late: {count: {\"21:00\": 4000}, queues: [q]}}\n";
    let calls = calls(&scenario(yaml));
    for (intent, share, gives_up_after, talk) in [(0, 0.3, 85.0, 60.0), (1, 0.2, 5.0, 240.0), (2, 0.5, 40.0, 60.0)] {
        let mine: Vec<&Call> = calls.iter().filter(|call| call.intent() == intent).collect();
        assert!(is_share(mine.len(), calls.len(), share), "{} of {}", mine.len(), calls.len());
        // Nobody answers before nine in the evening, everybody is answered after it.
        for call in mine {
            match call.answer() {
                Some(answer) => assert_eq!((answer.waited, answer.talk), (0.0, talk)),
                None => assert_same(call.gave_up_after().expect("it was queued"), gives_up_after),
            }
            assert_eq!(call.answer().is_some(), call.arrived() > 20.0 * 3600.0);
        }
    }
}
