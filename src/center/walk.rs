//! The walk: one caller's whole way through the IVR, in one pass at arrival.
//!
//! Callers do not meet each other in the IVR, so nothing has to be scheduled there: the walk is worked out from the
//! caller's own draws, and what comes of it is one event, its end.

use super::draw::{Draws, Play, Purpose};
use super::event::{Event, MenuVisit, Outcome, Place};
use super::model::{MenuRun, Model, StepKindRun, Tree};
use super::patience::Clock;
use super::wish::Wishes;
use crate::law::Law;
use crate::scenario::resolved::{Action, Collect, MenuId, Patience, QueueId, SelfService, SelfServiceId};

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
    pub(super) hung_up: Option<Place>,
    pub(super) zeroed_out: bool,
    pub(super) misrouted: bool,
    pub(super) errors: u32,
}

/// Room for the walks of one engine, so that none of them allocates.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    /// The menus between the entry and where the caller stands.
    path: Vec<MenuId>,
    /// How many times menus of each level were played to this caller.
    plays: Vec<u32>,
}

/// Why a walk stops here.
enum Stop {
    HungUp,
    Exit(Exit),
}

#[allow(clippy::struct_excessive_bools)] // four independent facts about a caller
struct Walk<'a, S> {
    model: &'a Model,
    tree: &'a Tree,
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
    served_itself: bool,
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
        draws,
        law,
        clock,
        scratch,
        say,
        arrived,
        age: 0.0,
        intent,
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
        served_itself: false,
    };
    let listening = callers.listening;
    if model.known_number > 0.0 || listening.press_when_heard < 1.0 {
        let person = draws.person();
        walk.known = person.known < model.known_number;
        walk.listening = if person.listening < listening.dial_ahead {
            Listener::DialsAhead
        } else if person.listening < listening.dial_ahead + listening.press_when_heard {
            Listener::PressesWhenHeard
        } else {
            Listener::HearsItAll
        };
    }
    if draws.happens(callers.hang_up_at_once, Purpose::HangUpAtOnce, 0, 0) {
        return walk.end(&Stop::HungUp, Place::Greeting);
    }
    walk.through()
}

