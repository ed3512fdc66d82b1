//! What is counted of callers in the IVR: how far those had got who hung up, what was read out and pressed, and where it
//! brought everybody.
//!
//! By hand: of callers with one patience and no chance, every count is known. What holds in every scenario is in
//! `ivr_report_laws.rs`.
//!
//! | what | the tests |
//! | --- | --- |
//! | how far a caller had got: the place, the play, the second | `where_patience_ends_*`, `a_later_play_*`, `behind_a_menu_*` |
//! | visits, time, silences, wrong keys, by level | `a_menu_met_at_two_levels_*`, `silences_*`, `steps_*`, `a_menu_of_languages_*` |
//! | by half-hour | `calls_are_booked_to_*` |
//! | read out, wanted, pressed and why | `what_is_read_out_*`, `a_press_*`, `the_position_*` |
//! | where everybody came to | `everybody_comes_to_*`, `nothing_fits_*`, `whoever_is_lost_*` |
//! | the three answers, and what the documents say | `the_answers_*`, `there_are_no_answers_*`, `every_field_*` |

mod common;

use common::{calls, load, results, same, scenario, tally, with_ivr};
use hangup::center::{Destination, Fit, Outcome, Progress, Route, Why};
use hangup::measure::ivr::{IvrTally, OptionTallies, PlaceTally};
use hangup::report::{Report, ivr_files, json, text};
use hangup::scenario::resolved::{QueueId, Scenario};
use serde_json::Value;

const ONLY_A: &str = "intents: {a: 1, b: 0}";

fn ivr(scenario: &Scenario) -> IvrTally {
    tally(scenario, 0).ivr
}

/// A menu at a level, over the whole day.
fn place(ivr: &IvrTally, menu: usize, level: usize) -> PlaceTally {
    ivr.places().menus[menu].get(level).copied().unwrap_or_default()
}

/// How often each option was read out, whatever the language.
fn read_out(menu: &OptionTallies, option: usize) -> u64 {
    menu.read_out(option).sum()
}

/// How often each option was pressed, by why.
fn pressed(menu: &OptionTallies) -> Vec<[u64; 4]> {
    menu.pressed.clone()
}

/// A greeting of 2 s; an intro of 2 s, and options of 3, 4 and 3 s, of which the second is `a`'s: it has been read out 9 s
/// after the menu's beginning and is pressed at 10.5 s.
const MENU: &str = "greeting: 2s, menus: {main: {intro: 2s, options: [{key: 1, prompt: 3s, for: b, then: voicemail},\
    {key: 2, prompt: 4s, for: a, then: {queue: q}}, {key: 3, prompt: 3s, for: b, then: disconnect}]}}";

// ---- how far they had got ----

#[test]
fn where_patience_ends_is_how_far_a_caller_had_got() {
    use Progress::{AfterWanted, BeforeWanted, Intro};
    // Patience; the seconds in the menu; how far; how many options had been read out.
    for (patience, seconds, progress, heard) in [
        ("2.5s", 0.5, Intro, 0),
        ("3.99s", 1.99, Intro, 0),
        ("4s", 2.0, BeforeWanted, 0),
        ("7s", 5.0, BeforeWanted, 1),
        ("10.9s", 8.9, BeforeWanted, 1),
        ("11s", 9.0, AfterWanted, 2),
        ("12.5s", 10.5, AfterWanted, 2),
    ] {
        let ivr = ivr(&with_ivr(&format!("patience: {patience}"), MENU, ONLY_A));
        let main = place(&ivr, 0, 1);
        let n = main.entered;
        assert!(n > 100);
        assert_eq!((main.hung_up(progress), main.all_hung_up(), main.by_choice), (n, n, 0), "{patience}");
        assert!(same(main.seconds, seconds * n as f64), "{patience}: {} s", main.seconds / n as f64);
        let options = [0, 1, 2].map(|option| read_out(&ivr.menus[0], option));
        assert_eq!(options, [0, 1, 2].map(|option| if option < heard { n } else { 0 }), "{patience}");
        assert_eq!(ivr.menus[0].heard_own, [0, if heard == 2 { n } else { 0 }, 0], "{patience}");
        assert_eq!((ivr.menus[0].wanted(1), pressed(&ivr.menus[0])), (n, vec![[0; 4]; 3]));
        let places = ivr.places();
        assert_eq!((places.greeting.entered, places.greeting.hung_up), (n, 0));
        assert!(same(places.greeting.seconds, 2.0 * n as f64));
        assert_eq!(ivr.callers(|_, to| to == Destination::End(Outcome::AbandonedInIvr)), n);
    }
    let patient = ivr(&with_ivr("patience: 12.6s", MENU, ONLY_A));
    let main = place(&patient, 0, 1);
    assert_eq!(main.all_hung_up(), 0);
    assert!(same(main.seconds, 10.5 * main.entered as f64));
    assert_eq!(pressed(&patient.menus[0]), [[0; 4], [main.entered, 0, 0, 0], [0; 4]]);
}

