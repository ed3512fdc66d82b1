//! A comparison as comma-separated values: one metric a line.

use std::fmt::Write;

use super::CompareReport;
use crate::report::about;
use crate::report::csv::quoted;
use crate::report::number::six_digits;

/// Every metric with its difference, with a heading line.
pub fn csv(report: &CompareReport) -> String {
    let mut text = String::from("about,name,metric,base,changed,difference,half_width,word,unit,of\n");
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
