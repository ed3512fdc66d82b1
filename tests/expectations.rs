//! Expectations: what decides them, what looking costs, and what a build sees of it.

#[path = "common/desk.rs"]
mod desk;

use desk::{Desk, Seen};
use hangup::experiment::{Judged, Missing, Results, Settings, Verdict, judge, run};
use hangup::scenario::{Loaded, parse};
use serde_json::Value;
use std::sync::atomic::AtomicBool;

const LINE: &str = r#"name: A line
seed: 3
day: {from: "08:00", to: "12:00"}
intents: {orders: 2, bills: 1}
arrivals: {voice: {per_hour: 90}}
callers: {patience: {exponential: {mean: 3m}}}
ivr:
  greeting: 2s
  menus:
    main:
      options:
        - {key: 1, prompt: 3s, for: orders, then: {self_service: {takes: 30s, success: 80%, failed: {queue: desk}}}}
        - {key: 2, prompt: 3s, for: bills, then: {queue: desk}}
queues: {desk: {talk: 3m, target: {answer: 80%, within: 20s}}}
agents: {team: {count: 3, queues: [desk]}}
"#;

/// The scenario with these expectations and other lines.
fn load(expect: &[&str], more: &str) -> Loaded {
    let lines: Vec<String> = expect.iter().map(|line| format!("  - {line}\n")).collect();
    let text = format!("{LINE}{more}\nexpect:\n{}", lines.concat());
    parse("line.yaml", text, &[]).unwrap_or_else(|report| panic!("{}", report.render(false)))
}

fn judged(loaded: &Loaded) -> Results {
    judge(&loaded.scenario, &loaded.expectations, &Settings::default(), &AtomicBool::new(false), |_, _| {}).unwrap()
}

fn verdicts(results: &Results) -> Vec<Verdict> {
    results.expectations.iter().map(|judged| judged.verdict).collect()
}

fn mean(judged: &Judged) -> f64 {
    judged.mean.expect("a value")
}

#[test]
fn an_expectation_is_judged_by_the_figure_that_the_report_shows() {
    let lines = [
        "service_level(desk) > 10%",
        "ivr_abandonment at level 1 < 99%",
        "mean_wait < 10m",
        "staffed_hours(team) < 90h",
        "arrived > 7",
        "mean_wait of desk between \"09:00\" and \"10:30\" < 10m",
        "arrived between \"09:00\" and \"10:30\" > 7",
        "occupancy(team) between \"09:00\" and \"10:30\" > 1%",
        "wait p95 < 9m",
    ];
    let results = judged(&load(&lines, "replications: 40"));
    assert_eq!(verdicts(&results), [Verdict::Holds; 9]);
    let found: Vec<f64> = results.expectations.iter().map(mean).collect();
    let total = &results.total;
    let desk = &total.queues[0];
    let share = |a: u64, b: u64| a as f64 / b as f64;
    assert_eq!(found[0], share(desk.in_time, desk.in_time_of));
    assert_eq!(found[1], share(total.levels[0].abandoned, total.levels[0].entered));
    let close = |a: f64, b: f64| (a / b - 1.0).abs() < 1e-12;
    assert!(close(found[2], desk.waited_seconds / desk.queued as f64));
    assert!(close(found[3], total.groups[0].staffed_seconds / 3600.0 / 40.0));
    assert!(close(found[4], total.arrived as f64 / 40.0));
    // The day begins at 08:00, so that 09:00 to 10:30 are the third to the fifth half-hour.
    let window = &total.intervals[2..5];
    let sum = |value: fn(&hangup::measure::IntervalTally) -> f64| window.iter().map(value).sum::<f64>();
    assert!(close(found[5], sum(|i| i.queues[0].waited_seconds) / sum(|i| i.queues[0].queued as f64)));
    assert!(close(found[6], sum(|i| i.arrived as f64) / 40.0));
    assert!(close(found[7], sum(|i| i.groups[0].busy_seconds) / sum(|i| i.groups[0].staffed_seconds)));
    assert_eq!(Some(found[8]), results.waits.quantile(None, 0.95, 0.95).map(|quantile| quantile.value));
}

