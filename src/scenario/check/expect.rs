//! What is expected: each line read with the places of its words, and held against what the scenario has.

use super::metrics::{Kind, METRICS, Metric, Of};
use super::words::{Part, Places, Token, comparison, tokens};
use super::{Check, Known};
use crate::scenario::expectation::{About, Change, Expectation, Position, Subject, WINDOW, quantile};
use crate::scenario::field::{Field, Placed};
use crate::scenario::file::clock::Clock;
use crate::scenario::file::duration::Duration;
use crate::scenario::file::expect as file;
use crate::scenario::file::number::Number;
use crate::scenario::file::scalar::{Raw, Scalar};
use crate::scenario::file::share::{self, Share};
use crate::scenario::nearest::nearest;
use crate::scenario::place::Place;
use crate::scenario::resolved::Span;

/// More than these nobody reads, and each makes the others harder to decide.
const MOST: usize = 1000;

/// How the bound of a metric is written.
fn example(kind: Kind, change: bool) -> &'static str {
    match kind {
        Kind::Share if change => "0.5 points",
        Kind::Share => "9%",
        Kind::Time => "20s",
        Kind::Hours => "40h",
        Kind::Count => "120",
    }
}

/// The quantiles of waits are a metric each.
const QUANTILE: Metric = Metric { name: "wait_p", kind: Kind::Time, of: &[Of::Center, Of::Window, Of::Queues] };

impl Check {
    /// What the file expects, and then what the command line expects of a comparison. `levels` is how deep the IVR is.
    pub(super) fn expectations(
        &mut self,
        section: &Field<Vec<Field<file::Expectation>>>,
        asked: &[Placed<String>],
        known: &Known,
        levels: Option<usize>,
    ) -> Vec<(Expectation, Place)> {
        let mut written: Vec<(&str, Place)> = Vec::new();
        if let Some(section) = section.given() {
            if section.value.is_empty() {
                let (label, help) =
                    ("expected an expectation", "write `- ivr_abandonment < 9%`, or remove the section");
                self.error("empty-list", "nothing is expected", section.place, label, help);
            }
            let each = section.value.iter().filter_map(Field::given);
            written.extend(each.map(|placed| (placed.value.0.as_str(), placed.place)));
        }
        if let Some((_, place)) = written.get(MOST) {
            let message = format!("there are {} expectations", written.len());
            self.error("too-large", message, *place, format!("expected at most {MOST}"), "expect what matters");
            return Vec::new();
        }
        let in_file = written.len();
        written.extend(asked.iter().map(|asked| (asked.value.as_str(), asked.place)));
        let mut found = Vec::new();
        for (index, (text, place)) in written.into_iter().enumerate() {
            if let Some(expectation) = self.expectation(text, place, known, levels) {
                if expectation.change.is_some() && index < in_file {
                    self.error(
                        "misplaced-expectation",
                        "a file alone has nothing to differ from",
                        place,
                        "a difference of two scenarios",
                        format!("ask for it where two are compared: `hangup compare ... --expect '{}'`", text.trim()),
                    );
                    continue;
                }
                found.push((expectation, place));
            }
        }
        found
    }

