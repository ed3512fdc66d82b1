//! The walk: one caller's whole way through the IVR, in one pass at arrival.
//!
//! Callers do not meet each other in the IVR, so nothing has to be scheduled there: the walk is worked out from the
//! caller's own draws, and what comes of it is one event, its end.

use super::draw::{Draws, Play, Purpose};
use super::event::{Event, Fit, HungUp, MenuPlay, MenuVisit, Outcome, Place, Press, Progress, Why};
use super::model::{MenuRun, Model, Reading, StepKindRun, Tree};
use super::patience::Clock;
use super::wish::Wishes;
use crate::law::Law;
use crate::scenario::resolved::{
    Action, Collect, LanguageId, MenuId, NothingFits, Patience, QueueId, SelfService, SelfServiceId,
};

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

impl<'a, S: FnMut(f64, Event)> Walk<'a, S> {
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

    fn visit(&mut self, id: MenuId) -> Result<&'a Action, Stop> {
        let menu = &self.reading.menus[id.index()];
        let level = self.scratch.path.last().map_or(0, |&(_, level)| level);
        let first_at_level = self.scratch.plays.len() <= level as usize;
        if first_at_level {
            self.scratch.plays.resize(level as usize + 1, 0);
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
            wanted: None,
            hung_up: None,
            zeroed_out: false,
            taken: None,
        };
        let next = self.listen(id, menu, level, &mut visit);
        visit.seconds = self.age - entered;
        if level == 0 {
            self.greeting += visit.seconds;
        }
        if let Err(stop) = &next
            && stop.is_hang_up()
            && self.served_itself.is_none()
        {
            let by_choice = matches!(stop, Stop::Quit);
            visit.hung_up = Some(HungUp { place: self.place(), progress: self.progress, by_choice });
        }
        (self.say)(self.arrived + self.age, Event::VisitedMenu(visit));
        next
    }

    /// Listens to a menu, again and again where need be, until an option is taken or the retries are used up.
    fn listen(&mut self, id: MenuId, menu: &'a MenuRun, level: u32, visit: &mut MenuVisit) -> Result<&'a Action, Stop> {
        if let (Some(operator), Some(zero_out)) = (menu.operator, self.model.callers.zero_out) {
            let plays = self.scratch.plays[level as usize];
            let share = (zero_out.share * power(zero_out.per_error, self.errors)).min(1.0);
            if self.draws.happens(share, Purpose::ZeroOut, level, plays) {
                let wanted = self.wanted(id, level);
                self.looks_for(wanted, visit);
                let after = if menu.barge_in { zero_out.after } else { zero_out.after.max(menu.end) };
                let pressed = Some(Press { option: operator, why: Why::Person });
                self.hear(menu, after, self.told(visit, pressed), visit)?;
                // The visit is over; should the operator's way lead back here, the next one is decided anew.
                self.scratch.plays[level as usize] += 1;
                return Ok(self.ask_for_a_person(menu, operator, visit));
            }
        }
        loop {
            let attempt = self.scratch.plays[level as usize];
            self.scratch.plays[level as usize] += 1;
            let play = self.play(menu, level, attempt);
            let (wanted, act) = self.choose(id, menu, level, attempt, play);
            self.looks_for(wanted, visit);
            let slips = play.is_some_and(|play| play.key_slip < self.model.callers.mistakes.key_slip);
            let decided = menu.end + self.model.callers.listening.decide;
            let (pressed, at) = match &act {
                Act::Press(choice) => (Some(choice.press).filter(|_| !slips), choice.at),
                Act::AskForAPerson(operator) => (Some(Press { option: *operator, why: Why::Person }), decided),
                Act::HangUp => (None, decided),
                Act::Wait => (None, menu.end + menu.no_input.after),
            };
            self.hear(menu, at, self.told(visit, pressed), visit)?;
            let spent = match act {
                Act::Press(Choice { press: Press { option, why }, .. }) if !slips => {
                    let fits = why == Why::Own;
                    self.misrouted = !fits;
                    self.fell_back = false;
                    self.astray |= !fits;
                    self.on_the_way &= fits;
                    visit.taken = Some(option);
                    return Ok(&menu.then[option as usize]);
                }
                Act::Press(_) => {
                    visit.no_matches += 1;
                    self.err(level);
                    self.progress = Progress::AfterError;
                    self.pass(menu.no_match.say)?;
                    visit.no_matches > menu.no_match.retries
                }
                Act::AskForAPerson(operator) => return Ok(self.ask_for_a_person(menu, operator, visit)),
                Act::HangUp => {
                    self.progress = self.got_to(menu, at, wanted, visit);
                    return Err(Stop::Quit);
                }
                Act::Wait => {
                    visit.no_inputs += 1;
                    self.err(level);
                    self.progress = later(visit);
                    self.pass(menu.no_input.say)?;
                    visit.no_inputs > menu.no_input.retries
                }
            };
            if spent {
                self.misrouted = false;
                self.fell_back = true;
                self.on_the_way = false;
                return Ok(&menu.fallback);
            }
        }
    }

    /// Has pressed the operator's key.
    fn ask_for_a_person(&mut self, menu: &'a MenuRun, operator: u32, visit: &mut MenuVisit) -> &'a Action {
        self.zeroed_out = true;
        self.misrouted = false;
        self.fell_back = false;
        visit.zeroed_out = true;
        visit.taken = Some(operator);
        &menu.then[operator as usize]
    }

    /// Looks for this option in a menu, or for nothing that is there.
    fn looks_for(&mut self, wanted: Option<u32>, visit: &mut MenuVisit) {
        visit.wanted = wanted;
        if wanted.is_none() && self.fit == Fit::Always {
            self.fit = if self.astray { Fit::Lost } else { Fit::Nothing };
        }
    }

    /// What is told of a play that comes to this.
    fn told(&self, visit: &MenuVisit, pressed: Option<Press>) -> MenuPlay {
        let MenuVisit { menu, level, wanted, .. } = *visit;
        MenuPlay { menu, level, language: LanguageId(self.language), heard: 0, wanted, pressed }
    }

    /// Hears a menu for so long, until its key is pressed or the wait for one ends, and says how far that was.
    fn hear(&mut self, menu: &MenuRun, seconds: f64, play: MenuPlay, visit: &MenuVisit) -> Result<(), Stop> {
        let began = self.age;
        let heard = self.pass(seconds);
        let listened = self.age - began;
        if heard.is_err() {
            self.progress = self.got_to(menu, listened, play.wanted, visit);
        }
        let told = MenuPlay {
            heard: menu.heard.partition_point(|&end| end <= listened) as u32,
            pressed: play.pressed.filter(|_| heard.is_ok()),
            ..play
        };
        (self.say)(self.arrived + self.age, Event::PlayedMenu(told));
        heard
    }

    /// How far a caller has got who has listened to this play of a menu for so long.
    fn got_to(&self, menu: &MenuRun, listened: f64, wanted: Option<u32>, visit: &MenuVisit) -> Progress {
        if visit.no_inputs + visit.no_matches > 0 || self.repeats {
            later(visit)
        } else if listened < menu.intro {
            Progress::Intro
        } else {
            match wanted {
                None => Progress::NothingFits,
                Some(wanted) if listened < menu.heard[wanted as usize] => Progress::BeforeWanted,
                Some(_) => Progress::AfterWanted,
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

    /// Which kind of caller this is, by language and intent.
    fn kind(&self) -> usize {
        self.speaks as usize * self.model.intents.len() + self.intent as usize
    }

    /// The options of this menu that are the caller's: at most one in a balanced tree, which `own` makes room for.
    fn fitting<'s>(&self, id: MenuId, level: u32, own: &'s mut u32) -> &'s [u32]
    where
        'a: 's,
    {
        let tree = self.tree;
        match &tree.wishes {
            Wishes::Written { fitting, choosing, back, .. } => {
                let kind = self.kind();
                if !choosing.is_empty() && (level == 0 || self.speaks != self.language) {
                    let choosing = &choosing[id.index()][kind];
                    if !choosing.is_empty() {
                        return choosing;
                    }
                }
                let fitting = &fitting[id.index()][kind];
                match back[id.index()] {
                    Some(back) if fitting.is_empty() && level > 1 => {
                        *own = back;
                        std::slice::from_ref(own)
                    }
                    _ => fitting,
                }
            }
            Wishes::Balanced { .. } if !self.on_the_way => &[],
            Wishes::Balanced { tree, leaves, intents } => {
                *own = if tree.dealt {
                    Wishes::dealt(*tree, *leaves, *intents, self.intent, level - 1)
                } else {
                    (self.draws.uniform(Purpose::Branch, level, 0) * f64::from(tree.options)) as u32
                };
                std::slice::from_ref(own)
            }
        }
    }

    /// The caller's own option in this menu, or the first of several.
    fn wanted(&self, id: MenuId, level: u32) -> Option<u32> {
        self.fitting(id, level, &mut 0).first().copied()
    }

    /// The caller's own option, and what they do in this play of the menu.
    fn choose(&self, id: MenuId, menu: &MenuRun, level: u32, attempt: u32, play: Option<Play>) -> (Option<u32>, Act) {
        let mut own = 0;
        let fitting = self.fitting(id, level, &mut own);
        let decide = self.model.callers.listening.decide;
        if let (Listener::DialsAhead, Some(&option)) = (self.listening, fitting.first()) {
            let reaction = self.model.callers.listening.reaction;
            let at = if menu.barge_in { reaction } else { menu.end + decide };
            return (Some(option), Act::Press(Choice { press: Press { option, why: Why::Own }, at }));
        }
        let wanted = fitting.first().copied();
        let Some((option, fits)) = self.scan(menu, fitting, level, attempt, play) else {
            return (wanted, self.find_nothing(menu, fitting, level, attempt));
        };
        let why = if fits { Why::Own } else { Why::Mistake };
        let heard_out = self.listening == Listener::HearsItAll || !menu.barge_in;
        let heard = if heard_out { menu.end } else { menu.heard[option as usize] };
        (wanted, Act::Press(Choice { press: Press { option, why }, at: heard + decide }))
    }

    /// What a caller does who has heard this play of the menu to its end and found nothing.
    fn find_nothing(&self, menu: &MenuRun, fitting: &[u32], level: u32, attempt: u32) -> Act {
        let NothingFits { zero, any_key, hang_up } = self.model.callers.nothing_fits;
        if zero + any_key + hang_up <= 0.0 {
            return Act::Wait;
        }
        let certain = [zero, any_key, hang_up].contains(&1.0);
        let u = if certain { 0.0 } else { self.draws.uniform(Purpose::NothingFits, level, attempt) };
        if u < zero {
            return menu.operator.map_or(Act::Wait, Act::AskForAPerson);
        }
        if u < zero + any_key {
            let option = match menu.any_key[..] {
                [] => return Act::Wait,
                [only] => only,
                [..] => {
                    let u = self.draws.uniform(Purpose::AnyKey, level, attempt);
                    menu.any_key[(u * menu.any_key.len() as f64) as usize]
                }
            };
            // Who has missed their option may hit it now.
            let why = if fitting.contains(&option) { Why::Own } else { Why::AnyKey };
            let at = menu.end + self.model.callers.listening.decide;
            return Act::Press(Choice { press: Press { option, why }, at });
        }
        if u < zero + any_key + hang_up { Act::HangUp } else { Act::Wait }
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
            let kept = |option: &u32| menu.announced[*option as usize] && !self.forgets(menu, *option, level, attempt);
            return fitting.iter().copied().find(kept).map(|option| (option, true));
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
                    self.draws.happens(menu.missed_option, Purpose::MissedAgain, at_option(level, option), attempt)
                };
                if !missed && !self.forgets(menu, option, level, attempt) {
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

    /// Whether a caller who hears the whole menu first has forgotten this option of theirs by then.
    fn forgets(&self, menu: &MenuRun, option: u32, level: u32, attempt: u32) -> bool {
        let memory = self.model.callers.memory;
        if memory.forgets <= 0.0 || self.listening != Listener::HearsItAll {
            return false;
        }
        let later = menu.announced[option as usize + 1..].iter().filter(|&&announced| announced).count() as u32;
        let forgotten = 1.0 - power(1.0 - memory.forgets, later.saturating_sub(memory.beyond));
        self.draws.happens(forgotten, Purpose::Forgets, at_option(level, option), attempt)
    }

    fn step(&mut self, index: usize) -> Result<&'a Action, Stop> {
        let (kind, then) = &self.reading.steps[index];
        match kind {
            StepKindRun::Say(seconds) => self.announce(*seconds)?,
            StepKindRun::Wait(law) => {
                self.waits += 1;
                self.pass(law.inverse_hazard(self.draws.exponential(Purpose::Wait, self.waits, 0)))?;
            }
            StepKindRun::When(branches) => {
                let clock = self.arrived + self.age;
                let open = |&&(from, until, _): &&(f64, f64, Action)| from <= clock && clock < until;
                return Ok(branches.iter().find(open).map_or(then, |(_, _, action)| action));
            }
            StepKindRun::Collect(prompt, collect) => return self.collect(*prompt, collect, then),
        }
        Ok(then)
    }

    fn collect(&mut self, prompt: f64, collect: &'a Collect, then: &'a Action) -> Result<&'a Action, Stop> {
        if collect.skip_if_known && self.known {
            return Ok(then);
        }
        self.collects += 1;
        for attempt in 0..collect.tries {
            self.pass(prompt + collect.entry + collect.look_up)?;
            if self.draws.happens(collect.valid, Purpose::Collect, self.collects, attempt) {
                return Ok(then);
            }
            self.err(1);
        }
        self.fell_back = true;
        Ok(&collect.failed)
    }

    /// Uses a self-service. Whoever came to it by a wrong choice cannot succeed in it.
    fn serve_itself(&mut self, id: SelfServiceId) -> Result<&'a Action, Stop> {
        let service: &'a SelfService = &self.tree.self_services[id.index()];
        self.services += 1;
        let seconds = service.takes.inverse_hazard(self.draws.exponential(Purpose::SelfServiceTime, self.services, 0));
        let began = self.age;
        self.progress = Progress::SelfService;
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
        self.served_itself = self.served_itself.or_else(|| Some(self.clock.spent(self.law, self.age)));
        service.then.as_ref().ok_or(Stop::Exit(Exit::Ended(Outcome::SelfServed)))
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

/// How far a caller has got who hears a menu again.
fn later(visit: &MenuVisit) -> Progress {
    if visit.no_matches > 0 { Progress::AfterError } else { Progress::Repeat }
}

/// A factor that has applied so many times; never infinite, so that times zero it is zero.
pub(super) fn power(factor: f64, times: u32) -> f64 {
    if factor == 1.0 { 1.0 } else { factor.powi(times.min(1000).cast_signed()).min(1e100) }
}

/// The place of a draw about one option of a menu at this level.
fn at_option(level: u32, option: u32) -> u32 {
    level | (option & 0xfff) << 12
}

/// What a caller does in one play of a menu.
enum Act {
    Press(Choice),
    /// Presses the operator's option, having found nothing.
    AskForAPerson(u32),
    /// Hangs up, having found nothing.
    HangUp,
    /// Waits until the menu goes on by itself.
    Wait,
}

/// What a caller presses, and when.
struct Choice {
    press: Press,
    /// Seconds after the menu's beginning.
    at: f64,
}
