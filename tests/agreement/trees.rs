//! The phone tree alone: where callers hang up in it, and what becomes of the others.

use hangup::center::Outcome;
use hangup::experiment;
use hangup::law::Law;
use hangup::theory::{IvrTree, Listener, MenuPick, TreeResult, ZeroOut, erlang_b, menu_pick};

use crate::harness::{Expected, Verdict, agree, came_to, ended, greeting, level, overall, read, verdicts};
use crate::{Said, exponential, hyperexponential, lognormal, weibull};

/// 6 s of greeting, menus of 2 s + 3 s an option + 1.5 s, 5 % of slips at 3 s, 2 retries.
pub(crate) fn tree(depth: u32, options: u32) -> IvrTree {
    IvrTree {
        greeting: 6.0,
        intro: 2.0,
        prompt: 3.0,
        decide: 1.5,
        depth,
        options,
        error: 0.05,
        error_cost: 3.0,
        retries: 2,
        ..IvrTree::default()
    }
}

/// The same as a scenario: leaves serve at once, and retries used up disconnect. There is room for more about callers, the
/// IVR, and the tree.
fn scenario(per_hour: u32, depth: u32, options: u32, patience: &str, more: [&str; 3]) -> String {
    let [callers, ivr, balanced] = more;
    format!(
        r#"
version: 1
replications: 40
day: {{from: "00:00", to: "01:00"}}
arrivals: {{voice: {{per_hour: {per_hour}}}}}
callers: {{patience: {patience}, mistakes: {{key_slip: 5%}}{callers}}}
ivr:
  greeting: 6s{ivr}
  balanced:
    {{depth: {depth}, options: {options}, intro: 2s, prompt: 3s, no_match: {{say: 3s, retries: 2}}, then: {{self_service: 0s}}{balanced}}}
"#
    )
}

fn figures(result: &TreeResult) -> Vec<Expected> {
    let mut figures = vec![
        overall("ivr_abandonment", result.abandon).sharply(),
        greeting(result.abandon_greeting),
        overall("time_in_ivr", result.mean_hold).sharply(),
        overall("containment", result.complete).sharply(),
        ended(Outcome::Disconnected, result.fail),
    ];
    for (index, (&abandon, &enter)) in result.abandon_by_level.iter().zip(&result.enter_by_level).enumerate() {
        figures.push(level(index + 1, abandon));
        figures.push(came_to(index + 1, enter));
    }
    figures
}

/// Trees of depth 1 to 4 for one law of patience.
fn depths(name: &str, patience: &Said) {
    for (depth, options) in [(1, 4), (2, 5), (3, 4), (4, 3)] {
        let yaml = scenario(30_000, depth, options, patience.yaml, [""; 3]);
        let result = tree(depth, options).with(&patience.law).unwrap();
        agree(&format!("tree d{depth}b{options}, {name} patience"), &yaml, &figures(&result));
    }
}

#[test]
fn depths_1_to_4_with_exponential_patience() {
    depths("exponential", &exponential());
}

#[test]
fn depths_1_to_4_with_weibull_patience() {
    depths("Weibull", &weibull());
}

#[test]
fn depths_1_to_4_with_hyperexponential_patience() {
    depths("hyperexponential", &hyperexponential());
}

#[test]
fn patience_of_other_laws() {
    // A constant patience that many paths hit exactly: they are hang-ups.
    let constant = Said { yaml: "25s", law: Law::Constant(25.0) };
    for (name, patience) in [("log-normal", lognormal()), ("constant", constant)] {
        let yaml = scenario(30_000, 2, 5, patience.yaml, [""; 3]);
        let result = tree(2, 5).with(&patience.law).unwrap();
        agree(&format!("tree d2b5, {name} patience"), &yaml, &figures(&result));
    }
}

#[test]
fn full_listeners() {
    let full = |depth, options| IvrTree { listener: Listener::Full, ..tree(depth, options) };
    for (name, more) in [
        ("heard out by choice", [", listening: {press_when_heard: 0%}", "", ""]),
        ("no barge-in", ["", "\n  defaults: {barge_in: false}", ""]),
    ] {
        let yaml = scenario(30_000, 3, 4, exponential().yaml, more);
        agree(&format!("tree d3b4, {name}"), &yaml, &figures(&full(3, 4).with(&exponential().law).unwrap()));
    }
    let yaml = scenario(30_000, 2, 5, weibull().yaml, [", listening: {press_when_heard: 0%}", "", ""]);
    agree("tree d2b5, heard out by choice, Weibull", &yaml, &figures(&full(2, 5).with(&weibull().law).unwrap()));
}

