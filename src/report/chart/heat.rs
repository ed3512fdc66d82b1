//! The heat map: a quantity over two axes, the number in every cell; a third axis as small multiples on one scale.

use plotters::style::RGBColor;

use super::axis::Scale;
use super::canvas::{Canvas, Side, elided, times, width};
use super::frame::{Area, Frame, beside, name_of};
use super::labels::under;
use super::panels::Panels;
use super::style::{self, AXIS, INK, LABEL, MARGIN, MISSING, NONE, PAPER, Paper, SMALL, SOFT, TICK, ink_on, shade};
use super::{Grid, Point, lines, value};

/// What the legend on the right takes.
const LEGEND: i32 = 128;
/// What the values under a panel take.
const MARKS: i32 = 36;

/// A heat map of a grid; of a grid with one axis a line, because a row of colours says less.
pub fn heat(grid: &Grid, paper: Paper) -> String {
    if grid.axes.len() < 2 {
        return lines(grid, paper);
    }
    // Where there is little room, the numbers in the cells say what their colours mean.
    let without = Panels::new(grid.axes.get(2), 3, 0, paper);
    let says_numbers = Plot::new(grid, &without, paper).number.is_some();
    let legend = if paper == Paper::Phone && says_numbers { 0 } else { LEGEND };
    let panels = if legend == 0 { without } else { Panels::new(grid.axes.get(2), 3, legend, paper) };
    let plot = Plot::new(grid, &panels, paper);
    let frame = Frame {
        title: value::title(&grid.quantity),
        about: &grid.about,
        shows: format!("by {}", axes_named(grid)),
        intervals: plot.spreads && grid.points().any(|point| point.half_width.is_some()),
        notes: grid.quantity.estimator.iter().chain(&panels.note).cloned().collect(),
    };
    frame.around(paper, panels.height, |canvas| {
        panels.head(canvas, plot.indent);
        for (third, _, area) in &panels.each {
            plot.panel(canvas, *third, *area);
        }
        let (top, bottom) = (panels.each[0].2.top, panels.each[panels.each.len() - 1].2.bottom - MARKS);
        let upright = elided(&grid.axes[0].label, LABEL, bottom - top);
        canvas.upward(&upright, (MARGIN + 8, i32::midpoint(top, bottom)), LABEL, INK);
        let (left, right) = (MARGIN + plot.indent, paper.width() - MARGIN - legend);
        let across = elided(&grid.axes[1].label, LABEL, right - left);
        canvas.words(&across, (i32::midpoint(left, right), panels.height - 28), LABEL, INK, Side::Both);
        if legend > 0 {
            plot.legend(canvas, top, bottom.min(top + 520));
        }
    })
}

