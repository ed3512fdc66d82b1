//! Menus: their options, what happens at silence and wrong keys, and the trees that are generated.

use super::Check;
use super::ivr::{Context, Tree};
use crate::scenario::diagnostic::Problem;
use crate::scenario::field::{Field, Named, Placed};
use crate::scenario::file::number::Count;
use crate::scenario::file::{ivr as section, menus as file};
use crate::scenario::place::Place;
use crate::scenario::resolved::{
    Action, Balanced, IntentId, Menu, MenuId, MenuOption, NoInput, NoMatch, Prompt, Spoken,
};

const MOST_RETRIES: u32 = 100;
const MOST_OPTIONS: u32 = 1000;
pub(super) const DEEPEST: u32 = 20;
/// Intents are dealt over leaves that are counted.
const MOST_LEAVES: f64 = 1e6;
/// Beyond this a leaf's number is no longer exact.
const MOST_UNCOUNTED_LEAVES: f64 = 9e15;

impl Check {
    /// Reads `ivr.defaults`; what neither it nor a menu says is listed once, when a menu relies on it.
    pub(super) fn menu_defaults(&mut self, defaults: &Field<section::Defaults>, tree: &mut Tree) {
        let Some(defaults) = defaults.given() else { return };
        let section::Defaults { no_input, no_match, then, barge_in } = &defaults.value;
        if let Some(given) = no_input.given() {
            tree.defaults.no_input = self.no_input(&given.value, "ivr.defaults", tree);
        }
        if let Some(given) = no_match.given() {
            tree.defaults.no_match = self.no_match(&given.value, "ivr.defaults", tree);
        }
        if let Some(given) = then.given() {
            // A wrong action is reported; the menus then have one all the same.
            tree.defaults.then = Some(self.action(given, Context::Fallback, tree).unwrap_or(Action::Disconnect));
        }
        tree.defaults.barge_in = barge_in.given().map(|given| given.value);
    }

    pub(super) fn menus(&mut self, menus: &Field<Named<file::Menu>>, tree: &mut Tree) -> Option<Vec<Menu>> {
        let Some(menus) = menus.given() else { return menus.is_missing().then(Vec::new) };
        let mut whole = true;
        let mut resolved = Vec::new();
        for (name, menu) in menus.value.pairs() {
            match menu.and_then(|menu| self.menu(name, menu, tree)) {
                Some(menu) => resolved.push(menu),
                None => whole = false,
            }
        }
        whole.then_some(resolved)
    }

    fn menu(&mut self, name: &Placed<String>, menu: &Placed<file::Menu>, tree: &mut Tree) -> Option<Menu> {
        let owner = format!("the menu `{}`", name.value);
        let file::Menu { intro, options, no_input, no_match, then, barge_in } = &menu.value;
        let intro = intro.or(Prompt::SILENCE, |intro| self.prompt(intro, tree));
        let example = "options: [{key: 1, prompt: 3s, then: {queue: general}}]";
        let options = self
            .required(options, menu.place, &owner, "options", example)
            .and_then(|options| self.options(&owner, options, tree));
        let path = format!("ivr.menus.{}", name.value);
        let (no_input, no_match) = self.silence_and_slips(no_input, no_match, &path, tree);
        let then = match then {
            Field::Missing => Some(self.fallback(tree)),
            Field::Broken => None,
            Field::Given(then) => self.action(then, Context::Fallback, tree),
        };
        let barge_in = match barge_in {
            Field::Broken => None,
            field => field.given().map(|given| given.value).or_else(|| Some(self.barge_in(tree))),
        };
        Some(Menu {
            name: name.value.clone(),
            intro: intro?,
            options: options?,
            no_input: no_input?,
            no_match: no_match?,
            barge_in: barge_in?,
            then: then?,
        })
    }

