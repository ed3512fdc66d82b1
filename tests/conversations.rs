//! Customers and their conversations: what must hold in every run, and that a call abandoned in the queue leaves all
//! others as if it had not happened.

mod common;

use std::collections::{HashMap, HashSet};

use common::generator::{Center, center};
use common::many_channels::{Desk, desk};
use common::{scenario, told};
use hangup::center::{
    Change, Closing, Contact, ConversationNote, CustomerId, Duty, Engine, Event, Model, Observer, Outcome,
};
use hangup::experiment::retell;
use hangup::report::timeline::{Chronicle, Whose, told as in_words};
use hangup::scenario::resolved::{Channel, Scenario, StreamId};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

/// Everything that happened to contacts and to conversations, in the order of telling.
#[derive(Default)]
struct Diary(Vec<(f64, Contact, Entry)>);

#[derive(Debug, Clone, Copy, PartialEq)]
enum Entry {
    Event(Event),
    Note(ConversationNote),
}

impl Observer for Diary {
    const ORDERED: bool = true;

    fn event(&mut self, time: f64, contact: &Contact, event: &Event) {
        self.0.push((time, *contact, Entry::Event(*event)));
    }

    fn duty(&mut self, _: &Duty) {}

    fn conversation(&mut self, time: f64, note: &ConversationNote) {
        self.0.push((time, note.contact, Entry::Note(*note)));
    }
}

fn diary(scenario: &Scenario, replication: u32) -> Diary {
    of_model(&Model::new(scenario), replication)
}

fn of_model(model: &Model, replication: u32) -> Diary {
    let mut diary = Diary::default();
    Engine::new(model).expect("few agents").run(replication, &mut diary).expect("it can be lived");
    diary
}

/// The same center with so many customers and these rules.
fn with_customers(center: &Center, customers: &str, conversations: &str) -> String {
    let yaml = center.yaml().replace("customers: {known_number: 50%}", &format!("customers: {{{customers}}}"));
    format!("{yaml}conversations: {{{conversations}}}\n")
}

/// What is written of customers and conversations.
fn rules() -> impl Strategy<Value = (String, String)> {
    let customers = (1_u32..60, 0_u32..=4, 0_u32..=3, any::<bool>()).prop_map(|(count, known, uneven, found)| {
        format!("count: {count}, known_number: {}%, uneven: 0.{uneven}, found_again: {found}", 25 * known)
    });
    let conversations = (0_u32..=4, prop::sample::select(vec!["0s", "90s", "20m", "9h"]), 0_u32..=2).prop_map(
        |(closed, idle, reopen)| {
            format!("closed_by_agent: {}%, idle: {idle}, reopen_within: {}m", 25 * closed, 7 * reopen)
        },
    );
    (customers, conversations)
}

/// What is known of a conversation on the way through a diary.
#[derive(Default)]
struct Known {
    customer: Option<CustomerId>,
    open: bool,
    /// Its contacts that are queued or with an agent; after-call work counts, and is not told of.
    inside: HashSet<(StreamId, u32)>,
}

