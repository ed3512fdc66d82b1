//! Waits and their quantiles: of a queue by visit, of the whole center by contact.

use super::contrast::Contrast;
use super::histogram::Histogram;
use super::ratio::student_t;

/// Waits of all queued.
///
/// Nearly every contact visits one queue, so that its visit is its wait. Those of the others are kept apart.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Waits {
    /// By queue, the visits of contacts that were not transferred.
    only: Vec<Histogram>,
    /// By queue, the visits of those that were.
    several: Vec<Histogram>,
    /// How long the latter waited in all their visits together.
    summed: Histogram,
}

impl Waits {
    /// No waits yet, for so many queues.
    pub fn new(queues: usize) -> Self {
        let none = vec![Histogram::default(); queues];
        Self { only: none.clone(), several: none, summed: Histogram::default() }
    }

    /// Counts the wait of a contact's only visit of a queue, in seconds.
    #[inline]
    pub(super) fn record(&mut self, queue: usize, waited: f64) {
        self.only[queue].record(waited);
    }

    /// Counts the wait of one of a contact's visits.
    pub(super) fn record_visit(&mut self, queue: usize, waited: f64) {
        self.several[queue].record(waited);
    }

    /// Counts how long a contact waited in all its visits, which are counted each by itself.
    pub(super) fn record_sum(&mut self, waited: f64) {
        self.summed.record(waited);
    }

    /// The waits in this queue, by visit.
    pub fn of_queue(&self, queue: usize) -> Histogram {
        let mut waits = self.only[queue].clone();
        waits.merge(&self.several[queue]);
        waits
    }

    /// The waits in all queues, by contact.
    pub fn of_center(&self) -> Histogram {
        let mut waits = self.summed.clone();
        self.only.iter().for_each(|queue| waits.merge(queue));
        waits
    }

    /// Adds the waits of another, of the same scenario.
    pub fn merge(&mut self, other: &Self) {
        let others = other.only.iter().chain(&other.several).chain([&other.summed]);
        for (own, others) in self.each().zip(others) {
            own.merge(others);
        }
    }

    /// Forgets all waits and keeps the room.
    pub fn clear(&mut self) {
        self.each().for_each(Histogram::clear);
    }

    fn each(&mut self) -> impl Iterator<Item = &mut Histogram> {
        self.only.iter_mut().chain(&mut self.several).chain([&mut self.summed])
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
    sections: Vec<Waits>,
}

impl Sections {
    /// How many sections there are.
    pub const COUNT: usize = 20;

    /// With fewer of them that saw a wait no interval is given.
    const FEWEST: usize = 5;

    /// Empty sections for so many queues.
    pub fn new(queues: usize) -> Self {
        Self { sections: vec![Waits::new(queues); Self::COUNT] }
    }

    /// Adds a piece of work to the section its number falls to.
    pub fn add(&mut self, piece: usize, waits: &Waits) {
        self.sections[piece % Self::COUNT].merge(waits);
    }

    /// The quantile `p` over all sections, with its half-width: of this queue's waits, or else of the whole center's.
    pub fn quantile(&self, queue: Option<usize>, p: f64, confidence: f64) -> Option<Quantile> {
        let mut all = Histogram::default();
        let mut each = Vec::with_capacity(Self::COUNT);
        for section in &self.sections {
            let waits = queue.map_or_else(|| section.of_center(), |queue| section.of_queue(queue));
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

    /// The quantile `p` less that of another run on the same callers: of the queues of these numbers, or of both centers.
    /// Sections hold the same replications in both, so that they are paired.
    pub fn difference(&self, other: &Self, queues: [Option<usize>; 2], p: f64, confidence: f64) -> Option<Contrast> {
        let waits = |section: &Waits, queue: Option<usize>| {
            queue.map_or_else(|| section.of_center(), |queue| section.of_queue(queue))
        };
        let value = |sections: &Self, queue| {
            let mut all = Histogram::default();
            sections.sections.iter().for_each(|section| all.merge(&waits(section, queue)));
            all.quantile(p)
        };
        let mean = value(self, queues[0])? - value(other, queues[1])?;
        let pairs = self.sections.iter().zip(&other.sections);
        let each = pairs
            .filter_map(|(own, other)| Some(waits(own, queues[0]).quantile(p)? - waits(other, queues[1]).quantile(p)?));
        let each: Vec<f64> = each.collect();
        let n = each.len() as f64;
        let center = each.iter().sum::<f64>() / n;
        let spread = each.iter().map(|x| (x - center) * (x - center)).sum::<f64>();
        // What never differs is the same, however few say so.
        let never = each.len() > 1 && each.iter().all(|difference| *difference == 0.0);
        let half_width = (each.len() >= Self::FEWEST || never)
            .then(|| student_t(n - 1.0, confidence) * (spread / (n - 1.0) / n).sqrt());
        Some(Contrast { mean, half_width })
    }
}
