//! `hangup check`: reads and validates only.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{Changes, Exit, Read, files, output, problems, read};
use crate::report::{diagnostics, github};

#[derive(Debug, Args)]
pub(super) struct Check {
    /// Scenario files, folders of them, or patterns such as 'days/*.yaml'
    #[arg(required = true, value_name = "FILE|FOLDER|PATTERN")]
    files: Vec<PathBuf>,
    #[command(flatten)]
    changes: Changes,
    /// The form of the result
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Say only what is wrong
    #[arg(short, long)]
    quiet: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people: a line for each file that is fine
    Text,
    /// For programs: a list of all errors and warnings
    Json,
    /// For GitHub: an annotation for each error and warning
    Github,
}

impl Check {
    pub(super) fn execute(&self) -> Exit {
        let named = files::expand(&self.files).and_then(|files| files::without_templates(files, self.quiet));
        let files = match named {
            Ok(files) => files,
            Err(exit) => return exit,
        };
        let all: Vec<Read> = files.iter().map(|file| read(file, &self.changes.settings, self.quiet)).collect();
        let fine = if all.iter().all(Result::is_ok) { Exit::Fine } else { Exit::Wrong };
        let told = || diagnostics::diagnostics(all.iter().map(problems));
        fine.and(match self.format {
            Format::Json => output::result(&diagnostics::json(&told())),
            Format::Github => output::result(&github::problems(&told())),
            Format::Text if self.quiet || fine != Exit::Fine => Exit::Fine,
            Format::Text => {
                let lines = files.iter().zip(&all).map(|(file, read)| match problems(read).warnings() {
                    0 => format!("{}: fine\n", output::name(file)),
                    1 => format!("{}: fine, with a warning\n", output::name(file)),
                    n => format!("{}: fine, with {n} warnings\n", output::name(file)),
                });
                output::result(&lines.collect::<String>())
            }
        })
    }
}
