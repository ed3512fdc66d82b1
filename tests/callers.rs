//! Callers are who they are whatever becomes of others, and who takes nothing from anybody is missed by nobody.
//!
//! Streams come and go, staff and lines change, single callers are left out: everybody else arrives when they did, wants
//! what they wanted and goes through the IVR as they did; and where the one who is left out held up nobody, the others'
//! whole fate is the same, to the last bit.

mod common;

use std::collections::{HashMap, HashSet};

use common::generator::{Center, center};
use common::{Call, QueueVisit, Told, calls, counted, scenario, told, told_of};
use hangup::center::{Contact, Event, Model, Outcome};
use hangup::scenario::resolved::Scenario;
use proptest::prelude::*;
use proptest::sample::Index;

proptest! {
    #![proptest_config(common::cases(24))]

    #[test]
    fn callers_keep_their_draws_when_a_stream_comes_or_goes(center in center(), rate in 30_u32..160) {
        let without = scenario(&center.yaml());
        let mut more = center.clone();
        let rest = center.streams[0].1.split_once(", ").map_or("}", |(_, rest)| rest);
        let comma = if rest == "}" { "" } else { ", " };
        more.streams.insert(0, ("new".into(), format!("{{per_hour: {rate}{comma}{rest}")));
        let with = scenario(&more.yaml());
        same_people(&people(&without, &center), &people(&with, &more))?;
    }

    #[test]
    fn callers_keep_their_draws_when_staff_and_lines_change(center in center()) {
        let mut other = center.clone();
        other.groups[0].1 = "9".into();
        other.groups.push(("new".into(), "4".into(), center.groups[0].2.clone()));
        other.lines = if center.lines.is_none() { Some(8) } else { None };
        same_people(&people(&scenario(&center.yaml()), &center), &people(&scenario(&other.yaml()), &other))?;
    }
}

proptest! {
    #![proptest_config(common::cases(96))]

    #[test]
    fn callers_keep_their_draws_when_one_is_removed(center in center(), which in any::<Index>()) {
        let scenario = scenario(&center.yaml());
        let close = counted(&scenario).1;
        let model = Model::new(&scenario);
        let all = told_of::<false>(&model, 1).calls();
        prop_assume!(!all.is_empty());
        let removed = which.get(&all);
        let less = told_of::<false>(&without(&model, &[removed]), 1).calls();
        prop_assert!(less.iter().all(|call| call.who() != removed.who()), "they still call");
        let mut others = people_among(&all, close, &center);
        others.remove(&name(removed, &center));
        let rest = people_among(&less, close, &center);
        prop_assert_eq!(rest.len(), others.len());
        same_people(&others, &rest)?;
    }

    /// Whoever reached no agent and held no line took nothing from anybody: without them everything else happens to the
    /// same people, at the same times to the last bit, by the same agents. One by one, and all of them at once.
    #[test]
    fn nobody_misses_a_caller_who_reached_no_agent(center in center(), which in any::<Index>()) {
        let scenario = scenario(&center.yaml());
        let close = counted(&scenario).1;
        let model = Model::new(&scenario);
        let all = told_of::<true>(&model, 1);
        let calls = all.calls();
        let in_vain = |call: &&Call| match scenario.lines {
            None => call.answers().is_empty(),
            Some(_) => call.outcome() == Outcome::Blocked,
        };
        let in_vain: Vec<&Call> = calls.iter().filter(|call| call.arrived() < close).filter(in_vain).collect();
        prop_assume!(!in_vain.is_empty());
        for removed in [&[*which.get(&in_vain)], in_vain.as_slice()] {
            let less = told_of::<true>(&without(&model, removed), 1);
            let rest = |told: &Told<true>| -> Vec<(f64, Contact, Event)> {
                let who: HashSet<(u32, u32)> = removed.iter().map(|call| call.who()).collect();
                let stays = |contact: &Contact| !who.contains(&(contact.stream.0, contact.ordinal));
                let events = told.events.iter().filter(|(_, contact, _)| contact.arrived < close && stays(contact));
                events.copied().collect()
            };
            // Nobody is kept back in the second, so that whoever is left out and calls all the same would show.
            let inside: Vec<_> = less.events.iter().filter(|(_, contact, _)| contact.arrived < close).copied().collect();
            prop_assert!(rest(&all) == inside, "without {:?}", removed.iter().map(|call| call.who()).collect::<Vec<_>>());
        }
    }
}

/// Where there are always more agents than callers, nobody takes anything from anybody, whoever they are.
#[test]
fn nobody_misses_a_caller_where_nobody_waits() {
    let scenario = served_by(2000);
    let all = calls(&scenario);
    assert!(all.iter().filter(|call| call.outcome() == Outcome::Served).count() > 100);
    for removed in &all {
        assert_eq!(fates_without(&scenario, removed), fates_but(&all, removed), "without {:?}", removed.who());
    }
}

