//! The gamma law; with a whole shape it is Erlang's, a sum of exponentials.

use statrs::function::gamma::{gamma_lr, gamma_ur, ln_gamma};

/// The least `ln x` whose tails are worked out.
const LEAST: f64 = -700.0;

/// Gamma with density proportional to `x^(shape-1) exp(-x/scale)`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Gamma {
    /// The shape (> 0).
    pub shape: f64,
    /// The scale in seconds (> 0).
    pub scale: f64,
}

impl Gamma {
    /// The law with this mean in seconds (> 0) and shape (> 0).
    pub fn from_mean(mean: f64, shape: f64) -> Self {
        Self { shape, scale: mean / shape }
    }

    pub(super) fn mean(&self) -> f64 {
        self.shape * self.scale
    }

    pub(super) fn squared_cv(&self) -> f64 {
        1.0 / self.shape
    }

    pub(super) fn survival(&self, x: f64) -> f64 {
        match x / self.scale {
            x if x <= 0.0 => 1.0,
            x if x.is_infinite() => 0.0,
            x => gamma_ur(self.shape, x),
        }
    }

    /// Newton's method for the smaller tail's logarithm as a function of `ln x`, where both tails are nearly straight;
    /// a bracket catches the steps that go too far.
    pub(super) fn inverse_hazard(&self, hazard: f64) -> f64 {
        let upper = hazard > std::f64::consts::LN_2;
        let target = if upper { -hazard } else { libm::log(-libm::expm1(-hazard)) };
        // Beyond these `x` is no number that the tails are known for.
        let (mut low, mut high) = (LEAST, 700.0);
        // Below the mean the lower tail is about x^a / Γ(a+1); above it the hazard is about 1.
        let mut y = if upper {
            libm::log(self.shape + hazard)
        } else {
            ((target + ln_gamma(self.shape + 1.0)) / self.shape).min(libm::log(self.shape + 1.0))
        };
        if y <= LEAST {
            return self.scale * libm::exp(y); // So far down it is x^a / Γ(a+1) to the last digit.
        }
        for _ in 0..100 {
            let x = libm::exp(y);
            let tail = if upper { gamma_ur(self.shape, x) } else { gamma_lr(self.shape, x) };
            let error = libm::log(tail) - target;
            if (error > 0.0) == upper {
                low = y;
            } else {
                high = y;
            }
            let slope = libm::exp(self.shape * y - x - ln_gamma(self.shape)) / tail;
            let step = if upper { error / slope } else { -error / slope };
            let next = y + step;
            let inside = next.is_finite() && next > low && next < high;
            let next = if inside { next } else { 0.5 * (low + high) };
            if (next - y).abs() <= 1e-14 * y.abs().max(1.0) {
                break;
            }
            y = next;
        }
        self.scale * libm::exp(y)
    }
}
