//! The observer that writes a timeline's entries down, with the names of the scenario.

use std::collections::HashMap;

use super::abandoned::{AbandonedCall, Became, Profile, Where};
use super::{Entry, Initiator, Kind, phone_number};
use crate::center::{
    Change, Closing, Contact, ConversationNote, CustomerId, Duty, Event, HungUp, MenuVisit, Model, Observer, Outcome,
    Place,
};
use crate::scenario::resolved::{Channel, GroupId, QueueId, Scenario, StreamId};

/// Writes down everything that happens in one replication.
#[derive(Debug)]
pub struct Chronicle<'s> {
    scenario: &'s Scenario,
    model: &'s Model,
    replication: u32,
    entries: Vec<Entry>,
    abandoned: Vec<AbandonedCall>,
    inside: HashMap<(StreamId, u32), Inside>,
}

/// What is known of a contact on its way.
#[derive(Debug, Clone, Default)]
struct Inside {
    customer: Option<u32>,
    conversation: Option<u32>,
    /// When and to which queue it was last handed.
    queued: Option<(f64, QueueId)>,
    agent: Option<String>,
    new_profile: bool,
    /// Whether an agent is asked to take it, and has not yet.
    offered: bool,
    /// Whether an agent took it after the customer had left without saying so.
    gone: bool,
    hung_up: Option<HungUp>,
}

impl<'s> Chronicle<'s> {
    /// An empty chronicle of this replication.
    pub fn new(scenario: &'s Scenario, model: &'s Model, replication: u32) -> Self {
        Self { scenario, model, replication, entries: Vec::new(), abandoned: Vec::new(), inside: HashMap::new() }
    }

    /// The entries in the order of time.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The calls that were abandoned, in the order in which they were.
    pub(super) fn abandoned(&self) -> &[AbandonedCall] {
        &self.abandoned
    }

    /// Which replication it is of, from 0.
    pub(super) fn replication(&self) -> u32 {
        self.replication
    }

    fn channel(&self, contact: &Contact) -> Channel {
        self.scenario.streams[contact.stream.index()].channel
    }

    fn inside(&mut self, contact: &Contact) -> &mut Inside {
        self.inside.entry((contact.stream, contact.ordinal)).or_default()
    }

    fn entry(&mut self, time: f64, contact: &Contact, kind: Kind, initiator: Initiator) -> &mut Entry {
        let stream = &self.scenario.streams[contact.stream.index()];
        let (name, channel) = (format!("{}/{}", stream.name, contact.ordinal), stream.channel.name().to_owned());
        let Inside { customer, conversation, .. } = *self.inside(contact);
        self.entries.push(Entry {
            time: (time * 1000.0).round() / 1000.0,
            kind,
            contact: Some(name),
            customer,
            conversation,
            channel: Some(channel),
            initiator: Some(initiator),
            agent: None,
            queue: None,
            outcome: None,
            reason: None,
            menu: None,
            level: None,
            selected: None,
            number: None,
        });
        let last = self.entries.len() - 1;
        &mut self.entries[last]
    }

    /// The number that a contact comes from, where its channel shows one.
    fn number(&self, contact: &Contact) -> Option<String> {
        let by_phone = matches!(self.channel(contact), Channel::Voice | Channel::Message);
        contact.customer.filter(|_| by_phone).map(|customer| phone_number(customer.number()))
    }

    fn agent(&self, group: GroupId, agent: u32) -> String {
        format!("{} {}", self.scenario.groups[group.index()].name, agent + 1)
    }

    fn queue(&self, queue: QueueId) -> String {
        self.scenario.queues[queue.index()].name.clone()
    }

    /// An entry of what an agent does, or is asked to, with a contact of a queue.
    fn agent_does(
        &mut self,
        time: f64,
        contact: &Contact,
        kind: Kind,
        initiator: Initiator,
        (queue, group, agent): (QueueId, GroupId, u32),
    ) {
        let (agent, queue) = (Some(self.agent(group, agent)), Some(self.queue(queue)));
        let entry = self.entry(time, contact, kind, initiator);
        (entry.agent, entry.queue) = (agent, queue);
    }

