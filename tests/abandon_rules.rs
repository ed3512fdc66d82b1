//! The abandon rules, branch by branch: what else of the customer is open, and what there was before it.
//!
//! Every branch has a small scenario in `tests/abandon`, named by its two coordinates, and the whole timeline as a snapshot:
//! with the number known, and with the number unknown. What becomes of the conversation is worked out here from the rule
//! and the coordinates alone, and so is that nobody else is disturbed. How the days are staged is in `common/staged.rs`.

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::process::Command;

use common::staged::{Branch, Lived, Number, branch, folder, live, of_conversation, stream};
use hangup::report::timeline::{Entry, Initiator, Kind, Whose, told};

// ---- the rule ----

#[test]
fn every_branch_has_its_file_and_no_other_has() {
    let mut found = BTreeSet::new();
    for entry in std::fs::read_dir(folder()).expect("the folder") {
        let name = entry.expect("an entry").file_name().into_string().expect("a plain name");
        if !name.ends_with(".snap.new") && name != "center.yaml" {
            found.insert(name);
        }
    }
    let files = |branch: Branch| ["yaml", "snap"].map(|end| format!("{}.{end}", branch.name()));
    assert_eq!(found, Branch::all().flat_map(files).collect());
    assert_eq!(Branch::all().count(), 39);
    for branch in Branch::all() {
        let text = std::fs::read_to_string(folder().join(format!("{}.yaml", branch.name()))).expect("a file");
        assert!(text.starts_with("# A call is abandoned") && text.lines().count() <= 4, "{text}");
    }
}

#[test]
fn every_branch_is_staged_as_its_name_says() {
    for branch in Branch::all() {
        let (name, lived) = (branch.name(), branch.lived(Number::Known));
        let hung_up = lived.of("voice", Kind::ContactEnded).time;
        let mut open = lived.open_at(hung_up);
        assert_eq!(open.remove("voice"), Some(false), "{name}: the call waits in its queue");
        let earlier = (branch.before.name == "open").then_some(("earlier", true));
        let other = branch.other.stream.map(|stream| (stream, branch.other.with_an_agent));
        assert_eq!(open, earlier.into_iter().chain(other).collect(), "{name}");
        let first = lived.of(branch.other.stream.unwrap_or("voice"), Kind::ContactArrived).time;
        let rules = branch.scenario(Number::Known, &[]).population.expect("customers").conversations;
        assert_eq!(lived.conversation_at(first, rules.reopen_within), branch.before.name, "{name}");
    }
}

#[test]
fn every_branch_has_its_timeline() {
    for branch in Branch::all() {
        let mut text = String::new();
        for number in Number::BOTH {
            let lived = branch.lived(number);
            let whose = if number == Number::Known { "known" } else { "unknown" };
            let _ = write!(text, "---- number {whose} ----\n\n{}\n{}\n{}\n", lived.told(), lived.lines, lived.csv);
        }
        insta::with_settings!({snapshot_path => "abandon", prepend_module_to_snapshot => false, omit_expression => true}, {
            insta::assert_snapshot!(branch.name(), text);
        });
    }
}

