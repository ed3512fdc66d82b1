//! How callers behave: neutral unless written, and patience always written.

use super::Check;
use crate::law::Law;
use crate::scenario::field::{Field, Placed};
use crate::scenario::file::callers as file;
use crate::scenario::file::menus::{Menu, MenuOption};
use crate::scenario::file::number::Number;
use crate::scenario::file::steps::Step;
use crate::scenario::file::{File, ivr as section, law, share};
use crate::scenario::place::Place;
use crate::scenario::resolved::{
    AfterAnnouncement, Callers, Hazard, Ivr, Listening, Memory, Mistakes, NothingFits, Patience, QueueId, ZeroOut,
};

/// The factors may be anything from 0 to this.
const MOST_FACTOR: f64 = 1000.0;
const MOST_BEYOND: u32 = 1000;

impl Check {
    pub(super) fn callers(&mut self, file: &File, place: Place) -> Option<Callers> {
        let example = "callers: {patience: {exponential: 5m}}` or `callers: {patience: never}";
        let Placed { value: callers, place } =
            self.required(&file.callers, place, "the scenario", "callers", example)?;
        let file::Callers { patience, hang_up_at_once, listening, mistakes, nothing_fits, memory, zero_out, hazard } =
            callers;
        let example = "patience: {exponential: 5m}` or `patience: never";
        let patience = self
            .required(patience, *place, "`callers`", "patience", example)
            .and_then(|patience| self.patience(patience));
        self.draft.patience.clone_from(&patience);
        let has_ivr = !file.ivr.is_missing();
        let (menus, operators) =
            file.ivr.given().map_or((false, true), |ivr| (has_menus(&ivr.value), operators(&ivr.value)));
        if !has_ivr {
            for (name, field) in [
                ("hang_up_at_once", place_of(hang_up_at_once)),
                ("listening", place_of(listening)),
                ("mistakes", place_of(mistakes)),
                ("nothing_fits", place_of(nothing_fits)),
                ("memory", place_of(memory)),
                ("zero_out", place_of(zero_out)),
            ] {
                if let Some(place) = field {
                    self.without_effect(name, "without an `ivr`", place);
                }
            }
        }
        let hang_up_at_once = self.share(hang_up_at_once, "callers.hang_up_at_once", has_ivr);
        let listening = self.listening(listening, menus);
        let mistakes = self.mistakes(mistakes, menus);
        let nothing_fits = self.nothing_fits(nothing_fits, menus, operators || !has_ivr);
        let memory = self.memory(memory, menus, listening.as_ref());
        if menus && operators && zero_out.is_missing() {
            self.assume("callers.zero_out", "nobody");
        }
        let zero_out = zero_out.or(None, |zero_out| self.zero_out(zero_out, has_ivr && !operators).map(Some));
        let hazard = self.hazard(hazard, file);
        Some(Callers {
            patience: patience?,
            hang_up_at_once: hang_up_at_once?,
            listening: listening?,
            mistakes: mistakes?,
            nothing_fits: nothing_fits?,
            memory: memory?,
            zero_out: zero_out?,
            hazard: hazard?,
        })
    }

    fn nothing_fits(
        &mut self,
        nothing_fits: &Field<file::NothingFits>,
        menus: bool,
        operators: bool,
    ) -> Option<NothingFits> {
        let Placed { value: file::NothingFits { zero, any_key, hang_up }, place } = match nothing_fits {
            Field::Missing => {
                if menus {
                    self.assume("callers.nothing_fits", "all wait");
                }
                return Some(NothingFits::default());
            }
            Field::Broken => return None,
            Field::Given(nothing_fits) => nothing_fits,
        };
        if let (false, Some(zero)) = (operators, zero.given())
            && zero.value.0 > 0.0
        {
            self.without_effect("zero", WITHOUT_OPERATOR, zero.place);
        }
        let zero = self.share(zero, "callers.nothing_fits.zero", menus && operators);
        let any_key = self.share(any_key, "callers.nothing_fits.any_key", menus);
        let hang_up = self.share(hang_up, "callers.nothing_fits.hang_up", menus);
        let meant = NothingFits { zero: zero?, any_key: any_key?, hang_up: hang_up? };
        let sum = meant.zero + meant.any_key + meant.hang_up;
        if sum > 1.0 + 1e-9 {
            self.error(
                "shares-sum",
                format!("these plays are {} of all in which nothing was found", share::show(sum)),
                *place,
                "expected at most 100%",
                "`zero`, `any_key` and `hang_up` are parts of the same plays; the rest waits",
            );
            return None;
        }
        Some(meant)
    }