    fn offered(&mut self, time: f64, contact: &Contact, queue: QueueId, group: GroupId, agent: u32) {
        self.inside(contact).offered = true;
        self.agent_does(time, contact, Kind::ContactOffered, Initiator::System, (queue, group, agent));
    }

    fn accepted(&mut self, time: f64, contact: &Contact, queue: QueueId, group: GroupId, agent: u32) {
        if !std::mem::take(&mut self.inside(contact).offered) {
            self.offered(time, contact, queue, group, agent); // It was answered at once.
            self.inside(contact).offered = false;
        }
        let name = self.agent(group, agent);
        self.inside(contact).agent = Some(name);
        self.agent_does(time, contact, Kind::ContactAccepted, Initiator::Agent, (queue, group, agent));
    }

    fn arrived(&mut self, time: f64, contact: &Contact) {
        let knows = |customer: &CustomerId| self.model.knows_number(*customer, self.replication);
        let known = contact.customer.filter(knows).map(CustomerId::number);
        self.inside(contact).customer = known;
        let number = self.number(contact);
        self.entry(time, contact, Kind::ContactArrived, Initiator::Customer).number = number;
    }

    fn visited(&mut self, time: f64, contact: &Contact, visit: &MenuVisit) {
        let menu = self.scenario.ivr.as_ref().map(|ivr| &ivr.menus[visit.menu.index()]);
        let name = menu.map(|menu| menu.name.clone());
        let selected = menu.zip(visit.taken).map(|(menu, taken)| menu.options[taken as usize].key.clone());
        let initiator =
            if selected.is_some() || visit.hung_up.is_some() { Initiator::Customer } else { Initiator::System };
        let entry = self.entry(time, contact, Kind::IvrMenu, initiator);
        (entry.menu, entry.selected) = (name, selected);
        entry.level = Some(visit.level).filter(|&level| level > 0);
    }

    fn ended(&mut self, time: f64, contact: &Contact, outcome: Outcome) {
        let inside = self.inside(contact).clone();
        let initiator = match outcome {
            Outcome::AbandonedInIvr | Outcome::AbandonedInQueue | Outcome::SelfServed | Outcome::LeftVoicemail => {
                Initiator::Customer
            }
            Outcome::Served => Initiator::Agent,
            Outcome::TimedOut | Outcome::Blocked | Outcome::Disconnected | Outcome::TransferredOut => Initiator::System,
        };
        let queue = inside.queued.map(|(_, queue)| self.queue(queue));
        let place = inside.hung_up.map(|hung_up| hung_up.place);
        let (menu, level) = match place {
            Some(Place::Menu(menu, level)) => {
                (self.scenario.ivr.as_ref().map(|ivr| ivr.menus[menu.index()].name.clone()), Some(level))
            }
            _ => (None, None),
        };
        let entry = self.entry(time, contact, Kind::ContactEnded, initiator);
        entry.outcome = Some(outcome.name().into());
        (entry.queue, entry.agent) = (queue.clone(), inside.agent);
        (entry.menu, entry.level) = (menu.clone(), level);
        entry.reason = inside.gone.then(|| "silent".into());
        let abandoned = matches!(outcome, Outcome::AbandonedInIvr | Outcome::AbandonedInQueue);
        if abandoned && self.channel(contact) == Channel::Voice {
            let (seconds, place) = match (inside.queued, queue) {
                (Some((since, _)), Some(queue)) => (time - since, Where::Queue(queue)),
                _ => (time - contact.arrived, Where::Ivr { menu, level }),
            };
            let profile = match (inside.new_profile, inside.customer) {
                (true, _) => Profile::New,
                (false, Some(_)) => Profile::Known,
                (false, None) => Profile::None,
            };
            let contact = entry_contact(self.entries.last());
            self.abandoned.push(AbandonedCall {
                contact,
                time,
                place,
                seconds,
                customer: inside.customer,
                profile,
                conversation: inside.conversation,
                became: Became::Nothing,
            });
        }
        self.inside.remove(&(contact.stream, contact.ordinal));
    }

