//! What came of the replications (or batches) so far, added up in the order of their numbers.

use super::judge::Watches;
use super::{Results, WarmUp};
use crate::measure::{Estimates, Sections, Series, Tally, Windows};
use crate::scenario::resolved::Scenario;

/// The sums and estimates of a run under way.
#[derive(Debug, Clone)]
pub(super) struct Fold {
    pub(super) total: Tally,
    pub(super) estimates: Estimates,
    pub(super) waits: Sections,
    pub(super) series: Vec<Series>,
    pub(super) watches: Watches,
}

impl Fold {
    pub(super) fn new(scenario: &Scenario, windows: &Windows) -> Self {
        Self {
            total: Tally::new(scenario, windows.intervals().1),
            estimates: Estimates::default(),
            waits: Sections::new(scenario.queues.len()),
            series: Vec::new(),
            watches: Watches::default(),
        }
    }

    /// Adds the series of the next replications behind its own.
    pub(super) fn append(&mut self, series: &[Series]) {
        self.series.resize_with(series.len().max(self.series.len()), Series::default);
        for (own, others) in self.series.iter_mut().zip(series) {
            own.append(others);
        }
    }

    pub(super) fn into_results(self, replications: u32, confidence: f64, windows: Windows, warm_up: WarmUp) -> Results {
        Results {
            replications,
            alone: None,
            confidence,
            total: self.total,
            estimates: self.estimates,
            waits: self.waits,
            series: self.series,
            windows,
            looks: None,
            expectations: Vec::new(),
            warm_up: windows.clip.then_some(warm_up),
            batches: None,
        }
    }
}