#[test]
fn listeners_of_all_kinds() {
    let law = weibull().law;
    let own = tree(2, 5).with(&law).unwrap();
    let full = IvrTree { listener: Listener::Full, ..tree(2, 5) }.with(&law).unwrap();
    // Whoever dials ahead presses 0.8 s into the menu, whatever it says.
    let ahead = IvrTree { intro: 0.8, prompt: 0.0, decide: 0.0, ..tree(2, 5) }.with(&law).unwrap();
    let mixed = |of: fn(&TreeResult) -> f64| 0.2 * of(&ahead) + 0.5 * of(&own) + 0.3 * of(&full);
    let yaml =
        scenario(30_000, 2, 5, weibull().yaml, [", listening: {dial_ahead: 20%, press_when_heard: 50%}", "", ""]);
    agree(
        "tree d2b5, 20 % dial ahead, 50 % press at once, 30 % hear it all",
        &yaml,
        &[
            overall("ivr_abandonment", mixed(|result| result.abandon)).sharply(),
            overall("time_in_ivr", mixed(|result| result.mean_hold)).sharply(),
            overall("containment", mixed(|result| result.complete)).sharply(),
            ended(Outcome::Disconnected, mixed(|result| result.fail)),
            level(1, mixed(|result| result.abandon_by_level[0])),
            level(2, mixed(|result| result.abandon_by_level[1])),
        ],
    );
}

#[test]
fn hang_ups_at_once() {
    let result = tree(2, 5).with(&exponential().law).unwrap();
    let stays = 1.0 - 0.015;
    let yaml = scenario(30_000, 2, 5, exponential().yaml, [", hang_up_at_once: 1.5%", "", ""]);
    agree(
        "tree d2b5, 1.5 % hang up at once",
        &yaml,
        &[
            overall("ivr_abandonment", 1.0 - stays * (1.0 - result.abandon)).sharply(),
            greeting(0.015 + stays * result.abandon_greeting),
            overall("time_in_ivr", stays * result.mean_hold).sharply(),
            level(1, stays * result.abandon_by_level[0]),
            level(2, stays * result.abandon_by_level[1]),
        ],
    );
}

#[test]
fn zeroing_out() {
    for (name, patience) in [("exponential", exponential()), ("Weibull", weibull())] {
        let more = [", zero_out: {share: 8%, after: 4s}", "", ", operator: {transfer_out: 0s}"];
        let yaml = scenario(30_000, 3, 4, patience.yaml, more);
        let tree = IvrTree { zero_out: Some(ZeroOut { share: 0.08, after: 4.0 }), ..tree(3, 4) };
        let result = tree.with(&patience.law).unwrap();
        let mut figures = figures(&result);
        figures.push(overall("zero_out", result.zero_out).sharply());
        figures.push(ended(Outcome::TransferredOut, result.zero_out));
        agree(&format!("tree d3b4, 8 % zero out, {name} patience"), &yaml, &figures);
    }
}

#[test]
fn a_hazard_that_grows_by_level() {
    let yaml = scenario(30_000, 3, 4, exponential().yaml, [", hazard: {per_level: 1.5}", "", ""]);
    let tree = IvrTree { level_factor: 1.5, ..tree(3, 4) };
    agree("tree d3b4, hazard × 1.5 by level", &yaml, &figures(&tree.with(&exponential().law).unwrap()));
}

#[test]
fn a_hazard_that_is_higher_in_the_ivr() {
    let yaml = scenario(30_000, 3, 4, exponential().yaml, [", hazard: {ivr: 2}", "", ""]);
    agree("tree d3b4, hazard × 2", &yaml, &figures(&tree(3, 4).with(&Law::Exponential(120.0)).unwrap()));
}

/// A caller who has erred i times has γⁱ times the hazard: in the (i+1)-th play, and already in the message before it.
#[test]
fn a_hazard_that_grows_by_error() {
    let (theta, factor, slip) = (1.0 / 60.0, 1.5_f64, 0.3_f64);
    let after_greeting = (-theta * 6.0_f64).exp();
    let mut completes = 0.0;
    for position in 1..=4 {
        let play = 2.0 + 3.0 * f64::from(position) + 1.5;
        let (mut spent, mut errors_so_far) = (0.0, 1.0);
        for errors in 0..=2 {
            let hazard = theta * factor.powi(errors);
            spent += hazard * if errors == 0 { play } else { 3.0 + play };
            completes += 0.25 * errors_so_far * (1.0 - slip) * after_greeting * (-spent).exp();
            errors_so_far *= slip;
        }
    }
    let yaml = scenario(30_000, 1, 4, "{exponential: 1m}", [", hazard: {per_error: 1.5}", "", ""]);
    agree(
        "tree d1b4, hazard × 1.5 by error",
        &yaml.replace("key_slip: 5%", "key_slip: 30%"),
        &[
            overall("containment", completes).sharply(),
            greeting(1.0 - after_greeting).sharply(),
            came_to(1, after_greeting).sharply(),
        ],
    );
}

