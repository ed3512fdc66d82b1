//! Expectations judged: by the whole interval, and by how many questions were asked.
//!
//! An expectation holds when its whole interval is on the right side of the bound, fails when the whole interval is on the
//! wrong side, and is undecided otherwise. With m expectations and K looks each interval is taken at level alpha / (K m)
//! (Bonferroni), so that with the stated confidence no verdict at all is wrong.

use super::named::Measure;
use crate::measure::{Histogram, Ratio, Recorder, Unit, WaitBound};
use crate::scenario::expectation::{About, Comparison, Expectation};
use crate::scenario::resolved::Scenario;

/// What comes of an expectation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The whole interval is on the right side of the bound.
    Holds,
    /// The whole interval is on the wrong side.
    Fails,
    /// The interval straddles the bound, or there is none.
    Undecided,
}

impl Verdict {
    /// Its name in results.
    pub fn name(self) -> &'static str {
        match self {
            Self::Holds => "holds",
            Self::Fails => "fails",
            Self::Undecided => "undecided",
        }
    }
}

/// Why there is no interval to judge by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// Nothing was counted that the metric is a share or a mean of.
    Nothing,
    /// One observation has no interval.
    Interval,
    /// The scenario has no such part.
    Part,
}

/// An expectation with what came of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Judged {
    /// What is expected.
    pub expectation: Expectation,
    /// What came of it.
    pub verdict: Verdict,
    /// The metric's value; of a quantile that of all waits pooled.
    pub mean: Option<f64>,
    /// The half-width of its interval; `None` where it does not vary, and of a quantile.
    pub half_width: Option<f64>,
    /// Of a quantile, the share of waits within the bound with its half-width, which decides.
    pub within: Option<(f64, Option<f64>)>,
    /// Why it is undecided, where that is not because the interval straddles the bound.
    pub missing: Option<Missing>,
    /// What the metric is measured in.
    pub unit: Unit,
    /// What it is a share, or a mean, of.
    pub of: &'static str,
    /// The confidence level of its interval.
    pub confidence: f64,
}

/// An expectation, ready to be counted for.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Watched {
    Ratio(Measure),
    /// The waits within a bound, by the number of the bound.
    Waits(usize),
}

/// What is counted for the expectations of a run.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Watch {
    expectations: Vec<(Expectation, Option<Watched>)>,
    bounds: Vec<WaitBound>,
    /// How much else is asked of the same replications.
    beside: usize,
}

/// The counts of some replications. Mergeable.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Watches {
    ratios: Vec<Ratio>,
    waits: Vec<Histogram>,
}

impl Watch {
    /// Finds what every expectation is about; what the scenario does not have stays undecided.
    pub(super) fn new(scenario: &Scenario, expectations: &[Expectation]) -> Self {
        let mut watch = Self::default();
        for expectation in expectations {
            let watched = watch.find(scenario, expectation);
            watch.expectations.push((expectation.clone(), watched));
        }
        watch
    }

    fn find(&mut self, scenario: &Scenario, expectation: &Expectation) -> Option<Watched> {
        let subject = &expectation.subject;
        if subject.quantile().is_none() {
            return Measure::of_subject(scenario, subject).map(Watched::Ratio);
        }
        let queue = match &subject.about {
            About::Queue(name) => Some(scenario.queues.iter().position(|queue| queue.name == *name)?),
            _ => None,
        };
        let window = subject.window.unwrap_or((f64::NEG_INFINITY, f64::INFINITY));
        let inclusive = matches!(expectation.comparison, Comparison::AtMost | Comparison::More);
        self.bounds.push(WaitBound { queue, window, within: expectation.bound, inclusive });
        Some(Watched::Waits(self.bounds.len() - 1))
    }

    /// The same beside so many other questions.
    pub(super) fn beside(self, beside: usize) -> Self {
        Self { beside, ..self }
    }

    /// How many questions are asked.
    pub(super) fn questions(&self) -> usize {
        self.expectations.len() + self.beside
    }

    /// Whether callers must be followed through the IVR for any of it.
    pub(super) fn follows_ivr(&self) -> bool {
        let follows =
            |watched: &Option<Watched>| matches!(watched, Some(Watched::Ratio(measure)) if measure.follows_ivr());
        self.expectations.iter().any(|(_, watched)| follows(watched))
    }

    pub(super) fn bounds(&self) -> &[WaitBound] {
        &self.bounds
    }

    /// Adds what a recorder counted of one replication; totals are of so many days or hours.
    pub(super) fn add(&self, watches: &mut Watches, recorder: &Recorder, of: f64) {
        watches.ratios.resize(self.expectations.len(), Ratio::default());
        for ((_, watched), ratio) in self.expectations.iter().zip(&mut watches.ratios) {
            match watched {
                Some(Watched::Ratio(measure)) => {
                    for tally in recorder.tallies() {
                        let (a, b) = measure.sums(tally, of);
                        ratio.add(a, b);
                    }
                }
                Some(Watched::Waits(bound)) => {
                    for &(within, all) in recorder.watches()[*bound].counts() {
                        ratio.add(within as f64, all as f64);
                    }
                }
                None => {}
            }
        }
    }

    /// Adds the waits that a recorder saw in several replications.
    pub(super) fn add_waits(&self, watches: &mut Watches, recorder: &Recorder) {
        watches.waits.resize_with(self.bounds.len(), Histogram::default);
        for (own, seen) in watches.waits.iter_mut().zip(recorder.watches()) {
            own.merge(seen.waits());
        }
    }

