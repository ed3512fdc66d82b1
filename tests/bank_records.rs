//! The Anonymous Bank: what docs/anonymous-bank.md and its scenarios say, against the raw records and against the
//! simulation.
//!
//! The records are not part of this repository. They are looked for in `../shared/data` beside the project, or where
//! the environment variable `HANGUP_RECORDS` says (the path of the CSV file); where they are not found, the tests that
//! need them say so and pass. The simulated figures are checked everywhere.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::io::{Write, stderr};
use std::path::{Path, PathBuf};

use hangup::experiment::{self, Settings};
use hangup::law::Law;
use hangup::report::{self, Report};
use hangup::scenario::resolved::{Patience, Scenario, StepKind};
use hangup::scenario::{self, Loaded};

const RECORDS: &str = "anonymous_bank_1999-08_01-20.csv";

// ---- the records ----

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Kind {
    Weekday,
    Friday,
    Saturday,
}

use Kind::{Friday, Saturday, Weekday};

impl Kind {
    const ALL: [Self; 3] = [Weekday, Friday, Saturday];

    /// The first of August 1999 was a Sunday, the first day of the week here.
    fn of(day: u32) -> Self {
        match day % 7 {
            6 => Friday,
            0 => Saturday,
            _ => Weekday,
        }
    }

    /// Opening hours, in hours.
    fn open(self) -> (f64, f64) {
        match self {
            Weekday => (7.0, 24.0),
            Friday => (7.0, 15.0),
            Saturday => (21.5, 24.0),
        }
    }

    fn half_hours(self) -> std::ops::Range<usize> {
        let (from, to) = self.open();
        (2.0 * from) as usize..(2.0 * to) as usize
    }

    fn scenario(self) -> &'static str {
        match self {
            Weekday => "anonymous-bank.yaml",
            Friday => "anonymous-bank-friday.yaml",
            Saturday => "anonymous-bank-saturday.yaml",
        }
    }
}

/// Stretches in which nearly every call ends in the voice response and none reaches a queue: day, from, to in hours.
const OUTAGES: [(u32, f64, f64); 4] = [(9, 9.89, 9.97), (9, 19.98, 22.345), (16, 15.13, 15.63), (19, 13.51, 14.37)];

/// When the first call reached an agent on the two Saturdays, in hours.
const SATURDAYS: [(u32, f64); 2] = [(7, 21.93), (14, 21.55)];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Status {
    Closed,
    Outage,
    Open,
}

#[derive(Debug, Clone)]
struct Call {
    day: u32,
    kind: Kind,
    arrived: f64,
    vru: f64,
    queue: f64,
    queued: bool,
    answered: bool,
    service: f64,
    server: String,
}

impl Call {
    fn status(&self) -> Status {
        let (mut from, to) = self.kind.open();
        from = SATURDAYS.iter().find(|(day, _)| *day == self.day).map_or(from, |&(_, first)| first);
        let hour = self.arrived / 3600.0;
        if !(from..to).contains(&hour) {
            Status::Closed
        } else if OUTAGES.iter().any(|&(day, a, b)| day == self.day && (a..=b).contains(&hour)) {
            Status::Outage
        } else {
            Status::Open
        }
    }

    fn is_open(&self) -> bool {
        self.status() == Status::Open
    }

    /// Whether the caller came through the IVR.
    fn reached(&self) -> bool {
        self.queued || self.answered
    }
}

/// Whether this half-hour of this day counts: not where an outage of more than ten minutes touches it.
fn counts(day: u32, half_hour: usize) -> bool {
    let (from, to) = (half_hour as f64 / 2.0, (half_hour + 1) as f64 / 2.0);
    !OUTAGES.iter().any(|&(other, a, b)| other == day && b - a > 1.0 / 6.0 && a < to && b > from)
}

/// The records, cleaned as the document says, and how many rows and dropped rows there were.
struct Records {
    calls: Vec<Call>,
    rows: usize,
    phantoms: usize,
    negative: usize,
}

