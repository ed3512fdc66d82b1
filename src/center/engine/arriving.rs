//! Arriving, getting a line, and the way through the IVR, which is worked out on arrival.

use super::caller::{Caller, Patient, State};
use super::{Failure, Run};
use crate::center::calendar::Kind;
use crate::center::draw::Draws;
use crate::center::event::{Contact, Destination, Event, Observer, Outcome, Route};
use crate::center::model::Tree;
use crate::center::patience::Clock;
use crate::center::walk::{Exit, Risk, WalkEnd, walk};
use crate::scenario::resolved::{IntentId, QueueId, StreamId};

impl<O: Observer, const SHARED: bool> Run<'_, O, SHARED> {
    pub(super) fn arrive(&mut self, index: usize) -> Result<(), Failure> {
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

    pub(super) fn leave_ivr(&mut self, slot: u32) -> Result<(), Failure> {
        let caller = self.floor.callers[slot as usize];
        self.go(slot);
        if caller.state == State::Leaving {
            self.release_line();
            return Ok(());
        }
        self.join(caller)
    }
}

fn draw_intent(cumulative: &[f64], draws: &Draws) -> u32 {
    if cumulative.len() <= 1 {
        return 0;
    }
    let u = draws.person().intent;
    cumulative.partition_point(|&share| share <= u).min(cumulative.len() - 1) as u32
}
