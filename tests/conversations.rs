//! Customers and their conversations: what must hold in every run.

mod common;

use std::collections::{HashMap, HashSet};

use common::generator::{Center, center};
use common::{scenario, told};
use hangup::center::{Change, Contact, ConversationNote, CustomerId, Duty, Engine, Event, Model, Observer, Outcome};
use hangup::scenario::resolved::{Scenario, StreamId};
use proptest::prelude::*;

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
    let model = Model::new(scenario);
    let mut diary = Diary::default();
    Engine::new(&model).expect("few agents").run(replication, &mut diary).expect("it can be lived");
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

proptest! {
    #![proptest_config(common::cases(96))]

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
