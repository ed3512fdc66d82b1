//! What a metric's written name means: which sums of a tally, and which estimate.

use crate::center::Outcome;
use crate::measure::ivr::{Part, PlaceTally, Wanted};
use crate::measure::metric::{
    ADDED, CONDITIONAL, GROUP, INTERVAL, IVR, LEVEL, MENU, Metric, OPTION, OVERALL, PLACE, QUEUE, Unit,
};
use crate::measure::{CHANNEL, CONVERSATIONS, Estimates, Panel, Ratio, Tally, channels_of};
use crate::scenario::expectation::{About, Subject, WINDOW};
use crate::scenario::resolved::{Scenario, Span};

/// A metric of the whole center or of a part of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Measure {
    place: Place,
    metric: usize,
    name: &'static str,
    unit: Unit,
    of: &'static str,
    /// Of these intervals of the day only, from the first to before the last.
    window: Option<(usize, usize)>,
}

/// A list of metrics with what it is asked of.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Place {
    Overall,
    /// The whole center, from scored walks.
    Conditional,
    /// How many contacts arrive, and then how many end in each outcome.
    Outcomes,
    /// The whole center in a window of time.
    Interval,
    /// What callers did in the whole IVR.
    Ivr,
    Greeting,
    Level(usize),
    /// What the greeting, which is 0 here, or a level adds to the hang-ups in the IVR.
    Added(usize),
    Menu(usize),
    /// A menu at a level.
    MenuAt(usize, usize),
    /// An option of a menu.
    Option(usize, usize),
    Queue(usize),
    Group(usize),
    Channel(usize),
    Conversations,
}

impl Measure {
    /// What a subject means in a scenario; `None` where the scenario has no such part, and of quantiles, which are no ratios.
    pub(super) fn of_subject(scenario: &Scenario, subject: &Subject) -> Option<Self> {
        let places = places(scenario, &subject.about, subject.window.is_some());
        let measures = places.into_iter().flat_map(of_place);
        let found = measures.into_iter().find(|measure| measure.name == subject.metric)?;
        let Some((from, to)) = subject.window else { return Some(found) };
        let Span::Day { from: opens, .. } = scenario.span else { return None };
        let first = (opens / WINDOW).floor();
        let window = ((from / WINDOW - first).max(0.0) as usize, (to / WINDOW - first).max(0.0) as usize);
        Some(Self { window: Some(window), ..found })
    }

    /// Every metric of a scenario as a whole day has them, with what it is of.
    pub(super) fn all(scenario: &Scenario) -> Vec<(About, Self)> {
        let measures = |about: About| {
            let places = places(scenario, &about, false).into_iter();
            places.flat_map(of_place).map(move |measure| (about.clone(), measure))
        };
        parts(scenario).into_iter().flat_map(measures).collect()
    }

    /// The same metric from scored walks, where it is one that they give.
    #[must_use]
    pub(super) fn scored(self) -> Self {
        let named = |metric: &Metric<Tally>| self.place == Place::Overall && metric.name == self.name;
        match CONDITIONAL.iter().position(named) {
            Some(metric) => Self { place: Place::Conditional, metric, ..self },
            None => self,
        }
    }

    /// The metric's name, without that of the part.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// What it is measured in.
    pub fn unit(&self) -> Unit {
        self.unit
    }

