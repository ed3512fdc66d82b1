//! Scales: where on the paper a value stands.

use super::Axis;

/// A straight scale from values to pixels. `from` may be more than `to`: heights run upward, pixels downward.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scale {
    /// The least and the greatest value.
    pub(super) values: (f64, f64),
    /// Where they stand.
    pub(super) pixels: (i32, i32),
}

impl Scale {
    /// The share of the way from the least value to the greatest, in [0, 1].
    pub(super) fn share(&self, value: f64) -> f64 {
        let (low, high) = self.values;
        if high > low { ((value - low) / (high - low)).clamp(0.0, 1.0) } else { 0.0 }
    }

    /// The pixel at which a value stands; beyond the ends it stands at the end.
    pub(super) fn at(&self, value: f64) -> i32 {
        let (from, to) = self.pixels;
        from + (self.share(value) * f64::from(to - from)).round() as i32
    }

    /// Round values inside the scale, at most this many and at least two where there is any width.
    pub(super) fn marks(&self, most: usize) -> Vec<f64> {
        let (low, high) = self.values;
        let width = high - low;
        if !(width > 0.0 && width.is_finite()) {
            return vec![low];
        }
        let rough = width / most.max(2) as f64;
        let power = 10_f64.powf(rough.log10().floor());
        let step = [1.0, 2.0, 2.5, 5.0, 10.0].map(|factor| factor * power).into_iter().find(|step| *step >= rough);
        let step = step.unwrap_or(10.0 * power);
        let (first, last) = ((low / step - 1e-9).ceil() as i64, (high / step + 1e-9).floor() as i64);
        (first..=last).map(|index| index as f64 * step).collect()
    }
}

/// The values from which a vertical axis runs and to which, so that all of these stand inside: from zero, and with air
/// above. Where there is nothing but zeros, to `least`.
pub(super) fn from_zero(values: impl Iterator<Item = f64>, least: f64) -> (f64, f64) {
    let finite = values.filter(|value| value.is_finite());
    let (low, high) = finite.fold((0.0_f64, 0.0_f64), |(low, high), value| (low.min(value), high.max(value)));
    if low == high { (0.0, least) } else { (1.04 * low, 1.04 * high) }
}

/// Where the values of an axis stand, as shares of its length: to scale where they are numbers that rise or fall
/// throughout (by their logarithms where these are spaced more evenly over at least a factor of eight), side by side
/// otherwise.
pub(super) fn spaced(axis: &Axis) -> Vec<f64> {
    let count = axis.values.len();
    let side_by_side = || (0..count).map(|index| (index as f64 + 0.5) / count as f64).collect();
    let numbers: Option<Vec<f64>> = axis.values.iter().map(|value| value.number.filter(|n| n.is_finite())).collect();
    let Some(numbers) = numbers.filter(|numbers| numbers.len() > 1) else {
        return side_by_side();
    };
    let rising = numbers.windows(2).all(|pair| pair[0] < pair[1]);
    let falling = numbers.windows(2).all(|pair| pair[0] > pair[1]);
    if !rising && !falling {
        return side_by_side();
    }
    let (first, last) = (numbers[0], numbers[count - 1]);
    let positive = first > 0.0 && last > 0.0;
    let places = if positive && first.max(last) >= 8.0 * first.min(last) {
        let logs: Vec<f64> = numbers.iter().map(|number| number.ln()).collect();
        if unevenness(&logs) < unevenness(&numbers) { logs } else { numbers }
    } else {
        numbers
    };
    let (first, last) = (places[0], places[count - 1]);
    places.iter().map(|place| (place - first) / (last - first)).collect()
}

/// The variance of the steps over the square of their mean.
fn unevenness(places: &[f64]) -> f64 {
    let count = (places.len() - 1) as f64;
    let mean = (places[places.len() - 1] - places[0]) / count;
    places.windows(2).map(|pair| ((pair[1] - pair[0]) / mean - 1.0).powi(2)).sum::<f64>() / count
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::chart::AxisValue;

    fn axis(numbers: &[f64]) -> Axis {
        let value = |&number: &f64| AxisValue { text: number.to_string(), number: Some(number) };
        Axis { path: String::new(), label: String::new(), values: numbers.iter().map(value).collect() }
    }

    #[test]
    fn values_stand_to_scale_by_logarithm_or_side_by_side() {
        assert_eq!(spaced(&axis(&[0.0, 1.0, 4.0])), [0.0, 0.25, 1.0]);
        let doubled = spaced(&axis(&[1.0, 2.0, 4.0, 8.0, 16.0]));
        for (place, meant) in doubled.iter().zip([0.0, 0.25, 0.5, 0.75, 1.0]) {
            assert!((place - meant).abs() < 1e-12, "{doubled:?}");
        }
        assert_eq!(spaced(&axis(&[1.0, 3.0, 5.0, 7.0, 9.0])), [0.0, 0.25, 0.5, 0.75, 1.0]);
        assert_eq!(spaced(&axis(&[1.0, 2.0, 5.0])), [0.0, 0.25, 1.0]);
        assert_eq!(spaced(&axis(&[9.0, 5.0, 1.0])), [0.0, 0.5, 1.0]);
        assert_eq!(spaced(&axis(&[3.0, 1.0])), [0.0, 1.0]);
        assert_eq!(spaced(&axis(&[1.0, 3.0, 2.0])), [1.0 / 6.0, 0.5, 5.0 / 6.0]);
        assert_eq!(spaced(&axis(&[7.0])), [0.5]);
        assert!(spaced(&axis(&[])).is_empty());
    }

    #[test]
    fn marks_are_round_and_inside() {
        let scale = |low, high| Scale { values: (low, high), pixels: (100, 0) };
        assert_eq!(scale(0.0, 26.4).marks(6), [0.0, 5.0, 10.0, 15.0, 20.0, 25.0]);
        assert_eq!(scale(3.0, 3.0).marks(6), [3.0]);
        assert_eq!(scale(0.0, 10.0).at(2.5), 75);
        assert_eq!(scale(0.0, 10.0).at(11.0), 0);
        assert_eq!(scale(0.0, 0.0).at(f64::NAN), 100);
    }
}
