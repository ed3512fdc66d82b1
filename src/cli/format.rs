//! The forms of what is told of scenarios and of comparisons.

use clap::ValueEnum;

/// A form of the result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// For people
    Text,
    /// For programs
    Json,
    /// For spreadsheets; of several, the file's name comes first in every line
    Csv,
    /// For review comments
    Markdown,
    /// For GitHub: annotations, and a summary where the environment names a file for it
    Github,
}
