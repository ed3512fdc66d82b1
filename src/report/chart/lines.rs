//! Lines: a quantity against one axis, a line with its interval for each value of another, a third as small multiples.

use super::axis::{Scale, from_zero, spaced};
use super::canvas::{Canvas, Place, Side, elided, width};
use super::frame::{Area, Frame, name_of, rules};
use super::heat::axes_named;
use super::labels::{apart, selected, some_of, under};
use super::panels::Panels;
use super::style::{AXIS, INK, LABEL, MARGIN, MOST_LINES, Paper, SOFT, TICK, line};
use super::{Axis, Grid, Point, numbers, value};

/// What the values under a panel take.
const MARKS: i32 = 36;
/// How far the outermost points stand inside the plot.
const INSET: i32 = 30;

/// A line chart of a grid, from zero. Of two or three axes the second is horizontal and the first makes the lines; one
/// axis alone is horizontal and has its numbers written at the line.
pub fn lines(grid: &Grid, paper: Paper) -> String {
    let plot = Plot::new(grid, paper);
    let panels = Panels::new(grid.axes.get(2), 2, 0, paper);
    let points = grid.points().filter(|point| point.half_width.is_some()).count();
    let mut notes: Vec<String> = grid.quantity.estimator.iter().chain(&panels.note).cloned().collect();
    if let Some(axis) = plot.lines {
        if grid.axes.len() > 2 {
            notes.push(format!("lines: {}", axis.label));
        }
        notes.extend(some_of(plot.shown.len(), axis.values.len(), name_of(&axis.label)));
    }
    let frame = Frame {
        title: value::title(&grid.quantity),
        about: &grid.about,
        shows: format!("by {}", axes_named(grid)),
        intervals: points > 0,
        notes,
    };
    frame.around(paper, panels.height, |canvas| {
        panels.head(canvas, plot.margins.0);
        for (third, _, area) in &panels.each {
            plot.panel(canvas, *third, *area);
        }
        if let Some(axis) = plot.across {
            let (left, right) = (MARGIN + plot.margins.0, paper.width() - MARGIN - plot.margins.1);
            let label = elided(&axis.label, LABEL, right - left);
            canvas.words(&label, (i32::midpoint(left, right), panels.height - 28), LABEL, INK, Side::Both);
        }
    })
}

/// What all panels of a line chart have in common.
struct Plot<'a> {
    grid: &'a Grid,
    paper: Paper,
    /// The axis that makes the lines, where there are two.
    lines: Option<&'a Axis>,
    /// The horizontal axis.
    across: Option<&'a Axis>,
    /// Where the values of the horizontal axis stand, as shares of its length.
    spaced: Vec<f64>,
    /// The lines that are shown.
    shown: Vec<usize>,
    /// The vertical axis' values.
    values: (f64, f64),
    /// What the vertical axis' marks take on the left, and the labels on the right.
    margins: (i32, i32),
}

impl<'a> Plot<'a> {
    fn new(grid: &'a Grid, paper: Paper) -> Self {
        let unit = grid.quantity.unit;
        let (lines, across) = match grid.axes.as_slice() {
            [lines, across, ..] => (Some(lines), Some(across)),
            one => (None, one.first()),
        };
        let shown = lines.map_or_else(|| vec![0], |axis| selected(axis.values.len(), MOST_LINES));
        let ends = grid.points().flat_map(|point| <[f64; 2]>::from(interval(point)));
        let values = from_zero(ends, value::one_shown(unit));
        let marks = value::marks(unit, &Scale { values, pixels: (0, 1) }.marks(6));
        let left = marks.iter().map(|text| width(text, TICK)).max().unwrap_or(0) + 14;
        let labels = lines.map_or(0, |axis| {
            let widest = shown.iter().map(|&index| width(&axis.values[index].text, TICK)).max();
            60 + widest.unwrap_or(0).clamp(30, paper.width() / 4)
        });
        Self {
            grid,
            paper,
            lines,
            across,
            spaced: across.map(spaced).unwrap_or_default(),
            shown,
            values,
            margins: (left.min(180), labels.max(16)),
        }
    }

