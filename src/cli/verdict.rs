//! What expectations mean for the exit code, and how long may be taken to decide them.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use clap::{Args, ValueEnum};

use super::Exit;
use crate::experiment::{Judged, Verdict};
use crate::report::diagnostics::Level;
use crate::report::junit;

/// Set when the time that a run may take is over.
static TIME_IS_OVER: AtomicBool = AtomicBool::new(false);

#[derive(Debug, Args)]
pub(super) struct Deciding {
    /// What an expectation that stays undecided makes of the run: exit code 0 or 1, instead of 4
    #[arg(long, value_enum, value_name = "VERDICT")]
    undecided: Option<Undecided>,
    /// Begin no more simulation after so much wall time, such as `90s` or `5m`: what the last finished look has found counts; a run
    /// without one is not complete (exit code 3)
    #[arg(long, value_name = "TIME", value_parser = time)]
    max_time: Option<Duration>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Undecided {
    /// As if it held
    Pass,
    /// As if it failed
    Fail,
}

fn time(text: &str) -> Result<Duration, String> {
    let seconds = crate::scenario::duration(text)?;
    if seconds > 0.0 { Ok(Duration::from_secs_f64(seconds)) } else { Err("write a time above zero".into()) }
}

impl Deciding {
    /// What is set when the time is over, which begins now.
    pub(super) fn deadline(&self) -> &'static AtomicBool {
        if let Some(time) = self.max_time {
            std::thread::spawn(move || {
                std::thread::sleep(time);
                TIME_IS_OVER.store(true, Ordering::Relaxed);
            });
        }
        &TIME_IS_OVER
    }

    /// What an undecided expectation counts as in `JUnit`'s words.
    pub(super) fn in_junit(&self) -> junit::Undecided {
        match self.undecided {
            Some(Undecided::Pass) => junit::Undecided::Skipped,
            Some(Undecided::Fail) => junit::Undecided::Failure,
            None => junit::Undecided::Error,
        }
    }

    /// What an undecided expectation counts as in annotations.
    pub(super) fn in_github(&self) -> Level {
        if self.undecided == Some(Undecided::Fail) { Level::Error } else { Level::Warning }
    }

    /// The exit code of what came of all expectations.
    pub(super) fn exit<'j>(&self, judged: impl IntoIterator<Item = &'j Judged>) -> Exit {
        let undecided = match self.undecided {
            Some(Undecided::Pass) => Exit::Fine,
            Some(Undecided::Fail) => Exit::Failed,
            None => Exit::Undecided,
        };
        let exits = judged.into_iter().map(|judged| match judged.verdict {
            Verdict::Holds => Exit::Fine,
            Verdict::Fails => Exit::Failed,
            Verdict::Undecided => undecided,
        });
        exits.fold(Exit::Fine, Exit::and)
    }
}
