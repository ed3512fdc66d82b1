//! Conversations: what the queued contacts of a customer, on all channels, belong to.
//!
//! Conversations are bookkeeping over contacts and move nobody: the desk that keeps them listens to the engine, in the order
//! of time, and passes on what it hears together with what becomes of the conversations. So an abandoned call can touch no
//! other contact. A contact is open from being queued until the agent's work on it is done, or until it is abandoned.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

use super::draw::{Draws, Purpose};
use super::event::{Contact, Duty, Event, Observer, Outcome};
use super::model::Model;
use super::population::CustomerId;
use crate::scenario::resolved::{self, Channel, GroupId, StreamId};

/// Something happened to a conversation.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ConversationNote {
    /// Whose it is. A profile made again for somebody who had one is a customer of its own.
    pub customer: CustomerId,
    /// Which one, numbered from 1 in each replication; `None` before there is one.
    pub conversation: Option<u32>,
    /// The contact that it is about: for a closing by automation, the last one of the conversation.
    pub contact: Contact,
    /// What happened.
    pub change: Change,
}

/// What happens to a conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// An unknown number made a new profile.
    ProfileCreated {
        /// Whether the customer had a profile of this day already, which was not found.
        duplicate: bool,
    },
    /// It began.
    Created,
    /// A new contact of the customer opened it again.
    Reopened,
    /// A contact became part of it.
    Joined,
    /// An agent took a contact of it, and was not the last one to do so.
    Assigned {
        /// The agent's group.
        group: GroupId,
        /// The agent within the group.
        agent: u32,
    },
    /// A call of it was abandoned in the queue, and it stays open because another contact is.
    LeftOpen,
    /// All its contacts have ended.
    Waits,
    /// It was closed.
    Closed(Closing),
}

/// By whom a conversation is closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Closing {
    /// By the agent, at the end of the work.
    Agent {
        /// The agent's group.
        group: GroupId,
        /// The agent within the group.
        agent: u32,
    },
    /// By automation, after having waited long enough.
    Idle,
    /// At once and automatically: a call was abandoned in the queue, and no other contact was open.
    Abandoned,
}

impl Closing {
    /// The name in results.
    pub fn reason(self) -> &'static str {
        match self {
            Self::Agent { .. } => "agent",
            Self::Idle => "idle",
            Self::Abandoned => "abandoned",
        }
    }
}

/// A customer's record: the last conversation is all that is looked at again.
#[derive(Debug, Clone, Copy)]
struct Record {
    customer: CustomerId,
    /// Whether there is a profile.
    profile: bool,
    /// The last conversation; 0 where there was none.
    conversation: u32,
    /// When it was closed; infinite while it is open.
    closed: f64,
    /// How many of its contacts are open.
    open: u32,
    /// Counts how often it has begun to wait, to recognise an automation that comes too late.
    waits: u32,
    /// Who took the last contact of it.
    agent: Option<(GroupId, u32)>,
}

impl Record {
    fn new(customer: CustomerId) -> Self {
        Self { customer, profile: false, conversation: 0, closed: 0.0, open: 0, waits: 0, agent: None }
    }

    fn is_open(&self) -> bool {
        self.closed == f64::INFINITY
    }
}

/// An open contact.
#[derive(Debug, Clone, Copy)]
struct Open {
    record: u32,
    /// Who took it, and the seconds of work that follow.
    agent: Option<(GroupId, u32)>,
    work: f64,
}

/// What the desk will do at some time.
#[derive(Debug, Clone, Copy)]
struct Pending {
    time: f64,
    number: u64,
    record: u32,
    contact: Contact,
    what: Due,
}

#[derive(Debug, Clone, Copy)]
enum Due {
    /// The agent's work on a contact is done.
    WorkDone,
    /// A conversation that began to wait this many waits ago has waited long enough.
    Idle { conversation: u32, waits: u32 },
}

impl PartialEq for Pending {
    fn eq(&self, other: &Self) -> bool {
        self.number == other.number
    }
}

impl Eq for Pending {}

impl PartialOrd for Pending {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Pending {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.time.total_cmp(&other.time).then(self.number.cmp(&other.number))
    }
}

/// What the desk keeps: room that is used again from replication to replication.
#[derive(Debug, Default)]
pub(super) struct Books {
    /// Every customer's, then those of profiles that are not found again.
    records: Vec<Record>,
    /// The customers' records that are in use.
    used: Vec<u32>,
    /// Records beyond the customers' that can be used again.
    free: Vec<u32>,
    /// How many profiles have been made that are not found again.
    strays: u32,
    conversations: u32,
    open: HashMap<(StreamId, u32), Open>,
    pending: BinaryHeap<Reverse<Pending>>,
    numbered: u64,
}

