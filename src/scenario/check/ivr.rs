//! The phone tree: what holds for all of it, and where its actions lead.

use super::{Check, Known};
use crate::law::Law;
use crate::scenario::diagnostic::MOST_SHOWN;
use crate::scenario::field::{Field, Placed};
use crate::scenario::file::action::{self as file, ActionByName, LanguageChoice};
use crate::scenario::file::ivr as section;
use crate::scenario::file::not_simulated;
use crate::scenario::nearest::nearest;
use crate::scenario::place::Place;
use crate::scenario::resolved::{
    Action, Ivr, LanguageId, MenuId, NoInput, NoMatch, Prompt, SelfService, SelfServiceId, StepId,
};

/// The words of a `then` that name no menu and no step.
const WORDS: [&str; 4] = ["repeat", "back", "disconnect", "voicemail"];

/// Whether no menu or step can be called so, because a `then` of this name means something else.
pub(super) fn reserved(name: &str) -> bool {
    WORDS.contains(&name) || name == "callback"
}

/// Where a word leads that may stand where it does.
pub(super) fn leads(known: &Known, word: &str, context: Context) -> Option<Action> {
    match word {
        "disconnect" => Some(Action::Disconnect),
        "voicemail" => Some(Action::Voicemail),
        "repeat" => (context == Context::Option).then_some(Action::Repeat),
        "back" => (context != Context::Elsewhere).then_some(Action::Back),
        _ => {
            let menu = known.menus.position(word).map(|menu| Action::Menu(MenuId(menu)));
            menu.or_else(|| known.steps.position(word).map(|step| Action::Step(StepId(step))))
        }
    }
}

/// What all self-services do that say nothing of it.
const SUCCESS: &str = "self_service.success";

/// What holds for the whole tree while its parts are read.
pub(super) struct Tree<'k, 'f> {
    pub(super) known: &'k Known<'f>,
    pub(super) self_services: Vec<SelfService>,
    pub(super) words_per_minute: f64,
    pub(super) pause: f64,
    /// Whether a prompt is given as text, and whether one of an option is.
    pub(super) spoke: bool,
    pub(super) paused: bool,
    pub(super) defaults: MenuDefaults,
}

/// What menus do unless they say otherwise, and which of it they relied on though the file does not say it.
#[derive(Default)]
pub(super) struct MenuDefaults {
    pub(super) no_input: Option<NoInput>,
    pub(super) no_match: Option<NoMatch>,
    pub(super) then: Option<Action>,
    pub(super) barge_in: Option<bool>,
}

/// Where an action stands, which decides what it may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Context {
    /// In an option of a menu.
    Option,
    /// Where a menu leads when its retries are used up.
    Fallback,
    /// Anywhere else: there is no menu to repeat or to go back from.
    Elsewhere,
}

impl Check {
    pub(super) fn ivr(&mut self, ivr: &Placed<section::Ivr>, known: &Known) -> Option<Ivr> {
        let Placed { value: ivr, place } = ivr;
        let words_per_minute = ivr
            .words_per_minute
            .or(160.0, |words| self.within(words.value.0, words.place, "the number of words per minute", 20.0, 1000.0));
        let pause = ivr.pause.or(0.5, |pause| Some(pause.value.0));
        let mut tree = Tree {
            known,
            self_services: Vec::new(),
            words_per_minute: words_per_minute.unwrap_or(160.0),
            pause: pause.unwrap_or(0.5),
            spoke: false,
            paused: false,
            defaults: MenuDefaults::default(),
        };
        let greeting = ivr.greeting.or(Prompt::SILENCE, |said| self.prompt(said, &mut tree));
        self.menu_defaults(&ivr.defaults, &mut tree);
        let steps = self.steps(&ivr.steps, &mut tree);
        if let (Some(_), Some(balanced)) = (ivr.menus.given(), ivr.balanced.given()) {
            self.error(
                "one-of",
                "`menus` and `balanced` exclude each other",
                balanced.place,
                "a generated tree stands instead of menus",
                "keep one of the two",
            );
        }
        let menus = self.menus(&ivr.menus, &mut tree);
        let (menus, balanced) = match &ivr.balanced {
            Field::Missing => (menus, Some(None)),
            Field::Broken => (None, None),
            Field::Given(balanced) => match self.balanced(balanced, &mut tree) {
                Some((menus, balanced)) => (Some(menus), Some(Some(balanced))),
                None => (None, None),
            },
        };
        let start = self.start(ivr, *place, &mut tree);
        if tree.spoke && ivr.words_per_minute.is_missing() {
            self.assume("ivr.words_per_minute", "160");
        }
        if tree.paused && ivr.pause.is_missing() {
            self.assume("ivr.pause", "0.5s");
        }
        words_per_minute?;
        pause?;
        Some(Ivr {
            greeting: greeting?,
            start: start?,
            steps: steps?,
            menus: menus?,
            self_services: tree.self_services,
            balanced: balanced?,
        })
    }

