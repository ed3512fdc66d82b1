//! What a sweep found: the figures of every cell, and what each step along an axis changes.

mod csv;
mod effects;
mod json;
mod markdown;
mod pictures;
mod text;

pub use csv::csv;
pub use effects::{Effect, effects, from_the_best};
pub use json::json;
pub use markdown::markdown;
pub use pictures::files;
pub use text::text;

use text::title;

use super::Report;
use super::figures::{self, Figure};
use super::number::duration;
use crate::experiment::{Measure, Results};
use crate::measure::Series;
use crate::measure::metric::OVERALL;
use crate::scenario::Sweep;
use crate::scenario::expectation::{About, Subject};
use crate::scenario::resolved::{Scenario, Span};

/// What is kept of a cell.
#[derive(Debug, Clone)]
pub struct CellFigures {
    /// How many replications (or batches of one run) it took.
    pub replications: u32,
    /// The metric that is charted.
    pub chart: Figure,
    /// The same counted, where the chart's is estimated from scored walks.
    pub counted: Option<Figure>,
    /// All metrics of the whole center.
    pub overall: Vec<Figure>,
    /// Callers who entered the IVR, and hung up in its greeting and steps.
    pub greeting: (u64, u64),
    /// Callers who came to each level that anybody came to, and hung up there.
    pub levels: Vec<(u64, u64)>,
    /// The charted metric's sums, replication by replication.
    pub series: Series,
    /// What a reader must know before believing the figures.
    pub warnings: Vec<String>,
}

impl CellFigures {
    /// What is kept of these results.
    pub fn new(scenario: &Scenario, measure: Measure, results: &Results) -> Self {
        let report = Report { scenario, hash: "", results };
        let overall = figures::overall(&report);
        let counted = overall.iter().find(|figure| figure.name == measure.name()).copied();
        let levels = results.total.levels.iter().map(|level| (level.entered, level.abandoned));
        let mut levels: Vec<(u64, u64)> = levels.collect();
        levels.truncate(levels.iter().rposition(|level| level.0 > 0).map_or(0, |last| last + 1));
        Self {
            replications: results.replications,
            chart: figures::measured(&report, measure),
            counted: counted.filter(|_| measure.is_conditional()),
            overall,
            greeting: (results.total.greeting.entered, results.total.greeting.abandoned),
            levels,
            series: results.series.first().cloned().unwrap_or_default(),
            warnings: results.warnings(),
        }
    }

    /// The share of callers who have not hung up: on entering, after the greeting, after level 1 and so on.
    pub fn left(&self) -> Vec<f64> {
        super::left::left(self.greeting, &self.levels)
    }
}

/// A sweep with what came of it.
#[derive(Debug, Clone, Copy)]
pub struct SweepReport<'a> {
    /// What was varied.
    pub sweep: &'a Sweep,
    /// Every cell of the grid, the last axis's value changing fastest; `None` where it was not finished.
    pub cells: &'a [Option<CellFigures>],
    /// The trees of equally many destinations: levels, options of each menu, and what came of it.
    pub shapes: &'a [(u32, u32, Option<CellFigures>)],
    /// The confidence level of all intervals, in (0, 1).
    pub confidence: f64,
}

