//! The figures of a result: every metric with its name, its interval and what it is of.

use super::Report;
use crate::experiment::Measure;
use crate::measure::metric::{GROUP, INTERVAL, LEVEL, MENU, Metric, OVERALL, QUEUE, Unit};
use crate::measure::{CHANNEL, CONVERSATIONS, Panel, Ratio};

/// The quantiles of waits that are shown, with their names.
const QUANTILES: [(&str, f64); 4] = [("wait_p50", 0.5), ("wait_p80", 0.8), ("wait_p90", 0.9), ("wait_p95", 0.95)];

/// One figure with its interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Figure {
    /// The metric's name.
    pub name: &'static str,
    /// Its value: a pooled ratio, or a pooled quantile. `None` where nothing was counted.
    pub mean: Option<f64>,
    /// The half-width of its interval. `None` where none can be given.
    pub half_width: Option<f64>,
    /// The mean of the replications' own values with its half-width: another question than the pooled ratio's.
    pub per_replication: Option<(f64, Option<f64>)>,
    /// What it is measured in.
    pub unit: Unit,
    /// What it is a share or a mean of.
    pub of: &'static str,
}

/// All figures of a result.
#[derive(Debug, Clone, PartialEq)]
pub struct Figures {
    /// Of the whole center.
    pub overall: Vec<Figure>,
    /// Contacts that arrived, and then those that ended in each outcome, on a mean day.
    pub outcomes: Vec<Figure>,
    /// Of the greeting and the steps.
    pub greeting: Vec<Figure>,
    /// Of every level.
    pub levels: Vec<Vec<Figure>>,
    /// Of every menu.
    pub menus: Vec<Vec<Figure>>,
    /// Of every queue.
    pub queues: Vec<Vec<Figure>>,
    /// Of every agent group.
    pub groups: Vec<Vec<Figure>>,
    /// Of every channel; none where there are only calls.
    pub channels: Vec<Vec<Figure>>,
    /// Of the conversations.
    pub conversations: Vec<Figure>,
    /// Of every interval of the day.
    pub intervals: Vec<IntervalFigures>,
}

/// The figures of one interval of the day.
#[derive(Debug, Clone, PartialEq)]
pub struct IntervalFigures {
    /// When it begins and ends, in seconds from midnight.
    pub bounds: (f64, f64),
    /// Of the whole center.
    pub overall: Vec<Figure>,
    /// Of every queue.
    pub queues: Vec<Vec<Figure>>,
    /// Of every agent group.
    pub groups: Vec<Vec<Figure>>,
}

impl Figures {
    /// The figures of this result.
    pub fn new(report: &Report) -> Self {
        let results = report.results;
        let estimates = &results.estimates;
        let maker = Maker::of(report);
        let overall = overall(report);
        let mut queues = maker.panels(QUEUE, &estimates.queues);
        for (index, figures) in queues.iter_mut().enumerate() {
            figures.extend(quantiles(report, Some(index)));
        }
        let outcomes = estimates.outcomes.ratios().iter();
        Self {
            overall,
            outcomes: outcomes.map(|ratio| maker.figure("contacts", Unit::Total, "", ratio)).collect(),
            greeting: maker.panel(LEVEL, &estimates.greeting),
            levels: maker.panels(LEVEL, &estimates.levels),
            menus: maker.panels(MENU, &estimates.menus),
            queues,
            groups: maker.panels(GROUP, &estimates.groups),
            channels: maker.panels(CHANNEL, &estimates.channels),
            conversations: maker.panel(CONVERSATIONS, &estimates.conversations),
            intervals: estimates
                .intervals
                .iter()
                .enumerate()
                .map(|(index, interval)| IntervalFigures {
                    bounds: results.windows.interval_bounds(index),
                    overall: maker.panel(INTERVAL, &interval.overall),
                    queues: maker.panels(QUEUE, &interval.queues),
                    groups: maker.panels(GROUP, &interval.groups),
                })
                .collect(),
        }
    }
}

/// The figures of the whole center alone.
pub(super) fn overall(report: &Report) -> Vec<Figure> {
    let mut figures = Maker::of(report).panel(OVERALL, &report.results.estimates.overall);
    figures.extend(quantiles(report, None));
    figures
}

/// The figure of one metric.
pub(super) fn measured(report: &Report, measure: Measure) -> Figure {
    let ratio = measure.ratio(&report.results.estimates).unwrap_or_default();
    Maker::of(report).figure(measure.name(), measure.unit(), measure.of(), &ratio)
}

/// Makes figures of ratios.
pub(super) struct Maker {
    confidence: f64,
    /// Whether the ratios are of batches of one run, which are no replications.
    batches: bool,
    /// What totals are a mean of.
    of_total: &'static str,
}

impl Maker {
    pub(super) fn of(report: &Report) -> Self {
        let results = report.results;
        Self {
            confidence: results.confidence,
            batches: results.batches.is_some(),
            of_total: if results.windows.clip { "hours" } else { "replications" },
        }
    }

    pub(super) fn panel<T>(&self, metrics: &[Metric<T>], panel: &Panel) -> Vec<Figure> {
        let pairs = metrics.iter().zip(panel.ratios());
        pairs.map(|(metric, ratio)| self.figure(metric.name, metric.unit, metric.of, ratio)).collect()
    }

    pub(super) fn panels<T>(&self, metrics: &[Metric<T>], list: &[Panel]) -> Vec<Vec<Figure>> {
        list.iter().map(|ratios| self.panel(metrics, ratios)).collect()
    }

    pub(super) fn figure(&self, name: &'static str, unit: Unit, of: &'static str, ratio: &Ratio) -> Figure {
        let half_width = match unit {
            Unit::Share => ratio.half_width_of_share(self.confidence),
            Unit::TimeShare | Unit::Seconds | Unit::Count | Unit::Total | Unit::Hours => {
                ratio.half_width(self.confidence)
            }
        };
        // A total is a mean over replications already.
        let apart = !unit.is_total() && !self.batches;
        let per_replication = if apart { ratio.per_replication(self.confidence) } else { None };
        let of = if unit.is_total() { self.of_total } else { of };
        Figure { name, mean: ratio.pooled(), half_width, per_replication, unit, of }
    }
}

/// The figure with this name.
pub(super) fn find<'a>(figures: &'a [Figure], name: &str) -> Option<&'a Figure> {
    figures.iter().find(|figure| figure.name == name)
}

fn quantiles(report: &Report, queue: Option<usize>) -> Vec<Figure> {
    let quantile = |&(name, p): &(&'static str, f64)| {
        let found = report.results.waits.quantile(queue, p, report.results.confidence);
        Figure {
            name,
            mean: found.map(|quantile| quantile.value),
            half_width: found.and_then(|quantile| quantile.half_width),
            per_replication: None,
            unit: Unit::Seconds,
            of: "contacts queued",
        }
    };
    QUANTILES.iter().map(quantile).collect()
}
