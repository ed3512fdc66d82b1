//! The report as text: one screen that a person can read from top to bottom.

use std::fmt::Write;
use std::time::Duration;

use super::Report;
use super::figures::{Figure, Figures, find};
use super::number::{clock, count, duration, percent, points, seconds, short};
use super::table::Table;
use crate::center::Outcome;
use crate::experiment::Batches;
use crate::measure::{Ratio, Unit};
use crate::scenario::resolved::{ServiceLevelFormula, Span};

/// The width of the bars of the outcomes.
const BAR: f64 = 28.0;

/// The report as text; `took` is the wall time of the simulation, where it is to be told.
pub fn text(report: &Report, took: Option<Duration>) -> String {
    let figures = Figures::new(report);
    let mut out = String::new();
    heading(&mut out, report, took);
    outcomes(&mut out, report, &figures);
    metrics(&mut out, report, &figures);
    ivr(&mut out, report, &figures);
    queues(&mut out, report, &figures);
    agents(&mut out, report, &figures);
    assumptions(&mut out, report);
    out
}

/// What a service level's formula is called, and what it divides.
pub(super) fn formula(formula: ServiceLevelFormula) -> &'static str {
    match formula {
        ServiceLevelFormula::OfQueued => "answered within T / queued",
        ServiceLevelFormula::OfAnswered => "answered within T / answered",
        ServiceLevelFormula::WithoutShortAbandons => "answered within T / (queued - abandoned within T)",
        ServiceLevelFormula::ShortAbandonsAreGood => "(answered + abandoned within T) / queued",
    }
}

fn heading(out: &mut String, report: &Report, took: Option<Duration>) {
    let Report { scenario, results, .. } = *report;
    let _ = writeln!(out, "{}", scenario.name);
    let span = match scenario.span {
        Span::Day { from, to } => {
            let days = if results.replications == 1 { "day" } else { "days" };
            format!("{} {days} from {} to {}", count(results.replications.into()), clock(from), clock(to))
        }
        Span::Steady { length, .. } => {
            let runs = if results.replications == 1 { "run" } else { "runs" };
            format!("{} {runs} of {} hours", count(results.replications.into()), count(length / 3600.0))
        }
    };
    let arrived = count(results.total.arrived as f64);
    let _ = write!(out, "{span}, seed {}, {arrived} contacts", scenario.seed);
    if let Some(took) = took {
        let _ = write!(out, ", simulated in {:.2} s", took.as_secs_f64());
    }
    let _ = writeln!(out);
    if let Some(warm_up) = results.warm_up {
        let found = if warm_up.found { " (found by MSER-5)" } else { "" };
        let batches =
            results.batches.map_or(String::new(), |batches| format!("; intervals from {} batches", batches.count));
        let _ = writeln!(out, "warm-up of {} left out{found}{batches}", duration(warm_up.seconds.round()));
        if warm_up.too_short {
            let _ = writeln!(out, "warning: the run never settles; make it longer, or give the warm-up");
        }
    }
    if let Some(batches) = results.batches.filter(Batches::too_correlated) {
        let _ = writeln!(
            out,
            "warning: neighbouring batches are alike (r = {:.2}), so the intervals are too narrow; make the run longer",
            batches.correlation.unwrap_or(0.0)
        );
    }
    if let Some(looks) = results.looks {
        let end = if looks.reached { "the goals were reached" } else { "the goals were NOT reached" };
        let _ = writeln!(
            out,
            "{end} at look {} of {} fixed beforehand; each interval is taken at {}",
            looks.taken,
            looks.planned,
            percent(results.confidence, Some(0.001)),
        );
    }
}

/// What totals are told of.
fn period(report: &Report) -> &'static str {
    match report.scenario.span {
        Span::Day { .. } => "day",
        Span::Steady { .. } => "hour",
    }
}

/// How many days or hours were counted.
fn periods(report: &Report) -> f64 {
    report.results.estimates.outcomes.ratios().first().map_or(1.0, Ratio::denominator).max(f64::MIN_POSITIVE)
}

fn outcomes(out: &mut String, report: &Report, figures: &Figures) {
    let total = &report.results.total;
    let [arrived, ended @ ..] = &figures.outcomes[..] else {
        return;
    };
    let half_width = arrived.half_width.map_or(String::new(), |width| format!(" ± {}", short(width)));
    let mean = count(arrived.mean.unwrap_or(0.0));
    let alone = report.results.replications == 1 && report.results.batches.is_none();
    let which = if alone && report.results.warm_up.is_none() {
        "this day".into()
    } else {
        format!("a mean {}", period(report))
    };
    let _ = writeln!(out, "\nHow the {mean}{half_width} contacts of {which} end");
    let most = total.outcomes.iter().max().map_or(1, |&most| most.max(1)) as f64;
    let mut table = Table::plain();
    for (outcome, figure) in Outcome::ALL.into_iter().zip(ended).filter(|(outcome, _)| total.outcome(*outcome) > 0) {
        let counted = total.outcome(outcome) as f64;
        let bar = "█".repeat((BAR * counted / most).round().max(1.0) as usize);
        let gap = " ".repeat((BAR as usize).saturating_sub(bar.chars().count()));
        let share = percent(counted / total.arrived as f64, None);
        let name = format!("  {}", outcome.name().replace('_', " "));
        table.row([name, short(figure.mean.unwrap_or(0.0)), share, format!("{bar}{gap}")]);
    }
    push(out, table.lines());
}

