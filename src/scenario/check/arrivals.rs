//! The streams of calls: how many, and where they go.

use super::load::integral;
use super::{Check, Known};
use crate::scenario::field::{Field, Placed};
use crate::scenario::file::not_simulated;
use crate::scenario::file::{File, arrivals as file};
use crate::scenario::place::Place;
use crate::scenario::resolved::{Span, Stream};

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
        let mut whole = true;
        let mut streams = Vec::new();
        for (name, stream) in section.value.pairs() {
            // A stream's name is the key of its random numbers.
            let named = self.name(&name.value, name.place, "a stream");
            match stream.and_then(|stream| self.stream(name, stream, file, known)).zip(named) {
                Some((stream, ())) => streams.push(stream),
                None => whole = false,
            }
        }
        if !whole {
            return None;
        }
        let (from, to) = self.hours();
        let calls = streams.iter().map(|stream| integral(&stream.per_hour, from, to)).sum::<f64>() / 3600.0;
        if calls <= 0.0 {
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
        Some(streams)
    }

    fn stream(
        &mut self,
        name: &Placed<String>,
        stream: &Placed<file::Stream>,
        file: &File,
        known: &Known,
    ) -> Option<Stream> {
        let owner = format!("the stream `{}`", name.value);
        let file::Stream { per_hour, daily_volume_cv, queue, channel } = &stream.value;
        let voice = match channel {
            Field::Missing => self.voice(&name.value, name.place, "voice"),
            Field::Broken => None,
            Field::Given(channel) => self.voice(&channel.value, channel.place, ""),
        };
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
        let queue = match queue {
            Field::Broken => None,
            Field::Given(queue) => self.queue(&known.queues, queue).map(Some),
            Field::Missing if file.ivr.is_missing() => {
                let example = known.queues.iter().next().map_or("general", |(name, _)| name);
                self.error(
                    "missing-field",
                    format!("{owner} leads nowhere"),
                    stream.place,
                    "expected `queue` here, since the scenario has no `ivr`",
                    format!("add `queue: {example}`"),
                );
                None
            }
            Field::Missing => Some(None),
        };
        voice?;
        Some(Stream { name: name.value.clone(), per_hour: per_hour?, daily_volume_cv: cv?, queue: queue? })
    }

    /// Only the channel `voice` is simulated; any word but a channel is read as `otherwise`, if it may be.
    pub(super) fn voice(&mut self, channel: &str, place: Place, otherwise: &str) -> Option<()> {
        if let Some(what) = not_simulated("channel", channel) {
            self.error(
                "not-simulated",
                format!("{what} not simulated by this version"),
                place,
                "expected voice",
                "remove it, or give it another name and `channel: voice` if these are calls",
            );
            return None;
        }
        if channel == "voice" || otherwise == "voice" {
            return Some(());
        }
        self.error(
            "unknown-name",
            format!("there is no channel called `{channel}`"),
            place,
            "expected `voice`",
            "write `channel: voice`, or nothing",
        );
        None
    }
}
