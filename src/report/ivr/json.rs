//! What callers do in the IVR, as the parts that it adds to the JSON result under `ivr`. What each field means is told in
//! `docs/results.md`.

use serde_json::{Map, Value, json};

use super::{Column, IvrReport, OptionRow, PlaceRow};
use crate::center::{Destination, Fit, Progress, Route, Why};
use crate::measure::ivr::{IntentTally, PlaceTally};
use crate::report::json::{metrics, number};

/// Adds what was followed to the result's `ivr`: to its greeting, levels and menus, and the intents.
pub(in crate::report) fn json(followed: &IvrReport, ivr: &mut Value) {
    ivr["metrics"] = metrics(&followed.overall());
    let places = followed.places();
    let mut added = followed.added().into_iter();
    let greeting = &mut ivr["greeting"];
    greeting["by_choice"] = json!(places.tallies.greeting.by_choice);
    extend(&mut greeting["metrics"], added.next().map(|figures| metrics(&figures)));
    if let Some(levels) = ivr["levels"].as_array_mut() {
        for ((index, level), figures) in levels.iter_mut().enumerate().zip(added) {
            let tally = followed.how_far(Some(index + 1));
            extend(level, Some(how_far(&tally)));
            extend(&mut level["metrics"], Some(metrics(&figures)));
        }
    }
    let options = followed.options();
    for (index, menu) in followed.ivr.menus.iter().enumerate() {
        let value = &mut ivr["menus"][&menu.name];
        extend(value, Some(how_far(&followed.menu(index))));
        let levels = places.menus.iter().filter(|row| row.menu == menu.name).map(level);
        value["levels"] = levels.collect();
        let options = options.iter().filter(|row| row.menu == menu.name).map(option);
        value["options"] = options.collect();
    }
    let intents = followed.intents().map(|(name, tally)| (name.to_owned(), intent(followed, tally)));
    ivr["intents"] = Value::Object(intents.collect());
    for (name, fit) in [("nothing_fitted", Fit::Nothing), ("lost", Fit::Lost)] {
        let mut value = json!({"callers": followed.callers(|of, _| of == fit)});
        for column in Column::ALL {
            value[column.name()] = json!(followed.callers(|of, to| of == fit && column.is(to)));
        }
        ivr[name] = value;
    }
}

/// How far those had got who hung up at a place, and how many did by choice.
fn how_far(tally: &PlaceTally) -> Value {
    let counts = Progress::ALL.into_iter().map(|progress| (progress.name().to_owned(), json!(tally.hung_up(progress))));
    json!({"how_far": counts.collect::<Map<_, _>>(), "by_choice": tally.by_choice})
}

/// A menu at one of its levels.
fn level(row: &PlaceRow) -> Value {
    let tally = &row.tally;
    let mut value = json!({
        "level": row.level,
        "entered": tally.entered,
        "abandoned": tally.all_hung_up(),
        "metrics": metrics(std::slice::from_ref(&row.share)),
        "seconds": number((tally.entered > 0).then(|| tally.seconds / tally.entered as f64)),
        "no_input": tally.no_inputs,
        "no_match": tally.no_matches,
        "zero_out": tally.zeroed_out,
    });
    extend(&mut value, Some(how_far(tally)));
    value
}

fn option(row: &OptionRow) -> Value {
    let why = |why: Why| row.pressed_for(why);
    json!({
        "key": row.option.key,
        "position": row.position,
        "seconds": number(row.position.map(|_| row.seconds)),
        "read_out": row.read_out,
        "to_others": row.to_others,
        "wanted": row.wanted,
        "metrics": metrics(std::slice::from_ref(&row.wanted_share)),
        "pressed": row.pressed(),
        "pressed_by": {
            "own": why(Why::Own),
            "mistake": why(Why::Mistake),
            "any_key": why(Why::AnyKey),
            "person": why(Why::Person),
        },
    })
}

/// Where the callers of an intent came to: every one in one of these, and then by queue those who came to one.
fn intent(followed: &IvrReport, tally: &IntentTally) -> Value {
    let mut value = json!({"callers": tally.callers(|_, _| true)});
    for column in Column::ALL {
        value[column.name()] = json!(tally.callers(|_, to| column.is(to)));
    }
    for (name, fit) in [("nothing_fitted", Fit::Nothing), ("lost", Fit::Lost)] {
        value[name] = json!(tally.callers(|of, _| of == fit));
    }
    let mut queues = Map::new();
    for queue in followed.queues() {
        let way = |route: Route| tally.callers(|_, to| to == Destination::Queue(queue, route));
        if Route::ALL.into_iter().any(|route| way(route) > 0) {
            let ways = Route::ALL.into_iter().map(|route| (Column::Route(route).name().to_owned(), json!(way(route))));
            let name = followed.scenario.queues[queue.index()].name.clone();
            queues.insert(name, Value::Object(ways.collect()));
        }
    }
    value["queues"] = Value::Object(queues);
    value
}

/// Adds the fields of one object to another.
fn extend(value: &mut Value, more: Option<Value>) {
    if let (Value::Object(value), Some(Value::Object(more))) = (value, more) {
        value.extend(more);
    }
}
