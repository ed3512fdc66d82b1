//! What a person writes: the scenario file, read with positions, checked for meaning, and resolved.
//!
//! Knows nothing of simulation. The way through: text → nodes with positions (`yaml`) → the file's shape (`file`)
//! → the meaning ([`resolved`]), with every problem of the file collected on the way ([`diagnostic`]).

pub mod bar;
mod check;
mod complaint;
mod decode;
pub mod diagnostic;
mod document;
pub mod expectation;
pub mod explain;
mod extends;
mod field;
mod file;
mod nearest;
mod node;
pub mod place;
pub mod resolved;
mod schema;
mod set;
mod sweep;
mod yaml;
mod yaml_error;

use std::io::Read;
use std::path::{Path, PathBuf};

use diagnostic::{Problem, Report};
use document::Document;
use expectation::Expectation;
pub use extends::Reader;
use place::{Place, Source};
use resolved::{Replications, Scenario};
pub use schema::schema;
pub use sweep::{Axis, AxisValue, Cell, MOST_CELLS, ShapeCell, Sweep, shapes};

/// A scenario that can be simulated.
#[derive(Debug, Clone, PartialEq)]
pub struct Loaded {
    /// What the file means.
    pub scenario: Scenario,
    /// How often it is run where something is expected of it by who compares it, though the file may expect nothing.
    pub judged: Replications,
    /// What is expected of it.
    pub expectations: Vec<Expectation>,
    /// What may not be meant: only warnings.
    pub warnings: Report,
    /// A stable name of the meaning: the same for two files that mean the same.
    pub hash: String,
    /// The file's text, for whoever is to see what was simulated.
    pub text: String,
}

/// Larger files are no scenarios.
const LARGEST: u64 = 1024 * 1024;

/// Longer lines nobody reads.
const LONGEST_LINE: usize = 20_000;

/// Reads a scenario file, changed by settings such as `ivr.balanced.depth=3`.
///
/// # Errors
///
/// Everything that is wrong with the file and the settings, at once.
pub fn load(path: &Path, settings: &[String]) -> Result<Loaded, Report> {
    load_expecting(path, settings, &[])
}

/// As [`load`], with more expectations than the file has: those of a comparison, too.
///
/// # Errors
///
/// Everything that is wrong with the file, the settings and the expectations, at once.
pub fn load_expecting(path: &Path, settings: &[String], expectations: &[String]) -> Result<Loaded, Report> {
    let mut document = document(path, settings)?;
    document.expect(expectations);
    document.load()
}

/// A file with what it extends.
fn document(path: &Path, settings: &[String]) -> Result<Document, Report> {
    let root = root_of(path);
    let reader = |base: &Path| {
        // What a file extends is of the same repository, or folder.
        if std::fs::canonicalize(base).is_ok_and(|base| !base.starts_with(&root)) {
            let help = "extend a file of the same repository (or folder, where there is none)";
            return Err(("the base file is outside of the repository".to_owned(), help.to_owned()));
        }
        Ok((base.display().to_string(), read(base)?))
    };
    Document::read(&path.display().to_string(), text(path)?, settings, &reader)
}

/// The repository that a file is in, or else its folder.
fn root_of(path: &Path) -> PathBuf {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let folder = std::fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
    folder.ancestors().find(|folder| folder.join(".git").exists()).unwrap_or(&folder).to_owned()
}

/// Whether a file is only extended: it says `template: true`. What is wrong with it is told where it is extended.
pub fn is_template(path: &Path) -> bool {
    read(path).is_ok_and(|text| says_template(&text))
}

/// Whether a text says `template: true`.
pub fn says_template(text: &str) -> bool {
    let whole = Place { source: 0, start: 0, end: text.len() as u32 };
    let template = |root: node::Node| root.get("template").map(|node| node.value == node::Value::Bool(true));
    yaml::parse(text, whole).ok().and_then(template).unwrap_or(false)
}

