//! All problems of a file in one go: no mistake hides another, and none brings forth a problem that is not there.
//!
//! What only the whole tree shows is looked for although names and values elsewhere are wrong. What cannot be read is a
//! hole: it may be what something else lacks, and then nothing is said of that, or the hole is shown beside it.

use std::fs;
use std::ops::Range;
use std::path::Path;

use hangup::scenario::diagnostic::{Problem, Report, Severity};
use hangup::scenario::parse;

/// Nothing is wrong with this.
const GOOD: &str = r#"
version: 1
name: A good line
day: {from: "08:00", to: "20:00"}
schedules: {office: {open: "09:00", close: "17:00"}}
intents: {billing: 3, returns: 1}
languages: {en: 80%, es: 20%}
arrivals:
  voice: {per_hour: 100}
  direct: {per_hour: 20, queue: technical}
callers: {patience: {exponential: 4m}}
ivr:
  start: welcome
  defaults: {no_input: {after: 5s, retries: 1}}
  steps:
    welcome: {say: 4s, then: hours}
    hours: {when: [{open: office, then: main}], then: closed}
    closed: {say: 5s, then: disconnect}
  menus:
    main:
      options:
        - {key: 1, prompt: 3s, for: billing, then: {queue: billing}}
        - {key: 2, prompt: 3s, then: more}
        - {key: 9, prompt: 2s, then: {language: es, go: repeat}}
    more:
      options:
        - {key: 1, prompt: 3s, for: returns, then: {queue: general}}
        - {key: star, prompt: 2s, then: back}
queues:
  general: {talk: 3m, target: {within: 20s}}
  billing: {talk: 4m}
  technical: {talk: 5m}
agents:
  front: {count: 14, queues: [general, billing]}
  technicians: {count: 6, queues: [technical]}
"#;

/// A mistake: what is written instead of what, and every problem that it is, by code and the beginning of its message.
struct Mistake {
    edits: &'static [(&'static str, &'static str)],
    problems: &'static [(&'static str, &'static str)],
}

/// Mistakes that show where they are made.
const LOCAL: [Mistake; 16] = [
    Mistake { edits: &[("say: 4s", "say: 4")], problems: &[("duration-without-unit", "the duration `4` has no unit")] },
    Mistake { edits: &[("talk: 5m", "talk: 5 apples")], problems: &[("unknown-unit", "`apples` is no unit of time")] },
    Mistake { edits: &[("within: 20s", "within: -20s")], problems: &[("negative", "the duration `-20s` is negative")] },
    Mistake { edits: &[("name: A", "nmae: A")], problems: &[("unknown-field", "there is no field `nmae` here")] },
    Mistake {
        edits: &[("callers:", "customers: {known_number: 120%}\ncallers:")],
        problems: &[("share-over-one", "the share `120%` is more than everything")],
    },
    Mistake {
        edits: &[("open: office, then: main", "open: ofice, then: main")],
        problems: &[("unknown-name", "there is no schedule called `ofice`")],
    },
    Mistake {
        edits: &[("close: \"17:00\"", "close: \"25:00\"")],
        problems: &[("no-such-time", "no clock shows 25:00")],
    },
    Mistake {
        edits: &[("    more:", "        - {key: 5, prompt: 2s, then: nowhere}\n    more:")],
        problems: &[("unknown-name", "this leads nowhere: there is no menu or step called `nowhere`")],
    },
    Mistake {
        edits: &[("{key: 1, prompt: 3s, for: returns,", "{key: 1, prompt: 3s, for: [returns, complaints],")],
        problems: &[("unknown-name", "there is no intent called `complaints`")],
    },
    Mistake {
        edits: &[("{key: star", "{key: 1")],
        problems: &[("duplicate-key", "the menu `more` has two options with the key `1`")],
    },
    Mistake {
        edits: &[("{key: 2, prompt: 3s, ", "{key: 2, ")],
        problems: &[("missing-field", "the option with the key `2` is announced, but has no `prompt`")],
    },
    Mistake { edits: &[("per_hour: 20", "per_hour: -20")], problems: &[("negative", "`-20` is negative")] },
    Mistake { edits: &[("exponential: 4m", "exponential: 0s")], problems: &[("zero", "the mean is zero")] },
    Mistake {
        edits: &[("es: 20%", "es: 30%")],
        problems: &[("shares-sum", "the shares of the languages sum to 110%")],
    },
    Mistake { edits: &[("retries: 1", "retries: 101")], problems: &[("out-of-range", "101 retries make no sense")] },
    Mistake {
        edits: &[("front: {count: 14", "front: {count: some")],
        problems: &[("wrong-type", "found the text `some` where a whole number belongs")],
    },
];

