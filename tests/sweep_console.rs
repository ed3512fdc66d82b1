//! `hangup sweep` as it is used: what it answers, what it refuses, and what it writes.

use std::fs;
use std::path::Path;
use std::process::Output;

use assert_cmd::Command;

const LINE: &str = r#"
name: A <small> & "plain" line
replications: 8
day: {from: "08:00", to: "10:00"}
arrivals: {voice: {per_hour: 60}}
callers: {patience: {exponential: 3m}}
ivr: {greeting: 4s, balanced: {depth: 2, options: 3, prompt: 3s, then: {queue: desk}}}
queues: {desk: {talk: 3m}}
agents: {team: {count: 4, queues: [desk]}}
"#;

/// Runs `hangup sweep line.yaml` with these arguments in a folder that holds the file.
fn sweep(folder: &Path, text: &str, arguments: &[&str]) -> Output {
    fs::write(folder.join("line.yaml"), text).unwrap();
    let mut command = Command::cargo_bin("hangup").unwrap();
    command.current_dir(folder).args(["sweep", "line.yaml"]).args(arguments).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn the_grid_is_shown_with_what_each_step_changes() {
    let folder = tempfile::tempdir().unwrap();
    let output =
        sweep(folder.path(), LINE, &["--vary", "ivr.balanced.depth=1..3", "--vary", "ivr.balanced.options=[2, 4, 6]"]);
    let shown = text(&output.stdout);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    for part in
        ["9 cells of 8 replications, seed 1", "menu depth (levels) ↓", "options in each menu →", "one more level: +"]
    {
        assert!(shown.contains(part), "no `{part}` in\n{shown}");
    }
    assert!(!shown.contains('\u{1b}'), "no colour in a pipe");
    // A row of the grid: the depth, and a number for each of three options.
    let row = |line: &&str| line.split_whitespace().count() == 4 && line.contains('.') && !line.contains('+');
    let rows: Vec<&str> = shown.lines().filter(row).collect();
    assert_eq!(rows.len(), 3, "{shown}");
}

#[test]
fn any_value_can_be_varied() {
    let folder = tempfile::tempdir().unwrap();
    for (vary, chart, heads) in [
        ("agents.team.count=2..4", "service_level(desk)", ["2", "3", "4"]),
        (
            "callers.patience=[30s, {exponential: 60s}, never]",
            "queue_abandonment",
            ["30s", "{exponential: 60s}", "never"],
        ),
        ("ivr.greeting=0s..20s step 10s", "time_in_ivr", ["0s", "10s", "20s"]),
        ("lines=[3, 6, 12]", "blocking", ["3", "6", "12"]),
        ("arrivals.voice.per_hour=30..120 log 3", "occupancy", ["30", "60", "120"]),
        // Rounded where only whole numbers make sense, and nowhere else.
        ("lines=3..30 log 3", "blocking", ["3", "9", "30"]),
        ("lines=2..4 log 6", "blocking", ["2", "3", "4"]),
        ("callers.hazard.ivr=1..2 in 3", "ivr_abandonment", ["1", "1.5", "2"]),
    ] {
        let output = sweep(folder.path(), LINE, &["--vary", vary, "--chart", chart, "--format", "json"]);
        assert_eq!(output.status.code(), Some(0), "{vary}: {}", text(&output.stderr));
        let value: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let found: Vec<String> = value["axes"][0]["values"]
            .as_array()
            .unwrap()
            .iter()
            .map(|value| value.to_string().trim_matches('"').to_owned())
            .collect();
        assert_eq!(found, heads, "{vary}");
        assert_eq!(value["cells"].as_array().unwrap().len(), 3);
        assert_eq!(value["chart"], chart);
        let name = chart.split('(').next().unwrap();
        assert!(value["cells"][0]["metrics"][name]["mean"].is_number(), "{vary}");
    }
}

#[test]
fn a_part_of_a_list_is_varied_by_its_number() {
    let folder = tempfile::tempdir().unwrap();
    let mixture = "callers.patience={hyperexponential: [{share: 25%, mean: 60s}, {share: 75%, mean: 600s}]}";
    let share = |path: &str| {
        let vary = format!("callers.patience.hyperexponential.{path}=[60s, 600s]");
        let output = sweep(folder.path(), LINE, &["--set", mixture, "--vary", &vary, "--format", "json"]);
        let wrong = text(&output.stderr);
        let value = serde_json::from_slice::<serde_json::Value>(&output.stdout).map_err(|_| wrong)?;
        let mean = |cell: usize| value["cells"][cell]["metrics"]["ivr_abandonment"]["mean"].as_f64().unwrap();
        Ok::<_, String>(mean(0) / mean(1))
    };
    // A tenth of the patience, for a quarter of the callers and for three quarters.
    let (few, many) = (share("1.mean").unwrap(), share("2.mean").unwrap());
    assert!(1.5 < few && few < many, "{few} {many}");
    assert!(share("3.mean").unwrap_err().contains("expected a number from 1 to 2"));
    assert!(share("0.mean").unwrap_err().contains("expected a number from 1 to 2"));
}

#[test]
fn what_makes_no_sense_is_refused_before_anything_is_run() {
    let folder = tempfile::tempdir().unwrap();
    let many = format!("{LINE}sweep: {{vary: {{lines: 1..200, agents.team.count: 1..100}}}}\n");
    let cases: Vec<(&str, Vec<&str>, &str)> = vec![
        (LINE, vec![], "nothing is varied"),
        (LINE, vec!["--vary", "lines"], "expected `path=values`"),
        (LINE, vec!["--vary", "lines="], "expected `path=values`"),
        (LINE, vec!["--vary", "lines=[]"], "expected at least one value"),
        (LINE, vec!["--vary", "lines=5..1"], "expected the smaller end first"),
        (LINE, vec!["--vary", "lines=0..3"], "expected a whole number from 1"),
        (LINE, vec!["--vary", "agents.tem.count=1..3"], "did you mean `team`?"),
        (LINE, vec!["--vary", "ivr.balanced.dept=1..3"], "did you mean `depth`?"),
        (LINE, vec!["--vary", "lines=1..3", "--vary", "lines=4..6"], "varied twice"),
        (LINE, vec!["--vary", "ivr.balanced.depth=[10, 20]", "--vary", "ivr.balanced.options=[2, 100]"], "leaves"),
        (LINE, vec!["--vary", "lines=1..3", "--chart", "mean_wate"], "did you mean `mean_wait`?"),
        (LINE, vec!["--vary", "lines=1..3", "--chart", "wait p95"], "a quantile of waits cannot be asked for here"),
        (LINE, vec!["--vary", "lines=1..3", "--chart", "mean_wait on chat"], "nobody comes by chat"),
        (LINE, vec!["--vary", "ivr.balanced.depth=1..2", "--chart", "added at level 2"], "there is no level 2"),
        (LINE, vec!["--vary", "lines=[3, 6, 3]"], "`3` is tried twice"),
        (LINE, vec!["--vary", "lines=1..3 step 0.5"], "expected a whole number"),
        (LINE, vec!["--vary", "seed=1..3"], "every cell of a sweep sees the same callers"),
        (LINE, vec!["--vary", "sweep.chart=[mean_wait, occupancy]"], "`sweep.chart` cannot be varied"),
        (LINE, vec!["--vary", "lines=1..1000000"], "has 1000000 values"),
        (
            LINE,
            ["lines=1..2", "agents.team.count=1..2", "ivr.balanced.depth=1..2", "ivr.greeting=1s..2s"]
                .iter()
                .flat_map(|vary| ["--vary", vary])
                .collect(),
            "4 axes are too many for a chart",
        ),
        (&many, vec![], "the grid has 200 x 100 = 20000 cells"),
        (
            LINE,
            vec!["--vary", "lines=1..3", "--set", "arrivals.voice.per_hour=1000000", "--replications", "10000000"],
            "calls",
        ),
        (LINE, vec!["--vary", "lines=1..3", "--out", "line.yaml"], "it is a file, not a folder"),
    ];
    for (file, arguments, answer) in cases {
        let output = sweep(folder.path(), file, &arguments);
        let message = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {message}");
        assert!(message.contains(answer), "{arguments:?}: no `{answer}` in\n{message}");
        assert!(output.stdout.is_empty(), "{arguments:?}");
    }
}

#[test]
fn the_file_says_what_is_varied_and_the_command_may_say_otherwise() {
    let folder = tempfile::tempdir().unwrap();
    let file =
        format!("{LINE}sweep: {{vary: {{ivr.balanced.options: [2, 3]}}, chart: time_in_ivr, destinations: 16}}\n");
    let output = sweep(folder.path(), &file, &["--format", "csv"]);
    let csv = text(&output.stdout);
    assert_eq!(
        csv.lines().next(),
        Some("part,ivr.balanced.options,ivr.balanced.depth,metric,mean,half_width,unit,of,estimator,replications")
    );
    assert_eq!(csv.lines().filter(|line| line.starts_with("grid,") && line.contains(",time_in_ivr,")).count(), 2);
    let shapes: Vec<&str> =
        csv.lines().filter(|line| line.starts_with("destinations,") && line.contains(",time_in_ivr,")).collect();
    assert_eq!(shapes.len(), 3, "{csv}"); // 1 x 16, 2 x 4, 4 x 2
    assert!(shapes[1].starts_with("destinations,4,2,"), "{}", shapes[1]);
    let output = sweep(folder.path(), &file, &["--vary", "ivr.greeting=1s..3s", "--chart", "ivr_abandonment"]);
    assert!(text(&output.stdout).contains("  greeting ↓"), "{}", text(&output.stdout));
}

/// For review comments: a table of the grid, what each step changes, and the fair comparison.
#[test]
fn a_sweep_as_markdown_is_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let two = "sweep: {vary: {ivr.balanced.depth: 1..2, ivr.balanced.options: 2..3}, destinations: 4}\n";
    let one = "sweep: {vary: {ivr.greeting: [2s, 6s]}, chart: time_in_ivr}\n";
    let three = "sweep: {vary: {ivr.balanced.depth: 1..2, ivr.balanced.options: 2..3, callers.patience: [1m, {exponential: 3m}]}}\n";
    let same = "sweep: {vary: {agents.team.count: 3..4}}\n";
    let shown = [two, one, three, same].map(|sweep_of| {
        let output = sweep(folder.path(), &format!("{LINE}{sweep_of}"), &["--format", "markdown", "--quiet"]);
        assert_eq!(output.status.code(), Some(0));
        assert!(output.stderr.is_empty());
        text(&output.stdout)
    });
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("sweep.markdown", shown.join("\n---\n\n"));
    });
}

