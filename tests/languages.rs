//! Languages: what is heard in which, who presses what to choose theirs, and that the choice costs no level.
//!
//! Against the exact formulas they are held in `agreement/trees.rs` (`trees_in_two_languages`), their diagnostics are in
//! `diagnostics/languages*.yaml`, their reports in `reports/languages.yaml`.

mod common;

use common::{Call, assert_same, calls, load, scenario, tally, with_ivr};
use hangup::center::{Outcome, Place};
use hangup::scenario::resolved::{MenuId, Scenario};

const NEVER: &str = "patience: never";
const TWO: &str = "languages: {en: 60%, es: 40%}\nintents: {a: 1, b: 1, c: 1}";
const THREE: &str = "languages: {en: 60%, es: 25%, fr: 15%}\nintents: {a: 1, b: 1, c: 1}";
/// 1 s, then 3 s for English and 4 s for Spanish.
const SPEECH: &str = "speech: {intro: 1s, options: [{key: 1, prompt: 3s, then: {language: en, go: main}}, \
    {key: 2, prompt: 4s, then: {language: es, go: main}}]}";
const MAIN: &str = "main: {intro: {en: 2s, es: 2.5s}, no_input: {after: 5s, say: {en: 1s, es: 2s}, retries: 1}, \
    options: [{key: 1, prompt: {en: 3s, es: 3.5s}, for: a, then: {queue: q}}, \
    {key: 2, prompt: {en: 4s, es: 5s}, for: b, then: {queue: q}}]}";

fn behind_speech(callers: &str, more: &str) -> Scenario {
    with_ivr(callers, &format!("greeting: {{en: 5s, es: 50s}}, start: speech, menus: {{{SPEECH}, {MAIN}}}"), more)
}

/// What each menu that was visited was left by.
fn taken(call: &Call) -> Vec<(u32, Option<u32>)> {
    call.visits().iter().map(|visit| (visit.menu.0, visit.taken)).collect()
}

/// Asserts that so many of these calls are a share `p` of all, within 4.5 standard errors.
#[track_caller]
fn assert_share(calls: &[Call], p: f64, is: impl Fn(&Call) -> bool) {
    let (n, count) = (calls.len() as f64, calls.iter().filter(|call| is(call)).count() as f64);
    assert!((count - n * p).abs() <= 4.5 * (n * p * (1.0 - p)).sqrt(), "{count} of {n}, not {p}");
}

// ---- what is heard ----

#[test]
fn a_call_begins_in_the_first_language_and_goes_on_in_the_one_chosen() {
    let calls = calls(&behind_speech(NEVER, TWO));
    let seconds = |call: &Call| call.visits().iter().map(|visit| visit.seconds).collect::<Vec<_>>();
    for call in &calls {
        let spanish = call.visits()[0].taken == Some(1);
        // The greeting, 5 s in English, is heard by all: whoever chooses does so after it.
        let speech = if spanish { 1.0 + 3.0 + 4.0 + 1.5 } else { 1.0 + 3.0 + 1.5 };
        let main = match (spanish, call.intent()) {
            (false, 0) => 2.0 + 3.0 + 1.5,
            (false, 1) => 2.0 + 3.0 + 4.0 + 1.5,
            (true, 0) => 2.5 + 3.5 + 1.5,
            (true, 1) => 2.5 + 3.5 + 5.0 + 1.5,
            // Nothing fits: all of it, the wait and the message, twice.
            (false, _) => 2.0 * (2.0 + 3.0 + 4.0 + 5.0 + 1.0),
            (true, _) => 2.0 * (2.5 + 3.5 + 5.0 + 5.0 + 2.0),
        };
        assert_same(seconds(call)[0], speech);
        assert_same(seconds(call)[1], main);
        assert_same(call.ivr_seconds(), 5.0 + speech + main);
    }
    assert_share(&calls, 0.4, |call| call.visits()[0].taken == Some(1));
    // A language of one's own has nothing to do with why one calls.
    assert_share(&calls, 0.4 / 3.0, |call| call.visits()[0].taken == Some(1) && call.intent() == 0);
}

