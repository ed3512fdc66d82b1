//! `hangup run`: simulates scenarios, prints their reports, and judges what they expect.

use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use clap::Args;

use super::format::Format;
use super::out::{self, Folder};
use super::printed::{Around, Printed};
use super::simulating::Simulating;
use super::summary::Summary;
use super::target::Target;
use super::timeline_file::TimelineFile;
use super::verdict::Deciding;
use super::{Exit, Read, files, output, read};
use crate::experiment::{self, Error, Judged, Results, Settings, Verdict};
use crate::report::diagnostics::diagnostics;
use crate::report::junit::{Suite, junit};
use crate::report::{self, Report, github};
use crate::scenario::Loaded;
use crate::scenario::resolved::Replications;

/// What `--out` may write of a scenario.
const FILES: [&str; 7] =
    ["report.txt", "result.json", "result.csv", "index.html", "ivr.csv", "intents.csv", "options.csv"];

#[derive(Debug, Args)]
pub(super) struct Run {
    /// Scenario files, folders of them, or patterns such as 'days/*.yaml'
    #[arg(required = true, value_name = "FILE|FOLDER|PATTERN")]
    files: Vec<PathBuf>,
    /// The form of the result
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Run only the K-th replication, with exactly the result it has among all
    #[arg(long, value_name = "K", value_parser = clap::value_parser!(u32).range(1..))]
    replication: Option<u32>,
    /// Show in the text, too, where the callers of each intent came to, and what is heard and pressed of each option
    #[arg(long)]
    details: bool,
    /// Write the report, the figures and their tables to files in this folder too: report.txt, result.json, result.csv,
    /// index.html with all of it, and of an IVR ivr.csv, intents.csv, options.csv; of several scenarios each to a folder
    /// in it, named after the file
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Write everything that happens in one replication to this file, as JSON Lines, and the calls abandoned in it to
    /// abandoned-calls.csv beside it, unless it is a device or a pipe: of the first replication, or that of --replication
    #[arg(long, value_name = "FILE")]
    timeline: Option<PathBuf>,
    /// Write what came of the expectations to this file too, for CI systems (XML of the kind junit.xml): a suite for each scenario
    #[arg(long, value_name = "FILE")]
    junit: Option<PathBuf>,
    #[command(flatten)]
    deciding: Deciding,
    #[command(flatten)]
    simulating: Simulating,
}

/// One scenario with what came of it, and how long that took.
struct Done<'a> {
    file: &'a PathBuf,
    loaded: &'a Loaded,
    results: Result<Results, (Exit, String)>,
    took: Duration,
    of_several: bool,
}

impl Done<'_> {
    fn judged(&self) -> &[Judged] {
        self.results.as_ref().map_or(&[], |results| &results.expectations)
    }
}

/// Where results are written beside standard output.
struct Places {
    folders: Vec<Folder>,
    timeline: Option<TimelineFile>,
    junit: Option<Target>,
    summary: Summary,
}

impl Run {
    pub(super) fn execute(&self) -> Exit {
        self.try_to_execute().unwrap_or_else(|exit| exit)
    }

