//! The observer that tells a timeline's entries, with the names of the scenario. It keeps only what it knows of the contacts
//! inside: an entry goes to its scribe as it happens.

use std::collections::HashMap;
use std::io;

use super::abandoned::{AbandonedCall, Became, Profile, Where};
use super::scribe::Scribe;
use super::{Entry, Initiator, Kind, phone_number};
use crate::center::{
    Change, Closing, Contact, ConversationNote, CustomerId, Duty, Event, HungUp, MenuVisit, Model, Observer, Outcome,
    Place,
};
use crate::scenario::resolved::{Channel, GroupId, QueueId, Scenario, StreamId};

/// Tells its scribe everything that happens in one replication.
#[derive(Debug)]
pub struct Chronicle<'s, S> {
    scenario: &'s Scenario,
    model: &'s Model,
    replication: u32,
    scribe: S,
    /// What came of writing so far: after a failure nothing more is written.
    written: io::Result<()>,
    /// The call that was abandoned last, until it is told what became of its conversation, or something else happens.
    abandoned: Option<AbandonedCall>,
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

impl<'s, S: Scribe> Chronicle<'s, S> {
    /// The chronicle of this replication, of which nothing has happened yet.
    pub fn new(scenario: &'s Scenario, model: &'s Model, replication: u32, scribe: S) -> Self {
        Self { scenario, model, replication, scribe, written: Ok(()), abandoned: None, inside: HashMap::new() }
    }

    /// The scribe, who has been told everything.
    ///
    /// # Errors
    ///
    /// The first that the scribe had; nothing was told after it.
    pub fn finish(mut self) -> io::Result<S> {
        self.settle();
        self.written.map(|()| self.scribe)
    }

    fn tell(&mut self, entry: &Entry) {
        if self.written.is_ok() {
            self.written = self.scribe.entry(entry);
        }
    }

    /// Tells of the call that was abandoned last. What becomes of its conversation is told at once, if anything does.
    fn settle(&mut self) {
        if let Some(call) = self.abandoned.take()
            && self.written.is_ok()
        {
            self.written = self.scribe.abandoned(&call);
        }
    }

    fn channel(&self, contact: &Contact) -> Channel {
        self.scenario.streams[contact.stream.index()].channel
    }

    fn inside(&mut self, contact: &Contact) -> &mut Inside {
        self.inside.entry((contact.stream, contact.ordinal)).or_default()
    }

    /// An entry about a contact, of which everything else is still to be filled in.
    fn entry(&mut self, time: f64, contact: &Contact, kind: Kind, initiator: Initiator) -> Entry {
        let stream = &self.scenario.streams[contact.stream.index()];
        let (name, channel) = (format!("{}/{}", stream.name, contact.ordinal), stream.channel.name().to_owned());
        let Inside { customer, conversation, .. } = *self.inside(contact);
        Entry {
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
        }
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
        let entry = Entry { agent, queue, ..self.entry(time, contact, kind, initiator) };
        self.tell(&entry);
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
        let entry = Entry { number, ..self.entry(time, contact, Kind::ContactArrived, Initiator::Customer) };
        self.tell(&entry);
    }

    fn visited(&mut self, time: f64, contact: &Contact, visit: &MenuVisit) {
        let menu = self.scenario.ivr.as_ref().map(|ivr| &ivr.menus[visit.menu.index()]);
        let selected = menu.zip(visit.taken).map(|(menu, taken)| menu.options[taken as usize].key.clone());
        let initiator =
            if selected.is_some() || visit.hung_up.is_some() { Initiator::Customer } else { Initiator::System };
        let (menu, level) = (menu.map(|menu| menu.name.clone()), Some(visit.level).filter(|&level| level > 0));
        let entry = Entry { menu, level, selected, ..self.entry(time, contact, Kind::IvrMenu, initiator) };
        self.tell(&entry);
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
        let entry = Entry {
            outcome: Some(outcome.name().into()),
            queue: queue.clone(),
            agent: inside.agent,
            menu: menu.clone(),
            level,
            reason: inside.gone.then(|| "silent".into()),
            ..self.entry(time, contact, Kind::ContactEnded, initiator)
        };
        self.tell(&entry);
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
            self.abandoned = Some(AbandonedCall {
                replication: self.replication,
                contact: entry.contact.unwrap_or_default(),
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
        if let Some(call) = &mut self.abandoned {
            call.became = became;
        }
        self.settle();
    }
}

impl<S: Scribe> Observer for Chronicle<'_, S> {
    const ORDERED: bool = true;

    fn event(&mut self, time: f64, contact: &Contact, event: &Event) {
        self.settle();
        match *event {
            Event::Arrived => self.arrived(time, contact),
            Event::VisitedMenu(visit) => self.visited(time, contact, &visit),
            Event::LeftIvr { hung_up, .. } => self.inside(contact).hung_up = hung_up,
            Event::Queued { queue, .. } => {
                let inside = self.inside(contact);
                (inside.queued, inside.agent) = (Some((time, queue)), None);
                let queue = Some(self.queue(queue));
                let entry = Entry { queue, ..self.entry(time, contact, Kind::ContactQueued, Initiator::System) };
                self.tell(&entry);
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
                self.tell(&Entry { agent, queue, ..entry });
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
        let reason = reason.map(str::to_owned);
        let entry = Entry { agent, reason, number, ..self.entry(time, contact, kind, initiator) };
        self.tell(&entry);
        if *change == Change::Closed(Closing::Abandoned) {
            self.became(Became::Closed);
        }
        if ended {
            self.inside.remove(&(contact.stream, contact.ordinal));
        }
    }
}
