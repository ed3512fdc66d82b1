//! Probability laws of durations: how long callers are patient, how long they talk.
//!
//! A law is described by its cumulative hazard `H(x) = -ln P(X > x)` alone, because that is what the caller's
//! patience clock integrates, and because its inverse turns one exponential draw into a sample:
//! `X = H⁻¹(E)`, `E ~ Exp(1)`. A new law is one new file here and one line in each `match` below.
//!
//! All durations are in seconds.

mod empirical;
mod gamma;
mod hyperexponential;
mod lognormal;
mod triangular;
mod uniform;
mod weibull;

pub use empirical::Empirical;
pub use gamma::Gamma;
pub use hyperexponential::{Hyperexponential, Phase};
pub use lognormal::Lognormal;
pub use triangular::Triangular;
pub use uniform::Uniform;
pub use weibull::Weibull;

/// A law of a non-negative duration in seconds.
#[derive(Debug, Clone, PartialEq)]
pub enum Law {
    /// Infinite: a caller who never hangs up.
    Never,
    /// Always the same duration in seconds (≥ 0).
    Constant(f64),
    /// Exponential with this mean in seconds (> 0).
    Exponential(f64),
    /// A mixture of exponentials.
    Hyperexponential(Hyperexponential),
    /// Weibull.
    Weibull(Weibull),
    /// Log-normal.
    Lognormal(Lognormal),
    /// Gamma (Erlang when the shape is whole).
    Gamma(Gamma),
    /// Uniform between two bounds.
    Uniform(Uniform),
    /// Triangular between two bounds with a mode.
    Triangular(Triangular),
    /// Any of the given values, each as likely as the others.
    Empirical(Empirical),
}

impl Law {
    /// The mean in seconds; infinite for [`Law::Never`].
    pub fn mean(&self) -> f64 {
        match self {
            Self::Never => f64::INFINITY,
            Self::Constant(value) => *value,
            Self::Exponential(mean) => *mean,
            Self::Hyperexponential(law) => law.mean(),
            Self::Weibull(law) => law.mean(),
            Self::Lognormal(law) => law.mean(),
            Self::Gamma(law) => law.mean(),
            Self::Uniform(law) => law.mean(),
            Self::Triangular(law) => law.mean(),
            Self::Empirical(law) => law.mean(),
        }
    }

    /// The squared coefficient of variation, variance over squared mean; 0 for a mean of 0.
    pub fn squared_cv(&self) -> f64 {
        match self {
            Self::Never | Self::Constant(_) => 0.0,
            Self::Exponential(_) => 1.0,
            Self::Hyperexponential(law) => law.squared_cv(),
            Self::Weibull(law) => law.squared_cv(),
            Self::Lognormal(law) => law.squared_cv(),
            Self::Gamma(law) => law.squared_cv(),
            Self::Uniform(law) => law.squared_cv(),
            Self::Triangular(law) => law.squared_cv(),
            Self::Empirical(law) => law.squared_cv(),
        }
    }

    /// The survival function `P(X > x)`: a duration that ends exactly at `x` has not survived it.
    pub fn survival(&self, x: f64) -> f64 {
        match self {
            Self::Never => 1.0,
            Self::Constant(value) => f64::from(u8::from(x < *value)),
            Self::Exponential(mean) => libm::exp(-x / mean),
            Self::Hyperexponential(law) => law.survival(x),
            Self::Weibull(law) => law.survival(x),
            Self::Lognormal(law) => law.survival(x),
            Self::Gamma(law) => law.survival(x),
            Self::Uniform(law) => law.survival(x),
            Self::Triangular(law) => law.survival(x),
            Self::Empirical(law) => law.survival(x),
        }
    }

    /// The cumulative hazard `H(x) = -ln P(X > x)`; infinite where nothing survives.
    pub fn cumulative_hazard(&self, x: f64) -> f64 {
        match self {
            Self::Never => 0.0,
            Self::Exponential(mean) => x / mean,
            Self::Weibull(law) => law.cumulative_hazard(x),
            _ => -libm::log(self.survival(x)),
        }
    }

    /// The smallest `x` with `H(x) ≥ hazard`, the inverse of the cumulative hazard (`hazard` > 0).
    ///
    /// With `hazard ~ Exp(1)` the result has this law.
    pub fn inverse_hazard(&self, hazard: f64) -> f64 {
        match self {
            Self::Never => f64::INFINITY,
            Self::Constant(value) => *value,
            Self::Exponential(mean) => mean * hazard,
            Self::Hyperexponential(law) => law.inverse_hazard(hazard),
            Self::Weibull(law) => law.inverse_hazard(hazard),
            Self::Lognormal(law) => law.inverse_hazard(hazard),
            Self::Gamma(law) => law.inverse_hazard(hazard),
            Self::Uniform(law) => law.inverse_hazard(hazard),
            Self::Triangular(law) => law.inverse_hazard(hazard),
            Self::Empirical(law) => law.inverse_hazard(hazard),
        }
    }

    /// Where the survival function jumps or has a kink, in rising order: the edges a quadrature must respect.
    pub fn breakpoints(&self) -> Vec<f64> {
        match self {
            Self::Constant(value) => vec![*value],
            Self::Uniform(law) => vec![law.low, law.high],
            Self::Triangular(law) => vec![law.low, law.mode, law.high],
            Self::Empirical(law) => law.values().to_vec(),
            _ => Vec::new(),
        }
    }

    /// The same law with every duration multiplied by `factor` (> 0).
    #[must_use]
    pub fn scaled(&self, factor: f64) -> Self {
        match self {
            Self::Never => Self::Never,
            Self::Constant(value) => Self::Constant(value * factor),
            Self::Exponential(mean) => Self::Exponential(mean * factor),
            Self::Hyperexponential(law) => Self::Hyperexponential(law.scaled(factor)),
            Self::Weibull(law) => Self::Weibull(Weibull { scale: law.scale * factor, ..*law }),
            Self::Lognormal(law) => Self::Lognormal(Lognormal { mu: law.mu + libm::log(factor), ..*law }),
            Self::Gamma(law) => Self::Gamma(Gamma { scale: law.scale * factor, ..*law }),
            Self::Uniform(law) => Self::Uniform(Uniform { low: law.low * factor, high: law.high * factor }),
            Self::Triangular(law) => {
                Self::Triangular(Triangular { low: law.low * factor, mode: law.mode * factor, high: law.high * factor })
            }
            Self::Empirical(law) => Self::Empirical(law.scaled(factor)),
        }
    }
}

#[cfg(test)]
mod tests;