#[test]
fn where_patience_ends_in_the_greeting_no_menu_was_met() {
    for (callers, seconds, by_choice) in
        [("patience: 2s", 2.0, false), ("patience: never, hang_up_at_once: 100%", 0.0, true)]
    {
        let ivr = ivr(&with_ivr(callers, MENU, ONLY_A));
        let places = ivr.places();
        let n = places.greeting.entered;
        assert_eq!((places.greeting.hung_up, places.greeting.by_choice), (n, if by_choice { n } else { 0 }));
        assert!(same(places.greeting.seconds, seconds * n as f64));
        assert_eq!(places.of_level(None), PlaceTally::default());
        assert_eq!(ivr.menus[0].visits(), 0);
    }
}

#[test]
fn where_patience_ends_with_nothing_that_fits_is_told_apart() {
    // Nothing is `c`'s: the menu ends at 14 s, whoever finds nothing leaves 1.5 s later.
    let more = "intents: {a: 0, b: 0, c: 1}";
    for (callers, progress, by_choice) in [
        ("patience: 3s", Progress::Intro, false),
        ("patience: 5s", Progress::NothingFits, false),
        ("patience: never, nothing_fits: {hang_up: 100%}", Progress::NothingFits, true),
    ] {
        let ivr = ivr(&with_ivr(callers, MENU, more));
        let main = place(&ivr, 0, 1);
        assert_eq!(main.hung_up(progress), main.entered, "{callers}");
        assert_eq!(main.by_choice, if by_choice { main.entered } else { 0 });
        assert_eq!((ivr.menus[0].nothing_fitted(), ivr.menus[0].visits()), (main.entered, main.entered));
        assert_eq!(ivr.wanted.visits, 0);
    }
}

#[test]
fn a_later_play_is_a_repeat_or_follows_an_error() {
    let menu = |options: &str| {
        format!(
            "menus: {{main: {{intro: 2s, no_input: {{after: 5s, say: 1s, retries: 2}}, no_match: {{say: 3s, retries: 2}}, \
             then: disconnect, options: [{options}]}}}}"
        )
    };
    let one = menu("{key: 1, prompt: 4s, for: a, then: {queue: q}}");
    // Silent, as what is theirs is missed: 6 s of menu, 5 s of silence, 1 s of message, and the next play at 12.
    let missing = "mistakes: {missed_option: 100%}";
    // A slip at 7.5 s, 3 s of message, and the next play at 10.5.
    let slipping = "mistakes: {key_slip: 100%}";
    for (mistakes, patience, progress) in [
        (missing, "10.9s", Progress::AfterWanted),
        (missing, "11.5s", Progress::Repeat),
        (missing, "12.5s", Progress::Repeat),
        (missing, "20s", Progress::Repeat),
        (slipping, "7s", Progress::AfterWanted),
        (slipping, "8s", Progress::AfterError),
        (slipping, "11s", Progress::AfterError),
        (slipping, "17s", Progress::AfterError),
    ] {
        let ivr = ivr(&with_ivr(&format!("patience: {patience}, {mistakes}"), &one, ONLY_A));
        let main = place(&ivr, 0, 1);
        assert_eq!(main.hung_up(progress), main.entered, "{mistakes} {patience}");
        assert_eq!(main.all_hung_up(), main.entered);
    }
    // Asked for, it is a repeat too: whoever takes the first option for theirs hears the menu again, from 7.5 s on.
    let again = menu("{key: 9, prompt: 4s, then: repeat}, {key: 1, prompt: 4s, for: a, then: {queue: q}}");
    let ivr = ivr(&with_ivr("patience: 9s, mistakes: {wrong_option: 100%}", &again, ONLY_A));
    let main = place(&ivr, 0, 1);
    assert_eq!((main.hung_up(Progress::Repeat), 2 * main.all_hung_up()), (main.entered / 2, main.entered));
}

