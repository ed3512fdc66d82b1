//! What builds read: files, folders and patterns, test reports, annotations, summaries, schemas, progress.

#[path = "common/desk.rs"]
mod desk;

use std::fs;
use std::process::Stdio;

use desk::{Desk, LINE, several};
use jsonschema::Validator;
use serde_json::Value;

// ---- which files ----

#[test]
fn files_folders_and_patterns_are_run_and_end_with_one_line() {
    let desk = several();
    let checked = |arguments: &[&str]| {
        let (out, _) = desk.said(&[&["check"], arguments].concat(), 0);
        out.lines().map(|line| line.split(':').next().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(checked(&["days"]), ["days/a.yml", "days/b.yaml", "days/deeper/c.yaml"]);
    assert_eq!(checked(&["days/*.yaml"]), ["days/b.yaml"]);
    assert_eq!(checked(&["days/**/*.yaml"]), ["days/b.yaml", "days/deeper/c.yaml"]);
    // Each once, however often it is meant.
    assert_eq!(checked(&["days/b.yaml", "one.yaml", "days/b*"]), ["days/b.yaml", "one.yaml"]);
    let (out, _) = desk.said(&["run", "--quiet", "one.yaml", "days"], 1);
    let last = out.lines().last().unwrap();
    assert_eq!(last, "4 scenarios: 4 hold, 1 fails, 1 undecided; see days/b.yaml");
    assert_eq!(out.matches("Expectations: ").count(), 3);
    for (named, expected) in
        [("empty", "no scenario file"), ("*.none", "no scenario file"), ("[", "this is no pattern")]
    {
        fs::create_dir_all(desk.path("empty")).unwrap();
        let (out, err) = desk.said(&["run", named], 2);
        assert!(out.is_empty() && err.contains(expected), "{named}: {err}");
    }
}

// ---- what cannot be written ----

/// Whatever is written, in every command that simulates: a simulation of so many days would take hours.
#[test]
fn places_that_cannot_be_written_are_told_before_anything_is_simulated() {
    let desk = Desk::new(&[("line.yaml", LINE), ("file", "")]);
    let run = ["run", "line.yaml", "--replications", "9999999"];
    let compare = ["compare", "line.yaml", "--set", "agents.team.count=4", "--replications", "9999999"];
    let sweep = ["sweep", "line.yaml", "--vary", "agents.team.count=3..4", "--replications", "9999999"];
    let github = ["--format", "github"];
    for (command, option, paths) in [
        (&run[..], "--junit", &["file/x.xml", "."][..]),
        (&run, "--timeline", &["file/x.jsonl", ".", "abandoned-calls.csv"]),
        (&run, "--out", &["file", "file/deeper"]),
        (&compare, "--out", &["file", "file/deeper"]),
        (&sweep, "--out", &["file", "file/deeper"]),
    ] {
        for path in paths {
            let (out, err) = desk.said(&[command, &[option, path]].concat(), 2);
            assert!(out.is_empty() && err.contains(&format!("error: {option} ")), "{command:?} {option} {path}: {err}");
        }
    }
    // The environment names the summary's file.
    for command in [&run[..], &compare] {
        for path in ["file/summary.md", "."] {
            let mut command = desk.command(&[command, &github].concat());
            let output = command.env("GITHUB_STEP_SUMMARY", path).output().unwrap();
            let err = String::from_utf8(output.stderr).unwrap();
            assert_eq!((output.status.code(), &output.stdout[..]), (Some(2), &b""[..]), "{err}");
            assert!(err.contains(&format!("error: GITHUB_STEP_SUMMARY: {path} cannot be written: ")), "{err}");
        }
    }
    // Nobody asks for a summary, and none is missed.
    let output = desk.command(&["run", "line.yaml", "--quiet"]).env("GITHUB_STEP_SUMMARY", "file/summary.md").output();
    assert_eq!(output.unwrap().status.code(), Some(0));
}

#[test]
fn a_wrong_command_makes_no_folder() {
    let desk = Desk::new(&[("line.yaml", LINE)]);
    let vary = ["sweep", "line.yaml", "--vary", "agents.team.count=3..4", "--out", "out", "--chart"];
    for chart in ["ivr_abandonmet", "service_level(nobody)"] {
        let (out, err) = desk.said(&[&vary[..], &[chart]].concat(), 2);
        assert!(out.is_empty() && err.contains("--> --chart:1:"), "{err}");
        assert!(!desk.path("out").exists(), "{chart}");
    }
    desk.said(&["run", "line.yaml", "--replication", "21", "--out", "out"], 2);
    assert!(!desk.path("out").exists());
}

/// What a file is called steers nobody's terminal.
#[test]
#[cfg(unix)]
fn a_control_character_in_a_name_is_shown_and_not_sent() {
    let name = "a\u{1b}[31m\u{7}b\n\u{9b}c.yaml";
    let fine = format!("{LINE}expect: [ivr_abandonment < 0.1%]\n");
    let desk = Desk::new(&[(name, &fine), ("plain.yaml", LINE)]);
    let shown = r"a\u{1b}[31m\u{7}b\n\u{9b}c.yaml";
    let (out, _) = desk.said(&["check", name], 0);
    assert_eq!(out, format!("{shown}: fine\n"));
    let sent = |text: &str| text.chars().any(|c| c.is_control() && c != '\n');
    for (arguments, code) in [
        (&["check", name, "--set", "sede=3"][..], 2),
        (&["check", name, "--set", "seed=x"], 2),
        (&["run", name, "plain.yaml"], 1),
        (&["run", name, "--out", name], 2),
        (&["run", name, "--replication", "99"], 2),
        (&["compare", name, "plain.yaml", "--expect", "mean_wait changes by < 1h"], 1),
        (&["compare", name, "plain.yaml", "--format", "markdown"], 1),
        (&["sweep", name, "--vary", "agents.team.count=3..4", "--chart", "x"], 2),
        (&["tree", "none\u{1b}[31m.yaml"], 2),
    ] {
        let (out, err) = desk.said(arguments, code);
        assert!(!sent(&out) && !sent(&err), "{arguments:?}: {out:?}{err:?}");
    }
    let (_, err) = desk.said(&["check", name, "--set", "agents.team.queues=[none]"], 2);
    assert!(err.contains("--set"), "{err}");
    fs::write(desk.path(name), LINE.replace("talk", "tlak")).unwrap();
    let (_, err) = desk.said(&["check", name], 2);
    assert!(err.contains(&format!("--> {shown}:9:")), "{err}");
}

// ---- what is wrong, for programs ----

#[test]
fn a_check_tells_programs_of_every_error_and_warning_once() {
    let warned = LINE.replace("desk: {talk: 3m}", "desk: {talk: 3m}, attic: {talk: 3m}");
    let desk = Desk::new(&[
        ("fine.yaml", LINE),
        ("warned.yaml", &warned),
        ("base.yaml", &format!("template: true\n{LINE}lines: 0\n")),
        ("one.yaml", "extends: base.yaml\nname: One\n"),
        ("two.yaml", "extends: base.yaml\nname: Two\nsede: 3\n"),
    ]);
    let list = |arguments: &[&str], code: i32| -> Vec<Value> {
        let (out, _) = desk.said(&[&["check", "--format", "json"], arguments].concat(), code);
        let value: Value = serde_json::from_str(&out).unwrap();
        let schema = schema("diagnostics");
        let errors: Vec<String> = schema.iter_errors(&value).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{errors:?}");
        value.as_array().unwrap().clone()
    };
    assert_eq!(list(&["fine.yaml", "--quiet"], 0), Vec::<Value>::new());
    let all = list(&["."], 2);
    let told: Vec<String> = all
        .iter()
        .map(|one| {
            let text = |name: &str| one[name].as_str().unwrap().to_owned();
            let place = format!("{}:{}:{}", text("file").trim_start_matches("./"), one["line"], one["column"]);
            assert!(!text("message").is_empty() && !text("help").is_empty() && !text("label").is_empty());
            format!("{place} {}[{}]", text("severity"), text("code"))
        })
        .collect();
    // What is wrong with the base is told once, though two files extend it.
    assert_eq!(
        told,
        [
            "base.yaml:12:8 error[out-of-range]",
            "two.yaml:3:1 error[unknown-field]",
            "warned.yaml:9:28 warning[unused-queue]"
        ]
    );
    // A setting is no file; what cannot be read has a place too.
    assert_eq!(list(&["fine.yaml", "--set", "sede=3"], 2)[0]["file"], "--set");
    let none = &list(&["none.yaml"], 2)[0];
    assert_eq!(
        (&none["file"], &none["line"], &none["code"]),
        (&"none.yaml".into(), &1.into(), &"unreadable-file".into())
    );
    let mut broken = Value::from(all);
    broken[0]["severity"] = "perhaps".into();
    assert!(!schema("diagnostics").is_valid(&broken));
}

#[test]
fn a_check_annotates_every_error_and_warning() {
    let broken = LINE
        .replace("talk: 3m", "talk: 3")
        .replace("name: A line", "name: A line\nschedules: {100%: {open: \"9:00\"}}");
    let warned = LINE.replace("desk: {talk: 3m}", "desk: {talk: 3m}, attic: {talk: 3m}");
    let desk = Desk::new(&[("fine.yaml", LINE), ("a,b.yaml", &broken), ("warned.yaml", &warned)]);
    let annotated =
        |arguments: &[&str], code: i32| desk.said(&[&["check", "--format", "github"], arguments].concat(), code).0;
    assert_eq!(annotated(&["fine.yaml"], 0), "");
    assert_eq!(
        annotated(&["warned.yaml"], 0),
        "::warning file=warned.yaml,line=9,col=28,title=unused-queue::nothing leads to the queue `attic` (remove it, or lead calls to it)\n"
    );
    assert_eq!(
        annotated(&["fine.yaml", "a,b.yaml", "--set", "sede=3"], 2),
        "::error title=unknown-field in --set::there is no field `sede` here (did you mean `seed`?)\n\
         ::error file=a%2Cb.yaml,line=2,col=19,title=missing-field::the schedule `100%25` has no `close` (add `close: \"20:00\"`)\n\
         ::error file=a%2Cb.yaml,line=10,col=23,title=duration-without-unit::the duration `3` has no unit (write `3s` if seconds are meant)\n"
    );
}

// ---- annotations, summaries, every form as it was ----

const OF_PARTS: &str = r#"intents: {orders: 2, bills: 1}
ivr:
  menus:
    "main | menu":
      options:
        - {key: 1, prompt: 3s, for: orders, then: {queue: calls}}
        - {key: star, prompt: 2s, for: bills, then: {queue: calls}}
expect:
  - mean_wait on chat < 1s
  - silent_abandonment on chat < 90%
  - opened of conversations < 5000
  - wanted of "main | menu".* < 90%
  - ivr_abandonment("main | menu") at level 1 < 90%
"#;

/// What a run of a file says in this form, without what changes with every field and every release; one expectation fails.
fn form(desk: &Desk, file: &str, format: &str) -> String {
    let (out, err) = desk.said(&["run", "--quiet", file, "--format", format], 1);
    assert!(err.is_empty() && !out.contains('\u{1b}'), "{format}: {err}");
    let line = |line: &str| match line.split_once("\"scenario_hash\": ") {
        Some((before, _)) => format!("{before}\"scenario_hash\": \"of the meaning\","),
        None => line.split(", simulated in").next().unwrap_or(line).replace(env!("CARGO_PKG_VERSION"), "0"),
    };
    out.lines().map(line).collect::<Vec<_>>().join("\n")
}

/// The test report of a run, without its times.
fn junit(desk: &Desk, file: &str) -> String {
    desk.said(&["run", "--quiet", file, "--junit", "junit.xml", "--out", "out"], 1);
    let text = desk.read("junit.xml");
    let untimed = text.split(" time=\"").enumerate().map(|(index, part)| match index {
        0 => part.to_owned(),
        _ => part.split_once('"').map_or_else(String::new, |(_, rest)| format!(" time=\"0\"{rest}")),
    });
    untimed.collect()
}

#[test]
fn every_form_of_a_run_with_expectations_is_as_it_was() {
    let desk = several();
    let mut forms = Vec::new();
    for format in ["text", "json", "csv", "markdown", "github"] {
        forms.push((format!("expecting.{format}"), form(&desk, "days/b.yaml", format)));
    }
    let summary = desk.read("summary.md");
    assert!(summary.starts_with("### ❌ A line\n"), "{summary}");
    forms.push(("expecting.junit".into(), junit(&desk, "days/b.yaml")));
    for name in ["junit.xml", "out/report.txt", "out/result.json", "out/result.csv", "summary.md"] {
        assert!(!desk.read(name).contains('\u{1b}'), "{name} has colours");
    }
    // What is expected of channels, of conversations and of options.
    let channels = include_str!("reports/channels.yaml").replace("per_hour: 40, queue: calls", "per_hour: 40");
    desk.write("channels.yaml", channels + OF_PARTS);
    for format in ["markdown", "github"] {
        forms.push((format!("expecting-of-parts.{format}"), form(&desk, "channels.yaml", format)));
    }
    forms.push(("expecting-of-parts.junit".into(), junit(&desk, "channels.yaml")));
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        for (name, shown) in forms {
            insta::assert_snapshot!(name, shown);
        }
    });
}

