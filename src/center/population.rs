//! The customers: whose contact it is, and whether their number is known.

use std::fmt;
use std::num::NonZeroU32;

use super::draw::{Draws, Purpose, StreamKey, known};
use crate::scenario::resolved::{self, Scenario};

/// A customer, numbered from 1. Numbers above the population's count are profiles made again for somebody who had one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CustomerId(NonZeroU32);

impl CustomerId {
    /// The customer at this position (from 0).
    pub(super) fn at(index: u32) -> Self {
        Self(NonZeroU32::MIN.saturating_add(index))
    }

    /// The customer's number.
    pub fn number(self) -> u32 {
        self.0.get()
    }

    /// The customer's position (from 0).
    pub(super) fn index(self) -> usize {
        (self.0.get() - 1) as usize
    }
}

impl fmt::Display for CustomerId {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Those who contact.
#[derive(Debug, Clone)]
pub(super) struct Population {
    pub(super) meant: resolved::Population,
    known_number: f64,
    key: StreamKey,
}

impl Population {
    pub(super) fn new(scenario: &Scenario, meant: resolved::Population) -> Self {
        Self { meant, known_number: scenario.known_number, key: StreamKey::new(scenario.seed, "customers") }
    }

    /// Whose contact these draws are of: the k-th customer's with a weight of `∫ x^-uneven dx` from k to k + 1.
    pub(super) fn whose(&self, draws: &Draws) -> CustomerId {
        let u = draws.uniform(Purpose::Customer, 0, 0);
        let end = f64::from(self.meant.count) + 1.0;
        let power = 1.0 - self.meant.uneven;
        let x = if power == 1.0 {
            1.0 + u * (end - 1.0)
        } else if power.abs() < 1e-9 {
            libm::exp(u * libm::log(end))
        } else {
            libm::pow(1.0 + u * (libm::pow(end, power) - 1.0), 1.0 / power)
        };
        CustomerId::at((x as u32).clamp(1, self.meant.count) - 1)
    }

    /// Whether this customer's number is known on this day, before anything happens on it.
    pub(super) fn knows(&self, customer: CustomerId, replication: u32) -> bool {
        self.known_number >= 1.0
            || (self.known_number > 0.0 && known(self.key, replication, customer.number()) < self.known_number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::resolved::Conversations;

    fn population(count: u32, uneven: f64, known_number: f64) -> Population {
        let conversations = Conversations { closed_by_agent: 1.0, idle: 1.0, reopen_within: 0.0 };
        let meant = resolved::Population { count, uneven, found_again: true, conversations };
        Population { meant, known_number, key: StreamKey::new(1, "customers") }
    }

    /// How many of these contacts are each customer's.
    fn contacts(population: &Population, n: u32) -> Vec<f64> {
        let mut contacts = vec![0.0; population.meant.count as usize];
        for caller in 0..n {
            let draws = Draws::arriving(StreamKey::new(1, "voice"), 0, caller).0;
            contacts[population.whose(&draws).index()] += 1.0;
        }
        contacts
    }

    #[test]
    fn contacts_fall_to_customers_by_their_weight() {
        let n = 100_000;
        for uneven in [0.0, 0.5, 1.0, 2.0] {
            let integral = |from: f64, to: f64| {
                if uneven == 1.0 {
                    (to / from).ln()
                } else {
                    (to.powf(1.0 - uneven) - from.powf(1.0 - uneven)) / (1.0 - uneven)
                }
            };
            let found = contacts(&population(20, uneven, 0.0), n);
            let chi2: f64 = (0..20_u32)
                .map(|k| {
                    let from = f64::from(k) + 1.0;
                    let expected = f64::from(n) * integral(from, from + 1.0) / integral(1.0, 21.0);
                    (found[k as usize] - expected).powi(2) / expected
                })
                .sum();
            assert!(chi2 < 43.8, "chi² = {chi2} with 19 degrees of freedom (0.1 %) at {uneven}");
        }
    }

    #[test]
    fn a_tenth_makes_three_quarters_at_one() {
        let found = contacts(&population(20_000, 1.0, 0.0), 100_000);
        let tenth = found[..2000].iter().sum::<f64>() / 100_000.0;
        assert!((0.75..0.785).contains(&tenth), "{tenth}");
    }

    #[test]
    fn the_share_asked_for_is_known_and_stays_so_over_the_day() {
        let population = population(20_000, 0.0, 0.7);
        let known = |day| (0..20_000).filter(|&index| population.knows(CustomerId::at(index), day)).count();
        for day in 0..3 {
            assert!((known(day) as f64 - 14_000.0).abs() < 4.5 * (20_000.0_f64 * 0.7 * 0.3).sqrt());
        }
        assert_ne!(known(0), known(1));
    }
}