#[test]
fn behind_a_menu_a_self_service_and_a_transfer_belong_to_it() {
    let option = |then: &str| format!("menus: {{main: {{options: [{{key: 1, prompt: 2s, for: a, then: {then}}}]}}}}");
    for (then, progress) in [
        ("{self_service: 20s}", Progress::SelfService),
        ("{transfer_out: 20s}", Progress::Transfer),
        // Failed at 8.5 s, and handed over from then on.
        ("{self_service: {takes: 5s, success: 0%, failed: {transfer_out: 20s}}}", Progress::Transfer),
    ] {
        let ivr = ivr(&with_ivr("patience: 10s", &option(then), ONLY_A));
        let main = place(&ivr, 0, 1);
        assert_eq!((main.hung_up(progress), main.all_hung_up()), (main.entered, main.entered), "{then}");
        // The visit itself ended when the key was pressed.
        assert!(same(main.seconds, 3.5 * main.entered as f64));
        assert_eq!(pressed(&ivr.menus[0]), [[main.entered, 0, 0, 0]]);
    }
    // Who hangs up after a success has not abandoned.
    let then = "{self_service: {takes: 5s, then: {transfer_out: 20s}}}";
    let ivr = ivr(&with_ivr("patience: 10s", &option(then), ONLY_A));
    assert_eq!(place(&ivr, 0, 1).all_hung_up(), 0);
    assert_eq!(ivr.callers(|_, to| to == Destination::End(Outcome::SelfServed)), place(&ivr, 0, 1).entered);
}

// ---- visits ----

#[test]
fn a_menu_met_at_two_levels_has_two_rows() {
    // `a` takes help at once, on level 2; `b` comes to it on level 3, by a self-service of `inner` that fails.
    let tree = "menus: {main: {options: [{key: 1, prompt: 1s, then: help}, {key: 2, prompt: 1s, then: inner}]},\
        inner: {options: [{key: 1, prompt: 1s, for: b, then: {self_service: {takes: 1s, success: 0%, failed: help}}}]},\
        help: {then: {queue: q}, options: [{key: 1, prompt: 1s, for: a, then: {queue: q}}]}}";
    let scenario = with_ivr("patience: 100s", tree, "intents: {a: 2, b: 1}");
    let ivr = ivr(&scenario);
    let calls = calls(&scenario);
    let [a, b] = [0, 1].map(|intent| calls.iter().filter(|call| call.intent() == intent).count() as u64);
    assert!(a > b && b > 20);
    assert_eq!([1, 2, 3].map(|level| place(&ivr, 2, level).entered), [0, a, b]);
    assert_eq!((place(&ivr, 0, 1).entered, place(&ivr, 1, 2).entered), (a + b, b));
    let places = ivr.places();
    assert_eq!([1, 2, 3].map(|level| places.of_level(Some(level)).entered), [a + b, a + b, b]);
    assert!(same(place(&ivr, 0, 1).seconds, 2.5 * a as f64 + 3.5 * b as f64));
}

#[test]
fn silences_wrong_keys_and_zeros_are_counted_where_they_happen() {
    let menu = "menus: {main: {no_input: {after: 5s, say: 1s, retries: 2}, no_match: {say: 3s, retries: 1}, then: {queue: q},\
        options: [{key: 1, prompt: 2s, for: a, then: {queue: q}}, {key: 0, operator: true, announced: false, then: {queue: q}}]}}";
    for (callers, expected, seconds) in [
        ("mistakes: {missed_option: 100%}", (3, 0, 0), 3.0 * 8.0),
        ("mistakes: {key_slip: 100%}", (0, 2, 0), 2.0 * 6.5),
        ("zero_out: {share: 100%, after: 4s}", (0, 0, 1), 4.0),
    ] {
        let ivr = ivr(&with_ivr(&format!("patience: never, {callers}"), menu, ONLY_A));
        let main = place(&ivr, 0, 1);
        let n = main.entered;
        assert_eq!(
            (main.no_inputs, main.no_matches, main.zeroed_out),
            (expected.0 * n, expected.1 * n, expected.2 * n)
        );
        assert!(same(main.seconds, seconds * n as f64), "{callers}");
    }
}

