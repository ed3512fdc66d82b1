//! The timeline of one replication: everything that happened to its contacts and conversations, as JSON Lines.
//!
//! One event a line, in the order of time (see [`Kind`]); every line an [`Entry`], its fields always in the same order and left out where
//! they do not apply. [`told`] shows a customer's or a conversation's part of it as an agent would read it.

mod abandoned;
mod chronicle;
mod scribe;
mod told;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use abandoned::AbandonedCall;
pub use chronicle::Chronicle;
pub use scribe::{Scribe, Writer};
pub use told::{Whose, told};

/// One line of a timeline. That of a steady run ends when the last contact that counts has ended: others have no outcome in it, and their conversations stay open.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(title = "a line of a hangup timeline")]
pub struct Entry {
    /// When it happened, in seconds from midnight of the simulated day, to the millisecond.
    pub time: f64,
    /// What happened.
    #[serde(rename = "type")]
    pub kind: Kind,
    /// The contact: its stream and its place in it, such as `voice/17`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
    /// The customer's number: from arrival where it is known beforehand, otherwise from when the contact is queued, and a profile made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<u32>,
    /// The conversation's number, from 1 in each replication.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conversation: Option<u32>,
    /// `voice`, `chat`, `message` or `email`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
    /// Who did it: `customer`, `agent` or `system`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub initiator: Option<Initiator>,
    /// The agent: the group and the number within it, such as `front_line 3`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agent: Option<String>,
    /// The queue: of the end of a contact the one it was handed to last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub queue: Option<String>,
    /// How the contact ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<String>,
    /// Why: of a closing `agent`, `idle` or `abandoned`; of a profile made again `duplicate`; of a contact whose customer left unnoticed `silent`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The menu of the phone tree that was left, or in which the caller hung up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub menu: Option<String>,
    /// Its level on the caller's way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<u32>,
    /// The key of the option that was taken in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub selected: Option<String>,
    /// The number of who calls or writes a message, which a profile made for them has too; from the range set apart for fiction, in which the numbers are the same again after 79,800 customers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
}

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)] // their names in the file say it
pub enum Kind {
    ContactArrived,
    IvrMenu,
    ContactQueued,
    ContactOffered,
    ContactAccepted,
    ContactMissed,
    ContactTransferred,
    ContactEnded,
    ProfileCreated,
    ConversationCreated,
    ConversationAssigned,
    ConversationReopened,
    ConversationClosed,
}

/// Who did it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)] // their names in the file say it
pub enum Initiator {
    Customer,
    Agent,
    System,
}

/// The JSON Schema of a line, ending in a newline.
pub fn schema() -> String {
    // Made of plain values: that cannot fail.
    let mut text = serde_json::to_string_pretty(&schemars::schema_for!(Entry)).unwrap_or_default();
    text.push('\n');
    text
}

/// Reads a timeline.
///
/// # Errors
///
/// The number of the first line that is none of a timeline's, and what is wrong with it.
pub fn read(text: &str) -> Result<Vec<Entry>, (usize, String)> {
    let lines = text.lines().zip(1..).filter(|(line, _)| !line.trim().is_empty());
    lines.map(|(line, number)| serde_json::from_str(line).map_err(|error| (number, error.to_string()))).collect()
}

/// A customer's number, from those set apart for fiction (555-0100 to 555-0199 of every area); the same again after
/// 79,800 customers.
fn phone_number(customer: u32) -> String {
    let index = customer.saturating_sub(1);
    format!("+1 ({}) 555-01{:02}", 202 + index / 100 % 798, index % 100)
}
