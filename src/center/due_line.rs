//! A waiting line in which contacts stand by when they are due: a heap, with contacts who may have left.
//!
//! Whoever leaves is not looked for, as in [`super::waiting`].

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::waiting::Ticket;

/// A place in the line: by `due` first, then by the order of lining up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    pub(super) due: u64,
    pub(super) number: u64,
    slot: u32,
    generation: u32,
}

impl Place {
    pub(super) fn new(due: u64, number: u64, ticket: Ticket) -> Self {
        Self { due, number, slot: ticket.slot, generation: ticket.generation }
    }

    pub(super) fn ticket(self) -> Ticket {
        Ticket { slot: self.slot, generation: self.generation }
    }
}

/// Those who wait for one queue's agents.
#[derive(Debug, Default)]
pub(super) struct DueLine {
    places: BinaryHeap<Reverse<Place>>,
    sweep_at: usize,
}

impl DueLine {
    const SMALLEST_SWEEP: usize = 64;

    /// Takes a place in the line; when it has grown enough, those are swept out who are not there any more.
    pub(super) fn join(&mut self, place: Place, still_there: impl Fn(Ticket) -> bool) {
        if self.places.len() >= self.sweep_at.max(Self::SMALLEST_SWEEP) {
            self.places.retain(|&Reverse(place)| still_there(place.ticket()));
            self.sweep_at = 2 * self.places.len();
        }
        self.places.push(Reverse(place));
    }

    /// The first place whose contact is still there.
    pub(super) fn first(&mut self, mut still_there: impl FnMut(Ticket) -> bool) -> Option<Place> {
        while let Some(&Reverse(place)) = self.places.peek() {
            if still_there(place.ticket()) {
                return Some(place);
            }
            self.places.pop();
        }
        None
    }

    /// Takes the first place out of the line.
    pub(super) fn leave(&mut self) {
        self.places.pop();
    }

    pub(super) fn clear(&mut self) {
        self.places.clear();
        self.sweep_at = 0;
    }
}
