//! The fair comparison: shapes of menu with equally many destinations, a bar each, with its interval and its number.

use super::axis::{Scale, from_zero};
use super::canvas::{Side, elided, times, width};
use super::frame::{Frame, TOP};
use super::labels::{selected, some_of, under};
use super::style::{AXIS, BAR, INK, LABEL, MARGIN, MOST_LINES, NONE, Paper, RULE, SOFT, TICK};
use super::{Shapes, value};
use crate::report::number;

/// The most shapes that are shown.
const MOST: usize = 3 * MOST_LINES;

/// Horizontal bars from zero, in the order of the cases.
pub fn shapes(shapes: &Shapes, paper: Paper) -> String {
    let shown = selected(shapes.cases.len(), MOST);
    let cases: Vec<_> = shown.iter().map(|&case| &shapes.cases[case]).collect();
    let unit = shapes.quantity.unit;
    let points = || cases.iter().filter_map(|case| case.1).filter(|point| point.mean.is_finite());
    let spread = |point: super::Point| point.half_width.filter(|width| width.is_finite()).unwrap_or(0.0);
    let frame = Frame {
        title: value::title(&shapes.quantity),
        about: &shapes.about,
        shows: format!("menus that all reach {} destinations", number::count(shapes.destinations as f64)),
        intervals: points().any(|point| point.half_width.is_some()),
        notes: shapes
            .quantity
            .estimator
            .iter()
            .cloned()
            .chain(some_of(shown.len(), shapes.cases.len(), "shapes"))
            .collect(),
    };
    // On a telephone the names stand above the bars, not beside them.
    let above = if paper == Paper::Phone { 30 } else { 0 };
    let bar = above
        + match cases.len() {
            0..=5 => 96,
            6..=8 => 64,
            _ => 44,
        };
    let height = (TOP + bar * times(cases.len().max(1)) + 56).max(420);
    frame.around(paper, height, |canvas| {
        let names = cases.iter().map(|case| width(&case.0, LABEL)).max().unwrap_or(0).min(380);
        let number = |point| value::with_spread(unit, point);
        let numbers = points().map(|point| width(&number(point), LABEL)).max().unwrap_or(100).min(330);
        let left = if above > 0 { MARGIN } else { MARGIN + names + 14 };
        let right = paper.width() - MARGIN - numbers - 14;
        let ends = points().map(|point| point.mean + spread(point));
        let values = from_zero(ends, value::one_shown(unit));
        let scale = Scale { values, pixels: (left, right) };
        let bottom = TOP + bar * times(cases.len());
        let marks = scale.marks(6);
        let places: Vec<i32> = marks.iter().map(|&mark| scale.at(mark)).collect();
        for &x in &places {
            canvas.line(&[(x, TOP), (x, bottom)], RULE, 1);
        }
        under(canvas, &value::marks(unit, &marks), &places, bottom + 22, (MARGIN, paper.width() - MARGIN));
        for (case, index) in cases.iter().zip(0..) {
            let (middle, half) = (TOP + index * bar + i32::midpoint(bar, above), (bar - above) / 3);
            if above > 0 {
                let name = elided(&case.0, LABEL, paper.width() - 2 * MARGIN);
                canvas.words(&name, (left + 8, middle - half - 16), LABEL, INK, Side::Right);
            } else {
                canvas.words(&elided(&case.0, LABEL, names), (left - 12, middle), LABEL, INK, Side::Left);
            }
            let Some(point) = case.1.filter(|point| point.mean.is_finite()) else {
                canvas.words(NONE, (left + 10, middle), TICK, SOFT, Side::Right);
                continue;
            };
            canvas.rectangle((left, middle - half), (scale.at(point.mean), middle + half), BAR);
            let (low, high) = (scale.at(point.mean - spread(point)), scale.at(point.mean + spread(point)));
            if point.half_width.is_some() {
                for (width, color) in [(6, super::style::PAPER), (2, INK)] {
                    canvas.line(&[(low, middle), (high, middle)], color, width);
                }
                for x in [low, high] {
                    canvas.line(&[(x, middle - 9), (x, middle + 9)], INK, 2);
                }
            }
            let text = elided(&number(point), LABEL, numbers);
            canvas.words(&text, (high.max(scale.at(point.mean)) + 12, middle), LABEL, INK, Side::Right);
        }
        let ground = scale.at(0.0);
        canvas.line(&[(ground, TOP - 4), (ground, bottom)], AXIS, 2);
    })
}
