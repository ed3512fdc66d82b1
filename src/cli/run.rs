//! `hangup run`: simulates scenarios and prints their reports.

use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use clap::{Args, ValueEnum};

use super::out::Folder;
use super::verdict::Deciding;
use super::{Changes, Exit, load_all, output, progress};
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
    /// How many threads; never changes a result
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
    /// Write the report, the figures and their tables to files in this folder too: report.txt, result.json, result.csv;
    /// of several scenarios each to a folder in it, named after the file
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    #[command(flatten)]
    deciding: Deciding,
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
        super::end_on_interrupt();
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
        let mut exit = Exit::Fine;
        let stop = self.deciding.deadline();
        for (index, (file, loaded)) in self.files.iter().zip(&loaded).enumerate() {
            let began = Instant::now();
            match pool.install(|| self.simulate(loaded, stop)) {
                Ok(results) => {
                    if !self.quiet && self.format != Format::Text {
                        for warning in results.warnings() {
                            output::message(&format!("warning: {}: {warning}", file.display()));
                        }
                    }
                    exit = exit.and(self.deciding.exit(&results.expectations));
                    let report = Report { scenario: &loaded.scenario, hash: &loaded.hash, results: &results };
                    texts.push(self.show(&report, began.elapsed()));
                    files.extend(folders.get(index).map(|folder| (folder, written(&report))));
                }
                Err((failed, message)) => {
                    output::message(&format!("error: {}: {message}", file.display()));
                    exit = exit.and(failed);
                }
            }
        }
        exit = exit.and(output::result(&if self.format == Format::Json && self.files.len() > 1 {
            format!("[\n{}]\n", texts.join(",\n"))
        } else {
            texts.join("\n")
        }));
        for (folder, files) in files {
            let files: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
            exit = exit.and(folder.write(&files, self.quiet));
        }
        exit
    }

    /// The folder that each scenario's files go to; none where they are not asked for.
    fn folders(&self) -> Result<Vec<Folder>, Exit> {
        let Some(path) = &self.out else {
            return Ok(Vec::new());
        };
        let folder = Folder::create(path)?;
        if self.files.len() > 1 { folder.each(&self.files) } else { Ok(vec![folder]) }
    }

    fn simulate(&self, loaded: &Loaded, stop: &AtomicBool) -> Result<Results, (Exit, String)> {
        let replication = self.replication.map(|k| k - 1);
        let settings = Settings { replication, ..Settings::default() };
        let bar = progress::bar(self.quiet, "{bar:40} {pos} of {len} replications, {eta} left");
        let advance = |done: u32, total: u32| progress::advance(&bar, done.into(), total.into());
        let results = experiment::judge(&loaded.scenario, &loaded.expectations, &settings, stop, advance);
        bar.finish_and_clear();
        results.map_err(|error| match &error {
            Error::UnknownMetric(_) => (Exit::Wrong, error.to_string()),
            Error::Interrupted => (Exit::Incomplete, "there was no time to finish (--max-time)".into()),
            Error::Failed { .. } | Error::Books { .. } => (Exit::Incomplete, error.to_string()),
        })
    }

    fn show(&self, report: &Report, took: Duration) -> String {
        match self.format {
            Format::Text => report::text(report, Some(took)),
            Format::Json => report::json(report),
            Format::Csv => report::csv(report),
        }
    }
}

/// What `--out` writes: every file's name and text. The wall time is in none of them.
fn written(report: &Report) -> Vec<(&'static str, String)> {
    vec![
        ("report.txt", report::text(report, None)),
        ("result.json", report::json(report)),
        ("result.csv", report::csv(report)),
    ]
}
