//! The IVR as a balanced tree, and where in it callers hang up.

use crate::law::Law;

use super::{MOST_STATES, PathTimes, is_amount, is_share, pmf::Clock, pmf::Pmf};

/// What a tree may cost: above this many steps it has no answer, rather than one that takes minutes.
const MOST_WORK: f64 = 2e9;

/// How a caller listens to a menu.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Listener {
    /// Presses as soon as the own option was heard.
    #[default]
    SelfTerminating,
    /// Hears the whole menu before pressing.
    Full,
}

/// Leaving a menu for the operator.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ZeroOut {
    /// The share of visits to a menu that leave for the operator.
    pub share: f64,
    /// How long after the start of the visit they leave.
    pub after: f64,
}

/// A tree of menus, all alike, and a caller whose target is one of its leaves.
///
/// An attempt at a menu with the target at position `k` takes `τ_k = intro + k·prompt + decide` (all positions for a
/// [full](Listener::Full) listener). With probability `error` it goes wrong, costs `error_cost` more, and the menu starts
/// again; after `retries` repetitions the caller has failed. The default is a tree of one menu with one option in which
/// nothing takes any time and nothing goes wrong.
#[derive(Debug, Clone, PartialEq)]
pub struct IvrTree {
    /// The length of the greeting g.
    pub greeting: f64,
    /// The length of a menu's intro h.
    pub intro: f64,
    /// The length of an option's prompt s.
    pub prompt: f64,
    /// The time c to decide and press the key.
    pub decide: f64,
    /// How many levels of menus there are, d.
    pub depth: u32,
    /// How many options a menu has, b (≥ 1).
    pub options: u32,
    /// The probability p that an attempt goes wrong.
    pub error: f64,
    /// The time e that an attempt gone wrong costs more.
    pub error_cost: f64,
    /// How often a menu is repeated after an error, R.
    pub retries: u32,
    /// How the caller listens.
    pub listener: Listener,
    /// The share of visits that leave for the operator, if there is one.
    pub zero_out: Option<ZeroOut>,
    /// The weight of each position of the target in its menu, `options` of them; empty when all are equally likely.
    pub targets: Vec<f64>,
    /// The factor γ on the hazard of hanging up for every level below the first: at level `l` it is `γ^{l-1}` times that of
    /// the law. Anything but 1 is answered for exponential patience alone.
    pub level_factor: f64,
}

impl Default for IvrTree {
    fn default() -> Self {
        Self {
            greeting: 0.0,
            intro: 0.0,
            prompt: 0.0,
            decide: 0.0,
            depth: 1,
            options: 1,
            error: 0.0,
            error_cost: 0.0,
            retries: 0,
            listener: Listener::SelfTerminating,
            zero_out: None,
            targets: Vec::new(),
            level_factor: 1.0,
        }
    }
}

/// What becomes of the callers of a tree; the shares are of all who enter it, and
/// `abandon + complete + fail + zero_out = 1`.
#[derive(Debug, Clone, PartialEq)]
pub struct TreeResult {
    /// Hung up during the greeting.
    pub abandon_greeting: f64,
    /// Hung up in each level, the entry menu first.
    pub abandon_by_level: Vec<f64>,
    /// Entered each level.
    pub enter_by_level: Vec<f64>,
    /// Hung up, in the greeting or any level.
    pub abandon: f64,
    /// Reached their leaf.
    pub complete: f64,
    /// Used up the retries of a menu.
    pub fail: f64,
    /// Left for the operator.
    pub zero_out: f64,
    /// The mean time in the IVR if nobody hung up.
    pub mean_time: f64,
    /// The mean time in the IVR, `E[min(T, patience)]`: how long a port is held.
    pub mean_hold: f64,
}

/// One visit to a menu: how it can end, and when, if the caller does not hang up.
pub(super) struct Visit {
    /// With the right choice.
    pub(super) choose: Pmf,
    /// With the retries used up.
    pub(super) fail: Pmf,
    /// For the operator.
    pub(super) zero_out: Pmf,
}