#[test]
fn steps_are_heard_in_the_language_of_the_call_too() {
    let ivr = "greeting: {en: 5s, es: 6s}, start: {language: es, go: notice}, steps: {\
        notice: {say: {en: 1s, es: 7s}, then: number}, number: {collect: {say: {en: 1s, es: 2s}, digits: 4}, then: again}, \
        again: {wait: 1s, then: {language: en, go: goodbye}}, goodbye: {say: {en: 3s, es: 30s}, then: {queue: q}}}";
    for call in calls(&with_ivr(NEVER, ivr, TWO)) {
        assert_same(call.ivr_seconds(), 5.0 + 7.0 + (2.0 + 4.0 * 0.5) + 1.0 + 3.0);
        assert_eq!(call.outcome(), Outcome::Served);
    }
}

#[test]
fn a_wrong_language_is_gone_on_in() {
    // Everybody takes the first option they hear.
    for call in calls(&behind_speech(&format!("{NEVER}, mistakes: {{wrong_option: 100%}}"), TWO)) {
        let visits = call.visits();
        assert_eq!(visits[0].taken, Some(0));
        assert_same(visits[1].seconds, 2.0 + 3.0 + 1.5);
    }
}

#[test]
fn a_menu_that_retries_lead_out_of_stays_in_its_language() {
    // Speakers of French find nothing, and go on in English, where they know what they want.
    let speech = SPEECH.replace("]}", "], no_input: {after: 5s, say: 1s, retries: 0}, then: main}");
    let main = MAIN.replace(" es:", " fr: 90s, es:");
    let ivr = format!("start: speech, menus: {{{speech}, {main}}}");
    let calls = calls(&with_ivr(NEVER, &ivr, THREE));
    for call in &calls {
        let visits = call.visits();
        if visits[0].taken.is_none() {
            assert_same(visits[0].seconds, 1.0 + 3.0 + 4.0 + 5.0 + 1.0);
            if call.intent() == 1 {
                assert_same(visits[1].seconds, 2.0 + 3.0 + 4.0 + 1.5);
            }
        }
    }
    assert_share(&calls, 0.15, |call| call.visits()[0].taken.is_none());
}

// ---- who presses what ----

#[test]
fn among_other_options_only_those_choose_who_hear_a_language_that_is_not_theirs() {
    let options = "{key: 1, prompt: 3s, for: a, then: {queue: q}}, {key: 2, prompt: 3s, for: b, then: {queue: q}}, \
        {key: 9, prompt: 3s, then: {language: es, go: repeat}}";
    let ivr = format!("menus: {{main: {{no_input: {{retries: 0}}, options: [{options}]}}}}");
    let calls = calls(&with_ivr(NEVER, &ivr, THREE));
    for call in &calls {
        let own = [Some(0), Some(1), None][call.intent()];
        let way = taken(call);
        // Whatever they call for, they choose once, and then take what they call for.
        let expected = if way.len() == 2 { vec![(0, Some(2)), (0, own)] } else { vec![(0, own)] };
        assert_eq!(way, expected);
        assert!(call.visits().iter().all(|visit| visit.level == 1), "a menu with other options is a level");
    }
    assert_share(&calls, 0.25, |call| call.visits().len() == 2);
}

#[test]
fn with_for_an_option_is_of_those_who_speak_the_language_and_call_for_that() {
    let options = "{key: 1, prompt: 3s, for: [a, b], then: {queue: q}}, \
        {key: 2, prompt: 3s, for: a, then: {language: es, go: {queue: q}}}";
    let ivr = format!("menus: {{main: {{no_input: {{retries: 0}}, options: [{options}]}}}}");
    let calls = calls(&with_ivr(NEVER, &ivr, TWO));
    assert_share(&calls, 0.4 / 3.0, |call| taken(call) == [(0, Some(1))]);
    assert_share(&calls, 1.0 / 3.0, |call| call.intent() == 1 && taken(call) == [(0, Some(0))]);
    assert!(calls.iter().all(|call| call.intent() != 1 || taken(call) == [(0, Some(0))]));
}

