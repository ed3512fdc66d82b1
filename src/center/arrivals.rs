//! Arrivals: a Poisson process whose rate changes with the clock, as a unit-rate process seen through the rate.
//!
//! The k-th caller of a stream is the k-th point of that stream's unit-rate process, whatever the rate: changing a rate
//! moves the callers in time and leaves them the same people.

use super::draw::{Draws, busyness};
use super::model::Stream;

/// So many callers are drawn at a time: each draw is a long chain of steps, and side by side they keep the processor
/// busy. Whom is drawn when makes no difference to who they are.
const AHEAD: usize = 8;

/// One stream's arrivals on one day.
#[derive(Debug, Clone)]
pub(super) struct Arrivals {
    /// The next callers, with the unit-rate time from the one before to each.
    ahead: [(Draws, f64); AHEAD],
    /// The next caller's ordinal, and when they arrive.
    ordinal: u32,
    time: f64,
    /// The next caller's point in the unit-rate process.
    point: f64,
    piece: usize,
    /// The unit-rate time at which the current piece begins.
    piece_begins: f64,
    busyness: f64,
}

impl Arrivals {
    /// The day's arrivals of this stream. With `forever` the last rate goes on for ever.
    pub(super) fn new(stream: &Stream, replication: u32, forever: bool) -> Self {
        let mut arrivals = Self {
            ahead: draw(stream, replication, 0),
            ordinal: 0,
            time: 0.0,
            point: 0.0,
            piece: 0,
            piece_begins: 0.0,
            busyness: busyness(stream.key, replication, stream.daily_volume_cv),
        };
        arrivals.find_time(stream, forever);
        if stream.leaves_out(0) {
            arrivals.take(stream, replication, forever);
        }
        arrivals
    }

    /// When the next caller arrives; infinite when the day is over.
    #[inline]
    pub(super) fn next_time(&self) -> f64 {
        self.time
    }

    /// The next caller, who has arrived.
    pub(super) fn take(&mut self, stream: &Stream, replication: u32, forever: bool) -> (u32, Draws) {
        let ordinal = self.ordinal;
        let (draws, _) = self.ahead[ordinal as usize % AHEAD];
        loop {
            self.ordinal = self.ordinal.wrapping_add(1);
            if (self.ordinal as usize).is_multiple_of(AHEAD) {
                self.ahead = draw(stream, replication, self.ordinal);
            }
            self.find_time(stream, forever);
            // Whoever is left out keeps their point in the process, and so all others theirs.
            if !stream.leaves_out(self.ordinal) || self.time.is_infinite() {
                return (ordinal, draws);
            }
        }
    }

    fn find_time(&mut self, stream: &Stream, forever: bool) {
        let (_, gap) = self.ahead[self.ordinal as usize % AHEAD];
        self.point += gap;
        while let Some(piece) = stream.pieces.get(self.piece) {
            let rate = piece.rate * self.busyness;
            self.time = piece.from + (self.point - self.piece_begins) / rate;
            let last = self.piece + 1 == stream.pieces.len();
            if self.time < piece.until || (forever && last) {
                return;
            }
            self.piece_begins += (piece.until - piece.from) * rate;
            self.piece += 1;
        }
        self.time = f64::INFINITY;
    }
}

