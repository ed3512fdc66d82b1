//! Chats, messages and e-mails beside calls: who is served when and by whom, what agents have at once, offers, and customers
//! who leave or fall silent without a word.

mod common;

use std::collections::HashMap;

use common::many_channels::desk;
use common::{assert_same, is_share, json_of, scenario, told};
use hangup::center::{Contact, Event, Outcome};
use hangup::scenario::resolved::{Channel, QueueId, Scenario};
use proptest::prelude::*;

/// The contacts of one replication with what happened to them, in the order of time.
fn events(scenario: &Scenario) -> Vec<(f64, Contact, Event)> {
    told::<true>(scenario, 0).events
}

/// A stream and an ordinal in it.
type Who = (u32, u32);

fn who(contact: &Contact) -> Who {
    (contact.stream.0, contact.ordinal)
}

fn channel(scenario: &Scenario, queue: QueueId) -> Channel {
    scenario.queues[queue.index()].channel
}

#[test]
fn calls_come_first_then_chats_and_messages_then_emails_and_of_these_what_is_due() {
    let scenario = scenario(
        "version: 1\nday: {from: \"08:00\", to: \"12:00\"}\ncallers: {patience: never}\n\
         ivr: {start: hold, steps: {hold: {wait: {uniform: {from: 0s, to: 20m}}, then: {queue: calls}}}}\n\
         arrivals:\n  voice: {per_hour: {\"08:00\": 20, \"09:00\": 5}}\n  \
         chat: {per_hour: {\"08:00\": 20, \"09:00\": 3}, queue: chats, patience: never}\n  \
         message: {per_hour: {\"08:00\": 20, \"09:00\": 3}, queue: messages}\n  email: {per_hour: {\"08:00\": 20, \"09:00\": 2}, queue: mails}\n\
         queues:\n  calls: {talk: 1m}\n  chats: {channel: chat, talk: 1m, target: {within: 20m}}\n  \
         messages: {channel: message, talk: 1m, target: {within: 5m}}\n  mails: {channel: email, talk: 1m}\n\
         agents: {all: {count: {\"08:00\": 0, \"09:00\": 1}, queues: [mails, messages, chats, calls]}}\n",
    );
    let class = |queue: QueueId| match channel(&scenario, queue) {
        Channel::Voice => 0,
        Channel::Chat | Channel::Message => 1,
        Channel::Email => 2,
    };
    let mut waiting: HashMap<Who, (u32, f64, f64)> = HashMap::new();
    let mut passed = [0; 3];
    for (time, contact, event) in events(&scenario) {
        match event {
            Event::Queued { queue, .. } => {
                let due = contact.arrived + scenario.queues[queue.index()].target.within;
                waiting.insert(who(&contact), (class(queue), due, time));
            }
            Event::Answered { .. } => {
                let own = waiting.remove(&who(&contact)).expect("it waited");
                assert!(waiting.values().all(|other| own <= *other), "{own:?} before {waiting:?}");
                passed[own.0 as usize] += usize::from(!waiting.is_empty());
            }
            _ => {}
        }
    }
    assert!(passed.iter().all(|&passed| passed > 10), "{passed:?} were chosen among others");
}

#[test]
fn a_customer_who_is_with_an_agent_goes_to_that_agent_while_there_is_room() {
    let scenario = scenario(
        "version: 1\nday: {from: \"08:00\", to: \"18:00\"}\ncallers: {patience: never}\ncustomers: {count: 6, known_number: 100%}\n\
         arrivals: {chat: {per_hour: 30, queue: chats}, message: {per_hour: 15, queue: messages}}\n\
         queues: {chats: {channel: chat, talk: {exponential: 8m}}, messages: {channel: message, talk: {exponential: 10m}}}\n\
         agents: {desk: {count: 6, queues: [chats, messages], at_once: 3}}\n",
    );
    // By customer, whom agents talk to and which agent does, the last one taken last.
    let mut with: HashMap<u32, Vec<(Who, u32)>> = HashMap::new();
    let mut loads = [0_u32; 6];
    let (mut again, mut elsewhere, mut beside_another) = (0, 0, 0);
    for (_, contact, event) in events(&scenario) {
        let customer = contact.customer.expect("there are customers").number();
        match event {
            Event::Answered { agent, waited, .. } => {
                let with = with.entry(customer).or_default();
                if waited == 0.0 && !with.is_empty() {
                    let room = with.iter().rev().find(|(_, own)| loads[*own as usize] < 3);
                    if let Some((_, own)) = room {
                        assert_eq!(agent, *own, "customer {customer}");
                        again += 1;
                        beside_another += usize::from(with.iter().any(|(_, other)| other != own));
                    } else {
                        elsewhere += usize::from(with.iter().all(|(_, own)| *own != agent));
                    }
                }
                with.push((who(&contact), agent));
                loads[agent as usize] += 1;
            }
            Event::Ended(_) => {
                let with = with.get_mut(&customer).expect("an agent had it");
                let index = with.iter().position(|(own, _)| *own == who(&contact)).expect("an agent had it");
                loads[with.remove(index).1 as usize] -= 1;
            }
            _ => {}
        }
    }
    let found =
        format!("{again} to the same agent, {beside_another} of them with another beside, {elsewhere} found all full");
    assert!(again > 50 && beside_another > 3 && elsewhere > 3, "{found}");
}