    /// The cell of a line at a place of the horizontal axis.
    fn at(&self, line: usize, place: usize, third: usize) -> Option<Point> {
        self.grid.cell(if self.lines.is_some() { [line, place, third] } else { [place, 0, 0] })
    }

    fn panel(&self, canvas: &Canvas, third: usize, area: Area) {
        let limits = (area.left, area.right);
        let unit = self.grid.quantity.unit;
        let area = Area {
            left: area.left + self.margins.0,
            top: area.top + if self.lines.is_some() && self.grid.axes.len() == 2 { 30 } else { 8 },
            right: area.right - self.margins.1,
            bottom: area.bottom - MARKS,
        };
        let scale = Scale { values: self.values, pixels: (area.bottom, area.top) };
        let marks = scale.marks(6);
        rules(canvas, area, scale, &marks, &value::marks(unit, &marks));
        let long = f64::from(area.right - area.left - 2 * INSET);
        let places: Vec<i32> =
            self.spaced.iter().map(|share| area.left + INSET + (share * long).round() as i32).collect();
        if let Some(across) = self.across {
            let texts: Vec<String> = across.values.iter().map(|value| value.text.clone()).collect();
            under(canvas, &texts, &places, area.bottom + 18, limits);
            for &place in &places {
                canvas.line(&[(place, area.bottom), (place, area.bottom + 5)], AXIS, 1);
            }
        }
        let runs: Vec<Vec<Vec<(i32, Point)>>> =
            self.shown.iter().map(|&line| self.runs(line, third, &places)).collect();
        for (number, runs) in runs.iter().enumerate() {
            for run in runs {
                band(canvas, run, scale, number);
            }
        }
        for (number, runs) in runs.iter().enumerate() {
            for run in runs {
                stroke(canvas, run, scale, number);
            }
        }
        if self.lines.is_some() {
            self.name_lines(canvas, &runs, scale, area);
        } else {
            self.number_points(canvas, &runs[0], scale, area);
        }
    }

    /// The points of a line, in pieces between cells that have no value.
    fn runs(&self, line: usize, third: usize, places: &[i32]) -> Vec<Vec<(i32, Point)>> {
        let mut runs = vec![Vec::new()];
        for (index, &place) in places.iter().enumerate() {
            match self.at(line, index, third) {
                Some(point) => runs.last_mut().into_iter().for_each(|run| run.push((place, point))),
                None => runs.push(Vec::new()),
            }
        }
        runs.retain(|run| !run.is_empty());
        runs
    }

    /// The value of the other axis at the end of every line, with the axis' name above.
    fn name_lines(&self, canvas: &Canvas, runs: &[Vec<Vec<(i32, Point)>>], scale: Scale, area: Area) {
        let Some(axis) = self.lines else { return };
        let mut ends: Vec<(i32, Place, usize)> = Vec::new();
        for (number, runs) in runs.iter().enumerate() {
            if let Some(&(x, point)) = runs.last().and_then(|run| run.last()) {
                let height = scale.at(point.mean);
                ends.push((height, (x, height), number));
            }
        }
        ends.sort_by_key(|&(height, _, number)| (height, number));
        let wanted: Vec<i32> = ends.iter().map(|end| end.0).collect();
        let heights = apart(&wanted, TICK + 4, (area.top, area.bottom));
        let left = area.right + 22;
        for (&(_, end, number), &height) in ends.iter().zip(&heights) {
            canvas.line(&[(end.0 + 9, end.1), (area.right - 2, end.1), (left - 6, height)], AXIS, 1);
            let room = area.right + self.margins.1 - left - 24;
            marker(canvas, (left + 6, height), number);
            let text = elided(&axis.values[self.shown[number]].text, TICK, room);
            canvas.words(&text, (left + 22, height), TICK, INK, Side::Right);
        }
        // In small multiples there is no room for it; the subtitle names the axes.
        if self.grid.axes.len() == 2 {
            let label = elided(&axis.label, TICK, self.paper.width() / 2);
            canvas.words(&label, (area.right + self.margins.1, area.top - 22), TICK, SOFT, Side::Left);
        }
    }

