//! The laws of conversations: from what happens to the contacts follows what must be told of conversations, and when.

use std::collections::{HashMap, HashSet};

use hangup::center::{Change, Closing, Contact, ConversationNote, CustomerId, Event, Hours, Model, Outcome};
use hangup::scenario::resolved::{GroupId, Population, Scenario, Span};
use proptest::prelude::*;

use super::diary::{Diary, Entry, Who, is_call, who};

/// Checks what was told of this replication.
pub(crate) fn lawful(scenario: &Scenario, replication: u32, diary: &Diary) -> Result<(), TestCaseError> {
    let model = Model::new(scenario);
    let mut laws = Laws {
        scenario,
        rules: scenario.population.expect("customers"),
        knows: &|customer| model.knows_number(customer, replication),
        last: 0.0,
        owed: None,
        began: HashMap::new(),
        ended: HashSet::new(),
        queued: HashSet::new(),
        contacts: HashMap::new(),
        conversations: Vec::new(),
        last_of: HashMap::new(),
        made_by: HashMap::new(),
    };
    for &(time, contact, entry) in &diary.0 {
        prop_assert!(time >= laws.last, "times run backwards: {}, {time}", laws.last);
        laws.last = time;
        let owed = laws.owed.take();
        if let Some((at, of, change)) = owed {
            let told = match entry {
                Entry::Note(note) => Some(note.change),
                Entry::Event(Event::Queued { .. }) => None,
                Entry::Event(event) => return Err(TestCaseError::fail(format!("{change:?} of {of:?}, not {event:?}"))),
            };
            prop_assert_eq!((time, who(&contact), told), (at, of, change), "what has to follow at once");
        }
        match entry {
            Entry::Event(event) => laws.event(time, &contact, &event)?,
            Entry::Note(note) => laws.note(time, &note, owed.is_some())?,
        }
    }
    laws.end(model.hours())
}

/// A contact that has joined a conversation.
struct Part {
    /// The conversation's place.
    of: usize,
    agent: Option<(GroupId, u32)>,
    work: f64,
    served: bool,
    /// When it leaves: at the end of the work, where an agent has served it.
    left: f64,
}

/// What is known of a conversation on the way through a diary.
struct Known {
    customer: CustomerId,
    open: bool,
    closed: f64,
    /// Since when all its contacts have ended, and the last of them.
    waits: Option<(f64, Who)>,
    agent: Option<(GroupId, u32)>,
    contacts: Vec<Who>,
}

struct Laws<'a> {
    scenario: &'a Scenario,
    rules: Population,
    knows: &'a dyn Fn(CustomerId) -> bool,
    last: f64,
    /// What has to be told next, of whom and when: a change, or (`None`) that it is queued.
    owed: Option<(f64, Who, Option<Change>)>,
    /// When they arrived.
    began: HashMap<Who, f64>,
    ended: HashSet<Who>,
    queued: HashSet<Who>,
    contacts: HashMap<Who, Part>,
    /// By number.
    conversations: Vec<Known>,
    last_of: HashMap<CustomerId, usize>,
    /// Which contact made a profile.
    made_by: HashMap<CustomerId, Who>,
}

