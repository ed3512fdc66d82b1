//! What every case needs: a scenario run replication by replication, and its figures held against exact values.

use std::fmt::Write;

use hangup::center::{Contact, Duty, Engine, Event, Model, Observer, Outcome};
use hangup::measure::metric::{OVERALL, QUEUE};
use hangup::measure::{Metric, Ratio, Recorder, Tally, Windows, student_t};
use hangup::scenario::resolved::{Replications, Scenario, ServiceLevelFormula, Span, Target};
use rayon::prelude::*;

/// Where a figure comes from.
#[derive(Clone, Copy)]
enum Source {
    Overall(&'static str),
    Queue(usize, &'static str),
    OfCallers(Part),
    ServiceLevel(ServiceLevelFormula, f64),
}

/// A part of all callers who entered the IVR.
#[derive(Clone, Copy)]
enum Part {
    HungUpInGreeting,
    HungUpAtLevel(usize),
    CameToLevel(usize),
    Ended(Outcome),
}

/// A figure, and what it must be.
#[derive(Clone)]
pub(crate) struct Expected {
    name: String,
    source: Source,
    value: f64,
    sharp: bool,
}

impl Expected {
    /// Must also be known to within 1 %.
    pub(crate) fn sharply(self) -> Self {
        Self { sharp: true, ..self }
    }

    pub(crate) fn is_sharp(&self) -> bool {
        self.sharp
    }

    /// The same figure, expected to be so many times as large.
    pub(crate) fn times(self, factor: f64) -> Self {
        Self { value: self.value * factor, ..self }
    }

    fn new(name: impl Into<String>, source: Source, value: f64) -> Self {
        Self { name: name.into(), source, value, sharp: false }
    }
}

/// A metric of the whole center.
pub(crate) fn overall(name: &'static str, value: f64) -> Expected {
    Expected::new(name, Source::Overall(name), value)
}

/// A metric of one queue.
pub(crate) fn of_queue(queue: usize, name: &'static str, value: f64) -> Expected {
    Expected::new(format!("{name} of queue {queue}"), Source::Queue(queue, name), value)
}

/// Hung up in the greeting, of all callers who entered the IVR.
pub(crate) fn greeting(value: f64) -> Expected {
    Expected::new("hung up in the greeting", Source::OfCallers(Part::HungUpInGreeting), value)
}

/// Hung up at this level (1 is the entry menu's), of all callers who entered the IVR.
pub(crate) fn level(level: usize, value: f64) -> Expected {
    Expected::new(format!("hung up at level {level}"), Source::OfCallers(Part::HungUpAtLevel(level)), value)
}

/// Came to this level, of all callers who entered the IVR.
pub(crate) fn came_to(level: usize, value: f64) -> Expected {
    Expected::new(format!("came to level {level}"), Source::OfCallers(Part::CameToLevel(level)), value)
}

/// Ended so, of all callers who entered the IVR.
pub(crate) fn ended(outcome: Outcome, value: f64) -> Expected {
    Expected::new(format!("{outcome:?}"), Source::OfCallers(Part::Ended(outcome)), value)
}

/// The service level by this formula for this time, whatever target the scenario has.
pub(crate) fn service_level(formula: ServiceLevelFormula, within: f64, value: f64) -> Expected {
    Expected::new(format!("{formula:?} within {within} s"), Source::ServiceLevel(formula, within), value)
}

/// Still waiting after this time, of all queued. What is not counted is who was answered or hung up before.
pub(crate) fn waits_beyond(time: f64, value: f64) -> Expected {
    let formula = ServiceLevelFormula::ShortAbandonsAreGood;
    Expected::new(format!("1 - P(W > {time} s)"), Source::ServiceLevel(formula, time), 1.0 - value)
}

/// How a figure came out.
pub(crate) struct Verdict {
    pub(crate) name: String,
    pub(crate) exact: f64,
    pub(crate) simulated: f64,
    pub(crate) z: f64,
    /// The half-width of the 95 % interval, relative to the exact value.
    pub(crate) precision: f64,
    pub(crate) sharp: bool,
}

impl Verdict {
    pub(crate) fn agrees(&self) -> bool {
        self.z.abs() < 4.0
    }
}

/// Runs the scenario and holds its figures against theory.
#[track_caller]
pub(crate) fn agree(case: &str, yaml: &str, figures: &[Expected]) {
    let verdicts = verdicts(case, yaml, figures);
    let mut table = format!("{case}\n");
    for Verdict { name, exact, simulated, z, precision, sharp } in &verdicts {
        let precision = 100.0 * precision;
        let mark = if *sharp { "sharp" } else { "" };
        let _ = writeln!(table, "    {name:42} {exact:12.7} {simulated:12.7}  z {z:6.2}  ±{precision:6.2} % {mark}");
    }
    print!("{table}");
    assert!(verdicts.iter().any(|verdict| verdict.sharp), "nothing is sharp in {table}");
    for verdict in &verdicts {
        assert!(verdict.agrees(), "simulation and theory differ on `{}`: {table}", verdict.name);
        assert!(!verdict.sharp || verdict.precision < 0.01, "`{}` is not sharp: {table}", verdict.name);
    }
}

/// Runs the scenario and says how its figures came out.
pub(crate) fn verdicts(case: &str, yaml: &str, figures: &[Expected]) -> Vec<Verdict> {
    let (scenario, replications) = read(case, yaml);
    assert!(replications >= 30, "{replications} replications are too few");
    let targets: Vec<Target> = figures
        .iter()
        .filter_map(|figure| match figure.source {
            Source::ServiceLevel(formula, within) => Some(Target { answer: None, within, formula }),
            _ => None,
        })
        .collect();
    let days = simulate(&scenario, replications, &targets);
    let mut next_target = 0;
    figures
        .iter()
        .map(|figure| {
            let recorder = if matches!(figure.source, Source::ServiceLevel(..)) {
                next_target += 1;
                next_target
            } else {
                0
            };
            let mut ratio = Ratio::default();
            for day in &days {
                let (a, b) = figure.source.of(&day[recorder]);
                ratio.add(a, b);
            }
            let simulated = ratio.pooled().expect("something to count");
            let error = ratio.standard_error().expect("several replications");
            let off = simulated - figure.value;
            Verdict {
                name: figure.name.clone(),
                exact: figure.value,
                simulated,
                // Of what always or never happens there is no standard error.
                z: if off.abs() < 1e-12 { 0.0 } else { off / error },
                precision: student_t(f64::from(replications - 1), 0.95) * error / figure.value,
                sharp: figure.sharp,
            }
        })
        .collect()
}

/// The scenario that this text means, with the case's own seed, and how many replications it asks for.
pub(crate) fn read(case: &str, yaml: &str) -> (Scenario, u32) {
    let seed = format!("seed={}", seed(case));
    let loaded = hangup::scenario::parse("case.yaml", yaml.to_owned(), &[seed])
        .unwrap_or_else(|report| panic!("{}\n{yaml}", report.render(false)));
    match loaded.scenario.replications {
        Replications::Fixed(n) => (loaded.scenario, n),
        Replications::Until { .. } => panic!("cases have a fixed number of replications"),
    }
}

/// The seed of a case: its name (32-bit FNV-1a), so that no two cases see the same callers.
fn seed(case: &str) -> u32 {
    case.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

/// What was counted in every replication: once as the scenario says, and once for each target.
pub(crate) fn simulate(scenario: &Scenario, replications: u32, targets: &[Target]) -> Vec<Vec<Tally>> {
    let model = Model::new(scenario);
    let hours = model.hours();
    let (from, clip) = match scenario.span {
        Span::Day { .. } => (hours.from, false),
        Span::Steady { warm_up, .. } => (warm_up.expect("a warm-up"), true),
    };
    let windows = Windows { from, to: hours.to, batches: 1, clip, interval: None };
    let held_to = |target: &Target| {
        let mut scenario = scenario.clone();
        scenario.queues.iter_mut().for_each(|queue| queue.target = *target);
        Recorder::new(&scenario, windows)
    };
    let recorders = || {
        let mut recorders = vec![Recorder::new(scenario, windows)];
        recorders.extend(targets.iter().map(held_to));
        Side(recorders)
    };
    (0..replications)
        .into_par_iter()
        .map_init(
            || (Engine::new(&model).expect("few agents"), recorders()),
            |(engine, side), replication| {
                side.0.iter_mut().for_each(Recorder::clear_tallies);
                engine.run(replication, side).expect("a replication that ends");
                let tallies: Vec<Tally> = side.0.iter().map(|recorder| recorder.tallies()[0].clone()).collect();
                for tally in &tallies {
                    tally.balance().expect("books that balance");
                }
                tallies
            },
        )
        .collect()
}

/// Recorders side by side.
struct Side(Vec<Recorder>);

impl Observer for Side {
    fn event(&mut self, time: f64, contact: &Contact, event: &Event) {
        self.0.iter_mut().for_each(|recorder| recorder.event(time, contact, event));
    }

    fn duty(&mut self, duty: &Duty) {
        self.0.iter_mut().for_each(|recorder| recorder.duty(duty));
    }

    fn busy(&mut self, duty: &Duty) {
        self.0.iter_mut().for_each(|recorder| recorder.busy(duty));
    }
}

impl Source {
    fn of(self, tally: &Tally) -> (f64, f64) {
        match self {
            Self::Overall(name) => metric(OVERALL, name, tally),
            Self::Queue(queue, name) => metric(QUEUE, name, &tally.queues[queue]),
            Self::ServiceLevel(..) => metric(OVERALL, "service_level", tally),
            Self::OfCallers(part) => {
                let count = match part {
                    Part::HungUpInGreeting => tally.greeting.abandoned,
                    Part::HungUpAtLevel(level) => tally.levels[level - 1].abandoned,
                    Part::CameToLevel(level) => tally.levels[level - 1].entered,
                    Part::Ended(outcome) => tally.outcome(outcome),
                };
                (count as f64, tally.entered_ivr as f64)
            }
        }
    }
}

fn metric<T>(metrics: &[Metric<T>], name: &str, tally: &T) -> (f64, f64) {
    let metric = metrics.iter().find(|metric| metric.name == name);
    (metric.unwrap_or_else(|| panic!("no metric is called {name}")).ratio)(tally)
}
