//! `run --timeline FILE`: the timeline of one replication, and the calls abandoned in it beside it.

use std::path::Path;

use super::out::Folder;
use super::{Exit, output};
use crate::center::Model;
use crate::experiment;
use crate::report::timeline::{Chronicle, abandoned_calls_csv, lines};
use crate::scenario::resolved::Scenario;

/// What is written beside the timeline.
const ABANDONED: &str = "abandoned-calls.csv";

/// Where a timeline goes.
pub(super) struct TimelineFile {
    folder: Folder,
    name: String,
}

impl TimelineFile {
    /// The file at this path; its folder is made where there is none.
    ///
    /// # Errors
    ///
    /// [`Exit::Wrong`] where it cannot be written; the reason is told on standard error.
    pub(super) fn at(path: &Path) -> Result<Self, Exit> {
        if path.file_name().is_some_and(|name| name == ABANDONED) {
            let why = "the abandoned calls are written to this file: choose another name";
            output::message(&format!("error: --timeline {}: {why}", path.display()));
            return Err(Exit::Wrong);
        }
        let (folder, name) = Folder::of_file("--timeline", path)?;
        Ok(Self { folder, name })
    }

    /// Lives this replication of the scenario once more, and writes down what happens.
    pub(super) fn write(&self, scenario: &Scenario, replication: u32, quiet: bool) -> Exit {
        let model = Model::new(scenario);
        let mut chronicle = Chronicle::new(scenario, &model, replication);
        if let Err(error) = experiment::retell(&model, replication, &mut chronicle) {
            output::message(&format!("error: {error}"));
            return Exit::Incomplete;
        }
        let (timeline, abandoned) = (lines(chronicle.entries()), abandoned_calls_csv(&chronicle));
        self.folder.write(&[(&self.name, timeline.as_bytes()), (ABANDONED, abandoned.as_bytes())], quiet)
    }
}
