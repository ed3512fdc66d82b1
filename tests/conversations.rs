//! Customers and their conversations: what must hold in every run, and that a call abandoned in the queue leaves all
//! others as if it had not happened.

mod common;

use std::collections::{HashMap, HashSet};

use common::broken::Breach;
use common::diary::{Diary, Entry, Who, is_call, who};
use common::generator::{Center, center};
use common::lawful::lawful;
use common::many_channels::{Desk, desk};
use common::{is_share, scenario, told};
use hangup::center::{Change, Closing, Contact, ConversationNote, CustomerId, Event, Model, Outcome};
use hangup::report::timeline::{Chronicle, Whose, told as in_words};
use hangup::scenario::resolved::{Scenario, Span};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

fn diary(scenario: &Scenario, replication: u32) -> Diary {
    Diary::of(&Model::new(scenario), replication)
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

// ---- as if it had not happened ----

/// The calls whose end is of this kind; of the abandoned those that no agent ever had, and then transferred.
fn ended(scenario: &Scenario, diary: &Diary, how: Outcome) -> HashSet<Who> {
    let mut calls = HashSet::new();
    for (_, contact, entry) in &diary.0 {
        match entry {
            Entry::Event(Event::Ended(outcome)) if *outcome == how && is_call(scenario, contact) => {
                calls.insert(who(contact));
            }
            _ => {}
        }
    }
    if how == Outcome::AbandonedInQueue {
        for (_, contact, entry) in &diary.0 {
            if matches!(entry, Entry::Event(Event::Answered { .. })) {
                calls.remove(&who(contact));
            }
        }
    }
    calls
}

/// What the calls that are gone were to the conversations: worked out of when contacts were open, whatever is told of
/// conversations.
struct Traces {
    /// From when on a customer's conversations may be others: while one of these calls was open, nothing else was, and
    /// what came after it found another conversation than it would have.
    other_from: HashMap<CustomerId, f64>,
    /// The calls beside which another contact was open all the time, before any of that.
    beside: HashSet<Who>,
}

impl Traces {
    fn of(diary: &Diary, gone: &HashSet<Who>) -> Self {
        let stays = diary.stays();
        let (mut other_from, mut beside) = (HashMap::new(), HashSet::new());
        for call in gone {
            let stay = stays[call];
            // A profile that is not found again is this call's alone.
            if stay.record != stay.person {
                continue;
            }
            let others = stays.iter().filter(|(other, _)| !gone.contains(*other)).map(|(_, stay)| stay);
            if let Some(from) = stay.alone_from(others) {
                let first = other_from.entry(stay.person).or_insert(from);
                *first = from.min(*first);
            } else {
                beside.insert(*call);
            }
        }
        beside.retain(|call| other_from.get(&stays[call].person).is_none_or(|from| stays[call].left < *from));
        Self { other_from, beside }
    }

    /// Whether what is told of this customer's conversations at this time does not depend on the calls that are gone.
    fn is_the_same(&self, time: f64, contact: &Contact) -> bool {
        contact.customer.and_then(|customer| self.other_from.get(&customer)).is_none_or(|from| time < *from)
    }
}

/// What happened to all but these contacts, in order, and what of their conversations has to be the same. A steady run
/// stops when all that arrived before its length have ended: of what comes later, only what happens to these.
fn of_others(scenario: &Scenario, diary: &Diary, gone: &HashSet<Who>, traces: &Traces) -> (Vec<String>, Vec<String>) {
    let length = match scenario.span {
        Span::Day { .. } => f64::INFINITY,
        Span::Steady { length, .. } => length,
    };
    let (mut events, mut notes) = (Vec::new(), Vec::new());
    for (time, contact, entry) in &diary.0 {
        if gone.contains(&who(contact)) {
            continue;
        }
        match entry {
            Entry::Event(event) if *time < length || contact.arrived < length => {
                events.push(format!("{time:?} {contact:?} {event:?}"));
            }
            Entry::Note(note) if *time < length && traces.is_the_same(*time, contact) => {
                // Conversations, and profiles that are not found again, are numbered in the order in which they begin,
                // those of others included.
                let own = contact.customer == Some(note.customer);
                notes.push(format!("{time:?} {contact:?} own profile {own} {:?}", note.change));
            }
            _ => {}
        }
    }
    (events, notes)
}

/// Checks that the others are as if these calls had not happened, under the rule as it is or broken; says how many calls
/// there were, and beside how many another contact was open all the time.
fn as_if_not_happened(
    scenario: &Scenario,
    how: Outcome,
    breach: Option<Breach>,
) -> Result<(usize, usize), TestCaseError> {
    let lived = diary(scenario, 1);
    let gone = ended(scenario, &lived, how);
    let traces = Traces::of(&lived, &gone);
    let less = Diary::of(&Model::new(scenario).without(gone.iter().copied()), 1);
    let [all, less] =
        [lived, less].map(|diary| if let Some(breach) = breach { breach.break_rule(scenario, diary) } else { diary });
    let (events, notes) = of_others(scenario, &all, &gone, &traces);
    let (events_less, notes_less) = of_others(scenario, &less, &gone, &traces);
    for (all, less) in [(events, events_less), (notes, notes_less)] {
        let differ = all.iter().zip(&less).find(|(all, less)| all != less);
        prop_assert!(differ.is_none() && all.len() == less.len(), "of {} and {}: {differ:?}", all.len(), less.len());
    }
    if how == Outcome::AbandonedInQueue {
        let mut own: HashMap<Who, Vec<Change>> = traces.beside.iter().map(|call| (*call, Vec::new())).collect();
        for (_, contact, entry) in &all.0 {
            if let (Entry::Note(note), Some(own)) = (entry, own.get_mut(&who(contact))) {
                own.push(note.change);
            }
        }
        for (call, told) in own {
            prop_assert_eq!(told, [Change::Joined, Change::LeftOpen], "{:?} leaves one entry", call);
        }
    }
    Ok((gone.len(), traces.beside.len()))
}

/// Checks of some of the calls beside which another contact was open all the time that the day is the same without it,
/// but for what it was itself, and that the timeline of its conversation has one entry less; says of how many.
fn one_entry_more(scenario: &Scenario, most: usize, breach: Option<Breach>) -> Result<usize, TestCaseError> {
    let lived = diary(scenario, 1);
    let written = |gone: Option<Who>| {
        let model = Model::new(scenario).without(gone);
        let lived = Diary::of(&model, 1);
        let mut chronicle = Chronicle::new(scenario, &model, 1, Vec::new());
        breach.map_or(lived.clone(), |breach| breach.break_rule(scenario, lived)).tell(&mut chronicle);
        chronicle.finish().expect("memory")
    };
    let all = written(None);
    let stays = lived.stays();
    let mut left: Vec<Who> = ended(scenario, &lived, Outcome::AbandonedInQueue).into_iter().collect();
    left.retain(|call| {
        let others = stays.iter().filter(|(other, _)| *other != call).map(|(_, stay)| stay);
        stays[call].alone_from(others).is_none()
    });
    left.sort_by(|a, b| stays[a].left.total_cmp(&stays[b].left));
    left.truncate(most);
    for &call in &left {
        let less = written(Some(call));
        let name = Some(format!("{}/{}", scenario.streams[call.0.index()].name, call.1));
        prop_assert!(all.iter().filter(|entry| entry.contact != name).eq(&less), "{name:?} has changed something");
        let told = |entries| in_words(entries, Whose::Conversation(stays[&call].conversation)).expect("it goes on");
        let (told, told_less) = (told(&all), told(&less));
        let mut lines: Vec<&str> = told.lines().skip(1).collect();
        let lines_less: Vec<&str> = told_less.lines().skip(1).collect();
        prop_assert_eq!(lines.len(), lines_less.len() + 1, "one entry more");
        let differ = lines.iter().zip(&lines_less).position(|(line, less)| line != less);
        let more = lines.remove(differ.unwrap_or(lines_less.len()));
        prop_assert!(more.contains(" in the queue; conversation stays open"), "{more}");
        prop_assert_eq!(lines, lines_less);
    }
    Ok(left.len())
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
    let found = desks.iter().map(|desk| as_if_not_happened(&scenario(&desk.yaml()), Outcome::AbandonedInQueue, None));
    let found = found.map(|found| found.expect("nothing is disturbed")).reduce(|a, b| (a.0 + b.0, a.1 + b.1));
    let (calls, beside) = found.expect("some centers");
    assert!(calls > 200 && beside > 50, "{calls} calls, {beside} beside others");
    // Calls that were served have moved others; and where lines are counted, an abandoned call has held one.
    let served =
        desks.iter().filter(|desk| as_if_not_happened(&scenario(&desk.yaml()), Outcome::Served, None).is_err());
    assert!(served.count() >= 10);
    let few_lines = |desk: &&Desk| {
        as_if_not_happened(&scenario(&desk.with_lines(4).yaml()), Outcome::AbandonedInQueue, None).is_err()
    };
    assert!(desks.iter().filter(few_lines).count() >= 10);
}

/// Of so many centers: in how many this breach changes what is told, and in how many of these a check sees it.
fn seen(breach: Breach, check: impl Fn(&Scenario, &Diary) -> Result<(), TestCaseError>) -> (usize, usize) {
    let (mut broken, mut seen) = (0, 0);
    for desk in some_desks(16) {
        let scenario = scenario(&desk.yaml());
        let lived = diary(&scenario, 1);
        let told = breach.break_rule(&scenario, lived.clone());
        check(&scenario, &lived).expect("the rule as it is");
        if told != lived {
            broken += 1;
            seen += usize::from(check(&scenario, &told).is_err());
        }
    }
    assert!(broken >= 12, "{breach:?} shows in {broken} of 16 centers");
    (broken, seen)
}

#[test]
fn the_laws_see_a_broken_rule_wherever_it_shows() {
    for breach in Breach::OF_CONVERSATIONS {
        let (broken, seen) = seen(breach, |scenario, told| lawful(scenario, 1, told));
        assert_eq!(seen, broken, "{breach:?}");
    }
}

#[test]
fn that_nothing_is_disturbed_is_not_found_where_the_rule_is_broken() {
    let disturbed = |breach: Breach| {
        let check = |desk: &Desk| as_if_not_happened(&scenario(&desk.yaml()), Outcome::AbandonedInQueue, Some(breach));
        some_desks(16).iter().filter(|desk| check(desk).is_err()).count()
    };
    for breach in Breach::OF_CONTACTS {
        let (broken, _) = seen(breach, |_, _| Ok(()));
        assert_eq!(disturbed(breach), broken, "{breach:?}");
    }
    for breach in [Breach::ClosesInSpite, Breach::LeavesOut, Breach::Doubles] {
        let disturbed = disturbed(breach);
        assert!(disturbed >= 8, "{breach:?} in {disturbed}");
    }
}

#[test]
fn the_timeline_of_an_open_conversation_has_one_entry_more() {
    let desks = some_desks(48);
    let more = |breach| desks.iter().map(move |desk| one_entry_more(&scenario(&desk.yaml()), 3, breach));
    let found = more(None).map(|found| found.expect("one more")).sum::<usize>();
    assert!(found > 80, "{found} calls");
    // It tells what happened to the call, and only of the closing that does not happen.
    let seen = more(Some(Breach::ClosesInSpite)).filter(Result::is_err).count();
    assert!(seen >= 24, "{seen} of 48");
}

// ---- the laws ----

/// All that happens to conversations happens in the centers that are generated, and agents close the share that is
/// written of those that nothing else keeps open.
#[test]
fn agents_close_the_share_that_is_written() {
    let mut changes: HashMap<&str, usize> = HashMap::new();
    let mut closed: HashMap<u32, (usize, usize)> = HashMap::new();
    for desk in some_desks(48) {
        let scenario = scenario(&desk.yaml());
        let share = scenario.population.expect("customers").conversations.closed_by_agent;
        let (closed, of) = closed.entry((100.0 * share) as u32).or_default();
        let mut served = HashSet::new();
        for (_, contact, entry) in diary(&scenario, 1).0 {
            match entry {
                Entry::Event(Event::Ended(Outcome::Served)) => _ = served.insert(who(&contact)),
                Entry::Note(ConversationNote { change, .. }) => {
                    let by_agent = matches!(change, Change::Closed(Closing::Agent { .. }));
                    *closed += usize::from(by_agent);
                    *of += usize::from(by_agent || change == Change::Waits && served.contains(&who(&contact)));
                    let name = match change {
                        Change::ProfileCreated { duplicate: true } => "duplicate",
                        Change::ProfileCreated { duplicate: false } => "profile",
                        Change::Created => "created",
                        Change::Reopened => "reopened",
                        Change::Joined => "joined",
                        Change::Assigned { .. } => "assigned",
                        Change::LeftOpen => "left open",
                        Change::Waits => "waits",
                        Change::Closed(closing) => closing.reason(),
                    };
                    *changes.entry(name).or_default() += 1;
                }
                Entry::Event(_) => {}
            }
        }
    }
    assert!(changes.len() == 11 && changes.values().all(|count| *count >= 100), "{changes:?}");
    assert_eq!(closed.len(), 5, "0, 25, 50, 75 and 100 %");
    for (share, (closed, of)) in closed {
        assert!(of > 100 && is_share(closed, of, f64::from(share) / 100.0), "{closed} of {of} at {share} %");
    }
}

proptest! {
    #![proptest_config(common::cases(96))]

    #[test]
    fn an_abandoned_call_is_as_if_it_had_not_happened(desk in desk(false), steady in prop::bool::weighted(0.25)) {
        let desk = if steady { desk.steadily() } else { desk };
        as_if_not_happened(&scenario(&desk.yaml()), Outcome::AbandonedInQueue, None)?;
    }

    #[test]
    fn so_it_is_in_every_center_without_a_limit_on_lines(center in center(), rules in rules()) {
        let unlimited = Center { lines: None, ..center };
        as_if_not_happened(&scenario(&with_customers(&unlimited, &rules.0, &rules.1)), Outcome::AbandonedInQueue, None)?;
    }

    #[test]
    fn conversations_over_all_channels_are_lawful(desk in desk(true), steady in prop::bool::weighted(0.25)) {
        let scenario = scenario(&if steady { desk.steadily() } else { desk }.yaml());
        lawful(&scenario, 2, &diary(&scenario, 2))?;
    }

    #[test]
    fn threads_do_not_show_over_all_channels(desk in desk(true)) {
        let loaded = common::load(&desk.yaml());
        prop_assert_eq!(common::json_on(1, &loaded), common::json_on(2, &loaded));
    }

    #[test]
    fn conversations_are_lawful(center in center(), rules in rules()) {
        let scenario = scenario(&with_customers(&center, &rules.0, &rules.1));
        for replication in [0, 3] {
            lawful(&scenario, replication, &diary(&scenario, replication))?;
        }
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
