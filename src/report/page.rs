//! One page for everything a sweep found: the answer, the charts, the table, the settings, the scenario itself.
//!
//! A single HTML text that needs nothing else: pictures are inline, there is no script, and its own policy forbids it to
//! fetch anything. It reads on a telephone (what is wide scrolls in its own box) and on paper (no figure is cut).

use std::fmt::Write;

use super::chart::{self, Axis, Funnel, Grid, Paper, Point, Shapes, escaped, in_table, of_what};
use super::finding::finding;
use crate::measure::metric::Unit;

/// How many columns of a table stand side by side: as many as fit a sheet of paper.
const COLUMNS: usize = 8;

/// What a page is made of.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// The sweep's cells.
    pub grid: Grid,
    /// Who is left after each level, where the scenario has an IVR.
    pub funnel: Option<Funnel>,
    /// The comparison at a fixed number of destinations, where the scenario asks for one.
    pub shapes: Option<Shapes>,
    /// Which version of the program lived it: `0.1.0`.
    pub version: String,
    /// How many of all cells are finished, where the sweep was interrupted.
    pub unfinished: Option<(usize, usize)>,
    /// The command that makes this page again, where there is one: `hangup sweep menu-depth.yaml`.
    pub command: Option<String>,
    /// Terms and what they mean: the metric's definition, the estimator's.
    pub definitions: Vec<(String, String)>,
    /// The name of the scenario's file.
    pub scenario_file: String,
    /// The scenario file, as it was read.
    pub scenario_text: String,
}

/// The page, as one HTML document.
pub fn page(page: &Page) -> String {
    let grid = &page.grid;
    let names: Vec<String> = grid.axes.iter().map(|axis| chart::name_of(&axis.label).to_owned()).collect();
    let asked = format!("{} by {}", grid.quantity.label, list(&names));
    let mut out = String::new();
    begin(&mut out, &asked, &grid.about.scenario, &finding(grid));
    if let Some((finished, all)) = page.unfinished {
        let _ = writeln!(
            out,
            "<p class=\"unfinished\">The sweep was not completed: {finished} of {all} cells are finished, and all that is said here is of these.</p>"
        );
    }
    charts(&mut out, page);
    section(&mut out, "table", "All cells");
    let _ = writeln!(
        out,
        "<p>{}, {}; ± is the half-width of the {} % interval.</p>",
        escaped(&grid.quantity.label),
        escaped(&of_what(grid.quantity.unit, &grid.quantity.of)),
        percent(grid.about.confidence)
    );
    tables(&mut out, grid);
    out.push_str("</section>\n");
    settings(&mut out, page);
    definitions(&mut out, &page.definitions);
    end(&mut out, &page.scenario_file, &page.scenario_text);
    out
}

/// Begins a page: what it is about, of which scenario, and what was found.
pub(super) fn begin(out: &mut String, title: &str, scenario: &str, finding: &str) {
    let (title, scenario) = (escaped(title), escaped(scenario));
    let _ = write!(
        out,
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{title} – {scenario}</title>\n<link rel=\"icon\" href=\"data:,\">\n<style>\n{STYLE}</style>\n</head>\n\
         <body>\n<header>\n<p class=\"scenario\">{scenario}</p>\n<h1>{title}</h1>\n<p class=\"finding\">{}</p>\n</header>\n<main>\n",
        escaped(finding)
    );
}

/// Ends a page with the scenario's file.
pub(super) fn end(out: &mut String, file: &str, text: &str) {
    section(out, "scenario", "The scenario");
    let _ = write!(
        out,
        "<details>\n<summary>{}</summary>\n<pre tabindex=\"0\"><code>{}</code></pre>\n</details>\n</section>\n</main>\n</body>\n</html>\n",
        escaped(file),
        escaped(text)
    );
}

pub(super) fn section(out: &mut String, id: &str, heading: &str) {
    let _ = writeln!(out, "<section aria-labelledby=\"{id}\">\n<h2 id=\"{id}\">{heading}</h2>");
}

fn charts(out: &mut String, page: &Page) {
    let grid = &page.grid;
    section(out, "charts", "Charts");
    if grid.axes.len() > 1 {
        figure(
            out,
            |paper| chart::heat(grid, paper),
            "The darker a cell, the higher the value; its number stands in it.",
        );
        figure(
            out,
            |paper| chart::lines(grid, paper),
            "One line for each value of the first axis; the band is the interval.",
        );
    } else {
        figure(out, |paper| chart::lines(grid, paper), "The band is the interval.");
    }
    if let Some(funnel) = &page.funnel {
        figure(
            out,
            |paper| chart::funnel(funnel, paper),
            "Each bar is who is still there when that part of the IVR is over.",
        );
    }
    if let Some(shapes) = &page.shapes {
        let caption = "The fair comparison: every one of these menus reaches equally many destinations.";
        figure(out, |paper| chart::shapes(shapes, paper), caption);
    }
    out.push_str("</section>\n");
}

