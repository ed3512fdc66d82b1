//! All that is told of contacts and of conversations, and how long each contact was open in its conversation.

use std::collections::HashMap;

use hangup::center::{Change, Contact, ConversationNote, CustomerId, Duty, Engine, Event, Model, Observer, Outcome};
use hangup::scenario::resolved::{Channel, Scenario, StreamId};

/// Everything that happened to contacts and to conversations, in the order of telling.
#[derive(Debug, Default, Clone, PartialEq)]
pub(crate) struct Diary(pub(crate) Vec<(f64, Contact, Entry)>);

#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Entry {
    Event(Event),
    Note(ConversationNote),
}

impl Observer for Diary {
    const ORDERED: bool = true;

    fn event(&mut self, time: f64, contact: &Contact, event: &Event) {
        self.0.push((time, *contact, Entry::Event(*event)));
    }

    fn duty(&mut self, _: &Duty) {}

    fn conversation(&mut self, time: f64, note: &ConversationNote) {
        self.0.push((time, note.contact, Entry::Note(*note)));
    }
}

/// Who a contact is.
pub(crate) type Who = (StreamId, u32);

pub(crate) fn who(contact: &Contact) -> Who {
    (contact.stream, contact.ordinal)
}

pub(crate) fn is_call(scenario: &Scenario, contact: &Contact) -> bool {
    scenario.streams[contact.stream.index()].channel == Channel::Voice
}

/// When a contact was open, and in whose conversation.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stay {
    /// Whose contact it is.
    pub(crate) person: CustomerId,
    /// The profile: another one where theirs was not found again.
    pub(crate) record: CustomerId,
    pub(crate) conversation: u32,
    pub(crate) joined: f64,
    /// Until when: the end of the agent's work, or when it was left; infinite where that is not told of.
    pub(crate) left: f64,
}

impl Stay {
    /// From when on, while this contact was open, none of the others was: at its hang-up at the latest.
    pub(crate) fn alone_from<'s>(&self, others: impl Iterator<Item = &'s Stay>) -> Option<f64> {
        let mut others: Vec<&Stay> = others.filter(|other| other.record == self.record).collect();
        others.sort_by(|a, b| a.joined.total_cmp(&b.joined));
        let mut until = self.joined;
        for other in others {
            if other.joined <= until {
                until = until.max(other.left);
            }
        }
        (until <= self.left).then_some(until)
    }
}

impl Diary {
    /// One replication of this model.
    pub(crate) fn of(model: &Model, replication: u32) -> Self {
        let mut diary = Self::default();
        Engine::new(model).expect("few agents").run(replication, &mut diary).expect("it can be lived");
        diary
    }

    /// Tells all of it again.
    pub(crate) fn tell(&self, observer: &mut impl Observer) {
        for (time, contact, entry) in &self.0 {
            match entry {
                Entry::Event(event) => observer.event(*time, contact, event),
                Entry::Note(note) => observer.conversation(*time, note),
            }
        }
    }

    /// How long every contact that joined a conversation was open: worked out of what happened to the contacts alone.
    pub(crate) fn stays(&self) -> HashMap<Who, Stay> {
        let mut stays: HashMap<Who, Stay> = HashMap::new();
        let mut works: HashMap<Who, f64> = HashMap::new();
        for &(time, contact, entry) in &self.0 {
            let who = who(&contact);
            match entry {
                Entry::Note(ConversationNote {
                    customer, conversation: Some(number), change: Change::Joined, ..
                }) => {
                    let person = contact.customer.expect("of a customer");
                    let stay =
                        Stay { person, record: customer, conversation: number, joined: time, left: f64::INFINITY };
                    stays.insert(who, stay);
                }
                Entry::Event(Event::Answered { work, .. }) => _ = works.insert(who, work),
                Entry::Event(Event::Ended(outcome)) => {
                    if let Some(stay) = stays.get_mut(&who) {
                        let served = outcome == Outcome::Served;
                        stay.left = if served { time + works.get(&who).copied().unwrap_or(0.0) } else { time };
                    }
                }
                _ => {}
            }
        }
        stays
    }
}