/// The records where they are at hand.
fn records(test: &str) -> Option<Records> {
    let given = std::env::var_os("HANGUP_RECORDS").map(PathBuf::from);
    let path = given.clone().unwrap_or_else(|| root().join("../shared/data").join(RECORDS));
    match fs::read_to_string(&path) {
        Ok(text) => Some(read(&text)),
        Err(error) => {
            assert!(given.is_none(), "HANGUP_RECORDS: {}: {error}", path.display());
            // Not `eprintln`, which the test harness keeps to itself when a test passes.
            let _ = writeln!(stderr(), "SKIPPED {test}: the bank's records are not at hand ({})", path.display());
            None
        }
    }
}

fn read(text: &str) -> Records {
    let mut lines = text.lines();
    let heading: Vec<&str> = lines.next().expect("a heading").split(',').collect();
    let column = |name: &str| heading.iter().position(|found| *found == name).expect(name);
    let [date, entry, vru, queue, entered, outcome, service, server] =
        ["date", "vru_entry", "vru_time_s", "queue_time_s", "entered_queue", "outcome", "service_time_s", "server"]
            .map(column);
    let mut records = Records { calls: Vec::new(), rows: 0, phantoms: 0, negative: 0 };
    for line in lines {
        let fields: Vec<&str> = line.split(',').collect();
        records.rows += 1;
        if fields[outcome] == "PHANTOM" {
            records.phantoms += 1;
            continue;
        }
        let seconds = |field: &str| if field.is_empty() { 0.0 } else { field.parse::<f64>().expect(line) };
        if seconds(fields[vru]) < 0.0 {
            records.negative += 1;
            continue;
        }
        let day: u32 = fields[date][8..].parse().expect(line);
        let arrived = fields[entry].split(':').fold(0.0, |sum, part| 60.0 * sum + part.parse::<f64>().expect(line));
        records.calls.push(Call {
            day,
            kind: Kind::of(day),
            arrived,
            vru: seconds(fields[vru]),
            queue: seconds(fields[queue]),
            queued: fields[entered] == "1",
            answered: fields[outcome] == "AGENT",
            service: seconds(fields[service]),
            server: fields[server].to_owned(),
        });
    }
    records
}

// ---- the document ----

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The rows of the document's tables, and its text in one line.
struct Document {
    rows: Vec<Vec<String>>,
    text: String,
}

fn document() -> Document {
    let text = fs::read_to_string(root().join("docs/anonymous-bank.md")).expect("docs/anonymous-bank.md");
    let table = |line: &&str| line.starts_with('|');
    let cells = |line: &str| line.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect();
    Document {
        rows: text.lines().filter(table).map(cells).collect(),
        text: text.split_whitespace().collect::<Vec<_>>().join(" "),
    }
}

impl Document {
    /// The cells of the rows with this label whose table has so many columns of figures, in order.
    fn row(&self, label: &str, columns: usize) -> &[String] {
        let found = |row: &&Vec<String>| row[0].trim_matches('*') == label && row.len() == columns + 1;
        let row = self.rows.iter().find(found);
        &row.unwrap_or_else(|| panic!("the document has no row `{label}` with {columns} columns"))[1..]
    }

    fn says(&self, what: &str) {
        assert!(self.text.contains(what), "the document does not say `{what}`");
    }
}

fn percent(share: f64) -> String {
    format!("{:.1} %", 100.0 * share)
}

fn seconds(value: f64) -> String {
    format!("{value:.0} s")
}

/// `.987`, as the survival tables write shares.
fn thousandths(share: f64) -> String {
    format!("{share:.3}").trim_start_matches('0').to_owned()
}

fn thousands(count: usize) -> String {
    if count < 1000 { count.to_string() } else { format!("{},{:03}", count / 1000, count % 1000) }
}

fn mean(values: impl IntoIterator<Item = f64>) -> f64 {
    let (sum, n) = values.into_iter().fold((0.0, 0.0), |(sum, n), value| (sum + value, n + 1.0));
    sum / n
}