/// The same chart twice: for a window or paper, and for a telephone; the style shows the one that fits.
pub(super) fn figure(out: &mut String, draw: impl Fn(Paper) -> String, caption: &str) {
    let _ = writeln!(
        out,
        "<figure>\n<div class=\"on-page\">\n{}</div>\n<div class=\"on-phone\">\n{}</div>\n<figcaption>{}</figcaption>\n</figure>",
        draw(Paper::Slide),
        draw(Paper::Phone),
        escaped(caption)
    );
}

/// The cells: rows by the first axis, columns by the second, a table for each value of the third.
fn tables(out: &mut String, grid: &Grid) {
    let [first, rest @ ..] = grid.axes.as_slice() else { return };
    let thirds: Vec<Option<String>> = match rest.get(1) {
        Some(third) => third.values.iter().map(|value| Some(format!("{}: {}", third.label, value.text))).collect(),
        None => vec![None],
    };
    let across = rest.first();
    let columns = across.map_or(1, |axis| axis.values.len());
    let cell = |row: usize, column: usize, third: usize| {
        grid.cells.get((row * columns + column) * thirds.len() + third).copied().flatten()
    };
    for (index, heading) in thirds.iter().enumerate() {
        for from in (0..columns).step_by(COLUMNS) {
            let shown = from..columns.min(from + COLUMNS);
            let name = table_name(grid, heading.as_deref());
            let _ = write!(
                out,
                "<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"{0}\">\n<table>\n<caption>{0}</caption>\n<thead>\n",
                escaped(&name)
            );
            head(out, first, across, shown.clone(), &grid.quantity.label);
            out.push_str("</thead>\n<tbody>\n");
            for (row, value) in first.values.iter().enumerate() {
                let _ = write!(out, "<tr><th scope=\"row\">{}</th>", escaped(&value.text));
                for column in shown.clone() {
                    written(out, grid.quantity.unit, cell(row, column, index));
                }
                out.push_str("</tr>\n");
            }
            out.push_str("</tbody>\n</table>\n</div>\n");
        }
    }
}

fn table_name(grid: &Grid, third: Option<&str>) -> String {
    let unit = match grid.quantity.unit {
        Unit::Share | Unit::TimeShare => " in %",
        Unit::Seconds => " in seconds",
        Unit::Hours => " in hours",
        Unit::Count | Unit::Total => "",
    };
    let third = third.map(|third| format!(", {third}")).unwrap_or_default();
    format!("{}{unit}{third}", grid.quantity.label)
}

fn head(out: &mut String, rows: &Axis, across: Option<&Axis>, shown: std::ops::Range<usize>, quantity: &str) {
    let label = escaped(&rows.label);
    let Some(across) = across else {
        let _ = writeln!(out, "<tr><th scope=\"col\">{label}</th><th scope=\"col\">{}</th></tr>", escaped(quantity));
        return;
    };
    let _ = write!(
        out,
        "<tr><th scope=\"col\" rowspan=\"2\">{label}</th><th scope=\"colgroup\" colspan=\"{}\">{}</th></tr>\n<tr>",
        shown.len(),
        escaped(&across.label)
    );
    for value in &across.values[shown] {
        let _ = write!(out, "<th scope=\"col\">{}</th>", escaped(&value.text));
    }
    out.push_str("</tr>\n");
}

fn written(out: &mut String, unit: Unit, point: Option<Point>) {
    let _ = match point.map(|point| in_table(unit, point)) {
        None => write!(out, "<td class=\"none\">no value</td>"),
        Some((mean, None)) => write!(out, "<td>{mean}</td>"),
        Some((mean, Some(half_width))) => write!(out, "<td>{mean} <small>±{half_width}</small></td>"),
    };
}

fn settings(out: &mut String, page: &Page) {
    let (grid, about) = (&page.grid, &page.grid.about);
    section(out, "settings", "Settings");
    let mut rows = vec![
        ("scenario".to_owned(), format!("{} ({})", about.scenario, page.scenario_file)),
        ("seed".to_owned(), about.seed.to_string()),
        ("replications".to_owned(), about.replications.clone()),
        ("confidence".to_owned(), format!("{} %", percent(about.confidence))),
        ("metric".to_owned(), format!("{} ({})", grid.quantity.name, of_what(grid.quantity.unit, &grid.quantity.of))),
        ("estimator".to_owned(), grid.quantity.estimator.clone().unwrap_or_else(|| "counting".into())),
    ];
    for axis in &grid.axes {
        let values: Vec<&str> = axis.values.iter().map(|value| value.text.as_str()).collect();
        rows.push((axis.path.clone(), format!("{}: {}", axis.label, values.join(", "))));
    }
    rows.push(("hangup".to_owned(), page.version.clone()));
    rows.extend(page.command.iter().map(|command| ("command".to_owned(), command.clone())));
    definition_list(out, &rows);
    out.push_str("</section>\n");
}

pub(super) fn definitions(out: &mut String, terms: &[(String, String)]) {
    if terms.is_empty() {
        return;
    }
    section(out, "definitions", "What the words mean");
    definition_list(out, terms);
    out.push_str("</section>\n");
}