/// The quantile of all waits and the share of them within a bound are two views of the same waits.
#[test]
fn a_quantile_is_judged_by_the_share_of_waits_within_the_bound() {
    let of = |bound: u32| {
        let line = format!("wait p80 of desk < {bound}s");
        judged(&load(&[&line], "replications: 40")).expectations.remove(0)
    };
    let quantile = mean(&of(60));
    let (mut before, mut seen) = (0.0, Vec::new());
    for bound in [1, 20, 40, 60, 90, 120, 200, 400] {
        let judged = of(bound);
        let (share, half_width) = judged.within.expect("a share");
        assert!(share >= before && half_width.is_some());
        before = share;
        // The histogram knows a quantile to within 0.4 %.
        if (f64::from(bound) / quantile - 1.0).abs() > 0.01 {
            assert_eq!(f64::from(bound) > quantile, share > 0.8, "{bound} {quantile} {share}");
        }
        seen.push(judged.verdict);
    }
    assert_eq!(seen.first(), Some(&Verdict::Fails));
    assert_eq!(seen.last(), Some(&Verdict::Holds));
    let above = judged(&load(&["wait p80 of desk > 1s", "wait p80 of desk >= 400s"], "replications: 40"));
    assert_eq!(verdicts(&above), [Verdict::Holds, Verdict::Fails]);
}

#[test]
fn what_was_never_counted_or_only_once_is_undecided() {
    let results = judged(&load(&["zero_out(main) < 1%", "self_service_success < 99%"], "replications: 1"));
    for judged in &results.expectations {
        assert_eq!((judged.verdict, judged.missing), (Verdict::Undecided, Some(Missing::Interval)));
    }
    let nobody = load(&["mean_wait < 10s"], "replications: 5");
    let nobody =
        parse("line.yaml", format!("{LINE}expect: [mean_wait < 10s]"), &["arrivals.voice.per_hour=0.000001".into()])
            .map_or(nobody, |loaded| loaded);
    let results = judged(&nobody);
    assert_eq!(results.expectations[0].missing, Some(Missing::Nothing));
    assert_eq!(results.expectations[0].verdict, Verdict::Undecided);
}

#[test]
fn replications_are_added_until_all_is_decided_and_every_look_is_paid_for() {
    let sure = judged(&load(&["ivr_abandonment < 90%"], ""));
    assert_eq!((sure.replications, sure.looks.unwrap().taken, sure.looks.unwrap().planned), (100, 1, 5));
    // Four expectations and five looks share 5 %.
    let lines = ["ivr_abandonment < 90%", "mean_wait < 1h", "arrived > 1", "served > 1"];
    let four = judged(&load(&lines, ""));
    for judged in &four.expectations {
        assert!((judged.confidence - (1.0 - 0.05 / 20.0)).abs() < 1e-12);
    }
    // Where the bound is the value itself nothing decides.
    let value = mean(&sure.expectations[0]);
    let close = format!("ivr_abandonment < {value:.3}");
    let never = judged(&load(&[&close], "replications: {at_least: 10, at_most: 40}"));
    let looks = never.looks.unwrap();
    assert_eq!((looks.planned, looks.taken, looks.reached, never.replications), (3, 3, false, 40));
    assert_eq!(verdicts(&never), [Verdict::Undecided]);
    // A plain number is both the first look and the last.
    let fixed = judged(&load(&[&close], "replications: 20"));
    assert_eq!((fixed.looks, fixed.replications), (None, 20));
    assert!((fixed.expectations[0].confidence - 0.95).abs() < 1e-12);
}

