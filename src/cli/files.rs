//! Which scenario files are meant: files, folders with what is in and below them, and patterns such as `days/*.yaml`.

use std::fs;
use std::path::{Path, PathBuf};

use super::{Exit, output};
use crate::scenario;

/// What is said where a folder or pattern has no scenario.
pub(super) const NONE: &str = "no scenario file (`.yaml` or `.yml`) is there";

/// What is meant by one name.
pub(super) enum Meant {
    /// The file of this name.
    One,
    /// What is in a folder or fits a pattern.
    Several(Vec<PathBuf>),
}

/// What is meant by a name, in the order of the names.
///
/// # Errors
///
/// Why that cannot be told.
pub(super) fn of(name: &Path) -> Result<Meant, String> {
    if name.is_dir() {
        let mut found = Vec::new();
        below(name, &mut found).map_err(|error| error.to_string())?;
        Ok(Meant::Several(found))
    } else if is_pattern(name) && !name.exists() {
        matching(name).map(Meant::Several)
    } else {
        Ok(Meant::One)
    }
}

/// The files that are meant: of a folder or a pattern in the order of their names, and those that are not meant yet.
///
/// # Errors
///
/// [`Exit::Wrong`] where a folder or pattern has none; the reason is told on standard error.
pub(super) fn expand(named: &[PathBuf]) -> Result<Vec<PathBuf>, Exit> {
    let mut files: Vec<PathBuf> = Vec::new();
    let mut wrong = false;
    for name in named {
        match of(name) {
            // What is named is taken as it is; what cannot be read is told where it is read.
            Ok(Meant::One) => files.push(name.clone()),
            Ok(Meant::Several(found)) if !found.is_empty() => {
                let new: Vec<PathBuf> = found.into_iter().filter(|file| !files.contains(file)).collect();
                files.extend(new);
            }
            found => {
                let error = found.err().unwrap_or_else(|| NONE.into());
                output::message(&format!("error: {}: {error}", name.display()));
                wrong = true;
            }
        }
    }
    if wrong { Err(Exit::Wrong) } else { Ok(files) }
}

/// The files that are run by themselves; that others are only extended is told, unless `quiet`.
///
/// # Errors
///
/// [`Exit::Wrong`] where none is left.
pub(super) fn without_templates(files: Vec<PathBuf>, quiet: bool) -> Result<Vec<PathBuf>, Exit> {
    let (templates, files): (Vec<_>, Vec<_>) = files.into_iter().partition(|file| scenario::is_template(file));
    for template in &templates {
        if !quiet || files.is_empty() {
            tell_template(template);
        }
    }
    if files.is_empty() {
        output::message("error: there is nothing but templates; name a file that extends one");
        return Err(Exit::Wrong);
    }
    Ok(files)
}

/// Says that a file is a template.
pub(super) fn tell_template(file: &Path) {
    output::message(&format!("note: {} is a template, read by the files that extend it", file.display()));
}

/// Of those paths with slashes the scenario files that a name means: those in a folder, or that fit a pattern, or the one of this
/// name. The name is one of them, from the same root.
pub(super) fn among<'p>(paths: &'p [String], name: &str) -> Vec<&'p String> {
    let pattern = is_pattern(Path::new(name)).then(|| glob::Pattern::new(name).ok()).flatten();
    let options = glob::MatchOptions { require_literal_separator: true, ..OPTIONS };
    let meant =
        |path: &str| path == name || pattern.as_ref().is_some_and(|pattern| pattern.matches_with(path, options));
    let within = |path: &&String| {
        let path: &str = path;
        let mut slashes = path.match_indices('/').map(|(at, _)| at);
        let shown = |rest: &str| !rest.split('/').any(|part| part.starts_with('.'));
        let below = slashes.any(|at| meant(&path[..at]) && shown(&path[at + 1..])) || name.is_empty() && shown(path);
        path == name || (below || meant(path)) && is_scenario(Path::new(path))
    };
    paths.iter().filter(within).collect()
}

/// What begins with a dot is hidden from patterns too.
const OPTIONS: glob::MatchOptions =
    glob::MatchOptions { case_sensitive: true, require_literal_separator: false, require_literal_leading_dot: true };

fn is_pattern(name: &Path) -> bool {
    name.to_str().is_some_and(|name| name.contains(['*', '?', '[']))
}

fn is_scenario(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "yaml" || extension == "yml")
}

/// The scenario files in a folder and below it; what begins with a dot is hidden.
fn below(folder: &Path, found: &mut Vec<PathBuf>) -> std::io::Result<()> {
    let entries = fs::read_dir(folder)?.map(|entry| entry.map(|entry| (entry.path(), entry.file_type())));
    let mut entries = entries.collect::<Result<Vec<_>, _>>()?;
    entries.sort_by(|a, b| a.0.cmp(&b.0));
    for (path, kind) in entries {
        if path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.')) {
            continue;
        }
        // A link to a folder may lead back up.
        if kind?.is_dir() {
            below(&path, found)?;
        } else if is_scenario(&path) && path.is_file() {
            found.push(path);
        }
    }
    Ok(())
}

fn matching(pattern: &Path) -> Result<Vec<PathBuf>, String> {
    let text = pattern.to_str().unwrap_or_default();
    let found = glob::glob_with(text, OPTIONS).map_err(|error| format!("this is no pattern: {error}"))?;
    let mut files = Vec::new();
    for path in found {
        let path = path.map_err(|error| error.to_string())?;
        if path.is_dir() {
            below(&path, &mut files).map_err(|error| error.to_string())?;
        } else if is_scenario(&path) {
            files.push(path);
        }
    }
    Ok(files)
}
