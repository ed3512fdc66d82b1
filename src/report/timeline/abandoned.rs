//! `abandoned-calls.csv`: the abandoned calls of one replication, and what became of each.

use std::io::{self, Write};

use super::told::time_of_day;
use crate::report::csv::quoted;

/// A call that was abandoned.
#[derive(Debug, Clone, PartialEq)]
pub struct AbandonedCall {
    /// In which replication, from 0.
    pub(super) replication: u32,
    pub(super) contact: String,
    pub(super) time: f64,
    pub(super) place: Where,
    /// How long the caller had been there: in the IVR from arrival, in the queue from joining it.
    pub(super) seconds: f64,
    pub(super) customer: Option<u32>,
    pub(super) profile: Profile,
    pub(super) conversation: Option<u32>,
    pub(super) became: Became,
}

/// Where a call was abandoned.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Where {
    /// In the IVR: in a menu at a level, or in the greeting or a step.
    Ivr {
        menu: Option<String>,
        level: Option<u32>,
    },
    Queue(String),
}

/// Whose call it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Profile {
    /// There was a profile.
    Known,
    /// One was made.
    New,
    /// None was needed.
    None,
}

/// What became of the conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Became {
    /// There was none.
    Nothing,
    /// It stayed open, because another contact was.
    LeftOpen,
    /// It was closed at once.
    Closed,
}

/// The heading line.
pub(super) const HEADING: &str =
    "replication,time,clock,contact,customer,profile,where,menu,level,queue,seconds,conversation,became\n";

impl AbandonedCall {
    /// Its line.
    pub(super) fn write(&self, out: &mut impl Write) -> io::Result<()> {
        let number = |number: Option<u32>| number.map_or(String::new(), |number| number.to_string());
        let (place, menu, level, queue) = match &self.place {
            Where::Ivr { menu, level } => ("ivr", menu.as_deref().unwrap_or("greeting"), number(*level), ""),
            Where::Queue(queue) => ("queue", "", String::new(), queue.as_str()),
        };
        let profile = match self.profile {
            Profile::Known => "known",
            Profile::New => "new",
            Profile::None => "none",
        };
        let became = match self.became {
            Became::Nothing => "none",
            Became::LeftOpen => "left open",
            Became::Closed => "closed automatically",
        };
        writeln!(
            out,
            "{},{:.3},{},{},{},{profile},{place},{},{level},{},{:.3},{},{became}",
            self.replication + 1,
            self.time,
            time_of_day(self.time),
            quoted(&self.contact),
            number(self.customer),
            quoted(menu),
            quoted(queue),
            self.seconds,
            number(self.conversation),
        )
    }
}
