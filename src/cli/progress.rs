//! How far a run is: a bar on a terminal, lines of JSON where they are asked for, and nothing elsewhere.

use std::io::IsTerminal;
use std::sync::atomic::{AtomicU64, Ordering};

use clap::{Args, ValueEnum};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde_json::json;

use super::output;

#[derive(Debug, Args)]
pub(super) struct Shown {
    /// How progress is shown on standard error
    #[arg(long, value_enum, value_name = "FORM", default_value_t = Form::Auto)]
    progress: Form,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// A bar on a terminal, nothing elsewhere or with --quiet
    Auto,
    /// A line of JSON for every hundredth: {"scenario": "...", "done": 40, "of": 100}
    Json,
    /// Nothing
    None,
}

/// Progress that is shown somehow.
pub(super) enum Progress {
    Bar(ProgressBar),
    /// Of which scenario, and the hundredth to be told next.
    Json(String, AtomicU64),
}

impl Shown {
    /// The progress of a scenario; `template` is that of the bar.
    pub(super) fn of(&self, scenario: &str, quiet: bool, template: &str) -> Progress {
        match self.progress {
            Form::Json => Progress::Json(scenario.to_owned(), AtomicU64::new(0)),
            Form::Auto if !quiet && std::io::stderr().is_terminal() => {
                let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
                let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr()).with_style(style);
                Progress::Bar(bar)
            }
            Form::Auto | Form::None => Progress::Bar(ProgressBar::hidden()),
        }
    }
}

impl Progress {
    /// Tells that so much is done.
    pub(super) fn advance(&self, done: u64, of: u64) {
        match self {
            Self::Bar(bar) => {
                bar.set_length(of);
                bar.set_position(done);
            }
            Self::Json(scenario, told) => {
                let hundredth = 100 * done / of.max(1);
                // Threads may come by in any order; each hundredth is told once.
                if told.fetch_max(hundredth + 1, Ordering::Relaxed) <= hundredth {
                    output::message(&json!({"scenario": scenario, "done": done, "of": of}).to_string());
                }
            }
        }
    }

    /// Clears the bar.
    pub(super) fn finish(&self) {
        if let Self::Bar(bar) = self {
            bar.finish_and_clear();
        }
    }
}
