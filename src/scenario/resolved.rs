//! A scenario as it is meant: every default filled in, every name resolved to an index, every unit made seconds.
//!
//! What a person writes (`file`) becomes this by `check`; the center is built from this and from
//! nothing else. Times of day are seconds from midnight, durations are seconds, shares are in [0, 1].

use super::expectation::Subject;
use crate::law::Law;

macro_rules! index {
    ($(#[$doc:meta] $name:ident)*) => {$(
        #[$doc]
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u32);

        impl $name {
            /// The position in the scenario's list.
            pub fn index(self) -> usize {
                self.0 as usize
            }
        }
    )*};
}

index! {
    /// An intent, by its position in [`Scenario::intents`].
    IntentId
    /// A language, by its position in [`Scenario::languages`].
    LanguageId
    /// An arrival stream, by its position in [`Scenario::streams`].
    StreamId
    /// A menu, by its position in [`Ivr::menus`].
    MenuId
    /// A step, by its position in [`Ivr::steps`].
    StepId
    /// A self-service, by its position in [`Ivr::self_services`].
    SelfServiceId
    /// A queue, by its position in [`Scenario::queues`].
    QueueId
    /// An agent group, by its position in [`Scenario::groups`].
    GroupId
    /// A schedule, by its position in [`Scenario::schedules`].
    ScheduleId
}

/// A whole scenario, ready to be simulated.
#[derive(Debug, Clone, PartialEq)]
pub struct Scenario {
    /// What the result is headed with.
    pub name: String,
    /// The seed of all random streams.
    pub seed: u64,
    /// How many independent days.
    pub replications: Replications,
    /// A day from opening to close, or one long run.
    pub span: Span,
    /// Opening hours that a `when` step may ask for.
    pub schedules: Vec<Schedule>,
    /// Why people contact, in the order written; never empty (an unnamed intent where the file names none).
    pub intents: Vec<Intent>,
    /// What callers speak, in the order written: every call begins in the first. Empty where the file names none.
    pub languages: Vec<Language>,
    /// Who contacts, in the order written.
    pub streams: Vec<Stream>,
    /// Trunks, held from arrival to the end of the call; `None` is unlimited.
    pub lines: Option<u32>,
    /// The share of customers whose number is known; of callers, where there is no population.
    pub known_number: f64,
    /// The customers, where contacts are drawn from a population.
    pub population: Option<Population>,
    /// How callers behave.
    pub callers: Callers,
    /// The phone tree, where there is one.
    pub ivr: Option<Ivr>,
    /// The queues, in the order written.
    pub queues: Vec<Queue>,
    /// The agent groups, in the order written.
    pub groups: Vec<AgentGroup>,
    /// Inputs the file did not give, with the value they took: assumptions, not measurements.
    pub assumptions: Vec<Assumption>,
}

impl Scenario {
    /// Whether all contacts are calls that are answered at once, and nobody asks whose they are.
    pub fn only_calls(&self) -> bool {
        self.population.is_none()
            && self.streams.iter().all(|stream| stream.channel == Channel::Voice)
            && self.groups.iter().all(|group| group.offers.is_none())
    }

    /// The patience of those who come for an intent: its own, or that of all callers.
    pub fn patience<'s>(&'s self, intent: &'s Intent) -> &'s Patience {
        intent.patience.as_ref().unwrap_or(&self.callers.patience)
    }
}

/// How many replications are run.
#[derive(Debug, Clone, PartialEq)]
pub enum Replications {
    /// Exactly so many (≥ 1).
    Fixed(u32),
    /// Until every named metric's half-width is small enough.
    Until {
        /// The first look is taken after so many (≥ 2).
        at_least: u32,
        /// Never more than so many.
        at_most: u32,
        /// The goals, all of which must be met.
        goals: Vec<Goal>,
    },
}

/// A precision to reach.
#[derive(Debug, Clone, PartialEq)]
pub struct Goal {
    /// The metric, of all day, and no quantile.
    pub subject: Subject,
    /// The largest half-width that is precise enough, in the metric's own unit (a share in [0, 1], seconds, hours, a count).
    pub half_width: f64,
}

