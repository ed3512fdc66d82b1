//! A visit to a menu: its plays, what is heard of it, silence and wrong keys, and what follows.

use super::choosing::{Act, Choice};
use super::{Stop, Walk, power};
use crate::center::draw::Purpose;
use crate::center::event::{Event, Fit, HungUp, MenuPlay, MenuVisit, Press, Progress, Why};
use crate::center::model::MenuRun;
use crate::scenario::resolved::{Action, LanguageId, MenuId};

impl<'a, S: FnMut(f64, Event)> Walk<'a, S> {
    pub(super) fn visit(&mut self, id: MenuId) -> Result<&'a Action, Stop> {
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
}

/// How far a caller has got who hears a menu again.
fn later(visit: &MenuVisit) -> Progress {
    if visit.no_matches > 0 { Progress::AfterError } else { Progress::Repeat }
}
