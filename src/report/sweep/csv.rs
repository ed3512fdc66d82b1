//! A sweep as comma-separated values: one figure of one cell a line.

use std::fmt::Write;

use super::{CellFigures, SweepReport};
use crate::report::csv::quoted;
use crate::report::number::six_digits;

/// All figures of all cells that were finished, as CSV with a heading line. `part` tells the grid from the trees of equally
/// many destinations, which differ by depth and options alone.
pub fn csv(report: &SweepReport) -> String {
    let axes = &report.sweep.axes;
    let mut paths: Vec<&str> = axes.iter().map(|axis| axis.path.as_str()).collect();
    let shape = ["ivr.balanced.depth", "ivr.balanced.options"];
    if !report.shapes.is_empty() {
        paths.extend(shape.into_iter().filter(|path| axes.iter().all(|axis| axis.path != **path)));
    }
    let mut text = String::from("part,");
    for path in &paths {
        let _ = write!(text, "{},", quoted(path));
    }
    text.push_str("metric,mean,half_width,unit,of,estimator,replications\n");
    let chart = report.charted_beside_all().map(ToString::to_string);
    let chart = chart.as_deref();
    let mut index = vec![0; axes.len()];
    for cell in report.cells {
        let at = |path: &str| {
            let axis = axes.iter().position(|axis| axis.path == path)?;
            Some(axes[axis].values[index[axis]].text.clone())
        };
        write_cell(&mut text, "grid", &paths, at, chart, cell.as_ref());
        for axis in (0..axes.len()).rev() {
            index[axis] += 1;
            if index[axis] < axes[axis].values.len() {
                break;
            }
            index[axis] = 0;
        }
    }
    for (depth, options, cell) in report.shapes {
        let at =
            |path: &str| shape.iter().position(|name| *name == path).map(|which| [depth, options][which].to_string());
        write_cell(&mut text, "destinations", &paths, at, chart, cell.as_ref());
    }
    text
}

fn write_cell(
    text: &mut String,
    part: &str,
    paths: &[&str],
    at: impl Fn(&str) -> Option<String>,
    chart: Option<&str>,
    cell: Option<&CellFigures>,
) {
    let Some(cell) = cell else { return };
    let number = |value: Option<f64>| value.map_or(String::new(), |value| six_digits(value).to_string());
    let place: Vec<String> = paths.iter().map(|path| quoted(&at(path).unwrap_or_default()) + ",").collect();
    let place = place.concat();
    let conditional = cell.counted.map(|_| ("conditional", cell.chart.name, &cell.chart));
    let of_a_part = chart.map(|chart| ("counted", chart, &cell.chart));
    let overall = cell.overall.iter().map(|figure| ("counted", figure.name, figure));
    for (estimator, name, figure) in conditional.into_iter().chain(of_a_part).chain(overall) {
        let (mean, half_width) = (number(figure.mean), number(figure.half_width));
        let (unit, of, n) = (figure.unit.name(), quoted(figure.of), cell.replications);
        let _ = writeln!(text, "{part},{place}{},{mean},{half_width},{unit},{of},{estimator},{n}", quoted(name));
    }
}
