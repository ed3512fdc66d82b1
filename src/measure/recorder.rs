//! The recorder: the observer that counts.
//!
//! Everything about a contact is booked to its arrival: to the batch it arrived in (a day is one batch) and to its
//! interval of the day. Agents' time is booked to when it passed. Integer counts and sums only, in any order of events.

use super::channels::channels_of;
use super::ivr::{IvrTally, Positions};
use super::tally::{GroupTally, IntervalTally, MenuTally, QueueTally, Surplus, Tally};
use super::wait_watch::{WaitBound, WaitWatch};
use super::waits::Waits;
use crate::center::{Contact, ConversationNote, Duty, Earlier, Event, MenuVisit, Observer, Outcome};
use crate::scenario::resolved::{Channel, Scenario, ServiceLevelFormula, Target};

/// What is counted apart.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Windows {
    /// From when on arrivals count, in seconds.
    pub from: f64,
    /// Until when.
    pub to: f64,
    /// How many batches of equal length that is divided into.
    pub batches: usize,
    /// Whether agents' time outside is left out: so in a steady run, not in a day with its overtime.
    pub clip: bool,
    /// The length of an interval in seconds, where intervals are wanted; they count from midnight.
    pub interval: Option<f64>,
}

impl Windows {
    /// What totals are told of: 1 for the one day of a replication, or the hours of a batch of a steady run.
    pub fn total_of(&self) -> f64 {
        if self.clip { (self.to - self.from) / self.batches as f64 / 3600.0 } else { 1.0 }
    }

    /// The number of the first interval and how many there are.
    pub fn intervals(&self) -> (usize, usize) {
        self.interval.map_or((0, 0), |length| {
            let first = (self.from / length).floor() as usize;
            (first, ((self.to / length).ceil() as usize).saturating_sub(first))
        })
    }

    /// When this interval begins and ends, by its place in the list.
    pub fn interval_bounds(&self, index: usize) -> (f64, f64) {
        let length = self.interval.unwrap_or(f64::INFINITY);
        let start = (self.intervals().0 + index) as f64 * length;
        (start.max(self.from), (start + length).min(self.to))
    }
}

/// Counts what one replication says.
#[derive(Debug, Clone)]
pub struct Recorder {
    windows: Windows,
    /// Where each batch begins, and the last ends.
    edges: Vec<f64>,
    /// The batch last asked about: time goes on, so that the next question is nearly always about the same.
    current: usize,
    first_interval: usize,
    targets: Vec<Target>,
    /// The channel of every queue, where channels are counted apart.
    channels: Vec<Channel>,
    /// Whether agents' busy time is told by itself.
    told_busy: bool,
    pub(super) tallies: Vec<Tally>,
    /// The waits of all queued, by batch.
    waits: Vec<Waits>,
    /// Waits that must keep a bound.
    watches: Vec<WaitWatch>,
    /// Where every option stands, where callers are followed through the IVR.
    pub(super) positions: Positions,
}

impl Recorder {
    /// A recorder for this scenario.
    pub fn new(scenario: &Scenario, windows: Windows) -> Self {
        let (first_interval, intervals) = windows.intervals();
        Self {
            windows,
            edges: (0..=windows.batches)
                .map(|batch| windows.from + (windows.to - windows.from) * batch as f64 / windows.batches as f64)
                .collect(),
            current: 0,
            first_interval,
            targets: scenario.queues.iter().map(|queue| with_rounding(queue.target)).collect(),
            channels: if channels_of(scenario).is_empty() {
                Vec::new()
            } else {
                scenario.queues.iter().map(|queue| queue.channel).collect()
            },
            told_busy: !scenario.only_calls(),
            tallies: vec![Tally::new(scenario, intervals); windows.batches],
            waits: vec![Waits::new(scenario.queues.len()); windows.batches],
            watches: Vec::new(),
            positions: Positions::default(),
        }
    }

    /// A recorder that can follow callers through the IVR ([`FollowsIvr`](super::FollowsIvr)).
    pub fn following_ivr(scenario: &Scenario, windows: Windows) -> Self {
        let mut recorder = Self::new(scenario, windows);
        recorder.positions = Positions::new(scenario);
        recorder.tallies.iter_mut().for_each(|tally| tally.ivr = IvrTally::new(scenario, windows.intervals().1));
        recorder
    }

    /// The same, watching waits too.
    #[must_use]
    pub fn watching(mut self, bounds: &[WaitBound]) -> Self {
        self.watches = bounds.iter().map(|&bound| WaitWatch::new(bound, self.windows.batches)).collect();
        self
    }

