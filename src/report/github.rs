//! Annotations as GitHub's workflow commands: what fails stands at its line of the change.

use std::fmt::Write;

use super::diagnostics::{Diagnostic, Level};
use super::expectations::found;
use crate::experiment::{Judged, Verdict};
use crate::scenario::expectation::Position;

/// A line for each expectation that does not hold, at its level where it is undecided; `place` is where one stands that is not
/// in a file of the work tree.
pub fn annotations<'j>(
    judged: impl IntoIterator<Item = &'j Judged>,
    undecided: Level,
    place: impl Fn(&Position) -> Position,
) -> String {
    let mut out = String::new();
    for judged in judged {
        let (level, what) = match judged.verdict {
            Verdict::Holds => continue,
            Verdict::Fails => (Level::Error, "fails"),
            Verdict::Undecided => (undecided, "is undecided"),
        };
        let position = place(&judged.expectation.position);
        let title = format!("An expectation {what}");
        let message = format!("{}: {}", judged.expectation.text, found(judged));
        out.push_str(&command(level, &position, &title, &message));
    }
    out
}

/// A line for each problem of scenarios.
pub fn problems(all: &[Diagnostic]) -> String {
    let each = all.iter().map(|problem| {
        let level = problem.severity;
        let message = format!("{} ({})", problem.message, problem.help);
        // A text of the command line is no file that could be annotated.
        if problem.file.starts_with("--") {
            return command(level, &Position::default(), &format!("{} in {}", problem.code, problem.file), &message);
        }
        let position = Position { file: problem.file.clone(), line: problem.line, column: problem.column };
        command(level, &position, &problem.code, &message)
    });
    each.collect()
}

/// One workflow command.
fn command(level: Level, position: &Position, title: &str, message: &str) -> String {
    let level = if level == Level::Error { "error" } else { "warning" };
    let mut out = format!("::{level} ");
    if !position.file.is_empty() {
        let _ = write!(out, "file={},line={},col={},", property(&position.file), position.line, position.column);
    }
    let _ = writeln!(out, "title={}::{}", property(title), data(message));
    out
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
