//! The caller's patience: one draw, one clock, the total hazard integrated along the way.
//!
//! Each caller draws `E ~ Exp(1)` once and hangs up when `∫ factor(t) h0(t) dt` reaches `E`. While the factor does not
//! change, the moment of hanging up is known; it is worked out anew only when the factor changes. With a factor of 1
//! throughout it is a plain sample of the patience law.

use crate::law::Law;

/// A running patience clock. Ages are seconds since the clock was started.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Clock {
    /// The hazard that was left when the factor was last set.
    left: f64,
    /// The age at which that was.
    since: f64,
    factor: f64,
    /// The age at which the caller hangs up if the factor stays.
    deadline: f64,
}

impl Clock {
    /// A clock that starts now with this draw of `E` and this factor.
    pub(super) fn start(law: &Law, hazard: f64, factor: f64) -> Self {
        let deadline = if factor == 1.0 { law.inverse_hazard(hazard) } else { reach(law, 0.0, hazard, factor) };
        Self { left: hazard, since: 0.0, factor, deadline }
    }

    /// The age at which the caller hangs up if nothing changes.
    #[inline]
    pub(super) fn deadline(&self) -> f64 {
        self.deadline
    }

    /// From this age (not beyond the deadline) on, the hazard is multiplied by this factor instead.
    #[inline]
    pub(super) fn set_factor(&mut self, law: &Law, age: f64, factor: f64) {
        if factor == self.factor {
            return;
        }
        if age > self.since {
            let spent = law.cumulative_hazard(age) - law.cumulative_hazard(self.since);
            self.left = (self.left - self.factor * spent).max(0.0);
            self.since = age;
        }
        self.factor = factor;
        self.deadline = reach(law, self.since, self.left, factor).max(age);
    }
}

/// The age at which a clock of this age has spent `left` more hazard at this factor.
fn reach(law: &Law, age: f64, left: f64, factor: f64) -> f64 {
    let spent = law.cumulative_hazard(age);
    if spent.is_infinite() && factor > 0.0 {
        return age; // Nobody is patient for so long, but for a factor of 0 until now.
    }
    let target = spent + left / factor;
    if target.is_finite() { law.inverse_hazard(target) } else { f64::INFINITY }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law::Weibull;

    #[test]
    fn a_factor_scales_the_hazard_from_then_on() {
        let law = Law::Exponential(100.0);
        let mut clock = Clock::start(&law, 1.0, 1.0);
        assert_eq!(clock.deadline(), 100.0);
        clock.set_factor(&law, 40.0, 3.0); // 0.6 left, spent three times as fast
        assert!((clock.deadline() - 60.0).abs() < 1e-9);
        clock.set_factor(&law, 50.0, 1.0); // 0.3 left
        assert!((clock.deadline() - 80.0).abs() < 1e-9);
        clock.set_factor(&law, 60.0, 0.0);
        assert_eq!(clock.deadline(), f64::INFINITY);
        clock.set_factor(&law, 90.0, 1.0); // nothing was spent meanwhile: 0.2 left
        assert!((clock.deadline() - 110.0).abs() < 1e-9);
    }

    #[test]
    fn the_hazard_goes_on_from_the_clocks_age() {
        let law = Law::Weibull(Weibull { shape: 2.0, scale: 10.0 }); // H(x) = x² / 100
        let mut clock = Clock::start(&law, 1.0, 1.0);
        clock.set_factor(&law, 6.0, 2.0); // 0.64 left; H(x) = 0.36 + 0.32
        assert!((clock.deadline() - 68.0_f64.sqrt()).abs() < 1e-9);
    }

    #[test]
    fn a_constant_patience_knows_no_factor() {
        let law = Law::Constant(30.0);
        let mut clock = Clock::start(&law, 0.7, 1.0);
        clock.set_factor(&law, 10.0, 5.0);
        assert_eq!(clock.deadline(), 30.0);
    }
}
