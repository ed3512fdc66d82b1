//! Erlang B: calls that find every server busy are lost.

use super::is_amount;

/// The probability that a call is lost in M/G/n/n: `B(0) = 1`, `B(k) = a·B(k-1) / (k + a·B(k-1))`.
///
/// It holds for any law of service with the given mean, so it also tests that a simulator is insensitive to that law.
/// `offered` is the offered load in erlangs, arrival rate times mean holding time. NaN when it is negative, infinite or
/// NaN.
pub fn erlang_b(servers: u32, offered: f64) -> f64 {
    1.0 / inverse_erlang_b(servers, offered)
}

/// `1/B(n)`, by `I(k) = 1 + (k/a)·I(k-1)`: a sum of positive terms, so no digit is lost; infinite without traffic and
/// where it exceeds the range of `f64`.
///
/// It is also `Σ_{j≤n} (aʲ/j!) / (aⁿ/n!)`, the weight of all states up to `n` in units of the last.
pub(super) fn inverse_erlang_b(servers: u32, offered: f64) -> f64 {
    if !is_amount(offered) {
        return f64::NAN;
    }
    let mut inverse = 1.0;
    for k in 1..=servers {
        inverse = 1.0 + f64::from(k) / offered * inverse;
        if inverse.is_infinite() {
            break;
        }
    }
    inverse
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits() {
        assert_eq!(erlang_b(0, 3.0), 1.0);
        assert_eq!(erlang_b(0, 0.0), 1.0);
        assert_eq!(erlang_b(5, 0.0), 0.0);
        assert_eq!(erlang_b(2000, 1e-3), 0.0);
        assert!((erlang_b(10, 1e12) - 1.0).abs() < 1e-10);
        for bad in [-1.0, f64::NAN, f64::INFINITY] {
            assert!(erlang_b(3, bad).is_nan());
        }
    }

    #[test]
    fn a_million_servers_take_no_time() {
        // B ≈ 1/sqrt(π a/2) at n = a, with an error of order 1/a.
        let b = erlang_b(1_000_000, 1e6);
        assert!((b * (std::f64::consts::PI * 1e6 / 2.0).sqrt() - 1.0).abs() < 1e-3);
    }
}
