//! Charts, drawn from plain data: what a sweep found, as pictures for a page or a slide.
//!
//! One file per kind of chart, each a function from its data to the text of an SVG picture; [`png()`] makes the same
//! picture of pixels. All of them share one look (`style.rs`), one way to draw (`canvas.rs`) and one frame of title,
//! subtitle and axes (`frame.rs`, `axis.rs`). Pictures depend on nothing but the data: no system font, no clock.

mod axis;
mod canvas;
mod differences;
mod frame;
mod funnel;
mod heat;
mod labels;
mod lines;
mod numbers;
mod panels;
mod png;
mod shapes;
mod style;
mod value;

pub(super) use canvas::escaped;
pub use differences::differences;
pub(super) use frame::name_of;
pub use funnel::funnel;
pub use heat::heat;
pub use lines::lines;
pub use png::{NotDrawable, PNG_SCALE, png};
pub use shapes::shapes;
pub use style::Paper;
pub(super) use value::{change, in_table, of_what, over, with_spread, with_unit};

use crate::measure::metric::Unit;

/// What stands under every chart's title: the experiment that it is of.
#[derive(Debug, Clone, PartialEq)]
pub struct About {
    /// The scenario's name.
    pub scenario: String,
    /// The seed of all random numbers.
    pub seed: u64,
    /// How often each cell was lived, in words: `400 replications`.
    pub replications: String,
    /// The confidence level of every interval, in (0, 1): 0.95.
    pub confidence: f64,
}

/// What was measured.
#[derive(Debug, Clone, PartialEq)]
pub struct Quantity {
    /// The metric's name in results: `ivr_abandonment`.
    pub name: String,
    /// The metric's name for people: `IVR abandonment`.
    pub label: String,
    /// What it is measured in.
    pub unit: Unit,
    /// What it is a share, or a mean, of: `calls that entered the IVR`.
    pub of: String,
    /// How it was estimated, where that is not by counting: `conditional Monte Carlo`.
    pub estimator: Option<String>,
}

/// A value with its interval, in the quantity's own unit (a share in [0, 1], seconds).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// The estimate.
    pub mean: f64,
    /// Half the width of its interval. `None` where none can be given.
    pub half_width: Option<f64>,
}

/// One value of the scenario that was varied.
#[derive(Debug, Clone, PartialEq)]
pub struct Axis {
    /// Its path in the scenario file: `ivr.balanced.depth`.
    pub path: String,
    /// What it is, with its unit: `menu depth (levels)`.
    pub label: String,
    /// The values it was given, in the order in which they are shown.
    pub values: Vec<AxisValue>,
}

/// One value of an axis.
#[derive(Debug, Clone, PartialEq)]
pub struct AxisValue {
    /// As it is written: `3`, `4s`, `exponential`.
    pub text: String,
    /// The same as a number, where it is one. With numbers that rise or fall throughout, the axis is drawn to scale.
    pub number: Option<f64>,
}

/// A quantity over one, two or three axes.
#[derive(Debug, Clone, PartialEq)]
pub struct Grid {
    /// The experiment.
    pub about: About,
    /// What was measured in each cell.
    pub quantity: Quantity,
    /// What was varied, one to three axes. With two, the first is a heat map's rows and the lines of a line chart, the
    /// second its columns and the horizontal axis. The third makes small multiples, one per value.
    pub axes: Vec<Axis>,
    /// Row by row, the last axis fastest. `None` where a cell was not run, or nothing was counted in it.
    pub cells: Vec<Option<Point>>,
}

/// How many callers are left after each level of the IVR, for one or more shapes of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Funnel {
    /// The experiment.
    pub about: About,
    /// What the shares are of: `calls that entered the IVR`.
    pub of: String,
    /// What "left" means, in a few words, where that is not plain: `hang-ups alone, nobody is sent on before the last level`.
    pub note: Option<String>,
    /// One per shape of the IVR.
    pub cases: Vec<FunnelCase>,
}

/// One shape of the IVR and who is left in it.
#[derive(Debug, Clone, PartialEq)]
pub struct FunnelCase {
    /// Its name: `3 levels x 4 options`.
    pub label: String,
    /// The share of callers still there, in [0, 1]: on entering, after the greeting, after level 1, after level 2 and so on.
    pub left: Vec<f64>,
}

/// What differs between two scenarios, a panel for each unit.
#[derive(Debug, Clone, PartialEq)]
pub struct Differences {
    /// The experiment.
    pub about: About,
    /// The metrics by their unit.
    pub panels: Vec<Panel>,
}

/// Differences of one unit, which share a scale.
#[derive(Debug, Clone, PartialEq)]
pub struct Panel {
    /// What they are, with their unit: `shares, in points`.
    pub label: String,
    /// What they are measured in.
    pub unit: Unit,
    /// One for each metric.
    pub rows: Vec<Difference>,
}

/// How much a metric differs.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// The metric: `IVR abandonment`.
    pub label: String,
    /// The difference with its interval, in the metric's own unit.
    pub point: Point,
    /// The same as people read it: `+0.74 ± 0.08 points`.
    pub text: String,
    /// What it means: `worse`.
    pub word: String,
    /// Whether it is no noise.
    pub seen: bool,
}

/// The fair comparison: shapes of menu that lead to equally many destinations.
#[derive(Debug, Clone, PartialEq)]
pub struct Shapes {
    /// The experiment.
    pub about: About,
    /// What was measured for each shape.
    pub quantity: Quantity,
    /// How many destinations each of them reaches.
    pub destinations: u64,
    /// Name (`3 levels x 4 options`) and value of each shape. `None` where it was not run.
    pub cases: Vec<(String, Option<Point>)>,
}

impl Grid {
    /// How many values an axis has; 1 where there is no such axis.
    fn len(&self, axis: usize) -> usize {
        self.axes.get(axis).map_or(1, |axis| axis.values.len())
    }

    /// The cell at these places on the three axes.
    pub(super) fn cell(&self, places: [usize; 3]) -> Option<Point> {
        let index = places[0] * self.len(1) * self.len(2) + places[1] * self.len(2) + places[2];
        self.cells.get(index).copied().flatten().filter(|point| point.mean.is_finite())
    }

    /// Every cell that was run.
    fn points(&self) -> impl Iterator<Item = Point> + '_ {
        self.cells.iter().flatten().copied().filter(|point| point.mean.is_finite())
    }

    /// The places of every cell, in the order of `cells`.
    pub(super) fn places(&self) -> impl Iterator<Item = ([usize; 3], Option<Point>)> + '_ {
        let (second, third) = (self.len(1).max(1), self.len(2).max(1));
        let place = move |index: usize| [index / (second * third), index / third % second, index % third];
        (0..self.len(0) * self.len(1) * self.len(2)).map(move |index| (place(index), self.cell(place(index))))
    }
}