/// Mistakes that only the whole tree shows, or the whole center.
const WHOLE: [Mistake; 13] = [
    Mistake {
        edits: &[(
            "closed: {say: 5s, then: disconnect}",
            "closed: {say: 5s, then: again}\n    again: {when: [{open: office, then: disconnect}], then: closed}",
        )],
        problems: &[("circle", "calls go round in a circle: the step `closed`, then the step `again`")],
    },
    Mistake {
        edits: &[
            ("    closed:", "    round: {say: 5s, then: about}\n    about: {say: 5s, then: round}\n    closed:"),
            ("then: back", "then: round"),
        ],
        problems: &[("no-way-out", "the step `round` has no way out")],
    },
    Mistake {
        edits: &[("queues:\n", "    attic: {options: [{key: 1, prompt: 3s, then: {queue: general}}]}\nqueues:\n")],
        problems: &[("unreachable", "no call reaches the menu `attic`")],
    },
    Mistake {
        edits: &[("  menus:\n", "    cellar: {say: 3s, then: main}\n  menus:\n")],
        problems: &[("unreachable", "no call reaches the step `cellar`")],
    },
    Mistake {
        edits: &[("        - {key: 9,", "        - {key: 7, prompt: 1s, then: back}\n        - {key: 9,")],
        problems: &[("misplaced-action", "the menu `main` goes `back`, but there is no menu before it")],
    },
    Mistake {
        edits: &[
            (
                "        - {key: star",
                "        - {key: 6, prompt: 1s, for: returns, then: detour}\n        - {key: star",
            ),
            ("  menus:\n", "    detour: {say: 3s, then: more}\n  menus:\n"),
        ],
        problems: &[("serves-nobody", "the option with the key `6` serves an intent, but only comes back here")],
    },
    Mistake {
        edits: &[("returns: 1}", "returns: 1, other: 1}")],
        problems: &[("unserved-intent", "no option serves the intent `other`")],
    },
    Mistake {
        edits: &[("then: {language: es, go: repeat}", "then: repeat")],
        problems: &[("without-effect", "`languages` has no effect: every call stays in `en`")],
    },
    Mistake {
        edits: &[("  billing: {talk: 4m}", "  spare: {talk: 1m}\n  billing: {talk: 4m}")],
        problems: &[("unused-queue", "nothing leads to the queue `spare`")],
    },
    Mistake {
        edits: &[
            ("  direct:", "  late: {per_hour: 5, queue: lonely}\n  direct:"),
            ("  billing: {talk: 4m}", "  lonely: {talk: 1m}\n  billing: {talk: 4m}"),
        ],
        problems: &[("queue-without-agents", "nobody serves the queue `lonely`")],
    },
    Mistake {
        edits: &[
            ("  direct:", "  dark: {per_hour: 5, queue: night}\n  direct:"),
            ("  billing: {talk: 4m}", "  night: {talk: 1m}\n  billing: {talk: 4m}"),
            ("  technicians:", "  owls: {count: {\"00:00\": 3, \"06:00\": 0}, queues: [night]}\n  technicians:"),
        ],
        problems: &[
            ("queue-without-agents", "nobody serves the queue `night`"),
            ("outside-day", "00:00 is outside the simulated day"),
        ],
    },
    Mistake {
        edits: &[
            ("  direct:", "  crowd: {per_hour: 100, queue: crowded}\n  direct:"),
            ("{billing: 3,", "{billing: {weight: 3, patience: never},"),
            ("  billing: {talk: 4m}", "  crowded: {talk: 2h}\n  billing: {talk: 4m}"),
            ("  technicians:", "  few: {count: 3, queues: [crowded]}\n  technicians:"),
        ],
        problems: &[("unstable-queue", "the queue `crowded` never empties")],
    },
    Mistake {
        edits: &[("callers: {", "callers: {zero_out: {share: 8%}, ")],
        problems: &[("without-effect", "`zero_out` has no effect while no menu has an option with `operator: true`")],
    },
];

