//! The walk: one caller's whole way through the IVR, in one pass at arrival.
//!
//! Callers do not meet each other in the IVR, so nothing has to be scheduled there: the walk is worked out from the
//! caller's own draws, and what comes of it is one event, its end.

mod choosing;
mod menu;
mod steps;

use super::draw::{Draws, Purpose};
use super::event::{Event, Fit, HungUp, Outcome, Place, Progress};
use super::model::{Model, Reading, Tree};
use super::patience::Clock;
use crate::law::Law;
use crate::scenario::resolved::{Action, MenuId, Patience, QueueId};

/// No caller visits more places than this: whoever goes round in circles for so long is disconnected.
const MOST_PLACES: u32 = 10_000;

/// How a walk ended.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Exit {
    /// The contact ended in the IVR.
    Ended(Outcome),
    /// It is handed to a queue.
    Queue(QueueId),
}

/// What a caller carries out of the IVR.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct WalkEnd {
    pub(super) exit: Exit,
    /// How long the walk took, in seconds.
    pub(super) seconds: f64,
    /// Of these, in the greeting, in steps and in menus that only offer languages.
    pub(super) greeting: f64,
    pub(super) hung_up: Option<HungUp>,
    pub(super) fit: Fit,
    pub(super) zeroed_out: bool,
    pub(super) misrouted: bool,
    /// Whether the IVR itself sent the caller on last, having given up.
    pub(super) fell_back: bool,
    pub(super) errors: u32,
    /// Which kind of caller it was, by language and intent.
    pub(super) kind: usize,
    pub(super) risk: Risk,
}

/// What decides whether a caller who goes this way abandons on it, whatever their patience.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Risk {
    /// They hang up by choice.
    Certain,
    /// The hazard of the whole way.
    Whole,
    /// The hazard until they had served themselves: so much. Hanging up later is no abandonment.
    Until(f64),
}

/// Room for the walks of one engine, so that none of them allocates.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    /// The menus between the entry and where the caller stands, each with its level; 0 where it is none.
    path: Vec<(MenuId, u32)>,
    /// How many times menus of each level were played to this caller, from level 0.
    plays: Vec<u32>,
}

/// Why a walk stops here.
enum Stop {
    /// The caller's patience has run out.
    HungUp,
    /// The caller hangs up by choice.
    Quit,
    Exit(Exit),
}

impl Stop {
    /// Whether it is the caller who ends the call.
    fn is_hang_up(&self) -> bool {
        matches!(self, Self::HungUp | Self::Quit)
    }
}

#[allow(clippy::struct_excessive_bools)] // independent facts about a caller
struct Walk<'a, S> {
    model: &'a Model,
    tree: &'a Tree,
    /// The tree in the call's language.
    reading: &'a Reading,
    draws: &'a Draws,
    law: &'a Law,
    clock: &'a mut Clock,
    scratch: &'a mut Scratch,
    say: S,
    /// When the caller arrived.
    arrived: f64,
    /// Seconds since then.
    age: f64,
    intent: u32,
    /// What the caller speaks, and what is spoken in the call.
    speaks: u32,
    language: u32,
    known: bool,
    listening: Listener,
    errors: u32,
    places: u32,
    waits: u32,
    collects: u32,
    services: u32,
    /// In a balanced tree, whether every choice so far was the right one.
    on_the_way: bool,
    zeroed_out: bool,
    misrouted: bool,
    fell_back: bool,
    /// Whether any choice so far was a wrong one.
    astray: bool,
    fit: Fit,
    /// Seconds in the greeting, in steps and in menus that only offer languages.
    greeting: f64,
    /// The hazard spent when the caller had served themselves.
    served_itself: Option<f64>,
    /// Whether the menu is heard again at the caller's wish.
    repeats: bool,
    /// How far the caller got where they hung up.
    progress: Progress,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Listener {
    DialsAhead,
    PressesWhenHeard,
    HearsItAll,
}