/// What the main table tells of the records of one type of day, in the table's order.
const ROWS: [&str; 9] = [
    "IVR hang-ups, of calls",
    "waited, of queued",
    "abandoned, of queued",
    "abandoned, of those who waited",
    "answered within 20 s, of queued",
    "mean wait, all queued",
    "mean wait, those who waited",
    "mean wait, served",
    "mean wait, abandoned",
];

fn recorded(calls: &[&Call]) -> [String; 9] {
    let reached: Vec<_> = calls.iter().filter(|call| call.reached()).collect();
    let waited: Vec<_> = reached.iter().filter(|call| call.queued).collect();
    let abandoned: Vec<_> = waited.iter().filter(|call| !call.answered).collect();
    let served: Vec<_> = reached.iter().filter(|call| call.answered).collect();
    let in_time = served.iter().filter(|call| call.queue <= 20.0).count();
    let share = |a: usize, b: usize| percent(a as f64 / b as f64);
    [
        share(calls.len() - reached.len(), calls.len()),
        share(waited.len(), reached.len()),
        share(abandoned.len(), reached.len()),
        share(abandoned.len(), waited.len()),
        share(in_time, reached.len()),
        seconds(mean(reached.iter().map(|call| call.queue))),
        seconds(mean(waited.iter().map(|call| call.queue))),
        seconds(mean(served.iter().map(|call| call.queue))),
        seconds(mean(abandoned.iter().map(|call| call.queue))),
    ]
}

#[test]
fn the_document_tells_what_the_records_hold() {
    let Some(records) = records("the_document_tells_what_the_records_hold") else { return };
    let document = document();
    let calls = &records.calls;
    document.says(&format!("The file has {} rows", thousands(records.rows)));
    document.says(&format!("{} `PHANTOM` rows were dropped, and {} others", records.phantoms, records.negative));
    document.says(&format!("{} are left", thousands(calls.len())));

    let ivr_hang_ups = calls.iter().filter(|call| !call.reached()).count();
    let share = percent(ivr_hang_ups as f64 / calls.len() as f64);
    document.says(&format!("Of all calls {share} ({}) end there", thousands(ivr_hang_ups)));
    let count = |kind, status| {
        calls.iter().filter(|call| call.kind == kind && call.status() == status && !call.reached()).count().to_string()
    };
    for (label, status) in [
        ("while the bank is closed", Status::Closed),
        ("in an outage in opening hours", Status::Outage),
        ("in opening hours otherwise", Status::Open),
    ] {
        assert_eq!(document.row(label, 3), Kind::ALL.map(|kind| count(kind, status)), "{label}");
    }

    for (index, kind) in Kind::ALL.into_iter().enumerate() {
        let open: Vec<_> = calls.iter().filter(|call| call.kind == kind && call.is_open()).collect();
        for (label, figure) in ROWS.into_iter().zip(recorded(&open)) {
            assert_eq!(document.row(label, 6)[2 * index], figure, "{label} ({kind:?})");
            if kind == Weekday {
                assert_eq!(document.row(label, 3)[0], figure, "{label} beside the face value");
            }
        }
    }
    for (column, days) in [1..=5, 8..=12, 15..=19].into_iter().enumerate() {
        let week: Vec<_> = calls.iter().filter(|call| days.contains(&call.day) && call.is_open()).collect();
        // The table of the weeks is the second with six columns.
        for (label, figure) in ROWS.into_iter().zip(recorded(&week)) {
            let row = document.rows.iter().filter(|row| row[0] == label && row.len() == 7).nth(1).expect(label);
            assert_eq!(row[1 + 2 * column], figure, "{label} (days {days:?})");
        }
    }
    let late: Vec<_> = calls.iter().filter(|call| call.day > 10 && call.kind == Weekday && call.is_open()).collect();
    for (label, figure) in ROWS.into_iter().zip(recorded(&late)) {
        assert_eq!(document.row(label, 4)[0], figure, "{label} (days 11-20)");
    }
}

