//! Replications side by side, folded in the order of their numbers.

use std::ops::Range;
use std::sync::atomic::{AtomicU32, Ordering};

use rayon::prelude::*;

use super::fold::Fold;
use super::judge::Watches;
use super::{Error, Plan, Results, warm_up, whole};
use crate::center::{Engine, Model};
use crate::measure::{Estimates, Recorder, Series, Tally, Waits, Windows};
use crate::scenario::resolved::Scenario;

/// About so many calls make a piece of work worth handing to a thread.
const CALLS: f64 = 2000.0;

/// The most replications a piece of work may have.
const MOST: f64 = 100.0;

/// How many pieces may be finished before they are folded; bounds the memory they take.
const WAVE: u32 = 32;

/// So many replications, whatever comes of them.
pub(super) fn fixed(
    scenario: &Scenario,
    model: &Model,
    plan: &Plan,
    replications: Range<u32>,
    progress: &(impl Fn(u32, u32) + Sync),
) -> Result<Results, Error> {
    // Always that of the first, so that a replication alone is what it is among all.
    let warm_up = warm_up::of(scenario, model)?;
    let windows = whole(model, plan.settings, warm_up.seconds);
    let first = replications.start;
    let total = replications.end - first;
    let mut fold = Fold::new(scenario, &windows);
    Run::new(scenario, model, plan, windows).add(&mut fold, replications, &|done| progress(done - first, total))?;
    let expectations = plan.judge(&fold.watches, 1);
    Ok(Results { expectations, ..fold.into_results(total, plan.settings.confidence, windows, warm_up) })
}

/// What one piece of work came to.
struct Piece {
    total: Tally,
    estimates: Estimates,
    waits: Waits,
    series: Vec<Series>,
    watches: Watches,
}

/// A scenario's replications.
pub(super) struct Run<'a> {
    scenario: &'a Scenario,
    model: &'a Model,
    plan: &'a Plan<'a>,
    windows: Windows,
    /// How many replications make a piece of work: a matter of the model alone, because quantiles' intervals are taken
    /// over pieces.
    piece: u32,
}

impl<'a> Run<'a> {
    pub(super) fn new(scenario: &'a Scenario, model: &'a Model, plan: &'a Plan<'a>, windows: Windows) -> Self {
        let piece = (CALLS / model.expected_calls()).clamp(1.0, MOST) as u32;
        Self { scenario, model, plan, windows, piece }
    }

    /// The same with pieces of another run's size.
    pub(super) fn in_pieces_of(self, other: &Self) -> Self {
        Self { piece: other.piece, ..self }
    }

    /// Adds these replications; `progress` is told how many of them are done.
    pub(super) fn add(
        &self,
        fold: &mut Fold,
        replications: Range<u32>,
        progress: &(impl Fn(u32) + Sync),
    ) -> Result<(), Error> {
        let done = AtomicU32::new(replications.start);
        // Pieces are numbered from replication 0, wherever a round begins or ends.
        let pieces: Vec<u32> = (replications.start / self.piece..replications.end.div_ceil(self.piece)).collect();
        for wave in pieces.chunks(WAVE as usize) {
            let finished: Vec<Result<Piece, Error>> = wave
                .par_iter()
                .map_init(
                    || Worker::new(self),
                    |worker, &piece| {
                        let from = (piece * self.piece).max(replications.start);
                        let until = (piece * self.piece).saturating_add(self.piece).min(replications.end);
                        let piece = worker.as_mut().map_err(|error| error.clone())?.work(from..until)?;
                        progress(done.fetch_add(until - from, Ordering::Relaxed) + until - from);
                        Ok(piece)
                    },
                )
                .collect();
            for (&number, piece) in wave.iter().zip(finished) {
                let piece = piece?;
                fold.total.merge(&piece.total);
                fold.estimates.merge(&piece.estimates);
                fold.waits.add(number as usize, &piece.waits);
                fold.append(&piece.series);
                fold.watches.merge(&piece.watches);
            }
        }
        Ok(())
    }
}

/// An engine and a recorder that are used again and again.
struct Worker<'a> {
    run: &'a Run<'a>,
    engine: Engine<'a>,
    recorder: Recorder,
}

impl<'a> Worker<'a> {
    fn new(run: &'a Run<'a>) -> Result<Self, Error> {
        Ok(Self {
            run,
            engine: Engine::new(run.model).map_err(|failure| Error::Failed { replication: 0, failure })?,
            recorder: run.plan.recorder(run.scenario, run.windows).watching(run.plan.watch.bounds()),
        })
    }

    fn work(&mut self, replications: Range<u32>) -> Result<Piece, Error> {
        let mut total = Tally::new(self.run.scenario, self.run.windows.intervals().1);
        let mut estimates = Estimates::default();
        let mut series = Vec::new();
        let mut watches = Watches::default();
        let (plan, of) = (self.run.plan, self.run.windows.total_of());
        self.recorder.clear_waits();
        for replication in replications {
            self.recorder.clear_tallies();
            plan.run(&mut self.engine, replication, &mut self.recorder)?;
            for tally in self.recorder.tallies() {
                tally.balance().map_err(|books| Error::Books { replication, books })?;
                estimates.add(tally, of);
                plan.keep(tally, of, &mut series);
                total.merge(tally);
            }
            plan.watch.add(&mut watches, &self.recorder, of);
        }
        plan.watch.add_waits(&mut watches, &self.recorder);
        let waits = self.recorder.waits().first().cloned().unwrap_or_default();
        Ok(Piece { total, estimates, waits, series, watches })
    }
}
