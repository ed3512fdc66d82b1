//! The bar that a change must clear: what the base expects, so that a change cannot pass by editing its own expectations.

use super::expectation::{Comparison, Expectation};

/// An expectation of the base that a change asks less of.
#[derive(Debug, Clone, PartialEq)]
pub struct Lowered {
    /// What the base expects.
    pub base: Expectation,
    /// What the changed one expects instead; `None` where it expects nothing of the kind any more.
    pub changed: Option<Expectation>,
}

/// What a changed scenario is judged by: its own expectations and those of the base that it does not have.
pub fn bar(base: &[Expectation], changed: &[Expectation]) -> Vec<Expectation> {
    // At the bound itself `<=` asks for less than `<`, which so counts beside it.
    let strict = |a: &Expectation| matches!(a.comparison, Comparison::Less | Comparison::More);
    let same = |a: &Expectation, b: &Expectation| alike(a, b) && a.bound == b.bound && strict(a) >= strict(b);
    let more = base.iter().filter(|expected| !changed.iter().any(|own| same(own, expected)));
    changed.iter().chain(more).cloned().collect()
}

/// The base's expectations that were loosened or deleted. That the bound itself is no longer out of bounds loosens nothing.
pub fn lowered(base: &[Expectation], changed: &[Expectation]) -> Vec<Lowered> {
    let lowered = |expected: &Expectation| {
        let own: Vec<&Expectation> = changed.iter().filter(|own| alike(own, expected)).collect();
        if own.iter().any(|own| !is_looser(own, expected)) {
            return None;
        }
        Some(Lowered { base: expected.clone(), changed: own.first().map(|&own| own.clone()) })
    };
    base.iter().filter_map(lowered).collect()
}

/// Whether two expectations are of the same, and on the same side of their bounds.
fn alike(a: &Expectation, b: &Expectation) -> bool {
    a.subject == b.subject && a.comparison.is_upper() == b.comparison.is_upper() && a.change == b.change
}

fn is_looser(own: &Expectation, expected: &Expectation) -> bool {
    if expected.comparison.is_upper() { own.bound > expected.bound } else { own.bound < expected.bound }
}
