//! Metrics by their names: those that a goal of precision, a chart or an expectation may ask for.

use super::{Check, Known};
use crate::scenario::field::Placed;
use crate::scenario::nearest::nearest;
use crate::scenario::place::Place;

/// What a metric is measured in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Share,
    Time,
    Count,
    Hours,
}

/// What a metric can be asked of. Those of a queue or group can be asked of a window of time too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Of {
    Center,
    /// The whole center, of contacts that arrive within a window of time.
    Window,
    Queues,
    Groups,
    Menus,
    Levels,
}

/// A metric that can be asked for.
pub(super) struct Metric {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    pub(super) of: &'static [Of],
}

macro_rules! metrics {
    ($($name:literal $kind:ident of $($of:ident)*;)*) => {
        &[$(Metric { name: $name, kind: Kind::$kind, of: &[$(Of::$of),*] }),*]
    };
}

/// Every metric by its name, with what it can be asked of. Beside these there are the quantiles of waits, `wait_p1` to
/// `wait_p99`, of the center and of queues.
///
/// The scenario room knows nothing of measuring, so that these names stand here beside those of `measure::metric`:
/// a metric added there is added here too. A test holds the two lists together (in `tests/expectations.rs`).
pub(super) const METRICS: &[Metric] = metrics! {
    "ivr_abandonment" Share of Center Window Menus Levels;
    "queue_abandonment" Share of Center Window Queues;
    "total_abandonment" Share of Center;
    "containment" Share of Center;
    "blocking" Share of Center;
    "wait_probability" Share of Center Queues;
    "mean_wait" Time of Center Window Queues;
    "average_speed_of_answer" Time of Center Queues;
    "service_level" Share of Center Window Queues;
    "handle_time" Time of Center Queues Groups;
    "occupancy" Share of Center Window Groups;
    "worked_hours" Hours of Center Groups;
    "time_in_ivr" Time of Center;
    "zero_out" Share of Center Menus;
    "misroutes" Share of Center;
    "self_service_success" Share of Center;
    "answered_elsewhere" Share of Queues;
    "transferred" Share of Queues;
    "queued" Count of Queues;
    "answered" Count of Queues Groups;
    "abandoned" Count of Queues;
    "staffed_hours" Hours of Groups;
    "time" Time of Menus;
    "no_input" Count of Menus;
    "no_match" Count of Menus;
    "entered" Count of Menus;
    "arrived" Count of Center Window;
    "blocked" Count of Center;
    "abandoned_in_ivr" Count of Center;
    "self_served" Count of Center;
    "disconnected" Count of Center;
    "transferred_out" Count of Center;
    "abandoned_in_queue" Count of Center;
    "left_voicemail" Count of Center;
    "served" Count of Center;
    "timed_out" Count of Center;
};

impl Metric {
    pub(super) fn can_be_of(&self, of: Of) -> bool {
        self.of.contains(&of)
    }

    /// Whether it can be a goal of precision or charted: a share or a time of the whole center.
    fn is_a_goal(&self) -> bool {
        matches!(self.kind, Kind::Share | Kind::Time) && self.can_be_of(Of::Center)
    }
}

impl Check {
    /// The metric of this name among those that `fit`; one that there is not is reported.
    pub(super) fn known_metric(
        &mut self,
        name: &str,
        place: Place,
        fit: impl Fn(&Metric) -> bool,
    ) -> Option<&'static Metric> {
        let fitting = || METRICS.iter().filter(|metric| fit(metric)).map(|metric| metric.name);
        if let Some(metric) = METRICS.iter().find(|metric| metric.name == name && fit(metric)) {
            return Some(metric);
        }
        let (label, help) = if let Some(near) = nearest(name, fitting()) {
            ("expected the name of a metric", format!("did you mean `{near}`?"))
        } else {
            let names: Vec<&str> = fitting().collect();
            let lines: Vec<String> = names.chunks(5).map(|some| format!("`{}`", some.join("`, `"))).collect();
            ("expected one of the metrics below", format!("use one of\n{}", lines.join(",\n")))
        };
        self.error("unknown-name", format!("there is no metric called `{name}`"), place, label, help);
        None
    }

    /// Whether the metric of this name, which a goal or chart asks for, is a share (or a time); one that there is not is
    /// reported.
    pub(super) fn metric(&mut self, metric: &Placed<String>, known: &Known) -> Option<bool> {
        let (name, part) = match metric.value.split_once('(') {
            Some((name, part)) => {
                let part = part.trim().strip_suffix(')').map(str::trim).filter(|part| !part.is_empty());
                if part.is_none() {
                    self.error(
                        "unknown-name",
                        format!("`{}` does not say what it is the metric of", metric.value),
                        metric.place,
                        "expected a name in brackets",
                        "write a metric of a part as `service_level(billing)`, of the whole center without brackets",
                    );
                    return None;
                }
                (name.trim(), part)
            }
            None => (metric.value.trim(), None),
        };
        let found = self.known_metric(name, metric.place, Metric::is_a_goal)?;
        if let Some(part) = part {
            let of = [(Of::Menus, &known.menus, "menu"), (Of::Queues, &known.queues, "queue")];
            let of = of.into_iter().chain([(Of::Groups, &known.groups, "agent group")]);
            let Some((_, names, what)) = of.into_iter().find(|(of, ..)| found.can_be_of(*of)) else {
                self.error(
                    "unknown-name",
                    format!("`{name}` is a metric of the whole center only"),
                    metric.place,
                    "not of a part",
                    format!("write `{name}`"),
                );
                return None;
            };
            self.refer(names, what, part, metric.place)?;
        }
        Some(found.kind == Kind::Share)
    }
}
