//! A customer's or a conversation's timeline, as an agent would read it.
//!
//! A call that came to an open conversation and was abandoned in the queue is one entry of it: when it ended, how long it had
//! waited, and what became of the conversation. Of one that opened the conversation, or that an agent had, everything is told.

use std::collections::{HashMap, HashSet};
use std::fmt::Write;

use super::{Entry, Kind};
use crate::scenario::diagnostic::visible;

/// Whose timeline is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// A customer's, by number.
    Customer(u32),
    /// A conversation's, by number.
    Conversation(u32),
}

impl Whose {
    fn concerns(self, entry: &Entry) -> bool {
        match self {
            Self::Customer(number) => entry.customer == Some(number),
            Self::Conversation(number) => entry.conversation == Some(number),
        }
    }
}

/// The part of a timeline that is theirs, in words; `None` where they are not in it. A contact is told from its arrival,
/// although nobody knew yet whose it is. Whatever in a name would steer a terminal is shown instead.
pub fn told(entries: &[Entry], whose: Whose) -> Option<String> {
    let own = entries.iter().filter(|entry| whose.concerns(entry));
    let contacts: HashSet<&str> = own.filter_map(|entry| entry.contact.as_deref()).collect();
    if contacts.is_empty() {
        return None;
    }
    let theirs: Vec<&Entry> = entries
        .iter()
        .filter(|entry| entry.contact.as_deref().is_some_and(|contact| contacts.contains(contact)))
        .collect();
    let mut text = match whose {
        Whose::Customer(number) => format!("Customer {number}"),
        Whose::Conversation(number) => format!("Conversation {number}"),
    };
    if let (Whose::Conversation(_), Some(customer)) = (whose, theirs.iter().find_map(|entry| entry.customer)) {
        let _ = write!(text, " with customer {customer}");
    }
    if let Some(number) = theirs.iter().find_map(|entry| entry.number.as_deref()) {
        let _ = write!(text, ", {}", visible(number));
    }
    text.push('\n');
    let mut story = Story { brief: passing(&theirs), ..Story::default() };
    let mut entries = theirs.into_iter().peekable();
    while let Some(entry) = entries.next() {
        let closes = |next: &&Entry| {
            next.kind == Kind::ConversationClosed
                && next.reason.as_deref() == Some("abandoned")
                && next.contact == entry.contact
        };
        let closed = left_the_queue(entry) && entries.next_if(|next| closes(next)).is_some();
        if let Some(line) = story.line(entry, closed) {
            let _ = writeln!(text, "  {}  {}", time_of_day(entry.time), visible(&line));
        }
    }
    Some(text)
}

/// Whether the customer left while waiting for an agent.
fn left_the_queue(entry: &Entry) -> bool {
    entry.kind == Kind::ContactEnded && entry.outcome.as_deref() == Some("abandoned_in_queue")
}

/// The calls that were abandoned in the queue of an open conversation, and that no agent had before.
fn passing<'e>(entries: &[&'e Entry]) -> HashSet<&'e str> {
    let calls = entries.iter().filter(|entry| left_the_queue(entry) && entry.channel.as_deref() == Some("voice"));
    let mut calls: HashSet<&str> = calls.filter_map(|entry| entry.contact.as_deref()).collect();
    for entry in entries {
        let did_more =
            matches!(entry.kind, Kind::ConversationCreated | Kind::ConversationReopened | Kind::ContactAccepted);
        if did_more && let Some(contact) = &entry.contact {
            calls.remove(contact.as_str());
        }
    }
    calls
}

/// What has been told so far of contacts that go on.
#[derive(Debug, Default)]
struct Story<'e> {
    /// By contact, who calls, when they came, and when they were last queued.
    contacts: HashMap<&'e str, Told>,
    /// Those of which nothing is told but the end.
    brief: HashSet<&'e str>,
}

#[derive(Debug, Clone, Default)]
struct Told {
    name: String,
    arrived: f64,
    queued: Option<f64>,
    accepted: Option<f64>,
    /// The keys pressed in menus.
    pressed: Vec<String>,
}

