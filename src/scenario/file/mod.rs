//! The scenario file as a person writes it: one file here for each section of the YAML.
//!
//! Every field is a [`Field`](super::field::Field), so that what is missing, what is broken and what is given stay
//! apart, and what is given keeps its place. The doc comments become the descriptions of the JSON Schema, and what stands in
//! them behind `Example:` and `Default:` its keywords, where it is a value. Every field has an example, and a default unless it is
//! required (in words where it is no value: `Default: none; ...`), and tells its unit: a test holds them to it.

pub(super) mod action;
pub(super) mod agents;
pub(super) mod arrivals;
pub(super) mod callers;
pub(super) mod clock;
pub(super) mod customers;
pub(super) mod duration;
pub(super) mod expect;
pub(super) mod intents;
pub(super) mod ivr;
pub(super) mod key;
pub(super) mod law;
pub(super) mod menus;
mod not_simulated;
pub(super) mod number;
pub(super) mod prompt;
pub(super) mod queues;
pub(super) mod replications;
pub(super) mod scalar;
pub(super) mod share;
pub(super) mod steps;
pub(super) mod sweep;
pub(super) mod time;

use schemars::JsonSchema;
use serde::Deserialize;

pub(super) use not_simulated::not_simulated;

use super::field::{Field, Named};

/// A contact center, and the callers it meets.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(rename = "scenario")]
#[schemars(title = "hangup scenario")]
pub(super) struct File {
    /// A base file, named relative to this one and in the same repository: mappings merge, lists and values replace. So a weekday,
    /// a Saturday and an outage share one center. A law or a way to go of another kind replaces the base's. Example: `center.yaml`. Default: none; the file stands by itself.
    #[serde(default)]
    pub(super) extends: Field<String>,
    /// Whether this file is only extended and not run by itself. Example: `true`. Default: `false`.
    #[serde(default)]
    pub(super) template: Field<bool>,
    /// The version of this format, a whole number. Example: `1`. Default: `1`.
    #[serde(default)]
    #[schemars(extend("const" = 1))]
    pub(super) version: Field<number::Count>,
    /// What the results are headed with. Example: `Northwind support line`. Default: the file's name.
    #[serde(default)]
    pub(super) name: Field<String>,
    /// The seed of all random streams: the same seed gives the same result; a whole number. Example: `7`. Default: `1`.
    #[serde(default)]
    pub(super) seed: Field<number::Seed>,
    /// How many independent days are simulated, or how precise the result must be. Example: `200` or `{at_least: 20, at_most: 1000, until: {ivr_abandonment: 0.2 points}}`. Default: `100`; `1`
    /// with `steady`; with `expect`, 100 and more until all is decided, at most 1600.
    #[serde(default)]
    pub(super) replications: Field<replications::Replications>,
    /// The time of day that is simulated. Example: `{from: "08:00", to: "20:00"}`. Default: the whole day.
    #[serde(default)]
    pub(super) day: Field<time::Day>,
    /// Instead of `day`, one long run to set against the formulas. Example: `{length: 1000h, warm_up: 10h}`. Default: none; days are simulated.
    #[serde(default)]
    pub(super) steady: Field<time::Steady>,
    /// Opening hours by name, for the IVR's `when`. Example: `{office: {open: "08:00", close: "20:00"}}`. Default: none.
    #[serde(default)]
    pub(super) schedules: Field<Named<time::Schedule>>,
    /// Why people contact, by name: a relative weight, or more about them. Example: `{billing: 25, returns: 10}`. Default: none; then no menu leaves
    /// a choice, and all leaves of a balanced tree are equally likely.
    #[serde(default)]
    pub(super) intents: Field<Named<intents::Intent>>,
    /// What callers speak, by name: shares of all callers that sum to 100 %. Each caller's language is drawn by itself. Every
    /// call begins in the language written first, and goes on in another after `then: {language: es, go: main}`; prompts
    /// are heard in the call's language. Whoever hears another than their own is not taken to be confused by it. The
    /// shares are best taken from how often each language was chosen; there is no usual value. Example: `{en: 82%, es: 18%}`. Default: one language, without a name.
    #[serde(default)]
    pub(super) languages: Field<Named<share::Share>>,
    /// Who contacts: one stream for each number or entry, by name. Example: `{voice: {per_hour: 240, queue: general}}`.
    pub(super) arrivals: Field<Named<arrivals::Stream>>,
    /// How many trunks there are; a call holds one from arrival to its end. Example: `200`. Default: as many as are needed.
    #[serde(default)]
    pub(super) lines: Field<number::Count>,
    /// Who contacts, and what is known of them. Example: `{count: 20000, known_number: 70%}`. Default: every contact is somebody else's, from an unknown number.
    #[serde(default)]
    pub(super) customers: Field<customers::Customers>,
    /// What becomes of customers' conversations; needs `customers.count`. Example: `{closed_by_agent: 70%, idle: 2h}`. Default: that of its fields.
    #[serde(default)]
    pub(super) conversations: Field<customers::Conversations>,
    /// How callers behave. Example: `{patience: {exponential: 5m}}`.
    pub(super) callers: Field<callers::Callers>,
    /// The phone tree. Example: `{menus: {main: {options: [{key: 1, prompt: 3s, then: {queue: general}}]}}}`. Default: none; every stream names its queue.
    #[serde(default)]
    pub(super) ivr: Field<ivr::Ivr>,
    /// Where calls wait, by name. Example: `{general: {talk: {exponential: 3m}}}`. Default: none; nobody is led to an agent.
    #[serde(default)]
    pub(super) queues: Field<Named<queues::Queue>>,
    /// Who answers, by name. Example: `{front_line: {count: 12, queues: [general]}}`. Default: nobody.
    #[serde(default)]
    pub(super) agents: Field<Named<agents::Group>>,
    /// What a build checks: each expectation must hold for the whole interval, and not for luck. Example: `["ivr_abandonment < 9%"]`. Default: nothing.
    #[serde(default)]
    #[schemars(extend("minItems" = 1, "maxItems" = 1000))]
    pub(super) expect: Field<Vec<Field<expect::Expectation>>>,
    /// What `hangup sweep` varies. Example: `{vary: {ivr.balanced.depth: 1..5}}`. Default: nothing but what its `--vary` says.
    #[serde(default)]
    pub(super) sweep: Field<sweep::Sweep>,
}
