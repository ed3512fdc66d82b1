//! What a metric's written name means: which sums of a tally, and which estimate.

use crate::center::Outcome;
use crate::measure::metric::{CONDITIONAL, GROUP, INTERVAL, LEVEL, MENU, Metric, OVERALL, QUEUE, Unit};
use crate::measure::{Estimates, Panel, Ratio, Tally};
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

#[derive(Debug, Clone, Copy, PartialEq)]
enum Place {
    Overall,
    /// The whole center, from scored walks.
    Conditional,
    /// How many contacts arrive, and then how many end in each outcome.
    Outcomes,
    /// The whole center in a window of time.
    Interval,
    Greeting,
    Level(usize),
    Queue(usize),
    Group(usize),
    Menu(usize),
}

/// A metric that there is not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Unknown {
    /// The nearest name there is.
    pub(super) nearest: Option<String>,
}

impl Measure {
    /// What this name means in a scenario: `ivr_abandonment`, or of a part, `service_level(billing)`.
    pub(super) fn find(scenario: &Scenario, name: &str) -> Result<Self, Unknown> {
        let names = names(scenario);
        // Blanks around a part's name mean nothing: `service_level( billing )`.
        let written = match name.split_once('(') {
            Some((name, part)) => format!("{}({})", name.trim(), part.trim_end_matches(')').trim()),
            None => name.trim().to_owned(),
        };
        let found = names.iter().find(|(name, _)| *name == written).map(|&(_, measure)| measure);
        found.ok_or_else(|| {
            let likeness = |(candidate, _): &(String, Self)| (strsim::jaro_winkler(candidate, name), candidate.clone());
            let likely = names.iter().map(likeness).filter(|&(likeness, _)| likeness > 0.7);
            Unknown { nearest: likely.max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, name)| name) }
        })
    }

    /// What a subject means in a scenario; `None` where the scenario has no such part, and of quantiles, which are no ratios.
    pub(super) fn of_subject(scenario: &Scenario, subject: &Subject) -> Option<Self> {
        let named = |place: Place| of_place(place).into_iter().find(|measure| measure.name == subject.metric);
        let index = |mut names: Box<dyn Iterator<Item = &String> + '_>, name: &String| names.position(|n| n == name);
        let menus = || scenario.ivr.iter().flat_map(|ivr| &ivr.menus);
        let found = match &subject.about {
            About::Center if subject.window.is_some() => named(Place::Interval),
            About::Center => named(Place::Overall).or_else(|| named(Place::Outcomes)),
            About::Greeting => named(Place::Greeting),
            About::Level(level) => {
                let level = (*level as usize).checked_sub(1).filter(|&level| level < menus().count())?;
                named(Place::Level(level))
            }
            About::Queue(name) => {
                named(Place::Queue(index(Box::new(scenario.queues.iter().map(|queue| &queue.name)), name)?))
            }
            About::Group(name) => {
                named(Place::Group(index(Box::new(scenario.groups.iter().map(|group| &group.name)), name)?))
            }
            About::Menu(name) => named(Place::Menu(index(Box::new(menus().map(|menu| &menu.name)), name)?)),
        }?;
        let Some((from, to)) = subject.window else { return Some(found) };
        let Span::Day { from: opens, .. } = scenario.span else { return None };
        let first = (opens / WINDOW).floor();
        let window = ((from / WINDOW - first).max(0.0) as usize, (to / WINDOW - first).max(0.0) as usize);
        Some(Self { window: Some(window), ..found })
    }

    /// Every metric of a scenario as a whole day has them, with what it is of.
    pub(super) fn all(scenario: &Scenario) -> Vec<(About, Self)> {
        let queues = scenario.queues.iter().enumerate();
        let groups = scenario.groups.iter().enumerate();
        let menus = scenario.ivr.iter().flat_map(|ivr| &ivr.menus).enumerate();
        let levels = (0_u32..).zip(scenario.ivr.iter().flat_map(|ivr| &ivr.menus));
        [(About::Center, Place::Overall), (About::Center, Place::Outcomes)]
            .into_iter()
            .chain(scenario.ivr.iter().map(|_| (About::Greeting, Place::Greeting)))
            .chain(levels.map(|(level, _)| (About::Level(level + 1), Place::Level(level as usize))))
            .chain(menus.map(|(index, menu)| (About::Menu(menu.name.clone()), Place::Menu(index))))
            .chain(queues.map(|(index, queue)| (About::Queue(queue.name.clone()), Place::Queue(index))))
            .chain(groups.map(|(index, group)| (About::Group(group.name.clone()), Place::Group(index))))
            .flat_map(|(about, place)| of_place(place).into_iter().map(move |measure| (about.clone(), measure)))
            .collect()
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
            Place::Greeting => (LEVEL[self.metric].ratio)(&tally.greeting),
            Place::Level(index) => (LEVEL[self.metric].ratio)(&tally.levels[index]),
            Place::Queue(index) => (QUEUE[self.metric].ratio)(&tally.queues[index]),
            Place::Group(index) => (GROUP[self.metric].ratio)(&tally.groups[index]),
            Place::Menu(index) => (MENU[self.metric].ratio)(&tally.menus[index]),
        }
    }

    /// Its estimate; `None` where there are no replications yet, and of windows.
    pub fn ratio<'e>(&self, estimates: &'e Estimates) -> Option<&'e Ratio> {
        let panel: &Panel = match self.place {
            _ if self.window.is_some() => return None,
            Place::Overall => &estimates.overall,
            Place::Conditional => &estimates.conditional,
            Place::Outcomes => &estimates.outcomes,
            Place::Interval => return None,
            Place::Greeting => &estimates.greeting,
            Place::Level(index) => estimates.levels.get(index)?,
            Place::Queue(index) => estimates.queues.get(index)?,
            Place::Group(index) => estimates.groups.get(index)?,
            Place::Menu(index) => estimates.menus.get(index)?,
        };
        panel.ratios().get(self.metric)
    }

    /// The half-width of its estimate, in its unit.
    pub fn half_width(&self, ratio: &Ratio, confidence: f64) -> Option<f64> {
        match self.unit {
            Unit::Share => ratio.half_width_of_share(confidence),
            Unit::TimeShare | Unit::Seconds | Unit::Count | Unit::Total | Unit::Hours => ratio.half_width(confidence),
        }
    }
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
        Place::Greeting | Place::Level(_) => list(place, LEVEL),
        Place::Queue(_) => list(place, QUEUE),
        Place::Group(_) => list(place, GROUP),
        Place::Menu(_) => list(place, MENU),
    }
}

/// Every metric that a goal or a chart can name.
fn names(scenario: &Scenario) -> Vec<(String, Measure)> {
    let named = |(about, measure): (About, Measure)| match about {
        About::Center => (measure.place == Place::Overall).then(|| (measure.name.to_owned(), measure)),
        About::Queue(name) | About::Group(name) | About::Menu(name) => {
            Some((format!("{}({name})", measure.name), measure))
        }
        About::Level(_) | About::Greeting => None,
    };
    // Of parts of one name, a queue comes before a group, and that before a menu.
    let rank = |about: &About| match about {
        About::Queue(_) => 1,
        About::Group(_) => 2,
        About::Menu(_) => 3,
        About::Center | About::Greeting | About::Level(_) => 0,
    };
    let mut all = Measure::all(scenario);
    all.sort_by_key(|(about, _)| rank(about));
    all.into_iter().filter_map(named).collect()
}
