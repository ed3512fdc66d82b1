//! Standard output of one scenario or of several: each result is printed as soon as its scenario is done, so that nothing that
//! ends the program later costs it.

use super::{Exit, output};

/// What is printed around the results and between them.
#[derive(Debug, Default)]
pub(super) struct Around {
    pub(super) before: String,
    pub(super) between: &'static str,
    pub(super) behind: &'static str,
}

/// What is printed so far.
pub(super) struct Printed {
    around: Around,
    begun: bool,
    exit: Exit,
}

impl Printed {
    pub(super) fn new(around: Around) -> Self {
        Self { around, begun: false, exit: Exit::Fine }
    }

    /// Prints the next result. Should the program be interrupted, what is printed is whole.
    pub(super) fn add(&mut self, text: &str) {
        let before = if self.begun { self.around.between } else { &self.around.before };
        self.begun = true;
        self.print(&format!("{before}{text}"), self.around.behind);
    }

    /// Prints what is behind all results, and says whether everything could be printed.
    pub(super) fn end(mut self, last: &str) -> Exit {
        let before = if self.begun { "" } else { &self.around.before };
        self.print(&format!("{before}{}{last}", self.around.behind), "");
        self.exit
    }

    fn print(&mut self, text: &str, lacking: &'static str) {
        // Where nothing can be written, that is told once.
        if self.exit == Exit::Fine {
            self.exit = output::part(text, lacking);
        }
    }
}
