//! Erlang A: exponential patience.

use crate::law::Law;

use super::{PatienceQueue, erlang_b::inverse_erlang_b, erlang_c, is_amount};

/// More terms of the series than this, and the integrals of [`PatienceQueue`] are the quicker and the sounder way.
const MOST_TERMS: u32 = 100_000;

/// The steady state of M/M/n+M, `n` servers and callers who hang up at rate θ while they wait.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ErlangA {
    /// `P(W > 0)`: all servers are busy on arrival.
    pub p_wait: f64,
    /// `P(Ab)`: the share of all callers that hang up.
    pub p_abandon: f64,
    /// `P(Ab | W > 0)`; with nobody arriving, its limit.
    pub p_abandon_given_wait: f64,
    /// `E W = P(Ab)/θ`: the mean time in queue of all callers, served and lost, waits of zero included.
    pub mean_wait: f64,
    /// `E Q = λ E W`: the mean number waiting.
    pub mean_queue: f64,
    /// The share of time a server is busy, `ρ(1 - P(Ab))`.
    pub occupancy: f64,
}

/// M/M/n+M with arrival rate `lambda`, service rate `mu` of one server, rate of hanging up `theta` and `servers`.
///
/// With `A = 1 + Σ_{j≥1} yʲ / Π_{k≤j}(x + k)`, `x = nμ/θ`, `y = λ/θ` and Erlang's `B`:
/// `P(W>0) = A·B/(1 + (A-1)B)` and `P(Ab | W>0) = 1/(ρA) + 1 - 1/ρ`. The second is computed as the equal
/// `Σ tⱼ (j+1)/(x+j+1) / Σ tⱼ` over the terms `tⱼ` of `A` (who joins with `j` ahead hangs up with that probability): a
/// sum of positive terms, exact also where hardly anybody hangs up.
///
/// `theta = 0` is Erlang C. `None` unless all rates are finite and ≥ 0, `mu > 0` and `servers > 0`, and, with
/// `theta = 0`, the queue is stable.
pub fn erlang_a(lambda: f64, mu: f64, theta: f64, servers: u32) -> Option<ErlangA> {
    let n = f64::from(servers);
    let offered = lambda / mu;
    if !(is_amount(lambda) && mu.is_finite() && mu > 0.0 && is_amount(theta) && is_amount(offered) && servers > 0) {
        return None;
    }
    if theta == 0.0 {
        return erlang_c(lambda, mu, servers).map(|queue| ErlangA {
            p_wait: queue.p_wait,
            p_abandon: 0.0,
            p_abandon_given_wait: 0.0,
            mean_wait: queue.mean_wait,
            mean_queue: queue.mean_queue,
            occupancy: queue.occupancy,
        });
    }
    let Some((inverse_a, p_abandon_given_wait)) = series(n * mu / theta, lambda / theta) else {
        return by_integration(lambda, mu, theta, servers);
    };
    // A·B/(1 + (A-1)B), both sides divided by A·B.
    let p_wait = 1.0 / (1.0 + inverse_a * (inverse_erlang_b(servers, offered) - 1.0));
    let p_abandon = p_wait * p_abandon_given_wait;
    let mean_wait = p_abandon / theta;
    Some(ErlangA {
        p_wait,
        p_abandon,
        p_abandon_given_wait,
        mean_wait,
        mean_queue: lambda * mean_wait,
        occupancy: offered / n * (1.0 - p_abandon),
    })
}

/// `1/A` and `P(Ab | W>0)`, summed until the terms are past their peak and below the last digit.
///
/// Sums are scaled down when they grow large, so that nothing overflows; `1/A` is then 0 to every digit. `None` when
/// it takes too many terms.
fn series(x: f64, y: f64) -> Option<(f64, f64)> {
    const LARGE: f64 = 1e250;
    let (mut term, mut sum, mut abandoning) = (1.0, 1.0, 1.0 / (x + 1.0));
    let mut scale = 1.0;
    for j in 1..MOST_TERMS {
        let ahead = f64::from(j);
        term *= y / (x + ahead);
        sum += term;
        abandoning += term * (ahead + 1.0) / (x + ahead + 1.0);
        // Past the peak the rest is less than a geometric series.
        let ratio = y / (x + ahead + 1.0);
        if ratio < 1.0 && term * ratio < 1e-17 * (1.0 - ratio) * abandoning {
            return Some((scale / sum, abandoning / sum));
        }
        if sum > LARGE {
            term /= LARGE;
            sum /= LARGE;
            abandoning /= LARGE;
            scale /= LARGE;
        }
    }
    None
}

fn by_integration(lambda: f64, mu: f64, theta: f64, servers: u32) -> Option<ErlangA> {
    let patience = Law::Exponential(1.0 / theta);
    let queue = PatienceQueue::new(lambda, mu, servers, &patience)?;
    Some(ErlangA {
        p_wait: queue.p_wait,
        p_abandon: queue.p_abandon,
        p_abandon_given_wait: queue.p_abandon_given_wait,
        mean_wait: queue.mean_wait,
        mean_queue: queue.mean_queue,
        occupancy: queue.occupancy,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(a: f64, b: f64, tolerance: f64) {
        assert!((a - b).abs() <= tolerance * b.abs(), "{a} is not {b}");
    }

    #[test]
    fn as_patient_as_they_are_served_the_number_inside_is_poisson() {
        let n = 100;
        let load: f64 = 90.0;
        let (mut term, mut below) = ((-load).exp(), 0.0);
        for j in 0..n {
            below += term;
            term *= load / f64::from(j + 1);
        }
        close(erlang_a(0.9, 0.01, 0.01, n).unwrap().p_wait, 1.0 - below, 1e-12);
    }

    #[test]
    fn the_series_and_the_integrals_agree() {
        for (lambda, mu, theta, n) in [
            (48.0, 1.0, 0.5, 50),
            (1.0, 1.0, 1e-3, 2),
            (1.0, 1.0, 1e3, 1),
            (2000.0, 1.0, 0.3, 2000),
            (4000.0, 1.0, 0.3, 2000),
            (1500.0, 1.0, 0.3, 2000),
            (30.0, 1.0, 0.01, 10),
            (0.5, 1.0, 1e-7, 1),
        ] {
            let closed = erlang_a(lambda, mu, theta, n).unwrap();
            let integrated = by_integration(lambda, mu, theta, n).unwrap();
            close(integrated.p_wait, closed.p_wait, 1e-12);
            close(integrated.p_abandon, closed.p_abandon, 1e-12);
            close(integrated.p_abandon_given_wait, closed.p_abandon_given_wait, 1e-12);
            close(integrated.mean_wait, closed.mean_wait, 1e-12);
        }
    }

    #[test]
    fn endless_patience_is_erlang_c() {
        let patient = erlang_a(9.0, 1.0, 1e-13, 10).unwrap();
        let endless = erlang_a(9.0, 1.0, 0.0, 10).unwrap();
        close(patient.p_wait, endless.p_wait, 1e-10);
        close(patient.mean_wait, endless.mean_wait, 1e-10);
        assert_eq!(erlang_a(11.0, 1.0, 0.0, 10), None);
    }

    #[test]
    fn overload_drains_to_the_fluid_limit() {
        // What exceeds the servers hangs up: P(Ab) → 1 - 1/ρ.
        let queue = erlang_a(3000.0, 1.0, 1e-9, 2000).unwrap();
        close(queue.p_abandon, 1.0 / 3.0, 1e-9);
        close(queue.occupancy, 1.0, 1e-9);
    }
}
