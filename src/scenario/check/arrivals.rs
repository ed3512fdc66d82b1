//! The streams of calls: how many, and where they go.

use super::draft::{Hole, StreamDraft};
use super::load::integral;
use super::{Check, Known};
use crate::scenario::field::{Field, Placed};
use crate::scenario::file::{File, arrivals as file};
use crate::scenario::place::Place;
use crate::scenario::resolved::{Channel, QueueId, Span, Stream};

/// No telephone network carries more.
const MOST_PER_HOUR: f64 = 1e7;
/// Calls of one replication are numbered in 31 bits.
const MOST_CALLS: f64 = 2_147_483_648.0;

impl Check {
    pub(super) fn streams(&mut self, file: &File, place: Place, known: &Known) -> Option<Vec<Stream>> {
        let example = "arrivals: {voice: {per_hour: 240, queue: general}}";
        let section = self.required(&file.arrivals, place, "the scenario", "arrivals", example)?;
        if section.value.entries.is_empty() {
            self.error(
                "empty-list",
                "nobody calls",
                section.place,
                "expected a stream of calls",
                format!("write `{example}`"),
            );
            return None;
        }
        let mut streams = Some(Vec::new());
        for (name, stream) in section.value.pairs() {
            // A stream's name is the key of its random numbers.
            let named = self.name(&name.value, name.place, "a stream");
            let Some(stream) = stream else {
                self.draft.streams.push(StreamDraft {
                    per_hour: None,
                    queue: Some(Err(Hole::blank(name.place))),
                    patience: Err(Hole::blank(name.place)),
                });
                streams = None;
                continue;
            };
            let stream = self.stream(name, stream, file, known).zip(named);
            streams = streams.zip(stream).map(|(mut streams, (stream, ()))| {
                streams.push(stream);
                streams
            });
        }
        let (from, to) = self.hours();
        let rates = self.draft.streams.iter().map(|stream| stream.per_hour.as_ref());
        let all_known = rates.clone().all(|rate| rate.is_some());
        let calls = rates.flatten().map(|rate| integral(rate, from, to)).sum::<f64>() / 3600.0;
        if calls <= 0.0 && all_known {
            self.error(
                "no-calls",
                "nobody calls in the simulated time",
                section.place,
                "expected a rate above zero",
                "raise `per_hour`, or lengthen `day` to hold the hours in which there are calls",
            );
            return None;
        }
        if calls >= MOST_CALLS {
            self.error(
                "too-large",
                format!("{calls:.0} calls are expected in each replication"),
                section.place,
                "expected less than two thousand million",
                "lower `per_hour`, or shorten the simulated time and raise `replications`",
            );
            return None;
        }
        streams
    }

    fn stream(
        &mut self,
        name: &Placed<String>,
        stream: &Placed<file::Stream>,
        file: &File,
        known: &Known,
    ) -> Option<Stream> {
        let owner = format!("the stream `{}`", name.value);
        let file::Stream { per_hour, daily_volume_cv, queue, channel, patience } = &stream.value;
        let named = Channel::ALL.into_iter().find(|channel| channel.name() == name.value).unwrap_or(Channel::Voice);
        let channel = channel.or(named, |channel| self.channel(&channel.value, channel.place));
        let patience = channel.and_then(|channel| self.stream_patience(&name.value, channel, patience));
        let per_hour = self.required(per_hour, stream.place, &owner, "per_hour", "per_hour: 240");
        let per_hour = per_hour.and_then(|per_hour| {
            self.by_clock(per_hour, "calls per hour", |check, rate| {
                check.within(rate.value.0, rate.place, "the rate", 0.0, MOST_PER_HOUR)
            })
        });
        if daily_volume_cv.is_missing() && matches!(self.span, Some(Span::Day { .. })) {
            self.assume(format!("arrivals.{}.daily_volume_cv", name.value), "0%");
        }
        let cv = daily_volume_cv.or(0.0, |cv| self.within(cv.value.0, cv.place, "the cv", 0.0, 3.0));
        if let (Some(Span::Steady { .. }), Some(given)) = (self.span, daily_volume_cv.given())
            && given.value.0 > 0.0
        {
            self.error(
                "steady-by-clock",
                "a steady run has no days that could differ in busyness",
                given.place,
                "expected no `daily_volume_cv`",
                "remove it, or write `day` instead of `steady`",
            );
        }
        let resolved = match queue {
            Field::Broken => None,
            Field::Given(queue) => self.queue(&known.queues, queue).map(Some),
            Field::Missing if file.ivr.is_missing() || channel.is_some_and(|channel| channel != Channel::Voice) => {
                let example = known.queues.iter().next().map_or("general", |(name, _)| name);
                self.error(
                    "missing-field",
                    format!("{owner} leads nowhere"),
                    stream.place,
                    if file.ivr.is_missing() {
                        "expected `queue` here, since the scenario has no `ivr`"
                    } else {
                        "expected `queue` here, since only calls go through the phone tree"
                    },
                    format!("add `queue: {example}`"),
                );
                None
            }
            Field::Missing => Some(None),
        };
        let passes =
            file.ivr.is_missing() || !queue.is_missing() || channel.is_some_and(|channel| channel != Channel::Voice);
        let queue = passes.then(|| self.meant(&known.queues, queue, stream.place).map(QueueId));
        let own = patience.clone().ok_or(Hole::blank(stream.place));
        self.draft.streams.push(StreamDraft { per_hour: per_hour.clone(), queue, patience: own });
        Some(Stream {
            name: name.value.clone(),
            per_hour: per_hour?,
            daily_volume_cv: cv?,
            queue: resolved?,
            channel: channel?,
            patience: patience?,
        })
    }
}