#[test]
fn one_axis_is_a_list_and_a_wide_grid_is_folded() {
    let folder = tempfile::tempdir().unwrap();
    let vary = ["--vary", "callers.patience=[30s, {exponential: {mean: 60s}}]"];
    let shown = text(&sweep(folder.path(), LINE, &vary).stdout);
    assert!(shown.contains("  patience ↓\n"), "{shown}");
    let row = |start: &str| shown.lines().find(|line| line.trim_start().starts_with(start)).unwrap().to_owned();
    assert!(row("30s").contains(" ± ") && row("exponential mean 60s").contains(" ± "), "{shown}");
    assert!(shown.contains("patience, each step: "), "{shown}");
    let wide = ["--vary", "agents.team.count=[3, 4]", "--vary", "lines=10..49", "--chart", "blocking"];
    let shown = text(&sweep(folder.path(), LINE, &wide).stdout);
    assert!(shown.lines().all(|line| line.chars().count() <= 100), "{shown}");
    let heads =
        shown.lines().filter(|line| line.split_whitespace().all(|word| word.parse::<u32>().is_ok_and(|n| n >= 10)));
    let heads: Vec<&str> = heads.flat_map(str::split_whitespace).collect();
    assert_eq!(heads, (10..50).map(|lines| lines.to_string()).collect::<Vec<_>>());
}

