//! Differences of two scenarios: a dot with its interval for each metric, beside the line of no difference.

use super::axis::Scale;
use super::canvas::{Canvas, Side, elided, times, width};
use super::frame::{Area, Frame, TOP};
use super::labels::under;
use super::style::{AXIS, BAR, INK, LABEL, MARGIN, Paper, RULE, SMALL, SOFT, TICK};
use super::{Difference, Differences, Panel, value};

/// The height of a row.
const ROW: i32 = 36;
/// What is added to it on a telephone, which has no room for names and numbers beside the dots: they stand above them.
const ABOVE: i32 = 30;
/// A panel's heading.
const HEADING: i32 = 44;
/// Below a panel's rows: the marks of its axis.
const FOOT: i32 = 56;
/// The most rows of one panel.
const MOST: usize = 24;
/// The room beside the dots for a metric's name, and for its number with its word; on a telephone for the word alone.
const NAMES: i32 = 270;
const NUMBERS: i32 = 460;
const WORDS: i32 = 150;

/// A panel for each unit, with a scale of its own; what is no noise is filled and dark, what may be is hollow and grey.
pub fn differences(differences: &Differences, paper: Paper) -> String {
    let panels: Vec<&Panel> = differences.panels.iter().filter(|panel| !panel.rows.is_empty()).collect();
    let above = if paper == Paper::Phone { ABOVE } else { 0 };
    let high = |panel: &Panel| HEADING + (ROW + above) * times(panel.rows.len().min(MOST)) + FOOT;
    let frame = Frame {
        title: "What the change changes: changed less base".into(),
        about: &differences.about,
        shows: "differences on the same callers".into(),
        intervals: true,
        notes: Vec::new(),
    };
    let height = TOP + panels.iter().map(|panel| high(panel)).sum::<i32>().max(120) + 12;
    frame.around(paper, height, |canvas| {
        if panels.is_empty() {
            canvas.words("nothing differs", (MARGIN, TOP + 40), LABEL, SOFT, Side::Right);
        }
        let mut top = TOP;
        for panel in panels {
            let bottom = top + high(panel);
            paint(canvas, panel, Area { left: MARGIN, top, right: paper.width() - MARGIN, bottom }, above);
            top = bottom;
        }
    })
}

fn paint(canvas: &Canvas, panel: &Panel, area: Area, above: i32) {
    let rows: Vec<&Difference> = panel.rows.iter().take(MOST).collect();
    let heading = elided(&panel.label, LABEL, area.right - area.left);
    canvas.words(&heading, (area.left, area.top + HEADING / 2), LABEL, INK, Side::Right);
    let (left, right) = match above {
        0 => (area.left + NAMES + 14, area.right - NUMBERS - 14),
        _ => (area.left + 8, area.right - WORDS - 14),
    };
    let finite = |value: f64| if value.is_finite() { value } else { 0.0 };
    let half = |row: &Difference| finite(row.point.half_width.unwrap_or(0.0));
    let reach = rows.iter().map(|row| finite(row.point.mean).abs() + half(row)).fold(0.0, f64::max);
    let reach = if reach > 0.0 { 1.05 * reach } else { value::one_shown(panel.unit) };
    let scale = Scale { values: (-reach, reach), pixels: (left, right) };
    let (first, last) = (area.top + HEADING, area.bottom - FOOT);
    let marks = scale.marks(4);
    let places: Vec<i32> = marks.iter().map(|&mark| scale.at(mark)).collect();
    let zero = scale.at(0.0);
    // Words above the dots are crossed by no line.
    let parts: Vec<(i32, i32)> = match above {
        0 => vec![(first, last)],
        _ => (1..=times(rows.len())).map(|row| first + row * (ROW + above)).map(|end| (end - ROW + 4, end)).collect(),
    };
    for (from, to) in parts {
        for &x in &places {
            canvas.line(&[(x, from), (x, to)], RULE, 1);
        }
        let beyond = if above == 0 { 4 } else { 0 };
        canvas.line(&[(zero, from - beyond), (zero, to + beyond)], AXIS, 2);
    }
    under(canvas, &value::marks(panel.unit, &marks), &places, last + 20, ((left - 60).max(area.left), right + 60));
    for (row, index) in rows.iter().zip(0..) {
        let middle = first + index * (ROW + above) + above + ROW / 2;
        let ink = if row.seen { INK } else { SOFT };
        if above == 0 {
            canvas.words(&elided(&row.label, TICK, NAMES), (left - 14, middle), TICK, ink, Side::Left);
        }
        let (mean, half) = (finite(row.point.mean), half(row));
        let (low, high) = (scale.at(mean - half), scale.at(mean + half));
        canvas.line(&[(low, middle), (high, middle)], ink, 2);
        for x in [low, high] {
            canvas.line(&[(x, middle - 6), (x, middle + 6)], ink, 2);
        }
        canvas.disc((scale.at(mean), middle), 6, if row.seen { BAR } else { SOFT });
        if !row.seen {
            canvas.disc((scale.at(mean), middle), 3, super::style::PAPER);
        }
        let mut room = WORDS;
        if above == 0 {
            // The number goes before the word, which the dot says too.
            let number = elided(&row.text, TICK, NUMBERS);
            room = NUMBERS - width(&number, TICK) - 12;
            canvas.words(&number, (right + 14, middle), TICK, ink, Side::Right);
        } else {
            let line = middle - ROW / 2 - above / 2 + 4;
            let number = elided(&row.text, TICK, (area.right - area.left) / 2);
            let name = elided(&row.label, TICK, area.right - area.left - width(&number, TICK) - 16);
            canvas.words(&name, (area.left, line), TICK, ink, Side::Right);
            canvas.words(&number, (area.right, line), TICK, ink, Side::Left);
        }
        canvas.words(&elided(&row.word, SMALL, room), (area.right, middle), SMALL, SOFT, Side::Left);
    }
}
