//! What a sweep asks for, beside its values: those are tried in `scenario::sweep`.

use super::{Check, Known};
use crate::scenario::file::File;

/// More destinations than this no menu has.
const MOST_DESTINATIONS: u32 = 1000;

impl Check {
    pub(super) fn sweep(&mut self, file: &File, known: &Known) {
        let Some(sweep) = file.sweep.given() else { return };
        if let Some(vary) =
            self.required(&sweep.value.vary, sweep.place, "`sweep`", "vary", "vary: {ivr.balanced.depth: 1..5}")
            && vary.value.entries.is_empty()
        {
            let (label, help) = ("expected a path and its values", "write `vary: {ivr.balanced.depth: 1..5}`");
            self.error("empty-list", "nothing is varied", vary.place, label, help);
        }
        if let Some(chart) = sweep.value.chart.given() {
            self.metric(chart, known);
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
