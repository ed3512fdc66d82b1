//! Somebody inside the center, and when they will hang up.

use crate::center::draw::{Draws, Purpose};
use crate::center::event::{Contact, Earlier};
use crate::center::model::Model;
use crate::center::patience::Clock;
use crate::center::walk::power;
use crate::law::Law;
use crate::scenario::resolved::{Patience, QueueId};

/// Somebody inside: on the way to a queue, waiting in it, or (where lines are counted) in the IVR or talking.
#[derive(Debug, Clone, Copy)]
pub(super) struct Caller {
    pub(super) contact: Contact,
    pub(super) draws: Draws,
    pub(super) clock: Patient,
    /// How often this slot has been used before.
    pub(super) generation: u32,
    pub(super) state: State,
    pub(super) queue: QueueId,
    pub(super) joined: f64,
    /// When the caller hangs up, on the simulated clock.
    pub(super) hangs_up: f64,
    /// The numbers of the pending events that are about this caller.
    pub(super) hang_up_event: u64,
    pub(super) overflow_event: u64,
    pub(super) errors: u32,
    /// Whether a wrong choice leads to the queue.
    pub(super) misrouted: bool,
    /// Of a misrouted caller the right queue, if there is one; of one in talk the queue they are transferred to.
    pub(super) right: Option<QueueId>,
}

/// Where a caller's patience clock is.
#[derive(Debug, Clone, Copy)]
pub(super) enum Patient {
    /// It is not started while nobody had to wait for anything.
    NotYet,
    /// It was last set in the IVR.
    Running(Clock),
    /// It stopped at the answer of an agent who transferred the call, with so many seconds left.
    Stopped { left: f64, earlier: Earlier },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
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

impl Caller {
    pub(super) fn new(contact: Contact, draws: Draws, queue: QueueId) -> Self {
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
    pub(super) fn earlier(&self) -> Option<Earlier> {
        if let Patient::Stopped { earlier, .. } = self.clock { Some(earlier) } else { None }
    }

    /// The clock of the whole call, or of the IVR.
    pub(super) fn start_clock(&self, model: &Model, factor: f64) -> Clock {
        Clock::start(self.ivr_patience(model), self.draws.exponential(Purpose::Patience, 0, 0), factor)
    }

    /// The law of the patience in the IVR.
    pub(super) fn ivr_patience<'m>(&self, model: &'m Model) -> &'m Law {
        match model.patience_of(&self.contact) {
            Patience::OneClock(law) | Patience::Fresh { ivr: law, .. } => law,
        }
    }

    /// When a caller who begins to wait now will hang up. The clock stands still while they talk to an agent.
    pub(super) fn patience_ends(&self, model: &Model, now: f64) -> f64 {
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
