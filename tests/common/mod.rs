//! What the tests of meanings and of laws share: scenarios written in a few lines, and what happened in them.

#![allow(dead_code)] // every test file uses its own part

pub(crate) mod broken;
pub(crate) mod diary;
pub(crate) mod generator;
pub(crate) mod lawful;
pub(crate) mod many_channels;
pub(crate) mod staged;

use std::collections::HashMap;

use hangup::center::{
    Contact, Duty, Engine, Event, Hours, HungUp, MenuPlay, MenuVisit, Model, Observer, Outcome, Place,
};
use hangup::experiment::{Results, Settings, run};
use hangup::law::Law;
use hangup::measure::{FollowsIvr, Recorder, Tally, Windows};
use hangup::report::{Report, json};
use hangup::scenario::{Loaded, parse, resolved::QueueId, resolved::Scenario, resolved::Span};
use proptest::prelude::ProptestConfig;
use proptest::test_runner::RngSeed;

/// So many cases, or as many as `PROPTEST_CASES` asks for.
pub(crate) fn cases(cases: u32) -> ProptestConfig {
    let asked = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok());
    // The gate checks the same cases every time; whoever asks for more gets others.
    let rng_seed = if asked.is_some() { RngSeed::Random } else { RngSeed::Fixed(1) };
    let cases = asked.unwrap_or(cases);
    ProptestConfig { cases, rng_seed, failure_persistence: None, max_shrink_iters: 400, ..ProptestConfig::default() }
}

/// Reads a scenario that must be right.
pub(crate) fn load(yaml: &str) -> Loaded {
    parse("test.yaml", yaml.to_owned(), &[]).unwrap_or_else(|report| panic!("{}\n{yaml}", report.render(false)))
}

/// Reads a scenario that must be right.
pub(crate) fn scenario(yaml: &str) -> Scenario {
    load(yaml).scenario
}

/// A scenario with a phone tree: one hour of calls, one intent `a` unless `more` names some, and more people than
/// calls, so that nobody ever waits for `q`.
pub(crate) fn with_ivr(callers: &str, ivr: &str, more: &str) -> Scenario {
    let intents = if more.contains("intents:") { "" } else { "intents: {a: 1}" };
    let arrivals = if more.contains("arrivals:") { "" } else { "arrivals: {voice: {per_hour: 200}}" };
    scenario(&format!(
        "version: 1\nday: {{from: \"00:00\", to: \"01:00\"}}\n{arrivals}\n{intents}\ncallers: {{{callers}}}\nivr: {{{ivr}}}\n\
         queues: {{q: {{talk: 10s, after_call_work: 0s}}}}\nagents: {{team: {{count: 2000, queues: [q]}}}}\n{more}\n"
    ))
}

/// One contact, with what happened to it in the order of telling.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Call {
    pub(crate) contact: Contact,
    pub(crate) events: Vec<(f64, Event)>,
}

impl Call {
    /// The stream's position and the caller's place in it: who it is.
    pub(crate) fn who(&self) -> (u32, u32) {
        (self.contact.stream.0, self.contact.ordinal)
    }

    pub(crate) fn arrived(&self) -> f64 {
        self.contact.arrived
    }

    pub(crate) fn intent(&self) -> usize {
        self.contact.intent.index()
    }

    /// When and how it ended.
    pub(crate) fn end(&self) -> (f64, Outcome) {
        let mut ends = self.events.iter().filter_map(|(time, event)| match event {
            Event::Ended(outcome) => Some((*time, *outcome)),
            _ => None,
        });
        let end = ends.next().expect("every contact ends");
        assert_eq!(ends.next(), None, "every contact ends once");
        end
    }

    pub(crate) fn outcome(&self) -> Outcome {
        self.end().1
    }

    pub(crate) fn visits(&self) -> Vec<MenuVisit> {
        let visit = |(_, event): &(f64, Event)| match event {
            Event::VisitedMenu(visit) => Some(*visit),
            _ => None,
        };
        self.events.iter().filter_map(visit).collect()
    }

    /// The seconds in the IVR, where the caller hung up in it, and whether they asked for a person.
    pub(crate) fn ivr(&self) -> (f64, Option<Place>, bool) {
        let left = |(_, event): &(f64, Event)| match event {
            Event::LeftIvr { seconds, hung_up, zeroed_out, .. } => {
                Some((*seconds, hung_up.map(|hung_up| hung_up.place), *zeroed_out))
            }
            _ => None,
        };
        self.events.iter().find_map(left).expect("it entered the IVR")
    }

    pub(crate) fn plays(&self) -> Vec<MenuPlay> {
        let play = |(_, event): &(f64, Event)| match event {
            Event::PlayedMenu(play) => Some(*play),
            _ => None,
        };
        self.events.iter().filter_map(play).collect()
    }