#[test]
fn an_option_leads_on_through_a_choice_of_languages_by_what_lies_behind_it() {
    // Two departments, each of which asks for the language.
    let department = |name: &str, intent: &str| {
        format!(
            "{name}: {{options: [{{key: 1, prompt: 1s, then: {{language: en, go: {name}_en}}}}, \
             {{key: 2, prompt: 1s, then: {{language: es, go: {name}_es}}}}]}}, \
             {name}_en: {{options: [{{key: 1, prompt: 1s, for: {intent}, then: {{queue: q}}}}]}}, \
             {name}_es: {{options: [{{key: 1, prompt: 1s, for: {intent}, then: {{queue: q}}}}]}}"
        )
    };
    let (sales, support) = (department("sales", "a"), department("support", "b"));
    let ivr = format!(
        "menus: {{main: {{options: [{{key: 1, prompt: 3s, then: sales}}, {{key: 2, prompt: 3s, then: support}}]}}, {sales}, {support}}}"
    );
    let more = TWO.replace(", c: 1", "");
    let calls = calls(&with_ivr(NEVER, &ivr, &more));
    for call in &calls {
        let department = call.intent() as u32;
        let visits = call.visits();
        assert_eq!(visits[0].taken, Some(department));
        let spanish = visits[1].taken.unwrap();
        assert_eq!(visits[2].menu, MenuId(1 + 3 * department + 1 + spanish));
        assert_eq!(visits.iter().map(|visit| visit.level).collect::<Vec<_>>(), [1, 0, 2]);
        assert_eq!(call.outcome(), Outcome::Served);
    }
    assert_share(&calls, 0.4, |call| call.visits()[1].taken == Some(1));
}

#[test]
fn without_intents_a_language_is_all_that_callers_choose_by() {
    let options = "{key: 1, prompt: 3s, then: {language: en, go: {queue: q}}}, \
        {key: 2, prompt: 3s, then: {language: es, go: {queue: q}}}";
    let ivr = format!(
        "menus: {{main: {{options: [{{key: 1, prompt: 1s, then: speech}}]}}, speech: {{options: [{options}]}}}}"
    );
    let yaml = format!(
        "day: {{from: \"00:00\", to: \"01:00\"}}\narrivals: {{voice: {{per_hour: 200}}}}\nlanguages: {{en: 60%, es: 40%}}\n\
         callers: {{{NEVER}}}\nivr: {{{ivr}}}\nqueues: {{q: {{talk: 10s}}}}\nagents: {{team: {{count: 2000, queues: [q]}}}}"
    );
    let calls = calls(&scenario(&yaml));
    assert!(calls.iter().all(|call| call.visits()[0].taken == Some(0) && call.outcome() == Outcome::Served));
    assert_share(&calls, 0.4, |call| taken(call)[1] == (1, Some(1)));
}

// ---- no level ----

#[test]
fn hanging_up_while_a_language_is_chosen_is_booked_to_the_greeting_once() {
    // 5 s of greeting; English is chosen at 10.5 s, Spanish at 14.5 s.
    let scenario = behind_speech("patience: 12s", TWO);
    let calls = calls(&scenario);
    let spanish = |call: &Call| call.visits().len() == 1;
    for call in &calls {
        let place = if spanish(call) { Place::Greeting } else { Place::Menu(MenuId(1), 1) };
        assert_eq!(call.ivr(), (12.0, Some(place), false));
        assert!(call.visits().last().unwrap().hung_up.is_some());
    }
    assert_share(&calls, 0.4, spanish);
    let left = calls.iter().filter(|call| spanish(call)).count() as u64;
    let tally = tally(&scenario, 0);
    let stayed = tally.arrived - left;
    assert_eq!((tally.greeting.entered, tally.greeting.abandoned), (tally.arrived, left));
    assert_eq!((tally.levels[0].entered, tally.levels[0].abandoned), (stayed, stayed));
    assert_eq!((tally.levels[1].entered, tally.levels[1].abandoned), (0, 0));
    assert_eq!((tally.menus[0].entered, tally.menus[0].abandoned), (tally.arrived, left));
    assert_eq!((tally.menus[1].entered, tally.menus[1].abandoned), (stayed, stayed));
}

