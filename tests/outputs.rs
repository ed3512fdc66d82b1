//! Where outputs go: to files, whole or not at all; through links, which stay; into devices and pipes, which nothing replaces.

#![cfg(unix)]

#[path = "common/desk.rs"]
mod desk;

use std::fs::{self, File};
use std::os::unix::fs::{FileTypeExt, symlink};
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use desk::{Desk, LINE};

const RUN: [&str; 5] = ["run", "line.yaml", "--quiet", "--threads", "1"];

fn desk_with_a_line() -> Desk {
    Desk::new(&[("line.yaml", LINE)])
}

fn with<'a>(more: &[&'a str]) -> Vec<&'a str> {
    [&RUN[..], more].concat()
}

/// The timeline as a file, and the report.
fn expected() -> (String, String) {
    let desk = desk_with_a_line();
    let (report, _) = desk.said(&with(&["--timeline", "day.jsonl"]), 0);
    assert_eq!(desk.names("."), ["abandoned-calls.csv", "day.jsonl", "line.yaml"]);
    (desk.read("day.jsonl"), report)
}

/// The report without its last line, which tells how long it took.
fn timeless(report: &str) -> String {
    let lines = report.lines().map(|line| line.split(", simulated in").next().unwrap_or(line));
    lines.collect::<Vec<_>>().join("\n")
}

fn pipe(desk: &Desk, name: &str) {
    assert!(Command::new("mkfifo").arg(desk.path(name)).status().expect("mkfifo").success());
}

// ---- pipes ----

#[test]
fn a_pipe_is_written_into_and_stays() {
    let desk = desk_with_a_line();
    pipe(&desk, "pipe");
    symlink("pipe", desk.path("link")).unwrap();
    for (option, name, begins) in [("--timeline", "pipe", "{\"time\":"), ("--junit", "link", "<?xml")] {
        let path = desk.path("pipe");
        let reader = thread::spawn(move || fs::read_to_string(path).expect("text"));
        let (_, err) = desk.said(&["run", "line.yaml", option, name], 0);
        let read = reader.join().expect("it reads");
        assert!(read.starts_with(begins), "{option}: {read}");
        assert!(option != "--timeline" || read == expected().0);
        let said = format!("wrote {name}, without abandoned-calls.csv beside what is no file, to .\n");
        assert_eq!(err.contains(&said), option == "--timeline", "{err}");
        assert!(fs::metadata(desk.path("pipe")).unwrap().file_type().is_fifo());
        assert!(desk.path("link").is_symlink());
    }
    assert_eq!(desk.names("."), ["line.yaml", "link", "pipe"]);
}

#[test]
fn a_reader_that_closes_a_pipe_is_no_error() {
    let desk = desk_with_a_line();
    pipe(&desk, "pipe");
    let path = desk.path("pipe");
    let reader = thread::spawn(move || drop(File::open(path).expect("a pipe")));
    desk.said(&with(&["--timeline", "pipe"]), 0);
    reader.join().expect("it opens");
}

#[test]
fn standard_output_is_written_after_the_report() {
    let desk = desk_with_a_line();
    let (timeline, report) = expected();
    let both = timeless(&format!("{report}{timeline}"));
    let (out, _) = desk.said(&with(&["--timeline", "/dev/stdout"]), 0);
    assert_eq!(timeless(&out), both);
    // The same where it is a file, which is not replaced and loses nothing.
    let mut command = Command::new(env!("CARGO_BIN_EXE_hangup"));
    let into = File::create(desk.path("out.txt")).unwrap();
    let status = command.current_dir(&desk.0).args(with(&["--timeline", "/dev/stdout"])).stdout(into).status().unwrap();
    assert!(status.success());
    assert_eq!(timeless(&desk.read("out.txt")), both);
    assert_eq!(desk.names("."), ["line.yaml", "out.txt"]);
}

// ---- devices ----

#[test]
fn a_full_device_is_no_success_and_stays() {
    let full = || fs::metadata("/dev/full").ok().filter(|found| found.file_type().is_char_device());
    if full().is_none() {
        eprintln!("SKIPPED: there is no /dev/full here");
        return;
    }
    let desk = desk_with_a_line();
    symlink("/dev/full", desk.path("full")).unwrap();
    for option in ["--timeline", "--junit"] {
        let (_, err) = desk.said(&with(&[option, "full"]), 3);
        assert!(err.contains("error: full could not be written: No space left on device"), "{option}: {err}");
        assert_eq!(fs::read_link(desk.path("full")).unwrap().to_str(), Some("/dev/full"));
        assert!(full().is_some(), "{option} has replaced the device");
    }
    assert_eq!(desk.names("."), ["full", "line.yaml"]);
    // Where one of several cannot be written, none is new.
    fs::create_dir(desk.path("out")).unwrap();
    symlink("/dev/full", desk.path("out/result.json")).unwrap();
    let (_, err) = desk.said(&with(&["--out", "out"]), 3);
    assert!(err.contains("error: out/result.json could not be written: "), "{err}");
    assert_eq!(desk.names("out"), ["result.json"]);
    assert!(full().is_some());
}

// ---- links to files ----

#[test]
fn a_link_to_a_file_stays_and_the_file_is_replaced() {
    let desk = desk_with_a_line();
    desk.write("kept/real.jsonl", "old");
    symlink("real.jsonl", desk.path("kept/again.jsonl")).unwrap();
    symlink("kept/again.jsonl", desk.path("day.jsonl")).unwrap();
    symlink("kept/new.xml", desk.path("tests.xml")).unwrap();
    desk.said(&with(&["--timeline", "day.jsonl", "--junit", "tests.xml"]), 0);
    assert_eq!(desk.read("kept/real.jsonl"), expected().0);
    assert!(desk.read("kept/new.xml").starts_with("<?xml"));
    assert!(["day.jsonl", "kept/again.jsonl", "tests.xml"].iter().all(|name| desk.path(name).is_symlink()));
    assert_eq!(desk.names("."), ["abandoned-calls.csv", "day.jsonl", "kept", "line.yaml", "tests.xml"]);
    assert_eq!(desk.names("kept"), ["again.jsonl", "new.xml", "real.jsonl"]);
}