/// Kaplan-Meier survival just after these times, with its Greenwood standard error; events come before censorings.
fn kaplan_meier(observed: &[(f64, bool)], at: &[f64]) -> Vec<(f64, f64)> {
    let mut observed = observed.to_vec();
    observed.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (mut survival, mut greenwood, mut left, mut next) = (1.0, 0.0, observed.len(), 0);
    let mut found = Vec::new();
    for &time in at {
        while next < observed.len() && observed[next].0 <= time {
            let same = observed[next..].iter().take_while(|other| other.0 == observed[next].0);
            let (mut tied, mut events) = (0, 0);
            for &(_, event) in same {
                tied += 1;
                events += usize::from(event);
            }
            let (at_risk, lost) = (left as f64, events as f64);
            survival *= 1.0 - lost / at_risk;
            greenwood += lost / (at_risk * (at_risk - lost).max(1e-9));
            left -= tied;
            next += tied;
        }
        found.push((survival, survival * greenwood.sqrt()));
    }
    found
}

/// Waits in the queue, and whether they ended in hanging up.
fn queue_patience(calls: &[Call]) -> Vec<(f64, bool)> {
    let queued = calls.iter().filter(|call| call.is_open() && call.queued);
    queued.map(|call| (call.queue.max(0.5), !call.answered)).collect()
}

/// Times in the IVR up to 100 s, of all who did not hang up at once, and whether they ended in hanging up or finishing.
fn ivr_times(calls: &[Call]) -> Vec<(f64, bool, bool)> {
    let stayed = calls.iter().filter(|call| call.is_open() && (call.vru > 0.0 || call.reached()));
    stayed
        .map(|call| {
            let seen = call.vru < 100.0;
            (if seen { call.vru + 0.5 } else { 100.0 }, seen && !call.reached(), seen && call.reached())
        })
        .collect()
}

#[test]
fn the_survival_tables_are_those_of_the_records() {
    let Some(records) = records("the_survival_tables_are_those_of_the_records") else { return };
    let document = document();
    let queue = queue_patience(&records.calls);
    let events = queue.iter().filter(|(_, event)| *event).count();
    document.says(&format!("{} waits in opening hours, {} hang-ups", thousands(queue.len()), thousands(events)));
    let points = kaplan_meier(&queue, &[5.0, 10.0, 30.0, 60.0, 120.0, 300.0, 600.0]);
    let cells: Vec<String> = points.iter().map(|point| thousandths(point.0)).collect();
    assert_eq!(document.row("Kaplan-Meier, queue", 8)[..7], cells);
    let cells: Vec<String> = points.iter().map(|point| thousandths(point.1)).collect();
    assert_eq!(document.row("its standard error", 8)[..7], cells);

    let ivr: Vec<(f64, bool)> = ivr_times(&records.calls).iter().map(|&(time, hung_up, _)| (time, hung_up)).collect();
    document.says(&format!("from {} events", ivr.iter().filter(|(_, event)| *event).count()));
    let points = kaplan_meier(&ivr, &[2.5, 5.5, 10.5, 20.5, 30.5, 40.5, 60.5]);
    let cells: Vec<String> = points.iter().map(|point| thousandths(point.0)).collect();
    assert_eq!(document.row("Kaplan-Meier, IVR", 7), cells);
}