    /// The verdicts at this confidence level of each.
    pub(super) fn judge(&self, watches: &Watches, confidence: f64) -> Vec<Judged> {
        let each = self.expectations.iter().enumerate();
        let judged = each.map(|(index, (expectation, watched))| {
            let ratio = watches.ratios.get(index).copied().unwrap_or_default();
            match watched {
                None => Judged {
                    missing: Some(Missing::Part),
                    ..Judged::undecided(expectation, Unit::Count, "", confidence)
                },
                Some(Watched::Ratio(measure)) => of_ratio(expectation, *measure, &ratio, confidence),
                Some(Watched::Waits(bound)) => {
                    let waits = watches.waits.get(*bound);
                    of_waits(expectation, &ratio, waits, confidence)
                }
            }
        });
        judged.collect()
    }
}

impl Watches {
    /// Adds those of other replications.
    pub(super) fn merge(&mut self, other: &Self) {
        self.ratios.resize(other.ratios.len().max(self.ratios.len()), Ratio::default());
        for (own, others) in self.ratios.iter_mut().zip(&other.ratios) {
            own.merge(others);
        }
        self.waits.resize_with(other.waits.len().max(self.waits.len()), Histogram::default);
        for (own, others) in self.waits.iter_mut().zip(&other.waits) {
            own.merge(others);
        }
    }
}

impl Judged {
    /// Whether more replications would make no difference.
    pub(super) fn is_decided(&self) -> bool {
        self.verdict != Verdict::Undecided || self.missing == Some(Missing::Part)
    }

    pub(super) fn undecided(expectation: &Expectation, unit: Unit, of: &'static str, confidence: f64) -> Self {
        Self {
            expectation: expectation.clone(),
            verdict: Verdict::Undecided,
            mean: None,
            half_width: None,
            within: None,
            missing: None,
            unit,
            of,
            confidence,
        }
    }
}

fn of_ratio(expectation: &Expectation, measure: Measure, ratio: &Ratio, confidence: f64) -> Judged {
    let judged = Judged::undecided(expectation, measure.unit(), measure.of(), confidence);
    let Some(mean) = ratio.pooled() else {
        return Judged { missing: Some(Missing::Nothing), ..judged };
    };
    let half_width = measure.half_width(ratio, confidence);
    let judged = Judged { mean: Some(mean), half_width, ..judged };
    if ratio.standard_error().is_none() {
        return Judged { half_width: None, missing: Some(Missing::Interval), ..judged };
    }
    // What varies not at all is known exactly.
    let verdict = verdict(mean, half_width.unwrap_or(0.0), expectation.comparison, expectation.bound);
    Judged { verdict, ..judged }
}

/// A quantile keeps a bound where the share of waits within it is on the right side of the quantile's own share.
fn of_waits(expectation: &Expectation, ratio: &Ratio, waits: Option<&Histogram>, confidence: f64) -> Judged {
    let judged = Judged::undecided(expectation, Unit::Seconds, "contacts queued", confidence);
    let (Some(p), Some(share)) = (expectation.subject.quantile(), ratio.pooled()) else {
        return Judged { missing: Some(Missing::Nothing), ..judged };
    };
    let half_width = ratio.half_width_of_share(confidence);
    let judged =
        Judged { mean: waits.and_then(|waits| waits.quantile(p)), within: Some((share, half_width)), ..judged };
    if ratio.standard_error().is_none() {
        return Judged { within: Some((share, None)), missing: Some(Missing::Interval), ..judged };
    }
    let side = if expectation.comparison.is_upper() { Comparison::AtLeast } else { Comparison::Less };
    Judged { verdict: verdict(share, half_width.unwrap_or(0.0), side, p), ..judged }
}

/// What an interval says of a bound.
pub(super) fn verdict(mean: f64, half_width: f64, comparison: Comparison, bound: f64) -> Verdict {
    let (low, high) = (mean - half_width, mean + half_width);
    let (holds, fails) = match comparison {
        Comparison::Less => (high < bound, low >= bound),
        Comparison::AtMost => (high <= bound, low > bound),
        Comparison::More => (low > bound, high <= bound),
        Comparison::AtLeast => (low >= bound, high < bound),
    };
    match (holds, fails) {
        (true, _) => Verdict::Holds,
        (_, true) => Verdict::Fails,
        _ => Verdict::Undecided,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_whole_interval_decides() {
        use Comparison::{AtLeast, AtMost, Less, More};
        for (mean, half_width, comparison, bound, expected) in [
            (0.08, 0.005, Less, 0.09, Verdict::Holds),
            (0.088, 0.005, Less, 0.09, Verdict::Undecided),
            (0.092, 0.005, Less, 0.09, Verdict::Undecided),
            (0.1, 0.005, Less, 0.09, Verdict::Fails),
            (0.1, 0.005, More, 0.09, Verdict::Holds),
            (0.092, 0.005, More, 0.09, Verdict::Undecided),
            (0.08, 0.005, More, 0.09, Verdict::Fails),
            // What does not vary is on one side, and the sign says on which.
            (50.0, 0.0, Less, 50.0, Verdict::Fails),
            (50.0, 0.0, AtMost, 50.0, Verdict::Holds),
            (50.0, 0.0, More, 50.0, Verdict::Fails),
            (50.0, 0.0, AtLeast, 50.0, Verdict::Holds),
        ] {
            assert_eq!(verdict(mean, half_width, comparison, bound), expected, "{mean} ± {half_width} {comparison:?}");
        }
    }
}
