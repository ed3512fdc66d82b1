//! The model that runs: a scenario with everything worked out that does not change from call to call.
//!
//! Names stay behind in the scenario; here are only indices, seconds and tables.

mod tree;

pub(super) use tree::{MenuRun, Reading, StepKindRun, Tree};

use super::draw::{Draws, StreamKey};
use super::event::Contact;
use super::population::{CustomerId, Population};
use crate::law::Law;
use crate::scenario::resolved::{
    AfterAnnouncement, Callers, Channel, GroupId, Intent, Ivr, Offers, Patience, QueueId, Scenario, Span, StreamId,
};

/// A scenario, ready to run.
#[derive(Debug, Clone)]
pub struct Model {
    pub(super) span: Span,
    pub(super) streams: Vec<Stream>,
    /// Cumulative shares of the intents; the last is 1.
    pub(super) intents: Vec<f64>,
    /// Cumulative shares of the languages, the last 1; at most one where nobody's is drawn.
    pub(super) languages: Vec<f64>,
    /// The patience of every intent.
    pub(super) patience: Vec<Patience>,
    pub(super) callers: Callers,
    /// Whether every factor of the hazard but that of announcements is 1, so that no clock ever needs setting.
    pub(super) neutral_hazard: bool,
    /// What announcements do, where they do anything.
    pub(super) after_announcement: Option<AfterAnnouncement>,
    pub(super) known_number: f64,
    /// The customers, where contacts are drawn from a population.
    pub(super) population: Option<Population>,
    pub(super) lines: Option<u32>,
    pub(super) ivr: Option<Tree>,
    pub(super) queues: Vec<Queue>,
    pub(super) groups: Vec<Group>,
    /// Whether all contacts are calls, drawn from no population and answered at once.
    pub(super) only_calls: bool,
    /// Whether agents take what is due first, of all their queues: so where there is more than calls.
    pub(super) by_due: bool,
}

/// A stream of calls as it runs.
#[derive(Debug, Clone)]
pub(super) struct Stream {
    pub(super) key: StreamKey,
    /// Stretches of constant rate, in order, within the span.
    pub(super) pieces: Vec<Piece>,
    pub(super) daily_volume_cv: f64,
    pub(super) queue: Option<QueueId>,
    pub(super) channel: Channel,
    /// The patience of its contacts, where it is their own.
    pub(super) patience: Option<Patience>,
    /// The ordinals of those who do not call although the process has them, in order.
    pub(super) left_out: Vec<u32>,
}

impl Stream {
    #[inline]
    pub(super) fn leaves_out(&self, ordinal: u32) -> bool {
        // Out of the way of those whom nobody is left out of.
        #[cold]
        fn holds(left_out: &[u32], ordinal: u32) -> bool {
            left_out.binary_search(&ordinal).is_ok()
        }
        !self.left_out.is_empty() && holds(&self.left_out, ordinal)
    }
}

/// A stretch of constant arrival rate.
#[derive(Debug, Clone, Copy)]
pub(super) struct Piece {
    pub(super) from: f64,
    pub(super) until: f64,
    /// Calls per second (> 0).
    pub(super) rate: f64,
}

/// A queue as it runs.
#[derive(Debug, Clone)]
pub(super) struct Queue {
    pub(super) channel: Channel,
    /// Its contacts are due so many seconds after they have joined it.
    pub(super) within: f64,
    /// The share of those who leave without saying so, and how long an agent takes to notice.
    pub(super) silent: Option<(f64, Law)>,
    /// The share of customers who fall silent, and how long the agent waits for them.
    pub(super) falls_silent: Option<(f64, f64)>,
    /// The talk time of every intent.
    pub(super) talk: Vec<Law>,
    pub(super) after_call_work: Law,
    /// How long a misrouted caller is talked to before the transfer.
    pub(super) misrouted: Law,
    pub(super) overflow: Option<(f64, QueueId)>,
    /// The groups that serve it: how much they prefer it (0 is most), and which.
    pub(super) servers: Vec<(u32, GroupId)>,
    /// What it says to those who wait, where that does anything.
    pub(super) messages: Vec<Message>,
}

/// What a queue says, as it runs.
#[derive(Debug, Clone, Copy)]
pub(super) struct Message {
    /// When it begins, in seconds after joining.
    pub(super) begins: f64,
    /// Whether it is said again and again.
    pub(super) again: bool,
    /// How long it takes, in seconds.
    pub(super) seconds: f64,
}

