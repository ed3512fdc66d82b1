//! Replications until the goals are reached and the expectations decided, in looks fixed beforehand.
//!
//! Looking several times costs: with K looks planned, each interval is taken at level alpha / K, so that all of them
//! together hold with the stated confidence (Bonferroni); those of m expectations at alpha / (K m). The looks are at n₀·2^k replications, which does not depend
//! on the number of threads.

use super::fold::Fold;
use super::goals::Goal;
use super::judge::Judged;
use super::replicate::Run;
use super::{Error, Plan, Results, warm_up, whole};
use crate::center::Model;
use crate::scenario::resolved::Scenario;

/// How often was looked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Looks {
    /// How many looks were fixed beforehand.
    pub planned: u32,
    /// How many were taken.
    pub taken: u32,
    /// Whether the goals were reached, and every expectation was decided.
    pub reached: bool,
    /// Whether there was no time for the next look.
    pub cut_short: bool,
}

pub(super) fn run(
    scenario: &Scenario,
    model: &Model,
    plan: &Plan,
    goals: &[Goal],
    (at_least, at_most): (u32, u32),
    progress: &(impl Fn(u32, u32) + Sync),
) -> Result<Results, Error> {
    let schedule = schedule(at_least, at_most);
    let planned = schedule.len() as u32;
    let confidence = 1.0 - (1.0 - plan.settings.confidence) / f64::from(planned);
    let warm_up = warm_up::of(scenario, model)?;
    let windows = whole(model, plan.settings, warm_up.seconds);
    let run = Run::new(scenario, model, plan, windows);
    let mut fold = Fold::new(scenario, &windows);
    let mut done = 0;
    let mut looks = Looks { planned, taken: 0, reached: false, cut_short: false };
    let mut expectations = Vec::new();
    for replications in schedule {
        // A look that is not finished counts for nothing: what is told is always what a look found.
        let mut next = fold.clone();
        match run.add(&mut next, done..replications, &|now| progress(now, at_most)) {
            Err(Error::Interrupted) if done > 0 => {
                looks.cut_short = true;
                break;
            }
            added => added?,
        }
        (fold, done) = (next, replications);
        looks.taken += 1;
        expectations = plan.judge(&fold.watches, planned);
        let decided = expectations.iter().all(Judged::is_decided);
        looks.reached = decided && goals.iter().all(|goal| goal.reached(&fold.estimates, confidence));
        if looks.reached {
            break;
        }
    }
    Ok(Results { looks: Some(looks), expectations, ..fold.into_results(done, confidence, windows, warm_up) })
}

/// After how many replications is looked: doubling from `at_least`, the last time at `at_most`.
pub(super) fn schedule(at_least: u32, at_most: u32) -> Vec<u32> {
    let doubling = std::iter::successors(Some(at_least.max(2)), |n| n.checked_mul(2));
    doubling.take_while(|&n| n < at_most).chain([at_most]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn looks_double_and_end_at_the_limit() {
        assert_eq!(schedule(20, 1000), [20, 40, 80, 160, 320, 640, 1000]);
        assert_eq!(schedule(20, 20), [20]);
        assert_eq!(schedule(5, 10), [5, 10]);
        assert_eq!(schedule(0, 5), [2, 4, 5]);
        assert_eq!(schedule(2, u32::MAX).len(), 32);
    }
}