impl<'e> Story<'e> {
    /// The line of an entry; `closed` says that it closes the conversation too. What another line says already has none.
    fn line(&mut self, entry: &'e Entry, closed: bool) -> Option<String> {
        let contact = entry.contact.as_deref().unwrap_or_default();
        let brief = self.brief.contains(contact);
        let told = self.contacts.entry(contact).or_default();
        if entry.kind == Kind::ContactArrived {
            let what = match entry.channel.as_deref() {
                Some("voice") | None => "call",
                Some("email") => "e-mail",
                Some(channel) => channel,
            };
            let from = entry.number.as_deref().map_or(String::new(), |number| format!(" from {number}"));
            (told.name, told.arrived) = (format!("{what}{from}"), entry.time);
        }
        let name = if told.name.is_empty() { "contact" } else { &told.name };
        let agent = entry.agent.as_deref().unwrap_or("an agent");
        let queue = entry.queue.as_deref().unwrap_or("a queue");
        let conversation = entry.conversation.map_or("conversation".into(), |number| format!("conversation {number}"));
        Some(match entry.kind {
            Kind::ContactArrived if brief => return None,
            Kind::ContactArrived => format!("{name} arrived"),
            Kind::IvrMenu => {
                let menu = entry.menu.as_deref().unwrap_or("a menu");
                match (&entry.selected, entry.initiator) {
                    (Some(key), _) if brief => {
                        told.pressed.push(format!("{key} in the menu {menu}"));
                        return None;
                    }
                    (None, _) if brief => return None,
                    (Some(key), _) => format!("{name} pressed {key} in the menu {menu}"),
                    (None, Some(super::Initiator::Customer)) => return None, // It ended, and the end tells where.
                    (None, _) => format!("{name} pressed nothing that fits in the menu {menu}"),
                }
            }
            Kind::ContactQueued => {
                told.queued = Some(entry.time);
                if brief {
                    return None;
                }
                format!("{name} queued for {queue}")
            }
            Kind::ContactOffered => return None,
            Kind::ContactAccepted => {
                told.accepted = Some(entry.time);
                let waited = duration(entry.time - told.queued.unwrap_or(entry.time));
                format!("{name} accepted by {agent} after {waited}")
            }
            Kind::ContactMissed => format!("{name} missed by {agent}"),
            Kind::ContactTransferred => format!("{name} transferred to {queue} by {agent}"),
            Kind::ContactEnded => {
                let since_arrival = duration(entry.time - told.arrived);
                match entry.outcome.as_deref() {
                    Some("abandoned_in_queue") => {
                        let waited = duration(entry.time - told.queued.unwrap_or(entry.time));
                        if entry.reason.is_some() {
                            return Some(format!("{name} had been abandoned silently, as {agent} noticed"));
                        }
                        let then = match (closed, entry.conversation) {
                            (true, _) => "; conversation closed automatically",
                            (false, Some(_)) if entry.channel.as_deref() == Some("voice") => {
                                "; conversation stays open"
                            }
                            _ => "",
                        };
                        let pressed = if told.pressed.is_empty() {
                            String::new()
                        } else {
                            format!(" (pressed {})", told.pressed.join(", "))
                        };
                        format!("{name} abandoned after {waited} in the queue{then}{pressed}")
                    }
                    Some("abandoned_in_ivr") => {
                        let place =
                            entry.menu.as_deref().map_or("the greeting".into(), |menu| format!("the menu {menu}"));
                        format!("{name} abandoned after {since_arrival} in the IVR, in {place}")
                    }
                    Some(outcome @ ("served" | "timed_out")) => {
                        let how = if outcome == "served" { "ended" } else { "timed out" };
                        let handled = duration(entry.time - told.accepted.unwrap_or(entry.time));
                        format!("{name} {how} after {handled} with {agent}")
                    }
                    outcome => {
                        let outcome = outcome.unwrap_or("ended").replace('_', " ");
                        format!("{name} {outcome} after {since_arrival}")
                    }
                }
            }
            Kind::ProfileCreated => {
                let with = entry.number.as_deref().map_or(String::new(), |number| format!(" with {number}"));
                let again = if entry.reason.is_some() { ", although there is one" } else { "" };
                format!("profile made{with}{again}")
            }
            Kind::ConversationCreated => format!("{conversation} opened"),
            Kind::ConversationAssigned => format!("{conversation} assigned to {agent}"),
            Kind::ConversationReopened => format!("{conversation} reopened"),
            Kind::ConversationClosed => match entry.reason.as_deref() {
                Some("agent") => format!("{conversation} closed by {agent}"),
                Some("idle") => format!("{conversation} closed automatically, idle"),
                _ => format!("{conversation} closed automatically"),
            },
        })
    }
}

/// A duration in whole seconds, as a person says it: `1m 12s`.
fn duration(seconds: f64) -> String {
    let seconds = seconds.max(0.0).round() as u64;
    match (seconds / 3600, seconds / 60 % 60, seconds % 60) {
        (0, 0, s) => format!("{s}s"),
        (0, m, s) => format!("{m}m {s}s"),
        (h, m, s) => format!("{h}h {m}m {s}s"),
    }
}

/// A time of day to the second: `09:14:05`; beyond midnight the hours go on.
pub(super) fn time_of_day(seconds: f64) -> String {
    let seconds = seconds.max(0.0) as u64;
    format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}
