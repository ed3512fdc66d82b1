//! An IVR and agents behind a limited number of trunk lines.

use super::{MOST_STATES, is_amount, is_share, share_of};

/// A center with `lines` trunk lines: a call takes a line on arrival (blocked when none is free), spends a time of any law
/// in the IVR, then leaves, or goes on to the agents, and holds its line until it is over.
///
/// Srinivasan, Talim and Wang (2004) for a share of 1 to the agents, Khudyakov, Feigin and Mandelbaum (2010) for any
/// (formulas from memory and derived again; the hang-ups in the queue are an addition). With
/// `x_i = (λm)ⁱ/i!` and `y_j = Π_{l≤j} λp/(min(l,S)μ + (l-S)⁺δ)`, `i` calls are in the IVR and `j` with the agents or in
/// their queue with probability `π(i,j) ∝ x_i y_j`, `i + j ≤ N`; a call that leaves the IVR sees the same with one line less.
/// The IVR is a node of infinitely many servers, so its law matters through its mean alone.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TrunkLines {
    /// The arrival rate λ (> 0).
    pub lambda: f64,
    /// The mean time in the IVR m (≥ 0), of all who enter it.
    pub mean_ivr: f64,
    /// The share p of calls in the IVR that go on to the agents.
    pub share_to_agents: f64,
    /// The service rate μ of one agent (> 0).
    pub mu: f64,
    /// The number of agents S.
    pub agents: u32,
    /// The number of lines N (≥ 1).
    pub lines: u32,
    /// The rate δ of hanging up of each caller in the queue (≥ 0); the papers have 0.
    pub theta: f64,
}

/// The steady state of [`TrunkLines`].
#[derive(Debug, Clone, PartialEq)]
pub struct TrunkLinesResult {
    /// The probability that a call finds all lines busy.
    pub p_block: f64,
    /// `P(W > 0)` of the calls sent to the agents.
    pub p_wait: f64,
    /// `P(Ab)` of the calls sent to the agents.
    pub p_abandon: f64,
    /// The mean wait of the calls sent to the agents, waits of zero included.
    pub mean_wait: f64,
    /// The mean number waiting for an agent.
    pub mean_queue: f64,
    /// The share of time an agent is busy.
    pub agent_occupancy: f64,
    /// The mean number of calls in the IVR.
    pub mean_in_ivr: f64,
    /// The mean share of lines in use.
    pub trunk_occupancy: f64,

    /// `P(k calls ahead, all agents busy)` as seen by a call sent to the agents; k = 0, 1, ... waiting.
    ahead: Vec<f64>,
    capacity: f64,
    is_patient: bool,
}

impl TrunkLines {
    /// The steady state. `None` for parameters outside their ranges, more than ten million lines, or when calls
    /// are sent where nobody ever answers or hangs up.
    pub fn solve(&self) -> Option<TrunkLinesResult> {
        let Self { lambda, mean_ivr, share_to_agents, mu, agents, lines, theta } = *self;
        let positive = [lambda, mu].into_iter().all(|x| x.is_finite() && x > 0.0);
        let stuck = agents == 0 && theta == 0.0 && share_to_agents > 0.0;
        if !positive
            || !is_amount(mean_ivr)
            || !is_amount(theta)
            || !is_share(share_to_agents)
            || lines == 0
            || lines > MOST_STATES
            || stuck
        {
            return None;
        }
        let sent = lambda * share_to_agents;
        let ivr = log_products(lines, |_| lambda * mean_ivr, f64::from);
        let queue = log_products(
            lines,
            |_| sent,
            |l| {
                let waiting = l.saturating_sub(agents);
                f64::from(l - waiting) * mu + f64::from(waiting) * theta
            },
        );
        let ivr_up_to = log_prefix_sums(&ivr);
        let n = lines as usize;
        // Σ_i over what the IVR may hold beside j calls at the agents, when `lines` lines are in use at most.
        let beside =
            |j: usize, lines: usize| if j <= lines { queue[j] + ivr_up_to[lines - j] } else { f64::NEG_INFINITY };
        let largest = (0..=n).map(|j| beside(j, n)).fold(f64::NEG_INFINITY, f64::max);
        let units = |log: f64| (log - largest).exp();

        let (mut blocked, mut open, mut in_ivr, mut waiting, mut busy, mut in_use) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0);
        for j in 0..=n {
            let with_agents = j as f64;
            let weight = units(beside(j, n));
            blocked += units(queue[j] + ivr[n - j]);
            // Σ i x_i = λm Σ x_{i-1}
            let ivr_here = if j < n { lambda * mean_ivr * units(beside(j, n - 1)) } else { 0.0 };
            if j < n {
                open += units(beside(j, n - 1));
            }
            in_ivr += ivr_here;
            waiting += (with_agents - f64::from(agents)).max(0.0) * weight;
            busy += with_agents.min(f64::from(agents)) * weight;
            in_use += with_agents * weight + ivr_here;
        }
        // Not `open + blocked` by subtraction: both are sums of positive terms.
        let total = open + blocked;
        let reaching = sent * open;
        let ahead: Vec<f64> = (agents as usize..n).map(|j| share_of(units(beside(j, n - 1)), open)).collect();
        Some(TrunkLinesResult {
            p_block: blocked / total,
            p_wait: ahead.iter().sum(),
            p_abandon: share_of(theta * waiting, reaching),
            mean_wait: share_of(waiting, reaching),
            mean_queue: waiting / total,
            agent_occupancy: share_of(busy, f64::from(agents) * total),
            mean_in_ivr: in_ivr / total,
            trunk_occupancy: in_use / total / n as f64,
            ahead,
            capacity: f64::from(agents) * mu,
            is_patient: theta == 0.0,
        })
    }
}

