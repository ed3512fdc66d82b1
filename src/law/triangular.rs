//! The triangular law: a shortest, a most likely and a longest duration, for what nobody has measured yet.

/// Triangular on `[low, high]` with its mode between, in seconds; `0 ≤ low ≤ mode ≤ high`, `low < high`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Triangular {
    /// The shortest duration in seconds.
    pub low: f64,
    /// The most likely duration in seconds.
    pub mode: f64,
    /// The longest duration in seconds.
    pub high: f64,
}

impl Triangular {
    pub(super) fn mean(&self) -> f64 {
        (self.low + self.mode + self.high) / 3.0
    }

    pub(super) fn squared_cv(&self) -> f64 {
        let (a, m, b) = (self.low, self.mode, self.high);
        let variance = (a * a + m * m + b * b - a * m - a * b - m * b) / 18.0;
        variance / (self.mean() * self.mean())
    }

    pub(super) fn survival(&self, x: f64) -> f64 {
        let width = self.high - self.low;
        if x <= self.low {
            1.0
        } else if x < self.mode {
            1.0 - (x - self.low) * (x - self.low) / (width * (self.mode - self.low))
        } else if x < self.high {
            (self.high - x) * (self.high - x) / (width * (self.high - self.mode))
        } else {
            0.0
        }
    }

    pub(super) fn inverse_hazard(&self, hazard: f64) -> f64 {
        let width = self.high - self.low;
        let below = -libm::expm1(-hazard);
        if below * width < self.mode - self.low {
            self.low + (below * width * (self.mode - self.low)).sqrt()
        } else {
            self.high - (libm::exp(-hazard) * width * (self.high - self.mode)).sqrt()
        }
    }
}
