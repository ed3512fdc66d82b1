//! The engine where there is more than calls that are taken at once: agents with several contacts at a time, offers, and
//! contacts of all channels in the order in which they are served.
//!
//! A free place takes the first contact it has room for: calls before chats and messages, these before e-mails; then by
//! when they are due, then by when they came. Only what is taken moves anybody, so that a call abandoned in the queue
//! leaves all others as if it had not happened. Here hang-ups are always scheduled, and a contact keeps its slot until it ends.

use super::{Caller, Failure, Kind, Patient, Run, State};
use crate::center::draw::Purpose;
use crate::center::due_line::{DueLine, Place};
use crate::center::event::{Contact, Duty, Earlier, Event, Observer, Outcome};
use crate::center::model::Model;
use crate::center::team::Team;
use crate::center::waiting::Ticket;
use crate::scenario::resolved::{Channel, GroupId, QueueId};

/// What moves beside the rest of the floor.
#[derive(Debug, Default)]
pub(super) struct Channels {
    /// Those who wait, by queue.
    lines: Vec<DueLine>,
    teams: Vec<Team>,
    /// By slot.
    contacts: Vec<Extra>,
    /// For every customer, the agent who has an open contact of theirs; `NOBODY` where none has.
    with: Vec<u32>,
    lined_up: u64,
}

const NOBODY: u32 = u32::MAX;

/// What is known of a contact beside [`Caller`].
#[derive(Debug, Clone, Copy)]
struct Extra {
    /// The agent it is offered to or handled by.
    who: u32,
    /// The queue it was taken from, and its place in that.
    from: QueueId,
    due: u64,
    number: u64,
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

    // ---- waiting ----

    /// A contact joins the queue it is on the way to, and is offered to somebody or waits.
    pub(super) fn join_line(&mut self, mut caller: Caller) -> Result<(), Failure> {
        let queue = caller.queue;
        let rules = &self.model.queues[queue.index()];
        self.say(self.now, &caller.contact, Event::Queued { queue, earlier: caller.earlier() });
        caller.joined = self.now;
        caller.hangs_up = caller.patience_ends(self.model, self.now);
        caller.state = State::Waiting;
        self.floor.channels.lined_up += 1;
        let number = self.floor.channels.lined_up;
        let extra = Extra {
            who: NOBODY,
            from: queue,
            due: if self.model.by_due { (self.now + rules.within).to_bits() } else { number },
            number,
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
            let Extra { due, number, .. } = extra;
            self.line_up_by(slot, queue, due, number);
        }
        Ok(())
    }

    fn line_up_by(&mut self, slot: u32, queue: QueueId, due: u64, number: u64) {
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
        if caller.state == State::Waiting
            && let Some(who) = self.best_agent(to)
        {
            return self.offer(slot, who, to);
        }
        self.floor.channels.lined_up += 1;
        let number = self.floor.channels.lined_up;
        let due = if self.model.by_due { self.extra(slot).due } else { number };
        self.line_up_by(slot, to, due, number);
    }

    /// Whoever still waits when everything has happened has left silently, and nobody will ever notice; or waits for ever.
    pub(super) fn give_up(&mut self, slot: u32) -> Result<(), Failure> {
        if !self.extra(slot).left {
            return Err(Failure::Stranded);
        }
        self.end(slot, Outcome::AbandonedInQueue);
        Ok(())
    }

    // ---- agents ----

    /// Of an agent who has an open contact of this customer, and room for one of this queue: their number.
    fn own_agent(&mut self, customer: usize, queue: QueueId) -> Option<u32> {
        let who = *self.floor.channels.with.get(customer)?;
        if who == NOBODY || !self.shares(queue) {
            return None;
        }
        let (group, agent) = self.floor.agents[who as usize];
        let serves = self.model.queues[queue.index()].servers.iter().any(|&(_, server)| server == group);
        let team = &mut self.floor.channels.teams[group.index()];
        if !serves || !team.has_room(&self.floor.groups[group.index()], agent) {
            return None;
        }
        team.take(agent);
        Some(who)
    }

    /// Takes the agent a contact of this queue goes to: of the groups that prefer it most, the one with the fewest
    /// contacts, then the one who has had so few for longest.
    fn best_agent(&mut self, queue: QueueId) -> Option<u32> {
        let shares = self.shares(queue);
        let mut best: Option<(u32, u32, f64, u32, GroupId)> = None;
        for &(preference, group) in &self.model.queues[queue.index()].servers {
            if best.is_some_and(|(better, ..)| better < preference) {
                break;
            }
            let agents = &self.floor.groups[group.index()];
            if let Some((load, since)) = self.floor.channels.teams[group.index()].best(agents, shares) {
                let rank = self.model.groups[group.index()].rank;
                if best.is_none_or(|(_, fewest, earliest, first, _)| (load, since, rank) < (fewest, earliest, first)) {
                    best = Some((preference, load, since, rank, group));
                }
            }
        }
        let (_, load, _, _, group) = best?;
        let agents = &mut self.floor.groups[group.index()];
        let agent = self.floor.channels.teams[group.index()].take_best(agents, load)?;
        Some(self.floor.bases[group.index()] + agent)
    }

