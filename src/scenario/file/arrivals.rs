//! `arrivals`: the streams of calls.

use schemars::JsonSchema;
use serde::Deserialize;

use super::clock::ByClock;
use super::number::{Number, Ratio};
use crate::scenario::field::Field;

/// A stream of calls.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[schemars(rename = "stream")]
pub(in crate::scenario) struct Stream {
    /// Calls per hour, all day or by clock time. Example: `240` or `{"08:00": 240, "17:00": 90}`.
    pub(in crate::scenario) per_hour: Field<ByClock<Number>>,
    /// How much whole days differ in busyness beyond chance: the coefficient of variation.
    /// Realistic: 18 % (measured, a bank 1999: 18 to 22 % of weekdays); sweep 0-30 %. Example: `18%`. Default: `0%`.
    #[serde(default)]
    pub(in crate::scenario) daily_volume_cv: Field<Ratio>,
    /// The queue it goes to at once, past the IVR where there is one. Required without an IVR. Example: `general`.
    #[serde(default)]
    pub(in crate::scenario) queue: Field<String>,
    /// Its channel; only `voice` is simulated. Default: `voice`.
    #[serde(default)]
    pub(in crate::scenario) channel: Field<String>,
}
