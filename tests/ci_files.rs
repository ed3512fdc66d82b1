//! What a build copies from here: the GitHub action, the pre-commit hooks and the snippets of the documents, each run as far as
//! that goes without the system it is for. And what an editor says of a file: the same as the program.

#[path = "common/desk.rs"]
mod desk;

use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use std::sync::LazyLock;

use desk::Desk;
use serde_json::Value;

/// The small scenario with something that is expected of it.
static LINE: LazyLock<String> = LazyLock::new(|| {
    let text = desk::LINE.replace("replications: 20", "replications: 40");
    text + "expect: [ivr_abandonment < 50%]\n"
});

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
    Desk::repository(&[("scenarios/line.yaml", &LINE), ("scenarios/other line.yaml", &LINE)])
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

/// A step of the action, as a script.
fn step(named: &str) -> String {
    let action = yaml(&read("action.yml"));
    let steps = action["runs"]["steps"].as_array().unwrap();
    let step = steps.iter().find(|step| step["name"].as_str().unwrap().starts_with(named)).expect(named);
    step["run"].as_str().unwrap().to_owned()
}

/// What the action is given.
const GIVEN: [(&str, &str); 5] = [
    ("SCENARIOS", "scenarios\n"),
    ("UNDECIDED", "fail"),
    ("BASE", "main"),
    ("EXPECT", "ivr_abandonment increases by < 1 point\n\n"),
    ("JUNIT", "junit.xml"),
];

#[test]
fn the_action_is_one_that_can_be_run() {
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
}

#[test]
fn the_action_fails_a_change_that_makes_callers_hang_up() {
    let repository = repository();
    let run = |named: &str| bash(&repository, &step(named), &GIVEN);
    ended(&run("Check"), 0);
    assert!(repository.read("junit.xml").contains("tests=\"2\""));
    assert_eq!(ended(&run("Compare"), 0), "2 scenarios: 0 compared, 2 unchanged\n");
    repository.write("scenarios/other line.yaml", worse());
    ended(&run("Check"), 0);
    let annotations = ended(&run("Compare"), 1);
    assert!(annotations.starts_with("::error file=scenarios/other line.yaml,line=8,col=1,"), "{annotations}");
    let last = "2 scenarios: 1 compared, 1 unchanged; 1 holds, 1 fails; see scenarios/other line.yaml\n";
    assert!(annotations.ends_with(last), "{annotations}");
    assert!(repository.read("summary.md").contains("| hang-ups in the IVR |"));
    // Without an expectation of the difference the file's own hold.
    let none = GIVEN.map(|(name, value)| (name, if name == "EXPECT" { "" } else { value }));
    ended(&bash(&repository, &step("Compare"), &none), 0);
}

/// A repository whose scenario rests on a template, and one that stands by itself.
fn on_a_template() -> Desk {
    let template = format!("template: true\n{}", LINE.replace("expect: [ivr_abandonment < 50%]\n", ""));
    let own = "extends: center.yaml\nexpect:\n  - ivr_abandonment < 25%\n";
    Desk::repository(&[
        ("scenarios/center.yaml", &template),
        ("scenarios/line.yaml", own),
        ("scenarios/alone.yaml", &LINE.replace("< 50%", "< 25%")),
        ("scenarios/notes.txt", "no scenario"),
    ])
}

/// Says what the action's comparison annotates, and how it ends, after everything is committed on a branch.
#[track_caller]
fn compared(repository: &Desk, code: i32) -> String {
    repository.git(".", &["checkout", "-qB", "change"]);
    repository.git(".", &["add", "-A"]);
    repository.git(".", &["commit", "-qm", "a change"]);
    let none = GIVEN.map(|(name, value)| (name, if name == "EXPECT" { "" } else { value }));
    ended(&bash(repository, &step("Compare"), &none), code)
}

/// The same, so long that a quarter hangs up.
fn much_worse(text: &str) -> String {
    text.replace("  menus:", "  greeting: 60s\n  menus:")
}

