//! M/G/1: one server, any law of service.

use crate::law::Law;

use super::is_amount;

/// The steady state of M/G/1 without hang-ups.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SingleServer {
    /// `ρ = λ E S`, the share of time the server is busy and, arrivals being Poisson, `P(W > 0)`.
    pub occupancy: f64,
    /// `E W = λ E[S²]/(2(1 - ρ))`, waits of zero included.
    pub mean_wait: f64,
    /// The mean number waiting, `λ E W`.
    pub mean_queue: f64,
}

/// The formula of Pollaczek and Khinchine, for arrival rate `lambda` and this law of service.
///
/// `None` unless λ ≥ 0 and the first two moments of service are finite and `ρ < 1`.
pub fn mg1(lambda: f64, service: &Law) -> Option<SingleServer> {
    let mean = service.mean();
    let second_moment = mean * mean * (1.0 + service.squared_cv());
    let occupancy = lambda * mean;
    if !(is_amount(lambda) && is_amount(mean) && is_amount(second_moment) && occupancy < 1.0) {
        return None;
    }
    let mean_wait = 0.5 * lambda * second_moment / (1.0 - occupancy);
    Some(SingleServer { occupancy, mean_wait, mean_queue: lambda * mean_wait })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::theory::erlang_c;

    #[test]
    fn with_exponential_service_it_is_erlang_c() {
        let single = mg1(0.8, &Law::Exponential(1.0)).unwrap();
        assert!((single.mean_wait - erlang_c(0.8, 1.0, 1).unwrap().mean_wait).abs() < 1e-14);
        assert_eq!(mg1(1.0, &Law::Exponential(1.0)), None);
        assert_eq!(mg1(1.0, &Law::Never), None);
    }
}
