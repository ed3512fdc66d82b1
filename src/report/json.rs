//! The JSON result: names and shapes that other programs rely on. It carries no wall time, host or thread count.

use serde_json::{Map, Value, json};

use super::figures::{Figure, Figures};
use super::ivr::IvrReport;
use super::number::{clock, six_digits};
use super::{Report, channels, conversations, expectations, text};
use crate::center::Outcome;

/// The version of the result's shape: fields may be added, never renamed.
pub(super) const SCHEMA: u32 = 1;

/// The result as JSON, ending in a newline.
pub fn json(report: &Report) -> String {
    pretty(&Value::Object(result(report, Map::new())))
}

/// The result of one of several files: as of one alone, with the file's name.
pub fn json_of_file(report: &Report, file: &str) -> String {
    let named = [("file".to_owned(), json!(file))];
    pretty(&Value::Object(result(report, named.into_iter().collect())))
}

/// The result behind what is known of it already.
fn result(report: &Report, mut known: Map<String, Value>) -> Map<String, Value> {
    let Report { scenario, hash, results } = *report;
    let figures = Figures::new(report);
    let mut result = json!({
        "schema": SCHEMA,
        "hangup": env!("CARGO_PKG_VERSION"),
        "scenario": scenario.name,
        "scenario_hash": hash,
        "seed": scenario.seed,
        "replications": results.replications,
        "confidence": six_digits(results.confidence),
        "metrics": metrics(&figures.overall),
        "outcomes": outcomes(report),
        "ivr": ivr(report, &figures),
        "queues": named(
            scenario.queues.iter().zip(&figures.queues).map(|(queue, figures)| {
                let target = json!({
                    "answer": queue.target.answer,
                    "within": queue.target.within,
                    "formula": text::formula(queue.target.formula),
                });
                (queue.name.as_str(), json!({"metrics": metrics(figures), "service_level": target}))
            })
        ),
        "agents": named(
            scenario.groups.iter().zip(&figures.groups).map(|(group, figures)| (group.name.as_str(), of(figures)))
        ),
        "intervals": intervals(report, &figures),
        "channels": channels::json(report, &figures.channels),
        "conversations": conversations::json(report, &figures.conversations),
        "expectations": expectations::json(report),
        "warnings": results.warnings(),
        "assumptions": scenario.assumptions.iter()
            .map(|assumption| json!({"path": assumption.path, "value": assumption.value}))
            .collect::<Vec<_>>(),
    });
    if let Some(replication) = results.alone {
        result["replication"] = json!(replication + 1);
    }
    if let Some(looks) = results.looks {
        result["looks"] = json!({"planned": looks.planned, "taken": looks.taken, "reached": looks.reached});
    }
    if let Some(warm_up) = results.warm_up {
        result["steady"] = json!({
            "warm_up": six_digits(warm_up.seconds),
            "warm_up_found": warm_up.found,
            "batches": results.batches.map(|batches| batches.count),
            "batch_correlation": results.batches.and_then(|batches| batches.correlation).map(six_digits),
        });
    }
    if let Value::Object(result) = result {
        known.extend(result);
    }
    known
}

/// JSON for people to read too, ending in a newline.
pub(super) fn pretty(value: &Value) -> String {
    let mut text = serde_json::to_string_pretty(value).unwrap_or_default();
    text.push('\n');
    text
}

pub(super) fn number(value: Option<f64>) -> Value {
    value.map_or(Value::Null, |value| json!(six_digits(value)))
}

pub(super) fn metric(figure: &Figure) -> Value {
    let mut metric = json!({
        "mean": number(figure.mean),
        "half_width": number(figure.half_width),
        "unit": figure.unit.name(),
        "of": figure.of,
    });
    if let Some((mean, half_width)) = figure.per_replication {
        metric["per_replication"] = json!({"mean": number(Some(mean)), "half_width": number(half_width)});
    }
    metric
}

pub(super) fn metrics(figures: &[Figure]) -> Value {
    named(figures.iter().map(|figure| (figure.name, metric(figure))))
}

fn of(figures: &[Figure]) -> Value {
    json!({"metrics": metrics(figures)})
}

fn named<'a>(entries: impl Iterator<Item = (&'a str, Value)>) -> Value {
    Value::Object(entries.map(|(name, value)| (name.to_owned(), value)).collect::<Map<_, _>>())
}

fn outcomes(report: &Report) -> Value {
    let total = &report.results.total;
    let each = Outcome::ALL.into_iter().map(|outcome| (outcome.name(), json!(total.outcome(outcome))));
    named(std::iter::once(("arrived", json!(total.arrived))).chain(each))
}

fn ivr(report: &Report, figures: &Figures) -> Value {
    let written = report.scenario.ivr.iter().flat_map(|ivr| &ivr.menus);
    let total = &report.results.total;
    let visited = total.levels.iter().rposition(|level| level.entered > 0).map_or(0, |last| last + 1);
    let place = |entered: u64, abandoned: u64, figures: &[Figure]| json!({"entered": entered, "abandoned": abandoned, "metrics": metrics(figures)});
    let levels: Vec<Value> = total.levels[..visited]
        .iter()
        .zip(&figures.levels)
        .enumerate()
        .map(|(index, (level, figures))| {
            let mut value = json!({"level": index + 1});
            if let (Value::Object(value), Value::Object(rest)) =
                (&mut value, place(level.entered, level.abandoned, figures))
            {
                value.extend(rest);
            }
            value
        })
        .collect();
    let menus = written.zip(&total.menus).zip(&figures.menus);
    let mut ivr = json!({
        "greeting": place(total.greeting.entered, total.greeting.abandoned, &figures.greeting),
        "levels": levels,
        "menus": named(menus.map(|((menu, tally), figures)| {
            (menu.name.as_str(), place(tally.entered, tally.abandoned, figures))
        })),
    });
    if let Some(followed) = IvrReport::new(report) {
        super::ivr::json(&followed, &mut ivr);
    }
    ivr
}

fn intervals(report: &Report, figures: &Figures) -> Value {
    let scenario = report.scenario;
    let interval = |interval: &super::figures::IntervalFigures| {
        let (from, to) = interval.bounds;
        json!({
            "from": clock(from),
            "to": clock(to),
            "metrics": metrics(&interval.overall),
            "queues": named(
                scenario.queues.iter().zip(&interval.queues).map(|(queue, figures)| (queue.name.as_str(), of(figures)))
            ),
            "agents": named(
                scenario.groups.iter().zip(&interval.groups).map(|(group, figures)| (group.name.as_str(), of(figures)))
            ),
        })
    };
    figures.intervals.iter().map(interval).collect()
}
