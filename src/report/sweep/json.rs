//! A sweep as JSON: the axes, and every cell with the same metrics as a run. It carries no wall time, host or thread count.

use serde_json::{Map, Value, json};

use super::{CellFigures, Effect, SweepReport, effects, from_the_best};
use crate::measure::Contrast;
use crate::report::json::{SCHEMA, metric, metrics, number, pretty};
use crate::report::number::six_digits;
use crate::scenario::{Axis, AxisValue};

/// The sweep as JSON, ending in a newline. A cell that was not finished has no `metrics`.
pub fn json(report: &SweepReport) -> String {
    let sweep = report.sweep;
    let mut index = vec![0; sweep.axes.len()];
    let cells = report.cells.iter().map(|figures| {
        let at = sweep.axes.iter().zip(&index).map(|(axis, &value)| (axis.path.clone(), written(axis, value)));
        let cell = cell(report, &at.collect(), figures.as_ref());
        for axis in (0..index.len()).rev() {
            index[axis] += 1;
            if index[axis] < sweep.axes[axis].values.len() {
                break;
            }
            index[axis] = 0;
        }
        cell
    });
    let mut result = json!({
        "schema": SCHEMA,
        "hangup": env!("CARGO_PKG_VERSION"),
        "scenario": sweep.base.scenario.name,
        "scenario_hash": sweep.base.hash,
        "seed": sweep.base.scenario.seed,
        "confidence": six_digits(report.confidence),
        "chart": sweep.chart.to_string(),
        "estimator": report.estimator(),
        "complete": report.whole(),
        "axes": sweep.axes.iter().map(axis).collect::<Vec<_>>(),
        "cells": cells.collect::<Vec<_>>(),
        "effects": effects(report).iter().map(|effect| effect_of(report, effect)).collect::<Vec<_>>(),
    });
    if let Some(count) = sweep.destinations {
        let best = from_the_best(report);
        let cells = report.shapes.iter().enumerate().map(|(index, (depth, options, figures))| {
            let at = [("ivr.balanced.depth", json!(depth)), ("ivr.balanced.options", json!(options))];
            let at = at.into_iter().map(|(path, value)| (path.to_owned(), value)).collect();
            let mut cell = cell(report, &at, figures.as_ref());
            if let Some((best, away)) = &best {
                cell["best"] = json!(*best == index);
                cell["from_the_best"] = away[index].as_ref().map_or(Value::Null, contrast);
            }
            cell
        });
        result["destinations"] = json!({"count": count, "cells": cells.collect::<Vec<_>>()});
    }
    pretty(&result)
}

fn axis(axis: &Axis) -> Value {
    let values: Vec<Value> = (0..axis.values.len()).map(|value| written(axis, value)).collect();
    json!({"path": axis.path, "values": values})
}

/// A value as a number where it is a plain one, otherwise as it is written.
fn written(axis: &Axis, value: usize) -> Value {
    match &axis.values[value] {
        AxisValue { number: Some(number), .. } if axis.unit.is_empty() && number.fract() == 0.0 => {
            json!(*number as i64)
        }
        AxisValue { number: Some(number), .. } if axis.unit.is_empty() => json!(number),
        AxisValue { text, .. } => json!(text),
    }
}

fn cell(report: &SweepReport, at: &Map<String, Value>, figures: Option<&CellFigures>) -> Value {
    let mut cell = json!({"at": at});
    let Some(figures) = figures else { return cell };
    cell["replications"] = json!(figures.replications);
    cell["metrics"] = metrics(&figures.overall);
    if let Some(counted) = &figures.counted {
        let mut chart = metric(&figures.chart);
        chart["estimator"] = json!("conditional");
        chart["counted"] = json!({"mean": number(counted.mean), "half_width": number(counted.half_width)});
        cell["metrics"][figures.chart.name] = chart;
    }
    let place = |(entered, abandoned): (u64, u64)| json!({"entered": entered, "abandoned": abandoned});
    let levels = figures
        .levels
        .iter()
        .enumerate()
        .map(|(index, &level)| json!({"level": index + 1, "entered": level.0, "abandoned": level.1}));
    if report.charted_beside_all().is_some() {
        cell["chart"] = metric(&figures.chart);
    }
    cell["ivr"] = json!({"greeting": place(figures.greeting), "levels": levels.collect::<Vec<_>>()});
    if !figures.warnings.is_empty() {
        cell["warnings"] = json!(figures.warnings);
    }
    cell
}

fn contrast(contrast: &Contrast) -> Value {
    json!({"mean": number(Some(contrast.mean)), "half_width": number(contrast.half_width)})
}

fn effect_of(report: &SweepReport, effect: &Effect) -> Value {
    let mut value = json!({"path": report.sweep.axes[effect.axis].path, "per_step": contrast(&effect.mean)});
    value["least"] = number(Some(effect.range.0));
    value["most"] = number(Some(effect.range.1));
    value
}
