//! What is shown: text, JSON, CSV, the tree. Every output reads the same [`Figures`]; a new format is one new file.

mod csv;
mod figures;
mod json;
mod number;
mod table;
mod text;
mod tree;

pub use csv::csv;
pub use figures::{Figure, Figures};
pub use json::json;
pub use text::text;
pub use tree::tree;

use crate::experiment::Results;
use crate::scenario::resolved::Scenario;

/// A result with the scenario it is of.
#[derive(Debug, Clone, Copy)]
pub struct Report<'a> {
    /// The scenario.
    pub scenario: &'a Scenario,
    /// The hash of its meaning.
    pub hash: &'a str,
    /// What came of it.
    pub results: &'a Results,
}
