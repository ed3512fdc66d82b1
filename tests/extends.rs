//! A file on top of its base: what merges, what replaces, and where what is wrong is told.

#[path = "common/desk.rs"]
mod desk;

use std::fs;
use std::path::Path;

use desk::{Desk, Seen};
use hangup::scenario::resolved::Scenario;
use hangup::scenario::{Loaded, Sweep, diagnostic::Report, is_template, load, load_expecting};

const CENTER: &str = r#"template: true
name: Center
day: {from: "08:00", to: "18:00"}
intents: {orders: 2, bills: 1}
arrivals: {voice: {per_hour: {"08:00": 60, "12:00": 90}}}
callers: {patience: {exponential: {mean: 5m}}, hang_up_at_once: 1%}
ivr:
  menus:
    main:
      options:
        - {key: 1, prompt: 3s, for: orders, then: {queue: general}}
        - {key: 2, prompt: 3s, for: bills, then: {queue: general}}
queues: {general: {talk: {exponential: {mean: 3m}}, after_call_work: 10s}}
agents: {front: {count: 6, queues: [general]}}
expect: [ivr_abandonment < 50%, mean_wait < 1h]
"#;

/// A desk with a base file, the root of what is taken for a repository.
fn center(files: &[(&str, &str)]) -> Desk {
    let desk = Desk::new(files);
    fs::create_dir(desk.path(".git")).unwrap();
    desk.write("center.yaml", CENTER);
    desk
}

fn loaded(desk: &Desk, name: &str, settings: &[&str]) -> Result<Loaded, Report> {
    load(&desk.path(name), &settings.iter().map(|&setting| setting.to_owned()).collect::<Vec<_>>())
}

fn good(desk: &Desk, name: &str, settings: &[&str]) -> Scenario {
    loaded(desk, name, settings).unwrap_or_else(|report| panic!("{}", report.render(false))).scenario
}

/// The problems of a report: code, file and line.
fn places(report: &Report) -> Vec<(String, String, usize)> {
    let place = |problem| {
        let (file, line, _) = report.position(problem).unwrap();
        (problem.code.to_string(), Path::new(file).file_name().unwrap().to_str().unwrap().to_owned(), line)
    };
    report.problems.iter().map(place).collect()
}

#[test]
fn mappings_merge_and_lists_and_values_replace() {
    let desk = center(&[(
        "days/saturday.yaml",
        r#"extends: ../center.yaml
name: Saturday
day: {to: "14:00"}
arrivals: {voice: {per_hour: 30}}
ivr: {menus: {main: {options: [{key: 1, prompt: 3s, for: [orders, bills], then: {queue: general}}]}}}
queues: {general: {after_call_work: 30s}, extra: {talk: 1m}}
agents: {front: {queues: [general, extra]}}
expect: [served > 1]
"#,
    )]);
    let loaded = loaded(&desk, "days/saturday.yaml", &[]).unwrap_or_else(|report| panic!("{}", report.render(false)));
    let scenario = loaded.scenario;
    assert_eq!(scenario.name, "Saturday");
    assert_eq!(format!("{:?}", scenario.span), "Day { from: 28800.0, to: 50400.0 }");
    assert_eq!(scenario.streams[0].per_hour.steps, [(0.0, 30.0)]);
    assert_eq!(scenario.ivr.unwrap().menus[0].options.len(), 1);
    let queues: Vec<&str> = scenario.queues.iter().map(|queue| queue.name.as_str()).collect();
    assert_eq!(queues, ["general", "extra"]);
    assert_eq!((scenario.queues[0].talk.mean(), scenario.queues[0].after_call_work.mean()), (180.0, 30.0));
    assert_eq!((scenario.groups[0].queues.len(), scenario.groups[0].count.steps[0].1), (2, 6));
    assert_eq!(loaded.expectations.len(), 1);
    assert_eq!(loaded.expectations[0].position.line, 8);
}