/// The time that is simulated.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Span {
    /// A terminating day: nobody arrives outside `[from, to)`; whoever is inside at `to` is served to the end.
    Day {
        /// Opening, in seconds from midnight.
        from: f64,
        /// Close, in seconds from midnight.
        to: f64,
    },
    /// One long run from time 0, to set against the formulas.
    Steady {
        /// Its length in seconds.
        length: f64,
        /// What is left out at its beginning, in seconds; `None` is found automatically (MSER).
        warm_up: Option<f64>,
    },
}

/// A value by clock time: each holds from its time until the next; nothing (zero) before the first.
#[derive(Debug, Clone, PartialEq)]
pub struct ByClock<T> {
    /// Seconds from midnight, strictly rising, with the value from then on. A value that never changes stands at 0.
    pub steps: Vec<(f64, T)>,
}

/// Opening hours, `[open, close)` in seconds from midnight.
#[derive(Debug, Clone, PartialEq)]
pub struct Schedule {
    /// Its name.
    pub name: String,
    /// From when.
    pub open: f64,
    /// Until when.
    pub close: f64,
}

/// Why somebody contacts.
#[derive(Debug, Clone, PartialEq)]
pub struct Intent {
    /// Its name.
    pub name: String,
    /// Its share of all contacts; the shares of all intents sum to 1.
    pub share: f64,
    /// The patience of those who come for it, where it is their own.
    pub patience: Option<Patience>,
    /// The talk time of those who come for it, where it is their own.
    pub talk: Option<Law>,
}

/// What callers speak.
#[derive(Debug, Clone, PartialEq)]
pub struct Language {
    /// Its name.
    pub name: String,
    /// The share of callers who speak it; the shares of all languages sum to 1.
    pub share: f64,
}

/// A stream of calls.
#[derive(Debug, Clone, PartialEq)]
pub struct Stream {
    /// Its name, which is the key of its random streams.
    pub name: String,
    /// Calls per hour by clock time.
    pub per_hour: ByClock<f64>,
    /// The coefficient of variation of the day's busyness beyond Poisson (a gamma factor of mean 1); 0 for none.
    pub daily_volume_cv: f64,
    /// The queue it goes to without an IVR; `None` enters the IVR.
    pub queue: Option<QueueId>,
    /// How its contacts reach the center.
    pub channel: Channel,
    /// The patience of its contacts, where it is their own; of messages and e-mails always.
    pub patience: Option<Patience>,
}

/// How somebody contacts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Channel {
    /// A call.
    Voice,
    /// A chat: the customer waits and answers at once.
    Chat,
    /// A message: the customer answers when they like.
    Message,
    /// An e-mail.
    Email,
}

impl Channel {
    /// All of them, in the order in which they are reported.
    pub const ALL: [Self; 4] = [Self::Voice, Self::Chat, Self::Message, Self::Email];

    /// The name in files and results.
    pub fn name(self) -> &'static str {
        match self {
            Self::Voice => "voice",
            Self::Chat => "chat",
            Self::Message => "message",
            Self::Email => "email",
        }
    }
}

/// Those who contact.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Population {
    /// How many there are (≥ 1).
    pub count: u32,
    /// The weight of the k-th customer falls as k to the power of minus this (≥ 0); at 0 all contact equally often.
    pub uneven: f64,
    /// Whether a later contact of an unknown customer finds the profile made for an earlier one.
    pub found_again: bool,
    /// What becomes of their conversations.
    pub conversations: Conversations,
}

/// What becomes of conversations.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Conversations {
    /// The share of contacts after whose work the agent closes the conversation, where none of its contacts is open.
    pub closed_by_agent: f64,
    /// How long a conversation waits until automation closes it, in seconds.
    pub idle: f64,
    /// How long after its closing a new contact reopens it, in seconds.
    pub reopen_within: f64,
}

