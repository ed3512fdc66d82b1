//! Results as Markdown, for review comments and job summaries; and how anything is written in it.

use std::fmt::Write;

use super::Report;
use super::expectations::found;
use super::figures::{Figure, Figures};
use crate::experiment::Verdict;
use crate::report::expectations::{spread, value};

/// The result as Markdown: its expectations and the metrics of the whole center.
pub fn markdown(report: &Report) -> String {
    let mut out = String::new();
    let judged = &report.results.expectations;
    let worst = [Verdict::Fails, Verdict::Undecided, Verdict::Holds];
    let worst = worst.into_iter().find(|verdict| judged.iter().any(|judged| judged.verdict == *verdict));
    let sign = worst.map_or(String::new(), |verdict| format!("{} ", mark(verdict)));
    let _ = writeln!(out, "### {sign}{}\n", cell(&report.scenario.name));
    let n = super::number::count(report.results.replications.into());
    let _ = writeln!(out, "{n} replications, seed {}.\n", report.scenario.seed);
    for warning in report.results.warnings() {
        let _ = writeln!(out, "> **Note:** {}\n", cell(&warning));
    }
    if !judged.is_empty() {
        out.push_str("| | expectation | found |\n| --- | --- | --- |\n");
        for judged in judged {
            let verdict = format!("{} {}", mark(judged.verdict), judged.verdict.name());
            let _ = writeln!(out, "| {verdict} | {} | {} |", code(&judged.expectation.text), cell(&found(judged)));
        }
        out.push('\n');
    }
    out.push_str("| metric | value | ± | of |\n| --- | ---: | ---: | --- |\n");
    let figures = Figures::new(report);
    for figure in figures.overall.iter().filter(|figure| figure.mean.is_some()) {
        out.push_str(&line(figure));
    }
    out
}

fn line(figure: &Figure) -> String {
    let mean = figure.mean.map_or("-".into(), |mean| value(figure.unit, mean, figure.half_width));
    let width = figure.half_width.map_or(String::new(), |width| spread(figure.unit, width));
    format!("| {} | {mean} | {width} | {} |\n", cell(&figure.name.replace('_', " ")), figure.of)
}

/// A sign that a verdict is told by at a glance, beside its word.
pub(super) fn mark(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Holds => "✅",
        Verdict::Fails => "❌",
        Verdict::Undecided => "❔",
    }
}

/// A table whose first row is its heading, of cells that are Markdown already; the first column is flush left, the others right.
/// Rows may be shorter than the heading.
pub(super) fn table(rows: &[Vec<String>]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let line = |cells: &[String]| {
        let cells = (0..columns).map(|column| cells.get(column).map_or("", String::as_str));
        format!("| {} |\n", cells.collect::<Vec<_>>().join(" | "))
    };
    let rule: Vec<String> = (0..columns).map(|column| if column == 0 { "---" } else { "---:" }.to_owned()).collect();
    let mut out = String::new();
    for (index, row) in rows.iter().enumerate() {
        out.push_str(&line(row));
        if index == 0 {
            out.push_str(&line(&rule));
        }
    }
    out
}

/// A text in a cell of a table: on one line, and nothing of it Markdown.
pub(super) fn cell(text: &str) -> String {
    let mut out = String::new();
    for letter in text.chars() {
        match letter {
            '\\' | '|' | '`' | '*' | '_' | '[' | ']' | '#' => {
                out.push('\\');
                out.push(letter);
            }
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            letter if letter.is_control() => out.push(' '),
            letter => out.push(letter),
        }
    }
    out
}

/// A sentence in a cell or a paragraph: what stands in backquotes is code.
pub fn prose(text: &str) -> String {
    let parts: Vec<&str> = text.split('`').collect();
    if parts.len().is_multiple_of(2) {
        return cell(text);
    }
    let part = |(index, part): (usize, &&str)| if index % 2 == 0 { cell(part) } else { code(part) };
    parts.iter().enumerate().map(part).collect()
}

/// A text as code in a cell of a table.
pub(super) fn code(text: &str) -> String {
    let plain: String =
        text.chars().map(|letter| if letter.is_control() || letter == '`' { ' ' } else { letter }).collect();
    format!("`{}`", plain.replace('|', "\\|"))
}
