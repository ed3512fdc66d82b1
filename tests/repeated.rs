//! Laws of runs that are repeated: threads do not show over many pieces of work, and a steady run is the sum of its batches.

mod common;

use common::generator::{Center, center};
use common::{json_on, load, results, same, scenario};
use hangup::center::{Engine, Event, Model, Outcome};
use hangup::experiment::Results;
use hangup::measure::{Recorder, Tally};
use hangup::scenario::resolved::Scenario;
use proptest::prelude::*;

// ---- threads ----

/// A small day, in so many replications.
fn small_day(replications: &str) -> String {
    format!(
        "version: 1\nseed: 9\nreplications: {replications}\nday: {{from: \"08:00\", to: \"08:20\"}}\nintents: {{a: 2, b: 1}}\n\
         arrivals: {{voice: {{per_hour: 120, daily_volume_cv: 30%}}}}\nlines: 8\n\
         callers: {{patience: {{hyperexponential: [{{share: 30%, mean: 1m}}, {{share: 70%, mean: 6m}}]}}}}\n\
         ivr: {{greeting: 2s, menus: {{main: {{options: [{{key: 1, prompt: 3s, for: a, then: {{queue: q}}}}, \
         {{key: 2, prompt: 2s, for: b, then: {{queue: r}}}}]}}}}}}\n\
         queues: {{q: {{talk: {{lognormal: {{mean: 2m, cv: 1}}}}, overflow: {{after: 30s, to: r}}}}, r: {{talk: 1m}}}}\n\
         agents: {{m: {{count: 2, queues: [q]}}, n: {{count: 1, queues: [r, q]}}}}\n"
    )
}

#[test]
fn threads_do_not_show_beyond_one_wave_of_pieces() {
    // A piece of work is five replications, and a wave is 64 pieces: 320 replications. The last piece is not whole.
    for replications in ["321", "333", "647"] {
        let loaded = load(&small_day(replications));
        let one = json_on(1, &loaded);
        assert!(one.contains(&format!("\"replications\": {replications}")), "{one}");
        for threads in [2, 3] {
            assert!(one == json_on(threads, &loaded), "{replications} replications on {threads} threads");
        }
    }
}

#[test]
fn threads_do_not_show_where_looks_end_within_a_piece() {
    // Looks at 7, 14, 28, ... 448 and 500: rounds that begin and end within pieces, and one beyond a wave.
    let loaded = load(&small_day("{at_least: 7, at_most: 500, until: {queue_abandonment: 0.01 points}}"));
    let one = json_on(1, &loaded);
    assert!(one.contains("\"replications\": 500"), "{one}");
    for threads in [2, 3] {
        assert!(one == json_on(threads, &loaded), "on {threads} threads");
    }
}

#[test]
fn looks_do_not_change_what_is_added_up() {
    let looked = results(&scenario(&small_day("{at_least: 7, at_most: 333, until: {queue_abandonment: 0.01 points}}")));
    let at_once = results(&scenario(&small_day("333")));
    assert_eq!(looked.replications, 333);
    assert_eq!((looked.total.arrived, looked.total.outcomes), (at_once.total.arrived, at_once.total.outcomes));
    for (a, b) in looked.total.queues.iter().zip(&at_once.total.queues) {
        assert_eq!((a.queued, a.answered, a.abandoned), (b.queued, b.answered, b.abandoned));
        assert!(same(a.waited_seconds, b.waited_seconds));
    }
}

// ---- steady ----

/// Steady centers only.
fn steady() -> impl Strategy<Value = Center> {
    center().prop_filter("steady", |center| center.steady)
}

/// The scenario of a steady center with another span and one replication.
fn one_run(center: &Center, span: &str) -> Scenario {
    let center = Center { span: span.to_owned(), ..center.clone() };
    scenario(&center.yaml().replace("replications: 7\n", "replications: 1\n"))
}

