//! The engine: one replication, from the first arrival until everybody has left.
//!
//! One replication is a pure function of (model, replication number). The engine does no I/O, reads no clock, and once
//! warm allocates nothing per call; memory follows the number of callers inside.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fmt;

mod channels;

use super::agents::Agents;
use super::arrivals::Arrivals;
use super::calendar::{Calendar, INDEX_LIMIT, Kind, Scheduled};
use super::conversation::{Books, Desk};
use super::draw::{Draws, Purpose};
use super::event::{Contact, Destination, Duty, Earlier, Event, Observer, Outcome, Route};
use super::model::{Model, Tree};
use super::patience::Clock;
use super::waiting::{Ticket, WaitingLine};
use super::walk::{Exit, Risk, Scratch, WalkEnd, power, walk};
use crate::law::Law;
use crate::scenario::resolved::{GroupId, IntentId, Patience, QueueId, Span, StreamId};
use channels::Channels;

/// Why a replication could not be completed. The engine can be used again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failure {
    /// More callers were inside at once than can be told apart (2^24).
    TooManyInside,
    /// More agents than can be told apart (2^24).
    TooManyAgents,
    /// Somebody who never hangs up waits for a queue that nobody will serve any more.
    Stranded,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(match self {
            Self::TooManyInside => "more than 16,777,216 callers were inside at once: is a queue overloaded for ever?",
            Self::TooManyAgents => "there are more than 16,777,216 agents",
            Self::Stranded => "a caller who never hangs up waits for a queue that nobody serves",
        })
    }
}

impl std::error::Error for Failure {}

/// Somebody inside: on the way to a queue, waiting in it, or (where lines are counted) in the IVR or talking.
#[derive(Debug, Clone, Copy)]
struct Caller {
    contact: Contact,
    draws: Draws,
    clock: Patient,
    /// How often this slot has been used before.
    generation: u32,
    state: State,
    queue: QueueId,
    joined: f64,
    /// When the caller hangs up, on the simulated clock.
    hangs_up: f64,
    /// The numbers of the pending events that are about this caller.
    hang_up_event: u64,
    overflow_event: u64,
    errors: u32,
    /// Whether a wrong choice leads to the queue.
    misrouted: bool,
    /// Of a misrouted caller the right queue, if there is one; of one in talk the queue they are transferred to.
    right: Option<QueueId>,
}

/// Where a caller's patience clock is.
#[derive(Debug, Clone, Copy)]
enum Patient {
    /// It is not started while nobody had to wait for anything.
    NotYet,
    /// It was last set in the IVR.
    Running(Clock),
    /// It stopped at the answer of an agent who transferred the call, with so many seconds left.
    Stopped { left: f64, earlier: Earlier },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// The slot is free.
    Gone,
    /// On the way to the queue.
    Coming,
    /// On the way out of the IVR, holding a line.
    Leaving,
    Waiting,
    /// Offered to an agent, who has not answered yet.
    Offered,
    Talking,
}

/// A reusable engine for one model.
#[derive(Debug)]
pub struct Engine<'m> {
    model: &'m Model,
    floor: Floor,
    books: Books,
}

/// Everything that moves.
#[derive(Debug, Default)]
struct Floor {
    calendar: Calendar,
    callers: Vec<Caller>,
    free: Vec<u32>,
    lines: Vec<WaitingLine>,
    groups: Vec<Agents>,
    /// For every agent of all groups, by the groups' rank, the group and the number within it.
    agents: Vec<(GroupId, u32)>,
    /// For every group, where its agents begin in `agents`.
    bases: Vec<u32>,
    /// For every agent, the caller they talk to and the work that follows.
    talks: Vec<(u32, f64)>,
    /// Every stream's next caller; arrivals are not in the calendar, because there are few streams and many arrivals.
    arrivals: Vec<Arrivals>,
    scratch: Scratch,
    /// For observers that need order: what will have happened later.
    early: BinaryHeap<Reverse<Early>>,
    early_count: u64,
    /// When agents finished after close.
    late_work: Vec<(GroupId, f64)>,
    /// What moves where not all contacts are calls that are answered at once.
    channels: Channels,
}

