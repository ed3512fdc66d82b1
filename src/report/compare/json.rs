//! A comparison as JSON: the shape of a result, with base, changed and difference where that has one value.

use serde_json::{Map, Value, json};

use super::{CompareReport, Side};
use crate::experiment::Row;
use crate::measure::Unit;
use crate::report::expectations;
use crate::report::json::{SCHEMA, number, pretty};
use crate::report::number::six_digits;
use crate::scenario::expectation::About;

/// The comparison as JSON, ending in a newline.
pub fn json(report: &CompareReport) -> String {
    let compared = report.compared;
    let (together, each) = compared.confidence;
    let metrics = |about: &About, totals: bool| {
        let fits = |row: &&Row| row.subject.about == *about && (row.unit == Unit::Total) == totals;
        named(compared.rows.iter().filter(fits).map(|row| (row.subject.metric.clone(), metric(row))))
    };
    let of = |about: &About| {
        let of = compared.rows.iter().filter(|row| row.subject.about == *about);
        named(of.map(|row| (row.subject.metric.clone(), metric(row))))
    };
    let parts = |name: fn(&About) -> Option<String>| {
        let mut parts = Map::new();
        for row in &compared.rows {
            if let Some(name) = name(&row.subject.about)
                && !parts.contains_key(&name)
            {
                parts.insert(name, json!({"metrics": of(&row.subject.about)}));
            }
        }
        Value::Object(parts)
    };
    let levels = parts(|about| if let About::Level(level) = about { Some(level.to_string()) } else { None });
    let levels: Vec<Value> = levels
        .as_object()
        .into_iter()
        .flatten()
        .map(|(level, value)| json!({"level": level.parse::<u32>().unwrap_or(0), "metrics": value["metrics"]}))
        .collect();
    let mut menus = parts(|about| if let About::Menu(name) = about { Some(name.clone()) } else { None });
    for row in &compared.rows {
        if let About::Option(menu, key) = &row.subject.about
            && let Some(menu) = menus[menu].as_object_mut()
            && let Some(options) = menu.entry("options").or_insert_with(|| json!([])).as_array_mut()
        {
            options.push(json!({"key": key, "metrics": of(&row.subject.about)}));
        }
    }
    let has_conversations = compared.rows.iter().any(|row| row.subject.about == About::Conversations);
    let conversations = if has_conversations { json!({"metrics": of(&About::Conversations)}) } else { json!({}) };
    let mut result = json!({
        "schema": SCHEMA,
        "hangup": env!("CARGO_PKG_VERSION"),
        "base": side(&report.base),
        "changed": side(&report.changed),
        "seed": report.base.scenario.seed,
        "replications": compared.base.replications,
        "confidence": six_digits(together),
        "confidence_of_each": six_digits(each),
        "net": report.net().iter().map(|net| {
            let mut value = metric(net.row);
            value["what"] = json!(net.label);
            value
        }).collect::<Vec<_>>(),
        "metrics": metrics(&About::Center, false),
        "outcomes": metrics(&About::Center, true),
        "ivr": {
            "metrics": metrics(&About::Ivr, false),
            "greeting": {"metrics": metrics(&About::Greeting, false)},
            "levels": levels,
            "menus": menus,
        },
        "queues": parts(|about| if let About::Queue(name) = about { Some(name.clone()) } else { None }),
        "agents": parts(|about| if let About::Group(name) = about { Some(name.clone()) } else { None }),
        "channels": parts(|about| if let About::Channel(channel) = about { Some(channel.name().into()) } else { None }),
        "conversations": conversations,
        "expectations": report.verdicts().map(|judged| {
            let mut row = expectations::row(judged);
            row["expected_of"] = json!(if judged.expectation.change.is_some() { "difference" } else { "changed" });
            row
        }).collect::<Vec<_>>(),
        "lowered": report.lowered.iter().map(|lowered| json!({
            "base": lowered.base.text,
            "changed": lowered.changed.as_ref().map(|changed| changed.text.clone()),
        })).collect::<Vec<_>>(),
        "only_in": report.alone().iter().map(|(what, name, new)| json!({
            "side": if *new { "changed" } else { "base" }, "what": what, "name": name,
        })).collect::<Vec<_>>(),
        "warnings": compared.base.warnings().into_iter().chain(compared.changed.warnings()).collect::<Vec<_>>(),
    });
    if let Some(looks) = compared.base.looks {
        result["looks"] = json!({"planned": looks.planned, "taken": looks.taken, "reached": looks.reached});
    }
    pretty(&result)
}

fn side(side: &Side) -> Value {
    json!({"scenario": side.scenario.name, "scenario_hash": side.hash, "from": side.origin})
}

fn metric(row: &Row) -> Value {
    json!({
        "base": number(row.base),
        "changed": number(row.changed),
        "difference": number(row.difference.map(|difference| difference.mean)),
        "half_width": number(row.difference.and_then(|difference| difference.half_width)),
        "word": row.word.name(),
        "unit": row.unit.name(),
        "of": row.of,
    })
}

fn named(entries: impl Iterator<Item = (String, Value)>) -> Value {
    Value::Object(entries.collect())
}
