//! What a scenario file means: section by section, as data.

use std::path::Path;

use hangup::law::{Gamma, Hyperexponential, Law, Lognormal, Phase, Triangular, Uniform, Weibull};
use hangup::scenario::expectation::{About, Subject};
use hangup::scenario::resolved::*;
use hangup::scenario::{Loaded, load, parse};

const QUEUE: &str = "arrivals: {voice: {per_hour: 240, queue: general}}\n\
                     callers: {patience: {exponential: 4m}}\n\
                     queues: {general: {talk: 3m}}\n\
                     agents: {front: {count: 14, queues: [general]}}\n";

const TREE: &str = "intents: {billing: 3, returns: 1}\n\
                    arrivals: {voice: {per_hour: 240}}\n\
                    callers: {patience: {exponential: 4m}}\n\
                    queues: {general: {talk: 3m}}\n\
                    agents: {front: {count: 14, queues: [general]}}\n";

fn loaded(text: &str, settings: &[&str]) -> Loaded {
    let settings: Vec<String> = settings.iter().map(|setting| (*setting).to_owned()).collect();
    parse("test.yaml", text.to_owned(), &settings).unwrap_or_else(|report| panic!("{text}\n{}", report.render(false)))
}

/// The scenario of [`QUEUE`] with these settings.
fn queue(settings: &[&str]) -> Scenario {
    loaded(QUEUE, settings).scenario
}

/// The tree of [`TREE`] with this `ivr` section.
fn tree(ivr: &str) -> Ivr {
    loaded(&format!("{TREE}ivr:\n{ivr}"), &[]).scenario.ivr.unwrap()
}

/// A prompt that is the same in all languages.
fn said(seconds: f64, text: Option<&str>) -> Prompt {
    Spoken { seconds, text: text.map(str::to_owned) }.into()
}

/// What is wrong with [`QUEUE`] under these settings: code and remedy of each problem.
fn wrong(settings: &[&str]) -> Vec<(String, String)> {
    let settings: Vec<String> = settings.iter().map(|setting| (*setting).to_owned()).collect();
    let report = parse("test.yaml", QUEUE.to_owned(), &settings).unwrap_err();
    report.problems.iter().map(|problem| (problem.code.to_string(), problem.help.clone())).collect()
}

fn assumed(scenario: &Scenario) -> Vec<(&str, &str)> {
    scenario.assumptions.iter().map(|assumption| (assumption.path.as_str(), assumption.value.as_str())).collect()
}

#[test]
fn the_smallest_file_is_four_lines_and_says_what_it_assumes() {
    let Loaded { scenario, warnings, .. } = loaded(QUEUE, &[]);
    assert!(warnings.problems.is_empty(), "{}", warnings.render(false));
    assert_eq!(scenario.name, "test");
    assert_eq!(scenario.seed, 1);
    assert_eq!(scenario.replications, Replications::Fixed(100));
    assert_eq!(scenario.span, Span::Day { from: 0.0, to: 86400.0 });
    assert_eq!(scenario.intents, [Intent { name: "any".into(), share: 1.0, patience: None, talk: None }]);
    assert_eq!(scenario.streams[0].queue, Some(QueueId(0)));
    assert_eq!(scenario.streams[0].per_hour, ByClock { steps: vec![(0.0, 240.0)] });
    assert_eq!(scenario.lines, None);
    assert_eq!(scenario.callers.patience, Patience::OneClock(Law::Exponential(240.0)));
    assert_eq!(scenario.ivr, None);
    assert_eq!(scenario.queues[0].after_call_work, Law::Constant(0.0));
    assert_eq!(scenario.groups[0].count, ByClock { steps: vec![(0.0, 14)] });
    assert_eq!(
        assumed(&scenario),
        [
            ("seed", "1"),
            ("day", "from 00:00 to 24:00"),
            ("replications", "100"),
            ("arrivals.voice.daily_volume_cv", "0%"),
            ("lines", "as many as are needed"),
            ("queues.general.after_call_work", "0s"),
            ("queues.general.target.within", "20s"),
        ]
    );
}