/// What the run's batches counted, and what those count who arrived within them, whichever batch.
fn hold_together(scenario: &Scenario, results: &Results) -> Result<(), TestCaseError> {
    let model = Model::new(scenario);
    let windows = results.windows;
    prop_assert_eq!(results.replications, 1);
    prop_assert_eq!(windows.batches, results.batches.expect("batches").count);
    let warm_up = results.warm_up.expect("a warm-up");
    prop_assert_eq!(windows.from, warm_up.seconds);
    prop_assert!(warm_up.seconds <= 0.5 * windows.to + 1e-9, "{warm_up:?}");
    prop_assert!(results.total.balance().is_ok());

    let mut recorder = Recorder::following_ivr(scenario, windows);
    common::live(&mut Engine::new(&model).unwrap(), 0, &mut recorder);
    prop_assert_eq!(recorder.tallies().len(), windows.batches);
    let mut sum = Tally::new(scenario, 0);
    for batch in recorder.tallies() {
        prop_assert!(batch.balance().is_ok());
        sum.merge(batch);
    }
    prop_assert_eq!(&sum, &results.total);

    // In one batch, the same is counted.
    let mut whole = Recorder::new(scenario, hangup::measure::Windows { batches: 1, ..windows });
    Engine::new(&model).unwrap().run(0, &mut whole).unwrap();
    let whole = &whole.tallies()[0];
    prop_assert_eq!((sum.arrived, sum.outcomes, sum.entered_ivr), (whole.arrived, whole.outcomes, whole.entered_ivr));
    prop_assert!(same(sum.ivr_seconds, whole.ivr_seconds));
    for (a, b) in sum.queues.iter().zip(&whole.queues) {
        prop_assert_eq!((a.queued, a.answered, a.abandoned, a.in_time), (b.queued, b.answered, b.abandoned, b.in_time));
        prop_assert!(same(a.waited_seconds, b.waited_seconds));
    }
    for (a, b) in sum.groups.iter().zip(&whole.groups) {
        prop_assert!(same(a.busy_seconds, b.busy_seconds), "{} s busy, not {}", a.busy_seconds, b.busy_seconds);
        prop_assert!(same(a.staffed_seconds, b.staffed_seconds));
    }

    // And plainly: whoever arrived after the warm-up and before the end.
    let calls = common::told::<false>(scenario, 0).calls();
    let counted: Vec<_> =
        calls.iter().filter(|call| call.arrived() >= windows.from && call.arrived() < windows.to).collect();
    prop_assert_eq!(sum.arrived, counted.len() as u64);
    for outcome in Outcome::ALL {
        let ended = |call: &&&common::Call| call.events.iter().any(|(_, event)| *event == Event::Ended(outcome));
        prop_assert_eq!(sum.outcome(outcome), counted.iter().filter(ended).count() as u64, "{}", outcome.name());
    }
    Ok(())
}

proptest! {
    #![proptest_config(common::cases(24))]

    #[test]
    fn a_steady_run_is_the_sum_of_its_batches(center in steady(), warm_up in 0_u32..60) {
        let scenario = one_run(&center, &format!("steady: {{length: 2h, warm_up: {warm_up}m}}"));
        let results = results(&scenario);
        let found = results.warm_up.unwrap();
        prop_assert!(!found.found && !found.too_short);
        prop_assert_eq!(found.seconds, f64::from(60 * warm_up));
        hold_together(&scenario, &results)?;
    }

    #[test]
    fn a_steady_run_is_the_sum_of_its_batches_where_the_warm_up_is_found(center in steady()) {
        let scenario = one_run(&center, "steady: {length: 3h}");
        let results = results(&scenario);
        prop_assert!(results.warm_up.unwrap().found);
        hold_together(&scenario, &results)?;
    }

    #[test]
    fn threads_do_not_show_in_a_steady_run(center in steady(), several in any::<bool>()) {
        let center = Center { span: "steady: {length: 100m}".to_owned(), ..center };
        let yaml = if several { center.yaml() } else { center.yaml().replace("replications: 7\n", "replications: 1\n") };
        let loaded = load(&yaml);
        prop_assert_eq!(json_on(1, &loaded), json_on(3, &loaded));
    }
}