    fn try_to_execute(&self) -> Result<Exit, Exit> {
        let files = files::without_templates(files::expand(&self.files)?, self.simulating.quiet)?;
        if self.timeline.is_some() && files.len() > 1 {
            output::message("error: a timeline is of one scenario: give one scenario file, or no --timeline");
            return Err(Exit::Wrong);
        }
        let settings = self.simulating.settings();
        // Everything is read before anything is run: a mistake in the last file must not cost the time of the first.
        let all: Vec<Read> = files.iter().map(|file| read(file, &settings, self.simulating.quiet)).collect();
        let junit = self.junit.as_deref().map(|path| Target::asked_for("--junit", path)).transpose()?;
        let Ok(loaded) = all.iter().map(Result::as_ref).collect::<Result<Vec<&Loaded>, _>>() else {
            return Err(self.refuse(&files, &all, junit.as_ref()));
        };
        for (file, loaded) in files.iter().zip(&loaded) {
            let (Replications::Fixed(most) | Replications::Until { at_most: most, .. }) = loaded.scenario.replications;
            if self.replication.is_some_and(|replication| replication > most) {
                let plural = if most == 1 { "" } else { "s" };
                let message = format!("--replication: the scenario has {most} replication{plural}");
                output::message(&format!("error: {}: {message}", file.display()));
                return Err(Exit::Wrong);
            }
        }
        let timeline = self.timeline.as_deref().map(TimelineFile::at).transpose()?;
        let summary = Summary::ready(self.format == Format::Github)?;
        let places = Places { folders: self.folders(&files)?, timeline, junit, summary };
        super::end_on_interrupt();
        let pool = self.simulating.pool()?;
        let stop = self.deciding.deadline();
        let mut printed = Printed::new(self.around(files.len() > 1));
        let mut exit = Exit::Fine;
        let mut all: Vec<Done> = Vec::new();
        for (index, (file, loaded)) in files.iter().zip(&loaded).enumerate() {
            let began = Instant::now();
            let results = pool.install(|| self.simulate(&file.display().to_string(), loaded, stop));
            let done = Done { file, loaded, results, took: began.elapsed(), of_several: files.len() > 1 };
            exit = exit.and(self.tell(&done, &mut printed, &places, places.folders.get(index)));
            all.push(done);
        }
        let told = matches!(self.format, Format::Text | Format::Markdown | Format::Github) && all.len() > 1;
        exit = exit.and(printed.end(&if told { last_line(&all) } else { String::new() }));
        let suites = all.iter().map(|done| Suite {
            file: done.file.display().to_string(),
            seconds: done.took.as_secs_f64(),
            outcome: match &done.results {
                Ok(results) => Ok(&results.expectations),
                Err((_, message)) => Err(message.clone()),
            },
        });
        Ok(exit.and(self.write_junit(&suites.collect::<Vec<_>>(), places.junit.as_ref())))
    }

    /// Tells what came of a scenario: problems, then the result, then its files.
    fn tell(&self, done: &Done, printed: &mut Printed, places: &Places, folder: Option<&Folder>) -> Exit {
        let results = match &done.results {
            Ok(results) => results,
            Err((failed, message)) => {
                output::message(&format!("error: {}: {message}", done.file.display()));
                return *failed;
            }
        };
        if !self.simulating.quiet && self.format != Format::Text {
            for warning in results.warnings() {
                output::message(&format!("warning: {}: {warning}", done.file.display()));
            }
        }
        let mut exit = self.deciding.exit(&results.expectations);
        let report = Report { scenario: &done.loaded.scenario, hash: &done.loaded.hash, results };
        printed.add(&self.show(&report, done));
        if self.format == Format::Github {
            exit = exit.and(places.summary.add(&format!("{}\n", report::markdown(&report))));
        }
        if let Some(folder) = folder {
            let files = self.written(&report, done);
            let files: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
            exit = exit.and(folder.write(&files, self.simulating.quiet));
        }
        if let Some(timeline) = &places.timeline {
            let replication = self.replication.map_or(0, |k| k - 1);
            exit = exit.and(timeline.write(report.scenario, replication, self.simulating.quiet));
        }
        exit
    }

    /// What is printed around the results of one scenario or several.
    fn around(&self, several: bool) -> Around {
        match self.format {
            _ if !several => Around::default(),
            Format::Json => Around { before: "[\n".into(), between: ",\n", behind: "]\n" },
            Format::Csv => Around { before: report::csv_heading_of_several(), ..Around::default() },
            Format::Text | Format::Markdown => Around { between: "\n", ..Around::default() },
            Format::Github => Around::default(),
        }
    }

    /// Tells, where a build reads it, which scenarios could not be read.
    fn refuse(&self, files: &[PathBuf], all: &[Read], junit: Option<&Target>) -> Exit {
        let broken = || files.iter().zip(all).filter_map(|(file, read)| Some((file, read.as_ref().err()?)));
        if self.format == Format::Github {
            output::result(&github::problems(&diagnostics(broken().map(|(_, problems)| &**problems))));
        }
        let suites = broken().map(|(file, problems)| Suite {
            file: file.display().to_string(),
            seconds: 0.0,
            outcome: Err(problems.render(false)),
        });
        let suites: Vec<Suite> = suites.collect();
        Exit::Wrong.and(self.write_junit(&suites, junit))
    }

