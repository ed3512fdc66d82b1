//! What a sweep asks for, beside its values: those are tried in `scenario::sweep`.

use super::Check;
use super::there::There;
use crate::scenario::expectation::Subject;
use crate::scenario::field::Placed;
use crate::scenario::file::{File, sweep as section};

/// More destinations than this no menu has.
const MOST_DESTINATIONS: u32 = 1000;

impl Check {
    /// What is charted: as the file says, or instead `asked`; `None` where that is wrong.
    pub(super) fn sweep(&mut self, file: &File, asked: Option<&Placed<String>>, there: &There) -> Option<Subject> {
        let sweep = file.sweep.given();
        if let Some(sweep) = sweep {
            self.varied(sweep, file);
        }
        match asked.or_else(|| sweep.and_then(|sweep| sweep.value.chart.given())) {
            Some(chart) => self.figure(chart, there).map(|(subject, _)| subject),
            None => Some(Subject::usual()),
        }
    }

    fn varied(&mut self, sweep: &Placed<section::Sweep>, file: &File) {
        if let Some(vary) =
            self.required(&sweep.value.vary, sweep.place, "`sweep`", "vary", "vary: {ivr.balanced.depth: 1..5}")
            && vary.value.entries.is_empty()
        {
            let (label, help) = ("expected a path and its values", "write `vary: {ivr.balanced.depth: 1..5}`");
            self.error("empty-list", "nothing is varied", vary.place, label, help);
        }
        if let Some(destinations) = sweep.value.destinations.given() {
            self.count(destinations.value.0, destinations.place, "destinations", 2, MOST_DESTINATIONS);
            if file.ivr.given().is_some_and(|ivr| ivr.value.balanced.is_missing()) || file.ivr.is_missing() {
                self.error(
                    "misplaced-field",
                    "trees of so many destinations are made of `ivr.balanced`",
                    destinations.place,
                    "the scenario has no balanced tree",
                    "remove `destinations`, or write `balanced` instead of `menus`",
                );
            }
        }
    }
}