/// Between the one end and the other a chat would take the place, and no call would ever find the whole agent.
#[test]
fn who_has_several_done_at_once_takes_a_call_before_more_chats() {
    let scenario = scenario(
        "version: 1\nday: {from: \"08:00\", to: \"10:00\"}\ncallers: {patience: never}\n\
         arrivals:\n  voice: {per_hour: {\"09:01\": 600, \"09:02\": 0}, queue: calls}\n  \
         chat: {per_hour: {\"08:00\": 60, \"09:00\": 0}, queue: chats, patience: never}\n\
         queues: {calls: {talk: 1m}, chats: {channel: chat, talk: 3m}}\n\
         agents: {desk: {count: {\"08:00\": 0, \"09:00\": 1}, queues: [calls, chats], at_once: 2}}\n",
    );
    let answered = events(&scenario).into_iter().filter_map(|(time, _, event)| match event {
        Event::Answered { queue, .. } => Some((time - 9.0 * 3600.0, channel(&scenario, queue))),
        _ => None,
    });
    let first: Vec<_> = answered.take(3).collect();
    assert_eq!(first, [(0.0, Channel::Chat), (0.0, Channel::Chat), (180.0, Channel::Voice)]);
}

#[test]
fn who_leaves_silently_takes_an_agents_time_to_notice() {
    let scenario = scenario(
        "version: 1\nday: {from: \"08:00\", to: \"20:00\"}\ncallers: {patience: 2m}\n\
         arrivals: {chat: {per_hour: 100, queue: chats}}\n\
         queues: {chats: {channel: chat, talk: 3m, leave_silently: {share: 40%, noticed_after: 45s}}}\n\
         agents: {desk: {count: 2, queues: [chats], at_once: 2}}\n",
    );
    let (mut left, mut silent, mut found) = (0, 0, HashMap::new());
    for (time, contact, event) in events(&scenario) {
        match event {
            Event::Abandoned { silent: false, .. } => left += 1,
            Event::Abandoned { waited, silent: true, .. } => {
                assert_same(waited, 120.0);
                silent += 1;
            }
            Event::FoundGone { seconds, .. } => {
                assert!(time - contact.arrived >= 120.0 && seconds == 45.0);
                found.insert(who(&contact), time);
            }
            Event::Ended(outcome) => {
                if let Some(from) = found.remove(&who(&contact)) {
                    assert_eq!(outcome, Outcome::AbandonedInQueue);
                    assert_same(time, from + 45.0);
                }
            }
            _ => {}
        }
    }
    assert!(found.is_empty() && silent > 100);
    assert!(is_share(silent, left + silent, 0.4), "{silent} of {}", left + silent);
}

#[test]
fn who_falls_silent_is_waited_for_until_the_time_out() {
    let scenario = scenario(
        "version: 1\nday: {from: \"08:00\", to: \"20:00\"}\ncallers: {patience: never}\n\
         arrivals: {message: {per_hour: 60, queue: messages}}\n\
         queues: {messages: {channel: message, talk: 4m, after_call_work: 30s, fall_silent: {share: 25%, time_out: 10m}}}\n\
         agents: {desk: {count: 10, queues: [messages], at_once: 2}}\n",
    );
    let mut ends = HashMap::new();
    let (mut served, mut timed_out) = (0, 0);
    for (time, contact, event) in events(&scenario) {
        match event {
            Event::Answered { talk, work, times_out, .. } => {
                let right = if times_out {
                    (600.0..840.0).contains(&talk) && work == 0.0
                } else {
                    talk == 240.0 && work == 30.0
                };
                assert!(right, "{talk} s of talk and {work} s of work");
                ends.insert(who(&contact), (time + talk, times_out));
            }
            Event::Ended(outcome) => {
                let (end, times_out) = ends[&who(&contact)];
                assert_same(time, end);
                assert_eq!(outcome, if times_out { Outcome::TimedOut } else { Outcome::Served });
                served += usize::from(!times_out);
                timed_out += usize::from(times_out);
            }
            _ => {}
        }
    }
    assert!(is_share(timed_out, served + timed_out, 0.25), "{timed_out} timed out, {served} served");
}

