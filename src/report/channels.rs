//! The channels side by side, as a table and as JSON; nothing where there are only calls.

use serde_json::{Map, Value, json};

use super::Report;
use super::figures::{Figure, find};
use super::json::metrics;
use super::number::{percent, short};
use super::table::Table;
use crate::law::Law;
use crate::measure::{Unit, channels_of};
use crate::scenario::resolved::{Channel, Patience, Scenario, Stream};

/// What is shown of each channel, by the metric's name.
const SHOWN: [(&str, &str); 8] = [
    ("queued", "queued"),
    ("mean_wait", "mean wait"),
    ("average_speed_of_answer", "ASA"),
    ("queue_abandonment", "abandoned"),
    ("silent_abandonment", "left silently"),
    ("timed_out", "timed out"),
    ("missed_offers", "missed offers"),
    ("due_met", "due time met"),
];

/// One row for every channel that contacts come by; what cannot happen on one is not a share of zero. Nothing where there
/// are only calls.
pub(super) fn table(report: &Report, figures: &[Vec<Figure>]) -> Option<Table> {
    let scenario = report.scenario;
    let channels = channels_of(scenario);
    if channels.is_empty() {
        return None;
    }
    let heading: Vec<&str> = std::iter::once("Channels").chain(SHOWN.map(|(_, label)| label)).collect();
    let mut table = Table::new(&heading);
    for (&channel, figures) in channels.iter().zip(figures) {
        if !scenario.streams.iter().any(|stream| stream.channel == channel) {
            continue;
        }
        let cell = |name: &str| {
            let figure = find(figures, name).filter(|_| can_happen(scenario, channel, name));
            figure.and_then(|figure| Some((figure, figure.mean?))).map_or("-".into(), |(figure, mean)| {
                match figure.unit {
                    Unit::Share | Unit::TimeShare => percent(mean, figure.half_width),
                    Unit::Seconds => format!("{} s", short(mean)),
                    Unit::Count | Unit::Total | Unit::Hours => short(mean),
                }
            })
        };
        let cells = SHOWN.map(|(name, _)| cell(name));
        table.row(std::iter::once(format!("  {}", channel.name())).chain(cells));
    }
    Some(table)
}

/// Whether the scenario has a rule by which this can happen to a contact of the channel.
fn can_happen(scenario: &Scenario, channel: Channel, name: &str) -> bool {
    let of = |index: usize| scenario.queues[index].channel == channel;
    let queues = || scenario.queues.iter().filter(|queue| queue.channel == channel);
    let never = |stream: &Stream| stream.patience == Some(Patience::OneClock(Law::Never));
    match name {
        "queue_abandonment" => scenario.streams.iter().any(|stream| stream.channel == channel && !never(stream)),
        "silent_abandonment" => queues().any(|queue| queue.silent.is_some()),
        "timed_out" => queues().any(|queue| queue.falls_silent.is_some()),
        "missed_offers" => scenario.groups.iter().any(|group| {
            group.offers.as_ref().is_some_and(|offers| offers.missed > 0.0)
                && group.queues.iter().any(|queue| of(queue.index()))
        }),
        _ => true,
    }
}

/// The metrics of every channel.
pub(super) fn json(report: &Report, figures: &[Vec<Figure>]) -> Value {
    let channels = channels_of(report.scenario).iter().zip(figures);
    let each = channels.map(|(channel, figures)| (channel.name().to_owned(), json!({"metrics": metrics(figures)})));
    Value::Object(each.collect::<Map<_, _>>())
}