#[test]
fn a_change_of_the_template_alone_is_compared_and_fails() {
    let repository = on_a_template();
    repository.write("scenarios/center.yaml", much_worse(&repository.read("scenarios/center.yaml")));
    repository.write("scenarios/notes.txt", "changed, and no scenario");
    let said = compared(&repository, 1);
    assert!(said.starts_with("::error file=scenarios/line.yaml,line=3,col=5,title=An expectation fails::"), "{said}");
    assert!(said.ends_with("2 scenarios: 1 compared, 1 unchanged; 1 fails; see scenarios/line.yaml\n"), "{said}");
}

#[test]
fn another_name_does_not_hide_a_loosened_bar() {
    let repository = on_a_template();
    let loosened = much_worse(&repository.read("scenarios/alone.yaml")).replace("< 25%", "< 90%");
    repository.git(".", &["mv", "scenarios/alone.yaml", "scenarios/renamed.yaml"]);
    repository.write("scenarios/renamed.yaml", loosened);
    let said = compared(&repository, 1);
    let lines: Vec<&str> = said.lines().collect();
    let at = "file=scenarios/renamed.yaml,line=12,col=10,title=";
    assert!(lines[0].starts_with(&format!("::error {at}An expectation fails::ivr_abandonment < 25%25: ")), "{said}");
    assert!(lines[1].starts_with(&format!("::warning {at}An expectation was loosened::")), "{said}");
    assert!(lines[1].contains("`ivr_abandonment < 25%25` was loosened to `ivr_abandonment < 90%25`"), "{said}");
    assert!(!said.contains("main%3A"), "{said}");
    assert_eq!(lines[2], "2 scenarios: 1 compared, 1 unchanged; 1 holds, 1 fails; see scenarios/renamed.yaml");
    // It is warned of a deleted one, where the file begins to differ, though nothing fails.
    repository.write("scenarios/renamed.yaml", LINE.replace("expect: [ivr_abandonment < 50%]\n", ""));
    let said = compared(&repository, 0);
    assert!(
        said.starts_with("::warning file=scenarios/renamed.yaml,line=10,col=1,title=An expectation was deleted::"),
        "{said}"
    );
}

/// Of a folder that is gone, by a pattern, from another folder, and with a setting: each form says what was compared, in its way.
#[test]
fn every_form_of_several_comparisons_tells_them_all() {
    let repository = on_a_template();
    repository.write("days/new.txt", "");
    repository.write("scenarios/alone.yaml", worse());
    let compared =
        |form: &str| repository.run(&["compare", "--git", "main", "scenarios/*.yaml", "--quiet", "--format", form]);
    let list: Value = serde_json::from_str(&compared("json").fine()).unwrap();
    assert_eq!(list.as_array().unwrap().len(), 1);
    assert_eq!(
        (&list[0]["base"]["from"], &list[0]["changed"]["from"]),
        (&"main:scenarios/alone.yaml".into(), &"scenarios/alone.yaml".into())
    );
    let schema = jsonschema::validator_for(&serde_json::from_str(&read("hangup-result.schema.json")).unwrap()).unwrap();
    assert!(schema.is_valid(&list) && schema.is_valid(&serde_json::json!([])));
    let csv = compared("csv").fine();
    assert!(csv.starts_with("file,about,name,metric,"), "{csv}");
    assert!(csv.lines().skip(1).all(|row| row.starts_with("scenarios/alone.yaml,")), "{csv}");
    let last = "2 scenarios: 1 compared, 1 unchanged; 2 hold\n";
    assert!(compared("markdown").fine().ends_with(last) && compared("text").fine().ends_with(last));
    let arguments =
        ["compare", "--git", "main", "../scenarios", "--quiet", "--set", "agents.team.count=4", "--out", "out"];
    let seen = repository.run_in("days", &arguments).ended(0);
    assert!(seen.out.contains("main:scenarios/line.yaml") && seen.out.contains("2 compared"), "{}", seen.out);
    assert_eq!(repository.names("days/out"), ["alone", "line"]);
    assert!(repository.read("days/out/line/compare.txt").contains("../scenarios/line.yaml with agents.team.count=4"));
    fs::remove_dir_all(repository.path("scenarios")).unwrap();
    let seen = repository.run(&["compare", "--git", "main", "scenarios/l*.yaml", "scenarios/alone.yaml"]).ended(0);
    assert!(seen.out.ends_with("2 scenarios: 0 compared, 0 unchanged, 2 gone\n"), "{}", seen.out);
    for nothing in ["scenarios/none.yaml", "days", "scenarios/n*.yaml"] {
        repository.run(&["compare", "--git", "main", nothing]).wrong();
    }
}

