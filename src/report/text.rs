//! The report as text: one screen that a person can read from top to bottom.

use std::fmt::Write;
use std::time::Duration;

use super::Report;
use super::figures::{Figure, Figures, find};
use super::ivr::{self, IvrReport};
use super::number::{clock, count, decimals, duration, percent, points, seconds, short};
use super::table::Table;
use super::{channels, conversations};
use crate::center::Outcome;
use crate::measure::{Ratio, Unit};
use crate::scenario::resolved::{Replications, ServiceLevelFormula, Span};

/// The width of the bars of the outcomes.
const BAR: f64 = 28.0;

/// The report as text; `took` is the wall time of the simulation, where it is to be told.
/// With `details`, two more tables tell what callers did in the IVR: by intent and by option.
pub fn text(report: &Report, took: Option<Duration>, details: bool) -> String {
    let figures = Figures::new(report);
    let mut out = String::new();
    heading(&mut out, report, took);
    outcomes(&mut out, report, &figures);
    super::expectations::text(&mut out, report);
    metrics(&mut out, report, &figures);
    below(&mut out, places(report, &figures));
    if let Some(followed) = IvrReport::new(report) {
        ivr::text(&mut out, report, &followed);
        if details {
            below(&mut out, ivr::details(report, &followed));
        }
    }
    below(&mut out, queues(report, &figures));
    push(&mut out, service_levels(report).iter().map(|line| format!("  {line}")));
    below(&mut out, agents(report, &figures));
    below(&mut out, channels::table(report, &figures.channels));
    below(&mut out, conversations::table(report, &figures.conversations));
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

pub(super) fn heading(out: &mut String, report: &Report, took: Option<Duration>) {
    let Report { scenario, results, .. } = *report;
    let _ = writeln!(out, "{}", scenario.name);
    let n = count(results.replications.into());
    let one = results.replications == 1;
    let span = match scenario.span {
        Span::Day { from, to } => {
            format!("{n} {} from {} to {}", if one { "day" } else { "days" }, clock(from), clock(to))
        }
        Span::Steady { length, .. } => format!("{n} {} of {}", if one { "run" } else { "runs" }, duration(length)),
    };
    let arrived = count(results.total.arrived as f64);
    let _ = write!(out, "{span}, seed {}, {arrived} contacts", scenario.seed);
    if let Some(took) = took {
        let _ = write!(out, ", simulated in {:.2} s", took.as_secs_f64());
    }
    let _ = writeln!(out);
    if let Some(warm_up) = results.warm_up {
        let seconds = warm_up.seconds.round();
        let left_out = if seconds > 0.0 { duration(seconds) } else { "nothing".into() };
        let found = if warm_up.found { " (found by MSER-5)" } else { "" };
        let batches =
            results.batches.map_or(String::new(), |batches| format!("; intervals from {} batches", batches.count));
        let _ = writeln!(out, "warm-up: {left_out} left out{found}{batches}");
    }
    if let Some(looks) = results.looks {
        let goals = !matches!(&scenario.replications, Replications::Until { goals, .. } if goals.is_empty());
        let end = match (looks.reached, results.expectations.is_empty(), goals) {
            (true, true, _) => "the goals were reached",
            (false, true, _) => "the goals were NOT reached",
            (true, false, false) => "the expectations were decided",
            (false, false, false) => "NOT all expectations were decided",
            (true, false, true) => "the goals were reached and the expectations decided",
            (false, false, true) => "NOT all goals were reached and expectations decided",
        };
        let _ = writeln!(
            out,
            "{end} at look {} of {} fixed beforehand; each interval is taken at {}",
            looks.taken,
            looks.planned,
            percent(results.confidence, Some(0.001)),
        );
    }
    for warning in results.warnings() {
        let _ = writeln!(out, "warning: {warning}");
    }
}

/// What totals are told of.
pub(super) fn period(report: &Report) -> &'static str {
    match (report.scenario.span, report.results.replications) {
        (Span::Day { .. }, 1) => "this day",
        (Span::Day { .. }, _) => "a mean day",
        (Span::Steady { .. }, _) => "a mean hour",
    }
}