#[test]
fn what_changes_nothing_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let shown = text(&sweep(folder.path(), LINE, &["--vary", "agents.team.count=3..5"]).stdout);
    assert!(shown.contains("IVR abandonment is the same in every cell"), "{shown}");
    let shown = text(&sweep(folder.path(), LINE, &["--vary", "agents.team.count=3..5", "--chart", "mean_wait"]).stdout);
    assert!(!shown.contains("is the same"), "{shown}");
}

/// What callers did in the IVR is counted only where they are followed through it, which scored walks are not.
#[test]
fn what_callers_did_in_the_ivr_is_charted_by_counting() {
    let folder = tempfile::tempdir().unwrap();
    let vary = ["--vary", "ivr.balanced.prompt=[2s, 4s]", "--format", "json"];
    let json = |chart: &str, until: &str| -> serde_json::Value {
        let arguments = [&vary[..], &["--chart", chart, "--set", until]].concat();
        let output = sweep(folder.path(), LINE, &arguments);
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        serde_json::from_slice(&output.stdout).unwrap()
    };
    let value = json("added at level 2", "replications=8");
    assert_eq!((value["chart"].as_str(), value["estimator"].as_str()), (Some("added at level 2"), Some("counted")));
    let added = |cell: usize| value["cells"][cell]["chart"]["mean"].as_f64().unwrap();
    assert!(0.0 < added(0) && added(0) < added(1), "{value}");
    assert!(value["effects"][0]["per_step"]["mean"].as_f64().unwrap() > 0.0);
    // The same where a goal asks for it, whatever is charted.
    let goal = "replications={at_least: 4, at_most: 8, until: {nothing_fitted: 90 points}}";
    assert_eq!(json("ivr_abandonment", goal)["estimator"], "counted");
    assert_eq!(json("ivr_abandonment", "replications=8")["estimator"], "conditional");
    // A metric of a part stands in the table under its whole name.
    let arguments = ["--vary", "lines=[20, 30]", "--chart", "mean_wait of desk", "--format", "csv"];
    let table = text(&sweep(folder.path(), LINE, &arguments).stdout);
    assert!(table.contains(",mean_wait(desk),") && table.contains(",mean_wait,"), "{table}");
}

