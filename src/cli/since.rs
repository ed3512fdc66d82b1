//! Which scenarios are to be compared with what they were at a revision: what is changed or renamed; and what of the others a
//! reviewer is told.

use std::path::{Path, PathBuf};

use super::files::{self, Meant};
use super::git::Revision;
use super::output;
use super::pair::{self, Pair};
use crate::report::github;
use crate::scenario::diagnostic::Report;
use crate::scenario::expectation::Position;
use crate::scenario::{self, Loaded};

/// All scenarios that are meant, now and at the revision.
#[derive(Default)]
pub(super) struct Since {
    /// What is changed or renamed.
    pub(super) pairs: Vec<Pair>,
    /// How many these are, and how many are as they were.
    compared: usize,
    unchanged: usize,
    /// What has nothing to be compared with.
    new: Vec<String>,
    /// What could not be read at the revision, and can be now.
    mended: Vec<String>,
    /// What was judged, and is no longer.
    lost: Vec<Lost>,
    /// What is only extended, and was before.
    pub(super) templates: Vec<PathBuf>,
    /// What cannot be read.
    pub(super) broken: Vec<Report>,
    /// What may not be meant.
    pub(super) warnings: Vec<Report>,
}

/// What is asked for beside the names.
pub(super) struct Asked<'a> {
    /// Settings of both scenarios of a pair.
    pub(super) of_both: &'a [String],
    /// All settings of the changed one, and how they are told behind its name.
    pub(super) settings: &'a [String],
    pub(super) with: &'a str,
    /// What is expected of each difference.
    pub(super) expect: &'a [String],
}

/// A scenario of the revision that is judged no longer.
struct Lost {
    /// What became of it.
    what: String,
    /// The file that it is now, if it still is one.
    now: Option<String>,
    /// What it expected.
    expected: Vec<String>,
}

/// A file that is there now, as the command line and as git names it, and what it was called at the revision.
struct Named {
    file: PathBuf,
    path: String,
    before: String,
}

impl Since {
    /// Reads what is meant by these names, as it is and as it was.
    ///
    /// # Errors
    ///
    /// What is wrong with the names.
    pub(super) fn read(revision: &Revision, names: &[PathBuf], asked: &Asked) -> Result<Self, String> {
        let (all, renamed) = (revision.files()?, revision.renamed()?);
        let (now, then) = meant(revision, names, &all, &renamed)?;
        let mut since = Self::default();
        for named in &now {
            let before = all.contains(&named.before).then(|| revision.text(&named.before)).transpose()?;
            let text = before.filter(|text| !scenario::says_template(text));
            if scenario::is_template(&named.file) {
                if let Some(text) = text {
                    let name = output::name(&named.file);
                    let what = format!("{name} has become a template, which is not judged by itself");
                    since.lose(what, Some(named), pair::at(revision, &named.before, text, &[]));
                } else {
                    since.templates.push(named.file.clone());
                }
                continue;
            }
            match text {
                Some(text) => since.pair(revision, named, text, asked),
                None => match scenario::load(&named.file, asked.settings) {
                    Ok(_) => since.new.push(output::name(&named.file)),
                    Err(problems) => since.broken.push(problems),
                },
            }
        }
        for path in then.iter().filter(|path| !now.iter().any(|named| named.before == **path || named.path == **path)) {
            let text = revision.text(path)?;
            if scenario::says_template(&text) {
                continue;
            }
            let moved = renamed.iter().find(|(before, _)| before == path);
            let to = moved.map_or(String::new(), |(_, to)| format!(": it is {to} now, which is not meant here"));
            since.lose(format!("{path} is gone{to}"), None, pair::at(revision, path, text, &[]));
        }
        Ok(since)
    }

    fn pair(&mut self, revision: &Revision, named: &Named, text: String, asked: &Asked) {
        let base = pair::at(revision, &named.before, text, asked.of_both);
        let (base, changed) = match (base, scenario::load(&named.file, asked.settings)) {
            (Ok(base), Ok(changed)) => (base, changed),
            // A change that mends a scenario must not be held up by what it mends.
            (Err(_), Ok(_)) => return self.mended.push(output::name(&named.file)),
            (base, changed) => return self.broken.extend(base.err().into_iter().chain(changed.err())),
        };
        let origin = output::name(&named.file) + asked.with;
        let pair = Pair::new((base, revision.label(&named.before)), (changed, origin), &named.file);
        if pair.is_unchanged() {
            self.unchanged += 1;
            return;
        }
        // Only now: a part of which something is expected may be in those alone that are changed.
        match scenario::load_expecting(&named.file, asked.settings, asked.expect) {
            Ok(changed) => {
                let mut before = pair.base.0.warnings.clone();
                before.tell_no_more_than_once_beside(&changed.warnings);
                self.warnings.push(before);
                self.warnings.push(changed.warnings.clone());
                self.compared += 1;
                self.pairs.push(pair.with(changed));
            }
            Err(problems) => self.broken.push(problems),
        }
    }

