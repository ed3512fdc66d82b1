//! `hangup check`: reads and validates only.

use std::path::PathBuf;

use clap::Args;

use super::{Changes, Exit, load_all, output};

#[derive(Debug, Args)]
pub(super) struct Check {
    /// Scenario files
    #[arg(required = true)]
    files: Vec<PathBuf>,
    #[command(flatten)]
    changes: Changes,
    /// Say only what is wrong
    #[arg(short, long)]
    quiet: bool,
}

impl Check {
    pub(super) fn execute(&self) -> Exit {
        let loaded = match load_all(&self.files, &self.changes.settings, self.quiet) {
            Ok(loaded) => loaded,
            Err(exit) => return exit,
        };
        if self.quiet {
            return Exit::Fine;
        }
        let lines = self.files.iter().zip(&loaded).map(|(file, loaded)| match loaded.warnings.warnings() {
            0 => format!("{}: fine\n", file.display()),
            1 => format!("{}: fine, with a warning\n", file.display()),
            n => format!("{}: fine, with {n} warnings\n", file.display()),
        });
        output::result(&lines.collect::<String>())
    }
}