#[test]
fn steps_are_the_greetings_and_self_services_are_not() {
    let tree = "greeting: 3s, start: notice, steps: {notice: {say: 4s, then: number}, number: {collect: {digits: 4, per_digit: 1s, \
        look_up: 2s, valid: 100%, tries: 1}, then: {self_service: 30s}}}";
    let ivr = ivr(&with_ivr("patience: never", tree, ""));
    let greeting = ivr.places().greeting;
    assert!(same(greeting.seconds, (3.0 + 4.0 + 4.0 + 2.0) * greeting.entered as f64), "{greeting:?}");
    assert_eq!(ivr.callers(|fit, _| fit == Fit::Always), greeting.entered);
}

#[test]
fn a_menu_of_languages_is_no_level_and_has_a_row_of_its_own() {
    let tree = "greeting: 1s, menus: {speech: {intro: 1s, options: [{key: 1, prompt: 2s, then: {language: en, go: main}}, \
        {key: 2, prompt: 2s, then: {language: es, go: main}}]}, main: {options: [{key: 1, prompt: {en: 2s, es: 6s}, for: a, then: {queue: q}}]}}";
    let more = format!("{ONLY_A}\nlanguages: {{en: 60%, es: 40%}}");
    // English speakers have heard theirs at 4 s and press at 5.5; Spanish speakers at 6 and 7.5.
    let scenario = with_ivr("patience: 5s", tree, &more);
    let tally = tally(&scenario, 0);
    let speech = place(&tally.ivr, 0, 0);
    let (english, spanish) = (tally.ivr.menus[0].wanted(0), tally.ivr.menus[0].wanted(1));
    assert!(english > spanish && spanish > 20);
    assert_eq!(speech.hung_up(Progress::AfterWanted), english);
    assert_eq!(speech.hung_up(Progress::BeforeWanted), spanish);
    assert_eq!(tally.ivr.places().greeting.hung_up, english + spanish);
    assert_eq!(tally.ivr.places().of_level(None), PlaceTally::default());
    assert!(same(tally.ivr.places().greeting.seconds, 5.0 * tally.entered_ivr as f64));
    // What is read out is told by language: with the patience of these, 6 s are too long.
    let tally = common::tally(&with_ivr("patience: 9s", tree, &more), 0);
    let main: Vec<u64> = tally.ivr.menus[1].read_out(0).collect();
    assert_eq!(main, [tally.ivr.menus[0].wanted(0), 0]);
    assert_eq!(place(&tally.ivr, 1, 1).hung_up(Progress::BeforeWanted), tally.ivr.menus[0].wanted(1));
}

#[test]
fn calls_are_booked_to_the_half_hour_of_their_arrival() {
    let day = "day: {from: \"08:10\", to: \"09:20\"}";
    let scenario = scenario(&format!(
        "version: 1\n{day}\narrivals: {{voice: {{per_hour: {{\"00:00\": 300, \"09:00\": 0}}}}}}\nintents: {{a: 1, b: 0}}\n\
         callers: {{patience: 7s}}\nivr: {{{MENU}}}\nqueues: {{q: {{talk: 10s}}}}\nagents: {{team: {{count: 9, queues: [q]}}}}\n"
    ));
    let ivr = ivr(&scenario);
    let calls = calls(&scenario);
    // 08:10 to 08:30, to 09:00 and to 09:20.
    let until = |to: f64| calls.iter().filter(|call| call.arrived() < to).count() as u64;
    let expected = [until(30_600.0), until(32_400.0) - until(30_600.0), 0];
    assert_eq!(ivr.intervals.len(), 3);
    for (interval, n) in ivr.intervals.iter().zip(expected) {
        assert_eq!((interval.greeting.entered, interval.of_level(None).hung_up(Progress::BeforeWanted)), (n, n));
    }
    assert_eq!(ivr.places().greeting.entered, calls.len() as u64);
}