impl<'a, S: FnMut(f64, Event)> Walk<'a, S> {
    /// The whole way, from the greeting to wherever it ends.
    fn through(mut self) -> WalkEnd {
        let mut place = Place::Greeting;
        if let Err(stop) = self.pass(self.tree.greeting) {
            return self.end(&stop, place);
        }
        let mut action = &self.tree.start;
        loop {
            self.places += 1;
            if self.places > MOST_PLACES {
                return self.end(&Stop::Exit(Exit::Ended(Outcome::Disconnected)), place);
            }
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
                    self.step(step.index())
                }
                Action::SelfService(service) => self.serve_itself(*service),
                Action::TransferOut(time) => {
                    let seconds = time.inverse_hazard(self.draws.exponential(Purpose::TransferTime, 0, 0));
                    self.pass(seconds).and(Err(Stop::Exit(Exit::Ended(Outcome::TransferredOut))))
                }
                Action::Disconnect => Err(Stop::Exit(Exit::Ended(Outcome::Disconnected))),
                Action::Voicemail => Err(Stop::Exit(Exit::Ended(Outcome::LeftVoicemail))),
                Action::Queue(queue) => Err(Stop::Exit(Exit::Queue(*queue))),
            };
            match next {
                Ok(next) => action = next,
                Err(stop) => return self.end(&stop, place),
            }
        }
    }

    fn end(self, stop: &Stop, place: Place) -> WalkEnd {
        let hung_up = matches!(stop, Stop::HungUp) && !self.served_itself;
        let exit = match stop {
            Stop::HungUp if hung_up => Exit::Ended(Outcome::AbandonedInIvr),
            Stop::HungUp | Stop::Exit(Exit::Ended(Outcome::Disconnected)) if self.served_itself => {
                Exit::Ended(Outcome::SelfServed)
            }
            Stop::HungUp => Exit::Ended(Outcome::AbandonedInIvr),
            Stop::Exit(exit) => *exit,
        };
        WalkEnd {
            exit,
            seconds: self.age,
            hung_up: hung_up.then_some(place),
            zeroed_out: self.zeroed_out,
            misrouted: self.misrouted,
            errors: self.errors,
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

    /// Sets the hazard's factor for this level and the errors so far.
    fn set_level(&mut self, level: u32) {
        if self.model.neutral_hazard {
            return;
        }
        let hazard = &self.model.callers.hazard;
        let factor = hazard.ivr * power(hazard.per_level, level - 1) * power(hazard.per_error, self.errors);
        self.clock.set_factor(self.law, self.age, factor);
    }

    fn level(&self) -> u32 {
        self.scratch.path.len() as u32
    }

    fn place(&self) -> Place {
        self.scratch.path.last().map_or(Place::Greeting, |&menu| Place::Menu(menu, self.level()))
    }

    /// Goes to a menu: one level deeper, or up to it again where the caller has come through it.
    fn enter(&mut self, menu: MenuId) {
        match self.scratch.path.iter().position(|&passed| passed == menu) {
            Some(position) => self.scratch.path.truncate(position + 1),
            None => self.scratch.path.push(menu),
        }
    }

    /// Stays in the menu, or goes back to the one before it where there is one.
    fn step_back(&mut self, back: bool) -> Option<MenuId> {
        if back && self.scratch.path.len() > 1 {
            self.scratch.path.pop();
        }
        self.scratch.path.last().copied()
    }

    fn visit(&mut self, id: MenuId) -> Result<&'a Action, Stop> {
        let menu = &self.tree.menus[id.index()];
        let level = self.level();
        let first_at_level = self.scratch.plays.len() < level as usize;
        if first_at_level {
            self.scratch.plays.resize(level as usize, 0);
        }
        self.set_level(level);
        let entered = self.age;
        let mut visit = MenuVisit {
            menu: id,
            level,
            first_at_level,
            seconds: 0.0,
            no_inputs: 0,
            no_matches: 0,
            hung_up: false,
            zeroed_out: false,
            taken: None,
        };
        let next = self.listen(id, menu, level, &mut visit);
        visit.seconds = self.age - entered;
        visit.hung_up = matches!(next, Err(Stop::HungUp)) && !self.served_itself;
        (self.say)(self.arrived + self.age, Event::VisitedMenu(visit));
        next
    }

    /// Listens to a menu, again and again where need be, until an option is taken or the retries are used up.
    fn listen(&mut self, id: MenuId, menu: &'a MenuRun, level: u32, visit: &mut MenuVisit) -> Result<&'a Action, Stop> {
        if let (Some(operator), Some(zero_out)) = (menu.operator, self.model.callers.zero_out) {
            let plays = self.scratch.plays[level as usize - 1];
            if self.draws.happens(zero_out.share, Purpose::ZeroOut, level, plays) {
                self.pass(if menu.barge_in { zero_out.after } else { zero_out.after.max(menu.end) })?;
                // The visit is over; should the operator's way lead back here, the next one is decided anew.
                self.scratch.plays[level as usize - 1] += 1;
                self.zeroed_out = true;
                self.misrouted = false;
                visit.zeroed_out = true;
                visit.taken = Some(operator);
                return Ok(&menu.then[operator as usize]);
            }
        }
        loop {
            let attempt = self.scratch.plays[level as usize - 1];
            self.scratch.plays[level as usize - 1] += 1;
            let play = self.play(menu, level, attempt);
            let spent = if let Some(choice) = self.choose(id, menu, level, attempt, play) {
                self.pass(choice.at)?;
                if play.is_none_or(|play| play.key_slip >= self.model.callers.mistakes.key_slip) {
                    self.misrouted = !choice.fits;
                    self.on_the_way &= choice.fits;
                    visit.taken = Some(choice.option);
                    return Ok(&menu.then[choice.option as usize]);
                }
                visit.no_matches += 1;
                self.err(level);
                self.pass(menu.no_match.say)?;
                visit.no_matches > menu.no_match.retries
            } else {
                self.pass(menu.end + menu.no_input.after)?;
                visit.no_inputs += 1;
                self.err(level);
                self.pass(menu.no_input.say)?;
                visit.no_inputs > menu.no_input.retries
            };
            if spent {
                self.misrouted = false;
                self.on_the_way = false;
                return Ok(&menu.fallback);
            }
        }
    }

    /// What the caller may get wrong in this play of the menu; nothing where nobody errs.
    fn play(&self, menu: &MenuRun, level: u32, attempt: u32) -> Option<Play> {
        let mistakes = &self.model.callers.mistakes;
        let errs = mistakes.wrong_option > 0.0 || menu.missed_option > 0.0 || mistakes.key_slip > 0.0;
        errs.then(|| self.draws.play(level, attempt))
    }

    /// Counts an error, which may bring hanging up nearer.
    fn err(&mut self, level: u32) {
        self.errors += 1;
        self.set_level(level);
    }

    /// What the caller presses in this play of the menu, and when after its beginning; nothing, if nothing fits or what
    /// fits is missed.
    fn choose(&self, id: MenuId, menu: &MenuRun, level: u32, attempt: u32, play: Option<Play>) -> Option<Choice> {
        let own;
        let fitting: &[u32] = match &self.tree.wishes {
            Wishes::Written { fitting, back, .. } => {
                let fitting = &fitting[id.index()][self.intent as usize];
                match back[id.index()] {
                    Some(back) if fitting.is_empty() && self.level() > 1 => {
                        own = back;
                        std::slice::from_ref(&own)
                    }
                    _ => fitting,
                }
            }
            Wishes::Balanced { .. } if !self.on_the_way => &[],
            Wishes::Balanced { tree, leaves, intents } => {
                own = if tree.dealt {
                    Wishes::dealt(*tree, *leaves, *intents, self.intent, level - 1)
                } else {
                    (self.draws.uniform(Purpose::Branch, level, 0) * f64::from(tree.options)) as u32
                };
                std::slice::from_ref(&own)
            }
        };
        let decide = self.model.callers.listening.decide;
        if let (Listener::DialsAhead, Some(&option)) = (self.listening, fitting.first()) {
            let reaction = self.model.callers.listening.reaction;
            let at = if menu.barge_in { reaction } else { menu.end + decide };
            return Some(Choice { option, at, fits: true });
        }
        let (option, fits) = self.scan(menu, fitting, level, attempt, play)?;
        let heard_out = self.listening == Listener::HearsItAll || !menu.barge_in;
        let heard = if heard_out { menu.end } else { menu.heard[option as usize] };
        Some(Choice { option, at: heard + decide, fits })
    }

    /// The first option that the caller takes for theirs while the menu is read out, and whether it is.
    fn scan(
        &self,
        menu: &MenuRun,
        fitting: &[u32],
        level: u32,
        attempt: u32,
        play: Option<Play>,
    ) -> Option<(u32, bool)> {
        let Some(play) = play else {
            let announced = |option: &&u32| menu.announced[**option as usize];
            return fitting.iter().find(announced).map(|&option| (option, true));
        };
        // The number of wrong options passed by before one is taken is geometric.
        let wrong_option = self.model.callers.mistakes.wrong_option;
        let mut passed_by = if wrong_option <= 0.0 {
            f64::INFINITY
        } else if wrong_option >= 1.0 {
            0.0
        } else {
            (libm::log(play.wrong_option) / libm::log1p(-wrong_option)).floor()
        };
        let mut first = true;
        let mut fitting = fitting.iter().peekable();
        for option in 0..menu.announced.len() as u32 {
            let fits = fitting.next_if_eq(&&option).is_some();
            if !menu.announced[option as usize] {
                continue;
            }
            if fits {
                let missed = if std::mem::take(&mut first) {
                    play.missed_option < menu.missed_option
                } else {
                    let place = level | (option & 0xfff) << 12;
                    self.draws.happens(menu.missed_option, Purpose::MissedAgain, place, attempt)
                };
                if !missed {
                    return Some((option, true));
                }
            } else if passed_by < 1.0 {
                return Some((option, false));
            } else {
                passed_by -= 1.0;
            }
        }
        None
    }

    fn step(&mut self, index: usize) -> Result<&'a Action, Stop> {
        let (kind, then) = &self.tree.steps[index];
        match kind {
            StepKindRun::Say(seconds) => self.pass(*seconds)?,
            StepKindRun::Wait(law) => {
                self.waits += 1;
                self.pass(law.inverse_hazard(self.draws.exponential(Purpose::Wait, self.waits, 0)))?;
            }
            StepKindRun::When(branches) => {
                let clock = self.arrived + self.age;
                let open = |&&(from, until, _): &&(f64, f64, Action)| from <= clock && clock < until;
                return Ok(branches.iter().find(open).map_or(then, |(_, _, action)| action));
            }
            StepKindRun::Collect(collect) => return self.collect(collect, then),
        }
        Ok(then)
    }

    fn collect(&mut self, collect: &'a Collect, then: &'a Action) -> Result<&'a Action, Stop> {
        if collect.skip_if_known && self.known {
            return Ok(then);
        }
        self.collects += 1;
        for attempt in 0..collect.tries {
            self.pass(collect.prompt.seconds + collect.entry + collect.look_up)?;
            if self.draws.happens(collect.valid, Purpose::Collect, self.collects, attempt) {
                return Ok(then);
            }
            self.err(1);
        }
        Ok(&collect.failed)
    }

    /// Uses a self-service. Whoever came to it by a wrong choice cannot succeed in it.
    fn serve_itself(&mut self, id: SelfServiceId) -> Result<&'a Action, Stop> {
        let service: &'a SelfService = &self.tree.self_services[id.index()];
        self.services += 1;
        let seconds = service.takes.inverse_hazard(self.draws.exponential(Purpose::SelfServiceTime, self.services, 0));
        let began = self.age;
        let passed = self.pass(seconds);
        let success = passed.is_ok()
            && !self.misrouted
            && self.draws.happens(service.success, Purpose::SelfServiceSuccess, self.services, 0);
        let used = Event::UsedSelfService { service: id, success, hung_up: passed.is_err(), seconds: self.age - began };
        (self.say)(self.arrived + self.age, used);
        passed?;
        if !success {
            return Ok(&service.failed);
        }
        self.served_itself = true;
        service.then.as_ref().ok_or(Stop::Exit(Exit::Ended(Outcome::SelfServed)))
    }
}

/// A factor that has applied so many times.
pub(super) fn power(factor: f64, times: u32) -> f64 {
    if factor == 1.0 { 1.0 } else { factor.powi(times.min(1000).cast_signed()) }
}

/// What a caller presses, and when.
struct Choice {
    option: u32,
    /// Seconds after the menu's beginning.
    at: f64,
    fits: bool,
}
