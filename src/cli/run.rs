//! `hangup run`: simulates scenarios and prints their reports.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use clap::{Args, ValueEnum};

use super::out::Folder;
use super::timeline_file::TimelineFile;
use super::{Changes, Exit, load_all, out, output, progress};
use crate::experiment::{self, Error, Results, Settings};
use crate::report::{self, Report};
use crate::scenario::Loaded;
use crate::scenario::resolved::Replications;

#[derive(Debug, Args)]
pub(super) struct Run {
    /// Scenario files
    #[arg(required = true)]
    files: Vec<PathBuf>,
    #[command(flatten)]
    changes: Changes,
    /// The form of the result
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// The seed of all random streams, instead of the scenario's
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
    /// How many replications, instead of the scenario's
    #[arg(long, value_name = "N")]
    replications: Option<u32>,
    /// Run only the K-th replication, with exactly the result it has among all
    #[arg(long, value_name = "K", value_parser = clap::value_parser!(u32).range(1..))]
    replication: Option<u32>,
    /// Show in the text, too, where the callers of each intent came to, and what is heard and pressed of each option
    #[arg(long)]
    details: bool,
    /// How many threads; never changes a result
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
    /// Write the report, the figures and their tables to files in this folder too: report.txt, result.json, result.csv,
    /// index.html with all of it, and of an IVR ivr.csv, intents.csv, options.csv; of several scenarios each to a folder
    /// in it, named after the file
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Write everything that happens in one replication to this file, as JSON Lines, and the calls abandoned in it to
    /// abandoned-calls.csv beside it: of the first replication, or that of --replication
    #[arg(long, value_name = "FILE")]
    timeline: Option<PathBuf>,
    /// No progress, no warnings
    #[arg(short, long)]
    quiet: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// For programs
    Json,
    /// For spreadsheets
    Csv,
}

impl Run {
    pub(super) fn execute(&self) -> Exit {
        if self.format == Format::Csv && self.files.len() > 1 {
            output::message("error: CSV holds one result: give one scenario file, or another --format");
            return Exit::Wrong;
        }
        if self.timeline.is_some() && self.files.len() > 1 {
            output::message("error: a timeline is of one scenario: give one scenario file, or no --timeline");
            return Exit::Wrong;
        }
        let settings = self.changes.all(self.seed, self.replications);
        // Everything is read before anything is run: a mistake in the last file must not cost the time of the first.
        let loaded = match load_all(&self.files, &settings, self.quiet) {
            Ok(loaded) => loaded,
            Err(exit) => return exit,
        };
        let folders = match self.folders() {
            Ok(folders) => folders,
            Err(exit) => return exit,
        };
        let timeline = match self.timeline.as_deref().map(TimelineFile::at).transpose() {
            Ok(timeline) => timeline,
            Err(exit) => return exit,
        };
        // Results are written at the end and whole, so that an interrupt leaves nothing half-written.
        let _ = ctrlc::set_handler(|| {
            if out::writing() {
                return;
            }
            output::message("\nerror: interrupted; nothing was written");
            std::process::exit(Exit::Incomplete as i32);
        });
        let pool = match super::threads(self.threads) {
            Ok(pool) => pool,
            Err(exit) => return exit,
        };
        for (file, loaded) in self.files.iter().zip(&loaded) {
            let (Replications::Fixed(most) | Replications::Until { at_most: most, .. }) = loaded.scenario.replications;
            if self.replication.is_some_and(|replication| replication > most) {
                let plural = if most == 1 { "" } else { "s" };
                let message = format!("--replication: the scenario has {most} replication{plural}");
                output::message(&format!("error: {}: {message}", file.display()));
                return Exit::Wrong;
            }
        }
        let mut texts = Vec::new();
        let mut files = Vec::new();
        let mut failed = None;
        for (index, (file, loaded)) in self.files.iter().zip(&loaded).enumerate() {
            let began = Instant::now();
            match pool.install(|| self.simulate(loaded)) {
                Ok(results) => {
                    if !self.quiet && self.format != Format::Text {
                        for warning in results.warnings() {
                            output::message(&format!("warning: {}: {warning}", file.display()));
                        }
                    }
                    let report = Report { scenario: &loaded.scenario, hash: &loaded.hash, results: &results };
                    texts.push(self.show(&report, began.elapsed()));
                    files.extend(folders.get(index).map(|folder| (folder, self.written(&report, file, loaded))));
                }
                Err((exit, message)) => {
                    output::message(&format!("error: {}: {message}", file.display()));
                    failed = failed.filter(|&worse| worse == Exit::Wrong).or(Some(exit));
                }
            }
        }
        let mut done = output::result(&if self.format == Format::Json && self.files.len() > 1 {
            format!("[\n{}]\n", texts.join(",\n"))
        } else {
            texts.join("\n")
        });
        for (folder, files) in files {
            let files: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
            done = Some(folder.write(&files, self.quiet)).filter(|&exit| exit != Exit::Fine).unwrap_or(done);
        }
        if let (Some(timeline), [loaded], None) = (timeline, &loaded[..], failed) {
            let written = timeline.write(&loaded.scenario, self.replication.map_or(0, |k| k - 1), self.quiet);
            done = Some(written).filter(|&exit| exit != Exit::Fine).unwrap_or(done);
        }
        failed.unwrap_or(done)
    }

    /// The folder that each scenario's files go to; none where they are not asked for.
    fn folders(&self) -> Result<Vec<Folder>, Exit> {
        let Some(path) = &self.out else {
            return Ok(Vec::new());
        };
        let folder = Folder::create(path)?;
        if self.files.len() > 1 { folder.each(&self.files) } else { Ok(vec![folder]) }
    }

    fn simulate(&self, loaded: &Loaded) -> Result<Results, (Exit, String)> {
        let replication = self.replication.map(|k| k - 1);
        let settings = Settings { replication, ..Settings::default() };
        let bar = progress::bar(self.quiet, "{bar:40} {pos} of {len} replications, {eta} left");
        let advance = |done: u32, total: u32| progress::advance(&bar, done.into(), total.into());
        let results = experiment::run(&loaded.scenario, &settings, advance);
        bar.finish_and_clear();
        results.map_err(|error| match &error {
            Error::UnknownMetric(_) => (Exit::Wrong, error.to_string()),
            Error::Interrupted | Error::Failed { .. } | Error::Books { .. } => (Exit::Incomplete, error.to_string()),
        })
    }

    fn show(&self, report: &Report, took: Duration) -> String {
        match self.format {
            Format::Text => report::text(report, Some(took), self.details),
            Format::Json => report::json(report),
            Format::Csv => report::csv(report),
        }
    }

    /// What `--out` writes: every file's name and text. The wall time is in none of them.
    fn written(&self, report: &Report, file: &Path, loaded: &Loaded) -> Vec<(&'static str, String)> {
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
        words.extend(self.changes.settings.iter().map(|setting| format!("--set '{setting}'")));
        words.extend(self.seed.map(|seed| format!("--seed {seed}")));
        words.extend(self.replications.map(|replications| format!("--replications {replications}")));
        words.extend(self.replication.map(|replication| format!("--replication {replication}")));
        words.join(" ")
    }
}
