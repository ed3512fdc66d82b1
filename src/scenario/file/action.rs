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
    /// The call goes on in another language.
    #[serde(rename = "map:language,go")]
    Language(LanguageChoice),
    /// A menu, a step, or a word.
    #[serde(rename = "scalar")]
    Word(String),
    /// An action with more to say.
    #[serde(rename = "map")]
    ByName(ActionByName),
}

/// The call goes on in this language, from there on. An option that chooses a language is the option of those who speak
/// it, whatever they call for (with `for`, of those among them who call for that). In a menu of such options alone,
/// which is no level, everybody looks for theirs; in another menu only those do whose call is not in their language yet.
/// Nobody takes an option of another language than their own on purpose.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[schemars(rename = "language-choice")]
pub(in crate::scenario) struct LanguageChoice {
    /// One of the scenario's `languages`. Example: `es`.
    pub(in crate::scenario) language: Field<String>,
    /// Where the call goes. Example: `main`.
    pub(in crate::scenario) go: Field<Box<Action>>,
}

/// Where a call goes next, by the kind of place.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "named-action")]
pub(in crate::scenario) enum ActionByName {
    /// To a queue. Example: `{queue: general}`.
    Queue(Field<String>),
    /// Something callers do by themselves: how long it takes, a duration, or more about it. Example: `{self_service: 40s}`.
    SelfService(Field<Box<SelfService>>),
    /// To another number: the time until the call is handed over, a duration or law. Example: `{transfer_out: 5s}`.
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
    /// The share of tries that succeed. Realistic: that of your own line; no trustworthy figure is published (in one system 30 %
    /// of callers completed in the IVR and 1.6 % really succeeded: Suhm and Peterson); sweep 50-100 %. Example: `85%`.
    /// Default: `100%`.
    #[serde(default)]
    pub(in crate::scenario) success: Field<Share>,
    /// Where the call goes after success. Example: `main`. Default: it ends, self-served.
    #[serde(default)]
    pub(in crate::scenario) then: Field<Box<Action>>,
    /// Where the call goes after failure. Example: `{queue: general}`. Default: none; required unless it always succeeds.
    #[serde(default)]
    pub(in crate::scenario) failed: Field<Box<Action>>,
}
