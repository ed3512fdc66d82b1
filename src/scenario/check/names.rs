//! The names of one section, in the order written: what other sections refer to.

use crate::scenario::field::{Field, Named};
use crate::scenario::nearest;
use crate::scenario::place::Place;

/// The names of one section.
pub(super) struct Names<'f> {
    names: Vec<(&'f str, Place)>,
    /// Whether the section could be read at all, so that a name that is not here is not anywhere.
    readable: bool,
}

impl<'f> Names<'f> {
    pub(super) fn of<T>(section: &'f Field<Named<T>>) -> Self {
        match section {
            Field::Missing => Self::none(),
            Field::Broken => Self { names: Vec::new(), readable: false },
            Field::Given(named) => Self { names: named.value.names().collect(), readable: true },
        }
    }

    pub(super) fn none() -> Self {
        Self { names: Vec::new(), readable: true }
    }

    pub(super) fn readable(&self) -> bool {
        self.readable
    }

    pub(super) fn len(&self) -> usize {
        self.names.len()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&'f str, Place)> {
        self.names.iter().copied()
    }

    pub(super) fn position(&self, name: &str) -> Option<u32> {
        self.names.iter().position(|(other, _)| *other == name).map(|index| index as u32)
    }

    pub(super) fn place(&self, name: &str) -> Option<Place> {
        self.names.iter().find(|(other, _)| *other == name).map(|(_, place)| *place)
    }

    /// The place of the name at this position.
    pub(super) fn place_at(&self, index: usize) -> Place {
        self.names.get(index).map_or_else(Place::default, |(_, place)| *place)
    }

    pub(super) fn nearest(&self, name: &str) -> Option<&'f str> {
        nearest::nearest(name, self.names.iter().map(|(name, _)| *name))
    }

    pub(super) fn list(&self) -> String {
        nearest::list(self.names.iter().map(|(name, _)| *name))
    }
}

/// "a queue", "an intent".
pub(super) fn article(noun: &str) -> String {
    let article = if noun.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {noun}")
}
