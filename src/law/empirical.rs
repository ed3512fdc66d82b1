//! The empirical law: a sample as it was recorded, each value as likely as the others.

/// A sample of durations in seconds, each drawn with the same probability.
#[derive(Debug, Clone, PartialEq)]
pub struct Empirical {
    values: Vec<f64>,
}

impl Empirical {
    /// The law of this sample: at least one value, all finite and ≥ 0.
    pub fn new(mut values: Vec<f64>) -> Self {
        values.sort_by(f64::total_cmp);
        Self { values }
    }

    /// The values in rising order, in seconds.
    pub fn values(&self) -> &[f64] {
        &self.values
    }

    pub(super) fn mean(&self) -> f64 {
        self.values.iter().sum::<f64>() / self.values.len() as f64
    }

    pub(super) fn squared_cv(&self) -> f64 {
        let mean = self.mean();
        if mean == 0.0 {
            return 0.0;
        }
        let squares: f64 = self.values.iter().map(|value| (value - mean) * (value - mean)).sum();
        squares / (self.values.len() as f64 * mean * mean)
    }

    pub(super) fn survival(&self, x: f64) -> f64 {
        let survivors = self.values.len() - self.values.partition_point(|&value| value <= x);
        survivors as f64 / self.values.len() as f64
    }

    pub(super) fn inverse_hazard(&self, hazard: f64) -> f64 {
        let below = -libm::expm1(-hazard) * self.values.len() as f64;
        self.values[(below as usize).min(self.values.len() - 1)]
    }

    pub(super) fn scaled(&self, factor: f64) -> Self {
        Self { values: self.values.iter().map(|value| value * factor).collect() }
    }
}