#[test]
fn talk_is_what_the_document_says() {
    let Some(records) = records("talk_is_what_the_document_says") else { return };
    let document = document();
    let all: Vec<&Call> = records.calls.iter().filter(|call| call.is_open() && call.answered).collect();
    let fair = |call: &&&Call| (10.0..=3600.0).contains(&call.service);
    let talks: Vec<f64> = all.iter().filter(fair).map(|call| call.service).collect();
    let average = mean(talks.iter().copied());
    let deviation = |values: &[f64], about: f64| mean(values.iter().map(|x| (x - about) * (x - about))).sqrt();
    let logs: Vec<f64> = talks.iter().map(|talk| talk.ln()).collect();
    let sigma = deviation(&logs, mean(logs.iter().copied()));
    document.says(&format!(
        "mean {average:.0} s and cv {:.2} (sample cv {:.2}; {} services)",
        ((sigma * sigma).exp() - 1.0).sqrt(),
        deviation(&talks, average) / average,
        thousands(talks.len())
    ));
    let short = all.iter().filter(|call| call.service < 10.0).count();
    document.says(&format!("{} services of {}", thousands(short), thousands(all.len())));
    for kind in [Friday, Saturday] {
        let own = all.iter().filter(fair).filter(|call| call.kind == kind).map(|call| call.service);
        document.says(&format!("is {:.0} s on Fridays and Saturdays", mean(own)));
    }
}

// ---- the scenarios ----

fn load(kind: Kind, settings: &[String]) -> Loaded {
    let path = root().join("scenarios").join(kind.scenario());
    scenario::load(&path, settings).unwrap_or_else(|problems| panic!("{}", problems.render(false)))
}

fn at<T: Copy>(steps: &[(f64, T)], time: f64) -> T {
    steps.iter().rev().find(|step| step.0 <= time).expect("a value from the beginning").1
}

#[test]
fn the_scenarios_have_the_arrivals_of_the_records() {
    let Some(records) = records("the_scenarios_have_the_arrivals_of_the_records") else { return };
    for kind in Kind::ALL {
        let scenario = load(kind, &[]).scenario;
        let days: Vec<u32> = (1..=20).filter(|&day| Kind::of(day) == kind).collect();
        let mut expected = BTreeMap::new();
        for half_hour in kind.half_hours() {
            let days: Vec<u32> = days.iter().copied().filter(|&day| counts(day, half_hour)).collect();
            let here = |call: &&Call| {
                days.contains(&call.day) && call.is_open() && (call.arrived / 1800.0) as usize == half_hour
            };
            let per_hour = 2.0 * records.calls.iter().filter(here).count() as f64 / days.len() as f64;
            expected.insert(half_hour, per_hour / 2.0);
            let written = at(&scenario.streams[0].per_hour.steps, 1800.0 * half_hour as f64);
            assert!((written - per_hour).abs() <= 0.501, "{kind:?} {half_hour}: {written} for {per_hour}");
        }
        if kind == Weekday {
            let factors: Vec<(f64, f64)> = days
                .iter()
                .map(|&day| {
                    let hours = || expected.iter().filter(|&(&half_hour, _)| counts(day, half_hour));
                    let mean: f64 = hours().map(|(_, rate)| rate).sum();
                    let here = |call: &&Call| {
                        call.day == day && call.is_open() && counts(day, (call.arrived / 1800.0) as usize)
                    };
                    (records.calls.iter().filter(here).count() as f64 / mean, mean)
                })
                .collect();
            let n = factors.len() as f64;
            let about = mean(factors.iter().map(|factor| factor.0));
            let variance = factors.iter().map(|factor| (factor.0 - about).powi(2)).sum::<f64>() / (n - 1.0);
            let cv = (variance - mean(factors.iter().map(|factor| 1.0 / factor.1))).sqrt();
            assert!((scenario.streams[0].daily_volume_cv - cv).abs() < 0.0005, "cv {cv}");
        }
    }
}

