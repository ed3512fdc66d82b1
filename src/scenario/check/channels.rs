//! The channels: what each kind of contact may say of itself, and that all lead to where they are served.

// As in every check, the outer one of two options says whether what is written could be read.
#![allow(clippy::option_option)]

use super::{Check, Known};
use crate::law::Law;
use crate::scenario::diagnostic::Problem;
use crate::scenario::field::{Field, Placed};
use crate::scenario::file::{File, agents, law, queues};
use crate::scenario::nearest;
use crate::scenario::place::Place;
use crate::scenario::resolved::{
    AgentGroup, Channel, FallsSilent, Ivr, Offers, Patience, Queue, QueueId, Silent, Stream,
};

/// More chats at once nobody has.
const MOST_AT_ONCE: u32 = 100;
/// A further chat does not make the others take more than so many times as long again.
const MOST_SLOWER: f64 = 10.0;

impl Check {
    /// The channel of this name.
    pub(super) fn channel(&mut self, name: &str, place: Place) -> Option<Channel> {
        let found = Channel::ALL.into_iter().find(|channel| channel.name() == name);
        if found.is_none() {
            let names = || Channel::ALL.into_iter().map(Channel::name);
            let near = nearest::nearest(name, names());
            self.error(
                "unknown-name",
                format!("there is no channel called `{name}`"),
                place,
                format!("expected {}", nearest::list(names())),
                near.map_or("write `channel: voice`, or nothing, for calls".into(), |near| {
                    format!("did you mean `{near}`?")
                }),
            );
        }
        found
    }

    /// The patience of a stream's contacts, where it is not that of all callers.
    pub(super) fn stream_patience(
        &mut self,
        name: &str,
        channel: Channel,
        patience: &Field<law::Law>,
    ) -> Option<Option<Patience>> {
        match (channel, patience) {
            (_, Field::Broken) => None,
            (Channel::Voice, Field::Missing) => Some(None),
            (Channel::Voice, Field::Given(given)) => {
                self.without_effect("patience", "on calls: theirs is in `callers`", given.place);
                Some(None)
            }
            (Channel::Chat, Field::Missing) => {
                self.assume(format!("arrivals.{name}.patience"), "that of callers");
                Some(None)
            }
            (Channel::Message | Channel::Email, Field::Missing) => {
                self.assume(format!("arrivals.{name}.patience"), "never");
                Some(Some(Patience::OneClock(Law::Never)))
            }
            (_, Field::Given(given)) => Some(Some(Patience::OneClock(self.patience_law(given)?))),
        }
    }

    /// Chat customers who leave without saying so.
    pub(super) fn silent(
        &mut self,
        path: &str,
        channel: Option<Channel>,
        silent: &Field<queues::LeaveSilently>,
    ) -> Option<Option<Silent>> {
        let Placed { value: queues::LeaveSilently { share, noticed_after }, place } = match silent {
            Field::Missing => {
                if channel == Some(Channel::Chat) {
                    self.assume(format!("{path}.leave_silently"), "nobody");
                }
                return Some(None);
            }
            Field::Broken => return None,
            Field::Given(silent) => silent,
        };
        if channel.is_some_and(|channel| channel != Channel::Chat) {
            self.without_effect("leave_silently", "in a queue that is not of chats", *place);
        }
        let share = self.required(share, *place, "`leave_silently`", "share", "share: 30%").map(|share| share.value.0);
        let path = format!("{path}.leave_silently.noticed_after");
        let notice = self.default(noticed_after, &path, Law::Constant(60.0), "1m", |check, law| {
            check.finite_law(law, "the time to notice")
        });
        let silent = Silent { share: share?, noticed_after: notice? };
        Some((channel == Some(Channel::Chat)).then_some(silent))
    }

    /// Customers who fall silent while an agent has their chat or message.
    pub(super) fn falls_silent(
        &mut self,
        path: &str,
        channel: Option<Channel>,
        falls: &Field<queues::FallSilent>,
    ) -> Option<Option<FallsSilent>> {
        let Placed { value: queues::FallSilent { share, time_out }, place } = match falls {
            Field::Missing => {
                if matches!(channel, Some(Channel::Chat | Channel::Message)) {
                    self.assume(format!("{path}.fall_silent"), "nobody");
                }
                return Some(None);
            }
            Field::Broken => return None,
            Field::Given(falls) => falls,
        };
        if matches!(channel, Some(Channel::Voice | Channel::Email)) {
            self.without_effect("fall_silent", "in a queue that is neither of chats nor of messages", *place);
        }
        let share = self.required(share, *place, "`fall_silent`", "share", "share: 10%").map(|share| share.value.0);
        let time_out = self.duration(time_out, &format!("{path}.fall_silent.time_out"), 900.0);
        let falls = FallsSilent { share: share?, time_out: time_out? };
        Some(matches!(channel, Some(Channel::Chat | Channel::Message)).then_some(falls))
    }