#[test]
fn several_at_once_take_longer_as_the_scenario_says() {
    // What is only offered, and may be missed, slows nobody.
    for offers in ["", ", accept: {exponential: 30s}, missed: {share: 30%, after: 1m}"] {
        let scenario = scenario(&format!(
            "version: 1\nday: {{from: \"08:00\", to: \"20:00\"}}\ncallers: {{patience: never}}\n\
             arrivals: {{chat: {{per_hour: 14, queue: chats}}}}\nqueues: {{chats: {{channel: chat, talk: 4m}}}}\n\
             agents: {{desk: {{count: 1, queues: [chats], at_once: {{most: 3, slower: 25%}}{offers}}}}}\n"
        ));
        let mut seen = [0; 3];
        let mut inside = 0_u32;
        for (_, _, event) in events(&scenario) {
            match event {
                Event::Answered { talk, .. } => {
                    assert_same(talk, 240.0 * (1.0 + 0.25 * f64::from(inside)));
                    seen[inside as usize] += 1;
                    inside += 1;
                }
                Event::Ended(_) => inside -= 1,
                _ => {}
            }
        }
        assert!(seen.iter().all(|&seen| seen > 10), "{seen:?}");
    }
}

#[test]
fn an_offer_takes_time_and_may_be_missed_and_the_customer_waits() {
    let scenario = scenario(
        "version: 1\nday: {from: \"08:00\", to: \"20:00\"}\ncallers: {patience: 10m}\n\
         arrivals: {voice: {per_hour: 40, queue: calls}}\nqueues: {calls: {talk: 3m}}\n\
         agents: {team: {count: 20, queues: [calls], accept: 4s, missed: {share: 30%, after: 15s}}}\n",
    );
    let mut offers: HashMap<Who, Vec<(f64, u32)>> = HashMap::new();
    let (mut missed, mut answered) = (0, 0);
    for (time, contact, event) in events(&scenario) {
        let offers = offers.entry(who(&contact)).or_default();
        match event {
            Event::Offered { agent, .. } => offers.push((time, agent)),
            Event::Missed { agent, .. } => {
                assert_same(time, offers.last().expect("it was offered").0 + 15.0);
                assert_eq!(agent, offers.last().expect("it was offered").1);
                missed += 1;
            }
            Event::Answered { agent, waited, .. } => {
                // With twenty agents for two calls there is always somebody else.
                assert!(
                    offers.windows(2).all(|pair| pair[0].1 != pair[1].1 && common::same(pair[0].0 + 15.0, pair[1].0))
                );
                assert_eq!(agent, offers.last().expect("it was offered").1);
                assert_same(waited, 4.0 + 15.0 * (offers.len() - 1) as f64);
                answered += 1;
            }
            _ => {}
        }
    }
    assert!(is_share(missed, missed + answered, 0.3), "{missed} missed, {answered} answered");
}

#[test]
fn every_number_of_the_shipped_scenario_is_above_zero() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/omnichannel.yaml");
    let loaded = hangup::scenario::load(&path, &[]).unwrap_or_else(|report| panic!("{}", report.render(false)));
    assert_eq!(loaded.scenario.population.map(|population| population.count), Some(20_000));
    let result = json_of(&loaded);
    for name in [
        "opened",
        "reopened",
        "closed_by_agent",
        "closed_automatically",
        "closed_on_abandon",
        "left_open",
        "profiles_made",
        "duplicates",
        "contacts",
    ] {
        assert!(result["conversations"][name].as_u64().unwrap() > 0, "{name}");
    }
    assert!(result["conversations"]["metrics"]["contacts_per_conversation"]["mean"].as_f64().unwrap() > 1.0);
    let mean = |channel: &str, name: &str| result["channels"][channel]["metrics"][name]["mean"].as_f64().unwrap();
    for channel in ["voice", "chat", "message", "email"] {
        for name in
            ["queued", "answered", "mean_wait", "average_speed_of_answer", "handle_time", "due_met", "missed_offers"]
        {
            assert!(mean(channel, name) > 0.0, "{channel} {name}");
        }
    }
    for (channel, name) in [
        ("voice", "queue_abandonment"),
        ("chat", "queue_abandonment"),
        ("message", "queue_abandonment"),
        ("email", "queue_abandonment"),
        ("chat", "silent_abandonment"),
        ("chat", "timed_out"),
        ("message", "timed_out"),
    ] {
        assert!(mean(channel, name) > 0.0, "{channel} {name}");
    }
    for outcome in ["abandoned_in_ivr", "self_served", "abandoned_in_queue", "timed_out", "served"] {
        assert!(result["outcomes"][outcome].as_u64().unwrap() > 0, "{outcome}");
    }
}