#[test]
fn the_scenarios_have_the_agents_of_the_records() {
    let Some(records) = records("the_scenarios_have_the_agents_of_the_records") else { return };
    let mut talks: HashMap<(u32, &str), Vec<(f64, f64)>> = HashMap::new();
    for call in records.calls.iter().filter(|call| call.answered && !call.server.is_empty() && call.service <= 3600.0) {
        let from = call.arrived + call.vru + call.queue;
        talks.entry((call.day, &call.server)).or_default().push((from, from + call.service));
    }
    let mut present: HashMap<(u32, usize), f64> = HashMap::new();
    for (&(day, _), talks) in &mut talks {
        talks.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
        let mut sessions: Vec<(f64, f64)> = Vec::new();
        for &(from, to) in talks.iter() {
            match sessions.last_mut() {
                Some(last) if from - last.1 <= 900.0 => last.1 = last.1.max(to),
                _ => sessions.push((from, to)),
            }
        }
        for (from, to) in sessions {
            for half_hour in (from / 1800.0) as usize..=(to / 1800.0) as usize {
                let (begins, ends) = (1800.0 * half_hour as f64, 1800.0 * (half_hour + 1) as f64);
                *present.entry((day, half_hour)).or_default() += (to.min(ends) - from.max(begins)).max(0.0) / 1800.0;
            }
        }
    }
    for kind in Kind::ALL {
        let scenario = load(kind, &[]).scenario;
        let mut carried = 0.0;
        for half_hour in kind.half_hours() {
            let days: Vec<u32> = (1..=20).filter(|&day| Kind::of(day) == kind && counts(day, half_hour)).collect();
            let sum: f64 = days.iter().filter_map(|&day| present.get(&(day, half_hour))).sum();
            let wanted = 0.86 * sum / days.len() as f64 + carried;
            let count = (wanted + 0.5).floor().max(1.0);
            carried = (wanted - count).clamp(-0.5, 0.5);
            let written = at(&scenario.groups[0].count.steps, 1800.0 * half_hour as f64);
            assert_eq!(f64::from(written), count, "{kind:?}, half-hour {half_hour}");
        }
    }
}

/// The log-likelihood of a law, from durations of which some are censored; the density by a difference of survivals.
fn log_likelihood(law: &Law, observed: &[(f64, bool)]) -> f64 {
    let density = |x: f64| {
        let step = 1e-4 * x;
        (law.survival(x - step) - law.survival(x + step)) / (2.0 * step)
    };
    observed.iter().map(|&(x, event)| if event { density(x).ln() } else { -law.cumulative_hazard(x) }).sum()
}

fn patience(scenario: &Scenario) -> (&Law, &Law) {
    match &scenario.callers.patience {
        Patience::Fresh { ivr, queue } => (ivr, queue),
        Patience::OneClock(_) => panic!("the scenario has a clock for the IVR and one for the queue"),
    }
}