/// How callers behave; neutral unless written (the whole of it is in `ARCHITECTURE.md`).
#[derive(Debug, Clone, PartialEq)]
pub struct Callers {
    /// How long they go on. [`Patience::OneClock`] of [`Law::Never`] where nobody can wait.
    pub patience: Patience,
    /// The share that hangs up on entering the IVR.
    pub hang_up_at_once: f64,
    /// How they listen to a menu.
    pub listening: Listening,
    /// What they get wrong.
    pub mistakes: Mistakes,
    /// What they do who find nothing in a menu.
    pub nothing_fits: NothingFits,
    /// Who forgets their option while the rest of the menu is read out.
    pub memory: Memory,
    /// Who asks for a person.
    pub zero_out: Option<ZeroOut>,
    /// What multiplies the hazard of hanging up.
    pub hazard: Hazard,
}

/// The law of a caller's patience.
#[derive(Debug, Clone, PartialEq)]
pub enum Patience {
    /// One clock runs over the whole call.
    OneClock(Law),
    /// One clock in the IVR and a fresh one in the queue.
    Fresh {
        /// In the IVR, from arrival.
        ivr: Law,
        /// In the queue, from joining it.
        queue: Law,
    },
}

/// How callers listen to a menu: parts of all callers, the rest hears the whole menu first.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Listening {
    /// The share that keys ahead from memory.
    pub dial_ahead: f64,
    /// The share that presses when it has heard its option.
    pub press_when_heard: f64,
    /// The time from having heard to having pressed, in seconds.
    pub decide: f64,
    /// The time from the menu's beginning to the key of a caller who dials ahead, in seconds.
    pub reaction: f64,
}

/// What callers get wrong in a menu, as probabilities.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Mistakes {
    /// To take a wrong option, for each one heard.
    pub wrong_option: f64,
    /// To miss the right option when it is read.
    pub missed_option: f64,
    /// What is added to `missed_option` for every level between a menu and the deepest level below it.
    pub missed_extra_per_level_above: f64,
    /// To press a key that no option has.
    pub key_slip: f64,
}

/// What callers do who have heard a menu to its end and found nothing: shares of such plays, which sum to at most 1; the
/// rest waits.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct NothingFits {
    /// To press the operator's option; who finds none waits.
    pub zero: f64,
    /// To press any of the options read out that lead on, but the operator's.
    pub any_key: f64,
    /// To hang up.
    pub hang_up: f64,
}

/// How those who hear a whole menu before they press forget their option meanwhile: with the probability
/// `1 - (1 - forgets)^max(0, n - beyond)` where `n` options were read out after it.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Memory {
    /// So many options do no harm.
    pub beyond: u32,
    /// The probability for every option after those; 0 where nobody forgets.
    pub forgets: f64,
}

/// Callers who press the operator's key where there is one; decided once per visit of a menu.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ZeroOut {
    /// The share of visits.
    pub share: f64,
    /// How long after the menu's beginning, in seconds.
    pub after: f64,
    /// A factor of the share for every error so far in the call; the share stays at most 1.
    pub per_error: f64,
}

/// Factors of the hazard of hanging up; all 1 unless written.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hazard {
    /// While in the IVR.
    pub ivr: f64,
    /// For every level beyond the first.
    pub per_level: f64,
    /// For every error so far.
    pub per_error: f64,
    /// After every announcement: a step that says something, or what a queue says to those who wait.
    pub after_announcement: AfterAnnouncement,
}

/// A factor of the hazard that holds for a while after an announcement's end, unless another one begins.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AfterAnnouncement {
    /// The factor.
    pub factor: f64,
    /// For so many seconds.
    pub lasts: f64,
}

impl Hazard {
    /// Nothing makes hanging up more or less likely.
    pub const NEUTRAL: Self =
        Self { ivr: 1.0, per_level: 1.0, per_error: 1.0, after_announcement: AfterAnnouncement::NEUTRAL };
}

impl AfterAnnouncement {
    /// Announcements do nothing.
    pub const NEUTRAL: Self = Self { factor: 1.0, lasts: 0.0 };

