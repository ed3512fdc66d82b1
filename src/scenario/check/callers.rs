//! How callers behave: neutral unless written, and patience always written.

use super::Check;
use crate::law::Law;
use crate::scenario::field::{Field, Placed};
use crate::scenario::file::callers as file;
use crate::scenario::file::{File, law, share};
use crate::scenario::place::Place;
use crate::scenario::resolved::{Callers, Hazard, Ivr, Listening, Mistakes, Patience, ZeroOut};

impl Check {
    pub(super) fn known_number(&mut self, file: &File) -> Option<f64> {
        let asked = file.ivr.given().and_then(|ivr| ivr.value.steps.given()).is_some_and(|steps| {
            let collects = steps.value.pairs().filter_map(|(_, step)| step?.value.collect.given());
            collects.into_iter().any(|collect| !collect.value.skip_if.is_missing())
        });
        let field = match &file.customers {
            Field::Missing => &Field::Missing,
            Field::Broken => return None,
            Field::Given(customers) => &customers.value.known_number,
        };
        if field.is_missing() && asked {
            self.assume("customers.known_number", "0%");
        }
        field.or(0.0, |share| Some(share.value.0))
    }

    /// `ivr` is `None` where it is broken and `Some(None)` where there is none.
    pub(super) fn callers(&mut self, file: &File, place: Place, ivr: Option<&Option<Ivr>>) -> Option<Callers> {
        let example = "callers: {patience: {exponential: 5m}}` or `callers: {patience: never}";
        let Placed { value: callers, place } =
            self.required(&file.callers, place, "the scenario", "callers", example)?;
        let file::Callers { patience, hang_up_at_once, listening, mistakes, zero_out, hazard } = callers;
        let example = "patience: {exponential: 5m}` or `patience: never";
        let patience = self
            .required(patience, *place, "`callers`", "patience", example)
            .and_then(|patience| self.patience(patience));
        let has_ivr = !file.ivr.is_missing();
        let menus = ivr.and_then(Option::as_ref).is_some_and(|ivr| !ivr.menus.is_empty());
        let operators = ivr
            .and_then(Option::as_ref)
            .is_none_or(|ivr| ivr.menus.iter().any(|menu| menu.options.iter().any(|option| option.operator)));
        if !has_ivr {
            for (name, field) in [
                ("hang_up_at_once", place_of(hang_up_at_once)),
                ("listening", place_of(listening)),
                ("mistakes", place_of(mistakes)),
                ("zero_out", place_of(zero_out)),
            ] {
                if let Some(place) = field {
                    self.without_effect(name, "without an `ivr`", place);
                }
            }
        }
        if has_ivr && hang_up_at_once.is_missing() {
            self.assume("callers.hang_up_at_once", "0%");
        }
        let hang_up_at_once = hang_up_at_once.or(0.0, |share| Some(share.value.0));
        let listening = self.listening(listening, menus);
        let mistakes = self.mistakes(mistakes, menus);
        let zero_out = match zero_out {
            Field::Missing => {
                if menus && operators {
                    self.assume("callers.zero_out", "nobody");
                }
                Some(None)
            }
            Field::Broken => None,
            Field::Given(zero_out) => {
                if has_ivr && !operators {
                    let why = "while no menu has an option with `operator: true`";
                    self.without_effect("zero_out", why, zero_out.place);
                }
                let share = self.required(&zero_out.value.share, zero_out.place, "`zero_out`", "share", "share: 8%");
                let after = self.duration(&zero_out.value.after, "callers.zero_out.after", 4.0);
                share.zip(after).map(|(share, after)| Some(ZeroOut { share: share.value.0, after }))
            }
        };
        let hazard = match hazard {
            Field::Missing => {
                if has_ivr {
                    self.assume("callers.hazard", "all factors 1");
                }
                Some(Hazard { ivr: 1.0, per_level: 1.0, per_error: 1.0 })
            }
            Field::Broken => None,
            Field::Given(Placed { value: file::Hazard { ivr, per_level, per_error }, .. }) => {
                let mut factor = |field: &Field<crate::scenario::file::number::Number>, what: &str| {
                    field.or(1.0, |factor| self.within(factor.value.0, factor.place, what, 0.0, 1000.0))
                };
                let ivr = factor(ivr, "the factor of the IVR");
                let per_level = factor(per_level, "the factor of a level");
                let per_error = factor(per_error, "the factor of an error");
                ivr.zip(per_level).zip(per_error).map(|((ivr, per_level), per_error)| Hazard {
                    ivr,
                    per_level,
                    per_error,
                })
            }
        };
        Some(Callers {
            patience: patience?,
            hang_up_at_once: hang_up_at_once?,
            listening: listening?,
            mistakes: mistakes?,
            zero_out: zero_out?,
            hazard: hazard?,
        })
    }

    fn without_effect(&mut self, name: &str, why: &str, place: Place) {
        self.warning(
            "without-effect",
            format!("`{name}` has no effect {why}"),
            place,
            "written, but never asked for",
            format!("remove `{name}`"),
        );
    }

