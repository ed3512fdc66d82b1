//! The caller's patience: one draw, one clock, the total hazard integrated along the way.
//!
//! Each caller draws `E ~ Exp(1)` once and hangs up when `∫ factor(t) h0(t) dt` reaches `E`. While the factor does not
//! change, the moment of hanging up is known; it is worked out anew only when the factor changes. With a factor of 1
//! throughout it is a plain sample of the patience law.
//!
//! The factor of announcements is of the kind whose changes are known beforehand: 1 while something is said, another one for
//! some seconds after it (the *echo*), then 1 again. So the moment of hanging up stays known, as a sum over stretches.

use super::model::Message;
use crate::law::Law;
use crate::scenario::resolved::{AfterAnnouncement, MOST_MESSAGES};

/// Nobody heeds more messages of a queue than this: whoever waits for so long is not annoyed any further.
const MOST_HEEDED: u32 = 10_000;

/// A running patience clock. Ages are seconds since the clock was started.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Clock {
    /// The hazard that was left when a factor was last set.
    left: f64,
    /// When that was.
    since: Moment,
    /// The factor of the stage, the level and the errors.
    factor: f64,
    /// The hazard spent before the factor was last set.
    spent: f64,
    /// What the last announcement multiplies it by, and until which age.
    echo: f64,
    echo_until: f64,
    /// The age at which the caller hangs up if the factor stays.
    deadline: f64,
}

/// An age, and the law's cumulative hazard up to it, which is dear to work out.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Moment {
    age: f64,
    hazard: f64,
}

impl Moment {
    /// When the clock starts: before everything, also before what hangs up at once.
    const START: Self = Self { age: 0.0, hazard: 0.0 };

    fn of(law: &Law, age: f64) -> Self {
        Self { age, hazard: law.cumulative_hazard(age) }
    }
}

impl Clock {
    /// A clock that starts now with this draw of `E` and this factor.
    pub(super) fn start(law: &Law, hazard: f64, factor: f64) -> Self {
        let deadline =
            if factor == 1.0 { law.inverse_hazard(hazard) } else { reach(law, Moment::START, hazard, factor) };
        Self { left: hazard, since: Moment::START, factor, spent: 0.0, echo: 1.0, echo_until: 0.0, deadline }
    }

    /// A clock that never ends and only counts what is spent: for the way a caller would have gone.
    pub(super) fn endless(factor: f64) -> Self {
        let endless = f64::INFINITY;
        Self { left: endless, since: Moment::START, factor, spent: 0.0, echo: 1.0, echo_until: 0.0, deadline: endless }
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
        self.settle(law, age);
        self.factor = factor;
        self.foresee(law, age);
    }

    /// At this age (not beyond the deadline) an announcement begins: while it is said, no other one echoes.
    pub(super) fn hush(&mut self, law: &Law, age: f64) {
        if self.echo_until > age {
            self.settle(law, age);
            self.echo_until = age;
            self.foresee(law, age);
        }
    }

    /// At this age (not beyond the deadline) an announcement ends, and begins to echo.
    pub(super) fn echo(&mut self, law: &Law, age: f64, after: AfterAnnouncement) {
        self.settle(law, age);
        (self.echo, self.echo_until) = (after.factor, age + after.lasts);
        self.foresee(law, age);
    }

    /// Takes over what still echoes at this age of another clock, which this one has just taken the place of.
    pub(super) fn take_echo(&mut self, law: &Law, other: &Self, age: f64) {
        if other.echo_until > age {
            (self.echo, self.echo_until) = (other.echo, other.echo_until - age);
            self.foresee(law, 0.0);
        }
    }

