//! The engine: one replication, from the first arrival until everybody has left.
//!
//! One replication is a pure function of (model, replication number). The engine does no I/O, reads no clock, and once
//! warm allocates nothing per call; memory follows the number of callers inside.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fmt;

mod arriving;
mod caller;
mod calls;
mod channels;
mod telling;

use super::agents::Agents;
use super::arrivals::Arrivals;
use super::calendar::{Calendar, INDEX_LIMIT, Kind, Scheduled};
use super::conversation::{Books, Desk};
use super::event::{Duty, Observer};
use super::model::Model;
use super::waiting::WaitingLine;
use super::walk::Scratch;
use crate::scenario::resolved::{GroupId, Span};
use caller::{Caller, State};
use channels::Channels;
use telling::Early;

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

    /// When the next call arrives, and by which stream.
    fn next_arrival(&self) -> (f64, usize) {
        let times = self.floor.arrivals.iter().map(Arrivals::next_time);
        let earlier = |best: (f64, usize), next: (f64, usize)| if next.0 < best.0 { next } else { best };
        times.zip(0..).fold((f64::INFINITY, 0), earlier)
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

    // ---- duty ----

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
