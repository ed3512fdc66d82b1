//! What callers do who find nothing, ask for a person after errors, forget what they have heard, or have heard an announcement:
//! each behaviour exactly, by shares and times worked out by hand.
//!
//! | the behaviour | the tests |
//! | --- | --- |
//! | `nothing_fits`: zero, any key, hang up, or wait, decided at every play | `whoever_finds_nothing_*`, `any_key_*` |
//! | hanging up by choice and for lack of patience are told apart, also where walks are scored | `hanging_up_*`, `the_chance_*` |
//! | `zero_out.per_error`: a factor of the share, still once per visit | `asking_for_a_person_*` |
//! | `memory`: who hears it all may have forgotten it by then | `whoever_hears_it_all_*`, `what_is_forgotten_*` |
//! | `hazard.after_announcement`, of steps and of what a queue says | `an_announcement_*`, `messages_*` |

mod common;

use common::{Call, assert_same, calls, hang_up_age, is_share, same, scenario, tally, told, with_ivr};
use hangup::center::{Contact, Duty, Engine, Event, Model, Observer, Outcome, Place, Progress, Why};
use hangup::law::{Law, Weibull};
use hangup::scenario::parse;
use hangup::scenario::resolved::{MenuId, Scenario};

const NEVER: &str = "patience: never";
/// Only intent `a` occurs, in many calls.
const ONLY_A: &str = "intents: {a: 1, b: 0}\narrivals: {voice: {per_hour: 4000}}";

/// Counts the calls of which this is true.
fn count(calls: &[Call], is: impl Fn(&Call) -> bool) -> usize {
    calls.iter().filter(|call| is(call)).count()
}

// ---- finding nothing ----

/// A menu of 2 s of intro and an option of 4 s that nobody wants; 5 s of silence, 1 s of message, four plays.
fn unhelpful(operator: bool) -> String {
    let operator = if operator { ", {key: 0, operator: true, announced: false, then: {queue: q}}" } else { "" };
    format!(
        "menus: {{main: {{intro: 2s, no_input: {{after: 5s, say: 1s, retries: 3}}, then: disconnect,\
         options: [{{key: 1, prompt: 4s, for: b, then: voicemail}}{operator}]}}}}"
    )
}

#[test]
fn whoever_finds_nothing_acts_by_shares_of_plays() {
    let callers = format!("{NEVER}, nothing_fits: {{zero: 30%, any_key: 20%, hang_up: 10%}}");
    let scenario = with_ivr(&callers, &unhelpful(true), ONLY_A);
    let calls = calls(&scenario);
    // A play that is waited out takes 12 s; whoever acts does so 1.5 s after the menu's end.
    let (mut left, mut still) = (calls.len(), calls.len());
    for play in 0..4 {
        let acted = |outcome: Outcome| {
            count(&calls, |call| {
                call.outcome() == outcome && same(call.ivr_seconds(), 12.0 * f64::from(play) + 6.0 + 1.5)
            })
        };
        let shares = [(Outcome::Served, 0.3), (Outcome::LeftVoicemail, 0.2), (Outcome::AbandonedInIvr, 0.1)];
        for (outcome, share) in shares {
            assert!(is_share(acted(outcome), left, share), "{outcome:?} at play {play}: {} of {left}", acted(outcome));
            still -= acted(outcome);
        }
        left = still;
    }
    assert_eq!(count(&calls, |call| call.outcome() == Outcome::Disconnected && call.ivr_seconds() == 48.0), left);
    for call in &calls {
        let visits = call.visits();
        let [visit] = visits[..] else { panic!("{visits:?}") };
        let plays = call.plays();
        let (taken, why) = match call.outcome() {
            Outcome::Served => (Some(1), Some(Why::Person)),
            Outcome::LeftVoicemail => (Some(0), Some(Why::AnyKey)),
            _ => (None, None),
        };
        let pressed = plays.last().unwrap().pressed;
        assert_eq!((visit.taken, visit.wanted), (taken, None));
        assert_eq!((pressed.map(|press| press.option), pressed.map(|press| press.why)), (taken, why));
        // Waiting is an error, acting is none.
        let waited = if call.outcome() == Outcome::Disconnected { 4 } else { plays.len() as u32 - 1 };
        assert_eq!((visit.no_inputs, visit.no_matches), (waited, 0));
        assert_eq!(visit.zeroed_out, call.outcome() == Outcome::Served);
        assert_eq!(call.ivr().2, visit.zeroed_out);
        assert!(call.answer().is_none_or(|answer| !answer.misrouted));
        assert!(plays.iter().all(|play| play.wanted.is_none() && play.heard == 2));
    }
    let tally = tally(&scenario, 0);
    assert_eq!(tally.zeroed_out, tally.outcome(Outcome::Served));
}

#[test]
fn whoever_finds_nothing_and_no_operator_waits() {
    let calls = calls(&with_ivr(&format!("{NEVER}, nothing_fits: {{zero: 100%}}"), &unhelpful(false), ONLY_A));
    assert!(calls.iter().all(|call| call.outcome() == Outcome::Disconnected && call.ivr_seconds() == 48.0));
}

#[test]
fn whoever_finds_nothing_for_certain_does_one_thing() {
    for (share, outcome) in
        [("zero", Outcome::Served), ("any_key", Outcome::LeftVoicemail), ("hang_up", Outcome::AbandonedInIvr)]
    {
        let calls = calls(&with_ivr(&format!("{NEVER}, nothing_fits: {{{share}: 100%}}"), &unhelpful(true), ONLY_A));
        assert!(calls.iter().all(|call| call.outcome() == outcome && call.ivr_seconds() == 7.5), "{share}");
    }
}