/// The metrics worth a line in this scenario, by name, with what a reader calls them.
const SHOWN: [(&str, &str); 13] = [
    ("ivr_abandonment", "IVR abandonment"),
    ("queue_abandonment", "queue abandonment"),
    ("total_abandonment", "total abandonment"),
    ("containment", "containment"),
    ("blocking", "blocking"),
    ("zero_out", "zero-out"),
    ("misroutes", "misroutes"),
    ("self_service_success", "self-service success"),
    ("time_in_ivr", "time in the IVR"),
    ("wait_probability", "wait probability"),
    ("mean_wait", "mean wait"),
    ("average_speed_of_answer", "average speed of answer"),
    ("service_level", "service level"),
];

fn metrics(out: &mut String, report: &Report, figures: &Figures) {
    let level = 100.0 * report.results.confidence;
    let level = if level.fract() < 1e-9 { format!("{level:.0}") } else { format!("{level:.2}") };
    let _ = match (report.results.batches, report.results.replications) {
        (None, 1) => writeln!(out, "\nMetrics of this replication alone: no interval can be given"),
        (None, _) => {
            writeln!(out, "\nMetrics, pooled over all replications, each with the half-width of its {level} % interval")
        }
        (Some(_), _) => writeln!(out, "\nMetrics, each with the half-width of its {level} % interval"),
    };
    let mut table = Table::plain();
    for (name, label) in SHOWN {
        let Some(figure) = find(&figures.overall, name).filter(|figure| worth_showing(report, figure)) else {
            continue;
        };
        let Some(mean) = figure.mean else {
            continue;
        };
        table.row([format!("  {label}"), value(mean, figure), width(figure), format!(" of {}", figure.of)]);
    }
    push(out, table.lines().iter().map(|line| flush_last_left(line)));
}

/// The last column is prose: the blanks that set it flush right go behind it.
fn flush_last_left(line: &str) -> String {
    match line.rfind("  of ") {
        Some(at) => format!("{}  {}", line[..at].trim_end(), line[at..].trim_start()),
        None => line.to_owned(),
    }
}

/// What cannot happen in a scenario needs no line.
fn worth_showing(report: &Report, figure: &Figure) -> bool {
    match figure.name {
        "blocking" => report.scenario.lines.is_some(),
        "zero_out" | "misroutes" | "containment" | "self_service_success" => figure.mean.is_some_and(|mean| mean > 0.0),
        _ => true,
    }
}

fn value(mean: f64, figure: &Figure) -> String {
    match figure.unit {
        Unit::Share => percent(mean, figure.half_width),
        Unit::Seconds => seconds(mean, figure.half_width),
        Unit::Count | Unit::Total => short(mean),
    }
}

fn width(figure: &Figure) -> String {
    match (figure.half_width, figure.unit) {
        (None, _) => String::new(),
        (Some(width), Unit::Share) => format!("± {}", points(width)),
        (Some(width), Unit::Seconds) => {
            let decimals = super::number::decimals(width);
            format!("± {width:.decimals$}")
        }
        (Some(width), Unit::Count | Unit::Total) => format!("± {}", short(width)),
    }
}

fn ivr(out: &mut String, report: &Report, figures: &Figures) {
    let Some(ivr) = &report.scenario.ivr else {
        return;
    };
    let total = &report.results.total;
    let per_period = 1.0 / periods(report);
    let columns = ["IVR", "entered", "hung up", "share", "", "time", "no input", "no match", "zero"];
    let mut table = Table::new(if ivr.menus.is_empty() { &columns[..4] } else { &columns });
    let share = |figures: &[Figure]| {
        let figure = find(figures, "ivr_abandonment");
        [
            figure.and_then(|figure| figure.mean.map(|mean| value(mean, figure))).unwrap_or_default(),
            figure.map(width).unwrap_or_default(),
        ]
    };
    let row = |name: String, entered: u64, abandoned: u64, figures: &[Figure]| {
        let counts = [name, short(entered as f64 * per_period), short(abandoned as f64 * per_period)];
        counts.into_iter().chain(share(figures)).collect::<Vec<_>>()
    };
    table.row(row("  greeting and steps".into(), total.greeting.entered, total.greeting.abandoned, &figures.greeting));
    let visited = total.levels.iter().rposition(|level| level.entered > 0).map_or(0, |last| last + 1);
    // A balanced tree's menus are its levels.
    if ivr.balanced.is_none() {
        for (index, level) in total.levels[..visited].iter().enumerate() {
            let name = format!("  level {}", index + 1);
            table.row(row(name, level.entered, level.abandoned, &figures.levels[index]));
        }
    }
    for ((menu, tally), figures) in ivr.menus.iter().zip(&total.menus).zip(&figures.menus) {
        let name = if ivr.balanced.is_some() { format!("  {}", menu.name) } else { format!("    {}", menu.name) };
        let mut cells = row(name, tally.entered, tally.abandoned, figures);
        cells.push(find(figures, "time").and_then(|time| time.mean.map(|mean| value(mean, time))).unwrap_or_default());
        cells.extend([tally.no_inputs, tally.no_matches, tally.zeroed_out].map(|n| short(n as f64 * per_period)));
        table.row(cells);
    }
    let used = total.self_service;
    if used.started > 0 {
        let counts = [used.started, used.abandoned].map(|n| short(n as f64 * per_period));
        let share = percent(used.abandoned as f64 / used.started as f64, None);
        let time = seconds(used.seconds / used.started as f64, None);
        table.row(["    (of these in self-service)".into()].into_iter().chain(counts).chain([
            share,
            String::new(),
            time,
        ]));
    }
    out.push('\n');
    push(out, table.lines());
}