/// An event that was found before its time.
#[derive(Debug)]
struct Early {
    time: f64,
    number: u64,
    contact: Contact,
    event: Event,
}

impl PartialEq for Early {
    fn eq(&self, other: &Self) -> bool {
        self.number == other.number
    }
}

impl Eq for Early {}

impl PartialOrd for Early {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Early {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.time.total_cmp(&other.time).then(self.number.cmp(&other.number))
    }
}

impl<'m> Engine<'m> {
    /// An engine for this model.
    ///
    /// # Errors
    ///
    /// [`Failure::TooManyAgents`].
    pub fn new(model: &'m Model) -> Result<Self, Failure> {
        let total: u64 = model.groups.iter().map(|group| u64::from(group.most)).sum();
        if total >= u64::from(INDEX_LIMIT) {
            return Err(Failure::TooManyAgents);
        }
        let mut floor = Floor { bases: vec![0; model.groups.len()], ..Floor::default() };
        let mut by_rank: Vec<usize> = (0..model.groups.len()).collect();
        by_rank.sort_by_key(|&index| model.groups[index].rank);
        for index in by_rank {
            let id = GroupId(index as u32);
            floor.bases[index] = floor.agents.len() as u32;
            floor.agents.extend((0..model.groups[index].most).map(|agent| (id, agent)));
        }
        let groups = model.groups.iter().zip(0..);
        floor.groups.extend(groups.map(|(group, index)| Agents::new(GroupId(index), group)));
        floor.talks = vec![(0, 0.0); floor.agents.len()];
        floor.lines.resize_with(model.queues.len(), WaitingLine::default);
        Ok(Self { model, floor, books: Books::default() })
    }

    /// Runs one replication and tells the observer what happens.
    ///
    /// In a day, whoever is inside at close is served to the end. In a steady run, arrivals go on until the last contact
    /// that arrived before its length has ended; those that come later are told of like all others.
    ///
    /// # Errors
    ///
    /// [`Failure::TooManyInside`], [`Failure::Stranded`]; what the observer was told until then is not a whole day.
    pub fn run<O: Observer>(&mut self, replication: u32, observer: &mut O) -> Result<(), Failure> {
        if self.model.only_calls {
            return self.live::<O, false>(replication, observer);
        }
        let mut books = std::mem::take(&mut self.books);
        let mut desk = Desk::new(self.model, replication, &mut books, observer);
        let lived = self.live::<_, true>(replication, &mut desk);
        if lived.is_ok() {
            desk.finish();
        }
        self.books = books;
        lived
    }

    fn live<O: Observer, const SHARED: bool>(&mut self, replication: u32, observer: &mut O) -> Result<(), Failure> {
        self.floor.clear();
        if SHARED {
            self.floor.channels.clear(self.model);
        }
        Run::<O, SHARED> {
            scheduled: O::ORDERED || self.model.lines.is_some(),
            model: self.model,
            floor: &mut self.floor,
            observer,
            replication,
            now: 0.0,
            close: self.model.hours().to,
            forever: matches!(self.model.span, Span::Steady { .. }),
            open: 0,
            last_left: 0.0,
            free_lines: self.model.lines.unwrap_or(u32::MAX),
        }
        .through()
    }
}

impl Floor {
    fn clear(&mut self) {
        self.calendar.clear();
        self.callers.clear();
        self.free.clear();
        self.lines.iter_mut().for_each(WaitingLine::clear);
        self.groups.iter_mut().for_each(Agents::clear);
        self.arrivals.clear();
        self.early.clear();
        self.early_count = 0;
        self.late_work.clear();
    }
}

/// One replication under way; `SHARED` where not all contacts are calls that are answered at once (`channels`).
struct Run<'a, O, const SHARED: bool> {
    model: &'a Model,
    floor: &'a mut Floor,
    observer: &'a mut O,
    replication: u32,
    /// Whether hang-ups and the ends of calls are scheduled rather than found: where the order of events or the number
    /// of free lines depends on them.
    scheduled: bool,
    now: f64,
    /// When arrivals stop, or stop counting.
    close: f64,
    forever: bool,
    /// How many contacts that count have not ended.
    open: u64,
    /// When the last contact left.
    last_left: f64,
    free_lines: u32,
}

