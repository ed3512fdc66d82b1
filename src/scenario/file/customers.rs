//! `customers` and `conversations`: who contacts, what is known of them, and what becomes of their conversations.

use schemars::JsonSchema;
use serde::Deserialize;

use super::duration::Duration;
use super::number::{Count, Number};
use super::share::Share;
use crate::scenario::field::Field;

/// Who contacts, and what is known of them.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[schemars(rename = "customers")]
pub(in crate::scenario) struct Customers {
    /// How many there are; every contact is one of theirs, so that the same customer can be in a chat and call, and call
    /// again. Needed for conversations. Realistic: that of your own records. Example: `20000`. Default: every contact is somebody else's.
    #[serde(default)]
    pub(in crate::scenario) count: Field<Count>,
    /// The share of them whose number is known; without `count`, the share of callers. Realistic: that of your own
    /// line. Example: `70%`. Default: `0%`.
    #[serde(default)]
    pub(in crate::scenario) known_number: Field<Share>,
    /// How unevenly they contact, a number: the weight of the k-th falls as k to the power of minus this number. At 0 all contact
    /// equally often; at 1 a tenth of 20,000 customers makes three quarters of the contacts. Realistic: 0.5 to 1
    /// (assumed); sweep 0-1.2. Example: `0.8`. Default: `0`.
    #[serde(default)]
    pub(in crate::scenario) uneven: Field<Number>,
    /// Whether a later contact from an unknown number finds the profile made for an earlier one of this day; otherwise it
    /// makes another profile, a duplicate, as some systems do. The IVR knows only the numbers known beforehand. Example: `false`. Default: `true`.
    #[serde(default)]
    pub(in crate::scenario) found_again: Field<bool>,
}

/// What becomes of conversations. A conversation gathers the contacts of a customer that have been queued; at most one is open.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[schemars(rename = "conversations")]
pub(in crate::scenario) struct Conversations {
    /// The share of contacts after whose work the agent closes the conversation, where none of its contacts is open;
    /// otherwise it waits. Realistic: that of your own records (assumed 70 %); sweep 30-100 %. Example: `70%`. Default: `100%`.
    #[serde(default)]
    pub(in crate::scenario) closed_by_agent: Field<Share>,
    /// How long a conversation waits until automation closes it, a duration. Realistic: from minutes to days, as the
    /// system is set up. Example: `2h`. Default: `24h`.
    #[serde(default)]
    pub(in crate::scenario) idle: Field<Duration>,
    /// How long after its closing a new contact reopens a conversation, a duration; later it starts a new one. Realistic:
    /// from hours to days, as the system is set up. Example: `12h`. Default: `0s`.
    #[serde(default)]
    pub(in crate::scenario) reopen_within: Field<Duration>,
}
