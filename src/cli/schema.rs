//! `hangup schema`: prints the JSON Schema of a scenario file, or of a line of a timeline.

use clap::Args;

use super::{Exit, output};
use crate::{report, scenario};

#[derive(Debug, Args)]
pub(super) struct Schema {
    /// Of a line of what `hangup run --timeline FILE` writes, instead of a scenario file
    #[arg(long)]
    timeline: bool,
}

impl Schema {
    pub(super) fn execute(&self) -> Exit {
        output::result(&if self.timeline { report::timeline::schema() } else { scenario::schema() })
    }
}
