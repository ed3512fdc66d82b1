//! `hangup compare`: the difference of two scenarios, on the same callers.

use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::{Args, ValueEnum};

use super::out::Folder;
use super::simulating::Simulating;
use super::summary::Summary;
use super::verdict::Deciding;
use super::{Exit, git, output};
use crate::experiment::{self, Error, Settings};
use crate::report::compare::{self, CompareReport, Side};
use crate::report::diagnostics::diagnostics;
use crate::report::github;
use crate::scenario::bar::{bar, lowered};
use crate::scenario::expectation::Position;
use crate::scenario::{self, Loaded};

/// What `--out` may write.
const FILES: [&str; 12] = [
    "compare.txt",
    "compare.md",
    "compare.json",
    "compare.csv",
    "differences.png",
    "differences.svg",
    "differences-phone.png",
    "differences-phone.svg",
    "funnel.png",
    "funnel.svg",
    "funnel-phone.png",
    "funnel-phone.svg",
];

#[derive(Debug, Args)]
pub(super) struct Compare {
    /// The base, and then the changed scenario; or one file with --set or --git
    #[arg(required = true, num_args = 1..=2, value_names = ["BASE", "CHANGED"])]
    files: Vec<PathBuf>,
    /// Compare the file with what it was at this revision of its git repository
    #[arg(long, value_name = "REV")]
    git: Option<String>,
    /// Expect something of the difference, such as `ivr_abandonment increases by < 0.5 points` or `mean_wait(billing) changes by < 5s`;
    /// or of the changed scenario, as in its file; may be repeated
    #[arg(long = "expect", value_name = "EXPECTATION")]
    expect: Vec<String>,
    /// The form of the result
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Write compare.txt, compare.md, compare.json, compare.csv and the charts as SVG and PNG to this folder too
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    #[command(flatten)]
    deciding: Deciding,
    #[command(flatten)]
    simulating: Simulating,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// For programs
    Json,
    /// For spreadsheets
    Csv,
    /// For review comments
    Markdown,
    /// For GitHub: annotations, and a summary where the environment names a file for it
    Github,
}

/// Both scenarios with what they are called.
struct Two {
    base: (Loaded, String),
    changed: (Loaded, String),
    /// The first line in which the changed file differs from the base, for what is expected nowhere in it.
    differs_at: Position,
}

impl Compare {
    pub(super) fn execute(&self) -> Exit {
        let two = match self.read() {
            Ok(two) => two,
            Err(exit) => return exit,
        };
        let ready = |path| Folder::create(path)?.for_files(&FILES);
        let folder = match self.out.as_deref().map(ready).transpose() {
            Ok(folder) => folder,
            Err(exit) => return exit,
        };
        let summary = match Summary::ready(self.format == Format::Github) {
            Ok(summary) => summary,
            Err(exit) => return exit,
        };
        let pool = match self.simulating.pool() {
            Ok(pool) => pool,
            Err(exit) => return exit,
        };
        super::end_on_interrupt();
        let (base, changed) = (&two.base.0, &two.changed.0);
        let expectations = bar(&base.expectations, &changed.expectations);
        let mut planned = base.scenario.clone();
        if !expectations.is_empty() {
            planned.replications = base.judged.clone();
        }
        let began = Instant::now();
        let bar = self.simulating.progress(&two.changed.1, "{bar:40} {percent} % of both, {eta} left");
        let stop = self.deciding.deadline();
        let compared = pool.install(|| {
            let advance = |done: u32, total: u32| bar.advance(done.into(), total.into());
            let settings = Settings::default();
            experiment::compare(&planned, &changed.scenario, &expectations, &settings, stop, advance)
        });
        bar.finish();
        let compared = match compared {
            Ok(compared) => compared,
            Err(error) => {
                output::message(&format!("error: {error}"));
                return if matches!(error, Error::UnknownMetric(_)) { Exit::Wrong } else { Exit::Incomplete };
            }
        };
        let lowered = lowered(&base.expectations, &changed.expectations);
        let side = |(loaded, origin): &'_ (Loaded, String)| (loaded.hash.clone(), origin.clone());
        let (of_base, of_changed) = (side(&two.base), side(&two.changed));
        let report = CompareReport {
            base: Side { scenario: &base.scenario, hash: &of_base.0, origin: &of_base.1 },
            changed: Side { scenario: &changed.scenario, hash: &of_changed.0, origin: &of_changed.1 },
            compared: &compared,
            lowered: &lowered,
        };
        let judged = || compared.changed.expectations.iter().chain(&compared.differences);
        let mut exit = self.deciding.exit(judged());
        exit = exit.and(output::result(&match self.format {
            Format::Text => compare::text(&report, Some(began.elapsed())),
            Format::Json => compare::json(&report),
            Format::Csv => compare::csv(&report),
            Format::Markdown => compare::markdown(&report),
            Format::Github => github::annotations(judged(), self.deciding.in_github(), |position| two.place(position)),
        }));
        exit = exit.and(summary.add(&compare::markdown(&report)));
        if let Some(folder) = folder {
            exit = exit.and(self.write(&folder, &report));
        }
        exit
    }

