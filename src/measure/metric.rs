//! The catalogue of metrics: each a name, a unit, what it is a share of, and the two sums it is the ratio of.
//!
//! A new metric is one new entry in one of the lists below; everything else (intervals, text, JSON, goals) reads them.

use super::ivr::{Part, PlaceTally, Wanted};
use super::tally::{GroupTally, IntervalTally, MenuTally, QueueTally, Tally, Visits};
use crate::center::{Fit, Outcome, Progress};

/// What a metric is measured in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// A share of contacts, in [0, 1].
    Share,
    /// A share of time, in [0, 1].
    TimeShare,
    /// Seconds.
    Seconds,
    /// A number per contact or visit.
    Count,
    /// A number on a mean day, or in a mean hour of a steady run.
    Total,
    /// Hours on a mean day, or in a mean hour of a steady run.
    Hours,
}

impl Unit {
    /// Whether it is a sum over a day or an hour.
    pub fn is_total(self) -> bool {
        matches!(self, Self::Total | Self::Hours)
    }

    /// The unit's name in results.
    pub fn name(self) -> &'static str {
        match self {
            Self::Share | Self::TimeShare => "share",
            Self::Seconds => "seconds",
            Self::Count | Self::Total => "count",
            Self::Hours => "hours",
        }
    }
}

/// A metric of something that is tallied as `T`.
#[derive(Debug)]
pub struct Metric<T> {
    /// Its name in results, expectations and goals.
    pub name: &'static str,
    /// What it is measured in.
    pub unit: Unit,
    /// What it is a share, or a mean, of.
    pub of: &'static str,
    /// Numerator and denominator.
    pub ratio: fn(&T) -> (f64, f64),
}

macro_rules! metrics {
    ($($name:literal $unit:ident of $of:literal: $tally:ident => $a:expr, $b:expr;)*) => {
        &[$(Metric {
            name: $name,
            unit: $crate::measure::Unit::$unit,
            of: $of,
            ratio: |$tally| ($a as f64, $b as f64),
        }),*]
    };
}

pub(super) use metrics;

/// Metrics of the whole center, by contact: what the queues count by visit, without the second visits of the transferred.
/// Seconds are summed over a contact's visits.
pub const OVERALL: &[Metric<Tally>] = metrics! {
    "ivr_abandonment" Share of "calls that entered the IVR": t => t.outcome(Outcome::AbandonedInIvr), t.entered_ivr;
    "queue_abandonment" Share of "contacts queued": t => count(&t.queues, |q| q.abandoned), count(&t.queues, |q| q.queued) - t.surplus.queued;
    "total_abandonment" Share of "contacts that arrived":
        t => t.outcome(Outcome::AbandonedInIvr) + t.outcome(Outcome::AbandonedInQueue), t.arrived;
    "containment" Share of "calls that entered the IVR": t => t.outcome(Outcome::SelfServed), t.entered_ivr;
    "blocking" Share of "contacts that arrived": t => t.outcome(Outcome::Blocked), t.arrived;
    "wait_probability" Share of "contacts queued": t => count(&t.queues, |q| q.waited) - t.surplus.waited, count(&t.queues, |q| q.queued) - t.surplus.queued;
    "mean_wait" Seconds of "contacts queued": t => sum(&t.queues, |q| q.waited_seconds), count(&t.queues, |q| q.queued) - t.surplus.queued;
    "average_speed_of_answer" Seconds of "contacts answered":
        t => sum(&t.queues, |q| q.answered_waited_seconds), count(&t.queues, |q| q.answered) - t.surplus.answered;
    "service_level" Share of "contacts, by each queue's formula": t => less(count(&t.queues, |q| q.in_time), t.surplus.in_time), less(count(&t.queues, |q| q.in_time_of), t.surplus.in_time_of);
    "handle_time" Seconds of "contacts answered":
        t => sum(&t.queues, |q| q.talk_seconds + q.work_seconds), count(&t.queues, |q| q.answered) - t.surplus.answered;
    "occupancy" TimeShare of "staffed time": t => sum(&t.groups, |g| g.busy_seconds), sum(&t.groups, |g| g.staffed_seconds);
    "worked_hours" Hours of "replications": t => sum(&t.groups, |g| g.busy_seconds) / 3600.0, 1.0;
    "time_in_ivr" Seconds of "calls that entered the IVR": t => t.ivr_seconds, t.entered_ivr;
    "zero_out" Share of "calls that entered the IVR": t => t.zeroed_out, t.entered_ivr;
    "misroutes" Share of "contacts that reached an agent": t => t.misrouted, count(&t.queues, |q| q.answered) - t.surplus.answered;
    "self_service_success" Share of "self-services started": t => t.self_service.succeeded, t.self_service.started;
};