#[test]
fn defaults_are_neutral() {
    let Loaded { scenario, .. } = loaded(
        &format!(
            "{TREE}ivr: {{menus: {{main: {{options: [{{key: 1, prompt: 3s, for: [billing, returns], then: {{queue: general}}}}]}}}}}}"
        ),
        &[],
    );
    let callers = &scenario.callers;
    assert_eq!(callers.hang_up_at_once, 0.0);
    let listening = Listening { dial_ahead: 0.0, press_when_heard: 1.0, decide: 1.5, reaction: 0.8 };
    assert_eq!(callers.listening, listening);
    let none = Mistakes { wrong_option: 0.0, missed_option: 0.0, missed_extra_per_level_above: 0.0, key_slip: 0.0 };
    assert_eq!(callers.mistakes, none);
    assert_eq!(callers.zero_out, None);
    assert_eq!(callers.nothing_fits, NothingFits { zero: 0.0, any_key: 0.0, hang_up: 0.0 });
    assert_eq!(callers.memory.forgets, 0.0);
    assert_eq!(callers.hazard, Hazard::NEUTRAL);
    let menu = &scenario.ivr.as_ref().unwrap().menus[0];
    assert_eq!(menu.no_input, NoInput { after: 5.0, say: Prompt::SILENCE, retries: 2 });
    assert_eq!(menu.no_match, NoMatch { say: said(3.0, None), retries: 2 });
    assert_eq!(menu.then, Action::Disconnect);
    assert!(menu.barge_in);
    let assumed = assumed(&scenario);
    for path in
        ["callers.listening.decide", "callers.mistakes", "callers.hazard", "ivr.defaults.no_input", "ivr.defaults.then"]
    {
        assert!(assumed.iter().any(|(other, _)| *other == path), "{path} in {assumed:?}");
    }
}

/// A part that is written in part leaves the rest at its defaults, which are assumptions as well.
#[test]
fn what_is_left_out_of_a_part_is_assumed_too() {
    let text = format!(
        "{TREE}day: {{from: \"07:00\"}}\nreplications: 5\nlines: 30\nseed: 3\n\
         ivr:\n  start: number\n  words_per_minute: 160\n  defaults: {{no_input: {{after: 4s}}, no_match: {{retries: 1}}, then: disconnect, barge_in: true}}\n  \
         steps: {{number: {{collect: {{digits: 3, per_digit: 1s, valid: 100%}}, then: main}}}}\n  \
         menus: {{main: {{no_match: {{retries: 0}}, options: [{{key: 1, prompt: 3s, for: billing, then: {{self_service: 40s}}}},\
         {{key: 2, prompt: 3s, for: returns, then: {{queue: general}}}},\
         {{key: 0, operator: true, announced: false, then: {{queue: general}}}}]}}}}\n"
    );
    let callers = "callers: {patience: {exponential: 4m}, hang_up_at_once: 1%, listening: {press_when_heard: 80%, decide: 1s}, \
        mistakes: {key_slip: 1%}, nothing_fits: {zero: 5%}, memory: {beyond: 4, forgets: 1%}, zero_out: {share: 8%, after: 4s}, hazard: {per_error: 1.5}}";
    let scenario = loaded(&text.replace("callers: {patience: {exponential: 4m}}", callers), &[]).scenario;
    assert_eq!(
        assumed(&scenario),
        [
            ("day.to", "24:00"),
            ("arrivals.voice.daily_volume_cv", "0%"),
            ("ivr.defaults.no_input.say", "0s"),
            ("ivr.defaults.no_input.retries", "2"),
            ("ivr.defaults.no_match.say", "3s"),
            ("ivr.steps.number.collect.look_up", "0s"),
            ("self_service.success", "100%"),
            ("callers.listening.dial_ahead", "0%"),
            ("callers.mistakes.wrong_option", "0%"),
            ("callers.mistakes.missed_option", "0%"),
            ("callers.nothing_fits.any_key", "0%"),
            ("callers.nothing_fits.hang_up", "0%"),
            ("callers.zero_out.per_error", "1"),
            ("callers.hazard.ivr", "1"),
            ("callers.hazard.per_level", "1"),
            ("queues.general.after_call_work", "0s"),
            ("queues.general.target.within", "20s"),
        ]
    );
    // What is there is as it was before.
    let ivr = scenario.ivr.unwrap();
    assert_eq!(ivr.menus[0].no_input, NoInput { after: 4.0, say: Prompt::SILENCE, retries: 2 });
}