    /// From this age on, the caller waits in a queue that says this meanwhile.
    pub(super) fn hear_while_waiting(&mut self, law: &Law, age: f64, messages: &[Message], after: AfterAnnouncement) {
        if messages.is_empty() || *law == Law::Never || self.factor == 0.0 || self.deadline <= age {
            return;
        }
        self.settle(law, age);
        let mut said = [0_u32; MOST_MESSAGES];
        for _ in 0..MOST_HEEDED {
            let upcoming = messages.iter().zip(&mut said).map(|(message, said)| (message.begins(*said), message, said));
            let Some((begins, message, said)) = upcoming.min_by(|(a, ..), (b, ..)| a.total_cmp(b)) else { break };
            if begins.is_infinite() {
                break;
            }
            *said += 1;
            let (begins, ends) = (age + begins, age + begins + message.seconds);
            let quiet = self.lasts(law, self.echo_until.min(begins), self.factor * self.echo)
                && self.lasts(law, begins, self.factor);
            // What is said while something else still is only prolongs it.
            if !quiet || !self.lasts(law, ends, self.factor) {
                return;
            }
            if ends >= self.since.age {
                (self.echo, self.echo_until) = (after.factor, ends + after.lasts);
            }
        }
        self.foresee(law, self.since.age);
    }

    /// The total hazard `∫ factor(t) h0(t) dt` up to this age, not before the factor was last set. Whoever draws more has
    /// not hung up by then, so that `exp(-spent)` is the chance of it.
    pub(super) fn spent(&self, law: &Law, age: f64) -> f64 {
        if age > self.since.age { self.spent_until(law, Moment::of(law, age)) } else { self.spent }
    }

    fn spent_until(&self, law: &Law, now: Moment) -> f64 {
        let quiet = match self.echo_until {
            until if until <= self.since.age => self.since,
            until if until >= now.age => now,
            until => Moment::of(law, until),
        };
        self.spent + stretch(self.since, quiet, self.factor * self.echo) + stretch(quiet, now, self.factor)
    }

    /// Lets hazard be spent until this age.
    fn settle(&mut self, law: &Law, age: f64) {
        if age > self.since.age {
            let now = Moment::of(law, age);
            let spent = self.spent_until(law, now);
            if self.left.is_finite() {
                self.left = (self.left - (spent - self.spent)).max(0.0);
            }
            (self.spent, self.since) = (spent, now);
        }
    }

    /// Works out the moment of hanging up, if nothing changes but that the echo ends.
    fn foresee(&mut self, law: &Law, age: f64) {
        if self.left.is_infinite() {
            return;
        }
        let mut ahead = *self;
        let quiet = ahead.lasts(law, self.echo_until, self.factor * self.echo);
        let hangs_up = if quiet { reach(law, ahead.since, ahead.left, ahead.factor) } else { ahead.deadline };
        self.deadline = hangs_up.max(age);
    }

    /// Whether the caller stays on until this age at this factor, which then is spent; otherwise the deadline is found.
    fn lasts(&mut self, law: &Law, until: f64, factor: f64) -> bool {
        if until <= self.since.age {
            return true;
        }
        let next = Moment::of(law, until);
        if factor > 0.0 {
            let Moment { age, hazard } = self.since;
            if hazard.is_infinite() {
                self.deadline = age; // As in `reach`.
                return false;
            }
            let spent = factor * (next.hazard - hazard);
            if spent >= self.left {
                self.deadline = law.inverse_hazard(hazard + self.left / factor).clamp(age, until);
                return false;
            }
            self.left -= spent;
        }
        self.since = next;
        true
    }
}

impl Message {
    /// When it begins, in seconds after joining, to a caller who has heard it so many times; never again is infinite.
    fn begins(&self, said: u32) -> f64 {
        match (self.again, said) {
            (true, said) => self.begins * f64::from(said + 1),
            (false, 0) => self.begins,
            (false, _) => f64::INFINITY,
        }
    }
}

/// The hazard of a stretch at this factor; infinite where nobody is patient for so long.
fn stretch(from: Moment, until: Moment, factor: f64) -> f64 {
    if until.age <= from.age || factor == 0.0 {
        0.0 // Infinite hazards, too, count for nothing.
    } else if until.hazard.is_infinite() {
        f64::INFINITY
    } else {
        factor * (until.hazard - from.hazard)
    }
}