/// What is wrong with a template by itself, whatever the files that extend it say.
pub fn check_template(path: &Path) -> Report {
    let checked = document(path, &[]).map(Document::into_template).and_then(|document| document.load());
    checked.map_or_else(|problems| problems, |loaded| loaded.warnings)
}

/// A duration in seconds, as a file writes it: `90s`, `5m`.
///
/// # Errors
///
/// What is wrong with it, and what to do about it.
pub fn duration(text: &str) -> Result<f64, String> {
    use file::scalar::Scalar;
    let read = file::duration::Duration::read(file::scalar::Raw::Text(text));
    read.map(|duration| duration.0).map_err(|complaint| format!("{}; {}", complaint.message, complaint.help))
}

/// The text of a scenario file.
fn text(path: &Path) -> Result<String, Report> {
    read(path).map_err(|(what, help)| {
        let source = Source { name: path.display().to_string(), text: String::new() };
        let problem = Problem::error("unreadable-file", what, Place::default(), "", help);
        Report::new(vec![source], vec![problem])
    })
}

/// The text of a file, or why there is none and what to do about it.
fn read(path: &Path) -> Result<String, (String, String)> {
    let too_large = || {
        let help = format!("name a scenario file of at most {} MB", LARGEST / 1024 / 1024);
        ("the file is too large for a scenario".to_owned(), help)
    };
    let failed = |error: &std::io::Error| {
        let help = match error.kind() {
            std::io::ErrorKind::NotFound => {
                let similar = similar(path);
                similar.map_or("check the name".into(), |name| format!("did you mean `{name}`?"))
            }
            std::io::ErrorKind::PermissionDenied => "allow reading it".to_owned(),
            _ => "name a file that can be read".to_owned(),
        };
        (format!("the file cannot be read: {error}"), help)
    };
    let metadata = std::fs::metadata(path).map_err(|error| failed(&error))?;
    if metadata.is_dir() {
        return Err(("this is a directory, not a scenario".into(), "name a file in it".into()));
    }
    if metadata.len() > LARGEST {
        return Err(too_large());
    }
    let file = std::fs::File::open(path).map_err(|error| failed(&error))?;
    let mut bytes = Vec::new();
    // A pipe or device tells no length beforehand.
    file.take(LARGEST + 1).read_to_end(&mut bytes).map_err(|error| failed(&error))?;
    if bytes.len() as u64 > LARGEST {
        return Err(too_large());
    }
    String::from_utf8(bytes).map_err(|error| {
        let valid = String::from_utf8_lossy(&error.as_bytes()[..error.utf8_error().valid_up_to()]);
        let line = valid.split('\n').count();
        let column = valid.split('\n').next_back().map_or(0, |line| line.chars().count()) + 1;
        (
            format!("the file is not UTF-8 text: line {line}, column {column} holds other bytes"),
            "save it as UTF-8 text".to_owned(),
        )
    })
}

/// The file beside a missing one that is named most like it.
fn similar(path: &Path) -> Option<String> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let names: Vec<String> = std::fs::read_dir(folder)
        .ok()?
        .take(1000)
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .collect();
    nearest::nearest(path.file_name()?.to_str()?, names.iter().map(String::as_str)).map(str::to_owned)
}

/// Reads a scenario from its text; `name` is what diagnostics call it.
///
/// # Errors
///
/// Everything that is wrong with the text and the settings, at once.
pub fn parse(name: &str, text: String, settings: &[String]) -> Result<Loaded, Report> {
    parse_with(name, text, settings, &no_base)
}

/// As [`parse`], with `reader` for the files that the text extends, which are named relative to `name`: it gives a file's name in
/// diagnostics and its text, or what is wrong with it and what to do about it.
///
/// # Errors
///
/// Everything that is wrong with the texts and the settings, at once.
pub fn parse_with(name: &str, text: String, settings: &[String], reader: &Reader) -> Result<Loaded, Report> {
    Document::read(name, text, settings, reader)?.load()
}

/// A text alone extends nothing.
fn no_base(_: &Path) -> Result<(String, String), (String, String)> {
    Err(("a text that is no file has no base".into(), "read it from a file".into()))
}
