//! Estimates of what callers do in the IVR, over all replications so far. Mergeable.

use super::{IvrTally, Part, PlaceTallies, PlaceTally, Wanted};
use crate::measure::estimates::{Panel, add_each, merge_each};
use crate::measure::metric::{ADDED, IVR};
use crate::measure::ratio::Sums;
use crate::measure::tally::Tally;

/// All estimates of what callers do in the IVR; empty where that was not asked for.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct IvrEstimates {
    /// How many replications (or batches) there were.
    pub replications: u32,
    /// [`IVR`].
    pub overall: Panel,
    /// [`ADDED`], of the greeting and then of every level.
    pub added: Vec<Panel>,
    /// Hang-ups of visits, at every place, over the whole day.
    pub places: PlaceSums,
    /// The same by interval of arrival; empty where there is but one.
    pub intervals: Vec<PlaceSums>,
    /// By menu and option, the visits by those whose option it is, of all visits.
    pub wanted: Vec<Vec<Sums>>,
}

/// The hang-ups of visits at every place, as a ratio's sums.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PlaceSums {
    /// The greeting and the steps.
    pub greeting: Sums,
    /// By menu and level.
    pub menus: Vec<Vec<Sums>>,
}

impl IvrEstimates {
    /// Adds one replication (or batch), whose totals are of so many days or hours.
    pub(in crate::measure) fn add(&mut self, tally: &Tally, of: f64) {
        let ivr = &tally.ivr;
        if !ivr.is_kept() {
            return;
        }
        self.replications += 1;
        self.overall.add(IVR, tally, of);
        let parts: Vec<Part> = (0..=tally.levels.len()).map(|level| Part::of(tally, level)).collect();
        add_each(&mut self.added, ADDED, &parts, of);
        self.places.add(&ivr.places());
        if ivr.intervals.len() > 1 {
            self.intervals.resize_with(ivr.intervals.len(), PlaceSums::default);
            for (sums, places) in self.intervals.iter_mut().zip(&ivr.intervals) {
                sums.add(places);
            }
        }
        self.add_wanted(ivr);
    }

    fn add_wanted(&mut self, ivr: &IvrTally) {
        self.wanted.resize_with(ivr.menus.len(), Vec::new);
        for (sums, menu) in self.wanted.iter_mut().zip(&ivr.menus) {
            sums.resize(menu.pressed.len(), Sums::default());
            for (option, sums) in sums.iter_mut().enumerate() {
                let Wanted { wanted, visits } = Wanted::of(menu, option);
                sums.add(wanted, visits);
            }
        }
    }

    /// Adds the replications of another.
    pub(in crate::measure) fn merge(&mut self, other: &Self) {
        self.replications += other.replications;
        self.overall.merge(&other.overall);
        merge_each(&mut self.added, &other.added);
        self.places.merge(&other.places);
        self.intervals.resize_with(other.intervals.len().max(self.intervals.len()), PlaceSums::default);
        for (own, others) in self.intervals.iter_mut().zip(&other.intervals) {
            own.merge(others);
        }
        merge_sums(&mut self.wanted, &other.wanted);
    }
}

impl PlaceSums {
    fn add(&mut self, places: &PlaceTallies) {
        self.greeting.add(places.greeting.hung_up, places.greeting.entered);
        self.menus.resize_with(places.menus.len().max(self.menus.len()), Vec::new);
        for (sums, levels) in self.menus.iter_mut().zip(&places.menus) {
            // A menu may be met at a new level late in a run: a place that nobody came to adds nothing to its sums.
            sums.resize(levels.len().max(sums.len()), Sums::default());
            for (sums, place) in sums.iter_mut().zip(levels) {
                sums.add(PlaceTally::all_hung_up(place), place.entered);
            }
        }
    }

    fn merge(&mut self, other: &Self) {
        self.greeting.merge(&other.greeting);
        merge_sums(&mut self.menus, &other.menus);
    }
}

fn merge_sums(own: &mut Vec<Vec<Sums>>, others: &[Vec<Sums>]) {
    own.resize_with(others.len().max(own.len()), Vec::new);
    for (own, others) in own.iter_mut().zip(others) {
        own.resize(others.len().max(own.len()), Sums::default());
        for (own, others) in own.iter_mut().zip(others) {
            own.merge(others);
        }
    }
}
