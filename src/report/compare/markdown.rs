//! A comparison as Markdown: what fits into a review comment, the rest folded away.

use std::fmt::Write;

use super::{CompareReport, conduct, intervals, is_of_the_whole, label, lowered, nothing_differs, of_both, of_one};
use crate::experiment::{Row, Verdict};
use crate::report::expectations::{found, tally};
use crate::report::markdown::{cell, code, mark, prose};

/// The comparison as Markdown.
pub fn markdown(report: &CompareReport) -> String {
    let mut out = String::new();
    let judged: Vec<_> = report.verdicts().collect();
    let worst = [Verdict::Fails, Verdict::Undecided, Verdict::Holds];
    let worst = worst.into_iter().find(|verdict| judged.iter().any(|judged| judged.verdict == *verdict));
    let sign = worst.map_or(String::new(), |verdict| format!("{} ", mark(verdict)));
    let _ = writeln!(out, "### {sign}{}\n", cell(&report.heading()));
    let _ =
        writeln!(out, "{} against {}; {}.\n", code(report.changed.origin), code(report.base.origin), conduct(report));
    for loosened in report.lowered {
        let _ = writeln!(out, "> **Note:** {}; the base's own still counts.\n", prose(&lowered(loosened)));
    }
    if !judged.is_empty() {
        let _ = writeln!(out, "| {} | expectation | found |\n| --- | --- | --- |", tally(&judged));
        for judged in judged {
            let verdict = format!("{} {}", mark(judged.verdict), judged.verdict.name());
            let _ = writeln!(out, "| {verdict} | {} | {} |", code(&judged.expectation.text), cell(&found(judged)));
        }
        out.push('\n');
    }
    table(&mut out, &report.when(), report.net().iter().map(|net| (net.label.clone(), net.row)));
    let (rows, same) = report.differing();
    if rows.is_empty() {
        let _ = writeln!(out, "{}", nothing_differs(same));
        return out;
    }
    let named = |row: &'_ Row| label(&row.subject);
    table(&mut out, "metric", rows.iter().copied().filter(|row| is_of_the_whole(row)).map(|row| (named(row), row)));
    let parts: Vec<&Row> = rows.iter().copied().filter(|row| !is_of_the_whole(row)).collect();
    if !parts.is_empty() {
        let _ = writeln!(out, "<details><summary>{} metrics of parts of the center</summary>\n", parts.len());
        table(&mut out, "metric", parts.into_iter().map(|row| (named(row), row)));
        out.push_str("</details>\n\n");
    }
    let more = if same > 0 {
        format!(" {same} more metrics are the same in every replication of both.")
    } else {
        String::new()
    };
    let _ = writeln!(out, "Differences are shown {}.{more}", intervals(report));
    out
}

fn table<'a>(out: &mut String, what: &str, rows: impl Iterator<Item = (String, &'a Row)>) {
    let _ = writeln!(out, "| {what} | base | changed | difference | |\n| --- | ---: | ---: | ---: | --- |");
    for (label, row) in rows {
        let word = if row.word.is_seen() { format!("**{}**", row.word.name()) } else { row.word.name().to_owned() };
        let (base, changed) = (of_one(row, row.base), of_one(row, row.changed));
        let _ = writeln!(out, "| {} | {base} | {changed} | {} | {word} |", cell(&label), of_both(row));
    }
    out.push('\n');
}
