//! Telling the observer: at once, or, to one that needs events in order, when their time has come.

use std::cmp::{Ordering, Reverse};

use super::Run;
use crate::center::event::{Contact, Event, Observer};

/// An event that was found before its time.
#[derive(Debug)]
pub(super) struct Early {
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
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Early {
    fn cmp(&self, other: &Self) -> Ordering {
        self.time.total_cmp(&other.time).then(self.number.cmp(&other.number))
    }
}

impl<O: Observer, const SHARED: bool> Run<'_, O, SHARED> {
    #[allow(clippy::inline_always)] // so that the observer, too, knows the kind of event where it is compiled
    #[inline(always)]
    pub(super) fn say(&mut self, time: f64, contact: &Contact, event: Event) {
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
    pub(super) fn tell_early(&mut self, now: f64) {
        while self.floor.early.peek().is_some_and(|Reverse(early)| early.time <= now) {
            if let Some(Reverse(early)) = self.floor.early.pop() {
                self.observer.event(early.time, &early.contact, &early.event);
            }
        }
    }
}