fn plant<'m>(text: &str, mistakes: impl IntoIterator<Item = &'m Mistake>) -> String {
    let mut text = text.to_owned();
    for (right, wrong) in mistakes.into_iter().flat_map(|mistake| mistake.edits) {
        assert_eq!(text.matches(right).count(), 1, "{right:?} in\n{text}");
        text = text.replacen(right, wrong, 1);
    }
    text
}

fn answer(text: &str) -> Report {
    match parse("test.yaml", text.to_owned(), &[]) {
        Ok(loaded) => loaded.warnings,
        Err(report) => report,
    }
}

/// Asserts that these mistakes are reported, each with all it is, and nothing else.
#[track_caller]
fn reports(text: &str, mistakes: &[&Mistake]) {
    let report = answer(text);
    let mut left: Vec<&Problem> = report.problems.iter().collect();
    for (code, message) in mistakes.iter().flat_map(|mistake| mistake.problems) {
        let found = left.iter().position(|problem| problem.code == *code && problem.message.starts_with(message));
        let Some(found) = found else { panic!("not told of {code}: {message}\n{}\n{text}", report.render(false)) };
        left.remove(found);
    }
    assert!(left.is_empty(), "too much: {left:?}\n{text}");
}

#[test]
fn a_mistake_is_reported_alone() {
    reports(GOOD, &[]);
    for mistake in LOCAL.iter().chain(&WHOLE) {
        reports(&plant(GOOD, [mistake]), &[mistake]);
    }
}

#[test]
fn a_mistake_that_only_the_whole_shows_is_reported_beside_any_other() {
    for whole in &WHOLE {
        for local in &LOCAL {
            reports(&plant(GOOD, [whole, local]), &[local, whole]);
        }
    }
}

#[test]
fn many_mistakes_are_reported_together() {
    for whole in &WHOLE {
        let all: Vec<&Mistake> = std::iter::once(whole).chain(&LOCAL).collect();
        reports(&plant(GOOD, all.iter().copied()), &all);
    }
    let all: Vec<&Mistake> = WHOLE.iter().chain(&LOCAL).collect();
    reports(&plant(GOOD, all.iter().copied()), &all);
}

/// The plain values of a file.
fn values(text: &str) -> Vec<Range<usize>> {
    let value = |(at, _): (usize, &str)| {
        let rest = &text[at + 2..];
        let length = rest.find([',', '}', ']', '\n']).unwrap_or(rest.len());
        (!rest.starts_with(['{', '['])).then_some(at + 2..at + 2 + length)
    };
    text.match_indices(": ").filter_map(value).collect()
}

#[test]
fn any_two_values_that_are_wrong_are_both_reported() {
    let values = values(GOOD);
    assert!(values.len() > 45, "{}", values.len());
    let wrong = |text: &str, at: &Range<usize>| format!("{}-1{}", &text[..at.start], &text[at.end..]);
    // What stands at the value itself, whatever else follows from it.
    let told = |at: &Range<usize>| -> Vec<Problem> {
        let here = |problem: &Problem| problem.place.start as usize == at.start;
        answer(&wrong(GOOD, at)).problems.into_iter().filter(here).collect()
    };
    let told: Vec<_> = values.iter().map(|at| (at, told(at))).filter(|(_, told)| !told.is_empty()).collect();
    assert!(told.len() + 5 > values.len(), "{} of {} may be -1", values.len() - told.len(), values.len());
    for (index, (one, first)) in told.iter().enumerate() {
        for (other, second) in &told[index + 1..] {
            let text = wrong(&wrong(GOOD, other), one);
            let report = answer(&text);
            for problem in first.iter().chain(second) {
                let same = |other: &&Problem| (&other.code, &other.message) == (&problem.code, &problem.message);
                let again = first.iter().chain(second).filter(same).count();
                assert_eq!(report.problems.iter().filter(same).count(), again, "{}\n{text}", problem.message);
            }
        }
    }
}