/// What a menu leaves out of its own is as in the defaults.
#[test]
fn a_menu_that_says_a_part_leaves_the_rest_to_the_defaults() {
    let menus = "menus: {main: {no_input: {retries: 0}, no_match: {retries: 5}, options: [{key: 1, prompt: 3s, for: [billing, returns], then: {queue: general}}]}}";
    let defaults = "defaults: {no_input: {after: 9s, say: 2s, retries: 4}, no_match: {say: 7s, retries: 4}}";
    let Loaded { scenario, .. } = loaded(&format!("{TREE}ivr:\n  {defaults}\n  {menus}\n"), &[]);
    let menu = &scenario.ivr.as_ref().unwrap().menus[0];
    assert_eq!(menu.no_input, NoInput { after: 9.0, say: said(2.0, None), retries: 0 });
    assert_eq!(menu.no_match, NoMatch { say: said(7.0, None), retries: 5 });
    assert!(!assumed(&scenario).iter().any(|(path, _)| path.contains("no_input") || path.contains("no_match")));
    // Without these, it is the program's defaults, and the file's reader is told of them.
    let Loaded { scenario, .. } = loaded(&format!("{TREE}ivr:\n  {menus}\n"), &[]);
    let menu = &scenario.ivr.as_ref().unwrap().menus[0];
    assert_eq!(menu.no_input, NoInput { after: 5.0, say: Prompt::SILENCE, retries: 0 });
    assert_eq!(menu.no_match, NoMatch { say: said(3.0, None), retries: 5 });
    let assumed = assumed(&scenario);
    for known in [
        ("ivr.menus.main.no_input.after", "5s"),
        ("ivr.menus.main.no_input.say", "0s"),
        ("ivr.menus.main.no_match.say", "3s"),
    ] {
        assert!(assumed.contains(&known), "{known:?} in {assumed:?}");
    }
}

fn subject(metric: &str, about: About) -> Subject {
    Subject { metric: metric.into(), about, window: None }
}

#[test]
fn replications() {
    for (setting, expected) in [
        ("replications=7", Replications::Fixed(7)),
        (
            "replications={at_least: 20, at_most: 1000, until: {queue_abandonment: 0.2 points, mean_wait: 2s}}",
            Replications::Until {
                at_least: 20,
                at_most: 1000,
                goals: vec![
                    Goal { subject: subject("queue_abandonment", About::Center), half_width: 0.002 },
                    Goal { subject: subject("mean_wait", About::Center), half_width: 2.0 },
                ],
            },
        ),
        (
            "replications={until: {service_level(general): 0.5%}}",
            Replications::Until {
                at_least: 20,
                at_most: 10_000,
                goals: vec![Goal {
                    subject: subject("service_level", About::Queue("general".into())),
                    half_width: 0.005,
                }],
            },
        ),
        (
            "replications={until: {handle_time of general: 2s, worked_hours: 90m, queued(general): 5, blocking: 0.01}}",
            Replications::Until {
                at_least: 20,
                at_most: 10_000,
                goals: vec![
                    Goal { subject: subject("handle_time", About::Queue("general".into())), half_width: 2.0 },
                    Goal { subject: subject("worked_hours", About::Center), half_width: 1.5 },
                    Goal { subject: subject("queued", About::Queue("general".into())), half_width: 5.0 },
                    Goal { subject: subject("blocking", About::Center), half_width: 0.01 },
                ],
            },
        ),
    ] {
        assert_eq!(queue(&[setting]).replications, expected, "{setting}");
    }
}

#[test]
fn spans_and_clock_values() {
    assert_eq!(queue(&["day={from: \"08:00\", to: \"18:30\"}"]).span, Span::Day { from: 28800.0, to: 66600.0 });
    let steady = queue(&["steady={length: 100h}"]);
    assert_eq!(steady.span, Span::Steady { length: 360_000.0, warm_up: None });
    assert_eq!(steady.replications, Replications::Fixed(1));
    let steady = queue(&["steady={length: 100h, warm_up: 1h}"]);
    assert_eq!(steady.span, Span::Steady { length: 360_000.0, warm_up: Some(3600.0) });
    // In any order, quoted or not.
    let stepped = queue(&["agents.front.count={\"20:00\": 2, 08:00: 12, \"10:30\": 22}"]);
    assert_eq!(stepped.groups[0].count.steps, [(28800.0, 12), (37800.0, 22), (72000.0, 2)]);
}

