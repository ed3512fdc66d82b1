//! Runs repeated until one can say how sure one is: replications, precision, batch means. The only place with threads.
//!
//! The number of threads never changes a result: a piece of work is a fixed block of replications, and pieces are
//! folded in the order of their numbers.

mod compare;
mod difference;
mod fold;
mod goals;
mod judge;
mod looks;
mod named;
mod plan;
mod replicate;
mod retell;
mod steady;
mod sweep;
mod warm_up;

use std::fmt;
use std::sync::atomic::AtomicBool;

pub use compare::{Compared, comparable, compare};
pub use difference::{NARROW, NARROW_SHARE, NARROW_TIME, Row, Word};
pub use goals::UnknownMetric;
pub use judge::{Judged, Missing, Verdict};
pub use looks::Looks;
pub use named::Measure;
pub use retell::retell;
pub use steady::Batches;
pub use sweep::{Question, sweep};
pub use warm_up::WarmUp;

use goals::Goal;
use judge::Watch;
use plan::Plan;

use crate::center::{Failure, Hours, Model};
use crate::measure::{BooksDoNotBalance, Estimates, Sections, Series, Tally, Windows};
use crate::scenario::expectation::{Expectation, WINDOW};
use crate::scenario::resolved::{Replications, Scenario, Span};

/// How an experiment is run, beside what the scenario says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Settings {
    /// The confidence level of all intervals, in (0, 1).
    pub confidence: f64,
    /// The length of the day's intervals in seconds, where intervals are wanted.
    pub interval: Option<f64>,
    /// Run only this replication, with exactly the result it has among all.
    pub replication: Option<u32>,
    /// Whether callers are followed through the IVR, to tell how far they had got and where it brought them; they are
    /// anyway where a goal, an expectation or a chart asks for what is counted only then.
    pub follow_ivr: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self { confidence: 0.95, interval: Some(WINDOW), replication: None, follow_ivr: true }
    }
}

/// What an experiment found.
#[derive(Debug, Clone)]
pub struct Results {
    /// How many replications were run.
    pub replications: u32,
    /// The one replication that was run alone, if that was asked for.
    pub alone: Option<u32>,
    /// The confidence level of each interval: that of the settings, or a higher one that pays for several looks.
    pub confidence: f64,
    /// The sums over all replications.
    pub total: Tally,
    /// Every metric with what its interval needs.
    pub estimates: Estimates,
    /// The waits, for quantiles.
    pub waits: Sections,
    /// The sums of the metrics that are compared, replication by replication; empty unless that was asked for.
    pub series: Vec<Series>,
    /// What was counted when.
    pub windows: Windows,
    /// What came of the expectations, in their order; empty of one replication alone, which decides none.
    pub expectations: Vec<Judged>,
    /// How often was looked whether the goals are reached and the expectations decided, where replications are added.
    pub looks: Option<Looks>,
    /// The warm-up that was left out of a steady run.
    pub warm_up: Option<WarmUp>,
    /// The batches that one steady run was cut into, where the intervals are theirs.
    pub batches: Option<Batches>,
}

impl Results {
    /// What a reader must know before believing the figures.
    pub fn warnings(&self) -> Vec<String> {
        let mut warnings = Vec::new();
        if self.warm_up.is_some_and(|warm_up| warm_up.too_short) {
            warnings.push("the run never settles; make it longer, or give the warm-up".into());
        }
        if let Some(batches) = self.batches.filter(Batches::too_correlated) {
            let r = batches.correlation.unwrap_or(0.0);
            let alike = "neighbouring batches are alike";
            warnings.push(format!("{alike} (r = {r:.2}), so the intervals are too narrow; make the run longer"));
        }
        if self.looks.is_some_and(|looks| looks.cut_short) {
            warnings.push("there was no time for another look".into());
        }
        warnings
    }
}

