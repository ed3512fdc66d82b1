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
use std::path::Path;

use diagnostic::{Problem, Report};
use document::Document;
use expectation::Expectation;
use place::{Place, Source};
use resolved::Scenario;
pub use schema::schema;
pub use sweep::{Axis, AxisValue, Cell, MOST_CELLS, ShapeCell, Sweep, shapes};

/// A scenario that can be simulated.
#[derive(Debug, Clone, PartialEq)]
pub struct Loaded {
    /// What the file means.
    pub scenario: Scenario,
    /// What is expected of it.
    pub expectations: Vec<Expectation>,
    /// What may not be meant: only warnings.
    pub warnings: Report,
    /// A stable name of the meaning: the same for two files that mean the same.
    pub hash: String,
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
    parse(&path.display().to_string(), text(path)?, settings)
}

/// As [`load`], with more expectations than the file has: those of a comparison, too.
///
/// # Errors
///
/// Everything that is wrong with the file, the settings and the expectations, at once.
pub fn load_expecting(path: &Path, settings: &[String], expectations: &[String]) -> Result<Loaded, Report> {
    let mut document = Document::read(&path.display().to_string(), text(path)?, settings)?;
    document.expect(expectations);
    document.load()
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
    Document::read(name, text, settings)?.load()
}
