//! `then`: where a call goes next.

use schemars::JsonSchema;
use serde::Deserialize;

use super::duration::Duration;
use super::law::Law;
use super::share::Share;
use crate::scenario::field::Field;

/// Where a call goes next: the name of a menu or step, `repeat`, `back`, `disconnect`, `voicemail`, or more.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(rename = "either the name of a menu or step, a word such as `disconnect`, or `{queue: ...}`")]
#[schemars(rename = "action", untagged)]
pub(in crate::scenario) enum Action {
    /// A menu, a step, or a word.
    #[serde(rename = "scalar")]
    Word(String),
    /// An action with more to say.
    #[serde(rename = "map")]
    ByName(ActionByName),
}

/// Where a call goes next, by the kind of place.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "named-action")]
pub(in crate::scenario) enum ActionByName {
    /// To a queue. Example: `{queue: general}`.
    Queue(Field<String>),
    /// Something callers do by themselves: how long it takes, or more about it. Example: `{self_service: 40s}`.
    SelfService(Field<Box<SelfService>>),
    /// To another number: the time until the call is handed over. Example: `{transfer_out: 5s}`.
    TransferOut(Field<Law>),
}

/// Something callers do by themselves.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(rename = "either a duration such as `40s`, or `{takes: 40s, success: 85%, failed: {queue: general}}`")]
#[schemars(rename = "self-service", untagged)]
pub(in crate::scenario) enum SelfService {
    /// How long it takes; it always succeeds.
    #[serde(rename = "scalar")]
    Takes(Duration),
    /// How long it takes, and how it ends.
    #[serde(rename = "map")]
    Detailed(Box<DetailedSelfService>),
}

/// A self-service and how it ends.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[schemars(rename = "detailed-self-service")]
pub(in crate::scenario) struct DetailedSelfService {
    /// How long it takes, a duration or law. Example: `{lognormal: {mean: 40s, cv: 0.5}}`.
    pub(in crate::scenario) takes: Field<Law>,
    /// The share of tries that succeed. Example: `85%`. Default: `100%`.
    #[serde(default)]
    pub(in crate::scenario) success: Field<Share>,
    /// Where the call goes after success. Default: it ends, self-served.
    #[serde(default)]
    pub(in crate::scenario) then: Field<Box<Action>>,
    /// Where the call goes after failure; required unless it always succeeds. Example: `{queue: general}`.
    #[serde(default)]
    pub(in crate::scenario) failed: Field<Box<Action>>,
}
