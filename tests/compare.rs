//! Comparisons: two scenarios on the same callers, what differs, and what a build makes of it.

#[path = "common/desk.rs"]
mod desk;

use std::fs;
use std::path::Path;
use std::sync::atomic::AtomicBool;

use desk::{Desk, Seen};
use hangup::experiment::{Compared, Row, Settings, Verdict, Word, compare, run};
use hangup::scenario::bar::{bar, lowered};
use hangup::scenario::expectation::About;
use hangup::scenario::resolved::Channel;
use hangup::scenario::{Loaded, load_expecting, parse};
use serde_json::Value;

const LINE: &str = r#"name: A line
replications: 40
seed: 3
day: {from: "08:00", to: "12:00"}
intents: {orders: 3, bills: 1}
arrivals: {voice: {per_hour: 120}}
callers: {patience: {exponential: {mean: 2m}}}
ivr:
  greeting: 2s
  menus:
    main:
      options:
        - {key: 1, prompt: 4s, for: orders, then: {self_service: {takes: 30s, success: 80%, failed: {queue: desk}}}}
        - {key: 2, prompt: 4s, for: bills, then: {queue: desk}}
queues: {desk: {talk: 3m}}
agents: {team: {count: 3, queues: [desk]}}
expect:
  - ivr_abandonment < 30%
"#;

fn line(settings: &[&str]) -> Loaded {
    let settings: Vec<String> = settings.iter().map(|&setting| setting.to_owned()).collect();
    parse("line.yaml", LINE.to_owned(), &settings).unwrap_or_else(|report| panic!("{}", report.render(false)))
}

fn of(base: &Loaded, changed: &Loaded) -> Compared {
    let stop = AtomicBool::new(false);
    compare(&base.scenario, &changed.scenario, &[], &Settings::default(), &stop, |_, _| {}).unwrap()
}

fn row<'c>(compared: &'c Compared, metric: &str, about: &About) -> &'c Row {
    let found = compared.rows.iter().find(|row| row.subject.metric == metric && row.subject.about == *about);
    found.unwrap_or_else(|| panic!("no {metric}"))
}

#[test]
fn what_is_the_same_is_the_same_to_the_last_digit() {
    let compared = of(&line(&[]), &line(&[]));
    assert!(compared.rows.len() > 50);
    for row in compared.rows {
        assert!(row.same, "{row:?}");
        assert_eq!(row.base, row.changed);
        assert!(!row.word.is_seen());
    }
}

#[test]
fn each_side_is_what_it_is_alone_and_the_difference_is_between_them() {
    let changed = line(&["ivr.greeting=8s"]);
    let compared = of(&line(&[]), &changed);
    let alone = |loaded: &Loaded| run(&loaded.scenario, &Settings::default(), |_, _| {}).unwrap();
    assert_eq!(compared.base.total, alone(&line(&[])).total);
    assert_eq!(compared.changed.total, alone(&changed).total);
    for row in &compared.rows {
        if let (Some(base), Some(changed), Some(difference)) = (row.base, row.changed, row.difference) {
            let close = (difference.mean - (changed - base)).abs() <= 1e-9 * base.abs().max(changed.abs()).max(1.0);
            assert!(close, "{row:?}");
        }
    }
    let row = row(&compared, "ivr_abandonment", &About::Center);
    let half_width = row.difference.unwrap().half_width.unwrap();
    assert!(half_width > 0.0 && row.word == Word::Worse, "{row:?}");
    // On other callers the difference would be known far less well.
    let independent = |results: &hangup::experiment::Results| {
        let confidence = compared.confidence.1;
        results.estimates.overall.ratios()[0].half_width(confidence).unwrap().powi(2)
    };
    assert!(half_width.powi(2) < (independent(&compared.base) + independent(&compared.changed)) / 4.0);
}

