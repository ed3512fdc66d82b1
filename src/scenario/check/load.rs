//! Whether the agents can do the work at all where nobody hangs up: the offered load against the staff.

use super::{Check, Known};
use crate::law::Law;
use crate::scenario::resolved::{
    Action, ByClock, Channel, IntentId, Ivr, MenuId, Patience, QueueId, Scenario, Span, StepKind,
};

/// The integral of a value by clock time over `[from, to)`.
pub(super) fn integral<T: Copy + Into<f64>>(by_clock: &ByClock<T>, from: f64, to: f64) -> f64 {
    let ends = by_clock.steps.iter().skip(1).map(|(start, _)| *start).chain([f64::INFINITY]);
    let pieces = by_clock.steps.iter().zip(ends);
    pieces.map(|((start, value), end)| (end.min(to) - start.max(from)).max(0.0) * (*value).into()).sum()
}

impl Check {
    /// Warns of agents who cannot keep up with callers who never hang up.
    pub(super) fn load(&mut self, scenario: &Scenario, known: &Known) {
        if scenario.lines.is_some() {
            return;
        }
        let (from, to) = self.hours();
        let mut work = vec![0.0; scenario.queues.len()];
        for stream in &scenario.streams {
            let calls = integral(&stream.per_hour, from, to) / 3600.0;
            for (index, intent) in scenario.intents.iter().enumerate() {
                if !waits_for_ever(stream.patience.as_ref().unwrap_or(scenario.patience(intent))) {
                    continue;
                }
                let queue = match (stream.queue, &scenario.ivr) {
                    (Some(queue), _) => Some(queue),
                    (None, Some(ivr)) => destination(ivr, IntentId(index as u32)),
                    (None, None) => None,
                };
                if let Some(queue) = queue {
                    let meant = &scenario.queues[queue.index()];
                    let own = intent.talk.as_ref().filter(|_| meant.channel == Channel::Voice);
                    let talk = own.unwrap_or(&meant.talk).mean();
                    let each = (talk + meant.after_call_work.mean()) / at_once(scenario, queue);
                    work[queue.index()] += calls * intent.share * each;
                }
            }
        }
        for pool in pools(scenario) {
            let offered: f64 = pool.iter().map(|queue| work[*queue]).sum();
            let staffed: f64 = scenario
                .groups
                .iter()
                .filter(|group| group.queues.iter().any(|queue| pool.contains(&queue.index())))
                .map(|group| integral(&group.count, from, to))
                .sum();
            let steady = matches!(scenario.span, Span::Steady { .. });
            // Where nobody is on duty at all, that is an error already.
            if staffed > 0.0 && (offered > staffed || steady && offered == staffed) {
                let first = pool[0];
                let names: Vec<String> =
                    pool.iter().take(8).map(|queue| format!("`{}`", scenario.queues[*queue].name)).collect();
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

/// How many contacts of this queue an agent has at once, at most.
fn at_once(scenario: &Scenario, queue: QueueId) -> f64 {
    if !matches!(scenario.queues[queue.index()].channel, Channel::Chat | Channel::Message) {
        return 1.0;
    }
    let serving = scenario.groups.iter().filter(|group| group.queues.contains(&queue));
    serving.map(|group| group.at_once).max().unwrap_or(1).into()
}

fn waits_for_ever(patience: &Patience) -> bool {
    match patience {
        Patience::OneClock(law) | Patience::Fresh { queue: law, .. } => *law == Law::Never,
    }
}

/// The queues that share agents, directly or through others, or overflow into each other.
fn pools(scenario: &Scenario) -> Vec<Vec<usize>> {
    let mut pool_of: Vec<usize> = (0..scenario.queues.len()).collect();
    let mut join = |a: usize, b: usize| {
        let (old, new) = (pool_of[a], pool_of[b]);
        if old != new {
            for pool in &mut pool_of {
                if *pool == old {
                    *pool = new;
                }
            }
        }
    };
    for group in &scenario.groups {
        for queue in group.queues.iter().skip(1) {
            join(group.queues[0].index(), queue.index());
        }
    }
    for (index, queue) in scenario.queues.iter().enumerate() {
        if let Some(overflow) = queue.overflow {
            join(index, overflow.to.index());
        }
    }
    let mut pools: Vec<Vec<usize>> = vec![Vec::new(); scenario.queues.len()];
    for (queue, pool) in pool_of.iter().enumerate() {
        pools[*pool].push(queue);
    }
    pools.retain(|pool| !pool.is_empty());
    pools
}

/// Where a caller who errs in nothing is queued, if that is where the IVR leads.
fn destination(ivr: &Ivr, intent: IntentId) -> Option<QueueId> {
    let mut action = &ivr.start;
    // Longer ways are circles.
    for _ in 0..=ivr.menus.len() + ivr.steps.len() + ivr.self_services.len() {
        action = match action.onward() {
            Action::Queue(queue) => return Some(*queue),
            Action::Menu(menu) => {
                let menu = &ivr.menus[menu.index()];
                let mine = if ivr.balanced.is_some() {
                    menu.options.first()
                } else {
                    menu.options.iter().find(|option| option.serves.contains(&intent)).or_else(|| {
                        menu.options.iter().find(|option| match option.then.onward() {
                            Action::Menu(next) => serves(ivr, *next, intent),
                            _ => false,
                        })
                    })
                };
                mine.map_or(&menu.then, |option| &option.then)
            }
            Action::Step(step) => {
                let step = &ivr.steps[step.index()];
                match &step.kind {
                    StepKind::When(branches) => branches.first().map_or(&step.then, |(_, then)| then),
                    _ => &step.then,
                }
            }
            Action::SelfService(service) => {
                let service = &ivr.self_services[service.index()];
                if service.success > 0.0 { service.then.as_ref()? } else { &service.failed }
            }
            Action::Language(..)
            | Action::Repeat
            | Action::Back
            | Action::Disconnect
            | Action::Voicemail
            | Action::TransferOut(_) => {
                return None;
            }
        };
    }
    None
}

/// Whether a menu serves an intent, or leads to one that does.
fn serves(ivr: &Ivr, menu: MenuId, intent: IntentId) -> bool {
    let mut seen = vec![false; ivr.menus.len()];
    let mut open = vec![menu];
    while let Some(menu) = open.pop() {
        if std::mem::replace(&mut seen[menu.index()], true) {
            continue;
        }
        for option in &ivr.menus[menu.index()].options {
            if option.serves.contains(&intent) {
                return true;
            }
            if let Action::Menu(next) = option.then.onward() {
                open.push(*next);
            }
        }
    }
    false
}
