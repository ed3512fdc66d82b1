//! The key of an option: digits, `star` or `pound`.

use super::scalar::{Raw, Scalar, scalar};
use crate::scenario::complaint::Complaint;

/// A key in its one spelling.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::scenario) struct Key(pub(in crate::scenario) String);

impl Scalar for Key {
    const WHAT: &'static str = "a key";
    const SUCH_AS: &'static str = "`1`, `star` or `pound`";

    fn read(raw: Raw) -> Result<Self, Complaint> {
        match raw {
            Raw::Whole(number @ 0..=99_999_999) => Ok(Self(number.to_string())),
            Raw::Text(text) => spelled(text).map(Self).ok_or_else(|| {
                let mut complaint = Self::unfit(raw);
                complaint.help = "phones have the digits 0 to 9, `star` and `pound`".into();
                complaint
            }),
            Raw::Nothing => Err(Complaint::new(
                "wrong-type",
                "found nothing where a key belongs",
                Self::expected(),
                "if `#` is meant, quote it: `\"#\"`, or write `pound`: an unquoted `#` begins a comment",
            )),
            _ => Err(Self::unfit(raw)),
        }
    }
}

/// The one spelling of a key.
pub(in crate::scenario) fn spelled(text: &str) -> Option<String> {
    match text {
        "*" | "star" => Some("star".into()),
        "#" | "pound" | "hash" => Some("pound".into()),
        _ if (1..=8).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit()) => Some(text.into()),
        _ => None,
    }
}

scalar!(Key, "key", {
    "description": "The key to press: digits, `star` or `pound`.",
    "oneOf": [
        {"type": "integer", "minimum": 0, "maximum": 99_999_999},
        {"type": "string", "pattern": r"^([0-9]{1,8}|star|pound|hash|\*|#)$"}
    ],
    "examples": [1, "star", "#"]
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_of_a_key_is_one_key() {
        for (raw, key) in [
            (Raw::Whole(1), "1"),
            (Raw::Text("1"), "1"),
            (Raw::Text("01"), "01"),
            (Raw::Text("*"), "star"),
            (Raw::Text("star"), "star"),
            (Raw::Text("#"), "pound"),
            (Raw::Text("pound"), "pound"),
        ] {
            assert_eq!(Key::read(raw), Ok(Key(key.into())), "{raw}");
        }
        for raw in [Raw::Nothing, Raw::Text("A"), Raw::Text(""), Raw::Whole(-1), Raw::Real(1.5)] {
            assert!(Key::read(raw).is_err(), "{raw}");
        }
    }
}