#[test]
fn the_hazard_knows_no_level_where_only_languages_are_offered() {
    // From the second level on nobody hangs up: the language is chosen at level 1, and so is the first option.
    let inner = "inner: {intro: 60s, options: [{key: 1, prompt: 1s, for: [a, b, c], then: {queue: q}}]}";
    let main = "main: {intro: 20s, options: [{key: 1, prompt: 1s, then: inner}]}";
    let ivr = format!("greeting: 5s, start: speech, menus: {{{SPEECH}, {main}, {inner}}}");
    let with = |patience: &str| calls(&with_ivr(&format!("patience: {patience}, hazard: {{per_level: 0}}"), &ivr, TWO));
    assert!(with("11s").iter().all(|call| call.outcome() == Outcome::AbandonedInIvr));
    assert!(with("25s").iter().all(|call| call.ivr() == (25.0, Some(Place::Menu(MenuId(1), 1)), false)));
    for call in with("50s") {
        let levels: Vec<u32> = call.visits().iter().map(|visit| visit.level).collect();
        assert_eq!(levels, [0, 1, 2]);
        // In the queue the level is 1 again, and there is no queue.
        assert_eq!(call.outcome(), Outcome::Served);
    }
}

#[test]
fn the_name_of_a_language_is_not_missed_more_often_for_what_lies_behind_it() {
    let ivr = "no_input: {retries: 0}, options: ";
    let outer = format!("outer: {{{ivr}[{{key: 1, prompt: 1s, then: speech}}]}}");
    let main = format!("main: {{{ivr}[{{key: 1, prompt: 1s, for: [a, b, c], then: {{queue: q}}}}]}}");
    let ivr = format!("menus: {{{outer}, {SPEECH}, {main}}}");
    let callers = format!("{NEVER}, mistakes: {{missed_option: {{share: 0%, extra_per_level_above: 40%}}}}");
    let calls = calls(&with_ivr(&callers, &ivr, TWO));
    // One level below the first menu, not two; none below the languages.
    assert_share(&calls, 0.4, |call| call.visits().len() == 1);
    assert!(calls.iter().all(|call| matches!(call.visits().len(), 1 | 3)));
}

#[test]
fn the_way_back_leads_past_a_choice_of_languages() {
    let main =
        "main: {no_input: {retries: 0}, then: speech, options: [{key: 1, prompt: 1s, for: a, then: {queue: q}}]}";
    let speech = SPEECH.replace("go: main", "go: inner");
    let inner =
        "inner: {options: [{key: 1, prompt: 1s, for: a, then: {queue: q}}, {key: star, prompt: 1s, then: back}]}";
    let ivr = format!("start: main, menus: {{{main}, {speech}, {inner}}}");
    let calls = calls(&with_ivr("patience: 3m", &ivr, TWO));
    for call in calls.iter().filter(|call| call.intent() > 0) {
        let visits = call.visits();
        let way: Vec<(u32, u32)> = visits.iter().map(|visit| (visit.menu.0, visit.level)).take(5).collect();
        assert_eq!(way, [(0, 1), (1, 0), (2, 2), (0, 1), (1, 0)]);
    }
}

// ---- balanced trees ----

