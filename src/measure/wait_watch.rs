//! How many waits keep a bound: what decides whether a quantile of waits does.
//!
//! That the 95th percentile is below 60 s says that more than 95 % wait less than 60 s, and of a share any number of days,
//! however many pieces of work they made, gives an interval.

use super::histogram::Histogram;

/// Whose waits are watched, and what for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WaitBound {
    /// In this queue, by visit; or else in the whole center, by contact.
    pub queue: Option<usize>,
    /// Of contacts that arrive in `[from, to)`, in seconds from midnight.
    pub window: (f64, f64),
    /// How long a wait may be, in seconds.
    pub within: f64,
    /// Whether a wait of exactly so long is within.
    pub inclusive: bool,
}

/// The waits of one replication that are within a bound, and of several replications all of them.
#[derive(Debug, Clone, PartialEq)]
pub struct WaitWatch {
    bound: WaitBound,
    /// How many are within, and how many there are, by batch.
    counts: Vec<(u64, u64)>,
    waits: Histogram,
}

impl WaitWatch {
    pub(super) fn new(bound: WaitBound, batches: usize) -> Self {
        // Waits are differences of clock times, and may come out a bit longer or shorter.
        let within = if bound.inclusive { bound.within + 1e-6 } else { bound.within - 1e-6 };
        Self { bound: WaitBound { within, ..bound }, counts: vec![(0, 0); batches], waits: Histogram::default() }
    }

    /// Counts a wait of a contact that arrived at this time; of no queue it is the contact's whole wait.
    pub(super) fn record(&mut self, batch: usize, queue: Option<usize>, arrived: f64, waited: f64) {
        let (from, to) = self.bound.window;
        if self.bound.queue == queue && from <= arrived && arrived < to {
            let (within, all) = &mut self.counts[batch];
            *within += u64::from(waited <= self.bound.within);
            *all += 1;
            self.waits.record(waited);
        }
    }

    /// How many waits are within the bound, and how many there are, by batch.
    pub fn counts(&self) -> &[(u64, u64)] {
        &self.counts
    }

    /// All waits of several replications.
    pub fn waits(&self) -> &Histogram {
        &self.waits
    }

    pub(super) fn clear_counts(&mut self) {
        self.counts.fill((0, 0));
    }

    pub(super) fn clear_waits(&mut self) {
        self.waits.clear();
    }
}
