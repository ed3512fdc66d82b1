//! What is asked for, by an expectation, a goal of precision or a chart: a metric and what it is of, read with the places of
//! its words and held against what the scenario has.

use super::Check;
use super::metrics::{Kind, METRICS, Metric, Of, known_of};
use super::names::article;
use super::there::{There, Tree};
use super::words::{Clauses, NO_BY, Part, Places, quoted, tokens};
use crate::scenario::expectation::{About, Change, Subject, WINDOW, quantile};
use crate::scenario::field::Placed;
use crate::scenario::file::clock::Clock;
use crate::scenario::file::key;
use crate::scenario::file::scalar::{Raw, Scalar};
use crate::scenario::nearest::{self, nearest};
use crate::scenario::place::Place;
use crate::scenario::resolved::{Channel, Span};

/// The quantiles of waits are a metric each.
const QUANTILE: Metric = Metric { name: "wait_p", kind: Kind::Time, of: &[Of::Center, Of::Window, Of::Queues] };

/// What was understood.
pub(super) struct Asked {
    pub(super) subject: Subject,
    pub(super) kind: Kind,
    pub(super) change: Option<Change>,
}

/// A metric's name as it was written: one metric, or several of that name of different things.
struct Named<'t> {
    name: String,
    metrics: Vec<&'static Metric>,
    place: Place,
    places: &'t Places<'t>,
}

impl Named<'_> {
    fn of(&self, of: Of) -> Option<&'static Metric> {
        self.metrics.iter().copied().find(|metric| metric.can_be_of(of))
    }
}

impl Check {
    /// What is asked for in these words; what is wrong with them is reported.
    pub(super) fn subject(&mut self, part: Part, places: &Places, there: &There) -> Option<Asked> {
        let tokens = tokens(part);
        let words = tokens.iter().take_while(|token| !token.begins_clause()).count();
        let (named, clauses) = tokens.split_at(words);
        let parts: Vec<Part> = named.iter().map(|token| token.part()).collect();
        let (Some(first), Some(last)) = (parts.first(), parts.last()) else {
            let (label, help) = ("expected a metric", "write a metric first, such as `ivr_abandonment`");
            self.error("bad-expectation", "no metric is named", places.whole, label, help);
            return None;
        };
        let name = parts.iter().map(|part| part.text).collect::<Vec<_>>().join("_");
        let place = places.of(*first).to(places.of(*last));
        let metrics = self.metrics(&name, place)?;
        let named = Named { name, metrics, place, places };
        let clauses = match Clauses::read(clauses, part) {
            Ok(clauses) => clauses,
            Err((wrong, label)) => {
                let help = match nearest(wrong.text, ["of", "at", "on", "between", "increases", "decreases", "changes"])
                {
                    Some(near) if near != wrong.text => format!("did you mean `{near}`?"),
                    Some(verb @ ("increases" | "decreases" | "changes")) if label == NO_BY => {
                        format!("write `{verb} by`")
                    }
                    _ => "write it like `wait p95 of billing between \"10:00\" and \"12:00\" < 90s`".into(),
                };
                let message = format!("`{}` cannot be understood here", wrong.text);
                self.error("bad-expectation", message, places.of(wrong), label, help);
                return None;
            }
        };
        let (about, metric) = self.about(&named, &clauses, there)?;
        let window = match clauses.window {
            None => None,
            Some((from, to, part)) => Some(self.window(from, to, places.of(part), metric, &named.name, &about)?),
        };
        let change = clauses.change;
        if let (Some(_), Some((.., part)), Some(_)) = (change, clauses.window, quantile(&named.name)) {
            self.error(
                "bad-expectation",
                format!("`{}` of a window of time is not compared", named.name),
                places.of(part),
                "a quantile's difference is known of all day only",
                "leave `between` out, or ask for `mean_wait` of this window",
            );
            return None;
        }
        Some(Asked { subject: Subject { metric: named.name, about, window }, kind: metric.kind, change })
    }

    /// What a goal of precision or a chart asks for: of all day, no quantile and no difference.
    pub(super) fn figure(&mut self, written: &Placed<String>, there: &There) -> Option<(Subject, Kind)> {
        let text = written.value.as_str();
        let places = Places { whole: written.place, text };
        if let Some((_, behind)) = text.split_once('(')
            && behind.split_once(')').is_none_or(|(part, _)| part.trim().is_empty())
        {
            self.error(
                "unknown-name",
                format!("`{text}` does not say what it is the metric of"),
                written.place,
                "expected a name in brackets",
                "write a metric of a part as `service_level(billing)`, of the whole center without brackets",
            );
            return None;
        }
        let Asked { subject, kind, change } = self.subject(Part { text, start: 0 }, &places, there)?;
        let wrong = if subject.quantile().is_some() {
            Some("a quantile of waits")
        } else if subject.window.is_some() {
            Some("a metric of a window of time")
        } else {
            change.map(|_| "a difference")
        };
        if let Some(wrong) = wrong {
            self.error(
                "unknown-name",
                format!("{wrong} cannot be asked for here"),
                written.place,
                "expected a metric of all day that is no quantile",
                "ask for it in `expect`, or name another metric here, such as `mean_wait`",
            );
            return None;
        }
        Some((subject, kind))
    }

