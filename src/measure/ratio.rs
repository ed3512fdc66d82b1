//! Ratios with their intervals: the estimator behind every metric.
//!
//! A metric is a ratio of two sums over contacts (hang-ups over calls, seconds waited over calls queued). Over n
//! independent replications with numerators `A_i` and denominators `B_i` the pooled ratio `r = ΣA/ΣB` has, by the delta
//! method, the half-width `t_{n-1} s_D / (B̄ √n)` with `s_D² = s_A² - 2 r s_AB + r² s_B²`; a binomial interval would
//! be too narrow, because calls of one day share its queues and its busyness.

use statrs::distribution::{ContinuousCDF, StudentsT};

/// The sums of a ratio over replications (or batches), kept centred so that nothing cancels. Mergeable.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Ratio {
    n: f64,
    numerator: f64,
    denominator: f64,
    mean_a: f64,
    mean_b: f64,
    aa: f64,
    ab: f64,
    bb: f64,
    days: f64,
    mean_r: f64,
    rr: f64,
}

impl Ratio {
    /// Adds one replication.
    pub fn add(&mut self, a: f64, b: f64) {
        self.numerator += a;
        self.denominator += b;
        self.n += 1.0;
        let (da, db) = (a - self.mean_a, b - self.mean_b);
        self.mean_a += da / self.n;
        self.mean_b += db / self.n;
        self.aa += da * (a - self.mean_a);
        self.ab += da * (b - self.mean_b);
        self.bb += db * (b - self.mean_b);
        if b > 0.0 {
            self.days += 1.0;
            let dr = a / b - self.mean_r;
            self.mean_r += dr / self.days;
            self.rr += dr * (a / b - self.mean_r);
        }
    }

    /// Adds the replications of another (the pairwise update of Chan, Golub and `LeVeque`).
    pub fn merge(&mut self, other: &Self) {
        if other.n == 0.0 {
            return;
        }
        let n = self.n + other.n;
        let weight = self.n * other.n / n;
        let (da, db) = (other.mean_a - self.mean_a, other.mean_b - self.mean_b);
        self.aa += other.aa + da * da * weight;
        self.ab += other.ab + da * db * weight;
        self.bb += other.bb + db * db * weight;
        self.mean_a += da * other.n / n;
        self.mean_b += db * other.n / n;
        self.n = n;
        self.numerator += other.numerator;
        self.denominator += other.denominator;
        let days = self.days + other.days;
        if days > 0.0 {
            let dr = other.mean_r - self.mean_r;
            self.rr += other.rr + dr * dr * self.days * other.days / days;
            self.mean_r += dr * other.days / days;
            self.days = days;
        }
    }

    /// The sum of the numerators.
    pub fn numerator(&self) -> f64 {
        self.numerator
    }

    /// The sum of the denominators.
    pub fn denominator(&self) -> f64 {
        self.denominator
    }

    /// The pooled ratio; `None` where the denominator is 0.
    pub fn pooled(&self) -> Option<f64> {
        (self.denominator > 0.0).then(|| self.numerator / self.denominator)
    }

    /// The standard error of the pooled ratio; `None` with fewer than two replications.
    pub fn standard_error(&self) -> Option<f64> {
        let r = self.pooled()?;
        if self.n < 2.0 {
            return None;
        }
        let residual = (self.aa - 2.0 * r * self.ab + r * r * self.bb).max(0.0) / (self.n - 1.0);
        Some((residual / self.n).sqrt() / self.mean_b)
    }

    /// The half-width of the pooled ratio's interval at this confidence level.
    ///
    /// `None` where no interval can be given: fewer than two replications, or no variation seen.
    pub fn half_width(&self, confidence: f64) -> Option<f64> {
        let (error, value) = (self.standard_error()?, self.pooled()?);
        (error > ROUNDING * value.abs()).then(|| student_t(self.n - 1.0, confidence) * error)
    }

    /// The half-width of a share: where no event was seen, or nothing but events, that of the rule of three,
    /// `-ln(1 - confidence) / N`, which is never zero.
    pub fn half_width_of_share(&self, confidence: f64) -> Option<f64> {
        if self.denominator > 0.0 && (self.numerator == 0.0 || self.numerator == self.denominator) {
            return Some((-(1.0 - confidence).ln() / self.denominator).min(1.0));
        }
        self.half_width(confidence)
    }

    /// The mean of the replications' own ratios and its half-width: a different question from the pooled ratio's, each
    /// day counting alike however many called. Days with a denominator of 0 have no ratio and are left out.
    pub fn per_replication(&self, confidence: f64) -> Option<(f64, Option<f64>)> {
        if self.days < 1.0 {
            return None;
        }
        let error = (self.rr / (self.days - 1.0) / self.days).sqrt();
        let varies = self.days >= 2.0 && error > ROUNDING * self.mean_r.abs();
        let half_width = varies.then(|| student_t(self.days - 1.0, confidence) * error);
        Some((self.mean_r, half_width))
    }
}

/// The sums of a ratio of counts over replications, for places that most replications add nothing to. Mergeable.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sums {
    a: u64,
    b: u64,
    aa: u128,
    ab: u128,
    bb: u128,
}

impl Sums {
    /// Adds one replication. One in which there is nothing to count need not be added.
    pub fn add(&mut self, a: u64, b: u64) {
        self.a += a;
        self.b += b;
        let (a, b) = (u128::from(a), u128::from(b));
        self.aa += a * a;
        self.ab += a * b;
        self.bb += b * b;
    }

