//! Estimates: every metric of every queue, menu, group and interval, over all replications so far. Mergeable.

use super::channels::CHANNEL;
use super::conversations::CONVERSATIONS;
use super::ivr::IvrEstimates;
use super::metric::{CONDITIONAL, GROUP, INTERVAL, LEVEL, MENU, Metric, OVERALL, QUEUE};
use super::ratio::Ratio;
use super::tally::Tally;

/// The ratios of one list of metrics, in the list's order.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Panel(Vec<Ratio>);

impl Panel {
    /// The ratios, in the order of the list of metrics.
    pub fn ratios(&self) -> &[Ratio] {
        &self.0
    }

    pub(super) fn add<T>(&mut self, metrics: &[Metric<T>], tally: &T, of: f64) {
        self.0.resize(metrics.len(), Ratio::default());
        for (ratio, metric) in self.0.iter_mut().zip(metrics) {
            let (a, b) = (metric.ratio)(tally);
            ratio.add(a, if metric.unit.is_total() { of } else { b });
        }
    }

    pub(super) fn merge(&mut self, other: &Self) {
        self.0.resize(other.0.len().max(self.0.len()), Ratio::default());
        for (own, others) in self.0.iter_mut().zip(&other.0) {
            own.merge(others);
        }
    }
}

/// All estimates of a scenario.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Estimates {
    /// [`OVERALL`].
    pub overall: Panel,
    /// [`CONDITIONAL`]; of nothing, unless walks were scored.
    pub conditional: Panel,
    /// How many contacts arrive, and then how many end in each outcome, on a mean day (or in a mean hour).
    pub outcomes: Panel,
    /// [`LEVEL`], of the greeting.
    pub greeting: Panel,
    /// [`LEVEL`], of every level.
    pub levels: Vec<Panel>,
    /// [`MENU`], of every menu.
    pub menus: Vec<Panel>,
    /// [`QUEUE`], of every queue.
    pub queues: Vec<Panel>,
    /// [`GROUP`], of every agent group.
    pub groups: Vec<Panel>,
    /// [`CHANNEL`], of every channel; none where there are only calls.
    pub channels: Vec<Panel>,
    /// [`CONVERSATIONS`].
    pub conversations: Panel,
    /// Every interval of the day.
    pub intervals: Vec<IntervalEstimates>,
    /// What callers do in the IVR, where that was asked for.
    pub ivr: IvrEstimates,
}

/// The estimates of one interval of the day.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct IntervalEstimates {
    /// [`INTERVAL`].
    pub overall: Panel,
    /// [`QUEUE`], of every queue.
    pub queues: Vec<Panel>,
    /// [`GROUP`], of every agent group.
    pub groups: Vec<Panel>,
}

impl Estimates {
    /// Adds one replication (or batch), whose totals are of so many days or hours.
    pub fn add(&mut self, tally: &Tally, of: f64) {
        self.overall.add(OVERALL, tally, of);
        self.conditional.add(CONDITIONAL, tally, of);
        self.outcomes.0.resize(tally.outcomes.len() + 1, Ratio::default());
        let counts = [tally.arrived].into_iter().chain(tally.outcomes);
        for (ratio, count) in self.outcomes.0.iter_mut().zip(counts) {
            ratio.add(count as f64, of);
        }
        self.greeting.add(LEVEL, &tally.greeting, of);
        add_each(&mut self.levels, LEVEL, &tally.levels, of);
        add_each(&mut self.menus, MENU, &tally.menus, of);
        add_each(&mut self.queues, QUEUE, &tally.queues, of);
        add_each(&mut self.groups, GROUP, &tally.groups, of);
        add_each(&mut self.channels, CHANNEL, &tally.channels, of);
        self.conversations.add(CONVERSATIONS, &tally.conversations, of);
        self.intervals.resize_with(tally.intervals.len(), IntervalEstimates::default);
        for (interval, tally) in self.intervals.iter_mut().zip(&tally.intervals) {
            interval.overall.add(INTERVAL, tally, of);
            add_each(&mut interval.queues, QUEUE, &tally.queues, of);
            add_each(&mut interval.groups, GROUP, &tally.groups, of);
        }
        self.ivr.add(tally, of);
    }

    /// Adds the replications of another.
    pub fn merge(&mut self, other: &Self) {
        self.overall.merge(&other.overall);
        self.conditional.merge(&other.conditional);
        self.outcomes.merge(&other.outcomes);
        self.greeting.merge(&other.greeting);
        merge_each(&mut self.levels, &other.levels);
        merge_each(&mut self.menus, &other.menus);
        merge_each(&mut self.queues, &other.queues);
        merge_each(&mut self.groups, &other.groups);
        merge_each(&mut self.channels, &other.channels);
        self.conversations.merge(&other.conversations);
        self.ivr.merge(&other.ivr);
        if self.intervals.is_empty() {
            self.intervals.clone_from(&other.intervals);
        } else {
            for (own, others) in self.intervals.iter_mut().zip(&other.intervals) {
                own.overall.merge(&others.overall);
                merge_each(&mut own.queues, &others.queues);
                merge_each(&mut own.groups, &others.groups);
            }
        }
    }
}

pub(super) fn add_each<T>(panels: &mut Vec<Panel>, metrics: &[Metric<T>], tallies: &[T], of: f64) {
    panels.resize_with(tallies.len(), Panel::default);
    for (panel, tally) in panels.iter_mut().zip(tallies) {
        panel.add(metrics, tally, of);
    }
}

pub(super) fn merge_each(own: &mut Vec<Panel>, others: &[Panel]) {
    own.resize_with(others.len().max(own.len()), Panel::default);
    for (own, others) in own.iter_mut().zip(others) {
        own.merge(others);
    }
}
