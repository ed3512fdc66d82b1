//! `hangup run`: simulates scenarios and prints their reports.

use std::io::IsTerminal;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use clap::{Args, ValueEnum};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::{Changes, Exit, load_all, output};
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
        let mut settings = self.changes.settings.clone();
        settings.extend(self.seed.map(|seed| format!("seed={seed}")));
        settings.extend(self.replications.map(|replications| format!("replications={replications}")));
        // Everything is read before anything is run: a mistake in the last file must not cost the time of the first.
        let loaded = match load_all(&self.files, &settings, self.quiet) {
            Ok(loaded) => loaded,
            Err(exit) => return exit,
        };
        // Results are written at the end and whole, so that an interrupt leaves nothing half-written.
        let _ = ctrlc::set_handler(|| {
            output::message("\nerror: interrupted; nothing was written");
            std::process::exit(Exit::Incomplete as i32);
        });
        let threads = self.threads.map_or(0, usize::from);
        let pool = match rayon::ThreadPoolBuilder::new().num_threads(threads).build() {
            Ok(pool) => pool,
            Err(error) => {
                output::message(&format!("error: the threads could not be started: {error}"));
                return Exit::Incomplete;
            }
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
        let mut failed = None;
        for (file, loaded) in self.files.iter().zip(&loaded) {
            let began = Instant::now();
            match pool.install(|| self.simulate(loaded)) {
                Ok(results) => {
                    if !self.quiet && self.format != Format::Text {
                        for warning in results.warnings() {
                            output::message(&format!("warning: {}: {warning}", file.display()));
                        }
                    }
                    texts.push(self.show(loaded, &results, began.elapsed()));
                }
                Err((exit, message)) => {
                    output::message(&format!("error: {}: {message}", file.display()));
                    failed = failed.filter(|&worse| worse == Exit::Wrong).or(Some(exit));
                }
            }
        }
        let written = output::result(&if self.format == Format::Json && self.files.len() > 1 {
            format!("[\n{}]\n", texts.join(",\n"))
        } else {
            texts.join("\n")
        });
        failed.unwrap_or(written)
    }

    fn simulate(&self, loaded: &Loaded) -> Result<Results, (Exit, String)> {
        let replication = self.replication.map(|k| k - 1);
        let settings = Settings { replication, ..Settings::default() };
        let bar = self.progress_bar();
        let results = experiment::run(&loaded.scenario, &settings, |done, total| {
            bar.set_length(total.into());
            bar.set_position(done.into());
        });
        bar.finish_and_clear();
        results.map_err(|error| match &error {
            Error::UnknownMetric(_) => (Exit::Wrong, error.to_string()),
            Error::Failed { .. } | Error::Books { .. } => (Exit::Incomplete, error.to_string()),
        })
    }

    /// A bar on a terminal, and nothing elsewhere.
    fn progress_bar(&self) -> ProgressBar {
        if self.quiet || !std::io::stderr().is_terminal() {
            return ProgressBar::hidden();
        }
        let style = ProgressStyle::with_template("{bar:40} {pos} of {len} replications, {eta} left")
            .unwrap_or_else(|_| ProgressStyle::default_bar());
        ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr()).with_style(style)
    }

    fn show(&self, loaded: &Loaded, results: &Results, took: Duration) -> String {
        let report = Report { scenario: &loaded.scenario, hash: &loaded.hash, results };
        match self.format {
            Format::Text => report::text(&report, Some(took)),
            Format::Json => report::json(&report),
            Format::Csv => report::csv(&report),
        }
    }
}
