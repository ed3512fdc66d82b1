//! Metrics by their names: those that a goal of precision, a chart or an expectation may ask for.

/// What a metric is measured in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Share,
    Time,
    Count,
    Hours,
}

/// What a metric can be asked of. Those of a queue or group can be asked of a window of time too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Of {
    Center,
    /// The whole center, of contacts that arrive within a window of time.
    Window,
    /// The whole IVR.
    Ivr,
    /// The levels of the IVR and its greeting.
    Levels,
    Menus,
    MenusAtLevels,
    Options,
    Queues,
    Groups,
    Channels,
    Conversations,
}

/// A metric that can be asked for.
pub(super) struct Metric {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    pub(super) of: &'static [Of],
}

macro_rules! metrics {
    ($($name:literal $kind:ident of $($of:ident)*;)*) => {
        &[$(Metric { name: $name, kind: Kind::$kind, of: &[$(Of::$of),*] }),*]
    };
}

/// Every metric by its name, with what it can be asked of; a name that means something else of other things stands here
/// again. Beside these there are the quantiles of waits, `wait_p1` to `wait_p99`, of the center and of queues.
///
/// The scenario room knows nothing of measuring, so that these names stand here beside those of `measure`: a metric added
/// there is added here too. A test asks for everything that a result has (`tests/every_metric.rs`).
pub(super) const METRICS: &[Metric] = metrics! {
    "ivr_abandonment" Share of Center Window Levels Menus MenusAtLevels;
    "queue_abandonment" Share of Center Window Queues Channels;
    "total_abandonment" Share of Center;
    "containment" Share of Center;
    "blocking" Share of Center;
    "wait_probability" Share of Center Queues;
    "mean_wait" Time of Center Window Queues Channels;
    "average_speed_of_answer" Time of Center Queues Channels;
    "service_level" Share of Center Window Queues;
    "handle_time" Time of Center Queues Groups Channels;
    "occupancy" Share of Center Window Groups;
    "worked_hours" Hours of Center Groups;
    "time_in_ivr" Time of Center;
    "zero_out" Share of Center Menus;
    "misroutes" Share of Center;
    "self_service_success" Share of Center;
    "hung_up_towards_wanted" Share of Ivr;
    "hung_up_past_wanted" Share of Ivr;
    "wanted_position" Count of Ivr;
    "options_read_out" Count of Ivr;
    "nothing_fitted" Share of Ivr;
    "lost" Share of Ivr;
    "added" Share of Levels;
    "of_hang_ups" Share of Levels;
    "wanted" Share of Options;
    "answered_elsewhere" Share of Queues;
    "transferred" Share of Queues;
    "queued" Count of Queues Channels;
    "answered" Count of Queues Groups Channels;
    "abandoned" Count of Queues;
    "staffed_hours" Hours of Groups;
    "time" Time of Menus;
    "no_input" Count of Menus;
    "no_match" Count of Menus;
    "entered" Count of Menus;
    "silent_abandonment" Share of Channels;
    "timed_out" Share of Channels;
    "due_met" Share of Channels;
    "missed_offers" Count of Channels;
    "opened" Count of Conversations;
    "reopened" Count of Conversations;
    "closed_by_agent" Count of Conversations;
    "closed_automatically" Count of Conversations;
    "closed_on_abandon" Count of Conversations;
    "left_open" Count of Conversations;
    "profiles_made" Count of Conversations;
    "duplicates" Count of Conversations;
    "contacts_per_conversation" Count of Conversations;
    "arrived" Count of Center Window;
    "blocked" Count of Center;
    "abandoned_in_ivr" Count of Center;
    "self_served" Count of Center;
    "disconnected" Count of Center;
    "transferred_out" Count of Center;
    "abandoned_in_queue" Count of Center;
    "left_voicemail" Count of Center;
    "served" Count of Center;
    "timed_out" Count of Center;
};

impl Kind {
    /// What it is, in words.
    pub(super) fn is(self) -> &'static str {
        match self {
            Self::Share => "a share",
            Self::Time => "a time",
            Self::Hours => "a number of hours",
            Self::Count => "a count",
        }
    }
}

impl Metric {
    pub(super) fn can_be_of(&self, of: Of) -> bool {
        self.of.contains(&of)
    }
}

/// How a metric is written that is none of the whole center, with names that a scenario may have.
pub(super) fn known_of(metric: &Metric) -> String {
    let name = metric.name;
    let part = |part: &str| format!("`{name}({part})` with a name that the scenario has");
    match metric.of {
        [Of::Groups, ..] => part("front_line"),
        [Of::Menus, ..] => part("main"),
        [Of::Levels, ..] => format!("`{name} at level 1` or `{name} at greeting`"),
        [Of::Options, ..] => format!("`{name} of main.3`: the menu, and the key"),
        [Of::Channels, ..] => format!("`{name} on chat`"),
        [Of::Conversations, ..] => format!("`{name} of conversations`"),
        _ => part("billing"),
    }
}
