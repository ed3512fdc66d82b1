//! Why people contact: shares of all contacts from relative weights.

use super::Check;
use crate::scenario::field::{Field, Named, Placed};
use crate::scenario::file::intents as file;
use crate::scenario::file::number::Weight;
use crate::scenario::file::share;
use crate::scenario::resolved::Intent;

impl Check {
    pub(super) fn intents(&mut self, intents: &Field<Named<file::Intent>>) -> Option<Vec<Intent>> {
        let Some(section) = intents.given() else {
            let unnamed = Intent { name: "any".into(), share: 1.0, patience: None, talk: None };
            return intents.is_missing().then(|| vec![unnamed]);
        };
        if section.value.entries.is_empty() {
            self.error(
                "empty-list",
                "there are no intents here",
                section.place,
                "expected intents such as `{billing: 25, returns: 10}`",
                "name at least one, or remove `intents`",
            );
            return None;
        }
        let mut whole = true;
        let mut weights: Vec<Placed<Weight>> = Vec::new();
        let mut resolved = Vec::new();
        for (name, intent) in section.value.pairs() {
            let Some((weight, intent)) = intent.and_then(|intent| self.intent(name, intent)) else {
                whole = false;
                continue;
            };
            weights.push(weight);
            resolved.push(intent);
        }
        if !whole {
            return None;
        }
        let percent = weights.iter().filter(|weight| weight.value.percent).count();
        let sum: f64 = weights.iter().map(|weight| weight.value.value).sum();
        let odd = weights.iter().find(|weight| weight.value.percent != weights[0].value.percent);
        if let Some(odd) = odd {
            self.error(
                "mixed-weights",
                "some intents are shares and some are weights",
                odd.place,
                "unlike the first intent",
                "write all with `%` or all without",
            );
            return None;
        }
        if percent > 0 && (sum - 100.0).abs() > 0.21 {
            self.error(
                "shares-sum",
                format!("the shares of the intents sum to {}", share::show(sum / 100.0)),
                section.place,
                "expected shares that sum to 100%",
                "change a share, or write weights without `%`: only their proportions matter",
            );
            return None;
        }
        self.positive(sum, section.place, "the sum of the intents' weights")?;
        for (intent, weight) in resolved.iter_mut().zip(&weights) {
            intent.share = weight.value.value / sum;
        }
        Some(resolved)
    }

    fn intent(&mut self, name: &Placed<String>, intent: &Placed<file::Intent>) -> Option<(Placed<Weight>, Intent)> {
        let (weight, patience, talk) = match &intent.value {
            file::Intent::Weight(weight) => {
                (Some(Placed { value: *weight, place: intent.place }), Some(None), Some(None))
            }
            file::Intent::Detailed(detailed) => {
                let file::Detailed { weight, patience, talk } = &**detailed;
                let owner = format!("the intent `{}`", name.value);
                let weight = self.required(weight, intent.place, &owner, "weight", "weight: 25").cloned();
                let patience = patience.or(None, |patience| self.patience(patience).map(Some));
                let talk = talk.or(None, |talk| self.talk(talk).map(Some));
                (weight, patience, talk)
            }
        };
        let intent = Intent { name: name.value.clone(), share: 0.0, patience: patience?, talk: talk? };
        Some((weight?, intent))
    }
}
