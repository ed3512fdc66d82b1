//! How long simulating takes: `cargo bench --bench engine`.
//!
//! Times wobble with the machine and say little by themselves; a claim about performance is one of the ratios printed at
//! the end, whose two sides are measured in turn, in one run.

use std::path::Path;
use std::time::Instant;

use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use hangup::center::{Contact, Duty, Engine, Event, Model, Observer};
use hangup::measure::{FollowsIvr, Recorder, Windows};
use hangup::scenario::{self, resolved::Scenario};

/// An observer that keeps nothing but the number of calls.
#[derive(Default)]
struct Calls(u64);

impl Observer for Calls {
    fn event(&mut self, _: f64, _: &Contact, event: &Event) {
        self.0 += u64::from(matches!(event, Event::Ended(_)));
    }

    fn duty(&mut self, _: &Duty) {}
}

/// The same, but told everything in the order of time.
#[derive(Default)]
struct InOrder(Calls);

impl Observer for InOrder {
    const ORDERED: bool = true;

    fn event(&mut self, time: f64, contact: &Contact, event: &Event) {
        self.0.event(time, contact, event);
    }

    fn duty(&mut self, _: &Duty) {}
}

fn shipped(file: &str, settings: &[&str]) -> Scenario {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(file);
    let settings: Vec<String> = settings.iter().map(|&setting| setting.to_owned()).collect();
    scenario::load(&path, &settings).unwrap_or_else(|problems| panic!("{}", problems.render(false))).scenario
}

fn written(text: &str) -> Scenario {
    scenario::parse("bench", text.to_owned(), &[])
        .unwrap_or_else(|problems| panic!("{}", problems.render(false)))
        .scenario
}

fn calls(model: &Model, replication: u32) -> u64 {
    let mut calls = Calls::default();
    Engine::new(model).expect("an engine").run(replication, &mut calls).expect("a whole replication");
    calls.0
}

/// One replication after the other on a warm engine; items are calls.
fn replications(bencher: Bencher, scenario: &Scenario) {
    let model = Model::new(scenario);
    let mut engine = Engine::new(&model).expect("an engine");
    bencher.counter(ItemsCount::new(calls(&model, 0))).bench_local(|| {
        let mut calls = Calls::default();
        engine.run(black_box(0), &mut calls).expect("a whole replication");
        calls.0
    });
}

#[divan::bench]
fn erlang_a(bencher: Bencher) {
    replications(bencher, &shipped("erlang-a.yaml", &["steady={length: 40h, warm_up: 0s}"]));
}

#[divan::bench]
fn bank_day(bencher: Bencher) {
    replications(bencher, &shipped("anonymous-bank.yaml", &[]));
}

#[divan::bench]
fn support_line_day(bencher: Bencher) {
    replications(bencher, &shipped("support-line.yaml", &[]));
}

/// What a report costs beside its simulation: the same day, counted.
#[divan::bench]
fn support_line_day_counted(bencher: Bencher) {
    let scenario = shipped("support-line.yaml", &[]);
    let model = Model::new(&scenario);
    let mut engine = Engine::new(&model).expect("an engine");
    let mut recorder = Recorder::new(&scenario, windows(&scenario));
    bencher.counter(ItemsCount::new(calls(&model, 0))).bench_local(|| {
        recorder.clear_tallies();
        engine.run(black_box(0), &mut recorder).expect("a whole replication");
    });
}

fn windows(scenario: &Scenario) -> Windows {
    let hours = Model::new(scenario).hours();
    Windows { from: hours.from, to: hours.to, batches: 1, clip: false, interval: Some(1800.0) }
}

// ---- ratios ----

const QUEUE: &str = "
replications: 1
day: {from: '08:00', to: '18:00'}
callers: {patience: {exponential: {mean: 5m}}}
queues: {desk: {talk: {exponential: {mean: 3m}}}}
agents: {team: {count: 50, queues: [desk]}}
";

/// Seconds per call of one replication.
fn cost<O: Observer>(engine: &mut Engine, calls: u64, replication: u32, observer: &mut O) -> f64 {
    let began = Instant::now();
    engine.run(black_box(replication), observer).expect("a whole replication");
    began.elapsed().as_secs_f64() / calls as f64
}

/// Prints the median of ratios whose two sides were measured one right after the other, and their quartiles.
fn ratio(claim: &str, mut pair: impl FnMut(u32) -> (f64, f64)) {
    let mut ratios: Vec<f64> = (0..101)
        .map(|round| {
            let (a, b) = pair(round % 5);
            a / b
        })
        .collect();
    ratios.sort_by(f64::total_cmp);
    println!("{claim:<62} {:>6.2}   ({:.2} to {:.2})", ratios[50], ratios[25], ratios[75]);
}

fn ratios() {
    println!("\ncost per call, as a ratio: median (quartiles) of 101 pairs");
    let plain = written(&format!("{QUEUE}arrivals: {{voice: {{per_hour: 1000, queue: desk}}}}"));
    let plain = Model::new(&plain);
    let plain_calls: Vec<u64> = (0..5).map(|day| calls(&plain, day)).collect();
    for (depth, options) in [(1, 4), (2, 4), (3, 4)] {
        let tree =
            format!("ivr: {{balanced: {{depth: {depth}, options: {options}, prompt: 3s, then: {{queue: desk}}}}}}");
        let tree = written(&format!("{QUEUE}arrivals: {{voice: {{per_hour: 1000}}}}\n{tree}"));
        let tree = Model::new(&tree);
        let tree_calls: Vec<u64> = (0..5).map(|day| calls(&tree, day)).collect();
        let (mut a, mut b) = (Engine::new(&tree).expect("an engine"), Engine::new(&plain).expect("an engine"));
        ratio(&format!("an IVR {depth} deep before the queue / the queue alone"), |day| {
            let index = day as usize;
            (
                cost(&mut a, tree_calls[index], day, &mut Calls::default()),
                cost(&mut b, plain_calls[index], day, &mut Calls::default()),
            )
        });
    }

    let scenario = shipped("support-line.yaml", &[]);
    let model = Model::new(&scenario);
    let (mut a, mut b) = (Engine::new(&model).expect("an engine"), Engine::new(&model).expect("an engine"));
    let mut recorder = Recorder::new(&scenario, windows(&scenario));
    ratio("the support line's day counted / not counted", |day| {
        recorder.clear_tallies();
        (cost(&mut a, 1, day, &mut recorder), cost(&mut b, 1, day, &mut Calls::default()))
    });
    let mut following = Recorder::following_ivr(&scenario, windows(&scenario));
    ratio("the support line's day followed through the IVR / counted", |day| {
        following.clear_tallies();
        recorder.clear_tallies();
        let mut observer = FollowsIvr::of(&mut following).expect("made to follow");
        (cost(&mut a, 1, day, &mut observer), cost(&mut b, 1, day, &mut recorder))
    });
    let bank = shipped("anonymous-bank.yaml", &[]);
    let bank = Model::new(&bank);
    let (mut a, mut b) = (Engine::new(&bank).expect("an engine"), Engine::new(&bank).expect("an engine"));
    ratio("the bank's day told in order / told as found", |day| {
        (cost(&mut a, 1, day, &mut InOrder::default()), cost(&mut b, 1, day, &mut Calls::default()))
    });
}

fn main() {
    divan::main();
    // Listing, and trying out whether benches run at all, measure nothing.
    if !std::env::args().any(|argument| argument == "--list" || argument == "--test") {
        ratios();
    }
}