#[test]
fn laws() {
    for (law, expected) in [
        ("90s", Law::Constant(90.0)),
        ("{exponential: 4m}", Law::Exponential(240.0)),
        ("{exponential: {mean: 4m}}", Law::Exponential(240.0)),
        (
            "{hyperexponential: [{share: 24.4%, mean: 76s}, {share: 75.6%, mean: 878s}]}",
            Law::Hyperexponential(Hyperexponential::new([
                Phase { share: 0.244, mean: 76.0 },
                Phase { share: 0.756, mean: 878.0 },
            ])),
        ),
        ("{weibull: {shape: 0.8, mean: 9m}}", Law::Weibull(Weibull::from_mean(0.8, 540.0))),
        ("{lognormal: {mean: 180s, cv: 1.15}}", Law::Lognormal(Lognormal::from_mean(180.0, 1.15))),
        ("{lognormal: {median: 2m, sigma: 0.9}}", Law::Lognormal(Lognormal { mu: 120_f64.ln(), sigma: 0.9 })),
        ("{gamma: {mean: 180s, shape: 2}}", Law::Gamma(Gamma::from_mean(180.0, 2.0))),
        ("{gamma: {mean: 180s, cv: 50%}}", Law::Gamma(Gamma::from_mean(180.0, 4.0))),
        ("{uniform: {from: 5s, to: 25s}}", Law::Uniform(Uniform { low: 5.0, high: 25.0 })),
        (
            "{triangular: {from: 5s, mode: 12s, to: 25s}}",
            Law::Triangular(Triangular { low: 5.0, mode: 12.0, high: 25.0 }),
        ),
        ("{empirical: [3s, 1s, 2s]}", Law::Empirical(hangup::law::Empirical::new(vec![1.0, 2.0, 3.0]))),
    ] {
        assert_eq!(queue(&[&format!("queues.general.talk={law}")]).queues[0].talk, expected, "{law}");
    }
}

#[test]
fn patience() {
    for (patience, expected) in [
        ("never", Patience::OneClock(Law::Never)),
        ("5m", Patience::OneClock(Law::Constant(300.0))),
        ("{ivr: never, queue: {exponential: 4m}}", Patience::Fresh { ivr: Law::Never, queue: Law::Exponential(240.0) }),
    ] {
        let scenario = queue(&[&format!("callers.patience={patience}"), "agents.front.count=20"]);
        assert_eq!(scenario.callers.patience, expected, "{patience}");
    }
}

#[test]
fn intents_are_shares_of_their_weights() {
    let text = TREE.replace(
        "{billing: 3, returns: 1}",
        "{billing: {weight: 3, patience: {exponential: 12m}, talk: 4m}, returns: 1}",
    );
    let ivr =
        "ivr: {menus: {main: {options: [{key: 1, prompt: 3s, for: [billing, returns], then: {queue: general}}]}}}";
    let scenario = loaded(&format!("{text}{ivr}"), &[]).scenario;
    assert_eq!(
        scenario.intents,
        [
            Intent {
                name: "billing".into(),
                share: 0.75,
                patience: Some(Patience::OneClock(Law::Exponential(720.0))),
                talk: Some(Law::Constant(240.0)),
            },
            Intent { name: "returns".into(), share: 0.25, patience: None, talk: None },
        ]
    );
}

#[test]
fn callers() {
    let scenario = loaded(
        &(TREE.replace(
            "callers: {patience: {exponential: 4m}}",
            "callers:\n  patience: never\n  hang_up_at_once: 1.5%\n  listening: {dial_ahead: 20%}\n  \
             mistakes: {wrong_option: 2%, missed_option: {share: 5%, extra_per_level_above: 0.02}, key_slip: 1%}\n  \
             nothing_fits: {zero: 30%, any_key: 20%, hang_up: 50%}\n  memory: {forgets: 2%}\n  \
             zero_out: {share: 8%, after: 3s, per_error: 1.25}\n  \
             hazard: {per_error: 1.5, after_announcement: {factor: 1.8, lasts: 12s}}",
        ) + "ivr: {balanced: {depth: 2, options: 2, prompt: 3s, then: {queue: general}, operator: {queue: general}}}"),
        &[],
    )
    .scenario;
    assert_eq!(
        scenario.callers,
        Callers {
            patience: Patience::OneClock(Law::Never),
            hang_up_at_once: 0.015,
            listening: Listening { dial_ahead: 0.2, press_when_heard: 0.8, decide: 1.5, reaction: 0.8 },
            mistakes: Mistakes {
                wrong_option: 0.02,
                missed_option: 0.05,
                missed_extra_per_level_above: 0.02,
                key_slip: 0.01,
            },
            nothing_fits: NothingFits { zero: 0.3, any_key: 0.2, hang_up: 0.5 },
            memory: Memory { beyond: 4, forgets: 0.02 },
            zero_out: Some(ZeroOut { share: 0.08, after: 3.0, per_error: 1.25 }),
            hazard: Hazard {
                per_error: 1.5,
                after_announcement: AfterAnnouncement { factor: 1.8, lasts: 12.0 },
                ..Hazard::NEUTRAL
            },
        }
    );
}