#[test]
fn a_law_of_another_kind_replaces_the_bases() {
    let text = "extends: center.yaml\ncallers: {patience: {weibull: {shape: 0.8, mean: 9m}}}\nqueues: {general: {talk: {lognormal: {mean: 4m, cv: 1}}}}\n";
    let desk = center(&[
        ("own.yaml", text),
        ("same.yaml", "extends: center.yaml\nqueues: {general: {talk: {exponential: {mean: 4m}}}}\n"),
    ]);
    let scenario = good(&desk, "own.yaml", &[]);
    assert!((scenario.queues[0].talk.mean() - 240.0).abs() < 1e-9);
    assert_eq!(scenario.callers.hang_up_at_once, 0.01);
    assert!(format!("{:?}", scenario.callers.patience).contains("Weibull"), "{:?}", scenario.callers.patience);
    assert_eq!(good(&desk, "same.yaml", &[]).queues[0].talk.mean(), 240.0);
}

#[test]
fn what_is_not_changed_is_the_same_scenario_and_settings_come_last() {
    let desk = center(&[("own.yaml", "extends: center.yaml\n"), ("twice.yaml", "extends: own.yaml\nseed: 4\n")]);
    desk.write("alone.yaml", CENTER.replace("template: true\n", ""));
    let hash = |name: &str| loaded(&desk, name, &[]).unwrap().hash;
    assert_eq!(hash("own.yaml"), hash("alone.yaml"));
    assert_eq!(good(&desk, "twice.yaml", &[]).seed, 4);
    let set = good(&desk, "twice.yaml", &["seed=9", "queues.general.after_call_work=40s"]);
    assert_eq!((set.seed, set.queues[0].after_call_work.mean()), (9, 40.0));
    // Expectations of the base are told at their line of the base.
    let position = &loaded(&desk, "own.yaml", &[]).unwrap().expectations[0].position;
    assert!(position.file.ends_with("center.yaml") && position.line == 15, "{position:?}");
}

#[test]
fn what_is_wrong_is_told_in_the_file_it_stands_in() {
    let desk = center(&[
        ("own.yaml", "extends: broken.yaml\nagents: {front: {queues: [genral]}}\nseed: x\nseed: 1\n"),
        ("broken.yaml", &CENTER.replace("after_call_work: 10s", "after_call_work: 10")),
        ("syntax.yaml", "a: [\n"),
        ("of_syntax.yaml", "extends: syntax.yaml\n"),
    ]);
    let report = loaded(&desk, "own.yaml", &[]).unwrap_err();
    let told = |code: &str, file: &str, line| (code.to_owned(), file.to_owned(), line);
    assert_eq!(
        places(&report),
        [
            told("unknown-name", "own.yaml", 2),
            told("wrong-type", "own.yaml", 3),
            told("duplicate-key", "own.yaml", 4),
            told("duration-without-unit", "broken.yaml", 13),
        ]
    );
    assert_eq!(places(&loaded(&desk, "of_syntax.yaml", &[]).unwrap_err())[0].1, "syntax.yaml");
}

#[test]
fn a_base_that_cannot_be_had_is_told() {
    let desk = center(&[
        ("missing.yaml", "extends: centre.yaml\n"),
        ("itself.yaml", "extends: itself.yaml\n"),
        ("one.yaml", "extends: two.yaml\n"),
        ("two.yaml", "extends: ./one.yaml\n"),
        ("absolute.yaml", "extends: /etc/passwd\n"),
        ("outside.yaml", "extends: ../../../../../../../../etc/passwd\n"),
        ("number.yaml", &CENTER.replace("template: true", "extends: 5.5")),
        ("deep/plain/own.yaml", "extends: ../../center.yaml\n"),
    ]);
    for (name, expected) in [
        ("missing.yaml", "did you mean `center.yaml`?"),
        ("itself.yaml", "extends this file itself"),
        ("one.yaml", "extends this file itself"),
        ("absolute.yaml", "absolute path"),
        ("outside.yaml", "outside of the repository"),
        ("number.yaml", "expected a name"),
    ] {
        let report = loaded(&desk, name, &[]).unwrap_err();
        assert!(report.render(false).contains(expected), "{name}: {}", report.render(false));
    }
    assert_eq!(good(&desk, "deep/plain/own.yaml", &[]).name, "Center");
    // Without a repository a file's own folder is as far as it reaches.
    fs::remove_dir(desk.path(".git")).unwrap();
    let report = loaded(&desk, "deep/plain/own.yaml", &[]).unwrap_err();
    assert!(report.render(false).contains("outside of the repository"), "{}", report.render(false));
}