    fn options(
        &mut self,
        owner: &str,
        options: &Placed<Vec<Field<file::MenuOption>>>,
        tree: &mut Tree,
    ) -> Option<Vec<MenuOption>> {
        if options.value.is_empty() {
            self.error(
                "empty-list",
                format!("{owner} has no options"),
                options.place,
                "expected at least one option",
                "write `{key: 1, prompt: 3s, then: {queue: general}}`, or make it a step",
            );
            return None;
        }
        if options.value.len() > MOST_OPTIONS as usize {
            let number = u32::try_from(options.value.len()).unwrap_or(u32::MAX);
            self.count(number, options.place, "options", 1, MOST_OPTIONS)?;
        }
        let mut whole = true;
        let mut keys: Vec<(String, Place)> = Vec::new();
        let mut resolved = Vec::new();
        for option in &options.value {
            let Some(option) = option.given() else {
                whole = false;
                continue;
            };
            if let Some(key) = option.value.key.given() {
                if let Some((_, first)) = keys.iter().find(|(other, _)| *other == key.value.0) {
                    self.problems.push(
                        Problem::error(
                            "duplicate-key",
                            format!("{owner} has two options with the key `{}`", key.value.0),
                            key.place,
                            "given again here",
                            "give one of them another key",
                        )
                        .with(*first, "given first here"),
                    );
                    whole = false;
                }
                keys.push((key.value.0.clone(), key.place));
            }
            match self.option(option, tree) {
                Some(option) => resolved.push(option),
                None => whole = false,
            }
        }
        whole.then_some(resolved)
    }

    fn option(&mut self, option: &Placed<file::MenuOption>, tree: &mut Tree) -> Option<MenuOption> {
        let Placed { value: file::MenuOption { key, prompt, serves, then, operator, announced }, place } = option;
        let owner = match key.given() {
            Some(key) => format!("the option with the key `{}`", key.value.0),
            None => "this option".to_owned(),
        };
        let key = self.required(key, *place, &owner, "key", "key: 1").map(|key| key.value.0.clone());
        let announced = announced.or(true, |announced| Some(announced.value));
        let prompt = match prompt {
            Field::Broken => None,
            Field::Missing if announced == Some(true) => {
                self.error(
                    "missing-field",
                    format!("{owner} is announced, but has no `prompt`"),
                    *place,
                    "expected `prompt` here",
                    "add `prompt: 3s` or its text; an option that is not read out says `announced: false`",
                );
                None
            }
            Field::Missing => Some(Prompt::SILENCE),
            // Nobody hears it.
            Field::Given(said) if announced == Some(false) => self.prompt(said, tree).map(|_| Prompt::SILENCE),
            Field::Given(said) => self.option_prompt(said, tree),
        };
        let serves = self.serves(serves, tree);
        let operator = operator.or(false, |operator| Some(operator.value));
        let to = self.required(then, *place, &owner, "then", "then: {queue: general}");
        let then = to.and_then(|then| self.action(then, Context::Option, tree));
        if let (Some(Action::Repeat | Action::Back), Some(serves), Some(to)) =
            (then.as_ref().map(Action::onward), &serves, to)
            && !serves.is_empty()
        {
            self.error(
                "serves-nobody",
                format!("{owner} serves an intent, but leads nowhere new"),
                to.place,
                "expected a menu, a step, a queue or a self-service",
                "remove `for`, or lead these callers to what they want",
            );
            return None;
        }
        Some(MenuOption {
            key: key?,
            prompt: prompt?,
            announced: announced?,
            serves: serves?,
            operator: operator?,
            then: then?,
        })
    }

    fn serves(&mut self, serves: &Field<file::Serves>, tree: &mut Tree) -> Option<Vec<IntentId>> {
        let names = match serves {
            Field::Missing => return Some(Vec::new()),
            Field::Broken => return None,
            Field::Given(Placed { value: file::Serves::One(name), .. }) => std::slice::from_ref(name),
            Field::Given(Placed { value: file::Serves::Several(names), .. }) => names,
        };
        let mut whole = true;
        let mut intents = Vec::new();
        for name in names {
            let found =
                name.given().and_then(|name| self.refer(&tree.known.intents, "intent", &name.value, name.place));
            match found {
                Some(intent) => {
                    if !intents.contains(&IntentId(intent)) {
                        intents.push(IntentId(intent));
                    }
                }
                None => whole = false,
            }
        }
        whole.then_some(intents)
    }