    /// Where, how far and why the caller hung up in the IVR.
    pub(crate) fn hung_up(&self) -> Option<HungUp> {
        self.events.iter().find_map(|(_, event)| match event {
            Event::LeftIvr { hung_up, .. } => *hung_up,
            _ => None,
        })
    }

    pub(crate) fn ivr_seconds(&self) -> f64 {
        self.ivr().0
    }

    /// When it was handed to which queue first.
    pub(crate) fn queued(&self) -> Option<(f64, usize)> {
        self.events.iter().find_map(|(time, event)| match event {
            Event::Queued { queue, .. } => Some((*time, queue.index())),
            _ => None,
        })
    }

    /// The first answer.
    pub(crate) fn answer(&self) -> Option<Answer> {
        self.answers().first().copied()
    }

    /// One answer, or of a transferred call up to two.
    pub(crate) fn answers(&self) -> Vec<Answer> {
        let answer = |(time, event): &(f64, Event)| match *event {
            Event::Answered { queue, from, group, agent, waited, talk, work, misrouted, transfer, earlier, .. } => {
                Some(Answer {
                    time: *time,
                    queue: queue.index(),
                    from: from.index(),
                    group: group.index(),
                    agent,
                    waited,
                    talk,
                    work,
                    misrouted,
                    transfer: transfer.map(QueueId::index),
                    earlier: earlier.map(|earlier| (earlier.queue.index(), earlier.waited)),
                })
            }
            _ => None,
        };
        self.events.iter().filter_map(answer).collect()
    }

    /// Its visits to queues: none, one, or of a transferred call two.
    pub(crate) fn queue_visits(&self) -> Vec<QueueVisit> {
        let mut visits = Vec::new();
        let mut answers = self.answers().into_iter();
        for (time, event) in &self.events {
            match event {
                Event::Queued { queue, .. } => {
                    visits.push(QueueVisit { time: *time, queue: queue.index(), answer: None, gave_up: None });
                }
                Event::Answered { .. } => visits.last_mut().expect("it was queued").answer = answers.next(),
                Event::Abandoned { waited, .. } => visits.last_mut().expect("it was queued").gave_up = Some(*waited),
                _ => {}
            }
        }
        visits
    }

    /// When it was passed on, from which queue to which.
    pub(crate) fn transferred(&self) -> Option<(f64, usize, usize)> {
        self.events.iter().find_map(|(time, event)| match event {
            Event::Transferred { from, to } => Some((*time, from.index(), to.index())),
            _ => None,
        })
    }

    /// Of a caller who hung up while waiting: how long they waited.
    pub(crate) fn gave_up_after(&self) -> Option<f64> {
        self.events.iter().find_map(|(_, event)| match event {
            Event::Abandoned { waited, .. } => Some(*waited),
            _ => None,
        })
    }

    pub(crate) fn used_self_service(&self) -> Option<bool> {
        self.events.iter().find_map(|(_, event)| match event {
            Event::UsedSelfService { success, .. } => Some(*success),
            _ => None,
        })
    }
}

/// A visit to a queue, which ends in an answer or in giving up.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct QueueVisit {
    pub(crate) time: f64,
    pub(crate) queue: usize,
    pub(crate) answer: Option<Answer>,
    pub(crate) gave_up: Option<f64>,
}

impl QueueVisit {
    pub(crate) fn waited(&self) -> f64 {
        self.answer.map(|answer| answer.waited).or(self.gave_up).expect("the visit ends")
    }
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Answer {
    pub(crate) time: f64,
    pub(crate) queue: usize,
    pub(crate) from: usize,
    pub(crate) group: usize,
    pub(crate) agent: u32,
    pub(crate) waited: f64,
    pub(crate) talk: f64,
    pub(crate) work: f64,
    pub(crate) misrouted: bool,
    /// The queue it ends in a transfer to.
    pub(crate) transfer: Option<usize>,
    /// The queue and the wait before the transfer that brought it here.
    pub(crate) earlier: Option<(usize, f64)>,
}

/// Everything that an observer was told.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Told<const ORDERED: bool> {
    pub(crate) events: Vec<(f64, Contact, Event)>,
    pub(crate) duties: Vec<Duty>,
}

impl<const IN_ORDER: bool> Observer for Told<IN_ORDER> {
    const ORDERED: bool = IN_ORDER;

    fn event(&mut self, time: f64, contact: &Contact, event: &Event) {
        self.events.push((time, *contact, *event));
    }

    fn duty(&mut self, duty: &Duty) {
        self.duties.push(*duty);
    }
}

impl<const ORDERED: bool> Told<ORDERED> {
    /// The contacts, by stream and ordinal.
    pub(crate) fn calls(&self) -> Vec<Call> {
        let mut calls: Vec<Call> = Vec::new();
        let mut places = HashMap::new();
        for &(time, contact, event) in &self.events {
            let place = *places.entry((contact.stream, contact.ordinal)).or_insert(calls.len());
            if place == calls.len() {
                calls.push(Call { contact, events: Vec::new() });
            }
            assert_eq!(calls[place].contact, contact, "a contact stays who it is");
            calls[place].events.push((time, event));
        }
        calls.sort_by_key(Call::who);
        calls
    }

