//! One page for everything a run found: how contacts end, the metrics, the IVR with its three answers, queues, agents,
//! channels, conversations, what was assumed, and the scenario itself. Like a sweep's page (`page.rs`) it needs nothing else and fetches nothing.

use std::fmt::Write;

use super::chart::{self, About, Axis, AxisValue, Funnel, FunnelCase, Grid, Point, Quantity, escaped, with_spread};
use super::expectations::{found, summary};
use super::figures::{Figure, Figures, find};
use super::ivr::{self, IvrReport};
use super::number::{clock, count, percent, short};
use super::page::{begin, definition_list, definitions, end, figure, list, section};
use super::table::Table;
use super::text::{
    about_metrics, agents, alone, heading, period, places, queues, service_levels, shown, value, when, width,
};
use super::{Report, channels, conversations, page};
use crate::center::Outcome;
use crate::measure::channels_of;
use crate::measure::metric::Unit;

/// The page of a run, as one HTML document. `file` is the name of the scenario's file, `text` what it holds, and `command`
/// what makes the run again.
pub fn run_page(report: &Report, file: &str, text: &str, command: &str) -> String {
    let figures = Figures::new(report);
    let followed = IvrReport::new(report);
    let mut out = String::new();
    begin(&mut out, "What became of the callers", &report.scenario.name, &finding(report, &figures));
    notes(&mut out, report);
    expectations(&mut out, report);
    if report.results.total.arrived > 0 {
        outcomes(&mut out, report, &figures);
        metrics(&mut out, report, &figures);
    }
    if report.scenario.ivr.is_some() {
        the_ivr(&mut out, report, &figures, followed.as_ref());
    }
    if let Some(found) = queues(report, &figures) {
        section(&mut out, "queues", "Queues");
        table(&mut out, "Visits of each queue, by the queue that calls were handed to.", &found);
        for line in service_levels(report) {
            let _ = writeln!(out, "<p class=\"about\">{}</p>", escaped(&line));
        }
        out.push_str("</section>\n");
    }
    if let Some(found) = agents(report, &figures) {
        section(&mut out, "agents", "Agents");
        table(&mut out, "Overtime counts as staffed.", &found);
        out.push_str("</section>\n");
    }
    if let Some(found) = channels::table(report, &figures.channels) {
        section(&mut out, "channels", "Channels");
        table(&mut out, &format!("Contacts of each channel {}, by visit to its queues.", when(report)), &found);
        out.push_str("</section>\n");
    }
    if let Some(found) = conversations::table(report, &figures.conversations) {
        section(&mut out, "conversations", "Conversations");
        table(&mut out, &format!("What became of the conversations of {}.", period(report)), &found);
        out.push_str("</section>\n");
    }
    settings(&mut out, report, file, command);
    assumptions(&mut out, report);
    definitions(&mut out, &words(report, followed.is_some()));
    end(&mut out, file, text);
    out
}

/// What was found, in a sentence or two.
fn finding(report: &Report, figures: &Figures) -> String {
    let [arrived, ..] = &figures.outcomes[..] else { return String::new() };
    if report.results.total.arrived == 0 {
        return "Nobody called.".into();
    }
    let told = |figure: &Figure, unit: Unit| {
        let half_width = figure.half_width.filter(|_| !alone(report));
        with_spread(unit, Point { mean: figure.mean.unwrap_or(0.0), half_width })
    };
    let mut parts = Vec::new();
    for (name, says) in [
        ("ivr_abandonment", "of the calls that enter the IVR are hung up in it"),
        ("queue_abandonment", "of the contacts queued are abandoned in the queue"),
        ("service_level", "are answered within the target of their queue"),
    ] {
        if let Some(figure) = find(&figures.overall, name).filter(|figure| figure.mean.is_some()) {
            parts.push(format!("{} {says}", told(figure, Unit::Share)));
        }
    }
    let first = format!("{} contacts arrive {}.", told(arrived, Unit::Total), when(report));
    if parts.is_empty() { first } else { format!("{first} {}.", list(&parts)) }
}

/// What stands at the head of the report: how much was simulated, and what a reader must know first.
fn notes(out: &mut String, report: &Report) {
    let mut text = String::new();
    heading(&mut text, report, None);
    for line in text.lines().skip(1) {
        let _ = writeln!(out, "<p class=\"note\">{}</p>", escaped(line));
    }
}

