//! How replications are run and what is kept of each, however many there are.

use std::sync::atomic::{AtomicBool, Ordering};

use super::judge::{Judged, Watch, Watches};
use super::named::Measure;
use super::{Error, Settings};
use crate::center::{Contact, ConversationNote, Duty, Engine, Event, Observer};
use crate::measure::{FollowsIvr, Recorder, Series, Tally, Windows};
use crate::scenario::resolved::Scenario;

/// What all replications of a run have in common.
pub(super) struct Plan<'a> {
    pub(super) settings: &'a Settings,
    /// Whether walks through the IVR are scored.
    pub(super) scored: bool,
    /// Whether callers are followed through the IVR, which scored walks are not.
    pub(super) follow_ivr: bool,
    /// The metrics whose sums are kept replication by replication.
    pub(super) series: Vec<Measure>,
    /// What is counted for expectations.
    pub(super) watch: Watch,
    /// Set to end the run before its time.
    pub(super) stop: &'a AtomicBool,
}

impl Plan<'_> {
    /// The recorder of such a run.
    pub(super) fn recorder(&self, scenario: &Scenario, windows: Windows) -> Recorder {
        if self.follow_ivr && scenario.ivr.is_some() {
            Recorder::following_ivr(scenario, windows)
        } else {
            Recorder::new(scenario, windows)
        }
    }

    /// Runs one replication.
    pub(super) fn run(&self, engine: &mut Engine, replication: u32, recorder: &mut Recorder) -> Result<(), Error> {
        if self.stop.load(Ordering::Relaxed) {
            return Err(Error::Interrupted);
        }
        let ended = if self.scored {
            engine.run(replication, &mut Scored(recorder))
        } else if let Some(mut following) = FollowsIvr::of(recorder) {
            engine.run(replication, &mut following)
        } else {
            engine.run(replication, recorder)
        };
        ended.map_err(|failure| Error::Failed { replication, failure })
    }

    /// The verdicts at one of so many looks, each at its share of what may go wrong.
    pub(super) fn judge(&self, watches: &Watches, looks: u32) -> Vec<Judged> {
        self.watch.judge(watches, self.level(looks))
    }

    /// The confidence level of each verdict at one of so many looks.
    pub(super) fn level(&self, looks: u32) -> f64 {
        let questions = f64::from(looks) * self.watch.questions().max(1) as f64;
        1.0 - (1.0 - self.settings.confidence) / questions
    }

    /// Keeps what the series want of a replication, whose totals are of so many days or hours.
    pub(super) fn keep(&self, tally: &Tally, of: f64, series: &mut Vec<Series>) {
        series.resize_with(self.series.len(), Series::default);
        for (measure, series) in self.series.iter().zip(series) {
            series.push(measure.sums(tally, of));
        }
    }
}

/// A recorder that asks for scores.
struct Scored<'r>(&'r mut Recorder);

impl Observer for Scored<'_> {
    const SCORED: bool = true;

    #[inline]
    fn event(&mut self, time: f64, contact: &Contact, event: &Event) {
        self.0.event(time, contact, event);
    }

    fn duty(&mut self, duty: &Duty) {
        self.0.duty(duty);
    }

    fn busy(&mut self, duty: &Duty) {
        self.0.busy(duty);
    }

    fn conversation(&mut self, time: f64, note: &ConversationNote) {
        self.0.conversation(time, note);
    }
}