#[test]
fn an_undecided_expectation_is_annotated_as_what_it_counts_as() {
    let desk = several();
    let annotated = |more: &[&str]| {
        let arguments = ["run", "--quiet", "days/b.yaml", "--format", "github"];
        let (out, _) = desk.said(&[&arguments, more].concat(), 1);
        out.lines().find(|line| line.contains("is undecided")).expect("one").split(' ').next().unwrap().to_owned()
    };
    assert_eq!(annotated(&[]), "::warning");
    assert_eq!(annotated(&["--undecided", "pass"]), "::warning");
    assert_eq!(annotated(&["--undecided", "fail"]), "::error");
}

#[test]
fn a_warning_is_told_once_and_not_where_it_is_to_be_quiet() {
    let warned = LINE.replace("desk: {talk: 3m}", "desk: {talk: 3m}, attic: {talk: 3m}");
    let desk = Desk::new(&[("warned.yaml", &warned), ("broken.yaml", &warned.replace("seed: 3", "sede: 3"))]);
    let told = |arguments: &[&str], code: i32| {
        let (_, err) = desk.said(arguments, code);
        (err.matches("warning[").count(), err.matches("error[").count())
    };
    let set = ["compare", "warned.yaml", "--set", "agents.team.count=4"];
    assert_eq!(told(&set, 0), (1, 0));
    assert_eq!(told(&[&set[..], &["--quiet"]].concat(), 0), (0, 0));
    for command in ["run", "check", "sweep"] {
        let more: &[&str] = if command == "sweep" { &["--vary", "agents.team.count=2..3"] } else { &[] };
        assert_eq!(told(&[&[command, "broken.yaml"], more].concat(), 2), (1, 1), "{command}");
        assert_eq!(told(&[&[command, "--quiet", "broken.yaml"], more].concat(), 2), (0, 1), "{command}");
    }
    assert_eq!(told(&["compare", "--quiet", "broken.yaml", "warned.yaml"], 2), (0, 1));
}

