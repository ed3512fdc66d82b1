//! What a replication costs in memory: nothing per call once warm, and as much as there are callers inside.
//!
//! The allocator counts for the whole program, so the tests take turns, and each takes the best of a few tries: whatever
//! else the test program does meanwhile (it tells that a test has ended) is not ours.

use std::alloc::System;
use std::io;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use hangup::center::{Contact, Duty, Engine, Event, Hours, Model, Observer};
use hangup::experiment::retell;
use hangup::measure::{FollowsIvr, Recorder, Windows};
use hangup::report::timeline::{AbandonedCall, Chronicle, Entry, Kind, Scribe};
use hangup::scenario::resolved::{Scenario, Span};
use hangup::scenario::{Loaded, diagnostic::Report, load, parse};
use stats_alloc::{INSTRUMENTED_SYSTEM, StatsAlloc};

#[global_allocator]
static COUNTED: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

fn alone() -> MutexGuard<'static, ()> {
    ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner)
}

/// How often memory was asked for until now.
fn asked() -> usize {
    let stats = COUNTED.stats();
    stats.allocations + stats.reallocations
}

/// The bytes in use now.
fn in_use() -> usize {
    let stats = COUNTED.stats();
    stats.bytes_allocated - stats.bytes_deallocated
}

fn right(loaded: Result<Loaded, Report>) -> Scenario {
    loaded.unwrap_or_else(|report| panic!("{}", report.render(false))).scenario
}

fn shipped(name: &str, settings: &[&str]) -> Scenario {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(name);
    let settings: Vec<String> = settings.iter().map(|&setting| setting.to_owned()).collect();
    right(load(&path, &settings))
}

fn written(yaml: &str) -> Scenario {
    right(parse("test.yaml", yaml.to_owned(), &[]))
}

// ---- nothing per call ----

/// How often memory is asked for in a replication that this engine and this recorder have been through before, together
/// with some others.
fn asked_once_warm(scenario: &Scenario) -> usize {
    let _alone = alone();
    let model = Model::new(scenario);
    let Hours { from, to } = model.hours();
    let windows = match scenario.span {
        Span::Day { .. } => Windows { from, to, batches: 1, clip: false, interval: Some(1800.0) },
        Span::Steady { .. } => Windows { from: 0.0, to, batches: 30, clip: true, interval: None },
    };
    let mut engine = Engine::new(&model).expect("few agents");
    let mut recorder = Recorder::following_ivr(scenario, windows);
    let mut live = |replication: u32| {
        recorder.clear_tallies();
        let lived = match FollowsIvr::of(&mut recorder) {
            Some(mut following) => engine.run(replication, &mut following),
            None => engine.run(replication, &mut recorder),
        };
        lived.expect("it can be lived");
    };
    (0..4).for_each(&mut live);
    let tries = (0..3).map(|_| {
        let before = asked();
        (0..4).for_each(&mut live);
        asked() - before
    });
    let least = tries.min();
    let counted: u64 = recorder.tallies().iter().map(|tally| tally.arrived).sum();
    assert!(counted > 500, "only {counted} calls");
    least.expect("several tries")
}

#[test]
fn the_support_line_allocates_nothing_once_warm() {
    // It has lines (200), an overflow, steps, self-service and two levels of menus.
    assert_eq!(asked_once_warm(&shipped("support-line.yaml", &[])), 0);
}

#[test]
fn a_crowded_support_line_allocates_nothing_once_warm() {
    // Most are blocked, or wait long enough to overflow.
    assert_eq!(asked_once_warm(&shipped("support-line.yaml", &["lines=25", "agents.front_line.count=5"])), 0);
    assert_eq!(asked_once_warm(&shipped("support-line.yaml", &["agents.accounts_team.count=1"])), 0);
}