/// Checks a diary against the laws of conversations. A day is told as a `whole`; a steady run stops when nobody who
/// counts is inside.
fn lawful(diary: &Diary, whole: bool) -> Result<(), TestCaseError> {
    let mut conversations: HashMap<u32, Known> = HashMap::new();
    let mut open_of: HashMap<CustomerId, u32> = HashMap::new();
    let mut profiles = HashSet::new();
    let mut belongs: HashMap<(StreamId, u32), u32> = HashMap::new();
    let mut began = HashSet::new();
    let mut ended = HashSet::new();
    let mut last = 0.0;
    for &(time, contact, entry) in &diary.0 {
        prop_assert!(time >= last, "times run backwards: {last}, {time}");
        last = time;
        let who = (contact.stream, contact.ordinal);
        match entry {
            Entry::Event(Event::Arrived) => prop_assert!(began.insert(who), "{who:?} arrives once"),
            Entry::Event(event) => {
                prop_assert!(
                    began.contains(&who) && !ended.contains(&who),
                    "{who:?} between arrival and end: {event:?}"
                );
                match event {
                    Event::Queued { .. } => prop_assert!(belongs.contains_key(&who), "queued without a conversation"),
                    Event::Ended(outcome) => {
                        ended.insert(who);
                        let never_queued =
                            matches!(outcome, Outcome::AbandonedInIvr | Outcome::SelfServed | Outcome::Blocked);
                        prop_assert!(
                            !(never_queued && belongs.contains_key(&who)),
                            "{outcome:?} touches a conversation"
                        );
                        if let Some(number) = belongs.get(&who) {
                            conversations.get_mut(number).expect("it was created").inside.remove(&who);
                        }
                    }
                    _ => {}
                }
            }
            Entry::Note(ConversationNote { customer, conversation, change, .. }) => {
                let Some(number) = conversation else {
                    prop_assert!(matches!(change, Change::ProfileCreated { .. }), "{change:?} of nothing");
                    prop_assert!(profiles.insert(customer), "one profile for each customer");
                    continue;
                };
                if change == Change::Created {
                    prop_assert!(!conversations.contains_key(&number));
                }
                let known = conversations.entry(number).or_default();
                prop_assert!(*known.customer.get_or_insert(customer) == customer, "a conversation is one customer's");
                match change {
                    Change::Created | Change::Reopened => {
                        prop_assert!(!std::mem::replace(&mut known.open, true));
                        prop_assert_eq!(open_of.insert(customer, number), None, "two open conversations");
                    }
                    Change::Joined => {
                        prop_assert!(known.open && known.inside.insert(who));
                        prop_assert_eq!(belongs.insert(who, number), None);
                    }
                    Change::Assigned { .. } => prop_assert!(known.open && known.inside.contains(&who)),
                    Change::LeftOpen => prop_assert!(known.open),
                    Change::Waits => prop_assert!(known.open && known.inside.is_empty()),
                    Change::Closed(_) => {
                        prop_assert!(std::mem::replace(&mut known.open, false));
                        prop_assert!(known.inside.is_empty(), "closed while a contact of it is open");
                        prop_assert_eq!(open_of.remove(&customer), Some(number));
                    }
                    Change::ProfileCreated { .. } => unreachable!("it is before the conversation"),
                }
            }
        }
    }
    if whole {
        prop_assert!(open_of.is_empty(), "automation closes what is left");
        prop_assert_eq!(began.len(), ended.len());
    }
    Ok(())
}

// ---- as if it had not happened ----

type Who = (StreamId, u32);

/// The calls whose end is of this kind; of the abandoned those that no agent ever had, and then transferred.
fn ended(scenario: &Scenario, diary: &Diary, how: Outcome) -> HashSet<Who> {
    let mut calls = HashSet::new();
    for (_, contact, entry) in &diary.0 {
        let who = (contact.stream, contact.ordinal);
        let call = scenario.streams[contact.stream.index()].channel == Channel::Voice;
        match entry {
            Entry::Event(Event::Ended(outcome)) if *outcome == how && call => _ = calls.insert(who),
            _ => {}
        }
    }
    if how == Outcome::AbandonedInQueue {
        for (_, contact, entry) in &diary.0 {
            if matches!(entry, Entry::Event(Event::Answered { .. })) {
                calls.remove(&(contact.stream, contact.ordinal));
            }
        }
    }
    calls
}

/// The customers whose conversations the calls that are `gone` only joined while another contact was open all the time, and
/// left open. While a call waits alone no agent closes the conversation.
fn undisturbed(diary: &Diary, gone: &HashSet<Who>) -> HashSet<CustomerId> {
    let mut open: HashMap<CustomerId, HashSet<Who>> = HashMap::new();
    let mut waiting: HashMap<CustomerId, HashSet<Who>> = HashMap::new();
    let (mut touched, mut disturbed) = (HashSet::new(), HashSet::new());
    let mut of: HashMap<Who, CustomerId> = HashMap::new();
    for &(_, contact, entry) in &diary.0 {
        let who = (contact.stream, contact.ordinal);
        match entry {
            Entry::Note(ConversationNote { customer, change: Change::Joined, .. }) => {
                of.insert(who, customer);
                let inside = open.entry(customer).or_default();
                if gone.contains(&who) {
                    touched.insert(customer);
                    waiting.entry(customer).or_default().insert(who);
                    if inside.is_empty() {
                        disturbed.insert(customer);
                    }
                } else {
                    inside.insert(who);
                }
            }
            Entry::Note(ConversationNote { customer, change: Change::Closed(Closing::Abandoned), .. }) => {
                disturbed.insert(customer);
            }
            Entry::Event(Event::Ended(_)) => {
                let Some(&customer) = of.get(&who) else { continue };
                let waiting = waiting.entry(customer).or_default();
                let others = open.entry(customer).or_default();
                waiting.remove(&who);
                others.remove(&who);
                if others.is_empty() && !waiting.is_empty() {
                    disturbed.insert(customer);
                }
            }
            _ => {}
        }
    }
    touched.difference(&disturbed).copied().collect()
}