#[test]
fn the_best_is_what_is_good_for_callers() {
    let folder = tempfile::tempdir().unwrap();
    let file = format!("{LINE}sweep: {{vary: {{ivr.balanced.options: [2, 4]}}, destinations: 16}}\n");
    let best = |chart: &str| {
        let output = sweep(folder.path(), &file, &["--chart", chart, "--format", "json"]);
        let value: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let cells = value["destinations"]["cells"].as_array().unwrap();
        let name = chart.split('(').next().unwrap();
        let means: Vec<f64> = cells.iter().map(|cell| cell["metrics"][name]["mean"].as_f64().unwrap()).collect();
        let best = cells.iter().position(|cell| cell["best"] == true);
        (means, best)
    };
    let (means, place) = best("ivr_abandonment");
    assert!(means.iter().all(|mean| *mean >= means[place.unwrap()]), "{means:?} {place:?}");
    let (means, place) = best("service_level");
    assert!(means.iter().all(|mean| *mean <= means[place.unwrap()]), "{means:?} {place:?}");
    assert!(means.iter().any(|mean| *mean < means[place.unwrap()]), "{means:?}");
    assert_eq!(best("occupancy").1, None);
    // The formula is named.
    let shown = text(&sweep(folder.path(), &file, &["--chart", "service_level(desk)"]).stdout);
    assert!(shown.contains("Service level of desk, % of contacts (answered within 20s / queued)"), "{shown}");
}

#[test]
fn the_estimator_is_named_wherever_a_result_is() {
    let folder = tempfile::tempdir().unwrap();
    for (estimator, in_text, in_charts) in [
        ("conditional", "(conditional Monte Carlo); every cell", "conditional Monte Carlo"),
        ("counted", "\ncounted; every cell", "hang-ups counted"),
    ] {
        let vary = ["--vary", "ivr.balanced.depth=1..2", "--vary", "ivr.balanced.options=2..3"];
        let found = ["--estimator", estimator, "--out", "found"];
        let shown = text(&sweep(folder.path(), LINE, &[vary, found].concat()).stdout);
        assert!(shown.contains(in_text), "{shown}");
        let read = |name: &str| fs::read_to_string(folder.path().join("found").join(name)).unwrap();
        let value: serde_json::Value = serde_json::from_str(&read("sweep.json")).unwrap();
        assert_eq!(value["estimator"], estimator);
        let metric = &value["cells"][0]["metrics"]["ivr_abandonment"];
        assert_eq!(
            (&metric["estimator"] == "conditional", metric["counted"].is_object()),
            (estimator == "conditional", estimator == "conditional")
        );
        let csv = read("sweep.csv");
        let of_hang_ups = csv.lines().filter(|line| line.contains(",ivr_abandonment,"));
        assert!(of_hang_ups.clone().any(|line| line.ends_with(&format!(",{estimator},8"))), "{csv}");
        assert_eq!(of_hang_ups.count(), if estimator == "conditional" { 8 } else { 4 });
        for chart in ["heat-map.svg", "lines.svg", "index.html"] {
            assert!(read(chart).contains(in_charts), "{chart}");
        }
        assert!(read("funnel.svg").contains("hang-ups counted"), "the funnel counts always");
    }
}