    /// Adds the replications of another.
    pub fn merge(&mut self, other: &Self) {
        self.a += other.a;
        self.b += other.b;
        self.aa += other.aa;
        self.ab += other.ab;
        self.bb += other.bb;
    }

    /// The ratio over so many replications, those that added nothing among them; without the replications' own ratios.
    pub fn ratio(&self, replications: u32) -> Ratio {
        let n = f64::from(replications);
        if n == 0.0 {
            return Ratio::default();
        }
        let (a, b) = (self.a as f64, self.b as f64);
        // Counts are integers, so that nothing is lost by centring late.
        let centred = |squares: u128, x: u64, y: u64| {
            let product = u128::from(x) * u128::from(y);
            (u128::from(replications) * squares).cast_signed().wrapping_sub(product.cast_signed()) as f64 / n
        };
        Ratio {
            n,
            numerator: a,
            denominator: b,
            mean_a: a / n,
            mean_b: b / n,
            aa: centred(self.aa, self.a, self.a),
            ab: centred(self.ab, self.a, self.b),
            bb: centred(self.bb, self.b, self.b),
            ..Ratio::default()
        }
    }
}

/// What does not vary still differs in the last bits of its sums: relative errors below this are none.
const ROUNDING: f64 = 1e-9;

/// The two-sided quantile of Student's t at this confidence level (in (0, 1)) with `freedom` ≥ 1 degrees of freedom.
pub fn student_t(freedom: f64, confidence: f64) -> f64 {
    StudentsT::new(0.0, 1.0, freedom).map_or(f64::NAN, |t| t.inverse_cdf(0.5 + 0.5 * confidence))
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAYS: [(f64, f64); 5] = [(3.0, 10.0), (1.0, 8.0), (4.0, 12.0), (0.0, 9.0), (5.0, 11.0)];

    fn of(days: &[(f64, f64)]) -> Ratio {
        let mut ratio = Ratio::default();
        for &(a, b) in days {
            ratio.add(a, b);
        }
        ratio
    }

    #[test]
    fn the_half_width_is_that_of_the_linearised_residuals() {
        let ratio = of(&DAYS);
        let r = 13.0 / 50.0;
        let residuals: f64 = DAYS.iter().map(|(a, b)| (a - r * b) * (a - r * b)).sum();
        let by_hand = 2.776_445_105 * (residuals / 4.0 / 5.0).sqrt() / 10.0; // t(4, 0.975)
        assert_eq!(ratio.pooled(), Some(r));
        assert!((ratio.half_width(0.95).unwrap() - by_hand).abs() < 1e-8);
    }

    #[test]
    fn merging_is_adding() {
        for cut in 0..=DAYS.len() {
            let mut merged = of(&DAYS[..cut]);
            merged.merge(&of(&DAYS[cut..]));
            let whole = of(&DAYS);
            assert_eq!(merged.pooled(), whole.pooled());
            assert!((merged.half_width(0.95).unwrap() - whole.half_width(0.95).unwrap()).abs() < 1e-12);
            let (a, b) = (merged.per_replication(0.95).unwrap(), whole.per_replication(0.95).unwrap());
            assert!((a.0 - b.0).abs() < 1e-12 && (a.1.unwrap() - b.1.unwrap()).abs() < 1e-12);
        }
    }

    #[test]
    fn sums_make_the_same_ratio_and_need_no_empty_days() {
        let mut whole = Ratio::default();
        let (mut some, mut others) = (Sums::default(), Sums::default());
        for (a, b) in DAYS {
            whole.add(a, b);
            whole.add(0.0, 0.0);
            some.add(a as u64, b as u64);
            others.merge(&some);
            some = Sums::default();
        }
        let ratio = others.ratio(10);
        assert_eq!(ratio.pooled(), whole.pooled());
        assert!((ratio.half_width(0.95).unwrap() - whole.half_width(0.95).unwrap()).abs() < 1e-12);
        assert_eq!(Sums::default().ratio(0), Ratio::default());
        assert_eq!(Sums::default().ratio(5).pooled(), None);
    }

    #[test]
    fn the_mean_of_daily_ratios_is_another_figure() {
        let (mean, _) = of(&DAYS).per_replication(0.95).unwrap();
        let by_hand = (0.3 + 0.125 + 4.0 / 12.0 + 0.0 + 5.0 / 11.0) / 5.0;
        assert!((mean - by_hand).abs() < 1e-12);
    }

    #[test]
    fn no_event_and_nothing_but_events_follow_the_rule_of_three() {
        let none = of(&[(0.0, 400.0), (0.0, 600.0)]);
        assert!((none.half_width_of_share(0.95).unwrap() - 0.002_995_732).abs() < 1e-8);
        let all = of(&[(400.0, 400.0), (600.0, 600.0)]);
        assert_eq!(all.half_width_of_share(0.95), none.half_width_of_share(0.95));
        assert_eq!(of(&[(0.0, 1.0)]).half_width_of_share(0.95), Some(1.0));
    }

    #[test]
    fn without_a_denominator_or_a_second_day_there_is_no_figure() {
        assert_eq!(of(&[(0.0, 0.0), (0.0, 0.0)]).pooled(), None);
        assert_eq!(of(&[(0.0, 0.0), (0.0, 0.0)]).half_width_of_share(0.95), None);
        assert_eq!(of(&[(1.0, 2.0)]).half_width(0.95), None);
    }
}
