//! The abandon rules, branch by branch: each has a small scenario in `tests/abandon`, of one customer whose contacts come
//! at the times given here, and the whole timeline as a snapshot: with the number known, and with the number unknown.

mod common;

use std::fmt::Write;
use std::path::Path;

use common::told;
use hangup::center::{Event, Model};
use hangup::experiment::retell;
use hangup::report::timeline::{Chronicle, Entry, Kind, Whose, abandoned_calls_csv, lines, told as in_words};
use hangup::scenario::{load, resolved::Scenario};

/// A scenario, the stream and time of day of every contact, and what becomes of the conversation of each abandoned call.
type Case = (&'static str, &'static [(&'static str, &'static str)], &'static [&'static str]);

const CASES: [Case; 9] = [
    ("chat_with_an_agent", &[("chat", "09:00"), ("voice", "09:10")], &["left open"]),
    ("chat_in_the_queue", &[("chat", "09:00"), ("voice", "09:10")], &["left open"]),
    ("message_with_an_agent", &[("message", "09:00"), ("voice", "09:01")], &["left open"]),
    ("email_in_the_queue", &[("email", "09:00"), ("voice", "09:10")], &["left open"]),
    ("second_call", &[("voice", "09:00:00"), ("voice", "09:00:40")], &["left open", "closed automatically"]),
    ("no_conversation", &[("voice", "09:00")], &["closed automatically"]),
    ("waiting_conversation", &[("chat", "09:00"), ("voice", "10:00")], &["closed automatically"]),
    ("closed_within_the_window", &[("chat", "09:00"), ("voice", "10:00")], &["closed automatically"]),
    ("closed_before_the_window", &[("chat", "09:00"), ("voice", "10:00")], &["closed automatically"]),
];

fn seconds(clock: &str) -> f64 {
    let parts = clock.split(':').map(|part| part.parse::<f64>().expect("a clock time"));
    parts.zip([3600.0, 60.0, 1.0]).map(|(part, unit)| part * unit).sum()
}

/// The center to which only the first contact of each stream from each time on comes.
fn staged(scenario: &Scenario, contacts: &[(&str, &str)]) -> Model {
    let arrivals = told::<true>(scenario, 0).events.into_iter().filter(|(.., event)| *event == Event::Arrived);
    let arrivals: Vec<_> = arrivals.map(|(time, contact, _)| (time, contact.stream, contact.ordinal)).collect();
    let kept: Vec<_> = contacts
        .iter()
        .map(|(stream, from)| {
            let came = |(time, by, _): &&(f64, hangup::scenario::resolved::StreamId, u32)| {
                scenario.streams[by.index()].name == *stream && *time >= seconds(from)
            };
            let (_, by, ordinal) = arrivals.iter().find(came).expect("somebody comes");
            (*by, *ordinal)
        })
        .collect();
    let others = arrivals.iter().map(|&(_, stream, ordinal)| (stream, ordinal)).filter(|who| !kept.contains(who));
    Model::new(scenario).without(others.collect::<Vec<_>>())
}

#[test]
fn every_branch_of_the_rule_has_its_timeline() {
    for (name, contacts, became) in CASES {
        for known in ["100%", "0%"] {
            let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/abandon").join(format!("{name}.yaml"));
            let scenario = load(&path, &[format!("customers.known_number={known}")]);
            let scenario = scenario.unwrap_or_else(|report| panic!("{}", report.render(false))).scenario;
            let model = staged(&scenario, contacts);
            let mut chronicle = Chronicle::new(&scenario, &model, 0);
            retell(&model, 0, &mut chronicle).expect("it can be lived");
            let csv = abandoned_calls_csv(&chronicle);
            let entries = chronicle.entries();
            follows_the_rule(name, entries, known == "0%");
            let found: Vec<&str> = csv.lines().skip(1).filter_map(|line| line.rsplit(',').next()).collect();
            assert_eq!(found, became, "{name}, {known} known\n{csv}");
            let mut text = in_words(entries, Whose::Customer(1)).expect("there is one customer");
            let _ = write!(text, "\n{}\n{csv}", lines(entries));
            let known = if known == "0%" { "unknown" } else { "known" };
            insta::with_settings!({snapshot_path => "abandon", prepend_module_to_snapshot => false, omit_expression => true}, {
                insta::assert_snapshot!(format!("{name}.{known}"), text);
            });
        }
    }
}

/// What is true of all branches: the first record of an unknown number makes its only profile, and no contact is touched by
/// the end of another.
fn follows_the_rule(name: &str, entries: &[Entry], unknown: bool) {
    let of = |kind: Kind| entries.iter().filter(move |entry| entry.kind == kind);
    assert_eq!(of(Kind::ProfileCreated).count(), usize::from(unknown), "{name}");
    assert_eq!(of(Kind::ContactArrived).count(), of(Kind::ContactEnded).count(), "{name}");
    assert!(of(Kind::ContactEnded).any(|entry| entry.outcome.as_deref() == Some("abandoned_in_queue")), "{name}");
    let opened = of(Kind::ConversationCreated).count() + of(Kind::ConversationReopened).count();
    assert_eq!(opened, of(Kind::ConversationClosed).count(), "{name}: whatever is opened is closed");
}