/// Who waits since when in which queue, and who is with which agent until when: together, while they share that agent.
#[derive(Default)]
struct Floor {
    waiting: HashMap<Who, (f64, QueueId)>,
    with: HashMap<Who, Place>,
}

struct Place {
    queue: QueueId,
    agent: (usize, u32),
    until: f64,
}

impl Floor {
    fn follow(&mut self, time: f64, contact: &Contact, event: &Event) {
        let who = who(contact);
        let (queue, agent, until) = match *event {
            Event::Queued { queue, .. } => {
                self.waiting.insert(who, (time, queue));
                return;
            }
            Event::Missed { .. } => {
                self.with.remove(&who);
                return;
            }
            Event::Ended(_) => {
                self.waiting.remove(&who);
                // Who leaves during an offer frees the agent; after an answer there is the work.
                self.with.retain(|other, place| *other != who || place.until.is_finite());
                return;
            }
            Event::Offered { queue, group, agent } => (queue, (group.index(), agent), f64::INFINITY),
            Event::Answered { from, group, agent, talk, work, .. } => {
                (from, (group.index(), agent), time + talk + work)
            }
            Event::FoundGone { from, group, agent, seconds, .. } => (from, (group.index(), agent), time + seconds),
            _ => return,
        };
        if until.is_finite() {
            self.waiting.remove(&who);
        }
        self.with.insert(who, Place { queue, agent, until });
    }

    /// Everybody who has room for this contact, which waits, of the groups whose number does not change.
    fn have_room(&self, scenario: &Scenario, who: Who, now: f64) -> Vec<(usize, u32)> {
        let shares = |queue: QueueId| matches!(channel(scenario, queue), Channel::Chat | Channel::Message);
        let (since, queue) = self.waiting[&who];
        let overflow = scenario.queues[queue.index()].overflow.filter(|overflow| now > since + overflow.after + 1e-9);
        let mut found = Vec::new();
        for line in std::iter::once(queue).chain(overflow.map(|overflow| overflow.to)) {
            for (index, group) in scenario.groups.iter().enumerate().filter(|(_, group)| group.queues.contains(&line)) {
                let [(_, count)] = group.count.steps[..] else { continue };
                let room = |agent: &u32| {
                    let mut has =
                        self.with.values().filter(|place| place.agent == (index, *agent)).map(|place| place.queue);
                    let shared =
                        shares(line) && has.clone().all(shares) && has.clone().count() < group.at_once as usize;
                    shared || has.next().is_none()
                };
                found.extend((0..count).filter(room).map(|agent| (index, agent)));
            }
        }
        found
    }

    /// Whoever waits and is not being offered, until now, waits because nobody has room.
    fn nobody_waits_in_vain(&mut self, scenario: &Scenario, now: f64) -> Result<(), TestCaseError> {
        self.with.retain(|_, place| place.until > now - 1e-9);
        for who in self.waiting.keys().filter(|who| !self.with.contains_key(who)) {
            let room = self.have_room(scenario, *who, now);
            prop_assert!(room.is_empty(), "{who:?} waits at {now}, with room at {room:?}");
        }
        Ok(())
    }

    /// A contact that this agent has missed goes to somebody else who has room, from whichever line.
    fn goes_to_another(&mut self, scenario: &Scenario, missed: &Missed, event: &Event) -> Result<(), TestCaseError> {
        if let Event::Offered { group, agent, .. } | Event::Answered { group, agent, .. } = *event {
            self.with.retain(|_, place| place.until > missed.time - 1e-9);
            let others = self.have_room(scenario, missed.who, missed.time);
            let again = missed.by == (group.index(), agent);
            prop_assert!(!again || others.iter().all(|other| *other == missed.by), "{} {others:?}", missed.time);
        }
        Ok(())
    }
}