/// What happened to all but these contacts, in order; of their conversations only what is about those of `customers`.
fn of_others(diary: &Diary, gone: &HashSet<Who>, customers: &HashSet<CustomerId>) -> (Vec<String>, Vec<String>) {
    let (mut events, mut notes) = (Vec::new(), Vec::new());
    for (time, contact, entry) in &diary.0 {
        if gone.contains(&(contact.stream, contact.ordinal)) {
            continue;
        }
        match entry {
            Entry::Event(event) => events.push(format!("{time:?} {contact:?} {event:?}")),
            Entry::Note(note) if customers.contains(&note.customer) => {
                // Conversations are numbered in the order in which they begin, those of others included.
                notes.push(format!("{time:?} {} {:?} {:?}", note.customer, note.contact, note.change));
            }
            Entry::Note(_) => {}
        }
    }
    (events, notes)
}

/// Checks that the others are as if these calls had not happened; says how many calls there were, and how many customers
/// whose conversations stayed open.
fn as_if_not_happened(scenario: &Scenario, how: Outcome) -> Result<(usize, usize), TestCaseError> {
    let all = diary(scenario, 1);
    let gone = ended(scenario, &all, how);
    let less = of_model(&Model::new(scenario).without(gone.iter().copied()), 1);
    let customers = undisturbed(&all, &gone);
    let (events, notes) = of_others(&all, &gone, &customers);
    let (events_less, notes_less) = of_others(&less, &gone, &customers);
    for (all, less) in [(events, events_less), (notes, notes_less)] {
        let differ = all.iter().zip(&less).find(|(all, less)| all != less);
        prop_assert!(differ.is_none() && all.len() == less.len(), "of {} and {}: {differ:?}", all.len(), less.len());
    }
    Ok((gone.len(), customers.len()))
}

/// The calls that were left while another contact of the customer was open all the time, and their conversation.
fn left_beside_another(diary: &Diary) -> Vec<(Who, u32)> {
    let mut inside: HashMap<u32, HashSet<Who>> = HashMap::new();
    let mut of: HashMap<Who, u32> = HashMap::new();
    let (mut alone, mut left) = (HashSet::new(), Vec::new());
    for &(_, contact, entry) in &diary.0 {
        let who = (contact.stream, contact.ordinal);
        match entry {
            Entry::Note(ConversationNote { conversation: Some(number), change: Change::Joined, .. }) => {
                of.insert(who, number);
                inside.entry(number).or_default().insert(who);
            }
            Entry::Note(ConversationNote { conversation: Some(number), change: Change::LeftOpen, .. }) => {
                left.push((who, number));
            }
            Entry::Event(Event::Answered { .. }) => _ = alone.insert(who), // It has taken an agent's time.
            Entry::Event(Event::Ended(_)) => _ = of.get(&who).and_then(|number| inside.get_mut(number)?.take(&who)),
            _ => {}
        }
        if let Some(inside) = of.get(&who).and_then(|number| inside.get(number))
            && inside.len() == 1
        {
            alone.extend(inside);
        }
    }
    left.retain(|(who, _)| !alone.contains(who));
    left
}

/// Checks of some of these calls that the day is the same without it, but for what it was itself, and that the timeline
/// of its conversation has one entry less; says of how many.
fn one_entry_more(scenario: &Scenario, most: usize) -> Result<usize, TestCaseError> {
    let written = |gone: Option<Who>| {
        let model = Model::new(scenario).without(gone);
        let mut chronicle = Chronicle::new(scenario, &model, 1, Vec::new());
        retell(&model, 1, &mut chronicle).expect("it can be lived");
        chronicle.finish().expect("nothing is written")
    };
    let all = written(None);
    let left = left_beside_another(&diary(scenario, 1));
    for &(who, conversation) in left.iter().take(most) {
        let less = written(Some(who));
        let name = Some(format!("{}/{}", scenario.streams[who.0.index()].name, who.1));
        prop_assert!(all.iter().filter(|entry| entry.contact != name).eq(&less), "{name:?} has changed something");
        let told = |entries| in_words(entries, Whose::Conversation(conversation)).expect("it goes on");
        let (told, told_less) = (told(&all), told(&less));
        let mut lines: Vec<&str> = told.lines().skip(1).collect();
        let lines_less: Vec<&str> = told_less.lines().skip(1).collect();
        let differ = lines.iter().zip(&lines_less).position(|(line, less)| line != less);
        let more = lines.remove(differ.unwrap_or(lines_less.len()));
        prop_assert!(more.contains(" in the queue; conversation stays open"), "{more}");
        prop_assert_eq!(lines, lines_less);
    }
    Ok(left.len().min(most))
}