/// What cannot be read is annotated where a reviewer finds it, once; what only could not be read before holds up nobody.
#[test]
fn what_cannot_be_read_is_annotated_by_its_path() {
    let repository = on_a_template();
    let center = repository.read("scenarios/center.yaml");
    let broken = center.replace("prompt: 3s", "prompt: 3");
    repository.write("scenarios/more.yaml", "extends: center.yaml\n");
    repository.write("scenarios/center.yaml", &broken);
    let said = compared(&repository, 2);
    assert_eq!(said.lines().count(), 1, "{said}");
    assert!(said.starts_with("::error file=scenarios/center.yaml,line=9,col=45,"), "{said}");
    repository.git(".", &["branch", "-qf", "main"]);
    repository.write("scenarios/center.yaml", center);
    let said = compared(&repository, 0);
    let mended = |name: &str| {
        format!(
            "::warning file=scenarios/{name}.yaml,line=1,col=1,title=A scenario is not compared::scenarios/{name}.yaml could \
                 not be read at the revision: there is nothing to compare it with, and no bar to hold it to\n"
        )
    };
    let last = "3 scenarios: 0 compared, 1 unchanged, 2 not readable before\n";
    assert_eq!(said, mended("line") + &mended("more") + last);
}

#[test]
fn what_is_no_longer_judged_is_warned_of() {
    let repository = on_a_template();
    repository.write("scenarios/alone.yaml", format!("template: true\n{}", repository.read("scenarios/alone.yaml")));
    fs::remove_file(repository.path("scenarios/line.yaml")).unwrap();
    repository.write("scenarios/new.yaml", "extends: alone.yaml\nname: New\nreplications: 2\nseed: 4\n");
    let said = compared(&repository, 0);
    let lines: Vec<&str> = said.lines().collect();
    let alone = "::warning file=scenarios/alone.yaml,line=1,col=1,title=A scenario is no longer judged::\
                 scenarios/alone.yaml has become a template, which is not judged by itself, and with that what it expected: \
                 `ivr_abandonment < 25%25`";
    let gone = "::warning title=A scenario is no longer judged::scenarios/line.yaml is gone, and with that what it expected: \
                `ivr_abandonment < 25%25`";
    assert_eq!(lines, [alone, gone, "3 scenarios: 0 compared, 0 unchanged, 1 new, 1 gone, 1 now a template"]);
    let seen = repository.run(&["compare", "--git", "main", "scenarios"]).ended(0);
    assert!(seen.out.starts_with("warning: scenarios/alone.yaml has become a template"), "{}", seen.out);
    assert!(seen.out.contains("note: scenarios/new.yaml is new"), "{}", seen.out);
    // A template by itself was never judged.
    let seen = repository.run(&["compare", "--git", "main", "scenarios/center.yaml"]).wrong();
    assert!(seen.contains("nothing but templates"), "{seen}");
}

