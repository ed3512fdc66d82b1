//! `hangup check`: reads and validates only.

use std::fs;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::{Changes, Exit, files, output, problems, read};
use crate::report::{diagnostics, github};
use crate::scenario::{self, diagnostic::Report};

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
        let files = match files::expand(&self.files) {
            Ok(files) => files,
            Err(exit) => return exit,
        };
        // Templates come last: what is wrong with one is told where a file that extends it is read, and not once more.
        let (templates, files): (Vec<_>, Vec<_>) = files.into_iter().partition(|file| scenario::is_template(file));
        let read = |file: &PathBuf| problems(&read(file, &self.changes.settings, self.quiet)).clone();
        let mut all: Vec<Report> = files.iter().map(read).collect();
        for template in &templates {
            let problems = self.of_template(template, &all);
            all.push(problems);
        }
        let fine = if all.iter().all(|problems| problems.errors() == 0) { Exit::Fine } else { Exit::Wrong };
        let told = || diagnostics::diagnostics(&all);
        fine.and(match self.format {
            Format::Json => output::result(&diagnostics::json(&told())),
            Format::Github => output::result(&github::problems(&told())),
            Format::Text if self.quiet || fine != Exit::Fine => Exit::Fine,
            Format::Text => {
                let files =
                    files.iter().map(|file| (file, "")).chain(templates.iter().map(|file| (file, " as a template")));
                let lines = files.zip(&all).map(|((file, template), problems)| match problems.warnings() {
                    0 => format!("{}: fine{template}\n", output::name(file)),
                    1 => format!("{}: fine{template}, with a warning\n", output::name(file)),
                    n => format!("{}: fine{template}, with {n} warnings\n", output::name(file)),
                });
                output::result(&lines.collect::<String>())
            }
        })
    }

    /// What is wrong with a template, whatever extends it, and is not told yet; it is said on standard error, too.
    fn of_template(&self, file: &Path, told: &[Report]) -> Report {
        let told: Vec<_> = told.iter().flat_map(places).collect();
        // A setting may be of what is in the files that extend it.
        let mut problems = scenario::check_template(file);
        let new: Vec<bool> = places(&problems).map(|place| !told.contains(&place)).collect();
        let mut new = new.into_iter();
        problems.problems.retain(|_| new.next().unwrap_or(true));
        output::problems(&problems, self.quiet);
        problems
    }
}

/// Where each problem stands, whatever the file is called, and of which kind it is.
fn places(report: &Report) -> impl Iterator<Item = (PathBuf, usize, usize, &str)> {
    report.problems.iter().map(|problem| {
        let (file, line, column) = report.position(problem).unwrap_or_default();
        (fs::canonicalize(file).unwrap_or_else(|_| file.into()), line, column, problem.code.as_ref())
    })
}
