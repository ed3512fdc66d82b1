//! Who a chronicle tells everything to, as it happens.

use std::io::{self, Write};

use super::Entry;
use super::abandoned::{AbandonedCall, HEADING};

/// Takes down what a [`Chronicle`](super::Chronicle) tells. A [`Vec`] keeps the entries, and a [`Writer`] writes everything.
pub trait Scribe {
    /// The next entry, in the order of time.
    ///
    /// # Errors
    ///
    /// What keeps it from being taken down; nothing more is told after it.
    fn entry(&mut self, entry: &Entry) -> io::Result<()>;

    /// The next call that was abandoned, in the order in which they were.
    ///
    /// # Errors
    ///
    /// As [`Self::entry`].
    fn abandoned(&mut self, call: &AbandonedCall) -> io::Result<()>;
}

impl Scribe for Vec<Entry> {
    fn entry(&mut self, entry: &Entry) -> io::Result<()> {
        self.push(entry.clone());
        Ok(())
    }

    fn abandoned(&mut self, _: &AbandonedCall) -> io::Result<()> {
        Ok(())
    }
}

/// Writes the entries as JSON Lines, and the abandoned calls as CSV where they are wanted.
#[derive(Debug)]
pub struct Writer<E, A> {
    entries: E,
    abandoned: Option<A>,
}

impl<E: Write, A: Write> Writer<E, A> {
    /// Writes the heading line of the abandoned calls at once.
    ///
    /// # Errors
    ///
    /// Why it cannot be written.
    pub fn new(entries: E, mut abandoned: Option<A>) -> io::Result<Self> {
        if let Some(out) = &mut abandoned {
            out.write_all(HEADING.as_bytes())?;
        }
        Ok(Self { entries, abandoned })
    }

    /// What the entries and the abandoned calls were written to.
    pub fn into_inner(self) -> (E, Option<A>) {
        (self.entries, self.abandoned)
    }
}

impl<E: Write, A: Write> Scribe for Writer<E, A> {
    fn entry(&mut self, entry: &Entry) -> io::Result<()> {
        serde_json::to_writer(&mut self.entries, entry)?;
        self.entries.write_all(b"\n")
    }

    fn abandoned(&mut self, call: &AbandonedCall) -> io::Result<()> {
        self.abandoned.as_mut().map_or(Ok(()), |out| call.write(out))
    }
}