    fn write_junit(&self, suites: &[Suite], target: Option<&Target>) -> Exit {
        let Some(target) = target else { return Exit::Fine };
        out::write(target, junit(suites, self.deciding.in_junit()).as_bytes(), self.simulating.quiet)
    }

    /// The folder that each scenario's files go to; none where they are not asked for.
    fn folders(&self, files: &[PathBuf]) -> Result<Vec<Folder>, Exit> {
        let Some(path) = &self.out else { return Ok(Vec::new()) };
        let folder = Folder::create(path)?;
        let folders = if files.len() > 1 { folder.each(files)? } else { vec![folder] };
        folders.into_iter().map(|folder| folder.for_files(&FILES)).collect()
    }

    fn simulate(&self, file: &str, loaded: &Loaded, stop: &AtomicBool) -> Result<Results, (Exit, String)> {
        let replication = self.replication.map(|k| k - 1);
        let settings = Settings { replication, ..Settings::default() };
        let bar = self.simulating.progress(file, "{bar:40} {pos} of {len} replications, {eta} left");
        let advance = |done: u32, total: u32| bar.advance(done.into(), total.into());
        let results = experiment::judge(&loaded.scenario, &loaded.expectations, &settings, stop, advance);
        bar.finish();
        results.map_err(|error| match &error {
            Error::UnknownMetric(_) | Error::DayAndSteady { .. } => (Exit::Wrong, error.to_string()),
            Error::Interrupted => (Exit::Incomplete, "there was no time to finish (--max-time)".into()),
            Error::Failed { .. } | Error::Books { .. } => (Exit::Incomplete, error.to_string()),
        })
    }

    fn show(&self, report: &Report, done: &Done) -> String {
        let file = || done.file.display().to_string();
        match self.format {
            Format::Text => report::text(report, Some(done.took), self.details),
            Format::Json if done.of_several => report::json_of_file(report, &file()),
            Format::Json => report::json(report),
            Format::Csv if done.of_several => report::csv_of_file(report, &file()),
            Format::Csv => report::csv(report),
            Format::Markdown => report::markdown(report),
            Format::Github => {
                github::annotations(&report.results.expectations, self.deciding.in_github(), Clone::clone)
            }
        }
    }

    /// What `--out` writes: every file's name and text. The wall time is in none of them.
    fn written(&self, report: &Report, done: &Done) -> Vec<(&'static str, String)> {
        let Done { file, loaded, .. } = done;
        let name = file.file_name().map_or_else(|| file.display().to_string(), |name| name.display().to_string());
        let mut files = vec![
            ("report.txt", report::text(report, None, self.details)),
            ("result.json", report::json(report)),
            ("result.csv", report::csv(report)),
        ];
        files.extend(report::ivr_files(report));
        files.push(("index.html", report::run_page(report, &name, &loaded.text, &self.command(file))));
        files
    }

    /// The command that makes the same result of this file, without what changes nothing of it.
    fn command(&self, file: &Path) -> String {
        let mut words = vec!["hangup run".to_owned(), file.display().to_string()];
        words.extend(self.simulating.words());
        words.extend(self.replication.map(|replication| format!("--replication {replication}")));
        words.join(" ")
    }
}

/// What came of several scenarios, in one line.
fn last_line(all: &[Done]) -> String {
    let judged: Vec<&Judged> = all.iter().flat_map(Done::judged).collect();
    let bad =
        |done: &&Done| done.results.is_err() || done.judged().iter().any(|judged| judged.verdict != Verdict::Holds);
    let bad: Vec<String> = all.iter().filter(bad).map(|done| output::name(done.file)).collect();
    let expectations = if judged.is_empty() { "nothing expected".into() } else { report::tally(&judged) };
    let unfinished = match all.iter().filter(|done| done.results.is_err()).count() {
        0 => String::new(),
        count => format!(", {count} not finished"),
    };
    let names = if bad.is_empty() { String::new() } else { format!("; see {}", bad.join(", ")) };
    format!("\n{} scenarios: {expectations}{unfinished}{names}\n", all.len())
}
