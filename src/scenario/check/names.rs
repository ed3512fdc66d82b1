//! The names of one section, in the order written: what other sections refer to.

use std::collections::HashMap;

use crate::scenario::field::{Field, Named};
use crate::scenario::nearest;
use crate::scenario::place::Place;

/// The names of one section.
#[derive(Clone)]
pub(super) struct Names<'f> {
    listed: Vec<(&'f str, Place)>,
    positions: HashMap<&'f str, u32>,
    /// Whether the section could be read at all, so that a name that is not here is not anywhere.
    readable: bool,
}

impl<'f> Names<'f> {
    pub(super) fn of<T>(section: &'f Field<Named<T>>) -> Self {
        match section {
            Field::Missing => Self::none(),
            Field::Broken => Self::unreadable(),
            Field::Given(named) => Self::listed(named.value.names()),
        }
    }

    /// Names that stand nowhere in the file, but were made for it.
    pub(super) fn made(names: impl Iterator<Item = &'f str>) -> Self {
        Self::listed(names.map(|name| (name, Place::default())))
    }

    fn listed(names: impl Iterator<Item = (&'f str, Place)>) -> Self {
        let listed: Vec<_> = names.collect();
        let positions = listed.iter().zip(0..).map(|((name, _), position)| (*name, position)).collect();
        Self { listed, positions, readable: true }
    }

    /// Names that are not known.
    pub(super) fn unreadable() -> Self {
        Self { readable: false, ..Self::none() }
    }

    pub(super) fn none() -> Self {
        Self { listed: Vec::new(), positions: HashMap::new(), readable: true }
    }

    pub(super) fn readable(&self) -> bool {
        self.readable
    }

    pub(super) fn len(&self) -> usize {
        self.listed.len()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&'f str, Place)> {
        self.listed.iter().copied()
    }

    pub(super) fn position(&self, name: &str) -> Option<u32> {
        self.positions.get(name).copied()
    }

    pub(super) fn place(&self, name: &str) -> Option<Place> {
        self.position(name).map(|position| self.place_at(position as usize))
    }

    /// The place of the name at this position.
    pub(super) fn place_at(&self, index: usize) -> Place {
        self.listed.get(index).map_or_else(Place::default, |(_, place)| *place)
    }

    pub(super) fn nearest(&self, name: &str) -> Option<&'f str> {
        nearest::nearest(name, self.listed.iter().map(|(name, _)| *name))
    }

    pub(super) fn list(&self) -> String {
        nearest::list(self.listed.iter().map(|(name, _)| *name))
    }
}

/// "a queue", "an intent".
pub(super) fn article(noun: &str) -> String {
    let article = if noun.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {noun}")
}
