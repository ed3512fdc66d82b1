//! What a sweep found, in two sentences made of its numbers.

use super::chart::{Grid, Point, change, name_of, over, with_spread};

/// From where to where the quantity goes, and what a step along each axis does to it on average.
pub(super) fn finding(grid: &Grid) -> String {
    let label = &grid.quantity.label;
    let unit = grid.quantity.unit;
    let run = || grid.places().filter_map(|(places, point)| point.map(|point| (places, point)));
    let by_mean = |a: &([usize; 3], Point), b: &([usize; 3], Point)| a.1.mean.total_cmp(&b.1.mean);
    let (Some(least), Some(most)) = (run().min_by(by_mean), run().max_by(by_mean)) else {
        return format!("{label} has no value in any cell.");
    };
    let value = |point| format!("{} {} {}", with_spread(unit, point), over(unit), grid.quantity.of);
    if least.1.mean == most.1.mean {
        return match run().count() {
            1 => format!("{label} is {} at {}.", value(least.1), place(grid, least.0)),
            _ => format!("{label} is {} in every cell.", value(least.1)),
        };
    }
    let range = format!(
        "{label} goes from {} at {} to {} at {}.",
        value(least.1),
        place(grid, least.0),
        with_spread(unit, most.1),
        place(grid, most.0)
    );
    let steps: Vec<String> = (0..grid.axes.len()).filter_map(|axis| step(grid, axis)).collect();
    if steps.is_empty() { range } else { format!("{range} On average {}.", steps.join(", and ")) }
}

/// A cell in words: `menu depth 5, options per menu 9`.
fn place(grid: &Grid, places: [usize; 3]) -> String {
    let named =
        grid.axes.iter().zip(places).map(|(axis, at)| format!("{} {}", name_of(&axis.label), axis.values[at].text));
    named.collect::<Vec<_>>().join(", ")
}

/// What a step along an axis of numbers changes, over all pairs of neighbours that were run.
fn step(grid: &Grid, axis: usize) -> Option<String> {
    let values = &grid.axes[axis].values;
    if values.len() < 2 || values.iter().any(|value| value.number.is_none()) {
        return None;
    }
    let neighbour = |(mut places, point): ([usize; 3], Option<Point>)| {
        places[axis] += 1;
        let next = if places[axis] < values.len() { grid.cell(places) } else { None };
        Some(next?.mean - point?.mean)
    };
    let changes: Vec<f64> = grid.places().filter_map(neighbour).collect();
    let mean = changes.iter().sum::<f64>() / changes.len() as f64;
    if !mean.is_finite() {
        return None;
    }
    let verb = if mean < 0.0 { "takes off" } else { "adds" };
    let size = change(grid.quantity.unit, mean.abs());
    Some(format!("a step of {} {verb} {size}", name_of(&grid.axes[axis].label)))
}