/// As JSON of several scenarios is a list, CSV of several is one table, in which every line begins with the file.
#[test]
fn csv_of_several_scenarios_is_one_table() {
    let desk = several();
    let table = |arguments: &[&str], code: i32| {
        let (out, _) = desk.said(&[&["run", "--quiet", "--format", "csv"], arguments].concat(), code);
        out.lines().map(str::to_owned).collect::<Vec<_>>()
    };
    let (one, two) = (table(&["days/b.yaml"], 1), table(&["one.yaml"], 0));
    let both = table(&["days/b.yaml", "one.yaml"], 1);
    assert_eq!(one[0], two[0]);
    let expected = std::iter::once(format!("file,{}", one[0]))
        .chain(one[1..].iter().map(|line| format!("days/b.yaml,{line}")))
        .chain(two[1..].iter().map(|line| format!("one.yaml,{line}")));
    assert_eq!(both, expected.collect::<Vec<_>>());
    // A name that needs quotes has them.
    fs::write(desk.path("a, b.yaml"), LINE).unwrap();
    assert!(table(&["one.yaml", "a, b.yaml"], 0).iter().any(|line| line.starts_with("\"a, b.yaml\",,center,")));
}

#[test]
fn a_reader_that_closes_the_pipe_is_no_error_in_any_form() {
    let desk = several();
    for arguments in [
        &["run", "days/a.yml", "--quiet", "--format", "json"][..],
        &["run", "days/a.yml", "--quiet", "--format", "markdown"],
        &["run", "one.yaml", "days/a.yml", "--quiet", "--format", "json"],
        &["compare", "days/a.yml", "one.yaml", "--quiet", "--format", "json"],
        &["compare", "days/a.yml", "one.yaml", "--quiet"],
        &["schema", "result"],
    ] {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_hangup"));
        command.current_dir(&desk.0).args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{arguments:?}");
        assert!(output.stderr.is_empty(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    }
}

// ---- for programs ----

fn schema(of: &str) -> Validator {
    let desk = Desk::new(&[]);
    let (text, _) = desk.said(&["schema", of], 0);
    jsonschema::validator_for(&serde_json::from_str(&text).unwrap()).unwrap()
}

/// Arguments of which those that compare with `<` are expectations.
fn expecting<'a>(arguments: &[&'a str]) -> Vec<&'a str> {
    let expected =
        |argument: &&'a str| if argument.contains(" <") { vec!["--expect", *argument] } else { vec![*argument] };
    arguments.iter().flat_map(expected).collect()
}