/// What is wrong whatever stands in the base is told beside it, and nothing that the base could mend.
#[test]
fn without_its_base_a_file_is_told_what_is_wrong_by_itself() {
    let own = r#"extends: BASE
tempalte: true
seed: x
seed: 1
day: {from: "07:00"}
intents: {orders: 30%}
callers: {hang_up_at_once: 5}
ivr: {menus: {main: {options: [{key: 1, prompt: 3s, for: sales, then: {queue: billing}}], then: nowhere}, "": {options: []}}}
queues: {general: {after_call_work: 10}, extra: {talk: never}, plain: {talk: {}, target: {}}}
agents: {back: {queues: [generl]}, front: {count: 0}}
replications: 0
expect: [service_level(nobody) > 80%, ivr_abandonment at level 9 < 9%]
sweep: {vary: {queues.nobody.talk: 5m..1m, queues.nothing.talk: 1m..2m}}
"#;
    let desk = center(&[
        ("syntax.yaml", "a: [\n"),
        ("round.yaml", "extends: of_round.yaml\nqueues: {other: {tlak: 1m}}\n"),
        ("of_a_list.yaml", "extends: [center.yaml]\nname: A list\n"),
    ]);
    let always = [
        ("unknown-field", 2),
        ("wrong-type", 3),
        ("duplicate-key", 4),
        ("share-over-one", 7),
        ("bad-name", 8),
        ("duration-without-unit", 9),
        ("never", 9),
        ("out-of-range", 11),
        ("bad-range", 13),
    ];
    for (base, code, file, line, more) in [
        ("centre.yaml", "unreadable-base", "own.yaml", 1, None),
        ("syntax.yaml", "syntax", "syntax.yaml", 1, None),
        ("round.yaml", "unreadable-base", "of_round.yaml", 1, Some(("unknown-field", "round.yaml", 2))),
        ("of_a_list.yaml", "unreadable-base", "of_a_list.yaml", 1, None),
    ] {
        desk.write("own.yaml", own.replace("BASE", base));
        // Whoever goes round in circles comes to this file again.
        desk.write("of_round.yaml", "extends: round.yaml\n");
        let report =
            loaded(&desk, "own.yaml", &["queues.nobody.talk=1m", "lines=4=", "callers.patience=5"]).unwrap_err();
        let told = |(code, file, line): (&str, &str, usize)| (code.to_owned(), file.to_owned(), line);
        let mut expected: Vec<_> = always.map(|(code, line)| told((code, "own.yaml", line))).to_vec();
        expected.push(told((code, file, line)));
        expected.extend(more.map(told));
        expected.push(told(("wrong-type", "--set", 1)));
        expected.push(told(("duration-without-unit", "--set", 1)));
        let mut found = places(&report);
        found.sort();
        expected.sort();
        assert_eq!(found, expected, "{base}: {}", report.render(false));
    }
    // The base is all that is wrong with a file that would be good with it.
    desk.write(
        "own.yaml",
        "extends: centre.yaml\nqueues: {general: {after_call_work: 30s}}\nexpect: [mean_wait(billing) < 1h]\n",
    );
    assert_eq!(places(&loaded(&desk, "own.yaml", &["ivr.menus.main.1.prompt=2s"]).unwrap_err()).len(), 1);
    desk.write("own.yaml", "extends: {a: b}\nqueues: {general: {after_call_work: 30s}}\n");
    assert_eq!(places(&loaded(&desk, "own.yaml", &[]).unwrap_err()), [("wrong-type".into(), "own.yaml".into(), 1)]);
    let swept = Sweep::load(&desk.path("own.yaml"), &[], &["queues.general.talk=1m..3m step 1m".into()]).unwrap_err();
    assert_eq!(places(&swept).len(), 1);
}

