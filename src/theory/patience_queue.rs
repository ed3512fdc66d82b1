//! M/M/n+G: callers of any patience.

use super::{
    Patience,
    erlang_b::inverse_erlang_b,
    is_amount,
    quadrature::{NODES, Panel, Values, resolve},
    share_of,
};

/// How many e-folds below its peak the density of the offered wait is followed: what is rarer than 1e-108 is never.
const DEEP: f64 = 250.0;

/// How far the density's exponent may move on one panel.
const STEEP: f64 = 4.0;

/// The steady state of M/M/n+G: Poisson arrivals, exponential service, `n` servers, first come first served, and callers
/// who hang up when their wait reaches their patience, which has any law.
///
/// The formulas are those of Baccelli and Hebuterne (1981) and Zeltyn and Mandelbaum (2005), from memory and derived
/// again. With the patience's cdf `G`, `Ḡ = 1 - G`, `H(x) = ∫₀ˣ Ḡ` and `w(x) = exp(λH(x) - nμx)`, the *offered wait* `V`
/// (of a caller who would never hang up) is 0 with weight `ε = Σ_{j<n} (aʲ/j!)/(aⁿ⁻¹/(n-1)!)` and has density
/// proportional to `λw(x)` above 0; everything else is an integral of `w`.
///
/// Each quantity is computed from the integral of positive terms that it is (`P(Ab) = λ∫Gw/Z`, say, rather than the
/// equal `(1 + (λ-nμ)∫w)/Z`), so that small probabilities keep their digits. The integrals run over Gauss-Legendre
/// panels that double in width from the origin, break at every jump of `G` and are halved until `G` and `w` are smooth on
/// them; `w` is taken relative to its peak, so overload does not overflow.
#[derive(Debug, Clone)]
pub struct PatienceQueue<P> {
    /// `P(W > 0) = P(V > 0)`: all servers are busy on arrival.
    pub p_wait: f64,
    /// `P(Ab)`: the share of all callers that hang up.
    pub p_abandon: f64,
    /// `P(Ab | W > 0)`.
    pub p_abandon_given_wait: f64,
    /// `E V`: the mean wait of a caller who never hangs up.
    pub mean_offered_wait: f64,
    /// `E W`: the mean time in queue of all callers, served and lost, waits of zero included.
    pub mean_wait: f64,
    /// `E[W | served]`: the average speed of answer, waits of zero included; 0 when nobody is served.
    pub mean_wait_served: f64,
    /// `E Q = λ E W`: the mean number waiting.
    pub mean_queue: f64,
    /// The share of time a server is busy, `ρ(1 - P(Ab))`.
    pub occupancy: f64,

    patience: P,
    lambda: f64,
    /// `nμ`: the rate at which busy servers become free.
    capacity: f64,
    p_no_wait: f64,
    /// `λ/Z` in units of the peak of `w`: what turns integrals of `w` into probabilities.
    scale: f64,
    pieces: Vec<Piece>,
}

/// The five definitions of the service level in use (Jouini, Koole and Roubos 2013 list them), for one waiting time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ServiceLevels {
    /// SL1: served within the time, of all offered.
    pub served_of_offered: f64,
    /// SL2: served within the time, of all served.
    pub served_of_served: f64,
    /// SL3: served within the time, of all offered but those who hung up within the time.
    pub served_of_offered_without_short_abandons: f64,
    /// SL4: served or hung up within the time, of all offered.
    pub served_or_short_abandons: f64,
    /// SL5: the probability that a caller who never hangs up is served within the time.
    pub virtual_wait: f64,
}

/// A panel on which `w` and `G` are smooth, with what has accumulated at its left end.
#[derive(Debug, Clone, Copy)]
struct Piece {
    panel: Panel,
    /// `ln w` at the left end, relative to the peak.
    exponent: f64,
    /// `H` at the left end.
    lived: f64,
    sums: Sums,
}

/// Integrals of `w` times something.
#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    /// `∫ w`
    offered: f64,
    /// `∫ x w`
    offered_wait: f64,
    /// `∫ H w`
    wait: f64,
    /// `∫ G w`
    lost: f64,
    /// `∫ Ḡ w`
    served: f64,
    /// `∫ x Ḡ w`
    served_wait: f64,
}

impl Sums {
    fn add(&mut self, other: &Self) {
        self.offered += other.offered;
        self.offered_wait += other.offered_wait;
        self.wait += other.wait;
        self.lost += other.lost;
        self.served += other.served;
        self.served_wait += other.served_wait;
    }
}

