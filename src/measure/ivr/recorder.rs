//! The recorder that follows callers through the IVR: an observer around the one that counts everything else, chosen at
//! compile time, so that a run that does not ask pays nothing.

use super::PlaceTallies;
use crate::center::{
    Contact, ConversationNote, Destination, Duty, Event, Fit, HungUp, MenuPlay, MenuVisit, Observer, Press,
};
use crate::measure::Recorder;
use crate::scenario::resolved::Scenario;

/// By menu, and then by option: its position among those that are read out, from 1, and how many these are. None of an
/// option that is not read out, and of the last, which stands for nothing that fits.
#[derive(Debug, Clone, Default, PartialEq)]
pub(in crate::measure) struct Positions(Vec<Vec<Option<(u32, u32)>>>);

impl Positions {
    pub(in crate::measure) fn new(scenario: &Scenario) -> Self {
        let menus = scenario.ivr.iter().flat_map(|ivr| &ivr.menus).map(|menu| {
            let among = menu.options.iter().filter(|option| option.announced).count() as u32;
            let mut position = 0;
            let of = menu.options.iter().map(|option| {
                position += u32::from(option.announced);
                option.announced.then_some((position, among))
            });
            of.chain([None]).collect()
        });
        Self(menus.collect())
    }
}

/// A recorder that follows callers through the IVR too.
#[derive(Debug)]
pub struct FollowsIvr<'r>(&'r mut Recorder);

impl<'r> FollowsIvr<'r> {
    /// This recorder, where it was made to follow them ([`Recorder::following_ivr`]).
    pub fn of(recorder: &'r mut Recorder) -> Option<Self> {
        recorder.tallies.iter().all(|tally| tally.ivr.is_kept()).then_some(Self(recorder))
    }
}

impl Observer for FollowsIvr<'_> {
    #[allow(clippy::inline_always)] // as the recorder's: where it is called the kind of event is known
    #[inline(always)]
    fn event(&mut self, time: f64, contact: &Contact, event: &Event) {
        self.0.event(time, contact, event);
        match event {
            Event::PlayedMenu(play) => self.0.follow_play(contact, play),
            Event::VisitedMenu(visit) => self.0.follow_visit(contact, visit),
            Event::LeftIvr { greeting, to, fit, hung_up, .. } => {
                self.0.follow_out(contact, *greeting, *to, *fit, hung_up.as_ref());
            }
            _ => {}
        }
    }

    fn duty(&mut self, duty: &Duty) {
        self.0.duty(duty);
    }

    fn busy(&mut self, duty: &Duty) {
        self.0.busy(duty);
    }

    fn conversation(&mut self, time: f64, note: &ConversationNote) {
        self.0.conversation(time, note);
    }
}

impl Recorder {
    /// Books what was read out, and pressed, in one play of a menu.
    fn follow_play(&mut self, contact: &Contact, play: &MenuPlay) {
        let Some(batch) = self.batch(contact.arrived) else { return };
        let menu = &mut self.tallies[batch].ivr.menus[play.menu.index()];
        menu.heard[play.language.index()][play.heard as usize] += 1;
        if let Some(own) = play.wanted.filter(|&own| own < play.heard) {
            menu.heard_own[own as usize] += 1;
        }
        if let Some(Press { option, why }) = play.pressed {
            menu.pressed[option as usize][why as usize] += 1;
        }
    }

    /// Books what a caller looked for in a menu, and what happened there.
    fn follow_visit(&mut self, contact: &Contact, visit: &MenuVisit) {
        let Some(batch) = self.batch(contact.arrived) else { return };
        let interval = self.interval_number(contact);
        let ivr = &mut self.tallies[batch].ivr;
        let options = &mut ivr.menus[visit.menu.index()];
        let wanted = visit.wanted.map_or(options.pressed.len(), |option| option as usize);
        options.wanted[wanted] += 1;
        if let Some((position, among)) = self.positions.0[visit.menu.index()][wanted] {
            ivr.wanted.visits += 1;
            ivr.wanted.positions += u64::from(position);
            ivr.wanted.options += u64::from(among);
        }
        ivr.at(interval).book_visit(visit);
    }

    /// Books where the IVR brought a caller.
    fn follow_out(&mut self, contact: &Contact, greeting: f64, to: Destination, fit: Fit, hung_up: Option<&HungUp>) {
        let Some(batch) = self.batch(contact.arrived) else { return };
        let interval = self.interval_number(contact);
        let ivr = &mut self.tallies[batch].ivr;
        ivr.book_end(contact.intent, to, fit);
        let places = ivr.at(interval);
        places.greeting.entered += 1;
        places.greeting.seconds += greeting;
        if let Some(hung_up) = hung_up {
            places.book_hang_up(hung_up);
        }
    }
}

impl PlaceTallies {
    /// Books what happened in one visit of a menu. Who hung up there is booked on leaving the IVR, but in a menu that
    /// is no level, and so no place of its own then.
    fn book_visit(&mut self, visit: &MenuVisit) {
        let place = self.at(visit.menu.index(), visit.level);
        place.entered += 1;
        place.seconds += visit.seconds;
        place.no_inputs += u64::from(visit.no_inputs);
        place.no_matches += u64::from(visit.no_matches);
        place.zeroed_out += u64::from(visit.zeroed_out);
        if let (0, Some(hung_up)) = (visit.level, &visit.hung_up) {
            place.book_hang_up(hung_up);
        }
    }
}