/// An agent group as it runs.
#[derive(Debug, Clone)]
pub(super) struct Group {
    /// When the number of agents on duty becomes what, in order; the last holds until everybody has left.
    pub(super) duty: Vec<(f64, u32)>,
    /// The queues it serves, most preferred first.
    pub(super) queues: Vec<QueueId>,
    /// The most agents that are ever on duty.
    pub(super) most: u32,
    /// Breaks ties between groups in a way that does not depend on their order in the file.
    pub(super) rank: u32,
    /// How many chats and messages an agent has at once at most, and by what share each further one slows all.
    pub(super) at_once: u32,
    pub(super) slower: f64,
    /// How its agents answer, where not at once.
    pub(super) offers: Option<Offers>,
}

impl Model {
    /// Works out the model of a scenario.
    pub fn new(scenario: &Scenario) -> Self {
        let Hours { from, to } = Hours::of(scenario.span);
        let hazard = scenario.callers.hazard;
        let used = used(scenario);
        Self {
            span: scenario.span,
            streams: scenario
                .streams
                .iter()
                .map(|stream| Stream {
                    key: StreamKey::new(scenario.seed, &stream.name),
                    pieces: pieces(&stream.per_hour.steps, from, to),
                    daily_volume_cv: stream.daily_volume_cv,
                    queue: stream.queue,
                    channel: stream.channel,
                    patience: stream.patience.clone(),
                    left_out: Vec::new(),
                })
                .collect(),
            intents: cumulative(scenario.intents.iter().map(|intent| intent.share)),
            languages: cumulative(scenario.languages.iter().map(|language| language.share)),
            patience: scenario.intents.iter().map(|intent| scenario.patience(intent).clone()).collect(),
            neutral_hazard: hazard.ivr == 1.0 && hazard.per_level == 1.0 && hazard.per_error == 1.0,
            after_announcement: Some(hazard.after_announcement).filter(|after| !after.is_neutral()),
            callers: scenario.callers.clone(),
            known_number: scenario.known_number,
            population: scenario.population.map(|population| Population::new(scenario, population)),
            lines: scenario.lines,
            ivr: scenario.ivr.as_ref().map(|ivr| tree::tree(scenario, ivr)),
            queues: (0..scenario.queues.len()).map(|index| queue(scenario, &used, index)).collect(),
            groups: groups(scenario, &used, from, to),
            only_calls: scenario.only_calls(),
            by_due: scenario.streams.iter().any(|stream| stream.channel != Channel::Voice),
        }
    }

    /// How long this contact goes on.
    #[inline]
    pub(super) fn patience_of(&self, contact: &Contact) -> &Patience {
        let own = self.streams[contact.stream.index()].patience.as_ref();
        own.unwrap_or(&self.patience[contact.intent.index()])
    }

    /// Whether a customer's number is known on this day before anything happens on it; without a population, nobody's is.
    pub fn knows_number(&self, customer: CustomerId, replication: u32) -> bool {
        self.population.as_ref().is_some_and(|population| population.knows(customer, replication))
    }

    /// Whether the number is known of the caller with these draws, whose own draw for it is `chance` where there is no
    /// population.
    pub(super) fn knows(&self, draws: &Draws, chance: f64) -> bool {
        match &self.population {
            None => chance < self.known_number,
            Some(population) => population.knows(population.whose(draws), draws.replication()),
        }
    }

    /// The same center without these callers, each given by their stream and their place in it: in every replication
    /// they do not call, and everybody else is who they were and arrives when they did. So one sees what they mattered
    /// to the others. Whoever never calls anyway changes nothing.
    #[must_use]
    pub fn without(mut self, callers: impl IntoIterator<Item = (StreamId, u32)>) -> Self {
        for (stream, ordinal) in callers {
            if let Some(stream) = self.streams.get_mut(stream.index()) {
                stream.left_out.push(ordinal);
            }
        }
        for stream in &mut self.streams {
            stream.left_out.sort_unstable();
        }
        self
    }

    /// How many calls are expected in a replication, those left out included.
    pub fn expected_calls(&self) -> f64 {
        let pieces = self.streams.iter().flat_map(|stream| &stream.pieces);
        pieces.map(|piece| (piece.until - piece.from) * piece.rate).sum()
    }

    /// The time that is simulated.
    pub fn span(&self) -> Span {
        self.span
    }

    /// The hours whose arrivals count: from opening to close, or from 0 to the length of a steady run.
    pub fn hours(&self) -> Hours {
        Hours::of(self.span)
    }
}

