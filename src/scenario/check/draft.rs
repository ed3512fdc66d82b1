//! What is known of the center although some of it is wrong: what only the whole shows is looked for in this.
//!
//! The sections fill it in while they are read, field by field, so that one mistake hides no other. What could not be
//! read is a hole, and reported: it silences what could be different with it, and nothing else.

use std::collections::BTreeSet;

use super::Check;
use super::graph::Graph;
use super::names::Names;
use crate::law::Law;
use crate::scenario::diagnostic::Problem;
use crate::scenario::field::Field;
use crate::scenario::file::File;
use crate::scenario::place::Place;
use crate::scenario::resolved::{ByClock, Channel, Patience, QueueId};

/// What could not be read, or leads to nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Hole {
    pub(super) place: Place,
    /// Whether a name stands there, which is near to none: it hardly means anything that is there.
    pub(super) named: bool,
}

impl Hole {
    /// What may be anything.
    pub(super) fn blank(place: Place) -> Self {
        Self { place, named: false }
    }
}

/// What is named somewhere (or nearest to what is written there), or the hole.
pub(super) type Found<T> = Result<T, Hole>;

/// The parts of a center; `None` is unknown.
#[derive(Default)]
pub(super) struct Draft {
    pub(super) streams: Vec<StreamDraft>,
    pub(super) intents: Vec<IntentDraft>,
    pub(super) patience: Option<Patience>,
    /// Whether a factor of 0 stops a caller's clock in the phone tree, as far as is known.
    pub(super) clock_stops: bool,
    pub(super) queues: Vec<QueueDraft>,
    pub(super) groups: Vec<GroupDraft>,
}

impl Draft {
    /// The patience of those who come for an intent, if it is known.
    pub(super) fn patience<'d>(&'d self, intent: &'d IntentDraft) -> Option<&'d Patience> {
        intent.patience.as_ref().ok()?.as_ref().or(self.patience.as_ref())
    }
}

pub(super) struct StreamDraft {
    pub(super) per_hour: Option<ByClock<f64>>,
    /// The queue that it names; `None` enters the phone tree.
    pub(super) queue: Option<Found<QueueId>>,
    /// Its own patience, if it has one of its own.
    pub(super) patience: Found<Option<Patience>>,
}

pub(super) struct IntentDraft {
    pub(super) share: Option<f64>,
    /// Its own patience, if it has one of its own.
    pub(super) patience: Found<Option<Patience>>,
    /// Its own talk time, if it has one of its own.
    pub(super) talk: Found<Option<Law>>,
}

pub(super) struct QueueDraft {
    pub(super) channel: Option<Channel>,
    pub(super) talk: Option<Law>,
    pub(super) after_call_work: Option<Law>,
    /// Where it overflows to, if it does.
    pub(super) overflow: Option<Found<QueueId>>,
}

pub(super) struct GroupDraft {
    pub(super) count: Option<ByClock<u32>>,
    pub(super) queues: Option<Vec<Found<QueueId>>>,
    /// How many chats and messages an agent has at once; 1 where that is unknown.
    pub(super) at_once: u32,
}

impl GroupDraft {
    /// Its queues, if all of them are known.
    pub(super) fn known(&self) -> Option<Vec<QueueId>> {
        self.queues.as_ref()?.iter().map(|queue| queue.ok()).collect()
    }
}

/// Holes that may be what is looked for in vain.
#[derive(Default)]
pub(super) struct Holes {
    first: Option<Place>,
    /// Where those stand that may be anything.
    blanks: BTreeSet<Place>,
    /// Whether any number of things may be missing.
    many: bool,
}

impl Holes {
    /// The holes of a section that cannot be read at all, if that is so.
    pub(super) fn of_section<T>(section: &Field<T>) -> Self {
        Self { many: matches!(section, Field::Broken), ..Self::default() }
    }

    pub(super) fn one(&mut self, hole: Hole) {
        self.first.get_or_insert(hole.place);
        self.blanks.extend(Some(hole.place).filter(|_| !hole.named));
    }

    pub(super) fn many(&mut self) {
        self.many = true;
    }

    /// The holes of the whole phone tree, but those of single ways; `graph` is not there where there is no tree, or none
    /// that can be read.
    pub(super) fn of_tree(file: &File, graph: Option<&Graph>) -> Self {
        let unread = Self::of_section(&file.ivr);
        Self { many: unread.many || graph.is_some_and(|graph| graph.ways.open()), ..unread }
    }

    /// Whether nothing is unknown.
    pub(super) fn none(&self) -> bool {
        self.first.is_none() && !self.many
    }
}

impl Check {
    /// Reports things that are not there. Where there are not more of them than holes that may be they, nothing is said;
    /// otherwise the first hole is shown beside them.
    pub(super) fn absent(&mut self, problems: Vec<Problem>, holes: &Holes, unless: &str) {
        if holes.many || problems.len() <= holes.blanks.len() {
            return;
        }
        self.problems.extend(problems.into_iter().map(|problem| match holes.first {
            Some(hole) => problem.with(hole, unless),
            None => problem,
        }));
    }

    /// The position of what a name names that is there, or of what it is near to; nothing is reported. Where there is no
    /// such name, the hole stands at `owner`.
    pub(super) fn meant(&self, names: &Names, name: &Field<String>, owner: Place) -> Found<u32> {
        let name = name.given().ok_or(Hole::blank(owner))?;
        let near = || self.near.get(&name.place).and_then(|near| names.position(near));
        names.position(&name.value).or_else(near).ok_or(Hole { place: name.place, named: true })
    }
}
