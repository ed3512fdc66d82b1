//! What callers do in the IVR: how far those had got who hung up, what was read out and pressed, and where it brought
//! everybody who entered it.
//!
//! Counted only where it is asked for ([`FollowsIvr`]); everything else of an [`IvrTally`] stays empty. Counts are integers.

mod estimates;
mod parts;
mod recorder;

pub use estimates::{IvrEstimates, PlaceSums};
pub use parts::{Part, Wanted};
pub use recorder::FollowsIvr;
pub(super) use recorder::Positions;

use crate::center::{Destination, Fit, HungUp, Outcome, Place, Progress, Route, Why};
use crate::scenario::resolved::{IntentId, QueueId, Scenario};

/// What is counted of the IVR in one replication (or batch).
#[derive(Debug, Clone, Default, PartialEq)]
pub struct IvrTally {
    /// The places, by the interval in which the call arrived; all in one where there are no intervals.
    pub intervals: Vec<PlaceTallies>,
    /// The menus' options.
    pub menus: Vec<OptionTallies>,
    /// Where everybody came to, by intent.
    pub intents: Vec<IntentTally>,
    /// What callers looked for in the menus.
    pub wanted: WantedTally,
}

/// What is counted of the greeting and of the menus.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PlaceTallies {
    /// The greeting and the steps, menus that only offer languages among them.
    pub greeting: GreetingTally,
    /// By menu, and then by its level on the caller's way; 0 where it only offers languages.
    pub menus: Vec<Vec<PlaceTally>>,
}

/// What is counted of the greeting and the steps.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct GreetingTally {
    /// Calls that entered the IVR.
    pub entered: u64,
    /// Calls that were hung up there.
    pub hung_up: u64,
    /// Of these, by choice: at once, or having found nothing in a menu that only offers languages.
    pub by_choice: u64,
    /// Seconds spent there; in self-services not.
    pub seconds: f64,
}

/// What is counted of a menu at one level.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct PlaceTally {
    /// Visits.
    pub entered: u64,
    /// Visits that ended in hanging up, in the order of [`Progress::ALL`]: in the menu, or in what it led to that is no
    /// other place.
    pub hung_up: [u64; Progress::ALL.len()],
    /// Of these, by choice: having found nothing.
    pub by_choice: u64,
    /// Seconds spent in it.
    pub seconds: f64,
    /// Times nothing was pressed.
    pub no_inputs: u64,
    /// Times a key was pressed that no option has.
    pub no_matches: u64,
    /// Visits in which the caller asked for a person.
    pub zeroed_out: u64,
}

/// What is counted of a menu's options.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct OptionTallies {
    /// By language: plays in which so many options were read out to their end, from none to all.
    pub heard: Vec<Vec<u64>>,
    /// Plays in which each option was read out to its end to somebody whose own it is.
    pub heard_own: Vec<u64>,
    /// Visits by those whose option is at this position; the last are those for whom nothing fits.
    pub wanted: Vec<u64>,
    /// How often each option was pressed, in the order of [`Why::ALL`].
    pub pressed: Vec<[u64; Why::ALL.len()]>,
}

/// What is counted of the callers with one intent who entered the IVR: whether something fitted, and where they came to.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct IntentTally(Vec<[u64; Fit::ALL.len()]>);

/// What callers looked for whose own option was read out in the menu.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct WantedTally {
    /// Visits.
    pub visits: u64,
    /// The sum of their options' positions among those read out, from 1.
    pub positions: u64,
    /// The sum of how many options were read out.
    pub options: u64,
}

impl IvrTally {
    /// An empty tally with so many intervals.
    pub fn new(scenario: &Scenario, intervals: usize) -> Self {
        let Some(ivr) = &scenario.ivr else {
            return Self::default();
        };
        let languages = scenario.languages.len().max(1);
        let places = PlaceTallies { menus: vec![Vec::new(); ivr.menus.len()], ..PlaceTallies::default() };
        let options = |count: usize| OptionTallies {
            heard: vec![vec![0; count + 1]; languages],
            heard_own: vec![0; count],
            wanted: vec![0; count + 1],
            pressed: vec![[0; Why::ALL.len()]; count],
        };
        let destinations = Outcome::ALL.len() + Route::ALL.len() * scenario.queues.len();
        Self {
            intervals: vec![places; intervals.max(1)],
            menus: ivr.menus.iter().map(|menu| options(menu.options.len())).collect(),
            intents: vec![IntentTally(vec![[0; Fit::ALL.len()]; destinations]); scenario.intents.len()],
            wanted: WantedTally::default(),
        }
    }

