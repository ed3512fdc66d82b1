//! Tallies: what is counted of one replication (or batch). Counts are integers; tallies add up.

use super::channels::channels_of;
use super::conversations::ConversationTally;
use super::ivr::IvrTally;
use crate::center::{Outcome, Place};
use crate::scenario::resolved::Scenario;

/// Everything that is counted of one replication.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Tally {
    /// Contacts that arrived.
    pub arrived: u64,
    /// How they ended, in the order of [`Outcome::ALL`].
    pub outcomes: [u64; Outcome::ALL.len()],
    /// Calls that got a line and entered the IVR.
    pub entered_ivr: u64,
    /// The seconds they spent in it.
    pub ivr_seconds: f64,
    /// Those of them whose chance of hanging up there was worked out.
    pub scored: u64,
    /// The sum of these chances.
    pub score: f64,
    /// Those of them who asked for a person.
    pub zeroed_out: u64,
    /// All self-services together.
    pub self_service: SelfServiceTally,
    /// Contacts that reached an agent by a wrong choice.
    pub misrouted: u64,
    /// The greeting and the steps, menus that only offer languages among them.
    pub greeting: Visits,
    /// The levels, the entry menu's first.
    pub levels: Vec<Visits>,
    /// The menus.
    pub menus: Vec<MenuTally>,
    /// The queues, by visit.
    pub queues: Vec<QueueTally>,
    /// What these count more often than there are contacts.
    pub surplus: Surplus,
    /// The channels, as `channels_of` lists them, by visit; none where there are only calls.
    pub channels: Vec<QueueTally>,
    /// The agent groups.
    pub groups: Vec<GroupTally>,
    /// The conversations, where contacts are drawn from a population.
    pub conversations: ConversationTally,
    /// The day's intervals, by the time of arrival.
    pub intervals: Vec<IntervalTally>,
    /// What callers did in the IVR, where that was asked for.
    pub ivr: IvrTally,
}

/// Callers at a place of the IVR.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Visits {
    /// Callers who came there.
    pub entered: u64,
    /// Callers who hung up there.
    pub abandoned: u64,
}

/// What is counted of a menu.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct MenuTally {
    /// Visits.
    pub entered: u64,
    /// Visits that ended in hanging up, in the menu or in a self-service reached from it; where the menu only offers
    /// languages, in the menu alone, and the greeting counts them too.
    pub abandoned: u64,
    /// Seconds spent in it.
    pub seconds: f64,
    /// Times nothing was pressed.
    pub no_inputs: u64,
    /// Times a key was pressed that no option has.
    pub no_matches: u64,
    /// Visits in which the caller asked for a person.
    pub zeroed_out: u64,
}

/// What is counted of self-services.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct SelfServiceTally {
    /// Started.
    pub started: u64,
    /// Succeeded.
    pub succeeded: u64,
    /// Ended in hanging up.
    pub abandoned: u64,
    /// Seconds spent in them.
    pub seconds: f64,
}

/// What is counted of a queue.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct QueueTally {
    /// Handed to the queue.
    pub queued: u64,
    /// Waited for more than no time.
    pub waited: u64,
    /// Answered by an agent.
    pub answered: u64,
    /// Of these, answered from another queue after an overflow.
    pub answered_elsewhere: u64,
    /// Of these, passed on to another agent after a short talk.
    pub transferred: u64,
    /// Hung up while waiting, or left.
    pub abandoned: u64,
    /// Of these, left without saying so.
    pub silent: u64,
    /// Of those answered, ended because the customer fell silent.
    pub timed_out: u64,
    /// Offers that agents missed.
    pub missed: u64,
    /// Seconds waited, by all.
    pub waited_seconds: f64,
    /// Seconds waited, by those answered.
    pub answered_waited_seconds: f64,
    /// Seconds talked.
    pub talk_seconds: f64,
    /// Seconds of after-call work.
    pub work_seconds: f64,
    /// The numerator of the service level, by the queue's own formula.
    pub in_time: u64,
    /// Its denominator.
    pub in_time_of: u64,
}