/// The same, to end a sentence with.
pub(super) fn when(report: &Report) -> String {
    let at = if matches!(report.scenario.span, Span::Steady { .. }) { "in" } else { "on" };
    format!("{at} {}", period(report))
}

/// How many days or hours were counted.
pub(super) fn periods(report: &Report) -> f64 {
    report.results.estimates.outcomes.ratios().first().map_or(1.0, Ratio::denominator).max(f64::MIN_POSITIVE)
}

/// Whether there is but one observation, which has no interval.
pub(super) fn alone(report: &Report) -> bool {
    report.results.replications == 1 && report.results.batches.is_none()
}

fn outcomes(out: &mut String, report: &Report, figures: &Figures) {
    let total = &report.results.total;
    let [arrived, ended @ ..] = &figures.outcomes[..] else {
        return;
    };
    if total.arrived == 0 {
        let _ = writeln!(out, "\nNobody called.");
        return;
    }
    let half_width = arrived.half_width.map_or(String::new(), |width| format!(" ± {}", short(width)));
    let mean = short(arrived.mean.unwrap_or(0.0));
    let _ = writeln!(out, "\nHow the {mean}{half_width} contacts of {} end", period(report));
    let most = total.outcomes.iter().max().map_or(1, |&most| most.max(1)) as f64;
    let mut table = Table::plain();
    for (outcome, figure) in Outcome::ALL.into_iter().zip(ended).filter(|(outcome, _)| total.outcome(*outcome) > 0) {
        let counted = total.outcome(outcome) as f64;
        let full = (BAR * counted / most).round() as usize;
        let bar = if full == 0 { "▏".into() } else { "█".repeat(full) };
        let gap = " ".repeat((BAR as usize).saturating_sub(bar.chars().count()));
        let share = percent(counted / total.arrived as f64, None);
        let name = format!("  {}", outcome.name().replace('_', " "));
        table.row([name, short(figure.mean.unwrap_or(0.0)), share, format!("{bar}{gap}")]);
    }
    push(out, table.lines());
}

/// The metrics worth a line, by name, with what a reader calls them.
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
    if report.results.total.arrived == 0 {
        return;
    }
    let _ = writeln!(out, "\n{}", about_metrics(report));
    let mut table = Table::plain();
    for (label, figure) in shown(report, figures) {
        table.row([
            format!("  {label}"),
            value(Some(figure)),
            width(report, Some(figure)),
            format!(" of {}", figure.of),
        ]);
    }
    push(out, table.lines().iter().map(|line| flush_last_left(line)));
}

/// What the metrics are of, and what stands beside them.
pub(super) fn about_metrics(report: &Report) -> String {
    if alone(report) {
        return "Metrics of one replication alone, which has no intervals".into();
    }
    let level = 100.0 * report.results.confidence;
    let level = if level.fract() < 1e-9 { format!("{level:.0}") } else { format!("{level:.2}") };
    let pooled = if report.results.batches.is_none() { ", pooled over all replications" } else { "" };
    format!("Metrics{pooled}, each with the half-width of its {level} % interval")
}

