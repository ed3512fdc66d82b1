//! What is asked of a comparison: how long it looks, what it refuses, and how it says that there is nothing to tell.

#[path = "common/desk.rs"]
mod desk;

use desk::Desk;
use hangup::scenario::bar::{bar, lowered};
use hangup::scenario::expectation::Expectation;
use hangup::scenario::parse;
use hangup::scenario::resolved::Replications;
use serde_json::Value;

const LINE: &str = r#"name: A line
day: {from: "08:00", to: "12:00"}
arrivals: {voice: {per_hour: 120}}
callers: {patience: {exponential: {mean: 2m}}}
ivr: {menus: {main menu: {options: [{key: 1, prompt: 4s, then: {queue: front desk}}]}}}
queues: {front desk: {talk: 3m}}
agents: {team: {count: 3, queues: [front desk]}}
"#;

/// How often both are run in a comparison with slightly more patient callers.
fn replications(desk: &Desk, file: &str, more: &[&str]) -> u64 {
    let asked = ["compare", file, "--set", "callers.patience.exponential.mean=121s", "--quiet", "--format", "json"];
    let seen = desk.run(&[&asked[..], more].concat());
    let json: Value = serde_json::from_str(&seen.out).unwrap_or_else(|_| panic!("{}", seen.err));
    json["replications"].as_u64().expect("a number")
}

#[test]
fn what_the_command_line_expects_adds_replications_as_what_the_file_expects() {
    let few = format!("replications: {{at_least: 20, at_most: 80}}\n{LINE}");
    let fixed = format!("replications: 30\n{LINE}");
    let desk = Desk::new(&[("line.yaml", LINE), ("few.yaml", &few), ("fixed.yaml", &fixed)]);
    desk.write("expecting.yaml", format!("{LINE}expect: [mean_wait < 1h]\n"));
    desk.write("above.yaml", "extends: few.yaml\nexpect: [mean_wait < 1h]\n");
    let undecided = ["--expect", "mean_wait changes by < 0.5s"];
    let decided = ["--expect", "mean_wait changes by < 1h"];
    assert_eq!(replications(&desk, "line.yaml", &[]), 100);
    assert_eq!(replications(&desk, "few.yaml", &[]), 20);
    assert_eq!(replications(&desk, "line.yaml", &decided), 100);
    assert_eq!(replications(&desk, "few.yaml", &decided), 20);
    let looked = replications(&desk, "line.yaml", &undecided);
    assert!(looked > 100, "{looked}");
    assert_eq!(replications(&desk, "expecting.yaml", &undecided), looked);
    assert_eq!(replications(&desk, "few.yaml", &undecided), 80);
    assert_eq!(replications(&desk, "fixed.yaml", &undecided), 30);
    assert_eq!(replications(&desk, "few.yaml", &["--replications", "7"]), 7);
    desk.run(&["check", "above.yaml"]).ended(0);
    let run = desk.run(&["run", "few.yaml"]).ended(0);
    assert!(run.out.contains("20 days"), "{}", run.out);
    assert!(run.out.contains("replications.until: nothing: 20 are run"), "{}", run.out);
}

#[test]
fn one_end_of_the_looks_leaves_the_other_as_it_is_told() {
    let until = "until: {ivr_abandonment: 1 points}";
    for (written, expects, expected) in [
        ("{at_least: 20}", true, (20, 1600)),
        ("{at_most: 60}", true, (60, 60)),
        ("{at_most: 600}", true, (100, 600)),
        ("{at_least: 2000}", true, (2000, 2000)),
        (&format!("{{{until}}}"), false, (20, 10_000)),
        (&format!("{{at_most: 10, {until}}}"), false, (10, 10)),
    ] {
        let expect = if expects { "expect: [mean_wait < 1h]\n" } else { "" };
        let text = format!("replications: {written}\n{LINE}{expect}");
        let loaded = parse("line.yaml", text, &[]).unwrap_or_else(|report| panic!("{}", report.render(false)));
        let Replications::Until { at_least, at_most, .. } = loaded.scenario.replications else {
            panic!("{written} is fixed");
        };
        assert_eq!((at_least, at_most), expected, "{written}");
    }
}