#[test]
fn targets_that_are_not_equally_likely() {
    let yaml = r#"
version: 1
replications: 40
day: {from: "00:00", to: "01:00"}
arrivals: {voice: {per_hour: 30000}}
intents: {orders: 50, returns: 30, billing: 15, other: 5}
callers: {patience: {weibull: {shape: 0.75, mean: 4m}}, mistakes: {key_slip: 5%}}
ivr:
  greeting: 6s
  menus:
    main:
      intro: 2s
      no_match: {say: 3s, retries: 2}
      options:
        - {key: 1, prompt: 3s, for: orders, then: {self_service: 0s}}
        - {key: 2, prompt: 3s, for: returns, then: {self_service: 0s}}
        - {key: 3, prompt: 3s, for: billing, then: {self_service: 0s}}
        - {key: 4, prompt: 3s, for: other, then: {self_service: 0s}}
"#;
    let tree = IvrTree { targets: vec![50.0, 30.0, 15.0, 5.0], ..tree(1, 4) };
    agree("one menu, targets of 50, 30, 15 and 5", yaml, &figures(&tree.with(&weibull().law).unwrap()));
}

#[test]
fn picking_in_one_menu() {
    for (options, false_alarm, miss, retries) in
        [(5, 0.02, 0.05, 2), (2, 0.1, 0.1, 2), (9, 0.05, 0.1, 1), (12, 0.0, 0.3, 3)]
    {
        let menu =
            MenuPick { options, false_alarm, miss, retries, intro: 2.0, prompt: 3.0, decide: 1.5, no_input: 5.0 };
        let pick = menu_pick(&menu).unwrap();
        // A wrong choice cannot be served by what it leads to, and goes elsewhere.
        let yaml = format!(
            r#"
version: 1
replications: 40
day: {{from: "00:00", to: "01:00"}}
arrivals: {{voice: {{per_hour: 30000}}}}
callers: {{patience: never, mistakes: {{wrong_option: {false_alarm}, missed_option: {miss}}}}}
ivr:
  balanced:
    depth: 1
    options: {options}
    intro: 2s
    prompt: 3s
    no_input: {{after: 5s, retries: {retries}}}
    then: {{self_service: {{takes: 0s, failed: {{transfer_out: 0s}}}}}}
"#
        );
        let mut figures = vec![
            overall("containment", pick.p_correct).sharply(),
            ended(Outcome::Disconnected, pick.p_fail),
            overall("time_in_ivr", pick.mean_time).sharply(),
        ];
        if pick.p_wrong > 0.0 {
            figures.push(ended(Outcome::TransferredOut, pick.p_wrong).sharply());
        }
        let name = format!("PICK_b{options}: wrong options {false_alarm}, missed {miss}");
        agree(&name, &yaml, &figures);
    }
}

