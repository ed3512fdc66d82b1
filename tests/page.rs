//! The pages of a sweep and of a run in a real browser, where one is installed: `cargo test --test page -- --nocapture`.
//!
//! Looks for `chromium`, `chromium-browser` or `google-chrome` on the path and says SKIPPED where there is none. What it
//! does by hand: `chromium --headless --screenshot=page.png index.html` and `chromium --headless --print-to-pdf index.html`.

mod samples;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use hangup::experiment::{self, Settings};
use hangup::report::{Report, page, run_page};
use hangup::scenario::load;

#[test]
fn the_page_asks_for_nothing_and_holds_every_cell() {
    let whole = samples::page();
    let html = page(&whole);
    asks_for_nothing(&html);
    for point in whole.grid.cells.iter().flatten() {
        assert!(html.contains(&format!("<td>{:.1} <small>±", 100.0 * point.mean)), "{point:?}");
    }
    assert_eq!(html.matches("<svg ").count(), 4);
    assert_eq!(html.matches("<desc>").count(), 4);
    for text in [
        "<html lang=\"en\">",
        "name=\"viewport\"",
        "<title>IVR abandonment by menu depth and options per menu – Menu depth and options, a bank&#39;s callers</title>",
        "goes from 5.5 ±0.1 % of calls that entered the IVR at menu depth 1, options per menu 2 to 26.4 ±0.2 %",
        "a step of menu depth adds 3.5 points",
        "<dd>conditional Monte Carlo</dd>",
        "name: Menu depth and options",
    ] {
        assert!(html.contains(text), "{text}");
    }
}

fn asks_for_nothing(html: &str) {
    for attribute in ["src=", "href=", "url(", "@import", "<script", "<link", "<img", "<iframe", "<object"] {
        for (at, _) in html.match_indices(attribute) {
            let rest = &html[at..html.len().min(at + 40)];
            let harmless =
                rest.starts_with("href=\"data:,\"") || rest.starts_with("<link rel=\"icon\" href=\"data:,\"");
            assert!(harmless, "{rest}");
        }
    }
}

/// The page of a run of this scenario, changed by settings.
fn run_of(path: &str, settings: &[&str]) -> String {
    let settings: Vec<String> = settings.iter().map(|&setting| setting.to_owned()).collect();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    let loaded = load(&path, &settings).unwrap_or_else(|report| panic!("{}", report.render(false)));
    let results = experiment::run(&loaded.scenario, &Settings::default(), |_, _| {}).expect("it can be lived");
    let report = Report { scenario: &loaded.scenario, hash: &loaded.hash, results: &results };
    run_page(&report, "line.yaml", &loaded.text, "hangup run line.yaml")
}

/// The pages that a browser is shown.
fn pages() -> [String; 2] {
    [page(&samples::page()), run_of("scenarios/support-line.yaml", &["replications=5"])]
}

#[test]
fn the_page_of_a_run_asks_for_nothing_and_holds_the_report() {
    let html = run_of("scenarios/support-line.yaml", &["replications=5"]);
    asks_for_nothing(&html);
    for text in [
        "<title>What became of the callers – Northwind support line</title>",
        "<dt>Too complex?</dt><dd>Greeting and steps ",
        "<dt>Too many options?</dt><dd>",
        "<dt>Unhelpful options?</dt><dd>Least wanted is orders\u{a0}[star], by ",
        "<th scope=\"row\">order_status</th>",
        "<th scope=\"row\">main [4] For help with a product, pr…</th>",
        "<th scope=\"col\">before theirs</th>",
        "<h3>Levels</h3>",
        "<h3>Menus</h3>",
        "<h3>How far they had got</h3>",
        "<h3>Intents</h3>",
        "<h3>Options</h3>",
        "<dt>ivr.defaults.barge_in</dt><dd>true</dd>",
        "<dd>hangup run line.yaml</dd>",
        "name: Northwind support line",
    ] {
        assert!(html.contains(text), "{text}");
    }
    // Who is left after each level, and hang-ups by half-hour.
    assert_eq!(html.matches("<desc>").count(), 2);
    for section in ["outcomes", "metrics", "ivr", "queues", "agents", "settings", "assumed", "definitions", "scenario"]
    {
        assert_eq!(html.matches(&format!("<h2 id=\"{section}\">")).count(), 1, "{section}");
    }
}

