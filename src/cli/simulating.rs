//! What every command that simulates is told alike: other values, the seed, how often, on how many threads, and how loud.

use clap::Args;

use super::progress::{Progress, Shown};
use super::{Changes, Exit, output};

#[derive(Debug, Args)]
pub(super) struct Simulating {
    #[command(flatten)]
    pub(super) changes: Changes,
    /// The seed of all random streams, instead of the scenario's (of a comparison, the base's)
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
    /// How many replications (of every cell, of both scenarios), instead of the scenario's
    #[arg(long, value_name = "N")]
    replications: Option<u32>,
    /// How many threads; never changes a result
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
    #[command(flatten)]
    shown: Shown,
    /// No progress, no warnings
    #[arg(short, long)]
    pub(super) quiet: bool,
}

impl Simulating {
    /// All settings: those of `--set`, then the options that stand for one.
    pub(super) fn settings(&self) -> Vec<String> {
        let mut settings = self.changes.settings.clone();
        settings.extend(self.of_any());
        settings
    }

    /// The settings that the options stand for, which hold for whatever is simulated.
    pub(super) fn of_any(&self) -> Vec<String> {
        let seed = self.seed.map(|seed| format!("seed={seed}"));
        let replications = self.replications.map(|replications| format!("replications={replications}"));
        seed.into_iter().chain(replications).collect()
    }

    /// The words of a command that make the same result.
    pub(super) fn words(&self) -> Vec<String> {
        let mut words: Vec<String> = self.changes.settings.iter().map(|setting| format!("--set '{setting}'")).collect();
        words.extend(self.seed.map(|seed| format!("--seed {seed}")));
        words.extend(self.replications.map(|replications| format!("--replications {replications}")));
        words
    }

    /// The progress of a scenario; `template` is that of its bar.
    pub(super) fn progress(&self, scenario: &str, template: &str) -> Progress {
        self.shown.of(scenario, self.quiet, template)
    }

    /// So many threads, or one for each core.
    pub(super) fn pool(&self) -> Result<rayon::ThreadPool, Exit> {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(self.threads.map_or(0, usize::from)).build();
        pool.map_err(|error| {
            output::message(&format!("error: the threads could not be started: {error}"));
            Exit::Incomplete
        })
    }
}