    fn expectation(&mut self, text: &str, place: Place, known: &Known, levels: Option<usize>) -> Option<Expectation> {
        let places = Places { whole: place, text };
        let whole = Part { text, start: 0 };
        let Some((at, length, comparison)) = comparison(text) else {
            self.error(
                "bad-expectation",
                "an expectation compares nothing",
                place,
                "expected `<`, `<=`, `>` or `>=` and a bound",
                "write a metric, a comparison and a bound, such as `ivr_abandonment < 9%`",
            );
            return None;
        };
        let Some(comparison) = comparison else {
            let symbol = whole.slice(at, at + length);
            self.error(
                "bad-expectation",
                format!("`{}` is no comparison that an interval can decide", symbol.text),
                places.of(symbol),
                "expected `<`, `<=`, `>` or `>=`",
                "a simulated value is known to an interval only: say on which side of a bound it must be",
            );
            return None;
        };
        let tokens = tokens(whole.slice(0, at));
        let words = tokens.iter().take_while(|token| !token.begins_clause()).count();
        let (named, clauses) = tokens.split_at(words);
        let parts: Vec<Part> = named.iter().map(|token| token.part()).collect();
        let (Some(first), Some(last)) = (parts.first(), parts.last()) else {
            let (label, help) = ("expected a metric", "write a metric first, such as `ivr_abandonment < 9%`");
            self.error("bad-expectation", "an expectation names no metric", place, label, help);
            return None;
        };
        let name = parts.iter().map(|part| part.text).collect::<Vec<_>>().join("_");
        let name_place = places.of(*first).to(places.of(*last));
        let metric = if quantile(&name).is_some() {
            &QUANTILE
        } else if let Some(digits) =
            name.strip_prefix("wait_p").filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
        {
            self.error(
                "out-of-range",
                format!("there is no percentile {digits} of waits"),
                name_place,
                "expected `wait p1` to `wait p99`",
                "write `wait p95`",
            );
            return None;
        } else {
            self.known_metric(&name, name_place, |_| true)?
        };
        let clauses = self.clauses(clauses, whole, &places)?;
        let about = self.about(&name, metric, name_place, &clauses, known, levels, &places)?;
        let window = match clauses.window {
            None => None,
            Some((from, to, part)) => Some(self.window(from, to, places.of(part), &name, metric, &about)?),
        };
        if let (None, About::Center) = (window, &about)
            && !metric.can_be_of(Of::Center)
        {
            self.needs_part(&name, metric, name_place);
            return None;
        }
        let bound =
            self.bound(&name, metric.kind, whole.slice(at + length, text.len()), place, &places, clauses.change)?;
        if clauses.change == Some(Change::Either) && !comparison.is_upper() {
            self.error(
                "bad-expectation",
                "a change to either side can only be expected to be small",
                places.of(whole.slice(at, at + length)),
                "expected `<` or `<=`",
                "write `increases by >` or `decreases by >`",
            );
            return None;
        }
        let subject = Subject { metric: name, about, window };
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        Some(Expectation { text, subject, change: clauses.change, comparison, bound, position: Position::default() })
    }

