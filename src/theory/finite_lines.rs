//! M/M/n/K(+M): as many callers inside as there are lines.

use super::{MOST_STATES, is_amount, share_of};

/// The steady state of M/M/n/K(+M).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FiniteLines {
    /// The probability that a call finds all lines busy.
    pub p_block: f64,
    /// `P(W > 0)` of the calls that got a line.
    pub p_wait: f64,
    /// `P(Ab)` of the calls that got a line.
    pub p_abandon: f64,
    /// The mean number waiting.
    pub mean_queue: f64,
    /// The mean wait of the calls that got a line, waits of zero included.
    pub mean_wait: f64,
    /// The share of time a server is busy.
    pub occupancy: f64,
}

/// M/M/n/K with arrival rate `lambda`, service rate `mu` of one server, hang-ups at rate `theta` (≥ 0) of each caller who
/// waits, `servers` and `lines`, those of the callers in service included.
///
/// A birth-death chain: `πⱼ ∝ Π_{i≤j} λ/(min(i,n)μ + (i-n)⁺θ)` for `j ≤ K`. Fewer lines than servers are allowed.
/// `None` unless all rates are finite and ≥ 0 and `mu > 0`, or when there are no servers and nobody hangs up either;
/// also for more than ten million lines.
pub fn finite_lines(lambda: f64, mu: f64, theta: f64, servers: u32, lines: u32) -> Option<FiniteLines> {
    let amounts = is_amount(lambda) && is_amount(mu) && is_amount(theta) && mu > 0.0;
    if !amounts || lines > MOST_STATES || (servers == 0 && theta == 0.0) {
        return None;
    }
    let n = f64::from(servers);
    let weights = product_weights(lambda, mu, theta, servers, lines);
    let mut admitted = 0.0;
    let mut waiting = 0.0;
    let (mut queue, mut busy) = (0.0, 0.0);
    for (j, weight) in weights.iter().enumerate() {
        let j = j as f64;
        queue += (j - n).max(0.0) * weight;
        busy += j.min(n) * weight;
    }
    let (blocked, open) = weights.split_last()?;
    for (j, weight) in open.iter().enumerate() {
        admitted += weight;
        waiting += if j as f64 >= n { *weight } else { 0.0 };
    }
    let total = admitted + blocked;
    Some(FiniteLines {
        p_block: blocked / total,
        p_wait: share_of(waiting, admitted),
        p_abandon: share_of(theta * queue, lambda * admitted),
        mean_queue: queue / total,
        mean_wait: share_of(queue, lambda * admitted),
        occupancy: share_of(busy, n * total),
    })
}

/// `Π_{i≤j} λ/(min(i,n)μ + (i-n)⁺θ)` for `j ≤ K`, up to a common factor that keeps them from overflowing.
fn product_weights(lambda: f64, mu: f64, theta: f64, servers: u32, lines: u32) -> Vec<f64> {
    const LARGE: f64 = 1e200;
    let mut weights = Vec::with_capacity(lines as usize + 1);
    let mut weight = 1.0;
    weights.push(weight);
    let mut scaled_from = 0;
    let mut starts = vec![0];
    for i in 1..=lines {
        let waiting = i.saturating_sub(servers);
        weight *= lambda / (f64::from(i - waiting) * mu + f64::from(waiting) * theta);
        if weight > LARGE {
            weight /= LARGE;
            scaled_from += 1;
            starts.push(weights.len());
        }
        weights.push(weight);
    }
    // Each weight is in units of its own block; bring all to the units of the last.
    for (block, start) in starts.iter().enumerate() {
        let end = starts.get(block + 1).copied().unwrap_or(weights.len());
        let behind = scaled_from - block;
        let factor = if behind == 0 { 1.0 } else { LARGE.powf(-(behind as f64)) };
        for weight in &mut weights[*start..end] {
            *weight *= factor;
        }
    }
    weights
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::theory::{erlang_a, erlang_b, erlang_c};

    fn close(a: f64, b: f64, tolerance: f64) {
        assert!((a - b).abs() <= tolerance * b.abs(), "{a} is not {b}");
    }

    #[test]
    fn as_many_lines_as_servers_are_erlang_b() {
        for (n, a) in [(1, 1.0), (20, 15.0), (2000, 1900.0), (2000, 4000.0), (50, 1e-3)] {
            close(finite_lines(a, 1.0, 0.7, n, n).unwrap().p_block, erlang_b(n, a), 1e-11);
        }
    }

    #[test]
    fn many_lines_are_erlang_c_and_a() {
        let free = finite_lines(9.0, 1.0, 0.0, 10, 2000).unwrap();
        let erlang = erlang_c(9.0, 1.0, 10).unwrap();
        close(free.p_wait, erlang.p_wait, 1e-12);
        close(free.mean_wait, erlang.mean_wait, 1e-12);
        for lambda in [1500.0, 2000.0, 3000.0] {
            let free = finite_lines(lambda, 1.0, 0.5, 2000, 9000).unwrap();
            let erlang = erlang_a(lambda, 1.0, 0.5, 2000).unwrap();
            close(free.p_wait, erlang.p_wait, 1e-11);
            close(free.p_abandon, erlang.p_abandon, 1e-11);
            close(free.occupancy, erlang.occupancy, 1e-11);
        }
    }

    #[test]
    fn corners() {
        assert_eq!(finite_lines(1.0, 1.0, 0.0, 3, 0).unwrap().p_block, 1.0);
        assert_eq!(finite_lines(0.0, 1.0, 0.0, 3, 5).unwrap().mean_wait, 0.0);
        assert_eq!(finite_lines(1.0, 1.0, 0.0, 0, 5), None);
        // Nobody answers: all who get in hang up.
        close(finite_lines(1.0, 1.0, 0.1, 0, 5).unwrap().p_abandon, 1.0, 1e-14);
        assert_eq!(finite_lines(f64::NAN, 1.0, 0.0, 3, 5), None);
    }
}