/// Walks one caller through the tree and says what happens on the way, each event with its own time.
#[allow(clippy::too_many_arguments)] // the caller's identity, and what the walk may write to
pub(super) fn walk(
    model: &Model,
    tree: &Tree,
    draws: &Draws,
    arrived: f64,
    intent: u32,
    clock: &mut Clock,
    scratch: &mut Scratch,
    say: impl FnMut(f64, Event),
) -> WalkEnd {
    let callers = &model.callers;
    let law = match &model.patience[intent as usize] {
        Patience::OneClock(law) => law,
        Patience::Fresh { ivr, .. } => ivr,
    };
    scratch.path.clear();
    scratch.plays.clear();
    let mut walk = Walk {
        model,
        tree,
        reading: &tree.readings[0],
        draws,
        law,
        clock,
        scratch,
        say,
        arrived,
        age: 0.0,
        intent,
        speaks: spoken(&model.languages, draws),
        language: 0,
        known: false,
        listening: Listener::PressesWhenHeard,
        errors: 0,
        places: 0,
        waits: 0,
        collects: 0,
        services: 0,
        on_the_way: true,
        zeroed_out: false,
        misrouted: false,
        fell_back: false,
        astray: false,
        fit: Fit::Always,
        greeting: 0.0,
        served_itself: None,
        repeats: false,
        progress: Progress::Intro,
    };
    let listening = callers.listening;
    if model.known_number > 0.0 || listening.press_when_heard < 1.0 {
        let person = draws.person();
        walk.known = model.knows(draws, person.known);
        walk.listening = if person.listening < listening.dial_ahead {
            Listener::DialsAhead
        } else if person.listening < listening.dial_ahead + listening.press_when_heard {
            Listener::PressesWhenHeard
        } else {
            Listener::HearsItAll
        };
    }
    if draws.happens(callers.hang_up_at_once, Purpose::HangUpAtOnce, 0, 0) {
        return walk.end(&Stop::Quit, Place::Greeting);
    }
    walk.through()
}