#[test]
fn out_holds_the_data_the_charts_and_a_page() {
    let folder = tempfile::tempdir().unwrap();
    let file =
        format!("{LINE}sweep: {{vary: {{ivr.balanced.depth: 1..2, ivr.balanced.options: 2..3}}, destinations: 4}}\n");
    let output = sweep(folder.path(), &file, &["--out", "found", "--format", "json"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let mut names: Vec<String> = fs::read_dir(folder.path().join("found"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    let expected = [
        "destinations.png",
        "destinations.svg",
        "funnel.png",
        "funnel.svg",
        "heat-map.png",
        "heat-map.svg",
        "index.html",
        "lines.png",
        "lines.svg",
        "sweep.csv",
        "sweep.json",
    ];
    assert_eq!(names, expected);
    let read = |name: &str| fs::read(folder.path().join("found").join(name)).unwrap();
    assert_eq!(read("sweep.json"), output.stdout);
    assert!(read("heat-map.png").starts_with(b"\x89PNG"));
    assert!(text(&read("heat-map.svg")).starts_with("<svg"));
    let page = text(&read("index.html"));
    assert!(page.contains("A &lt;small&gt; &amp; "), "names are escaped");
    assert!(!page.contains("A <small>"));
    // One axis has no heat map, and a scenario without an IVR no funnel.
    let plain = "arrivals: {voice: {per_hour: 60, queue: desk}}\ncallers: {patience: {exponential: 3m}}\n\
                 queues: {desk: {talk: 3m}}\nagents: {team: {count: 4, queues: [desk]}}\nreplications: 4\n";
    let output = sweep(
        folder.path(),
        plain,
        &["--vary", "agents.team.count=2..5", "--chart", "mean_wait", "--out", "plain", "--quiet"],
    );
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert!(output.stderr.is_empty());
    assert!(!folder.path().join("plain/heat-map.svg").exists() && !folder.path().join("plain/funnel.svg").exists());
    assert!(folder.path().join("plain/lines.svg").exists());
}

/// What a terminal is shown, which `script` pretends to be where it is installed.
#[cfg(target_os = "linux")]
#[test]
fn on_a_terminal_there_are_colours_and_a_bar_with_the_time_left() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("line.yaml"), LINE).unwrap();
    let program = assert_cmd::cargo::cargo_bin("hangup");
    let shown = |variables: &[(&str, &str)]| {
        let command = format!(
            "{} sweep line.yaml --vary ivr.balanced.depth=1..3 --vary ivr.balanced.options=2..6 --replications 1000",
            program.display()
        );
        let mut terminal = std::process::Command::new("script");
        terminal.env_remove("NO_COLOR").env_remove("CLICOLOR");
        terminal.current_dir(folder.path()).args(["-qec", &command, "/dev/null"]).envs(variables.iter().copied());
        terminal.env("TERM", "xterm-256color").stdin(std::process::Stdio::null()).output().ok()
    };
    let (Some(plain), Some(coloured)) = (shown(&[("NO_COLOR", "1")]), shown(&[])) else {
        println!("SKIPPED: no `script` on the path");
        return;
    };
    let (plain, coloured) = (text(&plain.stdout), text(&coloured.stdout));
    assert!(coloured.contains("\u{1b}[48;5;") && !plain.contains("\u{1b}[48;5;"), "{coloured}\n{plain}");
    let bars: Vec<&str> = coloured.split(['\r', '\n']).filter(|line| line.contains(" % of the sweep, ")).collect();
    assert!(bars.len() > 2 && bars.iter().all(|bar| bar.contains(" left")), "{bars:?}");
}

/// An interrupt ends the sweep early and whole: what is finished is written, and the exit code says that it is not all.
#[cfg(unix)]
#[test]
fn an_interrupt_keeps_what_is_finished() {
    use std::process::{Command, Stdio};
    use std::time::Duration;

    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("line.yaml"), LINE).unwrap();
    let program = assert_cmd::cargo::cargo_bin("hangup");
    // The first cell is finished at once, and the second one not before the interrupt comes, however late that is.
    let interrupted = |after: Duration| {
        let child = Command::new(&program)
            .current_dir(folder.path())
            .args(["sweep", "line.yaml", "--vary", "arrivals.voice.per_hour=[1, 100000]", "--replications", "2000"])
            .args(["--format", "json", "--threads", "1", "--out", "found"])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        std::thread::sleep(after);
        let _ = Command::new("kill").args(["-INT", &child.id().to_string()]).status();
        child.wait_with_output().unwrap()
    };
    // On a busy machine it may take a while until the first cell is finished.
    let waits = [1, 4, 16, 60].map(Duration::from_secs);
    let outputs = waits.into_iter().map(interrupted);
    let output = outputs.into_iter().find(|output| text(&output.stderr).contains("1 of 2 cells are finished")).unwrap();
    let message = text(&output.stderr);
    assert_eq!(output.status.code(), Some(3), "{message}");
    let value: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(value["complete"], false);
    assert!(value["cells"][0]["metrics"].is_object() && value["cells"][1]["metrics"].is_null());
    let written = folder.path().join("found");
    assert_eq!(fs::read(written.join("sweep.json")).unwrap(), output.stdout);
    assert!(fs::read_to_string(written.join("index.html")).unwrap().contains("1 of 2 cells are finished"));
    assert!(fs::read_to_string(written.join("lines.svg")).unwrap().starts_with("<svg"));
}
