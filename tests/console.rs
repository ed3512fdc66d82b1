//! The program as a build or a shell meets it: exit codes, what goes to which stream, and the shape of results.

#[path = "common/desk.rs"]
mod desk;

use std::fs;
use std::path::Path;
use std::process::Stdio;

use desk::{Desk, Seen};
use serde_json::Value;

const LINE: &str = r#"name: A line
replications: 6
seed: 3
day: {from: "08:00", to: "10:00"}
intents: {orders: 2, bills: 1}
arrivals: {voice: {per_hour: 60}}
lines: 20
callers: {patience: {exponential: {mean: 2m}}}
ivr:
  greeting: 2s
  menus:
    main:
      options:
        - {key: 1, prompt: 3s, for: orders, then: {self_service: {takes: 30s, success: 80%, failed: {queue: "desk, front"}}}}
        - {key: 2, prompt: 3s, for: bills, then: {queue: "desk, front"}}
queues: {"desk, front": {talk: 3m}}
agents: {team: {count: 2, queues: ["desk, front"]}}
"#;

/// A folder with a small scenario, `line.yaml`.
fn desk() -> Desk {
    Desk::new(&[("line.yaml", LINE)])
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

// ---- what is fine ----

#[test]
fn run_check_tree_and_schema_end_with_0_and_say_nothing_beside() {
    let desk = desk();
    let report = desk.run(&["run", "line.yaml"]).fine();
    assert!(report.starts_with("A line\n6 days from 08:00 to 10:00, seed 3, "), "{report}");
    assert_eq!(desk.run(&["check", "line.yaml"]).fine(), "line.yaml: fine\n");
    assert_eq!(desk.run(&["check", "--quiet", "line.yaml"]).fine(), "");
    assert!(desk.run(&["tree", "line.yaml"]).fine().starts_with("A line\n"));
    assert_eq!(json(&desk.run(&["schema"]).fine())["title"], "hangup scenario");
}

#[test]
fn help_and_version_are_results() {
    let desk = desk();
    let help = desk.run(&["--help"]).fine();
    for command in ["run", "check", "tree", "schema"] {
        assert!(help.contains(&format!("  {command} ")), "{help}");
        assert!(desk.run(&[command, "--help"]).fine().contains("Usage: hangup"), "{command}");
    }
    for code in ["0 fine", "1 an expectation failed", "2 the command or the scenario is wrong", "4 an expectation"] {
        assert!(help.replace('\n', " ").contains(code), "{help}");
    }
    assert_eq!(desk.run(&["--version"]).fine(), format!("hangup {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn nothing_is_coloured_where_nobody_can_see_it() {
    let desk = desk();
    desk.write("broken.yaml", b"version: 1\nlinse: 5\n");
    for arguments in
        [&["run", "line.yaml"][..], &["tree", "line.yaml"], &["check", "broken.yaml"], &["rnu"], &["--help"]]
    {
        let seen = desk.run(arguments);
        assert!(!seen.out.contains('\x1b') && !seen.err.contains('\x1b'), "{}\n{}{}", seen.command, seen.out, seen.err);
    }
}

#[test]
fn warnings_go_to_standard_error_unless_quiet() {
    let desk = desk();
    desk.write("warned.yaml", LINE.replace("bills: 1", "bills: 1, other: 1").as_bytes());
    let seen = desk.run(&["run", "warned.yaml"]).ended(0);
    assert!(seen.err.starts_with("warning[unserved-intent]"), "{}", seen.err);
    assert!(!seen.out.contains("warning"), "{}", seen.out);
    desk.run(&["run", "--quiet", "warned.yaml"]).fine();
    let seen = desk.run(&["check", "warned.yaml"]).ended(0);
    assert_eq!(seen.out, "warned.yaml: fine, with a warning\n");
    assert!(seen.err.starts_with("warning[unserved-intent]"), "{}", seen.err);
}

// ---- what is wrong ----

#[test]
fn a_wrong_command_ends_with_2() {
    let desk = desk();
    for arguments in [
        &[][..],
        &["rnu"],
        &["run"],
        &["run", "line.yaml", "--sead", "4"],
        &["run", "line.yaml", "--format", "xml"],
        &["run", "line.yaml", "--threads", "0"],
        &["run", "line.yaml", "--seed", "-1"],
        &["run", "line.yaml", "--replications", "0"],
        &["run", "line.yaml", "--replication", "0"],
        &["run", "line.yaml", "--out"],
        &["run", "line.yaml", "--out", ""],
        &["run", "line.yaml", "--set", "seed"],
        &["run", "line.yaml", "--set", "qeues=1"],
        &["tree", "line.yaml", "line.yaml"],
        &["schema", "line.yaml"],
    ] {
        desk.run(arguments).wrong();
    }
    assert!(desk.run(&["run", "line.yaml", "--sead", "4"]).wrong().contains("--seed"));
}

#[test]
fn a_replication_beyond_the_last_ends_with_2() {
    let desk = desk();
    desk.run(&["run", "line.yaml", "--replication", "6"]).fine();
    let message = desk.run(&["run", "line.yaml", "--replication", "7"]).wrong();
    assert!(message.contains("6 replications"), "{message}");
}

#[test]
fn a_file_that_cannot_be_read_ends_with_2() {
    let desk = desk();
    fs::create_dir(desk.0.path().join("folder")).expect("a folder");
    desk.write("latin.yaml", b"version: 1\nname: Caf\xe9\n");
    for command in ["run", "check", "tree"] {
        assert!(desk.run(&[command, "lime.yaml"]).wrong().contains("did you mean `line.yaml`?"), "{command}");
        let folder = if command == "tree" { "directory" } else { "no scenario file" };
        assert!(desk.run(&[command, "folder"]).wrong().contains(folder), "{command}");
        assert!(desk.run(&[command, "latin.yaml"]).wrong().contains("not UTF-8 text: line 2, column 10"), "{command}");
    }
}

#[test]
fn a_broken_file_ends_with_2_and_its_place() {
    let desk = desk();
    desk.write("broken.yaml", LINE.replace("lines: 20", "linse: 20").as_bytes());
    desk.write("no-yaml.yaml", b"name: [\n");
    desk.write("empty.yaml", b"");
    for command in ["run", "check", "tree"] {
        let message = desk.run(&[command, "broken.yaml"]).wrong();
        assert!(message.contains("broken.yaml:7:1") && message.contains("`lines`"), "{message}");
        desk.run(&[command, "no-yaml.yaml"]).wrong();
        desk.run(&[command, "empty.yaml"]).wrong();
    }
}

#[test]
fn one_broken_file_among_several_costs_no_run() {
    let desk = desk();
    desk.write("broken.yaml", LINE.replace("lines: 20", "linse: 20").as_bytes());
    desk.write("other.yaml", LINE.replace("seed: 3", "sede: 3").as_bytes());
    let message = desk.run(&["run", "line.yaml", "broken.yaml", "other.yaml"]).wrong();
    assert!(message.contains("broken.yaml:7") && message.contains("other.yaml:3"), "all at once: {message}");
    desk.run(&["check", "line.yaml", "broken.yaml"]).wrong();
}

#[test]
fn a_tree_without_an_ivr_says_where_contacts_wait() {
    let desk = desk();
    desk.write(
        "queue.yaml",
        b"arrivals: {voice: {per_hour: 60, queue: desk}}
callers: {patience: {exponential: {mean: 2m}}}
queues: {desk: {talk: 3m}}
agents: {team: {count: 4, queues: [desk]}}
",
    );
    assert!(desk.run(&["tree", "queue.yaml"]).fine().contains("voice → queue desk"));
}

#[test]
fn a_tree_says_of_digits_what_can_become_of_them() {
    let desk = desk();
    let drawn = |collect: &str, failed: &str| {
        let start =
            format!("start: number\n  steps: {{number: {{collect: {{digits: 4, {collect}}}, then: main{failed}}}}}");
        desk.write("digits.yaml", LINE.replace("greeting: 2s", &start).as_bytes());
        let tree = desk.run(&["tree", "digits.yaml"]).fine();
        tree.lines().find(|line| line.contains("number: ")).expect("a line").trim().to_owned()
    };
    assert_eq!(drawn("valid: 100%", ""), "0.0  number: digits → menu main");
    let failed = ", failed: {queue: \"desk, front\"}";
    let expected = "0.0  number: (3.0 s) 1 try, 60 % valid → menu main, else → queue desk, front";
    assert_eq!(drawn("say: 3s, valid: 60%, tries: 1", failed), expected);
    let expected =
        "0.0  number: digits skipped for known numbers; 3 tries, 60 % valid → menu main, else → queue desk, front";
    assert_eq!(drawn("skip_if: known_number, valid: 60%", failed), expected);
}

// ---- streams ----

#[test]
#[cfg(unix)]
fn a_reader_that_closes_the_pipe_is_no_error() {
    let desk = desk();
    for arguments in [&["run", "line.yaml", "--format", "csv"][..], &["schema"], &["tree", "line.yaml"]] {
        let (reader, writer) = std::io::pipe().expect("a pipe");
        drop(reader);
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_hangup"))
            .args(arguments)
            .current_dir(&desk.0)
            .stdout(writer)
            .stderr(Stdio::piped())
            .output()
            .expect("the program runs");
        Seen::of(output, arguments).fine();
    }
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_ends_with_3() {
    let desk = desk();
    for arguments in [
        &["run", "line.yaml"][..],
        &["run", "line.yaml", "--format", "json"],
        &["check", "line.yaml"],
        &["schema"],
        &["--help"],
    ] {
        let full = fs::OpenOptions::new().write(true).open("/dev/full").expect("/dev/full");
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_hangup"))
            .args(arguments)
            .current_dir(&desk.0)
            .stdout(full)
            .stderr(Stdio::piped())
            .output()
            .expect("the program runs");
        let seen = Seen::of(output, arguments).ended(3);
        assert!(seen.err.contains("could not be written"), "{}", seen.err);
    }
}

// ---- a folder for the files ----

/// What `--out` writes of one scenario.
const FILES: [&str; 7] =
    ["index.html", "intents.csv", "ivr.csv", "options.csv", "report.txt", "result.csv", "result.json"];

#[test]
fn out_writes_what_the_formats_print() {
    let desk = desk();
    let seen = desk.run(&["run", "line.yaml", "--out", "new/folder"]).ended(0);
    assert_eq!(desk.names("new/folder"), FILES);
    let told = "wrote report.txt, result.json, result.csv, ivr.csv, intents.csv, options.csv, index.html";
    assert!(seen.err.starts_with(told) && seen.err.ends_with(" to new/folder\n"), "{}", seen.err);
    for (format, file) in [("json", "result.json"), ("csv", "result.csv")] {
        let printed = desk.run(&["run", "line.yaml", "--format", format]).fine();
        assert!(desk.read(&format!("new/folder/{file}")) == printed, "{file} is not what --format {format} prints");
    }
    // The file is the report that was printed, without the time that it took.
    let (heading, rest) = seen.out.split_once(", simulated in ").expect("a wall time");
    let rest = rest.split_once('\n').expect("a line").1;
    assert_eq!(desk.read("new/folder/report.txt"), format!("{heading}\n{rest}"));
}

#[test]
fn out_replaces_its_own_files_and_no_others() {
    let desk = desk();
    fs::create_dir(desk.0.path().join("out")).expect("a folder");
    desk.write("out/result.json", b"old");
    desk.write("out/mine.txt", b"mine");
    desk.run(&["run", "line.yaml", "--quiet", "--out", "out"]).fine();
    let first = desk.read("out/result.json");
    assert_eq!(json(&first)["seed"], 3);
    assert_eq!(desk.read("out/mine.txt"), "mine");
    desk.run(&["run", "line.yaml", "--quiet", "--out", "out", "--threads", "1"]).fine();
    assert_eq!(desk.read("out/result.json"), first);
    assert_eq!(desk.names("out").len(), FILES.len() + 1);
}

#[test]
fn out_gives_several_scenarios_a_folder_each() {
    let desk = desk();
    fs::create_dir(desk.0.path().join("days")).expect("a folder");
    desk.write("days/line.yaml", LINE.replace("A line", "Another").as_bytes());
    desk.run(&["run", "line.yaml", "days/line.yaml", "--format", "json", "--quiet", "--out", "out"]).fine();
    assert_eq!(desk.names("out"), ["line", "line-2"]);
    for (folder, name) in [("line", "A line"), ("line-2", "Another")] {
        assert_eq!(desk.names(&format!("out/{folder}")), FILES);
        assert_eq!(json(&desk.read(&format!("out/{folder}/result.json")))["scenario"], name);
    }
}

#[test]
fn out_to_where_no_folder_can_be_ends_with_2() {
    let desk = desk();
    for path in ["line.yaml", "line.yaml/out"] {
        // A run that would take for ever is not begun.
        let arguments = ["run", "line.yaml", "--replications", "4000000", "--out", path];
        let message = desk.run(&arguments).wrong();
        assert!(message.starts_with(&format!("error: --out {path}: ")), "{message}");
    }
    assert_eq!(desk.read("line.yaml"), LINE);
    fs::create_dir(desk.0.path().join("out")).expect("a folder");
    desk.write("out/line", b"in the way");
    desk.run(&["run", "line.yaml", "line.yaml", "--out", "out"]).wrong();
    // A mistake in the scenario is found before anything is made.
    desk.write("broken.yaml", b"linse: 4\n");
    desk.run(&["run", "broken.yaml", "--out", "other"]).wrong();
    assert!(!desk.0.path().join("other").exists());
}

#[test]
#[cfg(unix)]
fn out_to_a_folder_that_is_read_only_ends_with_2() {
    use std::os::unix::fs::PermissionsExt;
    let desk = desk();
    let folder = desk.0.path().join("out");
    fs::create_dir(&folder).expect("a folder");
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o555)).expect("read-only");
    if fs::write(folder.join("try"), b"").is_ok() {
        return; // Who is allowed everything cannot be kept out.
    }
    assert!(desk.run(&["run", "line.yaml", "--out", "out"]).wrong().contains("--out out: "));
}

#[test]
#[cfg(unix)]
fn out_leaves_nothing_half_written_where_the_disk_is_full() {
    let desk = desk();
    fs::create_dir(desk.0.path().join("out")).expect("a folder");
    desk.write("out/report.txt", b"the last one");
    // Files may grow to 8 blocks and no further, which the report does not need and the figures do.
    let command =
        format!("trap '' XFSZ; ulimit -f 8; exec {} run line.yaml --quiet --out out", env!("CARGO_BIN_EXE_hangup"));
    let output = std::process::Command::new("sh").args(["-c", &command]).current_dir(&desk.0).output().expect("sh");
    let seen = Seen::of(output, &["run", "on a full disk"]).ended(3);
    assert!(seen.err.starts_with("error: out/result.json could not be written: "), "{}", seen.err);
    assert!(seen.out.starts_with("A line\n"), "the report is printed all the same: {}", seen.out);
    assert_eq!(desk.names("out"), ["report.txt"]);
    assert_eq!(desk.read("out/report.txt"), "the last one");
}

#[test]
#[cfg(unix)]
fn out_is_written_whoever_reads_the_report() {
    let desk = desk();
    let (reader, writer) = std::io::pipe().expect("a pipe");
    drop(reader);
    let arguments = ["run", "line.yaml", "--quiet", "--out", "out"];
    let mut program = std::process::Command::new(env!("CARGO_BIN_EXE_hangup"));
    program.args(arguments).current_dir(&desk.0).stdout(writer).stderr(Stdio::piped());
    Seen::of(program.output().expect("the program runs"), &arguments).fine();
    assert_eq!(desk.names("out"), FILES);
}

// ---- results ----

#[test]
fn the_json_result_keeps_its_promises() {
    let desk = desk();
    let result = json(&desk.run(&["run", "line.yaml", "--format", "json"]).fine());
    assert_eq!(result["schema"], 1);
    assert_eq!(result["hangup"], env!("CARGO_PKG_VERSION"));
    assert_eq!(result["scenario"], "A line");
    assert_eq!(result["seed"], 3);
    assert_eq!(result["replications"], 6);
    assert_eq!(result["confidence"], 0.95);
    assert!(result["scenario_hash"].as_str().is_some_and(|hash| !hash.is_empty()));

    for name in [
        "ivr_abandonment",
        "queue_abandonment",
        "total_abandonment",
        "containment",
        "blocking",
        "wait_probability",
        "mean_wait",
        "average_speed_of_answer",
        "service_level",
        "occupancy",
        "time_in_ivr",
        "zero_out",
        "misroutes",
        "self_service_success",
    ] {
        let metric = &result["metrics"][name];
        for field in ["mean", "half_width", "unit", "of"] {
            assert!(metric.get(field).is_some(), "{name} has no `{field}`: {metric}");
        }
        assert!(metric["mean"].is_number(), "{name}: {metric}");
    }

    let outcomes = result["outcomes"].as_object().expect("outcomes");
    let count = |name: &str| outcomes[name].as_u64().unwrap_or_else(|| panic!("{name} is a whole number"));
    let ended: u64 = outcomes.keys().filter(|&name| name != "arrived").map(|name| count(name)).sum();
    assert_eq!(count("arrived"), ended);
    for name in ["blocked", "abandoned_in_ivr", "self_served", "disconnected", "transferred_out"] {
        count(name);
    }
    for name in ["abandoned_in_queue", "left_voicemail", "served"] {
        count(name);
    }

    let level = &result["ivr"]["levels"][0];
    assert_eq!(level["level"], 1);
    for place in [level, &result["ivr"]["greeting"], &result["ivr"]["menus"]["main"]] {
        assert!(place["entered"].is_u64() && place["abandoned"].is_u64(), "{place}");
    }
    assert!(result["queues"]["desk, front"]["metrics"]["service_level"]["mean"].is_number());
    assert!(result["agents"]["team"]["metrics"]["occupancy"]["mean"].is_number());
    let intervals = result["intervals"].as_array().expect("intervals");
    assert_eq!(intervals.len(), 4, "half-hours from eight to ten");
    assert!(result["conversations"].is_object() && result["expectations"].is_array());
}

#[test]
fn several_results_are_one_json_array() {
    let desk = desk();
    desk.write("other.yaml", LINE.replace("A line", "Another").as_bytes());
    let results = json(&desk.run(&["run", "line.yaml", "other.yaml", "--format", "json"]).fine());
    let names: Vec<&Value> = results.as_array().expect("an array").iter().map(|result| &result["scenario"]).collect();
    assert_eq!(names, ["A line", "Another"]);
    // Two of one name are told apart by their files; one alone needs none.
    let alike = json(&desk.run(&["run", "line.yaml", "./line.yaml", "--format", "json"]).fine());
    assert_eq!((&alike[0]["file"], &alike[1]["file"]), (&"line.yaml".into(), &"./line.yaml".into()));
    assert!(json(&desk.run(&["run", "line.yaml", "--format", "json"]).fine()).get("file").is_none());
    let text = desk.run(&["run", "line.yaml", "other.yaml"]).fine();
    assert!(text.starts_with("A line\n") && text.contains("\n\nAnother\n"), "{text}");
    let checked = desk.run(&["check", "line.yaml", "other.yaml"]).fine();
    assert_eq!(checked, "line.yaml: fine\nother.yaml: fine\n");
}

/// The fields of a line of CSV (RFC 4180).
fn fields(line: &str) -> Vec<String> {
    let mut fields = vec![String::new()];
    let mut quoted = false;
    let mut characters = line.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '"' if quoted && characters.peek() == Some(&'"') => {
                characters.next();
                fields.last_mut().expect("a field").push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => fields.push(String::new()),
            other => fields.last_mut().expect("a field").push(other),
        }
    }
    assert!(!quoted, "{line}");
    fields
}

#[test]
fn csv_has_the_same_columns_in_every_line() {
    let desk = desk();
    let text = desk.run(&["run", "line.yaml", "--format", "csv"]).fine();
    let mut lines = text.lines();
    let heading = fields(lines.next().expect("a heading"));
    assert_eq!(heading, ["interval", "about", "name", "metric", "mean", "half_width", "unit", "of"]);
    let mut names = 0;
    for line in lines {
        let fields = fields(line);
        assert_eq!(fields.len(), heading.len(), "{line}");
        names += usize::from(fields[2] == "desk, front");
        for number in &fields[4..6] {
            assert!(number.is_empty() || number.parse::<f64>().is_ok_and(f64::is_finite), "{line}");
        }
    }
    assert!(names > 10, "the queue's name is kept in one field");
}

#[test]
fn json_and_csv_are_the_same_bytes_on_any_number_of_threads() {
    let desk = desk();
    for format in ["json", "csv"] {
        let on = |threads: &str| {
            desk.run(&["run", "line.yaml", "--replications", "23", "--format", format, "--threads", threads]).fine()
        };
        let one = on("1");
        assert_eq!(one, on("2"), "{format}");
        assert_eq!(one, on("7"), "{format}");
        assert_eq!(one, on("1"), "{format} again");
    }
}

#[test]
fn seed_and_replications_are_settings_like_others() {
    let desk = desk();
    let options = desk.run(&["run", "line.yaml", "--seed", "9", "--replications", "4", "--format", "json"]).fine();
    let settings =
        desk.run(&["run", "line.yaml", "--set", "seed=9", "--set", "replications=4", "--format", "json"]).fine();
    assert_eq!(options, settings);
    assert_ne!(options, desk.run(&["run", "line.yaml", "--replications", "4", "--format", "json"]).fine());
}

#[test]
fn one_replication_is_the_one_it_is_among_all() {
    let desk = desk();
    let arrived = |arguments: &[&str]| {
        let arguments = [&["run", "line.yaml", "--format", "json"], arguments].concat();
        json(&desk.run(&arguments).fine())["outcomes"]["arrived"].as_u64().expect("a count")
    };
    let each: u64 = (1..=6).map(|k| arrived(&["--replication", &k.to_string()])).sum();
    assert_eq!(each, arrived(&[]));
}

#[test]
fn a_law_at_the_end_of_its_range_is_simulated_like_any() {
    let desk = desk();
    for law in [
        "{gamma: {mean: 1m, shape: 0.01}}",
        "{gamma: {mean: 1ms, cv: 10}}",
        "{gamma: {mean: 1m, shape: 1000000}}",
        "{weibull: {shape: 0.05, mean: 1m}}",
        "{weibull: {shape: 1000, mean: 1m}}",
        "{lognormal: {mean: 1m, cv: 100}}",
        "{hyperexponential: [{share: 99.99%, mean: 1ms}, {share: 0.01%, mean: 900h}]}",
    ] {
        desk.write("talk.yaml", LINE.replace("talk: 3m", &format!("talk: {law}, after_call_work: {law}")).as_bytes());
        desk.run(&["run", "--quiet", "talk.yaml"]).fine();
        desk.write("patience.yaml", LINE.replace("{exponential: {mean: 2m}}", law).as_bytes());
        desk.run(&["run", "--quiet", "patience.yaml"]).fine();
        let hazard =
            format!("{{patience: {law}, mistakes: {{key_slip: 30%}}, hazard: {{per_error: 0.001, per_level: 1000}}}}");
        desk.write("hazard.yaml", LINE.replace("{patience: {exponential: {mean: 2m}}}", &hazard).as_bytes());
        desk.run(&["run", "--quiet", "hazard.yaml"]).fine();
    }
}

#[test]
fn a_run_that_cannot_be_completed_ends_with_3_and_costs_the_others_nothing() {
    let desk = desk();
    // A run that would take hours, where there is less time.
    desk.write("endless.yaml", LINE.replace("replications: 6", "replications: 9000000").as_bytes());
    let seen = desk.run(&["run", "line.yaml", "endless.yaml", "--format", "json", "--max-time", "3s"]).ended(3);
    assert!(seen.err.starts_with("error: endless.yaml: "), "{}", seen.err);
    let results = json(&seen.out);
    let names: Vec<&Value> = results.as_array().expect("an array").iter().map(|result| &result["scenario"]).collect();
    assert_eq!(names, ["A line"]);
    let arguments = ["run", "line.yaml", "endless.yaml", "--format", "csv", "--max-time", "3s", "--out", "out"];
    let seen = desk.run(&arguments).ended(3);
    assert!(seen.out.lines().skip(1).all(|line| line.starts_with("line.yaml,")), "{}", seen.out);
    assert_eq!(
        (desk.names("out"), desk.names("out/line")),
        (vec!["line".to_owned()], FILES.map(str::to_owned).to_vec())
    );
    let seen = desk.run(&["run", "line.yaml", "endless.yaml", "--max-time", "3s"]).ended(3);
    assert!(seen.out.ends_with("\n2 scenarios: nothing expected, 1 not finished; see endless.yaml\n"), "{}", seen.out);
    assert_eq!(desk.run(&["run", "endless.yaml", "--max-time", "50ms"]).ended(3).out, "");
}

#[test]
fn the_shipped_scenarios_are_fine_and_run() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let mut found = 0;
    for entry in fs::read_dir(folder).expect("scenarios") {
        let path = entry.expect("an entry").path();
        if path.extension().is_none_or(|extension| extension != "yaml") {
            continue;
        }
        let path = path.to_str().expect("a name");
        let desk = desk();
        let mut arguments = vec!["run", "--quiet", path];
        // A steady run is one long replication; an hour or two tell as well whether it runs.
        if fs::read_to_string(path).expect(path).contains("\nsteady:") {
            arguments.extend(["--set", "steady={length: 20h, warm_up: 1h}"]);
        } else {
            arguments.extend(["--replications", "2"]);
        }
        desk.run(&arguments).fine();
        desk.run(&["check", path]).ended(0);
        found += 1;
    }
    assert!(found >= 5, "only {found} scenarios are shipped");
}