    /// What stands behind the metric's name.
    fn clauses<'t>(&mut self, tokens: &[Token<'t>], whole: Part<'t>, places: &Places) -> Option<Clauses<'t>> {
        let mut clauses = Clauses::default();
        let mut rest = tokens;
        while let Some((&token, mut behind)) = rest.split_first() {
            let wrong = match token {
                Token::Bracketed(part) if clauses.part.is_none() && !part.text.is_empty() => {
                    clauses.part = Some(part);
                    None
                }
                _ if token.is("of") && clauses.part.is_none() => match behind {
                    [name, after @ ..] if !name.begins_clause() && !name.part().text.is_empty() => {
                        behind = after;
                        clauses.part = Some(name.part());
                        None
                    }
                    _ => Some("expected the name of a queue, menu or agent group behind this"),
                },
                _ if token.is("at") && clauses.place.is_none() => match behind {
                    [greeting, after @ ..] if greeting.is("greeting") => {
                        behind = after;
                        clauses.place = Some((None, greeting.part()));
                        None
                    }
                    [word, number, after @ ..] if word.is("level") => {
                        behind = after;
                        clauses.place = number.part().text.parse().ok().map(|level| (Some(level), number.part()));
                        clauses.place.is_none().then_some("expected the number of a level, such as `at level 2`")
                    }
                    _ => Some("expected `at level 2` or `at greeting`"),
                },
                _ if token.is("between") && clauses.window.is_none() => match behind {
                    [from, and, to, after @ ..] if and.is("and") => {
                        behind = after;
                        let (from, to) = (from.part(), to.part());
                        let both = whole.slice(from.start, to.start + to.text.len());
                        clauses.window = Some((from, to, both));
                        None
                    }
                    _ => Some("expected two times of day, such as `between \"10:00\" and \"12:00\"`"),
                },
                _ if token.begins_clause() && !matches!(token, Token::Bracketed(_)) => {
                    clauses.change = match token.part().text {
                        "increases" => Some(Change::Increase),
                        "decreases" => Some(Change::Decrease),
                        "changes" => Some(Change::Either),
                        _ => None,
                    };
                    match behind {
                        [by, after @ ..] if by.is("by") && clauses.change.is_some() => {
                            behind = after;
                            None
                        }
                        _ if clauses.change.is_some() => Some("expected `by` behind this"),
                        _ => Some("this stands here twice"),
                    }
                }
                _ => Some("expected `of`, `at level`, `between`, or a comparison"),
            };
            if let Some(label) = wrong {
                let part = token.part();
                let help = match nearest(part.text, ["of", "at", "between", "increases", "decreases", "changes"]) {
                    Some(near) if near != part.text => format!("did you mean `{near}`?"),
                    _ => "write it like `wait p95 of billing between \"10:00\" and \"12:00\" < 90s`".into(),
                };
                let message = format!("`{}` cannot be understood here", part.text);
                self.error("bad-expectation", message, places.of(part), label, help);
                return None;
            }
            rest = behind;
        }
        Some(clauses)
    }

    /// What the metric is asked of.
    #[allow(clippy::too_many_arguments)] // the parts of one sentence
    fn about(
        &mut self,
        name: &str,
        metric: &Metric,
        name_place: Place,
        clauses: &Clauses,
        known: &Known,
        levels: Option<usize>,
        places: &Places,
    ) -> Option<About> {
        if let Some((level, part)) = clauses.place {
            let place = places.of(part);
            if !metric.can_be_of(Of::Levels) || clauses.part.is_some() || clauses.window.is_some() {
                let levels = METRICS.iter().filter(|metric| metric.can_be_of(Of::Levels)).map(|metric| metric.name);
                let help = format!("`{}` is known by level, all day", levels.collect::<Vec<_>>().join("`, `"));
                self.error("unknown-name", format!("`{name}` is not known here"), place, "not at a level", help);
                return None;
            }
            // Where the IVR itself is broken, its depth is not known.
            return match (level, levels) {
                (Some(level), Some(deepest)) if level == 0 || level as usize > deepest => {
                    let message = format!("there is no level {level}");
                    let label = match deepest {
                        0 => "the scenario has no menus".to_owned(),
                        _ => format!("expected a level from 1 to {deepest}"),
                    };
                    self.error("out-of-range", message, place, label, "choose a level that the IVR has");
                    None
                }
                (Some(level), _) => Some(About::Level(level)),
                (None, _) => Some(About::Greeting),
            };
        }
        let Some(part) = clauses.part else { return Some(About::Center) };
        let place = places.of(part);
        let all = [
            (Of::Queues, &known.queues, "queue", About::Queue as fn(String) -> About),
            (Of::Groups, &known.groups, "agent group", About::Group),
            (Of::Menus, &known.menus, "menu", About::Menu),
        ];
        let fitting: Vec<_> = all.iter().filter(|(of, ..)| metric.can_be_of(*of)).collect();
        let [(_, names, what, first), ..] = fitting[..] else {
            let message = format!("`{name}` is a metric of the whole center only");
            self.error("unknown-name", message, name_place.to(place), "not of a part", format!("write `{name}`"));
            return None;
        };
        if let Some((.., about)) = fitting.iter().find(|(_, names, ..)| names.position(part.text).is_some()) {
            return Some(about(part.text.to_owned()));
        }
        if let Some((_, _, other, _)) = all.iter().find(|(_, names, ..)| names.position(part.text).is_some()) {
            self.error(
                "unknown-name",
                format!("`{}` is {}, and `{name}` is no metric of it", part.text, super::names::article(other)),
                place,
                format!("expected the name of {}", super::names::article(what)),
                "ask for a metric that it has",
            );
            return None;
        }
        let likely = fitting.iter().find(|(_, names, ..)| names.nearest(part.text).is_some());
        let (names, what) = likely.map_or((names, what), |(_, names, what, _)| (names, what));
        self.refer(names, what, part.text, place).map(|_| first(part.text.to_owned()))
    }

    /// A window of time, in seconds.
    fn window(
        &mut self,
        from: Part,
        to: Part,
        place: Place,
        name: &str,
        metric: &Metric,
        about: &About,
    ) -> Option<(f64, f64)> {
        let fits = match about {
            About::Center => metric.can_be_of(Of::Window),
            About::Queue(_) | About::Group(_) => true,
            About::Menu(_) | About::Level(_) | About::Greeting => false,
        };
        if !fits {
            let names = METRICS.iter().filter(|metric| metric.can_be_of(Of::Window)).map(|metric| metric.name);
            let names: Vec<&str> = names.chain(["wait_p95"]).collect();
            let help =
                format!("of a window there are all metrics of a queue or agent group, and `{}`", names.join("`, `"));
            self.error(
                "unknown-name",
                format!("`{name}` is known all day only"),
                place,
                "not of a window of time",
                help,
            );
            return None;
        }
        let mut clock = |part: Part| {
            let read = Clock::read(Raw::Text(part.text.trim_matches('"')));
            read.map_err(|complaint| {
                self.error("no-such-time", complaint.message, place, complaint.label, complaint.help);
            })
        };
        let (Ok(from), Ok(to)) = (clock(from), clock(to)) else { return None };
        let (from, to) = (from.0, to.0);
        let wrong = match self.span {
            Some(Span::Steady { .. }) => Some("a steady run has no time of day"),
            _ if from >= to => Some("the window ends before it begins"),
            _ if from % WINDOW != 0.0 || to % WINDOW != 0.0 => Some("windows begin and end on the half-hour"),
            Some(Span::Day { from: opens, to: closes }) if to <= opens || from >= closes => {
                Some("nobody arrives then: it is outside the simulated day")
            }
            _ => None,
        };
        if let Some(message) = wrong {
            let label = "expected two half-hours within the day";
            self.error("bad-window", message, place, label, "write `between \"10:00\" and \"12:00\"`");
            return None;
        }
        Some((from, to))
    }

    /// That a metric is one of parts only.
    fn needs_part(&mut self, name: &str, metric: &Metric, place: Place) {
        let example = match metric.of {
            [Of::Groups, ..] => "front_line",
            [Of::Menus, ..] => "main",
            _ => "billing",
        };
        self.error(
            "unknown-name",
            format!("`{name}` is not a metric of the whole center"),
            place,
            "expected to be told of which part",
            format!("write `{name}({example})` with a name that the scenario has"),
        );
    }

    /// The bound in the metric's unit.
    fn bound(
        &mut self,
        name: &str,
        kind: Kind,
        part: Part,
        whole: Place,
        places: &Places,
        change: Option<Change>,
    ) -> Option<f64> {
        let changes = change.is_some();
        if part.text.is_empty() {
            let label = "expected a bound at its end";
            self.error(
                "bad-expectation",
                "an expectation has no bound",
                whole,
                label,
                format!("write `{}`", example(kind, changes)),
            );
            return None;
        }
        let text = part.text;
        let raw = match (text.parse::<i128>(), text.parse::<f64>()) {
            (Ok(number), _) => Raw::Whole(number),
            (_, Ok(number)) if text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '.' | '-')) => {
                Raw::Real(number)
            }
            _ => Raw::Text(text),
        };
        let points = text.strip_suffix("points").or_else(|| text.strip_suffix("point")).map(str::trim);
        let read = match (kind, points) {
            (Kind::Share, Some(points)) if changes => {
                Share::read(Raw::Text(&format!("{points}%"))).map(|share| share.0)
            }
            (Kind::Share, None) if changes => Err(Share::unfit(raw)),
            (Kind::Share, None) => Share::read(raw).map(|share| share.0),
            (Kind::Share, Some(_)) => Err(Share::unfit(raw)),
            (Kind::Time, _) => Duration::read(raw).map(|duration| duration.0),
            (Kind::Hours, _) if matches!(raw, Raw::Text(_)) => Duration::read(raw).map(|duration| duration.0 / 3600.0),
            (Kind::Hours | Kind::Count, _) => Number::read(raw).map(|number| number.0),
        };
        match read {
            Ok(bound) => Some(bound),
            Err(complaint) => {
                let is = match kind {
                    Kind::Share => "a share",
                    Kind::Time => "a time",
                    Kind::Hours => "a number of hours",
                    Kind::Count => "a count",
                };
                let wrong_unit = complaint.code == "wrong-type";
                let (code, message) = if wrong_unit {
                    ("wrong-unit".to_owned(), format!("`{text}` is no bound of `{name}`, which is {is}"))
                } else {
                    (complaint.code, complaint.message)
                };
                let example = example(kind, changes);
                let help = match (kind, changes, share::number(raw)) {
                    (Kind::Share, true, Some((number, _))) => {
                        format!("write `{number} points`: whether `%` is of the share or of all would not be clear")
                    }
                    _ if wrong_unit => format!("write `{example}`"),
                    _ => complaint.help,
                };
                let label = format!("expected a bound such as `{example}`");
                let problem = crate::scenario::diagnostic::Problem::error(code, message, places.of(part), label, help);
                self.problems.push(problem);
                None
            }
        }
    }
}

/// What stands between a metric's name and the comparison.
#[derive(Debug, Default)]
struct Clauses<'t> {
    part: Option<Part<'t>>,
    /// The level, or none for the greeting.
    place: Option<(Option<u32>, Part<'t>)>,
    window: Option<(Part<'t>, Part<'t>, Part<'t>)>,
    change: Option<Change>,
}
