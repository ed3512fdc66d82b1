//! Every metric of a result can be asked for: expected something of, made a goal of precision, charted and compared, and
//! what is found is the value that the result shows.
//!
//! What there is, is read from the JSON result, and how it is written follows from where it stands there. So this holds together
//! the lists of what is measured and of what can be written, of which two rooms have one each.

use std::path::Path;
use std::sync::atomic::AtomicBool;

use hangup::experiment::{self, Missing, Question, Results, Settings, compare, judge, run};
use hangup::measure::channels_of;
use hangup::report::{Report, json};
use hangup::scenario::expectation::Expectation;
use hangup::scenario::{Loaded, Sweep, load, load_expecting};
use serde_json::Value;

/// Scenarios that between them have all there is: channels, customers, menus at one level and at several, steps, a tree that is
/// generated, menus that only offer languages, a run without days.
const SCENARIOS: [&str; 6] = [
    "scenarios/omnichannel.yaml",
    "scenarios/support-line.yaml",
    "tests/reports/balanced.yaml",
    "tests/reports/languages.yaml",
    "tests/reports/tree.yaml",
    "tests/reports/steady.yaml",
];

/// A file expects no more than this.
const MOST: usize = 1000;

/// A metric of a result: how it is asked for, and the object that the result has.
struct Metric {
    written: String,
    /// Whether it is of a window of time, of a menu at a level, or a quantile of waits.
    window: bool,
    menu_at_level: bool,
    quantile: bool,
    value: Value,
}

impl Metric {
    fn unit(&self) -> &str {
        self.value["unit"].as_str().expect("a unit")
    }

    /// A bound, or a half-width, that is large.
    fn bound(&self) -> &'static str {
        match self.unit() {
            "share" => "99%",
            "seconds" => "99h",
            "hours" => "99999h",
            "count" => "999999999",
            unit => panic!("{unit}"),
        }
    }
}

