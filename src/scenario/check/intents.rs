//! Why people contact: shares of all contacts from relative weights.

use super::draft::{Hole, Holes, IntentDraft};
use super::graph::Graph;
use super::ways::Way;
use super::{Check, Known};
use crate::scenario::diagnostic::Problem;
use crate::scenario::field::{Field, Named, Placed};
use crate::scenario::file::intents as file;
use crate::scenario::file::number::Weight;
use crate::scenario::file::share;
use crate::scenario::resolved::Intent;

impl Check {
    pub(super) fn intents(&mut self, intents: &Field<Named<file::Intent>>, known: &Known) -> Option<Vec<Intent>> {
        let Some(section) = intents.given() else {
            if intents.is_missing() {
                self.draft.intents.push(IntentDraft { share: Some(1.0), patience: Ok(None), talk: Ok(None) });
            }
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
        let mut weights: Vec<Option<Placed<Weight>>> = Vec::new();
        for (name, intent) in section.value.pairs() {
            let unread = (
                None,
                IntentDraft { share: None, patience: Err(Hole::blank(name.place)), talk: Err(Hole::blank(name.place)) },
            );
            let (weight, draft) = intent.map_or(unread, |intent| self.intent(name, intent));
            weights.push(weight);
            self.draft.intents.push(draft);
        }
        let shares = weights.into_iter().collect::<Option<Vec<_>>>().and_then(|weights| self.shares(&weights, section));
        let drafts = self.draft.intents.iter_mut().zip(shares?);
        let resolved = drafts.zip(known.intents.iter()).map(|((draft, share), (name, _))| {
            draft.share = Some(share);
            let IntentDraft { patience, talk, .. } = draft;
            Some(Intent { name: name.to_owned(), share, patience: patience.clone().ok()?, talk: talk.clone().ok()? })
        });
        resolved.collect::<Vec<_>>().into_iter().collect()
    }

    /// The share of each intent, where they make sense together.
    fn shares(&mut self, weights: &[Placed<Weight>], section: &Placed<Named<file::Intent>>) -> Option<Vec<f64>> {
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
        Some(weights.iter().map(|weight| weight.value.value / sum).collect())
    }

    fn intent(
        &mut self,
        name: &Placed<String>,
        intent: &Placed<file::Intent>,
    ) -> (Option<Placed<Weight>>, IntentDraft) {
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
        let hole = Hole::blank(intent.place);
        let own = IntentDraft { share: None, patience: patience.ok_or(hole), talk: talk.ok_or(hole) };
        (weight, own)
    }

    /// Warns of intents that no option serves.
    pub(super) fn served(&mut self, graph: &Graph, known: &Known) {
        let mut holes = Holes::default();
        let mut served = vec![false; known.intents.len()];
        for (_, menu) in graph.menus() {
            if menu.open {
                holes.many();
            }
            for intent in menu.ways.iter().flat_map(Way::served) {
                match intent {
                    Ok(intent) => served[intent.index()] = true,
                    Err(hole) if hole.named => holes.one(hole),
                    // An option may serve any number.
                    Err(_) => holes.many(),
                }
            }
        }
        let unserved = known.intents.iter().zip(served).filter(|(_, served)| !served);
        let problems = unserved.map(|((name, place), _)| {
            Problem::warning(
                "unserved-intent",
                format!("no option serves the intent `{name}`"),
                place,
                "these callers will find nothing fitting",
                format!("write `for: {name}` at an option, if one is meant for them; such callers are real"),
            )
        });
        self.absent(problems.collect(), &holes, "unless this is meant to serve it");
    }
}
