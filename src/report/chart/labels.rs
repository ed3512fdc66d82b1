//! Which words are shown where there is no room for all, and where they stand so that none hides another.

use super::canvas::{Canvas, Side, elided, times, width};
use super::style::{INK, TICK};

/// So many of `count` things, evenly spread, the first and the last among them.
pub(super) fn selected(count: usize, most: usize) -> Vec<usize> {
    match (count, most) {
        (0, _) | (_, 0) => Vec::new(),
        (count, most) if count <= most => (0..count).collect(),
        (_, 1) => vec![0],
        (count, most) => (0..most).map(|index| (index * (count - 1) + (most - 1) / 2) / (most - 1)).collect(),
    }
}

/// Says that only some are shown: `8 of 40 values of menu depth`.
pub(super) fn some_of(shown: usize, count: usize, what: &str) -> Option<String> {
    (shown < count).then(|| format!("{shown} of {count} values of {what} shown"))
}

/// Heights for labels that want to stand at `wanted` (from above to below), at least `gap` apart and within the limits
/// where there is room: each group that would collide is centred on where its members wanted to be.
pub(super) fn apart(wanted: &[i32], gap: i32, limits: (i32, i32)) -> Vec<i32> {
    // Isotonic regression of what is wanted, less the gaps, by pooling neighbours that are out of order.
    let mut pools: Vec<(f64, usize)> = Vec::new();
    for (index, &height) in wanted.iter().enumerate() {
        let mut pool = (f64::from(height - times(index) * gap), 1);
        while let Some(&(mean, count)) = pools.last() {
            if mean <= pool.0 {
                break;
            }
            pools.pop();
            let both = count + pool.1;
            pool = ((mean * count as f64 + pool.0 * pool.1 as f64) / both as f64, both);
        }
        pools.push(pool);
    }
    let lowest = limits.1 - times(wanted.len().saturating_sub(1)) * gap;
    let base = pools.iter().flat_map(|&(mean, count)| std::iter::repeat_n(mean.round() as i32, count));
    base.enumerate().map(|(index, height)| height.min(lowest).max(limits.0) + times(index) * gap).collect()
}

/// Words under a horizontal axis at these places: all of them, or every second, every third and so on from the first,
/// until none touches its neighbour. They stay within the limits, left and right.
pub(super) fn under(canvas: &Canvas, texts: &[String], places: &[i32], height: i32, limits: (i32, i32)) {
    let wide = limits.1 - limits.0;
    let closest = places.windows(2).map(|pair| (pair[1] - pair[0]).abs()).min().unwrap_or(wide);
    let room = (closest - 12).max(160).min(wide);
    let label = |(text, &place): (&String, &i32)| {
        let text = elided(text, TICK, room);
        let half = width(&text, TICK) / 2;
        (place.min(limits.1 - half).max(limits.0 + half), half + 5, text)
    };
    let labels: Vec<(i32, i32, String)> = texts.iter().zip(places).map(label).collect();
    let clear = |step: &usize| {
        let kept: Vec<_> = labels.iter().step_by(*step).collect();
        kept.windows(2).all(|pair| (pair[1].0 - pair[0].0).abs() >= pair[0].1 + pair[1].1)
    };
    let step = (1..labels.len()).find(clear).unwrap_or(labels.len().max(1));
    for (place, _, text) in labels.iter().step_by(step) {
        canvas.words(text, (*place, height), TICK, INK, Side::Both);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_selection_keeps_both_ends() {
        assert_eq!(selected(5, 8), [0, 1, 2, 3, 4]);
        assert_eq!(selected(40, 4), [0, 13, 26, 39]);
        assert_eq!(selected(9, 1), [0]);
        assert!(selected(0, 3).is_empty());
        assert_eq!(selected(40, 8).len(), 8);
    }

    #[test]
    fn labels_move_only_as_far_as_they_must() {
        assert_eq!(apart(&[10, 50, 90], 20, (0, 100)), [10, 50, 90]);
        assert_eq!(apart(&[50, 50], 20, (0, 100)), [40, 60]);
        assert_eq!(apart(&[99, 100], 20, (0, 100)), [80, 100]);
        assert_eq!(apart(&[0, 1, 2], 20, (0, 100)), [0, 20, 40]);
        assert!(apart(&[], 20, (0, 100)).is_empty());
    }
}