// ---- options ----

#[test]
fn what_is_read_out_is_what_was_heard_to_its_end() {
    // Half dial ahead and hear none, a quarter press when they have heard theirs, and a quarter hear it all.
    let callers = "patience: never, listening: {dial_ahead: 50%, press_when_heard: 25%, reaction: 0.5s}";
    let scenario = with_ivr(callers, MENU, ONLY_A);
    let ivr = ivr(&scenario);
    let calls = calls(&scenario);
    let took = |seconds: f64| calls.iter().filter(|call| same(call.visits()[0].seconds, seconds)).count() as u64;
    let (ahead, when_heard, all) = (took(0.5), took(10.5), took(13.5));
    assert!([ahead, when_heard, all].iter().all(|&n| n > 20));
    assert_eq!(ahead + when_heard + all, calls.len() as u64);
    assert_eq!([0, 1, 2].map(|option| read_out(&ivr.menus[0], option)), [when_heard + all, when_heard + all, all]);
    assert_eq!(ivr.menus[0].heard_own, [0, when_heard + all, 0]);
    assert_eq!(pressed(&ivr.menus[0]), [[0; 4], [calls.len() as u64, 0, 0, 0], [0; 4]]);
}

#[test]
fn a_press_is_right_a_mistake_any_key_or_for_a_person() {
    let menu = "menus: {main: {options: [{key: 1, prompt: 2s, for: b, then: {queue: q}}, {key: 2, prompt: 2s, for: a, then: {queue: q}}, \
        {key: 0, operator: true, announced: false, then: {queue: q}}]}}";
    let c = "intents: {a: 0, b: 0, c: 1}";
    for (callers, intents, option, why) in [
        ("listening: {dial_ahead: 100%}", ONLY_A, 1, Why::Own),
        ("mistakes: {wrong_option: 100%}", ONLY_A, 0, Why::Mistake),
        ("zero_out: {share: 100%}", ONLY_A, 2, Why::Person),
        ("nothing_fits: {zero: 100%}", c, 2, Why::Person),
    ] {
        let ivr = ivr(&with_ivr(&format!("patience: never, {callers}"), menu, intents));
        let n = ivr.menus[0].visits();
        let mut expected = vec![[0; 4]; 3];
        expected[option][why as usize] = n;
        assert_eq!(pressed(&ivr.menus[0]), expected, "{callers}");
    }
    // Any key is one of two, and one of these is theirs who have missed it.
    let ivr =
        ivr(&with_ivr("patience: never, mistakes: {missed_option: 100%}, nothing_fits: {any_key: 100%}", menu, ONLY_A));
    let [[0, 0, any, 0], [own, 0, 0, 0], [0, 0, 0, 0]] = pressed(&ivr.menus[0])[..] else { panic!("{ivr:?}") };
    assert!(any > 50 && own > 50);
    assert_eq!(any + own, ivr.menus[0].visits());
}

#[test]
fn the_position_is_among_the_options_that_are_read_out() {
    let menu = "menus: {main: {options: [{key: 0, operator: true, announced: false, then: {queue: q}}, \
        {key: 1, prompt: 2s, for: b, then: {queue: q}}, {key: 5, announced: false, for: c, then: {queue: q}}, \
        {key: 2, prompt: 2s, for: a, then: {queue: q}}, {key: 3, prompt: 2s, for: b, then: {queue: q}}]}}";
    for (weights, position) in
        [("a: 1, b: 0, c: 0", Some(2)), ("a: 0, b: 1, c: 0", Some(1)), ("a: 0, b: 0, c: 1", None)]
    {
        let callers = "patience: never, listening: {dial_ahead: 100%}";
        let ivr = ivr(&with_ivr(callers, menu, &format!("intents: {{{weights}}}")));
        let n = ivr.menus[0].visits();
        let expected = position.map_or((0, 0, 0), |position| (n, position * n, 3 * n));
        assert_eq!((ivr.wanted.visits, ivr.wanted.positions, ivr.wanted.options), expected, "{weights}");
        assert_eq!(ivr.menus[0].nothing_fitted(), 0);
    }
}