/// So many centers, always the same.
fn some_desks(count: usize) -> Vec<Desk> {
    let mut runner = TestRunner::new(common::cases(1));
    (0..count).map(|_| desk(false).new_tree(&mut runner).expect("a center").current()).collect()
}

#[test]
fn the_check_itself_finds_what_is_disturbed() {
    // It looks at something: calls are abandoned, and conversations are left open.
    let desks = some_desks(12);
    let found = desks.iter().map(|desk| as_if_not_happened(&scenario(&desk.yaml()), Outcome::AbandonedInQueue));
    let found = found.map(|found| found.expect("nothing is disturbed")).reduce(|a, b| (a.0 + b.0, a.1 + b.1));
    let (calls, customers) = found.expect("some centers");
    assert!(calls > 200 && customers > 20, "{calls} calls, {customers} customers");
    // Calls that were served have moved others; and where lines are counted, an abandoned call has held one.
    let served = desks.iter().filter(|desk| as_if_not_happened(&scenario(&desk.yaml()), Outcome::Served).is_err());
    assert!(served.count() >= 10);
    let few_lines =
        |desk: &&Desk| as_if_not_happened(&scenario(&desk.with_lines(4).yaml()), Outcome::AbandonedInQueue).is_err();
    assert!(desks.iter().filter(few_lines).count() >= 10);
}

#[test]
fn the_timeline_of_an_open_conversation_has_one_entry_more() {
    let found =
        some_desks(48).iter().map(|desk| one_entry_more(&scenario(&desk.yaml()), 3).expect("one more")).sum::<usize>();
    assert!(found > 100, "{found} calls");
}

#[test]
fn the_check_itself_finds_a_conversation_that_differs() {
    for desk in some_desks(12) {
        let scenario = scenario(&desk.yaml());
        let all = diary(&scenario, 1);
        let gone = ended(&scenario, &all, Outcome::AbandonedInQueue);
        let customers = undisturbed(&all, &gone);
        let whole = of_others(&all, &gone, &customers);
        let waits = |entry: &(f64, Contact, Entry)| {
            matches!(entry.2, Entry::Note(ConversationNote { change: Change::Joined, customer, .. }) if customers.contains(&customer))
                && !gone.contains(&(entry.1.stream, entry.1.ordinal))
        };
        if let Some(at) = all.0.iter().position(waits) {
            let mut less = Diary(all.0.clone());
            less.0.remove(at);
            assert_ne!(of_others(&less, &gone, &customers), whole, "one entry less is not the same");
            assert!(lawful(&less, true).is_err(), "and it is not lawful");
        }
    }
}

proptest! {
    #![proptest_config(common::cases(96))]

    #[test]
    fn an_abandoned_call_is_as_if_it_had_not_happened(desk in desk(false)) {
        as_if_not_happened(&scenario(&desk.yaml()), Outcome::AbandonedInQueue)?;
    }

    #[test]
    fn conversations_over_all_channels_are_lawful(desk in desk(true), found_again in any::<bool>()) {
        let yaml = desk.yaml().replace("known_number:", &format!("found_again: {found_again}, known_number:"));
        lawful(&diary(&scenario(&yaml), 2), true)?;
    }

    #[test]
    fn threads_do_not_show_over_all_channels(desk in desk(true)) {
        let loaded = common::load(&desk.yaml());
        prop_assert_eq!(common::json_on(1, &loaded), common::json_on(2, &loaded));
    }

    #[test]
    fn conversations_are_lawful(center in center(), rules in rules()) {
        let scenario = scenario(&with_customers(&center, &rules.0, &rules.1));
        lawful(&diary(&scenario, 0), !center.steady)?;
        lawful(&diary(&scenario, 3), !center.steady)?;
    }

    #[test]
    fn customers_change_nothing_for_their_contacts(center in center(), rules in rules()) {
        let nobody = center.yaml().replace("known_number: 50%", "known_number: 0%");
        let known = nobody_known(&rules.0);
        let scenario_with = scenario(&with_customers(&center, &known, &rules.1));
        let without = told::<true>(&scenario(&nobody), 2);
        let with = told::<true>(&scenario_with, 2);
        let plain = |(time, contact, event): &(f64, Contact, Event)| (*time, Contact { customer: None, ..*contact }, *event);
        prop_assert_eq!(without.events, with.events.iter().map(plain).collect::<Vec<_>>());
        prop_assert_eq!(without.duties, with.duties);
    }
}

/// These customers with no number known, so that the phone tree treats all alike.
fn nobody_known(customers: &str) -> String {
    let kept = customers.split(", ").filter(|rule| !rule.starts_with("known_number"));
    kept.chain(["known_number: 0%"]).collect::<Vec<_>>().join(", ")
}