    /// The waits that are watched, in the order of their bounds.
    pub fn watches(&self) -> &[WaitWatch] {
        &self.watches
    }

    /// The tally of each batch.
    pub fn tallies(&self) -> &[Tally] {
        &self.tallies
    }

    /// The waits of each batch.
    pub fn waits(&self) -> &[Waits] {
        &self.waits
    }

    /// Forgets all tallies but not the waits, which belong to several replications.
    pub fn clear_tallies(&mut self) {
        self.tallies.iter_mut().for_each(Tally::clear);
        self.watches.iter_mut().for_each(WaitWatch::clear_counts);
    }

    /// Forgets the waits.
    pub fn clear_waits(&mut self) {
        self.waits.iter_mut().for_each(Waits::clear);
        self.watches.iter_mut().for_each(WaitWatch::clear_waits);
    }

    /// The batch that this time falls into.
    #[inline]
    pub(super) fn batch(&mut self, time: f64) -> Option<usize> {
        if let [from, to, ..] = self.edges[self.current..]
            && from <= time
            && time < to
        {
            return Some(self.current);
        }
        let after = self.edges.partition_point(|&edge| edge <= time);
        if after == 0 || after == self.edges.len() {
            return None;
        }
        self.current = after - 1;
        Some(self.current)
    }

    /// Where what is known of this contact's queueing is booked.
    fn book_queue(&mut self, batch: usize, contact: &Contact, queue: usize, book: impl Fn(&mut QueueTally)) {
        book(&mut self.tallies[batch].queues[queue]);
        if let Some(&channel) = self.channels.get(queue) {
            book(&mut self.tallies[batch].channels[channel as usize]);
        }
        if let Some(interval) = self.interval(batch, contact) {
            book(&mut interval.queues[queue]);
        }
    }

    /// Books how long a visit waited, and the contact's whole wait where this is the last of its visits.
    #[inline]
    fn book_wait(&mut self, batch: usize, contact: &Contact, visit: &Visit, earlier: Option<&Earlier>, goes_on: bool) {
        let &Visit { queue, waited, .. } = visit;
        if let Some(earlier) = earlier {
            self.book_second_visit(batch, contact, earlier, visit);
        } else if goes_on {
            self.waits[batch].record_visit(queue, waited);
            self.watch(batch, contact, queue, waited, None);
        } else {
            self.waits[batch].record(queue, waited);
            self.watch(batch, contact, queue, waited, Some(waited));
        }
    }

    /// Books what the second visit of a transferred contact counts beyond the contact, and how long it waited in all.
    #[cold]
    fn book_second_visit(&mut self, batch: usize, contact: &Contact, earlier: &Earlier, second: &Visit) {
        let first = Visit { queue: earlier.queue.index(), waited: earlier.waited, answered: true };
        let whole = Visit { waited: first.waited + second.waited, answered: second.answered, ..first };
        let [first_in_time, second_in_time, in_time] = [&first, second, &whole]
            .map(|visit| judged(self.targets[visit.queue], visit.waited, visit.answered).map(u64::cast_signed));
        let surplus = Surplus {
            queued: 1,
            waited: u64::from(first.waited > 0.0 && second.waited > 0.0),
            answered: u64::from(second.answered),
            in_time: first_in_time[0] + second_in_time[0] - in_time[0],
            in_time_of: first_in_time[1] + second_in_time[1] - in_time[1],
        };
        self.tallies[batch].surplus.merge(&surplus);
        if let Some(interval) = self.interval(batch, contact) {
            interval.surplus.merge(&surplus);
        }
        self.waits[batch].record_visit(second.queue, second.waited);
        self.waits[batch].record_sum(whole.waited);
        self.watch(batch, contact, second.queue, second.waited, Some(whole.waited));
    }

    /// Shows a wait to those who watch it: in a queue, and, where it is all that the contact waited, in the center.
    #[inline]
    fn watch(&mut self, batch: usize, contact: &Contact, queue: usize, waited: f64, whole: Option<f64>) {
        for watch in &mut self.watches {
            watch.record(batch, Some(queue), contact.arrived, waited);
            if let Some(whole) = whole {
                watch.record(batch, None, contact.arrived, whole);
            }
        }
    }

    /// The interval in which this contact arrived, where there are intervals.
    #[inline]
    fn interval(&mut self, batch: usize, contact: &Contact) -> Option<&mut IntervalTally> {
        self.windows.interval?;
        let number = self.interval_number(contact);
        self.tallies[batch].intervals.get_mut(number)
    }

