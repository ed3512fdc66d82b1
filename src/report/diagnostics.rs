//! What is wrong with scenario files, as builds read it: JSON, a list for all files.

use schemars::JsonSchema;
use serde::Serialize;

use crate::scenario::diagnostic::{Report, Severity};

/// One thing that is wrong with a scenario, or may not be meant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "diagnostic")]
pub struct Diagnostic {
    /// The file, as it was named; `--set`, `--vary` or `--expect` where it is a text of the command line that is wrong.
    pub file: String,
    /// The line, from 1; 1 where the file cannot be read at all.
    pub line: usize,
    /// The column, from 1, in characters.
    pub column: usize,
    /// The kind of problem; `hangup explain CODE` explains it.
    pub code: String,
    /// Whether the scenario can still be simulated.
    pub severity: Level,
    /// What is wrong.
    pub message: String,
    /// What was expected there, or what is to be seen there; may be empty.
    pub label: String,
    /// What to do about it.
    pub help: String,
}

/// Whether a scenario can still be simulated: `error`, it cannot; `warning`, it can, but it may not be what was meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "severity")]
#[allow(missing_docs)] // said above, in one sentence for the schema
pub enum Level {
    Error,
    Warning,
}

/// Everything that is wrong with some files, each once: what is wrong with a base is found in every file that extends it.
pub fn diagnostics<'r>(reports: impl IntoIterator<Item = &'r Report>) -> Vec<Diagnostic> {
    let mut all: Vec<Diagnostic> = Vec::new();
    for report in reports {
        for problem in &report.problems {
            let (file, line, column) = report.position(problem).unwrap_or(("", 1, 1));
            let told = Diagnostic {
                file: file.to_owned(),
                line,
                column,
                code: problem.code.to_string(),
                severity: if problem.severity == Severity::Error { Level::Error } else { Level::Warning },
                message: problem.message.clone(),
                label: problem.label.clone(),
                help: problem.help.clone(),
            };
            if !all.contains(&told) {
                all.push(told);
            }
        }
    }
    all
}

/// The list as JSON, ending in a newline; empty where nothing is wrong.
pub fn json(all: &[Diagnostic]) -> String {
    // Made of plain values: that cannot fail.
    let mut text = serde_json::to_string_pretty(all).unwrap_or_default();
    text.push('\n');
    text
}

/// The JSON Schema of the list, ending in a newline.
pub fn schema() -> String {
    let mut text = serde_json::to_string_pretty(&schemars::schema_for!(Vec<Diagnostic>)).unwrap_or_default();
    text.push('\n');
    text
}
