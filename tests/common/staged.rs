//! The branches of the abandon rule, and the days on which they are staged.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use hangup::center::{Event, Model};
use hangup::experiment::retell;
use hangup::report::timeline::{Chronicle, Entry, Kind, Whose, Writer, read, told};
use hangup::scenario::{load, resolved::Scenario};

// ---- the branches ----

/// What else of the customer is open when the call is abandoned.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Other {
    pub(crate) name: &'static str,
    /// The stream it comes by, if there is anything.
    pub(crate) stream: Option<&'static str>,
    /// Whether an agent has it; otherwise it waits in its queue.
    pub(crate) with_an_agent: bool,
}

const OTHERS: [Other; 8] = [
    Other { name: "chat_with_an_agent", stream: Some("chat"), with_an_agent: true },
    Other { name: "chat_queued", stream: Some("chat"), with_an_agent: false },
    Other { name: "message_with_an_agent", stream: Some("message"), with_an_agent: true },
    Other { name: "message_queued", stream: Some("message"), with_an_agent: false },
    Other { name: "email_with_an_agent", stream: Some("email"), with_an_agent: true },
    Other { name: "email_queued", stream: Some("email"), with_an_agent: false },
    Other { name: "second_call", stream: Some("second_call"), with_an_agent: false },
    Other { name: "none", stream: None, with_an_agent: false },
];

/// The customer's conversation before any of it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Before {
    pub(crate) name: &'static str,
    /// Which conversation the next contact comes to, and what happens to that one then; nothing where it is open already.
    pub(crate) conversation: u32,
    pub(crate) becomes: Option<Kind>,
}

const BEFORE: [Before; 5] = [
    Before { name: "absent", conversation: 1, becomes: Some(Kind::ConversationCreated) },
    Before { name: "open", conversation: 1, becomes: None },
    Before { name: "waiting", conversation: 1, becomes: None },
    Before { name: "closed_within", conversation: 1, becomes: Some(Kind::ConversationReopened) },
    Before { name: "closed_before", conversation: 2, becomes: Some(Kind::ConversationCreated) },
];

#[derive(Debug, Clone, Copy)]
pub(crate) struct Branch {
    pub(crate) other: Other,
    pub(crate) before: Before,
}

impl Branch {
    /// All there are. Nothing else open, and the conversation open: by definition that cannot be. A conversation without
    /// an open contact is waiting.
    pub(crate) fn all() -> impl Iterator<Item = Self> {
        let pairs = OTHERS.into_iter().flat_map(|other| BEFORE.map(|before| Self { other, before }));
        pairs.filter(|branch| (branch.other.name, branch.before.name) != ("none", "open"))
    }

    pub(crate) fn name(self) -> String {
        format!("{}.{}", self.other.name, self.before.name)
    }

    /// The streams by which a contact comes before the call.
    pub(crate) fn earlier(self) -> impl Iterator<Item = &'static str> {
        (self.before.name != "absent").then_some("earlier").into_iter().chain(self.other.stream)
    }

    pub(crate) fn scenario(self, number: Number, settings: &[&str]) -> Scenario {
        let path = folder().join(format!("{}.yaml", self.name()));
        let settings = settings.iter().copied().chain([number.setting()]).map(str::to_owned);
        let loaded = load(&path, &settings.collect::<Vec<_>>());
        loaded.unwrap_or_else(|report| panic!("{}", report.render(false))).scenario
    }

    pub(crate) fn lived(self, number: Number) -> Lived {
        live(&self.scenario(number, &[]), self.earlier().chain(["voice"]))
    }

    pub(crate) fn lived_without_the_call(self, number: Number) -> Lived {
        live(&self.scenario(number, &[]), self.earlier())
    }
}

/// A branch by its name, for what is beside the branches.
pub(crate) fn branch(name: &str) -> Branch {
    Branch::all().find(|branch| branch.name() == name).expect("there is such a branch")
}

/// Whether the caller's number is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Number {
    Known,
    Unknown,
}

impl Number {
    pub(crate) const BOTH: [Self; 2] = [Self::Known, Self::Unknown];

    fn setting(self) -> &'static str {
        match self {
            Self::Known => "customers.known_number=100%",
            Self::Unknown => "customers.known_number=0%",
        }
    }
}

pub(crate) fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/abandon")
}

// ---- a staged day ----

