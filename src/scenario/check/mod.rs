//! The file's meaning: every default filled in, every name resolved, and everything that makes no sense reported.
//!
//! One file here for each section, which also notes what is known in a `draft`; and `flow` and `load` for what only the
//! whole shows, which look at the draft and at the file's own `ways`. What is already reported as broken is a hole there
//! and silences only what depends on it, so that all problems of a file come out in one run.

mod agents;
mod arrivals;
mod callers;
mod channels;
mod customers;
mod draft;
mod expect;
mod flow;
mod graph;
mod intents;
mod ivr;
mod languages;
mod load;
mod menus;
mod metrics;
mod names;
mod queues;
mod replications;
mod steps;
mod subject;
mod sweep;
mod there;
mod time;
mod ways;
mod words;

use std::collections::{HashMap, HashSet};

use super::diagnostic::{MOST_SHOWN, Problem, Severity};
use super::expectation::{Expectation, Subject};
use super::field::{Field, Placed};
use super::file::{File, clock, duration};
use super::place::Place;
use super::resolved::{Assumption, QueueId, Replications, Scenario, Span};
use draft::Draft;
use graph::Graph;
use metrics::Kind;
use names::Names;
use replications::HowOften;
use there::{There, Tree};
use ways::Ways;

/// The state of the checks: what was found so far.
pub(super) struct Check {
    problems: Vec<Problem>,
    assumptions: Vec<Assumption>,
    /// What is simulated, once it is known.
    span: Option<Span>,
    /// For the names that mean nothing, by where they stand, those that were probably meant.
    near: HashMap<Place, String>,
    draft: Draft,
}

/// What the sections of the file call their things.
struct Known<'f> {
    schedules: Names<'f>,
    intents: Names<'f>,
    languages: Names<'f>,
    queues: Names<'f>,
    groups: Names<'f>,
    menus: Names<'f>,
    steps: Names<'f>,
}

/// What a file means.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Meaning {
    pub(super) scenario: Scenario,
    /// How often it is run where something is expected of it.
    pub(super) judged: Replications,
    /// What is expected, each with its place.
    pub(super) expectations: Vec<(Expectation, Place)>,
    /// What is charted of a sweep.
    pub(super) chart: Subject,
}

/// What the command line asks for beside the file.
#[derive(Debug, Clone, Default)]
pub(super) struct Asked {
    /// What is expected.
    pub(super) expect: Vec<Placed<String>>,
    /// What is charted of a sweep, instead of what the file says.
    pub(super) chart: Option<Placed<String>>,
}

/// What the file means, unless something is wrong with it; with all that is wrong.
pub(super) fn check(
    root: &Field<File>,
    default_name: &str,
    asked: &Asked,
    problems: Vec<Problem>,
) -> (Option<Meaning>, Vec<Problem>) {
    let mut check =
        Check { problems, assumptions: Vec::new(), span: None, near: HashMap::new(), draft: Draft::default() };
    let meaning = root.given().and_then(|file| check.meaning(file, default_name, asked));
    let broken = check.problems.iter().any(|problem| problem.severity == Severity::Error);
    (meaning.filter(|_| !broken), check.problems)
}

/// The names of all metrics that can be asked for, beside the quantiles of waits.
pub(super) fn metric_names() -> Vec<&'static str> {
    let mut names: Vec<&str> = metrics::METRICS.iter().map(|metric| metric.name).collect();
    let mut seen = HashSet::new();
    names.retain(|name| seen.insert(*name));
    names
}

/// The names of the metrics that are shares, times, hours and counts, in this order.
pub(super) fn metric_names_by_kind() -> [Vec<&'static str>; 4] {
    let of =
        |kind| metrics::METRICS.iter().filter(move |metric| metric.kind == kind).map(|metric| metric.name).collect();
    [Kind::Share, Kind::Time, Kind::Hours, Kind::Count].map(of)
}