/// The names of a grid's axes in words: `menu depth and options per menu`.
pub(super) fn axes_named(grid: &Grid) -> String {
    let names: Vec<&str> = grid.axes.iter().map(|axis| name_of(&axis.label)).collect();
    match names.as_slice() {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// What all panels of a heat map have in common.
struct Plot<'a> {
    grid: &'a Grid,
    paper: Paper,
    /// From the least to the greatest value, and where they stand on the legend.
    values: (f64, f64),
    /// Where a panel's cells begin: the axis' name and the rows' values are on their left.
    indent: i32,
    /// The size of a cell's number, where there is room for one.
    number: Option<i32>,
    /// Whether its half-width stands below it.
    spreads: bool,
    /// The most decimals of both.
    finest: usize,
}

impl<'a> Plot<'a> {
    fn new(grid: &'a Grid, panels: &Panels, paper: Paper) -> Self {
        let rows = grid.axes[0].values.iter().map(|value| width(&value.text, TICK)).max().unwrap_or(0);
        let indent = 44 + rows.min(longest(paper));
        let area = panels.each[0].2;
        let cell = (
            (area.right - area.left - indent) / times(grid.len(1).max(1)) - 4,
            (area.bottom - area.top - MARKS) / times(grid.len(0).max(1)) - 4,
        );
        let unit = grid.quantity.unit;
        let finest = value::finest(unit, grid.points().map(|point| point.mean.abs()).fold(0.0, f64::max));
        let widest =
            |size: i32| grid.points().map(|point| width(&value::figure_to(unit, point.mean, finest), size)).max();
        let spread =
            |size: i32| grid.points().filter_map(|p| spread(grid, p, finest)).map(|text| width(&text, size)).max();
        let fits = |size: i32, with: bool| {
            let small = beneath(size);
            let high = if with { size + small + 10 } else { size + 6 };
            let wide = widest(size).unwrap_or(0).max(if with { spread(small).unwrap_or(0) } else { 0 });
            wide <= cell.0 - 6 && high <= cell.1
        };
        let sizes = [28, 26, 24, 22, 20, 18, 16];
        let with = sizes.into_iter().find(|&size| size >= 18 && fits(size, true));
        let number = with.or_else(|| sizes.into_iter().find(|&size| fits(size, false)));
        Self { grid, paper, values: shades(grid), indent, number, spreads: with.is_some(), finest }
    }

    fn panel(&self, canvas: &Canvas, third: usize, area: Area) {
        // Left of the plots stands the upright name of their vertical axis.
        let limits = (area.left + 8 + LABEL, area.right);
        let area = Area { left: area.left + self.indent, bottom: area.bottom - MARKS, ..area };
        let (rows, columns) = (&self.grid.axes[0].values, &self.grid.axes[1].values);
        let edge = |from: i32, to: i32, count: usize, index: usize| {
            from + ((f64::from(to - from)) * index as f64 / count.max(1) as f64).round() as i32
        };
        let left = |column| edge(area.left, area.right, columns.len(), column);
        let top = |row| edge(area.top, area.bottom, rows.len(), row);
        let dense = left(1) - left(0) < 14 || top(1) - top(0) < 14;
        let gap = i32::from(!dense);
        for row in 0..rows.len() {
            for column in 0..columns.len() {
                let (from, to) = ((left(column) + gap, top(row) + gap), (left(column + 1) - gap, top(row + 1) - gap));
                match self.grid.cell([row, column, third]) {
                    Some(point) => self.cell(canvas, point, from, to),
                    None => missing(canvas, from, to),
                }
            }
        }
        canvas.outline((area.left, area.top), (area.right, area.bottom), AXIS);
        let mut lowest = i32::MIN;
        for (row, value) in rows.iter().enumerate() {
            let height = i32::midpoint(top(row), top(row + 1));
            if height >= lowest {
                beside(canvas, &value.text, area.left - 8, height, longest(self.paper));
                lowest = height + TICK + 4;
            }
        }
        let places: Vec<i32> = (0..columns.len()).map(|index| i32::midpoint(left(index), left(index + 1))).collect();
        let texts: Vec<String> = columns.iter().map(|value| value.text.clone()).collect();
        under(canvas, &texts, &places, area.bottom + 18, limits);
    }

    fn cell(&self, canvas: &Canvas, point: Point, from: (i32, i32), to: (i32, i32)) {
        let ground = self.shade(point.mean);
        canvas.rectangle(from, to, ground);
        let Some(size) = self.number else { return };
        let ink = ink_on(ground);
        let (x, y) = (i32::midpoint(from.0, to.0), i32::midpoint(from.1, to.1));
        let small = spread(self.grid, point, self.finest).filter(|_| self.spreads);
        let raised = if small.is_some() { beneath(size) * 5 / 8 } else { 0 };
        let text = value::figure_to(self.grid.quantity.unit, point.mean, self.finest);
        canvas.words(&text, (x, y - raised), size, ink, Side::Both);
        if let Some(small) = small {
            canvas.words(&small, (x, y + size * 5 / 8), beneath(size), ink, Side::Both);
        }
    }

    fn shade(&self, value: f64) -> RGBColor {
        shade(Scale { values: self.values, pixels: (0, 1) }.share(value))
    }

    /// The colours with their values, on the right.
    fn legend(&self, canvas: &Canvas, top: i32, bottom: i32) {
        let left = self.paper.width() - MARGIN - LEGEND + 24;
        let bottom = bottom - if self.grid.cells.iter().any(Option::is_none) { 56 } else { 0 };
        let scale = Scale { values: self.values, pixels: (bottom, top) };
        for step in 0..64 {
            let at = |step: i32| bottom + (top - bottom) * step / 64;
            canvas.rectangle((left, at(step + 1)), (left + 24, at(step)), shade((f64::from(step) + 0.5) / 64.0));
        }
        canvas.outline((left, top), (left + 24, bottom), AXIS);
        let marks = scale.marks(6);
        for (mark, text) in marks.iter().zip(value::marks(self.grid.quantity.unit, &marks)) {
            let height = scale.at(*mark);
            canvas.line(&[(left + 24, height), (left + 29, height)], AXIS, 1);
            let size = if width(&text, TICK) <= LEGEND - 58 { TICK } else { SMALL };
            let text = elided(&text, size, LEGEND - 58);
            canvas.words(&text, (left + 34, height), size, INK, Side::Right);
        }
        if self.grid.cells.iter().any(Option::is_none) {
            missing(canvas, (left, bottom + 30), (left + 24, bottom + 54));
            canvas.words(NONE, (left + 30, bottom + 42), SMALL, SOFT, Side::Right);
        }
    }
}

/// What a value of the rows takes at most.
fn longest(paper: Paper) -> i32 {
    paper.width() / 4
}

/// The half-width under a cell's number.
fn spread(grid: &Grid, point: Point, finest: usize) -> Option<String> {
    value::spread_to(grid.quantity.unit, point, finest).map(|text| format!("±{text}"))
}

/// The size of a half-width under a number of this size.
fn beneath(size: i32) -> i32 {
    (size * 2 / 3).max(14)
}

/// The values at both ends of the colours: from zero, unless all are so much alike that this would hide them.
fn shades(grid: &Grid) -> (f64, f64) {
    let values = || grid.points().map(|point| point.mean);
    let (low, high) = (values().fold(f64::INFINITY, f64::min), values().fold(f64::NEG_INFINITY, f64::max));
    match (low, high) {
        (low, high) if low > high => (0.0, value::one_shown(grid.quantity.unit)),
        (low, high) if low == high && high == 0.0 => (0.0, value::one_shown(grid.quantity.unit)),
        (low, high) if low == high || (low > 0.0 && low < 0.5 * high) => (low.min(0.0), high.max(0.0)),
        ends => ends,
    }
}

/// A cell without a value: hatched, so that it is no shade of the scale.
fn missing(canvas: &Canvas, from: (i32, i32), to: (i32, i32)) {
    canvas.rectangle(from, to, MISSING);
    let (wide, high) = (to.0 - from.0, to.1 - from.1);
    for offset in (10..wide + high).step_by(12) {
        // From the left or lower edge to the upper or right edge.
        let start = (from.0 + (offset - high).max(0), from.1 + offset.min(high));
        let end = (from.0 + offset.min(wide), from.1 + (offset - wide).max(0));
        canvas.line(&[start, end], style::RULE, 2);
    }
    let size = [TICK, 18, SMALL].into_iter().find(|&size| width(NONE, size) <= wide - 8 && size + 8 <= high);
    if let Some(size) = size {
        let (x, y) = (i32::midpoint(from.0, to.0), i32::midpoint(from.1, to.1));
        let half = width(NONE, size) / 2 + 4;
        canvas.rectangle((x - half, y - size * 2 / 3), (x + half, y + size * 2 / 3), PAPER);
        canvas.words(NONE, (x, y), size, SOFT, Side::Both);
    }
}
