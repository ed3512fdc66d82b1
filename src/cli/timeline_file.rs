//! `run --timeline FILE`: the timeline of one replication, and the calls abandoned in it beside it.

use std::io;
use std::path::Path;

use super::target::{self, Part, Target, keep};
use super::{Exit, out, output};
use crate::center::Model;
use crate::experiment;
use crate::report::timeline::{Chronicle, Writer};
use crate::scenario::resolved::Scenario;

/// What is written beside the timeline.
const ABANDONED: &str = "abandoned-calls.csv";

/// Where a timeline goes.
pub(super) struct TimelineFile {
    timeline: Target,
    /// None beside what is no file: a device's folder is no place for results, and a pipe has none that is meant.
    abandoned: Option<Target>,
}

impl TimelineFile {
    /// The file at this path; its folder is made where there is none.
    ///
    /// # Errors
    ///
    /// [`Exit::Wrong`] where it cannot be written; the reason is told on standard error.
    pub(super) fn at(path: &Path) -> Result<Self, Exit> {
        let beside = path.with_file_name(ABANDONED);
        if target::same(path, &beside) {
            let why = "the abandoned calls are written to this file: choose another name";
            output::message(&format!("error: --timeline {}: {why}", path.display()));
            return Err(Exit::Wrong);
        }
        let asked_for = |path: &Path| Target::asked_for("--timeline", path);
        let timeline = asked_for(path)?;
        let abandoned = timeline.is_file().then(|| asked_for(&beside)).transpose()?;
        Ok(Self { timeline, abandoned })
    }

    /// Lives this replication of the scenario once more, and writes down what happens as it does.
    pub(super) fn write(&self, scenario: &Scenario, replication: u32, quiet: bool) -> Exit {
        let done = self.written(scenario, replication).and_then(keep);
        let names = match &self.abandoned {
            Some(abandoned) => format!("{}, {}", self.timeline.name(), abandoned.name()),
            None => format!("{}, without {ABANDONED} beside what is no file,", self.timeline.name()),
        };
        out::told(done, &names, self.timeline.folder(), quiet)
    }

    fn written(&self, scenario: &Scenario, replication: u32) -> io::Result<Vec<Part>> {
        let abandoned = self.abandoned.as_ref().map(Target::begin).transpose()?;
        let writer = Writer::new(self.timeline.begin()?, abandoned)?;
        let model = Model::new(scenario);
        let mut chronicle = Chronicle::new(scenario, &model, replication, writer);
        experiment::retell(&model, replication, &mut chronicle).map_err(|error| io::Error::other(error.to_string()))?;
        let (timeline, abandoned) = chronicle.finish()?.into_inner();
        Ok([timeline].into_iter().chain(abandoned).collect())
    }
}
