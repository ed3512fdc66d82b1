//! What the center says: typed events, to an observer chosen at compile time.

use super::conversation::ConversationNote;
use super::population::CustomerId;
use crate::scenario::resolved::{GroupId, IntentId, LanguageId, MenuId, QueueId, SelfServiceId, StreamId};

/// How a contact ended. Every contact ends in exactly one of these.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Outcome {
    /// No line was free.
    Blocked,
    /// The caller hung up before being queued.
    AbandonedInIvr,
    /// Done inside the IVR.
    SelfServed,
    /// The IVR ended the call.
    Disconnected,
    /// Handed to another number.
    TransferredOut,
    /// The caller left while waiting for an agent.
    AbandonedInQueue,
    /// The caller chose voicemail.
    LeftVoicemail,
    /// A chat or message whose customer fell silent.
    TimedOut,
    /// Handled by an agent.
    Served,
}

impl Outcome {
    /// All outcomes, in the order in which they are reported.
    pub const ALL: [Self; 9] = [
        Self::Blocked,
        Self::AbandonedInIvr,
        Self::SelfServed,
        Self::Disconnected,
        Self::TransferredOut,
        Self::AbandonedInQueue,
        Self::LeftVoicemail,
        Self::TimedOut,
        Self::Served,
    ];

    /// The name in results and in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Blocked => "blocked",
            Self::AbandonedInIvr => "abandoned_in_ivr",
            Self::SelfServed => "self_served",
            Self::Disconnected => "disconnected",
            Self::TransferredOut => "transferred_out",
            Self::AbandonedInQueue => "abandoned_in_queue",
            Self::LeftVoicemail => "left_voicemail",
            Self::TimedOut => "timed_out",
            Self::Served => "served",
        }
    }
}

/// Who an event is about.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Contact {
    /// The stream it came by.
    pub stream: StreamId,
    /// Its place in that stream's Poisson process; with the stream's name, its identity.
    pub ordinal: u32,
    /// When it arrived, in seconds.
    pub arrived: f64,
    /// Why it contacts.
    pub intent: IntentId,
    /// Whose it is, where contacts are drawn from a population.
    pub customer: Option<CustomerId>,
}

/// Where in the IVR something happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// In the greeting, in a step, or in a menu that only offers languages (or a self-service reached from it).
    Greeting,
    /// In a menu, or in a self-service reached from it, at this level (1 is the entry).
    Menu(MenuId, u32),
}

/// How far a caller had got in a menu when hanging up there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Progress {
    /// In the intro, the first time it was played.
    Intro,
    /// Before the option they wanted had been read out.
    BeforeWanted,
    /// After it: deciding, hearing the rest, or having missed it.
    AfterWanted,
    /// While options were read out of which none is theirs, or after them.
    NothingFits,
    /// In a later play, after pressing nothing or asking to hear it again.
    Repeat,
    /// After a key that no option has: in what the menu says to it, or in a later play.
    AfterError,
    /// In a self-service reached from the menu.
    SelfService,
    /// While being handed over to another number.
    Transfer,
}

impl Progress {
    /// All of them, in the order in which they are reported.
    pub const ALL: [Self; 8] = [
        Self::Intro,
        Self::BeforeWanted,
        Self::AfterWanted,
        Self::NothingFits,
        Self::Repeat,
        Self::AfterError,
        Self::SelfService,
        Self::Transfer,
    ];

    /// The name in results.
    pub fn name(self) -> &'static str {
        match self {
            Self::Intro => "intro",
            Self::BeforeWanted => "before_wanted",
            Self::AfterWanted => "after_wanted",
            Self::NothingFits => "nothing_fits",
            Self::Repeat => "repeat",
            Self::AfterError => "after_error",
            Self::SelfService => "self_service",
            Self::Transfer => "transfer",
        }
    }
}

/// Where in the IVR a caller hung up, and how far they had got there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HungUp {
    /// The place.
    pub place: Place,
    /// How far in the menu; means nothing for the greeting and the steps.
    pub progress: Progress,
    /// Whether by choice: at once, or having found nothing. Otherwise patience had run out.
    pub by_choice: bool,
}

