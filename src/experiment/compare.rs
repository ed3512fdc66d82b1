//! Two scenarios on the same callers: what a change changes, and whether that can be told from noise.
//!
//! Both are lived replication by replication with the same random numbers, so that what they have in common falls away from
//! the difference's interval. With m metrics and K looks every interval is taken at level alpha / (K m) (Bonferroni), so
//! that with the stated confidence no metric at all is called better or worse that is not.

use std::sync::atomic::AtomicBool;

use super::difference::{Questions, Row, Side};
use super::fold::Fold;
use super::judge::{Judged, Watch};
use super::replicate::Run;
use super::{Asked, Error, Looks, Plan, Results, Settings, conduct, goals, looks, warm_up, whole};
use crate::center::Model;
use crate::scenario::expectation::Expectation;
use crate::scenario::resolved::{Replications, Scenario, Span};

/// Two scenarios compared.
#[derive(Debug, Clone)]
pub struct Compared {
    /// What came of the base.
    pub base: Results,
    /// What came of the changed one, and of what is expected of it.
    pub changed: Results,
    /// Every metric that both have.
    pub rows: Vec<Row>,
    /// What came of what is expected of the difference.
    pub differences: Vec<Judged>,
    /// The confidence level of all rows' intervals together, and of each.
    pub confidence: (f64, f64),
}

/// That two scenarios can be compared: both are days, or both steady runs.
///
/// # Errors
///
/// [`Error::DayAndSteady`].
pub fn comparable(base: &Scenario, changed: &Scenario) -> Result<(), Error> {
    let is_day = |scenario: &Scenario| matches!(scenario.span, Span::Day { .. });
    if is_day(base) == is_day(changed) { Ok(()) } else { Err(Error::DayAndSteady { base_is_day: is_day(base) }) }
}

/// Compares two scenarios: the changed one is run with the base's seed, and both as often as the base says. What is
/// expected is either of the changed one or of the difference.
///
/// # Errors
///
/// See [`Error`]; there is no partial result.
pub fn compare(
    base: &Scenario,
    changed: &Scenario,
    expectations: &[Expectation],
    settings: &Settings,
    stop: &AtomicBool,
    progress: impl Fn(u32, u32) + Sync,
) -> Result<Compared, Error> {
    comparable(base, changed)?;
    let changed = &Scenario { seed: base.seed, replications: base.replications.clone(), ..changed.clone() };
    let (of_difference, own): (Vec<_>, Vec<_>) = expectations.iter().cloned().partition(|e| e.change.is_some());
    let questions = Questions::new([base, changed], of_difference);
    let one_run = matches!((&base.replications, base.span), (Replications::Fixed(1), Span::Steady { .. }));
    if one_run {
        let [first, second] = questions.series.clone();
        let asked = |series| Asked { series, ..Asked::default() };
        let first = conduct(base, settings, asked(first), stop, &progress)?;
        let asked = Asked { expectations: &own, beside: questions.expected(), ..asked(second) };
        let second = conduct(changed, settings, asked, stop, &progress)?;
        return Ok(compared(&questions, first, second, settings, 1));
    }
    let pair = Both::new([base, changed], &questions, &own, settings, stop);
    let (at_least, at_most) = match base.replications {
        Replications::Fixed(n) => (n, n),
        Replications::Until { at_least, at_most, .. } => (at_least, at_most),
    };
    pair.run(&questions, &looks::schedule(at_least, at_most), &progress)
}

/// The rows and verdicts of two finished runs.
fn compared(questions: &Questions, base: Results, changed: Results, settings: &Settings, looks: u32) -> Compared {
    let alpha = (1.0 - settings.confidence) / f64::from(looks);
    let sides = [&base, &changed].map(|results| Side { series: &results.series, waits: &results.waits });
    let each = 1.0 - alpha / questions.rows().max(1) as f64;
    let expected = questions.expected() + changed.expectations.len();
    let rows = questions.differences(sides, each);
    let differences = questions.judge(sides, 1.0 - alpha / expected.max(1) as f64);
    Compared { rows, differences, base, changed, confidence: (settings.confidence, each) }
}

