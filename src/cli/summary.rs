//! The summary of a job, in the file that the environment names for it.

use std::fs::OpenOptions;
use std::io::Write;

use super::{Exit, output};

/// The variable that names the file.
const VARIABLE: &str = "GITHUB_STEP_SUMMARY";

/// Adds Markdown to the job's summary; nothing where the environment names no file.
pub(super) fn add(markdown: &str) -> Exit {
    let Some(path) = std::env::var_os(VARIABLE).filter(|path| !path.is_empty()) else {
        return Exit::Fine;
    };
    let opened = OpenOptions::new().create(true).append(true).open(&path);
    match opened.and_then(|mut file| file.write_all(markdown.as_bytes())) {
        Ok(()) => Exit::Fine,
        Err(error) => {
            output::message(&format!("error: the summary could not be written to {}: {error}", path.display()));
            Exit::Incomplete
        }
    }
}
