//! Whole reports, as files: what `run` and `tree` say of small fixed scenarios, so that a change of a report is seen.
//!
//! The scenarios are in `tests/reports`, the reports in `tests/snapshots`, named by the scenario and the form. After a
//! change that is meant: `INSTA_UPDATE=always cargo test --test reports`, and read the difference before it is committed.

use std::fs;
use std::path::{Path, PathBuf};

use hangup::experiment::{Settings, run};
use hangup::report::{Report, csv, ivr_files, json, text, tree};
use hangup::scenario::load;

fn scenarios() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reports");
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .expect("the folder")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "yaml"))
        .collect();
    files.sort();
    files
}

#[test]
fn every_report_is_as_it_was() {
    let files = scenarios();
    assert!(files.len() >= 8, "only {} scenarios", files.len());
    for path in files {
        let name = path.file_stem().and_then(|stem| stem.to_str()).expect("a name");
        let loaded = load(&path, &[]).unwrap_or_else(|report| panic!("{}", report.render(false)));
        let results = run(&loaded.scenario, &Settings::default(), |_, _| {}).expect("it can be lived");
        // The hash changes with every field that is added to what a scenario can say, the version with every release.
        let report = Report { scenario: &loaded.scenario, hash: "of the meaning", results: &results };
        let mut forms = vec![
            ("text", text(&report, None, true)),
            ("json", json(&report)),
            ("csv", csv(&report)),
            ("tree", tree(&loaded.scenario)),
        ];
        forms.extend(ivr_files(&report));
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
            for (form, shown) in forms {
                let version = format!("\"hangup\": \"{}\"", env!("CARGO_PKG_VERSION"));
                insta::assert_snapshot!(format!("{name}.{form}"), shown.replace(&version, "\"hangup\": \"0\""));
            }
        });
    }
}

#[test]
fn the_reports_are_of_what_they_are_meant_to_show() {
    let results = |name: &str| {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reports").join(name);
        let loaded = load(&path, &[]).unwrap_or_else(|report| panic!("{}", report.render(false)));
        run(&loaded.scenario, &Settings::default(), |_, _| {}).expect("it can be lived")
    };
    let reached = results("reached.yaml");
    let looks = reached.looks.expect("looks");
    assert!(looks.reached && looks.taken > 1 && looks.taken < looks.planned, "{looks:?}");
    let looks = results("not-reached.yaml").looks.expect("looks");
    assert!(!looks.reached && looks.taken == looks.planned, "{looks:?}");
    let steady = results("steady.yaml");
    let warm_up = steady.warm_up.expect("a warm-up");
    assert!(warm_up.found && !warm_up.too_short && warm_up.seconds > 0.0, "{warm_up:?}");
    assert!(steady.batches.is_some());
    assert_eq!(results("one.yaml").replications, 1);
    assert_eq!(results("nobody.yaml").total.arrived, 0);
    let tree = results("tree.yaml").total;
    assert!(tree.self_service.succeeded > 0 && tree.zeroed_out > 0, "{tree:?}");
    assert!(tree.queues.iter().any(|queue| queue.answered_elsewhere > 0), "{tree:?}");
    assert!(tree.outcomes.iter().filter(|&&count| count > 0).count() >= 5, "{:?}", tree.outcomes);
}