/// From when until when there are arrivals, in seconds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hours {
    /// From.
    pub from: f64,
    /// Until.
    pub to: f64,
}

impl Hours {
    fn of(span: Span) -> Self {
        match span {
            Span::Day { from, to } => Self { from, to },
            Span::Steady { length, .. } => Self { from: 0.0, to: length },
        }
    }
}

fn cumulative(shares: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut sum = 0.0;
    let mut shares: Vec<f64> = shares
        .map(|share| {
            sum += share;
            sum
        })
        .collect();
    if let Some(last) = shares.last_mut() {
        *last = 1.0;
    }
    shares
}

/// The stretches of positive rate within `[from, to)`.
fn pieces(per_hour: &[(f64, f64)], from: f64, to: f64) -> Vec<Piece> {
    let ends = per_hour.iter().skip(1).map(|&(time, _)| time).chain([f64::INFINITY]);
    per_hour
        .iter()
        .zip(ends)
        .map(|(&(start, rate), end)| Piece { from: start.max(from), until: end.min(to), rate: rate / 3600.0 })
        .filter(|piece| piece.from < piece.until && piece.rate > 0.0)
        .collect()
}

/// Whether anything leads to each queue: a stream, the phone tree or an overflow. What leads nowhere changes nothing,
/// neither who prefers which queue nor who stays after close.
fn used(scenario: &Scenario) -> Vec<bool> {
    let chosen = scenario.ivr.iter().flat_map(Ivr::queues);
    let streams = scenario.streams.iter().filter_map(|stream| stream.queue);
    let overflows = scenario.queues.iter().filter_map(|queue| queue.overflow.map(|overflow| overflow.to));
    let mut used = vec![false; scenario.queues.len()];
    for queue in chosen.chain(streams).chain(overflows) {
        used[queue.index()] = true;
    }
    used
}

fn queue(scenario: &Scenario, used: &[bool], index: usize) -> Queue {
    let queue = &scenario.queues[index];
    let mut servers: Vec<(u32, GroupId)> = Vec::new();
    for (group, served) in scenario.groups.iter().enumerate() {
        let mut served = served.queues.iter().filter(|id| used[id.index()]);
        if let Some(preference) = served.position(|id| id.index() == index) {
            servers.push((preference as u32, GroupId(group as u32)));
        }
    }
    servers.sort_by_key(|&(preference, group)| (preference, &scenario.groups[group.index()].name));
    let heeded = !scenario.callers.hazard.after_announcement.is_neutral();
    let messages = queue.while_waiting.iter().filter(|_| heeded);
    // What an intent takes to talk about is of calls.
    let own = |intent: &Intent| intent.talk.clone().filter(|_| queue.channel == Channel::Voice);
    Queue {
        channel: queue.channel,
        within: queue.target.within,
        silent: queue.silent.as_ref().map(|silent| (silent.share, silent.noticed_after.clone())),
        falls_silent: queue.falls_silent.map(|falls| (falls.share, falls.time_out)),
        talk: scenario.intents.iter().map(|intent| own(intent).unwrap_or_else(|| queue.talk.clone())).collect(),
        after_call_work: queue.after_call_work.clone(),
        misrouted: queue.misrouted.clone(),
        overflow: queue.overflow.map(|overflow| (overflow.after, overflow.to)),
        servers,
        messages: messages
            .map(|message| Message { begins: message.begins, again: message.again, seconds: message.prompt.seconds })
            .collect(),
    }
}

fn groups(scenario: &Scenario, used: &[bool], from: f64, to: f64) -> Vec<Group> {
    let mut by_name: Vec<usize> = (0..scenario.groups.len()).collect();
    by_name.sort_by_key(|&index| &scenario.groups[index].name);
    let mut groups: Vec<Group> = scenario
        .groups
        .iter()
        .enumerate()
        .map(|(index, group)| {
            let duty = duty(&group.count.steps, from, to);
            Group {
                most: duty.iter().map(|&(_, count)| count).max().unwrap_or(0),
                duty,
                queues: group.queues.clone(),
                at_once: group.at_once,
                slower: group.slower,
                offers: group.offers.clone(),
                rank: by_name.iter().position(|&other| other == index).unwrap_or(0) as u32,
            }
        })
        .collect();
    if somebody_never_leaves(scenario) {
        keep_the_last_on_duty(&mut groups, used, to);
    }
    groups
}