/// Metrics of the whole center from the chances of hanging up that scored walks tell, instead of from the hang-ups
/// (conditional Monte Carlo): the same means as the metrics of these names in [`OVERALL`], with less noise.
pub const CONDITIONAL: &[Metric<Tally>] = metrics! {
    "ivr_abandonment" Share of "calls that entered the IVR": t => t.score, t.scored;
};

/// Metrics of one queue, by visit.
pub const QUEUE: &[Metric<QueueTally>] = metrics! {
    "service_level" Share of "contacts, by the queue's formula": t => t.in_time, t.in_time_of;
    "queue_abandonment" Share of "contacts queued": t => t.abandoned, t.queued;
    "wait_probability" Share of "contacts queued": t => t.waited, t.queued;
    "mean_wait" Seconds of "contacts queued": t => t.waited_seconds, t.queued;
    "average_speed_of_answer" Seconds of "contacts answered": t => t.answered_waited_seconds, t.answered;
    "answered_elsewhere" Share of "contacts answered": t => t.answered_elsewhere, t.answered;
    "transferred" Share of "contacts answered": t => t.transferred, t.answered;
    "handle_time" Seconds of "contacts answered": t => t.talk_seconds + t.work_seconds, t.answered;
    "queued" Total of "replications": t => t.queued, 1.0;
    "answered" Total of "replications": t => t.answered, 1.0;
    "abandoned" Total of "replications": t => t.abandoned, 1.0;
};

/// Metrics of one agent group.
pub const GROUP: &[Metric<GroupTally>] = metrics! {
    "occupancy" TimeShare of "staffed time": t => t.busy_seconds, t.staffed_seconds;
    "handle_time" Seconds of "contacts answered": t => t.handled_seconds, t.answered;
    "answered" Total of "replications": t => t.answered, 1.0;
    "staffed_hours" Hours of "replications": t => t.staffed_seconds / 3600.0, 1.0;
    "worked_hours" Hours of "replications": t => t.busy_seconds / 3600.0, 1.0;
};

/// Metrics of one menu, by visit.
pub const MENU: &[Metric<MenuTally>] = metrics! {
    "ivr_abandonment" Share of "visits": t => t.abandoned, t.entered;
    "time" Seconds of "visits": t => t.seconds, t.entered;
    "no_input" Count of "visits": t => t.no_inputs, t.entered;
    "no_match" Count of "visits": t => t.no_matches, t.entered;
    "zero_out" Share of "visits": t => t.zeroed_out, t.entered;
    "entered" Total of "replications": t => t.entered, 1.0;
};

/// Metrics of one level of the IVR, or of the greeting.
pub const LEVEL: &[Metric<Visits>] = metrics! {
    "ivr_abandonment" Share of "callers who came there": t => t.abandoned, t.entered;
};