/// Both scenarios, ready to be run side by side.
struct Both<'a> {
    scenarios: [&'a Scenario; 2],
    models: [Model; 2],
    plans: [Plan<'a>; 2],
}

impl<'a> Both<'a> {
    fn new(
        scenarios: [&'a Scenario; 2],
        questions: &Questions,
        own: &[Expectation],
        settings: &'a Settings,
        stop: &'a AtomicBool,
    ) -> Self {
        let plan = |side: usize, own: &[Expectation]| Plan {
            settings,
            scored: false,
            // Its metrics are among those that are compared.
            follow_ivr: true,
            series: questions.series[side].clone(),
            watch: Watch::new(scenarios[side], own).beside(questions.expected()),
            stop,
        };
        Self { scenarios, models: scenarios.map(Model::new), plans: [plan(0, &[]), plan(1, own)] }
    }

    fn run(
        &self,
        questions: &Questions,
        schedule: &[u32],
        progress: &(impl Fn(u32, u32) + Sync),
    ) -> Result<Compared, Error> {
        let [base, changed] = &self.plans;
        let settings = base.settings;
        let planned = schedule.len() as u32;
        let at_most = schedule.last().copied().unwrap_or(0);
        let confidence = 1.0 - (1.0 - settings.confidence) / f64::from(planned);
        let mut all_goals = Vec::new();
        let mut begun = Vec::new();
        for (scenario, model) in self.scenarios.into_iter().zip(&self.models) {
            all_goals.push(goals::resolve(scenario, false).map_err(Error::UnknownMetric)?);
            let warm_up = warm_up::of(scenario, model)?;
            begun.push((warm_up, whole(model, settings, warm_up.seconds)));
        }
        let mut runs: Vec<Run> = Vec::new();
        for (side, (_, windows)) in begun.iter().enumerate() {
            let run = Run::new(self.scenarios[side], &self.models[side], &self.plans[side], *windows);
            runs.push(match runs.first() {
                // Sections of waits are paired, and so must hold the same replications.
                Some(first) => run.in_pieces_of(first),
                None => run,
            });
        }
        let fold = |side: usize| Fold::new(self.scenarios[side], &begun[side].1);
        let mut folds = [fold(0), fold(1)];
        let mut done = 0;
        let mut looks = Looks { planned, taken: 0, reached: false, cut_short: false };
        let mut expectations = Vec::new();
        for &replications in schedule {
            let mut next = folds.clone();
            let added =
                runs.iter().zip(&mut next).zip([0, replications - done]).try_for_each(|((run, fold), before)| {
                    run.add(fold, done..replications, &|now| progress(done + before + now, 2 * at_most))
                });
            match added {
                Err(Error::Interrupted) if done > 0 => {
                    looks.cut_short = true;
                    break;
                }
                added => added?,
            }
            (folds, done) = (next, replications);
            looks.taken += 1;
            expectations = changed.judge(&folds[1].watches, planned);
            let sides = [&folds[0], &folds[1]].map(|fold| Side { series: &fold.series, waits: &fold.waits });
            let level = changed.level(planned);
            let decided = questions.judge(sides, level).iter().chain(&expectations).all(Judged::is_decided);
            let precise = all_goals
                .iter()
                .zip(&folds)
                .all(|(goals, fold)| goals.iter().all(|goal| goal.reached(&fold.estimates, confidence)));
            looks.reached = decided && precise;
            if looks.reached {
                break;
            }
        }
        let looks = (planned > 1).then_some(looks);
        let results = |fold: Fold, side: usize| {
            let (warm_up, windows) = begun[side];
            Results { looks, ..fold.into_results(done, confidence, windows, warm_up) }
        };
        let [first, second] = folds;
        let second = Results { expectations, ..results(second, 1) };
        Ok(compared(questions, results(first, 0), second, settings, planned))
    }
}