/// The age at which a clock has spent `left` more hazard at this factor.
fn reach(law: &Law, since: Moment, left: f64, factor: f64) -> f64 {
    if since.hazard.is_infinite() && factor > 0.0 {
        return since.age; // Nobody is patient for so long, but for a factor of 0 until now.
    }
    let target = since.hazard + left / factor;
    if target.is_finite() { law.inverse_hazard(target) } else { f64::INFINITY }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law::{Empirical, Weibull};

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

    const AFTER: AfterAnnouncement = AfterAnnouncement { factor: 3.0, lasts: 10.0 };

    #[test]
    fn who_hangs_up_at_once_does_so_under_any_factor() {
        // Half of them have no patience at all: a hazard of ln 2 at age 0, which a factor of 3 makes three times as large.
        let law = Law::Empirical(Empirical::new(vec![0.0, 60.0]));
        let at_once = std::f64::consts::LN_2;
        for (factor, hazard, deadline) in
            [(1.0, 0.9, 0.0), (1.0, 1.1, 60.0), (3.0, 2.9, 0.0), (3.0, 3.1, 60.0), (0.5, 0.4, 0.0), (0.5, 0.6, 60.0)]
        {
            assert_eq!(Clock::start(&law, hazard * at_once, factor).deadline(), deadline, "{factor} and {hazard}");
            let mut clock = Clock::start(&law, hazard * at_once, 1.0);
            clock.set_factor(&law, 0.0, factor);
            assert_eq!(clock.deadline(), deadline, "{factor} and {hazard}, set at once");
        }
    }

    #[test]
    fn an_echo_is_known_to_end() {
        let law = Law::Exponential(100.0);
        let mut clock = Clock::start(&law, 1.0, 1.0);
        clock.echo(&law, 20.0, AFTER); // 0.8 left, of which 0.3 goes until 30
        assert!((clock.deadline() - 80.0).abs() < 1e-9);
        clock.set_factor(&law, 25.0, 2.0); // 0.65 left; 0.3 goes until 30, then 0.35 at 2
        assert!((clock.deadline() - 47.5).abs() < 1e-9);
        clock.hush(&law, 26.0); // 0.59 left at 2
        assert!((clock.deadline() - 55.5).abs() < 1e-9);
        clock.hush(&law, 40.0);
        clock.echo(&law, 40.0, AFTER); // 0.31 left: 5 s of 6, and a little
        assert!((clock.deadline() - (40.0 + 0.31 / 0.06)).abs() < 1e-9);
    }

    #[test]
    fn another_clock_takes_over_what_still_echoes() {
        let law = Law::Exponential(100.0);
        let mut before = Clock::start(&Law::Never, 1.0, 1.0);
        before.echo(&Law::Never, 50.0, AFTER);
        for (age, deadline) in [(54.0, 88.0), (60.0, 100.0), (70.0, 100.0)] {
            let mut clock = Clock::start(&law, 1.0, 1.0);
            clock.take_echo(&law, &before, age);
            assert!((clock.deadline() - deadline).abs() < 1e-9, "{age}");
        }
    }

    #[test]
    fn nobody_heeds_messages_for_ever() {
        let law = Law::Exponential(1e9);
        let every_second = [Message { begins: 1.0, again: true, seconds: 0.5 }];
        let after = AfterAnnouncement { factor: 3.0, lasts: 0.25 };
        let mut clock = Clock::start(&law, 1.0, 1.0);
        clock.hear_while_waiting(&law, 0.0, &every_second, after);
        let heeded = 0.25 * f64::from(MOST_HEEDED);
        assert!((clock.deadline() - (1e9 - 2.0 * heeded)).abs() < 1e-3, "{}", clock.deadline());
        // Who never hangs up, or whose clock stands still, does not hear them out.
        for (law, factor) in [(Law::Never, 1.0), (law, 0.0)] {
            let mut clock = Clock::start(&law, 1.0, factor);
            clock.hear_while_waiting(&law, 0.0, &every_second, after);
            assert_eq!(clock.deadline(), f64::INFINITY);
        }
    }
}
