//! The README is true: every command in it is run, and what it shows is what comes out.
//!
//! A `console` block holds commands (`$ ...`) with their output, a `sh` block commands alone; a `yaml` block whose first
//! line is `# name.yaml` is written to that file for the commands after it. Commands run in a folder of their own that
//! has the project's `scenarios`; `hangup`, and `cargo run` of it, are the program under test. Only the wall time may
//! differ. After a change of the output, `UPDATE_README=1 cargo test --test readme` writes the new one: read the
//! difference before you commit it.

#![cfg(unix)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

/// How a newcomer starts the program before it is installed.
const CARGO_RUN: &str = "cargo run --release --locked --";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// A folder to run commands in.
struct Desk {
    folder: TempDir,
}

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        fs::create_dir(folder.path().join("bin")).expect("bin");
        let program = folder.path().join("bin/hangup");
        std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_hangup"), program).expect("a link to the program");
        std::os::unix::fs::symlink(root().join("scenarios"), folder.path().join("scenarios")).expect("scenarios");
        Self { folder }
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.folder.path().join(name), text).expect(name);
    }

    /// Runs a command as the README's reader would, and returns what they see.
    fn run(&self, command: &str) -> String {
        let mut path = vec![self.folder.path().join("bin")];
        path.extend(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()));
        let output = Command::new("sh")
            .arg("-c")
            .arg(format!("{{ {}\n}} 2>&1", command.replace(CARGO_RUN, "hangup")))
            .current_dir(&self.folder)
            .env("PATH", std::env::join_paths::<Vec<PathBuf>, _>(path).expect("a path"))
            .env("COLUMNS", "100")
            .output()
            .expect("sh");
        let seen = String::from_utf8(output.stdout).expect("text");
        assert!(output.status.success(), "`{command}` ended with {}:\n{seen}", output.status);
        seen
    }
}

/// The text without the one thing that may differ from run to run.
fn without_wall_time(text: &str) -> String {
    let mut parts = text.split("simulated in ");
    let mut kept = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        kept.push_str("simulated in ... s");
        kept.push_str(part.split_once(" s").map_or("", |(_, rest)| rest));
    }
    kept
}

/// The fenced blocks of a page: the fence's word, and the lines between, by their numbers.
fn blocks(page: &str) -> Vec<(String, std::ops::Range<usize>)> {
    let mut blocks = Vec::new();
    let mut open: Option<(String, usize)> = None;
    for (number, line) in page.lines().enumerate() {
        if let Some(word) = line.trim_start().strip_prefix("```") {
            open = match open {
                Some((word, from)) => {
                    blocks.push((word, from..number));
                    None
                }
                None => Some((word.to_owned(), number + 1)),
            };
        }
    }
    assert!(open.is_none(), "a block is not closed");
    blocks
}

#[test]
fn every_command_of_the_readme_does_what_it_shows() {
    let page = read("README.md");
    let lines: Vec<&str> = page.lines().collect();
    let test_command = test_command();
    let desk = Desk::new();
    let mut renewed: Vec<String> = Vec::new();
    let mut copied = 0;
    let mut ran = 0;
    for (word, range) in blocks(&page) {
        let block = &lines[range.clone()];
        match word.as_str() {
            "yaml" => {
                let name = block
                    .first()
                    .and_then(|line| line.strip_prefix("# "))
                    .filter(|name| Path::new(name).extension().is_some_and(|extension| extension == "yaml"));
                desk.write(name.expect("a yaml block begins with `# name.yaml`"), &format!("{}\n", block.join("\n")));
            }
            "sh" => {
                for command in block.iter().filter(|&&command| command != test_command) {
                    desk.run(command);
                    ran += 1;
                }
            }
            "console" => {
                renewed.extend(lines[copied..range.start].iter().map(|&line| line.to_owned()));
                copied = range.end;
                assert!(block[0].starts_with("$ "), "a console block begins with a command");
                for turn in block.chunk_by(|_, next| !next.starts_with("$ ")) {
                    let command = &turn[0][2..];
                    let seen = desk.run(command);
                    ran += 1;
                    renewed.push(turn[0].to_owned());
                    let expected = without_wall_time(&turn[1..].join("\n"));
                    if without_wall_time(seen.trim_end()) == expected.trim_end() {
                        renewed.extend(turn[1..].iter().map(|&line| line.to_owned()));
                    } else if std::env::var_os("UPDATE_README").is_some() {
                        renewed.extend(seen.trim_end().lines().map(str::to_owned));
                    } else {
                        panic!(
                            "`{command}` shows\n{seen}\nand the README\n{}\n(UPDATE_README=1 renews it)",
                            turn[1..].join("\n")
                        );
                    }
                }
            }
            other => panic!("a block of the README is `{other}`, and nobody tests it"),
        }
    }
    renewed.extend(lines[copied..].iter().map(|&line| line.to_owned()));
    assert!(ran >= 8, "only {ran} commands were found");
    let renewed = renewed.join("\n") + "\n";
    if renewed != page {
        fs::write(root().join("README.md"), renewed).expect("README.md");
    }
}

