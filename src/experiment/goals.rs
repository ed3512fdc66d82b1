//! Goals of precision: how narrow a metric's interval must become.

use std::fmt;

use super::named::Measure;
use crate::measure::Estimates;
use crate::scenario::expectation::Subject;
use crate::scenario::resolved::{Replications, Scenario};

/// A goal, ready to be looked at.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Goal {
    measure: Measure,
    half_width: f64,
}

/// A metric is asked for that the scenario has not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownMetric {
    /// Where it is asked for.
    pub place: &'static str,
    /// Which one.
    pub metric: String,
}

impl fmt::Display for UnknownMetric {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{}: the scenario has no `{}`", self.place, self.metric)
    }
}

impl Goal {
    /// Whether callers must be followed through the IVR for it.
    pub(super) fn follows_ivr(&self) -> bool {
        self.measure.follows_ivr()
    }

    /// Whether the estimates are precise enough. A metric that nothing was counted for is not.
    pub(super) fn reached(&self, estimates: &Estimates, confidence: f64) -> bool {
        let Some(ratio) = self.measure.ratio(estimates) else {
            return false;
        };
        match self.measure.half_width(&ratio, confidence) {
            Some(half_width) => half_width <= self.half_width,
            // What was counted and never varied is as precise as can be.
            None => ratio.denominator() > 0.0,
        }
    }
}

/// Finds what every goal of the scenario is about; where walks are `scored`, the estimates that those give.
pub(super) fn resolve(scenario: &Scenario, scored: bool) -> Result<Vec<Goal>, UnknownMetric> {
    let Replications::Until { goals, .. } = &scenario.replications else {
        return Ok(Vec::new());
    };
    let goal = |goal: &crate::scenario::resolved::Goal| {
        let measure = find(scenario, "replications.until", &goal.subject)?;
        let measure = if scored { measure.scored() } else { measure };
        Ok(Goal { measure, half_width: goal.half_width })
    };
    goals.iter().map(goal).collect()
}

/// What a subject means that is asked for at this place.
pub(super) fn find(scenario: &Scenario, place: &'static str, subject: &Subject) -> Result<Measure, UnknownMetric> {
    Measure::of_subject(scenario, subject).ok_or_else(|| UnknownMetric { place, metric: subject.to_string() })
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
        assert_eq!(resolve(&loaded.scenario, false).map(|goals| goals.len()), Ok(goals.len()));
    }

    /// What a scenario was not read with can only be asked for by a program.
    #[test]
    fn a_metric_that_the_scenario_has_not_is_told() {
        let unknown = UnknownMetric { place: "replications.until", metric: "mean_wait(x)".into() };
        assert_eq!(unknown.to_string(), "replications.until: the scenario has no `mean_wait(x)`");
    }
}