    fn silence_and_slips(
        &mut self,
        no_input: &Field<file::NoInput>,
        no_match: &Field<file::NoMatch>,
        path: &str,
        tree: &mut Tree,
    ) -> (Option<NoInput>, Option<NoMatch>) {
        // What is missing is listed once: from here on it is known.
        let no_input = match no_input {
            Field::Broken => None,
            Field::Given(given) => self.no_input(&given.value, path, tree),
            Field::Missing => Some(
                tree.defaults
                    .no_input
                    .get_or_insert_with(|| {
                        self.assume("ivr.defaults.no_input", "{after: 5s, say: 0s, retries: 2}");
                        NoInput { after: 5.0, say: Prompt::SILENCE, retries: 2 }
                    })
                    .clone(),
            ),
        };
        let no_match = match no_match {
            Field::Broken => None,
            Field::Given(given) => self.no_match(&given.value, path, tree),
            Field::Missing => Some(
                tree.defaults
                    .no_match
                    .get_or_insert_with(|| {
                        self.assume("ivr.defaults.no_match", "{say: 3s, retries: 2}");
                        NoMatch { say: not_an_option(), retries: 2 }
                    })
                    .clone(),
            ),
        };
        (no_input, no_match)
    }

    fn fallback(&mut self, tree: &mut Tree) -> Action {
        tree.defaults
            .then
            .get_or_insert_with(|| {
                self.assume("ivr.defaults.then", "disconnect");
                Action::Disconnect
            })
            .clone()
    }

    fn barge_in(&mut self, tree: &mut Tree) -> bool {
        *tree.defaults.barge_in.get_or_insert_with(|| {
            self.assume("ivr.defaults.barge_in", "true");
            true
        })
    }

    /// What happens at silence; what is not said of it is as in `ivr.defaults`, and listed where these do not say it either.
    fn no_input(&mut self, no_input: &file::NoInput, path: &str, tree: &mut Tree) -> Option<NoInput> {
        let file::NoInput { after, say, retries } = no_input;
        let of = |name: &str| format!("{path}.no_input.{name}");
        let Some(NoInput { after: usual_after, say: usual_say, retries: usual_retries }) =
            tree.defaults.no_input.clone()
        else {
            let after = self.duration(after, &of("after"), 5.0);
            let say = self.default(say, &of("say"), Prompt::SILENCE, "0s", |check, say| check.prompt(say, tree));
            let retries = self.default(retries, &of("retries"), 2, "2", Self::retries);
            return Some(NoInput { after: after?, say: say?, retries: retries? });
        };
        let after = after.or(usual_after, |after| Some(after.value.0));
        let say = say.or(usual_say, |say| self.prompt(say, tree));
        let retries = retries.or(usual_retries, |retries| self.retries(retries));
        Some(NoInput { after: after?, say: say?, retries: retries? })
    }

    /// What happens at a key that no option has, in the same way.
    fn no_match(&mut self, no_match: &file::NoMatch, path: &str, tree: &mut Tree) -> Option<NoMatch> {
        let file::NoMatch { say, retries } = no_match;
        let of = |name: &str| format!("{path}.no_match.{name}");
        let Some(NoMatch { say: usual_say, retries: usual_retries }) = tree.defaults.no_match.clone() else {
            let say = self.default(say, &of("say"), not_an_option(), "3s", |check, say| check.prompt(say, tree));
            let retries = self.default(retries, &of("retries"), 2, "2", Self::retries);
            return Some(NoMatch { say: say?, retries: retries? });
        };
        let say = say.or(usual_say, |say| self.prompt(say, tree));
        let retries = retries.or(usual_retries, |retries| self.retries(retries));
        Some(NoMatch { say: say?, retries: retries? })
    }