#[test]
fn what_follows_an_announcement_and_what_a_queue_says() {
    let scenario = loaded(
        &TREE.replace("{exponential: 4m}", "{exponential: 4m}, hazard: {after_announcement: 1.8}").replace(
            "general: {talk: 3m}",
            "general: {talk: 3m, while_waiting: [{every: 45s, say: 6s}, {after: 30s, say: \"Please hold the line.\"}]}",
        ).replace("per_hour: 240", "per_hour: 240, queue: general"),
        &[],
    )
    .scenario;
    assert_eq!(scenario.callers.hazard.after_announcement, AfterAnnouncement { factor: 1.8, lasts: 10.0 });
    assert_eq!(
        scenario.queues[0].while_waiting,
        [
            Message { begins: 45.0, again: true, prompt: Spoken { seconds: 6.0, text: None } },
            // Four words at 160 a minute.
            Message {
                begins: 30.0,
                again: false,
                prompt: Spoken { seconds: 1.5, text: Some("Please hold the line.".into()) }
            },
        ]
    );
    let assumed = assumed(&scenario);
    assert!(assumed.contains(&("callers.hazard.after_announcement.lasts", "10s")), "{assumed:?}");
    assert!(assumed.contains(&("ivr.words_per_minute", "160")), "{assumed:?}");
}

#[test]
fn prompts_as_text_take_their_words_and_an_option_its_pause() {
    let ivr = tree(
        "  greeting: \"Thank you for calling us.\"\n  words_per_minute: 150\n  pause: 1s\n  menus:\n    main:\n      intro: 2s\n      \
         options:\n        - {key: 1, prompt: \"For billing, press one.\", for: billing, then: {queue: general}}\n        \
         - {key: 2, prompt: 3s, for: returns, then: {queue: general}}\n        \
         - {key: star, prompt: \"Not read out.\", announced: false, then: repeat}\n",
    );
    assert_eq!(ivr.greeting, said(2.0, Some("Thank you for calling us.")));
    let menu = &ivr.menus[0];
    assert_eq!(menu.intro, said(2.0, None));
    let seconds: Vec<f64> = menu.options.iter().map(|option| option.prompt.seconds(LanguageId(0))).collect();
    assert_eq!(seconds, [4.0 * 60.0 / 150.0 + 1.0, 3.0, 0.0]);
    let keys: Vec<&str> = menu.options.iter().map(|option| option.key.as_str()).collect();
    assert_eq!(keys, ["1", "2", "star"]);
    assert_eq!(menu.options[0].serves, [IntentId(0)]);
    assert_eq!(ivr.start, Action::Menu(MenuId(0)));
}

#[test]
fn actions_lead_where_their_names_say() {
    let ivr = tree(
        "  start: hello\n  steps:\n    hello: {say: 1s, then: main}\n    bye: {say: 1s, then: disconnect}\n  menus:\n    main:\n      \
         options:\n        - {key: 1, prompt: 1s, for: billing, then: more}\n        - {key: 2, prompt: 1s, then: bye}\n        \
         - {key: 3, prompt: 1s, then: voicemail}\n        - {key: 4, prompt: 1s, then: {transfer_out: 5s}}\n        \
         - {key: 5, prompt: 1s, for: returns, then: {self_service: 40s}}\n      then: {queue: general}\n    more:\n      options:\n        \
         - {key: 1, prompt: 1s, then: {self_service: {takes: 20s, success: 80%, then: main, failed: back}}}\n        \
         - {key: star, prompt: 1s, then: back}\n        - {key: pound, prompt: 1s, then: repeat}\n",
    );
    let then = |menu: usize| ivr.menus[menu].options.iter().map(|option| option.then.clone()).collect::<Vec<Action>>();
    assert_eq!(ivr.start, Action::Step(StepId(0)));
    assert_eq!(ivr.steps[0].then, Action::Menu(MenuId(0)));
    assert_eq!(
        then(0),
        [
            Action::Menu(MenuId(1)),
            Action::Step(StepId(1)),
            Action::Voicemail,
            Action::TransferOut(Law::Constant(5.0)),
            Action::SelfService(SelfServiceId(0)),
        ]
    );
    assert_eq!(ivr.menus[0].then, Action::Queue(QueueId(0)));
    assert_eq!(then(1), [Action::SelfService(SelfServiceId(1)), Action::Back, Action::Repeat]);
    assert_eq!(
        ivr.self_services,
        [
            SelfService { takes: Law::Constant(40.0), success: 1.0, then: None, failed: Action::Disconnect },
            SelfService {
                takes: Law::Constant(20.0),
                success: 0.8,
                then: Some(Action::Menu(MenuId(0))),
                failed: Action::Back,
            },
        ]
    );
}

