//! Estimates: every metric of every queue, menu, group and interval, over all replications so far. Mergeable.

use super::histogram::Histogram;
use super::metric::{GROUP, INTERVAL, LEVEL, MENU, Metric, OVERALL, QUEUE};
use super::ratio::{Ratio, student_t};
use super::tally::Tally;

/// The ratios of one list of metrics, in the list's order.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Panel(Vec<Ratio>);

impl Panel {
    /// The ratios, in the order of the list of metrics.
    pub fn ratios(&self) -> &[Ratio] {
        &self.0
    }

    fn add<T>(&mut self, metrics: &[Metric<T>], tally: &T, of: f64) {
        self.0.resize(metrics.len(), Ratio::default());
        for (ratio, metric) in self.0.iter_mut().zip(metrics) {
            let (a, b) = (metric.ratio)(tally);
            ratio.add(a, if metric.unit.is_total() { of } else { b });
        }
    }

    fn merge(&mut self, other: &Self) {
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
    /// Every interval of the day.
    pub intervals: Vec<IntervalEstimates>,
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
        self.intervals.resize_with(tally.intervals.len(), IntervalEstimates::default);
        for (interval, tally) in self.intervals.iter_mut().zip(&tally.intervals) {
            interval.overall.add(INTERVAL, tally, of);
            add_each(&mut interval.queues, QUEUE, &tally.queues, of);
            add_each(&mut interval.groups, GROUP, &tally.groups, of);
        }
    }

    /// Adds the replications of another.
    pub fn merge(&mut self, other: &Self) {
        self.overall.merge(&other.overall);
        self.outcomes.merge(&other.outcomes);
        self.greeting.merge(&other.greeting);
        merge_each(&mut self.levels, &other.levels);
        merge_each(&mut self.menus, &other.menus);
        merge_each(&mut self.queues, &other.queues);
        merge_each(&mut self.groups, &other.groups);
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

fn add_each<T>(panels: &mut Vec<Panel>, metrics: &[Metric<T>], tallies: &[T], of: f64) {
    panels.resize_with(tallies.len(), Panel::default);
    for (panel, tally) in panels.iter_mut().zip(tallies) {
        panel.add(metrics, tally, of);
    }
}

fn merge_each(own: &mut Vec<Panel>, others: &[Panel]) {
    own.resize_with(others.len().max(own.len()), Panel::default);
    for (own, others) in own.iter_mut().zip(others) {
        own.merge(others);
    }
}

/// A quantile with its half-width, in seconds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Quantile {
    /// The quantile of all durations pooled.
    pub value: f64,
    /// Its half-width; `None` where there are fewer than two sections with durations, or they do not differ.
    pub half_width: Option<f64>,
}

/// Waits in sections of whole replications (or batches), so that quantiles have intervals too.
///
/// The quantile of each section varies as independent days do; their spread gives the interval (sectioning).
#[derive(Debug, Clone, PartialEq)]
pub struct Sections {
    /// By section, then by queue.
    sections: Vec<Vec<Histogram>>,
}

impl Sections {
    /// How many sections there are.
    pub const COUNT: usize = 20;

    /// With fewer of them that saw a wait no interval is given.
    const FEWEST: usize = 5;

    /// Empty sections for so many queues.
    pub fn new(queues: usize) -> Self {
        Self { sections: vec![vec![Histogram::default(); queues]; Self::COUNT] }
    }

    /// Adds a piece of work to the section its number falls to.
    pub fn add(&mut self, piece: usize, waits: &[Histogram]) {
        for (own, others) in self.sections[piece % Self::COUNT].iter_mut().zip(waits) {
            own.merge(others);
        }
    }

    /// The quantile `p` of these queues' waits together over all sections, with its half-width.
    pub fn quantile(&self, queues: std::ops::Range<usize>, p: f64, confidence: f64) -> Option<Quantile> {
        let mut all = Histogram::default();
        let mut each = Vec::with_capacity(Self::COUNT);
        for section in &self.sections {
            let mut waits = Histogram::default();
            section.get(queues.clone())?.iter().for_each(|queue| waits.merge(queue));
            all.merge(&waits);
            each.extend(waits.quantile(p));
        }
        let value = all.quantile(p)?;
        let n = each.len() as f64;
        let mean = each.iter().sum::<f64>() / n;
        let spread = each.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>();
        let half_width = (each.len() >= Self::FEWEST && spread > 1e-18 * value * value)
            .then(|| student_t(n - 1.0, confidence) * (spread / (n - 1.0) / n).sqrt());
        Some(Quantile { value, half_width })
    }
}
