//! Broken scenarios: each gets a whole answer, never a panic, and quickly.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use hangup::scenario::diagnostic::{Report, Severity};
use hangup::scenario::{Loaded, load, parse};

/// How long an answer may take. The promise is 100 ms; tests run beside each other and beside others' work.
const PATIENCE: Duration = Duration::from_millis(250);

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn shipped() -> Vec<(String, String)> {
    ["erlang-a", "support-line"]
        .map(|name| (name.to_owned(), fs::read_to_string(root().join(format!("scenarios/{name}.yaml"))).unwrap()))
        .to_vec()
}

/// The answer to a text, which must come in time and be whole.
fn answer(what: &str, text: &str) -> Result<Loaded, Report> {
    // A busy machine may hold up one try; five in a row are the program's own slowness.
    let mut took = Duration::MAX;
    let mut result = None;
    for _ in 0..5 {
        let start = Instant::now();
        let answer = parse("broken.yaml", text.to_owned(), &[]);
        let shown = match &answer {
            Ok(loaded) => loaded.warnings.render(false),
            Err(report) => report.render(false),
        };
        took = took.min(start.elapsed());
        assert!(shown.len() < 1_000_000, "{what}: an answer nobody reads");
        result = Some(answer);
        if took < PATIENCE {
            break;
        }
    }
    assert!(took < PATIENCE, "{what}: took {took:?}");
    let result = result.unwrap();
    let report = match &result {
        Ok(loaded) => &loaded.warnings,
        Err(report) => {
            assert!(report.errors() > 0, "{what}: refused without an error");
            report
        }
    };
    for problem in &report.problems {
        let (name, line, column) = report.position(problem).unwrap();
        assert_eq!(name, "broken.yaml");
        assert!(line >= 1 && column >= 1);
        assert!(!problem.message.is_empty() && !problem.code.is_empty(), "{what}: {problem:?}");
        assert!(!problem.help.is_empty(), "{what}: no remedy in {problem:?}");
        assert!(!problem.label.is_empty(), "{what}: nothing expected in {problem:?}");
    }
    result
}

/// The whole answer to every broken file, as the snapshots beside them have it.
#[test]
fn every_broken_file_has_its_diagnostic() {
    let folder = root().join("tests/diagnostics");
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "yaml"))
        .collect();
    files.sort();
    assert!(files.len() >= 40);
    for path in files {
        let name = path.file_stem().unwrap().to_str().unwrap();
        let text = fs::read_to_string(&path).unwrap();
        let answer = match parse(&format!("{name}.yaml"), text, &[]) {
            Ok(loaded) => loaded.warnings,
            Err(report) => report,
        };
        assert!(!answer.problems.is_empty(), "{name} is not broken");
        insta::with_settings!({
            snapshot_path => "diagnostics",
            prepend_module_to_snapshot => false,
            omit_expression => true,
        }, {
            insta::assert_snapshot!(name, answer.render(false));
        });
    }
}

/// Every broken file also passes the checks that hold for all answers.
#[test]
fn every_broken_file_has_a_place_and_a_remedy() {
    for entry in fs::read_dir(root().join("tests/diagnostics")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "yaml") {
            let _ = answer(&path.display().to_string(), &fs::read_to_string(&path).unwrap());
        }
    }
}

/// The shipped scenarios are good, and what is done to them here breaks them in some thousand ways.
#[test]
fn mutations_of_good_files_are_answered() {
    let replacements = [
        "",
        "~",
        "nothing",
        "5",
        "-1",
        "0",
        "1e400",
        ".nan",
        "-.inf",
        "true",
        "[]",
        "{}",
        "[[]]",
        "{a: b}",
        "*",
        "#",
        "\"",
        "'",
        "20s",
        "120%",
        "\"24:01\"",
        "!!binary x",
        "&a [*a]",
        "<<",
        "99999999999999999999",
        "back",
        "a: b",
        "\u{feff}",
        "\t",
        "電話",
        "? x",
        "- x",
        "|\n",
        "@",
    ];
    let (mut count, mut refused) = (0, 0);
    let mut check = |what: String, text: String| {
        count += 1;
        refused += usize::from(answer(&what, &text).is_err());
    };
    for (name, text) in shipped() {
        let lines: Vec<&str> = text.lines().filter(|line| !line.trim_start().starts_with('#')).collect();
        let with = |number: usize, new: &[String]| {
            let mut changed: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
            changed.splice(number..=number, new.iter().cloned());
            changed.join("\n")
        };
        for (number, line) in lines.iter().enumerate() {
            check(format!("{name}: line {number} deleted"), with(number, &[]));
            check(format!("{name}: line {number} doubled"), with(number, &[(*line).to_owned(), (*line).to_owned()]));
            check(format!("{name}: line {number} indented"), with(number, &[format!("  {line}")]));
            check(format!("{name}: line {number} outdented"), with(number, &[line.trim_start().to_owned()]));
            check(format!("{name}: cut in line {number}"), lines[..number].join("\n") + &line[..line.len() / 2]);
            if let Some((key, value)) = line.split_once(": ") {
                check(format!("{name}: line {number} renamed"), with(number, &[format!("{key}x: {value}")]));
                let replacement = replacements[number % replacements.len()];
                check(
                    format!("{name}: line {number} = {replacement}"),
                    with(number, &[format!("{key}: {replacement}")]),
                );
                let reversed: String = value.chars().rev().collect();
                check(format!("{name}: line {number} reversed"), with(number, &[format!("{key}: {reversed}")]));
            }
        }
        for replacement in replacements {
            for section in ["arrivals", "callers", "queues", "agents", "steady", "ivr", "intents"] {
                let text = format!("{section}: {replacement}\n{text}");
                check(format!("{name}: {section}: {replacement}"), text);
            }
        }
        // Noise, from a generator that is the same everywhere.
        let mut state = 1_u64;
        for round in 0..100 {
            let mut bytes = text.clone().into_bytes();
            for _ in 0..=round / 10 {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                let at = (state >> 33) as usize % bytes.len();
                bytes[at] = (state >> 24) as u8;
            }
            check(format!("{name}: noise {round}"), String::from_utf8_lossy(&bytes).into_owned());
        }
    }
    assert!(count >= 200, "{count} mutations");
    assert!(refused * 2 > count, "{refused} of {count} were refused");
}

