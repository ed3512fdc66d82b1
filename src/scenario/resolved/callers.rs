//! How callers behave, and how long they are willing to go on.

use crate::law::Law;

/// How callers behave; neutral unless written (the whole of it is in `ARCHITECTURE.md`).
#[derive(Debug, Clone, PartialEq)]
pub struct Callers {
    /// How long they go on. [`Patience::OneClock`] of [`Law::Never`] where nobody can wait.
    pub patience: Patience,
    /// The share that hangs up on entering the IVR.
    pub hang_up_at_once: f64,
    /// How they listen to a menu.
    pub listening: Listening,
    /// What they get wrong.
    pub mistakes: Mistakes,
    /// What they do who find nothing in a menu.
    pub nothing_fits: NothingFits,
    /// Who forgets their option while the rest of the menu is read out.
    pub memory: Memory,
    /// Who asks for a person.
    pub zero_out: Option<ZeroOut>,
    /// What multiplies the hazard of hanging up.
    pub hazard: Hazard,
}

/// The law of a caller's patience.
#[derive(Debug, Clone, PartialEq)]
pub enum Patience {
    /// One clock runs over the whole call.
    OneClock(Law),
    /// One clock in the IVR and a fresh one in the queue.
    Fresh {
        /// In the IVR, from arrival.
        ivr: Law,
        /// In the queue, from joining it.
        queue: Law,
    },
}

/// How callers listen to a menu: parts of all callers, the rest hears the whole menu first.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Listening {
    /// The share that keys ahead from memory.
    pub dial_ahead: f64,
    /// The share that presses when it has heard its option.
    pub press_when_heard: f64,
    /// The time from having heard to having pressed, in seconds.
    pub decide: f64,
    /// The time from the menu's beginning to the key of a caller who dials ahead, in seconds.
    pub reaction: f64,
}

/// What callers get wrong in a menu, as probabilities.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Mistakes {
    /// To take a wrong option, for each one heard.
    pub wrong_option: f64,
    /// To miss the right option when it is read.
    pub missed_option: f64,
    /// What is added to `missed_option` for every level between a menu and the deepest level below it.
    pub missed_extra_per_level_above: f64,
    /// To press a key that no option has.
    pub key_slip: f64,
}

/// What callers do who have heard a menu to its end and found nothing: shares of such plays, which sum to at most 1; the
/// rest waits.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct NothingFits {
    /// To press the operator's option; who finds none waits.
    pub zero: f64,
    /// To press any of the options read out that lead on, but the operator's.
    pub any_key: f64,
    /// To hang up.
    pub hang_up: f64,
}

/// How those who hear a whole menu before they press forget their option meanwhile: with the probability
/// `1 - (1 - forgets)^max(0, n - beyond)` where `n` options were read out after it.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Memory {
    /// So many options do no harm.
    pub beyond: u32,
    /// The probability for every option after those; 0 where nobody forgets.
    pub forgets: f64,
}

/// Callers who press the operator's key where there is one; decided once per visit of a menu.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ZeroOut {
    /// The share of visits.
    pub share: f64,
    /// How long after the menu's beginning, in seconds.
    pub after: f64,
    /// A factor of the share for every error so far in the call; the share stays at most 1.
    pub per_error: f64,
}

/// Factors of the hazard of hanging up; all 1 unless written.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hazard {
    /// While in the IVR.
    pub ivr: f64,
    /// For every level beyond the first.
    pub per_level: f64,
    /// For every error so far.
    pub per_error: f64,
    /// After every announcement: a step that says something, or what a queue says to those who wait.
    pub after_announcement: AfterAnnouncement,
}

/// A factor of the hazard that holds for a while after an announcement's end, unless another one begins.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AfterAnnouncement {
    /// The factor.
    pub factor: f64,
    /// For so many seconds.
    pub lasts: f64,
}

impl Hazard {
    /// Nothing makes hanging up more or less likely.
    pub const NEUTRAL: Self =
        Self { ivr: 1.0, per_level: 1.0, per_error: 1.0, after_announcement: AfterAnnouncement::NEUTRAL };
}

impl AfterAnnouncement {
    /// Announcements do nothing.
    pub const NEUTRAL: Self = Self { factor: 1.0, lasts: 0.0 };

    /// Whether announcements leave everybody as patient as they were.
    pub fn is_neutral(self) -> bool {
        self.factor == 1.0 || self.lasts == 0.0
    }
}