impl<O: Observer, const SHARED: bool> Run<'_, O, SHARED> {
    fn through(mut self) -> Result<(), Failure> {
        for (index, group) in self.model.groups.iter().enumerate() {
            if let Some(time) = self.floor.groups[index].next_change(group) {
                self.floor.calendar.add_ranked(time, Kind::DutyChanges, group.rank, index as u32);
            }
        }
        let streams = self.model.streams.iter();
        let arrivals = streams.map(|stream| Arrivals::new(stream, self.replication, self.forever));
        self.floor.arrivals.extend(arrivals);
        let mut next_arrival = self.next_arrival();
        loop {
            // What is scheduled for the moment of an arrival happens before it.
            let scheduled = self.floor.calendar.earliest();
            let arrives = scheduled.is_none_or(|scheduled| next_arrival.0 < scheduled);
            let time = if arrives { next_arrival.0 } else { scheduled.unwrap_or(f64::INFINITY) };
            if time.is_infinite() || (self.forever && time >= self.close && self.open == 0) {
                break;
            }
            self.now = time;
            if O::ORDERED {
                self.tell_early(time);
            }
            if arrives {
                self.arrive(next_arrival.1)?;
                next_arrival = self.next_arrival();
            } else if let Some(event) = self.floor.calendar.next() {
                self.happen(&event)?;
            }
        }
        self.finish()
    }

    fn happen(&mut self, event: &Scheduled) -> Result<(), Failure> {
        match event.kind {
            Kind::LeavesIvr => self.leave_ivr(event.index),
            Kind::TalkEnds if SHARED => self.contact_ends(event.index),
            Kind::WorkEnds if SHARED => {
                self.free_place(event.index);
                Ok(())
            }
            Kind::TalkEnds => self.talk_ends(event.index),
            Kind::WorkEnds => self.work_ends(event.index),
            Kind::DutyChanges => self.change_duty(event.index),
            Kind::HangsUp if SHARED && self.applies(event) => {
                self.leave(event.index);
                Ok(())
            }
            Kind::Overflows if SHARED && self.applies(event) => {
                self.overflow_to(event.index);
                Ok(())
            }
            Kind::OfferEnds if self.applies(event) => {
                self.offer_ends(event.index);
                Ok(())
            }
            Kind::HangsUp if self.applies(event) => {
                self.hang_up(event.index);
                Ok(())
            }
            Kind::Overflows if self.applies(event) => self.overflow(event.index),
            Kind::HangsUp | Kind::Overflows | Kind::OfferEnds => Ok(()),
        }
    }

    /// Whether an event is still about what it was entered for: a caller may have been answered since, and the slot be
    /// somebody else's.
    fn applies(&self, event: &Scheduled) -> bool {
        let caller = |index: u32| &self.floor.callers[index as usize];
        let waits = |index: u32| {
            let state = caller(index).state;
            state == State::Waiting || SHARED && state == State::Offered
        };
        match event.kind {
            Kind::HangsUp => waits(event.index) && caller(event.index).hang_up_event == event.number,
            Kind::Overflows => waits(event.index) && caller(event.index).overflow_event == event.number,
            Kind::OfferEnds => self.offer_applies(event.index, event.number),
            _ => true,
        }
    }

    /// Forgets events that no longer apply when they outnumber the callers inside, so that memory follows these.
    fn sweep_calendar(&mut self) {
        let inside = self.floor.callers.len() - self.floor.free.len() + self.floor.agents.len();
        if self.floor.calendar.len() > 64 + 4 * inside {
            let mut calendar = std::mem::take(&mut self.floor.calendar);
            calendar.sweep(|event| self.applies(event));
            self.floor.calendar = calendar;
        }
    }

    /// Everything that was scheduled has happened: whoever still waits will hang up, and the people on duty go home.
    fn finish(mut self) -> Result<(), Failure> {
        if !self.forever {
            for slot in 0..self.floor.callers.len() as u32 {
                let caller = &self.floor.callers[slot as usize];
                if caller.state != State::Waiting {
                    continue;
                }
                if SHARED {
                    self.give_up(slot)?;
                    continue;
                }
                if caller.hangs_up.is_infinite() {
                    return Err(Failure::Stranded);
                }
                self.hang_up(slot);
            }
        }
        self.tell_early(f64::INFINITY);
        let end = self.close.max(if self.forever { self.now } else { self.last_left });
        for agents in &mut self.floor.groups {
            agents.finish(end, |duty| self.observer.duty(duty));
        }
        if SHARED {
            self.tell_busy(end);
        }
        for &(group, until) in &self.floor.late_work {
            if until > end {
                self.observer.duty(&Duty { group, agents: 1, from: end, until });
            }
        }
        Ok(())
    }

    // ---- telling ----

    #[allow(clippy::inline_always)] // so that the observer, too, knows the kind of event where it is compiled
    #[inline(always)]
    fn say(&mut self, time: f64, contact: &Contact, event: Event) {
        if let Event::Ended(_) = event {
            self.last_left = self.last_left.max(time);
            self.open -= u64::from(contact.arrived < self.close);
        }
        if O::ORDERED && time > self.now {
            self.floor.early_count += 1;
            let number = self.floor.early_count;
            self.floor.early.push(Reverse(Early { time, number, contact: *contact, event }));
        } else {
            self.observer.event(time, contact, &event);
        }
    }

    /// Tells what was found early and has happened by now.
    fn tell_early(&mut self, now: f64) {
        while self.floor.early.peek().is_some_and(|Reverse(early)| early.time <= now) {
            if let Some(Reverse(early)) = self.floor.early.pop() {
                self.observer.event(early.time, &early.contact, &early.event);
            }
        }
    }

    // ---- arriving and the IVR ----

    /// When the next call arrives, and by which stream.
    fn next_arrival(&self) -> (f64, usize) {
        let times = self.floor.arrivals.iter().map(Arrivals::next_time);
        let earlier = |best: (f64, usize), next: (f64, usize)| if next.0 < best.0 { next } else { best };
        times.zip(0..).fold((f64::INFINITY, 0), earlier)
    }

    fn arrive(&mut self, index: usize) -> Result<(), Failure> {
        let stream = &self.model.streams[index];
        let (ordinal, draws) = self.floor.arrivals[index].take(stream, self.replication, self.forever);
        let contact = Contact {
            stream: StreamId(index as u32),
            ordinal,
            arrived: self.now,
            intent: IntentId(draw_intent(&self.model.intents, &draws)),
            customer: self.model.population.as_ref().map(|population| population.whose(&draws)),
        };
        self.open += u64::from(self.now < self.close);
        self.say(self.now, &contact, Event::Arrived);
        let call = self.is_call(&contact);
        if call && self.free_lines == 0 {
            self.say(self.now, &contact, Event::Ended(Outcome::Blocked));
            return Ok(());
        }
        if call && self.model.lines.is_some() {
            self.free_lines -= 1;
        }
        match (stream.queue, &self.model.ivr) {
            (Some(queue), _) => self.join(Caller::new(contact, draws, queue)),
            (None, Some(tree)) => self.enter_ivr(tree, contact, draws),
            (None, None) => {
                self.say(self.now, &contact, Event::Ended(Outcome::Disconnected));
                self.release_line();
                Ok(())
            }
        }
    }

    fn enter_ivr(&mut self, tree: &Tree, contact: Contact, draws: Draws) -> Result<(), Failure> {
        self.say(self.now, &contact, Event::EnteredIvr);
        let mut caller = Caller::new(contact, draws, QueueId(0));
        let mut clock = caller.start_clock(self.model, self.model.callers.hazard.ivr);
        let mut scratch = std::mem::take(&mut self.floor.scratch);
        let intent = contact.intent.0;
        let end = walk(self.model, tree, &draws, self.now, intent, &mut clock, &mut scratch, |time, event| {
            self.say(time, &contact, event);
        });
        self.floor.scratch = scratch;
        let left = self.now + end.seconds;
        let score = O::SCORED.then(|| self.score(tree, &caller, &end, &clock));
        caller.clock = Patient::Running(clock);
        caller.errors = end.errors;
        caller.misrouted = end.misrouted;
        if end.misrouted {
            caller.right = tree.right_queues.of(end.kind, contact.arrived);
        }
        let WalkEnd { seconds, greeting, fit, hung_up, zeroed_out, .. } = end;
        let to = match end.exit {
            Exit::Ended(outcome) => Destination::End(outcome),
            Exit::Queue(queue) => Destination::Queue(queue, self.route(&caller, &end, queue)),
        };
        self.say(left, &contact, Event::LeftIvr { seconds, greeting, to, fit, hung_up, zeroed_out, score });
        match end.exit {
            Exit::Queue(queue) => caller.queue = queue,
            Exit::Ended(outcome) => {
                self.say(left, &contact, Event::Ended(outcome));
                if self.model.lines.is_none() {
                    return Ok(());
                }
                caller.state = State::Leaving;
            }
        }
        let slot = self.come_in(caller)?;
        self.floor.calendar.add(left, Kind::LeavesIvr, slot);
        Ok(())
    }

    /// What brings a caller to this queue who leaves the IVR.
    fn route(&self, caller: &Caller, end: &WalkEnd, queue: QueueId) -> Route {
        if end.zeroed_out {
            Route::Person
        } else if end.misrouted && self.is_wrong(caller.right, queue) {
            Route::Misrouted
        } else if end.fell_back {
            Route::Fallback
        } else {
            Route::Right
        }
    }

    /// The chance that a caller who goes this way hangs up on it. The way of one who did is gone again, without end.
    fn score(&mut self, tree: &Tree, caller: &Caller, end: &WalkEnd, clock: &Clock) -> f64 {
        let law = caller.ivr_patience(self.model);
        let mut clock = *clock;
        let mut end = *end;
        if end.hung_up.is_some() && end.risk != Risk::Certain {
            clock = Clock::endless(self.model.callers.hazard.ivr);
            let Contact { arrived, intent, .. } = caller.contact;
            let scratch = &mut self.floor.scratch;
            end = walk(self.model, tree, &caller.draws, arrived, intent.0, &mut clock, scratch, |_, _| {});
        }
        match end.risk {
            Risk::Certain => 1.0,
            Risk::Whole => -libm::expm1(-clock.spent(law, end.seconds)),
            Risk::Until(spent) => -libm::expm1(-spent),
        }
    }

    fn leave_ivr(&mut self, slot: u32) -> Result<(), Failure> {
        let caller = self.floor.callers[slot as usize];
        self.go(slot);
        if caller.state == State::Leaving {
            self.release_line();
            return Ok(());
        }
        self.join(caller)
    }

    // ---- slots and lines ----

    fn come_in(&mut self, mut caller: Caller) -> Result<u32, Failure> {
        if let Some(slot) = self.floor.free.pop() {
            let place = &mut self.floor.callers[slot as usize];
            caller.generation = place.generation.wrapping_add(1);
            *place = caller;
            return Ok(slot);
        }
        let slot = self.floor.callers.len() as u32;
        if slot >= INDEX_LIMIT {
            return Err(Failure::TooManyInside);
        }
        self.floor.callers.push(caller);
        Ok(slot)
    }

    fn go(&mut self, slot: u32) {
        self.floor.callers[slot as usize].state = State::Gone;
        self.floor.free.push(slot);
    }

    fn release_line(&mut self) {
        if self.model.lines.is_some() {
            self.free_lines += 1;
        }
    }

    // ---- waiting ----

    /// A caller joins the queue they are on the way to, and is answered at once or waits.
    fn join(&mut self, mut caller: Caller) -> Result<(), Failure> {
        if SHARED {
            return self.join_line(caller);
        }
        let queue = caller.queue;
        self.say(self.now, &caller.contact, Event::Queued { queue, earlier: caller.earlier() });
        caller.joined = self.now;
        let idle = self.idle_agent(queue);
        if idle.is_none() || caller.misrouted {
            caller.hangs_up = caller.patience_ends(self.model, self.now);
        }
        if let Some((group, agent)) = idle {
            return self.answer(&caller, group, agent, queue);
        }
        caller.state = State::Waiting;
        let hangs_up = caller.hangs_up;
        let slot = self.come_in(caller)?;
        if self.scheduled && hangs_up.is_finite() {
            self.sweep_calendar();
            let number = self.floor.calendar.add(hangs_up.max(self.now), Kind::HangsUp, slot);
            self.floor.callers[slot as usize].hang_up_event = number;
        }
        if let Some((after, _)) = self.model.queues[queue.index()].overflow
            && hangs_up > self.now + after
        {
            self.sweep_calendar();
            let number = self.floor.calendar.add(self.now + after, Kind::Overflows, slot);
            self.floor.callers[slot as usize].overflow_event = number;
        }
        let generation = self.floor.callers[slot as usize].generation;
        self.line_up(Ticket { slot, generation }, queue);
        Ok(())
    }

    fn line_up(&mut self, ticket: Ticket, queue: QueueId) {
        if self.floor.lines[queue.index()].wants_sweeping() {
            let mut line = std::mem::take(&mut self.floor.lines[queue.index()]);
            line.sweep(|&ticket| self.still_waits(ticket));
            self.floor.lines[queue.index()] = line;
        }
        self.floor.lines[queue.index()].join(ticket);
    }

    /// Whether the ticket's caller waits. One found to have hung up by now is told of.
    fn still_waits(&mut self, ticket: Ticket) -> bool {
        let caller = &self.floor.callers[ticket.slot as usize];
        if caller.state != State::Waiting || caller.generation != ticket.generation {
            return false;
        }
        if caller.hangs_up <= self.now {
            self.hang_up(ticket.slot);
            return false;
        }
        true
    }

    fn hang_up(&mut self, slot: u32) {
        let caller = &self.floor.callers[slot as usize];
        let (Caller { contact, queue, joined, hangs_up, .. }, earlier) = (*caller, caller.earlier());
        let time = hangs_up.max(joined);
        self.say(time, &contact, Event::Abandoned { queue, waited: time - joined, silent: false, earlier });
        self.say(time, &contact, Event::Ended(Outcome::AbandonedInQueue));
        self.release_line();
        self.go(slot);
    }

    fn overflow(&mut self, slot: u32) -> Result<(), Failure> {
        let caller = self.floor.callers[slot as usize];
        let Some((_, to)) = self.model.queues[caller.queue.index()].overflow else {
            return Ok(());
        };
        let ticket = Ticket { slot, generation: caller.generation };
        if !self.still_waits(ticket) {
            return Ok(());
        }
        if let Some((group, agent)) = self.idle_agent(to) {
            self.go(slot);
            return self.answer(&caller, group, agent, to);
        }
        self.line_up(ticket, to);
        Ok(())
    }

    // ---- agents ----

    /// Takes the agent a call of this queue goes to: of the groups that prefer it most, the longest idle.
    fn idle_agent(&mut self, queue: QueueId) -> Option<(GroupId, u32)> {
        let servers = &self.model.queues[queue.index()].servers;
        if let [(_, group)] = servers[..] {
            return Some((group, self.floor.groups[group.index()].take()?));
        }
        let mut best: Option<(u32, f64, u32, GroupId)> = None;
        for &(preference, group) in servers {
            if best.is_some_and(|(better, ..)| better < preference) {
                break;
            }
            if let Some(since) = self.floor.groups[group.index()].idle_since() {
                let rank = self.model.groups[group.index()].rank;
                if best.is_none_or(|(_, earliest, first, _)| (since, rank) < (earliest, first)) {
                    best = Some((preference, since, rank, group));
                }
            }
        }
        let (.., group) = best?;
        Some((group, self.floor.groups[group.index()].take()?))
    }

    /// An agent takes a caller who is in no slot any more.
    fn answer(&mut self, caller: &Caller, group: GroupId, agent: u32, from: QueueId) -> Result<(), Failure> {
        let misrouted = caller.misrouted && self.is_wrong(caller.right, from);
        if let (true, Some(to)) = (misrouted, caller.right) {
            return self.redirect(caller, group, agent, from, to);
        }
        let Caller { contact, queue, joined, .. } = *caller;
        let (talk, work) = self.handling(caller);
        let waited = self.now - joined;
        let (times_out, transfer, earlier) = (false, None, caller.earlier());
        let answered =
            Event::Answered { queue, from, group, agent, waited, talk, work, misrouted, times_out, transfer, earlier };
        self.say(self.now, &contact, answered);
        let who = self.floor.bases[group.index()] + agent;
        let talk_ends = self.now + talk;
        if self.scheduled {
            let slot = self.come_in(Caller { state: State::Talking, right: None, ..*caller })?;
            self.floor.talks[who as usize] = (slot, work);
            self.floor.calendar.add(talk_ends, Kind::TalkEnds, who);
        } else {
            self.say(talk_ends, &contact, Event::Ended(Outcome::Served));
            self.floor.calendar.add_ranked(talk_ends + work, Kind::WorkEnds, who, who);
        }
        Ok(())
    }

    /// How long an agent talks to this caller, and works after that.
    #[inline]
    fn handling(&self, caller: &Caller) -> (f64, f64) {
        let rules = &self.model.queues[caller.queue.index()];
        let talk = match &rules.talk[caller.contact.intent.index()] {
            Law::Constant(value) => *value,
            law => law.inverse_hazard(caller.draws.talk()),
        };
        let work = match &rules.after_call_work {
            Law::Constant(value) => *value,
            law => law.inverse_hazard(caller.draws.exponential(Purpose::AfterCallWork, 0, 0)),
        };
        (talk, work)
    }

    /// An agent takes a misrouted caller, to transfer them. They come back to a queue, so that the end of this talk is
    /// scheduled whoever listens.
    #[cold]
    fn redirect(
        &mut self,
        caller: &Caller,
        group: GroupId,
        agent: u32,
        from: QueueId,
        to: QueueId,
    ) -> Result<(), Failure> {
        let Caller { contact, draws, queue, .. } = *caller;
        let misrouted = &self.model.queues[queue.index()].misrouted;
        let talk = misrouted.inverse_hazard(draws.exponential(Purpose::MisroutedTalk, 0, 0));
        let waited = self.now - caller.joined;
        let (work, misrouted, times_out, transfer, earlier) = (0.0, true, false, Some(to), None);
        let answered =
            Event::Answered { queue, from, group, agent, waited, talk, work, misrouted, times_out, transfer, earlier };
        self.say(self.now, &contact, answered);
        let slot = self.come_in(Caller {
            state: State::Talking,
            right: transfer,
            clock: Patient::Stopped { left: caller.hangs_up - self.now, earlier: Earlier { queue, waited } },
            ..*caller
        })?;
        let who = self.floor.bases[group.index()] + agent;
        self.floor.talks[who as usize] = (slot, work);
        self.floor.calendar.add(self.now + talk, Kind::TalkEnds, who);
        Ok(())
    }

    /// Whether a wrong choice that reached an agent of this queue was wrong in the end, too: in a balanced tree every
    /// leaf stands for a destination of its own, whatever queue they share.
    fn is_wrong(&self, right: Option<QueueId>, reached: QueueId) -> bool {
        right != Some(reached) || self.model.ivr.as_ref().is_some_and(|tree| tree.balanced)
    }

    fn talk_ends(&mut self, who: u32) -> Result<(), Failure> {
        let (slot, work) = self.floor.talks[who as usize];
        let caller = self.floor.callers[slot as usize];
        self.go(slot);
        self.floor.calendar.add_ranked(self.now + work, Kind::WorkEnds, who, who);
        if let Some(to) = caller.right {
            self.say(self.now, &caller.contact, Event::Transferred { from: caller.queue, to });
            // The line stays held, and nobody is transferred twice.
            return self.join(Caller { queue: to, misrouted: false, right: None, ..caller });
        }
        self.say(self.now, &caller.contact, Event::Ended(Outcome::Served));
        self.release_line();
        Ok(())
    }

    fn work_ends(&mut self, who: u32) -> Result<(), Failure> {
        let (group, agent) = self.floor.agents[who as usize];
        let stays = self.floor.groups[group.index()].release(agent, self.now, |duty| self.observer.duty(duty));
        if stays {
            if self.now > self.close && !self.forever {
                self.floor.late_work.push((group, self.now));
            }
            self.take_next(group, agent)?;
        }
        Ok(())
    }

    /// A free agent takes the next call of the group's queues, the most preferred first, or rests.
    fn take_next(&mut self, group: GroupId, agent: u32) -> Result<(), Failure> {
        let model = self.model;
        for &queue in &model.groups[group.index()].queues {
            while let Some(ticket) = self.floor.lines[queue.index()].next() {
                if self.still_waits(ticket) {
                    let caller = self.floor.callers[ticket.slot as usize];
                    self.go(ticket.slot);
                    self.floor.groups[group.index()].keep_busy(agent);
                    return self.answer(&caller, group, agent, queue);
                }
            }
        }
        self.floor.groups[group.index()].rest(agent, self.now);
        Ok(())
    }

    fn change_duty(&mut self, index: u32) -> Result<(), Failure> {
        let group = &self.model.groups[index as usize];
        let agents = &mut self.floor.groups[index as usize];
        let new = agents.change(group, self.now, |duty| self.observer.duty(duty));
        if let Some(time) = agents.next_change(group) {
            self.floor.calendar.add_ranked(time, Kind::DutyChanges, group.rank, index);
        }
        for agent in new {
            if SHARED {
                self.fill(GroupId(index), agent);
            } else if self.floor.groups[index as usize].is_off(agent) {
                self.take_next(GroupId(index), agent)?;
            }
        }
        Ok(())
    }
}