    /// Whether anything is counted here at all.
    pub fn is_kept(&self) -> bool {
        !self.intervals.is_empty()
    }

    /// The places of all intervals together.
    pub fn places(&self) -> PlaceTallies {
        let mut whole = PlaceTallies::default();
        self.intervals.iter().for_each(|interval| whole.merge(interval));
        whole
    }

    /// Calls that were hung up in a menu that is a level, having got so far.
    pub fn hung_up(&self, progress: Progress) -> u64 {
        self.intervals.iter().map(|interval| interval.of_level(None).hung_up(progress)).sum()
    }

    /// Calls of any intent to which this applies.
    pub fn callers(&self, applies: impl Fn(Fit, Destination) -> bool) -> u64 {
        self.intents.iter().map(|intent| intent.callers(&applies)).sum()
    }

    /// Counts that should be the same: calls that came to some destination, those of them that hung up, and those who
    /// hung up at some place.
    pub(super) fn books(&self) -> [u64; 3] {
        let hung_up = |_: Fit, to: Destination| to == Destination::End(Outcome::AbandonedInIvr);
        let placed = self.intervals.iter().map(|interval| {
            let levels = interval.menus.iter().flat_map(|levels| levels.iter().skip(1));
            interval.greeting.hung_up + levels.map(PlaceTally::all_hung_up).sum::<u64>()
        });
        [self.callers(|_, _| true), self.callers(hung_up), placed.sum()]
    }

    /// Sets everything to zero and keeps the room.
    pub(super) fn clear(&mut self) {
        for interval in &mut self.intervals {
            interval.greeting = GreetingTally::default();
            interval.menus.iter_mut().for_each(|levels| levels.fill(PlaceTally::default()));
        }
        for menu in &mut self.menus {
            menu.heard.iter_mut().for_each(|heard| heard.fill(0));
            menu.heard_own.fill(0);
            menu.wanted.fill(0);
            menu.pressed.fill([0; Why::ALL.len()]);
        }
        self.intents.iter_mut().for_each(|intent| intent.0.fill([0; Fit::ALL.len()]));
        self.wanted = WantedTally::default();
    }

    /// Adds another tally of the same scenario; one that keeps nothing takes over what the other has.
    pub(super) fn merge(&mut self, other: &Self) {
        if !self.is_kept() {
            self.clone_from(other);
            return;
        }
        for (own, others) in self.intervals.iter_mut().zip(&other.intervals) {
            own.merge(others);
        }
        for (own, others) in self.menus.iter_mut().zip(&other.menus) {
            for (own, others) in own.heard.iter_mut().zip(&others.heard) {
                add_each(own, others);
            }
            add_each(&mut own.heard_own, &others.heard_own);
            add_each(&mut own.wanted, &others.wanted);
            add_each(own.pressed.as_flattened_mut(), others.pressed.as_flattened());
        }
        for (own, others) in self.intents.iter_mut().zip(&other.intents) {
            add_each(own.0.as_flattened_mut(), others.0.as_flattened());
        }
        self.wanted.visits += other.wanted.visits;
        self.wanted.positions += other.wanted.positions;
        self.wanted.options += other.wanted.options;
    }

    /// The places of this interval; of the last, where rounding leads beyond.
    fn at(&mut self, interval: usize) -> &mut PlaceTallies {
        let last = self.intervals.len() - 1;
        &mut self.intervals[interval.min(last)]
    }

    /// Books where a caller came to.
    fn book_end(&mut self, intent: IntentId, to: Destination, fit: Fit) {
        self.intents[intent.index()].0[number(to)][fit as usize] += 1;
    }
}

impl PlaceTallies {
    /// A menu's tally at a level.
    fn at(&mut self, menu: usize, level: u32) -> &mut PlaceTally {
        let levels = &mut self.menus[menu];
        let level = level as usize;
        if level >= levels.len() {
            levels.resize(level + 1, PlaceTally::default());
        }
        &mut levels[level]
    }