/// What came of what is expected.
fn expectations(out: &mut String, report: &Report) {
    let judged = &report.results.expectations;
    let Some(summary) = summary(judged) else { return };
    section(out, "expectations", "Expectations");
    open_table(out, &format!("{}.", capital(&summary)));
    out.push_str("<tbody>\n");
    for judged in judged {
        let [text, found] = [&judged.expectation.text, &found(judged)].map(|text| escaped(text));
        let verdict = judged.verdict.name();
        let _ = writeln!(out, "<tr><th scope=\"row\">{text}</th><td>{verdict}</td><td>{found}</td></tr>");
    }
    out.push_str("</tbody>\n</table>\n</div>\n</section>\n");
}

fn outcomes(out: &mut String, report: &Report, figures: &Figures) {
    let [_, ended @ ..] = &figures.outcomes[..] else { return };
    let total = &report.results.total;
    section(out, "outcomes", "How contacts end");
    open_table(out, &format!("Contacts of {}, each in exactly one outcome.", period(report)));
    out.push_str(
        "<thead>\n<tr><th scope=\"col\">outcome</th><th scope=\"col\" colspan=\"2\">contacts</th>\
         <th scope=\"col\">share</th><th scope=\"col\" class=\"bars\"></th></tr>\n</thead>\n<tbody>\n",
    );
    let most = total.outcomes.iter().max().map_or(1, |&most| most.max(1)) as f64;
    for (outcome, figure) in Outcome::ALL.into_iter().zip(ended).filter(|(outcome, _)| total.outcome(*outcome) > 0) {
        let counted = total.outcome(outcome) as f64;
        let _ = writeln!(
            out,
            "<tr><th scope=\"row\">{}</th><td>{}</td><td><small>{}</small></td><td>{}</td>\
             <td class=\"bars\"><span class=\"bar\" style=\"width:{:.1}%\"></span></td></tr>",
            escaped(&outcome.name().replace('_', " ").replace("ivr", "IVR")),
            short(figure.mean.unwrap_or(0.0)),
            width(report, Some(figure)),
            percent(counted / total.arrived as f64, None),
            100.0 * counted / most
        );
    }
    out.push_str("</tbody>\n</table>\n</div>\n</section>\n");
}

fn metrics(out: &mut String, report: &Report, figures: &Figures) {
    section(out, "metrics", "Metrics");
    open_table(out, &format!("{}.", about_metrics(report)));
    out.push_str("<tbody>\n");
    for (label, figure) in shown(report, figures) {
        let _ = writeln!(
            out,
            "<tr><th scope=\"row\">{label}</th><td>{}</td><td><small>{}</small></td><td class=\"words\">of {}</td></tr>",
            value(Some(figure)),
            width(report, Some(figure)),
            escaped(figure.of)
        );
    }
    out.push_str("</tbody>\n</table>\n</div>\n</section>\n");
}

fn the_ivr(out: &mut String, report: &Report, figures: &Figures, followed: Option<&IvrReport>) {
    section(out, "ivr", "The IVR");
    let answers = followed.map(|followed| ivr::answers(report, followed)).unwrap_or_default();
    if !answers.is_empty() {
        out.push_str("<dl class=\"answers\">\n");
        for answer in &answers {
            let [question, answer] = [answer.question, &answer.answer].map(|text| escaped(&capital(text)));
            let _ = writeln!(out, "<dt>{question}</dt><dd>{answer}.</dd>");
        }
        out.push_str("</dl>\n");
    }
    if let Some(funnel) = funnel(report) {
        let caption =
            "Each bar is who has not hung up when that part of the IVR is over, whether still in it or sent on.";
        figure(out, |paper| chart::funnel(&funnel, paper), caption);
    }
    if let Some(grid) = by_half_hour(report, figures) {
        figure(
            out,
            |paper| chart::lines(&grid, paper),
            "By the time at which the call arrived; the band is the interval.",
        );
    }
    let when = when(report);
    let titles = [
        ("Levels", format!("Callers who came to each part {when}, and who hung up there.")),
        ("Menus", format!("Visits of each menu {when}; no input and no match are silences and wrong keys.")),
    ];
    for (found, (title, about)) in places(report, figures).iter().zip(&titles) {
        titled(out, title, about, found);
    }
    if let Some(followed) = followed {
        if let Some(found) = ivr::hang_ups(report, followed) {
            titled(
                out,
                "How far they had got",
                &format!("Who hung up {when}, by what they had heard of the menu."),
                &found,
            );
        }
        let [intents, options] = ivr::details(report, followed);
        let about = "Where the IVR brought the callers of each intent: every one in one column, but those apart who found \
                     nothing that fitted, or were lost.";
        titled(out, "Intents", about, &intents);
        titled(out, "Options", &format!("What was heard and pressed of each option {when}."), &options);
    }
    out.push_str("</section>\n");
}