    /// The seconds that this group's people were on duty.
    pub(crate) fn staffed(&self, group: usize) -> f64 {
        let of = |duty: &&Duty| duty.group.index() == group;
        self.duties.iter().filter(of).map(|duty| f64::from(duty.agents) * (duty.until - duty.from)).sum()
    }
}

/// Lives one replication and tells what happened.
pub(crate) fn told<const ORDERED: bool>(scenario: &Scenario, replication: u32) -> Told<ORDERED> {
    told_of(&Model::new(scenario), replication)
}

/// Lives one replication of a model and tells what happened.
pub(crate) fn told_of<const ORDERED: bool>(model: &Model, replication: u32) -> Told<ORDERED> {
    let mut told = Told::default();
    Engine::new(model).expect("few agents").run(replication, &mut told).expect("it can be lived");
    told
}

/// The calls of the first replication.
pub(crate) fn calls(scenario: &Scenario) -> Vec<Call> {
    let calls = told::<false>(scenario, 0).calls();
    assert!(calls.len() > 20, "only {} calls", calls.len());
    calls
}

/// What is counted of one replication.
pub(crate) fn tally(scenario: &Scenario, replication: u32) -> Tally {
    let model = Model::new(scenario);
    let mut recorder = Recorder::following_ivr(scenario, windows(scenario, &model));
    live(&mut Engine::new(&model).expect("few agents"), replication, &mut recorder);
    let tally = recorder.tallies()[0].clone();
    tally.balance().expect("the books balance");
    tally
}

/// When arrivals count.
pub(crate) fn counted(scenario: &Scenario) -> (f64, f64) {
    let Hours { from, to } = Model::new(scenario).hours();
    match scenario.span {
        Span::Day { .. } => (from, to),
        Span::Steady { warm_up, .. } => (warm_up.expect("it is given"), to),
    }
}

/// Lives one replication and counts it, callers followed through the IVR where there is one.
pub(crate) fn live(engine: &mut Engine, replication: u32, recorder: &mut Recorder) {
    let lived = match FollowsIvr::of(recorder) {
        Some(mut following) => engine.run(replication, &mut following),
        None => engine.run(replication, recorder),
    };
    lived.expect("it can be lived");
}

/// What is counted when, in whole replications.
pub(crate) fn windows(scenario: &Scenario, model: &Model) -> Windows {
    let Hours { from, to } = model.hours();
    match scenario.span {
        Span::Day { .. } => Windows { from, to, batches: 1, clip: false, interval: Some(1800.0) },
        Span::Steady { warm_up, .. } => {
            Windows { from: warm_up.unwrap_or(0.0), to, batches: 1, clip: true, interval: None }
        }
    }
}

pub(crate) fn results(scenario: &Scenario) -> Results {
    run(scenario, &Settings::default(), |_, _| {}).expect("it can be lived")
}

/// The JSON result of a scenario, run on so many threads.
pub(crate) fn json_on(threads: usize, loaded: &Loaded) -> String {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
    let results = pool.install(|| results(&loaded.scenario));
    json(&Report { scenario: &loaded.scenario, hash: &loaded.hash, results: &results })
}

/// The JSON result of a scenario.
pub(crate) fn json_of(loaded: &Loaded) -> serde_json::Value {
    let results = results(&loaded.scenario);
    let text = json(&Report { scenario: &loaded.scenario, hash: &loaded.hash, results: &results });
    serde_json::from_str(&text).expect("JSON")
}

/// Whether two times are the same but for rounding.
pub(crate) fn same(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * (1.0 + a.abs().max(b.abs()))
}

/// Whether a count of `n` is what a share `p` gives, within 4.5 standard errors.
pub(crate) fn is_share(count: usize, n: usize, p: f64) -> bool {
    (count as f64 - n as f64 * p).abs() <= 4.5 * (n as f64 * p * (1.0 - p)).sqrt()
}

/// When a caller with `hazard` left to spend hangs up, where the factors hold until these ages.
pub(crate) fn hang_up_age(law: &Law, mut hazard: f64, stretches: &[(f64, f64)]) -> f64 {
    let mut from = 0.0;
    for &(until, factor) in stretches {
        let spent = factor * (law.cumulative_hazard(until) - law.cumulative_hazard(from));
        if until.is_infinite() || spent >= hazard {
            return law.inverse_hazard(law.cumulative_hazard(from) + hazard / factor);
        }
        hazard -= spent;
        from = until;
    }
    unreachable!("the last stretch has no end")
}

/// Asserts that two times are the same but for rounding.
#[track_caller]
pub(crate) fn assert_same(a: f64, b: f64) {
    assert!(same(a, b), "{a} is not {b}");
}