#[test]
fn what_differs_by_the_same_every_day_is_known_exactly() {
    let compared = of(&line(&["day.to=\"10:00\""]), &line(&["day.to=\"10:00\"", "seed=9"]));
    // The base's seed counts for both.
    assert!(compared.rows.iter().all(|row| row.same));
    let quiet = ["arrivals.voice.per_hour=0.0001"];
    let busier = ["arrivals.voice.per_hour=0.0001", "agents.team.count=5"];
    let compared = of(&line(&quiet), &line(&busier));
    let hours = row(&compared, "staffed_hours", &About::Group("team".into()));
    let difference = hours.difference.unwrap();
    assert_eq!((difference.mean, difference.half_width), (8.0, Some(0.0)));
    assert_eq!(hours.word, Word::More);
    // Nobody called: nothing can be told of waits.
    assert_eq!(row(&compared, "mean_wait", &About::Center).word, Word::TooNoisy);
}

#[test]
fn all_intervals_share_the_level_and_so_do_all_looks() {
    let compared = of(&line(&[]), &line(&["ivr.greeting=3s"]));
    let (together, each) = compared.confidence;
    assert_eq!(together, 0.95);
    assert!((1.0 - each - 0.05 / compared.rows.len() as f64).abs() < 1e-12);
    let base = line(&["replications={at_least: 10, at_most: 40}"]);
    let looked = of(&base, &line(&[]));
    assert_eq!(looked.base.looks.map(|looks| (looks.planned, looks.taken)), Some((3, 1)));
    assert!((1.0 - looked.confidence.1 - 0.05 / 3.0 / looked.rows.len() as f64).abs() < 1e-12);
}

#[test]
fn a_queue_that_only_one_has_is_counted_from_nothing() {
    let text = LINE.replace("failed: {queue: desk}", "failed: {queue: extra}").replace(
        "queues: {desk: {talk: 3m}}\nagents: {team: {count: 3, queues: [desk]}}",
        "queues: {desk: {talk: 3m}, extra: {talk: 3m}}\nagents: {team: {count: 3, queues: [desk, extra]}}",
    );
    let changed = parse("line.yaml", text, &[]).unwrap_or_else(|report| panic!("{}", report.render(false)));
    let compared = of(&line(&[]), &changed);
    let queued = row(&compared, "queued", &About::Queue("extra".into()));
    assert_eq!(queued.base, Some(0.0));
    assert!(queued.word == Word::More && queued.changed.unwrap() > 1.0);
    assert!(
        compared
            .rows
            .iter()
            .all(|row| row.subject.metric != "mean_wait" || row.subject.about != About::Queue("extra".into()))
    );
}

#[test]
fn steady_runs_are_compared_by_their_batches() {
    let steady = |greeting: &str| {
        let text = LINE
            .replace("replications: 40\n", "")
            .replace("day: {from: \"08:00\", to: \"12:00\"}", "steady: {length: 200h, warm_up: 5h}");
        parse("line.yaml", text, &[format!("ivr.greeting={greeting}")])
            .unwrap_or_else(|report| panic!("{}", report.render(false)))
    };
    let compared = of(&steady("2s"), &steady("8s"));
    let row = row(&compared, "ivr_abandonment", &About::Center);
    assert!(row.word == Word::Worse && row.difference.unwrap().half_width.unwrap() > 0.0, "{row:?}");
}

// ---- what is expected of a difference, and the bar ----

#[test]
fn what_is_expected_of_a_difference_is_judged_by_its_interval() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("line.yaml");
    fs::write(&file, LINE).unwrap();
    let verdicts = |expect: &[&str]| -> Vec<Verdict> {
        let expect: Vec<String> = expect.iter().map(|&text| text.to_owned()).collect();
        let changed = load_expecting(&file, &["ivr.greeting=8s".into()], &expect);
        let changed = changed.unwrap_or_else(|report| panic!("{}", report.render(false)));
        let stop = AtomicBool::new(false);
        let asked = &changed.expectations[1..];
        let compared = compare(&line(&[]).scenario, &changed.scenario, asked, &Settings::default(), &stop, |_, _| {});
        compared.unwrap().differences.iter().map(|judged| judged.verdict).collect()
    };
    let (fails, holds) = (Verdict::Fails, Verdict::Holds);
    assert_eq!(
        verdicts(&[
            "ivr_abandonment increases by < 0.5 points",
            "ivr_abandonment increases by < 20 points",
            "ivr_abandonment decreases by < 0.5 points",
            "ivr_abandonment increases by > 0.5 points",
            "ivr_abandonment changes by < 0.5 points",
            "ivr_abandonment changes by <= 20 points",
            "ivr_abandonment at greeting increases by > 0 points",
            "time_in_ivr increases by < 8s",
            "queued(desk) decreases by > 0",
            "wait p95 of desk changes by < 1h",
            "arrived between \"08:00\" and \"10:00\" changes by < 1",
        ]),
        [fails, holds, holds, holds, fails, holds, holds, holds, holds, holds, holds]
    );
}