#[test]
fn whoever_finds_nothing_stays_who_they_are() {
    let live =
        |shares: &str| calls(&with_ivr(&format!("{NEVER}, nothing_fits: {{{shares}}}"), &unhelpful(true), ONLY_A));
    let (some, more) = (live("zero: 30%"), live("zero: 30%, any_key: 20%, hang_up: 10%"));
    for (some, more) in some.iter().zip(&more) {
        // Who asks for a person at the first play does so whatever others do.
        let at_first = |call: &Call| call.visits()[0].zeroed_out && call.plays().len() == 1;
        assert_eq!(at_first(some), at_first(more));
    }
}

#[test]
fn whoever_has_missed_their_option_has_found_nothing() {
    let ivr = "menus: {main: {no_input: {after: 5s, say: 0s, retries: 0}, then: disconnect, options: [\
        {key: 1, prompt: 4s, for: a, then: {queue: q}}]}}";
    let calls = calls(&with_ivr(
        &format!("{NEVER}, mistakes: {{missed_option: 40%}}, nothing_fits: {{hang_up: 25%}}"),
        ivr,
        ONLY_A,
    ));
    let of = |outcome| count(&calls, |call| call.outcome() == outcome);
    assert!(is_share(of(Outcome::AbandonedInIvr), calls.len(), 0.1));
    assert!(is_share(of(Outcome::Disconnected), calls.len(), 0.3));
    assert!(calls.iter().filter_map(Call::hung_up).all(|hung_up| hung_up.progress == Progress::AfterWanted));
}

#[test]
fn whoever_presses_and_hears_at_once_never_comes_to_find_nothing() {
    // Those who dial ahead, too, listen where nothing is theirs.
    let callers = format!("{NEVER}, listening: {{dial_ahead: 50%}}, nothing_fits: {{hang_up: 100%}}");
    let ivr = "menus: {main: {options: [{key: 1, prompt: 4s, for: a, then: {queue: q}}]}}";
    let mixed = calls(&with_ivr(&callers, ivr, "intents: {a: 1, b: 1}"));
    for call in &mixed {
        assert_eq!(call.outcome(), if call.intent() == 0 { Outcome::Served } else { Outcome::AbandonedInIvr });
        assert!(call.intent() == 0 || same(call.ivr_seconds(), 5.5));
    }
}

#[test]
fn any_key_is_one_of_those_read_out_that_lead_on() {
    let ivr = "menus: {main: {options: [{key: 1, prompt: 1s, for: b, then: disconnect}, {key: 9, prompt: 1s, then: repeat},\
        {key: 2, prompt: 1s, then: voicemail}, {key: 5, announced: false, then: {transfer_out: 1s}},\
        {key: 3, prompt: 1s, then: {queue: q}}, {key: 0, prompt: 1s, operator: true, then: {transfer_out: 1s}}]}}";
    let calls = calls(&with_ivr(&format!("{NEVER}, nothing_fits: {{any_key: 100%}}"), ivr, ONLY_A));
    for outcome in [Outcome::Disconnected, Outcome::LeftVoicemail, Outcome::Served] {
        let ended = count(&calls, |call| call.outcome() == outcome);
        assert!(is_share(ended, calls.len(), 1.0 / 3.0), "{outcome:?}: {ended} of {}", calls.len());
    }
    // It is a wrong choice like any other.
    assert!(calls.iter().all(|call| same(call.ivr_seconds(), 6.5) && !call.ivr().2));
    assert!(calls.iter().filter_map(Call::answer).all(|answer| answer.misrouted));
    assert_eq!(count(&calls, |call| call.visits().len() != 1), 0);
}

#[test]
fn any_key_may_hit_what_was_missed() {
    let ivr = "menus: {main: {options: [{key: 1, prompt: 2s, for: a, then: {queue: q}}, {key: 2, prompt: 2s, for: b, then: voicemail}]}}";
    let calls = calls(&with_ivr(
        &format!("{NEVER}, mistakes: {{missed_option: 100%}}, nothing_fits: {{any_key: 100%}}"),
        ivr,
        "intents: {a: 1, b: 1}\narrivals: {voice: {per_hour: 4000}}",
    ));
    let lucky = count(&calls, |call| call.visits()[0].taken == Some(call.intent() as u32));
    assert!(is_share(lucky, calls.len(), 0.5));
    // Whoever is answered and belongs elsewhere came by a wrong choice; whoever belongs there did not.
    let answered = |call: &Call| call.answer().is_some_and(|answer| answer.misrouted != (call.intent() == 1));
    assert_eq!(count(&calls, answered), 0);
}

#[test]
fn any_key_waits_where_no_option_leads_on() {
    // In `main` the only option leads in; in `inner` the way back is theirs, and missed.
    let ivr = |more: &str| {
        format!(
            "defaults: {{no_input: {{after: 5s, retries: 0}}, then: disconnect}}, menus: {{\
             main: {{options: [{{key: 1, prompt: 1s, then: inner}}]}},\
             inner: {{options: [{{key: star, prompt: 2s, then: back}}, {{key: 0, prompt: 2s, operator: true, then: {{queue: q}}}}{more}]}}}}"
        )
    };
    let callers = |missed: u32| {
        format!("patience: 100s, mistakes: {{missed_option: {missed}%}}, nothing_fits: {{any_key: 100%}}")
    };
    for call in calls(&with_ivr(&callers(100), &ivr(""), ONLY_A)) {
        assert_eq!((call.outcome(), call.ivr_seconds()), (Outcome::Disconnected, 2.5 + 4.0 + 5.0));
    }
    let one = ivr(", {key: 2, prompt: 1s, then: voicemail}");
    for call in calls(&with_ivr(&callers(100), &one, ONLY_A)) {
        assert_eq!((call.outcome(), call.ivr_seconds()), (Outcome::LeftVoicemail, 2.5 + 5.0 + 1.5));
    }
    // Who does not miss it goes back, to press any key again: rounds of 2.5 s and 3.5 s.
    for call in calls(&with_ivr(&callers(0), &one, ONLY_A)) {
        let levels: Vec<u32> = call.visits().iter().map(|visit| visit.level).collect();
        assert!(levels.iter().zip([1, 2].iter().cycle()).all(|(found, expected)| found == expected));
        assert_eq!((call.outcome(), levels.len()), (Outcome::AbandonedInIvr, 34));
    }
}

