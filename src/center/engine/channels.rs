//! The engine where there is more than calls that are taken at once: agents with several contacts at a time, offers, and
//! contacts of all channels in the order in which they are served.
//!
//! A free place takes the first contact it has room for: calls before chats and messages, these before e-mails; then by
//! when they are due, then by when they came. Only what is taken moves anybody, so that a call abandoned in the queue
//! leaves all others as if it had not happened. Here hang-ups are always scheduled, and a contact keeps its slot until it ends.

mod offers;

use super::caller::{Caller, State};
use super::{Failure, Run};
use crate::center::calendar::Kind;
use crate::center::draw::Purpose;
use crate::center::due_line::{DueLine, Place};
use crate::center::event::{Contact, Event, Observer, Outcome};
use crate::center::model::Model;
use crate::center::team::Team;
use crate::center::waiting::Ticket;
use crate::scenario::resolved::{Channel, QueueId};

/// What moves beside the rest of the floor.
#[derive(Debug, Default)]
pub(super) struct Channels {
    /// Those who wait, by queue.
    lines: Vec<DueLine>,
    teams: Vec<Team>,
    /// By slot.
    contacts: Vec<Extra>,
    /// For every customer, the slot of the contact of theirs that an agent took last and still talks to; `NOBODY` where
    /// there is none. The one taken before it is the contact's `before`.
    with: Vec<u32>,
    lined_up: u64,
}

const NOBODY: u32 = u32::MAX;

/// A contact's place in a line, which it keeps while it is offered to somebody.
#[derive(Debug, Clone, Copy)]
struct Standing {
    due: u64,
    number: u64,
    /// Whether it stands there: it is out of the line while it is offered.
    lined_up: bool,
}

/// What is known of a contact beside [`Caller`].
#[derive(Debug, Clone, Copy)]
struct Extra {
    /// The agent it is offered to or handled by.
    who: u32,
    /// The queue it was taken from.
    from: QueueId,
    /// Its place in its own queue's line, and in that of the queue it has overflowed to.
    own: Standing,
    second: Option<Standing>,
    /// How often it was offered and missed.
    missed: u32,
    /// Whether it will be missed this time, and the number of the event.
    misses: bool,
    offer: u64,
    /// Whether the customer leaves without saying so, and whether they have.
    silent: bool,
    left: bool,
    /// How it ends, and the work after it.
    outcome: Outcome,
    work: f64,
    /// The slot of the same customer's contact that an agent took before this one and still talks to.
    before: u32,
}

impl Extra {
    /// Its place in this line, where `own` is the contact's own.
    fn standing(&mut self, own: QueueId, line: QueueId) -> &mut Standing {
        match &mut self.second {
            Some(second) if line != own => second,
            _ => &mut self.own,
        }
    }
}

impl Channels {
    pub(super) fn clear(&mut self, model: &Model) {
        self.lines.resize_with(model.queues.len(), DueLine::default);
        self.lines.iter_mut().for_each(DueLine::clear);
        self.teams.resize_with(model.groups.len(), Team::default);
        self.teams.iter_mut().zip(&model.groups).for_each(|(team, group)| team.clear(group));
        self.contacts.clear();
        self.with.clear();
        self.with.resize(model.population.as_ref().map_or(0, |population| population.meant.count as usize), NOBODY);
        self.lined_up = 0;
    }
}