    /// What it is a share, or a mean, of.
    pub fn of(&self) -> &'static str {
        self.of
    }

    /// Whether it is estimated from scored walks (conditional Monte Carlo), rather than counted.
    pub fn is_conditional(&self) -> bool {
        self.place == Place::Conditional
    }

    /// Whether it is counted only where callers are followed through the IVR.
    pub(super) fn follows_ivr(&self) -> bool {
        matches!(self.place, Place::Ivr | Place::Added(_) | Place::MenuAt(..) | Place::Option(..))
    }

    /// Numerator and denominator in one replication, whose totals are of so many days or hours.
    pub(super) fn sums(&self, tally: &Tally, of: f64) -> (f64, f64) {
        let (a, b) = match self.window {
            None => self.whole(tally),
            Some((from, to)) => {
                let to = to.min(tally.intervals.len());
                let intervals = tally.intervals.get(from.min(to)..to).unwrap_or_default();
                intervals.iter().fold((0.0, 0.0), |(a, b), interval| {
                    let (more, of_more) = match self.place {
                        Place::Queue(index) => (QUEUE[self.metric].ratio)(&interval.queues[index]),
                        Place::Group(index) => (GROUP[self.metric].ratio)(&interval.groups[index]),
                        _ => (INTERVAL[self.metric].ratio)(interval),
                    };
                    (a + more, b + of_more)
                })
            }
        };
        (a, if self.unit.is_total() { of } else { b })
    }

    fn whole(&self, tally: &Tally) -> (f64, f64) {
        match self.place {
            Place::Overall => (OVERALL[self.metric].ratio)(tally),
            Place::Conditional => (CONDITIONAL[self.metric].ratio)(tally),
            Place::Outcomes => {
                let count = self.metric.checked_sub(1).map_or(tally.arrived, |outcome| tally.outcomes[outcome]);
                (count as f64, 1.0)
            }
            Place::Interval => (0.0, 0.0), // Is asked of windows alone.
            Place::Ivr => (IVR[self.metric].ratio)(tally),
            Place::Greeting => (LEVEL[self.metric].ratio)(&tally.greeting),
            Place::Level(index) => (LEVEL[self.metric].ratio)(&tally.levels[index]),
            Place::Added(level) => (ADDED[self.metric].ratio)(&Part::of(tally, level)),
            Place::Menu(index) => (MENU[self.metric].ratio)(&tally.menus[index]),
            Place::MenuAt(menu, level) => {
                let mut whole = PlaceTally::default();
                // A menu has no tally at levels where nobody came to it.
                let met = tally.ivr.intervals.iter().filter_map(|places| places.menus.get(menu)?.get(level));
                met.for_each(|place| whole.merge(place));
                (PLACE[self.metric].ratio)(&whole)
            }
            Place::Option(menu, option) => {
                let wanted = tally.ivr.menus.get(menu).map(|menu| Wanted::of(menu, option));
                wanted.map_or((0.0, 0.0), |wanted| (OPTION[self.metric].ratio)(&wanted))
            }
            Place::Queue(index) => (QUEUE[self.metric].ratio)(&tally.queues[index]),
            Place::Group(index) => (GROUP[self.metric].ratio)(&tally.groups[index]),
            Place::Channel(index) => (CHANNEL[self.metric].ratio)(&tally.channels[index]),
            Place::Conversations => (CONVERSATIONS[self.metric].ratio)(&tally.conversations),
        }
    }

    /// Its estimate; `None` where there are no replications yet, and of windows.
    pub fn ratio(&self, estimates: &Estimates) -> Option<Ratio> {
        let ivr = &estimates.ivr;
        let panel: &Panel = match self.place {
            _ if self.window.is_some() => return None,
            Place::Overall => &estimates.overall,
            Place::Conditional => &estimates.conditional,
            Place::Outcomes => &estimates.outcomes,
            Place::Interval => return None,
            Place::Ivr => &ivr.overall,
            Place::Greeting => &estimates.greeting,
            Place::Level(index) => estimates.levels.get(index)?,
            Place::Added(level) => ivr.added.get(level)?,
            Place::Menu(index) => estimates.menus.get(index)?,
            Place::MenuAt(menu, level) => return Some(ivr.places.menus.get(menu)?.get(level)?.ratio(ivr.replications)),
            Place::Option(menu, option) => return Some(ivr.wanted.get(menu)?.get(option)?.ratio(ivr.replications)),
            Place::Queue(index) => estimates.queues.get(index)?,
            Place::Group(index) => estimates.groups.get(index)?,
            Place::Channel(index) => estimates.channels.get(index)?,
            Place::Conversations => &estimates.conversations,
        };
        panel.ratios().get(self.metric).copied()
    }

    /// The half-width of its estimate, in its unit.
    pub fn half_width(&self, ratio: &Ratio, confidence: f64) -> Option<f64> {
        match self.unit {
            Unit::Share => ratio.half_width_of_share(confidence),
            Unit::TimeShare | Unit::Seconds | Unit::Count | Unit::Total | Unit::Hours => ratio.half_width(confidence),
        }
    }
}