/// A panel on which `Ḡ` is smooth; `w` may still be steep.
#[derive(Debug, Clone, Copy)]
struct Stretch {
    panel: Panel,
    /// `ln w` at both ends.
    exponent: [f64; 2],
    /// `H` at the left end.
    lived: f64,
}

impl Stretch {
    /// Moves `ln w` to this level at the left end; gives that at the right end.
    fn start_at(&mut self, level: f64) -> f64 {
        self.exponent = [level, level + (self.exponent[1] - self.exponent[0])];
        self.exponent[1]
    }

    /// Moves `ln w` to this level at the right end; gives that at the left end.
    fn end_at(&mut self, level: f64) -> f64 {
        self.exponent = [level - (self.exponent[1] - self.exponent[0]), level];
        self.exponent[0]
    }
}

/// The two rates that drive `ln w(x) = ∫₀ˣ (λḠ - nμ)`.
#[derive(Debug, Clone, Copy)]
struct Drift {
    lambda: f64,
    capacity: f64,
}

impl Drift {
    fn at(self, survival: f64) -> f64 {
        self.lambda * survival - self.capacity
    }

    fn across(self, panel: Panel, survival: &Values) -> f64 {
        panel.integral(&survival.map(|s| self.at(s)))
    }
}

impl<P: Patience> PatienceQueue<P> {
    /// The queue with arrival rate `lambda`, service rate `mu` of one server, `servers` of them and this patience (a
    /// [`Law`](crate::law::Law), a reference to one, or any [`Survival`](super::Survival) function).
    ///
    /// `None` unless λ ≥ 0 and μ > 0 are finite, there is a server, and those who never hang up do not overload the
    /// queue (with [`Law::Never`](crate::law::Law::Never) it is Erlang C, and `λ < nμ` is needed). Patience of zero loses
    /// whoever finds all servers busy: Erlang B.
    pub fn new(lambda: f64, mu: f64, servers: u32, patience: P) -> Option<Self> {
        let offered = lambda / mu;
        let capacity = f64::from(servers) * mu;
        let drift = Drift { lambda, capacity };
        let stable = drift.at(patience.never()) < 0.0;
        if !(is_amount(lambda) && is_amount(offered) && is_amount(capacity) && servers > 0 && stable) {
            return None;
        }

        let stretches = stretches(&patience, drift)?;
        let most = 4 * stretches.len() + 50_000;
        let mut pieces = Vec::new();
        for stretch in &stretches {
            cut(&patience, drift, *stretch, 60, &mut pieces, most);
            // Rates so large that their difference has no digits left leave nothing but noise to cut.
            if pieces.len() >= most {
                return None;
            }
        }
        let mut total = Sums::default();
        for piece in &mut pieces {
            piece.measure(&patience, drift);
            total.add(&piece.sums);
        }

        let no_wait = inverse_erlang_b(servers - 1, offered) * stretches[0].exponent[0].exp();
        let normal = no_wait + lambda * total.offered;
        let scale = lambda / normal;
        let p_no_wait = if normal.is_finite() { no_wait / normal } else { 1.0 };
        let p_served = p_no_wait + scale * total.served;
        let mean_wait = scale * total.wait;
        Some(Self {
            p_wait: scale * total.offered,
            p_abandon: scale * total.lost,
            p_abandon_given_wait: total.lost / total.offered,
            mean_offered_wait: scale * total.offered_wait,
            mean_wait,
            mean_wait_served: share_of(scale * total.served_wait, p_served),
            mean_queue: lambda * mean_wait,
            occupancy: lambda / capacity * p_served,
            patience,
            lambda,
            capacity,
            p_no_wait,
            scale,
            pieces,
        })
    }

    /// `P(W > t)`: still waiting after `t`, neither served nor gone; 1 for a negative `t`.
    pub fn p_wait_beyond(&self, t: f64) -> f64 {
        if t < 0.0 { 1.0 } else { self.patience.survival(t) * self.p_offered_wait_beyond(t) }
    }

    /// `P(V > t)`: a caller who never hangs up waits longer than `t`; 1 for a negative `t`.
    pub fn p_offered_wait_beyond(&self, t: f64) -> f64 {
        if t < 0.0 { 1.0 } else { self.scale * self.split(t)[1].offered }
    }