#[test]
fn any_key_may_slip_and_zero_does_not() {
    let live = |share: &str| {
        let callers = format!("{NEVER}, mistakes: {{key_slip: 100%}}, nothing_fits: {{{share}: 100%}}");
        calls(&with_ivr(&callers, &unhelpful(true), ONLY_A))
    };
    assert!(live("zero").iter().all(|call| call.outcome() == Outcome::Served && call.ivr_seconds() == 7.5));
    for call in live("any_key") {
        // Three plays, each with its message of 3 s.
        assert_eq!((call.outcome(), call.ivr_seconds()), (Outcome::Disconnected, 3.0 * (7.5 + 3.0)));
        assert_eq!(call.visits()[0].no_matches, 3);
    }
}

#[test]
fn nothing_fits_in_a_balanced_tree_for_those_who_have_gone_wrong() {
    let tree = "balanced: {depth: 2, options: 2, prompt: 2s, then: voicemail}, defaults: {then: disconnect}";
    // Half have the second option at the first level, and half of these take the first instead.
    let callers = format!("{NEVER}, mistakes: {{wrong_option: 50%}}, nothing_fits: {{hang_up: 100%}}");
    let four = "intents: {a: 1, b: 1, c: 1, d: 1}\narrivals: {voice: {per_hour: 4000}}";
    let calls = calls(&with_ivr(&callers, tree, four));
    let lost = |call: &Call| call.plays().iter().any(|play| play.level == 2 && play.wanted.is_none());
    let gone = count(&calls, |call| call.outcome() == Outcome::AbandonedInIvr);
    // Lost with probability 1/2 x 1/2; then neither of two options is taken with probability 1/4.
    assert!(is_share(count(&calls, lost), calls.len(), 0.25));
    assert!(is_share(gone, calls.len(), 0.25 * 0.25), "{gone} of {}", calls.len());
    assert!(calls.iter().filter(|call| call.hung_up().is_some()).all(lost));
}

#[test]
fn shares_of_those_who_find_nothing_may_not_exceed_one() {
    let yaml = |shares: &str| {
        format!(
            "version: 1\narrivals: {{v: {{per_hour: 9}}}}\ncallers: {{patience: never, nothing_fits: {{{shares}}}}}\n\
             ivr: {{menus: {{main: {{options: [{{key: 1, prompt: 1s, then: disconnect}}]}}}}}}\n"
        )
    };
    assert!(parse("t.yaml", yaml("zero: 70%, any_key: 20%, hang_up: 10%"), &[]).is_ok());
    assert!(parse("t.yaml", yaml("zero: 70%, any_key: 20%, hang_up: 10.1%"), &[]).is_err());
}

// ---- hanging up by choice ----

#[test]
fn hanging_up_by_choice_and_for_lack_of_patience_are_told_apart() {
    let hung_up = |callers: &str| {
        let calls = calls(&with_ivr(callers, &unhelpful(false), ONLY_A));
        assert!(calls.iter().all(|call| call.outcome() == Outcome::AbandonedInIvr));
        let all: Vec<_> = calls.iter().map(|call| (call.ivr_seconds(), call.hung_up().unwrap())).collect();
        assert!(all.iter().all(|one| *one == all[0]));
        let visit = calls[0].visits().first().map(|visit| (visit.hung_up.is_some(), visit.seconds));
        (all[0].0, all[0].1.place, all[0].1.progress, all[0].1.by_choice, visit)
    };
    let main = Place::Menu(MenuId(0), 1);
    let at_once = hung_up(&format!("{NEVER}, hang_up_at_once: 100%"));
    assert_eq!(at_once, (0.0, Place::Greeting, Progress::Intro, true, None));
    let nothing = Progress::NothingFits;
    let leave = "nothing_fits: {hang_up: 100%}";
    assert_eq!(hung_up(&format!("{NEVER}, {leave}")), (7.5, main, nothing, true, Some((true, 7.5))));
    // A patience that ends exactly then has ended.
    assert_eq!(hung_up(&format!("patience: 7.5s, {leave}")), (7.5, main, nothing, false, Some((true, 7.5))));
    assert_eq!(hung_up(&format!("patience: 7.501s, {leave}")), (7.5, main, nothing, true, Some((true, 7.5))));
    assert_eq!(hung_up(&format!("patience: 7s, {leave}")), (7.0, main, nothing, false, Some((true, 7.0))));
    // However short the silence that the menu would wait.
    let slow = format!("{NEVER}, {leave}, listening: {{decide: 8s}}");
    assert_eq!(hung_up(&slow), (14.0, main, nothing, true, Some((true, 14.0))));
}

#[test]
fn hanging_up_by_choice_in_a_later_play_is_during_a_repeat() {
    let callers = format!("{NEVER}, nothing_fits: {{hang_up: 50%}}");
    for call in calls(&with_ivr(&callers, &unhelpful(false), ONLY_A)) {
        if let Some(hung_up) = call.hung_up() {
            let first = call.plays().len() == 1;
            assert_eq!(hung_up.progress, if first { Progress::NothingFits } else { Progress::Repeat });
        }
    }
}

