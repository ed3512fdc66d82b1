//! What is shown: text, JSON, CSV, the tree. Every output reads the same [`Figures`]; a new format is one new file.

mod about;
mod channels;
pub mod chart;
pub mod compare;
mod conversations;
mod csv;
pub mod diagnostics;
mod expectations;
mod figures;
mod finding;
pub mod github;
mod ivr;
mod json;
pub mod junit;
mod left;
mod markdown;
mod number;
mod page;
mod run_page;
mod sweep;
mod table;
mod text;
pub mod timeline;
mod tree;

pub use csv::{csv, csv_heading_of_several, csv_of_file};
pub use expectations::{found, tally};
pub use figures::{Figure, Figures};
pub use ivr::files as ivr_files;
pub use json::{json, json_of_file};
pub use markdown::markdown;
pub use page::{Page, page};
pub use run_page::run_page;
pub use sweep::{
    CellFigures, Effect, SweepReport, axis_label, csv as sweep_csv, effects, files as sweep_files, from_the_best,
    json as sweep_json, markdown as sweep_markdown, shape_label, text as sweep_text,
};
pub use text::text;
pub use tree::tree;

use crate::experiment::Results;
use crate::scenario::resolved::Scenario;

/// The JSON Schema of what `run` and `compare` say as JSON.
pub const SCHEMA: &str = include_str!("../../hangup-result.schema.json");

/// The JSON Schema of what `sweep` says as JSON.
pub const SWEEP_SCHEMA: &str = include_str!("../../hangup-sweep.schema.json");

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
