//! The IVR and the queue behind it, on one patience clock.

use crate::law::{Hyperexponential, Law, Phase};

use super::{
    IvrTree, PathTimes, Patience, PatienceQueue, TreeResult, TrunkLines, TrunkLinesResult, is_amount, is_share,
    share_of,
};

/// Who goes on to the agents, of those who leave the tree without hanging up.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Handover {
    /// The share of those who reached their leaf; the others are done.
    pub complete: f64,
    /// The share of those who used up their retries; the others are disconnected.
    pub fail: f64,
    /// The share of those who left for the operator.
    pub zero_out: f64,
}

impl Default for Handover {
    /// Everybody.
    fn default() -> Self {
        Self { complete: 1.0, fail: 1.0, zero_out: 1.0 }
    }
}

impl Handover {
    fn is_valid(self) -> bool {
        self.shares().into_iter().all(is_share)
    }

    fn shares(self) -> [f64; 3] {
        [self.complete, self.fail, self.zero_out]
    }

    fn reaching(self, ivr: &TreeResult) -> f64 {
        self.complete * ivr.complete + self.fail * ivr.fail + self.zero_out * ivr.zero_out
    }
}

/// An IVR tree and then M/M/n+G, with lines for everybody.
///
/// Derived for this project. The IVR is a node of infinitely many servers, so callers leave it in a Poisson process: they
/// reach the queue at rate `λq`, `q = P(patience > T)`, each with the independent residual patience
/// `Ḡ'(x) = E[Ḡ(T+x)]/E[Ḡ(T)]`.
#[derive(Debug, Clone)]
pub struct WholeSystem {
    /// What happens in the IVR, of all callers.
    pub ivr: TreeResult,
    /// The share of all callers that reach the queue, q.
    pub p_reach_queue: f64,
    /// The rate at which callers reach the queue, `λq`.
    pub rate_to_agents: f64,
    /// What happens in the queue, of those who reach it.
    pub queue: PatienceQueue<ResidualPatience>,
    /// The share of all callers that hang up, in the IVR or in the queue.
    pub p_abandon: f64,
}

impl WholeSystem {
    /// Arrival rate `lambda`, service rate `mu` of one agent, `agents` of them, and one patience clock over IVR and queue.
    ///
    /// `None` where [`IvrTree::with`] or [`PatienceQueue::new`] has none, or shares are outside [0, 1]. With a level factor
    /// (exponential patience only) the factor is 1 in the queue.
    pub fn new(lambda: f64, mu: f64, agents: u32, tree: &IvrTree, patience: &Law, handover: Handover) -> Option<Self> {
        if !handover.is_valid() {
            return None;
        }
        if matches!(patience, Law::Exponential(_) | Law::Never) {
            let residual = ResidualPatience(Residual::Law(patience.clone()));
            return Self::assemble(lambda, mu, agents, tree.with(patience)?, handover, residual);
        }
        if tree.level_factor != 1.0 {
            return None;
        }
        let paths = PathTimes::new(tree)?;
        let ivr = paths.with(patience)?;
        let residual = ResidualPatience::new(patience, &paths, handover);
        Self::assemble(lambda, mu, agents, ivr, handover, residual)
    }

    /// The same with a fresh patience clock that starts on joining the queue.
    pub fn with_fresh_patience(
        lambda: f64,
        mu: f64,
        agents: u32,
        tree: &IvrTree,
        [in_ivr, in_queue]: [&Law; 2],
        handover: Handover,
    ) -> Option<Self> {
        if !handover.is_valid() {
            return None;
        }
        let fresh = ResidualPatience(Residual::Law(in_queue.clone()));
        Self::assemble(lambda, mu, agents, tree.with(in_ivr)?, handover, fresh)
    }

    fn assemble(
        lambda: f64,
        mu: f64,
        agents: u32,
        ivr: TreeResult,
        handover: Handover,
        residual: ResidualPatience,
    ) -> Option<Self> {
        let p_reach_queue = handover.reaching(&ivr);
        let rate_to_agents = lambda * p_reach_queue;
        let queue = PatienceQueue::new(rate_to_agents, mu, agents, residual)?;
        Some(Self {
            p_abandon: ivr.abandon + p_reach_queue * queue.p_abandon,
            ivr,
            p_reach_queue,
            rate_to_agents,
            queue,
        })
    }
}

/// The patience that callers have left when they come out of the IVR.
#[derive(Debug, Clone)]
pub struct ResidualPatience(Residual);

#[derive(Debug, Clone)]
enum Residual {
    /// It is a law itself: what is left of exponentials is exponential.
    Law(Law),
    /// It has atoms only: they, rising, each with the share of callers whose patience is longer.
    Steps(Vec<(f64, f64)>),
    /// The law, from the moments at which callers join, each with their share.
    Mixture { law: Law, joining: Vec<(f64, f64)> },
}

impl ResidualPatience {
    fn new(law: &Law, paths: &PathTimes, handover: Handover) -> Self {
        // (when they join, how many of all callers would if nobody hung up)
        let paths: Vec<(f64, f64)> = paths
            .exits()
            .into_iter()
            .zip(handover.shares())
            .filter(|&(_, share)| share > 0.0)
            .flat_map(|(pmf, share)| pmf.iter().map(move |(t, mass)| (t, mass * share)))
            .collect();
        if let Law::Hyperexponential(mixture) = law {
            let phases = mixture.phases().iter().map(|phase| {
                let left: f64 = paths.iter().map(|(t, mass)| mass * (-t / phase.mean).exp()).sum();
                Phase { share: phase.share * left, ..*phase }
            });
            return Self(Residual::Law(Law::Hyperexponential(Hyperexponential::new(phases))));
        }
        let reaching: f64 = paths.iter().map(|&(t, mass)| mass * Patience::survival(law, t)).sum();
        let mut joining: Vec<(f64, f64)> = paths
            .into_iter()
            .map(|(t, mass)| (t, share_of(mass, reaching)))
            .filter(|&(t, _)| law.survival(t) > 0.0)
            .collect();
        joining.sort_by(|a, b| a.0.total_cmp(&b.0));
        joining.dedup_by(|next, kept| {
            let same = next.0 == kept.0;
            if same {
                kept.1 += next.1;
            }
            same
        });
        if matches!(law, Law::Constant(_) | Law::Empirical(_)) {
            return Self(Residual::Steps(steps(law, &joining)));
        }
        Self(Residual::Mixture { law: law.clone(), joining })
    }
}

