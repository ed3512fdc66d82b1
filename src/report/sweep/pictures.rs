//! A sweep as files: the data, the charts, and one page that shows them all.

use super::{CellFigures, SweepReport, axis_label, csv, json, shape_label, title};
use crate::report::chart::{
    self, About, Axis, AxisValue, Funnel, FunnelCase, Grid, NotDrawable, Paper, Point, Quantity, Shapes,
};
use crate::report::page::{Page, page};

/// As many cases as a funnel can tell apart.
const MOST_CASES: usize = 8;

/// How hang-ups are estimated that are not scored.
const COUNTED: &str = "hang-ups counted";

/// The files of a sweep, each with its name: `sweep.csv`, `sweep.json`, the charts as SVG and PNG, and `index.html`.
///
/// `file` is the name of the scenario's file, `command` what makes the sweep again.
///
/// # Errors
///
/// A chart that cannot be drawn.
pub fn files(report: &SweepReport, file: &str, command: &str) -> Result<Vec<(String, Vec<u8>)>, NotDrawable> {
    let mut files =
        vec![("sweep.csv".to_owned(), csv(report).into_bytes()), ("sweep.json".into(), json(report).into_bytes())];
    let Some(quantity) = quantity(report) else { return Ok(files) };
    let about = About {
        scenario: report.sweep.base.scenario.name.clone(),
        seed: report.sweep.base.scenario.seed,
        replications: report.replications(),
        confidence: report.confidence,
    };
    let grid = Grid {
        about: about.clone(),
        quantity: quantity.clone(),
        axes: report.sweep.axes.iter().map(axis).collect(),
        cells: report.cells.iter().map(|cell| cell.as_ref().and_then(point)).collect(),
    };
    let funnel = funnel(report, &about);
    let shapes = report.sweep.destinations.map(|destinations| Shapes {
        about,
        quantity,
        destinations: destinations.into(),
        cases: report
            .shapes
            .iter()
            .map(|(depth, options, cell)| (shape_label(*depth, *options), cell.as_ref().and_then(point)))
            .collect(),
    });
    let mut pictures = vec![("lines", chart::lines(&grid, Paper::Slide))];
    if grid.axes.len() > 1 {
        pictures.insert(0, ("heat-map", chart::heat(&grid, Paper::Slide)));
    }
    pictures.extend(funnel.as_ref().map(|data| ("funnel", chart::funnel(data, Paper::Slide))));
    pictures.extend(shapes.as_ref().map(|data| ("destinations", chart::shapes(data, Paper::Slide))));
    for (name, svg) in pictures {
        files.push((format!("{name}.png"), chart::png(&svg)?));
        files.push((format!("{name}.svg"), svg.into_bytes()));
    }
    let html = page(&Page {
        grid,
        funnel,
        shapes,
        unfinished: (!report.whole()).then(|| report.finished()),
        version: env!("CARGO_PKG_VERSION").into(),
        command: Some(command.to_owned()),
        definitions: definitions(report),
        scenario_file: file.to_owned(),
        scenario_text: report.sweep.text.clone(),
    });
    files.push(("index.html".into(), html.into_bytes()));
    Ok(files)
}

fn quantity(report: &SweepReport) -> Option<Quantity> {
    let charted = report.charted()?;
    Some(Quantity {
        name: report.sweep.chart.to_string(),
        label: title(&report.sweep.chart),
        unit: charted.unit,
        of: report.of(),
        estimator: match report.estimator() {
            "conditional" => Some("conditional Monte Carlo".to_owned()),
            _ if charted.name == "ivr_abandonment" => Some(COUNTED.to_owned()),
            _ => None,
        },
    })
}

fn axis(axis: &crate::scenario::Axis) -> Axis {
    let values = axis.values.iter().map(|value| AxisValue { text: value.label(), number: value.number });
    Axis { path: axis.path.clone(), label: axis_label(&axis.path, &axis.unit), values: values.collect() }
}

fn point(cell: &CellFigures) -> Option<Point> {
    cell.chart.mean.map(|mean| Point { mean, half_width: cell.chart.half_width })
}

/// Who is left after each level: in the trees of equally many destinations where there are any, otherwise in the deepest
/// trees of the grid, or else along the last axis.
fn funnel(report: &SweepReport, about: &About) -> Option<Funnel> {
    let trees =
        report.shapes.iter().filter_map(|(depth, options, cell)| Some((shape_label(*depth, *options), cell.as_ref()?)));
    let mut cases: Vec<(String, &CellFigures)> = trees.collect();
    if cases.is_empty() {
        let across = report.sweep.axes.last()?;
        let row = report.cells.len().checked_sub(across.values.len())?;
        let named = across.values.iter().zip(&report.cells[row..]);
        let label = axis_label(&across.path, "");
        cases =
            named.filter_map(|(value, cell)| Some((format!("{label}: {}", value.label()), cell.as_ref()?))).collect();
        let every = cases.len().div_ceil(MOST_CASES).max(1);
        cases = cases.into_iter().step_by(every).collect();
    }
    let cases: Vec<FunnelCase> = cases
        .into_iter()
        .filter(|(_, cell)| cell.greeting.0 > 0)
        .map(|(label, cell)| FunnelCase { label, left: cell.left() })
        .collect();
    (!cases.is_empty()).then(|| Funnel {
        about: about.clone(),
        of: "calls that entered the IVR".into(),
        note: Some(COUNTED.into()),
        cases,
    })
}

fn definitions(report: &SweepReport) -> Vec<(String, String)> {
    let mut definitions = Vec::new();
    if let Some(charted) = report.charted() {
        definitions.push((title(&report.sweep.chart), format!("of {}; pooled over all replications", charted.of)));
    }
    if report.estimator() == "conditional" {
        definitions.push((
            "Conditional Monte Carlo".into(),
            "each caller's chance to hang up on their way through the IVR, over all they might have of patience, instead of \
             whether they did: the same mean with far less noise"
                .into(),
        ));
    }
    definitions.push((
        "The same callers".into(),
        "every cell meets the same people: they call at the same times, want the same and are as patient, so that cells differ \
         by their design and not by luck"
            .into(),
    ));
    if report.sweep.destinations.is_some() {
        definitions.push((
            "The fair comparison".into(),
            "a deeper or wider tree leads to more places; trees that lead to equally many do the same job".into(),
        ));
    }
    definitions
}
