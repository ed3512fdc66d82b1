//! `callers`: how callers behave.
//!
//! Each field says which value is realistic, over which range it deserves to be varied, and on what evidence: *measured* (a bank's
//! call log of 1999, or the paper named), *advised* (by vendors and standards) or *assumed*, which is no evidence at all.

use schemars::JsonSchema;
use serde::Deserialize;

use super::duration::Duration;
use super::law::{Law, Plain, Shape};
use super::number::{Count, Number};
use super::share::Share;
use crate::scenario::field::Field;

/// How callers behave; what is not written is neutral: nobody errs, nobody hangs up but for lack of patience.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[schemars(rename = "callers")]
pub(in crate::scenario) struct Callers {
    /// How long they go on before they hang up, a duration or law: one clock over the whole call, or `{ivr: ..., queue: ...}` with a fresh
    /// one in the queue. Realistic: `{hyperexponential: [{share: 24.4%, mean: 76s}, {share: 75.6%, mean: 878s}]}` (measured, a
    /// bank 1999: scale it to your own line); sweep 0.3 to 3 times these means, and one clock against a fresh one
    /// (assumed). Example: `{exponential: 5m}` or `never`.
    pub(in crate::scenario) patience: Field<Patience>,
    /// The share that hangs up on entering the IVR. Realistic: 1.5 % (measured, a bank 1999); sweep
    /// 0-5 %. Example: `1.5%`. Default: `0%`.
    #[serde(default)]
    pub(in crate::scenario) hang_up_at_once: Field<Share>,
    /// How they listen to a menu. Example: `{dial_ahead: 20%, press_when_heard: 60%}`. Default: everybody presses on hearing their option.
    #[serde(default)]
    pub(in crate::scenario) listening: Field<Listening>,
    /// What they get wrong in a menu. Example: `{wrong_option: 2%, missed_option: 5%, key_slip: 1%}`. Default: nothing.
    #[serde(default)]
    pub(in crate::scenario) mistakes: Field<Mistakes>,
    /// What they do who have heard a menu to its end and found nothing. Example: `{zero: 30%, any_key: 20%, hang_up: 10%}`. Default: all wait.
    #[serde(default)]
    pub(in crate::scenario) nothing_fits: Field<NothingFits>,
    /// Who forgets their option while the rest of the menu is read out. Example: `{beyond: 4, forgets: 2%}`. Default: nobody.
    #[serde(default)]
    pub(in crate::scenario) memory: Field<Memory>,
    /// Who presses the operator's key where a menu has one. Example: `{share: 8%, after: 4s}`. Default: nobody.
    #[serde(default)]
    pub(in crate::scenario) zero_out: Field<ZeroOut>,
    /// What makes hanging up more or less likely. Example: `{per_error: 1.5, after_announcement: 1.8}`. Default: all factors are 1.
    #[serde(default)]
    pub(in crate::scenario) hazard: Field<Hazard>,
}

/// How long callers go on.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(rename = "either a law such as `{exponential: 5m}`, `never`, or `{ivr: ..., queue: ...}`")]
#[schemars(rename = "patience", untagged)]
pub(in crate::scenario) enum Patience {
    /// One clock in the IVR and a fresh one in the queue.
    #[serde(rename = "map:ivr,queue")]
    Fresh(FreshPatience),
    /// Always the same, or `never`.
    #[serde(rename = "scalar")]
    Plain(Plain),
    /// One clock over the whole call.
    #[serde(rename = "map")]
    Shape(Shape),
}

/// A patience in the IVR, and a fresh one in the queue.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[schemars(rename = "fresh-patience")]
pub(in crate::scenario) struct FreshPatience {
    /// In the IVR, from arrival: a duration or law. Example: `{weibull: {shape: 0.8, mean: 9m}}`.
    pub(in crate::scenario) ivr: Field<Law>,
    /// In the queue, from joining it: a duration or law. Example: `{exponential: 4m}`.
    pub(in crate::scenario) queue: Field<Law>,
}