/// With a capital letter.
fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

/// Who has not hung up after each part of the IVR.
fn funnel(report: &Report) -> Option<Funnel> {
    let total = &report.results.total;
    let levels = total.levels.iter().rposition(|level| level.entered > 0).map_or(0, |last| last + 1);
    if levels == 0 {
        return None;
    }
    let entered = total.greeting.entered as f64;
    let hung_up = std::iter::once(&total.greeting).chain(&total.levels[..levels]).map(|part| part.abandoned);
    let mut gone = 0;
    let after = hung_up.map(|count| {
        gone += count;
        1.0 - gone as f64 / entered
    });
    Some(Funnel {
        about: about(report),
        of: "calls that entered the IVR".into(),
        note: None,
        cases: vec![FunnelCase {
            label: format!("{levels} level{}", if levels == 1 { "" } else { "s" }),
            left: std::iter::once(1.0).chain(after).collect(),
        }],
    })
}

/// IVR abandonment by the half-hour in which calls arrived, where there are enough for a line.
fn by_half_hour(report: &Report, figures: &Figures) -> Option<Grid> {
    let intervals = figures.intervals.iter().filter_map(|interval| {
        let figure = find(&interval.overall, "ivr_abandonment")?;
        let point = Point { mean: figure.mean?, half_width: figure.half_width.filter(|_| !alone(report)) };
        Some((AxisValue { text: clock(interval.bounds.0), number: None }, Some(point), figure))
    });
    let (mut values, mut cells, mut of) = (Vec::new(), Vec::new(), "");
    for (value, point, figure) in intervals {
        values.push(value);
        cells.push(point);
        of = figure.of;
    }
    let quantity = Quantity {
        name: "ivr_abandonment".into(),
        label: "IVR abandonment".into(),
        unit: Unit::Share,
        of: of.into(),
        estimator: None,
    };
    let axes = vec![Axis { path: String::new(), label: "half-hour of arrival".into(), values }];
    (cells.len() > 2).then(|| Grid { about: about(report), quantity, axes, cells })
}

fn about(report: &Report) -> About {
    let n = report.results.replications;
    About {
        scenario: report.scenario.name.clone(),
        seed: report.scenario.seed,
        replications: format!("{} replication{}", count(n.into()), if n == 1 { "" } else { "s" }),
        confidence: report.results.confidence,
    }
}

fn open_table(out: &mut String, about: &str) {
    let _ = writeln!(
        out,
        "<p class=\"about\">{0}</p>\n<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"{0}\">\n<table class=\"rows\">",
        escaped(about)
    );
}

/// One of several tables in a section.
fn titled(out: &mut String, title: &str, about: &str, found: &Table) {
    let _ = writeln!(out, "<h3>{}</h3>", escaped(title));
    table(out, about, found);
}

