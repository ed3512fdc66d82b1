//! The pages of a sweep and of a run in a real browser, where one is installed: `cargo test --test page -- --nocapture`.
//!
//! Looks for `chromium`, `chromium-browser` or `google-chrome` on the path and says SKIPPED where there is none. What it
//! does by hand, as root with `--no-sandbox` too: `chromium --headless --screenshot=page.png --window-size=1280,2400
//! file://$PWD/index.html`, and the same with `--print-to-pdf=page.pdf`. Every check is made of a page that breaks the rule
//! as well, so that one knows that it would be noticed.

mod samples;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use hangup::experiment::{self, Settings};
use hangup::report::{Report, page, run_page};
use hangup::scenario::load;
use tempfile::TempDir;

#[test]
fn the_page_asks_for_nothing_and_holds_every_cell() {
    let whole = samples::page();
    let html = page(&whole);
    asks_for_nothing(&html);
    for point in whole.grid.cells.iter().flatten() {
        assert!(html.contains(&format!("<td>{:.1} <small>±", 100.0 * point.mean)), "{point:?}");
    }
    // Each of four charts for a window or paper, and for a telephone.
    assert_eq!(html.matches("<svg ").count(), 8);
    assert_eq!(html.matches("<desc>").count(), 8);
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
    // Who is left after each level, and hang-ups by half-hour, each for a window or paper, and for a telephone.
    assert_eq!(html.matches("<desc>").count(), 4);
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
    assert!(!html.contains("id=\"channels\"") && !html.contains("left silently"));
    let html = run_of("scenarios/omnichannel.yaml", &["replications=2"]);
    for text in [
        "<h2 id=\"channels\">",
        "<th scope=\"row\">message</th>",
        "<th scope=\"col\">due time met</th>",
        "<h2 id=\"conversations\">",
        "<th scope=\"row\">left open when a call was abandoned</th>",
        "<dt>closed at once</dt>",
    ] {
        assert_eq!(html.matches(text).count(), 1, "{text}");
    }
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

/// A page with a picture that its policy does not let it fetch, and the same without the policy.
fn with_a_picture(html: &str) -> [String; 2] {
    let refused = html.replace("<h1>", "<img src=\"http://localhost:9/x.png\" alt=\"\"><h1>");
    let policy = refused.find("<meta http-equiv").expect("a policy");
    let end = policy + refused[policy..].find('>').expect("its end") + 1;
    let fetched = format!("{}{}", &refused[..policy], &refused[end..]);
    [refused, fetched]
}

#[test]
fn a_browser_shows_it_and_fetches_nothing() {
    let Some(browser) = Browser::find() else { return };
    for html in pages() {
        let shown = browser.open(&html);
        assert!(!shown.console, "{}", shown.said);
        assert!(shown.requests.is_empty(), "{:?}", shown.requests);
    }
    let [refused, fetched] = with_a_picture(&page(&samples::page()));
    // The console is heard, and requests are seen.
    let refused = browser.open(&refused);
    assert!(refused.console && refused.requests.is_empty(), "{:?}\n{}", refused.requests, refused.said);
    let fetched = browser.open(&fetched);
    assert!(!fetched.requests.is_empty(), "{}", fetched.said);
}

#[test]
fn a_telephone_need_not_scroll_sideways_and_shows_words_that_can_be_read() {
    let Some(browser) = Browser::find() else { return };
    for html in pages() {
        for pixels in [360, 390, 760, 1280] {
            let (beyond, smallest) = browser.measure(&html, pixels);
            println!("{pixels} pixels: {beyond} beyond, the smallest words of a chart {smallest:.1} pixels high");
            assert!(beyond <= 0.0, "{pixels}: {beyond}");
            assert!(smallest >= 8.0, "{pixels}: {smallest}");
        }
    }
    let html = page(&samples::page());
    let wide = html.replace(".wide { overflow-x: auto; }", "");
    assert!(browser.measure(&wide, 360).0 > 0.0, "the test would not notice");
    let small = html.replace("@media screen and (max-width: 640px)", "@media screen and (max-width: 6px)");
    assert!(browser.measure(&small, 360).1 < 8.0, "the test would not notice");
}

#[test]
fn it_prints_on_a_few_sheets() {
    let Some(browser) = Browser::find() else { return };
    let sheets = browser.sheets(&page(&samples::page()));
    assert!((2..=6).contains(&sheets), "{sheets} sheets");
    let of_a_run = browser.sheets(&run_of("scenarios/support-line.yaml", &["replications=5"]));
    assert!((2..=12).contains(&of_a_run), "{of_a_run} sheets");
    let long = samples::page();
    let long = hangup::report::Page { scenario_text: "a: b\n".repeat(500), ..long };
    assert!(browser.sheets(&page(&long)) > sheets, "the whole scenario is printed");
}

/// What came of opening a page.
struct Shown {
    /// Whether the console had something to say.
    console: bool,
    /// What the page asked for, beside itself.
    requests: Vec<String>,
    /// All that the browser said.
    said: String,
}

/// A browser that is installed, and a folder for its pages.
struct Browser {
    program: PathBuf,
    folder: TempDir,
}

impl Browser {
    /// The browser on the path; where there is none, that is said.
    fn find() -> Option<Self> {
        let path = std::env::var_os("PATH")?;
        let names = ["chromium", "chromium-browser", "google-chrome"];
        let files: Vec<PathBuf> =
            std::env::split_paths(&path).flat_map(|folder| names.map(|name| folder.join(name))).collect();
        let program = files.into_iter().find(|file| file.is_file());
        if program.is_none() {
            println!("SKIPPED: no chromium or google-chrome on the path");
        }
        Some(Self { program: program?, folder: tempfile::tempdir().expect("a folder") })
    }

    fn write(&self, name: &str, html: &str) -> String {
        let file = self.folder.path().join(name);
        fs::write(&file, html).expect("a page");
        format!("file://{}", file.display())
    }

    /// Shows a page in a window, and listens.
    fn open(&self, html: &str) -> Shown {
        let url = self.write("index.html", html);
        let log = self.folder.path().join("net.json");
        let shot = self.folder.path().join("page.png");
        let arguments = [
            "--enable-logging=stderr".to_owned(),
            format!("--log-net-log={}", log.display()),
            "--window-size=1280,2000".to_owned(),
            format!("--screenshot={}", shot.display()),
            url,
        ];
        let (_, said) = self.run(&arguments, &[&log, &shot]);
        // What the browser asks for by itself has no site.
        let of_the_page = |line: &&str| line.contains("\"initiator\":") && line.contains("{site=file://");
        let beside = |line: &&str| ["http", "ws", "ftp"].iter().any(|kind| line.contains(&format!("\"url\":\"{kind}")));
        let log = fs::read_to_string(&log).expect("the log");
        let requests = log.lines().filter(of_the_page).filter(beside).map(str::to_owned).collect();
        Shown { console: said.contains("CONSOLE"), requests, said }
    }

    /// How far a page goes beyond a window this wide, and how high the smallest words of its charts are, both in pixels.
    fn measure(&self, html: &str, pixels: u32) -> (f64, f64) {
        // Measured from inside, as its policy would not let anybody else ask. No browser makes its own window so narrow.
        let measure = "<script>addEventListener('load', () => {\
              const page = document.documentElement;\
              const words = [...document.querySelectorAll('svg text')].map(text => text.getBoundingClientRect());\
              const high = words.map(box => box.height).filter(height => height > 0);\
              const charts = [...document.querySelectorAll('figure svg')].map(svg => svg.getBoundingClientRect().right);\
              const right = Math.max(page.scrollWidth, ...charts);\
              parent.postMessage(`beyond ${right - page.clientWidth} ${Math.min(...high)} `, '*');\
            })</script></body>";
        let html = html.replace("style-src", "script-src 'unsafe-inline'; style-src").replace("</body>", measure);
        self.write("inner.html", &html);
        let frame = format!(
            "<body><script>onmessage = e => document.title = e.data</script>\
             <iframe src=\"inner.html\" width=\"{pixels}\" height=\"800\" style=\"border:0\"></iframe></body>"
        );
        let url = self.write("outer.html", &frame);
        let arguments = ["--virtual-time-budget=5000".to_owned(), "--dump-dom".to_owned(), url];
        for _ in 0..3 {
            let (dom, _) = self.run(&arguments, &[]);
            let mut numbers = dom.split("beyond ").nth(1).unwrap_or_default().split(' ').map(str::parse);
            if let (Some(Ok(beyond)), Some(Ok(smallest))) = (numbers.next(), numbers.next()) {
                return (beyond, smallest);
            }
        }
        panic!("the browser does not answer");
    }

    /// On how many sheets a page is printed.
    fn sheets(&self, html: &str) -> usize {
        let url = self.write("index.html", html);
        let pdf = self.folder.path().join("page.pdf");
        self.run(&[format!("--print-to-pdf={}", pdf.display()), url], &[&pdf]);
        let bytes = fs::read(&pdf).expect("a PDF");
        assert!(bytes.starts_with(b"%PDF"));
        String::from_utf8_lossy(&bytes).matches("/Type /Page\n").count()
    }

    /// Runs the browser until these files are there and it has ended; what it wrote and what it said. On a busy machine it
    /// may fail to start: then once more.
    fn run(&self, arguments: &[String], files: &[&Path]) -> (String, String) {
        let mut said = String::new();
        for _ in 0..3 {
            let profile = tempfile::tempdir_in(&self.folder).expect("a profile");
            let (out, err) = (self.folder.path().join("out"), self.folder.path().join("err"));
            let to = |path: &Path| Stdio::from(fs::File::create(path).expect("a file"));
            let mut child = Command::new(&self.program)
                .args(FLAGS)
                .arg(format!("--user-data-dir={}", profile.path().display()))
                .args(arguments)
                .stdin(Stdio::null())
                .stdout(to(&out))
                .stderr(to(&err))
                .spawn()
                .expect("the browser starts");
            let begun = Instant::now();
            while child.try_wait().expect("a child").is_none() {
                if begun.elapsed() > PATIENCE {
                    let _ = child.kill();
                    let _ = child.wait();
                    break;
                }
                thread::sleep(Duration::from_millis(20));
            }
            let read = |path: &Path| String::from_utf8_lossy(&fs::read(path).unwrap_or_default()).into_owned();
            said = read(&err);
            if begun.elapsed() <= PATIENCE && files.iter().all(|file| file.is_file()) {
                return (read(&out), said);
            }
        }
        panic!("the browser does not come to an end: {said}");
    }
}

/// How long a browser may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(120);

const FLAGS: [&str; 9] = [
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