    /// What became of the conversation of the call that was abandoned last.
    fn became(&mut self, became: Became) {
        if let Some(call) = self.abandoned.last_mut() {
            call.became = became;
        }
    }
}

fn entry_contact(entry: Option<&Entry>) -> String {
    entry.and_then(|entry| entry.contact.clone()).unwrap_or_default()
}

impl Observer for Chronicle<'_> {
    const ORDERED: bool = true;

    fn event(&mut self, time: f64, contact: &Contact, event: &Event) {
        match *event {
            Event::Arrived => self.arrived(time, contact),
            Event::VisitedMenu(visit) => self.visited(time, contact, &visit),
            Event::LeftIvr { hung_up, .. } => self.inside(contact).hung_up = hung_up,
            Event::Queued { queue, .. } => {
                let inside = self.inside(contact);
                (inside.queued, inside.agent) = (Some((time, queue)), None);
                let name = Some(self.queue(queue));
                self.entry(time, contact, Kind::ContactQueued, Initiator::System).queue = name;
            }
            Event::Offered { queue, group, agent } => self.offered(time, contact, queue, group, agent),
            Event::Missed { queue, group, agent } => {
                self.inside(contact).offered = false;
                self.agent_does(time, contact, Kind::ContactMissed, Initiator::Agent, (queue, group, agent));
            }
            Event::Answered { from, group, agent, .. } => self.accepted(time, contact, from, group, agent),
            Event::FoundGone { from, group, agent, .. } => {
                self.inside(contact).gone = true;
                self.accepted(time, contact, from, group, agent);
            }
            Event::Transferred { to, .. } => {
                let (queue, agent) = (Some(self.queue(to)), self.inside(contact).agent.clone());
                let entry = self.entry(time, contact, Kind::ContactTransferred, Initiator::Agent);
                (entry.agent, entry.queue) = (agent, queue);
            }
            Event::Ended(outcome) => self.ended(time, contact, outcome),
            Event::EnteredIvr | Event::PlayedMenu(_) | Event::UsedSelfService { .. } | Event::Abandoned { .. } => {}
        }
    }

    fn duty(&mut self, _: &Duty) {}

    fn conversation(&mut self, time: f64, note: &ConversationNote) {
        let ConversationNote { customer, conversation, contact, change } = note;
        let ended = !self.inside.contains_key(&(contact.stream, contact.ordinal));
        let inside = self.inside(contact);
        inside.customer = Some(customer.number());
        inside.conversation = *conversation;
        let (kind, initiator, reason, agent) = match *change {
            Change::ProfileCreated { duplicate } => {
                inside.new_profile = true;
                (Kind::ProfileCreated, Initiator::System, duplicate.then_some("duplicate"), None)
            }
            Change::Created => (Kind::ConversationCreated, Initiator::System, None, None),
            Change::Reopened => (Kind::ConversationReopened, Initiator::System, None, None),
            Change::Assigned { group, agent } => {
                (Kind::ConversationAssigned, Initiator::System, None, Some((group, agent)))
            }
            Change::Closed(closing) => {
                let (initiator, agent) = match closing {
                    Closing::Agent { group, agent } => (Initiator::Agent, Some((group, agent))),
                    Closing::Idle | Closing::Abandoned => (Initiator::System, None),
                };
                (Kind::ConversationClosed, initiator, Some(closing.reason()), agent)
            }
            Change::Joined | Change::Waits => {
                if ended {
                    self.inside.remove(&(contact.stream, contact.ordinal));
                }
                return;
            }
            Change::LeftOpen => {
                self.inside.remove(&(contact.stream, contact.ordinal));
                return self.became(Became::LeftOpen);
            }
        };
        let agent = agent.map(|(group, agent)| self.agent(group, agent));
        let number = self.number(contact).filter(|_| kind == Kind::ProfileCreated);
        let entry = self.entry(time, contact, kind, initiator);
        (entry.reason, entry.agent, entry.number) = (reason.map(str::to_owned), agent, number);
        if *change == Change::Closed(Closing::Abandoned) {
            self.became(Became::Closed);
        }
        if ended {
            self.inside.remove(&(contact.stream, contact.ordinal));
        }
    }
}