#[test]
fn the_bank_allocates_nothing_once_warm() {
    assert_eq!(asked_once_warm(&shipped("anonymous-bank.yaml", &[])), 0);
    assert_eq!(asked_once_warm(&shipped("anonymous-bank.yaml", &["lines=12"])), 0);
}

#[test]
fn all_channels_and_conversations_allocate_nothing_once_warm() {
    assert_eq!(asked_once_warm(&shipped("omnichannel.yaml", &["customers.count=2000"])), 0);
}

#[test]
fn a_steady_queue_allocates_nothing_once_warm() {
    for settings in [&["steady.length=40h"][..], &["steady.length=40h", "lines=60"]] {
        assert_eq!(asked_once_warm(&shipped("erlang-a.yaml", settings)), 0, "{settings:?}");
    }
}

// ---- as much as there are callers inside ----

/// Watches the memory in use, and how many are inside.
#[derive(Default)]
struct Watch {
    most_bytes: usize,
    inside: u64,
    most_inside: u64,
    arrived: u64,
    abandoned: u64,
}

impl Observer for Watch {
    fn event(&mut self, _: f64, _: &Contact, event: &Event) {
        self.most_bytes = self.most_bytes.max(in_use());
        match event {
            Event::Arrived => {
                self.arrived += 1;
                self.inside += 1;
                self.most_inside = self.most_inside.max(self.inside);
            }
            Event::Ended(_) => self.inside -= 1,
            _ => {}
        }
    }

    fn duty(&mut self, _: &Duty) {}
}

/// As of a timeline, which it is told and forgets.
impl Scribe for &mut Watch {
    fn entry(&mut self, entry: &Entry) -> io::Result<()> {
        self.most_bytes = self.most_bytes.max(in_use());
        match entry.kind {
            Kind::ContactArrived => {
                self.arrived += 1;
                self.inside += 1;
                self.most_inside = self.most_inside.max(self.inside);
            }
            Kind::ContactEnded => self.inside -= 1,
            _ => {}
        }
        Ok(())
    }

    fn abandoned(&mut self, _: &AbandonedCall) -> io::Result<()> {
        self.abandoned += 1;
        Ok(())
    }
}

/// The most bytes that what a replication is lived by takes, with how many were inside and passed.
type Peak = (usize, u64, u64);

/// Of an engine alone.
fn of_an_engine(scenario: &Scenario) -> Peak {
    let model = Model::new(scenario);
    peak(|watch| Engine::new(&model).expect("few agents").run(0, watch).expect("it can be lived"))
}

/// Of an engine whose timeline is told.
fn of_a_timeline(scenario: &Scenario) -> Peak {
    let model = Model::new(scenario);
    peak(|watch| {
        let mut chronicle = Chronicle::new(scenario, &model, 0, &mut *watch);
        retell(&model, 0, &mut chronicle).expect("it can be lived");
        chronicle.finish().expect("nothing is written");
        assert!(watch.abandoned > 100, "{} abandoned calls", watch.abandoned);
    })
}

fn peak(live: impl Fn(&mut Watch)) -> Peak {
    let one = || {
        let before = in_use();
        let mut watch = Watch::default();
        live(&mut watch);
        (watch.most_bytes.saturating_sub(before), watch.most_inside, watch.arrived)
    };
    let (a, b) = (one(), one());
    if a.0 < b.0 { a } else { b }
}

/// Asserts that ten times as many callers passing need no more memory. What holds them grows by doubling, and of ten
/// times as many the most inside at once are a few more: so up to twice as much and a little is the same.
#[track_caller]
fn follows_those_inside(peak: impl Fn(&Scenario) -> Peak, short: &Scenario, long: &Scenario) {
    let _alone = alone();
    let (few, inside, passed) = peak(short);
    let (many, inside_of_many, passed_of_many) = peak(long);
    assert!(passed > 500 && passed_of_many > 8 * passed, "{passed} and {passed_of_many} callers");
    assert!(
        many <= 2 * few + 16_384,
        "{passed} callers, of whom {inside} were inside at once, took {few} bytes; \
         {passed_of_many} callers, of whom {inside_of_many} were, took {many}"
    );
}

