//! `queues`: where calls wait.

use schemars::JsonSchema;
use serde::Deserialize;

use super::duration::Duration;
use super::law::Law;
use super::prompt::Said;
use super::share::Share;
use crate::scenario::field::Field;

/// A queue.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[schemars(rename = "queue")]
pub(in crate::scenario) struct Queue {
    /// How long its calls are talked, a duration or law. Realistic: log-normal, mean 180 s, cv 1.15 (measured, a bank 1999: scale it to
    /// your own line). Example: `{lognormal: {mean: 180s, cv: 1.15}}`.
    pub(in crate::scenario) talk: Field<Law>,
    /// How long the work after a call takes, a duration or law. Example: `20s`. Default: `0s`.
    #[serde(default)]
    pub(in crate::scenario) after_call_work: Field<Law>,
    /// How long an agent of this queue talks to a caller whom a wrong choice brought here, before the transfer to the
    /// right queue, a duration or law; no after-call work follows. Realistic: 30 s (assumed: an agent says who they are,
    /// hears why the caller calls, and passes them on; no figure is published); sweep 20-60 s. In
    /// a balanced tree, where every leaf stands for a destination of its own, a wrong leaf is transferred to the tree's
    /// queue again. Example: `45s`. Default: `30s`.
    #[serde(default)]
    pub(in crate::scenario) misrouted: Field<Law>,
    /// The service level it is held to. Example: `{answer: 80%, within: 20s}`. Default: none; service levels are told of 20 s.
    #[serde(default)]
    pub(in crate::scenario) target: Field<Target>,
    /// Where its callers wait too after a while. Example: `{after: 60s, to: general}`. Default: nowhere.
    #[serde(default)]
    pub(in crate::scenario) overflow: Field<Overflow>,
    /// What its callers hear while they wait; no message holds up an answer. It matters only where
    /// `callers.hazard.after_announcement` is not 1. Example: `[{every: 45s, say: 6s}, {after: 30s, say: 4s}]`. Default: nothing.
    #[serde(default)]
    pub(in crate::scenario) while_waiting: Field<Vec<Field<Message>>>,
    /// Of which channel its contacts are: `voice`, `chat`, `message` or `email`. Free agents take calls first, then chats and
    /// messages, then e-mails; of these what is due first, by the time of `target`. Example: `chat`. Default: `voice`.
    #[serde(default)]
    pub(in crate::scenario) channel: Field<String>,
    /// Chat customers who leave the queue without saying so, which an agent must notice. Example: `{share: 30%}`. Default: nobody.
    #[serde(default)]
    pub(in crate::scenario) leave_silently: Field<LeaveSilently>,
    /// Customers who fall silent while an agent has their chat or message, which then ends by time-out. Example: `{share: 10%}`. Default: nobody.
    #[serde(default)]
    pub(in crate::scenario) fall_silent: Field<FallSilent>,
}

/// Chat customers who leave a queue without saying so.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[schemars(rename = "leave-silently")]
pub(in crate::scenario) struct LeaveSilently {
    /// Their share of those who leave. Realistic: 30 % to 70 % (reported for chat centers; it depends on the window being
    /// closed or left open); sweep 0-80 %. Example: `30%`.
    pub(in crate::scenario) share: Field<Share>,
    /// How long an agent takes to notice, a duration or law. Realistic: 1 to 3 minutes (assumed). Example: `90s`. Default: `1m`.
    #[serde(default)]
    pub(in crate::scenario) noticed_after: Field<Law>,
}

/// Customers who fall silent while an agent has their contact.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[schemars(rename = "fall-silent")]
pub(in crate::scenario) struct FallSilent {
    /// Their share of those who reach an agent, who fall silent at any point of it. Realistic: 5 % to 20 % of messages
    /// (assumed); sweep 0-30 %. Example: `10%`.
    pub(in crate::scenario) share: Field<Share>,
    /// How long the agent's place is kept for them until the contact ends, a duration. Example: `10m`. Default: `15m`.
    #[serde(default)]
    pub(in crate::scenario) time_out: Field<Duration>,
}

/// A service level: a share answered within a time.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[schemars(rename = "target")]
pub(in crate::scenario) struct Target {
    /// The share to reach. Example: `80%`. Default: none is held.
    #[serde(default)]
    pub(in crate::scenario) answer: Field<Share>,
    /// The time to answer in, a duration. Example: `30s`. Default: `20s`.
    #[serde(default)]
    pub(in crate::scenario) within: Field<Duration>,
    /// How those who abandon are counted. Example: `without_short_abandons`. Default: `of_queued`.
    #[serde(default)]
    pub(in crate::scenario) formula: Field<Formula>,
}

/// How a service level counts those who abandon.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "formula")]
pub(in crate::scenario) enum Formula {
    /// Answered within T / queued.
    OfQueued,
    /// Answered within T / answered.
    OfAnswered,
    /// Answered within T / (queued - abandoned within T).
    WithoutShortAbandons,
    /// (Answered within T + abandoned within T) / queued.
    ShortAbandonsAreGood,
}

/// A queue's callers move on after a while.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[schemars(rename = "overflow")]
pub(in crate::scenario) struct Overflow {
    /// After how long a wait, a duration. Example: `60s`.
    pub(in crate::scenario) after: Field<Duration>,
    /// To which queue. Example: `general`.
    pub(in crate::scenario) to: Field<String>,
}

/// A message to those who wait: `after` a time once, or `every` so often.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[schemars(rename = "message")]
pub(in crate::scenario) struct Message {
    /// Once, so long after the caller has joined the queue, a duration. Example: `30s`. Default: none; a message has `after` or `every`.
    #[serde(default)]
    pub(in crate::scenario) after: Field<Duration>,
    /// Again and again, from beginning to beginning, for the first time so long after the caller has joined the queue, a
    /// duration. Example: `45s`. Default: none; a message has `after` or `every`.
    #[serde(default)]
    pub(in crate::scenario) every: Field<Duration>,
    /// What is said, a text or its length. Example: `6s` or `"Please hold the line."`
    pub(in crate::scenario) say: Field<Said>,
}