// ---- where everybody came to ----

/// Everybody came to one destination, with one fit.
#[track_caller]
fn all_come_to(scenario: &Scenario, expected: Destination, fit: Fit) {
    let tally = tally(scenario, 0);
    assert!(tally.entered_ivr > 100);
    assert_eq!(tally.ivr.callers(|of, to| (of, to) == (fit, expected)), tally.entered_ivr, "{:?}", tally.ivr.intents);
}

/// A center with two queues, `q` for `a` and `r` for `b`, that nobody ever waits for.
fn two_queues(callers: &str, ivr: &str) -> Scenario {
    scenario(&format!(
        "version: 1\nday: {{from: \"00:00\", to: \"01:00\"}}\narrivals: {{voice: {{per_hour: 200}}}}\nintents: {{a: 1, b: 0}}\n\
         callers: {{{callers}}}\nivr: {{{ivr}}}\nqueues: {{q: {{talk: 10s}}, r: {{talk: 10s}}}}\n\
         agents: {{team: {{count: 900, queues: [q, r]}}}}\n"
    ))
}

#[test]
fn everybody_comes_to_one_destination() {
    let menu = "menus: {main: {no_input: {after: 5s, retries: 0}, no_match: {say: 1s, retries: 0}, then: {queue: r}, options: [\
        {key: 1, prompt: 2s, for: b, then: {queue: r}}, {key: 2, prompt: 2s, for: a, then: THEN}, \
        {key: 0, operator: true, announced: false, then: {queue: r}}]}}";
    let (q, r) = (QueueId(0), QueueId(1));
    let own = |then: &str| two_queues("patience: never", &menu.replace("THEN", then));
    for (then, expected) in [
        ("{queue: q}", Destination::Queue(q, Route::Right)),
        ("{self_service: 5s}", Destination::End(Outcome::SelfServed)),
        // Sent on by a self-service, they are where they wanted to be sent.
        ("{self_service: {takes: 5s, success: 0%, failed: {queue: q}}}", Destination::Queue(q, Route::Right)),
        ("{transfer_out: 2s}", Destination::End(Outcome::TransferredOut)),
        ("voicemail", Destination::End(Outcome::LeftVoicemail)),
        ("disconnect", Destination::End(Outcome::Disconnected)),
    ] {
        all_come_to(&own(then), expected, Fit::Always);
    }
    let otherwise =
        |callers: &str| two_queues(&format!("patience: never, {callers}"), &menu.replace("THEN", "{queue: q}"));
    for (callers, route) in [
        ("mistakes: {wrong_option: 100%}", Route::Misrouted),
        ("zero_out: {share: 100%}", Route::Person),
        ("mistakes: {missed_option: 100%}", Route::Fallback),
        ("mistakes: {key_slip: 100%}", Route::Fallback),
    ] {
        all_come_to(&otherwise(callers), Destination::Queue(r, route), Fit::Always);
    }
    all_come_to(
        &two_queues("patience: 3s", &menu.replace("THEN", "{queue: q}")),
        Destination::End(Outcome::AbandonedInIvr),
        Fit::Always,
    );
    // Without a menu there is nothing to choose, and no wrong choice.
    all_come_to(&two_queues("patience: never", "start: {queue: q}"), Destination::Queue(q, Route::Right), Fit::Always);
    let number =
        "start: n, steps: {n: {collect: {digits: 1, valid: 0%, tries: 1}, then: {queue: q}, failed: {queue: q}}}";
    all_come_to(&two_queues("patience: never", number), Destination::Queue(q, Route::Fallback), Fit::Always);
    // A wrong choice that leads to the right queue has arrived right.
    let same_queue = menu.replace("THEN", "{queue: r}");
    all_come_to(
        &two_queues("patience: never, mistakes: {wrong_option: 100%}", &same_queue),
        Destination::Queue(r, Route::Right),
        Fit::Always,
    );
}