    fn start(&mut self, ivr: &section::Ivr, place: Place, tree: &mut Tree) -> Option<Action> {
        match &ivr.start {
            Field::Broken => None,
            Field::Given(start) => self.action(start, Context::Elsewhere, tree),
            Field::Missing if !ivr.balanced.is_missing() => Some(Action::Menu(MenuId(0))),
            Field::Missing => {
                let first = tree.known.menus.iter().next();
                if let Some((name, _)) = first {
                    if tree.known.menus.len() > 1 || tree.known.steps.len() > 0 {
                        self.assume("ivr.start", name);
                    }
                    return Some(Action::Menu(MenuId(0)));
                }
                if !ivr.menus.is_missing() && !tree.known.menus.readable() {
                    return None;
                }
                let example = tree.known.steps.iter().next().map_or("{queue: general}", |(name, _)| name);
                self.error(
                    "missing-field",
                    "the phone tree has no menu to start with",
                    place,
                    "expected `menus`, `balanced` or `start` here",
                    format!("add `start: {example}`"),
                );
                None
            }
        }
    }

    /// Where a call goes next; what cannot be resolved is reported.
    pub(super) fn action(
        &mut self,
        action: &Placed<file::Action>,
        context: Context,
        tree: &mut Tree,
    ) -> Option<Action> {
        match &action.value {
            file::Action::Word(word) => self.word(word, action.place, context, tree),
            file::Action::Language(choice) => self.language_choice(choice, action.place, context, tree),
            file::Action::ByName(ActionByName::Queue(queue)) => {
                queue.given().and_then(|queue| self.queue(&tree.known.queues, queue)).map(Action::Queue)
            }
            file::Action::ByName(ActionByName::TransferOut(law)) => {
                law.given().and_then(|law| self.finite_law(law, "a transfer")).map(Action::TransferOut)
            }
            file::Action::ByName(ActionByName::SelfService(service)) => {
                let service = service.given()?;
                let service = self.self_service(&service.value, service.place, context, tree)?;
                tree.self_services.push(service);
                Some(Action::SelfService(SelfServiceId(tree.self_services.len() as u32 - 1)))
            }
        }
    }

    fn language_choice(
        &mut self,
        choice: &LanguageChoice,
        place: Place,
        context: Context,
        tree: &mut Tree,
    ) -> Option<Action> {
        let owner = "this choice of a language";
        let language = self
            .required(&choice.language, place, owner, "language", "language: es")
            .and_then(|name| self.refer(&tree.known.languages, "language", &name.value, name.place));
        let go = self.required(&choice.go, place, owner, "go", "go: main")?;
        let onward = self.boxed(go, context, tree);
        if let file::Action::Language(_) = &*go.value {
            self.error(
                "misplaced-action",
                "a language is chosen twice at once",
                go.place,
                "a second choice",
                "keep the one that is meant",
            );
            return None;
        }
        Some(Action::Language(LanguageId(language?), Box::new(onward?)))
    }