impl TrunkLinesResult {
    /// `P(W > t)` of the calls sent to the agents: `Σ_{j≥S} χ(j) e^{-Sμt} Σ_{l≤j-S} (Sμt)ˡ/l!`; 1 for a negative `t`.
    ///
    /// Only where nobody hangs up in the queue (`theta` 0); `None` otherwise.
    pub fn p_wait_beyond(&self, t: f64) -> Option<f64> {
        if !self.is_patient {
            return None;
        }
        if t < 0.0 {
            return Some(1.0);
        }
        let served = self.capacity * t;
        if served == 0.0 {
            return Some(self.p_wait);
        }
        let (mut log_term, mut fewer, mut beyond) = (-served, 0.0, 0.0);
        for (l, chance) in self.ahead.iter().enumerate() {
            if l > 0 {
                log_term += (served / l as f64).ln();
            }
            fewer += log_term.exp();
            beyond += chance * fewer;
        }
        Some(beyond)
    }
}

/// `ln Π_{l≤j} up(l)/down(l)` for `j ≤ n`.
fn log_products(n: u32, up: impl Fn(u32) -> f64, down: impl Fn(u32) -> f64) -> Vec<f64> {
    let mut log = 0.0;
    std::iter::once(0.0)
        .chain((1..=n).map(|l| {
            log += (up(l) / down(l)).ln();
            log
        }))
        .collect()
}

/// `ln Σ_{i≤k} exp(logs[i])` for every `k`.
fn log_prefix_sums(logs: &[f64]) -> Vec<f64> {
    let mut sum = f64::NEG_INFINITY;
    logs.iter()
        .map(|&log| {
            let (high, low) = (sum.max(log), sum.min(log));
            sum = high + (low - high).exp().ln_1p();
            sum
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::theory::{erlang_a, erlang_b, erlang_c, finite_lines};

    const CENTER: TrunkLines = TrunkLines {
        lambda: 0.2,
        mean_ivr: 60.0,
        share_to_agents: 0.5,
        mu: 1.0 / 180.0,
        agents: 20,
        lines: 60,
        theta: 0.0,
    };

    fn close(a: f64, b: f64, tolerance: f64) {
        assert!((a - b).abs() <= tolerance * b.abs(), "{a} is not {b}");
    }

    #[test]
    fn without_agents_it_is_erlang_b_and_without_ivr_mmnk() {
        let ports = TrunkLines { share_to_agents: 0.0, lines: 10, ..CENTER }.solve().unwrap();
        close(ports.p_block, erlang_b(10, 12.0), 1e-13);
        assert_eq!((ports.mean_wait, ports.p_abandon), (0.0, 0.0));
        for theta in [0.0, 0.01] {
            let direct = TrunkLines { mean_ivr: 0.0, share_to_agents: 1.0, theta, ..CENTER }.solve().unwrap();
            let chain = finite_lines(0.2, 1.0 / 180.0, theta, 20, 60).unwrap();
            close(direct.p_block, chain.p_block, 1e-12);
            close(direct.p_wait, chain.p_wait, 1e-12);
            close(direct.mean_wait, chain.mean_wait, 1e-12);
            close(direct.agent_occupancy, chain.occupancy, 1e-12);
            assert!((direct.p_abandon - chain.p_abandon).abs() < 1e-12);
        }
    }

    #[test]
    fn with_lines_enough_it_is_erlang_c_or_a() {
        let many = TrunkLines { lines: 3000, ..CENTER };
        let erlang = erlang_c(0.1, 1.0 / 180.0, 20).unwrap();
        let result = many.solve().unwrap();
        close(result.p_wait, erlang.p_wait, 1e-10);
        close(result.p_wait_beyond(45.0).unwrap(), erlang.p_wait_beyond(45.0), 1e-10);
        let impatient = TrunkLines { theta: 0.02, ..many }.solve().unwrap();
        let erlang = erlang_a(0.1, 1.0 / 180.0, 0.02, 20).unwrap();
        close(impatient.p_abandon, erlang.p_abandon, 1e-10);
        assert_eq!(impatient.p_wait_beyond(1.0), None);
    }

    #[test]
    fn far_beyond_its_lines_nothing_overflows() {
        let flooded = TrunkLines { lambda: 1e6, lines: 2000, ..CENTER }.solve().unwrap();
        assert!(flooded.p_block > 0.999_9 && flooded.p_block < 1.0);
        close(flooded.trunk_occupancy, 1.0, 1e-3);
        assert_eq!(TrunkLines { agents: 0, ..CENTER }.solve(), None);
        assert_eq!(TrunkLines { lambda: f64::NAN, ..CENTER }.solve(), None);
    }
}
