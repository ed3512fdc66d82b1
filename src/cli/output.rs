//! Writing: results to standard output, messages to standard error.

use std::borrow::Cow;
use std::io::{self, ErrorKind, IsTerminal, Write, stdout};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use super::Exit;
use crate::scenario::diagnostic;

/// Writes a result to standard output.
pub(super) fn result(text: &str) -> Exit {
    let mut stdout = stdout().lock();
    written(stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()))
}

/// What standard output lacks to be whole, where the program ends now.
static LACKING: Mutex<&'static str> = Mutex::new("");

/// Writes a part of a result to standard output, which then lacks this to be whole.
pub(super) fn part(text: &str, lacking: &'static str) -> Exit {
    // Whoever interrupts finds it whole before or after.
    let mut lacks = LACKING.lock().unwrap_or_else(PoisonError::into_inner);
    let exit = result(text);
    *lacks = if exit == Exit::Fine { lacking } else { "" };
    exit
}

/// Writes what standard output lacks, if it is not just being written to: its reader may never come.
pub(super) fn end() {
    if let Ok(lacks) = LACKING.try_lock() {
        result(&lacks);
    }
}

/// What came of writing a result. A reader that closes the pipe is no error; a full disk is.
pub(super) fn written(done: io::Result<()>) -> Exit {
    match done {
        Ok(()) => Exit::Fine,
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Exit::Fine,
        Err(error) => {
            message(&format!("error: the result could not be written: {error}"));
            Exit::Incomplete
        }
    }
}

/// Writes a message to standard error; when that is closed there is nobody to tell.
pub(super) fn message(text: &str) {
    let lines: Vec<Cow<str>> = text.split('\n').map(diagnostic::visible).collect();
    let _ = writeln!(anstream::stderr().lock(), "{}", lines.join("\n"));
}

/// A file's name for people: whatever would steer their terminal is shown instead.
pub(super) fn name(file: &Path) -> String {
    diagnostic::visible(&file.display().to_string()).into_owned()
}

/// Writes what is wrong with a scenario to standard error, with colour on a terminal; what only may be wrong unless `quiet`.
pub(super) fn problems(report: &diagnostic::Report, quiet: bool) {
    if quiet && report.warnings() > 0 {
        return problems(&report.only_errors(), false);
    }
    let text = report.render(std::io::stderr().is_terminal());
    if !text.is_empty() {
        let _ = write!(anstream::stderr().lock(), "{text}");
    }
}
