//! `ivr.steps`: what is no menu.

use schemars::JsonSchema;
use serde::Deserialize;

use super::action::Action;
use super::duration::Duration;
use super::law::Law;
use super::number::Count;
use super::prompt::Prompt;
use super::share::Share;
use crate::scenario::field::Field;

/// A step: exactly one of `say`, `wait`, `when` and `collect`, and where it leads.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[schemars(rename = "step")]
pub(in crate::scenario) struct Step {
    /// Says something, a text or its length. Example: `"This call may be recorded."` Default: nothing; a step has one of `say`, `wait`, `when` and `collect`.
    #[serde(default)]
    pub(in crate::scenario) say: Field<Prompt>,
    /// Takes a time, a duration or law: an identification dialogue, a look-up. Example: `{lognormal: {mean: 8s, cv: 0.5}}`. Default: none; a step has one of `say`, `wait`, `when` and `collect`.
    #[serde(default)]
    pub(in crate::scenario) wait: Field<Law>,
    /// Goes where the first condition that holds leads. Example: `[{open: office, then: main}]`. Default: none; a step has one of `say`, `wait`, `when` and `collect`.
    #[serde(default)]
    pub(in crate::scenario) when: Field<Vec<Field<When>>>,
    /// Asks for digits. Example: `{say: 4s, digits: 8}`. Default: none; a step has one of `say`, `wait`, `when` and `collect`.
    #[serde(default)]
    pub(in crate::scenario) collect: Field<Collect>,
    /// Where it leads; with `when`, where no condition holds. Example: `main`.
    pub(in crate::scenario) then: Field<Action>,
    /// With `collect`: where it leads when the tries are used up. Example: `{queue: general}`. Default: none; required with `collect` unless every try is valid.
    #[serde(default)]
    pub(in crate::scenario) failed: Field<Action>,
    /// With `say`: `false` says what always holds here, that no key cuts it short. Example: `false`. Default: `false`.
    #[serde(default)]
    pub(in crate::scenario) barge_in: Field<bool>,
}

/// A condition and where it leads.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[schemars(rename = "when")]
pub(in crate::scenario) struct When {
    /// The schedule that must be open. Example: `office`.
    pub(in crate::scenario) open: Field<String>,
    /// Where it leads if so. Example: `main`.
    pub(in crate::scenario) then: Field<Action>,
}

/// Digits to enter, such as an account number.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[schemars(rename = "collect")]
pub(in crate::scenario) struct Collect {
    /// What is said before each try, a text or its length. Example: `4s`. Default: nothing.
    #[serde(default)]
    pub(in crate::scenario) say: Field<Prompt>,
    /// How many digits. Example: `8`.
    pub(in crate::scenario) digits: Field<Count>,
    /// How long a caller takes for each, a duration. Realistic: 0.5 s (assumed; a caller who thinks for longer than 1 to 5 s is
    /// taken to have ended, by vendors' defaults); sweep 0.3-2 s. Example: `0.8s`. Default: `0.5s`.
    #[serde(default)]
    pub(in crate::scenario) per_digit: Field<Duration>,
    /// Who passes without being asked: `known_number`. Example: `known_number`. Default: nobody.
    #[serde(default)]
    pub(in crate::scenario) skip_if: Field<SkipIf>,
    /// How long the look-up takes, a duration. Example: `4s`. Default: `0s`.
    #[serde(default)]
    pub(in crate::scenario) look_up: Field<Duration>,
    /// The share of tries that are valid. Example: `88%`. Default: `100%`.
    #[serde(default)]
    pub(in crate::scenario) valid: Field<Share>,
    /// How many tries there are. Example: `2`. Default: `3`.
    #[serde(default)]
    pub(in crate::scenario) tries: Field<Count>,
}

/// Who need not enter digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "skip-if")]
pub(in crate::scenario) enum SkipIf {
    /// Callers whose number is known.
    KnownNumber,
}