impl Books {
    fn clear(&mut self, count: u32) {
        let count = count as usize;
        if self.records.len() < count {
            self.records = (0..count as u32).map(|index| Record::new(CustomerId::at(index))).collect();
        }
        self.records.truncate(count);
        for index in self.used.drain(..) {
            self.records[index as usize] = Record::new(CustomerId::at(index));
        }
        self.free.clear();
        self.strays = 0;
        self.conversations = 0;
        self.open.clear();
        self.pending.clear();
        self.numbered = 0;
    }
}

/// Keeps the conversations of one replication, where contacts are drawn from a population, and passes on all it hears.
pub(super) struct Desk<'a, O> {
    model: &'a Model,
    rules: Option<resolved::Population>,
    replication: u32,
    books: &'a mut Books,
    observer: &'a mut O,
}

impl<'a, O: Observer> Desk<'a, O> {
    pub(super) fn new(model: &'a Model, replication: u32, books: &'a mut Books, observer: &'a mut O) -> Self {
        let rules = model.population.as_ref().map(|population| population.meant);
        books.clear(rules.map_or(0, |rules| rules.count));
        Self { model, rules, replication, books, observer }
    }

    /// Does what is left to do when all contacts have ended: automation goes on after close.
    pub(super) fn finish(mut self) {
        self.catch_up(f64::INFINITY);
    }

    fn note(&mut self, time: f64, record: u32, contact: &Contact, change: Change) {
        let Record { customer, conversation, .. } = self.books.records[record as usize];
        let conversation = (!matches!(change, Change::ProfileCreated { .. })).then_some(conversation);
        self.observer.conversation(time, &ConversationNote { customer, conversation, contact: *contact, change });
    }

    /// Does what was due by now.
    fn catch_up(&mut self, now: f64) {
        while self.books.pending.peek().is_some_and(|Reverse(pending)| pending.time <= now) {
            let Some(Reverse(Pending { time, record, contact, what, .. })) = self.books.pending.pop() else { return };
            match what {
                Due::WorkDone => self.work_done(time, record, &contact),
                Due::Idle { conversation, waits } => {
                    let found = &self.books.records[record as usize];
                    if found.conversation == conversation && found.waits == waits && found.open == 0 && found.is_open()
                    {
                        self.close(time, record, &contact, Closing::Idle);
                    }
                }
            }
        }
    }

    fn later(&mut self, time: f64, record: u32, contact: &Contact, what: Due) {
        self.books.numbered += 1;
        let number = self.books.numbered;
        self.books.pending.push(Reverse(Pending { time, number, record, contact: *contact, what }));
    }

    /// The record of a contact that is queued for the first time; a profile is made where there is none.
    fn record_of(&mut self, time: f64, contact: &Contact, customer: CustomerId, rules: resolved::Population) -> u32 {
        let index = customer.index() as u32;
        let own = &mut self.books.records[index as usize];
        if own.conversation == 0 && !own.profile {
            self.books.used.push(index);
            own.profile = self.model.knows_number(customer, self.replication);
            if own.profile {
                return index;
            }
            own.profile = true;
            self.note(time, index, contact, Change::ProfileCreated { duplicate: false });
            return index;
        }
        if rules.found_again || self.model.knows_number(customer, self.replication) {
            return index;
        }
        let customer = CustomerId::at(rules.count.saturating_add(self.books.strays));
        self.books.strays = self.books.strays.saturating_add(1);
        let record = Record { profile: true, ..Record::new(customer) };
        let index = if let Some(index) = self.books.free.pop() {
            self.books.records[index as usize] = record;
            index
        } else {
            self.books.records.push(record);
            self.books.records.len() as u32 - 1
        };
        self.note(time, index, contact, Change::ProfileCreated { duplicate: true });
        index
    }

