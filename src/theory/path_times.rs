//! The law of the time it takes to get through an IVR tree.

use super::{
    IvrTree, Patience, Pmf, TreeResult,
    quadrature::{Panel, integrate},
};

/// When callers who never hang up get where, in a tree: exact, by going through the levels one by one.
#[derive(Debug, Clone, PartialEq)]
pub struct PathTimes {
    /// The levels, the entry menu first.
    pub levels: Vec<LevelPaths>,
    /// When callers reach their leaf.
    pub complete: Pmf,
    /// When callers have used up the retries of a menu, whichever it is.
    pub fail: Pmf,
    /// When callers leave for the operator, from whichever level.
    pub zero_out: Pmf,
    greeting: f64,
}

/// One level of a tree; times are from the start of the call.
#[derive(Debug, Clone, PartialEq)]
pub struct LevelPaths {
    /// When callers enter the level.
    pub enter: Pmf,
    /// When callers have used up the retries of its menu.
    pub fail: Pmf,
    /// When callers leave it for the operator.
    pub zero_out: Pmf,
}

impl PathTimes {
    /// The path times of this tree. `None` when the tree is invalid (see [`IvrTree::with`]) or too large.
    pub fn new(tree: &IvrTree) -> Option<Self> {
        let (clock, visit) = tree.visit()?;
        let mut enter = Pmf::new(clock, vec![(clock.ticks(tree.greeting), 1.0)]);
        let mut levels = Vec::new();
        for _ in 0..tree.depth {
            let next = enter.convolved(&visit.choose);
            let (fail, zero_out) = (enter.convolved(&visit.fail), enter.convolved(&visit.zero_out));
            levels.push(LevelPaths { enter, fail, zero_out });
            enter = next;
        }
        Some(Self {
            fail: Pmf::merged(clock, levels.iter().map(|level| &level.fail)),
            zero_out: Pmf::merged(clock, levels.iter().map(|level| &level.zero_out)),
            levels,
            complete: enter,
            greeting: tree.greeting,
        })
    }

    /// What becomes of callers with this patience, one clock running from the start of the greeting.
    ///
    /// With `f_l` the law of the time level `l` is passed, the share hanging up in it is
    /// `Σ f_{l-1}(t)Ḡ(t) - Σ f_l(t)Ḡ(t) - Σ fail_l(t)Ḡ(t) - Σ zero_l(t)Ḡ(t)`. A path that ends exactly at the caller's
    /// patience is a hang-up. The tree's level factor has no part in this. `None` when the patience yields NaN.
    pub fn with(&self, patience: &impl Patience) -> Option<TreeResult> {
        let greeted = Survivors { alive: patience.survival(self.greeting), gone: patience.cdf(self.greeting) };
        let mut result = TreeResult {
            abandon_greeting: greeted.gone,
            abandon_by_level: Vec::new(),
            enter_by_level: Vec::new(),
            abandon: greeted.gone,
            complete: 0.0,
            fail: 0.0,
            zero_out: 0.0,
            mean_time: self.mean_time(),
            mean_hold: self.mean_hold(patience),
        };
        let mut entering = greeted;
        for (l, level) in self.levels.iter().enumerate() {
            let passing = self.levels.get(l + 1).map_or(&self.complete, |next| &next.enter);
            let [passed, failed, zeroed] =
                [passing, &level.fail, &level.zero_out].map(|pmf| Survivors::of(pmf, patience));
            let abandon = entering.less_than_before(&[&passed, &failed, &zeroed]);
            result.enter_by_level.push(entering.alive);
            result.abandon_by_level.push(abandon);
            result.abandon += abandon;
            result.fail += failed.alive;
            result.zero_out += zeroed.alive;
            entering = passed;
        }
        result.complete = entering.alive;
        (!result.abandon.is_nan() && !result.mean_hold.is_nan()).then_some(result)
    }

    /// All ways out of the tree but hanging up.
    pub(super) fn exits(&self) -> [&Pmf; 3] {
        [&self.complete, &self.fail, &self.zero_out]
    }

    fn mean_time(&self) -> f64 {
        self.exits().into_iter().map(|pmf| pmf.sum_of(|t| t)).sum()
    }

    /// `E[min(T, P)] = ∫ Ḡ(x) P(T > x) dx`.
    fn mean_hold(&self, patience: &impl Patience) -> f64 {
        let mut exits: Vec<(f64, f64)> = self.exits().into_iter().flat_map(Pmf::iter).collect();
        exits.sort_by(|a, b| a.0.total_cmp(&b.0));
        // P(T > x) between one exit and the next, summed from the far end, where it is small.
        let mut later = 0.0;
        let mut inside: Vec<f64> = exits
            .iter()
            .rev()
            .map(|&(_, mass)| {
                later += mass;
                later
            })
            .collect();
        inside.reverse();
        let mut jumps = patience.breakpoints().into_iter().filter(|x| *x > 0.0).peekable();
        let (mut from, mut mean) = (0.0, 0.0);
        for ((to, _), inside) in exits.into_iter().zip(inside) {
            let mut stayed = 0.0;
            while from < to {
                let end = jumps.next_if(|&jump| jump <= to).unwrap_or(to).max(from);
                if end > from {
                    stayed += integrate(&|x| patience.survival(x), Panel { from, to: end });
                }
                from = end;
            }
            mean += inside * stayed;
        }
        mean
    }
}

/// Callers at the moments of a law of times, by whether they have hung up before.
#[derive(Debug, Clone, Copy)]
struct Survivors {
    /// `Σ mass × Ḡ`
    alive: f64,
    /// `Σ mass × G`
    gone: f64,
}

impl Survivors {
    fn of(pmf: &Pmf, patience: &impl Patience) -> Self {
        Self { alive: pmf.sum_of(|t| patience.survival(t)), gone: pmf.sum_of(|t| patience.cdf(t)) }
    }

    /// How many of these are gone when they have come to `after`: the difference of whichever of both kinds is rarer, so that
    /// few hang-ups among many callers keep their digits, and so do few callers among many hang-ups.
    fn less_than_before(self, after: &[&Self; 3]) -> f64 {
        let gone: f64 = after.iter().map(|survivors| survivors.gone).sum();
        let alive: f64 = after.iter().map(|survivors| survivors.alive).sum();
        let lost = if gone < self.alive { gone - self.gone } else { self.alive - alive };
        lost.max(0.0)
    }
}
