//! Where the numbers of a line's points stand, so that they hide neither the line nor each other.

use super::canvas::Place;

/// Half the height of a number.
const HALF: i32 = 11;
/// From a point to the middle of a number straight above or below it.
const AWAY: i32 = 20;

/// A point of a line: how far to the right it stands, and the heights of its interval's upper end, itself and the lower end.
pub(super) type Stand = (i32, [i32; 3]);

/// A part of the paper: left, top, right, bottom.
pub(super) type Limits = [i32; 4];

/// Where the numbers of these points have their middle, given how wide each is; `None` where there is no room. They stay
/// within the limits. The points stand from left to right.
pub(super) fn places(points: &[Stand], widths: &[i32], limits: Limits) -> Vec<Option<Place>> {
    let mut taken: Vec<Limits> = Vec::new();
    let number = |(&(x, [high, y, low]), &width): (&Stand, &i32)| {
        let half = width / 2;
        let (aside, beside) = (half - 4, half + 16);
        let wanted = [
            (x, high - AWAY),
            (x - aside, high - AWAY + 4),
            (x - beside, y - HALF + 3),
            (x + aside, low + AWAY - 4),
            (x + beside, y + HALF - 3),
            (x + aside, high - AWAY + 4),
            (x + beside, y - HALF + 3),
            (x, low + AWAY),
            (x - aside, low + AWAY - 4),
        ];
        let place = wanted.into_iter().find(|&(x, y)| {
            let own = [x - half, y - HALF, x + half, y + HALF];
            let inside = own[0] >= limits[0] && own[1] >= limits[1] && own[2] <= limits[2] && own[3] <= limits[3];
            inside && taken.iter().all(|other| apart(own, *other)) && !touched(points, own)
        })?;
        taken.push([place.0 - half - 8, place.1 - HALF, place.0 + half + 8, place.1 + HALF]);
        Some(place)
    };
    points.iter().zip(widths).map(number).collect()
}

fn apart(a: Limits, b: Limits) -> bool {
    a[2] <= b[0] || b[2] <= a[0] || a[3] <= b[1] || b[3] <= a[1]
}

/// Whether the line with its interval and markers passes through a part of the paper.
fn touched(points: &[Stand], part: Limits) -> bool {
    let marked = |&(x, [_, y, _]): &Stand| !apart(part, [x - 8, y - 8, x + 8, y + 8]);
    let crossed = |pair: &[Stand]| {
        let (&(from, start), &(to, end)) = (&pair[0], &pair[1]);
        let (left, right) = (part[0].max(from), part[2].min(to));
        let at = |x: i32, end_of: usize| {
            let way = f64::from(x - from) / f64::from((to - from).max(1));
            f64::from(start[end_of]) + way * f64::from(end[end_of] - start[end_of])
        };
        // Both edges of the interval are straight: a part between them, or across one, shows at its left or right side.
        left <= right
            && at(left, 0).min(at(right, 0)) - 2.0 < f64::from(part[3])
            && at(left, 2).max(at(right, 2)) + 2.0 > f64::from(part[1])
    };
    points.iter().any(marked) || points.windows(2).any(crossed)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAPER: Limits = [0, 0, 1000, 500];

    fn points(heights: &[i32]) -> Vec<Stand> {
        heights.iter().zip(1..).map(|(&y, index)| (100 * index, [y - 3, y, y + 3])).collect()
    }

    #[test]
    fn numbers_stand_above_beside_or_below_whatever_the_line_does() {
        for heights in [
            [300; 5],
            [450, 350, 250, 150, 50],
            [50, 150, 250, 350, 450],
            [450, 320, 200, 120, 90],
            [400, 100, 400, 100, 400],
        ] {
            let points = points(&heights);
            let places = places(&points, &[80; 5], PAPER);
            for (index, place) in places.iter().enumerate() {
                let (x, y) = place.unwrap_or_else(|| panic!("{heights:?}: no room for number {index}"));
                assert!(!touched(&points, [x - 40, y - HALF, x + 40, y + HALF]), "{heights:?}: {index}");
            }
        }
        assert_eq!(places(&points(&[300; 3]), &[80; 3], PAPER)[0], Some((100, 277)));
    }

    #[test]
    fn numbers_without_room_are_left_out() {
        let points: Vec<Stand> = (0..50).map(|index| (100 + 4 * index, [250; 3])).collect();
        let places = places(&points, &[80; 50], PAPER);
        let shown: Vec<Place> = places.into_iter().flatten().collect();
        assert!((2..=8).contains(&shown.len()), "{shown:?}");
        assert!(self::places(&[(10, [250; 3])], &[2000], PAPER)[0].is_none());
    }
}