    /// How many contacts an agent has at once, and how each further one slows all.
    pub(super) fn at_once(&mut self, path: &str, at_once: &Field<agents::AtOnce>) -> Option<(u32, f64)> {
        let place = match at_once {
            Field::Missing => return Some((1, 0.0)),
            Field::Broken => return None,
            Field::Given(given) => given.place,
        };
        let (most, slower) = match at_once.given().map(|given| &given.value) {
            Some(agents::AtOnce::Plain(most)) => (Some((most.0, place)), None),
            Some(agents::AtOnce::Slower(agents::Slower { most, slower })) => {
                let most = self.required(most, place, "`at_once`", "most", "most: 3");
                (most.map(|most| (most.value.0, most.place)), Some(slower))
            }
            None => (None, None),
        };
        let most = most.and_then(|(most, place)| self.count(most, place, "contacts at once", 1, MOST_AT_ONCE));
        if slower.is_none_or(Field::is_missing) && most.is_some_and(|most| most > 1) {
            self.assume(format!("{path}.at_once.slower"), "0%");
        }
        let slower = slower.map_or(Some(0.0), |slower| {
            slower.or(0.0, |share| self.within(share.value.0, share.place, "`slower`", 0.0, MOST_SLOWER))
        });
        Some((most?, slower?))
    }

    /// How agents answer, where not at once.
    pub(super) fn offers(&mut self, path: &str, group: &agents::Group) -> Option<Option<Offers>> {
        let agents::Group { accept, missed, .. } = group;
        if accept.is_missing() && missed.is_missing() {
            return Some(None);
        }
        let at_once = Law::Constant(0.0);
        let accept = self.default(accept, &format!("{path}.accept"), at_once, "0s", |check, law| {
            check.finite_law(law, "the time to accept")
        });
        let (share, after) = match missed {
            Field::Missing => (Some(0.0), Some(0.0)),
            Field::Broken => (None, None),
            Field::Given(Placed { value: agents::Missed { share, after }, place }) => {
                let share = self.required(share, *place, "`missed`", "share", "share: 3%").and_then(|share| {
                    if share.value.0 < 1.0 {
                        return Some(share.value.0);
                    }
                    self.error(
                        "out-of-range",
                        "nobody ever accepts what they are offered",
                        share.place,
                        "expected less than 100 %",
                        "lower the share",
                    );
                    None
                });
                let after = self.duration(after, &format!("{path}.missed.after"), 20.0);
                let after = after.and_then(|value| {
                    let place = after_place(missed);
                    self.positive(value, place, "the time until a missed offer is made to somebody else")
                });
                (share, after)
            }
        };
        let offers = Offers { accept: accept?, missed: share?, missed_after: after? };
        // Who accepts at once and misses nothing needs no offer.
        Some(Some(offers).filter(|offers| offers.missed > 0.0 || offers.accept != Law::Constant(0.0)))
    }

    /// Every contact comes to a queue of its own channel, and whoever could have several at once has use for it.
    pub(super) fn channels_meet(
        &mut self,
        file: &File,
        known: &Known,
        streams: &[Stream],
        queues: &[Queue],
        groups: &[AgentGroup],
        ivr: Option<&Ivr>,
    ) {
        let channel = |queue: QueueId| queues[queue.index()].channel;
        let places = file.arrivals.given().map(|section| {
            section.value.pairs().map(|(_, stream)| stream.and_then(|stream| stream.value.queue.given())).collect()
        });
        let places: Vec<Option<&Placed<String>>> = places.unwrap_or_default();
        for (stream, written) in streams.iter().zip(places) {
            let (Some(queue), Some(written)) = (stream.queue, written) else { continue };
            if channel(queue) != stream.channel {
                let what = format!("the stream `{}`, of channel `{}`,", stream.name, stream.channel.name());
                self.meets(&what, stream.channel, written.place, queue, queues, known);
            }
        }
        let called: Vec<QueueId> = ivr.map_or(Vec::new(), |ivr| ivr.queues().collect());
        for (index, queue) in queues.iter().enumerate() {
            let id = QueueId(index as u32);
            let place = known.queues.place_at(index);
            if queue.channel != Channel::Voice && called.contains(&id) {
                self.meets("the phone tree", Channel::Voice, place, id, queues, known);
            }
            if let Some(overflow) = queue.overflow.filter(|overflow| channel(overflow.to) != queue.channel) {
                let section = file.queues.given().and_then(|section| section.value.pairs().nth(index));
                let written = section.and_then(|(_, queue)| queue?.value.overflow.given()?.value.to.given());
                let place = written.map_or(place, |to| to.place);
                self.meets(&format!("the queue `{}`", queue.name), queue.channel, place, overflow.to, queues, known);
            }
        }
        let sections = file.agents.given().map(|section| section.value.pairs().collect::<Vec<_>>());
        for (group, (_, written)) in groups.iter().zip(sections.unwrap_or_default()) {
            let shared = |queue: &QueueId| matches!(channel(*queue), Channel::Chat | Channel::Message);
            if group.at_once > 1
                && !group.queues.iter().any(shared)
                && let Some(at_once) = written.and_then(|written| written.value.at_once.given())
            {
                self.without_effect("at_once", "without a queue of chats or messages", at_once.place);
            }
        }
    }

    fn meets(&mut self, what: &str, channel: Channel, place: Place, queue: QueueId, queues: &[Queue], known: &Known) {
        let Queue { name, channel: found, .. } = &queues[queue.index()];
        self.problems.push(
            Problem::error(
                "wrong-channel",
                format!("{what} leads to the queue `{name}`, of channel `{}`", found.name()),
                place,
                format!("expected a queue of channel `{}`", channel.name()),
                format!("name another queue, or write `channel: {}` in this one", channel.name()),
            )
            .with(known.queues.place_at(queue.index()), "the queue"),
        );
    }
}

/// Where it is written after how long a missed offer is made again.
fn after_place(missed: &Field<agents::Missed>) -> Place {
    let missed = missed.given();
    missed
        .and_then(|missed| missed.value.after.given())
        .map_or_else(|| missed.map_or_else(Place::default, |missed| missed.place), |after| after.place)
}
