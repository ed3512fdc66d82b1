//! A scenario file as it was read: its text, its values with their places, and what `--set` changed.

use std::path::Path;

use super::check::{self, Asked, Meaning};
use super::decode;
use super::diagnostic::{Problem, Report};
use super::expectation::{Expectation, Position};
use super::extends::{self, Extended, Reader};
use super::field::{Field, Placed};
use super::file::File;
use super::node::{Node, Value};
use super::place::{Place, Source};
use super::resolved::Scenario;
use super::{LARGEST, LONGEST_LINE, Loaded, set, sweep, yaml, yaml_error};

/// What an expectation of the command line is called in diagnostics.
const EXPECT: &str = "--expect";

/// What the metric to chart is called there.
const CHART: &str = "--chart";

/// What is wrong with a value by itself, whatever else the scenario says.
const BY_ITSELF: [&str; 6] = ["bad-name", "never", "out-of-range", "reserved-name", "unknown-version", "zero"];

/// A file whose YAML could be read.
#[derive(Debug, Clone)]
pub(super) struct Document {
    /// The file, and then the settings.
    pub(super) sources: Vec<Source>,
    pub(super) root: Node,
    /// The values of the file alone, and where the settings end among the sources.
    file: Node,
    settings: usize,
    /// What is asked for beside what the file says.
    asked: Asked,
    /// What is wrong with the settings.
    problems: Vec<Problem>,
    /// Whether the file extends something that could not be read, or is extended itself.
    baseless: bool,
    /// What the scenario is called if it does not say.
    stem: String,
}

impl Document {
    /// Reads a text, changed by settings; `name` is what diagnostics call it.
    /// The files that it extends are read by `reader`.
    pub(super) fn read(name: &str, text: String, settings: &[String], reader: &Reader) -> Result<Self, Report> {
        // A byte order mark is no text.
        let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
        let mut sources = vec![Source { name: name.to_owned(), text }];
        let settings = settings.iter().map(|text| Source { name: set::NAME.into(), text: text.clone() });
        sources.extend(settings);
        let text = &sources[0].text;
        if let Some(problem) = unreadable(text) {
            return Err(Report::new(sources, vec![problem]));
        }
        let whole = Place { source: 0, start: 0, end: text.len() as u32 };
        let root = match yaml::parse(text, whole) {
            Ok(root) => root,
            Err(problem) => return Err(Report::new(sources, vec![*problem])),
        };
        if root.value == Value::Null {
            let place = root.place;
            let (message, label) = ("the file says nothing", "expected a scenario");
            let problem = Problem::error("empty-file", message, place, label, yaml_error::SMALLEST);
            return Err(Report::new(sources, vec![problem]));
        }
        let settings = sources.len();
        let Extended { mut root, baseless, problem } = extends::extended(root, &mut sources, reader);
        let file = root.clone();
        let mut problems: Vec<Problem> = problem.into_iter().collect();
        for (index, setting) in sources.iter().enumerate().take(settings).skip(1) {
            if let Err(problem) = set::apply(&mut root, setting, index as u32)
                && !(baseless && problem.code == "unknown-name")
            {
                problems.push(*problem);
            }
        }
        let stem = Path::new(name).file_stem().map_or("scenario".into(), |stem| stem.to_string_lossy().into_owned());
        Ok(Self { sources, root, file, settings, asked: Asked::default(), problems, baseless, stem })
    }

    /// Expects more than the file does.
    pub(super) fn expect(&mut self, expectations: &[String]) {
        for text in expectations {
            let placed = self.placed(EXPECT, text);
            self.asked.expect.push(placed);
        }
    }

    /// Charts this metric instead of the file's.
    pub(super) fn chart(&mut self, metric: &str) {
        self.asked.chart = Some(self.placed(CHART, metric));
    }

    /// A text of the command line, with its place among the sources.
    fn placed(&mut self, name: &str, text: &str) -> Placed<String> {
        let place = Place { source: self.sources.len() as u32, start: 0, end: text.len() as u32 };
        self.sources.push(Source { name: name.into(), text: text.to_owned() });
        Placed { value: text.to_owned(), place }
    }

