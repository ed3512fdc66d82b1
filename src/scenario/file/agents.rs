//! `agents`: who answers.

use schemars::JsonSchema;
use serde::Deserialize;

use super::clock::ByClock;
use super::duration::Duration;
use super::law::Law;
use super::number::{Count, Ratio};
use super::share::Share;
use crate::scenario::field::Field;

/// A group of agents of one kind.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[schemars(rename = "agents")]
pub(in crate::scenario) struct Group {
    /// How many people are able to take calls, all day or by clock time. Example: `12` or `{"08:00": 12, "17:00": 6}`.
    pub(in crate::scenario) count: Field<ByClock<Count>>,
    /// The queues they serve, most preferred first. Example: `[billing, general]`.
    pub(in crate::scenario) queues: Field<Vec<Field<String>>>,
    /// How many chats and messages an agent has at once at most, or also how that slows them; a call or an e-mail takes the
    /// whole of an agent. Realistic: 2 or 3. Example: `3` or `{most: 3, slower: 20%}`. Default: `1`.
    #[serde(default)]
    pub(in crate::scenario) at_once: Field<AtOnce>,
    /// How long an agent takes to accept a contact that is offered, a duration or law; the customer waits meanwhile.
    /// Realistic: 2 to 5 seconds (assumed). Example: `3s`. Default: `0s`.
    #[serde(default)]
    pub(in crate::scenario) accept: Field<Law>,
    /// Offers that agents miss, after which the contact is offered to somebody else. Example: `{share: 3%, after: 20s}`. Default: none.
    #[serde(default)]
    pub(in crate::scenario) missed: Field<Missed>,
}

/// How many chats and messages an agent has at once.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(rename = "either a whole number, or `{most: 3, slower: 20%}`")]
#[schemars(rename = "at-once", untagged)]
pub(in crate::scenario) enum AtOnce {
    /// So many, and they are as quick as one.
    #[serde(rename = "scalar")]
    Plain(Count),
    /// So many, and each slows the others.
    #[serde(rename = "map")]
    Slower(Slower),
}

/// How several contacts at once slow each other.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[schemars(rename = "slower")]
pub(in crate::scenario) struct Slower {
    /// How many at once at most. Realistic: 2 or 3. Example: `3`.
    pub(in crate::scenario) most: Field<Count>,
    /// How much longer a chat or message takes for each other one that the agent has when it is accepted, as a share.
    /// Realistic: 10 % to 50 % (assumed); sweep 0-100 %. Example: `20%`. Default: `0%`.
    #[serde(default)]
    pub(in crate::scenario) slower: Field<Ratio>,
}

/// Offers that agents miss.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[schemars(rename = "missed-offers")]
pub(in crate::scenario) struct Missed {
    /// The share of all offers. Realistic: 1 % to 5 % (assumed); sweep 0-10 %. Example: `3%`.
    pub(in crate::scenario) share: Field<Share>,
    /// After how long the contact is offered to somebody else, a duration. Example: `30s`. Default: `20s`.
    #[serde(default)]
    pub(in crate::scenario) after: Field<Duration>,
}