#[test]
#[cfg(unix)]
fn an_interrupt_ends_with_3_and_nothing_written() {
    let desk = desk();
    let arguments = ["run", "line.yaml", "--replications", "4000000"];
    let mut program = std::process::Command::new(env!("CARGO_BIN_EXE_hangup"));
    program.args(arguments).current_dir(&desk.0).stdout(Stdio::piped()).stderr(Stdio::piped());
    let program = program.spawn().expect("the program runs");
    // Long enough to have read the file, and far from enough to have simulated it.
    std::thread::sleep(std::time::Duration::from_secs(2));
    let sent = std::process::Command::new("kill").args(["-INT", &program.id().to_string()]).status().expect("kill");
    assert!(sent.success());
    let seen = Seen::of(program.wait_with_output().expect("an end"), &arguments).ended(3);
    assert_eq!(seen.out, "");
    assert!(seen.err.contains("interrupted"), "{}", seen.err);
}

// ---- timelines ----

#[test]
fn a_timeline_is_written_and_told_and_threads_do_not_show() {
    let desk = desk();
    let customers = LINE.to_owned() + "customers: {count: 40, known_number: 50%}\n";
    desk.write("customers.yaml", customers.as_bytes());
    let read = |name: &str| fs::read_to_string(desk.0.path().join(name)).expect(name);
    for threads in ["1", "2"] {
        let folder = format!("on-{threads}/day.jsonl");
        desk.run(&["run", "customers.yaml", "-q", "--threads", threads, "--replication", "3", "--timeline", &folder])
            .ended(0);
    }
    for name in ["day.jsonl", "abandoned-calls.csv"] {
        assert_eq!(read(&format!("on-1/{name}")), read(&format!("on-2/{name}")), "{name}");
    }
    let schema = json(&desk.run(&["schema", "timeline"]).fine());
    let mut last = 0.0;
    for line in read("on-1/day.jsonl").lines() {
        let entry: Value = serde_json::from_str(line).expect("JSON");
        let names: Vec<&str> = entry.as_object().unwrap().keys().map(String::as_str).collect();
        let order = [
            "time",
            "type",
            "contact",
            "customer",
            "conversation",
            "channel",
            "initiator",
            "agent",
            "queue",
            "outcome",
            "reason",
            "menu",
            "level",
            "selected",
            "number",
        ];
        let places: Vec<usize> =
            names.iter().map(|name| order.iter().position(|known| known == name).unwrap()).collect();
        assert!(places.is_sorted(), "{line}");
        assert!(names.iter().all(|name| schema["properties"][name]["description"].is_string()), "{line}");
        assert!(entry["time"].as_f64().unwrap() >= last);
        last = entry["time"].as_f64().unwrap();
    }
    let csv = read("on-1/abandoned-calls.csv");
    assert!(csv.starts_with("replication,time,clock,contact,customer,profile,where,"));
    assert!(csv.lines().count() > 5 && csv.lines().skip(1).all(|line| line.starts_with("3,")), "{csv}");
    assert!(csv.contains(",ivr,main,1,") && csv.contains(",queue,"), "{csv}");
    let told = desk.run(&["timeline", "on-1/day.jsonl", "--conversation", "1"]).ended(0);
    assert!(
        told.out.starts_with("Conversation 1 with customer ") && told.out.contains("conversation 1 opened"),
        "{}",
        told.out
    );
    let whole = desk.run(&["run", "customers.yaml", "-q", "--timeline", "first.jsonl"]).ended(0);
    assert!(whole.out.contains("Conversations") && !read("first.jsonl").is_empty());
}

