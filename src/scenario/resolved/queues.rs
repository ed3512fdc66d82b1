//! Queues, and the agents who serve them.

use super::{ByClock, Channel, QueueId, Spoken};
use crate::law::Law;

/// Where contacts wait.
#[derive(Debug, Clone, PartialEq)]
pub struct Queue {
    /// Its name.
    pub name: String,
    /// The talk time of its calls.
    pub talk: Law,
    /// The work after a call.
    pub after_call_work: Law,
    /// How long a misrouted caller is talked to before the transfer to the right queue; no work follows it.
    pub misrouted: Law,
    /// The service level it is held to.
    pub target: Target,
    /// Where its callers wait too after a while.
    pub overflow: Option<Overflow>,
    /// What its callers hear while they wait.
    pub while_waiting: Vec<Message>,
    /// Of which channel its contacts are.
    pub channel: Channel,
    /// Chat customers who leave without saying so.
    pub silent: Option<Silent>,
    /// Customers who fall silent while an agent has their chat or message.
    pub falls_silent: Option<FallsSilent>,
}

/// Customers who leave a queue without saying so.
#[derive(Debug, Clone, PartialEq)]
pub struct Silent {
    /// Their share of those who leave.
    pub share: f64,
    /// How long an agent takes to notice.
    pub noticed_after: Law,
}

/// Customers who fall silent while an agent has their contact.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FallsSilent {
    /// Their share of those who reach an agent.
    pub share: f64,
    /// How long the agent waits for them until the contact ends, in seconds.
    pub time_out: f64,
}

/// No queue has more messages.
pub const MOST_MESSAGES: usize = 16;

/// What a queue says to those who wait in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Message {
    /// When it begins, in seconds after the caller has joined the queue.
    pub begins: f64,
    /// Whether it is said again and again, each `begins` after the one before.
    pub again: bool,
    /// What is said, the same in all languages.
    pub prompt: Spoken,
}

/// A service level: a share answered within a time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Target {
    /// The share to reach, where the file sets one.
    pub answer: Option<f64>,
    /// Within so many seconds.
    pub within: f64,
    /// By which formula.
    pub formula: ServiceLevelFormula,
}

/// How a service level counts those who abandon (Jouini, Koole and Roubos 2013 list all of these in use).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ServiceLevelFormula {
    /// Answered within T / queued.
    #[default]
    OfQueued,
    /// Answered within T / answered.
    OfAnswered,
    /// Answered within T / (queued - abandoned within T).
    WithoutShortAbandons,
    /// (Answered within T + abandoned within T) / queued.
    ShortAbandonsAreGood,
}

/// A queue's callers move to another queue's agents too after a while.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Overflow {
    /// After so many seconds of waiting.
    pub after: f64,
    /// The other queue, at whose end they join.
    pub to: QueueId,
}

/// Agents of one kind.
#[derive(Debug, Clone, PartialEq)]
pub struct AgentGroup {
    /// Its name.
    pub name: String,
    /// How many can take contacts, by clock time.
    pub count: ByClock<u32>,
    /// The queues it serves, most preferred first.
    pub queues: Vec<QueueId>,
    /// How many chats and messages an agent has at once at most (≥ 1); a call or an e-mail takes the whole of an agent.
    pub at_once: u32,
    /// By what share of itself a chat or message takes longer for each other one that the agent has when it is accepted.
    pub slower: f64,
    /// How its agents answer, where not at once.
    pub offers: Option<Offers>,
}

/// How agents answer what they are offered.
#[derive(Debug, Clone, PartialEq)]
pub struct Offers {
    /// How long they take to accept.
    pub accept: Law,
    /// The share of offers that they miss.
    pub missed: f64,
    /// After how long a missed one is offered to somebody else, in seconds.
    pub missed_after: f64,
}
