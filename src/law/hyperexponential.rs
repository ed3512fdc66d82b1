//! The hyperexponential law: a mixture of exponentials, for impatient and patient callers in one population.

/// One exponential of a mixture.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Phase {
    /// Its share of the population, in (0, 1]; the shares of all phases sum to 1.
    pub share: f64,
    /// Its mean in seconds (> 0).
    pub mean: f64,
}

/// A mixture of exponentials, `P(X > x) = Σ share·exp(-x/mean)`.
#[derive(Debug, Clone, PartialEq)]
pub struct Hyperexponential {
    phases: Vec<Phase>,
    /// `H⁻¹` at whole multiples of [`STEP`]: from there Newton's method needs two or three steps.
    guesses: Vec<f64>,
}

/// The distance of the guesses, and how many there are: up to a hazard of 8, which one caller in 3,000 exceeds.
const STEP: f64 = 1.0 / 32.0;
const GUESSES: usize = 257;

impl Hyperexponential {
    /// A mixture of these phases; their shares are scaled to sum to 1.
    pub fn new(phases: impl IntoIterator<Item = Phase>) -> Self {
        let mut phases: Vec<Phase> = phases.into_iter().collect();
        let total: f64 = phases.iter().map(|phase| phase.share).sum();
        for phase in &mut phases {
            phase.share /= total;
        }
        let mut law = Self { phases, guesses: Vec::new() };
        // One after the other, so that each begins where the one before ended.
        for index in 0..GUESSES {
            let guess = law.inverse_hazard(index as f64 * STEP);
            law.guesses.push(guess);
        }
        law
    }

    /// The phases, as given.
    pub fn phases(&self) -> &[Phase] {
        &self.phases
    }

    pub(super) fn mean(&self) -> f64 {
        self.phases.iter().map(|phase| phase.share * phase.mean).sum()
    }

    pub(super) fn squared_cv(&self) -> f64 {
        let second: f64 = self.phases.iter().map(|phase| 2.0 * phase.share * phase.mean * phase.mean).sum();
        let mean = self.mean();
        second / (mean * mean) - 1.0
    }

    pub(super) fn survival(&self, x: f64) -> f64 {
        self.phases.iter().map(|phase| phase.share * libm::exp(-x / phase.mean)).sum()
    }

    /// Newton's method on `H(x) = hazard`. `H` is concave and rising, so from the left every step stays on the left
    /// and the iteration cannot overshoot. Each exponential is scaled by the slowest one, so nothing underflows.
    pub(super) fn inverse_hazard(&self, hazard: f64) -> f64 {
        let slowest = self.phases.iter().map(|phase| phase.mean).fold(0.0, f64::max);
        let guess = ((hazard / STEP) as usize).min(self.guesses.len().saturating_sub(1));
        let mut x = self.guesses.get(guess).copied().unwrap_or(0.0);
        for _ in 0..100 {
            let (mut survival, mut density) = (0.0, 0.0);
            for phase in &self.phases {
                let term = phase.share * libm::exp(x / slowest - x / phase.mean);
                survival += term;
                density += term / phase.mean;
            }
            let reached = x / slowest - libm::log(survival);
            let step = (hazard - reached) * survival / density;
            x += step;
            if step <= 1e-13 * x {
                break;
            }
        }
        x
    }

    pub(super) fn scaled(&self, factor: f64) -> Self {
        Self::new(self.phases.iter().map(|phase| Phase { mean: phase.mean * factor, ..*phase }))
    }
}
