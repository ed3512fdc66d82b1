//! The agents, and whether every queue has some.

use super::load::integral;
use super::{Check, Known, MOST};
use crate::scenario::diagnostic::Problem;
use crate::scenario::field::Placed;
use crate::scenario::file::File;
use crate::scenario::file::agents as file;
use crate::scenario::place::Place;
use crate::scenario::resolved::{AgentGroup, Queue, QueueId};

impl Check {
    pub(super) fn groups(&mut self, file: &File, known: &Known) -> Option<Vec<AgentGroup>> {
        let Some(section) = file.agents.given() else {
            return file.agents.is_missing().then(Vec::new);
        };
        let mut whole = true;
        let mut groups = Vec::new();
        for (name, group) in section.value.pairs() {
            match group.and_then(|group| self.group(name, group, known)) {
                Some(group) => groups.push(group),
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
        let queues = self.required(queues, group.place, &owner, "queues", &format!("queues: [{example}]"))?;
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
            let Some(queue) = queue.given() else {
                whole = false;
                continue;
            };
            let Some(id) = self.refer(&known.queues, "queue", &queue.value, queue.place).map(QueueId) else {
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
        let (count, (at_once, slower), offers) = (count?, at_once?, offers?);
        whole.then(|| AgentGroup {
            name: name.value.clone(),
            count,
            queues: served.into_iter().map(|(queue, _)| queue).collect(),
            at_once,
            slower,
            offers,
        })
    }

    /// Every queue that something leads to has agents at some time of the day, directly or where it overflows to;
    /// `all_led` says that all that could lead to one could be read.
    pub(super) fn staffed(
        &mut self,
        file: &File,
        place: Place,
        known: &Known,
        queues: Option<&[Queue]>,
        groups: Option<&[AgentGroup]>,
        all_led: bool,
    ) {
        let (Some(queues), Some(groups)) = (queues, groups) else { return };
        if groups.is_empty() && !queues.is_empty() {
            let queue = &queues[0].name;
            self.error(
                "queue-without-agents",
                "the scenario has queues, but no agents",
                file.agents.given().map_or(place, |agents| agents.place),
                "expected `agents`",
                format!("add `agents: {{front_line: {{count: 12, queues: [{queue}]}}}}`"),
            );
            return;
        }
        let (from, to) = self.hours();
        for (index, queue) in queues.iter().enumerate() {
            let id = QueueId(index as u32);
            let at = known.queues.place_at(index);
            let used = self.queues_used.contains(&id);
            let present = |queue: QueueId| {
                groups.iter().any(|group| group.queues.contains(&queue) && integral(&group.count, from, to) > 0.0)
            };
            let served = present(id) || queue.overflow.is_some_and(|overflow| present(overflow.to));
            if used && !served {
                let assigned = groups.iter().any(|group| group.queues.contains(&id));
                let (label, help) = if assigned {
                    ("nobody is on duty for it in the simulated time", "raise the `count` of one of its groups")
                } else {
                    ("no agent group names this queue", "add it to the `queues` of a group with agents")
                };
                self.error(
                    "queue-without-agents",
                    format!("nobody serves the queue `{}`", queue.name),
                    at,
                    label,
                    help,
                );
            } else if !used && all_led {
                self.warning(
                    "unused-queue",
                    format!("nothing leads to the queue `{}`", queue.name),
                    at,
                    "no stream, menu, step or overflow names it",
                    "remove it, or lead calls to it",
                );
            }
        }
    }
}