/// Absurdly many of anything.
const MOST: u32 = 1_000_000;

impl Check {
    fn meaning(&mut self, file: &Placed<File>, default_name: &str, asked: &Asked) -> Option<Meaning> {
        let Placed { value: file, place } = file;
        let known = Known {
            schedules: Names::of(&file.schedules),
            intents: Names::of(&file.intents),
            languages: Names::of(&file.languages),
            queues: Names::of(&file.queues),
            groups: Names::of(&file.agents),
            menus: file.ivr.given().map_or(Names::none(), |ivr| Names::of(&ivr.value.menus)),
            steps: file.ivr.given().map_or(Names::none(), |ivr| Names::of(&ivr.value.steps)),
        };
        self.names(&known);
        if let Some(version) = file.version.given()
            && version.value.0 != 1
        {
            self.error(
                "unknown-version",
                format!("version {} of the format is not known", version.value.0),
                version.place,
                "expected `1`",
                "write `version: 1`",
            );
        }
        let name = file.name.or(Some(default_name.to_owned()), |name| {
            self.name(&name.value, name.place, "the scenario").map(|()| Some(name.value.clone()))
        });
        let seed = self.default(&file.seed, "seed", 1, "1", |_, seed| Some(seed.value.0));
        let span = self.span(file);
        self.span = span;
        let replications = self.replications(file);
        let schedules = self.schedules(&file.schedules);
        let intents = self.intents(&file.intents, &known);
        let languages = self.languages(&file.languages);
        let streams = self.streams(file, *place, &known);
        let lines = match &file.lines {
            Field::Missing => {
                self.assume("lines", "as many as are needed");
                Some(None)
            }
            Field::Broken => None,
            Field::Given(lines) => self.count(lines.value.0, lines.place, "lines", 1, MOST).map(Some),
        };
        let mut ivr = match &file.ivr {
            Field::Missing => Some(None),
            Field::Broken => None,
            Field::Given(ivr) => self.ivr(ivr, &known).map(Some),
        };
        let customers = self.customers(file);
        let callers = self.callers(file, *place);
        let misrouting = ivr.iter().flatten().zip(&callers).map(|(ivr, callers)| callers::misrouting(ivr, callers));
        let queues = self.queues(file, *place, &known, &misrouting.flatten().collect::<Vec<_>>());
        let groups = self.groups(file, &known);
        if let (Some(streams), Some(queues), Some(groups), Some(ivr)) = (&streams, &queues, &groups, &ivr) {
            self.channels_meet(file, &known, streams, queues, groups, ivr.as_ref());
        }
        let population = customers.as_ref().map(|(_, population)| population.is_some());
        let tree = match &ivr {
            None => Tree::Unread,
            Some(None) => Tree::None,
            Some(Some(ivr)) => Tree::Read(ivr),
        };
        let there = There::new(&known, tree, streams.as_deref(), population);
        let goals = self.goals(file, &there);
        let chart = self.sweep(file, asked.chart.as_ref(), &there);
        let expectations = self.expectations(&file.expect, &asked.expect, &there);
        drop(there);
        let graph = self.whole(file, *place, &known);
        if let (Some(Some(ivr)), Some(graph)) = (&mut ivr, graph)
            && known.intents.len() == 0
        {
            graph.ways.serve(ivr);
        }
        let (known_number, population) = customers?;
        let HowOften { alone, judged } = replications?.until(&goals?);
        let scenario = Scenario {
            name: name??,
            seed: seed?,
            replications: alone,
            span: span?,
            schedules: schedules?,
            intents: intents?,
            languages: languages?,
            streams: streams?,
            lines: lines?,
            known_number,
            population,
            callers: callers?,
            ivr: ivr?,
            queues: queues?,
            groups: groups?,
            assumptions: std::mem::take(&mut self.assumptions),
        };
        Some(Meaning { scenario, judged, expectations, chart: chart? })
    }

