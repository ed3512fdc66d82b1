//! What is counted by channel, where there is more than calls.

use super::metric::{Metric, metrics};
use super::tally::QueueTally;
use crate::scenario::resolved::{Channel, Scenario};

/// The channels that are counted apart, in the order of their tallies: all, or none where there are only calls.
pub fn channels_of(scenario: &Scenario) -> &'static [Channel] {
    let only_calls = scenario.streams.iter().all(|stream| stream.channel == Channel::Voice);
    if only_calls { &[] } else { &Channel::ALL }
}

/// Metrics of one channel, by visit to its queues.
pub const CHANNEL: &[Metric<QueueTally>] = metrics! {
    "queued" Total of "replications": t => t.queued, 1.0;
    "answered" Total of "replications": t => t.answered, 1.0;
    "mean_wait" Seconds of "contacts queued": t => t.waited_seconds, t.queued;
    "average_speed_of_answer" Seconds of "contacts answered": t => t.answered_waited_seconds, t.answered;
    "handle_time" Seconds of "contacts answered": t => t.talk_seconds + t.work_seconds, t.answered;
    "queue_abandonment" Share of "contacts queued": t => t.abandoned, t.queued;
    "silent_abandonment" Share of "contacts queued": t => t.silent, t.queued;
    "timed_out" Share of "contacts answered": t => t.timed_out, t.answered;
    "due_met" Share of "contacts, by each queue's formula": t => t.in_time, t.in_time_of;
    "missed_offers" Total of "replications": t => t.missed, 1.0;
};
