//! One long run, cut into batches that are long enough to be nearly independent (Schmeiser 1982: 20 to 30 of them).

use super::fold::Fold;
use super::warm_up;
use super::{Error, Plan, Results};
use crate::center::{Engine, Model};
use crate::measure::metric::OVERALL;
use crate::measure::{Sections, Tally, Windows};
use crate::scenario::resolved::Scenario;

/// How many batches a run is cut into.
const BATCHES: usize = 30;

/// The batches that a steady run was cut into.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Batches {
    /// How many.
    pub count: usize,
    /// The correlation of neighbouring batches' mean waits (or times in the IVR); `None` where they do not vary.
    pub correlation: Option<f64>,
}

impl Batches {
    /// Whether neighbouring batches are so alike (5 %) that the intervals are too narrow.
    pub fn too_correlated(&self) -> bool {
        self.correlation.is_some_and(|r| r > 1.645 / (self.count as f64).sqrt())
    }
}

pub(super) fn run(scenario: &Scenario, model: &Model, plan: &Plan) -> Result<Results, Error> {
    let warm_up = warm_up::of(scenario, model)?;
    let to = model.hours().to;
    let windows = Windows { from: warm_up.seconds, to, batches: BATCHES, clip: true, interval: None };
    let mut recorder = plan.recorder(scenario, windows).watching(plan.watch.bounds());
    let failed = |failure| Error::Failed { replication: 0, failure };
    plan.run(&mut Engine::new(model).map_err(failed)?, 0, &mut recorder)?;
    let mut fold = Fold::new(scenario, &windows);
    for (number, (tally, waits)) in recorder.tallies().iter().zip(recorder.waits()).enumerate() {
        tally.balance().map_err(|books| Error::Books { replication: 0, books })?;
        fold.total.merge(tally);
        fold.estimates.add(tally, windows.total_of());
        plan.keep(tally, windows.total_of(), &mut fold.series);
        // Sections of neighbouring batches, as even as can be.
        fold.waits.add(number * Sections::COUNT / BATCHES, waits);
    }
    plan.watch.add(&mut fold.watches, &recorder, windows.total_of());
    plan.watch.add_waits(&mut fold.watches, &recorder);
    let expectations = plan.judge(&fold.watches, 1);
    let batches = Batches { count: BATCHES, correlation: correlation(recorder.tallies()) };
    let results = fold.into_results(1, plan.settings.confidence, windows, warm_up);
    Ok(Results { batches: Some(batches), expectations, ..results })
}

/// The lag-1 correlation of the batches' residuals `A_i - r B_i`, of the mean wait or else of the time in the IVR.
fn correlation(batches: &[Tally]) -> Option<f64> {
    ["mean_wait", "time_in_ivr"].into_iter().find_map(|name| {
        let metric = OVERALL.iter().find(|metric| metric.name == name)?;
        let pairs: Vec<(f64, f64)> = batches.iter().map(metric.ratio).collect();
        let (a, b) = pairs.iter().fold((0.0, 0.0), |(a, b), pair| (a + pair.0, b + pair.1));
        let residuals: Vec<f64> = pairs.iter().map(|pair| pair.0 - a / b * pair.1).collect();
        let variance: f64 = residuals.iter().map(|d| d * d).sum();
        (b > 0.0 && variance > 1e-18 * a * a)
            .then(|| residuals.windows(2).map(|two| two[0] * two[1]).sum::<f64>() / variance)
    })
}