#[test]
fn two_outputs_are_never_one_file() {
    let desk = desk_with_a_line();
    symlink("abandoned-calls.csv", desk.path("day.jsonl")).unwrap();
    let (out, err) = desk.said(&with(&["--timeline", "day.jsonl"]), 2);
    assert!(out.is_empty() && err.contains("the abandoned calls are written to this file"), "{err}");
    assert_eq!(desk.names("."), ["day.jsonl", "line.yaml"]);
}

// ---- whole or not at all ----

#[test]
fn nothing_is_left_of_a_timeline_that_is_interrupted() {
    // Somebody opens the pipe and never reads it, so that the writing stands still in the middle.
    let steady = LINE
        .replace("replications: 20\n", "")
        .replace("day: {from: \"08:00\", to: \"10:00\"}", "steady: {length: 300h}");
    let desk = Desk::new(&[("line.yaml", &steady.replace("count: 3", "count: 1"))]);
    pipe(&desk, "abandoned-calls.csv");
    let path = desk.path("abandoned-calls.csv");
    let reader = thread::spawn(move || File::open(path).expect("a pipe"));
    let mut command = Command::new(env!("CARGO_BIN_EXE_hangup"));
    command.current_dir(&desk.0).args(with(&["--timeline", "day.jsonl"])).stdout(Stdio::null()).stderr(Stdio::piped());
    let mut program = command.spawn().expect("the program runs");
    let _unread = reader.join().expect("it opens");
    let half_written = || desk.names(".").into_iter().find(|name| name.starts_with(".day.jsonl."));
    let size = |name: String| fs::metadata(desk.path(&name)).map_or(0, |found| found.len());
    while half_written().is_none_or(|name| size(name) < 100_000) {
        assert!(program.try_wait().expect("its state").is_none(), "it has ended");
        thread::sleep(Duration::from_millis(20));
    }
    assert!(Command::new("kill").args(["-INT", &program.id().to_string()]).status().expect("kill").success());
    let output = program.wait_with_output().expect("an end");
    assert_eq!(output.status.code(), Some(3));
    let err = String::from_utf8(output.stderr).expect("text");
    assert!(err.contains("interrupted; no file is left half-written"), "{err}");
    assert_eq!(desk.names("."), ["abandoned-calls.csv", "line.yaml"]);
}

/// A scenario that would take hours.
fn endless() -> String {
    LINE.replace("replications: 20", "replications: 9000000")
}

#[test]
fn an_interrupt_costs_no_finished_scenario_and_leaves_no_empty_folder() {
    for format in ["json", "text"] {
        let desk = Desk::new(&[("line.yaml", LINE), ("endless.yaml", &endless())]);
        let mut command = Command::new(env!("CARGO_BIN_EXE_hangup"));
        command.current_dir(&desk.0).args(["run", "line.yaml", "endless.yaml", "--out", "new/out", "--format", format]);
        let mut program = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program runs");
        while !desk.path("new/out/line/index.html").exists() {
            assert!(program.try_wait().expect("its state").is_none(), "it has ended");
            thread::sleep(Duration::from_millis(20));
        }
        assert!(Command::new("kill").args(["-INT", &program.id().to_string()]).status().expect("kill").success());
        let output = program.wait_with_output().expect("an end");
        assert_eq!(output.status.code(), Some(3));
        let out = String::from_utf8(output.stdout).expect("text");
        if format == "json" {
            let list: serde_json::Value = serde_json::from_str(&out).expect(&out);
            assert_eq!((list.as_array().expect("a list").len(), &list[0]["file"]), (1, &"line.yaml".into()));
        } else {
            assert!(out.starts_with("A line\n"), "{out}");
        }
        assert_eq!(desk.names("new/out"), ["line"]);
        // Of nothing that is finished, nothing is left.
        let (_, err) = desk.said(&["run", "endless.yaml", "--out", "deep/er/out", "--max-time", "50ms"], 3);
        assert!(err.contains("no time to finish") && !desk.path("deep").exists(), "{err}");
    }
}

#[test]
fn a_folder_in_the_way_of_any_output_is_found_before_anything_is_simulated() {
    let line = LINE.replace("count: 3", "count: 2");
    for (arguments, least) in [
        (&["run", "line.yaml"][..], 7),
        (&["compare", "line.yaml", "other.yaml"], 12),
        (&["sweep", "line.yaml", "--vary", "agents.team.count=2..3", "--vary", "callers.patience=[1m, 2m]"], 7),
    ] {
        let desk = Desk::new(&[("line.yaml", LINE), ("other.yaml", &line)]);
        let out = |folder: &'static str| [arguments, &["--quiet", "--replications", "2", "--out", folder]].concat();
        desk.said(&out("out"), 0);
        let names = desk.names("out");
        assert!(names.len() >= least, "{names:?}");
        for name in names {
            let way = desk.path("od").join(&name);
            fs::create_dir_all(&way).expect("a folder");
            let (printed, err) = desk.said(&out("od"), 2);
            assert!(printed.is_empty() && err.contains(&format!("od/{name} is a folder")), "{name}: {err}");
            fs::remove_dir(way).expect("it is empty");
        }
    }
}