    fn takes_at_once(&self, who: u32) -> bool {
        let (group, _) = self.floor.agents[who as usize];
        self.model.groups[group.index()].offers.is_none()
    }

    /// A contact is offered to this agent, who is among none of the idle or those with room any more.
    fn offer(&mut self, slot: u32, who: u32, from: QueueId) {
        let (group, agent) = self.floor.agents[who as usize];
        let shares = self.shares(from);
        let (now, model) = (self.now, self.model);
        let agents = &self.floor.groups[group.index()];
        let team = &mut self.floor.channels.teams[group.index()];
        team.give(agent, shares, now);
        if shares {
            team.make_room(agents, agent);
        }
        let extra = self.extra(slot);
        (extra.who, extra.from) = (who, from);
        let missed = extra.missed;
        let Some(offers) = &model.groups[group.index()].offers else {
            return self.accept(slot);
        };
        let Caller { contact, draws, .. } = self.floor.callers[slot as usize];
        self.say(now, &contact, Event::Offered { queue: from, group, agent });
        let misses = draws.happens(offers.missed, Purpose::MissesOffer, 0, missed);
        let takes = if misses {
            offers.missed_after
        } else {
            offers.accept.inverse_hazard(draws.exponential(Purpose::AcceptTime, 0, missed))
        };
        self.floor.callers[slot as usize].state = State::Offered;
        let number = self.floor.calendar.add(now + takes, Kind::OfferEnds, slot);
        let extra = self.extra(slot);
        (extra.misses, extra.offer) = (misses, number);
    }

    /// Whether the end of an offer is still about the contact it was made of.
    pub(super) fn offer_applies(&self, slot: u32, number: u64) -> bool {
        self.floor.callers[slot as usize].state == State::Offered
            && self.floor.channels.contacts[slot as usize].offer == number
    }

    pub(super) fn offer_ends(&mut self, slot: u32) {
        let Extra { misses, who, from, due, number, .. } = *self.extra(slot);
        if !misses {
            return self.accept(slot);
        }
        let (group, agent) = self.floor.agents[who as usize];
        let contact = self.floor.callers[slot as usize].contact;
        self.say(self.now, &contact, Event::Missed { queue: from, group, agent });
        self.floor.callers[slot as usize].state = State::Waiting;
        self.extra(slot).missed += 1;
        // Somebody else first; who has missed it may get it again, if there is nobody.
        if let Some(other) = self.best_agent(from) {
            self.offer(slot, other, from);
        } else {
            self.line_up_by(slot, from, due, number);
        }
        self.free_place(who);
    }

    /// An agent takes the contact that was offered.
    fn accept(&mut self, slot: u32) {
        let Extra { who, from, left, .. } = *self.extra(slot);
        let (group, agent) = self.floor.agents[who as usize];
        let caller = self.floor.callers[slot as usize];
        let Caller { contact, draws, queue, joined, .. } = caller;
        let rules = &self.model.queues[queue.index()];
        self.floor.callers[slot as usize].state = State::Talking;
        if left {
            let notice = rules
                .silent
                .as_ref()
                .map_or(0.0, |(_, notice)| notice.inverse_hazard(draws.exponential(Purpose::NoticeTime, 0, 0)));
            self.say(self.now, &contact, Event::FoundGone { queue, from, group, agent, seconds: notice });
            self.extra(slot).outcome = Outcome::AbandonedInQueue;
            self.floor.calendar.add(self.now + notice, Kind::TalkEnds, slot);
            return;
        }
        let waited = self.now - joined;
        let misrouted = caller.misrouted && self.is_wrong(caller.right, from);
        let transfer = caller.right.filter(|_| misrouted);
        let (mut talk, mut work) = match transfer {
            Some(_) => (rules.misrouted.inverse_hazard(draws.exponential(Purpose::MisroutedTalk, 0, 0)), 0.0),
            None => self.handling(&caller),
        };
        let load = self.floor.channels.teams[group.index()].load(agent);
        if self.shares(from) {
            talk *= 1.0 + self.model.groups[group.index()].slower * f64::from(load - 1);
        }
        let time_out = rules.falls_silent.filter(|(share, _)| draws.happens(*share, Purpose::FallsSilent, 0, 0));
        if let Some((_, time_out)) = time_out {
            // They fall silent somewhere on the way, and the agent waits for them.
            talk = talk * draws.uniform(Purpose::FallsSilent, 1, 0) + time_out;
            work = 0.0;
        }
        let times_out = time_out.is_some();
        let earlier = if transfer.is_some() { None } else { caller.earlier() };
        self.say(
            self.now,
            &contact,
            Event::Answered { queue, from, group, agent, waited, talk, work, misrouted, times_out, transfer, earlier },
        );
        let taken = &mut self.floor.callers[slot as usize];
        taken.right = transfer;
        if transfer.is_some() {
            taken.clock = Patient::Stopped { left: caller.hangs_up - self.now, earlier: Earlier { queue, waited } };
        }
        let extra = self.extra(slot);
        extra.outcome = if times_out { Outcome::TimedOut } else { Outcome::Served };
        extra.work = work;
        if let Some(with) = contact.customer.and_then(|customer| self.floor.channels.with.get_mut(customer.index())) {
            *with = who;
        }
        self.floor.calendar.add(self.now + talk, Kind::TalkEnds, slot);
    }

