//! How many options a menu should have.

use super::{Listener, is_amount};

/// The breadth that reaches a fixed number of leaves with the least expected listening, as a real number.
///
/// A menu costs `intro + decide` and `prompt` per option heard, and a tree over `L` leaves has `ln L / ln b` levels.
/// Minimising gives `b(ln b - 1) = 1 + 2(h + c)/s` where callers press as soon as they hear theirs, and
/// `b(ln b - 1) = (h + c)/s` where they hear all (the form of Lee and MacGregor 1985, from memory, derived again).
///
/// Infinite when options cost nothing and menus do; NaN for durations that are negative or not finite, or all zero.
#[expect(clippy::doc_markdown, reason = "MacGregor is a name")]
pub fn optimal_breadth(intro: f64, decide: f64, prompt: f64, listener: Listener) -> f64 {
    if !(is_amount(intro) && is_amount(decide) && is_amount(prompt)) {
        return f64::NAN;
    }
    let overhead = (intro + decide) / prompt;
    let target = match listener {
        Listener::SelfTerminating => 1.0 + 2.0 * overhead,
        Listener::Full => overhead,
    };
    if !target.is_finite() {
        return target;
    }
    // Newton from the right: the left side is convex and rising from b = e on, so it cannot overshoot.
    let mut breadth = std::f64::consts::E + target;
    for _ in 0..100 {
        let step = (breadth * (breadth.ln() - 1.0) - target) / breadth.ln();
        breadth -= step;
        if step.abs() <= 1e-15 * breadth {
            break;
        }
    }
    breadth
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn corners() {
        assert_eq!(optimal_breadth(1.0, 1.0, 0.0, Listener::Full), f64::INFINITY);
        assert!(optimal_breadth(0.0, 0.0, 0.0, Listener::Full).is_nan());
        assert!(optimal_breadth(-1.0, 0.0, 1.0, Listener::Full).is_nan());
        // Without any overhead, hearing everything: the classical e.
        assert!((optimal_breadth(0.0, 0.0, 1.0, Listener::Full) - std::f64::consts::E).abs() < 1e-14);
        let huge = optimal_breadth(1e12, 0.0, 1.0, Listener::Full);
        assert!((huge * (huge.ln() - 1.0) / 1e12 - 1.0).abs() < 1e-12);
    }
}