#[test]
fn a_control_character_in_a_timeline_is_shown_and_not_sent() {
    let desk = desk();
    let line = |time: u32, rest: &str| {
        format!(
            "{{\"time\":{time},\"contact\":\"a/1\",\"customer\":1,\"channel\":\"voice\",\"number\":\"1\\u0007\",{rest}}}\n"
        )
    };
    let lines = [
        line(1, r#""type":"contact_arrived""#),
        line(2, r#""type":"contact_queued","queue":"\u001b[31mdesk\n\u009b""#),
        line(3, r#""type":"contact_accepted","agent":"team\r\t1""#),
    ];
    desk.write("day.jsonl", lines.concat().as_bytes());
    let told = desk.run(&["timeline", "day.jsonl", "--customer", "1"]).fine();
    let expected = [
        r"Customer 1, 1\u{7}",
        r"  00:00:01  call from 1\u{7} arrived",
        r"  00:00:02  call from 1\u{7} queued for \u{1b}[31mdesk\n\u{9b}",
        r"  00:00:03  call from 1\u{7} accepted by team\r\t1 after 1s",
    ];
    assert_eq!(told.lines().collect::<Vec<_>>(), expected);
}

#[test]
fn the_schema_says_where_the_timeline_of_a_steady_run_ends() {
    let schema = json(&desk().run(&["schema", "timeline"]).fine());
    let says = |text: &Value, part: &str| assert!(text.as_str().unwrap().contains(part), "{text}");
    says(&schema["description"], "of a steady run ends when the last contact that counts has ended");
    says(&schema["properties"]["number"]["description"], "79,800 customers");
}

#[test]
fn a_timeline_that_cannot_be_read_or_written_ends_with_2() {
    let desk = desk();
    desk.write("no.jsonl", b"{\"time\": 1, \"type\": \"contact_arrived\"}\n{\"time\": 2, \"type\": \"sneezed\"}\n");
    let wrong = desk.run(&["timeline", "no.jsonl", "--customer", "1"]).ended(2);
    assert!(
        wrong.err.starts_with("error: no.jsonl:2: this is no line of a timeline") && wrong.err.contains("sneezed"),
        "{}",
        wrong.err
    );
    for nothing in ["", "\n \n"] {
        desk.write("empty.jsonl", nothing.as_bytes());
        let wrong = desk.run(&["timeline", "empty.jsonl", "--customer", "1"]).wrong();
        assert!(
            wrong.starts_with("error: empty.jsonl: the file is empty, and no timeline\n  help: write one"),
            "{wrong}"
        );
    }
    desk.run(&["timeline", "nowhere.jsonl", "--customer", "1"]).ended(2);
    desk.run(&["timeline", "no.jsonl"]).ended(2);
    desk.run(&["timeline", "no.jsonl", "--customer", "1", "--conversation", "1"]).ended(2);
    desk.run(&["run", "line.yaml", "-q", "--timeline", "line.jsonl"]).ended(0);
    let nobody = desk.run(&["timeline", "line.jsonl", "--customer", "1"]).ended(2);
    assert!(
        nobody.err.contains("customer 1 is not in this timeline") && nobody.err.contains("customers.count"),
        "{}",
        nobody.err
    );
    desk.run(&["run", "line.yaml", "--timeline", "abandoned-calls.csv"]).ended(2);
    desk.run(&["run", "line.yaml", "--timeline", "."]).ended(2);
    desk.run(&["run", "line.yaml", "line.yaml", "--timeline", "day.jsonl"]).ended(2);
}