/// One play of a menu to one caller, from its intro until a key was pressed, the wait for one ended, or the caller
/// hung up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MenuPlay {
    /// The menu.
    pub menu: MenuId,
    /// Its level on this caller's way; 0 where it only offers languages, which is no level.
    pub level: u32,
    /// What it is read out in.
    pub language: LanguageId,
    /// Options at positions below this one were read out to their end, where they are announced.
    pub heard: u32,
    /// The position of the caller's own option; `None` where nothing fits.
    pub wanted: Option<u32>,
    /// What was pressed; not where the finger slipped.
    pub pressed: Option<Press>,
}

/// An option that was pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Press {
    /// Its position in the menu.
    pub option: u32,
    /// What made the caller press it.
    pub why: Why,
}

/// What made a caller press an option.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Why {
    /// It is theirs, whether they knew or hit it by luck.
    Own,
    /// It is not, and they took it for theirs.
    Mistake,
    /// It is not, and they pressed any, having found nothing.
    AnyKey,
    /// They asked for a person.
    Person,
}

impl Why {
    /// All of them, in the order in which they are reported.
    pub const ALL: [Self; 4] = [Self::Own, Self::Mistake, Self::AnyKey, Self::Person];
}

/// One visit of a menu, from its intro to leaving it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MenuVisit {
    /// The menu.
    pub menu: MenuId,
    /// Its level on this caller's way; 0 where it only offers languages, which is no level.
    pub level: u32,
    /// Whether this is the caller's first menu at this level.
    pub first_at_level: bool,
    /// How long the visit took, in seconds.
    pub seconds: f64,
    /// How many times the caller pressed nothing.
    pub no_inputs: u32,
    /// How many times the caller pressed a key that no option has.
    pub no_matches: u32,
    /// The position of the caller's own option; `None` where nothing fits.
    pub wanted: Option<u32>,
    /// How the caller hung up in it, if they did; not after a self-service that has succeeded.
    pub hung_up: Option<HungUp>,
    /// Whether the caller asked for a person.
    pub zeroed_out: bool,
    /// The option that was taken, by its position.
    pub taken: Option<u32>,
}

/// Where the IVR brought a caller: everybody who enters it comes to exactly one of these.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Destination {
    /// The contact ended in it so.
    End(Outcome),
    /// It was handed to this queue.
    Queue(QueueId, Route),
}

/// What brought a caller to a queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Route {
    /// Their own options, where there was anything to choose; or a wrong choice that came out at their queue after all.
    Right,
    /// A wrong choice, and the queue is not theirs.
    Misrouted,
    /// Asking for a person, whatever they chose before or after.
    Person,
    /// The IVR itself, which gave up: the retries of a menu or the tries of a number were used up.
    Fallback,
}

impl Route {
    /// All of them, in the order in which they are reported.
    pub const ALL: [Self; 4] = [Self::Right, Self::Misrouted, Self::Person, Self::Fallback];
}

/// Whether there was something for a caller in every menu they came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Fit {
    /// In every one; or there was no menu.
    Always,
    /// Not in one to which no wrong choice had brought them: the tree has nothing there for those who call for this.
    Nothing,
    /// Only not after a wrong choice.
    Lost,
}

impl Fit {
    /// All of them, in the order in which they are reported.
    pub const ALL: [Self; 3] = [Self::Always, Self::Nothing, Self::Lost];
}

/// What a contact has behind it that an agent has transferred.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Earlier {
    /// The queue it was handed to first.
    pub queue: QueueId,
    /// How long it waited there, in seconds.
    pub waited: f64,
}