#[test]
fn every_json_result_follows_its_schema() {
    let desk = several();
    desk.said(&["check", "days"], 0);
    let schema = schema("result");
    let mut seen = Vec::new();
    let of_the_ivr = expecting(&[
        "compare",
        "one.yaml",
        "--set",
        "agents.team.count=4",
        "ivr_abandonment(main) at level 1 < 99%",
        "added at greeting < 99%",
        "wanted of main.1 changes by < 1 points",
        "nothing_fitted < 99%",
    ]);
    let omnichannel = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/omnichannel.yaml");
    let of_channels = expecting(&[
        "compare",
        omnichannel,
        "--set",
        "agents.desk.count=12",
        "--replications",
        "3",
        "mean_wait on chat < 10h",
        "opened of conversations changes by < 99999",
    ]);
    for (arguments, code) in [
        (&["run", "days/b.yaml"][..], 1),
        (&["run", "one.yaml", "days"], 1),
        (&["run", "one.yaml", "--replication", "3"], 0),
        (&["run", "one.yaml", "--set", "replications={at_least: 10, at_most: 20}"], 0),
        (&["run", "one.yaml", "--set", "arrivals.voice.per_hour=0.001", "--undecided", "pass"], 0),
        (&["compare", "one.yaml", "--set", "agents.team.count=4", "--expect", "mean_wait decreases by > 1h"], 1),
        (&["compare", "days/b.yaml", "one.yaml", "--expect", "wait p90 of desk changes by < 5m"], 1),
        (&of_the_ivr, 0),
        (&of_channels, 0),
    ] {
        let (out, _) = desk.said(&[arguments, &["--quiet", "--format", "json"]].concat(), code);
        let value: Value = serde_json::from_str(&out).unwrap();
        let errors: Vec<String> = schema.iter_errors(&value).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{arguments:?}: {errors:?}");
        seen.push(value);
    }
    // Everything that is expected says what it is of, in one form, and the metrics stand where a result has them.
    let about = |value: &Value| -> Vec<String> {
        let fields = |row: &Value| ["about", "name", "level"].map(|field| row[field].to_string()).join(" ");
        value["expectations"].as_array().unwrap().iter().map(fields).collect()
    };
    let rows = ["\"menu\" \"main\" 1", "\"greeting\" null null", "\"ivr\" null null", "\"option\" \"main.1\" null"];
    for row in rows {
        assert!(about(&seen[7]).contains(&row.to_owned()), "{row} in {:?}", about(&seen[7]));
    }
    assert_eq!(about(&seen[8]), ["\"channel\" \"chat\" null", "\"conversations\" null null"]);
    assert!(seen[7]["ivr"]["metrics"]["nothing_fitted"]["base"].is_number());
    assert_eq!(seen[7]["ivr"]["menus"]["main"]["options"][0]["key"], "1");
    assert!(seen[8]["channels"]["chat"]["metrics"]["silent_abandonment"]["word"].is_string());
    assert!(seen[8]["conversations"]["metrics"]["opened"]["base"].as_f64().unwrap() > 0.0);
    // It is a schema that says no, too.
    let mut broken = seen[0].clone();
    broken["expectations"][0]["verdict"] = "perhaps".into();
    assert!(!schema.is_valid(&broken));
    broken = seen[5].clone();
    broken["metrics"]["mean_wait"]["word"] = "meh".into();
    assert!(!schema.is_valid(&broken));
}

