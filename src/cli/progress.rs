//! How far a run is: a bar on a terminal, lines of JSON where they are asked for, and nothing elsewhere.

use std::io::IsTerminal;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

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
    /// A line of JSON for every hundredth, and every other second: {"scenario": "...", "done": 40, "of": 100}
    Json,
    /// Nothing
    None,
}

/// Progress that is shown somehow.
pub(super) enum Progress {
    Bar(ProgressBar),
    /// Of which scenario, and what was told last.
    Json(String, Mutex<Told>),
}

/// How much was told to be done, and when; nothing yet.
#[derive(Debug, Default)]
pub(super) struct Told(Option<(u64, u64, Instant)>);

impl Told {
    /// Whether to tell that so much is done, which counts as told then: never of less than before, of each hundredth, and often.
    fn is_news(&mut self, done: u64, of: u64, now: Instant) -> bool {
        let hundredth = 100 * done / of.max(1);
        let news = self.0.is_none_or(|(before, last, at)| {
            done > before && (hundredth > last || now.saturating_duration_since(at) >= OFTEN)
        });
        if news {
            self.0 = Some((done, hundredth, now));
        }
        news
    }
}

/// After so long it is told how far a run is, however little that is: the limit of one that ends when its goals are reached may be
/// far away.
const OFTEN: Duration = Duration::from_secs(2);

impl Shown {
    /// The progress of a scenario; `template` is that of the bar.
    pub(super) fn of(&self, scenario: &str, quiet: bool, template: &str) -> Progress {
        match self.progress {
            Form::Json => Progress::Json(scenario.to_owned(), Mutex::default()),
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
                // Threads come by in any order, and one at a time.
                let mut told = told.lock().unwrap_or_else(PoisonError::into_inner);
                if told.is_news(done, of, Instant::now()) {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn progress_never_goes_back_and_is_told_often() {
        let (mut told, began) = (Told::default(), Instant::now());
        let after = |seconds: u64| began + Duration::from_secs(seconds);
        for (done, of, seconds, news) in [
            (6, 100, 0, true),
            (9, 100, 0, true),
            // A slower thread comes late.
            (7, 100, 5, false),
            (10, 100, 5, true),
            // Far from the limit no hundredth is ever reached.
            (5_120, 2_000_000, 6, false),
            (5_121, 2_000_000, 7, true),
            (5_122, 2_000_000, 8, false),
            (20_000, 2_000_000, 8, true),
        ] {
            assert_eq!(told.is_news(done, of, after(seconds)), news, "{done} of {of} after {seconds} s");
        }
    }
}
