//! `ivr.menus`: an intro and options, read out in order.

use schemars::JsonSchema;
use serde::Deserialize;

use super::action::Action;
use super::duration::Duration;
use super::key::Key;
use super::number::Count;
use super::prompt::Prompt;
use crate::scenario::field::Field;

/// A menu: an intro, then its options in order.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[schemars(rename = "menu")]
pub(in crate::scenario) struct Menu {
    /// What comes before the options, a text or its length; said again at every restart. Realistic: 2 s (assumed); sweep
    /// 0-8 s. Example: `2s`. Default: nothing.
    #[serde(default)]
    pub(in crate::scenario) intro: Field<Prompt>,
    /// The options in the order they are read out. Example: `[{key: 1, prompt: 3s, for: billing, then: {queue: billing}}]`.
    pub(in crate::scenario) options: Field<Vec<Field<MenuOption>>>,
    /// What happens when nobody presses anything. Example: `{after: 5s, retries: 2}`. Default: that of `ivr.defaults`.
    #[serde(default)]
    pub(in crate::scenario) no_input: Field<NoInput>,
    /// What happens at a key that no option has. Example: `{say: 3s, retries: 2}`. Default: that of `ivr.defaults`.
    #[serde(default)]
    pub(in crate::scenario) no_match: Field<NoMatch>,
    /// Where the call goes when the retries are used up. Example: `{queue: general}`. Default: that of `ivr.defaults`.
    #[serde(default)]
    pub(in crate::scenario) then: Field<Action>,
    /// Whether a key cuts the prompts short. Example: `false`. Default: that of `ivr.defaults`.
    #[serde(default)]
    pub(in crate::scenario) barge_in: Field<bool>,
}

/// An option of a menu.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[schemars(rename = "option")]
pub(in crate::scenario) struct MenuOption {
    /// The key to press. Example: `1` or `star`.
    pub(in crate::scenario) key: Field<Key>,
    /// What is read out, a text or its length. Realistic: 3 s (six or seven words and a pause);
    /// sweep 2-5 s. Example: `"For billing, press two."` Default: nothing; required if it is announced.
    #[serde(default)]
    pub(in crate::scenario) prompt: Field<Prompt>,
    /// The intent that it serves itself, or a list of them. Example: `billing` or `[billing, returns]`. Default: none; what lies behind it serves.
    #[serde(default, rename = "for")]
    pub(in crate::scenario) serves: Field<Serves>,
    /// Where it leads. Example: `{queue: billing}`.
    pub(in crate::scenario) then: Field<Action>,
    /// Whether it is the way to a person. Example: `true`. Default: `false`.
    #[serde(default)]
    pub(in crate::scenario) operator: Field<bool>,
    /// Whether it is read out. Example: `false`. Default: `true`.
    #[serde(default)]
    pub(in crate::scenario) announced: Field<bool>,
}

/// The intents that an option serves.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(rename = "either an intent, or a list of intents `[billing, returns]`")]
#[schemars(rename = "serves", untagged)]
pub(in crate::scenario) enum Serves {
    /// One intent.
    #[serde(rename = "scalar")]
    One(Field<String>),
    /// Several intents.
    #[serde(rename = "list")]
    Several(Vec<Field<String>>),
}

/// Silence after a menu. What a menu leaves out is as in `ivr.defaults`.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[schemars(rename = "no-input")]
pub(in crate::scenario) struct NoInput {
    /// How long the IVR waits after the last option, a duration. Realistic: 5 s (advised: vendors wait 5 to 10 s, ISO/IEC 13714
    /// says 3 to 10); sweep 3-10 s. Example: `8s`. Default: `5s`.
    #[serde(default)]
    pub(in crate::scenario) after: Field<Duration>,
    /// What it says then, a text or its length. Realistic: 0-3 s (assumed). Example: `3s`. Default: nothing.
    #[serde(default)]
    pub(in crate::scenario) say: Field<Prompt>,
    /// How many times the menu is played again. Realistic: 2 (convention, no study); sweep 1-3. Example: `1`. Default: `2`.
    #[serde(default)]
    pub(in crate::scenario) retries: Field<Count>,
}

/// A key that no option has. What a menu leaves out is as in `ivr.defaults`.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[schemars(rename = "no-match")]
pub(in crate::scenario) struct NoMatch {
    /// What the IVR says then, a text or its length. Realistic: 3 s (assumed); sweep 1-6 s. Example: `"That is not an option."` or `2s`. Default: `3s`.
    #[serde(default)]
    pub(in crate::scenario) say: Field<Prompt>,
    /// How many times the menu is played again. Realistic: 2 (convention, no study); sweep 1-3. Example: `1`. Default: `2`.
    #[serde(default)]
    pub(in crate::scenario) retries: Field<Count>,
}
