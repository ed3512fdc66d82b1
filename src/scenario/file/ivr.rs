//! `ivr`: the phone tree.

use schemars::JsonSchema;
use serde::Deserialize;

use super::action::Action;
use super::duration::Duration;
use super::menus::{Menu, NoInput, NoMatch};
use super::number::{Count, Number};
use super::prompt::Prompt;
use super::steps::Step;
use crate::scenario::field::{Field, Named};

/// The phone tree.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(rename = "Ivr")]
#[schemars(rename = "ivr")]
pub(in crate::scenario) struct Ivr {
    /// What every caller hears first, a text or its length. Realistic: 6 s (advised: under 8 s); sweep 0-20 s. Example: `"Thank you for calling Northwind."` or `6s`. Default: nothing.
    #[serde(default)]
    pub(in crate::scenario) greeting: Field<Prompt>,
    /// How fast prompts given as text are spoken, in words per minute. Realistic: 160 (advised: 150 to 180). Example: `170`. Default: `160`.
    #[serde(default)]
    pub(in crate::scenario) words_per_minute: Field<Number>,
    /// The pause after an option whose prompt is given as text, a duration. Realistic: 0.5 s (advised: 0.5 to 0.75 s).
    /// Example: `0.75s`. Default: `0.5s`.
    #[serde(default)]
    pub(in crate::scenario) pause: Field<Duration>,
    /// The menu or step after the greeting. Example: `hours`. Default: the first menu.
    #[serde(default)]
    pub(in crate::scenario) start: Field<Action>,
    /// What menus do unless they say otherwise. Example: `{no_input: {after: 5s, retries: 2}, then: {queue: general}}`. Default: that of its fields.
    #[serde(default)]
    pub(in crate::scenario) defaults: Field<Defaults>,
    /// What is no menu, by name: announcements, opening hours, numbers to enter. Example: `{hours: {when: [{open: office, then: main}], then: disconnect}}`. Default: none.
    #[serde(default)]
    pub(in crate::scenario) steps: Field<Named<Step>>,
    /// The menus, by name. Example: `{main: {options: [{key: 1, prompt: 3s, then: {queue: general}}]}}`. Default: none.
    #[serde(default)]
    pub(in crate::scenario) menus: Field<Named<Menu>>,
    /// Instead of menus, a generated tree: every menu of every level has the same number of options. Example: `{depth: 3, options: 4, prompt: 3s, then: {queue: general}}`. Default: none.
    #[serde(default)]
    pub(in crate::scenario) balanced: Field<Balanced>,
}

/// What menus do unless they say otherwise.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[schemars(rename = "menu-defaults")]
pub(in crate::scenario) struct Defaults {
    /// What happens when nobody presses anything. Example: `{after: 5s, retries: 2}`. Default: that of its fields.
    #[serde(default)]
    pub(in crate::scenario) no_input: Field<NoInput>,
    /// What happens at a key that no option has. Example: `{say: 3s, retries: 2}`. Default: that of its fields.
    #[serde(default)]
    pub(in crate::scenario) no_match: Field<NoMatch>,
    /// Where the call goes when the retries are used up. Example: `{queue: general}`. Default: `disconnect`.
    #[serde(default)]
    pub(in crate::scenario) then: Field<Action>,
    /// Whether a key cuts the prompts short. Example: `false`. Default: `true`.
    #[serde(default)]
    pub(in crate::scenario) barge_in: Field<bool>,
}

/// A generated tree.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[schemars(rename = "balanced-tree")]
pub(in crate::scenario) struct Balanced {
    /// How many levels of menus, at most 20. Realistic: 2 to 3 menus until an agent answers (a survey of 50 large companies,
    /// 2014); sweep 1-5. Example: `3`.
    pub(in crate::scenario) depth: Field<Count>,
    /// How many options each menu has, at most 1000. Realistic: up to 5 (the same survey: 70 % of them); vendors advise 4 or 5,
    /// on no study of hang-ups; sweep 2-9. Example: `4`.
    pub(in crate::scenario) options: Field<Count>,
    /// What comes before the options of every menu, a text or its length. Realistic: 2 s (assumed); sweep 0-8 s.
    /// Example: `2s`. Default: nothing.
    #[serde(default)]
    pub(in crate::scenario) intro: Field<Prompt>,
    /// What is said for each option, a text or its length. Realistic: 3 s (six or seven words and a pause); sweep 2-5 s.
    /// Example: `3s`.
    pub(in crate::scenario) prompt: Field<Prompt>,
    /// Where every leaf leads. Example: `{queue: general}`.
    pub(in crate::scenario) then: Field<Action>,
    /// What happens when nobody presses anything. Example: `{after: 5s, retries: 2}`. Default: that of its fields.
    #[serde(default)]
    pub(in crate::scenario) no_input: Field<NoInput>,
    /// What happens at a key that no option has. Example: `{say: 3s, retries: 2}`. Default: that of its fields.
    #[serde(default)]
    pub(in crate::scenario) no_match: Field<NoMatch>,
    /// Where an unannounced key 0 leads in every menu: the way to a person. Example: `{queue: general}`. Default: there is none.
    #[serde(default)]
    pub(in crate::scenario) operator: Field<Action>,
}