#[test]
fn hanging_up_by_choice_after_a_success_is_a_success() {
    let ivr = "menus: {main: {options: [{key: 1, prompt: 1s, for: a, then: {self_service: {takes: 5s, then: more}}}]},\
        more: {then: disconnect, options: [{key: 1, prompt: 2s, for: b, then: disconnect}]}}";
    for call in calls(&with_ivr(&format!("{NEVER}, nothing_fits: {{hang_up: 100%}}"), ivr, ONLY_A)) {
        assert_eq!((call.outcome(), call.ivr_seconds(), call.hung_up()), (Outcome::SelfServed, 2.5 + 5.0 + 3.5, None));
        assert!(call.visits().iter().all(|visit| visit.hung_up.is_none()));
    }
}

/// Of every caller, whether they hung up in the IVR, and the chance of it.
#[derive(Default)]
struct Chances(Vec<(bool, f64)>);

impl Observer for Chances {
    const SCORED: bool = true;

    fn event(&mut self, _: f64, _: &Contact, event: &Event) {
        if let Event::LeftIvr { hung_up, score, .. } = event {
            self.0.push((hung_up.is_some(), score.expect("walks are scored")));
        }
    }

    fn duty(&mut self, _: &Duty) {}
}

fn chances(scenario: &Scenario) -> Vec<(bool, f64)> {
    let model = Model::new(scenario);
    let mut chances = Chances::default();
    Engine::new(&model).expect("few agents").run(0, &mut chances).expect("it can be lived");
    chances.0
}

#[test]
fn the_chance_of_hanging_up_is_one_where_it_is_chosen() {
    let ivr = &unhelpful(false);
    let all = chances(&with_ivr("patience: {exponential: 10s}, nothing_fits: {hang_up: 100%}", ivr, ONLY_A));
    // Whether it comes to that or patience ends before.
    assert!(all.iter().all(|&chance| chance == (true, 1.0)));
    let at_once = chances(&with_ivr("patience: 9m, hang_up_at_once: 100%", ivr, ONLY_A));
    assert!(at_once.iter().all(|&chance| chance == (true, 1.0)));
    // After a success nothing that is chosen is an abandonment: 2.5 s of menu and 5 s of service went before.
    let ivr = "menus: {main: {options: [{key: 1, prompt: 1s, for: a, then: {self_service: {takes: 5s, then: more}}}]},\
        more: {then: disconnect, options: [{key: 1, prompt: 2s, for: b, then: disconnect}]}}";
    let served = chances(&with_ivr("patience: {exponential: 10s}, nothing_fits: {hang_up: 100%}", ivr, ONLY_A));
    assert!(served.iter().all(|&(_, chance)| same(chance, 1.0 - (-0.75_f64).exp())));
}

#[test]
fn the_chance_of_hanging_up_knows_of_announcements() {
    // The notice until 20, then 24 s of menus, of which 10 are within the echo; once more with the echo cut short at 24.
    let long = "start: s, steps: {s: {say: 20s, then: main}}, menus: {main: {options: [{key: 1, prompt: 22.5s, for: a, then: {queue: q}}]}}";
    let cut = "start: s, steps: {s: {say: 20s, then: t}, t: {wait: 4s, then: u}, u: {say: 6s, then: {queue: q}}}";
    for (ivr, spent) in [(long, 20.0 + 30.0 + 14.0), (cut, 20.0 + 12.0 + 6.0)] {
        for law in LAWS {
            let all = chances(&with_ivr(&format!("patience: {law}, hazard: {{after_announcement: 3}}"), ivr, ONLY_A));
            let expected = match law_of(law) {
                Law::Exponential(mean) => 1.0 - (-spent / mean).exp(),
                law => {
                    let h = |age: f64| law.cumulative_hazard(age);
                    let (echo, end) = if ivr == long { (30.0, 44.0) } else { (24.0, 30.0) };
                    1.0 - (-(h(20.0) + 3.0 * (h(echo) - h(20.0)) + h(end) - h(echo))).exp()
                }
            };
            assert!(all.iter().all(|&(_, chance)| same(chance, expected)), "{law}: {:?}, expected {expected}", all[0]);
        }
    }
}

#[test]
fn the_chance_of_hanging_up_has_the_mean_of_the_hang_ups() {
    let ivr = format!("start: s, steps: {{s: {{say: 6s, then: main}}}}, {}", unhelpful(true));
    let callers = "patience: {weibull: {shape: 0.7, mean: 60s}}, hang_up_at_once: 3%, mistakes: {key_slip: 20%}, zero_out: {share: 10%, per_error: 2},\
        nothing_fits: {zero: 20%, any_key: 10%, hang_up: 15%}, hazard: {per_error: 1.5, after_announcement: 4}";
    let all = chances(&with_ivr(callers, &ivr, ONLY_A));
    let apart: Vec<f64> = all.iter().map(|&(hung_up, chance)| f64::from(u8::from(hung_up)) - chance).collect();
    let n = apart.len() as f64;
    let mean = apart.iter().sum::<f64>() / n;
    let variance = apart.iter().map(|one| (one - mean) * (one - mean)).sum::<f64>() / (n - 1.0);
    assert!(mean.abs() < 4.0 * (variance / n).sqrt(), "{mean} in {n} callers");
    assert!(all.iter().any(|&(hung_up, chance)| hung_up && chance < 1.0));
}

// ---- asking for a person ----

