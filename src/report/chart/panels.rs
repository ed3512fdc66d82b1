//! Small multiples: the same plot once for each value of a third axis, side by side on one scale.

use super::canvas::{Canvas, Side, elided, times};
use super::frame::{Area, TOP};
use super::labels::{selected, some_of};
use super::style::{INK, LABEL, MARGIN, Paper};
use super::{Axis, frame};

/// The most panels that one picture holds.
pub(super) const MOST_PANELS: usize = 9;
/// How high a panel is, with its heading and the values under it, where there are several.
const PANEL: i32 = 350;
/// Below the panels: the name of the horizontal axis.
pub(super) const FOOT: i32 = 44;
/// A panel's heading.
const HEADING: i32 = 40;

/// Which values of the third axis are shown, and where.
pub(super) struct Panels {
    /// The place on the third axis, the heading and the area (below the heading) of each.
    pub(super) each: Vec<(usize, String, Area)>,
    /// The height of the picture.
    pub(super) height: i32,
    /// What is left out, in words.
    pub(super) note: Option<String>,
}

impl Panels {
    /// One panel where there is no third axis; one per value, in at most three columns, where there is. `right` is
    /// what stays free on the right side.
    pub(super) fn new(third: Option<&Axis>, columns: usize, right: i32, paper: Paper) -> Self {
        let Some(axis) = third.filter(|axis| axis.values.len() > 1) else {
            let (right, bottom) = (paper.width() - MARGIN - right, paper.height() - FOOT);
            let area = Area { left: MARGIN, top: TOP, right, bottom };
            let heading = third.and_then(|axis| axis.values.first().map(|value| (axis, value)));
            let note = heading.map(|(axis, value)| format!("{}: {}", frame::name_of(&axis.label), value.text));
            return Self { each: vec![(0, String::new(), area)], height: paper.height(), note };
        };
        let shown = selected(axis.values.len(), MOST_PANELS);
        let columns = columns.min(shown.len()).min(if shown.len() <= 4 { 2 } else { 3 });
        let columns = times(paper.abreast(columns));
        let rows = (times(shown.len()) + columns - 1) / columns;
        let height = if rows == 1 { 560 } else { TOP + rows * PANEL + FOOT };
        let wide = (paper.width() - 2 * MARGIN - right) / columns;
        let high = (height - TOP - FOOT) / rows;
        let area = |index: i32| Area {
            left: MARGIN + index % columns * wide,
            top: TOP + index / columns * high + HEADING,
            right: MARGIN + (index % columns + 1) * wide - 16,
            bottom: TOP + (index / columns + 1) * high - 6,
        };
        let heading = |value: usize| format!("{}: {}", frame::name_of(&axis.label), axis.values[value].text);
        let note = some_of(shown.len(), axis.values.len(), frame::name_of(&axis.label));
        let each = shown.iter().zip(0..).map(|(&value, index)| (value, heading(value), area(index))).collect();
        Self { each, height, note }
    }

    /// The headings, each over its plot, which begins `indent` pixels into its area.
    pub(super) fn head(&self, canvas: &Canvas, indent: i32) {
        for (_, heading, area) in &self.each {
            let heading = elided(heading, LABEL, area.right - area.left - indent);
            canvas.words(&heading, (area.left + indent, area.top - HEADING / 2), LABEL, INK, Side::Right);
        }
    }
}
