//! What a step along an axis changes, on the same callers: one more level, one more option.

use super::SweepReport;
use crate::measure::{Contrast, Series, contrast};

/// The steps along one axis.
#[derive(Debug, Clone, PartialEq)]
pub struct Effect {
    /// The axis, by its position.
    pub axis: usize,
    /// The mean change of the charted metric over all steps between neighbouring cells, with its half-width.
    pub mean: Contrast,
    /// The smallest and the largest change of a single step.
    pub range: (f64, f64),
}

/// The effect of every axis with two values or more, over the steps whose both ends were finished.
pub fn effects(report: &SweepReport) -> Vec<Effect> {
    (0..report.sweep.axes.len()).filter_map(|axis| effect(report, axis)).collect()
}

fn effect(report: &SweepReport, axis: usize) -> Option<Effect> {
    let after: usize = report.sweep.axes[axis + 1..].iter().map(|axis| axis.values.len()).product();
    let values = report.sweep.axes[axis].values.len();
    let series = |cell: usize| Some(&report.cells.get(cell)?.as_ref()?.series);
    let first = |&cell: &usize| cell / after % values + 1 < values;
    let steps = (0..report.cells.len()).filter(first).filter_map(|cell| Some((series(cell)?, series(cell + after)?)));
    let steps: Vec<(&Series, &Series)> = steps.collect();
    let each = steps.iter().filter_map(|&(from, to)| contrast(&[(1.0, to), (-1.0, from)], report.confidence));
    let changes: Vec<f64> = each.map(|step| step.mean).collect();
    let weight = 1.0 / steps.len() as f64;
    let all: Vec<(f64, &Series)> = steps.iter().flat_map(|&(from, to)| [(weight, to), (-weight, from)]).collect();
    let least = changes.iter().copied().fold(f64::INFINITY, f64::min);
    let most = changes.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    Some(Effect { axis, mean: contrast(&all, report.confidence)?, range: (least, most) }).filter(|_| !steps.is_empty())
}

/// Of the trees of equally many destinations, which has the lowest value of the charted metric, and by how much each of the
/// others is above it (`None` for itself and for those that were not finished).
///
/// The intervals hold together: each is taken at level α / (m - 1) for m trees (Bonferroni).
pub fn worse_than_the_best(report: &SweepReport) -> Option<(usize, Vec<Option<Contrast>>)> {
    let mean = |index: usize| report.shapes[index].2.as_ref().and_then(|cell| cell.chart.mean);
    let finished = (0..report.shapes.len()).filter(|&index| mean(index).is_some());
    let best = finished.clone().min_by(|&a, &b| mean(a).partial_cmp(&mean(b)).unwrap_or(std::cmp::Ordering::Equal))?;
    let others = finished.count().saturating_sub(1).max(1) as f64;
    let confidence = 1.0 - (1.0 - report.confidence) / others;
    let best_series = &report.shapes[best].2.as_ref()?.series;
    let above = report.shapes.iter().enumerate().map(|(index, (.., cell))| {
        let series = &cell.as_ref().filter(|_| index != best)?.series;
        contrast(&[(1.0, series), (-1.0, best_series)], confidence)
    });
    Some((best, above.collect()))
}