    fn retries(&mut self, retries: &Placed<Count>) -> Option<u32> {
        self.count(retries.value.0, retries.place, "retries", 0, MOST_RETRIES)
    }

    /// One menu for each level, option j of a level leading to the next, at the last to the leaf's action.
    pub(super) fn balanced(
        &mut self,
        balanced: &Placed<section::Balanced>,
        tree: &mut Tree,
    ) -> Option<(Vec<Menu>, Balanced)> {
        let Placed {
            value: section::Balanced { depth, options, intro, prompt, then, no_input, no_match, operator },
            place,
        } = balanced;
        let owner = "the balanced tree";
        let depth_place = depth.given().map_or(*place, |depth| depth.place);
        let depth = self
            .required(depth, *place, owner, "depth", "depth: 3")
            .and_then(|depth| self.count(depth.value.0, depth.place, "levels", 1, DEEPEST));
        let options = self
            .required(options, *place, owner, "options", "options: 4")
            .and_then(|options| self.count(options.value.0, options.place, "options", 1, MOST_OPTIONS));
        let dealt = tree.known.intents.len() > 0;
        let mut fits = true;
        if let (Some(depth), Some(options)) = (depth, options) {
            let leaves = f64::from(options).powf(f64::from(depth));
            let most = if dealt { MOST_LEAVES } else { MOST_UNCOUNTED_LEAVES };
            if leaves > most {
                self.error(
                    "too-large",
                    format!("this tree has {options}^{depth} = {leaves:.3e} leaves"),
                    depth_place,
                    format!("expected at most {most:.0e} leaves"),
                    "lower `depth` or `options`",
                );
                fits = false;
            }
        }
        let intro = intro.or(Prompt::SILENCE, |intro| self.prompt(intro, tree));
        let prompt = self
            .required(prompt, *place, owner, "prompt", "prompt: 3s")
            .and_then(|said| self.option_prompt(said, tree));
        let then = self
            .required(then, *place, owner, "then", "then: {queue: general}")
            .and_then(|then| self.action(then, Context::Elsewhere, tree));
        let operator = operator.or(None, |operator| self.action(operator, Context::Elsewhere, tree).map(Some));
        let (no_input, no_match) = self.silence_and_slips(no_input, no_match, "ivr.balanced", tree);
        let fallback = self.fallback(tree);
        let barge_in = self.barge_in(tree);
        if !fits {
            return None;
        }
        let (depth, options, intro, prompt) = (depth?, options?, intro?, prompt?);
        let (then, operator, no_input, no_match) = (then?, operator?, no_input?, no_match?);
        let menus = (0..depth).map(|level| {
            let last = level + 1 == depth;
            let mut listed: Vec<MenuOption> = (1..=options)
                .map(|key| MenuOption {
                    key: key.to_string(),
                    prompt: prompt.clone(),
                    announced: true,
                    serves: Vec::new(),
                    operator: false,
                    then: if last { then.clone() } else { Action::Menu(MenuId(level + 1)) },
                })
                .collect();
            if let Some(operator) = &operator {
                listed.push(MenuOption {
                    key: "0".into(),
                    prompt: Prompt::SILENCE,
                    announced: false,
                    serves: Vec::new(),
                    operator: true,
                    then: operator.clone(),
                });
            }
            Menu {
                name: format!("level {}", level + 1),
                intro: intro.clone(),
                options: listed,
                no_input: no_input.clone(),
                no_match: no_match.clone(),
                barge_in,
                then: fallback.clone(),
            }
        });
        Some((menus.collect(), Balanced { depth, options, dealt }))
    }
}

/// What is said to a wrong key, unless the file says otherwise.
fn not_an_option() -> Prompt {
    Spoken { seconds: 3.0, text: None }.into()
}