#[test]
fn the_page_of_a_run_shows_what_there_is() {
    let html = run_of("tests/reports/no-ivr.yaml", &[]);
    assert!(!html.contains("<svg ") && !html.contains("id=\"ivr\"") && !html.contains("before theirs"));
    let html = run_of("tests/reports/nobody.yaml", &[]);
    assert!(html.contains("Nobody called.") && !html.contains("id=\"metrics\"") && !html.contains("Too complex?"));
    // A greeting without menus has its row, and nothing that is asked of menus.
    let html = run_of("scenarios/anonymous-bank.yaml", &["replications=3"]);
    assert!(html.contains("<h3>Levels</h3>") && !html.contains("<h3>Menus</h3>") && !html.contains("Too complex?"));
}

#[test]
fn the_page_of_a_run_escapes_what_is_written_in_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("hostile.yaml");
    let scenario = r#"name: "</title><script>alert(1)</script>"
replications: 2
day: {from: "08:00", to: "10:00"}
intents: {"<b>a</b>": 1}
arrivals: {voice: {per_hour: 60}}
callers: {patience: {exponential: {mean: 20s}}}
ivr: {menus: {"<i>m</i>": {options: [{key: 1, prompt: "Press <u>one</u> \"now\" & here.", for: "<b>a</b>", then: {queue: "<q>"}}]}}}
queues: {"<q>": {talk: 3m}}
agents: {"<s>t</s>": {count: 2, queues: ["<q>"]}}
"#;
    fs::write(&file, scenario).expect("the scenario");
    let html = run_of(&file.display().to_string(), &[]);
    asks_for_nothing(&html);
    for tag in ["<script", "<b>", "<i>", "<u>", "<q>", "<s>"] {
        assert!(!html.contains(tag), "{tag}");
    }
    for text in ["&lt;i&gt;m&lt;/i&gt;", "Press &lt;u&gt;one&lt;/u&gt;", "&lt;/title&gt;&lt;script&gt;"] {
        assert!(html.contains(text), "{text}");
    }
}

#[test]
fn a_browser_shows_it_and_fetches_nothing() {
    let Some(browser) = browser() else {
        println!("SKIPPED: no chromium or google-chrome on the path");
        return;
    };
    let folder = tempfile::tempdir().expect("a folder");
    for html in pages() {
        let file = folder.path().join("index.html");
        fs::write(&file, html).expect("the page");
        let log = folder.path().join("net.json");
        let shot = folder.path().join("page.png");
        let shown = run(
            &browser,
            folder.path(),
            &[
                "--enable-logging=stderr".into(),
                format!("--log-net-log={}", log.display()),
                "--window-size=1280,2000".into(),
                format!("--screenshot={}", shot.display()),
                format!("file://{}", file.display()),
            ],
        );
        assert!(shot.is_file(), "{shown:?}");
        fs::remove_file(shot).expect("a picture");
        let said = String::from_utf8_lossy(&shown.stderr);
        assert!(!said.contains("CONSOLE"), "{said}");
        let requests = fs::read_to_string(&log).expect("the log");
        for host in ["\"url\":\"http:", "\"url\":\"https:", "\"url\":\"ftp:"] {
            let asked: Vec<&str> =
                requests.lines().filter(|line| line.contains(host) && line.contains("initiator\":\"file")).collect();
            assert!(asked.is_empty(), "{asked:?}");
        }
    }
    // The console is heard: the same browser reports a page that breaks its own policy.
    let broken = folder.path().join("broken.html");
    let html = page(&samples::page()).replace("<h1>", "<img src=\"http://localhost:9/x.png\" alt=\"\"><h1>");
    fs::write(&broken, html).expect("a page");
    let heard = run(
        &browser,
        folder.path(),
        &["--enable-logging=stderr".into(), "--dump-dom".into(), format!("file://{}", broken.display())],
    );
    let said = String::from_utf8_lossy(&heard.stderr);
    assert!(said.contains("CONSOLE"), "{said}");
}