    /// Whether announcements leave everybody as patient as they were.
    pub fn is_neutral(self) -> bool {
        self.factor == 1.0 || self.lasts == 0.0
    }
}

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

/// Where contacts wait.
#[derive(Debug, Clone, PartialEq)]
pub struct Queue {
    /// Its name.
    pub name: String,
    /// The talk time of its calls.
    pub talk: Law,
    /// The work after a call.
    pub after_call_work: Law,
    /// How long a misrouted caller is talked to before the transfer to the right queue; no work follows it.
    pub misrouted: Law,
    /// The service level it is held to.
    pub target: Target,
    /// Where its callers wait too after a while.
    pub overflow: Option<Overflow>,
    /// What its callers hear while they wait.
    pub while_waiting: Vec<Message>,
    /// Of which channel its contacts are.
    pub channel: Channel,
    /// Chat customers who leave without saying so.
    pub silent: Option<Silent>,
    /// Customers who fall silent while an agent has their chat or message.
    pub falls_silent: Option<FallsSilent>,
}

/// Customers who leave a queue without saying so.
#[derive(Debug, Clone, PartialEq)]
pub struct Silent {
    /// Their share of those who leave.
    pub share: f64,
    /// How long an agent takes to notice.
    pub noticed_after: Law,
}

/// Customers who fall silent while an agent has their contact.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FallsSilent {
    /// Their share of those who reach an agent.
    pub share: f64,
    /// How long the agent waits for them until the contact ends, in seconds.
    pub time_out: f64,
}

/// No queue has more messages.
pub const MOST_MESSAGES: usize = 16;

/// What a queue says to those who wait in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Message {
    /// When it begins, in seconds after the caller has joined the queue.
    pub begins: f64,
    /// Whether it is said again and again, each `begins` after the one before.
    pub again: bool,
    /// What is said, the same in all languages.
    pub prompt: Spoken,
}

/// A service level: a share answered within a time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Target {
    /// The share to reach, where the file sets one.
    pub answer: Option<f64>,
    /// Within so many seconds.
    pub within: f64,
    /// By which formula.
    pub formula: ServiceLevelFormula,
}

/// How a service level counts those who abandon (Jouini, Koole and Roubos 2013 list all of these in use).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ServiceLevelFormula {
    /// Answered within T / queued.
    #[default]
    OfQueued,
    /// Answered within T / answered.
    OfAnswered,
    /// Answered within T / (queued - abandoned within T).
    WithoutShortAbandons,
    /// (Answered within T + abandoned within T) / queued.
    ShortAbandonsAreGood,
}

/// A queue's callers move to another queue's agents too after a while.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Overflow {
    /// After so many seconds of waiting.
    pub after: f64,
    /// The other queue, at whose end they join.
    pub to: QueueId,
}

/// Agents of one kind.
#[derive(Debug, Clone, PartialEq)]
pub struct AgentGroup {
    /// Its name.
    pub name: String,
    /// How many can take contacts, by clock time.
    pub count: ByClock<u32>,
    /// The queues it serves, most preferred first.
    pub queues: Vec<QueueId>,
    /// How many chats and messages an agent has at once at most (≥ 1); a call or an e-mail takes the whole of an agent.
    pub at_once: u32,
    /// By what share of itself a chat or message takes longer for each other one that the agent has when it is accepted.
    pub slower: f64,
    /// How its agents answer, where not at once.
    pub offers: Option<Offers>,
}

/// How agents answer what they are offered.
#[derive(Debug, Clone, PartialEq)]
pub struct Offers {
    /// How long they take to accept.
    pub accept: Law,
    /// The share of offers that they miss.
    pub missed: f64,
    /// After how long a missed one is offered to somebody else, in seconds.
    pub missed_after: f64,
}

/// An input that was left at its default.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assumption {
    /// The path it would have in the file, such as `callers.listening.decide`.
    pub path: String,
    /// The value it took, as a person would write it.
    pub value: String,
}
