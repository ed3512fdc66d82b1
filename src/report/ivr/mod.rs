//! The report of what callers do in the IVR: where and how far those had got who hung up, what every option is worth, and
//! where the IVR brought the callers of every intent. What every form of it shows is worked out here, once.

mod answers;
mod csv;
mod json;
mod text;

pub(super) use answers::answers;
pub use csv::files;
pub(super) use json::json;
pub(super) use text::{details, hang_ups, text};

use super::Report;
use super::figures::{Figure, Maker};
use crate::center::{Destination, Fit, Outcome, Progress, Route, Why};
use crate::measure::ivr::{IntentTally, IvrEstimates, IvrTally, OptionTallies, PlaceSums, PlaceTallies, PlaceTally};
use crate::measure::metric::{ADDED, IVR, OPTION, PLACE};
use crate::measure::{Sums, Tally};
use crate::scenario::resolved::{Action, Ivr, LanguageId, MenuOption, QueueId, Scenario};

/// What callers did in the IVR, of a result that followed them through it.
pub(super) struct IvrReport<'a> {
    pub(super) scenario: &'a Scenario,
    pub(super) ivr: &'a Ivr,
    pub(super) total: &'a Tally,
    tally: &'a IvrTally,
    estimates: &'a IvrEstimates,
    maker: Maker,
    /// The places of the whole day.
    places: PlaceTallies,
}

/// A menu at one level, in the day or in an interval of it.
pub(super) struct PlaceRow<'a> {
    pub(super) menu: &'a str,
    /// Where it lies on the callers' way; 0 where it only offers languages.
    pub(super) level: usize,
    /// Whether it was met at several levels.
    pub(super) one_of_several: bool,
    pub(super) tally: PlaceTally,
    /// Visits that ended in hanging up.
    pub(super) share: Figure,
}

/// The greeting and the menus that anybody came to, in the day or in an interval of it.
pub(super) struct PlaceRows<'a> {
    pub(super) greeting: Figure,
    pub(super) tallies: PlaceTallies,
    pub(super) menus: Vec<PlaceRow<'a>>,
}

/// An option of a menu.
pub(super) struct OptionRow<'a> {
    pub(super) menu: &'a str,
    pub(super) option: &'a MenuOption,
    /// Its place among those that are read out, from 1.
    pub(super) position: Option<u32>,
    /// Plays in which it was read out to its end; of one that is not announced 0.
    pub(super) read_out: u64,
    /// Of these, to callers who wanted something else.
    pub(super) to_others: u64,
    /// Seconds it takes, on average over the plays in which it was read out; in the first language where nobody heard it.
    pub(super) seconds: f64,
    /// Visits by those whose own it is.
    pub(super) wanted: u64,
    /// The same, of all visits.
    pub(super) wanted_share: Figure,
    tally: &'a OptionTallies,
    place: usize,
}

/// Where callers may come to, as tables tell it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    /// To some queue, this way.
    Route(Route),
    /// To an end in the IVR.
    End(Outcome),
}

impl<'a> IvrReport<'a> {
    /// Nothing where there is no IVR, or callers were not followed through it.
    pub(super) fn new(report: &Report<'a>) -> Option<Self> {
        let Report { scenario, results, .. } = *report;
        let tally = &results.total.ivr;
        let ivr = scenario.ivr.as_ref().filter(|_| tally.is_kept())?;
        Some(Self {
            scenario,
            ivr,
            total: &results.total,
            tally,
            estimates: &results.estimates.ivr,
            maker: Maker::of(report),
            places: tally.places(),
        })
    }

    /// The metrics of the whole IVR.
    pub(super) fn overall(&self) -> Vec<Figure> {
        self.maker.panel(IVR, &self.estimates.overall)
    }

    /// What the greeting, and then every level that anybody came to, adds to the hang-ups.
    pub(super) fn added(&self) -> Vec<Vec<Figure>> {
        let mut added = self.maker.panels(ADDED, &self.estimates.added);
        added.truncate(1 + self.levels());
        added
    }

    /// How many levels anybody came to.
    pub(super) fn levels(&self) -> usize {
        self.total.levels.iter().rposition(|level| level.entered > 0).map_or(0, |last| last + 1)
    }