// ---- holes ----

fn support_line() -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/support-line.yaml")).unwrap()
}

/// Where a file names something that is elsewhere in it, or a word of the format that says where a call goes.
fn references(text: &str) -> Vec<Range<usize>> {
    let mut references = Vec::new();
    let mut end = 0;
    for line in text.split_inclusive('\n') {
        let start = end;
        end += line.len();
        if line.trim_start().starts_with('#') {
            continue;
        }
        for field in ["then: ", "start: ", "queue: ", "for: ", "open: ", "to: ", "queues: ["] {
            for (at, _) in line.match_indices(field).filter(|(at, _)| line[..*at].ends_with([' ', '{'])) {
                let values = &line[at + field.len()..];
                let mut from = 0;
                loop {
                    let value = &values[from..];
                    let length = value.find(|c: char| !c.is_ascii_lowercase() && c != '_').unwrap_or(value.len());
                    let at = start + at + field.len() + from;
                    references.extend(Some(at..at + length).filter(|_| length > 0));
                    // Only a list goes on.
                    from += length + 2;
                    if !field.ends_with('[') || !value[length..].starts_with(", ") {
                        break;
                    }
                }
            }
        }
    }
    references
}

/// What is wrong with the shipped scenario where each reference in turn is another one, beside what is said of it anyway.
fn with_each_reference(other: impl Fn(&str, &str) -> String, mut check: impl FnMut(&str, Report)) {
    let text = support_line();
    let known = answer(&text).problems;
    let references = references(&text);
    assert!(references.len() > 35, "{}", references.len());
    for at in references {
        let field = text[..at.start].trim_end_matches([' ', '[']).rsplit(|c: char| !c.is_ascii_lowercase()).nth(1);
        let name = &text[at.clone()];
        let changed = format!("{}{}{}", &text[..at.start], other(field.unwrap(), name), &text[at.end..]);
        let mut report = answer(&changed);
        report.problems.retain(|problem| !known.iter().any(|known| known.message == problem.message));
        let line = text[..at.start].matches('\n').count() + 1;
        check(&format!("`{name}` in line {line}"), report);
    }
}

/// A slip in a name is one mistake, however much depends on what is meant.
#[test]
fn a_slip_in_a_name_brings_forth_nothing_else() {
    with_each_reference(
        |_, name| format!("{}{name}", &name[..1]),
        |what, report| {
            let [problem] = &report.problems[..] else { panic!("{what}\n{}", report.render(false)) };
            assert_eq!((problem.severity, &*problem.code), (Severity::Error, "unknown-name"), "{what}");
            assert!(problem.help.starts_with("did you mean"), "{what}: {}", problem.help);
        },
    );
}

/// What cannot be read may be whatever something else lacks.
#[test]
fn what_cannot_be_read_brings_forth_nothing_else() {
    with_each_reference(
        |field, _| if field == "for" { "{}" } else { "[]" }.to_owned(),
        |what, report| {
            let [problem] = &report.problems[..] else { panic!("{what}\n{}", report.render(false)) };
            assert_eq!(problem.severity, Severity::Error, "{what}");
        },
    );
}

/// A name that is not there hides nothing: what nothing leads to now is told, and the name shown beside it.
#[test]
fn what_a_strange_name_leaves_without_its_like_is_told_beside_it() {
    let mut told = 0;
    with_each_reference(
        |_, _| "zzyzx".to_owned(),
        |what, report| {
            let (beside, alone): (Vec<&Problem>, Vec<&Problem>) =
                report.problems.iter().partition(|problem| problem.other.is_some());
            let [strange] = alone[..] else { panic!("{what}\n{}", report.render(false)) };
            assert_eq!(&*strange.code, "unknown-name", "{what}");
            for problem in &beside {
                let (place, label) = problem.other.as_ref().unwrap();
                assert_eq!((*place, &label[..14]), (strange.place, "unless this is"), "{what}");
            }
            assert!(beside.len() <= 2, "{what}\n{}", report.render(false));
            told += beside.len();
        },
    );
    assert!(told > 10, "{told}");
}
