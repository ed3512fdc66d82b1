//! `hangup`: a discrete-event contact-center simulator.
//!
//! Callers with patience move through IVR menus and agent queues and hang up where real callers would; the library
//! says where, why, and what would change it. Data goes through the rooms one way:
//! [`scenario`] (as written) → [`center`] (in motion) → [`measure`] (counted) → [`experiment`] (repeated) →
//! [`report`] (shown). [`law`] holds the probability laws all of them speak of, [`theory`] the exact formulas the
//! simulator is held against.

pub mod center;
pub mod cli;
pub mod experiment;
pub mod law;
pub mod measure;
pub mod report;
pub mod scenario;
pub mod theory;
