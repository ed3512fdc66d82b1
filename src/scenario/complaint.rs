//! A complaint about a value, before anybody knows where the value stands.
//!
//! A visitor can only fail with serde's error, and serde carries nothing but text through its own code; so a complaint
//! is packed into that text and unpacked by [`super::decode`], which adds the place.

use std::fmt;

/// What is wrong with a value, what was expected, and the remedy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Complaint {
    pub(super) code: String,
    pub(super) message: String,
    pub(super) label: String,
    pub(super) help: String,
}

/// No text of a scenario's diagnostics holds this.
const SEPARATOR: char = '\u{1f}';

impl Complaint {
    pub(super) fn new(
        code: &str,
        message: impl Into<String>,
        label: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self { code: code.into(), message: message.into(), label: label.into(), help: help.into() }
    }

    /// The complaint that a text carries; any other text is a message without more.
    pub(super) fn unpack(text: &str) -> Self {
        let mut parts = text.split(SEPARATOR).map(str::to_owned);
        let first = parts.next().unwrap_or_default();
        match (parts.next(), parts.next(), parts.next()) {
            (Some(message), Some(label), Some(help)) => Self { code: first, message, label, help },
            _ => Self::new("wrong-type", first, "expected another value", ""),
        }
    }
}

impl fmt::Display for Complaint {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        let Self { code, message, label, help } = self;
        let clean = |text: &str| text.replace(SEPARATOR, " ");
        write!(formatter, "{code}{SEPARATOR}{}{SEPARATOR}{}{SEPARATOR}{}", clean(message), clean(label), clean(help))
    }
}
