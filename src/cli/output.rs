//! Writing: results to standard output, messages to standard error.

use std::borrow::Cow;
use std::io::{self, ErrorKind, IsTerminal, Write, stdout};
use std::path::Path;

use super::Exit;
use crate::scenario::diagnostic;

/// Writes a result to standard output.
pub(super) fn result(text: &str) -> Exit {
    let mut stdout = stdout().lock();
    written(stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()))
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

/// Writes what is wrong with a scenario to standard error, with colour on a terminal.
pub(super) fn problems(report: &diagnostic::Report) {
    let text = report.render(std::io::stderr().is_terminal());
    if !text.is_empty() {
        let _ = write!(anstream::stderr().lock(), "{text}");
    }
}