/// The comparison above is sharp: where there is one agent, exactly those are missed during whose talk somebody waited.
#[test]
fn somebody_misses_a_caller_where_others_wait() {
    let scenario = served_by(1);
    let all = calls(&scenario);
    let mut missed = 0;
    for removed in &all {
        let others_wait = removed.answer().is_some_and(|answer| {
            let waits = |visit: &QueueVisit| {
                let until = visit.time + visit.waited();
                visit.time < answer.time + answer.talk && until > answer.time && visit.waited() > 0.0
            };
            all.iter()
                .filter(|call| call.who() != removed.who())
                .flat_map(Call::queue_visits)
                .any(|visit| waits(&visit))
        });
        let differs = fates_without(&scenario, removed) != fates_but(&all, removed);
        assert_eq!(differs, others_wait, "without {:?}", removed.who());
        missed += usize::from(differs);
    }
    assert!(missed > 50 && missed + 50 < all.len(), "{missed} of {} are missed", all.len());
}

/// An hour of calls through a menu to so many agents.
fn served_by(agents: u32) -> Scenario {
    let menu = "options: [{key: 1, prompt: 3s, for: a, then: {queue: q}}, {key: 2, prompt: 2s, then: voicemail}]";
    let callers = "patience: {exponential: 2m}, mistakes: {wrong_option: 20%, key_slip: 10%}";
    let mut scenario = common::with_ivr(callers, &format!("menus: {{main: {{{menu}}}}}"), "");
    scenario.groups[0].count.steps = vec![(0.0, agents)];
    scenario
}

/// What happened to everybody but this caller.
fn fates_but(calls: &[Call], removed: &Call) -> Vec<String> {
    calls.iter().filter(|call| call.who() != removed.who()).map(fate).collect()
}

fn fates_without(scenario: &Scenario, removed: &Call) -> Vec<String> {
    told_of::<false>(&without(&Model::new(scenario), &[removed]), 0).calls().iter().map(fate).collect()
}

/// Everything that happened to a caller but which of the agents answered: the longest idle is another one when one more
/// of them has rested.
fn fate(call: &Call) -> String {
    let mut events = call.events.clone();
    for (_, event) in &mut events {
        if let Event::Answered { agent, .. } = event {
            *agent = 0;
        }
    }
    format!("{:?} {events:?}", call.contact)
}

fn without(model: &Model, callers: &[&Call]) -> Model {
    model.clone().without(callers.iter().map(|call| (call.contact.stream, call.contact.ordinal)))
}

// ---- who the callers are ----

/// What becomes of every caller that does not depend on others, by the stream's name and the caller's place in it.
type People = HashMap<(String, u32), Person>;

#[derive(Debug, Clone, PartialEq)]
struct Person {
    arrived: f64,
    intent: usize,
    /// How they went through the IVR, where they got a line.
    ivr: Option<Vec<String>>,
    /// The queue they came to.
    queue: Option<usize>,
    /// By queue and whether it ended in a transfer, the talk and work of every answer.
    handled: HashMap<(usize, bool), (f64, f64)>,
}

fn people(scenario: &Scenario, center: &Center) -> People {
    people_among(&told::<false>(scenario, 1).calls(), counted(scenario).1, center)
}

fn people_among(calls: &[Call], close: f64, center: &Center) -> People {
    let person = |call: &Call| {
        let in_ivr = |event: &&(f64, Event)| {
            matches!(event.1, Event::VisitedMenu(_) | Event::UsedSelfService { .. } | Event::LeftIvr { .. })
        };
        Person {
            arrived: call.arrived(),
            intent: call.intent(),
            ivr: (call.outcome() != Outcome::Blocked)
                .then(|| call.events.iter().filter(in_ivr).map(|event| format!("{event:?}")).collect()),
            queue: call.queued().map(|(_, queue)| queue),
            handled: call
                .answers()
                .iter()
                .map(|answer| ((answer.queue, answer.transfer.is_some()), (answer.talk, answer.work)))
                .collect(),
        }
    };
    let counted = calls.iter().filter(|call| call.arrived() < close);
    counted.map(|call| (name(call, center), person(call))).collect()
}

/// The stream's name and the caller's place in it.
fn name(call: &Call, center: &Center) -> (String, u32) {
    (center.streams[call.who().0 as usize].0.clone(), call.who().1)
}

/// Whoever is in both is the same person in both; whoever is in the first is in the second.
fn same_people(some: &People, others: &People) -> Result<(), TestCaseError> {
    for (who, one) in some {
        let Some(other) = others.get(who) else {
            return Err(TestCaseError::fail(format!("{who:?} is gone")));
        };
        prop_assert_eq!((one.arrived, one.intent), (other.arrived, other.intent));
        if let (Some(a), Some(b)) = (&one.ivr, &other.ivr) {
            prop_assert_eq!(a, b);
            prop_assert_eq!(one.queue, other.queue);
        }
        for (visit, handled) in &one.handled {
            prop_assert!(other.handled.get(visit).is_none_or(|other| other == handled));
        }
    }
    Ok(())
}
