//! `hangup schema`: prints the JSON Schema of a scenario file, of results, of sweeps, of a line of a timeline, or of diagnostics.

use clap::{Args, ValueEnum};

use super::{Exit, output};
use crate::{report, scenario};

#[derive(Debug, Args)]
pub(super) struct Schema {
    /// Of what
    #[arg(value_enum, default_value_t = Of::Scenario)]
    of: Of,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Of {
    /// A scenario file
    Scenario,
    /// What `run` and `compare` print with --format json
    Result,
    /// What `sweep` prints with --format json
    Sweep,
    /// A line of what `run --timeline FILE` writes
    Timeline,
    /// What `check --format json` prints
    Diagnostics,
}

impl Schema {
    pub(super) fn execute(&self) -> Exit {
        match self.of {
            Of::Scenario => output::result(&scenario::schema()),
            Of::Result => output::result(report::SCHEMA),
            Of::Sweep => output::result(report::SWEEP_SCHEMA),
            Of::Timeline => output::result(&report::timeline::schema()),
            Of::Diagnostics => output::result(&report::diagnostics::schema()),
        }
    }
}