fn queues(out: &mut String, report: &Report, figures: &Figures) {
    let scenario = report.scenario;
    if scenario.queues.is_empty() {
        return;
    }
    let heading = [
        "Queues",
        "offered",
        "abandoned",
        "",
        "mean wait",
        "p50",
        "p95",
        "ASA",
        "handle",
        "service level",
        "",
        "target",
    ];
    let mut table = Table::new(&heading);
    let mut notes: Vec<String> = Vec::new();
    for (queue, figures) in scenario.queues.iter().zip(&figures.queues) {
        let show = |name: &str| {
            find(figures, name).and_then(|figure| figure.mean.map(|mean| value(mean, figure))).unwrap_or("-".into())
        };
        let plain = |name: &str| {
            find(figures, name).and_then(|figure| figure.mean).map_or("-".into(), |mean| format!("{} s", short(mean)))
        };
        let about = |name: &str| find(figures, name).map(width).unwrap_or_default();
        let target = queue.target.answer.map_or(String::new(), |answer| format!("{:.0} % ", 100.0 * answer));
        table.row([
            format!("  {}", queue.name),
            find(figures, "queued").and_then(|figure| figure.mean).map_or("-".into(), short),
            show("queue_abandonment"),
            about("queue_abandonment"),
            show("mean_wait"),
            plain("wait_p50"),
            plain("wait_p95"),
            plain("average_speed_of_answer"),
            plain("handle_time"),
            show("service_level"),
            about("service_level"),
            format!("{target}in {}", duration(queue.target.within)),
        ]);
        let note = formula(queue.target.formula).to_owned();
        if !notes.contains(&note) {
            notes.push(note);
        }
        if let Some(elsewhere) = find(figures, "answered_elsewhere").and_then(|figure| figure.mean)
            && elsewhere > 0.0
        {
            notes.push(format!("{} of {} answered from its overflow queue", percent(elsewhere, None), queue.name));
        }
    }
    out.push('\n');
    push(out, table.lines());
    let _ = writeln!(out, "  service level = {}", notes.join("; "));
}

fn agents(out: &mut String, report: &Report, figures: &Figures) {
    if report.scenario.groups.is_empty() {
        return;
    }
    let mut table = Table::new(&["Agents", "answered", "staffed", "occupancy", ""]);
    for (group, figures) in report.scenario.groups.iter().zip(&figures.groups) {
        let occupancy = find(figures, "occupancy");
        let hours = find(figures, "staffed_hours").and_then(|figure| figure.mean).unwrap_or(0.0);
        table.row([
            format!("  {}", group.name),
            find(figures, "answered").and_then(|figure| figure.mean).map_or("-".into(), short),
            format!("{} h", short(hours)),
            occupancy.and_then(|figure| figure.mean.map(|mean| value(mean, figure))).unwrap_or("-".into()),
            occupancy.map(width).unwrap_or_default(),
        ]);
    }
    out.push('\n');
    push(out, table.lines());
}

fn assumptions(out: &mut String, report: &Report) {
    let assumptions = &report.scenario.assumptions;
    if assumptions.is_empty() {
        return;
    }
    let _ = writeln!(out, "\nAssumed, not measured: the scenario leaves these at their defaults");
    let mut line = String::from(" ");
    for assumption in assumptions {
        let item = format!(" {}: {}", assumption.path, assumption.value);
        if line.len() + item.len() > 110 {
            let _ = writeln!(out, "{line}");
            line = String::from(" ");
        } else if line.len() > 1 {
            line.push_str("; ");
            line.push_str(item.trim_start());
            continue;
        }
        line.push_str(&item);
    }
    let _ = writeln!(out, "{line}");
}

fn push(out: &mut String, lines: impl IntoIterator<Item = String>) {
    for line in lines {
        out.push_str(&line);
        out.push('\n');
    }
}
