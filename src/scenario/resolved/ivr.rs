//! The phone tree: steps, menus with their options, self-services, and where each leads.

use super::{IntentId, LanguageId, MenuId, QueueId, ScheduleId, SelfServiceId, StepId};
use crate::law::Law;

/// The phone tree.
#[derive(Debug, Clone, PartialEq)]
pub struct Ivr {
    /// The greeting.
    pub greeting: Prompt,
    /// Where the call goes after the greeting.
    pub start: Action,
    /// What is no menu.
    pub steps: Vec<Step>,
    /// The menus; of a balanced tree one for every level, from the first to the last.
    pub menus: Vec<Menu>,
    /// The self-services that options and steps lead to.
    pub self_services: Vec<SelfService>,
    /// For a balanced tree, how its leaves serve the intents.
    pub balanced: Option<Balanced>,
}

impl Ivr {
    /// Whether this menu only offers languages, and so is no level: every option that is no `repeat` and not the
    /// operator's chooses one. The leaves of a balanced tree, which all lead alike, offer nothing.
    pub fn only_offers_languages(&self, menu: usize) -> bool {
        self.balanced.is_none() && self.menus[menu].only_offers_languages()
    }

    /// Every place in it that leads somewhere.
    pub fn actions(&self) -> impl Iterator<Item = &Action> {
        let menus =
            self.menus.iter().flat_map(|menu| menu.options.iter().map(|option| &option.then).chain([&menu.then]));
        let steps = self.steps.iter().flat_map(|step| {
            let (branches, failed) = match &step.kind {
                StepKind::When(branches) => (branches.as_slice(), None),
                StepKind::Collect(collect) => ([].as_slice(), Some(&collect.failed)),
                StepKind::Say(_) | StepKind::Wait(_) => ([].as_slice(), None),
            };
            branches.iter().map(|(_, then)| then).chain(failed).chain([&step.then])
        });
        let services = self.self_services.iter().flat_map(|service| service.then.iter().chain([&service.failed]));
        std::iter::once(&self.start).chain(menus).chain(steps).chain(services)
    }

    /// The queues that something in it leads to, each as often as something does.
    pub fn queues(&self) -> impl Iterator<Item = QueueId> {
        self.actions().filter_map(|action| if let Action::Queue(queue) = action.onward() { Some(*queue) } else { None })
    }
}

/// A balanced tree: every menu of every level has the same number of options.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Balanced {
    /// How many levels (≥ 1).
    pub depth: u32,
    /// How many options a menu has (≥ 1), an operator's option not counted.
    pub options: u32,
    /// Whether the file's intents are dealt over the leaves, in their order and by quantile; otherwise every leaf is
    /// an intent of its own and all are equally likely.
    pub dealt: bool,
}

/// Something that is said.
#[derive(Debug, Clone, PartialEq)]
pub struct Prompt {
    /// In the first language.
    pub first: Spoken,
    /// In the others, in their order; empty where it is the same in all.
    pub others: Vec<Spoken>,
}

impl From<Spoken> for Prompt {
    /// The same in all languages.
    fn from(first: Spoken) -> Self {
        Self { first, others: Vec::new() }
    }
}

impl Prompt {
    /// Nothing is said, in any language.
    pub const SILENCE: Self = Self { first: Spoken { seconds: 0.0, text: None }, others: Vec::new() };

    /// What is said in this language.
    pub fn spoken(&self, language: LanguageId) -> &Spoken {
        language.index().checked_sub(1).and_then(|other| self.others.get(other)).unwrap_or(&self.first)
    }

    /// How long it takes in this language, in seconds (≥ 0), pauses included.
    pub fn seconds(&self, language: LanguageId) -> f64 {
        self.spoken(language).seconds
    }
}

/// What is said in one language.
#[derive(Debug, Clone, PartialEq)]
pub struct Spoken {
    /// How long it takes in seconds (≥ 0), pauses included.
    pub seconds: f64,
    /// Its text, where the file gives one.
    pub text: Option<String>,
}

/// Where a call goes next.
#[derive(Debug, Clone, PartialEq)]
pub enum Action {
    /// To a menu, one level deeper (or up to it again, where the caller has come through it).
    Menu(MenuId),
    /// To a step.
    Step(StepId),
    /// The same menu again; not an error.
    Repeat,
    /// The menu before; one level up again.
    Back,
    /// The IVR ends the call.
    Disconnect,
    /// The caller leaves a message.
    Voicemail,
    /// To a queue.
    Queue(QueueId),
    /// To a self-service.
    SelfService(SelfServiceId),
    /// To another number: the time until the call is handed over.
    TransferOut(Law),
    /// The call goes on in this language, and where it goes: no choice of a language again.
    Language(LanguageId, Box<Self>),
}

