//! A waiting line: first come, first served, with callers who may have left.
//!
//! Whoever hangs up is not looked for: the entry is passed over when it comes to the front, and swept out when too many
//! of them have gathered, so that memory follows the number of callers waiting and not the number that ever waited.

use std::collections::VecDeque;

/// A place in a line: the caller's slot and the generation of its use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Ticket {
    pub(super) slot: u32,
    pub(super) generation: u32,
}

/// Those who wait for one queue's agents.
#[derive(Debug, Default)]
pub(super) struct WaitingLine {
    tickets: VecDeque<Ticket>,
    sweep_at: usize,
}

impl WaitingLine {
    const SMALLEST_SWEEP: usize = 64;

    /// Joins the end of the line.
    pub(super) fn join(&mut self, ticket: Ticket) {
        self.tickets.push_back(ticket);
    }

    /// Takes the first ticket, whether or not its caller is still there.
    pub(super) fn next(&mut self) -> Option<Ticket> {
        self.tickets.pop_front()
    }

    /// Whether the line has grown enough to be worth a sweep.
    pub(super) fn wants_sweeping(&self) -> bool {
        self.tickets.len() >= self.sweep_at.max(Self::SMALLEST_SWEEP)
    }

    /// Keeps only the tickets whose caller is still there; a sweep costs as much as the joins since the last one did.
    pub(super) fn sweep(&mut self, still_there: impl FnMut(&Ticket) -> bool) {
        self.tickets.retain(still_there);
        self.sweep_at = 2 * self.tickets.len();
    }

    pub(super) fn clear(&mut self) {
        self.tickets.clear();
        self.sweep_at = 0;
    }
}