#[test]
fn the_bases_bar_cannot_be_lowered() {
    let expecting = |lines: &[&str]| {
        let lines: Vec<String> = lines.iter().map(|line| format!("  - {line}\n")).collect();
        let text = LINE.replace("  - ivr_abandonment < 30%\n", &lines.concat());
        parse("line.yaml", text, &[]).unwrap_or_else(|report| panic!("{}", report.render(false))).expectations
    };
    let base =
        expecting(&["ivr_abandonment < 9%", "service_level > 80%", "mean_wait < 20s", "mean_wait of desk < 30s"]);
    let changed = expecting(&["ivr_abandonment < 12%", "service_level > 85%", "mean_wait(desk) < 30s"]);
    let texts: Vec<(String, Option<String>)> = lowered(&base, &changed)
        .into_iter()
        .map(|lowered| (lowered.base.text, lowered.changed.map(|changed| changed.text)))
        .collect();
    assert_eq!(
        texts,
        [
            ("ivr_abandonment < 9%".to_owned(), Some("ivr_abandonment < 12%".to_owned())),
            ("mean_wait < 20s".to_owned(), None),
        ]
    );
    let judged: Vec<String> = bar(&base, &changed).into_iter().map(|expectation| expectation.text).collect();
    let own = ["ivr_abandonment < 12%", "service_level > 85%", "mean_wait(desk) < 30s"];
    let bases = ["ivr_abandonment < 9%", "service_level > 80%", "mean_wait < 20s"];
    assert_eq!(judged, own.into_iter().chain(bases).collect::<Vec<_>>());
    assert!(lowered(&base, &base).is_empty() && bar(&base, &base).len() == 4);
}

// ---- as a build sees it ----

fn desk() -> Desk {
    Desk::new(&[("line.yaml", LINE)])
}

const TREE: &str = r#"# A phone tree under review.
name: Tree
replications: 60
seed: 5
day: {from: "08:00", to: "12:00"}
intents: {orders: 80, bills: 10, other: 10}
arrivals: {voice: {per_hour: 200}}
callers: {patience: {exponential: {mean: 3m}}}
ivr:
  menus:
    main:
      options:
        - {key: 1, prompt: 4s, for: orders, then: {queue: desk}}
        - {key: 2, prompt: 4s, for: bills, then: {queue: desk}}
        - {key: 3, prompt: 4s, for: other, then: {queue: desk}}
queues: {desk: {talk: 3m}}
agents: {team: {count: 14, queues: [desk]}}
expect:
  - service_level > 20%
  - ivr_abandonment < 6%
"#;

/// The popular option, and the two that a branch puts before it.
const POPULAR: &str = "        - {key: 1, prompt: 4s, for: orders, then: {queue: desk}}\n";
const NEW: &str =
    "        - {key: 8, prompt: 5s, then: {queue: desk}}\n        - {key: 9, prompt: 5s, then: {queue: desk}}\n";