fn path(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn settings(name: &str) -> Vec<String> {
    if name.contains("steady") {
        vec!["steady={length: 30h, warm_up: 1h}".into()]
    } else {
        vec!["replications=3".into()]
    }
}

fn expecting(name: &str, expect: &[String]) -> Loaded {
    let loaded = load_expecting(&path(name), &settings(name), expect);
    loaded.unwrap_or_else(|report| panic!("{name}: {}", report.render(false)))
}

/// What a scenario's result says, and of this what can be asked for.
fn result(name: &str) -> (Loaded, Vec<Metric>) {
    let loaded = expecting(name, &[]);
    let results = run(&loaded.scenario, &Settings::default(), |_, _| {}).expect("a result");
    let value = shown(&loaded, &results);
    let mut metrics = Vec::new();
    gather(&value, &mut Vec::new(), &mut metrics);
    if loaded.scenario.ivr.is_none() {
        // The result has the place where an IVR begins, and nothing in it.
        metrics.retain(|metric| !metric.written.ends_with("at greeting") || !metric.value["mean"].is_null());
    }
    (loaded, metrics)
}

fn shown(loaded: &Loaded, results: &Results) -> Value {
    let report = Report { scenario: &loaded.scenario, hash: &loaded.hash, results };
    serde_json::from_str(&json(&report)).expect("JSON")
}

/// Whatever has a mean, a half-width and a unit is a metric.
fn gather(value: &Value, path: &mut Vec<String>, metrics: &mut Vec<Metric>) {
    if path.first().is_some_and(|first| first == "expectations") {
        return;
    }
    match value {
        Value::Object(fields) if ["mean", "half_width", "unit"].iter().all(|field| fields.contains_key(*field)) => {
            let parts: Vec<&str> = path.iter().map(String::as_str).collect();
            metrics.push(Metric {
                written: written(&parts),
                window: parts[0] == "intervals",
                menu_at_level: matches!(parts[..], ["ivr", "menus", _, "levels", ..]),
                quantile: parts.last().is_some_and(|name| name.starts_with("wait_p") && *name != "wait_probability"),
                value: value.clone(),
            });
        }
        Value::Object(fields) => {
            for (name, value) in fields {
                path.push(name.clone());
                gather(value, path, metrics);
                path.pop();
            }
        }
        Value::Array(items) => {
            for item in items {
                // What is listed says itself what it is.
                let named = match (&item["level"], &item["key"], &item["from"], &item["to"]) {
                    (Value::Number(level), ..) => level.to_string(),
                    (_, Value::String(key), ..) => key.clone(),
                    (_, _, Value::String(from), Value::String(to)) => format!("between \"{from}\" and \"{to}\""),
                    _ => continue,
                };
                path.push(named);
                gather(item, path, metrics);
                path.pop();
            }
        }
        _ => {}
    }
}

/// How a metric at this place of the result is asked for.
fn written(path: &[&str]) -> String {
    match path {
        ["metrics", metric] | ["ivr", "metrics", metric] => (*metric).to_owned(),
        ["ivr", "greeting", "metrics", metric] => format!("{metric} at greeting"),
        ["ivr", "levels", level, "metrics", metric] => format!("{metric} at level {level}"),
        ["ivr", "menus", menu, "metrics", metric] => format!("{metric}({menu})"),
        ["ivr", "menus", menu, "levels", level, "metrics", metric] => format!("{metric}({menu}) at level {level}"),
        ["ivr", "menus", menu, "options", key, "metrics", metric] => format!("{metric} of \"{menu}.{key}\""),
        ["queues" | "agents", part, "metrics", metric] => format!("{metric}({part})"),
        ["channels", channel, "metrics", metric] => format!("{metric} on {channel}"),
        ["conversations", "metrics", metric] => format!("{metric} of conversations"),
        ["intervals", window, "metrics", metric] => format!("{metric} {window}"),
        ["intervals", window, "queues" | "agents", part, "metrics", metric] => {
            format!("{metric} of \"{part}\" {window}")
        }
        _ => panic!("how is {path:?} asked for?"),
    }
}

/// As the JSON of a result shows a number.
fn in_json(value: Option<f64>) -> Value {
    let text = value.map(|value| format!("{value:.5e}"));
    text.map_or(Value::Null, |text| serde_json::json!(text.parse::<f64>().expect("a number")))
}

#[test]
fn every_metric_of_the_result_can_be_expected_something_of() {
    let (mut windows, mut others) = (0, 0);
    for name in SCENARIOS {
        let (plain, metrics) = result(name);
        for some in metrics.chunks(MOST) {
            let expect: Vec<String> =
                some.iter().map(|metric| format!("{} < {}", metric.written, metric.bound())).collect();
            let loaded = expecting(name, &expect);
            // What the file expects itself stands in front.
            let asked = &loaded.expectations[plain.expectations.len()..];
            assert_eq!(asked.len(), some.len());
            let settings = Settings { follow_ivr: false, ..Settings::default() };
            let results =
                judge(&loaded.scenario, asked, &settings, &AtomicBool::new(false), |_, _| {}).expect("a result");
            let rows = &shown(&loaded, &results)["expectations"];
            for (index, metric) in some.iter().enumerate() {
                let Metric { written, value, .. } = metric;
                let row = &rows[index];
                assert_ne!(results.expectations[index].missing, Some(Missing::Part), "{name}: {written}");
                assert_eq!((&row["mean"], &row["unit"]), (&value["mean"], &value["unit"]), "{name}: {written}");
                windows += usize::from(metric.window);
                others += usize::from(!metric.window && !value["mean"].is_null());
            }
        }
    }
    assert!(windows > 3000 && others > 500, "{windows} and {others}");
}

#[test]
fn every_outcome_can_be_expected_something_of() {
    let name = SCENARIOS[0];
    let plain = expecting(name, &[]);
    let results = run(&plain.scenario, &Settings::default(), |_, _| {}).unwrap();
    let value = shown(&plain, &results);
    let outcomes = value["outcomes"].as_object().unwrap();
    let expect: Vec<String> = outcomes.keys().map(|outcome| format!("{outcome} < 7")).collect();
    let loaded = expecting(name, &expect);
    let found = judge(&loaded.scenario, &loaded.expectations, &Settings::default(), &AtomicBool::new(false), |_, _| {});
    for (judged, (outcome, total)) in found.unwrap().expectations.iter().zip(outcomes) {
        let mean = total.as_u64().unwrap() as f64 / 3.0;
        assert!((judged.mean.unwrap() - mean).abs() < 1e-9, "{outcome}");
    }
}

/// All but windows and quantiles, which are refused with their place.
#[test]
fn every_metric_of_the_result_can_be_a_goal() {
    for name in SCENARIOS.iter().filter(|name| !name.contains("steady")) {
        let (_, metrics) = result(name);
        let goals = metrics.iter().filter(|metric| !metric.window && !metric.quantile);
        let goals: Vec<String> = goals.map(|metric| format!("'{}': {}", metric.written, metric.bound())).collect();
        let setting = format!("replications={{at_least: 2, at_most: 3, until: {{{}}}}}", goals.join(", "));
        let loaded = load(&path(name), &[setting]).unwrap_or_else(|report| panic!("{}", report.render(false)));
        let settings = Settings { follow_ivr: false, ..Settings::default() };
        let results = run(&loaded.scenario, &settings, |_, _| {}).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert!(results.total.ivr.is_kept(), "{name}: callers were not followed");
        for refused in metrics.iter().filter(|metric| metric.window || metric.quantile).take(50) {
            let setting = format!("replications={{until: {{'{}': {}}}}}", refused.written, refused.bound());
            let report = load(&path(name), &[setting]).expect_err("no goal");
            let refused = report.problems.iter().any(|problem| problem.message.ends_with("cannot be asked for here"));
            assert!(refused, "{}", report.render(false));
        }
    }
}

#[test]
fn a_goal_of_what_callers_did_in_the_ivr_is_looked_at() {
    for (half_width, taken) in [("99 points", 1), ("0.000001 points", 3)] {
        let goals = ["nothing_fitted", "added at level 2", "wanted of main.3", "ivr_abandonment(orders) at level 2"];
        for goal in goals {
            let setting = format!("replications={{at_least: 2, at_most: 8, until: {{{goal}: {half_width}}}}}");
            let loaded = load(&path("scenarios/support-line.yaml"), &[setting]).unwrap();
            let settings = Settings { follow_ivr: false, ..Settings::default() };
            let looks = run(&loaded.scenario, &settings, |_, _| {}).unwrap().looks.unwrap();
            assert_eq!((looks.taken, looks.reached), (taken, taken == 1), "{goal} {half_width}");
        }
    }
}

/// A menu at one of its levels is compared where that is asked for only, since at which levels it is met is not known
/// beforehand.
#[test]
fn every_metric_of_the_result_is_compared() {
    for name in SCENARIOS {
        let (plain, metrics) = result(name);
        let whole: Vec<&Metric> = metrics.iter().filter(|metric| !metric.window).collect();
        let increase = |metric: &Metric| match metric.unit() {
            "share" => "99 points",
            _ => metric.bound(),
        };
        let expect: Vec<String> =
            whole.iter().map(|metric| format!("{} increases by < {}", metric.written, increase(metric))).collect();
        let loaded = expecting(name, &expect);
        let asked: &[Expectation] = &loaded.expectations[plain.expectations.len()..];
        let settings = Settings { follow_ivr: false, ..Settings::default() };
        let stop = AtomicBool::new(false);
        let compared = compare(&plain.scenario, &loaded.scenario, asked, &settings, &stop, |_, _| {}).expect("rows");
        for ((metric, expectation), judged) in whole.iter().zip(asked).zip(&compared.differences) {
            let written = &metric.written;
            assert_ne!(judged.missing, Some(Missing::Part), "{name}: {written}");
            if metric.value["mean"].is_null() || metric.menu_at_level {
                continue;
            }
            let row = compared.rows.iter().find(|row| row.subject == expectation.subject);
            let row = row.unwrap_or_else(|| panic!("{name}: no row of {written}"));
            assert_eq!(in_json(row.base), metric.value["mean"], "{name}: {written}");
            assert!(row.same && judged.mean == Some(0.0), "{name}: {written}");
        }
        // Nothing is compared twice.
        for (index, row) in compared.rows.iter().enumerate() {
            assert!(compared.rows[..index].iter().all(|other| other.subject != row.subject), "{name}: {}", row.subject);
        }
    }
}

#[test]
fn every_metric_of_the_result_can_be_charted() {
    for name in ["scenarios/omnichannel.yaml", "tests/reports/balanced.yaml"] {
        let (loaded, metrics) = result(name);
        let sweep = Sweep::load(&path(name), &settings(name), &["lines=[100]".into()])
            .unwrap_or_else(|report| panic!("{}", report.render(false)));
        for metric in metrics.iter().filter(|metric| !metric.window && !metric.quantile) {
            let charting = sweep.clone().charting(&metric.written);
            let charting = charting.unwrap_or_else(|report| panic!("{}", report.render(false)));
            let question = Question { metric: &charting.chart, scored: true };
            let settings = Settings { interval: None, follow_ivr: false, ..Settings::default() };
            let keep = |_, measure: experiment::Measure, results: &Results| {
                (measure.is_conditional(), measure.ratio(&results.estimates).and_then(|ratio| ratio.pooled()))
            };
            let all = [&loaded.scenario];
            let found = experiment::sweep(&all, question, &settings, &AtomicBool::new(false), |_, _| {}, keep);
            let (conditional, mean) = *found[0].as_ref().unwrap_or_else(|error| panic!("{}: {error}", metric.written));
            // The chance of hanging up has the same mean as hanging up, but not the same value.
            assert!(conditional || in_json(mean) == metric.value["mean"], "{name}: {}", metric.written);
            assert_eq!(conditional, metric.written == "ivr_abandonment");
        }
    }
}

/// Where there are only calls nothing is told apart by channel; otherwise all channels are.
#[test]
fn channels_are_counted_where_there_are_several() {
    let (omnichannel, _) = result(SCENARIOS[0]);
    let (support, metrics) = result(SCENARIOS[1]);
    assert_eq!((channels_of(&omnichannel.scenario).len(), channels_of(&support.scenario).len()), (4, 0));
    assert!(metrics.iter().all(|metric| !metric.written.contains(" on ")));
}

/// What the document shows is understood of the shipped scenarios, and found.
#[test]
fn the_examples_of_the_document_are_understood() {
    let text = std::fs::read_to_string(path("docs/expectations.md")).expect("the document");
    let blocks = text.split("```yaml\nexpect:\n").skip(1).map(|block| block.split("```").next().unwrap_or_default());
    let blocks: Vec<Vec<String>> = blocks
        .map(|block| block.lines().map(|line| line.trim().trim_start_matches("- ").to_owned()).collect())
        .collect();
    assert!(blocks.len() == 2 && blocks.iter().all(|block| block.len() >= 5), "{blocks:?}");
    for (name, expect) in [SCENARIOS[1], SCENARIOS[0]].into_iter().zip(&blocks) {
        let loaded = expecting(name, expect);
        let asked = &loaded.expectations[loaded.expectations.len() - expect.len()..];
        let found = judge(&loaded.scenario, asked, &Settings::default(), &AtomicBool::new(false), |_, _| {}).unwrap();
        for judged in &found.expectations {
            assert!(judged.mean.is_some(), "{name}: {}", judged.expectation.text);
        }
    }
}