/// Metrics of what callers did in the IVR, where they were followed through it. "Towards" the wanted option is from the
/// menu's first option on, until theirs had been read out; "past" it, everything after that in the menu's first play.
pub const IVR: &[Metric<Tally>] = metrics! {
    "hung_up_towards_wanted" Share of "hang-ups in the IVR":
        t => t.ivr.hung_up(Progress::BeforeWanted), t.outcome(Outcome::AbandonedInIvr);
    "hung_up_past_wanted" Share of "hang-ups in the IVR":
        t => t.ivr.hung_up(Progress::AfterWanted), t.outcome(Outcome::AbandonedInIvr);
    "wanted_position" Count of "visits to menus that read out the caller's option": t => t.ivr.wanted.positions, t.ivr.wanted.visits;
    "options_read_out" Count of "visits to menus that read out the caller's option": t => t.ivr.wanted.options, t.ivr.wanted.visits;
    "nothing_fitted" Share of "calls that entered the IVR": t => t.ivr.callers(|fit, _| fit == Fit::Nothing), t.entered_ivr;
    "lost" Share of "calls that entered the IVR": t => t.ivr.callers(|fit, _| fit == Fit::Lost), t.entered_ivr;
};

/// What a part of the IVR adds to the hang-ups in it.
pub const ADDED: &[Metric<Part>] = metrics! {
    "added" Share of "calls that entered the IVR": t => t.here, t.entered;
    "of_hang_ups" Share of "hang-ups in the IVR": t => t.here, t.hung_up;
};

/// Metrics of one menu at one level, by visit.
pub const PLACE: &[Metric<PlaceTally>] = metrics! {
    "ivr_abandonment" Share of "visits": t => t.all_hung_up(), t.entered;
};

/// Metrics of one option of a menu, by visit of the menu.
pub const OPTION: &[Metric<Wanted>] = metrics! {
    "wanted" Share of "visits": t => t.wanted, t.visits;
};

/// Metrics of one interval of the day, by the time of arrival.
pub const INTERVAL: &[Metric<IntervalTally>] = metrics! {
    "arrived" Total of "replications": t => t.arrived, 1.0;
    "ivr_abandonment" Share of "calls that entered the IVR": t => t.abandoned_in_ivr, t.entered_ivr;
    "queue_abandonment" Share of "contacts queued": t => count(&t.queues, |q| q.abandoned), count(&t.queues, |q| q.queued) - t.surplus.queued;
    "mean_wait" Seconds of "contacts queued": t => sum(&t.queues, |q| q.waited_seconds), count(&t.queues, |q| q.queued) - t.surplus.queued;
    "service_level" Share of "contacts, by each queue's formula": t => less(count(&t.queues, |q| q.in_time), t.surplus.in_time), less(count(&t.queues, |q| q.in_time_of), t.surplus.in_time_of);
    "occupancy" TimeShare of "staffed time": t => sum(&t.groups, |g| g.busy_seconds), sum(&t.groups, |g| g.staffed_seconds);
};

/// Whether callers fare better the lower a metric or an outcome is, or the higher; `None` of what is neither good nor bad: so
/// of how hang-ups are divided, of which one part grows where another shrinks, and of where in a menu their options stand.
pub fn lower_is_better(name: &str) -> Option<bool> {
    match name {
        "containment" | "service_level" | "self_service_success" | "self_served" | "due_met" => Some(false),
        "ivr_abandonment"
        | "queue_abandonment"
        | "total_abandonment"
        | "blocking"
        | "wait_probability"
        | "mean_wait"
        | "average_speed_of_answer"
        | "time_in_ivr"
        | "misroutes"
        | "transferred"
        | "abandoned"
        | "time"
        | "no_input"
        | "no_match"
        | "blocked"
        | "abandoned_in_ivr"
        | "disconnected"
        | "abandoned_in_queue"
        | "timed_out"
        | "silent_abandonment"
        | "missed_offers"
        | "nothing_fitted"
        | "lost"
        | "added" => Some(true),
        quantile if quantile.starts_with("wait_p") => Some(true),
        _ => None,
    }
}

fn sum<T>(items: &[T], value: impl Fn(&T) -> f64) -> f64 {
    items.iter().map(value).sum()
}

fn count<T>(items: &[T], value: impl Fn(&T) -> u64) -> u64 {
    items.iter().map(value).sum()
}

/// A count less a difference, which may be negative.
fn less(count: u64, difference: i64) -> u64 {
    count.saturating_add_signed(difference.saturating_neg())
}