#[test]
fn the_conversation_of_an_abandoned_call_is_what_the_rule_makes_it() {
    for (branch, number) in Branch::all().flat_map(|branch| Number::BOTH.map(|number| (branch, number))) {
        let lived = branch.lived(number);
        let context = format!("{}, number {number:?}\n{}", branch.name(), lived.told());
        let end = lived.of("voice", Kind::ContactEnded);
        assert_eq!(end.outcome.as_deref(), Some("abandoned_in_queue"), "{context}");

        // Who: the known customer, or the profile that the customer's first queued contact made; there is one.
        assert!(lived.entries.iter().all(|entry| entry.customer.is_none_or(|customer| customer == 1)), "{context}");
        let made = lived.entries.iter().filter(|entry| entry.kind == Kind::ProfileCreated).map(stream);
        let first = branch.earlier().next().unwrap_or("voice");
        let expected = (number == Number::Unknown).then_some(first);
        assert_eq!(made.collect::<Vec<_>>(), expected.into_iter().collect::<Vec<_>>(), "{context}");

        // Which: the customer's open one, the last one reopened, or a new one; the open contact has come to it already.
        assert_eq!(end.conversation, Some(branch.before.conversation), "{context}");
        let opener = branch.other.stream.unwrap_or("voice");
        let opened = lived.entries.iter().filter(|entry| {
            matches!(entry.kind, Kind::ConversationCreated | Kind::ConversationReopened) && stream(entry) != "earlier"
        });
        let opened: Vec<_> = opened.map(|entry| (entry.kind, stream(entry), entry.conversation)).collect();
        let conversation = Some(branch.before.conversation);
        let expected = branch.before.becomes.map(|kind| (kind, opener, conversation));
        assert_eq!(opened, expected.into_iter().collect::<Vec<_>>(), "{context}");

        // What becomes of it: it stays open if another contact is, and is closed at once if none is.
        let closed_at_once = branch.other.stream.is_none();
        let closing = lived.entries.iter().filter(|entry| entry.kind == Kind::ConversationClosed);
        let last = closing.clone().next_back().expect("automation closes what nobody does");
        assert_eq!(last.conversation, conversation, "{context}");
        if closed_at_once {
            assert_eq!((last.time, last.initiator), (end.time, Some(Initiator::System)), "{context}");
            assert_eq!(last.reason.as_deref(), Some("abandoned"), "{context}");
        } else {
            let outlives = lived.of(opener, Kind::ContactEnded).time;
            assert!(last.time >= outlives && outlives > end.time, "{context}");
        }
        let abandoned = closing.filter(|entry| entry.reason.as_deref() == Some("abandoned")).count();
        assert_eq!(abandoned, usize::from(closed_at_once), "{context}");

        // And the same is told of the call.
        let rows = lived.rows();
        let row = &rows[0];
        assert_eq!(rows.len(), 1, "{context}");
        let new = number == Number::Unknown && first == "voice";
        let became = if closed_at_once { "closed automatically" } else { "left open" };
        let expected = [
            ("where", "queue"),
            ("queue", "calls"),
            ("seconds", "72.000"),
            ("profile", if new { "new" } else { "known" }),
            ("conversation", &branch.before.conversation.to_string()),
            ("became", became),
        ];
        for (column, value) in expected {
            assert_eq!(row[column], value, "{column}: {context}");
        }
    }
}

#[test]
fn every_other_contact_is_as_if_the_call_had_not_happened() {
    for (branch, number) in Branch::all().flat_map(|branch| Number::BOTH.map(|number| (branch, number))) {
        let (lived, without) = (branch.lived(number), branch.lived_without_the_call(number));
        let context = format!("{}, number {number:?}\n{}", branch.name(), lived.told());
        let others = |entry: &&Entry| stream(entry) != "voice";
        let of_contacts = |lived: &Lived| -> Vec<Entry> {
            lived.entries.iter().filter(others).filter(|entry| !of_conversation(entry)).cloned().collect()
        };
        assert_eq!(of_contacts(&lived), of_contacts(&without), "{context}");
        if branch.other.stream.is_none() {
            continue; // The conversation is closed at once, which it would not have been.
        }
        // Of an open contact's conversation, too, all is the same; its timeline has one entry more.
        assert_eq!(lived.entries.iter().filter(others).cloned().collect::<Vec<_>>(), without.entries, "{context}");
        let (told, less) = (lived.told(), without.told());
        // The first line says whose timeline it is, with the number where one is known from a contact.
        let (more, rest): (Vec<&str>, Vec<&str>) = told.lines().skip(1).partition(|line| line.contains(" abandoned "));
        assert_eq!((more.len(), rest), (1, less.lines().skip(1).collect()), "{context}");
    }
}

// ---- how it is told ----