/// A steady queue for so many hours, in which about every second caller waits and hardly anybody hangs up.
fn steady(hours: u32, more: &str, overflow: &str) -> Scenario {
    written(&format!(
        "version: 1\nsteady: {{length: {hours}h, warm_up: 1h}}\narrivals: {{voice: {{per_hour: 200, queue: front}}}}\n\
         callers: {{patience: {{exponential: {{mean: 1000h}}}}}}\n\
         queues:\n  front: {{talk: {{exponential: 3m}}, after_call_work: 0s{overflow}}}\n  back: {{talk: 3m}}\n\
         agents:\n  team: {{count: 12, queues: [front, back]}}\n  others: {{count: 1, queues: [back]}}\n{more}"
    ))
}

fn steady_follows_those_inside(more: &str, overflow: &str) {
    follows_those_inside(of_an_engine, &steady(50, more, overflow), &steady(500, more, overflow));
}

#[test]
fn memory_of_a_steady_run_follows_those_inside() {
    steady_follows_those_inside("", "");
}

#[test]
fn memory_of_a_steady_run_with_lines_follows_those_inside() {
    // Everybody's hang-up is a month away and nearly nobody lives to see it.
    steady_follows_those_inside("lines: 200\n", "");
}

#[test]
fn memory_of_a_steady_run_with_overflow_follows_those_inside() {
    steady_follows_those_inside("", ", overflow: {after: 20s, to: back}");
}

#[test]
fn memory_of_a_steady_run_with_late_overflow_follows_those_inside() {
    // Overflows are a month away, too.
    steady_follows_those_inside("", ", overflow: {after: 700h, to: back}");
}

#[test]
fn memory_of_a_steady_run_with_lines_and_overflow_follows_those_inside() {
    steady_follows_those_inside("lines: 200\n", ", overflow: {after: 20s, to: back}");
}

#[test]
fn memory_of_a_queue_that_nobody_serves_for_hours_follows_those_inside() {
    let day = |until: &str, from: &str, lines: &str, overflow: &str| {
        written(&format!(
            "version: 1\nday: {{from: \"00:00\", to: \"{until}\"}}\narrivals: {{voice: {{per_hour: 600, queue: night}}}}\n\
             callers: {{patience: {{exponential: {{mean: 2m}}}}}}\n{lines}\
             queues:\n  night: {{talk: 1m, after_call_work: 0s{overflow}}}\n  other: {{talk: 1m, after_call_work: 0s}}\n\
             agents:\n  day_team: {{count: {{\"{from}\": 20}}, queues: [night]}}\n  others: {{count: 3, queues: [other]}}\n"
        ))
    };
    for lines in ["", "lines: 500\n"] {
        for overflow in ["", ", overflow: {after: 30s, to: other}"] {
            let (short, long) = (day("02:00", "01:50", lines, overflow), day("20:00", "19:50", lines, overflow));
            follows_those_inside(of_an_engine, &short, &long);
        }
    }
}

#[test]
fn memory_of_a_timeline_follows_those_inside() {
    let desk = |hours: u32| {
        written(&format!(
            "version: 1\nsteady: {{length: {hours}h, warm_up: 1h}}\n\
             arrivals: {{voice: {{per_hour: 200, queue: calls}}, chat: {{per_hour: 20, channel: chat, queue: chats}}}}\n\
             callers: {{patience: {{exponential: {{mean: 2m}}}}}}\n\
             customers: {{count: 300}}\nconversations: {{idle: 10m}}\n\
             queues: {{calls: {{talk: 3m}}, chats: {{channel: chat, talk: 6m}}}}\n\
             agents: {{team: {{count: 13, queues: [calls, chats]}}}}\n"
        ))
    };
    follows_those_inside(of_a_timeline, &desk(50), &desk(500));
}
