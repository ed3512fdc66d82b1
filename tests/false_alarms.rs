//! How often comparisons cry wolf, and how often they miss the wolf: measured over 500 seeds.
//!
//! Too long for the gate. `cargo test --release --test false_alarms -- --ignored --nocapture` prints what
//! `docs/comparing.md` says.

use std::sync::atomic::AtomicBool;

use hangup::experiment::{Compared, Settings, Word, compare};
use hangup::measure::{Series, contrast};
use hangup::scenario::expectation::About;
use hangup::scenario::{Loaded, load};

const SEEDS: u32 = 500;
/// With a level of 5 % more of 500 would be an accident of one in a thousand.
const MOST: u32 = 41;

fn support_line(seed: u32, settings: &[&str]) -> Loaded {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/support-line.yaml");
    let settings = settings.iter().map(|&setting| setting.to_owned()).chain([format!("seed={seed}")]);
    load(&path, &settings.collect::<Vec<_>>()).unwrap_or_else(|report| panic!("{}", report.render(false)))
}

/// Both on the same callers, with so many replications; intervals of the day are not needed.
fn compared(base: &Loaded, changed: &Loaded) -> Compared {
    let settings = Settings { interval: None, ..Settings::default() };
    let stop = AtomicBool::new(false);
    compare(&base.scenario, &changed.scenario, &[], &settings, &stop, |_, _| {}).expect("a comparison")
}

/// Whether any metric at all is told apart.
fn any_seen(compared: &Compared) -> bool {
    compared.rows.iter().any(|row| row.word.is_seen())
}

fn abandonment(compared: &Compared) -> (Word, bool) {
    let row =
        compared.rows.iter().find(|row| row.subject.metric == "ivr_abandonment" && row.subject.about == About::Center);
    let row = row.expect("the metric");
    (row.word, row.same)
}

/// Whether the IVR abandonment is told apart by a 95 % interval of its own.
fn single(compared: &Compared) -> bool {
    let series: [&Series; 2] = [&compared.changed.series[0], &compared.base.series[0]];
    let found = contrast(&[(1.0, series[0]), (-1.0, series[1])], 0.95).expect("callers");
    found.half_width.is_some_and(|half_width| found.mean.abs() > half_width)
}

/// A small line, of 400 calls a day: what is told apart here is told apart on any larger one.
const TWINS: &str = r#"
replications: 100
day: {from: "08:00", to: "12:00"}
intents: {a: 1, b: 1}
arrivals: {voice: {per_hour: 100}}
callers: {patience: {exponential: {mean: 2m}}, mistakes: {missed_option: 10%, wrong_option: 5%}}
ivr:
  menus:
    main:
      options:
        - {key: 1, prompt: 4s, for: FIRST, then: {queue: desk}}
        - {key: 2, prompt: 4s, for: SECOND, then: {queue: desk}}
queues: {desk: {talk: 3m}}
agents: {team: {count: 5, queues: [desk]}}
"#;

/// The true difference is zero though the runs differ: the stream has another name, so that other callers call.
#[test]
#[ignore = "500 comparisons; see the head of the file"]
fn other_callers_are_told_apart_no_more_often_than_stated() {
    let (mut seen, mut one) = (0, 0);
    for seed in 1..=SEEDS {
        let read = |stream: &str| {
            let text = TWINS.replace("FIRST", "a").replace("SECOND", "b").replace("{voice:", &format!("{{{stream}:"));
            hangup::scenario::parse("twins.yaml", text, &[format!("seed={seed}")])
                .unwrap_or_else(|report| panic!("{}", report.render(false)))
        };
        let compared = compared(&read("voice"), &read("telephone"));
        assert!(!abandonment(&compared).1, "the callers are the same");
        seen += u32::from(any_seen(&compared));
        one += u32::from(single(&compared));
    }
    println!("other callers: of {SEEDS} seeds {seen} tell any metric apart; alone at 95 %, IVR abandonment {one}");
    assert!(seen <= MOST && one <= MOST, "{seen} {one}");
}

/// A change that cannot matter in the mean: which of two equal options comes by which key, and so who draws what.
#[test]
#[ignore = "500 comparisons; see the head of the file"]
fn a_change_that_cannot_matter_is_told_apart_no_more_often_than_stated() {
    let (mut seen, mut one) = (0, 0);
    for seed in 1..=SEEDS {
        let read = |first: &str, second: &str| {
            let text = TWINS.replace("FIRST", first).replace("SECOND", second);
            hangup::scenario::parse("twins.yaml", text, &[format!("seed={seed}")])
                .unwrap_or_else(|report| panic!("{}", report.render(false)))
        };
        let compared = compared(&read("a", "b"), &read("b", "a"));
        assert!(!abandonment(&compared).1, "nothing differs at all");
        seen += u32::from(any_seen(&compared));
        one += u32::from(single(&compared));
    }
    println!("options swapped: of {SEEDS} seeds {seen} tell any metric apart; alone at 95 %, IVR abandonment {one}");
    assert!(seen <= MOST && one <= MOST, "{seen} {one}");
}

/// A true difference of about one point in IVR abandonment, at the default precision of 100 replications.
#[test]
#[ignore = "500 comparisons; see the head of the file"]
fn a_difference_of_one_point_is_found() {
    let mut found = 0;
    let mut mean = 0.0;
    let line = |seed: u32, intro: &str| {
        let text = TWINS.replace("FIRST", "a").replace("SECOND", "b");
        let settings = [format!("seed={seed}"), format!("ivr.menus.main.intro={intro}")];
        hangup::scenario::parse("line.yaml", text, &settings)
            .unwrap_or_else(|report| panic!("{}", report.render(false)))
    };
    for seed in 1..=SEEDS {
        let compared = compared(&line(seed, "0s"), &line(seed, "1.3s"));
        let (word, _) = abandonment(&compared);
        found += u32::from(word == Word::Worse);
        mean += contrast(&[(1.0, &compared.changed.series[0]), (-1.0, &compared.base.series[0])], 0.95)
            .expect("callers")
            .mean;
    }
    let mean = 100.0 * mean / f64::from(SEEDS);
    println!("a difference of {mean:.2} points: found by {found} of {SEEDS} seeds");
    assert!((0.9..=1.1).contains(&mean), "the difference is {mean} points");
    assert!(20 * found >= 19 * SEEDS, "{found}");
}

/// How many fewer replications pairing needs on the shipped example: the ratio of the differences' variances.
#[test]
#[ignore = "a long comparison; see the head of the file"]
fn pairing_saves_replications() {
    let settings = ["replications=400"];
    let changed = ["replications=400", "ivr.menus.main.intro=5.8s"];
    let compared = compared(&support_line(7, &settings), &support_line(7, &changed));
    for name in ["ivr_abandonment", "queue_abandonment", "service_level"] {
        let row = compared
            .rows
            .iter()
            .find(|row| row.subject.metric == name && row.subject.about == About::Center)
            .expect("a row");
        let paired = row.difference.and_then(|difference| difference.half_width).expect("an interval");
        let position =
            hangup::measure::metric::OVERALL.iter().position(|metric| metric.name == name).expect("a metric");
        let alone = |results: &hangup::experiment::Results| {
            results.estimates.overall.ratios()[position].half_width(compared.confidence.1).expect("an interval")
        };
        let ratio = (alone(&compared.base).powi(2) + alone(&compared.changed).powi(2)) / paired.powi(2);
        println!("{name}: independent callers need {ratio:.0} times the replications");
        assert!(ratio > 1.0, "{name}: {ratio}");
    }
}
