//! The agents, and whether every queue has some.

use super::draft::{GroupDraft, Holes};
use super::flow::UNLESS_IT_LEADS_THERE;
use super::graph::Graph;
use super::load::integral;
use super::ways::Lead;
use super::{Check, Known, MOST};
use crate::scenario::diagnostic::Problem;
use crate::scenario::field::{Field, Placed};
use crate::scenario::file::File;
use crate::scenario::file::agents as file;
use crate::scenario::place::Place;
use crate::scenario::resolved::{AgentGroup, QueueId};

/// All groups together have no more agents, whom the center must be able to tell apart.
const MOST_PEOPLE: u64 = 10_000_000;

impl Check {
    pub(super) fn groups(&mut self, file: &File, known: &Known) -> Option<Vec<AgentGroup>> {
        let Some(section) = file.agents.given() else {
            return file.agents.is_missing().then(Vec::new);
        };
        let mut whole = true;
        let mut groups = Vec::new();
        let mut people: u64 = 0;
        for (name, group) in section.value.pairs() {
            if group.is_none() {
                self.draft.groups.push(GroupDraft { count: None, queues: None, at_once: 1 });
            }
            match group.and_then(|group| self.group(name, group, known)) {
                Some(group) => {
                    let most = group.count.steps.iter().map(|&(_, count)| u64::from(count)).max();
                    let before = people;
                    people += most.unwrap_or(0);
                    if people > MOST_PEOPLE && before <= MOST_PEOPLE {
                        self.error(
                            "too-large",
                            "there are more than ten million agents",
                            name.place,
                            "too many from here on",
                            "check the counts: all groups together may have 10,000,000",
                        );
                    }
                    groups.push(group);
                }
                None => whole = false,
            }
        }
        whole.then_some(groups)
    }

    fn group(&mut self, name: &Placed<String>, group: &Placed<file::Group>, known: &Known) -> Option<AgentGroup> {
        let owner = format!("the agent group `{}`", name.value);
        let file::Group { count, queues, at_once, .. } = &group.value;
        let path = format!("agents.{}", name.value);
        let at_once = self.at_once(&path, at_once);
        let offers = self.offers(&path, &group.value);
        let count = self.required(count, group.place, &owner, "count", "count: 12").and_then(|count| {
            self.by_clock(count, "agents", |check, count| check.count(count.value.0, count.place, "agents", 0, MOST))
        });
        let example = known.queues.iter().next().map_or("general", |(name, _)| name);
        let queues = self.required(queues, group.place, &owner, "queues", &format!("queues: [{example}]"));
        let served = queues.and_then(|queues| self.queues_of(&owner, queues, example, known));
        let meant = queues.map(|queues| {
            let meant = |queue| self.meant(&known.queues, queue, queues.place).map(QueueId);
            queues.value.iter().map(meant).collect()
        });
        let most = at_once.map_or(1, |(most, _)| most);
        self.draft.groups.push(GroupDraft { count: count.clone(), queues: meant, at_once: most });
        let (at_once, slower) = at_once?;
        Some(AgentGroup { name: name.value.clone(), count: count?, queues: served?, at_once, slower, offers: offers? })
    }

    fn queues_of(
        &mut self,
        owner: &str,
        queues: &Placed<Vec<Field<String>>>,
        example: &str,
        known: &Known,
    ) -> Option<Vec<QueueId>> {
        if queues.value.is_empty() {
            self.error(
                "agents-without-queue",
                format!("{owner} serves no queue"),
                queues.place,
                "expected at least one queue",
                format!("write `queues: [{example}]`, or remove the group"),
            );
            return None;
        }
        let mut whole = true;
        let mut served: Vec<(QueueId, Place)> = Vec::new();
        for queue in &queues.value {
            let named = queue.given().and_then(|queue| Some((self.queue(&known.queues, queue)?, queue)));
            let Some((id, queue)) = named else {
                whole = false;
                continue;
            };
            if let Some((_, first)) = served.iter().find(|(other, _)| *other == id) {
                self.problems.push(
                    Problem::error(
                        "duplicate-name",
                        format!("{owner} serves `{}` twice", queue.value),
                        queue.place,
                        "given again here",
                        "remove one of the two; the first queue is the most preferred",
                    )
                    .with(*first, "given first here"),
                );
                whole = false;
            }
            served.push((id, queue.place));
        }
        whole.then(|| served.into_iter().map(|(queue, _)| queue).collect())
    }

