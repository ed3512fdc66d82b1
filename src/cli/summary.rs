//! The summary of a job, in the file that the environment names for it.

use std::ffi::OsString;
use std::fs::OpenOptions;
use std::io::{self, Write};

use super::{Exit, output};

/// The variable that names the file.
const VARIABLE: &str = "GITHUB_STEP_SUMMARY";

/// Where a summary goes, if one is asked for and the environment names a file for it.
pub(super) struct Summary(Option<OsString>);

impl Summary {
    /// The file, which can be written to; none unless `asked`.
    ///
    /// # Errors
    ///
    /// [`Exit::Wrong`] where it cannot be written to; the reason is told on standard error.
    pub(super) fn ready(asked: bool) -> Result<Self, Exit> {
        let named = std::env::var_os(VARIABLE).filter(|path| asked && !path.is_empty());
        let summary = Self(named);
        summary.append("").map(|()| summary).map_err(|()| Exit::Wrong)
    }

    /// Adds Markdown to the job's summary.
    pub(super) fn add(&self, markdown: &str) -> Exit {
        self.append(markdown).map_or(Exit::Incomplete, |()| Exit::Fine)
    }

    /// Adds Markdown; where that fails, the reason is told on standard error.
    fn append(&self, markdown: &str) -> Result<(), ()> {
        let Some(path) = &self.0 else { return Ok(()) };
        let opened = OpenOptions::new().create(true).append(true).open(path);
        let told = |error: io::Error| {
            output::message(&format!("error: {VARIABLE}: {} cannot be written: {error}", path.display()));
        };
        opened.and_then(|mut file| file.write_all(markdown.as_bytes())).map_err(told)
    }
}