/// The fields a line has beside `time`, `type`, `contact`, `channel` and `initiator`, which all lines have.
fn fields_that_apply(entry: &Entry, linked: bool, agent: Option<&str>) -> Vec<&'static str> {
    let linked_to = |more: &[&'static str]| [&["customer", "conversation"], more].concat();
    let known = if linked { vec!["customer"] } else { vec![] };
    let by_phone = matches!(entry.channel.as_deref(), Some("voice" | "message"));
    let number = if by_phone { vec!["number"] } else { vec![] };
    match entry.kind {
        Kind::ContactArrived => [known, number].concat(),
        Kind::IvrMenu => [known, vec!["menu", "level", "selected"]].concat(),
        Kind::ProfileCreated => [vec!["customer"], number].concat(),
        Kind::ContactQueued => linked_to(&["queue"]),
        Kind::ContactOffered | Kind::ContactAccepted | Kind::ContactMissed | Kind::ContactTransferred => {
            linked_to(&["agent", "queue"])
        }
        Kind::ContactEnded if agent.is_some() => linked_to(&["agent", "queue", "outcome"]),
        Kind::ContactEnded => linked_to(&["queue", "outcome"]),
        Kind::ConversationCreated | Kind::ConversationReopened => linked_to(&[]),
        Kind::ConversationAssigned => linked_to(&["agent"]),
        Kind::ConversationClosed if entry.reason.as_deref() == Some("agent") => linked_to(&["agent", "reason"]),
        Kind::ConversationClosed => linked_to(&["reason"]),
    }
}

#[test]
fn every_line_says_all_that_applies_and_nothing_else() {
    for (branch, number) in Branch::all().flat_map(|branch| Number::BOTH.map(|number| (branch, number))) {
        let scenario = branch.scenario(number, &MENU);
        let lived = live(&scenario, branch.earlier().chain(["voice"]));
        let mut agents = BTreeMap::new();
        for (entry, line) in lived.entries.iter().zip(lived.lines.lines()) {
            if entry.kind == Kind::ContactAccepted {
                agents.insert(stream(entry), entry.agent.as_deref().expect("somebody accepts"));
            }
            let agent = agents.get(stream(entry)).copied();
            let always = ["time", "type", "contact", "channel", "initiator"];
            let applying = fields_that_apply(entry, number == Number::Known, agent);
            let expected: BTreeSet<&str> = always.into_iter().chain(applying).collect();
            let found: serde_json::Map<String, serde_json::Value> = serde_json::from_str(line).expect("JSON");
            assert_eq!(found.keys().map(String::as_str).collect::<BTreeSet<_>>(), expected, "{line}");
            if entry.kind == Kind::ContactEnded {
                assert_eq!(entry.agent.as_deref(), agent, "{line}");
            }
        }
    }
}

#[test]
fn the_program_tells_the_same() {
    let desk = tempfile::tempdir().expect("a folder");
    let file = desk.path().join("day.jsonl");
    let timeline = |of: &str, number: u32| {
        let mut program = Command::new(env!("CARGO_BIN_EXE_hangup"));
        let output = program.arg("timeline").arg(&file).args([of, &number.to_string()]).output().expect("it runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).expect("text")
    };
    for branch in Branch::all() {
        let lived = branch.lived(Number::Known);
        std::fs::write(&file, &lived.lines).expect("a file");
        let became =
            if branch.other.stream.is_some() { "conversation stays open" } else { "conversation closed automatically" };
        let line = format!("  10:11:14  call from +1 (202) 555-0100 abandoned after 1m 12s in the queue; {became}\n");
        let (customer, conversation) =
            (timeline("--customer", 1), timeline("--conversation", branch.before.conversation));
        assert_eq!(customer, lived.told());
        for told in [customer, conversation] {
            assert!(told.contains(&line), "{}: {line}{told}", branch.name());
        }
    }
}

// ---- beside the branches ----

/// Callers on `voice` come to a menu first.
const MENU: [&str; 2] = [
    "arrivals.voice.queue=null",
    "ivr={start: main, menus: {main: {options: [
        {key: 1, prompt: 4s, for: impatient, then: {queue: calls}}, {key: 2, prompt: 4s, for: patient, then: {queue: calls}}]}}}",
];

/// A branch with some settings changed.
fn changed(name: &str, settings: &[&str]) -> Lived {
    let branch = branch(name);
    live(&branch.scenario(Number::Known, settings), branch.earlier().chain(["voice"]))
}

