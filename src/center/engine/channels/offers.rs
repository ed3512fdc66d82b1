//! Agents who may have several contacts at once: whom a contact is offered to, who accepts or misses it, and what they take
//! when they have room again.

use super::{Channels, Extra, NOBODY};
use crate::center::calendar::Kind;
use crate::center::draw::Purpose;
use crate::center::due_line::Place;
use crate::center::engine::caller::{Caller, Patient, State};
use crate::center::engine::{Failure, Floor, Run};
use crate::center::event::{Duty, Earlier, Event, Observer, Outcome};
use crate::center::population::CustomerId;
use crate::center::waiting::Ticket;
use crate::scenario::resolved::{Channel, GroupId, QueueId};

impl<O: Observer, const SHARED: bool> Run<'_, O, SHARED> {
    /// Takes an agent who talks to this customer, and has room for a contact of this queue: of several, the one who took the
    /// last contact.
    pub(super) fn own_agent(&mut self, customer: usize, queue: QueueId) -> Option<u32> {
        if !self.shares(queue) {
            return None;
        }
        let Channels { with, contacts, teams, .. } = &mut self.floor.channels;
        let mut slot = *with.get(customer)?;
        while slot != NOBODY {
            let Extra { who, before, .. } = contacts[slot as usize];
            let (group, agent) = self.floor.agents[who as usize];
            let serves = self.model.queues[queue.index()].servers.iter().any(|&(_, server)| server == group);
            let team = &mut teams[group.index()];
            if serves && team.has_room(&self.floor.groups[group.index()], agent) {
                team.take(agent);
                return Some(who);
            }
            slot = before;
        }
        None
    }

    /// Remembers that an agent talks to this customer.
    fn begin_talk(&mut self, customer: CustomerId, slot: u32) {
        let Channels { with, contacts, .. } = &mut self.floor.channels;
        let Some(last) = with.get_mut(customer.index()) else { return };
        contacts[slot as usize].before = std::mem::replace(last, slot);
    }

    /// Forgets it.
    fn end_talk(&mut self, customer: CustomerId, slot: u32) {
        let Channels { with, contacts, .. } = &mut self.floor.channels;
        let before = contacts[slot as usize].before;
        let Some(last) = with.get_mut(customer.index()) else { return };
        if *last == slot {
            *last = before;
            return;
        }
        let mut later = *last;
        while later != NOBODY {
            let link = &mut contacts[later as usize].before;
            if *link == slot {
                *link = before;
                return;
            }
            later = *link;
        }
    }

    /// Takes the agent a contact of this queue goes to: of the groups that prefer it most, the one with the fewest
    /// contacts, then the one who has had so few for longest.
    pub(super) fn best_agent(&mut self, queue: QueueId) -> Option<u32> {
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

    pub(super) fn takes_at_once(&self, who: u32) -> bool {
        let (group, _) = self.floor.agents[who as usize];
        self.model.groups[group.index()].offers.is_none()
    }

    /// A contact is offered to this agent, who is among none of the idle or those with room any more.
    pub(super) fn offer(&mut self, slot: u32, who: u32, from: QueueId) {
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
        self.floor.channels.teams[group.index()].offer(agent);
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
    pub(in crate::center::engine) fn offer_applies(&self, slot: u32, number: u64) -> bool {
        self.floor.callers[slot as usize].state == State::Offered
            && self.floor.channels.contacts[slot as usize].offer == number
    }

    pub(in crate::center::engine) fn offer_ends(&mut self, slot: u32) {
        let Extra { misses, who, from, .. } = *self.extra(slot);
        let (group, agent) = self.floor.agents[who as usize];
        self.floor.channels.teams[group.index()].offer_is_over(agent);
        if !misses {
            return self.accept(slot);
        }
        let contact = self.floor.callers[slot as usize].contact;
        self.say(self.now, &contact, Event::Missed { queue: from, group, agent });
        self.floor.callers[slot as usize].state = State::Waiting;
        self.extra(slot).missed += 1;
        // Somebody else first; who has missed it may get it again, if there is nobody.
        self.floor.channels.teams[group.index()].take(agent);
        let taker = self.queues_of(slot).into_iter().flatten().find_map(|queue| Some((self.best_agent(queue)?, queue)));
        if let Some((other, queue)) = taker {
            self.offer(slot, other, queue);
        } else {
            self.line_up_again(slot);
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
        if self.shares(from) {
            let beside = self.floor.channels.teams[group.index()].accepted(agent) - 1;
            talk *= 1.0 + self.model.groups[group.index()].slower * f64::from(beside);
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
        if let Some(customer) = contact.customer {
            self.begin_talk(customer, slot);
        }
        self.floor.calendar.add(self.now + talk, Kind::TalkEnds, slot);
    }

    pub(in crate::center::engine) fn contact_ends(&mut self, slot: u32) -> Result<(), Failure> {
        let caller = self.floor.callers[slot as usize];
        let Extra { who, work, outcome, .. } = *self.extra(slot);
        self.floor.calendar.add_ranked(self.now + work, Kind::WorkEnds, who, who);
        if let Some(customer) = caller.contact.customer {
            self.end_talk(customer, slot);
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
    pub(in crate::center::engine) fn free_place(&mut self, who: u32) {
        let (group, agent) = self.floor.agents[who as usize];
        let (left, busy_since) = self.floor.channels.teams[group.index()].done(agent, self.now);
        if left > 0 {
            // Who has several done at one and the same time looks round when all are, and may take a call then.
            if !self.floor.calendar.comes_next(self.now, Kind::WorkEnds, who) {
                self.fill(group, agent);
            }
            return;
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
    pub(in crate::center::engine) fn fill(&mut self, group: GroupId, agent: u32) {
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
        let Floor { callers, channels: Channels { lines, contacts, .. }, .. } = &mut *self.floor;
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
            let waits = |ticket: Ticket| {
                let Ticket { slot, generation } = ticket;
                let caller = &callers[slot as usize];
                let here = caller.generation == generation;
                if here && caller.state == State::Offered {
                    contacts[slot as usize].standing(caller.queue, queue).lined_up = false;
                }
                here && caller.state == State::Waiting
            };
            if let Some(place) = lines[queue.index()].first(waits) {
                let order = (if model.by_due { class } else { preference }, place.due, place.number);
                if first.is_none_or(|(before, ..)| order < before) {
                    first = Some((order, place, queue));
                }
            }
        }
        let (_, place, queue) = first?;
        lines[queue.index()].leave();
        let slot = place.ticket().slot;
        contacts[slot as usize].standing(callers[slot as usize].queue, queue).lined_up = false;
        Some((slot, queue))
    }

    /// Tells, at the end of everything, of agents who still have contacts.
    pub(in crate::center::engine) fn tell_busy(&mut self, end: f64) {
        for (team, id) in self.floor.channels.teams.iter().zip(0..) {
            team.finish(GroupId(id), end, |duty| self.observer.busy(duty));
        }
    }
}