    fn memory(&mut self, memory: &Field<file::Memory>, menus: bool, listening: Option<&Listening>) -> Option<Memory> {
        let hear_it_all = listening.is_none_or(|listening| listening.dial_ahead + listening.press_when_heard < 1.0);
        let Placed { value: file::Memory { beyond, forgets }, place } = match memory {
            Field::Missing => {
                if menus && listening.is_some() && hear_it_all {
                    self.assume("callers.memory", "nobody forgets");
                }
                return Some(Memory::default());
            }
            Field::Broken => return None,
            Field::Given(memory) => memory,
        };
        if menus && !hear_it_all {
            self.without_effect("memory", "while nobody hears the whole menu before they press", *place);
        }
        let beyond = self.default(beyond, "callers.memory.beyond", 4, "4", |check, beyond| {
            check.count(beyond.value.0, beyond.place, "options", 0, MOST_BEYOND)
        });
        let forgets = self.required(forgets, *place, "`memory`", "forgets", "forgets: 2%");
        Some(Memory { beyond: beyond?, forgets: forgets?.value.0 })
    }

    fn zero_out(&mut self, zero_out: &Placed<file::ZeroOut>, in_vain: bool) -> Option<ZeroOut> {
        if in_vain {
            self.without_effect("zero_out", WITHOUT_OPERATOR, zero_out.place);
        }
        let file::ZeroOut { share, after, per_error } = &zero_out.value;
        let share = self.required(share, zero_out.place, "`zero_out`", "share", "share: 8%");
        let after = self.duration(after, "callers.zero_out.after", 4.0);
        let per_error = self.factor(per_error, "callers.zero_out.per_error", "the factor of an error", !in_vain);
        Some(ZeroOut { share: share?.value.0, after: after?, per_error: per_error? })
    }

    fn hazard(&mut self, hazard: &Field<file::Hazard>, file: &File) -> Option<Hazard> {
        let file::Hazard { ivr: in_ivr, per_level, per_error, after_announcement } = match hazard {
            Field::Missing => {
                if !file.ivr.is_missing() {
                    self.assume("callers.hazard", "all factors 1");
                }
                return Some(Hazard::NEUTRAL);
            }
            Field::Broken => return None,
            Field::Given(hazard) => &hazard.value,
        };
        let has_ivr = !file.ivr.is_missing();
        let in_ivr = self.factor(in_ivr, "callers.hazard.ivr", "the factor of the IVR", has_ivr);
        let per_level = self.factor(per_level, "callers.hazard.per_level", "the factor of a level", has_ivr);
        let per_error = self.factor(per_error, "callers.hazard.per_error", "the factor of an error", has_ivr);
        match (place_of(after_announcement), announces(file)) {
            (Some(place), false) => self.without_effect("after_announcement", "while nothing is announced", place),
            (None, true) => self.assume("callers.hazard.after_announcement", "1"),
            _ => {}
        }
        let after_announcement = self.after_announcement(after_announcement);
        self.draft.clock_stops = [in_ivr, per_error, after_announcement.map(|after| after.factor)].contains(&Some(0.0));
        Some(Hazard {
            ivr: in_ivr?,
            per_level: per_level?,
            per_error: per_error?,
            after_announcement: after_announcement?,
        })
    }

    fn after_announcement(&mut self, field: &Field<file::AfterAnnouncement>) -> Option<AfterAnnouncement> {
        let what = "the factor after an announcement";
        let (factor, lasts) = match field {
            Field::Missing => return Some(AfterAnnouncement::NEUTRAL),
            Field::Broken => return None,
            Field::Given(Placed { value: file::AfterAnnouncement::Factor(factor), place }) => {
                (self.within(factor.0, *place, what, 0.0, MOST_FACTOR), &Field::Missing)
            }
            Field::Given(Placed { value: file::AfterAnnouncement::Lasting(lasting), place }) => {
                self.required(&lasting.factor, *place, "`after_announcement`", "factor", "factor: 1.8");
                (self.factor(&lasting.factor, "", what, false), &lasting.lasts)
            }
        };
        let lasts = self.duration(lasts, "callers.hazard.after_announcement.lasts", 10.0);
        Some(AfterAnnouncement { factor: factor?, lasts: lasts? })
    }