/// Who zeroes out at the first visit of a menu after so many errors, of how many.
fn asked_after(errors: u32, zero_out: &str) -> (usize, usize) {
    let (start, steps) = match errors {
        0 => ("main", String::new()),
        _ => (
            "s",
            format!(
                ", steps: {{s: {{collect: {{digits: 1, valid: 0%, tries: {}}}, then: disconnect, failed: {}}}, \
                 t: {{collect: {{digits: 1, valid: 0%, tries: 100}}, then: disconnect, failed: main}}}}",
                errors.min(100),
                if errors > 100 { "t" } else { "main" }
            ),
        ),
    };
    let ivr = format!(
        "start: {start}{steps}, menus: {{main: {{options: [{{key: 1, prompt: 9s, for: a, then: disconnect}},\
         {{key: 0, operator: true, announced: false, then: {{queue: q}}}}]}}}}"
    );
    let calls = calls(&with_ivr(&format!("{NEVER}, zero_out: {{{zero_out}}}"), &ivr, ONLY_A));
    (count(&calls, |call| call.visits()[0].zeroed_out), calls.len())
}

#[test]
fn asking_for_a_person_is_likelier_by_a_factor_for_every_error() {
    for (errors, zero_out, share) in [
        (0, "share: 20%, per_error: 1.5", 0.2),
        (1, "share: 20%, per_error: 1.5", 0.3),
        (3, "share: 20%, per_error: 1.5", 0.675),
        (3, "share: 20%", 0.2),
        (2, "share: 80%, per_error: 0.5", 0.2),
    ] {
        let (asked, all) = asked_after(errors, zero_out);
        assert!(is_share(asked, all, share), "{errors} errors, {zero_out}: {asked} of {all}");
    }
}

#[test]
fn asking_for_a_person_stays_a_share() {
    let all_ask = |(asked, all): (usize, usize)| asked == all;
    let nobody_asks = |(asked, _): (usize, usize)| asked == 0;
    assert!(all_ask(asked_after(4, "share: 20%, per_error: 1.5"))); // 101 %
    assert!(nobody_asks(asked_after(1, "share: 20%, per_error: 0")));
    // Though the factor of 200 errors is more than any number.
    assert!(all_ask(asked_after(200, "share: 20%, per_error: 1000")));
    assert!(nobody_asks(asked_after(200, "share: 0%, per_error: 1000")));
}

#[test]
fn asking_for_a_person_is_decided_once_per_visit_whatever_happens_in_it() {
    // Errors in the first menu do not make them ask in it, but in the next.
    let menu = |then: &str| {
        format!(
            "{{no_match: {{retries: 3}}, then: {then}, options: [{{key: 1, prompt: 9s, for: a, then: disconnect}},\
             {{key: 0, operator: true, announced: false, then: {{queue: q}}}}]}}"
        )
    };
    let ivr = format!("menus: {{main: {}, second: {}}}", menu("second"), menu("disconnect"));
    let callers = format!("{NEVER}, mistakes: {{key_slip: 100%}}, zero_out: {{share: 10%, per_error: 1000}}");
    let calls = calls(&with_ivr(&callers, &ivr, ONLY_A));
    let at_first = count(&calls, |call| call.visits()[0].zeroed_out);
    assert!(is_share(at_first, calls.len(), 0.1));
    for call in calls.iter().filter(|call| !call.visits()[0].zeroed_out) {
        let visits = call.visits();
        assert_eq!((visits.len(), visits[0].no_matches), (2, 4));
        assert_eq!((visits[1].no_matches, visits[1].zeroed_out), (0, true));
    }
}

// ---- memory ----

/// A menu whose first option is the caller's, with so many after it.
fn long_menu(after: u32) -> String {
    let others: Vec<String> =
        (0..after).map(|key| format!(", {{key: {}, prompt: 2s, then: disconnect}}", key + 10)).collect();
    format!(
        "menus: {{main: {{intro: 1s, no_input: {{after: 5s, say: 0s, retries: 1}}, then: voicemail,\
         options: [{{key: 1, prompt: 2s, for: a, then: {{queue: q}}}}{}, {{key: 99, announced: false, then: disconnect}}]}}}}",
        others.concat()
    )
}

/// How many of the calls forgot their option at the first play, and at both of those who came to a second.
fn forgot(calls: &[Call], after: u32) -> (usize, usize) {
    let end = 1.0 + 2.0 * (f64::from(after) + 1.0);
    for call in calls {
        let forgotten = call.visits()[0].no_inputs;
        let served = call.outcome() == Outcome::Served;
        assert_eq!((served, call.outcome() == Outcome::LeftVoicemail), (forgotten < 2, forgotten == 2));
        assert_same(call.ivr_seconds(), f64::from(forgotten) * (end + 5.0) + if served { end + 1.5 } else { 0.0 });
    }
    (count(calls, |call| call.visits()[0].no_inputs > 0), count(calls, |call| call.visits()[0].no_inputs > 1))
}

#[test]
fn whoever_hears_it_all_may_forget_what_came_too_long_before() {
    let live = |after: u32, memory: &str| {
        let callers = format!("{NEVER}, listening: {{press_when_heard: 0%}}, memory: {{{memory}}}");
        calls(&with_ivr(&callers, &long_menu(after), ONLY_A))
    };
    for (after, memory, share) in [
        (6, "beyond: 4, forgets: 50%", 0.75),
        (5, "beyond: 4, forgets: 50%", 0.5),
        (3, "beyond: 0, forgets: 20%", 1.0 - 0.8 * 0.8 * 0.8),
        (7, "forgets: 10%", 1.0 - 0.9 * 0.9 * 0.9), // beyond 4 unless written
    ] {
        let calls = live(after, memory);
        let (once, twice) = forgot(&calls, after);
        assert!(is_share(once, calls.len(), share), "{after} after it, {memory}: {once} of {}", calls.len());
        // The next play may be forgotten like the first.
        assert!(is_share(twice, once, share), "{after} after it, {memory}: {twice} of {once}");
    }
    for (after, memory) in [(4, "beyond: 4, forgets: 100%"), (0, "beyond: 0, forgets: 100%"), (9, "forgets: 0%")] {
        assert_eq!(forgot(&live(after, memory), after), (0, 0), "{after} after it, {memory}");
    }
    let calls = live(5, "beyond: 4, forgets: 100%");
    assert_eq!(forgot(&calls, 5), (calls.len(), calls.len()));
}

