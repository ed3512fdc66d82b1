//! `hangup tree`: draws the IVR.

use std::path::PathBuf;

use clap::Args;

use super::{Changes, Exit, load_all, output};
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
        let loaded = match load_all(std::slice::from_ref(&self.file), &self.changes.settings, true) {
            Ok(loaded) => loaded,
            Err(exit) => return exit,
        };
        output::result(&loaded.iter().map(|loaded| report::tree(&loaded.scenario)).collect::<String>())
    }
}
