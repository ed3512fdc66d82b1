//! `hangup tree`: draws the IVR.

use std::path::PathBuf;

use clap::Args;

use super::{Changes, Exit, output, read};
use crate::report;

#[derive(Debug, Args)]
pub(super) struct Tree {
    /// The scenario file
    file: PathBuf,
    #[command(flatten)]
    changes: Changes,
}

impl Tree {
    pub(super) fn execute(&self) -> Exit {
        let Ok(loaded) = read(&self.file, &self.changes.settings, true) else { return Exit::Wrong };
        output::result(&report::tree(&loaded.scenario))
    }
}