    /// `P(Ab, W ≤ t)`: hangs up within `t`, of all callers; 0 for a negative `t`.
    pub fn p_abandon_within(&self, t: f64) -> f64 {
        if t < 0.0 {
            return 0.0;
        }
        let [below, above] = self.split(t);
        self.scale * (below.lost + self.patience.cdf(t) * above.offered)
    }

    /// `P(served, W ≤ t)`: is answered within `t`, of all callers; 0 for a negative `t`.
    pub fn p_served_within(&self, t: f64) -> f64 {
        if t < 0.0 { 0.0 } else { self.p_no_wait + self.scale * self.split(t)[0].served }
    }

    /// `P(served, W > t)`: is answered after more than `t`, of all callers.
    pub fn p_served_beyond(&self, t: f64) -> f64 {
        let no_wait = if t < 0.0 { self.p_no_wait } else { 0.0 };
        no_wait + self.scale * self.split(t)[1].served
    }

    /// The service level for the time `t`, by all five definitions; 0 where nobody is counted in its denominator.
    pub fn service_levels(&self, t: f64) -> ServiceLevels {
        let served = self.p_served_within(t);
        let abandoned = self.p_abandon_within(t);
        let served_late = self.p_served_beyond(t);
        let below = if t < 0.0 { 0.0 } else { self.p_no_wait + self.scale * self.split(t)[0].offered };
        ServiceLevels {
            served_of_offered: served,
            served_of_served: share_of(served, served + served_late),
            served_of_offered_without_short_abandons: share_of(served, 1.0 - abandoned),
            served_or_short_abandons: served + abandoned,
            virtual_wait: below,
        }
    }

    /// The integrals up to `t` and beyond it.
    fn split(&self, t: f64) -> [Sums; 2] {
        let drift = Drift { lambda: self.lambda, capacity: self.capacity };
        let mut sums = [Sums::default(); 2];
        for piece in &self.pieces {
            if piece.panel.to <= t {
                sums[0].add(&piece.sums);
            } else if piece.panel.from < t {
                let mut below = Piece { panel: Panel { to: t, ..piece.panel }, ..*piece };
                let end = below.measure(&self.patience, drift);
                let mut above = Piece { panel: Panel { from: t, ..piece.panel }, ..end };
                above.measure(&self.patience, drift);
                sums[0].add(&below.sums);
                sums[1].add(&above.sums);
            } else {
                sums[1].add(&piece.sums);
            }
        }
        sums
    }
}

impl Piece {
    /// Takes the integrals over this panel; returns what has accumulated at its right end.
    fn measure(&mut self, patience: &impl Patience, drift: Drift) -> Self {
        let nodes = self.panel.nodes();
        let survival = nodes.map(|x| patience.survival(x));
        let rise = self.panel.partial_integrals(&survival.map(|s| drift.at(s)));
        let lived = self.panel.partial_integrals(&survival);
        let w = rise.map(|rise| (self.exponent + rise).exp());
        let integral = |of: &dyn Fn(usize) -> f64| self.panel.integral(&std::array::from_fn(|i| of(i) * w[i]));
        self.sums = Sums {
            offered: integral(&|_| 1.0),
            offered_wait: integral(&|i| nodes[i]),
            wait: integral(&|i| self.lived + lived[i]),
            lost: integral(&|i| patience.cdf(nodes[i])),
            served: integral(&|i| survival[i]),
            served_wait: integral(&|i| nodes[i] * survival[i]),
        };
        Self {
            exponent: self.exponent + drift.across(self.panel, &survival),
            lived: self.lived + self.panel.integral(&survival),
            ..*self
        }
    }
}

