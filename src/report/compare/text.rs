//! A comparison as text.

use std::fmt::Write;
use std::time::Duration;

use super::{
    CompareReport, conduct, intervals, is_of_the_whole, judged_at, label, lowered, nothing_differs, of_both, of_one,
};
use crate::experiment::{Row, Word};
use crate::report::expectations::{found, tally};
use crate::report::table::Table;

/// The comparison as text; `took` is the wall time of the simulation, where it is to be told.
pub fn text(report: &CompareReport, took: Option<Duration>) -> String {
    let mut out = String::new();
    let took = took.map_or(String::new(), |took| format!(", simulated in {:.2} s", took.as_secs_f64()));
    let _ = writeln!(out, "{}\n{}{took}", report.heading(), conduct(report));
    let _ = writeln!(out, "base:    {}\nchanged: {}", report.base.origin, report.changed.origin);
    for (side, results) in [("base", &report.compared.base), ("changed", &report.compared.changed)] {
        for warning in results.warnings() {
            let _ = writeln!(out, "warning: {side}: {warning}");
        }
    }
    for loosened in report.lowered {
        let _ = writeln!(out, "warning: {}; the base's own still counts", lowered(loosened));
    }
    let judged: Vec<_> = report.verdicts().collect();
    if let Some(first) = judged.first() {
        let counts = tally(&judged);
        let _ =
            writeln!(out, "\nExpectations: {counts}; each judged by the whole of its {} interval", judged_at(first));
        let mut table = Table::plain();
        for judged in judged {
            table.row([format!("  {:<9}  {}", judged.verdict.name(), judged.expectation.text), found(judged)]);
        }
        push(&mut out, &table);
    }
    let _ = writeln!(out, "\nThe net of the change, {}", report.when());
    let mut table = Table::new(&["", "base", "changed", "difference", ""]);
    for net in report.net() {
        table.row(row(&net.label, net.row));
    }
    push(&mut out, &table);
    let (rows, same) = report.differing();
    if rows.is_empty() {
        let _ = writeln!(out, "\n{}", nothing_differs(same));
        return out;
    }
    let _ = writeln!(out, "\nMetrics, {}", intervals(report));
    let mut table = Table::new(&["", "base", "changed", "difference", ""]);
    let (shown, unseen): (Vec<&Row>, Vec<&Row>) =
        rows.iter().partition(|row| is_of_the_whole(row) || row.word.is_seen());
    for differing in shown {
        table.row(row(&label(&differing.subject), differing));
    }
    push(&mut out, &table);
    let noisy = unseen.iter().filter(|row| row.word == Word::TooNoisy).count();
    let more = [
        (unseen.len() - noisy, "of parts of the center in which no difference is seen"),
        (noisy, "of parts that are too noisy to tell"),
        (same, "that are the same in every replication of both"),
    ];
    for (count, what) in more.into_iter().filter(|(count, _)| *count > 0) {
        let _ = writeln!(out, "  and {count} more {what}");
    }
    for (what, name, new) in report.alone() {
        let side = if new { "changed" } else { "base" };
        let _ = writeln!(out, "  only the {side} one has the {what} {name}");
    }
    out
}

fn row(label: &str, row: &Row) -> [String; 5] {
    let word = format!("{:<18}", row.word.name()); // words stand flush left
    [format!("  {label}"), of_one(row, row.base), of_one(row, row.changed), of_both(row), word]
}

fn push(out: &mut String, table: &Table) {
    for line in table.lines() {
        let _ = writeln!(out, "{line}");
    }
}