#[test]
fn steps() {
    let text = format!(
        "schedules: {{office: {{open: \"08:00\", close: \"20:00\"}}}}\ncustomers: {{known_number: 70%}}\n{TREE}ivr:\n  start: hours\n  \
         steps:\n    hours: {{when: [{{open: office, then: account}}], then: closed}}\n    \
         closed: {{say: 4s, barge_in: false, then: disconnect}}\n    account:\n      \
         collect: {{say: 3s, digits: 8, skip_if: known_number, look_up: 4s, valid: 88%, tries: 2}}\n      then: dialogue\n      \
         failed: {{queue: general}}\n    dialogue: {{wait: {{exponential: 8s}}, then: {{queue: general}}}}\n"
    );
    let scenario = loaded(&text, &[]).scenario;
    assert_eq!(scenario.known_number, 0.7);
    assert_eq!(scenario.schedules, [Schedule { name: "office".into(), open: 28800.0, close: 72000.0 }]);
    let ivr = scenario.ivr.unwrap();
    let kinds: Vec<StepKind> = ivr.steps.into_iter().map(|step| step.kind).collect();
    assert_eq!(
        kinds,
        [
            StepKind::When(vec![(Condition::Open(ScheduleId(0)), Action::Step(StepId(2)))]),
            StepKind::Say(said(4.0, None)),
            StepKind::Collect(Collect {
                prompt: said(3.0, None),
                entry: 4.0,
                look_up: 4.0,
                valid: 0.88,
                tries: 2,
                skip_if_known: true,
                failed: Action::Queue(QueueId(0)),
            }),
            StepKind::Wait(Law::Exponential(8.0)),
        ]
    );
}

#[test]
fn a_balanced_tree_has_one_menu_for_each_level() {
    let text = TREE.replace("intents: {billing: 3, returns: 1}\n", "")
        + "ivr: {balanced: {depth: 2, options: 3, intro: 2s, prompt: 3s, then: {queue: general}, operator: {queue: general}}}";
    let ivr = loaded(&text, &[]).scenario.ivr.unwrap();
    assert_eq!(ivr.balanced, Some(Balanced { depth: 2, options: 3, dealt: false }));
    assert_eq!(ivr.start, Action::Menu(MenuId(0)));
    let shape: Vec<(&str, Vec<_>)> = ivr
        .menus
        .iter()
        .map(|menu| {
            let options =
                menu.options.iter().map(|option| (option.key.as_str(), option.operator, option.then.clone())).collect();
            (menu.name.as_str(), options)
        })
        .collect();
    let level = |then: Action| {
        vec![
            ("1", false, then.clone()),
            ("2", false, then.clone()),
            ("3", false, then),
            ("0", true, Action::Queue(QueueId(0))),
        ]
    };
    assert_eq!(shape, [("level 1", level(Action::Menu(MenuId(1)))), ("level 2", level(Action::Queue(QueueId(0))))]);
    let dealt = loaded(&text, &["intents={a: 1, b: 2}", "ivr.balanced.depth=3"]).scenario.ivr.unwrap();
    assert_eq!(dealt.balanced, Some(Balanced { depth: 3, options: 3, dealt: true }));
}

#[test]
fn queues_and_agents() {
    let scenario = queue(&[
        "queues={general: {talk: 3m, after_call_work: 20s, target: {answer: 80%, within: 30s, formula: of_answered}, \
         overflow: {after: 60s, to: other}}, other: {talk: 4m}}",
        "agents={front: {count: 14, queues: [other, general]}}",
    ]);
    let general = &scenario.queues[0];
    assert_eq!(general.after_call_work, Law::Constant(20.0));
    assert_eq!(general.target, Target { answer: Some(0.8), within: 30.0, formula: ServiceLevelFormula::OfAnswered });
    assert_eq!(general.overflow, Some(Overflow { after: 60.0, to: QueueId(1) }));
    assert_eq!(scenario.groups[0].queues, [QueueId(1), QueueId(0)]);
}