/// The picture that the README opens with is the one that the command beside it makes.
#[test]
fn the_readme_opens_with_a_picture_and_the_command_that_makes_it() {
    let page = read("README.md");
    let opening = page.split("\n## ").next().expect("an opening");
    let (_, after) = opening.split_once("![").expect("a picture");
    let picture = after.split_once("](").and_then(|(_, rest)| rest.split(')').next()).expect("its file");
    let command = after.split('`').find(|part| part.starts_with(CARGO_RUN)).expect("its command");
    let (_, folder) = command.split_once("--out ").expect("its folder");
    let desk = Desk::new();
    desk.run(command);
    let made = desk.folder.path().join(folder).join("heat-map.svg");
    let made = fs::read_to_string(made).expect("the heat map");
    if std::env::var_os("UPDATE_README").is_some() {
        fs::write(root().join(picture), &made).expect("the picture");
    }
    // What is said of it to those who do not see it.
    let (said, _) = after.split_once(']').expect("its description");
    let numbers: Vec<&str> = said.split(' ').filter(|word| word.contains('.')).collect();
    assert!(numbers.len() == 2 && numbers.iter().all(|number| made.contains(&format!("\n{number}\n"))), "{said}");
    assert!(read(picture) == made, "`{command}` makes another picture than {picture} (UPDATE_README=1 renews it)");
}

/// The command that passes the tests: the one thing that `.ci/run` does.
fn test_command() -> String {
    let script = read(".ci/run");
    let does = |line: &&str| {
        !(line.is_empty() || line.starts_with('#') || line.starts_with("set ") || line.starts_with("cd "))
    };
    let commands: Vec<&str> = script.lines().filter(does).collect();
    assert_eq!(commands, ["bash .ci/check"]);
    commands[0].to_owned()
}

#[test]
fn the_build_runs_the_readmes_test_command() {
    let page = read("README.md");
    let lines: Vec<&str> = page.lines().collect();
    let commands: Vec<&str> = blocks(&page)
        .into_iter()
        .filter(|(word, _)| word == "sh")
        .flat_map(|(_, range)| lines[range].to_vec())
        .collect();
    assert!(commands.contains(&test_command().as_str()), "{commands:?}");
    let check = read(".ci/check");
    for step in ["cargo fmt --check", "cargo clippy", "cargo doc", "cargo test --locked"] {
        assert!(check.contains(step), ".ci/check does not call `{step}`");
    }
}

#[test]
fn the_commands_of_the_documents_are_valid() {
    let desk = Desk::new();
    for entry in fs::read_dir(root().join("docs")).expect("docs") {
        let path = entry.expect("an entry").path();
        if path.extension().is_none_or(|extension| extension != "md") {
            continue;
        }
        let page = fs::read_to_string(&path).expect("a page");
        let lines: Vec<&str> = page.lines().collect();
        for (word, range) in blocks(&page) {
            if word == "sh" {
                // What comes of them is for other tests; here two days must be enough.
                lines[range].iter().for_each(|command| drop(desk.run(&format!("{command} --replications 2"))));
            }
        }
    }
}

#[test]
fn what_the_pages_point_to_is_there() {
    for page in ["README.md", "ARCHITECTURE.md", "CHANGELOG.md", "docs/anonymous-bank.md"] {
        let text = read(page);
        let folder = root().join(page).parent().map(Path::to_owned).unwrap_or_default();
        let links = text.split("](").skip(1).filter_map(|rest| rest.split([')', '#']).next());
        for link in links.filter(|link| !link.is_empty() && !link.contains("://")) {
            assert!(folder.join(link).exists(), "{page} links to {link}");
        }
        let named = text.split('`').skip(1).step_by(2);
        let is_path = |name: &&str| {
            ["src/", "tests/", "benches/", "scenarios/", "docs/", ".ci/"].iter().any(|folder| name.starts_with(folder))
                && !name.contains([' ', '*', '{', '<'])
        };
        for name in named.filter(is_path) {
            assert!(root().join(name).exists(), "{page} names {name}");
        }
    }
}

#[test]
fn the_architecture_fits_on_a_few_screens() {
    assert!(read("ARCHITECTURE.md").lines().count() < 150);
}
