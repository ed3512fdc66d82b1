//! What a build expects of a scenario: a metric, what it is of, and a bound that its interval must keep.

use std::fmt;

use super::resolved::Channel;

/// An expectation whose names are those of the scenario it was read with.
#[derive(Debug, Clone, PartialEq)]
pub struct Expectation {
    /// As it was written.
    pub text: String,
    /// What is expected of.
    pub subject: Subject,
    /// What is compared with the bound: the metric itself, or how it differs between two scenarios.
    pub change: Option<Change>,
    /// On which side of the bound it must be.
    pub comparison: Comparison,
    /// The bound: a share in [0, 1], seconds, hours or a count.
    pub bound: f64,
    /// Where it is written.
    pub position: Position,
}

/// What an expectation, or a comparison, is about.
#[derive(Debug, Clone, PartialEq)]
pub struct Subject {
    /// The metric's name in results, or `wait_p` with a percentage, such as `wait_p95`.
    pub metric: String,
    /// Of which part.
    pub about: About,
    /// Of contacts that arrive in `[from, to)`, in seconds from midnight, instead of all day: whole [`WINDOW`]s.
    pub window: Option<(f64, f64)>,
}

/// The whole center, or a part of it by its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum About {
    /// The whole center.
    Center,
    /// What callers did in the whole IVR.
    Ivr,
    /// The greeting and the steps of the IVR.
    Greeting,
    /// A level of the IVR, from 1.
    Level(u32),
    /// A menu.
    Menu(String),
    /// A menu where it is met at this level; 0 where it only offers languages.
    MenuAt(String, u32),
    /// An option, by its menu and its key.
    Option(String, String),
    /// A queue.
    Queue(String),
    /// An agent group.
    Group(String),
    /// A channel.
    Channel(Channel),
    /// The customers' conversations.
    Conversations,
}

/// A window of time begins and ends on a multiple of so many seconds.
pub const WINDOW: f64 = 1800.0;

/// How a metric differs between two scenarios.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// By how much it is more in the changed one.
    Increase,
    /// By how much it is less.
    Decrease,
    /// By how much it is either.
    Either,
}

/// On which side of a bound something must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    More,
    /// `>=`
    AtLeast,
}

impl Comparison {
    /// As it is written.
    pub fn symbol(self) -> &'static str {
        match self {
            Self::Less => "<",
            Self::AtMost => "<=",
            Self::More => ">",
            Self::AtLeast => ">=",
        }
    }

    /// Whether a larger bound asks for less.
    pub fn is_upper(self) -> bool {
        matches!(self, Self::Less | Self::AtMost)
    }
}

/// Where something is written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Position {
    /// The file, or the option of the command line.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
}

impl Subject {
    /// What is charted where nothing is said: the hang-ups in the IVR.
    pub(super) fn usual() -> Self {
        Self { metric: "ivr_abandonment".into(), about: About::Center, window: None }
    }

    /// The percentage of a quantile of waits, in (0, 1); `None` of any other metric.
    pub fn quantile(&self) -> Option<f64> {
        quantile(&self.metric)
    }
}

/// The share that a name such as `wait_p95` names.
pub(super) fn quantile(metric: &str) -> Option<f64> {
    let digits = metric.strip_prefix("wait_p").filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))?;
    let percent: u8 = digits.parse().ok().filter(|percent| (1..=99).contains(percent))?;
    Some(f64::from(percent) / 100.0)
}

impl fmt::Display for Subject {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str(&self.metric)?;
        match &self.about {
            About::Center | About::Ivr => {}
            About::Greeting => formatter.write_str(" at greeting")?,
            About::Level(level) => write!(formatter, " at level {level}")?,
            About::MenuAt(name, level) => write!(formatter, "({name}) at level {level}")?,
            About::Option(menu, key) => write!(formatter, "({menu}.{key})")?,
            About::Queue(name) | About::Group(name) | About::Menu(name) => write!(formatter, "({name})")?,
            About::Channel(channel) => write!(formatter, " on {}", channel.name())?,
            About::Conversations => formatter.write_str(" of conversations")?,
        }
        if let Some((from, to)) = self.window {
            let clock = |seconds: f64| super::file::clock::show(seconds);
            write!(formatter, " between \"{}\" and \"{}\"", clock(from), clock(to))?;
        }
        Ok(())
    }
}
