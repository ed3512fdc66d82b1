//! What a person writes: the scenario file, read with positions, checked for meaning, and resolved.
//!
//! Knows nothing of simulation. The way through: text → nodes with positions (`yaml`) → the file's shape (`file`)
//! → the meaning ([`resolved`]), with every problem of the file collected on the way ([`diagnostic`]).

mod check;
mod complaint;
mod decode;
pub mod diagnostic;
mod field;
mod file;
mod nearest;
mod node;
pub mod place;
pub mod resolved;
mod schema;
mod set;
mod yaml;
mod yaml_error;

use std::io::Read;
use std::path::Path;

use diagnostic::{Problem, Report};
use place::{Place, Source};
use resolved::Scenario;
pub use schema::schema;

/// A scenario that can be simulated.
#[derive(Debug, Clone, PartialEq)]
pub struct Loaded {
    /// What the file means.
    pub scenario: Scenario,
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
    let name = path.display().to_string();
    match read(path) {
        Ok(text) => parse(&name, text, settings),
        Err((what, help)) => {
            let source = Source { name, text: String::new() };
            let problem = Problem::error("unreadable-file", what, Place::default(), "", help);
            Err(Report::new(vec![source], vec![problem]))
        }
    }
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
    let whole = |source: usize, text: &str| Place { source: source as u32, start: 0, end: text.len() as u32 };
    // A byte order mark is no text.
    let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
    let mut sources = vec![Source { name: name.to_owned(), text }];
    let settings = settings.iter().map(|text| Source { name: set::NAME.into(), text: text.clone() });
    sources.extend(settings);
    let mut problems = Vec::new();
    let text = &sources[0].text;
    if let Some(problem) = unreadable(text) {
        return Err(Report::new(sources, vec![problem]));
    }
    let mut root = match yaml::parse(text, whole(0, text)) {
        Ok(root) => root,
        Err(problem) => return Err(Report::new(sources, vec![*problem])),
    };
    if root.value == node::Value::Null {
        let place = root.place;
        let (message, label) = ("the file says nothing", "expected a scenario");
        return Err(Report::new(
            sources,
            vec![Problem::error("empty-file", message, place, label, yaml_error::SMALLEST)],
        ));
    }
    for (index, setting) in sources.iter().enumerate().skip(1) {
        if let Err(problem) = set::apply(&mut root, setting, index as u32) {
            problems.push(*problem);
        }
    }
    let file = decode::decode(&root, &mut problems);
    let stem = Path::new(name).file_stem().map_or("scenario".into(), |stem| stem.to_string_lossy().into_owned());
    let (scenario, problems) = check::check(&file, &stem, problems);
    let report = Report::new(sources, problems);
    match scenario {
        Some(scenario) if report.errors() == 0 => {
            let hash = hash(&scenario);
            Ok(Loaded { scenario, warnings: report, hash })
        }
        _ => Err(report),
    }
}

/// What makes a text no scenario before any YAML is read.
fn unreadable(text: &str) -> Option<Problem> {
    if text.len() as u64 > LARGEST {
        return Some(Problem::error(
            "too-large",
            "the file is too large for a scenario",
            Place::default(),
            format!("expected at most {} MB", LARGEST / 1024 / 1024),
            "write samples and texts shorter",
        ));
    }
    let mut start = 0;
    for line in text.split('\n') {
        if line.len() > LONGEST_LINE {
            return Some(Problem::error(
                "too-large",
                "this line is absurdly long",
                Place { source: 0, start, end: start },
                format!("expected at most {LONGEST_LINE} characters"),
                "break it into several lines",
            ));
        }
        start += line.len() as u32 + 1;
    }
    let at = text.find('\0')? as u32;
    Some(Problem::error(
        "syntax",
        "this is not a text file: it holds a zero byte",
        Place { source: 0, start: at, end: at + 1 },
        "expected text",
        "name a scenario written in YAML",
    ))
}

/// A 64-bit FNV-1a of the meaning; what was assumed or written out makes no difference.
fn hash(scenario: &Scenario) -> String {
    let meaning = Scenario { assumptions: Vec::new(), ..scenario.clone() };
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for byte in format!("{meaning:?}").bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    format!("{hash:016x}")
}
