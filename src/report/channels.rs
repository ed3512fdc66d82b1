//! The channels side by side, as text and as JSON; nothing where there are only calls.

use serde_json::{Map, Value, json};

use super::Report;
use super::figures::{Figure, find};
use super::json::metrics;
use super::number::{percent, short};
use super::table::Table;
use crate::measure::{Unit, channels_of};

/// What is shown of each channel, by the metric's name.
const SHOWN: [(&str, &str); 8] = [
    ("queued", "queued"),
    ("mean_wait", "mean wait"),
    ("average_speed_of_answer", "ASA"),
    ("queue_abandonment", "abandoned"),
    ("silent_abandonment", "silently"),
    ("timed_out", "timed out"),
    ("missed_offers", "missed offers"),
    ("due_met", "due time met"),
];

/// The lines of the text report, the heading first.
pub(super) fn lines(report: &Report, figures: &[Vec<Figure>]) -> Vec<String> {
    let channels = channels_of(report.scenario);
    if channels.is_empty() {
        return Vec::new();
    }
    let heading: Vec<&str> = std::iter::once("Channels").chain(SHOWN.map(|(_, label)| label)).collect();
    let mut table = Table::new(&heading);
    for (channel, figures) in channels.iter().zip(figures) {
        let cell = |name: &str| {
            let found = find(figures, name).and_then(|figure| Some((figure, figure.mean?)));
            found.map_or("-".into(), |(figure, mean)| match figure.unit {
                Unit::Share | Unit::TimeShare => percent(mean, figure.half_width),
                Unit::Seconds => format!("{} s", short(mean)),
                Unit::Count | Unit::Total | Unit::Hours => short(mean),
            })
        };
        let cells = SHOWN.map(|(name, _)| cell(name));
        table.row(std::iter::once(format!("  {}", channel.name())).chain(cells));
    }
    table.lines()
}

/// The metrics of every channel.
pub(super) fn json(report: &Report, figures: &[Vec<Figure>]) -> Value {
    let channels = channels_of(report.scenario).iter().zip(figures);
    let each = channels.map(|(channel, figures)| (channel.name().to_owned(), json!({"metrics": metrics(figures)})));
    Value::Object(each.collect::<Map<_, _>>())
}
