//! Queues and agents where all contacts are calls that are answered at once: waiting, overflow, hanging up, who answers,
//! transfers.

use super::caller::{Caller, Patient, State};
use super::{Failure, Run};
use crate::center::calendar::Kind;
use crate::center::draw::Purpose;
use crate::center::event::{Earlier, Event, Observer, Outcome};
use crate::center::waiting::Ticket;
use crate::law::Law;
use crate::scenario::resolved::{GroupId, QueueId};

impl<O: Observer, const SHARED: bool> Run<'_, O, SHARED> {
    // ---- waiting ----

    /// A caller joins the queue they are on the way to, and is answered at once or waits.
    pub(super) fn join(&mut self, mut caller: Caller) -> Result<(), Failure> {
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

    pub(super) fn hang_up(&mut self, slot: u32) {
        let caller = &self.floor.callers[slot as usize];
        let (Caller { contact, queue, joined, hangs_up, .. }, earlier) = (*caller, caller.earlier());
        let time = hangs_up.max(joined);
        self.say(time, &contact, Event::Abandoned { queue, waited: time - joined, silent: false, earlier });
        self.say(time, &contact, Event::Ended(Outcome::AbandonedInQueue));
        self.release_line();
        self.go(slot);
    }

    pub(super) fn overflow(&mut self, slot: u32) -> Result<(), Failure> {
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
    pub(super) fn handling(&self, caller: &Caller) -> (f64, f64) {
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
    pub(super) fn is_wrong(&self, right: Option<QueueId>, reached: QueueId) -> bool {
        right != Some(reached) || self.model.ivr.as_ref().is_some_and(|tree| tree.balanced)
    }

    pub(super) fn talk_ends(&mut self, who: u32) -> Result<(), Failure> {
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

    pub(super) fn work_ends(&mut self, who: u32) -> Result<(), Failure> {
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
    pub(super) fn take_next(&mut self, group: GroupId, agent: u32) -> Result<(), Failure> {
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
}