impl Action {
    /// Where the call goes, in whichever language.
    pub fn onward(&self) -> &Self {
        match self {
            Self::Language(_, go) => go,
            _ => self,
        }
    }

    /// The language that is chosen, if one is.
    pub fn language(&self) -> Option<LanguageId> {
        match self {
            Self::Language(language, _) => Some(*language),
            _ => None,
        }
    }
}

/// A place in the IVR that is no menu.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// Its name.
    pub name: String,
    /// What it does.
    pub kind: StepKind,
    /// Where it leads (for `when`: where no condition holds).
    pub then: Action,
}

/// What a step does.
#[derive(Debug, Clone, PartialEq)]
pub enum StepKind {
    /// Says something.
    Say(Prompt),
    /// Takes a time with this law: an identification dialogue, a look-up.
    Wait(Law),
    /// Goes where the first condition that holds leads.
    When(Vec<(Condition, Action)>),
    /// Asks for digits.
    Collect(Collect),
}

/// What a `when` step can ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Condition {
    /// The schedule is open at this moment.
    Open(ScheduleId),
}

/// Digits to enter, such as an account number.
#[derive(Debug, Clone, PartialEq)]
pub struct Collect {
    /// What is said before each try.
    pub prompt: Prompt,
    /// How long the caller takes to enter them, in seconds.
    pub entry: f64,
    /// How long the look-up takes, in seconds.
    pub look_up: f64,
    /// The probability that a try is valid.
    pub valid: f64,
    /// How many tries (≥ 1); an invalid one is an error.
    pub tries: u32,
    /// Whether callers with a known number pass without being asked.
    pub skip_if_known: bool,
    /// Where it leads when the tries are used up.
    pub failed: Action,
}

/// A menu: an intro, then its options in order.
#[derive(Debug, Clone, PartialEq)]
pub struct Menu {
    /// Its name; of a balanced tree `level 1`, `level 2` and so on.
    pub name: String,
    /// What comes before the options; said again at every restart.
    pub intro: Prompt,
    /// The options in the order they are read out.
    pub options: Vec<MenuOption>,
    /// What happens when nobody presses anything.
    pub no_input: NoInput,
    /// What happens at a key that no option has.
    pub no_match: NoMatch,
    /// Whether a key cuts the prompts short.
    pub barge_in: bool,
    /// Where the call goes when the retries are used up.
    pub then: Action,
}

impl Menu {
    /// Whether every option that is no `repeat` and not the operator's chooses a language.
    pub(crate) fn only_offers_languages(&self) -> bool {
        let aside = |option: &&MenuOption| option.operator || option.then == Action::Repeat;
        let mut offers = self.options.iter().filter(|option| !aside(option)).peekable();
        offers.peek().is_some() && offers.all(|option| option.then.language().is_some())
    }
}

/// One option of a menu.
#[derive(Debug, Clone, PartialEq)]
pub struct MenuOption {
    /// Its key: digits, `star` or `pound`.
    pub key: String,
    /// What is read out, with the pause after it; 0 s where it is not announced.
    pub prompt: Prompt,
    /// Whether it is read out.
    pub announced: bool,
    /// The intents it serves itself.
    pub serves: Vec<IntentId>,
    /// Whether it is the way to a person.
    pub operator: bool,
    /// Where it leads.
    pub then: Action,
}

/// Silence after a menu.
#[derive(Debug, Clone, PartialEq)]
pub struct NoInput {
    /// How long the IVR waits after the last option, in seconds.
    pub after: f64,
    /// Its message.
    pub say: Prompt,
    /// How many times the menu is played again.
    pub retries: u32,
}

/// A key that no option has.
#[derive(Debug, Clone, PartialEq)]
pub struct NoMatch {
    /// Its message; said after the last error too.
    pub say: Prompt,
    /// How many times the menu is played again.
    pub retries: u32,
}

/// Something callers can do by themselves.
#[derive(Debug, Clone, PartialEq)]
pub struct SelfService {
    /// How long it takes.
    pub takes: Law,
    /// The probability that it succeeds.
    pub success: f64,
    /// Where it leads after success; `None` ends the call as self-served.
    pub then: Option<Action>,
    /// Where it leads after failure.
    pub failed: Action,
}