/// The atoms of what is left of a law that has only atoms.
fn steps(law: &Law, joining: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let values = law.breakpoints();
    let weight = 1.0 / values.len() as f64;
    let mut atoms: Vec<(f64, f64)> = joining
        .iter()
        .flat_map(|&(t, share)| values.iter().map(move |value| (value - t, share * weight)))
        .filter(|&(left, _)| left > 0.0)
        .collect();
    atoms.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut longer = 0.0;
    for atom in atoms.iter_mut().rev() {
        let mass = atom.1;
        atom.1 = longer;
        longer += mass;
    }
    // Of equal atoms the last has the right share.
    atoms.reverse();
    atoms.dedup_by(|next, kept| next.0 == kept.0);
    atoms.reverse();
    atoms
}

impl Patience for ResidualPatience {
    fn survival(&self, x: f64) -> f64 {
        match &self.0 {
            Residual::Law(law) => Patience::survival(law, x),
            Residual::Steps(atoms) => match atoms.partition_point(|atom| atom.0 <= x) {
                0 => 1.0,
                passed => atoms[passed - 1].1,
            },
            Residual::Mixture { law, joining } => {
                joining.iter().map(|&(t, share)| share * Patience::survival(law, t + x)).sum()
            }
        }
    }

    fn cdf(&self, x: f64) -> f64 {
        match &self.0 {
            Residual::Law(law) => Patience::cdf(law, x),
            Residual::Mixture { law: Law::Weibull(law), joining } => {
                // Ḡ(t) - Ḡ(t+x) = Ḡ(t)(1 - e^{-(H(t+x) - H(t))})
                let law = Law::Weibull(*law);
                let lost = |t: f64| {
                    let before = law.cumulative_hazard(t);
                    -(before - law.cumulative_hazard(t + x)).exp_m1() * (-before).exp()
                };
                joining.iter().map(|&(t, share)| share * lost(t)).sum()
            }
            _ => 1.0 - self.survival(x),
        }
    }

    fn mean(&self) -> f64 {
        match &self.0 {
            Residual::Law(law) | Residual::Mixture { law, .. } => law.mean(),
            Residual::Steps(atoms) => atoms.first().map_or(0.0, |atom| atom.0),
        }
    }

    fn breakpoints(&self) -> Vec<f64> {
        match &self.0 {
            Residual::Law(law) => law.breakpoints(),
            Residual::Steps(atoms) => atoms.iter().map(|atom| atom.0).collect(),
            Residual::Mixture { law, joining } => {
                let edges = law.breakpoints();
                let mut left: Vec<f64> = joining
                    .iter()
                    .flat_map(|(t, _)| edges.iter().map(move |edge| edge - t))
                    .filter(|&left| left > 0.0)
                    .collect();
                left.sort_by(f64::total_cmp);
                left.dedup();
                left
            }
        }
    }

    fn never(&self) -> f64 {
        match &self.0 {
            Residual::Law(law) => Patience::never(law),
            _ => 0.0,
        }
    }
}

/// An IVR tree and agents behind a limited number of lines, with exponential patience on one clock.
///
/// The product form of [`TrunkLines`], with the mean port holding time `E[min(T, P)]` as the mean time in the IVR, the share
/// that reaches the queue as the share sent to the agents, and the rate of patience as the rate of hanging up there.
/// Without agents' calls (a handover of zeros) it is Erlang B.
#[derive(Debug, Clone, PartialEq)]
pub struct WholeSystemWithLines {
    /// What happens in the IVR, of the calls that got a line.
    pub ivr: TreeResult,
    /// The share of the calls that got a line that reach the queue.
    pub p_reach_queue: f64,
    /// Lines, queue and agents.
    pub lines: TrunkLinesResult,
    /// The share of the calls that got a line that hang up, in the IVR or in the queue.
    pub p_abandon: f64,
}

impl WholeSystemWithLines {
    /// Arrival rate `lambda`, service rate `mu` of one agent, `[agents, lines]`, and exponential patience with this mean.
    ///
    /// `None` where [`IvrTree::with`] or [`TrunkLines::solve`] has none, the mean is not positive, or shares are outside
    /// [0, 1]. An infinite mean is endless patience.
    pub fn new(
        lambda: f64,
        mu: f64,
        [agents, lines]: [u32; 2],
        tree: &IvrTree,
        mean_patience: f64,
        handover: Handover,
    ) -> Option<Self> {
        let theta = 1.0 / mean_patience;
        if !handover.is_valid() || !is_amount(theta) {
            return None;
        }
        let ivr = tree.with(&Law::Exponential(mean_patience))?;
        let p_reach_queue = handover.reaching(&ivr);
        let center = TrunkLines {
            lambda,
            mean_ivr: ivr.mean_hold,
            share_to_agents: p_reach_queue.min(1.0),
            mu,
            agents,
            lines,
            theta,
        };
        let lines = center.solve()?;
        Some(Self { p_abandon: ivr.abandon + p_reach_queue * lines.p_abandon, ivr, p_reach_queue, lines })
    }
}
