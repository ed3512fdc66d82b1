//! Where somebody begins: a scenario to start from, diagnostics explained, completions and manual pages.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use assert_cmd::Command;
use hangup::scenario::explain::{EXPLANATIONS, Example, GOOD};
use hangup::scenario::parse;

fn hangup(folder: &Path, arguments: &[&str]) -> (Option<i32>, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_hangup")).current_dir(folder).args(arguments).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

// ---- init ----

#[test]
fn what_init_writes_is_a_scenario_with_nothing_to_be_told() {
    let folder = tempfile::tempdir().unwrap();
    let (code, out, err) = hangup(folder.path(), &["init", "mine/line.yaml"]);
    assert_eq!((code, out.as_str()), (Some(0), ""), "{err}");
    let text = fs::read_to_string(folder.path().join("mine/line.yaml")).unwrap();
    assert!(text.starts_with("# yaml-language-server: $schema=hangup.schema.json\n"));
    assert!(text.contains("hangup run mine/line.yaml "));
    let schema = fs::read_to_string(folder.path().join("mine/hangup.schema.json")).unwrap();
    assert_eq!(schema, hangup::scenario::schema());
    let (code, out, err) = hangup(folder.path(), &["check", "mine/line.yaml"]);
    assert_eq!((code, out.as_str(), err.as_str()), (Some(0), "mine/line.yaml: fine\n", ""));
    let (code, out, _) = hangup(folder.path(), &["run", "mine/line.yaml", "--quiet"]);
    assert_eq!(code, Some(0), "{out}");
    assert!(out.contains("Expectations: 3 hold;"), "{out}");
    // It is the text that standard output gets, but for the name.
    let (_, out, _) = hangup(folder.path(), &["init", "-"]);
    assert_eq!(out.lines().count(), text.lines().count());
    // Nobody's work is overwritten.
    let (code, _, err) = hangup(folder.path(), &["init", "mine/line.yaml"]);
    assert_eq!(code, Some(2));
    assert!(err.contains("is there already"), "{err}");
}

// ---- explain ----

/// What `explain` shows of a code is what the program says of the example, and nothing is wrong without it.
#[test]
fn every_example_has_the_problem_that_it_is_of() {
    let good = parse("good.yaml", GOOD.to_owned(), &[]).unwrap_or_else(|report| panic!("{}", report.render(false)));
    assert_eq!(good.warnings.problems, []);
    let folder = tempfile::tempdir().unwrap();
    for explanation in EXPLANATIONS {
        let code = explanation.code;
        let text = explanation.example.file().unwrap_or_else(|| GOOD.to_owned());
        fs::write(folder.path().join("example.yaml"), text).unwrap();
        let arguments = match explanation.example {
            Example::Setting(setting) => vec!["check", "example.yaml", "--set", setting],
            Example::Named(name) => vec!["tree", name],
            Example::Sections(_) | Example::File(_) => vec!["check", "example.yaml"],
        };
        let (_, _, said) = hangup(folder.path(), &arguments);
        let heading = ["error", "warning"].map(|level| format!("{level}[{code}]: "));
        let heading = said.lines().find(|line| heading.iter().any(|start| line.starts_with(start)));
        let heading = heading.unwrap_or_else(|| panic!("{code}: {said}"));
        let (exit, out, _) = hangup(folder.path(), &["explain", code]);
        assert_eq!(exit, Some(0));
        // Why the system cannot read a file is the system's to say.
        let heading = heading.split(" (os error").next().unwrap().split("cannot be read: ").next().unwrap();
        assert!(
            out.contains("\nFor example:\n\n    ") && out.contains(&format!("\n    {heading}")),
            "{heading}\n{out}"
        );
    }
}

/// The texts of all files in a folder and below it.
fn sources(folder: &Path, texts: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, texts);
        } else {
            texts.push(fs::read_to_string(path).unwrap());
        }
    }
}