#[test]
fn whoever_presses_when_heard_or_dials_ahead_forgets_nothing() {
    for listening in ["{press_when_heard: 100%}", "{dial_ahead: 100%}"] {
        let callers = format!("{NEVER}, listening: {listening}, memory: {{beyond: 0, forgets: 100%}}");
        let calls = calls(&with_ivr(&callers, &long_menu(9), ONLY_A));
        assert!(calls.iter().all(|call| call.outcome() == Outcome::Served), "{listening}");
    }
}

#[test]
fn what_is_forgotten_is_as_what_is_missed() {
    // Who forgets the first of two options takes the second, which was the last to be read out.
    let ivr = "menus: {main: {then: disconnect, options: [{key: 1, prompt: 2s, for: a, then: voicemail}, {key: 2, prompt: 2s, then: disconnect},\
        {key: 3, prompt: 2s, for: a, then: {queue: q}}]}}";
    let callers = format!("{NEVER}, listening: {{press_when_heard: 0%}}, memory: {{beyond: 0, forgets: 50%}}");
    let some = calls(&with_ivr(&callers, ivr, ONLY_A));
    let second = count(&some, |call| call.outcome() == Outcome::Served);
    assert!(is_share(second, some.len(), 0.75));
    assert_eq!(count(&some, |call| call.outcome() == Outcome::LeftVoicemail), some.len() - second);
    assert!(some.iter().all(|call| same(call.ivr_seconds(), 7.5)));
    // Neither missed (60 %) nor forgotten (50 %), or nothing is found.
    let callers = format!(
        "{NEVER}, listening: {{press_when_heard: 0%}}, mistakes: {{missed_option: 40%}}, memory: {{beyond: 0, forgets: 50%}},\
         nothing_fits: {{hang_up: 100%}}"
    );
    let both = calls(&with_ivr(&callers, &long_menu(1), ONLY_A));
    let served = count(&both, |call| call.outcome() == Outcome::Served);
    let left = count(&both, |call| call.outcome() == Outcome::AbandonedInIvr);
    assert!(is_share(served, both.len(), 0.3), "{served} of {}", both.len());
    assert_eq!(served + left, both.len());
    // And then a wrong option may be taken.
    let callers = format!(
        "{NEVER}, listening: {{press_when_heard: 0%}}, mistakes: {{wrong_option: 100%}}, memory: {{beyond: 0, forgets: 100%}}"
    );
    let wrong = calls(&with_ivr(&callers, &long_menu(1), ONLY_A));
    assert!(wrong.iter().all(|call| call.visits()[0].taken == Some(1)));
}

// ---- announcements ----

const LAWS: [&str; 2] = ["{exponential: 60s}", "{weibull: {shape: 2, mean: 60s}}"];

fn law_of(written: &str) -> Law {
    if written.contains("weibull") { Law::Weibull(Weibull::from_mean(2.0, 60.0)) } else { Law::Exponential(60.0) }
}

/// Holds the hang-ups under `hazard` against what these stretches of factors say, from the same callers' hang-ups
/// without any: `center` is the scenario with this patience and this hazard.
fn hazard_is(center: impl Fn(&str, &str) -> Scenario, hazard: &str, stretches: &[(f64, f64)]) {
    for law in LAWS {
        let neutral = calls(&center(law, "ivr: 1"));
        let factored = calls(&center(law, hazard));
        assert_eq!(neutral.len(), factored.len());
        for (neutral, factored) in neutral.iter().zip(&factored) {
            let spent = law_of(law).cumulative_hazard(neutral.end().0 - neutral.arrived());
            let expected = hang_up_age(&law_of(law), spent, stretches);
            let found = factored.end().0 - factored.arrived();
            assert!((found - expected).abs() < 1e-6 * (1.0 + expected), "{law}: {found}, expected {expected}");
        }
    }
}

/// A phone tree that lasts for ever, and callers with this patience and these factors.
fn announcing(ivr: &'static str) -> impl Fn(&str, &str) -> Scenario {
    move |law, hazard| {
        let callers = format!("patience: {law}, mistakes: {{key_slip: 100%}}, hazard: {{{hazard}}}");
        with_ivr(&callers, ivr, "")
    }
}

#[test]
fn an_announcement_makes_hanging_up_likelier_for_a_while_after_it() {
    // The greeting until 5, the notice until 25, then for long the menu.
    let ivr = announcing(
        "greeting: 5s, start: notice, steps: {notice: {say: 20s, then: main}}, menus: {\
         main: {options: [{key: 1, prompt: 500h, for: a, then: {queue: q}}]}}",
    );
    let echo = |from: f64, lasts: f64, factor: f64| [(from, 1.0), (from + lasts, factor), (f64::INFINITY, 1.0)];
    hazard_is(&ivr, "after_announcement: 1.8", &echo(25.0, 10.0, 1.8));
    hazard_is(&ivr, "after_announcement: 0.2", &echo(25.0, 10.0, 0.2));
    hazard_is(&ivr, "after_announcement: {factor: 3, lasts: 40s}", &echo(25.0, 40.0, 3.0));
    hazard_is(&ivr, "after_announcement: {factor: 3, lasts: 0s}", &[(f64::INFINITY, 1.0)]);
    hazard_is(&ivr, "after_announcement: 1", &[(f64::INFINITY, 1.0)]);
}