    /// A factor, of 1 unless written; listed as such where it has a say.
    fn factor(&mut self, factor: &Field<Number>, path: &str, what: &str, used: bool) -> Option<f64> {
        if used && factor.is_missing() {
            self.assume(path, "1");
        }
        factor.or(1.0, |factor| self.within(factor.value.0, factor.place, what, 0.0, MOST_FACTOR))
    }

    /// A share of callers, of none unless written; listed as such where there could be some.
    fn share(&mut self, share: &Field<share::Share>, path: &str, used: bool) -> Option<f64> {
        if used && share.is_missing() {
            self.assume(path, "0%");
        }
        share.or(0.0, |share| Some(share.value.0))
    }

    pub(super) fn without_effect(&mut self, name: &str, why: &str, place: Place) {
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

    pub(super) fn patience_law(&mut self, law: &Placed<law::Law>) -> Option<Law> {
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
        // Where nothing else is written, everybody presses when they have heard theirs, which is listed below.
        let used = menus && !listening.press_when_heard.is_missing();
        let dial_ahead = self.share(&listening.dial_ahead, "callers.listening.dial_ahead", used)?;
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
        let wrong_option = self.share(&mistakes.wrong_option, "callers.mistakes.wrong_option", menus);
        let key_slip = self.share(&mistakes.key_slip, "callers.mistakes.key_slip", menus);
        if menus && mistakes.missed_option.is_missing() {
            self.assume("callers.mistakes.missed_option", "0%");
        }
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

/// The queues to which a wrong choice can bring somebody who belongs elsewhere.
pub(super) fn misrouting(ivr: &Ivr, callers: &Callers) -> Vec<QueueId> {
    let errs = callers.mistakes.wrong_option > 0.0 || callers.nothing_fits.any_key > 0.0;
    let queues: Vec<QueueId> = if errs { ivr.queues().collect() } else { Vec::new() };
    let elsewhere = ivr.balanced.is_some() || queues.iter().any(|queue| *queue != queues[0]);
    if elsewhere { queues } else { Vec::new() }
}

const WITHOUT_OPERATOR: &str = "while no menu has an option with `operator: true`";

/// Whether there are menus.
fn has_menus(ivr: &section::Ivr) -> bool {
    !ivr.balanced.is_missing() || ivr.menus.given().is_some_and(|menus| !menus.value.entries.is_empty())
}

/// Whether an option leads to a person, as far as the menus can be read.
fn operators(ivr: &section::Ivr) -> bool {
    let of_menu = |menu: Option<&Placed<Menu>>| {
        menu.and_then(|menu| menu.value.options.given()).is_none_or(|options| {
            let of_option = |option: &Field<MenuOption>| {
                option
                    .given()
                    .is_none_or(|option| option.value.operator.or(false, |yes| Some(yes.value)) != Some(false))
            };
            options.value.iter().any(of_option)
        })
    };
    match (&ivr.balanced, &ivr.menus) {
        (Field::Broken, _) | (_, Field::Broken) => true,
        (Field::Given(balanced), _) if !balanced.value.operator.is_missing() => true,
        (_, Field::Given(menus)) => menus.value.pairs().any(|(_, menu)| of_menu(menu)),
        (_, Field::Missing) => false,
    }
}

/// Whether callers hear announcements, of a step or of a queue, as far as those can be read.
fn announces(file: &File) -> bool {
    let says = |step: Option<&Placed<Step>>| step.is_none_or(|step| !step.value.say.is_missing());
    let steps = |ivr: &section::Ivr| match &ivr.steps {
        Field::Missing => false,
        Field::Broken => true,
        Field::Given(steps) => steps.value.pairs().any(|(_, step)| says(step)),
    };
    file.ivr.or(false, |ivr| Some(steps(&ivr.value))).unwrap_or(true)
        || file.queues.given().is_none_or(|queues| {
            queues.value.pairs().any(|(_, queue)| queue.is_none_or(|queue| !queue.value.while_waiting.is_missing()))
        })
}

fn place_of<T>(field: &Field<T>) -> Option<Place> {
    field.given().map(|placed| placed.place)
}