/// The metrics worth a line, each with what a reader calls it.
pub(super) fn shown<'a>(report: &Report, figures: &'a Figures) -> Vec<(&'static str, &'a Figure)> {
    let found = SHOWN.into_iter().filter_map(|(name, label)| Some((label, find(&figures.overall, name)?)));
    found.filter(|(_, figure)| figure.mean.is_some() && worth_showing(report, figure)).collect()
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

/// A figure's value in its unit; a dash where nothing was counted.
pub(super) fn value(figure: Option<&Figure>) -> String {
    let Some((figure, mean)) = figure.and_then(|figure| Some((figure, figure.mean?))) else {
        return "-".into();
    };
    match figure.unit {
        Unit::Share | Unit::TimeShare => percent(mean, figure.half_width),
        Unit::Seconds => seconds(mean, figure.half_width),
        Unit::Count | Unit::Total => short(mean),
        Unit::Hours => format!("{} h", short(mean)),
    }
}

/// A figure's half-width, where it has one.
pub(super) fn width(report: &Report, figure: Option<&Figure>) -> String {
    let Some((figure, width)) = figure.and_then(|figure| Some((figure, figure.half_width?))) else {
        return String::new();
    };
    if alone(report) || figure.mean.is_none() {
        return String::new();
    }
    match figure.unit {
        Unit::Share | Unit::TimeShare => format!("± {}", points(width)),
        Unit::Seconds if width >= 1000.0 => format!("± {}", count(width)),
        Unit::Seconds => format!("± {width:.*}", decimals(width)),
        Unit::Count | Unit::Total | Unit::Hours => format!("± {}", short(width)),
    }
}

/// The places of the IVR: its greeting and levels, and its menus where it has some.
pub(super) fn places(report: &Report, figures: &Figures) -> Vec<Table> {
    let Some(ivr) = &report.scenario.ivr else {
        return Vec::new();
    };
    let total = &report.results.total;
    let per_period = 1.0 / periods(report);
    let row = |name: &str, entered: u64, abandoned: u64, figures: &[Figure]| {
        let share = find(figures, "ivr_abandonment");
        let counts = [entered, abandoned].map(|n| short(n as f64 * per_period));
        let name = std::iter::once(format!("  {}", shortened(name)));
        name.chain(counts).chain([value(share), width(report, share)]).collect::<Vec<_>>()
    };
    let mut places = Table::new(&["IVR", "callers", "hung up", "share", ""]);
    places.row(row("greeting and steps", total.greeting.entered, total.greeting.abandoned, &figures.greeting));
    let visited = total.levels.iter().rposition(|level| level.entered > 0).map_or(0, |last| last + 1);
    for (index, level) in total.levels[..visited].iter().enumerate() {
        places.row(row(&format!("level {}", index + 1), level.entered, level.abandoned, &figures.levels[index]));
    }
    if ivr.menus.is_empty() {
        return vec![places];
    }
    let mut menus = Table::new(&["Menus", "visits", "hung up", "share", "", "time", "no input", "no match", "zero"]);
    for ((menu, tally), figures) in ivr.menus.iter().zip(&total.menus).zip(&figures.menus) {
        let mut cells = row(&menu.name, tally.entered, tally.abandoned, figures);
        cells.push(value(find(figures, "time")));
        cells.extend([tally.no_inputs, tally.no_matches, tally.zeroed_out].map(|n| short(n as f64 * per_period)));
        menus.row(cells);
    }
    let used = total.self_service;
    if used.started > 0 {
        let counts = [used.started, used.abandoned].map(|n| short(n as f64 * per_period));
        let share = percent(used.abandoned as f64 / used.started as f64, None);
        let time = seconds(used.seconds / used.started as f64, None);
        menus.row(["  (in self-service)".into()].into_iter().chain(counts).chain([share, String::new(), time]));
    }
    vec![places, menus]
}

/// The queues, where there are any.
pub(super) fn queues(report: &Report, figures: &Figures) -> Option<Table> {
    let scenario = report.scenario;
    if scenario.queues.is_empty() {
        return None;
    }
    let overflows = scenario.queues.iter().any(|queue| queue.overflow.is_some());
    let mut heading = vec!["Queues", "offered", "abandoned", "", "mean wait", "p95", "ASA"];
    heading.extend(overflows.then_some("elsewhere"));
    let transfers = report.results.total.queues.iter().any(|queue| queue.transferred > 0);
    heading.extend(transfers.then_some("transferred"));
    heading.extend(["service level", "", "target"]);
    let mut table = Table::new(&heading);
    for (queue, figures) in scenario.queues.iter().zip(&figures.queues) {
        let figure = |name: &str| find(figures, name);
        let plain = |name: &str| {
            figure(name).and_then(|figure| figure.mean).map_or("-".into(), |mean| format!("{} s", short(mean)))
        };
        let mut cells = vec![
            format!("  {}", shortened(&queue.name)),
            value(figure("queued")),
            value(figure("queue_abandonment")),
            width(report, figure("queue_abandonment")),
            value(figure("mean_wait")),
            plain("wait_p95"),
            plain("average_speed_of_answer"),
        ];
        for (shown, name) in [(overflows, "answered_elsewhere"), (transfers, "transferred")] {
            let share = figure(name).and_then(|figure| figure.mean);
            cells.extend(shown.then(|| share.map_or("-".into(), |share| percent(share, None))));
        }
        let target = queue.target.answer.map_or(String::new(), |answer| format!("{:.0} % ", 100.0 * answer));
        cells.extend([
            value(figure("service_level")),
            width(report, figure("service_level")),
            format!("{target}in {}", duration(queue.target.within)),
        ]);
        table.row(cells);
    }
    Some(table)
}

/// What the service level is, of all queues or of each.
pub(super) fn service_levels(report: &Report) -> Vec<String> {
    let all = report.scenario.queues.len();
    let told = formulas(report).into_iter().map(|(formula, queues)| {
        let of = if queues.len() == all { String::new() } else { format!(" of {}", queues.join(", ")) };
        format!("service level{of} = {}", self::formula(formula))
    });
    told.collect()
}

/// The formulas in use, each with the queues that use it.
fn formulas<'a>(report: &Report<'a>) -> Vec<(ServiceLevelFormula, Vec<&'a str>)> {
    let mut formulas: Vec<(ServiceLevelFormula, Vec<&str>)> = Vec::new();
    for queue in &report.scenario.queues {
        match formulas.iter_mut().find(|(formula, _)| *formula == queue.target.formula) {
            Some((_, queues)) => queues.push(&queue.name),
            None => formulas.push((queue.target.formula, vec![&queue.name])),
        }
    }
    formulas
}

