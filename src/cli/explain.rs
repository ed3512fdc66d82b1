//! `hangup explain`: what a diagnostic's code means, with an example.

use std::fmt::Write;

use clap::Args;

use super::{Exit, output};
use crate::scenario::explain::{EXPLANATIONS, Example, Explanation, explain, nearest_code};

#[derive(Debug, Args)]
pub(super) struct Explain {
    /// The code as it stands in brackets, such as `unknown-name`; without one, all of them are listed
    code: Option<String>,
}

impl Explain {
    pub(super) fn execute(&self) -> Exit {
        let Some(code) = &self.code else {
            let lines = EXPLANATIONS.iter().map(|one| format!("{:<22} {}\n", one.code, first_sentence(one.meaning)));
            return output::result(&lines.collect::<String>());
        };
        // It may be copied with what stands around it.
        let plain = code.trim_start_matches("error").trim_start_matches("warning").trim_matches(['[', ']']);
        let Some(explanation) = explain(plain) else {
            let help = nearest_code(plain)
                .map_or("`hangup explain` lists all codes".into(), |near| format!("did you mean `{near}`?"));
            output::message(&format!("error: there is no code `{plain}`; {help}"));
            return Exit::Wrong;
        };
        output::result(&told(explanation))
    }
}

fn first_sentence(text: &str) -> &str {
    text.split_once(". ").map_or(text, |(first, _)| first).trim_end_matches('.')
}

/// The explanation, and what is said of its example.
fn told(explanation: &Explanation) -> String {
    let mut out = format!("{}\n\n{}\n", explanation.code, explanation.meaning);
    let indented = |text: &str| text.lines().flat_map(|line| ["    ", line, "\n"]).collect::<String>();
    match explanation.example {
        Example::Sections(text) | Example::File(text) => {
            let _ = write!(out, "\nFor example:\n\n{}", indented(text));
        }
        Example::Setting(text) => {
            let _ = write!(out, "\nFor example:\n\n    --set {text}\n");
        }
        Example::Named(name) => {
            let _ = write!(out, "\nFor example:\n\n    hangup tree {name}\n");
        }
    }
    let answer = explanation.answer().render(false);
    let _ = write!(out, "\nis answered with\n\n{}", indented(answer.trim_end()));
    out
}