impl<S: FnMut(f64, Event)> Walk<'_, S> {
    /// The whole way, from the greeting to wherever it ends.
    fn through(mut self) -> WalkEnd {
        let mut place = Place::Greeting;
        let greeted = self.pass(self.reading.greeting);
        self.greeting = self.age;
        if let Err(stop) = greeted {
            return self.end(&stop, place);
        }
        let mut action = &self.tree.start;
        loop {
            self.places += 1;
            if self.places > MOST_PLACES {
                return self.end(&Stop::Exit(Exit::Ended(Outcome::Disconnected)), place);
            }
            self.repeats = *action == Action::Repeat;
            let next = match action {
                Action::Menu(menu) => {
                    self.enter(*menu);
                    place = self.place();
                    self.visit(*menu)
                }
                Action::Repeat | Action::Back => match self.step_back(*action == Action::Back) {
                    Some(menu) => {
                        place = self.place();
                        self.visit(menu)
                    }
                    None => Err(Stop::Exit(Exit::Ended(Outcome::Disconnected))),
                },
                Action::Step(step) => {
                    place = Place::Greeting;
                    self.set_level(1);
                    let began = self.age;
                    let next = self.step(step.index());
                    self.greeting += self.age - began;
                    next
                }
                Action::SelfService(service) => self.serve_itself(*service),
                Action::TransferOut(time) => {
                    let seconds = time.inverse_hazard(self.draws.exponential(Purpose::TransferTime, 0, 0));
                    self.progress = Progress::Transfer;
                    self.pass(seconds).and(Err(Stop::Exit(Exit::Ended(Outcome::TransferredOut))))
                }
                Action::Disconnect => Err(Stop::Exit(Exit::Ended(Outcome::Disconnected))),
                Action::Voicemail => Err(Stop::Exit(Exit::Ended(Outcome::LeftVoicemail))),
                Action::Queue(queue) => Err(Stop::Exit(Exit::Queue(*queue))),
                Action::Language(language, go) => {
                    self.language = language.0;
                    self.reading = &self.tree.readings[language.index()];
                    Ok(&**go)
                }
            };
            match next {
                Ok(next) => action = next,
                Err(stop) => return self.end(&stop, place),
            }
        }
    }

    fn end(self, stop: &Stop, place: Place) -> WalkEnd {
        let served_itself = self.served_itself.is_some();
        let by_choice = matches!(stop, Stop::Quit);
        let hung_up = stop.is_hang_up() && !served_itself;
        let exit = match stop {
            Stop::HungUp | Stop::Quit if hung_up => Exit::Ended(Outcome::AbandonedInIvr),
            // Who leaves, or is left, after a self-service has succeeded has got what they came for.
            Stop::HungUp | Stop::Quit => Exit::Ended(Outcome::SelfServed),
            Stop::Exit(Exit::Ended(Outcome::Disconnected)) if served_itself => Exit::Ended(Outcome::SelfServed),
            Stop::Exit(exit) => *exit,
        };
        WalkEnd {
            exit,
            seconds: self.age,
            greeting: self.greeting,
            hung_up: hung_up.then_some(HungUp { place, progress: self.progress, by_choice }),
            fit: self.fit,
            zeroed_out: self.zeroed_out,
            misrouted: self.misrouted,
            fell_back: self.fell_back,
            errors: self.errors,
            kind: self.kind(),
            risk: match self.served_itself {
                Some(spent) => Risk::Until(spent),
                None if by_choice => Risk::Certain,
                None => Risk::Whole,
            },
        }
    }

    /// Lets time pass. A stretch that ends exactly at the caller's patience is a hang-up.
    fn pass(&mut self, seconds: f64) -> Result<(), Stop> {
        let until = self.age + seconds;
        if self.clock.deadline() <= until {
            self.age = self.clock.deadline();
            return Err(Stop::HungUp);
        }
        self.age = until;
        Ok(())
    }

    /// Hears an announcement, after which patience may run out sooner for a while.
    fn announce(&mut self, seconds: f64) -> Result<(), Stop> {
        let Some(after) = self.model.after_announcement else { return self.pass(seconds) };
        self.clock.hush(self.law, self.age);
        self.pass(seconds)?;
        self.clock.echo(self.law, self.age, after);
        Ok(())
    }

    /// Sets the hazard's factor for this level and the errors so far.
    fn set_level(&mut self, level: u32) {
        if self.model.neutral_hazard {
            return;
        }
        let hazard = &self.model.callers.hazard;
        let factor =
            hazard.ivr * power(hazard.per_level, level.saturating_sub(1)) * power(hazard.per_error, self.errors);
        self.clock.set_factor(self.law, self.age, factor);
    }

    /// The menu where the caller stands, and its level; 0 before the first and where only languages are offered.
    fn place(&self) -> Place {
        match self.scratch.path.last() {
            Some(&(menu, level)) if level > 0 => Place::Menu(menu, level),
            _ => Place::Greeting,
        }
    }

    /// Goes to a menu: one level deeper, or up to it again where the caller has come through it.
    fn enter(&mut self, menu: MenuId) {
        let path = &mut self.scratch.path;
        match path.iter().position(|&(passed, _)| passed == menu) {
            Some(position) => path.truncate(position + 1),
            None if self.reading.menus[menu.index()].only_offers_languages => path.push((menu, 0)),
            None => {
                let above = path.iter().rev().map(|&(_, level)| level).find(|&level| level > 0);
                path.push((menu, above.unwrap_or(0) + 1));
            }
        }
    }

    /// Stays in the menu, or goes back to the level before it where there is one.
    fn step_back(&mut self, back: bool) -> Option<MenuId> {
        let path = &mut self.scratch.path;
        let above = path.split_last().and_then(|(_, above)| above.iter().rposition(|&(_, level)| level > 0));
        if let Some(above) = above.filter(|_| back) {
            path.truncate(above + 1);
        }
        path.last().map(|&(menu, _)| menu)
    }

    /// Counts an error, which may bring hanging up nearer.
    fn err(&mut self, level: u32) {
        self.errors += 1;
        self.set_level(level);
    }

    /// Which kind of caller this is, by language and intent.
    fn kind(&self) -> usize {
        self.speaks as usize * self.model.intents.len() + self.intent as usize
    }
}

/// What a caller speaks, drawn where there is a choice.
fn spoken(cumulative: &[f64], draws: &Draws) -> u32 {
    if cumulative.len() <= 1 {
        return 0;
    }
    let u = draws.uniform(Purpose::Language, 0, 0);
    cumulative.partition_point(|&share| share <= u).min(cumulative.len() - 1) as u32
}

/// A factor that has applied so many times; never infinite, so that times zero it is zero.
pub(super) fn power(factor: f64, times: u32) -> f64 {
    if factor == 1.0 { 1.0 } else { factor.powi(times.min(1000).cast_signed()).min(1e100) }
}