/// No code is told that nobody explains: those of the broken files, and those that stand in the source as one.
#[test]
fn every_code_is_explained() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let explained: BTreeSet<&str> = EXPLANATIONS.iter().map(|explanation| explanation.code).collect();
    assert_eq!(explained.len(), EXPLANATIONS.len());
    let listed: Vec<&str> = EXPLANATIONS.iter().map(|explanation| explanation.code).collect();
    assert!(listed.is_sorted(), "they are listed by their codes");
    let mut told = BTreeSet::new();
    for entry in fs::read_dir(root.join("tests/diagnostics")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "snap") {
            let text = fs::read_to_string(path).unwrap();
            let codes = text.lines().filter_map(|line| line.strip_prefix("error[").or(line.strip_prefix("warning[")));
            told.extend(codes.filter_map(|rest| rest.split(']').next()).map(str::to_owned));
        }
    }
    let mut texts = Vec::new();
    sources(&root.join("src/scenario"), &mut texts);
    // A code is the first thing said of a problem.
    for before in [
        "Problem::error(",
        "Problem::warning(",
        "Complaint::new(",
        "self.error(",
        "self.warning(",
        "fault(",
        "check.error(",
    ] {
        for text in &texts {
            for rest in text.split(before).skip(1) {
                if let Some(code) = rest.trim_start().strip_prefix('"').and_then(|rest| rest.split('"').next()) {
                    told.insert(code.to_owned());
                }
            }
        }
    }
    assert!(told.len() > 50, "{told:?}");
    let unexplained: Vec<&String> = told.iter().filter(|code| !explained.contains(code.as_str())).collect();
    assert!(unexplained.is_empty(), "{unexplained:?}");
}

#[test]
fn explain_tells_lists_and_guesses() {
    let folder = tempfile::tempdir().unwrap();
    let (code, out, _) = hangup(folder.path(), &["explain", "error[unknown-name]"]);
    assert_eq!(code, Some(0));
    assert!(out.starts_with("unknown-name\n\n") && out.contains("did you mean `general`?"), "{out}");
    let (code, out, _) = hangup(folder.path(), &["explain"]);
    assert_eq!((code, out.lines().count()), (Some(0), EXPLANATIONS.len()));
    let (code, _, err) = hangup(folder.path(), &["explain", "unknown-nam"]);
    assert_eq!(code, Some(2));
    assert!(err.contains("did you mean `unknown-name`?"), "{err}");
}

// ---- shells and terminals ----

#[test]
fn shells_and_terminals_know_every_command() {
    let folder = tempfile::tempdir().unwrap();
    let commands = ["run", "sweep", "compare", "check", "tree", "init", "explain", "schema"];
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let (code, out, err) = hangup(folder.path(), &["completions", shell]);
        assert_eq!((code, err.as_str()), (Some(0), ""));
        assert!(commands.iter().all(|command| out.contains(command)), "{shell}");
        assert!(out.contains("undecided"), "{shell}");
    }
    // Bash itself reads them.
    let (_, script, _) = hangup(folder.path(), &["completions", "bash"]);
    fs::write(folder.path().join("hangup.bash"), script).unwrap();
    let read = "source ./hangup.bash && COMP_WORDS=(hangup ru) COMP_CWORD=1 && _hangup hangup ru hangup && echo \"${COMPREPLY[*]}\"";
    let bash = std::process::Command::new("bash").current_dir(&folder).args(["-c", read]).output().unwrap();
    assert_eq!(String::from_utf8(bash.stdout).unwrap(), "run\n", "{}", String::from_utf8_lossy(&bash.stderr));
    let (code, page, _) = hangup(folder.path(), &["man"]);
    assert_eq!(code, Some(0));
    assert!(page.contains(".TH hangup 1") && page.contains("compare"), "{page}");
    let (_, page, _) = hangup(folder.path(), &["man", "compare"]);
    assert!(page.contains("\\-\\-git"), "{page}");
    assert_eq!(hangup(folder.path(), &["man", "nothing"]).0, Some(2));
}
