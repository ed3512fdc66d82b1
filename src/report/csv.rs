//! The figures as comma-separated values: one figure a line.

use std::fmt::Write;

use super::Report;
use super::figures::{Figure, Figures};
use super::ivr::IvrReport;
use super::number::{clock, six_digits};
use crate::center::Outcome;
use crate::measure::channels_of;

/// What is in a line.
const HEADING: &str = "interval,about,name,metric,mean,half_width,unit,of";

/// The figures as CSV with a heading line.
pub fn csv(report: &Report) -> String {
    format!("{HEADING}\n{}", rows(report))
}

/// The heading of a table with the figures of several files.
pub fn csv_heading_of_several() -> String {
    format!("file,{HEADING}\n")
}

/// The figures of one of several files: as of one alone, behind a column with the file's name.
pub fn csv_of_file(report: &Report, file: &str) -> String {
    let mut text = String::new();
    // No name in a scenario has a line break, so that a line is a row.
    for row in rows(report).lines() {
        let _ = writeln!(text, "{},{row}", quoted(file));
    }
    text
}

fn rows(report: &Report) -> String {
    let figures = Figures::new(report);
    let scenario = report.scenario;
    let mut text = String::new();
    write(&mut text, "", "center", "", &figures.overall);
    let ends = Outcome::ALL.into_iter().map(Outcome::name);
    for (name, figure) in std::iter::once("arrived").chain(ends).zip(&figures.outcomes) {
        write(&mut text, "", "outcome", name, std::slice::from_ref(figure));
    }
    let followed = IvrReport::new(report);
    let added = followed.as_ref().map(IvrReport::added).unwrap_or_default();
    if let Some(followed) = &followed {
        write(&mut text, "", "ivr", "", &followed.overall());
    }
    write(&mut text, "", "ivr", "greeting", &figures.greeting);
    write(&mut text, "", "ivr", "greeting", added.first().map_or(&[][..], Vec::as_slice));
    for (index, level) in figures.levels.iter().enumerate() {
        if report.results.total.levels[index].entered > 0 {
            write(&mut text, "", "level", &(index + 1).to_string(), level);
            write(
                &mut text,
                "",
                "level",
                &(index + 1).to_string(),
                added.get(index + 1).map_or(&[][..], Vec::as_slice),
            );
        }
    }
    for (menu, figures) in scenario.ivr.iter().flat_map(|ivr| &ivr.menus).zip(&figures.menus) {
        write(&mut text, "", "menu", &menu.name, figures);
    }
    for (channel, figures) in channels_of(scenario).iter().zip(&figures.channels) {
        write(&mut text, "", "channel", channel.name(), figures);
    }
    if scenario.population.is_some() {
        write(&mut text, "", "conversations", "", &figures.conversations);
    }
    let mut places = |when: &str, queues: &[Vec<Figure>], groups: &[Vec<Figure>]| {
        for (queue, figures) in scenario.queues.iter().zip(queues) {
            write(&mut text, when, "queue", &queue.name, figures);
        }
        for (group, figures) in scenario.groups.iter().zip(groups) {
            write(&mut text, when, "agents", &group.name, figures);
        }
    };
    places("", &figures.queues, &figures.groups);
    for interval in &figures.intervals {
        places(&clock(interval.bounds.0), &interval.queues, &interval.groups);
    }
    for interval in &figures.intervals {
        write(&mut text, &clock(interval.bounds.0), "center", "", &interval.overall);
    }
    text
}

fn write(text: &mut String, interval: &str, about: &str, name: &str, figures: &[Figure]) {
    for figure in figures {
        let _ = writeln!(
            text,
            "{interval},{about},{},{},{},{},{},{}",
            quoted(name),
            figure.name,
            number(figure.mean),
            number(figure.half_width),
            figure.unit.name(),
            quoted(figure.of)
        );
    }
}

/// A number to six digits, or nothing.
pub(super) fn number(value: Option<f64>) -> String {
    value.map_or(String::new(), |value| six_digits(value).to_string())
}

/// A field, in quotes where it needs them (RFC 4180).
pub(super) fn quoted(field: &str) -> String {
    if field.contains([',', '"', '\n', '\r']) { format!("\"{}\"", field.replace('"', "\"\"")) } else { field.into() }
}
