//! The command line: one small file per command. Results go to standard output, everything else to standard error.

mod check;
mod compare;
mod exit;
mod explain;
mod files;
mod format;
mod git;
mod init;
mod out;
mod output;
mod pair;
mod printed;
mod progress;
mod run;
mod schema;
mod shell;
mod simulating;
mod since;
mod summary;
mod sweep;
mod target;
mod timeline;
mod timeline_file;
mod tree;
mod verdict;

use std::path::Path;

use clap::{Args, Parser, Subcommand};

pub use exit::Exit;

use crate::scenario::{self, Loaded};

/// A discrete-event contact-center simulator: where callers hang up, why, and what would change it.
#[derive(Debug, Parser)]
#[command(version, arg_required_else_help = true, after_help = exit::HELP)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Simulate scenarios and print their reports
    Run(run::Run),
    /// Run variations of a scenario on the same callers, and chart what they change
    Sweep(sweep::Sweep),
    /// Compare two scenarios on the same callers: what a change changes, and what of it is no noise
    Compare(compare::Compare),
    /// Read and validate scenario files, and simulate nothing
    Check(check::Check),
    /// Draw the IVR of a scenario: what is said when, and where it leads
    Tree(tree::Tree),
    /// Write a commented scenario to begin with
    Init(init::Init),
    /// Explain a diagnostic by its code, with an example
    Explain(explain::Explain),
    /// Print one customer's or conversation's timeline, as an agent reads it
    Timeline(timeline::Timeline),
    /// Print a shell's completions
    Completions(shell::Completions),
    /// Print the manual page of the program or of a command
    Man(shell::Man),
    /// Print the JSON Schema of a scenario file, for editors, of results, of a timeline or of diagnostics
    Schema(schema::Schema),
}

/// Runs the program with the arguments it was started with.
pub fn main() -> Exit {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            let shown = error.print();
            // Help and version go to standard output and are no errors: they are results.
            return if error.use_stderr() { Exit::Wrong } else { output::written(shown) };
        }
    };
    let exit = match cli.command {
        Command::Run(command) => command.execute(),
        Command::Sweep(command) => command.execute(),
        Command::Compare(command) => command.execute(),
        Command::Check(command) => command.execute(),
        Command::Tree(command) => command.execute(),
        Command::Init(command) => command.execute(),
        Command::Explain(command) => command.execute(),
        Command::Timeline(command) => command.execute(),
        Command::Completions(command) => command.execute(),
        Command::Man(command) => command.execute(),
        Command::Schema(command) => command.execute(),
    };
    out::without_empty_folders();
    exit
}

/// Changes to a scenario from the command line.
#[derive(Debug, Args)]
struct Changes {
    /// Set a value by its path, such as `ivr.balanced.depth=3` or `ivr.menus.main.3.prompt=4s`, or remove it, such as
    /// `lines=null`; may be repeated
    #[arg(long = "set", value_name = "PATH=VALUE")]
    settings: Vec<String>,
}

/// Ends the program when it is interrupted: files are written whole, so that nothing is left half-written.
fn end_on_interrupt() {
    let _ = ctrlc::set_handler(|| {
        output::message("\nerror: interrupted; no file is left half-written");
        target::exit(Exit::Incomplete);
    });
}

/// A scenario, or what is wrong with it.
type Read = Result<Loaded, Box<scenario::diagnostic::Report>>;

/// Reads a scenario file and says on standard error what is wrong with it, and, unless `quiet`, what may be.
fn read(file: &Path, settings: &[String], quiet: bool) -> Read {
    let read = scenario::load(file, settings);
    let read = read.map_err(Box::new);
    output::problems(problems(&read), quiet);
    read
}

/// What is wrong with a scenario, or may be.
fn problems(read: &Read) -> &scenario::diagnostic::Report {
    match read {
        Ok(loaded) => &loaded.warnings,
        Err(problems) => problems,
    }
}