/// A setting is shown beside what it makes wrong in the base, in an expectation of the command line, and in what is varied.
#[test]
fn a_setting_is_shown_beside_what_it_makes_wrong_anywhere() {
    let desk = center(&[(
        "own.yaml",
        "extends: center.yaml\nqueues: {second: {talk: 2m}}\nagents: {more: {count: 3, queues: [second]}}\n",
    )]);
    let settings = ["seed=3".to_owned(), "queues.second=null".to_owned()];
    let cause = |report: &Report, source: &str| {
        let problem = report.problems.iter().find(|problem| report.position(problem).unwrap().0.ends_with(source));
        let problem = problem.unwrap_or_else(|| panic!("{}", report.render(false)));
        assert_eq!(problem.code, "unknown-name");
        let (place, label) = problem.other.clone().unwrap_or_else(|| panic!("{}", report.render(false)));
        assert_eq!(label, "since this is set");
        place.text(&report.sources).to_owned()
    };
    let expecting =
        |expectation: &str| load_expecting(&desk.path("own.yaml"), &settings, &[expectation.to_owned()]).unwrap_err();
    assert_eq!(cause(&expecting("mean_wait(second) < 1h"), "--expect"), settings[1]);
    assert_eq!(cause(&expecting("mean_wait(second) < 1h"), "own.yaml"), settings[1]);
    let varied = Sweep::load(&desk.path("own.yaml"), &settings, &["queues.second.talk=1m..3m step 1m".into()]);
    assert_eq!(cause(&varied.unwrap_err(), "--vary"), settings[1]);
    let settings = ["seed=3".to_owned(), "queues.general=null".to_owned()];
    let report = load(&desk.path("own.yaml"), &settings).unwrap_err();
    assert_eq!(cause(&report, "center.yaml"), settings[1]);
    // What would be wrong without it has no such cause.
    let report = expecting("mean_wait(third) < 1h");
    let problem = report.problems.iter().find(|problem| report.position(problem).unwrap().0 == "--expect").unwrap();
    assert_eq!(problem.other, None);
}

#[test]
fn templates_are_not_run_by_themselves() {
    let desk = center(&[("own.yaml", "extends: center.yaml\nreplications: 3\n")]);
    assert!(is_template(&desk.path("center.yaml")) && !is_template(&desk.path("own.yaml")));
    let (out, err) = desk.said(&["run", "."], 0);
    assert!(out.starts_with("Center\n3 days") && err.contains("center.yaml is a template"), "{out}{err}");
    let (_, err) = desk.said(&["run", "center.yaml"], 2);
    assert!(err.contains("nothing but templates"), "{err}");
    // A comparison reads both with what they extend.
    desk.said(&["compare", "own.yaml", "--set", "ivr.greeting=9s", "--quiet"], 0);
    desk.said(&["sweep", "own.yaml", "--vary", "queues.general.talk=2m..3m step 1m", "--quiet"], 0);
}

/// What it leaves out is for others to say; what it says is looked at.
#[test]
fn a_template_is_checked_by_itself_as_far_as_that_goes() {
    let desk = Desk::new(&[("part.yaml", "template: true\nqueues: {general: {talk: 4m}}\n")]);
    assert_eq!(desk.said(&["check", "part.yaml"], 0).0, "part.yaml: fine as a template\n");
    assert_eq!(desk.run(&["check", "part.yaml", "--quiet"]).fine(), "");
    desk.write("part.yaml", "template: true\nqueues: {general: {tlak: 4m}}\n");
    let (out, err) = desk.said(&["check", "part.yaml", "--quiet"], 2);
    assert!(out.is_empty() && err.contains("did you mean `talk`?") && err.contains("part.yaml:2:"), "{err}");
    desk.write("part.yaml", "template: true\nqueues: {general: {talk: soon}}\n");
    let (out, _) = desk.said(&["check", "part.yaml", "--format", "github"], 2);
    assert!(out.starts_with("::error file=part.yaml,line=2,"), "{out}");
}

/// A comparison with a revision reads the base as it was at that revision, too, whatever the revision and the folder are called.
#[test]
fn a_revision_has_its_own_base() {
    let own = "extends: ../center.yaml\nreplications: 20\n";
    let desk = Desk::repository(&[("days/own.yaml", own), ("center.yaml", CENTER)]);
    desk.write("center.yaml", CENTER.replace("hang_up_at_once: 1%", "hang_up_at_once: 9%"));
    desk.git(".", &["branch", "of/main"]);
    for (folder, file, revision) in [(".", "days/own.yaml", "of/main"), ("days", "own.yaml", "main")] {
        let Seen { out, err, .. } =
            desk.run_in(folder, &["compare", "--git", revision, file, "--quiet", "--format", "csv"]);
        let row = out.lines().find(|line| line.starts_with("center,,ivr_abandonment,")).unwrap_or_default();
        assert!(row.contains(",worse,"), "{out}{err}");
    }
}