/// The whole way of a review: a base, a branch that makes callers hang up more, and the mending of it.
#[test]
fn a_change_that_makes_callers_hang_up_fails_the_build_at_its_line() {
    let desk = desk();
    fs::create_dir(desk.path("repository")).unwrap();
    desk.write("repository/tree.yaml", TREE);
    for arguments in [
        &["init", "-q", "-b", "main"][..],
        &["add", "."],
        &["commit", "-qm", "base"],
        &["checkout", "-qb", "more-options"],
    ] {
        desk.git("repository", arguments);
    }
    let expect = ["--expect", "ivr_abandonment increases by < 2 points"];
    let against = |more: &[&str]| {
        let arguments: Vec<&str> = ["compare", "--git", "main", "tree.yaml", "--quiet"]
            .into_iter()
            .chain(expect)
            .chain(more.iter().copied())
            .collect();
        desk.run_in("repository", &arguments)
    };
    // Nothing is changed yet.
    against(&[]).ended(0);
    desk.write("repository/tree.yaml", TREE.replace(POPULAR, &format!("{NEW}{POPULAR}")));
    let seen = against(&[]).ended(1);
    assert!(seen.out.contains("fails      ivr_abandonment increases by < 2 points"), "{}", seen.out);
    assert!(seen.out.contains("fails      ivr_abandonment < 6%"), "{}", seen.out);
    let seen = against(&["--format", "github"]).ended(1);
    let lines: Vec<&str> = seen.out.lines().collect();
    // The file's own expectation at its line, and that of the difference where the file begins to differ.
    assert_eq!(lines.len(), 2, "{}", seen.out);
    assert!(
        lines[0]
            .starts_with("::error file=tree.yaml,line=22,col=5,title=An expectation fails::ivr_abandonment < 6%25: "),
        "{}",
        lines[0]
    );
    assert!(
        lines[1].starts_with(
            "::error file=tree.yaml,line=13,col=1,title=An expectation fails::ivr_abandonment increases by < 2 points: "
        ),
        "{}",
        lines[1]
    );
    let summary = fs::read_to_string(desk.path("summary.md")).unwrap();
    assert!(summary.starts_with("### ❌ Tree\n") && summary.contains("| hang-ups in the IVR |"), "{summary}");
    // The bar edited with the menu: it is told, and the base's still counts.
    desk.write(
        "repository/tree.yaml",
        TREE.replace(POPULAR, &format!("{NEW}{POPULAR}")).replace("  - ivr_abandonment < 6%\n", ""),
    );
    let seen = desk.run_in("repository", &["compare", "--git", "main", "tree.yaml", "--quiet"]).ended(1);
    assert!(
        seen.out.contains("warning: `ivr_abandonment < 6%` was deleted; the base's own still counts"),
        "{}",
        seen.out
    );
    assert!(seen.out.contains("fails      ivr_abandonment < 6%"), "{}", seen.out);
    // The popular option first, the new ones behind it.
    desk.write("repository/tree.yaml", TREE.replace(POPULAR, &format!("{POPULAR}{NEW}")));
    against(&[]).ended(0);
    // A folder below the repository's root is as good.
    fs::create_dir(desk.path("repository/days")).unwrap();
    desk.write("repository/days/tree.yaml", TREE);
    desk.git("repository", &["add", "days"]);
    desk.git("repository", &["commit", "-qm", "a folder", "days"]);
    desk.run_in("repository", &["compare", "--git", "HEAD", "days/tree.yaml", "--quiet"]).ended(0);
    desk.run_in("repository/days", &["compare", "--git", "HEAD", "tree.yaml", "--quiet"]).ended(0);
}

#[test]
fn what_git_has_not_is_told_with_what_to_do() {
    let desk = desk();
    for folder in ["origin", "plain"] {
        fs::create_dir(desk.path(folder)).unwrap();
        desk.write(&format!("{folder}/line.yaml"), LINE);
    }
    desk.git("origin", &["init", "-q", "-b", "main"]);
    for message in ["one", "two"] {
        desk.git("origin", &["add", "."]);
        desk.git("origin", &["commit", "--allow-empty", "-qm", message]);
    }
    desk.git("origin", &["branch", "old", "HEAD~1"]);
    let url = format!("file://{}", desk.path("origin").display());
    desk.git(".", &["clone", "-q", "--depth=1", &url, "shallow"]);
    desk.write("shallow/new.yaml", LINE);
    for (folder, arguments, expected) in [
        ("shallow", ["--git", "origin/old", "line.yaml"], "git fetch --depth=1 origin old"),
        ("origin", ["--git", "nowhere", "line.yaml"], "the repository has no revision `nowhere`"),
        ("plain", ["--git", "main", "line.yaml"], "is in no git repository"),
        ("shallow", ["--git", "HEAD", "new.yaml"], "new.yaml is not in HEAD"),
        ("origin", ["--git", "--all", "line.yaml"], "is no revision"),
    ] {
        // The folders are below one that may be in a repository of its own; git must not look there.
        let arguments = ["compare", &format!("{}={}", arguments[0], arguments[1]), arguments[2]];
        let mut command = desk.command(&arguments);
        let command = command.current_dir(desk.path(folder)).env("GIT_CEILING_DIRECTORIES", desk.0.path());
        let seen = Seen::of(command.output().unwrap(), &arguments);
        let seen = seen.ended(2);
        assert!(seen.err.contains(expected), "{folder}: {}", seen.err);
        assert!(seen.out.is_empty());
    }
}