/// Why an experiment has no result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Error {
    /// A metric is named that there is not: the scenario is wrong.
    UnknownMetric(UnknownMetric),
    /// A day and a steady run are compared, whose totals are of a mean day and of a mean hour.
    DayAndSteady {
        /// Whether the base is the day.
        base_is_day: bool,
    },
    /// It was asked to stop.
    Interrupted,
    /// A replication could not be completed.
    Failed {
        /// Which one.
        replication: u32,
        /// Why.
        failure: Failure,
    },
    /// The contacts of a replication did not all end exactly once: a bug of ours.
    Books {
        /// Which one.
        replication: u32,
        /// The sums that differ.
        books: BooksDoNotBalance,
    },
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::UnknownMetric(unknown) => unknown.fmt(f),
            Self::DayAndSteady { base_is_day } => {
                let (base, changed) = if *base_is_day { ("a day", "a steady run") } else { ("a steady run", "a day") };
                write!(
                    f,
                    "the base is {base} and the changed scenario is {changed}: totals of a mean day and of a mean hour cannot \
                     be compared; give both a `day`, or both `steady`"
                )
            }
            Self::Interrupted => f.write_str("interrupted"),
            Self::Failed { replication, failure } => write!(f, "replication {}: {failure}", replication + 1),
            Self::Books { replication, books } => write!(
                f,
                "replication {} does not balance: of {} contacts {} ended, of {} queued {} left; this is a bug in hangup, \
                 please report it with the scenario: {books:?}",
                replication + 1,
                books.arrived,
                books.ended,
                books.queued,
                books.left
            ),
        }
    }
}

impl std::error::Error for Error {}

/// Runs a scenario. `progress` is told how many replications are done and how many are planned, now and then.
///
/// # Errors
///
/// See [`Error`]; there is no partial result.
pub fn run(scenario: &Scenario, settings: &Settings, progress: impl Fn(u32, u32) + Sync) -> Result<Results, Error> {
    conduct(scenario, settings, Asked::default(), &AtomicBool::new(false), progress)
}

/// As [`run`], and judges what is expected. Setting `stop` ends the run: where looks were taken, with what the last one
/// found.
///
/// # Errors
///
/// See [`Error`]; there is no partial result.
pub fn judge(
    scenario: &Scenario,
    expectations: &[Expectation],
    settings: &Settings,
    stop: &AtomicBool,
    progress: impl Fn(u32, u32) + Sync,
) -> Result<Results, Error> {
    conduct(scenario, settings, Asked { expectations, ..Asked::default() }, stop, progress)
}

/// What is asked of a run beside its figures.
#[derive(Debug, Default)]
struct Asked<'a> {
    /// The metrics whose sums are kept replication by replication.
    series: Vec<Measure>,
    /// Whether walks are scored.
    scored: bool,
    /// What is judged.
    expectations: &'a [Expectation],
    /// How many other questions are asked of the same replications.
    beside: usize,
}

/// Runs a scenario until it is done or `stop` is set.
fn conduct(
    scenario: &Scenario,
    settings: &Settings,
    asked: Asked,
    stop: &AtomicBool,
    progress: impl Fn(u32, u32) + Sync,
) -> Result<Results, Error> {
    let model = Model::new(scenario);
    let Asked { series, scored, expectations, beside } = asked;
    let goals = goals::resolve(scenario, scored).map_err(Error::UnknownMetric)?;
    let one_run = matches!((&scenario.replications, scenario.span), (Replications::Fixed(1), Span::Steady { .. }));
    let alone = settings.replication.filter(|_| !one_run);
    let expectations = if alone.is_some() { &[] } else { expectations };
    let watch = Watch::new(scenario, expectations).beside(beside);
    let follow_ivr = !scored && follows(settings, &series, &watch, &goals);
    let plan = Plan { settings, scored, follow_ivr, series, watch, stop };
    if let Some(replication) = alone {
        let results = replicate::fixed(scenario, &model, &plan, replication..replication + 1, &progress)?;
        return Ok(Results { alone: Some(replication), ..results });
    }
    match (&scenario.replications, scenario.span) {
        (Replications::Fixed(1), Span::Steady { .. }) => steady::run(scenario, &model, &plan),
        (Replications::Fixed(n), _) => replicate::fixed(scenario, &model, &plan, 0..*n, &progress),
        (Replications::Until { at_least, at_most, .. }, _) => {
            looks::run(scenario, &model, &plan, &goals, (*at_least, *at_most), &progress)
        }
    }
}

/// Whether callers are followed through the IVR: because it is wanted, or because something is asked for that only then is
/// counted.
fn follows(settings: &Settings, series: &[Measure], watch: &Watch, goals: &[Goal]) -> bool {
    let asked = || series.iter().any(Measure::follows_ivr) || goals.iter().any(Goal::follows_ivr);
    settings.follow_ivr || watch.follows_ivr() || asked()
}

/// What counts in whole replications: the day with its intervals, or a steady run after its warm-up.
fn whole(model: &Model, settings: &Settings, warm_up: f64) -> Windows {
    let Hours { from, to } = model.hours();
    match model.span() {
        Span::Day { .. } => Windows { from, to, batches: 1, clip: false, interval: settings.interval },
        Span::Steady { .. } => Windows { from: warm_up, to, batches: 1, clip: true, interval: None },
    }
}