    pub(super) fn contact_ends(&mut self, slot: u32) -> Result<(), Failure> {
        let caller = self.floor.callers[slot as usize];
        let Extra { who, work, outcome, .. } = *self.extra(slot);
        self.floor.calendar.add_ranked(self.now + work, Kind::WorkEnds, who, who);
        let customer = caller.contact.customer;
        if let Some(with) = customer.and_then(|customer| self.floor.channels.with.get_mut(customer.index()))
            && *with == who
        {
            *with = NOBODY;
        }
        if let Some(to) = caller.right {
            self.go(slot);
            self.say(self.now, &caller.contact, Event::Transferred { from: caller.queue, to });
            return self.join(Caller { queue: to, misrouted: false, right: None, ..caller });
        }
        self.end(slot, outcome);
        Ok(())
    }

    /// A contact of this agent is done, and the work after it: they can take another one.
    pub(super) fn free_place(&mut self, who: u32) {
        let (group, agent) = self.floor.agents[who as usize];
        let (left, busy_since) = self.floor.channels.teams[group.index()].done(agent, self.now);
        if left > 0 {
            return self.fill(group, agent);
        }
        if self.now > busy_since {
            self.observer.busy(&Duty { group, agents: 1, from: busy_since, until: self.now });
        }
        let stays = self.floor.groups[group.index()].release(agent, self.now, |duty| self.observer.duty(duty));
        if stays {
            if self.now > self.close && !self.forever {
                self.floor.late_work.push((group, self.now));
            }
            self.fill(group, agent);
        }
    }

    /// An agent on duty, who is among none of the idle or those with room, takes as many of those who wait as there is
    /// room for, and is then ready for more.
    pub(super) fn fill(&mut self, group: GroupId, agent: u32) {
        let who = self.floor.bases[group.index()] + agent;
        loop {
            let team = &mut self.floor.channels.teams[group.index()];
            let agents = &mut self.floor.groups[group.index()];
            let load = team.load(agent);
            if load > 0 && !team.has_room(agents, agent) {
                return;
            }
            let Some((slot, queue)) = self.first_waiting(group, load == 0) else { break };
            let team = &mut self.floor.channels.teams[group.index()];
            if load == 0 {
                self.floor.groups[group.index()].keep_busy(agent);
            } else {
                team.take(agent);
            }
            self.offer(slot, who, queue);
        }
        let team = &mut self.floor.channels.teams[group.index()];
        let agents = &mut self.floor.groups[group.index()];
        if team.load(agent) == 0 {
            agents.rest(agent, self.now);
        } else {
            team.take(agent);
            team.make_room(agents, agent);
        }
    }

    /// Takes the first of those who wait for this group: of all, or of those who share agents.
    fn first_waiting(&mut self, group: GroupId, all: bool) -> Option<(u32, QueueId)> {
        let model = self.model;
        let callers = &self.floor.callers;
        let waits = |ticket: Ticket| {
            let caller = &callers[ticket.slot as usize];
            caller.state == State::Waiting && caller.generation == ticket.generation
        };
        let mut first: Option<((u32, u64, u64), Place, QueueId)> = None;
        for (preference, &queue) in (0..).zip(&model.groups[group.index()].queues) {
            let channel = model.queues[queue.index()].channel;
            let class = match channel {
                Channel::Voice => 0,
                Channel::Chat | Channel::Message => 1,
                Channel::Email => 2,
            };
            if !all && class != 1 {
                continue;
            }
            if let Some(place) = self.floor.channels.lines[queue.index()].first(waits) {
                let order = (if model.by_due { class } else { preference }, place.due, place.number);
                if first.is_none_or(|(before, ..)| order < before) {
                    first = Some((order, place, queue));
                }
            }
        }
        let (_, place, queue) = first?;
        self.floor.channels.lines[queue.index()].leave();
        let slot = place.ticket().slot;
        let extra = self.extra(slot);
        (extra.due, extra.number) = (place.due, place.number);
        Some((slot, queue))
    }

    /// Tells, at the end of everything, of agents who still have contacts.
    pub(super) fn tell_busy(&mut self, end: f64) {
        for (team, id) in self.floor.channels.teams.iter().zip(0..) {
            team.finish(GroupId(id), end, |duty| self.observer.busy(duty));
        }
    }
}