/// How callers listen: parts of all callers; the rest hears the whole menu first.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[schemars(rename = "listening")]
pub(in crate::scenario) struct Listening {
    /// The share that keys ahead from memory. Realistic: 20 % (assumed; of callers who also see the menu, over 60 % chose
    /// ahead of the voice: Yin and Zhai 2006); sweep 0-50 %. Example: `20%`. Default: `0%`.
    #[serde(default)]
    pub(in crate::scenario) dial_ahead: Field<Share>,
    /// The share that presses on hearing its option. Realistic: 70 % of those who do not dial ahead (assumed); sweep
    /// 0-100 %. Example: `60%`. Default: all who do not dial ahead.
    #[serde(default)]
    pub(in crate::scenario) press_when_heard: Field<Share>,
    /// The time from having heard to having pressed, a duration. Realistic: 1.5 s (assumed: the 0.25 to 1.3 s between turns of
    /// talk, and the key); sweep 0.5-3 s. Example: `1s`. Default: `1.5s`.
    #[serde(default)]
    pub(in crate::scenario) decide: Field<Duration>,
    /// The time from the menu's beginning to the key of a caller who dials ahead, a duration. Realistic: 0.8 s
    /// (assumed). Example: `0.6s`. Default: `0.8s`.
    #[serde(default)]
    pub(in crate::scenario) reaction: Field<Duration>,
}

/// What callers get wrong in a menu.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[schemars(rename = "mistakes")]
pub(in crate::scenario) struct Mistakes {
    /// The share that takes a wrong option, for each one heard. Realistic: 2 % (assumed); sweep
    /// 0-10 %. Example: `2%`. Default: `0%`.
    #[serde(default)]
    pub(in crate::scenario) wrong_option: Field<Share>,
    /// The share that misses the right option when it is read. Realistic: 5 % (assumed); sweep
    /// 0-10 %. Example: `5%`. Default: `0%`.
    #[serde(default)]
    pub(in crate::scenario) missed_option: Field<Missed>,
    /// The share that presses a key that no option has. Realistic: 1 % (assumed; no error rate of keys in the field is
    /// published); sweep 0-3 %. Example: `1%`. Default: `0%`.
    #[serde(default)]
    pub(in crate::scenario) key_slip: Field<Share>,
}

/// How often the right option is missed.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(rename = "either a share such as `5%`, or `{share: 5%, extra_per_level_above: 2%}`")]
#[schemars(rename = "missed-option", untagged)]
pub(in crate::scenario) enum Missed {
    /// The same in every menu.
    #[serde(rename = "scalar")]
    Everywhere(Share),
    /// More often where the words are more general.
    #[serde(rename = "map")]
    ByLevel(MissedByLevel),
}

/// How often the right option is missed, by level.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[schemars(rename = "missed-option-by-level")]
pub(in crate::scenario) struct MissedByLevel {
    /// The share at the deepest level. Realistic: 5 % (assumed); sweep 0-10 %. Example: `5%`.
    pub(in crate::scenario) share: Field<Share>,
    /// The share that is added for every level above it. Realistic: 2 % (assumed: the words of higher levels are more
    /// general); sweep 0-6 %. Example: `2%`. Default: `0%`.
    #[serde(default)]
    pub(in crate::scenario) extra_per_level_above: Field<Share>,
}

/// What callers do who have heard a menu to its end and found nothing, because nothing is offered to them or they have
/// missed it: shares of such plays; the rest waits until the IVR goes on by itself.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[schemars(rename = "nothing-fits")]
pub(in crate::scenario) struct NothingFits {
    /// The share that presses the operator's option, announced or not, and waits where the menu has none. Realistic: 30 %
    /// (assumed); sweep 0-60 %. Example: `30%`. Default: `0%`.
    #[serde(default)]
    pub(in crate::scenario) zero: Field<Share>,
    /// The share that presses any of the options read out, neither the operator's nor one that says the menu again or goes
    /// back. Realistic: 20 % (assumed); sweep 0-50 %. Example: `20%`. Default: `0%`.
    #[serde(default)]
    pub(in crate::scenario) any_key: Field<Share>,
    /// The share that hangs up. Realistic: 10 % (assumed); sweep 0-30 %. Example: `10%`. Default: `0%`.
    #[serde(default)]
    pub(in crate::scenario) hang_up: Field<Share>,
}