    pub(super) fn patience(&mut self, patience: &Placed<file::Patience>) -> Option<Patience> {
        let law = |law: law::Law, check: &mut Self| {
            check.patience_law(&Placed { value: law, place: patience.place }).map(Patience::OneClock)
        };
        match &patience.value {
            file::Patience::Plain(plain) => law(law::Law::Plain(*plain), self),
            file::Patience::Shape(shape) => law(law::Law::Shape(shape.clone()), self),
            file::Patience::Fresh(file::FreshPatience { ivr, queue }) => {
                let owner = "`patience`";
                let ivr = self
                    .required(ivr, patience.place, owner, "ivr", "ivr: {exponential: 9m}")
                    .and_then(|law| self.patience_law(law));
                let queue = self
                    .required(queue, patience.place, owner, "queue", "queue: {exponential: 4m}")
                    .and_then(|law| self.patience_law(law));
                Some(Patience::Fresh { ivr: ivr?, queue: queue? })
            }
        }
    }

    fn patience_law(&mut self, law: &Placed<law::Law>) -> Option<Law> {
        let meaning = law.value.meaning(law.place, self)?;
        if meaning.mean() == 0.0 {
            self.error(
                "zero",
                "nobody has a patience of zero",
                law.place,
                "expected a duration above zero",
                "use `hang_up_at_once` for callers who do not wait at all",
            );
            return None;
        }
        Some(meaning)
    }

    /// A law whose durations end.
    pub(super) fn finite_law(&mut self, law: &Placed<law::Law>, what: &str) -> Option<Law> {
        let meaning = law.value.meaning(law.place, self)?;
        if meaning == Law::Never {
            self.error(
                "never",
                format!("{what} cannot last for ever"),
                law.place,
                "only patience may be `never`",
                "write a duration such as `3m`",
            );
            return None;
        }
        let mean = meaning.mean();
        if !mean.is_finite() || mean > 1e9 || !meaning.squared_cv().is_finite() {
            self.error(
                "too-large",
                format!("{what} of this law has no sensible mean"),
                law.place,
                "expected a law with a moderate mean and spread",
                "check the units and the shape",
            );
            return None;
        }
        Some(meaning)
    }

    fn listening(&mut self, listening: &Field<file::Listening>, menus: bool) -> Option<Listening> {
        let missing = file::Listening {
            dial_ahead: Field::Missing,
            press_when_heard: Field::Missing,
            decide: Field::Missing,
            reaction: Field::Missing,
        };
        let (listening, place) = match listening {
            Field::Missing => (&missing, Place::default()),
            Field::Broken => return None,
            Field::Given(listening) => (&listening.value, listening.place),
        };
        let dial_ahead = listening.dial_ahead.or(0.0, |share| Some(share.value.0))?;
        let press_when_heard = listening.press_when_heard.or(1.0 - dial_ahead, |share| Some(share.value.0))?;
        if dial_ahead + press_when_heard > 1.0 + 1e-9 {
            self.error(
                "shares-sum",
                format!("these callers are {} of all", share::show(dial_ahead + press_when_heard)),
                listening.press_when_heard.given().map_or(place, |share| share.place),
                format!("expected at most {}", share::show(1.0 - dial_ahead)),
                "`dial_ahead` and `press_when_heard` are parts of all callers; the rest hears the whole menu first",
            );
            return None;
        }
        if menus && listening.press_when_heard.is_missing() {
            self.assume("callers.listening.press_when_heard", share::show(press_when_heard));
        }
        let mut time = |field, path, default, used: bool| match field {
            &Field::Missing if !used => Some(default),
            field => self.duration(field, path, default),
        };
        let decide = time(&listening.decide, "callers.listening.decide", 1.5, menus);
        let reaction = time(&listening.reaction, "callers.listening.reaction", 0.8, menus && dial_ahead > 0.0);
        Some(Listening { dial_ahead, press_when_heard, decide: decide?, reaction: reaction? })
    }

    fn mistakes(&mut self, mistakes: &Field<file::Mistakes>, menus: bool) -> Option<Mistakes> {
        let Some(Placed { value: mistakes, .. }) = mistakes.given() else {
            if menus && mistakes.is_missing() {
                self.assume("callers.mistakes", "none");
            }
            let none =
                Mistakes { wrong_option: 0.0, missed_option: 0.0, missed_extra_per_level_above: 0.0, key_slip: 0.0 };
            return mistakes.is_missing().then_some(none);
        };
        let wrong_option = mistakes.wrong_option.or(0.0, |share| Some(share.value.0));
        let key_slip = mistakes.key_slip.or(0.0, |share| Some(share.value.0));
        let missed = match &mistakes.missed_option {
            Field::Missing => Some((0.0, 0.0)),
            Field::Broken => None,
            Field::Given(Placed { value: file::Missed::Everywhere(share), .. }) => Some((share.0, 0.0)),
            Field::Given(Placed { value: file::Missed::ByLevel(by_level), place }) => {
                let share = self.required(&by_level.share, *place, "`missed_option`", "share", "share: 5%");
                let extra = by_level.extra_per_level_above.or(0.0, |share| Some(share.value.0));
                share.zip(extra).map(|(share, extra)| (share.value.0, extra))
            }
        };
        let (missed_option, missed_extra_per_level_above) = missed?;
        Some(Mistakes { wrong_option: wrong_option?, missed_option, missed_extra_per_level_above, key_slip: key_slip? })
    }
}

fn place_of<T>(field: &Field<T>) -> Option<Place> {
    field.given().map(|placed| placed.place)
}
