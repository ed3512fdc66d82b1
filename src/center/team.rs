//! The agents of a group who may have several contacts at once: how many each has, and who has room for more.
//!
//! A call or an e-mail takes the whole of an agent; chats and messages share one. Who is on duty, idle or in overtime is known
//! to [`Agents`], for whom an agent with any contact is busy.

use std::collections::VecDeque;

use super::agents::Agents;
use super::event::Duty;
use super::model::Group;
use crate::scenario::resolved::GroupId;

/// The load of an agent whom one contact takes as a whole.
const WHOLE: u32 = u32::MAX;

/// The loads of one group.
#[derive(Debug, Default)]
pub(super) struct Team {
    /// How many contacts each agent has.
    loads: Vec<u32>,
    /// How many of them are offered to each agent and not accepted yet.
    offered: Vec<u32>,
    /// Since when each agent has had contacts.
    busy_since: Vec<f64>,
    /// Since when each agent has had as many as now.
    since: Vec<f64>,
    /// For one contact and more, the agents who have so many and room for more, longest so first. Who has gone off duty
    /// since may still be in it.
    room: Vec<VecDeque<u32>>,
}

impl Team {
    pub(super) fn clear(&mut self, group: &Group) {
        let agents = group.most as usize;
        self.loads.clear();
        self.loads.resize(agents, 0);
        self.offered.clear();
        self.offered.resize(agents, 0);
        self.busy_since.clear();
        self.busy_since.resize(agents, 0.0);
        self.since.clear();
        self.since.resize(agents, 0.0);
        self.room.resize_with(group.at_once.saturating_sub(1) as usize, VecDeque::new);
        self.room.iter_mut().for_each(VecDeque::clear);
    }

    pub(super) fn load(&self, agent: u32) -> u32 {
        self.loads[agent as usize]
    }

    /// How many contacts the agent has accepted, those included on which work is still done.
    pub(super) fn accepted(&self, agent: u32) -> u32 {
        self.loads[agent as usize] - self.offered[agent as usize]
    }

    /// One of the agent's contacts is offered, and not accepted yet.
    pub(super) fn offer(&mut self, agent: u32) {
        self.offered[agent as usize] += 1;
    }

    /// An offer is over, whether it was accepted, missed, or the customer left.
    pub(super) fn offer_is_over(&mut self, agent: u32) {
        self.offered[agent as usize] -= 1;
    }

    /// How many contacts the agent has who should take the next one of a kind that shares agents, or takes a whole one,
    /// and since when so many.
    pub(super) fn best(&mut self, agents: &Agents, shares: bool) -> Option<(u32, f64)> {
        if let Some(since) = agents.idle_since() {
            return Some((0, since));
        }
        for (index, room) in self.room.iter_mut().enumerate().filter(|_| shares) {
            while let Some(&agent) = room.front() {
                if agents.is_on_duty(agent) {
                    return Some((index as u32 + 1, self.since[agent as usize]));
                }
                room.pop_front();
            }
        }
        None
    }

    /// Whether this agent, who has contacts, can take another one that shares agents.
    pub(super) fn has_room(&self, agents: &Agents, agent: u32) -> bool {
        let load = self.loads[agent as usize];
        load != WHOLE && load as usize <= self.room.len() && agents.is_on_duty(agent)
    }

    /// The agent that [`Self::best`] told of, whose load is this.
    pub(super) fn take_best(&mut self, agents: &mut Agents, load: u32) -> Option<u32> {
        match load {
            0 => agents.take(),
            _ => self.room.get_mut(load as usize - 1)?.pop_front(),
        }
    }

    /// Takes this agent out of those with room.
    pub(super) fn take(&mut self, agent: u32) {
        let load = self.loads[agent as usize];
        if load > 0 && load != WHOLE && load as usize <= self.room.len() {
            self.room[load as usize - 1].retain(|&other| other != agent);
        }
    }

    /// Gives a contact to an agent who is among none of the idle or those with room, and stays so.
    pub(super) fn give(&mut self, agent: u32, shares: bool, now: f64) {
        let index = agent as usize;
        if self.loads[index] == 0 {
            self.busy_since[index] = now;
        }
        self.loads[index] = if shares { self.loads[index] + 1 } else { WHOLE };
        self.since[index] = now;
    }

    /// Lets an agent, who is among none of those with room, wait for more beside what they have.
    pub(super) fn make_room(&mut self, agents: &Agents, agent: u32) {
        if self.has_room(agents, agent) {
            self.room[self.loads[agent as usize] as usize - 1].push_back(agent);
        }
    }

    /// A contact of this agent is done; returns how many are left, and from when on there were any.
    pub(super) fn done(&mut self, agent: u32, now: f64) -> (u32, f64) {
        self.take(agent);
        let index = agent as usize;
        self.loads[index] = if self.loads[index] == WHOLE { 0 } else { self.loads[index] - 1 };
        self.since[index] = now;
        (self.loads[index], self.busy_since[index])
    }

    /// Tells, at the end of everything, how long those have had contacts who still have some.
    pub(super) fn finish(&self, group: GroupId, now: f64, mut tell: impl FnMut(&Duty)) {
        for (&load, &from) in self.loads.iter().zip(&self.busy_since) {
            if load > 0 && now > from {
                tell(&Duty { group, agents: 1, from, until: now });
            }
        }
    }
}
