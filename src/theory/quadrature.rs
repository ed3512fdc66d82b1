//! Gauss-Legendre quadrature on one panel, with the integral up to each node and a test of whether 16 nodes suffice.

use std::sync::LazyLock;

/// Nodes on a panel.
pub(super) const NODES: usize = 16;

/// The values of a function at the nodes of one panel.
pub(super) type Values = [f64; NODES];

struct Rule {
    nodes: Values,
    weights: Values,
    /// `partial[i]` integrates the interpolating polynomial from -1 to node `i`.
    partial: [Values; NODES],
    /// What gives the last two Legendre coefficients of the interpolating polynomial.
    last: [Values; 2],
}

static RULE: LazyLock<Rule> = LazyLock::new(Rule::new);

/// Legendre polynomials P₀ … P₁₆ at `x`.
fn legendre(x: f64) -> [f64; NODES + 1] {
    let mut p = [1.0; NODES + 1];
    p[1] = x;
    for k in 1..NODES {
        let order = k as f64;
        p[k + 1] = ((2.0 * order + 1.0) * x * p[k] - order * p[k - 1]) / (order + 1.0);
    }
    p
}

impl Rule {
    fn new() -> Self {
        let order = NODES as f64;
        let mut rule = Self {
            nodes: [0.0; NODES],
            weights: [0.0; NODES],
            partial: [[0.0; NODES]; NODES],
            last: [[0.0; NODES]; 2],
        };
        for i in 0..NODES {
            let mut x = -(std::f64::consts::PI * (i as f64 + 0.75) / (order + 0.5)).cos();
            let mut slope = 1.0;
            for _ in 0..8 {
                let p = legendre(x);
                slope = order * (x * p[NODES] - p[NODES - 1]) / (x * x - 1.0);
                x -= p[NODES] / slope;
            }
            rule.nodes[i] = x;
            rule.weights[i] = 2.0 / ((1.0 - x * x) * slope * slope);
        }
        let basis = rule.nodes.map(legendre);
        for j in 0..NODES {
            for i in 0..NODES {
                // ∫_{-1}^{x} P_k = (P_{k+1}(x) - P_{k-1}(x))/(2k+1), and x + 1 for k = 0.
                let mut sum = rule.nodes[i] + 1.0;
                for k in 1..NODES {
                    sum += basis[j][k] * (basis[i][k + 1] - basis[i][k - 1]);
                }
                rule.partial[i][j] = 0.5 * rule.weights[j] * sum;
            }
            for (row, k) in [NODES - 2, NODES - 1].into_iter().enumerate() {
                rule.last[row][j] = 0.5 * (2.0 * k as f64 + 1.0) * rule.weights[j] * basis[j][k];
            }
        }
        rule
    }
}

fn dot(a: &Values, b: &Values) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// An interval of integration.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Panel {
    pub(super) from: f64,
    pub(super) to: f64,
}

impl Panel {
    pub(super) fn width(self) -> f64 {
        self.to - self.from
    }

    pub(super) fn middle(self) -> f64 {
        self.from + 0.5 * self.width()
    }

    pub(super) fn halves(self) -> [Self; 2] {
        [Self { to: self.middle(), ..self }, Self { from: self.middle(), ..self }]
    }

    /// The nodes, in rising order.
    pub(super) fn nodes(self) -> Values {
        RULE.nodes.map(|x| self.from + 0.5 * self.width() * (1.0 + x))
    }

    /// The integral of the function with these values at the nodes.
    pub(super) fn integral(self, values: &Values) -> f64 {
        0.5 * self.width() * dot(&RULE.weights, values)
    }

    /// The integrals from the left end up to each node.
    pub(super) fn partial_integrals(self, values: &Values) -> Values {
        std::array::from_fn(|i| 0.5 * self.width() * dot(&RULE.partial[i], values))
    }
}

/// Whether the interpolating polynomial has settled: its last two coefficients are below `tolerance`.
fn is_resolved(values: &Values, tolerance: f64) -> bool {
    RULE.last.iter().map(|row| dot(row, values).abs()).sum::<f64>() <= tolerance
}

/// `∫ f` over a panel for a bounded `f` of size about 1, halving until it is resolved; singular ends are closed in on.
pub(super) fn integrate(f: &impl Fn(f64) -> f64, panel: Panel) -> f64 {
    let mut integral = 0.0;
    resolve(f, panel, 45, &mut |panel, values| integral += panel.integral(values));
    integral
}

/// Hands over `panel` in parts, from left to right, on each of which `f` is resolved.
///
/// The tolerance doubles with each of the at most `depth` halvings, as the part's weight halves: so neither a jump nor
/// the noise in the last digits of `f` is chased for long.
pub(super) fn resolve(f: &impl Fn(f64) -> f64, panel: Panel, depth: u32, take: &mut impl FnMut(Panel, &Values)) {
    halving(f, panel, depth, 1e-13, take);
}

fn halving(f: &impl Fn(f64) -> f64, panel: Panel, depth: u32, tolerance: f64, take: &mut impl FnMut(Panel, &Values)) {
    let values = panel.nodes().map(f);
    let [left, right] = panel.halves();
    if depth == 0 || is_resolved(&values, tolerance) || left.width() <= 0.0 || right.width() <= 0.0 {
        take(panel, &values);
        return;
    }
    halving(f, left, depth - 1, 2.0 * tolerance, take);
    halving(f, right, depth - 1, 2.0 * tolerance, take);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn polynomials_are_exact() {
        let panel = Panel { from: 1.0, to: 3.0 };
        let values = panel.nodes().map(|x| x.powi(9));
        assert!((panel.integral(&values) / ((3.0_f64.powi(10) - 1.0) / 10.0) - 1.0).abs() < 1e-15);
        for (x, partial) in panel.nodes().into_iter().zip(panel.partial_integrals(&values)) {
            assert!((partial - (x.powi(10) - 1.0) / 10.0).abs() < 1e-12 * x.powi(10));
        }
    }

    #[test]
    fn singular_ends_are_closed_in_on() {
        let integral = integrate(&|x: f64| x.powf(0.3), Panel { from: 0.0, to: 1.0 });
        assert!((integral * 1.3 - 1.0).abs() < 1e-13);
    }

    #[test]
    fn smooth_is_resolved_and_rough_is_not() {
        let panel = Panel { from: 0.0, to: 1.0 };
        assert!(is_resolved(&panel.nodes().map(f64::exp), 1e-13));
        assert!(!is_resolved(&panel.nodes().map(|x| f64::from(u8::from(x < 0.37))), 1e-3));
    }
}