impl Caller {
    fn new(contact: Contact, draws: Draws, queue: QueueId) -> Self {
        Self {
            contact,
            draws,
            clock: Patient::NotYet,
            generation: 0,
            state: State::Coming,
            queue,
            joined: 0.0,
            hangs_up: f64::INFINITY,
            hang_up_event: 0,
            overflow_event: 0,
            errors: 0,
            misrouted: false,
            right: None,
        }
    }

    /// What came before, where an agent has transferred the call.
    fn earlier(&self) -> Option<Earlier> {
        if let Patient::Stopped { earlier, .. } = self.clock { Some(earlier) } else { None }
    }

    /// The clock of the whole call, or of the IVR.
    fn start_clock(&self, model: &Model, factor: f64) -> Clock {
        Clock::start(self.ivr_patience(model), self.draws.exponential(Purpose::Patience, 0, 0), factor)
    }

    /// The law of the patience in the IVR.
    fn ivr_patience<'m>(&self, model: &'m Model) -> &'m Law {
        match model.patience_of(&self.contact) {
            Patience::OneClock(law) | Patience::Fresh { ivr: law, .. } => law,
        }
    }

    /// When a caller who begins to wait now will hang up. The clock stands still while they talk to an agent.
    fn patience_ends(&self, model: &Model, now: f64) -> f64 {
        if let Patient::Stopped { left, .. } = self.clock {
            return now + left;
        }
        // In the queue the level's factor is 1, that of the errors stays.
        let factor = if model.neutral_hazard { 1.0 } else { power(model.callers.hazard.per_error, self.errors) };
        let hears = |clock: &mut Clock, law: &Law, age: f64| {
            if let Some(after) = model.after_announcement {
                clock.hear_while_waiting(law, age, &model.queues[self.queue.index()].messages, after);
            }
        };
        match model.patience_of(&self.contact) {
            Patience::OneClock(law) => {
                let age = now - self.contact.arrived;
                let mut clock = match self.clock {
                    Patient::Running(clock) => clock,
                    _ => self.start_clock(model, factor),
                };
                clock.set_factor(law, age, factor);
                hears(&mut clock, law, age);
                self.contact.arrived + clock.deadline()
            }
            Patience::Fresh { queue: law, .. } => {
                let mut clock = Clock::start(law, self.draws.exponential(Purpose::QueuePatience, 0, 0), factor);
                if let Patient::Running(before) = self.clock {
                    clock.take_echo(law, &before, now - self.contact.arrived);
                }
                hears(&mut clock, law, 0.0);
                now + clock.deadline()
            }
        }
    }
}

fn draw_intent(cumulative: &[f64], draws: &Draws) -> u32 {
    if cumulative.len() <= 1 {
        return 0;
    }
    let u = draws.person().intent;
    cumulative.partition_point(|&share| share <= u).min(cumulative.len() - 1) as u32
}
