//! What a build copies from here: the GitHub action, the pre-commit hooks and the snippets of the documents, each run as far as
//! that goes without the system it is for. And what an editor says of a file: the same as the program.

#[path = "common/desk.rs"]
mod desk;

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use desk::Desk;
use serde_json::Value;

const LINE: &str = r#"name: A line
replications: 40
seed: 3
day: {from: "08:00", to: "10:00"}
arrivals: {voice: {per_hour: 60}}
callers: {patience: {exponential: {mean: 2m}}}
ivr:
  menus: {main: {options: [{key: 1, prompt: 3s, then: {queue: desk}}]}}
queues: {desk: {talk: 3m}}
agents: {team: {count: 3, queues: [desk]}}
expect: [ivr_abandonment < 50%]
"#;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(name: &str) -> String {
    fs::read_to_string(root().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn yaml(text: &str) -> Value {
    serde_yaml::from_str(text).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

/// A repository with two scenarios, its first commit, and whatever is changed after it.
fn repository() -> Desk {
    Desk::repository(&[("scenarios/line.yaml", LINE), ("scenarios/other line.yaml", LINE)])
}

/// Runs a script as a build does: in the repository, the program in the path, ended by the first failure.
fn bash(repository: &Desk, script: &str, variables: &[(&str, &str)]) -> Output {
    let program = Path::new(env!("CARGO_BIN_EXE_hangup")).parent().unwrap();
    let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap_or_default());
    let mut bash = Command::new("bash");
    bash.args(["--noprofile", "--norc", "-eo", "pipefail", "-c", script]).current_dir(&repository.0).env("PATH", path);
    bash.env("GITHUB_STEP_SUMMARY", repository.path("summary.md")).envs(variables.iter().copied()).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[track_caller]
fn ended(output: &Output, code: i32) -> String {
    assert_eq!(output.status.code(), Some(code), "{}{}", text(&output.stdout), text(&output.stderr));
    text(&output.stdout)
}

/// The menu is read out so late that callers hang up.
fn worse() -> String {
    LINE.replace("  menus:", "  greeting: 20s\n  menus:")
}

#[test]
fn the_action_fails_a_change_that_makes_callers_hang_up() {
    let action = yaml(&read("action.yml"));
    let steps = action["runs"]["steps"].as_array().unwrap();
    assert_eq!(action["runs"]["using"], "composite");
    for step in steps {
        // What somebody else wrote never becomes part of a script.
        assert!(!step["run"].as_str().unwrap().contains("${{"), "{step}");
        assert_eq!(step["shell"], "bash");
    }
    for (_, value) in steps.iter().filter_map(|step| step["env"].as_object()).flatten() {
        let input = value.as_str().unwrap().split("inputs.").nth(1).map(|rest| rest.trim_end_matches([' ', '}']));
        assert!(input.is_none_or(|name| action["inputs"][name]["description"].is_string()), "{value}");
    }
    let script = |named: &str| {
        let step = steps.iter().find(|step| step["name"].as_str().unwrap().starts_with(named)).expect(named);
        step["run"].as_str().unwrap().to_owned()
    };
    let repository = repository();
    let expect = "ivr_abandonment increases by < 1 point\n\n";
    let common = [
        ("SCENARIOS", "scenarios\n"),
        ("UNDECIDED", "fail"),
        ("BASE", "main"),
        ("EXPECT", expect),
        ("JUNIT", "junit.xml"),
    ];
    let run = |named: &str| bash(&repository, &script(named), &common);
    ended(&run("Check"), 0);
    assert!(repository.read("junit.xml").contains("tests=\"2\""));
    assert_eq!(ended(&run("Compare"), 0), "");
    repository.write("scenarios/other line.yaml", worse());
    ended(&run("Check"), 0);
    let annotations = ended(&run("Compare"), 1);
    assert!(annotations.starts_with("::error file=scenarios/other line.yaml,line=8,col=1,"), "{annotations}");
    assert!(repository.read("summary.md").contains("| hang-ups in the IVR |"));
    // Without an expectation of the difference the file's own hold.
    let none: Vec<(&str, &str)> =
        common.iter().map(|&(name, value)| (name, if name == "EXPECT" { "" } else { value })).collect();
    ended(&bash(&repository, &script("Compare"), &none), 0);
}

#[test]
fn the_gitlab_job_fails_a_change_that_makes_callers_hang_up() {
    let page = read("docs/ci.md");
    let block = page.split("```yaml\n# .gitlab-ci.yml\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    let job = yaml(block);
    let script: Vec<&str> =
        job["scenarios"]["script"].as_array().unwrap().iter().map(|line| line.as_str().unwrap()).collect();
    let script = script.join("\n");
    let repository = repository();
    let variables = [("CI_MERGE_REQUEST_DIFF_BASE_SHA", "main")];
    ended(&bash(&repository, &script, &variables), 0);
    assert!(repository.path(job["scenarios"]["artifacts"]["reports"]["junit"].as_str().unwrap()).exists());
    repository.write("scenarios/line.yaml", worse());
    ended(&bash(&repository, &script, &variables), 1);
}

#[test]
fn the_documents_workflow_names_what_the_action_has() {
    let page = read("docs/ci.md");
    let block = page.split("```yaml\n# .github/").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    let workflow = yaml(block.split_once('\n').unwrap().1);
    let steps = workflow["jobs"]["hangup"]["steps"].as_array().unwrap();
    let action = yaml(&read("action.yml"));
    let with = steps.iter().find(|step| step["uses"].as_str().unwrap().contains("hangup@")).unwrap()["with"]
        .as_object()
        .unwrap();
    for name in with.keys() {
        assert!(action["inputs"][name].is_object(), "{name}");
    }
}

#[test]
fn the_hooks_check_and_run_the_files_they_are_given() {
    let hooks = yaml(&read(".pre-commit-hooks.yaml"));
    let hooks = hooks.as_array().unwrap();
    let ids: Vec<&str> = hooks.iter().map(|hook| hook["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["hangup-check", "hangup-run"]);
    let repository = repository();
    for hook in hooks {
        for field in ["id", "name", "entry", "language", "files"] {
            assert!(hook[field].is_string(), "{field}");
        }
        let script = format!("{} scenarios/line.yaml 'scenarios/other line.yaml'", hook["entry"].as_str().unwrap());
        repository.write("scenarios/line.yaml", LINE);
        ended(&bash(&repository, &script, &[]), 0);
        repository.write("scenarios/line.yaml", LINE.replace("talk", "tlak"));
        ended(&bash(&repository, &script, &[]), 2);
    }
    let page = read("docs/ci.md");
    assert!(ids.iter().all(|id| page.contains(&format!("- id: {id}"))));
}

// ---- what an editor says ----

/// What is wrong with the shape of a file: the line that is changed, and to what.
const WRONG: [(&str, &str); 48] = [
    ("replications: 40", "replications: many"),
    ("replications: 40", "replications: -4"),
    ("replications: 40", "replications: {at_least: 20, untill: {}}"),
    ("replications: 40", "replications: {until: {ivr_abandonment: often}}"),
    ("seed: 3", "seed: x"),
    ("seed: 3", "sede: 3"),
    ("seed: 3", "version: 2"),
    ("seed: 3", "lines: many"),
    ("seed: 3", "schedules: {office: {open: nine}}"),
    ("seed: 3", "languages: {en: most}"),
    ("seed: 3", "template: perhaps"),
    ("seed: 3", "sweep: {vary: {seed: often}}"),
    ("day: {from: \"08:00\", to: \"10:00\"}", "day: {from: early}"),
    ("day: {from: \"08:00\", to: \"10:00\"}", "day: {from: \"08:00\", until: \"10:00\"}"),
    ("day: {from: \"08:00\", to: \"10:00\"}", "day: 8"),
    ("per_hour: 60", "per_hour: many"),
    ("per_hour: 60", "per_hour: -60"),
    ("per_hour: 60", "per_hours: 60"),
    ("per_hour: 60", "per_hour: {noon: 60}"),
    ("exponential: {mean: 2m}", "exponentail: {mean: 2m}"),
    ("exponential: {mean: 2m}", "exponential: {mean: 2}"),
    ("exponential: {mean: 2m}", "exponential: {median: 2m}"),
    ("exponential: {mean: 2m}", "exponential: []"),
    ("prompt: 3s", "promt: 3s"),
    ("prompt: 3s", "prompt: 3s, announced: maybe"),
    ("key: 1", "key: [1]"),
    ("talk: 3m", "talk: soon"),
    ("talk: 3m", "talk: 3"),
    ("talk: 3m", "talk: 3m, target: {answer: 80}"),
    ("count: 3", "count: three"),
    ("count: 3", "count: 2.5"),
    ("queues: [desk]}}", "queues: desk}}"),
    ("expect: [ivr_abandonment < 50%]", "expect: [ivr_abandonmet < 50%]"),
    ("expect: [ivr_abandonment < 50%]", "expect: [ivr_abandonment = 50%]"),
    ("replications: 40", "replications: 0"),
    ("replications: 40", "replications: 99000000"),
    ("replications: 40", "replications: {at_least: 1}"),
    ("replications: 40", "replications: {at_least: 20, at_most: 1}"),
    ("expect: [ivr_abandonment < 50%]", "expect: []"),
    ("expect: [ivr_abandonment < 50%]", "expect: [mean_wait < 9]"),
    ("expect: [ivr_abandonment < 50%]", "expect: [wait p95 < 9%]"),
    ("expect: [ivr_abandonment < 50%]", "expect: [ivr_abandonment < 9s]"),
    ("expect: [ivr_abandonment < 50%]", "expect: [ivr_abandonment < 9]"),
    ("expect: [ivr_abandonment < 50%]", "expect: [queued(desk) < 9%]"),
    ("expect: [ivr_abandonment < 50%]", "expect: [worked_hours < 9%]"),
    ("expect: [ivr_abandonment < 50%]", "expect: [mean_wait of desk < 9h 9]"),
    ("expect: [ivr_abandonment < 50%]", "expect: [mean wait < 9S]"),
    ("expect: [ivr_abandonment < 50%]", "expect: [wait p95 of desk between \"08:00\" and \"09:30\" < 4]"),
];

#[test]
fn the_schema_and_the_program_are_of_one_mind() {
    let schema: Value = serde_json::from_str(&hangup::scenario::schema()).unwrap();
    let schema = jsonschema::validator_for(&schema).unwrap();
    let verdicts = |name: &str, text: &str| {
        let value = yaml(text);
        let program = hangup::scenario::parse(name, text.to_owned(), &[]).map(drop);
        (schema.is_valid(&value), program.is_ok())
    };
    assert_eq!(verdicts("line.yaml", LINE), (true, true));
    let mut shipped = 0;
    for entry in fs::read_dir(root().join("scenarios")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "yaml") {
            let text = fs::read_to_string(&path).unwrap();
            let errors: Vec<String> = schema.iter_errors(&yaml(&text)).map(|error| error.to_string()).collect();
            assert!(errors.is_empty(), "{}: {errors:?}", path.display());
            assert!(hangup::scenario::load(&path, &[]).is_ok(), "{}", path.display());
            shipped += 1;
        }
    }
    assert!(shipped >= 4);
    let starter = read("src/cli/starter.yaml");
    assert_eq!(verdicts("starter.yaml", &starter), (true, true));
    for bound in [
        "ivr_abandonment < 0.5",
        "ivr abandonment <= 1",
        "queue_abandonment of desk < 50.5 %",
        "mean_wait(desk) < 1h30m",
        "wait p95 of desk between \"08:00\" and \"09:30\" ≤ 4 min",
        "queued(desk) > 1e3",
        "worked_hours < 40",
        "worked hours of team < 40h",
        "zero_out(main) >= 0.",
    ] {
        let text = LINE.replacen("ivr_abandonment < 50%", &format!("'{bound}'"), 1);
        assert_eq!(verdicts("line.yaml", &text), (true, true), "{bound}");
    }
    for (good, wrong) in WRONG {
        let text = LINE.replacen(good, wrong, 1);
        assert_ne!(text, LINE, "{good} is not there");
        assert_eq!(verdicts("line.yaml", &text), (false, false), "{wrong}");
    }
}

/// What a file leaves out that rests on a base is not missing, and what it writes is looked at all the same.
#[test]
fn the_schema_and_the_program_are_of_one_mind_about_base_files() {
    let schema: Value = serde_json::from_str(&hangup::scenario::schema()).unwrap();
    let schema = jsonschema::validator_for(&schema).unwrap();
    let desk = tempfile::tempdir().unwrap();
    fs::write(desk.path().join("base.yaml"), LINE).unwrap();
    let verdicts = |text: &str| {
        let path = desk.path().join("line.yaml");
        fs::write(&path, text).unwrap();
        (schema.is_valid(&yaml(text)), hangup::scenario::load(&path, &[]).is_ok())
    };
    for (changes, fine) in [
        ("", true),
        ("queues: {desk: {after_call_work: 20s}}\nagents: {team: {count: 5}}\n", true),
        ("callers: {listening: {decide: 1s}}\narrivals: {voice: {daily_volume_cv: 10%}}\n", true),
        ("queues: {desk: {after_call_work: soon}}\n", false),
        ("queues: {desk: {talk: {lognormal: {mean: 3m, shape: 2}}}}\n", false),
        ("agents: {team: {counts: 5}}\n", false),
    ] {
        assert_eq!(verdicts(&format!("extends: base.yaml\n{changes}")), (fine, fine), "{changes}");
        // By itself, none of this is a scenario; and whoever only extends it asks no more of it.
        assert_eq!(verdicts(&format!("name: alone\n{changes}")), (false, false), "{changes}");
        assert_eq!(schema.is_valid(&yaml(&format!("template: true\n{changes}"))), fine, "{changes}");
    }
    for incomplete in ["callers: {patience: 2m}\n", "arrivals: {voice: {per_hour: 3}}\n"] {
        assert_eq!(verdicts(incomplete), (false, false), "{incomplete}");
    }
    for (required, left) in [("talk: 3m", ""), ("per_hour", "per_day"), ("count: 3, ", "")] {
        let text = LINE.replacen(required, left, 1);
        assert_ne!(text, LINE, "{required} is not there");
        assert_eq!(verdicts(&text), (false, false), "{required}");
    }
}