    fn write(&self, folder: &Folder, report: &CompareReport) -> Exit {
        match compare::files(report) {
            Ok(files) => {
                let files: Vec<(&str, &[u8])> = files.iter().map(|(name, bytes)| (name.as_str(), &bytes[..])).collect();
                folder.write(&files, self.simulating.quiet)
            }
            Err(error) => {
                output::message(&format!("error: a chart could not be drawn: {error}"));
                Exit::Incomplete
            }
        }
    }

    /// Reads both before anything is run, and tells all that is wrong with either.
    fn read(&self) -> Result<Two, Exit> {
        let usage = |message: &str| {
            output::message(&format!("error: {message}"));
            Err(Exit::Wrong)
        };
        let settings = self.simulating.settings();
        let of_both = self.simulating.of_any();
        let (first, second) = match (&self.files[..], &self.git) {
            ([first, second], None) => (first, second),
            ([_, _], Some(_)) => return usage("--git compares one file with itself: name one file"),
            ([file], None) if self.simulating.changes.settings.is_empty() => {
                return usage("name two files, or one with --set or --git, to compare it with");
            }
            ([file, ..], _) => (file, file),
            ([], _) => return usage("name a scenario file"),
        };
        let mut base = match &self.git {
            None => scenario::load(first, &of_both),
            Some(revision) => match git::show(revision, first) {
                Ok(text) => {
                    let name = git::named(revision, first).display().to_string();
                    scenario::parse_with(&name, text, &of_both, &|base| git::base(revision, base))
                }
                Err(message) => return usage(&format!("--git: {message}")),
            },
        };
        let changed = scenario::load_expecting(second, &settings, &self.expect);
        let told = |loaded: Result<Loaded, scenario::diagnostic::Report>| match loaded {
            Ok(loaded) => {
                output::problems(&loaded.warnings, self.simulating.quiet);
                Some(loaded)
            }
            Err(problems) => {
                output::problems(&problems, self.simulating.quiet);
                if self.format == Format::Github {
                    output::result(&github::problems(&diagnostics([&problems])));
                }
                None
            }
        };
        // What is to be said of both is said once.
        if let (Ok(base), Ok(changed)) = (&mut base, &changed) {
            base.warnings.tell_no_more_than_once_beside(&changed.warnings);
        }
        let base = told(base);
        let (Some(base), Some(changed)) = (base, told(changed)) else { return Err(Exit::Wrong) };
        if let Err(error) = experiment::comparable(&base.scenario, &changed.scenario) {
            return usage(&error.to_string());
        }
        if base.scenario.seed != changed.scenario.seed && !self.simulating.quiet {
            output::message("note: the two have different seeds; both are run with the base's, on the same callers");
        }
        let differs_at = differs_at(&base, &changed, second);
        let base_origin = match &self.git {
            Some(revision) => git::named(revision, first).display().to_string(),
            None => output::name(first),
        };
        let with = if self.simulating.changes.settings.is_empty() {
            String::new()
        } else {
            format!(" with {}", self.simulating.changes.settings.join(", "))
        };
        Ok(Two { base: (base, base_origin), changed: (changed, format!("{}{with}", output::name(second))), differs_at })
    }
}

/// The first line of the changed file that the base has not.
fn differs_at(base: &Loaded, changed: &Loaded, file: &Path) -> Position {
    let text = |loaded: &Loaded| loaded.warnings.sources.first().map_or(String::new(), |source| source.text.clone());
    let (base, changed) = (text(base), text(changed));
    let alike = base.lines().zip(changed.lines()).take_while(|(a, b)| a == b).count();
    // Where settings are the only difference, no line is to blame.
    let line = if base == changed { 1 } else { (alike + 1).min(changed.lines().count().max(1)) };
    Position { file: file.display().to_string(), line, column: 1 }
}

impl Two {
    /// Where an expectation is annotated: where it stands in the changed file, or else where that differs from the base.
    fn place(&self, position: &Position) -> Position {
        if position.file == self.differs_at.file { position.clone() } else { self.differs_at.clone() }
    }
}