    /// The greeting and the menus, over the whole day.
    pub(super) fn places(&self) -> PlaceRows<'a> {
        self.rows(&self.places, &self.estimates.places)
    }

    /// The same by interval of arrival, where there are several.
    pub(super) fn intervals(&self) -> impl Iterator<Item = PlaceRows<'a>> + '_ {
        let sums = self.estimates.intervals.iter();
        sums.zip(&self.tally.intervals).map(|(sums, places)| self.rows(places, sums))
    }

    /// The greeting's row, and those of the menus that anybody came to at any time of the day.
    fn rows(&self, places: &PlaceTallies, sums: &PlaceSums) -> PlaceRows<'a> {
        let share = |of, sums: &Sums| {
            let ratio = sums.ratio(self.estimates.replications);
            Figure { per_replication: None, ..self.maker.figure(PLACE[0].name, PLACE[0].unit, of, &ratio) }
        };
        let mut menus = Vec::new();
        for (index, menu) in self.ivr.menus.iter().enumerate() {
            let met = || self.places.menus[index].iter().enumerate().filter(|(_, place)| place.entered > 0);
            for (level, _) in met() {
                let tally = places.menus.get(index).and_then(|levels| levels.get(level)).copied().unwrap_or_default();
                let sums = sums.menus.get(index).and_then(|levels| levels.get(level)).copied().unwrap_or_default();
                menus.push(PlaceRow {
                    menu: &menu.name,
                    level,
                    one_of_several: met().count() > 1,
                    tally,
                    share: share(PLACE[0].of, &sums),
                });
            }
        }
        let greeting = share("callers who came there", &sums.greeting);
        PlaceRows { greeting, tallies: places.clone(), menus }
    }

    /// The menus of a level together, or of all levels, over the whole day.
    pub(super) fn how_far(&self, level: Option<usize>) -> PlaceTally {
        self.places.of_level(level)
    }

    /// A menu at all its levels together.
    pub(super) fn menu(&self, menu: usize) -> PlaceTally {
        let mut whole = PlaceTally::default();
        self.places.menus[menu].iter().for_each(|place| whole.merge(place));
        whole
    }

    /// The options of all menus, menu by menu.
    pub(super) fn options(&self) -> Vec<OptionRow<'a>> {
        let mut rows = Vec::new();
        for (index, (menu, tally)) in self.ivr.menus.iter().zip(&self.tally.menus).enumerate() {
            let mut position = 0;
            for (place, option) in menu.options.iter().enumerate() {
                position += u32::from(option.announced);
                let read_out: Vec<u64> = tally.read_out(place).collect();
                let all: u64 = read_out.iter().sum();
                let language = |number: usize| option.prompt.seconds(LanguageId(number as u32));
                let seconds: f64 = read_out.iter().enumerate().map(|(number, &n)| n as f64 * language(number)).sum();
                let sums = self.estimates.wanted.get(index).and_then(|sums| sums.get(place)).copied();
                let ratio = sums.unwrap_or_default().ratio(self.estimates.replications);
                rows.push(OptionRow {
                    menu: &menu.name,
                    option,
                    position: option.announced.then_some(position),
                    read_out: if option.announced { all } else { 0 },
                    to_others: if option.announced { all - tally.heard_own[place] } else { 0 },
                    seconds: if all > 0 { seconds / all as f64 } else { language(0) },
                    wanted: tally.wanted(place),
                    wanted_share: Figure {
                        per_replication: None,
                        ..self.maker.figure(OPTION[0].name, OPTION[0].unit, OPTION[0].of, &ratio)
                    },
                    tally,
                    place,
                });
            }
        }
        rows
    }

    /// Every intent with what is counted of its callers.
    pub(super) fn intents(&self) -> impl Iterator<Item = (&'a str, &'a IntentTally)> {
        self.scenario.intents.iter().map(|intent| intent.name.as_str()).zip(&self.tally.intents)
    }

    /// Callers of all intents of whom something is true.
    pub(super) fn callers(&self, applies: impl Fn(Fit, Destination) -> bool) -> u64 {
        self.tally.callers(applies)
    }

    /// The queues that the IVR leads to, in the scenario's order.
    pub(super) fn queues(&self) -> Vec<QueueId> {
        let mut queues: Vec<QueueId> = self.ivr.queues().collect();
        queues.sort_unstable();
        queues.dedup();
        queues
    }
}

impl OptionRow<'_> {
    /// Visits of its menu.
    pub(super) fn visits(&self) -> u64 {
        self.tally.visits()
    }

    /// How often it was pressed.
    pub(super) fn pressed(&self) -> u64 {
        Why::ALL.into_iter().map(|why| self.pressed_for(why)).sum()
    }

    /// How often it was pressed for this reason.
    pub(super) fn pressed_for(&self, why: Why) -> u64 {
        self.tally.pressed(self.place, why)
    }

    /// Whether it is there for callers who want it: what hears the menu again is for nobody in particular, and whether
    /// it is pressed is not simulated.
    pub(super) fn is_there_to_be_wanted(&self) -> bool {
        self.option.announced && self.option.then != Action::Repeat
    }

    /// Those it is there for: whose own it is, or who asked for a person by it.
    pub(super) fn sought(&self) -> u64 {
        self.wanted + self.pressed_for(Why::Person)
    }
}

impl Column {
    /// All of them, in the order in which they are shown. Nobody ends otherwise in the IVR.
    pub(super) const ALL: [Self; 9] = [
        Self::Route(Route::Right),
        Self::End(Outcome::SelfServed),
        Self::Route(Route::Misrouted),
        Self::Route(Route::Person),
        Self::Route(Route::Fallback),
        Self::End(Outcome::AbandonedInIvr),
        Self::End(Outcome::Disconnected),
        Self::End(Outcome::TransferredOut),
        Self::End(Outcome::LeftVoicemail),
    ];

    /// Whether this is where a caller came to.
    pub(super) fn is(self, to: Destination) -> bool {
        match (self, to) {
            (Self::Route(route), Destination::Queue(_, way)) => route == way,
            (Self::End(outcome), Destination::End(end)) => outcome == end,
            _ => false,
        }
    }

    /// The name in results.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Route(Route::Right) => "right",
            Self::Route(Route::Misrouted) => "misrouted",
            Self::Route(Route::Person) => "zeroed_out",
            Self::Route(Route::Fallback) => "fallback",
            Self::End(outcome) => outcome.name(),
        }
    }

    /// The name for people.
    pub(super) fn label(self) -> String {
        match self {
            Self::Route(Route::Right) => "arrived right".into(),
            Self::End(Outcome::AbandonedInIvr) => "hung up".into(),
            _ => self.name().replace('_', " "),
        }
    }
}

/// How far a caller had got, for people.
pub(super) fn label(progress: Progress) -> &'static str {
    match progress {
        Progress::Intro => "in the intro",
        Progress::BeforeWanted => "before theirs",
        Progress::AfterWanted => "after theirs",
        Progress::NothingFits => "nothing fits",
        Progress::Repeat => "in a repeat",
        Progress::AfterError => "after an error",
        Progress::SelfService => "in self-service",
        Progress::Transfer => "in a transfer",
    }
}
