//! `hangup init`: writes a commented scenario to begin with.

use std::path::PathBuf;

use clap::Args;

use super::out::Folder;
use super::{Exit, output};
use crate::scenario;

/// A scenario of a believable kind that runs as it is.
const STARTER: &str = include_str!("starter.yaml");
/// What editors read; the starter's first line names it.
const SCHEMA: &str = "hangup.schema.json";

#[derive(Debug, Args)]
pub(super) struct Init {
    /// Where to write it; `-` is standard output
    #[arg(default_value = "scenario.yaml")]
    file: PathBuf,
    /// Do not say what was written
    #[arg(short, long)]
    quiet: bool,
}

impl Init {
    pub(super) fn execute(&self) -> Exit {
        if self.file.as_os_str() == "-" {
            return output::result(STARTER);
        }
        let (folder, name) = match Folder::of_file("init", &self.file) {
            Ok(place) => place,
            Err(exit) => return exit,
        };
        // Somebody's work is never overwritten.
        if self.file.exists() {
            output::message(&format!("error: {} is there already; name another file", self.file.display()));
            return Exit::Wrong;
        }
        let schema = scenario::schema();
        let starter = STARTER.replace(" FILE", &format!(" {}", self.file.display()));
        let mut files: Vec<(&str, &[u8])> = vec![(&name, starter.as_bytes())];
        if !self.file.with_file_name(SCHEMA).exists() {
            files.push((SCHEMA, schema.as_bytes()));
        }
        folder.write(&files, self.quiet)
    }
}