#[test]
fn expecting_changes_no_figure() {
    let plain = parse("line.yaml", format!("{LINE}replications: 30"), &[]).unwrap();
    let expecting = load(&["wait p95 between \"09:00\" and \"10:00\" < 60s", "blocking < 1%"], "replications: 30");
    let results = judged(&expecting);
    assert_eq!(plain.hash, expecting.hash);
    assert_eq!(run(&plain.scenario, &Settings::default(), |_, _| {}).unwrap().total, results.total);
}

#[test]
fn a_run_whose_time_is_over_tells_what_its_last_look_found() {
    let loaded = load(&["ivr_abandonment < 90%"], "");
    let judged = |stop: bool| {
        judge(&loaded.scenario, &loaded.expectations, &Settings::default(), &AtomicBool::new(stop), |_, _| {})
    };
    assert!(judged(true).is_err(), "nothing was found in no time");
    assert!(!judged(false).unwrap().looks.unwrap().cut_short);
    let close = format!("ivr_abandonment < {:.3}", mean(&judged(false).unwrap().expectations[0]));
    let loaded = load(&[&close], "replications: {at_least: 10, at_most: 4000}");
    let stop = AtomicBool::new(false);
    let cut = judge(&loaded.scenario, &loaded.expectations, &Settings::default(), &stop, |done, _| {
        stop.fetch_or(done > 50, std::sync::atomic::Ordering::Relaxed);
    });
    let cut = cut.unwrap();
    let looks = cut.looks.unwrap();
    assert!(looks.cut_short && !looks.reached, "{looks:?}");
    // The same as if it had been planned so, but for the price of looks that were not taken.
    let text = format!("{LINE}replications: {}\nexpect: ['{close}']", cut.replications);
    let whole = parse("line.yaml", text, &[]).unwrap();
    assert_eq!(self::judged(&whole).total, cut.total);
    assert_eq!(cut.warnings(), ["there was no time for another look"]);
}

// ---- as a build sees it ----

fn program(expect: &str, arguments: &[&str]) -> Seen {
    Desk::new(&[("line.yaml", &format!("{LINE}{expect}"))]).run(&[&["run", "line.yaml"], arguments].concat())
}

#[test]
fn the_exit_code_is_the_verdict() {
    let holds = "expect: [ivr_abandonment < 90%]";
    let fails = "expect: [ivr_abandonment < 90%, ivr_abandonment < 0.1%]";
    let value = "ivr_abandonment < 15%";
    let close = format!("replications: 3\nexpect: [{value}, service_level > 1%]");
    for (expect, arguments, code) in [
        (holds, &[][..], 0),
        (fails, &[], 1),
        (&close, &[], 4),
        (&close, &["--undecided", "pass"], 0),
        (&close, &["--undecided", "fail"], 1),
        (fails, &["--undecided", "pass"], 1),
        ("expect: [ivr_abandonmet < 9%]", &[], 2),
        (holds, &["--replications", "100000000", "--max-time", "1ms"], 2),
        (holds, &["--replications", "9999999", "--max-time", "50ms"], 3),
        (holds, &["--max-time", "soon"], 2),
    ] {
        program(expect, arguments).ended(code);
    }
}

#[test]
fn the_json_holds_every_expectation_with_its_place() {
    let Seen { out, .. } =
        program("expect:\n  - ivr_abandonment < 90%\n  - wait p95 of desk < 1s\n", &["--format", "json"]);
    let json: Value = serde_json::from_str(&out).unwrap();
    let expectations = json["expectations"].as_array().unwrap();
    assert_eq!(expectations.len(), 2);
    assert_eq!(expectations[0]["expectation"], "ivr_abandonment < 90%");
    assert_eq!(expectations[0]["verdict"], "holds");
    assert_eq!((&expectations[1]["line"], &expectations[1]["column"]), (&Value::from(18), &Value::from(5)));
    assert_eq!((expectations[1]["verdict"].as_str(), expectations[1]["name"].as_str()), (Some("fails"), Some("desk")));
    assert!(expectations[1]["share_within"]["half_width"].as_f64().unwrap() > 0.0);
    assert_eq!(json["looks"]["planned"], 5);
}