#[test]
fn files_and_settings_are_compared_and_mistakes_answered() {
    let desk = desk();
    desk.write("longer.yaml", LINE.replace("greeting: 2s", "greeting: 8s"));
    let two = desk.run_in(".", &["compare", "line.yaml", "longer.yaml", "--format", "json"]).ended(0);
    let set = desk.run_in(".", &["compare", "line.yaml", "--set", "ivr.greeting=8s", "--format", "json"]).ended(0);
    let json = |text: &str| -> Value { serde_json::from_str(text).unwrap() };
    let (two, set) = (json(&two.out), json(&set.out));
    assert_eq!(two["metrics"], set["metrics"]);
    assert_eq!(two["changed"]["from"], "longer.yaml");
    assert_eq!(set["changed"]["from"], "line.yaml with ivr.greeting=8s");
    assert_ne!(two["base"]["scenario_hash"], two["changed"]["scenario_hash"]);
    assert_eq!(two["metrics"]["ivr_abandonment"]["word"], "worse");
    assert!(two["queues"]["desk"]["metrics"]["queued"]["difference"].as_f64().unwrap() < 0.0);
    assert_eq!(two["ivr"]["levels"][0]["level"], 1);
    for (arguments, code, expected) in [
        (&["line.yaml"][..], 2, "name two files, or one with --set or --git"),
        (&["line.yaml", "longer.yaml", "--git", "main"], 2, "--git compares one file with itself"),
        (
            &["line.yaml", "longer.yaml", "--expect", "ivr_abandonmet increases by < 1 point"],
            2,
            "did you mean `ivr_abandonment`?",
        ),
        (&["line.yaml", "longer.yaml", "--expect", "ivr_abandonment increases by < 1%"], 2, "write `1 points`"),
        (&["line.yaml", "longer.yaml", "--expect", "ivr_abandonment increases by < 1 point"], 1, ""),
        (&["line.yaml", "longer.yaml", "--out", "line.yaml"], 2, "it is a file, not a folder"),
        (&["line.yaml", "none.yaml"], 2, "did you mean `line.yaml`?"),
    ] {
        let seen = desk.run(&[&["compare"], arguments].concat()).ended(code);
        assert!(seen.err.contains(expected), "{arguments:?}: {}", seen.err);
    }
}

/// What each form says of a small comparison, as files.
#[test]
fn every_form_of_a_comparison_is_as_it_was() {
    let desk = desk();
    let expect = ["--expect", "ivr_abandonment increases by < 2 points", "--expect", "mean_wait changes by < 1s"];
    let settings = ["--set", "ivr.greeting=8s", "--set", "expect=[ivr_abandonment < 45%]"];
    for format in ["text", "json", "csv", "markdown", "github"] {
        let arguments = [&["line.yaml", "--quiet", "--format", format][..], &expect, &settings].concat();
        let seen = desk.run(&[&["compare"][..], &arguments].concat()).ended(1);
        let shown = seen.out.lines().map(|line| line.split(", simulated in").next().unwrap_or(line));
        let shown = shown.collect::<Vec<_>>().join("\n");
        assert!(!shown.contains('\u{1b}'), "{format} has colours");
        let shown = without_what_changes(&shown);
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(format!("compare.{format}"), shown);
        });
    }
    let arguments = [&["line.yaml", "--quiet", "--out", "results"][..], &expect, &settings].concat();
    let seen = desk.run(&[&["compare"][..], &arguments].concat()).ended(1);
    assert!(seen.out.starts_with("A line\n40 replications of each, seed 3, on the same callers"), "{}", seen.out);
    let names = desk.names("results");
    let expected = [
        "compare.csv",
        "compare.json",
        "compare.md",
        "compare.txt",
        "differences-phone.png",
        "differences-phone.svg",
        "differences.png",
        "differences.svg",
        "funnel-phone.png",
        "funnel-phone.svg",
        "funnel.png",
        "funnel.svg",
    ];
    assert_eq!(names, expected);
    for name in names.iter().filter(|name| Path::new(name).extension().is_none_or(|extension| extension != "png")) {
        assert!(!fs::read_to_string(desk.path("results").join(name)).unwrap().contains('\u{1b}'), "{name}");
    }
}

