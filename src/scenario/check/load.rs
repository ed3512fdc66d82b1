//! Whether the agents can do the work at all where nobody hangs up: the offered load against the staff.

use super::draft::{Draft, Found};
use super::graph::Graph;
use super::{Check, Known};
use crate::law::Law;
use crate::scenario::field::Field;
use crate::scenario::file::File;
use crate::scenario::resolved::{ByClock, Channel, IntentId, Patience, QueueId, Span};

/// The integral of a value by clock time over `[from, to)`.
pub(super) fn integral<T: Copy + Into<f64>>(by_clock: &ByClock<T>, from: f64, to: f64) -> f64 {
    let ends = by_clock.steps.iter().skip(1).map(|(start, _)| *start).chain([f64::INFINITY]);
    let pieces = by_clock.steps.iter().zip(ends);
    pieces.map(|((start, value), end)| (end.min(to) - start.max(from)).max(0.0) * (*value).into()).sum()
}

impl Check {
    /// Warns of agents who cannot keep up with callers who never hang up. Work that is unknown is not counted, and where
    /// staff is unknown nothing is said.
    pub(super) fn load(&mut self, file: &File, known: &Known, graph: Option<&Graph>) {
        let (Some(span), Some(pools)) = (self.span, pools(&self.draft)) else { return };
        if !matches!(file.lines, Field::Missing) {
            return;
        }
        let (from, to) = self.hours();
        let work = self.draft.work(graph, from, to);
        for pool in pools {
            let offered: f64 = pool.iter().map(|queue| work[*queue]).sum();
            let serves = |queues: &[QueueId]| queues.iter().any(|queue| pool.contains(&queue.index()));
            let groups = self.draft.groups.iter().filter(|group| group.known().is_some_and(|queues| serves(&queues)));
            let staffed = groups.map(|group| group.count.as_ref().map(|count| integral(count, from, to))).sum();
            let staffed: f64 = Option::unwrap_or(staffed, f64::INFINITY);
            let steady = matches!(span, Span::Steady { .. });
            // Where nobody is on duty at all, that is an error already.
            if staffed > 0.0 && (offered > staffed || steady && offered == staffed) {
                let first = pool[0];
                let named = known.queues.iter().enumerate().filter(|(queue, _)| pool.contains(queue));
                let names: Vec<String> = named.take(8).map(|(_, (name, _))| format!("`{name}`")).collect();
                let (which, verb) = if pool.len() == 1 { ("queue", "empties") } else { ("queues", "empty") };
                self.warning(
                    "unstable-queue",
                    format!(
                        "the {which} {} never {verb}: callers who never hang up offer {:.1} erlangs to {:.1} agents",
                        names.join(", "),
                        offered / (to - from),
                        staffed / (to - from),
                    ),
                    known.queues.place_at(first),
                    "nothing ends their wait, which grows as long as the run",
                    "add agents, or give these callers a patience",
                );
            }
        }
    }
}

impl Draft {
    /// How many contacts of this queue an agent has at once, at most.
    fn at_once(&self, queue: QueueId) -> f64 {
        if !matches!(self.queues[queue.index()].channel, Some(Channel::Chat | Channel::Message)) {
            return 1.0;
        }
        let serves = |queues: &Vec<Found<QueueId>>| queues.contains(&Ok(queue));
        let serving = self.groups.iter().filter(|group| group.queues.as_ref().is_some_and(serves));
        serving.map(|group| group.at_once).max().unwrap_or(1).into()
    }

    /// The seconds of work that callers who never hang up bring to each queue, as far as they are known.
    fn work(&self, graph: Option<&Graph>, from: f64, to: f64) -> Vec<f64> {
        let mut work = vec![0.0; self.queues.len()];
        for stream in &self.streams {
            let Some(per_hour) = &stream.per_hour else { continue };
            let calls = integral(per_hour, from, to) / 3600.0;
            for (index, intent) in self.intents.iter().enumerate() {
                let (Some(share), Ok(talk)) = (intent.share, &intent.talk) else { continue };
                let patience = match &stream.patience {
                    Ok(own) => own.as_ref().or(self.patience(intent)),
                    Err(_) => None,
                };
                if !patience.is_some_and(waits_for_ever) {
                    continue;
                }
                let queue = match stream.queue {
                    Some(queue) => queue.ok(),
                    None => graph.and_then(|graph| graph.destination(IntentId(index as u32))),
                };
                let Some((queue, meant)) = queue.and_then(|queue| Some((queue, self.queues.get(queue.index())?)))
                else {
                    continue;
                };
                let own = talk.as_ref().filter(|_| meant.channel == Some(Channel::Voice));
                if let (Some(talk), Some(after)) = (own.or(meant.talk.as_ref()), &meant.after_call_work) {
                    let each = (talk.mean() + after.mean()) / self.at_once(queue);
                    work[queue.index()] += calls * share * each;
                }
            }
        }
        work
    }
}

/// The queues that share agents, directly or through others, or overflow into each other; if that is known of all.
fn pools(draft: &Draft) -> Option<Vec<Vec<usize>>> {
    let mut pool_of: Vec<usize> = (0..draft.queues.len()).collect();
    let mut join = |a: usize, b: usize| {
        let (old, new) = (*pool_of.get(a)?, *pool_of.get(b)?);
        if old != new {
            for pool in &mut pool_of {
                if *pool == old {
                    *pool = new;
                }
            }
        }
        Some(())
    };
    for group in &draft.groups {
        let queues = group.known()?;
        for queue in queues.iter().skip(1) {
            join(queues[0].index(), queue.index())?;
        }
    }
    for (index, queue) in draft.queues.iter().enumerate() {
        if let Some(overflow) = queue.overflow {
            join(index, overflow.ok()?.index())?;
        }
    }
    let mut pools: Vec<Vec<usize>> = vec![Vec::new(); draft.queues.len()];
    for (queue, pool) in pool_of.iter().enumerate() {
        pools[*pool].push(queue);
    }
    pools.retain(|pool| !pool.is_empty());
    Some(pools)
}

fn waits_for_ever(patience: &Patience) -> bool {
    match patience {
        Patience::OneClock(law) | Patience::Fresh { queue: law, .. } => *law == Law::Never,
    }
}