/// What happens. Times are in seconds on the simulated clock; an event's own time comes beside it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Event {
    /// The contact arrived.
    Arrived,
    /// It got a line and entered the IVR.
    EnteredIvr,
    /// A menu was played to it.
    PlayedMenu(MenuPlay),
    /// It left a menu (or hung up in it).
    VisitedMenu(MenuVisit),
    /// It left a self-service: with success, without, or by hanging up.
    UsedSelfService {
        /// Which one.
        service: SelfServiceId,
        /// Whether it succeeded.
        success: bool,
        /// Whether the caller hung up in it.
        hung_up: bool,
        /// How long the caller was in it, in seconds.
        seconds: f64,
    },
    /// It left the IVR.
    LeftIvr {
        /// The time spent in it, in seconds.
        seconds: f64,
        /// Of these, in the greeting, in steps and in menus that only offer languages.
        greeting: f64,
        /// Where it brought the caller.
        to: Destination,
        /// Whether there was something for them in its menus.
        fit: Fit,
        /// Where the caller hung up, if that is how it ended.
        hung_up: Option<HungUp>,
        /// Whether the caller asked for a person on the way.
        zeroed_out: bool,
        /// The chance that a caller who goes this way hangs up on it, over all they might have of patience; `None`
        /// where the observer does not ask for it ([`Observer::SCORED`]).
        score: Option<f64>,
    },
    /// It was handed to a queue.
    Queued {
        /// The queue.
        queue: QueueId,
        /// What came before, where it was transferred here.
        earlier: Option<Earlier>,
    },
    /// An agent answered.
    Answered {
        /// The queue it was handed to.
        queue: QueueId,
        /// The queue it was answered from: another one after an overflow.
        from: QueueId,
        /// The agent's group.
        group: GroupId,
        /// The agent within the group.
        agent: u32,
        /// How long the caller waited for it, in seconds.
        waited: f64,
        /// How long they talk, in seconds.
        talk: f64,
        /// The work after it, in seconds.
        work: f64,
        /// Whether a wrong choice brought the call here.
        misrouted: bool,
        /// Whether the customer falls silent, and the talk ends when the agent has waited for them long enough.
        times_out: bool,
        /// To which queue the talk ends in a transfer.
        transfer: Option<QueueId>,
        /// What came before, where it was transferred here.
        earlier: Option<Earlier>,
    },
    /// An agent was offered it, and may take some time to answer, or miss it. Not told where agents answer at once.
    Offered {
        /// The queue it is offered from.
        queue: QueueId,
        /// The agent's group.
        group: GroupId,
        /// The agent within the group.
        agent: u32,
    },
    /// The agent who was offered it missed it.
    Missed {
        /// The queue it was offered from.
        queue: QueueId,
        /// The agent's group.
        group: GroupId,
        /// The agent within the group.
        agent: u32,
    },
    /// An agent took it after the customer had left without saying so.
    FoundGone {
        /// The queue it was handed to.
        queue: QueueId,
        /// The queue it was taken from.
        from: QueueId,
        /// The agent's group.
        group: GroupId,
        /// The agent within the group.
        agent: u32,
        /// How long the agent takes to notice, in seconds.
        seconds: f64,
    },
    /// The agent passed it on to the right queue.
    Transferred {
        /// The queue it was handed to first.
        from: QueueId,
        /// The queue it is handed to now.
        to: QueueId,
    },
    /// The caller hung up while waiting, or the customer left.
    Abandoned {
        /// The queue it was handed to.
        queue: QueueId,
        /// How long the caller waited for it, in seconds.
        waited: f64,
        /// Whether they left without saying so, and the contact stays until an agent notices.
        silent: bool,
        /// What came before, where it was transferred here.
        earlier: Option<Earlier>,
    },
    /// The contact ended.
    Ended(Outcome),
}

/// Agents of a group were on duty.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Duty {
    /// The group.
    pub group: GroupId,
    /// How many.
    pub agents: u32,
    /// From when.
    pub from: f64,
    /// Until when.
    pub until: f64,
}

/// Somebody who is told what happens.
///
/// Events carry their true time. Some are found late (an abandonment, when the queue is next served) and some early (a
/// walk through the IVR, at arrival): an observer that needs them in the order of time says so with [`Self::ORDERED`],
/// which makes the center schedule what it would otherwise find, and costs time. The contacts' fates are the same.
pub trait Observer {
    /// Whether events must come in the order of time.
    const ORDERED: bool = false;

    /// Whether walks through the IVR are scored: [`Event::LeftIvr`] then tells the chance of hanging up, given all of a
    /// caller but the patience (conditional Monte Carlo). It has the mean of the hang-ups themselves and varies far less.
    const SCORED: bool = false;

    /// Something happened to a contact.
    fn event(&mut self, time: f64, contact: &Contact, event: &Event);

    /// Agents were on duty, regularly or in overtime. Told at the end of the stretch, whatever the order.
    fn duty(&mut self, duty: &Duty);

    /// An agent had contacts, or work after them, without a break. Told at the end of the stretch, whatever the order, and
    /// only where not all contacts are calls that are answered at once: there, [`Event::Answered`] tells all.
    fn busy(&mut self, _duty: &Duty) {}

    /// Something happened to a conversation. Told only where contacts are drawn from a population, and then in the order of
    /// time, among the events.
    fn conversation(&mut self, _time: f64, _note: &ConversationNote) {}
}