#[test]
fn an_announcement_multiplies_the_other_factors() {
    // The notice until 20; at level 1 until 24, in which the first echo dies; at level 2 a key slips at 28 and at 41.
    let ivr = announcing(
        "start: notice, steps: {notice: {say: 20s, then: inner}, rest: {wait: 500h, then: disconnect}}, menus: {\
         inner: {no_match: {say: 3s, retries: 1}, then: rest, options: [{key: 1, prompt: 6.5s, for: a, then: {queue: q}}]}}",
    );
    let hazard = "ivr: 2, per_error: 1.5, after_announcement: 3";
    hazard_is(&ivr, hazard, &[(20.0, 2.0), (28.0, 6.0), (30.0, 9.0), (39.0, 3.0), (f64::INFINITY, 4.5)]);
}

#[test]
fn an_announcement_hushes_the_one_before() {
    // Said until 10 and from 14 to 20.
    let ivr = announcing(
        "start: one, steps: {one: {say: 10s, then: pause}, pause: {wait: 4s, then: two}, two: {say: 6s, then: rest},\
         rest: {wait: 500h, then: disconnect}}",
    );
    let stretches = [(10.0, 1.0), (14.0, 2.5), (20.0, 1.0), (30.0, 2.5), (f64::INFINITY, 1.0)];
    hazard_is(ivr, "after_announcement: 2.5", &stretches);
}

#[test]
fn an_announcement_is_a_step_and_nothing_else_in_the_ivr() {
    // Greeting, digits, menus and their messages are none.
    let ivr = announcing(
        "greeting: 9s, start: s, steps: {s: {collect: {say: 9s, digits: 4, valid: 0%, tries: 3}, then: disconnect, failed: main},\
         rest: {wait: 500h, then: disconnect}}, menus: {\
         main: {intro: 9s, no_match: {say: 9s, retries: 2}, then: rest, options: [{key: 1, prompt: 9s, for: a, then: {queue: q}}]}}",
    );
    hazard_is(ivr, "after_announcement: {factor: 50, lasts: 1000s}", &[(f64::INFINITY, 1.0)]);
}

/// One hour of calls for a queue that nobody serves before everybody has hung up.
fn unserved(patience: &str, hazard: &str, ivr: &str, messages: &str) -> Scenario {
    let (queue, intents) = if ivr.is_empty() { (", queue: q", "") } else { ("", "intents: {a: 1}\n") };
    scenario(&format!(
        "version: 1\nday: {{from: \"00:00\", to: \"24:00\"}}\n{intents}arrivals: {{voice: {{per_hour: {{\"00:00\": 200, \"01:00\": 0}}{queue}}}}}\n{ivr}\n\
         callers: {{patience: {patience}, hazard: {{{hazard}}}}}\n\
         queues: {{q: {{talk: 10s, while_waiting: [{messages}]}}}}\nagents: {{team: {{count: {{\"23:00\": 1}}, queues: [q]}}}}\n"
    ))
}

#[test]
fn an_announcement_is_felt_in_the_queue_too() {
    // Said until 20; at 24 the queue.
    let ivr = "ivr: {start: s, steps: {s: {say: 20s, then: t}, t: {wait: 4s, then: {queue: q}}}}";
    let stretches = [(20.0, 1.0), (30.0, 3.0), (f64::INFINITY, 1.0)];
    hazard_is(|law, hazard| unserved(law, hazard, ivr, ""), "after_announcement: 3", &stretches);
    // There the first message hushes it: said from 28 to 29.
    let stretches = [(20.0, 1.0), (28.0, 3.0), (29.0, 1.0), (39.0, 3.0), (f64::INFINITY, 1.0)];
    hazard_is(|law, hazard| unserved(law, hazard, ivr, "{after: 4s, say: 1s}"), "after_announcement: 3", &stretches);
    // Of a fresh clock, too: it starts at 24, and the first 6 s of it are hurried.
    let fresh = |law: &str, hazard: &str| unserved(&format!("{{ivr: never, queue: {law}}}"), hazard, ivr, "");
    for law in LAWS {
        let (neutral, hurried) = (calls(&fresh(law, "ivr: 1")), calls(&fresh(law, "after_announcement: 3")));
        for (neutral, hurried) in neutral.iter().zip(&hurried) {
            let spent = law_of(law).cumulative_hazard(neutral.gave_up_after().unwrap());
            let expected = hang_up_age(&law_of(law), spent, &[(6.0, 3.0), (f64::INFINITY, 1.0)]);
            assert!((hurried.gave_up_after().unwrap() - expected).abs() < 1e-6);
        }
    }
}

/// The stretches of a queue with these messages, each from when until when, in their order and apart; 10 s of echo.
fn stretches(said: &[(f64, f64)], factor: f64) -> Vec<(f64, f64)> {
    let mut stretches = Vec::new();
    for (index, &(begins, ends)) in said.iter().enumerate() {
        let next = said.get(index + 1).map_or(f64::INFINITY, |next| next.0);
        stretches.push((begins, 1.0));
        stretches.push((ends, 1.0));
        stretches.push(((ends + 10.0).min(next), factor));
    }
    stretches.push((f64::INFINITY, 1.0));
    stretches
}