#[test]
fn a_day_and_a_steady_run_are_not_compared() {
    let steady = LINE.replace("day: {from: \"08:00\", to: \"12:00\"}", "steady: {length: 100h, warm_up: 5h}");
    let longer = steady.replace("prompt: 4s", "prompt: 6s");
    let desk = Desk::new(&[("day.yaml", LINE), ("steady.yaml", &steady), ("longer.yaml", &longer)]);
    let wrong = desk.run(&["compare", "day.yaml", "steady.yaml", "--out", "results"]).wrong();
    assert!(wrong.contains("the base is a day and the changed scenario is a steady run"), "{wrong}");
    assert!(!desk.path("results").exists());
    let wrong = desk.run(&["compare", "steady.yaml", "day.yaml"]).wrong();
    assert!(wrong.contains("the base is a steady run and the changed scenario is a day"), "{wrong}");
    let text = desk.run(&["compare", "steady.yaml", "longer.yaml", "--out", "results"]).ended(0).out;
    assert!(text.contains("The net of the change, in a mean hour") && !text.contains("mean day"), "{text}");
    let markdown = desk.read("results/compare.md");
    assert!(markdown.contains("| in a mean hour |") && !markdown.contains("mean day"), "{markdown}");
    let chart = desk.read("results/differences.svg");
    assert!(chart.contains("contacts of a mean hour") && !chart.contains("mean day"));
}

#[test]
fn where_nothing_differs_that_is_said() {
    let desk = Desk::new(&[("line.yaml", LINE), ("same.yaml", &format!("# the same\n{LINE}"))]);
    for format in ["text", "markdown"] {
        let seen = desk.run(&["compare", "line.yaml", "same.yaml", "--replications", "3", "--format", format]).ended(0);
        assert!(seen.out.contains("Nothing differs: "), "{}", seen.out);
        assert!(!seen.out.contains("Metrics, ") && !seen.out.contains("| metric |"), "{}", seen.out);
    }
}

#[test]
fn waits_that_are_never_there_do_not_differ() {
    // So many agents that nobody waits, so few replications that no spread could be told, and something else that differs.
    let text = LINE.replace("count: 3", "count: 60");
    let desk = Desk::new(&[("line.yaml", &text)]);
    let asked = ["compare", "line.yaml", "--set", "callers.patience.exponential.mean=1m", "--replications", "100"];
    let seen = desk.run(&[&asked[..], &["--format", "csv"]].concat()).ended(0);
    let median = seen.out.lines().find(|line| line.contains("wait_p50")).expect("the median wait");
    assert!(median.contains("no difference seen"), "{median}");
}

#[test]
fn contacts_of_other_channels_are_not_called_calls() {
    let text = "replications: 3\nday: {from: \"08:00\", to: \"12:00\"}\n\
        arrivals: {voice: {per_hour: 60, queue: desk}, chat: {per_hour: 30, queue: chats, patience: {exponential: 5m}}}\n\
        callers: {patience: {exponential: 4m}}\nqueues: {desk: {talk: 4m}, chats: {channel: chat, talk: 8m}}\n\
        agents: {team: {count: 9, queues: [desk, chats]}}\n";
    let desk = Desk::new(&[("desk.yaml", text), ("line.yaml", LINE)]);
    let seen = desk.run(&["compare", "desk.yaml", "--set", "agents.team.count=8"]).ended(0);
    assert!(seen.out.contains("contacts to chats") && !seen.out.contains("calls to"), "{}", seen.out);
    let seen = desk.run(&["compare", "line.yaml", "--set", "agents.team.count=4", "--replications", "3"]).ended(0);
    assert!(seen.out.contains("calls to front desk"), "{}", seen.out);
}

fn expecting(lines: &[&str]) -> Vec<Expectation> {
    let lines: Vec<String> = lines.iter().map(|line| format!("  - {line}\n")).collect();
    let text = format!("{LINE}expect:\n{}", lines.concat());
    parse("line.yaml", text, &[]).unwrap_or_else(|report| panic!("{}", report.render(false))).expectations
}