    /// Books where a caller hung up, and how far they had got.
    fn book_hang_up(&mut self, hung_up: &HungUp) {
        match hung_up.place {
            Place::Greeting => {
                self.greeting.hung_up += 1;
                self.greeting.by_choice += u64::from(hung_up.by_choice);
            }
            Place::Menu(menu, level) => self.at(menu.index(), level).book_hang_up(hung_up),
        }
    }

    /// All visits of menus that are a level, or of those at one level, together.
    pub fn of_level(&self, level: Option<usize>) -> PlaceTally {
        let mut whole = PlaceTally::default();
        for levels in &self.menus {
            let own = levels.iter().enumerate().skip(1).filter(|(own, _)| level.is_none_or(|level| level == *own));
            own.for_each(|(_, place)| whole.merge(place));
        }
        whole
    }

    fn merge(&mut self, other: &Self) {
        self.greeting.entered += other.greeting.entered;
        self.greeting.hung_up += other.greeting.hung_up;
        self.greeting.by_choice += other.greeting.by_choice;
        self.greeting.seconds += other.greeting.seconds;
        self.menus.resize_with(other.menus.len().max(self.menus.len()), Vec::new);
        for (own, others) in self.menus.iter_mut().zip(&other.menus) {
            own.resize(others.len().max(own.len()), PlaceTally::default());
            for (own, others) in own.iter_mut().zip(others) {
                own.merge(others);
            }
        }
    }
}

impl PlaceTally {
    fn book_hang_up(&mut self, hung_up: &HungUp) {
        self.hung_up[hung_up.progress as usize] += 1;
        self.by_choice += u64::from(hung_up.by_choice);
    }

    /// Visits that ended in hanging up.
    pub fn all_hung_up(&self) -> u64 {
        self.hung_up.iter().sum()
    }

    /// Visits that ended in hanging up, having got so far.
    pub fn hung_up(&self, progress: Progress) -> u64 {
        self.hung_up[progress as usize]
    }

    /// Adds another place's counts.
    pub fn merge(&mut self, other: &Self) {
        self.entered += other.entered;
        add_each(&mut self.hung_up, &other.hung_up);
        self.by_choice += other.by_choice;
        self.seconds += other.seconds;
        self.no_inputs += other.no_inputs;
        self.no_matches += other.no_matches;
        self.zeroed_out += other.zeroed_out;
    }
}

impl OptionTallies {
    /// Visits of the menu.
    pub fn visits(&self) -> u64 {
        self.wanted.iter().sum()
    }

    /// Plays in which this option was read out to its end, by language; means nothing where it is not announced.
    pub fn read_out(&self, option: usize) -> impl Iterator<Item = u64> + '_ {
        self.heard.iter().map(move |heard| heard[option + 1..].iter().sum())
    }

    /// How often this option was pressed for this reason.
    pub fn pressed(&self, option: usize, why: Why) -> u64 {
        self.pressed[option][why as usize]
    }

    /// Visits by those whose option this is.
    pub fn wanted(&self, option: usize) -> u64 {
        self.wanted[option]
    }

    /// Visits by those for whom nothing fits.
    pub fn nothing_fitted(&self) -> u64 {
        self.wanted.last().copied().unwrap_or(0)
    }
}

impl IntentTally {
    /// Calls to which this applies.
    pub fn callers(&self, applies: impl Fn(Fit, Destination) -> bool) -> u64 {
        let of = |(number, counts): (usize, &[u64; Fit::ALL.len()])| {
            let applying = Fit::ALL.into_iter().zip(counts).filter(|(fit, _)| applies(*fit, destination(number)));
            applying.map(|(_, count)| count).sum::<u64>()
        };
        self.0.iter().enumerate().map(of).sum()
    }
}

/// The place of a destination in the list of them all: the outcomes, then the ways to each queue.
fn number(to: Destination) -> usize {
    match to {
        Destination::End(outcome) => outcome as usize,
        Destination::Queue(queue, route) => Outcome::ALL.len() + queue.index() * Route::ALL.len() + route as usize,
    }
}

/// The destination at this place.
fn destination(number: usize) -> Destination {
    match number.checked_sub(Outcome::ALL.len()) {
        None => Destination::End(Outcome::ALL[number]),
        Some(way) => Destination::Queue(QueueId((way / Route::ALL.len()) as u32), Route::ALL[way % Route::ALL.len()]),
    }
}

fn add_each(own: &mut [u64], others: &[u64]) {
    for (own, others) in own.iter_mut().zip(others) {
        *own += others;
    }
}