/// Rounded as they are, the shipped laws lie on the top of the likelihood: each parameter moved by its stated standard
/// error, either way, makes the records less likely, and by about the half that a standard error means.
#[test]
fn the_shipped_patience_is_the_likeliest() {
    let Some(records) = records("the_shipped_patience_is_the_likeliest") else { return };
    let document = document();
    let shipped = load(Weekday, &[]).scenario;
    for kind in [Friday, Saturday] {
        assert_eq!(load(kind, &[]).scenario.callers, shipped.callers, "one law for all days");
    }
    let ivr: Vec<(f64, bool)> = ivr_times(&records.calls).iter().map(|&(time, hung_up, _)| (time, hung_up)).collect();
    let at_once = records.calls.iter().filter(|call| call.is_open() && call.vru == 0.0 && !call.reached()).count();
    let open = records.calls.iter().filter(|call| call.is_open()).count();
    assert!((shipped.callers.hang_up_at_once - at_once as f64 / open as f64).abs() < 0.00005);
    let queue = queue_patience(&records.calls);

    let weibull =
        |shape: f64, mean: f64| format!("callers.patience.ivr={{weibull: {{shape: {shape}, mean: {mean}s}}}}");
    let mixture = |share: f64, first: f64, second: f64| {
        format!(
            "callers.patience.queue={{hyperexponential: [{{share: {share}, mean: {first}s}}, {{share: {}, mean: \
             {second}s}}]}}",
            1.0 - share
        )
    };
    let likelihood_of = |setting: String| {
        let loaded = load(Weekday, &[setting]);
        let (in_ivr, in_queue) = patience(&loaded.scenario);
        (log_likelihood(in_ivr, &ivr), log_likelihood(in_queue, &queue))
    };
    let (ivr_best, queue_best) = likelihood_of("version=1".into());
    assert_eq!(patience(&shipped).0, patience(&load(Weekday, &[weibull(1.93, 84.0)]).scenario).0);
    for (shape, mean) in [(1.89, 84.0), (1.97, 84.0), (1.93, 81.2), (1.93, 86.8)] {
        let loss = ivr_best - likelihood_of(weibull(shape, mean)).0;
        assert!((0.1..2.0).contains(&loss), "Weibull {shape} {mean}: {loss}");
    }
    for (share, first, second) in [
        (0.235, 72.0, 884.0),
        (0.261, 72.0, 884.0),
        (0.248, 68.1, 884.0),
        (0.248, 75.9, 884.0),
        (0.248, 72.0, 840.0),
        (0.248, 72.0, 928.0),
    ] {
        // The three are correlated: moving one alone costs more than a half.
        let loss = queue_best - likelihood_of(mixture(share, first, second)).1;
        assert!((0.1..4.0).contains(&loss), "hyperexponential {share} {first} {second}: {loss}");
    }
    let aic = |parameters: f64, best: f64| thousands((2.0 * parameters - 2.0 * best).round() as usize);
    document.says(&format!("mean 84 s (2.8), AIC {}", aic(2.0, ivr_best)));
    assert_eq!(document.row("hyperexponential, 24.8 % 72 s + 75.2 % 884 s", 8)[7], aic(3.0, queue_best));
}

#[test]
fn the_dialogue_takes_as_long_as_in_the_records() {
    let Some(records) = records("the_dialogue_takes_as_long_as_in_the_records") else { return };
    let observed: Vec<(f64, bool)> =
        ivr_times(&records.calls).iter().map(|&(time, _, finished)| (time, finished)).collect();
    let mut times: Vec<f64> = observed.iter().filter(|&&(time, _)| time < 100.0).map(|&(time, _)| time).collect();
    times.sort_by(f64::total_cmp);
    times.dedup();
    let mut law = Vec::new();
    let mut before = 1.0;
    for (&time, (survival, _)) in times.iter().zip(kaplan_meier(&observed, &times)) {
        law.push((time, 1.0 - before, 1.0 - survival));
        before = survival;
    }
    law.push((100.0, 1.0 - before, 1.0));
    for kind in Kind::ALL {
        let scenario = load(kind, &[]).scenario;
        let ivr = scenario.ivr.expect("an IVR");
        let StepKind::Wait(Law::Empirical(shipped)) = &ivr.steps[0].kind else {
            panic!("a `wait` of an empirical law")
        };
        assert_eq!(shipped.values().len(), 50);
        for (slice, &value) in shipped.values().iter().enumerate() {
            let (low, high) = (slice as f64 / 50.0, (slice + 1) as f64 / 50.0);
            let part =
                |&(time, from, to): &(f64, f64, f64)| (time, (f64::min(to, high) - f64::max(from, low)).max(0.0));
            let (sum, weight) =
                law.iter().map(part).fold((0.0, 0.0), |(sum, w), (time, part)| (sum + time * part, w + part));
            assert!((sum / weight - value).abs() < 0.051, "slice {slice}: {value} for {}", sum / weight);
        }
    }
}

// ---- the simulation ----

