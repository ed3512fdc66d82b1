//! What a metric's written name means: which sums of a tally, and which estimate.

use crate::measure::metric::{CONDITIONAL, GROUP, MENU, Metric, OVERALL, QUEUE, Unit};
use crate::measure::{Estimates, Panel, Ratio, Tally};
use crate::scenario::resolved::Scenario;

/// A metric of the whole center or of a part of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Measure {
    place: Place,
    metric: usize,
    name: &'static str,
    unit: Unit,
    of: &'static str,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Place {
    Overall,
    /// The whole center, from scored walks.
    Conditional,
    Queue(usize),
    Group(usize),
    Menu(usize),
}

/// A metric that there is not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Unknown {
    /// The nearest name there is.
    pub(super) nearest: Option<String>,
}

impl Measure {
    /// What this name means in a scenario: `ivr_abandonment`, or of a part, `service_level(billing)`.
    pub(super) fn find(scenario: &Scenario, name: &str) -> Result<Self, Unknown> {
        let names = names(scenario);
        // Blanks around a part's name mean nothing: `service_level( billing )`.
        let written = match name.split_once('(') {
            Some((name, part)) => format!("{}({})", name.trim(), part.trim_end_matches(')').trim()),
            None => name.trim().to_owned(),
        };
        let found = names.iter().find(|(name, _)| *name == written).map(|&(_, measure)| measure);
        found.ok_or_else(|| {
            let likeness = |(candidate, _): &(String, Self)| (strsim::jaro_winkler(candidate, name), candidate.clone());
            let likely = names.iter().map(likeness).filter(|&(likeness, _)| likeness > 0.7);
            Unknown { nearest: likely.max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, name)| name) }
        })
    }

    /// The same metric from scored walks, where it is one that they give.
    #[must_use]
    pub(super) fn scored(self) -> Self {
        let named = |metric: &Metric<Tally>| self.place == Place::Overall && metric.name == self.name;
        match CONDITIONAL.iter().position(named) {
            Some(metric) => Self { place: Place::Conditional, metric, ..self },
            None => self,
        }
    }

    /// The metric's name, without that of the part.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// What it is measured in.
    pub fn unit(&self) -> Unit {
        self.unit
    }

    /// What it is a share, or a mean, of.
    pub fn of(&self) -> &'static str {
        self.of
    }

    /// Whether it is estimated from scored walks (conditional Monte Carlo), rather than counted.
    pub fn is_conditional(&self) -> bool {
        self.place == Place::Conditional
    }

    /// Numerator and denominator in one replication.
    pub(super) fn sums(&self, tally: &Tally) -> (f64, f64) {
        match self.place {
            Place::Overall => (OVERALL[self.metric].ratio)(tally),
            Place::Conditional => (CONDITIONAL[self.metric].ratio)(tally),
            Place::Queue(index) => (QUEUE[self.metric].ratio)(&tally.queues[index]),
            Place::Group(index) => (GROUP[self.metric].ratio)(&tally.groups[index]),
            Place::Menu(index) => (MENU[self.metric].ratio)(&tally.menus[index]),
        }
    }

    /// Its estimate; `None` where there are no replications yet.
    pub fn ratio<'e>(&self, estimates: &'e Estimates) -> Option<&'e Ratio> {
        let panel: &Panel = match self.place {
            Place::Overall => &estimates.overall,
            Place::Conditional => &estimates.conditional,
            Place::Queue(index) => estimates.queues.get(index)?,
            Place::Group(index) => estimates.groups.get(index)?,
            Place::Menu(index) => estimates.menus.get(index)?,
        };
        panel.ratios().get(self.metric)
    }

    /// The half-width of its estimate, in its unit.
    pub fn half_width(&self, ratio: &Ratio, confidence: f64) -> Option<f64> {
        match self.unit {
            Unit::Share => ratio.half_width_of_share(confidence),
            Unit::TimeShare | Unit::Seconds | Unit::Count | Unit::Total | Unit::Hours => ratio.half_width(confidence),
        }
    }
}

/// Every metric that can be named.
fn names(scenario: &Scenario) -> Vec<(String, Measure)> {
    fn list<T>(names: &mut Vec<(String, Measure)>, metrics: &[Metric<T>], place: Place, about: Option<&str>) {
        for (index, metric) in metrics.iter().enumerate() {
            let name = about.map_or(metric.name.to_owned(), |about| format!("{}({about})", metric.name));
            names.push((name, Measure { place, metric: index, name: metric.name, unit: metric.unit, of: metric.of }));
        }
    }
    let mut names = Vec::new();
    list(&mut names, OVERALL, Place::Overall, None);
    for (index, queue) in scenario.queues.iter().enumerate() {
        list(&mut names, QUEUE, Place::Queue(index), Some(&queue.name));
    }
    for (index, group) in scenario.groups.iter().enumerate() {
        list(&mut names, GROUP, Place::Group(index), Some(&group.name));
    }
    for (index, menu) in scenario.ivr.iter().flat_map(|ivr| &ivr.menus).enumerate() {
        list(&mut names, MENU, Place::Menu(index), Some(&menu.name));
    }
    names
}