/// By how much the queues' visits exceed the contacts: what the second visits of the transferred add to each count.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Surplus {
    /// Second visits.
    pub queued: u64,
    /// Contacts that waited in both visits.
    pub waited: u64,
    /// Second visits that were answered.
    pub answered: u64,
    /// The visits in time, less the contacts: a contact is held to its first queue's target and formula, by all it waited.
    pub in_time: i64,
    /// Their denominators' difference.
    pub in_time_of: i64,
}

/// What is counted of an agent group.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct GroupTally {
    /// Calls answered, by the time of their arrival.
    pub answered: u64,
    /// Seconds of talk and after-call work of these calls, whenever it was.
    pub handled_seconds: f64,
    /// Seconds in which agents are busy with talk or after-call work, by the time when they pass; several contacts that one of
    /// them has at once count once.
    pub busy_seconds: f64,
    /// Seconds on duty, overtime included.
    pub staffed_seconds: f64,
}

/// What is counted of the contacts that arrive in one interval of the day.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct IntervalTally {
    /// Contacts that arrived.
    pub arrived: u64,
    /// Of these, entered the IVR.
    pub entered_ivr: u64,
    /// Of these, hung up in the IVR.
    pub abandoned_in_ivr: u64,
    /// The queues.
    pub queues: Vec<QueueTally>,
    /// What these count more often than there are contacts.
    pub surplus: Surplus,
    /// Agents' time within the interval, whenever the call arrived.
    pub groups: Vec<GroupTally>,
}

/// A day does not balance: a bug, and the result must not be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BooksDoNotBalance {
    /// Contacts that arrived.
    pub arrived: u64,
    /// Contacts that ended.
    pub ended: u64,
    /// Visits to queues.
    pub queued: u64,
    /// Visits that ended: in hanging up, being served or a transfer.
    pub left: u64,
    /// Calls that entered the IVR, and those that hung up there.
    pub in_ivr: [u64; 2],
    /// Where it was followed: calls that came to some destination, those of them that hung up, and those who did at
    /// some place.
    pub followed: Option<[u64; 3]>,
}

impl Tally {
    /// An empty tally for this scenario, with so many intervals.
    pub fn new(scenario: &Scenario, intervals: usize) -> Self {
        let menus = scenario.ivr.as_ref().map_or(0, |ivr| ivr.menus.len());
        let interval = IntervalTally {
            queues: vec![QueueTally::default(); scenario.queues.len()],
            groups: vec![GroupTally::default(); scenario.groups.len()],
            ..IntervalTally::default()
        };
        Self {
            // No menu is on a caller's way twice, so there are never more levels than menus.
            levels: vec![Visits::default(); menus],
            menus: vec![MenuTally::default(); menus],
            queues: vec![QueueTally::default(); scenario.queues.len()],
            channels: vec![QueueTally::default(); channels_of(scenario).len()],
            groups: vec![GroupTally::default(); scenario.groups.len()],
            intervals: vec![interval; intervals],
            ..Self::default()
        }
    }

    /// How many contacts ended so.
    pub fn outcome(&self, outcome: Outcome) -> u64 {
        self.outcomes[outcome as usize]
    }

    /// Counts a caller who left the IVR by hanging up at this place, if so they did.
    pub(super) fn hung_up_at(&mut self, place: Option<Place>) {
        match place {
            Some(Place::Greeting) => self.greeting.abandoned += 1,
            Some(Place::Menu(menu, level)) => {
                self.menus[menu.index()].abandoned += 1;
                self.levels[level as usize - 1].abandoned += 1;
            }
            None => {}
        }
    }