/// As pasted: with a `cargo` that installs the program which is tested, and nothing else that knows of it.
#[test]
fn the_gitlab_job_fails_a_change_that_makes_callers_hang_up() {
    let page = read("docs/ci.md");
    let block = page.split("```yaml\n# .gitlab-ci.yml\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    let job = &yaml(block)["scenarios"];
    assert_eq!(job["rules"][0]["if"], "$CI_PIPELINE_SOURCE == \"merge_request_event\"");
    assert!(job["cache"]["paths"].as_array().unwrap().contains(&".hangup".into()));
    let lines = |part: &str| job[part].as_array().unwrap().iter().map(|line| line.as_str().unwrap().to_owned());
    let script = lines("before_script").chain(lines("script")).collect::<Vec<_>>().join("\n");
    let repository = on_a_template();
    let program = env!("CARGO_BIN_EXE_hangup");
    let cargo = "#!/bin/sh\nwhile [ \"$1\" != --root ]; do shift; done\nmkdir -p \"$2/bin\"\nln -sf \"$PROGRAM\" \"$2/bin/hangup\"\n";
    repository.write("tools/cargo", cargo);
    let path = format!("{}:{}", repository.path("tools").display(), std::env::var("PATH").unwrap_or_default());
    let run = |base: &str| {
        let mut sh = Command::new("sh");
        sh.args(["-ec", &script]).current_dir(&repository.0).env("PATH", &path).env("PROGRAM", program);
        sh.env("CI_MERGE_REQUEST_DIFF_BASE_SHA", base).output().unwrap()
    };
    let made = Command::new("chmod").arg("+x").arg(repository.path("tools/cargo")).status().unwrap();
    assert!(made.success());
    ended(&run("main"), 0);
    assert!(repository.path(job["artifacts"]["reports"]["junit"].as_str().unwrap()).exists());
    // Where there is no merge request there is no base, which is told.
    let output = run("");
    ended(&output, 2);
    assert!(text(&output.stderr).contains("--git: the revision is empty"));
    repository.write("scenarios/notes.txt", "changed, and no scenario");
    let center = repository.read("scenarios/center.yaml");
    repository.write("scenarios/center.yaml", format!("# A comment.\n{center}"));
    ended(&run("main"), 0);
    repository.write("scenarios/center.yaml", center.replace("  menus:", "  greeting: 20s\n  menus:"));
    let said = ended(&run("main"), 1);
    assert!(said.contains("fails      ivr_abandonment increases by < 0.5 points"), "{said}");
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
fn the_hooks_check_and_run_what_rests_on_a_template_too() {
    let hooks = yaml(&read(".pre-commit-hooks.yaml"));
    let hooks = hooks.as_array().unwrap();
    let ids: Vec<&str> = hooks.iter().map(|hook| hook["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["hangup-check", "hangup-run"]);
    let repository = on_a_template();
    for hook in hooks {
        for field in ["id", "name", "entry", "language", "files"] {
            assert!(hook[field].is_string(), "{field}");
        }
        assert_eq!(hook["pass_filenames"], false);
        let arguments: Vec<&str> = hook["args"].as_array().unwrap().iter().map(|one| one.as_str().unwrap()).collect();
        let script = format!("{} {}", hook["entry"].as_str().unwrap(), arguments.join(" "));
        let center = repository.read("scenarios/center.yaml");
        ended(&bash(&repository, &script, &[]), 0);
        repository.write("scenarios/center.yaml", center.replace("talk", "tlak"));
        ended(&bash(&repository, &script, &[]), 2);
        repository.write("scenarios/center.yaml", center);
    }
    let page = read("docs/ci.md");
    assert!(ids.iter().all(|id| page.contains(&format!("- id: {id}"))));
    assert!(page.contains("pre-commit install --hook-type pre-push"));
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
    assert_eq!(verdicts("line.yaml", &LINE), (true, true));
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
        assert_ne!(text, *LINE, "{good} is not there");
        assert_eq!(verdicts("line.yaml", &text), (false, false), "{wrong}");
    }
}

/// What a file leaves out that rests on a base is not missing, and what it writes is looked at all the same.
#[test]
fn the_schema_and_the_program_are_of_one_mind_about_base_files() {
    let schema: Value = serde_json::from_str(&hangup::scenario::schema()).unwrap();
    let schema = jsonschema::validator_for(&schema).unwrap();
    let desk = tempfile::tempdir().unwrap();
    fs::write(desk.path().join("base.yaml"), LINE.as_str()).unwrap();
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
        assert_ne!(text, *LINE, "{required} is not there");
        assert_eq!(verdicts(&text), (false, false), "{required}");
    }
}
