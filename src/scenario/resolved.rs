//! A scenario as it is meant: every default filled in, every name resolved to an index, every unit made seconds.
//!
//! What a person writes (`file`) becomes this by `check`; the center is built from this and from
//! nothing else. Times of day are seconds from midnight, durations are seconds, shares are in [0, 1].

mod callers;
mod ivr;
mod queues;

pub use callers::{AfterAnnouncement, Callers, Hazard, Listening, Memory, Mistakes, NothingFits, Patience, ZeroOut};
pub use ivr::{
    Action, Balanced, Collect, Condition, Ivr, Menu, MenuOption, NoInput, NoMatch, Prompt, SelfService, Spoken, Step,
    StepKind,
};
pub use queues::{
    AgentGroup, FallsSilent, MOST_MESSAGES, Message, Offers, Overflow, Queue, ServiceLevelFormula, Silent, Target,
};

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

/// An input that was left at its default.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assumption {
    /// The path it would have in the file, such as `callers.listening.decide`.
    pub path: String,
    /// The value it took, as a person would write it.
    pub value: String,
}
