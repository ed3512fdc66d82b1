//! Differences of ratios on the same callers: what another level costs, and not what other callers do.
//!
//! A ratio's replications are kept one by one. The difference of two ratios over the same replications has the variance of
//! the paired linearised residuals `D_i = Σ_k w_k (A_ki - r_k N_ki) / N̄_k` (delta method): what both have in common, the
//! callers, falls away.

use super::ratio::{Ratio, student_t};

/// A ratio's numerator and denominator, replication by replication (or batch by batch).
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Series(Vec<(f64, f64)>);

impl Series {
    /// Adds the next replication.
    pub fn push(&mut self, sums: (f64, f64)) {
        self.0.push(sums);
    }

    /// How many replications it has.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The half-width of its ratio, which is a share; see [`Ratio::half_width_of_share`].
    pub fn half_width_of_share(&self, confidence: f64) -> Option<f64> {
        let mut ratio = Ratio::default();
        self.0.iter().for_each(|&(a, b)| ratio.add(a, b));
        ratio.half_width_of_share(confidence)
    }

    /// Adds the replications of another behind its own.
    pub fn append(&mut self, other: &Self) {
        self.0.extend_from_slice(&other.0);
    }
}

/// A weighted sum of ratios with the half-width of its interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Contrast {
    /// The weighted sum of the pooled ratios.
    pub mean: f64,
    /// Its half-width; `None` with fewer than two replications, or where nothing varies.
    pub half_width: Option<f64>,
}

/// The sum of ratios of the same replications, each with its weight: `[(1, b), (-1, a)]` is the difference of two.
///
/// Where they have different numbers of replications, over those that all of them have. `None` where a denominator is 0.
pub fn contrast(parts: &[(f64, &Series)], confidence: f64) -> Option<Contrast> {
    let n = parts.iter().map(|(_, series)| series.0.len()).min()?;
    let mut mean = 0.0;
    let mut residuals = vec![0.0; n];
    for (weight, series) in parts {
        let (a, b) = series.0[..n].iter().fold((0.0, 0.0), |(a, b), sums| (a + sums.0, b + sums.1));
        if b <= 0.0 {
            return None;
        }
        let ratio = a / b;
        mean += weight * ratio;
        for (residual, (a, b_i)) in residuals.iter_mut().zip(&series.0) {
            *residual += weight * (a - ratio * b_i) / (b / n as f64);
        }
    }
    let squares: f64 = residuals.iter().map(|residual| residual * residual).sum();
    let error = (squares / (n as f64 - 1.0) / n as f64).sqrt();
    let varies = n >= 2 && error > 0.0;
    Some(Contrast { mean, half_width: varies.then(|| student_t(n as f64 - 1.0, confidence) * error) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn series(sums: &[(f64, f64)]) -> Series {
        Series(sums.to_vec())
    }

    #[test]
    fn of_one_ratio_alone_it_is_that_ratio() {
        let days = [(3.0, 10.0), (1.0, 8.0), (4.0, 12.0), (0.0, 9.0), (5.0, 11.0)];
        let mut ratio = Ratio::default();
        for (a, b) in days {
            ratio.add(a, b);
        }
        let alone = contrast(&[(1.0, &series(&days))], 0.95).unwrap();
        assert!((alone.mean - ratio.pooled().unwrap()).abs() < 1e-15);
        assert!((alone.half_width.unwrap() - ratio.half_width(0.95).unwrap()).abs() < 1e-12);
    }

    #[test]
    fn what_two_have_in_common_falls_away() {
        let a = series(&[(3.0, 10.0), (1.0, 10.0), (4.0, 10.0)]);
        let b = series(&[(4.0, 10.0), (2.0, 10.0), (5.0, 10.0)]);
        let difference = contrast(&[(1.0, &b), (-1.0, &a)], 0.95).unwrap();
        assert!((difference.mean - 0.1).abs() < 1e-15);
        assert!(difference.half_width.is_none_or(|half_width| half_width < 1e-12));
    }

    #[test]
    fn only_replications_that_both_have_are_compared() {
        let a = series(&[(3.0, 10.0), (1.0, 10.0), (4.0, 10.0), (9.0, 10.0)]);
        let b = series(&[(4.0, 10.0), (4.0, 10.0), (4.0, 10.0)]);
        let difference = contrast(&[(1.0, &b), (-1.0, &a)], 0.95).unwrap();
        assert!((difference.mean - (0.4 - 8.0 / 30.0)).abs() < 1e-15);
        assert_eq!(contrast(&[(1.0, &series(&[(0.0, 0.0)]))], 0.95), None);
        assert_eq!(contrast(&[], 0.95), None);
    }
}
