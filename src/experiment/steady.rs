//! One long run: the warm-up, and batch means.
//!
//! To set a simulation against a formula one needs its steady state: one long run whose beginning is left out, cut into
//! batches that are long enough to be nearly independent (Schmeiser 1982: 20 to 30 of them).

use super::replicate::Fold;
use super::{Error, Results, Settings};
use crate::center::{Contact, Duty, Engine, Event, Hours, Model, Observer};
use crate::measure::metric::OVERALL;
use crate::measure::{Recorder, Tally, Windows};
use crate::scenario::resolved::{Scenario, Span};

/// How many batches a run is cut into.
const BATCHES: usize = 30;

/// How many points the series has at most that the warm-up is looked for in.
const POINTS: usize = 4096;

/// MSER-5 averages so many points at a time.
const FIVE: usize = 5;

/// What there is to know of a steady run.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SteadyFacts {
    /// The warm-up that was left out.
    pub warm_up: WarmUp,
    /// How many batches.
    pub batches: usize,
    /// The correlation of neighbouring batches' mean waits (or times in the IVR); `None` where they do not vary.
    pub correlation: Option<f64>,
}

impl SteadyFacts {
    /// Whether neighbouring batches are so alike (5 %) that the intervals are too narrow.
    pub fn too_correlated(&self) -> bool {
        self.correlation.is_some_and(|r| r > 1.645 / (self.batches as f64).sqrt())
    }
}

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

pub(super) fn run(scenario: &Scenario, model: &Model, settings: &Settings) -> Result<Results, Error> {
    let warm_up = warm_up(scenario, model, 0)?;
    let to = model.hours().to;
    let windows = Windows { from: warm_up.seconds, to, batches: BATCHES, clip: true, interval: None };
    let failed = |failure| Error::Failed { replication: 0, failure };
    let mut recorder = Recorder::new(scenario, windows);
    Engine::new(model).map_err(failed)?.run(0, &mut recorder).map_err(failed)?;
    let mut fold = Fold::new(scenario, &windows);
    for (number, (tally, waits)) in recorder.tallies().iter().zip(recorder.waits()).enumerate() {
        tally.balance().map_err(|books| Error::Books { replication: 0, books })?;
        fold.total.merge(tally);
        fold.estimates.add(tally, windows.total_of());
        fold.waits.add(number, waits);
    }
    let facts = SteadyFacts { warm_up, batches: BATCHES, correlation: correlation(recorder.tallies()) };
    Ok(Results { steady: Some(facts), ..fold.into_results(1, settings.confidence, windows) })
}

/// The warm-up of a scenario: as given, or found in this replication; nothing in a day.
pub(super) fn warm_up(scenario: &Scenario, model: &Model, replication: u32) -> Result<WarmUp, Error> {
    let given = |seconds| WarmUp { seconds, found: false, too_short: false };
    match scenario.span {
        Span::Day { .. } => Ok(given(0.0)),
        Span::Steady { warm_up: Some(seconds), .. } => Ok(given(seconds)),
        Span::Steady { warm_up: None, .. } => {
            let failed = |failure| Error::Failed { replication, failure };
            let mut series = Series::new(model.hours());
            Engine::new(model).map_err(failed)?.run(replication, &mut series).map_err(failed)?;
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

    /// The means of fives. A five in which nobody arrived repeats the one before.
    fn means(&self) -> Vec<f64> {
        let mut last = 0.0;
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
    let (mut sum, mut squares) = (0.0, 0.0);
    let mut best = (f64::INFINITY, 0);
    for (cut, y) in series.iter().enumerate().rev() {
        sum += y;
        squares += y * y;
        let n = (series.len() - cut) as f64;
        let score = (squares - sum * sum / n).max(0.0) / (n * n);
        if cut <= series.len() / 2 && score <= best.0 {
            best = (score, cut);
        }
    }
    best.1
}

/// The lag-1 correlation of the batches' residuals `A_i - r B_i`, of the mean wait or else of the time in the IVR.
fn correlation(batches: &[Tally]) -> Option<f64> {
    ["mean_wait", "time_in_ivr"].into_iter().find_map(|name| {
        let metric = OVERALL.iter().find(|metric| metric.name == name)?;
        let pairs: Vec<(f64, f64)> = batches.iter().map(metric.ratio).collect();
        let (a, b) = pairs.iter().fold((0.0, 0.0), |(a, b), pair| (a + pair.0, b + pair.1));
        let residuals: Vec<f64> = pairs.iter().map(|pair| pair.0 - a / b * pair.1).collect();
        let variance: f64 = residuals.iter().map(|d| d * d).sum();
        (b > 0.0 && variance > 0.0).then(|| residuals.windows(2).map(|two| two[0] * two[1]).sum::<f64>() / variance)
    })
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
    fn a_run_that_never_settles_is_cut_at_half() {
        let series: Vec<f64> = (0..800).map(f64::from).collect();
        assert_eq!(mser(&series), 400);
    }
}