#[test]
fn settings_change_one_value() {
    let text = format!(
        "{TREE}ivr: {{menus: {{main: {{options: [{{key: 3, prompt: 3s, for: billing, then: {{queue: general}}}}, \
         {{key: \"*\", prompt: 2s, for: returns, then: {{queue: general}}}}]}}}}}}"
    );
    let scenario = loaded(
        &text,
        &[
            "ivr.menus.main.3.prompt=7s",
            "ivr.menus.main.star.prompt=8s",
            "ivr.menus.main.options.*.announced=false",
            "callers.hazard.ivr=2",
            "seed=12",
            "queues.general.target={answer: 90%}",
            "intents.\"returns\"=9",
        ],
    )
    .scenario;
    let menu = &scenario.ivr.as_ref().unwrap().menus[0];
    assert_eq!((menu.options[0].prompt.seconds(LanguageId(0)), menu.options[1].announced), (7.0, false));
    assert_eq!(scenario.callers.hazard.ivr, 2.0);
    assert_eq!(scenario.seed, 12);
    assert_eq!(scenario.queues[0].target.answer, Some(0.9));
    assert_eq!(scenario.intents[1].share, 0.75);
}

#[test]
fn what_a_menu_says_of_itself_holds_for_no_other() {
    let menu =
        |own: &str, next: &str| format!("{{{own}options: [{{key: 1, prompt: 3s, for: billing, then: {next}}}]}}");
    let own = "no_input: {after: 9s, say: 1s, retries: 7}, no_match: {say: 1s, retries: 7}, ";
    let ivr =
        tree(&format!("  menus:\n    main: {}\n    inner: {}\n", menu(own, "inner"), menu("", "{queue: general}")));
    assert_eq!((ivr.menus[0].no_input.retries, ivr.menus[0].no_match.retries), (7, 7));
    assert_eq!(ivr.menus[1].no_input, NoInput { after: 5.0, say: Prompt::SILENCE, retries: 2 });
    assert_eq!(ivr.menus[1].no_match, NoMatch { say: said(3.0, None), retries: 2 });
}

#[test]
fn settings_reach_languages_and_what_is_said_in_them() {
    let text = format!(
        "{TREE}languages: {{en: 82%, es: 18%}}\nivr: {{start: {{language: es, go: main}}, menus: {{main: {{options: [\
         {{key: 3, prompt: {{en: 3s, es: 4s}}, for: billing, then: {{queue: general}}}}]}}}}}}"
    );
    let settings = ["languages.en=70%", "languages.es=30%", "ivr.menus.main.3.prompt.es=9s", "ivr.start.language=en"];
    let scenario = loaded(&text, &settings).scenario;
    assert_eq!(scenario.languages[1], Language { name: "es".into(), share: 0.3 });
    let ivr = scenario.ivr.unwrap();
    let prompt = &ivr.menus[0].options[0].prompt;
    assert_eq!((prompt.seconds(LanguageId(0)), prompt.seconds(LanguageId(1))), (3.0, 9.0));
    assert_eq!(ivr.start, Action::Language(LanguageId(0), Box::new(Action::Menu(MenuId(0)))));
    // Names that people choose must be there already.
    let wrong = parse("test.yaml", text, &["languages.ens=20%".into()]).unwrap_err();
    let problem = wrong.problems.iter().find(|problem| problem.code == "unknown-name").unwrap();
    assert_eq!(problem.help, "did you mean `en`?");
}

#[test]
fn a_wrong_setting_is_told_at_its_place() {
    for (setting, code, help) in [
        ("seed", "bad-setting", "write `--set ivr.balanced.depth=3`"),
        ("seed=", "bad-setting", "write `seed=...`"),
        ("queues..talk=3m", "bad-setting", "write names parted by single dots, such as `queues.general.talk`"),
        ("queues.genral.talk=3m", "unknown-name", "did you mean `general`?"),
        ("queues.general.tlk=3m", "unknown-field", "did you mean `talk`?"),
        (
            "queues.general.talk.mean=3m",
            "bad-setting",
            "set it as a whole: `queues.general.talk=...`, with a mapping `{...}` if need be",
        ),
        ("queues.general.talk=3", "duration-without-unit", "write `3s` if seconds are meant"),
        (
            "agents.front.queues.general=1",
            "bad-setting",
            "write `agents.front.queues.1`, or set the whole list: `agents.front.queues=[...]`",
        ),
        (
            "ivr.menus.main.3.prompt=4s",
            "unknown-name",
            "a setting changes what the file has; write new names into the file",
        ),
        ("seed={", "syntax", "close the `{` or `[` that is still open; inside brackets `,` parts the entries"),
        ("seed=*", "unquoted-star", "quote it: `\"*\"`, or write `star`"),
    ] {
        assert_eq!(wrong(&[setting])[0], (code.to_owned(), help.to_owned()), "{setting}");
    }
    let report = parse("test.yaml", QUEUE.to_owned(), &["seed=abc".into(), "lines=x".into()]).unwrap_err();
    let places: Vec<_> = report.problems.iter().map(|problem| report.position(problem)).collect();
    assert_eq!(places, [Some(("--set", 1, 6)), Some(("--set", 1, 7))]);
}

