//! A comparison as text, Markdown, JSON, CSV and pictures: what a change changes, and what of it is no noise.

mod csv;
mod github;
mod json;
mod markdown;
mod pictures;
mod text;

pub use csv::{csv, csv_of_several};
pub use github::annotations;
pub use json::json;
pub use markdown::markdown;
pub use pictures::files;
pub use text::text;

use super::about;
use super::expectations::value;
use super::number::{digits, percent, rounded, signed};
use crate::experiment::{Compared, Judged, Row};
use crate::measure::Unit;
use crate::scenario::bar::Lowered;
use crate::scenario::expectation::{About, Subject};
use crate::scenario::resolved::{Channel, Scenario, Span};

/// One of two scenarios.
#[derive(Debug, Clone, Copy)]
pub struct Side<'a> {
    /// The scenario.
    pub scenario: &'a Scenario,
    /// The hash of its meaning.
    pub hash: &'a str,
    /// Where it stands: a file, with the revision or the settings that make it another.
    pub origin: &'a str,
}

/// A comparison with what it is of.
#[derive(Debug, Clone, Copy)]
pub struct CompareReport<'a> {
    /// What is compared with.
    pub base: Side<'a>,
    /// What was changed.
    pub changed: Side<'a>,
    /// What came of both.
    pub compared: &'a Compared,
    /// The base's expectations that the changed one loosens or has not.
    pub lowered: &'a [Lowered],
}

/// One line of the net of a change, on a mean day or in a mean hour.
struct Net<'a> {
    label: String,
    row: &'a Row,
}

impl<'a> CompareReport<'a> {
    /// What a change of the IVR comes to: hang-ups, calls to each queue, and work.
    fn net(&self) -> Vec<Net<'a>> {
        let rows = &self.compared.rows;
        let center = |metric: &str, label: &str| {
            let row = rows.iter().find(|row| row.subject.about == About::Center && row.subject.metric == metric)?;
            Some(Net { label: label.to_owned(), row })
        };
        let voice = |side: Side| side.scenario.streams.iter().all(|stream| stream.channel == Channel::Voice);
        let contacts = if voice(self.base) && voice(self.changed) { "calls" } else { "contacts" };
        let queued = rows.iter().filter_map(|row| match &row.subject.about {
            About::Queue(name) if row.subject.metric == "queued" => {
                Some(Net { label: format!("{contacts} to {name}"), row })
            }
            _ => None,
        });
        let hang_ups = center("abandoned_in_ivr", "hang-ups in the IVR");
        let served = center("self_served", "served themselves");
        let behind = [center("abandoned_in_queue", "hang-ups in queues"), center("worked_hours", "agents' work")];
        hang_ups.into_iter().chain(served).chain(queued).chain(behind.into_iter().flatten()).collect()
    }

    /// The rows in which something differs, and how many are the same in both.
    fn differing(&self) -> (Vec<&'a Row>, usize) {
        let rows: Vec<&Row> = self.compared.rows.iter().filter(|row| !row.same && row.difference.is_some()).collect();
        let same = self.compared.rows.iter().filter(|row| row.same).count();
        (rows, same)
    }

    /// What totals are told of; both are days, or both steady runs.
    fn period(&self) -> &'static str {
        match self.base.scenario.span {
            Span::Day { .. } => "a mean day",
            Span::Steady { .. } => "a mean hour",
        }
    }

    /// The same with the word that stands before it.
    fn when(&self) -> String {
        let before = if matches!(self.base.scenario.span, Span::Steady { .. }) { "in" } else { "on" };
        format!("{before} {}", self.period())
    }

    /// Every verdict: on what is expected of the changed scenario, and then of the difference.
    fn verdicts(&self) -> impl Iterator<Item = &'a Judged> {
        self.compared.changed.expectations.iter().chain(&self.compared.differences)
    }

    /// What only one of the two has: its kind and name, and whether it is the changed one's.
    fn alone(&self) -> Vec<(&'static str, &'a str, bool)> {
        fn parts(scenario: &Scenario) -> Vec<(&'static str, &str)> {
            let queues = scenario.queues.iter().map(|queue| ("queue", queue.name.as_str()));
            let groups = scenario.groups.iter().map(|group| ("agent group", group.name.as_str()));
            let menus = scenario.ivr.iter().flat_map(|ivr| &ivr.menus).map(|menu| ("menu", menu.name.as_str()));
            queues.chain(groups).chain(menus).collect()
        }
        let (base, changed) = (parts(self.base.scenario), parts(self.changed.scenario));
        let gone = base.iter().filter(|part| !changed.contains(part)).map(|&(what, name)| (what, name, false));
        let new = changed.iter().filter(|part| !base.contains(part)).map(|&(what, name)| (what, name, true));
        gone.chain(new).collect()
    }

    /// Who was compared with whom, in one line.
    fn heading(&self) -> String {
        let (base, changed) = (&self.base.scenario.name, &self.changed.scenario.name);
        if base == changed { base.clone() } else { format!("{base} → {changed}") }
    }
}

