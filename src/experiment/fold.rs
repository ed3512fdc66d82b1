//! What came of the replications (or batches) so far, added up in the order of their numbers.

use super::{Results, WarmUp};
use crate::measure::{Estimates, Sections, Series, Tally, Windows};
use crate::scenario::resolved::Scenario;

/// The sums and estimates of a run under way.
#[derive(Debug)]
pub(super) struct Fold {
    pub(super) total: Tally,
    pub(super) estimates: Estimates,
    pub(super) waits: Sections,
    pub(super) series: Series,
}

impl Fold {
    pub(super) fn new(scenario: &Scenario, windows: &Windows) -> Self {
        Self {
            total: Tally::new(scenario, windows.intervals().1),
            estimates: Estimates::default(),
            waits: Sections::new(scenario.queues.len()),
            series: Series::default(),
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
            warm_up: windows.clip.then_some(warm_up),
            batches: None,
        }
    }
}