/// The half-line in stretches on which `Ḡ` is smooth, until `w` is [`DEEP`] below its peak.
///
/// `ln w` is concave, so once there it never comes back. It is given relative to its peak, which is the end of a stretch,
/// and summed outwards from there, so that a peak of a million e-folds costs no digits. `None` when no end is found.
fn stretches(patience: &impl Patience, drift: Drift) -> Option<Vec<Stretch>> {
    let mut jumps = patience.breakpoints();
    jumps.retain(|&x| x > 0.0 && x.is_finite());
    jumps.sort_by(f64::total_cmp);
    let mut jumps = jumps.into_iter().peekable();

    let mean = patience.mean();
    let service = 1.0 / drift.capacity;
    let finest = (1e-12 * if mean > 0.0 { service.min(mean) } else { service }).max(f64::MIN_POSITIVE);

    let mut stretches: Vec<Stretch> = Vec::new();
    let (mut x, mut exponent, mut lived) = (0.0, 0.0, 0.0);
    let mut highest: f64 = 0.0;
    while exponent > highest - DEEP {
        let mut to = finest.max(2.0 * x);
        while jumps.next_if(|&jump| jump <= x).is_some() {}
        if let Some(jump) = jumps.next_if(|&jump| jump <= to) {
            to = jump;
        }
        if to > 1e290 {
            return None;
        }
        // The first panel holds next to nothing, and a singularity where there is one.
        let depth = if x == 0.0 { 0 } else { 14 };
        resolve(&|x| patience.survival(x), Panel { from: x, to }, depth, &mut |panel, survival| {
            let step = drift.across(panel, survival);
            stretches.push(Stretch { panel, exponent: [0.0, step], lived });
            lived += panel.integral(survival);
            exponent += step;
            highest = highest.max(exponent);
        });
        if !exponent.is_finite() {
            return None;
        }
        x = to;
    }

    let summit = split_at_summit(patience, drift, &mut stretches);
    let mut level = 0.0;
    for stretch in &mut stretches[summit..] {
        level = stretch.start_at(level);
    }
    level = 0.0;
    for stretch in stretches[..summit].iter_mut().rev() {
        level = stretch.end_at(level);
    }
    Some(stretches)
}

/// Makes the peak of `w` the end of a stretch, and says at which stretch the descent begins.
fn split_at_summit(patience: &impl Patience, drift: Drift, stretches: &mut Vec<Stretch>) -> usize {
    let rises_at = |x: f64| drift.at(patience.survival(x)) > 0.0;
    // Not at the right end itself: a jump there belongs to the next stretch.
    let Some(turn) = stretches.iter().position(|stretch| !rises_at(stretch.panel.nodes()[NODES - 1])) else {
        return stretches.len();
    };
    let Stretch { panel, lived, .. } = stretches[turn];
    if !rises_at(panel.from) {
        return turn;
    }
    let mut around = panel;
    loop {
        let middle = around.middle();
        if middle <= around.from || middle >= around.to {
            break;
        }
        around = around.halves()[usize::from(rises_at(middle))];
    }
    if around.from <= panel.from {
        return turn;
    }
    let [left, right] = [Panel { to: around.from, ..panel }, Panel { from: around.from, ..panel }];
    let [left_values, right_values] = [left, right].map(|half| half.nodes().map(|x| patience.survival(x)));
    stretches[turn] = Stretch { panel: left, exponent: [0.0, drift.across(left, &left_values)], lived };
    let lived = lived + left.integral(&left_values);
    stretches.insert(turn + 1, Stretch { panel: right, exponent: [0.0, drift.across(right, &right_values)], lived });
    turn + 1
}

/// Halves a stretch until `w` is no longer steep, leaving out where it is negligible; gives up at `most` pieces.
fn cut(patience: &impl Patience, drift: Drift, stretch: Stretch, depth: u32, pieces: &mut Vec<Piece>, most: usize) {
    if pieces.len() >= most {
        return;
    }
    let Stretch { panel, exponent, lived } = stretch;
    let nodes = panel.nodes();
    let slopes = [drift.at(patience.survival(panel.from)), drift.at(patience.survival(nodes[nodes.len() - 1]))];
    let is_monotone = (slopes[0] <= 0.0) == (slopes[1] <= 0.0);
    if is_monotone && exponent[0].max(exponent[1]) < -DEEP {
        return;
    }
    let steepest = slopes[0].abs().max(slopes[1].abs());
    let is_point = panel.middle() <= panel.from || panel.middle() >= panel.to;
    if depth == 0 || is_point || steepest * panel.width() <= STEEP {
        pieces.push(Piece { panel, exponent: exponent[0], lived, sums: Sums::default() });
        return;
    }
    let halves = panel.halves();
    let survival = halves.map(|half| half.nodes().map(|x| patience.survival(x)));
    // From whichever end is nearer to the peak, where digits matter.
    let middle = if exponent[0].abs() <= exponent[1].abs() {
        exponent[0] + drift.across(halves[0], &survival[0])
    } else {
        exponent[1] - drift.across(halves[1], &survival[1])
    };
    let left = Stretch { panel: halves[0], exponent: [exponent[0], middle], lived };
    let right =
        Stretch { panel: halves[1], exponent: [middle, exponent[1]], lived: lived + halves[0].integral(&survival[0]) };
    cut(patience, drift, left, depth - 1, pieces, most);
    cut(patience, drift, right, depth - 1, pieces, most);
}
