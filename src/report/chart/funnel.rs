//! The funnel: how many callers are still there after each level, a panel for each shape of the IVR.

use super::canvas::{Canvas, Side, elided, times, width};
use super::frame::{Area, Frame, TOP};
use super::labels::{selected, some_of};
use super::panels::MOST_PANELS;
use super::style::{AXIS, BAR, INK, LABEL, LOST, MARGIN, PAPER, Paper, SMALL, SOFT, TICK};
use super::{Funnel, FunnelCase, value};
use crate::measure::metric::Unit;

/// The most levels of one case that are shown.
const MOST_ROWS: usize = 14;
/// Between two panels.
const GUTTER: i32 = 32;
/// A panel's heading.
const HEADING: i32 = 40;
/// The size of the stages' names and of what they lose.
const NAME: i32 = SMALL + 2;

/// Horizontal bars of who is left, the number in each, and at their ends what the stage has lost.
pub fn funnel(funnel: &Funnel, paper: Paper) -> String {
    let shown = selected(funnel.cases.len(), MOST_PANELS);
    let cases: Vec<&FunnelCase> = shown.iter().map(|&case| &funnel.cases[case]).collect();
    let columns = paper.abreast(match cases.len() {
        0 | 1 => 1,
        2 | 4 => 2,
        _ => 3,
    });
    let longest = cases.iter().map(|case| case.left.len()).max().unwrap_or(0);
    let bar = match longest {
        0..=4 if cases.len() <= 3 => 64,
        0..=7 if cases.len() <= 3 => 52,
        _ => 36,
    };
    let rows: Vec<&[&FunnelCase]> = cases.chunks(columns).collect();
    let high = |row: &[&FunnelCase]| {
        let longest = row.iter().map(|case| case.left.len().min(MOST_ROWS)).max().unwrap_or(0);
        HEADING + bar * times(longest) + 24
    };
    let frame = Frame {
        title: format!("Callers left after each level, % of {}", funnel.of),
        about: &funnel.about,
        shows: "who has not hung up in the IVR when each part is over".into(),
        intervals: false,
        notes: funnel.note.iter().cloned().chain(some_of(cases.len(), funnel.cases.len(), "shapes")).collect(),
    };
    let bottom = TOP + rows.iter().map(|row| high(row)).sum::<i32>();
    frame.around(paper, bottom + 52, |canvas| {
        let wide = (paper.width() - 2 * MARGIN + GUTTER) / times(columns);
        let mut top = TOP;
        for row in rows {
            for (case, column) in row.iter().zip(0..) {
                let left = MARGIN + column * wide;
                panel(canvas, case, Area { left, top, right: left + wide - GUTTER, bottom: top + high(row) }, bar);
            }
            top += high(row);
        }
        let height = bottom + 20;
        canvas.rectangle((MARGIN, height - 8), (MARGIN + 28, height + 8), BAR);
        canvas.words("left", (MARGIN + 38, height), TICK, SOFT, Side::Right);
        let left = MARGIN + 38 + width("left", TICK) + 36;
        lost(canvas, (left, height - 8), (left + 28, height + 8));
        canvas.words("hung up in this part", (left + 38, height), TICK, SOFT, Side::Right);
    })
}

/// One shape of the IVR: its name, and a bar for each stage.
fn panel(canvas: &Canvas, case: &FunnelCase, area: Area, bar: i32) {
    let name = elided(&case.label, LABEL, area.right - area.left);
    canvas.words(&name, (area.left, area.top + HEADING / 2), LABEL, INK, Side::Right);
    let stages = selected(case.left.len(), MOST_ROWS);
    let names = stages.iter().map(|&stage| width(&stage_named(stage), NAME)).max().unwrap_or(0) + 12;
    let (from, top) = (area.left + names, area.top + HEADING);
    let losses = width("−99.9", NAME) + 10;
    let long = f64::from(area.right - from - losses);
    let share_of = |stage: usize| if case.left[stage].is_finite() { case.left[stage].clamp(0.0, 1.0) } else { 0.0 };
    let at = |share: f64| from + (share * long).round() as i32;
    for (&stage, row) in stages.iter().zip(0..) {
        let (middle, half) = (top + row * bar + bar / 2, bar * 2 / 5);
        let share = share_of(stage);
        let before = stage.checked_sub(1).map_or(share, share_of).max(share);
        let (here, end) = (at(share), at(before));
        canvas.words(&stage_named(stage), (from - 10, middle), NAME, INK, Side::Left);
        canvas.rectangle((from, middle - half), (here, middle + half), BAR);
        if end > here {
            lost(canvas, (here, middle - half), (end, middle + half));
        }
        let text = value::with_unit(Unit::Share, share);
        let inside = width(&text, TICK) + 12 <= here - from;
        let (place, ink, side) = if inside { (here - 8, PAPER, Side::Left) } else { (end + 8, INK, Side::Right) };
        canvas.words(&text, (place, middle), TICK, ink, side);
        let loss = format!("−{}", value::figure(Unit::Share, before - share));
        let after = if inside { end + 8 } else { end + 16 + width(&text, TICK) };
        if before > share && after + width(&loss, NAME) <= area.right {
            canvas.words(&loss, (after, middle), NAME, SOFT, Side::Right);
        }
    }
    canvas.line(&[(from, top), (from, top + times(stages.len()) * bar)], AXIS, 2);
}

/// What a stage has lost: hatched, so that it is not told by its colour.
fn lost(canvas: &Canvas, from: (i32, i32), to: (i32, i32)) {
    canvas.rectangle(from, to, LOST);
    for x in (from.0 + 3..to.0).step_by(6) {
        canvas.line(&[(x, from.1), (x, to.1)], BAR, 1);
    }
}

fn stage_named(stage: usize) -> String {
    match stage {
        0 => "entered".into(),
        1 => "greeting".into(),
        stage => format!("level {}", stage - 1),
    }
}