#[test]
fn an_expectation_is_known_again_by_what_it_means() {
    let base = expecting(&["mean_wait < 60s", "ivr_abandonment <= 9%", "served > 100"]);
    let changed = expecting(&["mean_wait <= 1m", "ivr_abandonment < 0.09", "served >= 90"]);
    let told = lowered(&base, &changed);
    let told: Vec<_> = told.iter().map(|one| (&*one.base.text, one.changed.as_ref().map(|own| &*own.text))).collect();
    assert_eq!(told, [("served > 100", Some("served >= 90"))]);
    // What `<` forbids and `<=` allows still counts.
    let judged: Vec<String> = bar(&base, &changed).into_iter().map(|judged| judged.text).collect();
    assert_eq!(judged[3..], ["mean_wait < 60s", "served > 100"]);
}

#[test]
fn a_name_of_several_words_stands_in_quotes_or_brackets() {
    for lines in [
        ["mean_wait(front desk) < 45s", "wanted(main menu.1) > 5%", "ivr_abandonment(main menu) at level 1 < 50%"],
        [
            "mean_wait(\"front desk\") < 45s",
            "wanted(\"main menu\".1) > 5%",
            "ivr_abandonment(\"main menu\") at level 1 < 50%",
        ],
        [
            "mean_wait of \"front desk\" < 45s",
            "wanted of \"main menu\".1 > 5%",
            "ivr_abandonment of \"main menu\" at level 1 < 50%",
        ],
        [
            "mean_wait('front desk') < 45s",
            "wanted('main menu'.1) > 5%",
            "ivr_abandonment('main menu') at level 1 < 50%",
        ],
        [
            "mean_wait of 'front desk' < 45s",
            "wanted of 'main menu.1' > 5%",
            "ivr_abandonment of 'main menu' at level 1 < 50%",
        ],
        [
            "mean_wait( \"front desk\" ) < 45s",
            "wanted of 'main menu'.'1' > 5%",
            "ivr_abandonment ('main menu') at level 1 < 50%",
        ],
    ] {
        let subjects: Vec<String> = expecting(&lines).iter().map(|one| one.subject.to_string()).collect();
        let expected = ["mean_wait(front desk)", "wanted(main menu.1)", "ivr_abandonment(main menu) at level 1"];
        assert_eq!(subjects, expected, "{lines:?}");
    }
    let text = LINE.replace("front desk", "customer's < desk (new)");
    let text = format!(
        "{text}expect:\n  - mean_wait(\"customer's < desk (new)\") < 45s\n  - mean_wait between '08:00' and '09:00' < 1h\n"
    );
    let loaded = parse("line.yaml", text, &[]).unwrap_or_else(|report| panic!("{}", report.render(false)));
    assert_eq!(loaded.expectations[0].subject.to_string(), "mean_wait(customer's < desk (new))");
    assert_eq!(loaded.expectations[1].subject.window, Some((8.0 * 3600.0, 9.0 * 3600.0)));
}

#[test]
fn a_sweep_holds_expectations_against_the_files_own_values_alone() {
    let text = "replications: 2\nday: {from: \"08:00\", to: \"10:00\"}\narrivals: {voice: {per_hour: 60}}\n\
        callers: {patience: {exponential: 4m}}\n\
        ivr: {balanced: {depth: 3, options: 2, prompt: 2s, then: {queue: desk}}}\nqueues: {desk: {talk: 1m}}\n\
        agents: {team: {count: 5, queues: [desk]}}\nsweep: {vary: {ivr.balanced.depth: 1..3}}\n";
    let good = format!("{text}expect: [ivr_abandonment at level 3 < 90%]\n");
    let desk = Desk::new(&[("good.yaml", &good), ("bad.yaml", &good.replace("level 3", "level 4"))]);
    desk.run(&["check", "good.yaml"]).ended(0);
    desk.run(&["run", "good.yaml"]).ended(0);
    desk.run(&["sweep", "good.yaml"]).ended(0);
    assert!(desk.run(&["sweep", "bad.yaml"]).wrong().contains("there is no level 4"));
}
