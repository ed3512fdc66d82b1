//! `arrivals`: the streams of contacts.

use schemars::JsonSchema;
use serde::Deserialize;

use super::clock::ByClock;
use super::law::Law;
use super::number::{Number, Ratio};
use crate::scenario::field::Field;

/// A stream of contacts.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[schemars(rename = "stream")]
pub(in crate::scenario) struct Stream {
    /// How many contacts per hour, all day or by clock time. Example: `240` or `{"08:00": 240, "17:00": 90}`.
    pub(in crate::scenario) per_hour: Field<ByClock<Number>>,
    /// How much whole days differ in busyness beyond chance: the coefficient of variation.
    /// Realistic: 18 % (measured, a bank 1999: 18 to 22 % of weekdays); sweep 0-30 %. Example: `18%`. Default: `0%`.
    #[serde(default)]
    pub(in crate::scenario) daily_volume_cv: Field<Ratio>,
    /// The queue it goes to at once, past the IVR where there is one. Example: `general`. Default: none; it goes to the IVR. Required
    /// without an IVR.
    #[serde(default)]
    pub(in crate::scenario) queue: Field<String>,
    /// Its channel: `voice`, `chat`, `message` or `email`. Contacts of other channels than voice go to their queue at
    /// once. Example: `chat`. Default: the channel it is named after, else `voice`.
    #[serde(default)]
    pub(in crate::scenario) channel: Field<String>,
    /// How long its customers go on waiting for an agent, a duration or law, where they do not call: the patience of those
    /// who call is in `callers`. Realistic: chats about twice as long as calls (assumed; sweep 1-4 times). Example: `{exponential: 8m}`. Default: of chats that of callers, of messages and e-mails `never`.
    #[serde(default)]
    pub(in crate::scenario) patience: Field<Law>,
}
