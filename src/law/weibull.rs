//! The Weibull law: a hazard that falls (shape below 1) or rises (above 1) as a power of time.

use statrs::function::gamma::ln_gamma;

/// Weibull, `P(X > x) = exp(-(x/scale)^shape)`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Weibull {
    /// The shape (> 0); 1 is the exponential.
    pub shape: f64,
    /// The scale in seconds (> 0).
    pub scale: f64,
}

impl Weibull {
    /// The law with this shape (> 0) and mean in seconds (> 0): `scale = mean / Γ(1 + 1/shape)`.
    pub fn from_mean(shape: f64, mean: f64) -> Self {
        Self { shape, scale: mean / ln_gamma(1.0 + 1.0 / shape).exp() }
    }

    pub(super) fn mean(&self) -> f64 {
        self.scale * ln_gamma(1.0 + 1.0 / self.shape).exp()
    }

    pub(super) fn squared_cv(&self) -> f64 {
        (ln_gamma(1.0 + 2.0 / self.shape) - 2.0 * ln_gamma(1.0 + 1.0 / self.shape)).exp() - 1.0
    }

    pub(super) fn survival(&self, x: f64) -> f64 {
        libm::exp(-self.cumulative_hazard(x))
    }

    pub(super) fn cumulative_hazard(&self, x: f64) -> f64 {
        if x <= 0.0 { 0.0 } else { libm::exp(self.shape * libm::log(x / self.scale)) }
    }

    pub(super) fn inverse_hazard(&self, hazard: f64) -> f64 {
        self.scale * libm::exp(libm::log(hazard) / self.shape)
    }
}
