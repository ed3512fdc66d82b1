//! Metrics by their names: those that a goal of precision or a chart may ask for.

use super::{Check, Known};
use crate::scenario::field::Placed;
use crate::scenario::nearest::nearest;

/// What a metric can be asked of beside the whole center.
#[derive(Clone, Copy, PartialEq)]
enum Of {
    Nothing,
    Menus,
    Queues,
    Groups,
}

/// Every metric that can be asked for: its name, whether it is a share (or a time), and what else it can be asked of.
///
/// The scenario room knows nothing of measuring, so that these names stand here beside those of `measure::metric`:
/// a metric added there is added here too. Tests hold the two lists together (in `tests/scenario.rs` that every
/// metric of the whole center is here, in `experiment::goals` that every name here is one of its).
const METRICS: [(&str, bool, Of); 15] = [
    ("ivr_abandonment", true, Of::Menus),
    ("queue_abandonment", true, Of::Queues),
    ("total_abandonment", true, Of::Nothing),
    ("containment", true, Of::Nothing),
    ("blocking", true, Of::Nothing),
    ("wait_probability", true, Of::Queues),
    ("mean_wait", false, Of::Queues),
    ("average_speed_of_answer", false, Of::Queues),
    ("service_level", true, Of::Queues),
    ("handle_time", false, Of::Queues),
    ("occupancy", true, Of::Groups),
    ("time_in_ivr", false, Of::Nothing),
    ("zero_out", true, Of::Menus),
    ("misroutes", true, Of::Nothing),
    ("self_service_success", true, Of::Nothing),
];

impl Check {
    /// Whether the metric of this name is a share (or a time); one that there is not is reported.
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
        let Some((_, share, of)) = METRICS.iter().find(|(known, ..)| *known == name) else {
            let names = METRICS.map(|(name, ..)| name);
            let (label, help) = if let Some(near) = nearest(name, names) {
                ("expected the name of a metric", format!("did you mean `{near}`?"))
            } else {
                let lines: Vec<String> = names.chunks(5).map(|some| format!("`{}`", some.join("`, `"))).collect();
                ("expected one of the metrics below", format!("use one of\n{}", lines.join(",\n")))
            };
            self.error("unknown-name", format!("there is no metric called `{name}`"), metric.place, label, help);
            return None;
        };
        if let Some(part) = part {
            let (names, what) = match of {
                Of::Menus => (&known.menus, "menu"),
                Of::Queues => (&known.queues, "queue"),
                Of::Groups => (&known.groups, "agent group"),
                Of::Nothing => {
                    self.error(
                        "unknown-name",
                        format!("`{name}` is a metric of the whole center only"),
                        metric.place,
                        "not of a part",
                        format!("write `{name}`"),
                    );
                    return None;
                }
            };
            self.refer(names, what, part, metric.place)?;
        }
        Some(*share)
    }
}