/// The callers from this ordinal on.
fn draw(stream: &Stream, replication: u32, from: u32) -> [(Draws, f64); AHEAD] {
    std::array::from_fn(|index| Draws::arriving(stream.key, replication, from.wrapping_add(index as u32)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::center::draw::StreamKey;
    use crate::center::model::Piece;
    use crate::scenario::resolved::Channel;

    fn stream(pieces: &[(f64, f64, f64)]) -> Stream {
        Stream {
            key: StreamKey::new(5, "voice"),
            pieces: pieces.iter().map(|&(from, until, rate)| Piece { from, until, rate }).collect(),
            daily_volume_cv: 0.0,
            queue: None,
            channel: Channel::Voice,
            patience: None,
            left_out: Vec::new(),
        }
    }

    fn times(stream: &Stream) -> Vec<f64> {
        let mut arrivals = Arrivals::new(stream, 0, false);
        let next = || {
            let time = arrivals.next_time();
            arrivals.take(stream, 0, false);
            time.is_finite().then_some(time)
        };
        std::iter::from_fn(next).collect()
    }

    #[test]
    fn doubling_the_rate_brings_the_same_callers_twice_as_fast() {
        let slow = times(&stream(&[(0.0, 1000.0, 0.1)]));
        let fast = times(&stream(&[(0.0, 1000.0, 0.2)]));
        assert!(slow.len() > 50 && fast.len() > slow.len());
        for (slow, fast) in slow.iter().zip(&fast) {
            assert!((slow - 2.0 * fast).abs() < 1e-9);
        }
    }

    #[test]
    fn cutting_a_stretch_in_two_changes_nothing() {
        let whole = times(&stream(&[(50.0, 1000.0, 0.1)]));
        let cut = times(&stream(&[(50.0, 300.0, 0.1), (300.0, 1000.0, 0.1)]));
        assert_eq!(whole.len(), cut.len());
        for (whole, cut) in whole.iter().zip(&cut) {
            assert!((whole - cut).abs() < 1e-9);
        }
    }

    #[test]
    fn whoever_is_left_out_leaves_the_others_where_they_were() {
        let all = stream(&[(0.0, 100.0, 0.5), (200.0, 300.0, 0.5)]);
        let whole = times(&all);
        let last = whole.len() as u32 - 1;
        for left_out in [vec![0], vec![7, 8, 9], vec![0, 1, 2, 16], vec![last], (0..=last).collect(), vec![last + 1]] {
            let less = times(&Stream { left_out: left_out.clone(), ..all.clone() });
            let rest = whole.iter().zip(0..).filter(|(_, ordinal)| !left_out.contains(ordinal)).map(|(time, _)| *time);
            assert_eq!(less, rest.collect::<Vec<f64>>(), "without {left_out:?}");
        }
    }

    #[test]
    fn whole_days_are_busy_or_quiet() {
        let busy = Stream { daily_volume_cv: 0.4, ..stream(&[(0.0, 500.0, 0.5), (500.0, 1000.0, 0.5)]) };
        let n = 1000;
        let on_day = |day: u32| {
            let mut arrivals = Arrivals::new(&busy, day, false);
            let mut halves = [0.0; 2];
            while arrivals.next_time().is_finite() {
                halves[usize::from(arrivals.next_time() >= 500.0)] += 1.0;
                arrivals.take(&busy, day, false);
            }
            halves
        };
        let days: Vec<[f64; 2]> = (0..n).map(on_day).collect();
        let of = |value: fn(&[f64; 2]) -> f64| days.iter().map(value).sum::<f64>() / f64::from(n);
        // A day's factor has a variance of 0.16, which both its halves share; beyond it each is Poisson, of mean 250.
        let variance = of(|day| (day[0] - 250.0).powi(2));
        let together = of(|day| (day[0] - 250.0) * (day[1] - 250.0));
        assert!((of(|day| day[0]) / 250.0 - 1.0).abs() < 4.5 * 0.4 / f64::from(n).sqrt());
        assert!((variance / (10_000.0 + 250.0) - 1.0).abs() < 0.25, "{variance}");
        assert!((together / 10_000.0 - 1.0).abs() < 0.25, "{together}");
    }

    #[test]
    fn nobody_arrives_outside_the_stretches() {
        let times = times(&stream(&[(10.0, 20.0, 3.0), (40.0, 50.0, 3.0)]));
        assert!(times.len() > 30);
        assert!(times.iter().all(|&t| (10.0..20.0).contains(&t) || (40.0..50.0).contains(&t)));
    }
}