/// A tree behind a menu of languages is a mixture of trees, each behind a longer greeting; its levels count from 1.
#[test]
fn trees_in_two_languages() {
    let branch = |name: &str, options: [String; 3]| {
        let listed = options
            .iter()
            .zip(1..)
            .map(|(rest, key)| format!("        - {{key: {key}, prompt: {{en: 3s, es: 4s}}, {rest}}}\n"));
        format!("    {name}:\n      intro: {{en: 2s, es: 2.5s}}\n      options:\n{}", listed.collect::<String>())
    };
    let leaf = |intent: usize| format!("for: i{intent}, then: {{self_service: 0s}}");
    let mut menus = branch("main", [0, 1, 2].map(|inner| format!("then: inner{inner}")));
    for inner in 0..3 {
        menus += &branch(&format!("inner{inner}"), [0, 1, 2].map(|option| leaf(3 * inner + option)));
    }
    let intents: Vec<String> = (0..9).map(|intent| format!("i{intent}: 1")).collect();
    let scenario = |patience: &str, hazard: &str| {
        format!(
            r#"
version: 1
replications: 40
day: {{from: "00:00", to: "01:00"}}
intents: {{{}}}
languages: {{en: 70%, es: 30%}}
arrivals: {{voice: {{per_hour: 30000}}}}
callers: {{patience: {patience}{hazard}}}
ivr:
  greeting: 6s
  start: speech
  menus:
    speech:
      intro: 1s
      options:
        - {{key: 1, prompt: 1.5s, then: {{language: en, go: main}}}}
        - {{key: 2, prompt: 2s, then: {{language: es, go: main}}}}
{menus}"#,
            intents.join(", ")
        )
    };
    let english = IvrTree { greeting: 6.0 + 1.0 + 1.5 + 1.5, error: 0.0, ..tree(2, 3) };
    let spanish = IvrTree { greeting: 6.0 + 1.0 + 1.5 + 2.0 + 1.5, intro: 2.5, prompt: 4.0, error: 0.0, ..tree(2, 3) };
    for (name, patience, hazard, level_factor) in [
        ("Weibull patience", weibull(), "", 1.0),
        ("hazard × 1.5 by level", exponential(), ", hazard: {per_level: 1.5}", 1.5),
    ] {
        let exact = |tree: &IvrTree| IvrTree { level_factor, ..tree.clone() }.with(&patience.law).unwrap();
        let (en, es) = (exact(&english), exact(&spanish));
        let mixed = |of: fn(&TreeResult) -> f64| 0.7 * of(&en) + 0.3 * of(&es);
        agree(
            &format!("tree d2b3 in two languages, {name}"),
            &scenario(patience.yaml, hazard),
            &[
                overall("ivr_abandonment", mixed(|result| result.abandon)).sharply(),
                overall("time_in_ivr", mixed(|result| result.mean_hold)).sharply(),
                overall("containment", mixed(|result| result.complete)).sharply(),
                greeting(mixed(|result| result.abandon_greeting)),
                came_to(1, mixed(|result| result.enter_by_level[0])),
                came_to(2, mixed(|result| result.enter_by_level[1])),
                level(1, mixed(|result| result.abandon_by_level[0])),
                level(2, mixed(|result| result.abandon_by_level[1])),
            ],
        );
    }
}

/// Ports alone are Erlang B with the mean time that callers hold them.
#[test]
fn a_tree_behind_few_lines() {
    let result = tree(2, 5).with(&weibull().law).unwrap();
    let yaml = scenario(1_200, 2, 5, weibull().yaml, [""; 3])
        .replace(r#"day: {from: "00:00", to: "01:00"}"#, "steady: {length: 40h, warm_up: 15m}\nlines: 10");
    agree(
        "tree d2b5 behind 10 lines, Weibull patience",
        &yaml,
        &[
            overall("blocking", erlang_b(10, result.mean_hold / 3.0)).sharply(),
            overall("ivr_abandonment", result.abandon).sharply(),
            overall("time_in_ivr", result.mean_hold).sharply(),
            level(1, result.abandon_by_level[0]),
            level(2, result.abandon_by_level[1]),
        ],
    );
}

/// What a run reports of a level: hung up there, of those who came there.
#[test]
fn runs_report_every_level() {
    let law = weibull().law;
    let result = tree(3, 4).with(&law).unwrap();
    let yaml = scenario(30_000, 3, 4, weibull().yaml, [""; 3]);
    let (scenario, _) = read("runs report every level", &yaml);
    let estimates = experiment::run(&scenario, &experiment::Settings::default(), |_, _| {}).unwrap().estimates;
    let of_those_there = result.abandon_by_level.iter().zip(&result.enter_by_level).map(|(left, came)| left / came);
    let exact = std::iter::once(result.abandon_greeting).chain(of_those_there);
    let places = std::iter::once(&estimates.greeting).chain(&estimates.levels);
    assert_eq!(estimates.levels.len(), 3);
    for (place, (exact, panel)) in exact.zip(places).enumerate() {
        let ratio = panel.ratios()[0];
        let (simulated, error) = (ratio.pooled().unwrap(), ratio.standard_error().unwrap());
        let z = (simulated - exact) / error;
        println!("level {place} of a run: {exact:12.7} {simulated:12.7}  z {z:6.2}");
        assert!(z.abs() < 4.0, "level {place}: {simulated} ± {error}, not {exact}");
    }
}

/// The harness itself: a sharp figure that is 2 % off is told apart, a right one is not.
#[test]
fn a_wrong_theory_is_rejected() {
    let result = tree(3, 4).with(&exponential().law).unwrap();
    let right: Vec<Expected> = figures(&result).into_iter().filter(Expected::is_sharp).collect();
    let wrong = |factor| right.iter().map(move |figure| figure.clone().times(factor));
    let all: Vec<Expected> = right.iter().cloned().chain(wrong(1.02)).chain(wrong(0.98)).collect();
    let verdicts = verdicts("a wrong tree", &scenario(30_000, 3, 4, exponential().yaml, [""; 3]), &all);
    let agrees: Vec<bool> = verdicts.iter().map(Verdict::agrees).collect();
    assert_eq!(agrees, [true, true, true, false, false, false, false, false, false]);
}
