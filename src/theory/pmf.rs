//! Probability mass on times that are whole multiples of a tick.

/// How many ticks a table may have before a sorted list is the better way to add up mass.
const MOST_TICKS: u64 = 1 << 24;

/// What one tick is: `ticks × stride / per_unit` is the time.
///
/// The finest tick that the durations need is found first as a decimal (so that 0.1 + 0.2 is 0.3, and a path ends
/// *exactly* at a patience of 0.3), else as a binary fraction; then made as coarse as their common divisor allows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Clock {
    stride: u64,
    per_unit: f64,
}

impl Clock {
    /// The clock for these durations (finite, ≥ 0), none of whose sums will exceed `horizon`.
    pub(super) fn new(durations: &[f64], horizon: f64) -> Self {
        let fits = |per_unit: f64| {
            horizon * per_unit < 2.0_f64.powi(60)
                && durations.iter().all(|&duration| {
                    let ticks = duration * per_unit;
                    (ticks - ticks.round()).abs() <= 2.0 * f64::EPSILON * ticks
                })
        };
        let decimal = (0..=9).map(|digits| 10.0_f64.powi(digits)).find(|&per_unit| fits(per_unit));
        let binary = || if horizon > 0.0 { 2.0_f64.powi((59 - exponent_of(horizon)).clamp(-1000, 1000)) } else { 1.0 };
        let per_unit = decimal.unwrap_or_else(binary);
        let finest = Self { stride: 1, per_unit };
        let stride = durations.iter().fold(0, |divisor, &duration| common_divisor(divisor, finest.ticks(duration)));
        Self { stride: stride.max(1), per_unit }
    }

    /// A duration in ticks.
    pub(super) fn ticks(self, duration: f64) -> u64 {
        (duration * self.per_unit).round() as u64 / self.stride
    }

    fn time(self, ticks: u64) -> f64 {
        (ticks * self.stride) as f64 / self.per_unit
    }
}

/// The binary exponent of a positive number, rounded up.
fn exponent_of(x: f64) -> i32 {
    x.log2().ceil() as i32
}

fn common_divisor(mut a: u64, mut b: u64) -> u64 {
    while b > 0 {
        (a, b) = (b, a % b);
    }
    a
}

/// Probability mass on times, in rising order; its total is at most 1.
#[derive(Debug, Clone, PartialEq)]
pub struct Pmf {
    clock: Clock,
    atoms: Vec<(u64, f64)>,
}

impl Pmf {
    /// Mass on some ticks, in any order.
    pub(super) fn new(clock: Clock, mut atoms: Vec<(u64, f64)>) -> Self {
        atoms.retain(|&(_, mass)| mass > 0.0);
        atoms.sort_by_key(|&(ticks, _)| ticks);
        atoms.dedup_by(|next, kept| {
            let same = next.0 == kept.0;
            if same {
                kept.1 += next.1;
            }
            same
        });
        Self { clock, atoms }
    }

    /// The times with mass, rising, each with its probability.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (f64, f64)> {
        self.atoms.iter().map(|&(ticks, mass)| (self.clock.time(ticks), mass))
    }

    /// All the mass there is.
    pub fn total(&self) -> f64 {
        self.atoms.iter().map(|&(_, mass)| mass).sum()
    }

    /// `Σ mass × f(time)`.
    pub fn sum_of(&self, f: impl Fn(f64) -> f64) -> f64 {
        self.iter().map(|(time, mass)| mass * f(time)).sum()
    }

    /// The law of the sum of a time of this and an independent one of the other.
    ///
    /// The mass is added up in a table over all ticks where that is about as small as the number of pairs, and by merging
    /// shifted copies otherwise.
    #[must_use]
    pub(super) fn convolved(&self, other: &Self) -> Self {
        let (Some(&(low, _)), Some(&(high, _))) = (self.atoms.first(), self.atoms.last()) else {
            return self.clone();
        };
        let (Some(&(other_low, _)), Some(&(other_high, _))) = (other.atoms.first(), other.atoms.last()) else {
            return other.clone();
        };
        let start = low + other_low;
        let ticks = high + other_high - start + 1;
        let pairs = (self.atoms.len() * other.atoms.len()) as u64;
        if ticks > MOST_TICKS || ticks > 16 * pairs {
            return Self { clock: self.clock, atoms: merged_shifts(&self.atoms, &other.atoms) };
        }
        let mut table = vec![0.0; ticks as usize];
        for &(shift, share) in &other.atoms {
            for &(at, mass) in &self.atoms {
                table[(at + shift - start) as usize] += mass * share;
            }
        }
        let atoms = (start..).zip(table).filter(|&(_, mass)| mass > 0.0).collect();
        Self { clock: self.clock, atoms }
    }

    /// The mass of several together.
    pub(super) fn merged<'a>(clock: Clock, parts: impl IntoIterator<Item = &'a Self>) -> Self {
        Self::new(clock, parts.into_iter().flat_map(|part| part.atoms.iter().copied()).collect())
    }
}

