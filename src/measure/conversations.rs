//! What is counted of conversations: each change is booked to the arrival of the contact that it is about.

use super::metric::{Metric, metrics};
use crate::center::{Change, Closing};

/// What is counted of conversations.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ConversationTally {
    /// Conversations begun.
    pub opened: u64,
    /// Closed conversations that a new contact opened again.
    pub reopened: u64,
    /// Closed by an agent at the end of the work.
    pub closed_by_agent: u64,
    /// Closed by automation after having waited.
    pub closed_automatically: u64,
    /// Closed at once because a call was abandoned in the queue and no other contact was open.
    pub closed_on_abandon: u64,
    /// Times a call was abandoned in the queue and the conversation stayed open because another contact was.
    pub left_open: u64,
    /// Profiles made for unknown numbers.
    pub profiles_made: u64,
    /// Of these, made for somebody who had one.
    pub duplicates: u64,
    /// Contacts that became part of a conversation.
    pub contacts: u64,
}

impl ConversationTally {
    /// Counts a change.
    pub(super) fn book(&mut self, change: Change) {
        let count = match change {
            Change::ProfileCreated { duplicate } => {
                self.duplicates += u64::from(duplicate);
                &mut self.profiles_made
            }
            Change::Created => &mut self.opened,
            Change::Reopened => &mut self.reopened,
            Change::Joined => &mut self.contacts,
            Change::LeftOpen => &mut self.left_open,
            Change::Closed(Closing::Agent { .. }) => &mut self.closed_by_agent,
            Change::Closed(Closing::Idle) => &mut self.closed_automatically,
            Change::Closed(Closing::Abandoned) => &mut self.closed_on_abandon,
            Change::Assigned { .. } | Change::Waits => return,
        };
        *count += 1;
    }

    pub(super) fn merge(&mut self, other: &Self) {
        self.opened += other.opened;
        self.reopened += other.reopened;
        self.closed_by_agent += other.closed_by_agent;
        self.closed_automatically += other.closed_automatically;
        self.closed_on_abandon += other.closed_on_abandon;
        self.left_open += other.left_open;
        self.profiles_made += other.profiles_made;
        self.duplicates += other.duplicates;
        self.contacts += other.contacts;
    }
}

/// Metrics of conversations.
pub const CONVERSATIONS: &[Metric<ConversationTally>] = metrics! {
    "opened" Total of "replications": t => t.opened, 1.0;
    "reopened" Total of "replications": t => t.reopened, 1.0;
    "closed_by_agent" Total of "replications": t => t.closed_by_agent, 1.0;
    "closed_automatically" Total of "replications": t => t.closed_automatically, 1.0;
    "closed_on_abandon" Total of "replications": t => t.closed_on_abandon, 1.0;
    "left_open" Total of "replications": t => t.left_open, 1.0;
    "profiles_made" Total of "replications": t => t.profiles_made, 1.0;
    "duplicates" Total of "replications": t => t.duplicates, 1.0;
    "contacts_per_conversation" Count of "conversations opened": t => t.contacts, t.opened;
};
