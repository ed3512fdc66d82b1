//! Erlang C: nobody hangs up.

use super::{erlang_b::inverse_erlang_b, is_amount};

/// The steady state of M/M/n, `n` servers and callers who wait forever.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ErlangC {
    /// `P(W > 0) = B/(1 - ρ(1 - B))`: all servers are busy on arrival.
    pub p_wait: f64,
    /// `E W = C/(nμ - λ)` over all callers, those who do not wait included: the average speed of answer.
    pub mean_wait: f64,
    /// `E[W | W > 0] = 1/(nμ - λ)`.
    pub mean_wait_given_wait: f64,
    /// `Var W = (2C - C²)/(nμ - λ)²`.
    pub variance_of_wait: f64,
    /// The mean number waiting, `λ E W`.
    pub mean_queue: f64,
    /// The share of time a server is busy, `ρ = λ/(nμ)`.
    pub occupancy: f64,
}

impl ErlangC {
    /// `P(W > t) = C exp(-(nμ - λ)t)`; 1 for a negative `t`.
    pub fn p_wait_beyond(&self, t: f64) -> f64 {
        if t < 0.0 { 1.0 } else { self.p_wait * (-t / self.mean_wait_given_wait).exp() }
    }

    /// The service level, `P(W ≤ t)`; all five definitions agree where nobody hangs up. 0 for a negative `t`.
    pub fn service_level(&self, t: f64) -> f64 {
        1.0 - self.p_wait_beyond(t)
    }
}

/// M/M/n with arrival rate `lambda`, service rate `mu` of one server and `servers` of them.
///
/// `None` unless λ ≥ 0 and μ > 0 are finite and `λ < nμ`: an overloaded queue without hang-ups grows forever.
pub fn erlang_c(lambda: f64, mu: f64, servers: u32) -> Option<ErlangC> {
    let n = f64::from(servers);
    let offered = lambda / mu;
    let spare = n * mu - lambda;
    if !(is_amount(lambda) && is_amount(mu) && is_amount(offered) && spare > 0.0) {
        return None;
    }
    // n/(n - a + aB) B, the textbook form with both sides multiplied by n/B.
    let p_wait = n / (offered + (n - offered) * inverse_erlang_b(servers, offered));
    let mean_wait = p_wait / spare;
    Some(ErlangC {
        p_wait,
        mean_wait,
        mean_wait_given_wait: 1.0 / spare,
        variance_of_wait: p_wait * (2.0 - p_wait) / (spare * spare),
        mean_queue: lambda * mean_wait,
        occupancy: offered / n,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_single_server_waits_with_probability_rho() {
        let queue = erlang_c(0.8, 1.0, 1).unwrap();
        assert!((queue.p_wait - 0.8).abs() < 1e-15);
        assert!((queue.p_wait_beyond(2.0) - 0.8 * (-0.4_f64).exp()).abs() < 1e-15);
        assert_eq!(queue.p_wait_beyond(-1.0), 1.0);
    }

    #[test]
    fn what_has_no_steady_state_has_no_answer() {
        for (lambda, mu, servers) in
            [(1.0, 1.0, 1), (2.0, 1.0, 1), (1.0, 1.0, 0), (-1.0, 1.0, 3), (1.0, 0.0, 3), (f64::NAN, 1.0, 3)]
        {
            assert_eq!(erlang_c(lambda, mu, servers), None);
        }
        assert_eq!(erlang_c(0.0, 1.0, 3).unwrap().p_wait, 0.0);
    }
}
