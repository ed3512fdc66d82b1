//! Where something stands: a text that was read, and a stretch of it.

/// A text that was read, with the name that diagnostics give it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The file's name as the user gave it, or `--set`.
    pub name: String,
    /// Its whole text.
    pub text: String,
}

/// A stretch of a source, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Place {
    /// Which source, by its position among those that were read.
    pub source: u32,
    /// The first byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

impl Place {
    /// The text that stands here; empty where the place is not inside its source.
    pub fn text<'a>(&self, sources: &'a [Source]) -> &'a str {
        sources
            .get(self.source as usize)
            .and_then(|source| source.text.get(self.start as usize..self.end as usize))
            .unwrap_or_default()
    }

    /// Whether the other stretch is part of this one.
    pub fn holds(self, other: Self) -> bool {
        self.source == other.source && self.start <= other.start && other.end <= self.end
    }

    /// The shortest stretch that covers both, where they are of one source; otherwise `self`.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        if self.source == other.source && other.end >= self.start {
            Self { end: other.end.max(self.end), ..self }
        } else {
            self
        }
    }
}