/// One figure of the main table as simulated: its value and, where the program gives one, its half-width.
fn simulated(kind: Kind, settings: &[String]) -> [(f64, Option<f64>); 9] {
    let loaded = load(kind, settings);
    let results = experiment::run(&loaded.scenario, &Settings::default(), |_, _| ()).expect("a result");
    let report = Report { scenario: &loaded.scenario, hash: &loaded.hash, results: &results };
    let json: serde_json::Value = serde_json::from_str(&report::json(&report)).expect("JSON");
    let figure = |name: &str| {
        let figure = &json["metrics"][name];
        (figure["mean"].as_f64().expect(name), figure["half_width"].as_f64())
    };
    let outcome = |name: &str| json["outcomes"][name].as_f64().expect(name);
    let [hang_ups, waited, abandoned, in_time] =
        ["ivr_abandonment", "wait_probability", "queue_abandonment", "service_level"].map(figure);
    let [wait, served] = ["mean_wait", "average_speed_of_answer"].map(figure);
    let (answered, left) = (outcome("served"), outcome("abandoned_in_queue"));
    let abandoners = (wait.0 * (answered + left) - served.0 * answered) / left;
    [
        hang_ups,
        waited,
        abandoned,
        (abandoned.0 / waited.0, None),
        in_time,
        wait,
        (wait.0 / waited.0, None),
        served,
        (abandoners, None),
    ]
}

/// A cell such as `77.0 % ± 0.9` or `102 s ± 3`: value, half-width, and how coarsely it is rounded, in natural units.
fn parsed(cell: &str) -> (f64, Option<f64>, f64) {
    let (value, half_width) = cell.split_once(" ± ").map_or((cell, None), |(value, width)| (value, Some(width)));
    let (figure, unit) = value.split_once(' ').expect(cell);
    let (unit, rounding) = if unit == "%" { (0.01, 0.0005) } else { (1.0, 0.5) };
    let number = |text: &str| unit * text.parse::<f64>().expect(cell);
    (number(figure), half_width.map(number), rounding)
}

/// A change of the engine that leaves all laws as they are may move a figure within its interval; more is a change of
/// the model, and the document must be measured anew, with its explanations.
fn holds(cells: impl Iterator<Item = String>, simulated: [(f64, Option<f64>); 9], about: &str) {
    for ((label, cell), (value, half_width)) in ROWS.into_iter().zip(cells).zip(simulated) {
        let (written, width, rounding) = parsed(&cell);
        // What has no interval of its own follows from others: a twenty-fifth is about what theirs allow.
        let room = rounding + half_width.unwrap_or(0.04 * value);
        assert!((value - written).abs() <= room, "{about}, {label}: {value} is simulated, the document says {cell}");
        if let (Some(width), Some(half_width)) = (width, half_width) {
            let ratio = half_width / width;
            assert!(
                (0.6..1.6).contains(&ratio),
                "{about}, {label}: the half-width is {half_width}, not that of {cell}"
            );
        }
    }
}

#[test]
fn the_simulated_days_are_those_of_the_document() {
    let document = document();
    for (index, kind) in Kind::ALL.into_iter().enumerate() {
        let cells = ROWS.iter().map(|label| document.row(label, 6)[2 * index + 1].clone());
        holds(cells, simulated(kind, &[]), &format!("{kind:?}"));
    }
}

/// The document gives the schedule at face value as a command; what it says of it must come from that command.
#[test]
fn the_simulated_day_at_face_value_is_that_of_the_document() {
    let document = document();
    let setting = document.text.split("--set 'agents.tellers.count=").nth(1).expect("the command");
    let setting = format!("agents.tellers.count={}", setting.split('\'').next().expect("its end"));
    let cells = ROWS.iter().map(|label| document.row(label, 3)[2].clone());
    holds(cells, simulated(Weekday, &[setting]), "face value");
    let cells = ROWS.iter().map(|label| document.row(label, 3)[1].clone());
    holds(cells, simulated(Weekday, &[]), "as shipped");
}

/// The share who waited on weekdays was calibrated to the records; if this fails, the calibration no longer holds.
#[test]
fn the_calibrated_target_is_met() {
    let document = document();
    let (target, ..) = parsed(&document.row("waited, of queued", 6)[0]);
    let (waited, half_width) = simulated(Weekday, &[])[1];
    let half_width = half_width.expect("an interval");
    assert!((waited - target).abs() < half_width, "{waited} ± {half_width} wait, {target} in the records");
}