/// Whether there are callers who wait for ever.
fn somebody_never_leaves(scenario: &Scenario) -> bool {
    let for_ever = |patience: &Patience| {
        let (Patience::OneClock(law) | Patience::Fresh { queue: law, .. }) = patience;
        *law == Law::Never
    };
    let hazard = scenario.callers.hazard;
    [hazard.per_error, hazard.after_announcement.factor].contains(&0.0)
        || scenario.intents.iter().map(|intent| scenario.patience(intent)).any(for_ever)
        || scenario.streams.iter().filter_map(|stream| stream.patience.as_ref()).any(for_ever)
}

/// The changes of a group's count within `[from, to)`, beginning with the count at `from`.
fn duty(count: &[(f64, u32)], from: f64, to: f64) -> Vec<(f64, u32)> {
    let opening = count.iter().rev().find(|&&(time, _)| time <= from).map_or(0, |&(_, count)| count);
    let mut duty = vec![(from, opening)];
    for &(time, count) in count.iter().filter(|&&(time, _)| time > from && time < to) {
        if duty.last().is_some_and(|&(_, before)| before != count) {
            duty.push((time, count));
        }
    }
    duty
}

/// After close the people on duty stay until everybody inside has left. Where nobody is on duty for a queue at close,
/// callers run out of patience; for those who never would, the people who were last on duty for it come back.
fn keep_the_last_on_duty(groups: &mut [Group], used: &[bool], close: f64) {
    let at_close: Vec<u32> = groups.iter().map(|group| group.duty.last().map_or(0, |&(_, count)| count)).collect();
    let mut returning = vec![0; groups.len()];
    for queue in (0..used.len()).filter(|&index| used[index]).map(|index| QueueId(index as u32)) {
        let serving = || (0..groups.len()).filter(|&group| groups[group].queues.contains(&queue));
        if serving().any(|group| at_close[group] > 0) {
            continue;
        }
        let last_left = |group: usize| {
            let duty = &groups[group].duty;
            duty.windows(2).rev().find(|pair| pair[0].1 > 0).map(|pair| (pair[1].0, pair[0].1))
        };
        let latest = serving().filter_map(last_left).map(|(time, _)| time).fold(f64::NEG_INFINITY, f64::max);
        for group in serving() {
            if let Some((_, count)) = last_left(group).filter(|&(time, _)| time == latest) {
                returning[group] = count;
            }
        }
    }
    for (group, count) in groups.iter_mut().zip(returning) {
        if count > 0 {
            group.duty.push((close, count));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn group(duty: &[(f64, u32)], queues: &[u32]) -> Group {
        let queues = queues.iter().map(|&queue| QueueId(queue)).collect();
        Group { duty: duty.to_vec(), queues, most: 0, rank: 0, at_once: 1, slower: 0.0, offers: None }
    }

    #[test]
    fn rates_hold_from_their_time_until_the_next_and_are_cut_to_the_day() {
        let pieces = pieces(&[(0.0, 0.0), (100.0, 3600.0), (200.0, 0.0), (300.0, 7200.0)], 150.0, 400.0);
        let found: Vec<_> = pieces.iter().map(|piece| (piece.from, piece.until, piece.rate)).collect();
        assert_eq!(found, [(150.0, 200.0, 1.0), (300.0, 400.0, 2.0)]);
    }

    #[test]
    fn the_count_at_opening_is_the_last_one_set_before() {
        assert_eq!(duty(&[(0.0, 2), (50.0, 4), (80.0, 4), (120.0, 1)], 60.0, 100.0), [(60.0, 4)]);
        assert_eq!(duty(&[(50.0, 4)], 0.0, 100.0), [(0.0, 0), (50.0, 4)]);
    }

    #[test]
    fn the_last_people_on_duty_come_back_only_for_a_queue_that_nobody_is_left_for() {
        let mut groups = [
            group(&[(0.0, 5), (60.0, 0)], &[0, 1]), // the day team, gone at 60
            group(&[(0.0, 0), (60.0, 2)], &[0]),    // the night team, there at close
        ];
        keep_the_last_on_duty(&mut groups, &[true, false], 100.0);
        assert_eq!(groups[0].duty, [(0.0, 5), (60.0, 0)]);
        keep_the_last_on_duty(&mut groups, &[true, true], 100.0); // queue 1 has only the day team
        assert_eq!(groups[0].duty, [(0.0, 5), (60.0, 0), (100.0, 5)]);
        assert_eq!(groups[1].duty, [(0.0, 0), (60.0, 2)]);
    }
}
