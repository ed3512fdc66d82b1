//! `hangup sweep`: the same callers in many variations of a scenario.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use clap::{Args, ValueEnum};

use super::out::Folder;
use super::simulating::Simulating;
use super::{Exit, output, target};
use crate::experiment::{self, Error, Question, Settings};
use crate::report::{self, CellFigures, SweepReport};
use crate::scenario::resolved::{Replications, Scenario};
use crate::scenario::{Cell, ShapeCell, Sweep as Varied};

/// More calls than this would take days.
const MOST_CALLS: f64 = 1e12;

/// What `--out` may write.
const FILES: [&str; 11] = [
    "sweep.csv",
    "sweep.json",
    "lines.png",
    "lines.svg",
    "heat-map.png",
    "heat-map.svg",
    "funnel.png",
    "funnel.svg",
    "destinations.png",
    "destinations.svg",
    "index.html",
];

/// Set by the first interrupt: what is finished is written.
static STOP: AtomicBool = AtomicBool::new(false);

#[derive(Debug, Args)]
pub(super) struct Sweep {
    /// The scenario file
    file: PathBuf,
    /// Vary a value by its path, instead of what the file says: `ivr.balanced.depth=1..5`, `ivr.greeting=0s..20s step 5s`,
    /// `callers.patience=[60s, {exponential: 5m}]`; up to three times, each an axis
    #[arg(long, value_name = "PATH=VALUES")]
    vary: Vec<String>,
    /// The metric to chart, instead of the file's: `ivr_abandonment`, `service_level(billing)`, `mean_wait on chat`
    #[arg(long, value_name = "METRIC")]
    chart: Option<String>,
    /// How hang-ups in the IVR are estimated
    #[arg(long, value_enum, default_value_t = Estimator::Conditional)]
    estimator: Estimator,
    /// The form of the result
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Write sweep.csv, sweep.json, the charts as SVG and PNG, and index.html with all of it to this folder
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    #[command(flatten)]
    simulating: Simulating,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Estimator {
    /// From each caller's chance to hang up on their way (conditional Monte Carlo): far less noise, the same mean
    Conditional,
    /// By counting who hangs up
    Counted,
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
}

impl Sweep {
    pub(super) fn execute(&self) -> Exit {
        let (varied, cells, shapes) = match self.read() {
            Ok(read) => read,
            Err(exit) => return exit,
        };
        let question = Question { metric: &varied.chart, scored: self.estimator == Estimator::Conditional };
        let scenarios = cells.iter().map(|cell| &cell.loaded.scenario);
        let all: Vec<&Scenario> = scenarios.chain(shapes.iter().map(|shape| &shape.loaded.scenario)).collect();
        if let Some(unknown) = all.iter().find_map(|scenario| question.measure(scenario).err()) {
            output::message(&format!("error: {}: {unknown}", self.file.display()));
            return Exit::Wrong;
        }
        let ready = |path| Folder::create(path)?.for_files(&FILES);
        let folder = match self.out.as_deref().map(ready).transpose() {
            Ok(folder) => folder,
            Err(exit) => return exit,
        };
        let pool = match self.simulating.pool() {
            Ok(pool) => pool,
            Err(exit) => return exit,
        };
        let _ = ctrlc::set_handler(|| {
            if STOP.swap(true, Ordering::Relaxed) {
                output::message("\nerror: interrupted twice; nothing was written");
                target::exit(Exit::Incomplete);
            }
            output::message("\ninterrupted: only what is finished is kept; once more to keep nothing");
        });
        let began = Instant::now();
        let settings = Settings { interval: None, follow_ivr: false, ..Settings::default() };
        let file = self.file.display().to_string();
        let bar = self.simulating.progress(&file, "{bar:40} {percent} % of the sweep, {eta} left");
        let mut results = pool.install(|| {
            let advance = |done, total| bar.advance(done, total);
            experiment::sweep(&all, question, &settings, &STOP, advance, |index, measure, results| {
                CellFigures::new(all[index], measure, results)
            })
        });
        bar.finish();
        let mut exit = self.problems(&varied, &cells, &shapes, &results);
        let of_shapes = results.split_off(cells.len());
        let figures: Vec<Option<CellFigures>> = results.into_iter().map(Result::ok).collect();
        let of_shapes = shapes.iter().zip(of_shapes).map(|(shape, result)| (shape.depth, shape.options, result.ok()));
        let of_shapes: Vec<_> = of_shapes.collect();
        let report =
            SweepReport { sweep: &varied, cells: &figures, shapes: &of_shapes, confidence: settings.confidence };
        let written = output::result(&match self.format {
            Format::Text => {
                let colour = anstream::AutoStream::choice(&std::io::stdout()) != anstream::ColorChoice::Never;
                report::sweep_text(&report, Some(began.elapsed()), colour)
            }
            Format::Json => report::sweep_json(&report),
            Format::Csv => report::sweep_csv(&report),
            Format::Markdown => report::sweep_markdown(&report),
        });
        exit = exit.or(Some(written).filter(|&exit| exit != Exit::Fine));
        // Where nothing was finished, what a run before has left is worth more.
        if let Some(folder) = folder.filter(|_| report.charted().is_some()) {
            exit = exit.or(Some(self.write(&folder, &report)).filter(|&exit| exit != Exit::Fine));
        }
        exit.unwrap_or(Exit::Fine)
    }

