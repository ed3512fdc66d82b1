//! `intents`: why people contact.

use schemars::JsonSchema;
use serde::Deserialize;

use super::callers::Patience;
use super::law::Law;
use super::number::Weight;
use crate::scenario::field::Field;

/// How many contact for this reason, and what is special about them.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(rename = "either a weight such as `45`, or `{weight: 45, patience: ..., talk: ...}`")]
#[schemars(rename = "intent", untagged)]
pub(in crate::scenario) enum Intent {
    /// How many, relative to the others.
    #[serde(rename = "scalar")]
    Weight(Weight),
    /// How many, and what is special about them.
    #[serde(rename = "map")]
    Detailed(Box<Detailed>),
}

/// More about those who contact for one reason.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[schemars(rename = "detailed-intent")]
pub(in crate::scenario) struct Detailed {
    /// How many, a weight relative to the other intents, or a share of all. Example: `25` or `25%`.
    pub(in crate::scenario) weight: Field<Weight>,
    /// Their own patience, a duration or law, as of `callers`. Example: `{exponential: 2m}` or `never`. Default: that of all callers.
    #[serde(default)]
    pub(in crate::scenario) patience: Field<Patience>,
    /// Their own talk time, a duration or law. Example: `{exponential: 6m}`. Default: that of the queue.
    #[serde(default)]
    pub(in crate::scenario) talk: Field<Law>,
}
