//! `day`, `steady` and `schedules`: the time that is simulated, and opening hours.

use schemars::JsonSchema;
use serde::Deserialize;

use super::clock::Clock;
use super::duration::Duration;
use crate::scenario::field::Field;

/// The time of day that is simulated: nobody arrives outside it, and whoever is inside at its end is served to the end.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[schemars(rename = "day")]
pub(in crate::scenario) struct Day {
    /// When it begins, a clock time. Example: `"08:00"`. Default: `"00:00"`.
    #[serde(default)]
    pub(in crate::scenario) from: Field<Clock>,
    /// When it ends, a clock time. Example: `"20:00"`. Default: `"24:00"`.
    #[serde(default)]
    pub(in crate::scenario) to: Field<Clock>,
}

/// One long run in which nothing changes with the time of day.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[schemars(rename = "steady")]
pub(in crate::scenario) struct Steady {
    /// How long it is, a duration. Example: `1000h`.
    pub(in crate::scenario) length: Field<Duration>,
    /// What is left out at its beginning, a duration. Example: `10h`. Default: found automatically.
    #[serde(default)]
    pub(in crate::scenario) warm_up: Field<Duration>,
}

/// Opening hours.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[schemars(rename = "schedule")]
pub(in crate::scenario) struct Schedule {
    /// From when it is open, a clock time. Example: `"08:00"`.
    pub(in crate::scenario) open: Field<Clock>,
    /// Until when it is open, a clock time. Example: `"20:00"`.
    pub(in crate::scenario) close: Field<Clock>,
}
