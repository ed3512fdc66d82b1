//! What became of conversations, as a table and as JSON; nothing where contacts are not drawn from a population.

use serde_json::{Value, json};

use super::Report;
use super::figures::Figure;
use super::json::metrics;
use super::number::short;
use super::table::Table;
use crate::measure::Unit;

/// What each figure is called for a reader, by the metric's name.
const LABELS: [(&str, &str); 9] = [
    ("opened", "opened"),
    ("reopened", "reopened"),
    ("closed_by_agent", "closed by the agent"),
    ("closed_automatically", "closed automatically, after waiting"),
    ("closed_on_abandon", "closed at once: a call was abandoned"),
    ("left_open", "left open when a call was abandoned"),
    ("profiles_made", "profiles made for unknown numbers"),
    ("duplicates", "of these duplicates"),
    ("contacts_per_conversation", "contacts per conversation"),
];

/// One row for every figure; nothing where contacts are not drawn from a population.
pub(super) fn table(report: &Report, figures: &[Figure]) -> Option<Table> {
    report.scenario.population?;
    let mut table = Table::new(&["Conversations", "", ""]);
    for (figure, (name, label)) in figures.iter().zip(LABELS) {
        debug_assert_eq!(figure.name, name);
        let each = |value: f64| if figure.unit == Unit::Count { format!("{value:.2}") } else { short(value) };
        let mean = figure.mean.map_or("-".into(), each);
        let several = report.results.replications > 1 || report.results.batches.is_some();
        let width = figure.half_width.filter(|_| several && figure.mean.is_some());
        let width = width.map_or(String::new(), |width| format!("± {}", each(width)));
        table.row([format!("  {label}"), mean, width]);
    }
    Some(table)
}

/// The counts of all replications, and their metrics.
pub(super) fn json(report: &Report, figures: &[Figure]) -> Value {
    if report.scenario.population.is_none() {
        return json!({});
    }
    let total = report.results.total.conversations;
    json!({
        "opened": total.opened,
        "reopened": total.reopened,
        "closed_by_agent": total.closed_by_agent,
        "closed_automatically": total.closed_automatically,
        "closed_on_abandon": total.closed_on_abandon,
        "left_open": total.left_open,
        "profiles_made": total.profiles_made,
        "duplicates": total.duplicates,
        "contacts": total.contacts,
        "metrics": metrics(figures),
    })
}