pub(super) fn definition_list(out: &mut String, rows: &[(String, String)]) {
    out.push_str("<dl>\n");
    for (term, meaning) in rows {
        let _ = writeln!(out, "<dt>{}</dt><dd>{}</dd>", escaped(term), escaped(meaning));
    }
    out.push_str("</dl>\n");
}

/// A confidence level in per cent, without zeros at the end.
pub(super) fn percent(share: f64) -> String {
    let text = format!("{:.4}", 100.0 * share);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Names in a row: `menu depth, options and greeting`.
pub(super) fn list(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

const STYLE: &str = "\
:root { color-scheme: light; }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0 auto; max-width: 1120px; padding: 24px 20px 64px; background: #fff; color: #1b1f24;
  font: 17px/1.5 system-ui, -apple-system, \"Segoe UI\", Roboto, Helvetica, Arial, sans-serif; overflow-wrap: break-word; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 .5rem; }
h2 { font-size: 1.3rem; line-height: 1.3; margin: 3rem 0 1rem; padding-top: .75rem; border-top: 1px solid #d0d7de; }
.scenario { margin: 0 0 .25rem; color: #57606a; }
.finding { font-size: 1.15rem; max-width: 46rem; margin: .75rem 0 0; }
.unfinished { padding: .6rem 1rem; border-left: 4px solid #9a6700; background: #fff8c5; }
figure { margin: 0 0 2.5rem; }
figcaption { color: #57606a; font-size: .95rem; margin-top: .25rem; }
.wide { overflow-x: auto; }
figure svg { display: block; width: 100%; height: auto; }
.on-phone { display: none; }
dl.answers { margin: 0 0 2rem; }
dl.answers dt { font-size: 1.05rem; }
.note { color: #57606a; margin: .5rem 0 0; }
h3 { font-size: 1.05rem; margin: 2rem 0 .25rem; }
.about { color: #57606a; margin: 0 0 .5rem; max-width: 46rem; }
.rows thead th { white-space: normal; vertical-align: bottom; }
.rows th[scope=row] { text-align: left; font-weight: 400; }
td.words { text-align: left; color: #57606a; }
th.bars, td.bars { width: 16rem; text-align: left; }
.bar { display: inline-block; height: .8em; min-width: 1px; background: #225ea8; }
@media screen and (max-width: 640px) {
  .rows th, .rows td { padding: .25rem .4rem; font-size: .85rem; }
  .rows th[scope=row] { white-space: normal; min-width: 6rem; max-width: 9.5rem; }
  .rows td.words { white-space: normal; min-width: 7rem; }
  .rows .bars { display: none; }
}
@media print {
  .rows th, .rows td { padding: .8mm 1.1mm; font-size: 7.5pt; }
  .rows th[scope=row] { white-space: normal; max-width: 42mm; }
}
table { border-collapse: collapse; font-variant-numeric: tabular-nums; margin: 0 0 1.5rem; }
caption { text-align: left; color: #57606a; padding: 0 0 .35rem; }
th, td { padding: .35rem .6rem; border: 1px solid #d0d7de; text-align: right; white-space: nowrap; }
thead th { background: #f6f8fa; text-align: center; font-weight: 600; white-space: normal; }
td small { color: #57606a; font-size: .85em; }
td.none { color: #57606a; font-style: italic; }
dl { display: grid; grid-template-columns: minmax(8rem, max-content) 1fr; gap: .4rem 1.25rem; margin: 0; }
dt { font-weight: 600; overflow-wrap: anywhere; }
dd { margin: 0; overflow-wrap: anywhere; }
summary { cursor: pointer; }
pre { overflow: auto; max-height: 40rem; padding: 1rem; background: #f6f8fa; border: 1px solid #d0d7de; border-radius: 6px;
  font: 14px/1.45 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
:focus-visible { outline: 2px solid #225ea8; outline-offset: 2px; }
@media screen and (max-width: 640px) {
  .on-page { display: none; }
  .on-phone { display: block; }
  body { padding: 16px 14px 48px; }
  h1 { font-size: 1.5rem; }
  .finding { font-size: 1.05rem; }
  dl { display: block; }
  dd { margin: 0 0 .6rem; }
}
@page { size: A4; margin: 14mm; }
@media print {
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  body { max-width: none; padding: 0; font-size: 10.5pt; }
  h2 { break-after: avoid; margin-top: 8mm; }
  header, figure, tr, dt, dd { break-inside: avoid; }
  dt { break-after: avoid; }
  thead { display: table-header-group; }
  .wide { overflow: visible; break-inside: avoid; }
  section > p { break-after: avoid; }
  figure svg { max-height: 235mm; }
  th, td { padding: 1.2mm 1.6mm; font-size: 8.5pt; }
  pre { max-height: none; white-space: pre-wrap; overflow: visible; font-size: 8pt; }
  details::details-content { content-visibility: visible; display: block; height: auto; }
}
";