    /// Checks that every contact that arrived ended in exactly one outcome, and every visit to a queue too.
    ///
    /// # Errors
    ///
    /// [`BooksDoNotBalance`] with the sums that should be the same.
    pub fn balance(&self) -> Result<(), BooksDoNotBalance> {
        let ended = self.outcomes.iter().sum();
        let sum = |of: fn(&QueueTally) -> u64| self.queues.iter().map(of).sum::<u64>();
        let (queued, transferred) = (sum(|queue| queue.queued), sum(|queue| queue.transferred));
        let left = [Outcome::AbandonedInQueue, Outcome::Served, Outcome::TimedOut].map(|outcome| self.outcome(outcome));
        let left = left.iter().sum::<u64>() + transferred;
        let visits = queued == sum(|queue| queue.answered + queue.abandoned) && transferred == self.surplus.queued;
        let in_ivr @ [entered, hung_up] = [self.entered_ivr, self.outcome(Outcome::AbandonedInIvr)];
        let followed = self.ivr.is_kept().then(|| self.ivr.books());
        let followed_all = followed.is_none_or(|followed| followed == [entered, hung_up, hung_up]);
        if self.arrived == ended && queued == left && visits && followed_all {
            Ok(())
        } else {
            Err(BooksDoNotBalance { arrived: self.arrived, ended, queued, left, in_ivr, followed })
        }
    }

    /// Sets everything to zero and keeps the room.
    pub fn clear(&mut self) {
        self.arrived = 0;
        self.outcomes = [0; Outcome::ALL.len()];
        self.entered_ivr = 0;
        self.ivr_seconds = 0.0;
        self.scored = 0;
        self.score = 0.0;
        self.zeroed_out = 0;
        self.self_service = SelfServiceTally::default();
        self.misrouted = 0;
        self.greeting = Visits::default();
        self.levels.fill(Visits::default());
        self.menus.fill(MenuTally::default());
        self.queues.fill(QueueTally::default());
        self.surplus = Surplus::default();
        self.channels.fill(QueueTally::default());
        self.groups.fill(GroupTally::default());
        self.conversations = ConversationTally::default();
        for interval in &mut self.intervals {
            interval.arrived = 0;
            interval.entered_ivr = 0;
            interval.abandoned_in_ivr = 0;
            interval.queues.fill(QueueTally::default());
            interval.surplus = Surplus::default();
            interval.groups.fill(GroupTally::default());
        }
        self.ivr.clear();
    }

    /// Adds another tally of the same scenario.
    pub fn merge(&mut self, other: &Self) {
        self.arrived += other.arrived;
        for (own, others) in self.outcomes.iter_mut().zip(other.outcomes) {
            *own += others;
        }
        self.entered_ivr += other.entered_ivr;
        self.ivr_seconds += other.ivr_seconds;
        self.scored += other.scored;
        self.score += other.score;
        self.zeroed_out += other.zeroed_out;
        self.self_service.merge(&other.self_service);
        self.misrouted += other.misrouted;
        self.greeting.merge(&other.greeting);
        merge_each(&mut self.levels, &other.levels, Visits::merge);
        merge_each(&mut self.menus, &other.menus, MenuTally::merge);
        merge_each(&mut self.queues, &other.queues, QueueTally::merge);
        self.surplus.merge(&other.surplus);
        merge_each(&mut self.channels, &other.channels, QueueTally::merge);
        merge_each(&mut self.groups, &other.groups, GroupTally::merge);
        self.conversations.merge(&other.conversations);
        merge_each(&mut self.intervals, &other.intervals, IntervalTally::merge);
        self.ivr.merge(&other.ivr);
    }
}

fn merge_each<T>(own: &mut [T], others: &[T], merge: impl Fn(&mut T, &T)) {
    for (own, others) in own.iter_mut().zip(others) {
        merge(own, others);
    }
}

impl Visits {
    fn merge(&mut self, other: &Self) {
        self.entered += other.entered;
        self.abandoned += other.abandoned;
    }
}

impl SelfServiceTally {
    /// Counts one that was started.
    #[inline]
    pub(super) fn add(&mut self, success: bool, hung_up: bool, seconds: f64) {
        self.started += 1;
        self.succeeded += u64::from(success);
        self.abandoned += u64::from(hung_up);
        self.seconds += seconds;
    }

