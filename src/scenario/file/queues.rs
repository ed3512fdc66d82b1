//! `queues`: where calls wait.

use schemars::JsonSchema;
use serde::Deserialize;

use super::duration::Duration;
use super::law::Law;
use super::share::Share;
use crate::scenario::field::Field;

/// A queue.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[schemars(rename = "queue")]
pub(in crate::scenario) struct Queue {
    /// How long its calls are talked, a duration or law. Example: `{lognormal: {mean: 180s, cv: 1.15}}`.
    pub(in crate::scenario) talk: Field<Law>,
    /// How long the work after a call takes, a duration or law. Example: `20s`. Default: `0s`.
    #[serde(default)]
    pub(in crate::scenario) after_call_work: Field<Law>,
    /// The service level it is held to. Example: `{answer: 80%, within: 20s}`.
    #[serde(default)]
    pub(in crate::scenario) target: Field<Target>,
    /// Where its callers wait too after a while. Example: `{after: 60s, to: general}`.
    #[serde(default)]
    pub(in crate::scenario) overflow: Field<Overflow>,
    /// Its channel; only `voice` is simulated. Default: `voice`.
    #[serde(default)]
    pub(in crate::scenario) channel: Field<String>,
}

/// A service level: a share answered within a time.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[schemars(rename = "target")]
pub(in crate::scenario) struct Target {
    /// The share to reach. Example: `80%`. Default: none is held.
    #[serde(default)]
    pub(in crate::scenario) answer: Field<Share>,
    /// The time to answer in, a duration. Default: `20s`.
    #[serde(default)]
    pub(in crate::scenario) within: Field<Duration>,
    /// How those who abandon are counted. Default: `of_queued`.
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