#[test]
fn a_contact_is_open_until_the_work_after_it_is_done() {
    let lived = changed("chat_with_an_agent.absent", &["queues.chats.talk=5m", "queues.chats.after_call_work=30m"]);
    insta::assert_snapshot!(lived.told(), @r"
    Customer 1, +1 (202) 555-0100
      10:00:05  chat arrived
      10:00:05  conversation 1 opened
      10:00:05  chat queued for chats
      10:00:05  chat accepted by desk 1 after 0s
      10:00:05  conversation 1 assigned to desk 1
      10:05:05  chat ended after 5m 0s with desk 1
      10:11:14  call from +1 (202) 555-0100 abandoned after 1m 12s in the queue; conversation stays open
      10:35:05  conversation 1 closed by desk 1
    ");
}

#[test]
fn of_two_abandoned_calls_the_last_one_closes_the_conversation() {
    let lived = changed("second_call.absent", &["intents.patient={weight: 1, patience: 11m}"]);
    insta::assert_snapshot!(format!("{}\n{}", lived.told(), lived.csv), @r"
    Customer 1, +1 (202) 555-0100
      10:00:27  call from +1 (202) 555-0100 arrived
      10:00:27  conversation 1 opened
      10:00:27  call from +1 (202) 555-0100 queued for calls
      10:11:14  call from +1 (202) 555-0100 abandoned after 1m 12s in the queue; conversation stays open
      10:11:27  call from +1 (202) 555-0100 abandoned after 11m 0s in the queue; conversation closed automatically

    replication,time,clock,contact,customer,profile,where,menu,level,queue,seconds,conversation,became
    1,36674.131,10:11:14,voice/1,1,known,queue,,,calls,72.000,1,left open
    1,36687.542,10:11:27,second_call/0,1,known,queue,,,calls,660.000,1,closed automatically
    ");
}

#[test]
fn a_chat_left_silently_is_open_until_an_agent_notices() {
    let silent = ["arrivals.chat.patience=2m", "queues.chats.leave_silently={share: 100%, noticed_after: 1m}"];
    let lived = changed("chat_queued.absent", &silent);
    insta::assert_snapshot!(lived.told(), @r"
    Customer 1, +1 (202) 555-0100
      10:00:05  chat arrived
      10:00:05  conversation 1 opened
      10:00:05  chat queued for chats
      10:11:14  call from +1 (202) 555-0100 abandoned after 1m 12s in the queue; conversation stays open
      10:30:00  chat accepted by desk 1 after 29m 55s
      10:31:00  chat had been abandoned silently, as desk 1 noticed
      12:31:00  conversation 1 closed automatically, idle
    ");
}

#[test]
fn a_call_abandoned_in_the_ivr_touches_nothing() {
    let settings = [MENU[0], MENU[1], "ivr.menus.main.intro=2m"];
    for number in Number::BOTH {
        let branch = branch("chat_with_an_agent.absent");
        let scenario = branch.scenario(number, &settings);
        let lived = live(&scenario, branch.earlier().chain(["voice"]));
        let end = lived.of("voice", Kind::ContactEnded);
        assert_eq!((end.outcome.as_deref(), end.conversation), (Some("abandoned_in_ivr"), None));
        let without = branch.lived_without_the_call(number);
        let others = lived.entries.iter().filter(|entry| stream(entry) != "voice").cloned();
        assert_eq!(others.collect::<Vec<_>>(), without.entries);
        let conversation = |lived: &Lived| told(&lived.entries, Whose::Conversation(1));
        let told = |lived: &Lived| conversation(lived).expect("there is one");
        assert_eq!(told(&lived), told(&without));
        let row = &lived.rows()[0];
        assert_eq!([row["where"], row["menu"], row["level"], row["became"]], ["ivr", "main", "1", "none"]);
        assert_eq!(row["profile"], if number == Number::Known { "known" } else { "none" });
    }
}

#[test]
fn the_entry_of_an_abandoned_call_says_what_was_pressed() {
    let lived = changed("chat_with_an_agent.absent", &MENU);
    insta::assert_snapshot!(lived.told(), @r"
    Customer 1, +1 (202) 555-0100
      10:00:05  chat arrived
      10:00:05  conversation 1 opened
      10:00:05  chat queued for chats
      10:00:05  chat accepted by desk 1 after 0s
      10:00:05  conversation 1 assigned to desk 1
      10:11:14  call from +1 (202) 555-0100 abandoned after 1m 7s in the queue; conversation stays open (pressed 1 in the menu main)
      10:30:05  chat ended after 30m 0s with desk 1
      10:30:05  conversation 1 closed by desk 1
    ");
}
