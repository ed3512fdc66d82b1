//! The log-normal law: what service times of real call centers look like (Brown et al. 2005).

use std::f64::consts::SQRT_2;

use statrs::function::erf::erfc_inv;

/// Log-normal: `ln X` is normal with mean `mu` and standard deviation `sigma`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Lognormal {
    /// The mean of `ln X`, X in seconds.
    pub mu: f64,
    /// The standard deviation of `ln X` (> 0).
    pub sigma: f64,
}

impl Lognormal {
    /// The law with this mean in seconds (> 0) and coefficient of variation (> 0).
    pub fn from_mean(mean: f64, cv: f64) -> Self {
        let variance = (cv * cv).ln_1p();
        Self { mu: mean.ln() - 0.5 * variance, sigma: variance.sqrt() }
    }

    pub(super) fn mean(&self) -> f64 {
        (self.mu + 0.5 * self.sigma * self.sigma).exp()
    }

    pub(super) fn squared_cv(&self) -> f64 {
        (self.sigma * self.sigma).exp_m1()
    }

    pub(super) fn survival(&self, x: f64) -> f64 {
        if x <= 0.0 {
            return 1.0;
        }
        0.5 * libm::erfc((libm::log(x) - self.mu) / (self.sigma * SQRT_2))
    }

    pub(super) fn inverse_hazard(&self, hazard: f64) -> f64 {
        // erfc⁻¹ is accurate where its argument is small, so the smaller tail is the one to invert.
        let z = if hazard > std::f64::consts::LN_2 {
            SQRT_2 * erfc_inv(2.0 * libm::exp(-hazard))
        } else {
            -SQRT_2 * erfc_inv(-2.0 * libm::expm1(-hazard))
        };
        libm::exp(self.mu + self.sigma * z)
    }
}
