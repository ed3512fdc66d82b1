//! Classes of callers with non-preemptive priority.

use super::{erlang_c, is_amount};

/// Waits in M/M/n with non-preemptive priority.
#[derive(Debug, Clone, PartialEq)]
pub struct PriorityWaits {
    /// `P(W > 0)`, the same for every class: Erlang C at the total load.
    pub p_wait: f64,
    /// The mean wait of each class, waits of zero included, the most urgent first.
    pub mean_wait: Vec<f64>,
    /// The mean wait over all callers; the same as without priorities.
    pub mean_wait_overall: f64,
}

/// M/M/n with non-preemptive priority and one service rate for all: `lambdas` are the arrival rates, the most urgent class
/// first.
///
/// `E W_k = C/(nμ) / ((1 - s_{k-1})(1 - s_k))` with `s_k = Σ_{i≤k} λ_i/(nμ)` and Erlang's C at the total load (Cobham;
/// Kella and Yechiali). `None` unless all rates are finite and ≥ 0 and the total load is below the number of `servers`.
pub fn priority_waits(lambdas: &[f64], mu: f64, servers: u32) -> Option<PriorityWaits> {
    if !lambdas.iter().all(|&lambda| is_amount(lambda)) {
        return None;
    }
    let erlang = erlang_c(lambdas.iter().sum(), mu, servers)?;
    let capacity = f64::from(servers) * mu;
    let mut spare = 1.0;
    let mean_wait = lambdas
        .iter()
        .map(|lambda| {
            let left = spare;
            spare -= lambda / capacity;
            erlang.p_wait / capacity / (left * spare)
        })
        .collect();
    Some(PriorityWaits { p_wait: erlang.p_wait, mean_wait, mean_wait_overall: erlang.mean_wait })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn priorities_move_waits_around_and_keep_their_sum() {
        let lambdas = [1.0, 2.0, 0.0, 4.5];
        let waits = priority_waits(&lambdas, 1.0, 8).unwrap();
        let total: f64 = lambdas.iter().sum();
        let mean = lambdas.iter().zip(&waits.mean_wait).map(|(lambda, wait)| lambda * wait).sum::<f64>() / total;
        assert!((mean / waits.mean_wait_overall - 1.0).abs() < 1e-13);
        assert!(waits.mean_wait.is_sorted());
        assert_eq!(priority_waits(&[1.0, 8.0], 1.0, 8), None);
        assert_eq!(priority_waits(&[-1.0, 8.0], 1.0, 8), None);
    }
}
