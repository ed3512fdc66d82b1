//! Every kind of problem that a scenario can have, explained: what is meant by its code, and an example that has it.
//!
//! A test gives every example to the program and finds its code, and finds every code of this room here.

use std::path::Path;

use super::diagnostic::Report;
use super::{load, parse_with};

/// A kind of problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Explanation {
    /// Its code, as diagnostics show it: `unknown-name`.
    pub code: &'static str,
    /// What it means, and what to do about it.
    pub meaning: &'static str,
    /// Something that has it.
    pub example: Example,
}

/// Something that has a problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Example {
    /// Sections of a file, instead of those of [`GOOD`].
    Sections(&'static str),
    /// A whole file.
    File(&'static str),
    /// A setting of the command line.
    Setting(&'static str),
    /// The name of a file that is none, whatever folder the program is in.
    Named(&'static str),
}

/// A scenario with nothing wrong, a line for each section.
pub const GOOD: &str = r#"day: {from: "08:00", to: "18:00"}
intents: {orders: 2, bills: 1}
arrivals: {voice: {per_hour: 60}}
callers: {patience: {exponential: {mean: 5m}}}
ivr: {menus: {main: {options: [{key: 1, prompt: 3s, for: [orders, bills], then: {queue: general}}]}}}
queues: {general: {talk: 3m}}
agents: {front: {count: 6, queues: [general]}}
"#;

impl Example {
    /// The text of a whole file that has the problem; `None` where the file is not what has it.
    pub fn file(&self) -> Option<String> {
        match self {
            Self::File(text) => Some((*text).to_owned()),
            Self::Sections(sections) => {
                let named = |line: &str| {
                    let name = line.split(':').next().unwrap_or_default();
                    sections.lines().any(|own| own.split(':').next() == Some(name))
                };
                let kept = GOOD.lines().filter(|line| !named(line)).map(|line| format!("{line}\n"));
                Some(format!("{}{sections}\n", kept.collect::<String>()))
            }
            Self::Setting(_) | Self::Named(_) => None,
        }
    }
}

impl Explanation {
    /// What is said of the example, and of nothing else.
    pub fn answer(&self) -> Report {
        let none = |_: &Path| Err(("the file cannot be read: there is none".to_owned(), "check the name".to_owned()));
        let settings = match self.example {
            Example::Setting(setting) => vec![setting.to_owned()],
            _ => Vec::new(),
        };
        let read = match self.example {
            Example::Named(name) => load(Path::new(name), &settings),
            _ => parse_with("example.yaml", self.example.file().unwrap_or_else(|| GOOD.to_owned()), &settings, &none),
        };
        let mut report = read.map_or_else(|report| report, |loaded| loaded.warnings);
        report.problems.retain(|problem| problem.code == self.code);
        report.problems.truncate(1);
        report
    }
}

/// What a code means; `None` where there is no such code.
pub fn explain(code: &str) -> Option<&'static Explanation> {
    EXPLANATIONS.iter().find(|explanation| explanation.code == code)
}

/// The code nearest to one that there is not.
pub fn nearest_code(code: &str) -> Option<&'static str> {
    super::nearest::nearest(code, EXPLANATIONS.iter().map(|explanation| explanation.code))
}

macro_rules! explanations {
    ($($code:literal: $meaning:literal, $kind:ident $example:literal;)*) => {
        &[$(Explanation { code: $code, meaning: $meaning, example: Example::$kind($example) }),*]
    };
}

/// All of them, by their codes.
pub const EXPLANATIONS: &[Explanation] = explanations! {
    "agents-without-queue": "An agent group lists no queue, so that nobody is ever sent to it. List the queues that it serves, or remove the group.",
        Sections "agents: {front: {count: 6, queues: [general]}, idle: {count: 2, queues: []}}";
    "bad-expectation": "An expectation cannot be understood. It is a metric, what it is of, a comparison and a bound; there is no `=`, because an interval shows only on which side of a bound a value is.",
        Sections "expect: [ivr_abandonment = 9%]";
    "bad-key": "A mapping has an entry whose name is no plain name, such as a list. Write a word, or a text in quotes.",
        Sections "intents: {[orders]: 2, bills: 1}";
    "bad-name": "A name is empty, absurdly long, or holds a control character. Names stand in reports; choose short plain ones.",
        Sections "intents: {\"\": 2, orders: 2, bills: 1}";
    "bad-range": "The values of a sweep are no range: it must rise, keep one unit, and have a step above zero.",
        Sections "sweep: {vary: {queues.general.talk: 5m..1m}}";
    "bad-setting": "A `--set` cannot be applied: it has no value, or its path leads through something that has no parts.",
        Setting "queues.general.talk";
    "bad-window": "An expectation's window of time is no part of the day: it begins and ends on half-hours, the beginning first, and somebody must be able to arrive in it.",
        Sections "expect: [\"mean_wait(general) between 10:10 and 12:00 < 60s\"]";
    "circle": "Menus and steps lead in a circle. Where a caller can go round for ever it is an error, otherwise a warning. Give the circle a way out.",
        Sections "ivr: {menus: {main: {options: [{key: 1, prompt: 3s, for: [orders, bills], then: {queue: general}}], then: sorry}}, steps: {sorry: {say: 2s, then: main}}}";
    "duplicate-key": "A mapping gives the same name twice, and only one of them could count. Remove one, or give them different names.",
        Sections "intents: {orders: 2, bills: 1, orders: 3}";
    "duplicate-name": "Two things that are called by their names have the same one, or a group lists a queue twice.",
        Sections "agents: {front: {count: 6, queues: [general, general]}}";
    "duplicate-value": "A value of a sweep is tried twice. Write every value once.",
        Sections "sweep: {vary: {queues.general.talk: [1m, 60s]}}";
    "duration-without-unit": "A duration is a plain number, which could be seconds or minutes. Write its unit: `20s`, `3m`, `1h30m`.",
        Sections "queues: {general: {talk: 180}}";
    "empty-file": "The file says nothing, or holds only comments. A scenario names at least `arrivals`, `callers`, `queues` and `agents`.",
        File "# nothing yet\n";
    "empty-list": "A list that must name something is empty.",
        Sections "expect: []";
    "endless-alias": "A YAML alias stands inside the very value that it stands for. Write the value out.",
        Sections "agents: &all {front: {count: 6, queues: [*all]}}";
    "invalid-duration": "The parts of a duration are not in order, or one comes twice. Hours stand before minutes, and these before seconds.",
        Sections "queues: {general: {talk: 30s3m}}";
    "misplaced-action": "A `then` leads where it cannot from here: `repeat` and `back` belong to menus, and in the first menu there is no menu before.",
        Sections "ivr: {menus: {main: {options: [{key: 1, prompt: 3s, for: [orders, bills], then: {queue: general}}], then: repeat}}}";
    "misplaced-expectation": "A file expects something of a difference, but alone it has nothing to differ from. Ask for it with `hangup compare ... --expect`.",
        Sections "expect: [ivr_abandonment increases by < 0.5 points]";
    "misplaced-field": "A field belongs to something that this is not, such as `destinations` to a balanced tree.",
        Sections "sweep: {vary: {queues.general.talk: 1m..5m step 1m}, destinations: 64}";
    "missing-field": "Something that has no default is not there. The help shows what to add.",
        Sections "queues: {general: {after_call_work: 20s}}";
    "missing-language": "A prompt is given in some languages of the scenario and not in all. Add the others, or give one text for all.",
        Sections "languages: {en: 82%, es: 18%}\nivr: {menus: {main: {options: [{key: 1, prompt: {en: 3s}, for: [orders, bills], then: {language: es, go: {queue: general}}}]}}}";
    "mixed-weights": "Some intents are shares with a percent sign and some are weights. Give all of them the one or the other.",
        Sections "intents: {orders: 30%, bills: 20}";
    "negative": "A number is below zero where that makes no sense.",
        Sections "queues: {general: {talk: -3m}}";
    "nested-too-deep": "The YAML is nested deeper than any part of a scenario. It is probably not meant.",
        File "a: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]\n";
    "never": "A time that must end is `never`. Only patience may last for ever.",
        Sections "queues: {general: {talk: never}}";
    "no-calls": "Nobody calls in the simulated time, so that there is nothing to simulate. Look at `per_hour` and at `day`.",
        Sections "arrivals: {voice: {per_hour: {\"20:00\": 60}}}";
    "no-such-time": "No clock shows this time. A day has 24 hours of 60 minutes.",
        Sections "day: {from: \"08:00\", to: \"18:75\"}";
    "no-way-out": "Callers who enter a menu can never leave the phone tree, whatever they press. Add a way to a queue, a self-service, or an end.",
        Sections "ivr: {defaults: {then: main}, menus: {main: {options: [{key: 1, prompt: 3s, then: repeat}]}}}";
    "not-finite": "A number is infinite, or none at all.",
        Sections "arrivals: {voice: {per_hour: .inf}}";
    "not-simulated": "The format has room for this, and this version does not simulate it. It is refused rather than ignored, since the result would not heed it.",
        Sections "costs: {agent_hour: 28}";
    "not-varied": "A sweep cannot vary this: all its cells see the same callers, and are charted alike.",
        Sections "sweep: {vary: {seed: 1..3}}";
    "one-of": "Several things are given of which only one can hold.",
        Sections "queues: {general: {talk: {exponential: {mean: 3m}, gamma: {mean: 3m, cv: 1}}}}";
    "out-of-order": "Two values stand in the wrong order, such as a day that ends before it begins.",
        Sections "day: {from: \"18:00\", to: \"08:00\"}";
    "out-of-range": "A number is beyond what makes sense. The label says from where to where it may be.",
        Sections "replications: 0";
    "outside-day": "A time of day never comes in the simulated day. Remove it, or lengthen `day`.",
        Sections "agents: {front: {count: {\"08:00\": 6, \"20:00\": 2}, queues: [general]}}";
    "overflow-to-itself": "A queue overflows to itself, which changes nothing.",
        Sections "queues: {general: {talk: 3m, overflow: {after: 60s, to: general}}}";
    "queue-without-agents": "Calls reach a queue that no agent group serves, or that nobody is ever on duty for. Add it to a group's `queues`.",
        Sections "queues: {general: {talk: 3m}, billing: {talk: 4m}}\nivr: {menus: {main: {options: [{key: 1, prompt: 3s, for: [orders, bills], then: {queue: billing}}]}}}";
    "reserved-name": "A menu or step has a name that means something else behind `then`, such as `repeat` or `disconnect`.",
        Sections "ivr: {start: back, menus: {back: {options: [{key: 1, prompt: 3s, for: [orders, bills], then: {queue: general}}]}}}";
    "serves-nobody": "An option says that it serves an intent, and leads only to where the caller is already.",
        Sections "ivr: {menus: {main: {options: [{key: 1, prompt: 3s, for: orders, then: {queue: general}}, {key: 2, prompt: 3s, for: bills, then: repeat}]}}}";
    "several-documents": "The file holds several YAML documents, parted by `---`. A scenario is one.",
        File "day: {from: \"08:00\", to: \"18:00\"}\n---\nday: {from: \"09:00\", to: \"18:00\"}\n";
    "share-over-one": "A share is more than everything. Without a percent sign 1 is everybody: write `5%` if five in a hundred are meant.",
        Sections "callers: {patience: {exponential: {mean: 5m}}, hang_up_at_once: 5}";
    "shares-sum": "Shares that should make a whole, or part of one, do not.",
        Sections "intents: {orders: 80%, bills: 30%}";
    "steady-by-clock": "A steady run has no time of day, and something asks for one. Use `day`, or one value all the time.",
        Sections "steady: {length: 100h}\nday: \narrivals: {voice: {per_hour: {\"08:00\": 60}}}";
    "syntax": "The YAML itself cannot be read. The place is where reading ended; what is wrong often stands just before.",
        File "queues: {general: {talk: 3m}\nagents: {}\n";
    "too-large": "Something is absurdly large: a number, a name list, a line, or the whole file.",
        Sections "intents: {orders: 2e15, bills: 1}";
    "too-much-yaml": "The YAML holds more than the 20,000 values that any scenario needs, or its aliases stand for too many, as here. Write it shorter.",
        File "a: &a [x, x, x, x, x, x, x, x, x]\nb: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]\nc: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b]\nd: [*c, *c, *c, *c, *c, *c, *c, *c, *c]\n";
    "unknown-alias": "A YAML alias `*name` stands for nothing, since no `&name` comes before it. A star as a key is `\"*\"` or `star`.",
        Sections "queues: {general: {talk: *usual}}";
    "unknown-field": "There is no field of this name here. The label lists those that there are.",
        Sections "queues: {general: {tlak: 3m}}";
    "unknown-name": "Something is named that the scenario has not: a queue, a menu, an intent, a metric. The help tells the nearest name.",
        Sections "agents: {front: {count: 6, queues: [genral]}}";
    "unknown-unit": "A duration's unit is not known. The units are `ms`, `s`, `m`, `h` and `d`, written small.",
        Sections "queues: {general: {talk: 3M}}";
    "unknown-version": "The file is of a version of the format that this program does not know.",
        Sections "version: 2";
    "unquoted-hash": "An unquoted `#` begins a comment in YAML, so that what follows is not read. Quote it, or write `pound`.",
        File "ivr:\n  menus:\n    main:\n      options:\n        - {key: #, prompt: 3s, then: disconnect}\n";
    "unquoted-star": "An unquoted `*` begins an alias in YAML. Quote it, or write `star`.",
        Sections "ivr: {menus: {main: {options: [{key: *, prompt: 3s, then: {queue: general}}]}}}";
    "unreachable": "No call ever reaches a menu or step. Lead an option to it, or remove it.",
        Sections "ivr: {menus: {main: {options: [{key: 1, prompt: 3s, for: [orders, bills], then: {queue: general}}]}}, steps: {attic: {say: 2s, then: disconnect}}}";
    "unreadable-base": "The file that this one extends cannot be read: it is not there, is outside of the repository, or extends this one in turn.",
        Sections "extends: none.yaml";
    "unreadable-file": "The file cannot be read: it is not there, is a folder, is no text, or reading it is not allowed.",
        Named ".";
    "unserved-intent": "No option serves an intent, so that these callers find nothing fitting. Such callers are real; it is told in case they are not meant.",
        Sections "intents: {orders: 2, bills: 1, other: 1}";
    "unserved-language": "Callers speak a language that nothing in the phone tree chooses.",
        Sections "languages: {en: 80%, es: 13%, fr: 7%}\nivr: {menus: {main: {options: [{key: 1, prompt: 3s, for: [orders, bills], then: {queue: general}}, {key: 2, prompt: 3s, then: {language: es, go: {queue: general}}}]}}}";
    "unstable-queue": "Callers who never hang up bring more work than the agents can do, so that the queue only grows.",
        Sections "callers: {patience: never}\nagents: {front: {count: 1, queues: [general]}}";
    "unused-queue": "Nothing leads to a queue.",
        Sections "queues: {general: {talk: 3m}, attic: {talk: 3m}}\nagents: {front: {count: 6, queues: [general, attic]}}";
    "without-effect": "Something is written that changes nothing here, and may have been meant to.",
        Sections "languages: {en: 82%, es: 18%}";
    "wrong-channel": "Contacts of one channel are led to a queue of another, by their stream, the phone tree or an overflow. Calls wait in queues of calls, chats in those of chats.",
        Sections "queues: {general: {talk: 3m, channel: chat}}";
    "wrong-type": "A value is of another kind than belongs here, such as a text where a number does.",
        Sections "replications: many";
    "wrong-unit": "A value has a unit that its metric has not: a share is told in `%`, a time in `s`.",
        Sections "expect: [mean_wait < 9%]";
    "yaml-tag": "YAML tags such as `!mine` have no meaning in a scenario. Remove it.",
        Sections "lines: !mine 5";
    "zero": "A value is zero that must be more.",
        Sections "queues: {general: {talk: 0s}}";
};