/// A name that leaves room for the figures beside it.
pub(super) fn shortened(name: &str) -> String {
    cut(name, 24)
}

/// A text of at most so many characters.
pub(super) fn cut(text: &str, longest: usize) -> String {
    if text.chars().count() <= longest {
        return text.to_owned();
    }
    text.chars().take(longest - 1).chain(['…']).collect()
}

/// The agent groups, where there are any.
pub(super) fn agents(report: &Report, figures: &Figures) -> Option<Table> {
    if report.scenario.groups.is_empty() {
        return None;
    }
    let mut table = Table::new(&["Agents", "answered", "staffed", "occupancy", "", "handle time"]);
    for (group, figures) in report.scenario.groups.iter().zip(&figures.groups) {
        let occupancy = find(figures, "occupancy");
        table.row([
            format!("  {}", shortened(&group.name)),
            value(find(figures, "answered")),
            value(find(figures, "staffed_hours")),
            value(occupancy),
            width(report, occupancy),
            find(figures, "handle_time")
                .and_then(|figure| figure.mean)
                .map_or("-".into(), |mean| format!("{} s", short(mean))),
        ]);
    }
    Some(table)
}

fn assumptions(out: &mut String, report: &Report) {
    let assumptions = &report.scenario.assumptions;
    if assumptions.is_empty() {
        return;
    }
    let _ = writeln!(out, "\nAssumed, not measured: the scenario leaves these at their defaults");
    let mut line = String::new();
    for assumption in assumptions {
        let item = format!("{}: {}", assumption.path, assumption.value);
        if !line.is_empty() && line.len() + item.len() > 100 {
            let _ = writeln!(out, "  {line}");
            line.clear();
        }
        if !line.is_empty() {
            line.push_str("; ");
        }
        line.push_str(&item);
    }
    let _ = writeln!(out, "  {line}");
}

/// Lines with an empty one before them; nothing where there are none.
fn block(out: &mut String, lines: Vec<String>) {
    if !lines.is_empty() {
        out.push('\n');
        push(out, lines);
    }
}

/// Tables, each with a line of air above it.
fn below(out: &mut String, tables: impl IntoIterator<Item = Table>) {
    tables.into_iter().for_each(|table| block(out, table.lines()));
}

pub(super) fn push(out: &mut String, lines: impl IntoIterator<Item = String>) {
    for line in lines {
        out.push_str(&line);
        out.push('\n');
    }
}