/// What one staged day leaves behind.
pub(crate) struct Lived {
    pub(crate) entries: Vec<Entry>,
    /// The entries as they are written.
    pub(crate) lines: String,
    pub(crate) csv: String,
}

/// Lives the day on which only these streams bring anybody: each its first contact, of the impatient ones on `voice` and
/// of the patient ones on all others.
pub(crate) fn live<'s>(scenario: &Scenario, streams: impl IntoIterator<Item = &'s str>) -> Lived {
    let mut wanted: BTreeSet<&str> = streams.into_iter().collect();
    let mut others = Vec::new();
    for (_, contact, event) in super::told::<true>(scenario, 0).events {
        let name = scenario.streams[contact.stream.index()].name.as_str();
        let intent = scenario.intents[contact.intent.index()].name.as_str();
        let fits = (name == "voice") == (intent == "impatient");
        if event == Event::Arrived && !(fits && wanted.remove(name)) {
            others.push((contact.stream, contact.ordinal));
        }
    }
    assert!(wanted.is_empty(), "nobody comes by {wanted:?}");
    let model = Model::new(scenario).without(others);
    let writer = Writer::new(Vec::new(), Some(Vec::new())).expect("memory");
    let mut chronicle = Chronicle::new(scenario, &model, 0, writer);
    retell(&model, 0, &mut chronicle).expect("it can be lived");
    let (lines, csv) = chronicle.finish().expect("memory").into_inner();
    let text = |bytes| String::from_utf8(bytes).expect("text");
    let (lines, csv) = (text(lines), text(csv.expect("it was asked for")));
    Lived { entries: read(&lines).expect("a timeline"), lines, csv }
}

/// The stream that brought whom an entry is about.
pub(crate) fn stream(entry: &Entry) -> &str {
    entry.contact.as_deref().and_then(|contact| contact.split_once('/')).expect("a contact").0
}

/// Whether an entry is about a conversation, and not about a contact or a profile.
pub(crate) fn of_conversation(entry: &Entry) -> bool {
    matches!(
        entry.kind,
        Kind::ConversationCreated | Kind::ConversationAssigned | Kind::ConversationReopened | Kind::ConversationClosed
    )
}

impl Lived {
    pub(crate) fn told(&self) -> String {
        told(&self.entries, Whose::Customer(1)).expect("there is one customer")
    }

    pub(crate) fn of(&self, by: &str, kind: Kind) -> &Entry {
        let mut found = self.entries.iter().filter(|entry| entry.kind == kind && stream(entry) == by);
        let first = found.next().unwrap_or_else(|| panic!("no {kind:?} by {by}\n{}", self.told()));
        assert!(found.next().is_none(), "more than one {kind:?} by {by}\n{}", self.told());
        first
    }

    /// The rows of `abandoned-calls.csv`, by the names of its columns.
    pub(crate) fn rows(&self) -> Vec<BTreeMap<&str, &str>> {
        let mut lines = self.csv.lines().map(|line| line.split(',').collect::<Vec<_>>());
        let heading = lines.next().expect("a heading");
        lines.map(|line| heading.iter().copied().zip(line).collect()).collect()
    }

    /// The customer's contacts that are open at a time, and whether an agent has them; here no work follows a contact so late.
    pub(crate) fn open_at(&self, time: f64) -> BTreeMap<&str, bool> {
        let mut open = BTreeMap::new();
        for entry in self.entries.iter().filter(|entry| entry.time < time) {
            match entry.kind {
                Kind::ContactQueued => _ = open.insert(stream(entry), false),
                Kind::ContactAccepted => _ = open.insert(stream(entry), true),
                Kind::ContactEnded => _ = open.remove(stream(entry)),
                _ => {}
            }
        }
        open
    }

    /// What the last conversation is at a time, in the words of the branches.
    pub(crate) fn conversation_at(&self, time: f64, reopen_within: f64) -> &'static str {
        let before = || self.entries.iter().filter(|entry| entry.time < time);
        match before().rfind(|entry| entry.conversation.is_some()) {
            None => "absent",
            Some(last) if last.kind == Kind::ConversationClosed && time - last.time <= reopen_within => "closed_within",
            Some(last) if last.kind == Kind::ConversationClosed => "closed_before",
            Some(_) if self.open_at(time).is_empty() => "waiting",
            Some(_) => "open",
        }
    }
}