    /// Its place in the list; 0 where there are no intervals.
    #[inline]
    pub(super) fn interval_number(&self, contact: &Contact) -> usize {
        let interval = |length: f64| ((contact.arrived / length) as usize).saturating_sub(self.first_interval);
        self.windows.interval.map_or(0, interval)
    }

    /// Books agents' seconds to the batches and the intervals in which they pass.
    fn book_time(&mut self, group: usize, from: f64, until: f64, book: impl Fn(&mut GroupTally, f64)) {
        let Windows { from: opening, to, batches, clip, interval } = self.windows;
        let first = self.batch(from);
        if !clip {
            book(&mut self.tallies[0].groups[group], until - from);
        } else if let Some(batch) = first.filter(|_| first == self.batch(until)) {
            book(&mut self.tallies[batch].groups[group], until - from);
        } else {
            let length = (to - opening) / batches as f64;
            for (seconds, batch) in stretches(from - opening, until - opening, length, batches) {
                book(&mut self.tallies[batch].groups[group], seconds);
            }
        }
        if let Some(length) = interval {
            let start = self.first_interval as f64 * length;
            let until = until.min(to); // Overtime after close is in no interval, nor in a part of one.
            for (seconds, index) in stretches(from - start, until - start, length, self.tallies[0].intervals.len()) {
                book(&mut self.tallies[0].intervals[index].groups[group], seconds);
            }
        }
    }
}

/// A visit to a queue, or all of a contact's visits together.
struct Visit {
    queue: usize,
    waited: f64,
    answered: bool,
}

/// What a visit counts in the service level's numerator and denominator.
#[inline]
fn judged(target: Target, waited: f64, answered: bool) -> [u64; 2] {
    let within = waited <= target.within;
    let (in_time, of) = match target.formula {
        ServiceLevelFormula::OfQueued => (within && answered, true),
        ServiceLevelFormula::OfAnswered => (within && answered, answered),
        ServiceLevelFormula::WithoutShortAbandons => (within && answered, answered || !within),
        ServiceLevelFormula::ShortAbandonsAreGood => (within, true),
    };
    [in_time, of].map(u64::from)
}

/// Waits are differences of clock times, so a wait of exactly the target's time may come out a bit longer; whoever has
/// a constant patience of 20 s hangs up within 20 s all the same.
fn with_rounding(target: Target) -> Target {
    Target { within: target.within + 1e-6, ..target }
}

/// Books what happened in a menu itself.
fn book_visit(menu: &mut MenuTally, visit: &MenuVisit) {
    menu.entered += 1;
    menu.seconds += visit.seconds;
    menu.no_inputs += u64::from(visit.no_inputs);
    menu.no_matches += u64::from(visit.no_matches);
    menu.zeroed_out += u64::from(visit.zeroed_out);
    // Hanging up in a menu that is no level is booked to the greeting; its own row tells of it all the same.
    menu.abandoned += u64::from(visit.level == 0 && visit.hung_up.is_some());
}

/// The parts of `[from, until)` in each of so many stretches of this length from 0, with the stretch's number.
fn stretches(from: f64, until: f64, length: f64, count: usize) -> impl Iterator<Item = (f64, usize)> {
    let first = (from / length).max(0.0) as usize;
    (first..count)
        .map(move |index| (until.min((index + 1) as f64 * length) - from.max(index as f64 * length), index))
        .take_while(|&(seconds, _)| seconds > 0.0)
}

