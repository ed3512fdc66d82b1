//! What a queue needs to know of its callers' patience.

use libm::erfc;
use statrs::function::gamma::gamma_lr;

use crate::law::{Law, Lognormal};

/// A law of patience, seen as a queue sees it: who is still there after a wait of `x`.
///
/// Implemented by [`Law`]; [`Survival`] makes one of any function.
pub trait Patience {
    /// `P(X > x)` for `x ≥ 0`: never rising, right-continuous.
    fn survival(&self, x: f64) -> f64;

    /// `P(X ≤ x)`; worth a formula of its own where it is small.
    fn cdf(&self, x: f64) -> f64 {
        1.0 - self.survival(x)
    }

    /// The mean, or a duration of that order when it is infinite or unknown.
    fn mean(&self) -> f64;

    /// Where the survival function jumps or has a kink.
    fn breakpoints(&self) -> Vec<f64>;

    /// The share that never hangs up, `P(X = ∞)`.
    fn never(&self) -> f64 {
        self.survival(1e300)
    }
}

impl Patience for Law {
    fn survival(&self, x: f64) -> f64 {
        match self {
            Self::Lognormal(law) if x > 0.0 => 0.5 * erfc(in_deviations(law, x)),
            _ => Self::survival(self, x),
        }
    }

    fn cdf(&self, x: f64) -> f64 {
        match self {
            Self::Never => 0.0,
            Self::Exponential(_) | Self::Weibull(_) => -(-self.cumulative_hazard(x)).exp_m1(),
            Self::Hyperexponential(law) => {
                law.phases().iter().map(|phase| -phase.share * (-x / phase.mean).exp_m1()).sum()
            }
            Self::Lognormal(law) if x > 0.0 => 0.5 * erfc(-in_deviations(law, x)),
            Self::Gamma(law) if x > 0.0 && x < law.shape * law.scale => gamma_lr(law.shape, x / law.scale),
            _ => 1.0 - Self::survival(self, x),
        }
    }

    fn mean(&self) -> f64 {
        Self::mean(self)
    }

    fn breakpoints(&self) -> Vec<f64> {
        Self::breakpoints(self)
    }

    fn never(&self) -> f64 {
        f64::from(u8::from(*self == Self::Never))
    }
}

/// `(ln x - μ)/(σ√2)`; its `erfc` is taken from libm, good to the last digit, as differences of it are needed.
fn in_deviations(law: &Lognormal, x: f64) -> f64 {
    (x.ln() - law.mu) / (law.sigma * std::f64::consts::SQRT_2)
}

/// Patience given by any survival function.
#[derive(Debug, Clone, PartialEq)]
pub struct Survival<F> {
    /// `P(X > x)` for `x ≥ 0`: never rising, right-continuous.
    pub survival: F,
    /// The mean, or a duration of that order when it is infinite or unknown.
    pub mean: f64,
    /// Where the survival function jumps or has a kink.
    pub breakpoints: Vec<f64>,
}

impl<F: Fn(f64) -> f64> Patience for Survival<F> {
    fn survival(&self, x: f64) -> f64 {
        (self.survival)(x)
    }

    fn mean(&self) -> f64 {
        self.mean
    }

    fn breakpoints(&self) -> Vec<f64> {
        self.breakpoints.clone()
    }
}

impl<P: Patience + ?Sized> Patience for &P {
    fn survival(&self, x: f64) -> f64 {
        (**self).survival(x)
    }

    fn cdf(&self, x: f64) -> f64 {
        (**self).cdf(x)
    }

    fn mean(&self) -> f64 {
        (**self).mean()
    }

    fn breakpoints(&self) -> Vec<f64> {
        (**self).breakpoints()
    }

    fn never(&self) -> f64 {
        (**self).never()
    }
}