/// How those who hear a whole menu before they press forget their option meanwhile.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[schemars(rename = "memory")]
pub(in crate::scenario) struct Memory {
    /// How many options after their own do no harm. Realistic: 4 (assumed: recall falls from three options to five and
    /// seven); sweep 2-6. Example: `3`. Default: `4`.
    #[serde(default)]
    pub(in crate::scenario) beyond: Field<Count>,
    /// The share that has forgotten it, for every option after those. Realistic: 2 % (assumed, to see whether it
    /// matters); sweep 0-10 %. Example: `2%`.
    pub(in crate::scenario) forgets: Field<Share>,
}

/// Callers who ask for a person; decided once per visit of a menu that has an operator option.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[schemars(rename = "zero-out")]
pub(in crate::scenario) struct ZeroOut {
    /// The share of visits. Realistic: 8 % (assumed; the rates in print are survey claims); sweep 0-30 %. Example: `8%`.
    pub(in crate::scenario) share: Field<Share>,
    /// How long after the menu's beginning, a duration. Realistic: 4 s (assumed); sweep 1-8 s. Example: `2s`. Default: `4s`.
    #[serde(default)]
    pub(in crate::scenario) after: Field<Duration>,
    /// A factor of the share for every error so far in the call; the share stays at most 100 %. Realistic: 1.5 (assumed);
    /// sweep 1-3. Example: `1.5`. Default: `1`.
    #[serde(default)]
    pub(in crate::scenario) per_error: Field<Number>,
}

/// Factors of the hazard of hanging up.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[schemars(rename = "hazard")]
pub(in crate::scenario) struct Hazard {
    /// While in the IVR, a factor. Realistic: 1 (assumed); sweep 0.5-3. Example: `1.2`. Default: `1`.
    #[serde(default)]
    pub(in crate::scenario) ivr: Field<Number>,
    /// For every level beyond the first, a factor. Realistic: 1 (assumed); sweep 1-1.5. Example: `1.2`. Default: `1`.
    #[serde(default)]
    pub(in crate::scenario) per_level: Field<Number>,
    /// For every error so far, a factor. Realistic: 1.5 (assumed); sweep 1-2. Example: `1.5`. Default: `1`.
    #[serde(default)]
    pub(in crate::scenario) per_error: Field<Number>,
    /// For a while after every announcement (a step with `say`, or what a queue says `while_waiting`), a factor, or `{factor: 1.8,
    /// lasts: 10s}`. Realistic: 1.8 for 10 s (measured, a bank 1999: hang-ups peak after its messages); sweep
    /// 1-3. Example: `1.8`. Default: `1`.
    #[serde(default)]
    pub(in crate::scenario) after_announcement: Field<AfterAnnouncement>,
}

/// What an announcement does to the patience of those who have heard it.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(rename = "either a factor such as `1.8`, or `{factor: 1.8, lasts: 10s}`")]
#[schemars(rename = "after-announcement", untagged)]
pub(in crate::scenario) enum AfterAnnouncement {
    /// A factor, for 10 s.
    #[serde(rename = "scalar")]
    Factor(Number),
    /// A factor, and for how long.
    #[serde(rename = "map")]
    Lasting(LastingFactor),
}

/// A factor that holds for a while.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[schemars(rename = "lasting-factor")]
pub(in crate::scenario) struct LastingFactor {
    /// The factor. Realistic: 1.8 (measured, a bank 1999); sweep 1-3. Example: `1.8`.
    pub(in crate::scenario) factor: Field<Number>,
    /// For how long after the announcement's end, a duration. Realistic: 10 s (measured, a bank 1999); sweep
    /// 5-20 s. Example: `20s`. Default: `10s`.
    #[serde(default)]
    pub(in crate::scenario) lasts: Field<Duration>,
}
