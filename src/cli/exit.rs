//! Exit codes: what a build can act on.

use std::process::ExitCode;

/// How the program ends. The codes are promises to other programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Exit {
    /// Everything is fine.
    Fine = 0,
    /// An expectation failed.
    Failed = 1,
    /// The command or the scenario is wrong: the user's to mend.
    Wrong = 2,
    /// The run could not be completed: disk full, interrupted.
    Incomplete = 3,
    /// An expectation is undecided: its interval still straddles the bound.
    Undecided = 4,
}

/// What the help says about them.
pub(super) const HELP: &str = "Exit codes: 0 fine; 1 an expectation failed; 2 the command or the scenario is wrong; \
                               3 the run could not be completed; 4 an expectation is undecided.";

impl Exit {
    /// The code of two results together: the first that applies of 2, 3, 1, 4, 0.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        let rank = |exit: Self| match exit {
            Self::Wrong => 0,
            Self::Incomplete => 1,
            Self::Failed => 2,
            Self::Undecided => 3,
            Self::Fine => 4,
        };
        if rank(other) < rank(self) { other } else { self }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}