impl IvrTree {
    /// What becomes of callers with this patience, one clock running from the start of the greeting.
    ///
    /// By the closed form for exponential patience (and for [`Law::Never`]), from the law of path times for any other. A
    /// path that ends exactly at the caller's patience is a hang-up.
    ///
    /// `None` for durations that are negative or not finite, shares outside [0, 1], weights that do not fit the options, a
    /// level factor other than 1 with patience that is not exponential, and trees too large to be worked out in seconds.
    pub fn with(&self, patience: &Law) -> Option<TreeResult> {
        match patience {
            Law::Never => self.with_hazard(0.0),
            Law::Exponential(mean) => self.with_hazard(1.0 / mean),
            _ if self.level_factor == 1.0 => PathTimes::new(self)?.with(patience),
            _ => None,
        }
    }

    /// The closed form for exponential patience of rate θ ≥ 0 (derived for this project).
    ///
    /// With `θ_l = θγ^{l-1}`, `φ = e^{-θ_l τ}`, `x = p e^{-θ_l(τ+e)}`, a level is passed with probability
    /// `S = mean_k (1-p)φ(1-x^{R+1})/(1-x)`, failed in with `F = mean_k x^{R+1}`, and the rest hangs up.
    fn with_hazard(&self, theta: f64) -> Option<TreeResult> {
        if !self.is_valid() || !is_amount(theta) {
            return None;
        }
        let targets = self.target_shares();
        let mut entering = (-theta * self.greeting).exp();
        let abandon_greeting = -(-theta * self.greeting).exp_m1();
        let mut mean_hold = time_at(theta, self.greeting);
        let mut passing = 1.0;
        let mut mean_time = self.greeting;
        let mut result = TreeResult {
            abandon_greeting,
            abandon_by_level: Vec::new(),
            enter_by_level: Vec::new(),
            abandon: abandon_greeting,
            complete: 0.0,
            fail: 0.0,
            zero_out: 0.0,
            mean_time: 0.0,
            mean_hold: 0.0,
        };
        let mut hazard = theta;
        let unhurried = self.level(&targets, 0.0);
        for _ in 0..self.depth {
            let level = self.level(&targets, hazard);
            result.enter_by_level.push(entering);
            result.abandon_by_level.push(entering * level.abandon);
            result.abandon += entering * level.abandon;
            result.fail += entering * level.fail;
            result.zero_out += entering * level.zero_out;
            mean_hold += entering * level.hold;
            mean_time += passing * unhurried.hold;
            entering *= level.pass;
            passing *= unhurried.pass;
            hazard *= self.level_factor;
        }
        Some(TreeResult { complete: entering, mean_time, mean_hold, ..result })
    }

    /// One level under a constant hazard, of callers who enter it.
    fn level(&self, targets: &[f64], theta: f64) -> Level {
        let plays = f64::from(self.retries) + 1.0;
        let zero = self.zero_out.unwrap_or(ZeroOut { share: 0.0, after: 0.0 });
        let mut level = Level {
            pass: 0.0,
            fail: 0.0,
            zero_out: zero.share * (-theta * zero.after).exp(),
            abandon: -zero.share * (-theta * zero.after).exp_m1(),
            hold: zero.share * time_at(theta, zero.after),
        };
        for (k, share) in (1..=self.options).zip(targets) {
            let attempt = self.attempt(k);
            let share = share * (1.0 - zero.share);
            let phi = (-theta * attempt).exp();
            let again = self.error * (-theta * (attempt + self.error_cost)).exp();
            // 1 - x and 1 - x^{R+1}, without subtracting what is nearly equal.
            let not_again = (1.0 - self.error) - self.error * (-theta * (attempt + self.error_cost)).exp_m1();
            let not_all = -(plays * (self.error.ln() - theta * (attempt + self.error_cost))).exp_m1();
            let attempts = if not_again > 0.0 { not_all / not_again } else { plays };
            let lost = -(-theta * attempt).exp_m1() - self.error * phi * (-theta * self.error_cost).exp_m1();
            let held = time_at(theta, attempt) + self.error * phi * time_at(theta, self.error_cost);
            level.pass += share * (1.0 - self.error) * phi * attempts;
            level.fail += share * again.powf(plays);
            level.abandon += share * attempts * lost;
            level.hold += share * attempts * held;
        }
        level
    }

