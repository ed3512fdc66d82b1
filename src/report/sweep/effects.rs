//! What a step along an axis changes, on the same callers: one more level, one more option.

use super::SweepReport;
use crate::measure::metric::lower_is_better;
use crate::measure::{Contrast, Series, contrast};

/// The steps along one axis.
#[derive(Debug, Clone, PartialEq)]
pub struct Effect {
    /// The axis, by its position.
    pub axis: usize,
    /// The mean change of the charted metric over all steps between neighbouring cells, with its half-width.
    pub mean: Contrast,
    /// How many steps there are whose both ends were finished.
    pub steps: usize,
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
    let mean = contrast(&all, report.confidence).filter(|_| !steps.is_empty())?;
    Some(Effect { axis, mean, steps: steps.len(), range: (least, most) })
}

/// Of the trees of equally many destinations, which is the best by the charted metric, and how far each of the others is from
/// it (`None` for itself and for those that were not finished). Nothing where less of the metric is neither better nor worse.
///
/// The intervals hold together: each is taken at level α / (m - 1) for m trees (Bonferroni).
pub fn from_the_best(report: &SweepReport) -> Option<(usize, Vec<Option<Contrast>>)> {
    let sign = if lower_is_better(&report.sweep.chart.metric)? { 1.0 } else { -1.0 };
    let cost = |index: usize| Some(sign * report.shapes[index].2.as_ref()?.chart.mean?);
    let finished: Vec<(usize, f64)> = (0..report.shapes.len()).filter_map(|at| Some((at, cost(at)?))).collect();
    let (best, _) = finished.iter().copied().min_by(|a, b| a.1.total_cmp(&b.1))?;
    let others = finished.len().saturating_sub(1).max(1) as f64;
    let confidence = 1.0 - (1.0 - report.confidence) / others;
    let best_series = &report.shapes[best].2.as_ref()?.series;
    let away = report.shapes.iter().enumerate().map(|(index, (.., cell))| {
        let series = &cell.as_ref().filter(|_| index != best)?.series;
        contrast(&[(1.0, series), (-1.0, best_series)], confidence)
    });
    Some((best, away.collect()))
}