/// Hashes change with every field that a scenario gets, and the version with every release.
fn without_what_changes(text: &str) -> String {
    let line = |line: &str| match line.split_once("\"scenario_hash\": ") {
        Some((before, _)) => format!("{before}\"scenario_hash\": \"of the meaning\","),
        None => line.replace(env!("CARGO_PKG_VERSION"), "0"),
    };
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}

/// What callers did in the IVR, the channels and the conversations are compared as everything else is.
#[test]
fn channels_conversations_and_what_callers_did_in_the_ivr_are_compared() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("line.yaml");
    let text = LINE
        .replace("arrivals: {voice: {per_hour: 120}}", "arrivals: {voice: {per_hour: 120}, chat: {per_hour: 30, queue: chats, patience: {exponential: 2m}}}\ncustomers: {count: 50, known_number: 80%}")
        .replace("queues: {desk: {talk: 3m}}", "queues: {desk: {talk: 3m}, chats: {channel: chat, talk: 5m}}")
        .replace("queues: [desk]", "queues: [desk, chats]");
    fs::write(&file, &text).unwrap();
    let base = parse("line.yaml", text, &[]).unwrap_or_else(|report| panic!("{}", report.render(false)));
    let longer = ["ivr.menus.main.1.prompt=12s".to_owned()];
    let expect = [
        "added at level 1 increases by > 1 points",
        "hung_up_past_wanted changes by <= 100 points",
        "wanted of main.1 changes by < 5 points",
        "queued on chat changes by < 1",
        "opened of conversations decreases by < 500",
        "wait p95 of desk between \"08:00\" and \"09:00\" < 1h",
    ];
    let changed = load_expecting(&file, &longer, &expect.map(str::to_owned));
    let changed = changed.unwrap_or_else(|report| panic!("{}", report.render(false)));
    let compared = compare(
        &base.scenario,
        &changed.scenario,
        &changed.expectations,
        &Settings { follow_ivr: false, ..Settings::default() },
        &AtomicBool::new(false),
        |_, _| {},
    );
    let compared = compared.unwrap();
    let verdicts: Vec<Verdict> = compared.differences.iter().map(|judged| judged.verdict).collect();
    assert_eq!(verdicts, [Verdict::Holds; 5]);
    let added = row(&compared, "added", &About::Level(1));
    assert!(added.word == Word::Worse && added.difference.unwrap().mean > 0.01, "{added:?}");
    // Chats are the same contacts in both, whatever the menu says.
    assert!(row(&compared, "queued", &About::Channel(Channel::Chat)).same);
    assert!(!row(&compared, "queued", &About::Channel(Channel::Voice)).same);
    assert!(row(&compared, "opened", &About::Conversations).base.unwrap() > 0.0);
    assert!(row(&compared, "wanted", &About::Option("main".into(), "1".into())).base.unwrap() > 0.5);
    assert!(row(&compared, "nothing_fitted", &About::Ivr).base.is_some());

    // Where one has calls only, these are not counted by channel, and so are not compared with nothing.
    let calls = line(&[]);
    let compared = of(&calls, &base);
    let queued = row(&compared, "queued", &About::Channel(Channel::Chat));
    assert!(queued.base == Some(0.0) && queued.word == Word::More, "{queued:?}");
    for about in [About::Channel(Channel::Voice), About::Conversations] {
        assert!(compared.rows.iter().all(|row| row.subject.about != about), "{about:?}");
    }
}

/// A window is never left out without a word: a quantile of one is not compared.
#[test]
fn a_quantile_of_a_window_is_refused_where_two_are_compared() {
    let desk = Desk::new(&[("line.yaml", LINE)]);
    let expect = "wait p95 of desk between \"08:00\" and \"09:00\" changes by < 10s";
    let wrong = desk.run(&["compare", "line.yaml", "--set", "ivr.greeting=3s", "--expect", expect]).wrong();
    assert!(wrong.contains("`wait_p95` of a window of time is not compared"), "{wrong}");
    assert!(wrong.contains("--expect:1:27"), "{wrong}");
}
