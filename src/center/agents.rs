//! Agent groups: who is on duty, who is idle and for how long.
//!
//! Agent `k` of a group is on duty while the group's count exceeds `k`. Who is talking when the count falls finishes
//! first: that is overtime.

use std::collections::VecDeque;

use super::event::Duty;
use super::model::Group;
use crate::scenario::resolved::GroupId;

#[derive(Debug, Clone, Copy, PartialEq)]
enum State {
    /// Not at work; or, while busy, in overtime since then.
    Off,
    Idle {
        since: f64,
    },
    Busy,
    Overtime {
        since: f64,
    },
}

/// The agents of one group.
#[derive(Debug)]
pub(super) struct Agents {
    id: GroupId,
    states: Vec<State>,
    /// The idle ones, longest idle first.
    idle: VecDeque<u32>,
    on_duty: u32,
    since: f64,
    next_change: usize,
}

impl Agents {
    pub(super) fn new(id: GroupId, group: &Group) -> Self {
        let mut agents = Self {
            id,
            states: vec![State::Off; group.most as usize],
            idle: VecDeque::with_capacity(group.most as usize),
            on_duty: 0,
            since: 0.0,
            next_change: 0,
        };
        agents.clear();
        agents
    }

    /// Sends everybody home.
    pub(super) fn clear(&mut self) {
        self.states.fill(State::Off);
        self.idle.clear();
        self.on_duty = 0;
        self.since = 0.0;
        self.next_change = 0;
    }

    /// When the count changes next.
    pub(super) fn next_change(&self, group: &Group) -> Option<f64> {
        group.duty.get(self.next_change).map(|&(time, _)| time)
    }

    /// Makes the next change of the count. Returns the agents who are free now and were not before; tells of the stretch
    /// that ends and of the overtime of those who are back on duty.
    pub(super) fn change(&mut self, group: &Group, now: f64, mut tell: impl FnMut(&Duty)) -> std::ops::Range<u32> {
        let Some(&(_, count)) = group.duty.get(self.next_change) else {
            return 0..0;
        };
        self.next_change += 1;
        self.tell_stretch(now, &mut tell);
        let before = std::mem::replace(&mut self.on_duty, count);
        for agent in count..before {
            let state = &mut self.states[agent as usize];
            *state = match *state {
                State::Busy => State::Overtime { since: now },
                _ => State::Off,
            };
        }
        if count < before {
            self.idle.retain(|&agent| agent < count);
        }
        for agent in before..count {
            if let State::Overtime { since } = self.states[agent as usize] {
                tell(&Duty { group: self.id, agents: 1, from: since, until: now });
                self.states[agent as usize] = State::Busy;
            }
        }
        before..count.max(before)
    }

    /// Tells of the people on duty since the last change, at the end of everything.
    pub(super) fn finish(&mut self, now: f64, mut tell: impl FnMut(&Duty)) {
        self.tell_stretch(now, &mut tell);
    }

    fn tell_stretch(&mut self, now: f64, tell: &mut impl FnMut(&Duty)) {
        if self.on_duty > 0 && now > self.since {
            tell(&Duty { group: self.id, agents: self.on_duty, from: self.since, until: now });
        }
        self.since = now;
    }

    /// Whether this agent is neither busy nor known to be idle: new on duty.
    pub(super) fn is_off(&self, agent: u32) -> bool {
        self.states[agent as usize] == State::Off
    }

    /// Whether this agent is on duty, idle or not.
    pub(super) fn is_on_duty(&self, agent: u32) -> bool {
        agent < self.on_duty
    }

    /// Since when the longest idle agent has been idle.
    pub(super) fn idle_since(&self) -> Option<f64> {
        let &agent = self.idle.front()?;
        match self.states[agent as usize] {
            State::Idle { since } => Some(since),
            _ => None,
        }
    }

    /// Takes the longest idle agent to a call.
    pub(super) fn take(&mut self) -> Option<u32> {
        let agent = self.idle.pop_front()?;
        self.states[agent as usize] = State::Busy;
        Some(agent)
    }

    /// Takes this agent, who is free but not idle yet, to a call.
    pub(super) fn keep_busy(&mut self, agent: u32) {
        self.states[agent as usize] = State::Busy;
    }

    /// Lets a free agent wait for the next call.
    pub(super) fn rest(&mut self, agent: u32, now: f64) {
        self.states[agent as usize] = State::Idle { since: now };
        self.idle.push_back(agent);
    }

    /// An agent has finished: returns whether they can take another call; tells of overtime.
    pub(super) fn release(&mut self, agent: u32, now: f64, mut tell: impl FnMut(&Duty)) -> bool {
        if let State::Overtime { since } = self.states[agent as usize] {
            tell(&Duty { group: self.id, agents: 1, from: since, until: now });
            self.states[agent as usize] = State::Off;
            return false;
        }
        true
    }
}
