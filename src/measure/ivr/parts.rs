//! What metrics of a part of the IVR are ratios of, worked out from the tallies of the whole.

use super::OptionTallies;
use crate::center::Outcome;
use crate::measure::tally::Tally;

/// What one part of the IVR adds to its hang-ups.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// Calls hung up in this part.
    pub here: u64,
    /// Calls hung up in the IVR.
    pub hung_up: u64,
    /// Calls that entered it.
    pub entered: u64,
}

impl Part {
    /// Of the greeting and the steps, which are 0 here, or of a level.
    pub fn of(tally: &Tally, level: usize) -> Self {
        let here = tally.ivr.intervals.iter().map(|places| match level {
            0 => places.greeting.hung_up,
            level => places.of_level(Some(level)).all_hung_up(),
        });
        Self { here: here.sum(), hung_up: tally.outcome(Outcome::AbandonedInIvr), entered: tally.entered_ivr }
    }
}

/// How many visits of a menu were by callers whose own option it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted {
    /// Visits by them.
    pub wanted: u64,
    /// All visits of the menu.
    pub visits: u64,
}

impl Wanted {
    /// Of this option of a menu.
    pub fn of(menu: &OptionTallies, option: usize) -> Self {
        Self { wanted: menu.wanted(option), visits: menu.visits() }
    }
}
