//! A comparison as files: the report, the data, the differences as a chart, and the funnels of both side by side.

use super::{CompareReport, csv, json, label, markdown, of_both, text};
use crate::experiment::{Results, Row};
use crate::measure::Unit;
use crate::report::chart::{self, About, Difference, Differences, Funnel, FunnelCase, NotDrawable, Panel, Paper};
use crate::report::left::left;
use crate::scenario::expectation;

/// The files of a comparison, each with its name.
///
/// # Errors
///
/// A chart that cannot be drawn.
pub fn files(report: &CompareReport) -> Result<Vec<(String, Vec<u8>)>, NotDrawable> {
    let mut files = vec![
        ("compare.txt".to_owned(), text(report, None).into_bytes()),
        ("compare.md".into(), markdown(report).into_bytes()),
        ("compare.json".into(), json(report).into_bytes()),
        ("compare.csv".into(), csv(report).into_bytes()),
    ];
    let n = report.compared.base.replications;
    let about = About {
        scenario: report.heading(),
        seed: report.base.scenario.seed,
        replications: format!("{n} replication{} of each", if n == 1 { "" } else { "s" }),
        confidence: report.compared.confidence.1,
    };
    let (differences, funnel) = (differences(report, &about), funnel(report, about));
    for (form, paper) in [("", Paper::Slide), ("-phone", Paper::Phone)] {
        let mut pictures = vec![("differences", chart::differences(&differences, paper))];
        pictures.extend(funnel.iter().map(|funnel| ("funnel", chart::funnel(funnel, paper))));
        for (name, svg) in pictures {
            files.push((format!("{name}{form}.png"), chart::png(&svg)?));
            files.push((format!("{name}{form}.svg"), svg.into_bytes()));
        }
    }
    Ok(files)
}

fn differences(report: &CompareReport, about: &About) -> Differences {
    let center = |row: &&Row| row.subject.about == expectation::About::Center && !row.same;
    let rows = || report.compared.rows.iter().filter(center);
    let panel = |label: &str, unit: Unit, rows: Vec<&Row>| {
        // A difference of shares is told in points, and no share itself.
        let (unit, factor) = if unit == Unit::Share { (Unit::Count, 100.0) } else { (unit, 1.0) };
        let rows = rows.into_iter().filter_map(|row| difference(row, factor)).collect();
        Panel { label: label.to_owned(), unit, rows }
    };
    let is_share = |row: &&Row| matches!(row.unit, Unit::Share | Unit::TimeShare);
    Differences {
        about: about.clone(),
        panels: vec![
            panel("shares, in points", Unit::Share, rows().filter(is_share).collect()),
            panel("times, in seconds", Unit::Seconds, rows().filter(|row| row.unit == Unit::Seconds).collect()),
            panel(
                &format!("contacts of {}", report.period()),
                Unit::Total,
                rows().filter(|row| row.unit == Unit::Total).collect(),
            ),
        ],
    }
}

fn difference(row: &Row, factor: f64) -> Option<Difference> {
    let difference = row.difference?;
    Some(Difference {
        label: label(&row.subject),
        point: chart::Point {
            mean: factor * difference.mean,
            half_width: difference.half_width.map(|width| factor * width),
        },
        text: of_both(row),
        word: row.word.name().to_owned(),
        seen: row.word.is_seen(),
    })
}

fn funnel(report: &CompareReport, about: About) -> Option<Funnel> {
    let case = |label: &str, results: &Results| {
        let levels: Vec<(u64, u64)> =
            results.total.levels.iter().map(|level| (level.entered, level.abandoned)).collect();
        let visited = levels.iter().rposition(|level| level.0 > 0).map_or(0, |last| last + 1);
        let greeting = (results.total.greeting.entered, results.total.greeting.abandoned);
        FunnelCase { label: label.to_owned(), left: left(greeting, &levels[..visited]) }
    };
    let entered = report.compared.base.total.entered_ivr > 0 || report.compared.changed.total.entered_ivr > 0;
    entered.then(|| Funnel {
        about,
        of: "calls that entered the IVR".into(),
        note: None,
        cases: vec![case("base", &report.compared.base), case("changed", &report.compared.changed)],
    })
}