#[test]
fn bombs_and_depths_are_refused_in_time() {
    let deep = 100_000;
    let mut bomb = "a: &a [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for (previous, next) in ('a'..='h').zip('b'..='i') {
        let aliases = vec![format!("*{previous}"); 9].join(", ");
        writeln!(bomb, "{next}: &{next} [{aliases}]").unwrap();
    }
    let staircase: Vec<String> = (0..1_000).map(|depth| format!("{}a:", " ".repeat(depth))).collect();
    let few = |entry: &dyn Fn(usize) -> String| (0..4_000).map(entry).collect::<String>();
    let many = |entry: &dyn Fn(usize) -> String| (0..60_000).map(entry).collect::<String>();
    let cases = [
        ("alias bomb", bomb),
        ("alias of itself", "a: &a [*a]".into()),
        ("deep brackets", format!("a: {}", "[".repeat(deep))),
        ("deep closed brackets", format!("a: {}{}", "[".repeat(deep / 20), "]".repeat(deep / 20))),
        ("deep brackets in lines", "[\n".repeat(deep)),
        ("deep braces", "{a: ".repeat(deep / 20)),
        ("deep braces in lines", "{a:\n".repeat(deep)),
        ("deep lists", format!("{}x", "- ".repeat(deep / 20))),
        ("deep keys", "? ".repeat(deep / 20)),
        ("deep blocks", staircase.join("\n")),
        ("deep lists in one line", "- ".repeat(deep)),
        ("one name many times", many(&|_| "seed: 1\n".into())),
        ("many names", many(&|index| format!("k{index}: 1\n"))),
        ("many queues", format!("queues:\n{}", many(&|index| format!("  q{index}: 3m\n")))),
        ("unknown fields", few(&|index| format!("k{index}: 1\n"))),
        (
            "unknown names",
            format!(
                "queues:\n{}agents: {{a: {{count: 1, queues: [\n{}]}}}}\n",
                few(&|index| format!("  queue{index}: 3m\n")),
                few(&|index| format!("  quueue{index},\n"))
            ),
        ),
        ("long line", format!("name: {}", "x".repeat(900_000))),
        ("long text", format!("name: >\n{}", "  word word word\n".repeat(50_000))),
        ("large", "#".repeat(2_000_000)),
        ("zero byte", "name: a\0b".into()),
        ("control characters", (1_u8..32).map(char::from).collect()),
        ("carriage returns", "name: a\rseed: b\r".into()),
    ];
    for (what, text) in cases {
        assert!(answer(what, &text).is_err(), "{what}");
    }
}

/// Whoever has written no alias is not told of aliases.
#[test]
fn too_many_values_and_too_many_aliases_are_told_apart() {
    let values = "        - 5s\n".repeat(15_000);
    let sample = format!("queues:\n  general:\n    talk:\n      empirical:\n{values}");
    let report = answer("a sample that just fits", &sample).unwrap_err();
    assert!(report.problems.iter().all(|problem| problem.code != "too-much-yaml"), "{report:?}");
    let report = answer("a sample too large", &format!("{sample}{values}")).unwrap_err();
    let [problem] = &report.problems[..] else { panic!("{report:?}") };
    assert_eq!(problem.message, "the file holds more values than any scenario");
    assert!(!problem.help.contains("alias"), "{}", problem.help);
    let aliases = format!("a: &a 5s\nb:\n{}", "  - *a\n".repeat(20_000));
    let report = answer("many aliases", &aliases).unwrap_err();
    let [problem] = &report.problems[..] else { panic!("{report:?}") };
    assert_eq!(problem.help, "write the values out without aliases");
}

#[test]
fn what_is_no_scenario_file_is_told_apart() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        fs::write(&path, bytes).unwrap();
        path
    };
    let large = folder.path().join("large.yaml");
    fs::File::create(&large).unwrap().set_len(1 << 30).unwrap();
    write("monday.yaml", b"name: Monday");
    for (path, message, help) in [
        (folder.path().to_owned(), "this is a directory, not a scenario", "name a file in it"),
        (folder.path().join("mondai.yaml"), "the file cannot be read", "did you mean `monday.yaml`?"),
        (folder.path().join("x/y.yaml"), "the file cannot be read", "check the name"),
        (large, "the file is too large for a scenario", "name a scenario file of at most 1 MB"),
        (
            write("latin.yaml", b"name: a\nseed: b\xe9"),
            "the file is not UTF-8 text: line 2, column 8 holds other bytes",
            "save it as UTF-8 text",
        ),
    ] {
        let report = load(&path, &[]).unwrap_err();
        let [problem] = &report.problems[..] else { panic!("{report:?}") };
        assert!(problem.message.starts_with(message), "{}", problem.message);
        assert_eq!(problem.help, help);
        assert_eq!(problem.severity, Severity::Error);
        assert!(report.render(false).contains(&path.display().to_string()));
    }
}
