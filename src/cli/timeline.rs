//! `hangup timeline`: one customer's or conversation's timeline, as an agent reads it.

use std::path::PathBuf;

use clap::Args;

use super::{Exit, output};
use crate::report::timeline::{Whose, read, told};

const HELP: &str = "  help: write one with `hangup run SCENARIO --timeline FILE`";

#[derive(Debug, Args)]
pub(super) struct Timeline {
    /// The timeline, as `hangup run --timeline FILE` wrote it
    file: PathBuf,
    #[command(flatten)]
    whose: Asked,
}

#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
struct Asked {
    /// The customer's timeline, by number
    #[arg(long, value_name = "N")]
    customer: Option<u32>,
    /// The conversation's timeline, by number
    #[arg(long, value_name = "N")]
    conversation: Option<u32>,
}

impl Timeline {
    pub(super) fn execute(&self) -> Exit {
        let file = self.file.display();
        let text = match std::fs::read_to_string(&self.file) {
            Ok(text) => text,
            Err(error) => {
                output::message(&format!("error: {file}: {error}"));
                return Exit::Wrong;
            }
        };
        let entries = match read(&text) {
            Ok(entries) => entries,
            Err((line, problem)) => {
                output::message(&format!("error: {file}:{line}: this is no line of a timeline: {problem}\n{HELP}"));
                return Exit::Wrong;
            }
        };
        if entries.is_empty() {
            output::message(&format!("error: {file}: the file is empty, and no timeline\n{HELP}"));
            return Exit::Wrong;
        }
        let (whose, what) = match (self.whose.customer, self.whose.conversation) {
            (Some(number), _) => (Whose::Customer(number), format!("customer {number}")),
            (None, number) => {
                let number = number.unwrap_or_default();
                (Whose::Conversation(number), format!("conversation {number}"))
            }
        };
        if let Some(text) = told(&entries, whose) {
            return output::result(&text);
        }
        let any = entries.iter().find_map(|entry| match whose {
            Whose::Customer(_) => entry.customer,
            Whose::Conversation(_) => entry.conversation,
        });
        let help = match any {
            Some(number) => format!("number {number}, for one, is in it"),
            None => "the scenario has no `customers.count`, so that nobody is followed from contact to contact".into(),
        };
        output::message(&format!("error: {file}: {what} is not in this timeline\n  help: {help}"));
        Exit::Wrong
    }
}
