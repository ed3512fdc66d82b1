//! `agents`: who answers.

use schemars::JsonSchema;
use serde::Deserialize;

use super::clock::ByClock;
use super::number::Count;
use crate::scenario::field::Field;

/// A group of agents of one kind.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[schemars(rename = "agents")]
pub(in crate::scenario) struct Group {
    /// People able to take calls, all day or by clock time. Example: `12` or `{"08:00": 12, "17:00": 6}`.
    pub(in crate::scenario) count: Field<ByClock<Count>>,
    /// The queues they serve, most preferred first. Example: `[billing, general]`.
    pub(in crate::scenario) queues: Field<Vec<Field<String>>>,
}