/// A confidence level in per cent, without zeros at its end: `99.94`.
fn level(confidence: f64) -> String {
    let text = format!("{:.3}", 100.0 * confidence);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// What a metric is called: `mean wait (billing)`.
fn label(subject: &Subject) -> String {
    let name = subject.metric.replace("ivr", "IVR").replace('_', " ");
    name + &about::behind(&subject.about, |part| format!(" ({part})"))
}

/// Whether a row is of the whole center, and so is always shown.
fn is_of_the_whole(row: &Row) -> bool {
    matches!(row.subject.about, About::Center | About::Ivr)
}

/// A value of one of the two; a dash where nothing was counted.
fn of_one(row: &Row, mean: Option<f64>) -> String {
    let width = row.difference.and_then(|difference| difference.half_width);
    mean.map_or("-".into(), |mean| value(row.unit, mean, width))
}

/// A difference with its sign and its half-width in its unit: `+0.74 ± 0.08 points`.
fn of_both(row: &Row) -> String {
    let Some(difference) = row.difference else { return "-".into() };
    let (factor, unit) = match row.unit {
        Unit::Share | Unit::TimeShare => (100.0, " points"),
        Unit::Seconds => (1.0, " s"),
        Unit::Hours => (1.0, " h"),
        Unit::Count | Unit::Total => (1.0, ""),
    };
    if row.same || (difference.mean == 0.0 && difference.half_width.is_none_or(|width| width == 0.0)) {
        return "0".into();
    }
    let mean = factor * difference.mean;
    let half_width = difference.half_width.filter(|width| *width > 0.0).map(|width| factor * width);
    let digits = digits(half_width.unwrap_or(mean));
    let width = half_width.map_or(String::new(), |width| format!(" ± {}", rounded(width, digits)));
    format!("{}{width}{unit}", signed(mean, digits))
}

/// How often both were run, and what the intervals mean.
fn conduct(report: &CompareReport) -> String {
    let base = &report.compared.base;
    let n = super::number::count(base.replications.into());
    let plural = if base.replications == 1 { "" } else { "s" };
    let looks = base.looks.map_or(String::new(), |looks| format!(" (look {} of {})", looks.taken, looks.planned));
    format!("{n} replication{plural} of each{looks}, seed {}, on the same callers", report.base.scenario.seed)
}

/// What the intervals of the rows mean.
fn intervals(report: &CompareReport) -> String {
    let (together, each) = report.compared.confidence;
    let m = report.compared.rows.len();
    format!(
        "each with the half-width of its paired {} % interval, so that all {m} hold together with {} %",
        level(each),
        level(together)
    )
}

/// That the two scenarios come to the same in all that was counted.
fn nothing_differs(same: usize) -> String {
    format!("Nothing differs: {same} metrics are the same in every replication of both.")
}

/// One lowered expectation in words.
fn lowered(lowered: &Lowered) -> String {
    let base = &lowered.base.text;
    match &lowered.changed {
        Some(changed) => format!("`{base}` was loosened to `{}`", changed.text),
        None => format!("`{base}` was deleted"),
    }
}

/// A share of level `confidence` in per cent.
fn judged_at(judged: &Judged) -> String {
    percent(judged.confidence, Some(0.001))
}