    fn lose(&mut self, what: String, now: Option<&Named>, was: Result<Loaded, Report>) {
        let expected =
            was.map_or(Vec::new(), |was| was.expectations.into_iter().map(|expected| expected.text).collect());
        self.lost.push(Lost { what, now: now.map(|named| named.file.display().to_string()), expected });
    }

    /// Whether there is nothing but templates, which were templates before.
    pub(super) fn is_empty(&self) -> bool {
        self.meant() == 0 && self.broken.is_empty()
    }

    /// How many scenarios are meant.
    fn meant(&self) -> usize {
        self.compared + self.unchanged + self.new.len() + self.mended.len() + self.lost.len()
    }

    /// What a reviewer is to know beside the comparisons: first what may not be meant.
    pub(super) fn notes(&self) -> Vec<String> {
        let lost = self.lost.iter().map(|lost| format!("warning: {}", lost.told()));
        let new = self.new.iter().map(|new| format!("note: {new} is new: there is nothing to compare it with"));
        lost.chain(self.mended.iter().map(|name| format!("warning: {}", mended(name)))).chain(new).collect()
    }

    /// The same as annotations.
    pub(super) fn annotations(&self) -> String {
        let each = self.lost.iter().map(|lost| {
            let place = lost.now.as_ref().map(|file| Position { file: file.clone(), line: 1, column: 1 });
            github::warning(&place.unwrap_or_default(), "A scenario is no longer judged", &lost.told())
        });
        let mended = self.mended.iter().map(|name| {
            let place = Position { file: name.clone(), line: 1, column: 1 };
            github::warning(&place, "A scenario is not compared", &mended(name))
        });
        each.chain(mended).collect()
    }

    /// How many scenarios there are, and how many of each kind.
    pub(super) fn counted(&self) -> String {
        let plural = if self.meant() == 1 { "" } else { "s" };
        let templates = self.lost.iter().filter(|lost| lost.now.is_some()).count();
        let all = [
            (self.compared, "compared"),
            (self.unchanged, "unchanged"),
            (self.new.len(), "new"),
            (self.mended.len(), "not readable before"),
            (self.lost.len() - templates, "gone"),
            (templates, "now a template"),
        ];
        let counted = all.iter().enumerate().filter(|(index, (count, _))| *index < 2 || *count > 0);
        let counted: Vec<String> = counted.map(|(_, (count, what))| format!("{count} {what}")).collect();
        format!("{} scenario{plural}: {}", self.meant(), counted.join(", "))
    }
}

fn mended(name: &str) -> String {
    format!("{name} could not be read at the revision: there is nothing to compare it with, and no bar to hold it to")
}

impl Lost {
    fn told(&self) -> String {
        let expected: Vec<String> = self.expected.iter().map(|text| format!("`{text}`")).collect();
        if expected.is_empty() {
            return format!("{}; nothing was expected of it", self.what);
        }
        format!("{}, and with that what it expected: {}", self.what, expected.join(", "))
    }
}

/// The scenario files that these names mean now, and the paths of those that they meant at the revision.
fn meant(
    revision: &Revision,
    names: &[PathBuf],
    all: &[String],
    renamed: &[(String, String)],
) -> Result<(Vec<Named>, Vec<String>), String> {
    let (mut now, mut then): (Vec<Named>, Vec<String>) = (Vec::new(), Vec::new());
    for name in names {
        let before: Vec<String> = files::among(all, &revision.path(name)?).into_iter().cloned().collect();
        let told = |message: String| format!("{}: {message}", name.display());
        let found = match files::of(name).map_err(told)? {
            Meant::Several(found) if found.is_empty() && before.is_empty() => return Err(told(files::NONE.into())),
            Meant::Several(found) => found,
            Meant::One if !name.exists() && !before.is_empty() => Vec::new(),
            Meant::One => vec![name.clone()],
        };
        for file in found {
            let path = revision.path(&file)?;
            if now.iter().all(|named| named.path != path) {
                let before = renamed.iter().find(|(_, new)| *new == path).map_or(&path, |(old, _)| old).clone();
                now.push(Named { file, path, before });
            }
        }
        then.extend(before);
    }
    then.sort();
    then.dedup();
    Ok((now, then))
}

/// Whether one file is meant, which is a scenario of its own.
pub(super) fn is_of_one(names: &[PathBuf]) -> bool {
    matches!(names, [name] if matches!(files::of(name), Ok(Meant::One)) && name.exists() && !scenario::is_template(name))
}

/// What one file was at the revision: its path and its text.
///
/// # Errors
///
/// Why there is none, and what to do about it.
pub(super) fn before(revision: &Revision, file: &Path) -> Result<(String, String), String> {
    let path = revision.path(file)?;
    let before = revision.renamed()?.into_iter().find_map(|(before, now)| (now == path).then_some(before));
    let path = before.unwrap_or(path);
    let text = revision.text(&path)?;
    if scenario::says_template(&text) {
        return Err(format!(
            "{} is a template, which is no scenario of its own to compare with",
            revision.label(&path)
        ));
    }
    Ok((path, text))
}
