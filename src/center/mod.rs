//! The contact center in motion: the clock and calendar of events, random streams, arrivals, the caller, the walk
//! through the IVR, queues and agents, customers and conversations.
//!
//! It says what happens ([`Event`], to an [`Observer`] chosen at compile time) and counts nothing. It does no I/O and
//! reads no clock; names stay behind in the scenario.

mod agents;
mod arrivals;
mod calendar;
mod conversation;
mod draw;
mod due_line;
mod engine;
mod event;
mod model;
mod patience;
mod philox;
mod population;
mod right_queue;
mod team;
mod waiting;
mod walk;
mod wish;

pub use conversation::{Change, Closing, ConversationNote};
pub use engine::{Engine, Failure};
pub use event::{
    Contact, Destination, Duty, Earlier, Event, Fit, HungUp, MenuPlay, MenuVisit, Observer, Outcome, Place, Press,
    Progress, Route, Why,
};
pub use model::{Hours, Model};
pub use philox::{PhiloxSequence, philox};
pub use population::CustomerId;
