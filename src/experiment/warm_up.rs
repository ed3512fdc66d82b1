//! The warm-up: the beginning of a steady run, which depends on the empty center it starts with and is left out.

use super::Error;
use crate::center::{Contact, Duty, Engine, Event, Hours, Model, Observer};
use crate::scenario::resolved::{Scenario, Span};

/// How many points the series has at most that the warm-up is looked for in.
const POINTS: usize = 4096;

/// MSER-5 averages so many points at a time.
const FIVE: usize = 5;

/// The beginning of a steady run that is left out.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WarmUp {
    /// How long it is, in seconds.
    pub seconds: f64,
    /// Whether it was found (MSER-5) and not given.
    pub found: bool,
    /// Whether it was looked for in vain: the best cut is at half of the run, which says that the run is too short.
    pub too_short: bool,
}

/// The warm-up of a scenario: as given, or found in the first replication; nothing in a day.
pub(super) fn of(scenario: &Scenario, model: &Model) -> Result<WarmUp, Error> {
    let given = |seconds| WarmUp { seconds, found: false, too_short: false };
    match scenario.span {
        Span::Day { .. } => Ok(given(0.0)),
        Span::Steady { warm_up: Some(seconds), .. } => Ok(given(seconds)),
        Span::Steady { warm_up: None, .. } => {
            let failed = |failure| Error::Failed { replication: 0, failure };
            let mut series = Series::new(model.hours());
            Engine::new(model).map_err(failed)?.run(0, &mut series).map_err(failed)?;
            let means = series.means();
            let cut = mser(&means);
            Ok(WarmUp {
                seconds: cut as f64 * model.hours().to / means.len() as f64,
                found: true,
                too_short: cut >= means.len() / 2,
            })
        }
    }
}

/// The mean time that contacts spend inside, by the time of their arrival.
struct Series {
    to: f64,
    sums: Vec<(f64, u64)>,
}

impl Series {
    fn new(hours: Hours) -> Self {
        Self { to: hours.to, sums: vec![(0.0, 0); POINTS / FIVE * FIVE] }
    }

    /// The means of fives. A five in which nobody arrived repeats the one before
    /// (at the beginning, the first point in which somebody did).
    fn means(&self) -> Vec<f64> {
        let first = self.sums.iter().find(|(_, count)| *count > 0);
        let mut last = first.map_or(0.0, |(sum, count)| sum / *count as f64);
        self.sums
            .chunks(FIVE)
            .map(|five| {
                let (sum, count) = five.iter().fold((0.0, 0), |(a, n), (sum, count)| (a + sum, n + count));
                if count > 0 {
                    last = sum / count as f64;
                }
                last
            })
            .collect()
    }
}

impl Observer for Series {
    fn event(&mut self, time: f64, contact: &Contact, event: &Event) {
        if let (Event::Ended(_), true) = (event, contact.arrived < self.to) {
            let point = (contact.arrived / self.to * self.sums.len() as f64) as usize;
            if let Some((sum, count)) = self.sums.get_mut(point) {
                *sum += time - contact.arrived;
                *count += 1;
            }
        }
    }

    fn duty(&mut self, _: &Duty) {}
}

/// The cut d ≤ n/2 that minimises `Σ_{i≥d} (Y_i - Ȳ_d)² / (n - d)²`, the marginal standard error (White 1997).
fn mser(series: &[f64]) -> usize {
    let mean = series.iter().sum::<f64>() / series.len().max(1) as f64;
    // What does not vary but in its last bits has no transient.
    let rounding = 1e-18 * mean * mean;
    let (mut sum, mut squares) = (0.0, 0.0);
    let mut best = (f64::INFINITY, 0);
    for (cut, y) in series.iter().enumerate().rev() {
        let deviation = y - mean;
        sum += deviation;
        squares += deviation * deviation;
        let n = (series.len() - cut) as f64;
        let variance = (squares - sum * sum / n) / n;
        let score = if variance > rounding { variance / n } else { 0.0 };
        if cut <= series.len() / 2 && score <= best.0 {
            best = (score, cut);
        }
    }
    best.1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mser_cuts_where_the_transient_ends() {
        let noise = |i: usize| if i.is_multiple_of(2) { 0.5 } else { -0.5 };
        let series: Vec<f64> =
            (0..800).map(|i| if i < 100 { 10.0 * (1.0 - i as f64 / 100.0) } else { 0.0 } + noise(i)).collect();
        let cut = mser(&series);
        assert!((80..=110).contains(&cut), "cut at {cut}");
    }

    #[test]
    fn mser_cuts_nothing_where_there_is_no_transient() {
        let series: Vec<f64> = (0..800).map(|i| f64::from(i * 7919 % 13)).collect();
        assert!(mser(&series) < 40);
    }

    #[test]
    fn mser_is_not_fooled_by_the_last_bits_of_what_never_varies() {
        let series: Vec<f64> = (0..819).map(|i| 187.3 + 1e-13 * f64::from(i * 7919 % 13)).collect();
        assert_eq!(mser(&series), 0);
        assert_eq!(mser(&[0.0; 819]), 0);
    }

    #[test]
    fn a_run_that_never_settles_is_cut_at_half() {
        let series: Vec<f64> = (0..800).map(f64::from).collect();
        assert_eq!(mser(&series), 400);
    }
}