impl<O: Observer, const SHARED: bool> Run<'_, O, SHARED> {
    /// Whether a contact holds a line.
    pub(super) fn is_call(&self, contact: &Contact) -> bool {
        !SHARED || self.model.streams[contact.stream.index()].channel == Channel::Voice
    }

    fn extra(&mut self, slot: u32) -> &mut Extra {
        &mut self.floor.channels.contacts[slot as usize]
    }

    /// Whether contacts of this queue share agents; others take a whole one.
    fn shares(&self, queue: QueueId) -> bool {
        matches!(self.model.queues[queue.index()].channel, Channel::Chat | Channel::Message)
    }

    /// A contact joins the queue it is on the way to, and is offered to somebody or waits.
    pub(super) fn join_line(&mut self, mut caller: Caller) -> Result<(), Failure> {
        let queue = caller.queue;
        let rules = &self.model.queues[queue.index()];
        self.say(self.now, &caller.contact, Event::Queued { queue, earlier: caller.earlier() });
        caller.joined = self.now;
        caller.hangs_up = caller.patience_ends(self.model, self.now);
        caller.state = State::Waiting;
        let due = (caller.contact.arrived + rules.within).to_bits();
        let extra = Extra {
            who: NOBODY,
            from: queue,
            own: self.new_standing(due),
            second: None,
            missed: 0,
            misses: false,
            offer: 0,
            silent: rules
                .silent
                .as_ref()
                .is_some_and(|(share, _)| caller.draws.happens(*share, Purpose::LeavesSilently, 0, 0)),
            left: false,
            outcome: Outcome::Served,
            work: 0.0,
            before: NOBODY,
        };
        let (customer, hangs_up) = (caller.contact.customer, caller.hangs_up);
        let overflow = rules.overflow;
        let slot = self.come_in(caller)?;
        let contacts = &mut self.floor.channels.contacts;
        if slot as usize >= contacts.len() {
            contacts.resize(slot as usize + 1, extra);
        }
        contacts[slot as usize] = extra;
        let own = customer.and_then(|customer| self.own_agent(customer.index(), queue));
        let taker = own.or_else(|| self.best_agent(queue));
        if let Some(who) = taker
            && self.takes_at_once(who)
        {
            self.offer(slot, who, queue);
            return Ok(());
        }
        if hangs_up.is_finite() {
            self.sweep_calendar();
            let number = self.floor.calendar.add(hangs_up.max(self.now), Kind::HangsUp, slot);
            self.floor.callers[slot as usize].hang_up_event = number;
        }
        if let Some((after, _)) = overflow
            && hangs_up > self.now + after
        {
            self.sweep_calendar();
            let number = self.floor.calendar.add(self.now + after, Kind::Overflows, slot);
            self.floor.callers[slot as usize].overflow_event = number;
        }
        if let Some(who) = taker {
            self.offer(slot, who, queue);
        } else {
            self.line_up_again(slot);
        }
        Ok(())
    }

    /// A place at the end of a line, or by when the contact is due.
    fn new_standing(&mut self, due: u64) -> Standing {
        self.floor.channels.lined_up += 1;
        let number = self.floor.channels.lined_up;
        Standing { due: if self.model.by_due { due } else { number }, number, lined_up: false }
    }

    /// Where this contact waits: its own queue, and the one it has overflowed to.
    fn queues_of(&self, slot: u32) -> [Option<QueueId>; 2] {
        let own = self.floor.callers[slot as usize].queue;
        let overflowed = self.floor.channels.contacts[slot as usize].second.is_some();
        [Some(own), self.model.queues[own.index()].overflow.filter(|_| overflowed).map(|(_, to)| to)]
    }

    /// A contact that waits stands in all its lines, at its places there.
    fn line_up_again(&mut self, slot: u32) {
        let [own, second] = self.queues_of(slot);
        let extra = self.extra(slot);
        let places = [(own, Some(&mut extra.own)), (second, extra.second.as_mut())];
        let missing = places.map(|(queue, standing)| {
            let standing = standing.filter(|standing| !standing.lined_up)?;
            standing.lined_up = true;
            Some((queue?, *standing))
        });
        for (queue, standing) in missing.into_iter().flatten() {
            self.line_up_by(slot, queue, standing);
        }
    }

    fn line_up_by(&mut self, slot: u32, queue: QueueId, Standing { due, number, .. }: Standing) {
        let callers = &self.floor.callers;
        let ticket = Ticket { slot, generation: callers[slot as usize].generation };
        let inside = |ticket: Ticket| {
            let caller = &callers[ticket.slot as usize];
            matches!(caller.state, State::Waiting | State::Offered) && caller.generation == ticket.generation
        };
        self.floor.channels.lines[queue.index()].join(Place::new(due, number, ticket), inside);
    }

    /// The customer's patience has run out: they hang up, or leave without saying so.
    pub(super) fn leave(&mut self, slot: u32) {
        let caller = self.floor.callers[slot as usize];
        let Extra { silent, who, .. } = *self.extra(slot);
        let Caller { contact, queue, joined, .. } = caller;
        let waited = self.now - joined;
        self.say(self.now, &contact, Event::Abandoned { queue, waited, silent, earlier: caller.earlier() });
        if silent {
            self.extra(slot).left = true;
            return;
        }
        self.end(slot, Outcome::AbandonedInQueue);
        if caller.state == State::Offered {
            let (group, agent) = self.floor.agents[who as usize];
            self.floor.channels.teams[group.index()].offer_is_over(agent);
            self.free_place(who);
        }
    }

    /// A contact ends, and its slot is free.
    fn end(&mut self, slot: u32, outcome: Outcome) {
        let Caller { contact, .. } = self.floor.callers[slot as usize];
        self.say(self.now, &contact, Event::Ended(outcome));
        if self.is_call(&contact) {
            self.release_line();
        }
        self.go(slot);
    }

    pub(super) fn overflow_to(&mut self, slot: u32) {
        let caller = self.floor.callers[slot as usize];
        let Some((_, to)) = self.model.queues[caller.queue.index()].overflow else { return };
        let due = self.extra(slot).own.due;
        self.extra(slot).second = Some(self.new_standing(due));
        if caller.state == State::Offered {
            return; // It lines up there if that is missed.
        }
        if let Some(who) = self.best_agent(to) {
            return self.offer(slot, who, to);
        }
        self.line_up_again(slot);
    }

    /// Whoever still waits when everything has happened has left silently, and nobody will ever notice; or waits for ever.
    pub(super) fn give_up(&mut self, slot: u32) -> Result<(), Failure> {
        if !self.extra(slot).left {
            return Err(Failure::Stranded);
        }
        self.end(slot, Outcome::AbandonedInQueue);
        Ok(())
    }
}
