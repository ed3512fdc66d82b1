//! Every law: its inverse hazard inverts its survival, and sampling by it gives back mean and variance.

use super::*;

fn laws() -> Vec<Law> {
    vec![
        Law::Exponential(240.0),
        Law::Hyperexponential(Hyperexponential::new([
            Phase { share: 0.2441, mean: 76.01 },
            Phase { share: 0.7559, mean: 878.0 },
        ])),
        Law::Weibull(Weibull::from_mean(0.75, 240.0)),
        Law::Weibull(Weibull::from_mean(2.5, 240.0)),
        Law::Lognormal(Lognormal::from_mean(180.0, 1.15)),
        Law::Gamma(Gamma::from_mean(180.0, 0.02)),
        Law::Gamma(Gamma::from_mean(180.0, 0.7)),
        Law::Gamma(Gamma::from_mean(180.0, 31.0)),
        Law::Uniform(Uniform { low: 5.0, high: 25.0 }),
        Law::Triangular(Triangular { low: 5.0, mode: 5.0, high: 25.0 }),
        Law::Triangular(Triangular { low: 5.0, mode: 12.0, high: 25.0 }),
    ]
}

#[test]
fn the_inverse_hazard_inverts_the_cumulative_hazard() {
    for law in laws() {
        for hazard in [1e-6, 0.01, 0.3, std::f64::consts::LN_2, 1.0, 5.0, 30.0] {
            let x = law.inverse_hazard(hazard);
            let survival = law.survival(x);
            let expected = (-hazard).exp();
            assert!(
                (survival - expected).abs() < 1e-9 * expected.max(1e-3),
                "{law:?}: H⁻¹({hazard}) = {x}, survival {survival} instead of {expected}"
            );
        }
    }
}

#[test]
fn mean_and_variance_are_those_of_the_survival_function() {
    // E X = ∫ S, E X² = ∫ 2 x S: the midpoint rule in the hazard's own scale, X = H⁻¹(-ln u).
    let n = 200_000;
    for law in laws() {
        let samples = (0..n).map(|i| law.inverse_hazard(-((f64::from(i) + 0.5) / f64::from(n)).ln()));
        let (mut sum, mut squares) = (0.0, 0.0);
        for x in samples {
            sum += x;
            squares += x * x;
        }
        let mean = sum / f64::from(n);
        let squared_cv = squares / f64::from(n) / (mean * mean) - 1.0;
        assert!((mean / law.mean() - 1.0).abs() < 1e-3, "{law:?}: mean {mean}");
        assert!((squared_cv - law.squared_cv()).abs() < 0.02 * law.squared_cv(), "{law:?}: scv {squared_cv}");
    }
}

#[test]
fn a_duration_that_ends_at_its_value_has_not_survived_it() {
    assert_eq!(Law::Constant(5.0).survival(5.0), 0.0);
    assert_eq!(Law::Constant(5.0).survival(4.999), 1.0);
    let sample = Law::Empirical(Empirical::new(vec![3.0, 1.0, 2.0, 2.0]));
    assert_eq!(sample.survival(2.0), 0.25);
    assert_eq!(sample.inverse_hazard(-(0.3_f64).ln()), 2.0);
    assert_eq!(sample.inverse_hazard(-(0.2_f64).ln()), 3.0);
    assert_eq!(sample.inverse_hazard(1e-12), 1.0);
    assert_eq!(Law::Never.inverse_hazard(50.0), f64::INFINITY);
}

#[test]
fn scaling_multiplies_the_mean_and_keeps_the_shape() {
    for law in laws() {
        let scaled = law.scaled(3.0);
        assert!((scaled.mean() / law.mean() - 3.0).abs() < 1e-12, "{law:?}");
        assert!((scaled.squared_cv() - law.squared_cv()).abs() < 1e-12, "{law:?}");
    }
}

/// All that a scenario may ask of a law, at the ends of what a draw and a factor can make of a hazard.
#[test]
fn the_ends_of_what_may_be_written_have_durations() {
    let mut laws = laws();
    for mean in [1e-3, 60.0, 9e8] {
        laws.extend([0.01, 0.02, 1.0, 1e6].map(|shape| Law::Gamma(Gamma::from_mean(mean, shape))));
        laws.extend([0.05, 1000.0].map(|shape| Law::Weibull(Weibull::from_mean(shape, mean))));
        laws.extend([1e-3, 100.0].map(|cv| Law::Lognormal(Lognormal::from_mean(mean, cv))));
    }
    for law in laws {
        let mut longest = 0.0;
        for hazard in [f64::MIN_POSITIVE, 1e-16, 1e-9, 1e-3, 0.1, 1.0, 10.0, 36.8, 300.0, 1e4, 1e300] {
            let x = law.inverse_hazard(hazard);
            assert!(x >= longest * (1.0 - 1e-9), "{law:?}: H⁻¹({hazard}) = {x} after {longest}");
            longest = x;
            for age in [x, 0.0, f64::MIN_POSITIVE, f64::MAX, f64::INFINITY] {
                let (survival, hazard) = (law.survival(age), law.cumulative_hazard(age));
                assert!((0.0..=1.0).contains(&survival) && hazard >= 0.0, "{law:?}: {survival} and {hazard} at {age}");
            }
        }
    }
}