impl Observer for Recorder {
    #[allow(clippy::inline_always)] // where it is called the kind of event is known, and the rest falls away
    #[inline(always)]
    fn event(&mut self, time: f64, contact: &Contact, event: &Event) {
        if let Event::Answered { group, talk, work, .. } = *event
            && !self.told_busy
        {
            // Time averages cover the window, whoever's call it is.
            self.book_time(group.index(), time, time + talk + work, |tally, seconds| tally.busy_seconds += seconds);
        }
        let Some(batch) = self.batch(contact.arrived) else {
            return;
        };
        match *event {
            Event::Arrived => self.tallies[batch].arrived += 1,
            Event::EnteredIvr => {
                let tally = &mut self.tallies[batch];
                tally.entered_ivr += 1;
                tally.greeting.entered += 1;
            }
            Event::PlayedMenu(_) | Event::Transferred { .. } | Event::Offered { .. } | Event::FoundGone { .. } => {}
            Event::Missed { queue, .. } => {
                self.book_queue(batch, contact, queue.index(), |tally| tally.missed += 1);
            }
            Event::VisitedMenu(visit) => {
                let tally = &mut self.tallies[batch];
                book_visit(&mut tally.menus[visit.menu.index()], &visit);
                if let Some(level) = visit.level.checked_sub(1) {
                    tally.levels[level as usize].entered += u64::from(visit.first_at_level);
                }
            }
            Event::UsedSelfService { success, hung_up, seconds, .. } => {
                self.tallies[batch].self_service.add(success, hung_up, seconds);
            }
            Event::LeftIvr { seconds, hung_up, zeroed_out, score, .. } => {
                let tally = &mut self.tallies[batch];
                tally.ivr_seconds += seconds;
                tally.zeroed_out += u64::from(zeroed_out);
                tally.scored += u64::from(score.is_some());
                tally.score += score.unwrap_or(0.0);
                tally.hung_up_at(hung_up.map(|hung_up| hung_up.place));
            }
            Event::Queued { queue, .. } => {
                self.book_queue(batch, contact, queue.index(), |tally| tally.queued += 1);
            }
            Event::Answered {
                queue, from, group, waited, talk, work, misrouted, times_out, transfer, earlier, ..
            } => {
                let [in_time, of] = judged(self.targets[queue.index()], waited, true);
                self.book_queue(batch, contact, queue.index(), |tally| {
                    tally.waited += u64::from(waited > 0.0);
                    tally.answered += 1;
                    tally.answered_elsewhere += u64::from(from != queue);
                    tally.transferred += u64::from(transfer.is_some());
                    tally.timed_out += u64::from(times_out);
                    tally.waited_seconds += waited;
                    tally.answered_waited_seconds += waited;
                    tally.talk_seconds += talk;
                    tally.work_seconds += work;
                    tally.in_time += in_time;
                    tally.in_time_of += of;
                });
                let visit = Visit { queue: queue.index(), waited, answered: true };
                self.book_wait(batch, contact, &visit, earlier.as_ref(), transfer.is_some());
                self.tallies[batch].misrouted += u64::from(misrouted);
                let handled = |tally: &mut GroupTally| {
                    tally.answered += 1;
                    tally.handled_seconds += talk + work;
                };
                handled(&mut self.tallies[batch].groups[group.index()]);
                if let Some(interval) = self.interval(batch, contact) {
                    handled(&mut interval.groups[group.index()]);
                }
            }
            Event::Abandoned { queue, waited, silent, earlier } => {
                let [in_time, of] = judged(self.targets[queue.index()], waited, false);
                self.book_queue(batch, contact, queue.index(), |tally| {
                    tally.waited += u64::from(waited > 0.0);
                    tally.abandoned += 1;
                    tally.silent += u64::from(silent);
                    tally.waited_seconds += waited;
                    tally.in_time += in_time;
                    tally.in_time_of += of;
                });
                let visit = Visit { queue: queue.index(), waited, answered: false };
                self.book_wait(batch, contact, &visit, earlier.as_ref(), false);
            }
            Event::Ended(outcome) => {
                self.tallies[batch].outcomes[outcome as usize] += 1;
            }
        }
        if self.windows.interval.is_some() {
            self.book_interval(batch, contact, event);
        }
    }

    fn duty(&mut self, duty: &Duty) {
        let agents = f64::from(duty.agents);
        self.book_time(duty.group.index(), duty.from, duty.until, |tally, seconds| {
            tally.staffed_seconds += agents * seconds;
        });
    }

    fn busy(&mut self, duty: &Duty) {
        self.book_time(duty.group.index(), duty.from, duty.until, |tally, seconds| tally.busy_seconds += seconds);
    }

    fn conversation(&mut self, _: f64, note: &ConversationNote) {
        if let Some(batch) = self.batch(note.contact.arrived) {
            self.tallies[batch].conversations.book(note.change);
        }
    }
}

impl Recorder {
    /// Books what an interval counts beside its queues.
    fn book_interval(&mut self, batch: usize, contact: &Contact, event: &Event) {
        let Some(interval) = self.interval(batch, contact) else {
            return;
        };
        match event {
            Event::Arrived => interval.arrived += 1,
            Event::EnteredIvr => interval.entered_ivr += 1,
            Event::Ended(Outcome::AbandonedInIvr) => interval.abandoned_in_ivr += 1,
            _ => {}
        }
    }
}
