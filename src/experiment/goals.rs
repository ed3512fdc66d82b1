//! Goals of precision: which estimate a metric's written name means.

use std::fmt;

use crate::measure::metric::{GROUP, MENU, Metric, OVERALL, QUEUE, Unit};
use crate::measure::{Estimates, Panel, Ratio};
use crate::scenario::resolved::{Replications, Scenario};

/// A goal, ready to be looked at.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Goal {
    place: Place,
    metric: usize,
    unit: Unit,
    half_width: f64,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Place {
    Overall,
    Queue(usize),
    Group(usize),
    Menu(usize),
}

/// A goal names a metric that there is not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownMetric {
    /// What was written.
    pub written: String,
    /// The nearest name there is.
    pub nearest: Option<String>,
}

impl fmt::Display for UnknownMetric {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "replications.until: there is no metric `{}`", self.written)?;
        match &self.nearest {
            Some(nearest) => write!(f, "; did you mean `{nearest}`?"),
            None => Ok(()),
        }
    }
}

impl Goal {
    /// Whether the estimates are precise enough. A metric that nothing was counted for is not.
    pub(super) fn reached(&self, estimates: &Estimates, confidence: f64) -> bool {
        let panel: &Panel = match self.place {
            Place::Overall => &estimates.overall,
            Place::Queue(index) => &estimates.queues[index],
            Place::Group(index) => &estimates.groups[index],
            Place::Menu(index) => &estimates.menus[index],
        };
        let Some(ratio) = panel.ratios().get(self.metric) else {
            return false;
        };
        match half_width(ratio, self.unit, confidence) {
            Some(half_width) => half_width <= self.half_width,
            // What was counted and never varied is as precise as can be.
            None => ratio.denominator() > 0.0,
        }
    }
}

/// The half-width of a metric in its unit.
fn half_width(ratio: &Ratio, unit: Unit, confidence: f64) -> Option<f64> {
    match unit {
        Unit::Share => ratio.half_width_of_share(confidence),
        Unit::TimeShare | Unit::Seconds | Unit::Count | Unit::Total | Unit::Hours => ratio.half_width(confidence),
    }
}

/// Finds what every goal of the scenario is about.
pub(super) fn resolve(scenario: &Scenario) -> Result<Vec<Goal>, UnknownMetric> {
    let Replications::Until { goals, .. } = &scenario.replications else {
        return Ok(Vec::new());
    };
    let names = names(scenario);
    goals
        .iter()
        .map(|goal| {
            // Blanks around a part's name mean nothing: `service_level( billing )`.
            let written = match goal.metric.split_once('(') {
                Some((name, part)) => format!("{}({})", name.trim(), part.trim_end_matches(')').trim()),
                None => goal.metric.trim().to_owned(),
            };
            names
                .iter()
                .find(|(name, ..)| *name == written)
                .map(|&(_, place, metric, unit)| Goal { place, metric, unit, half_width: goal.half_width })
                .ok_or_else(|| UnknownMetric {
                    written: goal.metric.clone(),
                    nearest: names
                        .iter()
                        .map(|(name, ..)| (strsim::jaro_winkler(name, &goal.metric), name))
                        .filter(|&(likeness, _)| likeness > 0.7)
                        .max_by(|a, b| a.0.total_cmp(&b.0))
                        .map(|(_, name)| name.clone()),
                })
        })
        .collect()
}

type Named = (String, Place, usize, Unit);

/// Every metric that can be named.
fn names(scenario: &Scenario) -> Vec<Named> {
    fn list<T>(names: &mut Vec<Named>, metrics: &[Metric<T>], place: Place, about: Option<&str>) {
        for (index, metric) in metrics.iter().enumerate() {
            let name = about.map_or(metric.name.to_owned(), |about| format!("{}({about})", metric.name));
            names.push((name, place, index, metric.unit));
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

#[cfg(test)]
mod tests {
    use super::*;

    /// What the scenario room accepts as a goal must be an estimate here.
    #[test]
    fn every_goal_that_can_be_written_is_found() {
        let whole = [
            "ivr_abandonment",
            "queue_abandonment",
            "total_abandonment",
            "containment",
            "blocking",
            "wait_probability",
            "service_level",
            "occupancy",
            "zero_out",
            "misroutes",
            "self_service_success",
        ];
        let parts = [
            "ivr_abandonment(main)",
            "zero_out( main )",
            "queue_abandonment(sales)",
            "wait_probability(sales)",
            "service_level( sales)",
            "occupancy(team)",
        ];
        let times = [
            "mean_wait",
            "average_speed_of_answer",
            "time_in_ivr",
            "mean_wait(sales)",
            "average_speed_of_answer(sales)",
            "handle_time",
            "handle_time(sales)",
        ];
        let shares = whole.iter().chain(&parts).map(|name| format!("\"{name}\": 1 points"));
        let goals: Vec<String> = shares.chain(times.iter().map(|name| format!("\"{name}\": 2s"))).collect();
        let text = format!(
            "replications: {{at_least: 2, at_most: 4, until: {{{}}}}}\n\
             intents: {{a: 1}}\n\
             arrivals: {{voice: {{per_hour: 60}}}}\n\
             callers: {{patience: {{exponential: 4m}}}}\n\
             ivr: {{menus: {{main: {{options: [{{key: 1, prompt: 2s, for: a, then: {{queue: sales}}}}]}}}}}}\n\
             queues: {{sales: {{talk: 3m}}}}\n\
             agents: {{team: {{count: 5, queues: [sales]}}}}\n",
            goals.join(", ")
        );
        let loaded = crate::scenario::parse("goals.yaml", text, &[]).map_err(|report| report.render(false)).unwrap();
        assert_eq!(resolve(&loaded.scenario).map(|goals| goals.len()), Ok(goals.len()));
    }

    #[test]
    fn a_metric_that_there_is_not_is_answered_with_the_nearest() {
        let unknown = UnknownMetric { written: "x".into(), nearest: Some("mean_wait".into()) };
        assert_eq!(unknown.to_string(), "replications.until: there is no metric `x`; did you mean `mean_wait`?");
    }
}
