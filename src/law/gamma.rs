//! The gamma law; with a whole shape it is Erlang's, a sum of exponentials.

use statrs::function::gamma::gamma_ur;

use super::invert_survival;

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
        if x <= 0.0 { 1.0 } else { gamma_ur(self.shape, x / self.scale) }
    }

    pub(super) fn inverse_hazard(&self, hazard: f64) -> f64 {
        self.scale
            * invert_survival(|x| if x <= 0.0 { 1.0 } else { gamma_ur(self.shape, x) }, libm::exp(-hazard), self.shape)
    }
}