#[test]
fn null_removes_what_the_file_has() {
    let ivr = "ivr: {menus: {main: {no_input: {after: 9s}, options: [{key: 3, prompt: 3s, for: billing, then: back}, \
               {key: 4, prompt: 3s, for: billing, then: {queue: general}}]}}}";
    let settings =
        ["ivr.menus.main.3=null", "ivr.menus.main.no_input=~", "intents.returns=null", "callers.patience=2m"];
    let scenario = loaded(&format!("{TREE}{ivr}"), &settings).scenario;
    let menu = &scenario.ivr.as_ref().unwrap().menus[0];
    let keys: Vec<&str> = menu.options.iter().map(|option| option.key.as_str()).collect();
    assert_eq!((keys, menu.no_input.after, scenario.intents.len()), (vec!["4"], 5.0, 1));
    for (setting, help) in [
        ("lines=null", "only what the file has can be removed"),
        ("intnts=null", "did you mean `intents`?"),
        ("callers.memory.beyond=null", "only what the file has can be removed"),
        ("ivr.menus.main.5=null", "name an option by its key, such as `ivr.menus.main.3.prompt`"),
    ] {
        let report = parse("test.yaml", format!("{TREE}{ivr}"), &[setting.to_owned()]).unwrap_err();
        let problem = report.problems.iter().find(|problem| problem.code == "unknown-name").unwrap();
        assert_eq!((report.position(problem).unwrap().0, problem.help.as_str()), ("--set", help), "{setting}");
    }
}

/// What goes wrong elsewhere in the file is shown with the setting that did it, and only that.
#[test]
fn a_setting_is_shown_beside_what_it_makes_wrong_elsewhere() {
    let text = format!("{QUEUE}steady: {{length: 10h, warm_up: 1h}}\n");
    let cause = |settings: &[&str]| {
        let settings: Vec<String> = settings.iter().map(|setting| (*setting).to_owned()).collect();
        let report = parse("test.yaml", text.clone(), &settings).unwrap_err();
        let [problem] = &report.problems[..] else { panic!("{}", report.render(false)) };
        assert_eq!(report.position(problem).unwrap().0, "test.yaml");
        let (place, label) = problem.other.clone().unwrap();
        assert_eq!(label, "since this is set");
        place.text(&report.sources).to_owned()
    };
    assert_eq!(cause(&["seed=3", "steady.length=30m"]), "steady.length=30m");
    assert_eq!(cause(&["agents.front.count=0", "seed=3"]), "agents.front.count=0");
    assert_eq!(cause(&["queues.general.talk=null"]), "queues.general.talk=null");
    // What is wrong anyway has no such cause.
    let report = parse("test.yaml", text.replace("warm_up: 1h", "warm_up: 11h"), &["seed=3".into()]).unwrap_err();
    assert_eq!(report.problems[0].other, None);
}

#[test]
fn the_hash_is_of_the_meaning() {
    let hash = |text: &str| loaded(text, &[]).hash;
    let plain = hash(QUEUE);
    assert_eq!(plain.len(), 16);
    assert_eq!(hash(&format!("# a comment\nversion: 1\nseed: 1\nreplications: 100\n{QUEUE}")), plain);
    assert_eq!(hash(&QUEUE.replace("4m", "240s")), plain);
    assert_ne!(hash(&QUEUE.replace("4m", "241s")), plain);
}

#[test]
fn the_shipped_scenarios_are_good() {
    for (name, expected_warnings) in [("erlang-a", &[][..]), ("support-line", &["unserved-intent"][..])] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("scenarios/{name}.yaml"));
        let loaded = load(&path, &[]).unwrap_or_else(|report| panic!("{}", report.render(false)));
        let codes: Vec<&str> = loaded.warnings.problems.iter().map(|problem| problem.code.as_ref()).collect();
        assert_eq!(codes, expected_warnings, "{name}");
    }
}
