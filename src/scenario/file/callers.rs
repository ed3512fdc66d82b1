//! `callers` and `customers`: how callers behave, and what is known of them.

use schemars::JsonSchema;
use serde::Deserialize;

use super::duration::Duration;
use super::law::{Law, Plain, Shape};
use super::number::Number;
use super::share::Share;
use crate::scenario::field::Field;

/// What is known of those who call.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[schemars(rename = "customers")]
pub(in crate::scenario) struct Customers {
    /// The share of callers whose number is known. Example: `70%`. Default: `0%`.
    #[serde(default)]
    pub(in crate::scenario) known_number: Field<Share>,
}

/// How callers behave; what is not written is neutral: nobody errs, nobody hangs up at once.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[schemars(rename = "callers")]
pub(in crate::scenario) struct Callers {
    /// How long they go on before they hang up: one clock over the whole call, or `{ivr: ..., queue: ...}` with a fresh
    /// one in the queue. Example: `{exponential: 5m}` or `never`.
    pub(in crate::scenario) patience: Field<Patience>,
    /// The share that hangs up on entering the IVR. Example: `1.5%`. Default: `0%`.
    #[serde(default)]
    pub(in crate::scenario) hang_up_at_once: Field<Share>,
    /// How they listen to a menu. Default: everybody presses on hearing their option.
    #[serde(default)]
    pub(in crate::scenario) listening: Field<Listening>,
    /// What they get wrong in a menu. Default: nothing.
    #[serde(default)]
    pub(in crate::scenario) mistakes: Field<Mistakes>,
    /// Who presses the operator's key where a menu has one. Default: nobody.
    #[serde(default)]
    pub(in crate::scenario) zero_out: Field<ZeroOut>,
    /// What makes hanging up more or less likely. Default: all factors are 1.
    #[serde(default)]
    pub(in crate::scenario) hazard: Field<Hazard>,
}

/// How long callers go on.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(rename = "either a law such as `{exponential: 5m}`, `never`, or `{ivr: ..., queue: ...}`")]
#[schemars(rename = "patience", untagged)]
pub(in crate::scenario) enum Patience {
    /// One clock in the IVR and a fresh one in the queue.
    #[serde(rename = "map:ivr,queue")]
    Fresh(FreshPatience),
    /// Always the same, or `never`.
    #[serde(rename = "scalar")]
    Plain(Plain),
    /// One clock over the whole call.
    #[serde(rename = "map")]
    Shape(Shape),
}

/// A patience in the IVR, and a fresh one in the queue.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[schemars(rename = "fresh-patience")]
pub(in crate::scenario) struct FreshPatience {
    /// In the IVR, from arrival. Example: `{weibull: {shape: 0.8, mean: 9m}}`.
    pub(in crate::scenario) ivr: Field<Law>,
    /// In the queue, from joining it. Example: `{exponential: 4m}`.
    pub(in crate::scenario) queue: Field<Law>,
}

/// How callers listen: parts of all callers; the rest hears the whole menu first.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[schemars(rename = "listening")]
pub(in crate::scenario) struct Listening {
    /// The share that keys ahead from memory. Example: `20%`. Default: `0%`.
    #[serde(default)]
    pub(in crate::scenario) dial_ahead: Field<Share>,
    /// The share that presses on hearing its option. Example: `60%`. Default: all who do not dial ahead.
    #[serde(default)]
    pub(in crate::scenario) press_when_heard: Field<Share>,
    /// The time from having heard to having pressed, a duration. Default: `1.5s`.
    #[serde(default)]
    pub(in crate::scenario) decide: Field<Duration>,
    /// The time from the menu's beginning to the key of a caller who dials ahead, a duration. Default: `0.8s`.
    #[serde(default)]
    pub(in crate::scenario) reaction: Field<Duration>,
}

/// What callers get wrong in a menu.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[schemars(rename = "mistakes")]
pub(in crate::scenario) struct Mistakes {
    /// The share that takes a wrong option, for each one heard. Example: `2%`. Default: `0%`.
    #[serde(default)]
    pub(in crate::scenario) wrong_option: Field<Share>,
    /// The share that misses the right option when it is read. Example: `5%`. Default: `0%`.
    #[serde(default)]
    pub(in crate::scenario) missed_option: Field<Missed>,
    /// The share that presses a key that no option has. Example: `1%`. Default: `0%`.
    #[serde(default)]
    pub(in crate::scenario) key_slip: Field<Share>,
}

/// How often the right option is missed.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(rename = "either a share such as `5%`, or `{share: 5%, extra_per_level_above: 2%}`")]
#[schemars(rename = "missed-option", untagged)]
pub(in crate::scenario) enum Missed {
    /// The same in every menu.
    #[serde(rename = "scalar")]
    Everywhere(Share),
    /// More often where the words are more general.
    #[serde(rename = "map")]
    ByLevel(MissedByLevel),
}

/// How often the right option is missed, by level.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[schemars(rename = "missed-option-by-level")]
pub(in crate::scenario) struct MissedByLevel {
    /// The share at the deepest level. Example: `5%`.
    pub(in crate::scenario) share: Field<Share>,
    /// The share that is added for every level above it. Example: `2%`. Default: `0%`.
    #[serde(default)]
    pub(in crate::scenario) extra_per_level_above: Field<Share>,
}

/// Callers who ask for a person; decided once per visit of a menu that has an operator option.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[schemars(rename = "zero-out")]
pub(in crate::scenario) struct ZeroOut {
    /// The share of visits. Example: `8%`.
    pub(in crate::scenario) share: Field<Share>,
    /// How long after the menu's beginning, a duration. Default: `4s`.
    #[serde(default)]
    pub(in crate::scenario) after: Field<Duration>,
}

/// Factors of the hazard of hanging up.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[schemars(rename = "hazard")]
pub(in crate::scenario) struct Hazard {
    /// While in the IVR, a factor. Default: `1`.
    #[serde(default)]
    pub(in crate::scenario) ivr: Field<Number>,
    /// For every level beyond the first, a factor. Default: `1`.
    #[serde(default)]
    pub(in crate::scenario) per_level: Field<Number>,
    /// For every error so far, a factor. Example: `1.5`. Default: `1`.
    #[serde(default)]
    pub(in crate::scenario) per_error: Field<Number>,
}