#[test]
fn a_balanced_tree_is_heard_in_the_first_language_and_its_leaves_may_choose_another() {
    let ivr = "balanced: {depth: 2, options: 1, intro: {en: 1s, es: 9s}, prompt: {en: 3s, es: 9s}, \
        then: {language: es, go: {queue: q}}}";
    let more = "languages: {en: 60%, es: 40%}\nintents: {a: 1}";
    for call in calls(&with_ivr(NEVER, ivr, more)) {
        assert_same(call.ivr_seconds(), 2.0 * (1.0 + 3.0 + 1.5));
        assert_eq!(call.visits().iter().map(|visit| visit.level).collect::<Vec<_>>(), [1, 2]);
    }
}

// ---- laws ----

const ERRING: &str = "patience: {exponential: 40s}, hang_up_at_once: 2%, listening: {dial_ahead: 20%, press_when_heard: 50%}, \
    mistakes: {wrong_option: 5%, missed_option: 10%, key_slip: 5%}, hazard: {per_level: 1.5, per_error: 2}";

#[test]
fn languages_that_nothing_is_said_in_change_nothing() {
    let tree = |prompt: &str| {
        let inner = format!("inner: {{options: [{{key: 1, prompt: {prompt}, for: [b, c], then: {{queue: q}}}}]}}");
        let ivr = format!(
            "greeting: {prompt}, menus: {{main: {{intro: {prompt}, no_input: {{after: 4s, say: {prompt}}}, options: [\
             {{key: 1, prompt: {prompt}, for: a, then: {{queue: q}}}}, {{key: 2, prompt: {prompt}, then: inner}}]}}, {inner}}}"
        );
        format!(
            "version: 1\nreplications: 5\nday: {{from: \"00:00\", to: \"01:00\"}}\narrivals: {{voice: {{per_hour: 400}}}}\n\
             intents: {{a: 1, b: 1, c: 1}}\ncallers: {{{ERRING}}}\nivr: {{{ivr}}}\nqueues: {{q: {{talk: 3m}}}}\n\
             agents: {{team: {{count: 12, queues: [q]}}}}\n"
        )
    };
    let without = load(&tree("3s"));
    let with = load(&format!("{}languages: {{en: 60%, es: 40%}}\n", tree("{en: 3s, es: 3s}")));
    assert!(with.warnings.problems.iter().any(|problem| problem.message.contains("`languages` has no effect")));
    assert_eq!(calls(&without.scenario), calls(&with.scenario));
    let [mut a, mut b] = [&without, &with].map(common::json_of);
    for json in [&mut a, &mut b] {
        json["scenario_hash"] = "of the meaning".into();
    }
    assert_eq!(a, b);
}

#[test]
fn another_language_leaves_the_callers_of_the_others_as_they_were() {
    let third = ", {key: 3, prompt: 3s, then: {language: fr, go: main}}]}";
    let speech = SPEECH.replace("]}", third);
    let main = MAIN.replace(" es:", " fr: 1s, es:");
    // At the end of those who choose; nobody errs there, or they would hear the third option too.
    let callers = "patience: {exponential: 40s}, hazard: {per_level: 1.5, per_error: 2}";
    let ivr = format!("start: speech, menus: {{{speech}, {main}}}");
    let two = calls(&with_ivr(callers, &ivr, "languages: {en: 60%, es: 40%, fr: 0%}\nintents: {a: 1, b: 1, c: 1}"));
    let three = calls(&with_ivr(callers, &ivr, "languages: {en: 60%, es: 20%, fr: 20%}\nintents: {a: 1, b: 1, c: 1}"));
    assert_eq!(two.len(), three.len());
    let mut others = 0;
    for (before, after) in two.iter().zip(&three) {
        let chosen = |call: &Call| call.visits().first().and_then(|visit| visit.taken);
        if chosen(after) == Some(2) {
            others += 1;
            assert!(matches!(chosen(before), None | Some(1)), "a part of those who spoke Spanish");
        } else if chosen(after).is_some() {
            assert_eq!(before, after);
        }
        assert_eq!((before.arrived(), before.intent()), (after.arrived(), after.intent()));
    }
    assert!(others > 10);
}
