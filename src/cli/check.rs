//! `hangup check`: reads and validates only.

use std::path::PathBuf;

use clap::Args;

use super::{Changes, Exit, files, load_all, output};

#[derive(Debug, Args)]
pub(super) struct Check {
    /// Scenario files, folders of them, or patterns such as 'days/*.yaml'
    #[arg(required = true, value_name = "FILE|FOLDER|PATTERN")]
    files: Vec<PathBuf>,
    #[command(flatten)]
    changes: Changes,
    /// Say only what is wrong
    #[arg(short, long)]
    quiet: bool,
}

impl Check {
    pub(super) fn execute(&self) -> Exit {
        let named = files::expand(&self.files).and_then(|files| files::without_templates(files, self.quiet));
        let files = match named {
            Ok(files) => files,
            Err(exit) => return exit,
        };
        let loaded = match load_all(&files, &self.changes.settings, self.quiet) {
            Ok(loaded) => loaded,
            Err(exit) => return exit,
        };
        if self.quiet {
            return Exit::Fine;
        }
        let lines = files.iter().zip(&loaded).map(|(file, loaded)| match loaded.warnings.warnings() {
            0 => format!("{}: fine\n", file.display()),
            1 => format!("{}: fine, with a warning\n", file.display()),
            n => format!("{}: fine, with {n} warnings\n", file.display()),
        });
        output::result(&lines.collect::<String>())
    }
}
