//! The uniform law: all durations between two bounds are as likely.

/// Uniform on `[low, high]` seconds, `0 ≤ low < high`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Uniform {
    /// The shortest duration in seconds.
    pub low: f64,
    /// The longest duration in seconds.
    pub high: f64,
}

impl Uniform {
    pub(super) fn mean(&self) -> f64 {
        0.5 * (self.low + self.high)
    }

    pub(super) fn squared_cv(&self) -> f64 {
        let spread = self.high - self.low;
        spread * spread / (12.0 * self.mean() * self.mean())
    }

    pub(super) fn survival(&self, x: f64) -> f64 {
        ((self.high - x) / (self.high - self.low)).clamp(0.0, 1.0)
    }

    pub(super) fn inverse_hazard(&self, hazard: f64) -> f64 {
        self.low - (self.high - self.low) * libm::expm1(-hazard)
    }
}