    /// The metrics of this name; that there are none is reported.
    fn metrics(&mut self, name: &str, place: Place) -> Option<Vec<&'static Metric>> {
        if quantile(name).is_some() {
            return Some(vec![&QUANTILE]);
        }
        if let Some(digits) = name.strip_prefix("wait_p").filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
        {
            self.error(
                "out-of-range",
                format!("there is no percentile {digits} of waits"),
                place,
                "expected `wait p1` to `wait p99`",
                "write `wait p95`",
            );
            return None;
        }
        let metrics: Vec<&Metric> = METRICS.iter().filter(|metric| metric.name == name).collect();
        if metrics.is_empty() {
            let names = super::metric_names();
            let (label, help) = if let Some(near) = nearest(name, names.iter().copied()) {
                ("expected the name of a metric", format!("did you mean `{near}`?"))
            } else {
                let lines: Vec<String> = names.chunks(5).map(|some| format!("`{}`", some.join("`, `"))).collect();
                ("expected one of the metrics below", format!("use one of\n{}", lines.join(",\n")))
            };
            self.error("unknown-name", format!("there is no metric called `{name}`"), place, label, help);
            return None;
        }
        Some(metrics)
    }

    /// What the metric is asked of, and which of its name it is then.
    fn about(&mut self, named: &Named, clauses: &Clauses, there: &There) -> Option<(About, &'static Metric)> {
        match clauses {
            Clauses { channel: Some(part), .. } => self.on_channel(named, clauses, *part, there),
            Clauses { place: Some((level, part)), .. } => self.at_place(named, clauses, (*level, *part), there),
            Clauses { part: Some(part), .. } => self.of_part(named, *part, there),
            _ => self.of_whole(named, there),
        }
    }

    /// The whole center, or the whole IVR.
    fn of_whole(&mut self, named: &Named, there: &There) -> Option<(About, &'static Metric)> {
        if let Some(metric) = named.of(Of::Center).or(named.of(Of::Window)) {
            return Some((About::Center, metric));
        }
        if let Some(metric) = named.of(Of::Ivr) {
            return self.has_ivr(named, named.place, there).map(|()| (About::Ivr, metric));
        }
        let metric = named.metrics.first()?;
        self.error(
            "unknown-name",
            format!("`{}` is not a metric of the whole center", named.name),
            named.place,
            "expected to be told of which part",
            format!("write {}", known_of(metric)),
        );
        None
    }

    /// That there is an IVR, or may be one that cannot be read.
    fn has_ivr(&mut self, named: &Named, place: Place, there: &There) -> Option<()> {
        if there.ivr != Tree::None {
            return Some(());
        }
        self.error(
            "unknown-name",
            format!("`{}` is a metric of the IVR, and the scenario has none", named.name),
            place,
            "nobody goes through an IVR",
            "remove it, or add `ivr`",
        );
        None
    }

    /// A channel.
    fn on_channel(
        &mut self,
        named: &Named,
        clauses: &Clauses,
        part: Part,
        there: &There,
    ) -> Option<(About, &'static Metric)> {
        let (name, place) = (&named.name, named.places.of(part));
        if clauses.part.is_some() || clauses.place.is_some() {
            let help = format!("leave one of the two out, such as `{name} on chat`");
            self.error("unknown-name", format!("`{name}` is not known here"), place, "not of a part by channel", help);
            return None;
        }
        let Some(metric) = named.of(Of::Channels) else {
            let help = format!("of a whole channel there are {}", listed(Of::Channels));
            self.error("unknown-name", format!("`{name}` is not known here"), place, "not by channel", help);
            return None;
        };
        let names = || Channel::ALL.into_iter().map(Channel::name);
        let Some(channel) = Channel::ALL.into_iter().find(|channel| channel.name() == part.text) else {
            let help = match nearest(part.text, names()) {
                Some(near) => format!("did you mean `{near}`?"),
                None if there.queues.position(part.text).is_some() => {
                    format!("of a queue, write `{name}({})`", part.text)
                }
                None => format!("write `{name} on chat`"),
            };
            let label = format!("expected {}", nearest::list(names()));
            self.error("unknown-name", format!("there is no channel called `{}`", part.text), place, label, help);
            return None;
        };
        let Some(streams) = there.streams else { return Some((About::Channel(channel), metric)) };
        let found = Channel::ALL.into_iter().filter(|channel| streams.iter().any(|stream| stream.channel == *channel));
        let found: Vec<&str> = found.map(Channel::name).collect();
        let (message, label, help) = if !found.contains(&channel.name()) {
            let others = if found.len() > 1 { format!("ask for {}", nearest::list(found)) } else { "remove it".into() };
            let help = format!("add a stream of this channel to `arrivals`, or {others}");
            (format!("nobody comes by {}", channel.name()), "no stream is of this channel".to_owned(), help)
        } else if found == [Channel::Voice.name()] {
            let help = match named.of(Of::Center) {
                Some(_) => format!("write `{name}`"),
                None => "ask for it where there is another channel too".into(),
            };
            ("there are only calls".into(), "channels are told apart where there are several".into(), help)
        } else {
            return Some((About::Channel(channel), metric));
        };
        self.error("unknown-name", message, place, label, help);
        None
    }

    /// A level of the IVR or the greeting, or a menu at a level.
    fn at_place(
        &mut self,
        named: &Named,
        clauses: &Clauses,
        (level, part): (Option<u32>, Part),
        there: &There,
    ) -> Option<(About, &'static Metric)> {
        let (name, place) = (&named.name, named.places.of(part));
        let of = if clauses.part.is_some() { Of::MenusAtLevels } else { Of::Levels };
        let metric = named.of(of).filter(|_| clauses.part.is_none() || level.is_some());
        let Some(metric) = metric else {
            let (what, where_) = match of {
                Of::MenusAtLevels => ("of a menu at a level there is", "not of a menu at a level"),
                _ => ("by level there are", "not at a level"),
            };
            let help = format!("{what} {}, all day", listed(of));
            self.error("unknown-name", format!("`{name}` is not known here"), place, where_, help);
            return None;
        };
        self.has_ivr(named, place, there)?;
        let menu = match clauses.part {
            Some(part) => {
                self.refer(&there.menus, "menu", part.text, named.places.of(part))?;
                Some(part.text.to_owned())
            }
            None => None,
        };
        let (Some(level), Tree::Read(ivr)) = (level, there.ivr) else {
            let about = level.map_or(About::Greeting, |level| match menu {
                Some(menu) => About::MenuAt(menu, level),
                None => About::Level(level),
            });
            return Some((about, metric));
        };
        // Who is offered languages only stands at no level yet.
        let offers = |menu: &String| {
            ivr.menus.iter().position(|other| other.name == *menu).map(|at| ivr.only_offers_languages(at))
        };
        let levels = match menu.as_ref().and_then(offers) {
            Some(true) => 0..=0,
            _ => 1..=ivr.menus.len() as u32,
        };
        if levels.contains(&level) {
            return Some((menu.map_or(About::Level(level), |menu| About::MenuAt(menu, level)), metric));
        }
        let label = match (levels.start(), levels.end()) {
            (1, 0) => "the scenario has no menus".to_owned(),
            (0, 0) => "a menu that only offers languages is at level 0".into(),
            (first, last) => format!("expected a level from {first} to {last}"),
        };
        self.error(
            "out-of-range",
            format!("there is no level {level}"),
            place,
            label,
            "choose a level that the IVR has",
        );
        None
    }

    /// A queue, an agent group, a menu, an option, or the conversations.
    fn of_part(&mut self, named: &Named, part: Part, there: &There) -> Option<(About, &'static Metric)> {
        let (name, place) = (&named.name, named.places.of(part));
        if let Some(metric) = named.of(Of::Conversations) {
            return self.of_conversations(named, part, there).map(|()| (About::Conversations, metric));
        }
        if let Some(metric) = named.of(Of::Options) {
            return self.of_option(named, part, there).map(|about| (about, metric));
        }
        let all = [
            (Of::Queues, there.queues, "queue", About::Queue as fn(String) -> About),
            (Of::Groups, there.groups, "agent group", About::Group),
            (Of::Menus, &there.menus, "menu", About::Menu),
        ];
        let fitting: Vec<_> =
            all.iter().filter_map(|(of, names, what, about)| Some((named.of(*of)?, names, *what, about))).collect();
        if let Some((metric, .., about)) = fitting.iter().find(|(_, names, ..)| names.position(part.text).is_some()) {
            return Some((about(part.text.to_owned()), metric));
        }
        let other = all.iter().find(|(_, names, ..)| names.position(part.text).is_some()).map(|(_, _, what, _)| *what);
        let channel = Channel::ALL.into_iter().any(|channel| channel.name() == part.text);
        if channel && other.is_none() && named.of(Of::Channels).is_some() {
            let message = format!("there is no queue called `{}`", part.text);
            let help = format!("write `{name} on {}`", part.text);
            self.error("unknown-name", message, place, "this is a channel", help);
            return None;
        }
        let Some((metric, names, what, _)) = fitting.first() else {
            let metric = named.metrics.first()?;
            let (message, help) = if metric.can_be_of(Of::Center) || metric.can_be_of(Of::Ivr) {
                let whole = if metric.can_be_of(Of::Center) { "center" } else { "IVR" };
                (format!("`{name}` is a metric of the whole {whole} only"), format!("write `{name}`"))
            } else {
                (format!("`{name}` is no metric of such a part"), format!("write {}", known_of(metric)))
            };
            self.error("unknown-name", message, named.place.to(place), "not of a part", help);
            return None;
        };
        let other = other.or((part.text == CONVERSATIONS).then_some(CONVERSATIONS));
        if let Some(other) = other {
            let is = if other == CONVERSATIONS { other.to_owned() } else { article(other) };
            let message = match other {
                CONVERSATIONS => format!("`{name}` is no metric of conversations"),
                _ => format!("`{}` is {is}, and `{name}` is no metric of it", part.text),
            };
            let label = format!("expected the name of {}", article(what));
            self.error("unknown-name", message, place, label, "ask for a metric that it has");
            return None;
        }
        let likely = fitting.iter().find(|(_, names, ..)| names.nearest(part.text).is_some());
        let (names, what) = likely.map_or((names, what), |(_, names, what, _)| (names, what));
        let first = fitting.first()?.3;
        self.refer(names, what, part.text, place).map(|_| (first(part.text.to_owned()), *metric))
    }

    /// That the conversations are meant, and that there are any.
    fn of_conversations(&mut self, named: &Named, part: Part, there: &There) -> Option<()> {
        let (name, place) = (&named.name, named.places.of(part));
        if part.text != CONVERSATIONS {
            let (message, label) = (format!("`{name}` is a metric of all conversations"), "expected `conversations`");
            self.error("unknown-name", message, place, label, format!("write `{name} of conversations`"));
            return None;
        }
        if there.population == Some(false) {
            self.error(
                "unknown-name",
                "the scenario has no conversations",
                place,
                "its contacts are not of customers",
                "say how many customers there are, such as `customers: {count: 20000}`",
            );
            return None;
        }
        Some(())
    }

    /// An option by its menu and its key: `main.3`.
    fn of_option(&mut self, named: &Named, part: Part, there: &There) -> Option<About> {
        let (name, place) = (&named.name, named.places.of(part));
        self.has_ivr(named, place, there)?;
        let split = match quoted(part.text) {
            Some(length) => part.text[length..].strip_prefix('.').map(|key| (&part.text[1..length - 1], key)),
            None => part.text.rsplit_once('.'),
        };
        let Some((menu, written)) = split else {
            let (message, label) = (format!("`{name}` is a metric of an option"), "expected a menu and a key");
            self.error(
                "unknown-name",
                message,
                place,
                label,
                format!("write `{name} of main.3`: the menu, and the key"),
            );
            return None;
        };
        let (menu, written) = (menu.trim(), written.trim().trim_matches(['"', '\'']));
        self.refer(&there.menus, "menu", menu, place)?;
        let spelled = key::spelled(written);
        let Some(found) = there.ivr.read().and_then(|ivr| ivr.menus.iter().find(|other| other.name == menu)) else {
            return Some(About::Option(menu.to_owned(), spelled.unwrap_or_else(|| written.to_owned())));
        };
        if let Some(option) = found.options.iter().find(|option| Some(&option.key) == spelled.as_ref()) {
            return Some(About::Option(menu.to_owned(), option.key.clone()));
        }
        let label = format!("expected {}", nearest::list(found.options.iter().map(|option| option.key.as_str())));
        let message = format!("the menu `{menu}` has no option with the key `{written}`");
        let quote = if menu.contains(char::is_whitespace) { "\"" } else { "" };
        let help = format!("write `{name} of {quote}{menu}{quote}.` and one of its keys");
        self.error("unknown-name", message, place, label, help);
        None
    }

    /// A window of time, in seconds.
    fn window(
        &mut self,
        from: Part,
        to: Part,
        place: Place,
        metric: &Metric,
        name: &str,
        about: &About,
    ) -> Option<(f64, f64)> {
        let fits = match about {
            About::Center => metric.can_be_of(Of::Window),
            About::Queue(_) | About::Group(_) => true,
            _ => false,
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
}

/// What the conversations are called where a metric is asked of them.
const CONVERSATIONS: &str = "conversations";

/// The metrics that can be asked of this.
fn listed(of: Of) -> String {
    let names: Vec<&str> = METRICS.iter().filter(|metric| metric.can_be_of(of)).map(|metric| metric.name).collect();
    format!("`{}`", names.join("`, `"))
}