/// An offer that was missed, of whom and by whom.
struct Missed {
    time: f64,
    who: Who,
    by: (usize, u32),
}

/// Whose contact it is, its channel, and until when an agent has it.
type Held = (Who, Channel, f64);

proptest! {
    #![proptest_config(common::cases(96))]

    #[test]
    fn nobody_has_more_at_once_than_they_may(desk in desk(true)) {
        let scenario = scenario(&desk.yaml());
        // By agent, what they have: offered, in talk, or in the work after it.
        let mut has: HashMap<(usize, u32), Vec<Held>> = HashMap::new();
        for (time, contact, event) in events(&scenario) {
            let given = match event {
                Event::Offered { queue, group, agent } => Some((queue, group, agent, f64::INFINITY)),
                Event::Answered { from, group, agent, talk, work, .. } => Some((from, group, agent, time + talk + work)),
                Event::FoundGone { from, group, agent, seconds, .. } => Some((from, group, agent, time + seconds)),
                _ => None,
            };
            if let Event::Missed { group, agent, .. } = event {
                has.entry((group.index(), agent)).or_default().retain(|(other, ..)| *other != who(&contact));
            }
            if let Event::Ended(_) = event {
                for has in has.values_mut() {
                    has.retain(|(other, _, until)| *other != who(&contact) || until.is_finite());
                }
            }
            let Some((queue, group, agent, until)) = given else { continue };
            let has = has.entry((group.index(), agent)).or_default();
            has.retain(|(other, _, until)| *until > time + 1e-9 && *other != who(&contact));
            has.push((who(&contact), channel(&scenario, queue), until));
            let whole = has.iter().any(|(_, channel, _)| matches!(channel, Channel::Voice | Channel::Email));
            let most = if whole { 1 } else { scenario.groups[group.index()].at_once as usize };
            prop_assert!(has.len() <= most, "{has:?} at {time}");
        }
    }

    /// Also who was missed, and who waits in the line of an overflow too.
    #[test]
    fn nobody_waits_for_an_agent_who_has_room(desk in desk(true)) {
        let scenario = scenario(&desk.yaml());
        let (mut floor, mut last, mut missed) = (Floor::default(), 0.0, None::<Missed>);
        for (time, contact, event) in events(&scenario) {
            // What happens at one and the same time is looked at when all of it has happened.
            if time > last + 1e-9 {
                floor.nobody_waits_in_vain(&scenario, time)?;
            }
            if let Some(missed) = missed.take_if(|missed| missed.who == who(&contact) || time > missed.time)
                && time == missed.time
            {
                floor.goes_to_another(&scenario, &missed, &event)?;
            }
            floor.follow(time, &contact, &event);
            if let Event::Missed { group, agent, .. } = event {
                missed = Some(Missed { time, who: who(&contact), by: (group.index(), agent) });
            }
            last = time;
        }
        prop_assert!(floor.waiting.is_empty());
    }

    #[test]
    fn counts_of_channels_are_those_of_their_queues(desk in desk(true)) {
        let scenario = scenario(&desk.yaml());
        let tally = common::tally(&scenario, 0);
        for (index, channel) in Channel::ALL.into_iter().enumerate() {
            let queues = scenario.queues.iter().zip(&tally.queues).filter(|(queue, _)| queue.channel == channel);
            let queues: Vec<_> = queues.map(|(_, tally)| tally).collect();
            let sum = |of: fn(&hangup::measure::QueueTally) -> u64| queues.iter().map(|tally| of(tally)).sum::<u64>();
            let found = &tally.channels[index];
            prop_assert_eq!(
                [found.queued, found.answered, found.abandoned, found.silent, found.timed_out, found.missed, found.in_time],
                [
                    sum(|q| q.queued), sum(|q| q.answered), sum(|q| q.abandoned), sum(|q| q.silent), sum(|q| q.timed_out),
                    sum(|q| q.missed), sum(|q| q.in_time),
                ]
            );
        }
        prop_assert_eq!(tally.outcome(Outcome::TimedOut), tally.queues.iter().map(|queue| queue.timed_out).sum::<u64>());
        for group in &tally.groups {
            prop_assert!(group.busy_seconds <= group.staffed_seconds + 1e-6, "{group:?}");
        }
    }
}