    /// Looks for what only the whole shows, in as much of it as could be read.
    fn whole(&mut self, file: &File, place: Place, known: &Known) -> Option<Graph> {
        let section = file.ivr.given();
        let graph = section.map(|ivr| Graph::of(Ways::of(ivr, known, self)));
        self.staffed(file, place, known, graph.as_ref());
        self.chosen_languages(file, graph.as_ref(), known);
        if let (Some(section), Some(graph)) = (section, &graph) {
            if section.value.balanced.is_missing() && known.menus.len() > 0 && known.intents.len() > 0 {
                self.served(graph, known);
            }
            self.flow(graph, file, section.place);
        }
        self.load(file, known, graph.as_ref());
        graph
    }

    /// Reports names that cannot be told apart, are no names, or are words of the format.
    fn names(&mut self, known: &Known) {
        let Known { schedules, intents, languages, queues, groups, menus, steps } = known;
        for (names, what) in [
            (schedules, "a schedule"),
            (intents, "an intent"),
            (languages, "a language"),
            (queues, "a queue"),
            (groups, "an agent group"),
            (menus, "a menu"),
            (steps, "a step"),
        ] {
            for (name, place) in names.iter() {
                // Who is reported here is known all the same.
                let _ = self.name(name, place, what);
            }
            if names.len() > 10_000 {
                let (_, place) = names.iter().nth(10_000).unwrap_or_default();
                self.error(
                    "too-large",
                    format!("there are {} names of this kind", names.len()),
                    place,
                    "expected at most 10000",
                    "a scenario this large is not meant",
                );
            }
        }
        for (name, place) in menus.iter().chain(steps.iter()) {
            if ivr::reserved(name) {
                self.error(
                    "reserved-name",
                    format!("`{name}` cannot be the name of a menu or step"),
                    place,
                    "a `then` of this name means something else",
                    "choose another name",
                );
            }
        }
        for (name, place) in steps.iter() {
            if let Some(menu) = menus.place(name) {
                self.problems.push(
                    Problem::error(
                        "duplicate-name",
                        format!("both a menu and a step are called `{name}`"),
                        place,
                        "the step",
                        "give them different names: a `then` could mean either",
                    )
                    .with(menu, "the menu"),
                );
            }
        }
    }

    fn name(&mut self, name: &str, place: Place, what: &str) -> Option<()> {
        let wrong = if name.trim().is_empty() {
            "is empty"
        } else if name.chars().count() > 200 {
            "is absurdly long"
        } else if name.chars().any(char::is_control) {
            "holds a control character"
        } else {
            return Some(());
        };
        self.error(
            "bad-name",
            format!("the name of {what} {wrong}"),
            place,
            "expected a name of 1 to 200 characters",
            "write a short plain name",
        );
        None
    }

    pub(in crate::scenario) fn error(
        &mut self,
        code: &'static str,
        message: impl Into<String>,
        place: Place,
        label: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.problems.push(Problem::error(code, message, place, label, help));
    }

    fn warning(
        &mut self,
        code: &'static str,
        message: impl Into<String>,
        place: Place,
        label: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.problems.push(Problem::warning(code, message, place, label, help));
    }

    fn assume(&mut self, path: impl Into<String>, value: impl Into<String>) {
        self.assumptions.push(Assumption { path: path.into(), value: value.into() });
    }

    /// What several parts of the file may leave out, and is listed once.
    fn assume_once(&mut self, path: &str, value: &str) {
        if !self.assumptions.iter().rev().any(|assumption| assumption.path == path) {
            self.assume(path, value);
        }
    }