#[test]
fn a_sweep_is_valid_by_its_schema_and_every_field_is_in_the_documents() {
    let desk = several();
    fs::write(desk.path("tree.yaml"), TREE).unwrap();
    let of = |of: &str| -> Value { serde_json::from_str(&desk.said(&["schema", of], 0).0).unwrap() };
    let schema = jsonschema::validator_for(&of("sweep")).unwrap();
    let mut seen = Vec::new();
    for arguments in [
        &["one.yaml", "--vary", "agents.team.count=2..3"][..],
        &["one.yaml", "--vary", "callers.patience=[1m, {exponential: 2m}]", "--chart", "mean_wait(desk)"],
        &["tree.yaml"],
    ] {
        let arguments = [&["sweep", "--quiet", "--replications", "3", "--format", "json"], arguments].concat();
        let value: Value = serde_json::from_str(&desk.said(&arguments, 0).0).unwrap();
        let errors: Vec<String> = schema.iter_errors(&value).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{arguments:?}: {errors:?}");
        seen.push(value);
    }
    assert!(seen[2]["destinations"]["cells"][0]["best"].is_boolean() && seen[1]["cells"][0]["chart"].is_object());
    let mut broken = seen[0].clone();
    broken["cells"][0].as_object_mut().unwrap().remove("ivr");
    assert!(!schema.is_valid(&broken));
    let page = fs::read_to_string(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/results.md")).unwrap();
    let of_results = of("result");
    let parts = ["result", "comparison", "expectation", "difference", "side"].map(|part| &of_results["$defs"][part]);
    let of_sweeps = of("sweep");
    for part in parts.into_iter().chain([&of_sweeps, &of_sweeps["$defs"]["cell"]]) {
        for field in part["properties"].as_object().unwrap().keys() {
            let told = [format!("`{field}`"), format!("\"{field}\"")].iter().any(|told| page.contains(told));
            assert!(told, "docs/results.md does not tell of `{field}`");
        }
    }
}

/// A balanced tree, compared with others that lead to equally many places.
const TREE: &str = r#"name: A tree
seed: 3
day: {from: "08:00", to: "10:00"}
arrivals: {voice: {per_hour: 60}}
callers: {patience: {exponential: {mean: 2m}}}
ivr: {balanced: {depth: 2, options: 2, prompt: 3s, then: {queue: desk}}}
queues: {desk: {talk: 3m}}
agents: {team: {count: 3, queues: [desk]}}
sweep: {vary: {ivr.balanced.depth: 1..2, ivr.balanced.options: 2..3}, destinations: 4}
"#;

#[test]
fn progress_can_be_read_line_by_line() {
    let desk = several();
    for arguments in [&["run", "one.yaml"][..], &["compare", "one.yaml", "--set", "agents.team.count=4"]] {
        let (_, err) = desk.said(&[arguments, &["--quiet", "--progress", "json"]].concat(), 0);
        let lines: Vec<Value> = err.lines().map(|line| serde_json::from_str(line).expect(line)).collect();
        let last = lines.last().expect("a line");
        assert_eq!(last["done"], last["of"]);
        assert!(last["scenario"].as_str().unwrap().starts_with("one.yaml"));
        let done: Vec<u64> = lines.iter().map(|line| line["done"].as_u64().unwrap()).collect();
        assert!(done.is_sorted() && lines.len() <= 101, "{done:?}");
    }
    let (_, err) = desk.said(&["run", "one.yaml", "--quiet"], 0);
    assert!(err.is_empty(), "{err}");
}