#[test]
fn messages_of_a_queue_come_once_or_again_and_again() {
    let says = |messages: &'static str| move |law: &str, hazard: &str| unserved(law, hazard, "", messages);
    let hazard = "after_announcement: 1.8";
    hazard_is(says("{after: 30s, say: 4s}"), hazard, &stretches(&[(30.0, 34.0)], 1.8));
    let every_45: Vec<(f64, f64)> = (1..60).map(|n| (45.0 * f64::from(n), 45.0 * f64::from(n) + 6.0)).collect();
    hazard_is(says("{every: 45s, say: 6s}"), hazard, &stretches(&every_45, 1.8));
    // Both: the one at 30 ends at 34, and echoes until 44.
    let both: Vec<(f64, f64)> = [(30.0, 34.0)].into_iter().chain(every_45).collect();
    hazard_is(says("{every: 45s, say: 6s}, {after: 30s, say: 4s}"), hazard, &stretches(&both, 1.8));
    // At once, and by a text of eight words at 160 a minute.
    let hello = "{after: 0s, say: \"Please hold the line, we are coming soon.\"}";
    hazard_is(says(hello), hazard, &stretches(&[(0.0, 3.0)], 1.8));
    // Errors keep their factor.
    let ivr = "ivr: {start: s, steps: {s: {collect: {digits: 8, valid: 0%, tries: 1}, then: disconnect, failed: {queue: q}}}}";
    let said = [(4.0, 1.0), (34.0, 2.0), (38.0, 2.0), (48.0, 6.0), (f64::INFINITY, 2.0)];
    let queue = |law: &str, hazard: &str| unserved(law, hazard, ivr, "{after: 30s, say: 4s}");
    hazard_is(queue, "per_error: 2, after_announcement: 3", &said);
}

#[test]
fn messages_that_meet_are_heard_as_one() {
    let says = |messages: &'static str| move |law: &str, hazard: &str| unserved(law, hazard, "", messages);
    let hazard = "after_announcement: 4";
    // 20 to 35, 40 to 55 and so on: 5 s of echo each.
    let every_20: Vec<(f64, f64)> = (1..200).map(|n| (20.0 * f64::from(n), 20.0 * f64::from(n) + 15.0)).collect();
    hazard_is(says("{every: 20s, say: 15s}"), hazard, &stretches(&every_20, 4.0));
    // One within another changes nothing, wherever it is written.
    hazard_is(says("{every: 20s, say: 15s}, {after: 42s, say: 2s}"), hazard, &stretches(&every_20, 4.0));
    hazard_is(says("{after: 40s, say: 2s}, {every: 20s, say: 15s}"), hazard, &stretches(&every_20, 4.0));
    // One that goes on longer prolongs it: 30 to 45, on to 48.
    for messages in ["{after: 30s, say: 15s}, {after: 40s, say: 8s}", "{after: 40s, say: 8s}, {after: 30s, say: 15s}"] {
        let scenario = |law: &str, hazard: &str| unserved(law, hazard, "", messages);
        hazard_is(scenario, hazard, &stretches(&[(30.0, 48.0)], 4.0));
    }
    // An echo longer than the time between never dies once it has begun.
    let always = [(5.0, 1.0), (f64::INFINITY, 4.0)];
    hazard_is(says("{every: 5s, say: 0s}"), "after_announcement: {factor: 4, lasts: 8s}", &always);
}

#[test]
fn messages_without_effect_change_nothing() {
    let plain = calls(&unserved("{exponential: 60s}", "ivr: 1", "", ""));
    for hazard in ["after_announcement: 1", "after_announcement: {factor: 9, lasts: 0s}"] {
        assert_eq!(plain, calls(&unserved("{exponential: 60s}", hazard, "", "{every: 2s, say: 1s}")));
    }
    // Constant patience knows no hazard until it ends.
    for call in calls(&unserved("70s", "after_announcement: 9", "", "{every: 2s, say: 1s}")) {
        assert_same(call.gave_up_after().unwrap(), 70.0);
    }
}

#[test]
fn messages_may_stop_the_clock() {
    // Said from 30 to 34; who would hang up until 44 does so then.
    for (patience, expected) in [("33.9s", 33.9), ("34s", 34.0), ("40s", 44.0), ("44s", 44.0), ("44.1s", 44.1)] {
        for call in calls(&unserved(patience, "after_announcement: 0", "", "{after: 30s, say: 4s}")) {
            assert_same(call.gave_up_after().unwrap(), expected);
        }
    }
}

#[test]
fn messages_hold_up_no_answer() {
    // 10 agents for 12 erlangs of callers who never hang up, and hear a message nearly all the time.
    let live = |patience: &str, messages: &str| {
        let yaml = format!(
            "version: 1\nday: {{from: \"00:00\", to: \"02:00\"}}\narrivals: {{voice: {{per_hour: 240, queue: q}}}}\n\
             callers: {{patience: {patience}, hazard: {{after_announcement: 3}}}}\n\
             queues: {{q: {{talk: {{exponential: 3m}}, while_waiting: [{messages}]}}}}\nagents: {{a: {{count: 10, queues: [q]}}}}\n"
        );
        scenario(&yaml)
    };
    let (silent, told_much) = (calls(&live("never", "")), calls(&live("never", "{every: 10s, say: 9s}")));
    assert!(count(&silent, |call| call.answer().unwrap().waited > 60.0) > 50);
    assert_eq!(silent, told_much);
    // And in the order of time or not, the same happens.
    let center = live("{exponential: 3m}", "{every: 10s, say: 3s}");
    assert_eq!(told::<true>(&center, 0).calls(), calls(&center));
    assert!(count(&calls(&center), |call| call.gave_up_after().is_some()) > 50);
}

#[test]
fn messages_end_for_those_who_wait_for_years() {
    // An hour of callers as patient as centuries, with a message every second: no run goes on for ever.
    let patient = calls(&unserved("{exponential: 200000h}", "after_announcement: 2", "", "{every: 1s, say: 0.5s}"));
    assert!(patient.iter().all(|call| call.answer().is_some()));
    assert!(patient.iter().all(|call| call.answer().unwrap().waited > 22.0 * 3600.0));
}
