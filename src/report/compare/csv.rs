//! A comparison as comma-separated values: one metric a line.

use std::fmt::Write;

use super::CompareReport;
use crate::report::about;
use crate::report::csv::quoted;
use crate::report::number::six_digits;

const HEADING: &str = "about,name,metric,base,changed,difference,half_width,word,unit,of";

/// Every metric with its difference, with a heading line.
pub fn csv(report: &CompareReport) -> String {
    format!("{HEADING}\n{}", rows(report))
}

/// Several comparisons as one table, whose first column is the changed file.
pub fn csv_of_several<'r>(reports: impl IntoIterator<Item = CompareReport<'r>>) -> String {
    let mut text = format!("file,{HEADING}\n");
    for report in reports {
        for row in rows(&report).lines() {
            let _ = writeln!(text, "{},{row}", quoted(report.changed.origin));
        }
    }
    text
}

fn rows(report: &CompareReport) -> String {
    let mut text = String::new();
    let number = |value: Option<f64>| value.map_or(String::new(), |value| six_digits(value).to_string());
    for row in &report.compared.rows {
        let (about, name) = about::columns(&row.subject.about);
        let (mean, half_width) = (row.difference.map(|d| d.mean), row.difference.and_then(|d| d.half_width));
        let _ = writeln!(
            text,
            "{about},{},{},{},{},{},{},{},{},{}",
            quoted(&name),
            row.subject.metric,
            number(row.base),
            number(row.changed),
            number(mean),
            number(half_width),
            row.word.name(),
            row.unit.name(),
            quoted(row.of)
        );
    }
    text
}