/// Everything that a scenario's metrics are of, in the order in which they are told; menus as a whole, since at which levels
/// they are met is not known beforehand.
fn parts(scenario: &Scenario) -> Vec<About> {
    let mut parts = vec![About::Center];
    if let Some(ivr) = &scenario.ivr {
        parts.extend([About::Ivr, About::Greeting]);
        parts.extend((1..=ivr.menus.len() as u32).map(About::Level));
        for menu in &ivr.menus {
            parts.push(About::Menu(menu.name.clone()));
            parts.extend(menu.options.iter().map(|option| About::Option(menu.name.clone(), option.key.clone())));
        }
    }
    parts.extend(scenario.queues.iter().map(|queue| About::Queue(queue.name.clone())));
    parts.extend(scenario.groups.iter().map(|group| About::Group(group.name.clone())));
    parts.extend(channels_of(scenario).iter().copied().map(About::Channel));
    parts.extend(scenario.population.iter().map(|_| About::Conversations));
    parts
}

/// The lists of metrics that something of a scenario has, of all day or of a window of it; none where the scenario has no such
/// part.
fn places(scenario: &Scenario, about: &About, window: bool) -> Vec<Place> {
    let menus = || scenario.ivr.iter().flat_map(|ivr| &ivr.menus);
    let menu = |name: &str| menus().position(|menu| menu.name == name);
    let place = match about {
        About::Center if window => Some(Place::Interval),
        About::Center => return vec![Place::Overall, Place::Outcomes],
        About::Ivr => scenario.ivr.as_ref().map(|_| Place::Ivr),
        About::Greeting if scenario.ivr.is_none() => None,
        About::Greeting => return vec![Place::Greeting, Place::Added(0)],
        About::Level(level) => {
            let level = *level as usize;
            let known = (1..=menus().count()).contains(&level);
            return if known { vec![Place::Level(level - 1), Place::Added(level)] } else { Vec::new() };
        }
        About::Menu(name) => menu(name).map(Place::Menu),
        About::MenuAt(name, level) => menu(name).map(|menu| Place::MenuAt(menu, *level as usize)),
        About::Option(name, key) => menu(name).and_then(|index| {
            let option = menus().nth(index)?.options.iter().position(|option| option.key == *key);
            option.map(|option| Place::Option(index, option))
        }),
        About::Queue(name) => scenario.queues.iter().position(|queue| queue.name == *name).map(Place::Queue),
        About::Group(name) => scenario.groups.iter().position(|group| group.name == *name).map(Place::Group),
        About::Channel(channel) => channels_of(scenario).iter().position(|other| other == channel).map(Place::Channel),
        About::Conversations => scenario.population.map(|_| Place::Conversations),
    };
    place.into_iter().collect()
}

/// Every metric that a place has.
fn of_place(place: Place) -> Vec<Measure> {
    fn list<T>(place: Place, metrics: &[Metric<T>]) -> Vec<Measure> {
        let measure = |(metric, of): (usize, &Metric<T>)| Measure {
            place,
            metric,
            name: of.name,
            unit: of.unit,
            of: of.of,
            window: None,
        };
        metrics.iter().enumerate().map(measure).collect()
    }
    match place {
        Place::Overall => list(place, OVERALL),
        Place::Conditional => list(place, CONDITIONAL),
        Place::Outcomes => {
            let names = std::iter::once("arrived").chain(Outcome::ALL.into_iter().map(Outcome::name));
            let measure =
                |(metric, name)| Measure { place, metric, name, unit: Unit::Total, of: "replications", window: None };
            names.enumerate().map(measure).collect()
        }
        Place::Interval => list(place, INTERVAL),
        Place::Ivr => list(place, IVR),
        Place::Greeting | Place::Level(_) => list(place, LEVEL),
        Place::Added(_) => list(place, ADDED),
        Place::Menu(_) => list(place, MENU),
        Place::MenuAt(..) => list(place, PLACE),
        Place::Option(..) => list(place, OPTION),
        Place::Queue(_) => list(place, QUEUE),
        Place::Group(_) => list(place, GROUP),
        Place::Channel(_) => list(place, CHANNEL),
        Place::Conversations => list(place, CONVERSATIONS),
    }
}