#[test]
fn a_telephone_need_not_scroll_sideways() {
    let Some(browser) = browser() else {
        println!("SKIPPED: no chromium or google-chrome on the path");
        return;
    };
    let folder = tempfile::tempdir().expect("a folder");
    let beyond = |html: &str, pixels: u32| -> u32 {
        let inner = folder.path().join("inner.html");
        // Measured from inside, as its policy would not let anybody else ask.
        let measure = "<script>document.title = 'beyond ' + (document.documentElement.scrollWidth - document.documentElement.clientWidth)</script></body>";
        let html = html.replace("style-src", "script-src 'unsafe-inline'; style-src").replace("</body>", measure);
        let tell = "<script>addEventListener('load', () => parent.postMessage(document.title, '*'))</script></body>";
        fs::write(&inner, html.replace("</body>", tell)).expect("the page");
        let outer = folder.path().join("outer.html");
        let frame = format!(
            "<body><script>onmessage = e => document.title = e.data</script>\
             <iframe src=\"inner.html\" width=\"{pixels}\" height=\"800\" style=\"border:0\"></iframe></body>"
        );
        fs::write(&outer, frame).expect("a frame");
        let arguments =
            ["--virtual-time-budget=5000".into(), "--dump-dom".into(), format!("file://{}", outer.display())];
        let out = run(&browser, folder.path(), &arguments);
        let dom = String::from_utf8_lossy(&out.stdout).into_owned();
        let said = dom.split("beyond ").nth(1).and_then(|rest| rest.split('<').next()?.trim().parse().ok());
        said.unwrap_or_else(|| panic!("no answer in {dom}\n{}", String::from_utf8_lossy(&out.stderr)))
    };
    for html in pages() {
        assert_eq!(beyond(&html, 360), 0);
        assert_eq!(beyond(&html, 1280), 0);
    }
    let html = page(&samples::page());
    assert!(beyond(&html.replace(".wide { overflow-x: auto; }", ""), 360) > 0, "the test would not notice");
}

#[test]
fn it_prints_on_a_few_sheets() {
    let Some(browser) = browser() else {
        println!("SKIPPED: no chromium or google-chrome on the path");
        return;
    };
    let folder = tempfile::tempdir().expect("a folder");
    for html in pages() {
        let (file, pdf) = (folder.path().join("index.html"), folder.path().join("page.pdf"));
        fs::write(&file, html).expect("the page");
        let arguments = [format!("--print-to-pdf={}", pdf.display()), format!("file://{}", file.display())];
        let out = run(&browser, folder.path(), &arguments);
        let bytes = fs::read(&pdf).unwrap_or_else(|error| panic!("{error}: {out:?}"));
        fs::remove_file(pdf).expect("a document");
        assert!(bytes.starts_with(b"%PDF"));
        let text = String::from_utf8_lossy(&bytes);
        let sheets = text.matches("/Type /Page\n").count();
        assert!((2..=12).contains(&sheets), "{sheets} sheets");
    }
}

fn browser() -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let names = ["chromium", "chromium-browser", "google-chrome"];
    let files: Vec<PathBuf> =
        std::env::split_paths(&path).flat_map(|folder| names.map(|name| folder.join(name))).collect();
    files.into_iter().find(|file| file.is_file())
}

fn run(browser: &Path, folder: &Path, arguments: &[String]) -> Output {
    let profile = tempfile::tempdir_in(folder).expect("a profile");
    let flags = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-dev-shm-usage",
    ];
    let mut command = Command::new(browser);
    command.args(flags).arg(format!("--user-data-dir={}", profile.path().display())).args(arguments);
    command.output().expect("the browser runs")
}
