//! The calendar: what will happen, earliest first.
//!
//! A binary heap over one packed `u128` per event: time, then kind, then the order of entry (or a rank), then an index.
//! Times are non-negative floats, whose bit patterns sort as they do. Nothing is ever removed but the earliest: an event that no
//! longer applies is recognised when it comes up (lazy cancelling), which is cheaper than to look for it, or swept out when too many of them have gathered.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// The kinds of scheduled events, in the order in which they happen at one and the same time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Kind {
    /// An agent has finished talking.
    TalkEnds = 0,
    /// An agent has finished the after-call work.
    WorkEnds = 1,
    /// A group's number of agents changes.
    DutyChanges = 2,
    /// A waiting caller hangs up.
    HangsUp = 3,
    /// A waiting caller overflows.
    Overflows = 4,
    /// A call leaves the IVR.
    LeavesIvr = 5,
    /// An agent takes or misses what they were offered.
    OfferEnds = 6,
}

const KINDS: [Kind; 7] = [
    Kind::TalkEnds,
    Kind::WorkEnds,
    Kind::DutyChanges,
    Kind::HangsUp,
    Kind::Overflows,
    Kind::LeavesIvr,
    Kind::OfferEnds,
];

/// How many things of one kind an index can tell apart.
pub(super) const INDEX_LIMIT: u32 = 1 << 24;

/// An event that has come up.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Scheduled {
    pub(super) time: f64,
    pub(super) kind: Kind,
    /// The event's number, as [`Calendar::add`] returned it, or its rank.
    pub(super) number: u64,
    pub(super) index: u32,
}

/// The pending events.
#[derive(Debug, Default)]
pub(super) struct Calendar {
    heap: BinaryHeap<Reverse<u128>>,
    entered: u64,
    /// Whether the top of the heap has been taken and not yet removed: what is entered next mostly takes its place,
    /// which is cheaper than removing the one and entering the other.
    taken: bool,
}

impl Calendar {
    /// Enters an event at this time (≥ 0) and returns its number, which is never used again within a run.
    pub(super) fn add(&mut self, time: f64, kind: Kind, index: u32) -> u64 {
        self.entered += 1;
        self.push(time, kind, self.entered & NUMBER_MASK, index);
        self.entered & NUMBER_MASK
    }

    /// Enters an event that comes, among those of its kind at the same time, by its rank and not by the order of entry:
    /// where that would depend on the order of the file, or on what else is scheduled.
    pub(super) fn add_ranked(&mut self, time: f64, kind: Kind, rank: u32, index: u32) {
        self.push(time, kind, u64::from(rank), index);
    }

    fn push(&mut self, time: f64, kind: Kind, number: u64, index: u32) {
        debug_assert!(time >= 0.0 && index < INDEX_LIMIT);
        let low = (kind as u64) << 61 | number << 24 | u64::from(index);
        let packed = Reverse(u128::from(time.to_bits()) << 64 | u128::from(low));
        if std::mem::take(&mut self.taken)
            && let Some(mut top) = self.heap.peek_mut()
        {
            *top = packed;
        } else {
            self.heap.push(packed);
        }
    }

    /// The time of the earliest event.
    pub(super) fn earliest(&mut self) -> Option<f64> {
        self.remove_taken();
        self.heap.peek().map(|Reverse(packed)| f64::from_bits((packed >> 64) as u64))
    }

    /// Takes the earliest event.
    pub(super) fn next(&mut self) -> Option<Scheduled> {
        self.remove_taken();
        let earliest = self.heap.peek().map(|&Reverse(packed)| unpack(packed));
        self.taken = earliest.is_some();
        earliest
    }

    /// Whether the earliest event is of this kind, at this time and about this.
    pub(super) fn comes_next(&mut self, time: f64, kind: Kind, index: u32) -> bool {
        self.remove_taken();
        let earliest = self.heap.peek().map(|&Reverse(packed)| unpack(packed));
        earliest.is_some_and(|earliest| (earliest.time, earliest.kind, earliest.index) == (time, kind, index))
    }

    #[inline]
    fn remove_taken(&mut self) {
        if std::mem::take(&mut self.taken) {
            self.heap.pop();
        }
    }

    /// How many events are pending, those included that no longer apply.
    pub(super) fn len(&self) -> usize {
        self.heap.len()
    }

    /// Forgets the events that no longer apply.
    pub(super) fn sweep(&mut self, applies: impl Fn(&Scheduled) -> bool) {
        self.remove_taken();
        self.heap.retain(|&Reverse(packed)| applies(&unpack(packed)));
    }

    /// Forgets everything but the memory.
    pub(super) fn clear(&mut self) {
        self.heap.clear();
        self.entered = 0;
        self.taken = false;
    }
}

fn unpack(packed: u128) -> Scheduled {
    let low = packed as u64;
    Scheduled {
        time: f64::from_bits((packed >> 64) as u64),
        kind: KINDS[(low >> 61) as usize],
        number: (low >> 24) & NUMBER_MASK,
        index: (low & u64::from(INDEX_LIMIT - 1)) as u32,
    }
}

/// Event numbers have 37 bits: more than a hundred billion events in one replication.
const NUMBER_MASK: u64 = (1 << 37) - 1;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_come_by_time_then_kind_then_order_of_entry() {
        let mut calendar = Calendar::default();
        calendar.add(2.0, Kind::LeavesIvr, 1);
        calendar.add(1.0, Kind::LeavesIvr, 2);
        calendar.add(1.0, Kind::WorkEnds, 3);
        calendar.add(1.0, Kind::LeavesIvr, 4);
        calendar.add(0.0, Kind::HangsUp, INDEX_LIMIT - 1);
        calendar.add_ranked(3.0, Kind::DutyChanges, 7, 5);
        calendar.add_ranked(3.0, Kind::DutyChanges, 6, 6);
        let order: Vec<_> = std::iter::from_fn(|| calendar.next()).map(|event| (event.time, event.index)).collect();
        assert_eq!(order, [(0.0, INDEX_LIMIT - 1), (1.0, 3), (1.0, 2), (1.0, 4), (2.0, 1), (3.0, 6), (3.0, 5)]);
    }
}