    /// What the file says, and what it means with these values instead of its own.
    pub(super) fn meaning(&self, root: &Node) -> (Field<File>, Option<Meaning>, Vec<Problem>) {
        let mut problems = self.problems.clone();
        let file = decode::decode(root, &mut problems);
        if !self.baseless {
            let (meaning, problems) = check::check(&file, &self.stem, &self.asked, problems);
            return (file, meaning, problems);
        }
        // What is asked for speaks of what is in the base.
        let part = |section: &str, part: &str| root.get(section).and_then(|section| section.get(part));
        let asked = [root.get("expect"), part("replications", "until"), part("sweep", "chart")];
        let expected = |place: Place| asked.iter().flatten().any(|asked| asked.place.holds(place));
        let (_, found) = check::check(&file, &self.stem, &Asked::default(), Vec::new());
        let by_itself = |problem: &Problem| BY_ITSELF.contains(&problem.code.as_ref()) && !expected(problem.place);
        problems.extend(found.into_iter().filter(by_itself));
        (file, None, problems)
    }

    /// The same as a file of which only that is told which is wrong by itself: others fill in what it leaves out.
    pub(super) fn into_template(mut self) -> Self {
        extends::without_hollows(&mut self.root);
        self.baseless = true;
        self
    }

    /// Whether the file extends something that could not be read, so that only what is wrong by itself is told of it.
    pub(super) fn is_baseless(&self) -> bool {
        self.baseless
    }

    /// The scenario that the file means, with the values that its sweep would try looked at too.
    pub(super) fn load(&self) -> Result<Loaded, Report> {
        let all = |document: &Self| {
            let (_, meaning, mut problems) = document.meaning(&document.root);
            problems.extend(sweep::problems(document, &problems));
            (meaning, problems)
        };
        let (meaning, mut problems) = all(self);
        self.show_causes(&mut problems, |document| all(document).1);
        self.loaded(meaning, problems)
    }

    /// Shows beside each problem that is none of a setting itself the setting without which it would not be there. `found` is
    /// how problems like these are found.
    pub(super) fn show_causes(&self, problems: &mut [Problem], found: impl Fn(&Self) -> Vec<Problem>) {
        let of_a_setting = |problem: &Problem| (1..self.settings).contains(&(problem.place.source as usize));
        if problems.iter().all(of_a_setting) {
            return;
        }
        for one in 1..self.settings {
            let mut without = Self { root: self.file.clone(), ..self.clone() };
            let others = self.sources.iter().enumerate().take(self.settings).skip(1).filter(|(other, _)| *other != one);
            for (index, setting) in others {
                // Whatever is wrong with a setting is told already.
                let _ = set::apply(&mut without.root, setting, index as u32);
            }
            let found = found(&without);
            let there = |problem: &Problem| {
                found.iter().any(|other| (&other.code, other.place) == (&problem.code, problem.place))
            };
            let whole = Place { source: one as u32, start: 0, end: self.sources[one].text.len() as u32 };
            for problem in problems.iter_mut().filter(|problem| !of_a_setting(problem) && !there(problem)) {
                problem.other.get_or_insert_with(|| (whole, "since this is set".into()));
            }
        }
    }

    /// A scenario that can be simulated, unless something is wrong.
    pub(super) fn loaded(&self, meaning: Option<Meaning>, problems: Vec<Problem>) -> Result<Loaded, Report> {
        let report = Report::new(self.sources.clone(), problems);
        match meaning {
            Some(Meaning { scenario, judged, expectations, .. }) if report.errors() == 0 => {
                let hash = hash(&scenario);
                let placed = |(expectation, place): (Expectation, Place)| {
                    let found = report.located(place);
                    let position =
                        |(file, line, column): (&str, usize, usize)| Position { file: file.into(), line, column };
                    Expectation { position: found.map_or_else(Position::default, position), ..expectation }
                };
                let expectations = expectations.into_iter().map(placed).collect();
                let text = self.sources[0].text.clone();
                Ok(Loaded { scenario, judged, expectations, warnings: report, hash, text })
            }
            _ => Err(report),
        }
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