/// A table of the text report. A heading without a word belongs to the column before it.
fn table(out: &mut String, about: &str, table: &Table) {
    let [heading, rows @ ..] = table.rows() else { return };
    open_table(out, about);
    out.push_str("<thead>\n<tr>");
    let mut columns = heading.iter().peekable();
    while let Some(name) = columns.next() {
        let mut wide = 1;
        while columns.next_if(|next| next.is_empty()).is_some() {
            wide += 1;
        }
        let wide = if wide > 1 { format!(" colspan=\"{wide}\"") } else { String::new() };
        let _ = write!(out, "<th scope=\"col\"{wide}>{}</th>", escaped(name));
    }
    out.push_str("</tr>\n</thead>\n<tbody>\n");
    for row in rows {
        out.push_str("<tr>");
        for (column, name) in heading.iter().enumerate() {
            let cell = escaped(row.get(column).map_or("", |cell| cell.trim()));
            let _ = match column {
                0 => write!(out, "<th scope=\"row\">{cell}</th>"),
                _ if name.is_empty() => write!(out, "<td><small>{cell}</small></td>"),
                _ => write!(out, "<td>{cell}</td>"),
            };
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>\n</table>\n</div>\n");
}

fn settings(out: &mut String, report: &Report, file: &str, command: &str) {
    let Report { scenario, hash, results } = *report;
    section(out, "settings", "Settings");
    let rows = [
        ("scenario", format!("{} ({file})", scenario.name)),
        ("scenario hash", hash.to_owned()),
        ("seed", scenario.seed.to_string()),
        ("replications", results.replications.to_string()),
        ("confidence", format!("{} %", page::percent(results.confidence))),
        ("hangup", env!("CARGO_PKG_VERSION").to_owned()),
        ("command", command.to_owned()),
    ];
    let rows: Vec<(String, String)> = rows.into_iter().map(|(term, meaning)| (term.to_owned(), meaning)).collect();
    definition_list(out, &rows);
    out.push_str("</section>\n");
}

fn assumptions(out: &mut String, report: &Report) {
    if report.scenario.assumptions.is_empty() {
        return;
    }
    section(out, "assumed", "Assumed, not measured");
    out.push_str("<p>The scenario leaves these at their defaults; they are yours to check.</p>\n");
    let rows: Vec<(String, String)> = report
        .scenario
        .assumptions
        .iter()
        .map(|assumption| (assumption.path.clone(), assumption.value.clone()))
        .collect();
    definition_list(out, &rows);
    out.push_str("</section>\n");
}

/// What the words of the tables mean.
fn words(report: &Report, ivr: bool) -> Vec<(String, String)> {
    let of_the_ivr = [
        ("before theirs", "hung up while options were read out before the caller's own"),
        ("after theirs", "after the caller's own had been read out: deciding, hearing the rest, or having missed it"),
        ("nothing fits", "while options were read out of which none is the caller's, or after them"),
        ("in a repeat", "in a later play of the menu, after pressing nothing or asking to hear it again"),
        ("after an error", "after a key that no option has"),
        (
            "arrived right",
            "handed to a queue by their own choices, or by a wrong one that led to their queue after all",
        ),
        ("misrouted", "handed to another queue than theirs by a wrong choice"),
        ("zeroed out", "handed to a queue after asking for a person"),
        ("fallback", "handed to a queue by the IVR itself, when the retries of a menu or a number were used up"),
        ("nothing fitted", "stood in a menu with nothing for them, and no wrong choice had brought them there"),
        ("lost", "the same, after a wrong choice"),
        ("wanted", "visits of the menu by those whose own option this is"),
        ("read out", "plays of the menu in which the option was heard to its end"),
    ];
    let of_queues = [
        ("wait probability, mean wait", "of everybody queued, waits of zero included"),
        ("ASA", "average speed of answer: the mean wait of those who were answered"),
        ("occupancy", "talk and after-call work, of the time on duty, overtime included"),
    ];
    let of_channels = [
        ("left silently", "left the queue without saying so: an agent takes the contact, and notices"),
        ("timed out", "of those answered, ended because the customer fell silent"),
        ("missed offers", "times an agent was offered a contact and did not take it"),
        ("due time met", "answered within the target of their queue"),
    ];
    let of_conversations = [
        (
            "opened, reopened",
            "conversations begun by a contact that was queued, or opened again soon after they were closed",
        ),
        (
            "closed at once",
            "a call was abandoned in the queue and the customer had no other open contact: it is recorded, and the \
             conversation closed automatically",
        ),
        (
            "left open",
            "a call was abandoned in the queue, and another contact of the customer goes on as if nothing had happened",
        ),
        ("duplicates", "profiles made for somebody who had one of this day already, which was not found"),
    ];
    let of_the_ivr = of_the_ivr.into_iter().filter(|_| ivr);
    let of_channels = of_channels.into_iter().filter(|_| !channels_of(report.scenario).is_empty());
    let of_conversations = of_conversations.into_iter().filter(|_| report.scenario.population.is_some());
    let all = of_the_ivr.chain(of_queues).chain(of_channels).chain(of_conversations);
    all.map(|(term, meaning)| (term.to_owned(), meaning.to_owned())).collect()
}
