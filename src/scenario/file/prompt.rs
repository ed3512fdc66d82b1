//! Prompts: a text, whose length follows from words per minute, or a length; for all languages or for each.

use schemars::JsonSchema;
use serde::Deserialize;

use super::duration::Duration;
use super::scalar::{Raw, Scalar, scalar};
use crate::scenario::complaint::Complaint;
use crate::scenario::field::Named;

/// Something that is said, in all languages alike or in each.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(rename = "either a prompt such as `\"Press one.\"` or `3s`, or one for each language")]
#[schemars(rename = "prompt", untagged)]
pub(in crate::scenario) enum Prompt {
    /// The same in all languages.
    #[serde(rename = "scalar")]
    Same(Said),
    /// By language, all of the scenario's `languages`. Example: `{en: 3s, es: 4s}`.
    #[serde(rename = "map")]
    ByLanguage(Named<Said>),
}

/// Something that is said.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::scenario) enum Said {
    /// Its length in seconds.
    Length(f64),
    /// Its words.
    Text(String),
}

/// Longer texts are no prompts.
const LONGEST: usize = 10_000;

impl Scalar for Said {
    const WHAT: &'static str = "a prompt";
    const SUCH_AS: &'static str = "`\"Press one.\"`, or its length such as `3s`";

    fn read(raw: Raw) -> Result<Self, Complaint> {
        match raw {
            Raw::Text(text) if text.len() > LONGEST => Err(Complaint::new(
                "too-large",
                "this prompt is absurdly long",
                format!("expected at most {LONGEST} characters"),
                "shorten it, or write its length such as `3s`",
            )),
            // What looks like a number is a length, well or badly written; words are words.
            Raw::Text(text) if looks_like_length(text) => Duration::read(raw).map(|duration| Self::Length(duration.0)),
            Raw::Text(text) => Ok(Self::Text(text.to_owned())),
            Raw::Whole(_) | Raw::Real(_) => Duration::read(raw).map(|duration| Self::Length(duration.0)),
            Raw::Nothing | Raw::Bool(_) => Err(Self::unfit(raw)),
        }
    }
}

fn looks_like_length(text: &str) -> bool {
    let text = text.trim();
    let number = text.strip_prefix('-').unwrap_or(text);
    number.starts_with(|c: char| c.is_ascii_digit()) && (Duration::read(Raw::Text(text)).is_ok() || !text.contains(' '))
}

/// How long it takes to say a text, in seconds.
pub(in crate::scenario) fn spoken(text: &str, words_per_minute: f64) -> f64 {
    text.split_whitespace().count() as f64 * 60.0 / words_per_minute
}

scalar!(Said, "said", {
    "type": "string",
    "description": "What is said: its text, whose length follows from `ivr.words_per_minute`, or its length.",
    "examples": ["For billing, press two.", "3s"]
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prompt_is_a_length_or_words() {
        assert_eq!(Said::read(Raw::Text("3s")), Ok(Said::Length(3.0)));
        assert_eq!(Said::read(Raw::Text("1 m")), Ok(Said::Length(60.0)));
        assert_eq!(Said::read(Raw::Text("3 new messages")), Ok(Said::Text("3 new messages".into())));
        assert_eq!(Said::read(Raw::Text("Hello")), Ok(Said::Text("Hello".into())));
        for raw in [Raw::Whole(3), Raw::Text("3x"), Raw::Text("-3s"), Raw::Nothing, Raw::Bool(true)] {
            assert!(Said::read(raw).is_err(), "{raw}");
        }
        assert_eq!(spoken("For billing, press two.", 120.0), 2.0);
    }
}