    /// Every queue that something leads to has agents at some time of the day, directly or where it overflows to.
    pub(super) fn staffed(&mut self, file: &File, place: Place, known: &Known, graph: Option<&Graph>) {
        let Some((first, _)) = known.queues.iter().next() else { return };
        if file.agents.is_missing() || file.agents.given().is_some_and(|agents| agents.value.entries.is_empty()) {
            self.error(
                "queue-without-agents",
                "the scenario has queues, but no agents",
                file.agents.given().map_or(place, |agents| agents.place),
                "expected `agents`",
                format!("add `agents: {{front_line: {{count: 12, queues: [{first}]}}}}`"),
            );
            return;
        }
        let (used, unread) = self.used(file, known, graph);
        let (from, to) = self.hours();
        let mut holes = Holes::of_section(&file.agents);
        let mut assigned = vec![false; known.queues.len()];
        let mut present = assigned.clone();
        for group in &self.draft.groups {
            let Some(queues) = &group.queues else {
                holes.many();
                continue;
            };
            let on_duty = group.count.as_ref().is_none_or(|count| integral(count, from, to) > 0.0);
            for queue in queues {
                match queue {
                    Ok(queue) => {
                        assigned[queue.index()] = true;
                        present[queue.index()] |= on_duty;
                    }
                    Err(hole) => holes.one(*hole),
                }
            }
        }
        let (mut unserved, mut unused) = (Vec::new(), Vec::new());
        for (index, (name, at)) in known.queues.iter().enumerate() {
            let overflow = self.draft.queues.get(index).and_then(|queue| queue.overflow);
            let served = present[index] || overflow.is_some_and(|to| to.is_ok_and(|to| present[to.index()]));
            if used[index] && !served && !matches!(overflow, Some(Err(_))) {
                let (label, help) = if assigned[index] {
                    ("nobody is on duty for it in the simulated time", "raise the `count` of one of its groups")
                } else {
                    ("no agent group names this queue", "add it to the `queues` of a group with agents")
                };
                let message = format!("nobody serves the queue `{name}`");
                unserved.push(Problem::error("queue-without-agents", message, at, label, help));
            } else if !used[index] {
                unused.push(Problem::warning(
                    "unused-queue",
                    format!("nothing leads to the queue `{name}`"),
                    at,
                    "no stream, menu, step or overflow names it",
                    "remove it, or lead calls to it",
                ));
            }
        }
        self.absent(unserved, &holes, "unless this is meant to name it");
        self.absent(unused, &unread, UNLESS_IT_LEADS_THERE);
    }

    /// The queues that something leads to, and what may lead to others.
    fn used(&self, file: &File, known: &Known, graph: Option<&Graph>) -> (Vec<bool>, Holes) {
        let mut used = vec![false; known.queues.len()];
        let mut holes = Holes::of_tree(file, graph);
        if matches!(file.arrivals, Field::Broken) {
            holes.many();
        }
        let chosen = graph.into_iter().flat_map(|graph| &graph.ways.written).filter_map(|(lead, _)| match lead {
            Lead::Queue(queue) => Some(*queue),
            Lead::Hole(hole, None) => Some(Err(*hole)),
            _ => None,
        });
        let streams = self.draft.streams.iter().filter_map(|stream| stream.queue);
        let overflows = self.draft.queues.iter().filter_map(|queue| queue.overflow);
        for queue in chosen.chain(streams).chain(overflows) {
            match queue {
                Ok(queue) => used[queue.index()] = true,
                Err(hole) => holes.one(hole),
            }
        }
        (used, holes)
    }
}
