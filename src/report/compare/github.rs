//! A comparison as GitHub's annotations: what fails, and what is expected less than before, at its line of the change.

use super::{CompareReport, lowered};
use crate::report::diagnostics::Level;
use crate::report::github;
use crate::scenario::expectation::Position;

/// A line for each expectation that does not hold, at its level where it is undecided, and for each that was loosened or deleted; `place` is where one stands that is
/// not in the changed file.
pub fn annotations(report: &CompareReport, undecided: Level, place: impl Fn(&Position) -> Position) -> String {
    // What the base expects stands, for whoever reads the change, where that asks for less.
    let loosened = |position: &Position| {
        let loosened = report.lowered.iter().find(|lowered| lowered.base.position == *position);
        loosened.and_then(|lowered| lowered.changed.as_ref()).map(|changed| changed.position.clone())
    };
    let placed = |position: &Position| place(&loosened(position).unwrap_or_else(|| position.clone()));
    let mut out = github::annotations(report.verdicts(), undecided, placed);
    for loosened in report.lowered {
        let title =
            if loosened.changed.is_some() { "An expectation was loosened" } else { "An expectation was deleted" };
        let message = format!("{}; the base's own still counts", lowered(loosened));
        out.push_str(&github::warning(&placed(&loosened.base.position), title, &message));
    }
    out
}