/// Copies of `atoms`, one for each shift, added up: halves of the shifts first, then their sums.
fn merged_shifts(atoms: &[(u64, f64)], shifts: &[(u64, f64)]) -> Vec<(u64, f64)> {
    if let [(shift, share)] = *shifts {
        return atoms.iter().map(|&(at, mass)| (at + shift, mass * share)).collect();
    }
    let (left, right) = shifts.split_at(shifts.len() / 2);
    let (left, right) = (merged_shifts(atoms, left), merged_shifts(atoms, right));
    let mut sum = Vec::with_capacity(left.len().max(right.len()));
    let (mut left, mut right) = (left.into_iter().peekable(), right.into_iter().peekable());
    loop {
        let next = match (left.peek(), right.peek()) {
            (Some(a), Some(b)) if a.0 == b.0 => {
                let both = (a.0, a.1 + b.1);
                left.next();
                right.next();
                both
            }
            (Some(a), Some(b)) if a.0 > b.0 => {
                let b = *b;
                right.next();
                b
            }
            (Some(a), _) => {
                let a = *a;
                left.next();
                a
            }
            (None, Some(b)) => {
                let b = *b;
                right.next();
                b
            }
            (None, None) => return sum,
        };
        sum.push(next);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_as_coarse_as_the_durations_allow() {
        let clock = Clock::new(&[6.0, 2.0, 3.0, 1.5], 1e6);
        assert_eq!(clock.time(1), 0.5);
        let clock = Clock::new(&[0.1, 0.2], 10.0);
        assert_eq!(clock.time(clock.ticks(0.1) + clock.ticks(0.2)), 0.3);
        let third = Clock::new(&[1.0 / 3.0, 0.1], 1e4);
        assert!((third.time(3 * third.ticks(1.0 / 3.0)) - 1.0).abs() < 1e-13);
        assert_eq!(Clock::new(&[0.0], 0.0).ticks(0.0), 0);
        assert!((Clock::new(&[1e300], 1e303).time(3) / 3e300 - 1.0).abs() < 1e-14);
    }

    #[test]
    fn the_table_and_the_merge_agree() {
        let clock = Clock::new(&[1.0], 1e6);
        let a = Pmf::new(clock, (0..40).map(|i| (i * 3, 0.02)).collect());
        let b = Pmf::new(clock, vec![(5, 0.5), (2, 0.2), (2, 0.1), (77, 0.1)]);
        let table = a.convolved(&b);
        let merged = merged_shifts(&a.atoms, &b.atoms);
        assert_eq!(table.atoms.len(), merged.len());
        for (x, y) in table.atoms.iter().zip(&merged) {
            assert_eq!(x.0, y.0);
            assert!((x.1 - y.1).abs() < 1e-16);
        }
        assert!((table.total() - 0.8 * 0.9).abs() < 1e-15);
        assert!((table.sum_of(|t| t) - (58.5 * 0.8 * 0.9 + 0.8 * (2.5 + 0.6 + 7.7))).abs() < 1e-12);
    }
}
