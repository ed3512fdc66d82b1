//! What a caller presses in a play of a menu: which options are theirs, what they mistake, miss, forget, and do who find
//! nothing.

use super::{Listener, Walk, power};
use crate::center::draw::{Play, Purpose};
use crate::center::event::{Event, Press, Why};
use crate::center::model::MenuRun;
use crate::center::wish::Wishes;
use crate::scenario::resolved::{MenuId, NothingFits};

impl<'a, S: FnMut(f64, Event)> Walk<'a, S> {
    /// What the caller may get wrong in this play of the menu; nothing where nobody errs.
    pub(super) fn play(&self, menu: &MenuRun, level: u32, attempt: u32) -> Option<Play> {
        let mistakes = &self.model.callers.mistakes;
        let errs = mistakes.wrong_option > 0.0 || menu.missed_option > 0.0 || mistakes.key_slip > 0.0;
        errs.then(|| self.draws.play(level, attempt))
    }

    /// The options of this menu that are the caller's: at most one in a balanced tree, which `own` makes room for.
    pub(super) fn fitting<'s>(&self, id: MenuId, level: u32, own: &'s mut u32) -> &'s [u32]
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
    pub(super) fn wanted(&self, id: MenuId, level: u32) -> Option<u32> {
        self.fitting(id, level, &mut 0).first().copied()
    }

    /// The caller's own option, and what they do in this play of the menu.
    pub(super) fn choose(
        &self,
        id: MenuId,
        menu: &MenuRun,
        level: u32,
        attempt: u32,
        play: Option<Play>,
    ) -> (Option<u32>, Act) {
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
    pub(super) fn find_nothing(&self, menu: &MenuRun, fitting: &[u32], level: u32, attempt: u32) -> Act {
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
}

/// The place of a draw about one option of a menu at this level.
fn at_option(level: u32, option: u32) -> u32 {
    level | (option & 0xfff) << 12
}

/// What a caller does in one play of a menu.
pub(super) enum Act {
    Press(Choice),
    /// Presses the operator's option, having found nothing.
    AskForAPerson(u32),
    /// Hangs up, having found nothing.
    HangUp,
    /// Waits until the menu goes on by itself.
    Wait,
}

/// What a caller presses, and when.
pub(super) struct Choice {
    pub(super) press: Press,
    /// Seconds after the menu's beginning.
    pub(super) at: f64,
}