impl Laws<'_> {
    /// Whether another contact of the conversation is open: it waits, or somebody works on it.
    fn others(&self, of: usize, who: Who, time: f64) -> bool {
        self.conversations[of].contacts.iter().any(|other| *other != who && self.contacts[other].left > time)
    }

    fn event(&mut self, time: f64, contact: &Contact, event: &Event) -> Result<(), TestCaseError> {
        let who = who(contact);
        if let Event::Arrived = event {
            prop_assert!(self.began.insert(who, time).is_none(), "{who:?} arrives once");
            return Ok(());
        }
        prop_assert!(
            self.began.contains_key(&who) && !self.ended.contains(&who),
            "{who:?} between its ends: {event:?}"
        );
        match *event {
            Event::Queued { .. } => {
                self.queued.insert(who);
                prop_assert!(self.contacts.contains_key(&who), "queued without a conversation");
            }
            Event::Answered { group, agent, work, .. } => {
                let part = self.contacts.get_mut(&who).expect("it was queued");
                (part.agent, part.work) = (Some((group, agent)), work);
                if self.conversations[part.of].agent.replace((group, agent)) != part.agent {
                    self.owed = Some((time, who, Some(Change::Assigned { group, agent })));
                }
            }
            Event::Ended(outcome) => {
                self.ended.insert(who);
                let was_queued = matches!(outcome, Outcome::AbandonedInQueue | Outcome::TimedOut | Outcome::Served);
                prop_assert_eq!(was_queued, self.queued.contains(&who), "{:?}", outcome);
                prop_assert_eq!(was_queued, self.contacts.contains_key(&who), "{:?} and conversations", outcome);
                let Some(part) = self.contacts.get_mut(&who) else { return Ok(()) };
                part.served = outcome == Outcome::Served;
                if part.served {
                    part.left = time + part.work;
                    return Ok(());
                }
                part.left = time;
                let of = part.of;
                let call = is_call(self.scenario, contact) && outcome == Outcome::AbandonedInQueue;
                let change = match (call, self.others(of, who, time)) {
                    (true, true) => Some(Change::LeftOpen),
                    (true, false) => Some(Change::Closed(Closing::Abandoned)),
                    (false, true) => None,
                    (false, false) => Some(Change::Waits),
                };
                self.owed = change.map(|change| (time, who, Some(change)));
            }
            _ => {}
        }
        Ok(())
    }

    /// A profile was made for the contact of somebody whose number is not known.
    fn profile(&mut self, time: f64, note: &ConversationNote, duplicate: bool) -> Result<(), TestCaseError> {
        let own = note.contact.customer.expect("of a customer");
        prop_assert!(!(self.knows)(own), "the number was known");
        prop_assert_eq!(duplicate, self.made_by.contains_key(&own), "whether they had one");
        prop_assert!(!(duplicate && self.rules.found_again), "it is found again");
        prop_assert_eq!(duplicate, note.customer != own);
        prop_assert!(note.customer.number() <= self.rules.count || duplicate);
        prop_assert_eq!(self.made_by.insert(note.customer, who(&note.contact)), None, "one profile for each");
        self.owed = Some((time, who(&note.contact), Some(Change::Created)));
        Ok(())
    }

    fn note(&mut self, time: f64, note: &ConversationNote, owed: bool) -> Result<(), TestCaseError> {
        let ConversationNote { customer, conversation, contact, change } = *note;
        let who = who(&contact);
        let Some(number) = conversation else {
            let Change::ProfileCreated { duplicate } = change else {
                return Err(TestCaseError::fail(format!("{change:?} of nothing")));
            };
            return self.profile(time, note, duplicate);
        };
        let own = contact.customer.expect("of a customer");
        if (self.knows)(own) {
            prop_assert_eq!(customer, own);
        } else if self.rules.found_again {
            prop_assert!(customer == own && self.made_by.contains_key(&own), "they have a profile, and it is found");
        } else {
            prop_assert_eq!(self.made_by.get(&customer), Some(&who), "a profile for every contact");
        }
        let of = number as usize - 1;
        if change == Change::Created {
            self.create(time, customer, of)?;
        }
        prop_assert!(of < self.conversations.len() && self.conversations[of].customer == customer, "whose it is");
        prop_assert_eq!(self.last_of.get(&customer), Some(&of), "only the last conversation goes on");
        let others = self.others(of, who, time);
        let known = &mut self.conversations[of];
        match change {
            Change::Created => self.owed = Some((time, who, Some(Change::Joined))),
            Change::Reopened => {
                let within = self.rules.conversations.reopen_within;
                prop_assert!(!known.open && within > 0.0 && time - known.closed <= within, "reopened too late");
                (known.open, known.agent) = (true, None);
                self.owed = Some((time, who, Some(Change::Joined)));
            }
            Change::Joined => {
                prop_assert!(known.open);
                let idle = self.rules.conversations.idle;
                let waits = known.waits.take().is_some_and(|(since, _)| time < since + idle);
                prop_assert!(owed || others || waits, "somebody is inside, or it waits, and not for too long");
                known.contacts.push(who);
                let part = Part { of, agent: None, work: 0.0, served: false, left: f64::INFINITY };
                prop_assert!(self.contacts.insert(who, part).is_none(), "it joins once");
                self.owed = Some((time, who, None));
            }
            Change::Assigned { .. } | Change::LeftOpen => {
                prop_assert!(owed && known.open, "{change:?} without a reason");
            }
            Change::Waits => {
                prop_assert!(known.open && known.waits.is_none() && !others);
                let share = self.rules.conversations.closed_by_agent;
                prop_assert!(owed || self.work_is_done(who, time) && share < 1.0, "nothing has ended");
                self.conversations[of].waits = Some((time, who));
            }
            Change::Closed(closing) => self.close(time, of, who, closing, owed)?,
            Change::ProfileCreated { .. } => return Err(TestCaseError::fail("it is before the conversation")),
        }
        Ok(())
    }

    fn work_is_done(&self, who: Who, time: f64) -> bool {
        self.contacts.get(&who).is_some_and(|part| part.served && part.left == time)
    }

    fn create(&mut self, time: f64, customer: CustomerId, of: usize) -> Result<(), TestCaseError> {
        prop_assert_eq!(of, self.conversations.len(), "they are numbered");
        if let Some(last) = self.last_of.insert(customer, of) {
            let Known { open, closed, .. } = self.conversations[last];
            prop_assert!(!open, "two open conversations");
            let within = self.rules.conversations.reopen_within;
            prop_assert!(within == 0.0 || time - closed > within, "the last one is opened again");
        }
        let known =
            Known { customer, open: true, closed: f64::INFINITY, waits: None, agent: None, contacts: Vec::new() };
        self.conversations.push(known);
        Ok(())
    }

    fn close(&mut self, time: f64, of: usize, last: Who, by: Closing, owed: bool) -> Result<(), TestCaseError> {
        prop_assert!(!self.others(of, last, time), "closed while a contact of it is open");
        match by {
            Closing::Agent { group, agent } => {
                prop_assert!(self.rules.conversations.closed_by_agent > 0.0, "no agent closes");
                prop_assert!(self.work_is_done(last, time), "closed in the middle of the work");
                prop_assert_eq!(self.contacts[&last].agent, Some((group, agent)), "by whoever had it");
            }
            Closing::Abandoned => prop_assert!(owed, "nobody has hung up"),
            Closing::Idle => {
                let waits = self.conversations[of].waits;
                prop_assert!(
                    waits.is_some_and(|(since, who)| who == last && time == since + self.rules.conversations.idle),
                    "closed at {}, waits {:?}",
                    time,
                    waits
                );
            }
        }
        let known = &mut self.conversations[of];
        prop_assert!(std::mem::replace(&mut known.open, false), "it was open");
        known.closed = time;
        known.waits = None;
        Ok(())
    }

    /// Whoever arrived before the end has an outcome, and automation has closed what only waits. A steady run stops when
    /// nobody who counts is inside.
    fn end(self, Hours { to, .. }: Hours) -> Result<(), TestCaseError> {
        prop_assert_eq!(self.owed, None);
        for (who, arrived) in &self.began {
            prop_assert!(self.ended.contains(who) || *arrived >= to, "{who:?} never ends");
        }
        if let Span::Day { .. } = self.scenario.span {
            prop_assert_eq!(self.began.len(), self.ended.len(), "a day is told to its end");
        }
        for known in &self.conversations {
            let inside = known.contacts.iter().any(|who| self.contacts[who].left == f64::INFINITY);
            prop_assert_eq!(known.open, inside, "automation closes what is left");
        }
        Ok(())
    }
}