#[test]
fn nothing_fits_for_those_whose_option_there_is_not() {
    let menu = "menus: {main: {no_input: {after: 5s, retries: 0}, then: {queue: q}, options: [{key: 1, prompt: 2s, for: b, then: {queue: r}}]}}";
    all_come_to(&two_queues("patience: never", menu), Destination::Queue(QueueId(0), Route::Fallback), Fit::Nothing);
    all_come_to(
        &two_queues("patience: never, nothing_fits: {any_key: 100%}", menu),
        Destination::Queue(QueueId(1), Route::Misrouted),
        Fit::Nothing,
    );
}

#[test]
fn whoever_is_lost_had_chosen_wrongly_before() {
    // Everybody takes the first option; who wanted the second is lost on the second level.
    let tree = "balanced: {depth: 2, options: 2, prompt: 2s, then: {queue: q}}, defaults: {no_input: {after: 5s, retries: 0}, then: disconnect}";
    let tally = tally(
        &with_ivr("patience: never, mistakes: {wrong_option: 100%}", tree, "intents: {a: 1, b: 1, c: 1, d: 1}"),
        0,
    );
    let (wanted_first, wanted_second) = (tally.ivr.menus[0].wanted(0), tally.ivr.menus[0].wanted(1));
    assert!(wanted_first > 50 && wanted_second > 50);
    assert_eq!(tally.ivr.callers(|fit, _| fit == Fit::Lost), wanted_second);
    assert_eq!(tally.ivr.callers(|fit, _| fit == Fit::Nothing), 0);
    assert_eq!(tally.ivr.menus[1].nothing_fitted(), wanted_second);
    // In a balanced tree every other leaf is another destination, though all lead to one queue.
    assert_eq!(
        tally.ivr.callers(|fit, to| fit == Fit::Lost && to == Destination::Queue(QueueId(0), Route::Misrouted)),
        wanted_second
    );
}

// ---- what is shown ----

/// A scenario's results, made a report.
fn reported<T>(yaml: &str, show: impl Fn(&Report) -> T) -> T {
    let loaded = load(yaml);
    let results = results(&loaded.scenario);
    show(&Report { scenario: &loaded.scenario, hash: &loaded.hash, results: &results })
}

/// The lines of the three answers, unbroken.
fn answers(yaml: &str) -> Vec<String> {
    let text = reported(yaml, |report| text(report, None, false));
    let Some((_, answers)) = text.split_once("Three questions, answered from this run\n") else { return Vec::new() };
    let answers = answers.split("\n\n").next().expect("a block");
    let words = answers.split_whitespace().collect::<Vec<_>>().join(" ");
    let questions = ["too complex? ", "too many options? ", "unhelpful options? "];
    let starts = questions.map(|question| words.find(question).expect(question));
    let ends = [starts[1], starts[2], words.len() + 1];
    let answer = |(question, (from, to)): (&str, (usize, usize))| words[from + question.len()..to - 1].to_owned();
    questions.into_iter().zip(starts.into_iter().zip(ends)).map(answer).collect()
}

/// Ten days of one hour, in which `ivr` is all there is.
fn days(callers: &str, ivr: &str, intents: &str) -> String {
    format!(
        "version: 1\nreplications: 10\nday: {{from: \"08:00\", to: \"09:00\"}}\narrivals: {{voice: {{per_hour: 100}}}}\nintents: {{{intents}}}\n\
         callers: {{{callers}}}\nivr: {{{ivr}}}\nqueues: {{q: {{talk: 10s}}}}\nagents: {{team: {{count: 900, queues: [q]}}}}\n"
    )
}

#[test]
fn the_answers_are_of_the_run() {
    // Everybody hangs up 5 s into the menu, at the first option, on the way to the second of three; nobody wants the others.
    let [complex, many, unhelpful] = &answers(&days("patience: 7s", MENU, "a: 1, b: 0"))[..] else { panic!() };
    // Of 1,000 callers, no event and nothing but events have the interval of the rule of three.
    let calls = reported(&days("patience: 7s", MENU, "a: 1, b: 0"), |report| report.results.total.arrived);
    assert!((900..1100).contains(&calls));
    assert_eq!(
        complex,
        "greeting and steps 0 ±0.3 points of IVR abandonment (0 % of the hang-ups), level 1 adds 100 ±0.3 (100 %)"
    );
    assert_eq!(
        many,
        "100 ±0.3 % of the hang-ups came on the way to the wanted option, 0 ±0.3 % past it; it was option 2.0 of 3.0 on average"
    );
    // The first takes 3 s of every caller, the third is never heard.
    let wasted = short((3 * calls) as f64 / 10.0);
    let nobody = format!("nobody wanted main [1] and main [3], which take others {wasted} s on a mean day");
    assert_eq!(unhelpful, &format!("{nobody}; there was something for everybody"));
}

