//! `hangup completions` and `hangup man`: what a shell and a terminal know of the program.

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::{Cli, Exit, output};

#[derive(Debug, Args)]
pub(super) struct Completions {
    /// For which shell
    #[arg(value_enum)]
    shell: Shell,
}

impl Completions {
    pub(super) fn execute(&self) -> Exit {
        let mut bytes = Vec::new();
        clap_complete::generate(self.shell, &mut Cli::command(), "hangup", &mut bytes);
        output::result(&String::from_utf8_lossy(&bytes))
    }
}

#[derive(Debug, Args)]
pub(super) struct Man {
    /// Of which command; without one, of the program
    command: Option<String>,
}

impl Man {
    pub(super) fn execute(&self) -> Exit {
        let mut whole = Cli::command();
        whole.build();
        let page = match &self.command {
            None => Some(whole.clone()),
            Some(name) => whole.find_subcommand(name).cloned(),
        };
        let Some(page) = page else {
            let name = self.command.as_deref().unwrap_or_default();
            output::message(&format!("error: there is no command `{name}`"));
            return Exit::Wrong;
        };
        let mut bytes = Vec::new();
        match clap_mangen::Man::new(page).render(&mut bytes) {
            Ok(()) => output::result(&String::from_utf8_lossy(&bytes)),
            Err(error) => {
                output::message(&format!("error: the page could not be written: {error}"));
                Exit::Incomplete
            }
        }
    }
}