    /// Every value at its point, as far as there is room.
    fn number_points(&self, canvas: &Canvas, runs: &[Vec<(i32, Point)>], scale: Scale, area: Area) {
        let limits = [area.left + 2, area.top - 24, self.paper.width() - MARGIN, area.bottom - 2];
        let points: Vec<(i32, Point)> = runs.iter().flatten().copied().collect();
        let texts: Vec<String> =
            points.iter().map(|(_, point)| value::with_unit(self.grid.quantity.unit, point.mean)).collect();
        let widths: Vec<i32> = texts.iter().map(|text| width(text, TICK)).collect();
        let stand = |&(x, point): &(i32, Point)| {
            let (low, high) = interval(point);
            (x, [high, point.mean, low].map(|value| scale.at(value)))
        };
        let stands: Vec<numbers::Stand> = points.iter().map(stand).collect();
        for (text, place) in texts.iter().zip(numbers::places(&stands, &widths, limits)) {
            if let Some(place) = place {
                canvas.words(text, place, TICK, INK, Side::Both);
            }
        }
    }
}

/// The ends of a point's interval; its mean twice where there is none.
fn interval(point: Point) -> (f64, f64) {
    let half_width = point.half_width.filter(|width| width.is_finite()).unwrap_or(0.0);
    let low = if point.mean >= 0.0 { (point.mean - half_width).max(0.0) } else { point.mean - half_width };
    (low, point.mean + half_width)
}

/// The interval of a line, as a band; of a single point, as a whisker.
fn band(canvas: &Canvas, run: &[(i32, Point)], scale: Scale, number: usize) {
    let ends = |side: fn((f64, f64)) -> f64| run.iter().map(move |&(x, point)| (x, scale.at(side(interval(point)))));
    if let [(x, point)] = run {
        let (low, high) = interval(*point);
        canvas.line(&[(*x, scale.at(low)), (*x, scale.at(high))], line(number), 2);
    } else {
        let around: Vec<Place> = ends(|ends| ends.0).chain(ends(|ends| ends.1).rev()).collect();
        canvas.polygon(&around, line(number), 0.22);
    }
}

/// A line with its markers, which are thinned out where they would touch.
fn stroke(canvas: &Canvas, run: &[(i32, Point)], scale: Scale, number: usize) {
    let places: Vec<Place> = run.iter().map(|&(x, point)| (x, scale.at(point.mean))).collect();
    if places.len() > 1 {
        canvas.line(&places, line(number), 3);
    }
    let mut free = i32::MIN;
    for (index, &place) in places.iter().enumerate() {
        if place.0 >= free || index + 1 == places.len() {
            marker(canvas, place, number);
            free = place.0.saturating_add(22);
        }
    }
}

/// The mark of a line: another shape for each, so that colour is not needed.
pub(super) fn marker(canvas: &Canvas, (x, y): Place, number: usize) {
    let color = line(number);
    match number % MOST_LINES {
        0 => canvas.disc((x, y), 7, color),
        1 => canvas.rectangle((x - 6, y - 6), (x + 6, y + 6), color),
        2 => canvas.polygon(&[(x, y - 8), (x + 8, y + 6), (x - 8, y + 6)], color, 1.0),
        3 => canvas.polygon(&[(x, y - 9), (x + 9, y), (x, y + 9), (x - 9, y)], color, 1.0),
        4 => canvas.polygon(&[(x, y + 8), (x + 8, y - 6), (x - 8, y - 6)], color, 1.0),
        5 => {
            canvas.disc((x, y), 8, color);
            canvas.disc((x, y), 4, super::style::PAPER);
        }
        6 => {
            canvas.rectangle((x - 8, y - 2), (x + 8, y + 2), color);
            canvas.rectangle((x - 2, y - 8), (x + 2, y + 8), color);
        }
        _ => {
            canvas.line(&[(x - 6, y - 6), (x + 6, y + 6)], color, 3);
            canvas.line(&[(x - 6, y + 6), (x + 6, y - 6)], color, 3);
        }
    }
}
