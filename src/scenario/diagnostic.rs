//! What is wrong with a scenario, and how it is told: the place, what was expected, and the remedy.

use std::borrow::Cow;
use std::fmt::Write;

use annotate_snippets::renderer::DEFAULT_TERM_WIDTH;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::place::{Place, Source};

/// Whether a scenario with this problem can still be simulated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// It cannot.
    Error,
    /// It can, but it may not be what was meant.
    Warning,
}

/// One thing that is wrong, at one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Whether the scenario can still be simulated.
    pub severity: Severity,
    /// A short stable name of this kind of problem, such as `unknown-field`.
    pub code: Cow<'static, str>,
    /// What is wrong.
    pub message: String,
    /// Where.
    pub place: Place,
    /// What was expected there, or what is to be seen there.
    pub label: String,
    /// Another place that explains this one, such as where a name was given first.
    pub other: Option<(Place, String)>,
    /// What to do about it.
    pub help: String,
}

impl Problem {
    /// An error at a place, with what was expected there and what to do about it.
    pub fn error(
        code: impl Into<Cow<'static, str>>,
        message: impl Into<String>,
        place: Place,
        label: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self {
            severity: Severity::Error,
            code: code.into(),
            message: message.into(),
            place,
            label: label.into(),
            other: None,
            help: help.into(),
        }
    }

    /// A warning at a place, with what is to be seen there and what to do about it.
    pub fn warning(
        code: impl Into<Cow<'static, str>>,
        message: impl Into<String>,
        place: Place,
        label: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, message, place, label, help) }
    }

    /// The same, pointing at another place too.
    #[must_use]
    pub fn with(mut self, place: Place, label: impl Into<String>) -> Self {
        self.other = Some((place, label.into()));
        self
    }
}

/// Everything that is wrong with one scenario, with the texts the problems stand in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// The texts that were read: the scenario first.
    pub sources: Vec<Source>,
    /// What is wrong, in the order of the places.
    pub problems: Vec<Problem>,
}

/// More problems than this nobody reads, and for more no names are compared to find the one that was meant.
pub(super) const MOST_SHOWN: usize = 100;
/// Longer stretches are marked at their beginning only, in bytes.
const LONGEST_MARK: usize = 80;

impl Report {
    pub(super) fn new(sources: Vec<Source>, mut problems: Vec<Problem>) -> Self {
        problems.sort_by(|a, b| {
            let key = |problem: &Problem| (problem.place.source, problem.place.start, problem.severity);
            key(a).cmp(&key(b))
        });
        problems.dedup();
        Self { sources, problems }
    }

    /// How many problems are errors.
    pub fn errors(&self) -> usize {
        self.problems.iter().filter(|problem| problem.severity == Severity::Error).count()
    }

    /// How many problems are warnings.
    pub fn warnings(&self) -> usize {
        self.problems.len() - self.errors()
    }

    /// Leaves out what another report says too, wherever it says so.
    pub fn tell_no_more_than_once_beside(&mut self, other: &Self) {
        let said = |one: &Problem, other: &Problem| {
            (&one.code, &one.message, &one.label, &one.help) == (&other.code, &other.message, &other.label, &other.help)
        };
        self.problems.retain(|problem| !other.problems.iter().any(|other| said(problem, other)));
    }

    /// The same without its warnings.
    #[must_use]
    pub fn only_errors(&self) -> Self {
        let errors = self.problems.iter().filter(|problem| problem.severity == Severity::Error);
        Self { sources: self.sources.clone(), problems: errors.cloned().collect() }
    }

    /// The file, line and column (both from 1, the column in characters) where a problem stands.
    pub fn position(&self, problem: &Problem) -> Option<(&str, usize, usize)> {
        self.located(problem.place)
    }

    /// The file, line and column of a place.
    pub(super) fn located(&self, place: Place) -> Option<(&str, usize, usize)> {
        let source = self.sources.get(place.source as usize)?;
        let line = Line::around(&source.text, place);
        let column = source.text[line.start..line.from].chars().count() + 1;
        Some((&source.name, line.number, column))
    }

    /// Everything as text for people, coloured or plain.
    pub fn render(&self, colored: bool) -> String {
        let renderer = if colored { Renderer::styled() } else { Renderer::plain() };
        let renderer = renderer.term_width(DEFAULT_TERM_WIDTH);
        let mut text = String::new();
        for problem in self.problems.iter().take(MOST_SHOWN) {
            text.push_str(&renderer.render(&[self.group(problem)]));
            text.push_str("\n\n");
        }
        if self.problems.len() > MOST_SHOWN {
            // Writing to a string cannot fail.
            let _ = write!(text, "... and {} more\n\n", self.problems.len() - MOST_SHOWN);
        }
        text
    }

    fn group<'a>(&'a self, problem: &'a Problem) -> Group<'a> {
        let level = match problem.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
        };
        let mut group = Group::with_title(level.primary_title(problem.message.as_str()).id(problem.code.as_ref()));
        let places = std::iter::once((problem.place, problem.label.as_str(), AnnotationKind::Primary))
            .chain(problem.other.iter().map(|(place, label)| (*place, label.as_str(), AnnotationKind::Context)));
        for (place, label, kind) in places {
            let Some(source) = self.sources.get(place.source as usize) else { continue };
            if source.text.is_empty() {
                group = group.element(Origin::path(visible(&source.name)));
                continue;
            }
            let line = Line::around(&source.text, place);
            let snippet = Snippet::source(&source.text[line.start..line.end])
                .line_start(line.number)
                .path(visible(&source.name))
                .annotation(kind.span(line.from - line.start..line.to - line.start).label(label));
            group = group.element(snippet);
        }
        if !problem.help.is_empty() {
            group = group.element(Level::HELP.message(problem.help.as_str()));
        }
        group
    }
}

/// A text on one line of which nothing steers a terminal: a file's name may hold any character.
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.contains(char::is_control) {
        return text.into();
    }
    let shown = |c: char| if c.is_control() { c.escape_default().to_string() } else { c.to_string() };
    text.chars().map(shown).collect::<String>().into()
}

/// The line a place begins in, and the part of the place that is in it; all in bytes.
struct Line {
    number: usize,
    start: usize,
    end: usize,
    from: usize,
    to: usize,
}

impl Line {
    fn around(text: &str, place: Place) -> Self {
        let mut from = floor(text, place.start as usize);
        // The end of a file is shown at the end of its last line.
        if from == text.len() {
            from = text.trim_end().len();
        }
        let start = text[..from].rfind('\n').map_or(0, |newline| newline + 1);
        let end = text[from..].find('\n').map_or(text.len(), |newline| from + newline);
        let end = start + text[start..end].trim_end_matches('\r').len();
        let to = floor(text, (place.end as usize).min(from + LONGEST_MARK)).clamp(from, end.max(from));
        // A place of several lines shows the first, without what only trails behind it.
        let to = from + text[from..to].trim_end().len();
        let number = text[..start].bytes().filter(|&byte| byte == b'\n').count() + 1;
        Self { number, start, end: end.max(to), from, to }
    }
}

/// The last character boundary at or before `at`.
fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