    fn merge(&mut self, other: &Self) {
        self.started += other.started;
        self.succeeded += other.succeeded;
        self.abandoned += other.abandoned;
        self.seconds += other.seconds;
    }
}

impl MenuTally {
    fn merge(&mut self, other: &Self) {
        self.entered += other.entered;
        self.abandoned += other.abandoned;
        self.seconds += other.seconds;
        self.no_inputs += other.no_inputs;
        self.no_matches += other.no_matches;
        self.zeroed_out += other.zeroed_out;
    }
}

impl QueueTally {
    fn merge(&mut self, other: &Self) {
        self.queued += other.queued;
        self.waited += other.waited;
        self.answered += other.answered;
        self.answered_elsewhere += other.answered_elsewhere;
        self.transferred += other.transferred;
        self.abandoned += other.abandoned;
        self.silent += other.silent;
        self.timed_out += other.timed_out;
        self.missed += other.missed;
        self.waited_seconds += other.waited_seconds;
        self.answered_waited_seconds += other.answered_waited_seconds;
        self.talk_seconds += other.talk_seconds;
        self.work_seconds += other.work_seconds;
        self.in_time += other.in_time;
        self.in_time_of += other.in_time_of;
    }
}

impl Surplus {
    pub(super) fn merge(&mut self, other: &Self) {
        self.queued += other.queued;
        self.waited += other.waited;
        self.answered += other.answered;
        self.in_time += other.in_time;
        self.in_time_of += other.in_time_of;
    }
}

impl GroupTally {
    fn merge(&mut self, other: &Self) {
        self.answered += other.answered;
        self.handled_seconds += other.handled_seconds;
        self.busy_seconds += other.busy_seconds;
        self.staffed_seconds += other.staffed_seconds;
    }
}

impl IntervalTally {
    fn merge(&mut self, other: &Self) {
        self.arrived += other.arrived;
        self.entered_ivr += other.entered_ivr;
        self.abandoned_in_ivr += other.abandoned_in_ivr;
        merge_each(&mut self.queues, &other.queues, QueueTally::merge);
        self.surplus.merge(&other.surplus);
        merge_each(&mut self.groups, &other.groups, GroupTally::merge);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Ten contacts: two in the IVR for good, three who hung up waiting and five served, one of these in two queues.
    fn balanced() -> Tally {
        let mut tally = Tally {
            arrived: 10,
            surplus: Surplus { queued: 1, ..Surplus::default() },
            queues: vec![
                QueueTally { queued: 6, answered: 4, transferred: 1, abandoned: 2, ..QueueTally::default() },
                QueueTally { queued: 3, answered: 2, abandoned: 1, ..QueueTally::default() },
            ],
            ..Tally::default()
        };
        tally.outcomes[Outcome::SelfServed as usize] = 2;
        tally.outcomes[Outcome::AbandonedInQueue as usize] = 3;
        tally.outcomes[Outcome::Served as usize] = 5;
        tally
    }

    #[test]
    fn books_balance_only_where_every_contact_and_every_visit_ends_once() {
        assert_eq!(balanced().balance(), Ok(()));
        let broken: [fn(&mut Tally); 7] = [
            |tally| tally.arrived += 1,
            |tally| tally.outcomes[Outcome::SelfServed as usize] += 1,
            // Told to have left by the one way and by the other.
            |tally| {
                tally.outcomes[Outcome::SelfServed as usize] -= 1;
                tally.outcomes[Outcome::Served as usize] += 1;
            },
            |tally| tally.queues[0].queued += 1,
            |tally| tally.queues[1].answered -= 1,
            |tally| tally.queues[0].transferred += 1,
            |tally| tally.surplus.queued -= 1,
        ];
        for (index, break_it) in broken.iter().enumerate() {
            let mut tally = balanced();
            break_it(&mut tally);
            assert!(tally.balance().is_err(), "{index}");
        }
    }
}