    /// Writes the data, the charts and the page.
    fn write(&self, folder: &Folder, report: &SweepReport) -> Exit {
        let file =
            self.file.file_name().map_or_else(|| self.file.display().to_string(), |name| name.display().to_string());
        match report::sweep_files(report, &file, &self.command()) {
            Ok(files) => {
                let files: Vec<(&str, &[u8])> = files.iter().map(|(name, bytes)| (name.as_str(), &bytes[..])).collect();
                folder.write(&files, self.simulating.quiet)
            }
            Err(error) => {
                output::message(&format!("error: {}: a chart could not be drawn: {error}", self.file.display()));
                Exit::Incomplete
            }
        }
    }

    /// The command that makes the same sweep, without what changes nothing of it.
    fn command(&self) -> String {
        let mut words = vec!["hangup sweep".to_owned(), self.file.display().to_string()];
        words.extend(self.vary.iter().map(|vary| format!("--vary '{vary}'")));
        words.extend(self.chart.iter().map(|chart| format!("--chart '{chart}'")));
        words.extend((self.estimator == Estimator::Counted).then(|| "--estimator counted".to_owned()));
        words.extend(self.simulating.words());
        words.join(" ")
    }

    /// Reads everything before anything is run.
    fn read(&self) -> Result<(Varied, Vec<Cell>, Vec<ShapeCell>), Exit> {
        let settings = self.simulating.settings();
        let quiet = self.simulating.quiet;
        let wrong = |problems| {
            output::problems(&problems, quiet);
            Exit::Wrong
        };
        let mut varied = Varied::load(&self.file, &settings, &self.vary).map_err(wrong)?;
        if let Some(chart) = &self.chart {
            varied = varied.charting(chart).map_err(wrong)?;
        }
        output::problems(&varied.base.warnings, quiet);
        let cells = varied.cells().map_err(wrong)?;
        let shapes = varied.shapes().map_err(wrong)?;
        let calls = |scenario: &Scenario| {
            let (Replications::Fixed(most) | Replications::Until { at_most: most, .. }) = scenario.replications;
            f64::from(most) * crate::center::Model::new(scenario).expected_calls()
        };
        let scenarios = cells.iter().map(|cell| &cell.loaded.scenario);
        let all: f64 = scenarios.chain(shapes.iter().map(|shape| &shape.loaded.scenario)).map(calls).sum();
        if all > MOST_CALLS {
            let count = cells.len() + shapes.len();
            output::message(&format!(
                "error: {}: {count} cells would simulate up to {all:.1e} calls; vary fewer values, or take fewer replications",
                self.file.display()
            ));
            return Err(Exit::Wrong);
        }
        Ok((varied, cells, shapes))
    }

    /// Tells which cells have no result and why.
    fn problems(
        &self,
        varied: &Varied,
        cells: &[Cell],
        shapes: &[ShapeCell],
        results: &[Result<CellFigures, Error>],
    ) -> Option<Exit> {
        let mut exit = None;
        let mut interrupted = 0;
        for (index, error) in
            results.iter().enumerate().filter_map(|(index, result)| Some((index, result.as_ref().err()?)))
        {
            if *error == Error::Interrupted {
                interrupted += 1;
                exit = exit.or(Some(Exit::Incomplete));
                continue;
            }
            let place = match (cells.get(index), shapes.get(index.wrapping_sub(cells.len()))) {
                (Some(cell), _) => {
                    let values = varied.axes.iter().zip(&cell.at);
                    let values = values.map(|(axis, &value)| format!("{}={}", axis.path, axis.values[value].text));
                    values.collect::<Vec<_>>().join(", ")
                }
                (None, Some(shape)) => report::shape_label(shape.depth, shape.options),
                (None, None) => String::new(),
            };
            output::message(&format!("error: {}: {place}: {error}", self.file.display()));
            exit = Some(Exit::Incomplete);
        }
        if interrupted > 0 {
            let all = results.len();
            output::message(&format!("interrupted: {} of {all} cells are finished", all - interrupted));
        }
        exit
    }
}