    /// How long an attempt takes with the target at position `k`.
    fn attempt(&self, k: u32) -> f64 {
        let heard = match self.listener {
            Listener::SelfTerminating => k,
            Listener::Full => self.options,
        };
        self.intro + f64::from(heard) * self.prompt + self.decide
    }

    /// The probability of each position of the target.
    fn target_shares(&self) -> Vec<f64> {
        if self.targets.is_empty() {
            return vec![1.0 / f64::from(self.options); self.options as usize];
        }
        let total: f64 = self.targets.iter().sum();
        self.targets.iter().map(|weight| weight / total).collect()
    }

    pub(super) fn is_valid(&self) -> bool {
        let durations = [self.greeting, self.intro, self.prompt, self.decide, self.error_cost, self.level_factor];
        let zero = self.zero_out.is_none_or(|zero| is_share(zero.share) && is_amount(zero.after));
        let total: f64 = self.targets.iter().sum();
        let targets = self.targets.is_empty()
            || (self.targets.len() == self.options as usize
                && self.targets.iter().all(|&weight| is_amount(weight))
                && total.is_finite()
                && total > 0.0);
        durations.into_iter().all(is_amount)
            && zero
            && targets
            && is_share(self.error)
            && self.options >= 1
            && f64::from(self.options) * f64::from(self.depth.max(1)) <= f64::from(MOST_STATES)
    }

    /// How many plays of a menu a visit can have, or 1 where nothing goes wrong.
    fn plays(&self) -> u32 {
        if self.error > 0.0 { self.retries.saturating_add(1) } else { 1 }
    }

    /// The clock on which all path times are whole, and the law of one visit; `None` when the tree is invalid or too large.
    ///
    /// With `A` plays in all and positions that add up to `K`, a path takes `A(h + c) + Ks + (errors)e`: the number of
    /// different times grows with the square of the depth, not with the number of leaves.
    pub(super) fn visit(&self) -> Option<(Clock, Visit)> {
        let (depth, plays, options) = (f64::from(self.depth), f64::from(self.plays()), f64::from(self.options));
        let above = (depth - 1.0).max(0.0) * plays;
        let work = depth * plays * options * (1.0 + above * above * options);
        if !self.is_valid() || work > MOST_WORK {
            return None;
        }
        let zero = self.zero_out.unwrap_or(ZeroOut { share: 0.0, after: 0.0 });
        let attempt = self.intro + options * self.prompt + self.decide + self.error_cost;
        let horizon = self.greeting + depth * (plays * attempt + zero.after);
        if !horizon.is_finite() {
            return None;
        }
        let durations = [self.greeting, self.intro, self.prompt, self.decide, self.error_cost, zero.after];
        let clock = Clock::new(&durations, horizon);
        let ticks = durations.map(|duration| clock.ticks(duration));
        let [_, intro, prompt, decide, error_cost, zero_after] = ticks;

        let (mut choose, mut fail) = (Vec::new(), Vec::new());
        for (k, share) in (1..=self.options).zip(self.target_shares()) {
            let heard = if self.listener == Listener::Full { self.options } else { k };
            let attempt = intro + u64::from(heard) * prompt + decide;
            let mut left = share * (1.0 - zero.share);
            let mut spent = 0;
            for _ in 0..self.plays() {
                choose.push((spent + attempt, left * (1.0 - self.error)));
                left *= self.error;
                spent += attempt + error_cost;
            }
            fail.push((spent, left));
        }
        let visit = Visit {
            choose: Pmf::new(clock, choose),
            fail: Pmf::new(clock, fail),
            zero_out: Pmf::new(clock, vec![(zero_after, zero.share)]),
        };
        Some((clock, visit))
    }
}

/// One level of the tree under a constant hazard: the shares of those who enter, and how long they stay on average.
struct Level {
    pass: f64,
    fail: f64,
    zero_out: f64,
    abandon: f64,
    hold: f64,
}

/// `∫₀ᵗ e^{-θx} dx`: how long a caller who may hang up stays in something that lasts `t`.
fn time_at(theta: f64, t: f64) -> f64 {
    if theta * t > 0.0 { -(-theta * t).exp_m1() / theta } else { t }
}