    /// A contact is queued: it becomes part of the customer's conversation, or of a new one.
    fn queued(&mut self, time: f64, contact: &Contact) {
        let (Some(customer), Some(rules)) = (contact.customer, self.rules) else { return };
        if self.books.open.contains_key(&(contact.stream, contact.ordinal)) {
            return; // Transferred to another queue.
        }
        let index = self.record_of(time, contact, customer, rules);
        let record = &mut self.books.records[index as usize];
        let mut change = None;
        if !record.is_open() {
            let within = rules.conversations.reopen_within;
            if record.conversation > 0 && within > 0.0 && time - record.closed <= within {
                change = Some(Change::Reopened);
            } else {
                self.books.conversations += 1;
                record.conversation = self.books.conversations;
                change = Some(Change::Created);
            }
            record.closed = f64::INFINITY;
            record.agent = None;
        }
        record.open += 1;
        self.books.open.insert((contact.stream, contact.ordinal), Open { record: index, agent: None, work: 0.0 });
        for change in change.into_iter().chain([Change::Joined]) {
            self.note(time, index, contact, change);
        }
    }

    fn taken(&mut self, time: f64, contact: &Contact, agent: (GroupId, u32), work: f64) {
        let Some(open) = self.books.open.get_mut(&(contact.stream, contact.ordinal)) else { return };
        open.agent = Some(agent);
        open.work = work;
        let index = open.record;
        let record = &mut self.books.records[index as usize];
        if record.agent.replace(agent) != Some(agent) {
            let (group, agent) = agent;
            self.note(time, index, contact, Change::Assigned { group, agent });
        }
    }

    fn ended(&mut self, time: f64, contact: &Contact, outcome: Outcome) {
        let who = (contact.stream, contact.ordinal);
        let Some(&Open { record, agent, work }) = self.books.open.get(&who) else { return };
        if agent.is_some() && outcome == Outcome::Served {
            self.later(time + work, record, contact, Due::WorkDone);
            return;
        }
        self.books.open.remove(&who);
        let found = &mut self.books.records[record as usize];
        found.open -= 1;
        let others = found.open > 0;
        let voice = self.model.streams[contact.stream.index()].channel == Channel::Voice;
        let call = voice && outcome == Outcome::AbandonedInQueue;
        match (call, others) {
            // Who is still in touch is not disturbed; for the others nothing is left to do.
            (true, true) => self.note(time, record, contact, Change::LeftOpen),
            (true, false) => self.close(time, record, contact, Closing::Abandoned),
            (false, true) => {}
            (false, false) => self.wait(time, record, contact),
        }
    }

    fn work_done(&mut self, time: f64, record: u32, contact: &Contact) {
        let Some(open) = self.books.open.remove(&(contact.stream, contact.ordinal)) else { return };
        let found = &mut self.books.records[record as usize];
        found.open -= 1;
        if found.open > 0 {
            return;
        }
        let share = self.rules.map_or(0.0, |rules| rules.conversations.closed_by_agent);
        let key = self.model.streams[contact.stream.index()].key;
        let (draws, _) = Draws::arriving(key, self.replication, contact.ordinal);
        match open.agent {
            Some((group, agent)) if draws.happens(share, Purpose::ClosesConversation, 0, 0) => {
                self.close(time, record, contact, Closing::Agent { group, agent });
            }
            _ => self.wait(time, record, contact),
        }
    }

    fn wait(&mut self, time: f64, record: u32, contact: &Contact) {
        let found = &mut self.books.records[record as usize];
        found.waits = found.waits.wrapping_add(1);
        let due = Due::Idle { conversation: found.conversation, waits: found.waits };
        self.note(time, record, contact, Change::Waits);
        let idle = self.rules.map_or(f64::INFINITY, |rules| rules.conversations.idle);
        self.later(time + idle, record, contact, due);
    }

    fn close(&mut self, time: f64, record: u32, contact: &Contact, closing: Closing) {
        self.note(time, record, contact, Change::Closed(closing));
        self.books.records[record as usize].closed = time;
        if self.rules.is_some_and(|rules| record >= rules.count) {
            self.books.free.push(record);
        }
    }
}

impl<O: Observer> Observer for Desk<'_, O> {
    const ORDERED: bool = true;
    const SCORED: bool = O::SCORED;

    fn event(&mut self, time: f64, contact: &Contact, event: &Event) {
        self.catch_up(time);
        if let Event::Queued { .. } = event {
            self.queued(time, contact);
        }
        self.observer.event(time, contact, event);
        match *event {
            Event::Answered { group, agent, work, .. } => self.taken(time, contact, (group, agent), work),
            Event::Ended(outcome) => self.ended(time, contact, outcome),
            _ => {}
        }
    }

    fn duty(&mut self, duty: &Duty) {
        self.observer.duty(duty);
    }

    fn busy(&mut self, duty: &Duty) {
        self.observer.busy(duty);
    }
}
