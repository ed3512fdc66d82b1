//! Many scenarios on the same callers, side by side: the cells of a sweep.

use std::iter;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};

use rayon::prelude::*;

use super::goals::{self, Goal, UnknownMetric};
use super::{Asked, Error, Measure, Results, Settings, conduct};
use crate::scenario::expectation::Subject;
use crate::scenario::resolved::{Replications, Scenario};

/// What a sweep asks of every cell.
#[derive(Debug, Clone, Copy)]
pub struct Question<'a> {
    /// The metric that is compared: of all day, and no quantile.
    pub metric: &'a Subject,
    /// Whether walks through the IVR are scored, so that `ivr_abandonment` is estimated from the chances of hanging up
    /// (conditional Monte Carlo); otherwise hang-ups are counted. Scored walks are not followed: they are counted too where
    /// the metric, or a goal, is one of what callers do in the IVR.
    pub scored: bool,
}

impl Question<'_> {
    /// What is measured of a scenario.
    ///
    /// # Errors
    ///
    /// That it has no such metric.
    pub fn measure(&self, scenario: &Scenario) -> Result<Measure, UnknownMetric> {
        let measure = goals::find(scenario, "the metric to chart", self.metric)?;
        Ok(if self.scores(scenario, measure)? { measure.scored() } else { measure })
    }

    /// Whether walks are scored: not where callers must be followed, for the metric or for a goal.
    fn scores(&self, scenario: &Scenario, measure: Measure) -> Result<bool, UnknownMetric> {
        let goals = goals::resolve(scenario, false)?;
        Ok(self.scored && !measure.follows_ivr() && !goals.iter().any(Goal::follows_ivr))
    }
}

/// Runs every scenario; cells and their replications share all threads, so that they stay busy to the end. Cells are begun in
/// their order, and no more at a time than there are threads, so that whenever it is stopped the first of them are finished.
///
/// Scenarios of one seed see the same callers. `keep` makes of each cell's results what is worth keeping; `progress` is told
/// how many replications are done and how many are planned. Setting `stop` ends the cells that have not finished with
/// [`Error::Interrupted`]. Neither the number of threads nor the other cells change what comes of a cell.
///
/// # Errors
///
/// Of each cell, see [`Error`].
pub fn sweep<T: Send>(
    cells: &[&Scenario],
    question: Question,
    settings: &Settings,
    stop: &AtomicBool,
    progress: impl Fn(u64, u64) + Sync,
    keep: impl Fn(usize, Measure, &Results) -> T + Sync,
) -> Vec<Result<T, Error>> {
    let total: u64 = cells.iter().map(|cell| most(cell)).sum();
    let done = AtomicU64::new(0);
    let run = |index: usize, scenario: &Scenario| {
        let measure = question.measure(scenario).map_err(Error::UnknownMetric)?;
        let scored = question.scores(scenario, measure).map_err(Error::UnknownMetric)?;
        let of_cell = AtomicU64::new(0);
        let advance = |to: u64| {
            let before = of_cell.fetch_max(to, Ordering::Relaxed);
            let step = to.saturating_sub(before);
            progress(done.fetch_add(step, Ordering::Relaxed) + step, total);
        };
        let asked = Asked { series: vec![measure], scored, ..Asked::default() };
        let results = conduct(scenario, settings, asked, stop, |now, _| advance(now.into()))?;
        advance(most(scenario));
        Ok(keep(index, measure, &results))
    };
    // A thread that has no cell left to begin helps with the replications of those under way.
    let next = AtomicUsize::new(0);
    let take = || {
        let index = next.fetch_add(1, Ordering::Relaxed);
        cells.get(index).map(|scenario| (index, run(index, scenario)))
    };
    let threads = (0..rayon::current_num_threads()).into_par_iter().with_max_len(1);
    let mut results: Vec<(usize, Result<T, Error>)> = threads.flat_map_iter(|_| iter::from_fn(take)).collect();
    results.sort_by_key(|(index, _)| *index);
    results.into_iter().map(|(_, result)| result).collect()
}

/// How many replications a scenario takes at most.
fn most(scenario: &Scenario) -> u64 {
    let (Replications::Fixed(most) | Replications::Until { at_most: most, .. }) = scenario.replications;
    most.into()
}