impl SweepReport<'_> {
    /// The figure that is charted of the first cell that was finished: its name, unit and what it is of are all cells'.
    pub fn charted(&self) -> Option<&Figure> {
        let shapes = self.shapes.iter().filter_map(|(.., cell)| cell.as_ref());
        self.cells.iter().flatten().chain(shapes).map(|cell| &cell.chart).next()
    }

    /// What the charted metric is of. A service level names its formula, unless that is what differs.
    pub fn of(&self) -> String {
        let Some(charted) = self.charted() else { return String::new() };
        let varied =
            self.sweep.axes.iter().any(|axis| axis.path.starts_with("queues.") && axis.path.contains(".target"));
        let part = &self.sweep.chart.about;
        let queues = self.sweep.base.scenario.queues.iter();
        let queues = queues.filter(|queue| match part {
            About::Queue(name) => *name == queue.name,
            _ => true,
        });
        let mut formulas: Vec<String> = queues
            .map(|queue| {
                let within = format!(" {}", duration(queue.target.within));
                super::text::formula(queue.target.formula).replace(" T", &within)
            })
            .collect();
        formulas.dedup();
        match &formulas[..] {
            [formula] if charted.name == "service_level" && !varied => format!("contacts ({formula})"),
            _ if charted.unit.is_total() => {
                let steady = matches!(self.sweep.base.scenario.span, Span::Steady { .. });
                if steady { "a mean hour" } else { "a mean day" }.to_owned()
            }
            _ => charted.of.to_owned(),
        }
    }

    /// The charted metric, where it is not one of the whole center's, which are told of every cell anyway.
    fn charted_beside_all(&self) -> Option<&Subject> {
        let Subject { metric, about, .. } = &self.sweep.chart;
        let among_all = *about == About::Center && OVERALL.iter().any(|other| other.name == *metric);
        (!among_all).then_some(&self.sweep.chart)
    }

    /// How the charted metric was estimated.
    pub fn estimator(&self) -> &'static str {
        let shapes = self.shapes.iter().filter_map(|(.., cell)| cell.as_ref());
        let conditional = self.cells.iter().flatten().chain(shapes).any(|cell| cell.counted.is_some());
        if conditional { "conditional" } else { "counted" }
    }

    /// How many cells were finished, and how many there are.
    pub fn finished(&self) -> (usize, usize) {
        let shapes = self.shapes.iter().filter(|(.., cell)| cell.is_some()).count();
        (self.cells.iter().flatten().count() + shapes, self.cells.len() + self.shapes.len())
    }

    /// Whether every cell was finished.
    pub fn whole(&self) -> bool {
        let (finished, all) = self.finished();
        finished == all
    }

    /// How many replications the cells took, in words.
    pub fn replications(&self) -> String {
        let shapes = self.shapes.iter().filter_map(|(.., cell)| cell.as_ref());
        let counts = || self.cells.iter().flatten().chain(shapes.clone()).map(|cell| cell.replications);
        match (counts().min(), counts().max()) {
            (Some(1), Some(1)) => "1 replication".into(),
            (Some(least), Some(most)) if least == most => format!("{least} replications"),
            (Some(least), Some(most)) => format!("{least} to {most} replications"),
            _ => "no replications".into(),
        }
    }
}

/// What an axis is, for people: `menu depth (levels)`; a path that is not known for its name, as it is written.
pub fn axis_label(path: &str, unit: &str) -> String {
    let parts: Vec<&str> = path.split('.').collect();
    let named = match parts[..] {
        ["ivr", "balanced", "depth"] => return "menu depth (levels)".into(),
        ["ivr", "balanced", "options"] => "options in each menu".into(),
        ["ivr", "balanced", "prompt"] => "prompt of each option".into(),
        ["ivr", "balanced", "intro"] => "intro of each menu".into(),
        ["ivr", "greeting"] => "greeting".into(),
        ["callers", "patience"] => "patience".into(),
        ["agents", group, "count"] => format!("agents of {group}"),
        ["arrivals", stream, "per_hour"] => format!("arrivals an hour of {stream}"),
        ["queues", queue, "talk"] => format!("talk time of {queue}"),
        _ => path.to_owned(),
    };
    if unit.is_empty() { named } else { format!("{named} ({unit})") }
}

/// The number with the word that fits it: `1 level`, `3 levels`.
fn counted(number: u32, word: &str) -> String {
    format!("{number} {word}{}", if number == 1 { "" } else { "s" })
}

/// What a shape of the tree is called: `3 levels x 4 options`.
pub fn shape_label(depth: u32, options: u32) -> String {
    format!("{} x {}", counted(depth, "level"), counted(options, "option"))
}