    fn word(&mut self, word: &str, place: Place, context: Context, tree: &Tree) -> Option<Action> {
        let known = tree.known;
        if let Some(action) = leads(known, word, context) {
            return Some(action);
        }
        match word {
            "repeat" => {
                let (why, help) = match context {
                    Context::Fallback => {
                        ("the retries of this menu are used up", "raise `retries`, or lead the call elsewhere")
                    }
                    _ => ("there is no menu here to say again", "name the menu or step that is meant"),
                };
                self.error("misplaced-action", "`repeat` can stand only in an option", place, why, help);
                return None;
            }
            "back" => {
                self.error(
                    "misplaced-action",
                    "`back` can stand only in a menu",
                    place,
                    "there is no menu here to go back from",
                    "name the menu or step that is meant",
                );
                return None;
            }
            _ => {}
        }
        if let Some(what) = not_simulated("action", word) {
            self.error(
                "not-simulated",
                format!("{what} not simulated by this version"),
                place,
                "known, but without effect yet",
                "lead the call elsewhere, such as `{queue: ...}` or `voicemail`",
            );
            return None;
        }
        if !known.menus.readable() || !known.steps.readable() {
            return None;
        }
        let help = if known.queues.position(word).is_some() {
            format!("`{word}` is a queue: write `{{queue: {word}}}`")
        } else {
            let names = || known.menus.iter().chain(known.steps.iter()).map(|(name, _)| name);
            let few = self.problems.len() < MOST_SHOWN;
            let near =
                few.then(|| nearest(word, names().chain(WORDS)).or_else(|| known.queues.nearest(word))).flatten();
            self.near.extend(near.map(|near| (place, near.to_owned())));
            match near {
                Some(queue) if leads(known, queue, Context::Option).is_none() => {
                    format!("did you mean `{{queue: {queue}}}`?")
                }
                Some(near) => format!("did you mean `{near}`?"),
                None if names().next().is_none() => "write `{queue: ...}`, `disconnect` or `voicemail`".into(),
                None => format!(
                    "write one of {}, or `{{queue: ...}}`",
                    crate::scenario::nearest::list(names().chain(WORDS))
                ),
            }
        };
        self.error(
            "unknown-name",
            format!(
                "this leads nowhere: there is no menu or step called `{}`",
                word.chars().take(40).collect::<String>()
            ),
            place,
            "expected the name of a menu or step, `repeat`, `back`, `disconnect`, `voicemail` or `{queue: ...}`",
            help,
        );
        None
    }

    fn self_service(
        &mut self,
        service: &file::SelfService,
        place: Place,
        context: Context,
        tree: &mut Tree,
    ) -> Option<SelfService> {
        let service = match service {
            file::SelfService::Takes(takes) => {
                self.assume_once(SUCCESS, "100%");
                return Some(SelfService {
                    takes: Law::Constant(takes.0),
                    success: 1.0,
                    then: None,
                    failed: Action::Disconnect,
                });
            }
            file::SelfService::Detailed(service) => service,
        };
        let takes = self
            .required(&service.takes, place, "this self-service", "takes", "takes: 40s")
            .and_then(|takes| self.finite_law(takes, "a self-service"));
        if service.success.is_missing() {
            self.assume_once(SUCCESS, "100%");
        }
        let success = service.success.or(1.0, |share| Some(share.value.0));
        let then = service.then.or(None, |then| self.boxed(then, context, tree).map(Some));
        let failed = match &service.failed {
            Field::Broken => None,
            Field::Given(failed) => self.boxed(failed, context, tree),
            Field::Missing => {
                if success.is_some_and(|success| success < 1.0) {
                    self.error(
                        "missing-field",
                        "this self-service does not say where a call goes when it fails",
                        place,
                        "expected `failed` here",
                        "add `failed: {queue: ...}`, or `failed: disconnect`",
                    );
                    return None;
                }
                Some(Action::Disconnect)
            }
        };
        Some(SelfService { takes: takes?, success: success?, then: then?, failed: failed? })
    }

    fn boxed(&mut self, action: &Placed<Box<file::Action>>, context: Context, tree: &mut Tree) -> Option<Action> {
        self.action(&Placed { value: (*action.value).clone(), place: action.place }, context, tree)
    }
}