#[test]
fn the_answers_are_sensible_where_nobody_hung_up() {
    let [complex, many, unhelpful] = &answers(&days("patience: never", MENU, "a: 2, b: 1"))[..] else { panic!() };
    assert_eq!(complex, "nobody hung up in the IVR");
    assert!(many.starts_with("nobody hung up in the IVR; it was option 1."), "{many}");
    // Two are `b`'s, and the first of them is found first.
    assert_eq!(unhelpful, "nobody wanted main [3], and nobody else hears it out; there was something for everybody");
}

#[test]
fn the_answers_say_where_those_went_for_whom_nothing_fitted() {
    let menu = "menus: {main: {no_input: {after: 5s, retries: 0}, then: disconnect, options: [{key: 1, prompt: 2s, for: a, then: {queue: q}}]}}";
    let [complex, many, unhelpful] = &answers(&days("patience: never", menu, "a: 0, b: 1"))[..] else { panic!() };
    assert_eq!(complex, "nobody hung up in the IVR");
    assert_eq!(many, "nobody hung up in the IVR; no menu read out what anybody wanted");
    let calls = reported(&days("patience: never", menu, "a: 0, b: 1"), |report| report.results.total.arrived);
    let times = short(calls as f64 / 10.0);
    assert_eq!(
        unhelpful,
        &format!(
            "nobody wanted main [1], and others hear out its 2.0 s, {times} times on a mean day; nothing fitted 100 ±0.3 % of \
             callers: 100 % were disconnected"
        )
    );
}

#[test]
fn there_are_no_answers_without_menus_or_callers() {
    assert!(answers(&days("patience: 7s", "greeting: 9s, start: {queue: q}", "a: 1")).is_empty());
    assert!(answers(&days("patience: 7s", MENU, "a: 1, b: 0").replace("per_hour: 100", "per_hour: 0.001")).is_empty());
}

/// A count as the report writes it.
fn short(count: f64) -> String {
    assert!((10.0..1000.0).contains(&count));
    format!("{count:.0}")
}

#[test]
fn every_field_is_told_of_in_the_documents() {
    let document = include_str!("../docs/results.md");
    let told = |name: &str| document.contains(&format!("`{name}`")) || document.contains(&format!(".{name}`"));
    let yaml = days("patience: 20s", MENU, "a: 1, b: 1");
    let (files, json) = reported(&yaml, |report| (ivr_files(report), json(report)));
    for (file, text) in &files {
        assert!(told(file), "{file}");
        let columns = text.lines().next().expect("a heading").split(',');
        for column in columns.filter(|column| !column.contains('(')) {
            assert!(
                told(column) || Progress::ALL.iter().any(|progress| progress.name() == column),
                "{column} of {file}"
            );
        }
    }
    assert!(Progress::ALL.iter().all(|progress| told(progress.name())));
    let json: Value = serde_json::from_str(&json).expect("JSON");
    let fields = json.as_object().expect("an object").keys();
    for field in fields.filter(|field| *field != "of") {
        assert!(told(field), "{field}");
    }
    let parts = [
        &json["ivr"],
        &json["ivr"]["levels"][0],
        &json["ivr"]["menus"]["main"],
        &json["ivr"]["menus"]["main"]["options"][0],
    ];
    let more = [&json["ivr"]["menus"]["main"]["levels"][0], &json["ivr"]["intents"]["a"], &json["ivr"]["metrics"]];
    for field in parts.iter().chain(&more).flat_map(|part| part.as_object().expect("an object").keys()) {
        assert!(told(field), "ivr: {field}");
    }
}
