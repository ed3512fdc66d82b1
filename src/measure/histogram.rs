//! A histogram of durations that knows any quantile to within 0.4 %, and merges in any order.
//!
//! The buckets are the leading bits of the float itself: 128 to every doubling from a millisecond to 34 years.
//! Durations of zero are counted apart, because "did not wait" is not a short wait.

/// Counts of durations.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Histogram {
    zero: u64,
    total: u64,
    /// Empty until the first positive duration.
    buckets: Vec<u64>,
}

/// Bits of the mantissa that a bucket keeps.
const KEPT: u32 = 7;
const SHIFT: u32 = 52 - KEPT;
const LOWEST: f64 = 1.0 / 1024.0;
const DOUBLINGS: usize = 40;

impl Histogram {
    /// Counts one duration in seconds (≥ 0).
    #[inline]
    pub fn record(&mut self, seconds: f64) {
        self.total += 1;
        if seconds <= 0.0 {
            self.zero += 1;
            return;
        }
        if self.buckets.is_empty() {
            self.buckets.resize(DOUBLINGS << KEPT, 0);
        }
        let index = (seconds.to_bits() >> SHIFT).saturating_sub(LOWEST.to_bits() >> SHIFT) as usize;
        let last = self.buckets.len() - 1;
        self.buckets[index.min(last)] += 1;
    }

    /// How many durations were counted.
    pub fn total(&self) -> u64 {
        self.total
    }

    /// Adds the counts of another.
    pub fn merge(&mut self, other: &Self) {
        self.zero += other.zero;
        self.total += other.total;
        if self.buckets.is_empty() {
            self.buckets.clone_from(&other.buckets);
        } else {
            for (own, others) in self.buckets.iter_mut().zip(&other.buckets) {
                *own += others;
            }
        }
    }

    /// Forgets all counts.
    pub fn clear(&mut self) {
        self.zero = 0;
        self.total = 0;
        self.buckets.fill(0);
    }

    /// The smallest duration that a share `p` (in [0, 1]) of all does not exceed, in seconds; `None` of nothing.
    pub fn quantile(&self, p: f64) -> Option<f64> {
        if self.total == 0 {
            return None;
        }
        let rank = ((p * self.total as f64).ceil() as u64).clamp(1, self.total);
        let mut seen = self.zero;
        if seen >= rank {
            return Some(0.0);
        }
        for (index, count) in self.buckets.iter().enumerate() {
            seen += count;
            if seen >= rank {
                let low = (LOWEST.to_bits() >> SHIFT) + index as u64;
                return Some(0.5 * (f64::from_bits(low << SHIFT) + f64::from_bits((low + 1) << SHIFT)));
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_within_0_4_percent() {
        let mut histogram = Histogram::default();
        for i in 1..=10_000 {
            histogram.record(f64::from(i) * 0.1);
        }
        for p in [0.01, 0.25, 0.5, 0.8, 0.95, 0.999] {
            let exact = 1000.0 * p;
            let found = histogram.quantile(p).unwrap();
            assert!((found / exact - 1.0).abs() < 0.004, "p {p}: {found} for {exact}");
        }
    }

    #[test]
    fn who_did_not_wait_counts_as_zero() {
        let mut histogram = Histogram::default();
        assert_eq!(histogram.quantile(0.5), None);
        for seconds in [0.0, 0.0, 0.0, 10.0] {
            histogram.record(seconds);
        }
        assert_eq!(histogram.quantile(0.75), Some(0.0));
        assert!((histogram.quantile(0.76).unwrap() / 10.0 - 1.0).abs() < 0.004);
    }

    #[test]
    fn merging_is_recording_and_extremes_stay_inside() {
        let (mut a, mut b, mut whole) = (Histogram::default(), Histogram::default(), Histogram::default());
        for (i, seconds) in [1e-9, 3.0, 1e300, 0.0, 7.0, f64::INFINITY].into_iter().enumerate() {
            whole.record(seconds);
            if i % 2 == 0 { a.record(seconds) } else { b.record(seconds) }
        }
        a.merge(&b);
        assert_eq!(a, whole);
        assert!(whole.quantile(1.0).unwrap().is_finite());
    }
}
