//! Two scenarios that are compared, with what they are called and where they differ.

use std::path::{Path, PathBuf};

use super::git::{self, Revision};
use crate::scenario::bar::{Lowered, lowered};
use crate::scenario::diagnostic::Report;
use crate::scenario::expectation::{Expectation, Position};
use crate::scenario::place::Source;
use crate::scenario::{self, Loaded};

/// Both scenarios with what they are called.
pub(super) struct Pair {
    pub(super) base: (Loaded, String),
    pub(super) changed: (Loaded, String),
    /// The changed file.
    pub(super) file: PathBuf,
    /// The base's expectations that the changed one loosens or has not.
    pub(super) lowered: Vec<Lowered>,
    /// The first line in which the changed file, or one that it extends, differs from the base, for what is expected nowhere in it.
    differs_at: Position,
}

impl Pair {
    pub(super) fn new(base: (Loaded, String), changed: (Loaded, String), file: &Path) -> Self {
        let differs_at = differs_at(&base.0, &changed.0);
        let lowered = lowered(&base.0.expectations, &changed.0.expectations);
        Self { base, changed, file: file.to_owned(), lowered, differs_at }
    }

    /// The same with the changed scenario read once more, which then is expected more of.
    pub(super) fn with(self, changed: Loaded) -> Self {
        Self { changed: (changed, self.changed.1), ..self }
    }

    /// Whether both mean the same and expect the same.
    pub(super) fn is_unchanged(&self) -> bool {
        let (base, changed) = (&self.base.0, &self.changed.0);
        let bare = |expectation: &Expectation| {
            let unplaced = Position::default();
            Expectation { text: String::new(), position: unplaced, ..expectation.clone() }
        };
        let plans = base.judged == changed.judged;
        base.hash == changed.hash
            && plans
            && base.expectations.iter().map(bare).eq(changed.expectations.iter().map(bare))
    }

    /// Where an expectation is annotated: where it stands in the changed file or one that it extends, or else where these differ
    /// from the base.
    pub(super) fn place(&self, position: &Position) -> Position {
        let there = files(&self.changed.0).any(|source| source.name == position.file);
        if there { position.clone() } else { self.differs_at.clone() }
    }
}

/// A scenario as it was at a revision; its texts are called as the revision calls them.
pub(super) fn at(revision: &Revision, path: &str, text: String, settings: &[String]) -> Result<Loaded, Report> {
    let reader = |base: &Path| {
        let base = git::slashed(base);
        let text = revision.text(&base).map_err(|error| (error, "commit the base file, too".to_owned()))?;
        Ok((base, text))
    };
    let label = |name: &mut String| {
        if !is_of_the_command(name) {
            *name = revision.label(name);
        }
    };
    let labelled = |report: &mut Report| report.sources.iter_mut().for_each(|source| label(&mut source.name));
    match scenario::parse_with(path, text, settings, &reader) {
        Ok(mut loaded) => {
            labelled(&mut loaded.warnings);
            loaded.expectations.iter_mut().for_each(|expectation| label(&mut expectation.position.file));
            Ok(loaded)
        }
        Err(mut problems) => {
            labelled(&mut problems);
            Err(problems)
        }
    }
}

/// Whether a text is one of the command line, such as that of `--set`, and no file.
fn is_of_the_command(name: &str) -> bool {
    name.starts_with("--")
}

/// A scenario's file, and those that it extends.
fn files(loaded: &Loaded) -> impl Iterator<Item = &Source> {
    loaded.warnings.sources.iter().filter(|source| !is_of_the_command(&source.name))
}

/// The first line of the changed file that the base has not, or else of the files that both extend.
fn differs_at(base: &Loaded, changed: &Loaded) -> Position {
    let mut bases = files(base).map(|source| source.text.as_str());
    let differing = files(changed).find_map(|source| {
        let base = bases.next().unwrap_or_default();
        let alike = base.lines().zip(source.text.lines()).take_while(|(a, b)| a == b).count();
        let line = (alike + 1).min(source.text.lines().count().max(1));
        (base != source.text).then(|| Position { file: source.name.clone(), line, column: 1 })
    });
    // Where settings are the only difference, no line is to blame.
    let whole = || files(changed).next().map(|source| Position { file: source.name.clone(), line: 1, column: 1 });
    differing.or_else(whole).unwrap_or_default()
}