    /// A field that `owner` must have.
    pub(in crate::scenario) fn required<'f, T>(
        &mut self,
        field: &'f Field<T>,
        place: Place,
        owner: &str,
        name: &str,
        example: &str,
    ) -> Option<&'f Placed<T>> {
        if field.is_missing() {
            self.error(
                "missing-field",
                format!("{owner} has no `{name}`"),
                place,
                format!("expected `{name}` here"),
                format!("add `{example}`"),
            );
        }
        field.given()
    }

    /// What a field means, or a default that is listed among the assumptions.
    fn default<T, U>(
        &mut self,
        field: &Field<T>,
        path: &str,
        default: U,
        shown: &str,
        meaning: impl FnOnce(&mut Self, &Placed<T>) -> Option<U>,
    ) -> Option<U> {
        match field {
            Field::Missing => {
                self.assume(path, shown);
                Some(default)
            }
            Field::Broken => None,
            Field::Given(placed) => meaning(self, placed),
        }
    }

    /// A duration, or a default that is listed among the assumptions.
    fn duration(&mut self, field: &Field<duration::Duration>, path: &str, default: f64) -> Option<f64> {
        self.default(field, path, default, &duration::show(default), |_, duration| Some(duration.value.0))
    }

    pub(in crate::scenario) fn positive(&mut self, value: f64, place: Place, what: &str) -> Option<f64> {
        if value > 0.0 {
            return Some(value);
        }
        self.error("zero", format!("{what} is zero"), place, "expected more than zero", "write a value above zero");
        None
    }

    pub(in crate::scenario) fn within(
        &mut self,
        value: f64,
        place: Place,
        what: &str,
        low: f64,
        high: f64,
    ) -> Option<f64> {
        if (low..=high).contains(&value) {
            return Some(value);
        }
        self.error(
            "out-of-range",
            format!("{what} is {value}"),
            place,
            format!("expected a number from {low} to {high}"),
            "choose a value in this range",
        );
        None
    }

    fn count(&mut self, value: u32, place: Place, what: &str, low: u32, high: u32) -> Option<u32> {
        if (low..=high).contains(&value) {
            return Some(value);
        }
        self.error(
            "out-of-range",
            format!("{value} {what} make no sense"),
            place,
            format!("expected a whole number from {low} to {high}"),
            "choose a number in this range",
        );
        None
    }

    /// The position of what a name names.
    fn refer(&mut self, names: &Names, what: &str, name: &str, place: Place) -> Option<u32> {
        let found = names.position(name);
        if found.is_none() && names.readable() {
            let few = self.problems.len() < MOST_SHOWN;
            let meant = if few { names.nearest(name) } else { None };
            let help = match meant {
                Some(near) => {
                    self.near.insert(place, near.to_owned());
                    format!("did you mean `{near}`?")
                }
                None => format!("name one that is there, or add {} `{name}`", names::article(what)),
            };
            let label = if names.len() == 0 {
                format!("the scenario has no {what}")
            } else if few {
                format!("expected {}", names.list())
            } else {
                format!("expected one of {} names", names.len())
            };
            self.error("unknown-name", format!("there is no {what} called `{name}`"), place, label, help);
        }
        found
    }

    fn queue(&mut self, names: &Names, name: &Placed<String>) -> Option<QueueId> {
        self.refer(names, "queue", &name.value, name.place).map(QueueId)
    }

    /// From when until when calls arrive, in seconds. Where what is simulated is broken, and so reported, a whole day.
    fn hours(&self) -> (f64, f64) {
        match self.span {
            Some(Span::Day { from, to }) => (from, to),
            Some(Span::Steady { length, .. }) => (0.0, length),
            None => (0.0, time::WHOLE_DAY),
        }
    }

    /// Warns of a time of day that never comes.
    fn in_day(&mut self, time: f64, until: f64, place: Place) {
        if let Some(Span::Day { from, to }) = self.span
            && (time >= to || until <= from)
        {
            self.warning(
                "outside-day",
                format!("{} is outside the simulated day", clock::show(time)),
                place,
                format!("the day is from {} to {}", clock::show(from), clock::show(to)),
                "remove it, or lengthen `day`",
            );
        }
    }
}
