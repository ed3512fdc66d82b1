//! Times of day: `"08:00"`, up to `"24:00"`, and values that change with them.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;

use super::scalar::{Raw, Scalar, scalar};
use crate::scenario::complaint::Complaint;
use crate::scenario::field::{Field, Named};

/// A time of day, in seconds from midnight, from 00:00 to 24:00.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::scenario) struct Clock(pub(in crate::scenario) f64);

impl Scalar for Clock {
    const WHAT: &'static str = "a time of day";
    const SUCH_AS: &'static str = "`\"08:00\"`";

    fn read(raw: Raw) -> Result<Self, Complaint> {
        let text = match raw {
            Raw::Text(text) => text.trim(),
            Raw::Whole(hour @ 0..=24) => {
                return Err(Complaint::new(
                    "wrong-type",
                    format!("found {raw} where a time of day belongs"),
                    Self::expected(),
                    format!("write `\"{hour:02}:00\"`"),
                ));
            }
            _ => return Err(Self::unfit(raw)),
        };
        let mut parts = text.split(':').map(|part| {
            let digits = (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
            part.parse::<u32>().ok().filter(|_| digits)
        });
        let (Some(Some(hour)), Some(Some(minute)), second, None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(Self::unfit(raw));
        };
        let Some(second) = second.unwrap_or(Some(0)) else { return Err(Self::unfit(raw)) };
        let time = f64::from(hour * 3600 + minute * 60 + second);
        if minute > 59 || second > 59 || time > 86400.0 {
            return Err(Complaint::new(
                "no-such-time",
                format!("no clock shows {text}"),
                "expected a time from `\"00:00\"` to `\"24:00\"`",
                "a day has 24 hours of 60 minutes",
            ));
        }
        Ok(Self(time))
    }
}

/// A time of day as a person would write it.
pub(in crate::scenario) fn show(seconds: f64) -> String {
    let seconds = seconds as u64;
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if seconds == 0 { format!("{hours:02}:{minutes:02}") } else { format!("{hours:02}:{minutes:02}:{seconds:02}") }
}

scalar!(Clock, "clock-time", {
    "type": "string",
    "description": "A time of day, 24 hours, best in quotes.",
    "pattern": r"^([01]?[0-9]|2[0-4]):[0-5][0-9](:[0-5][0-9])?$",
    "examples": ["08:00", "24:00"]
});

/// A value that is the same all day, or changes at times of day.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename = "either a value for the whole day, or values by clock time `{\"08:00\": ..., \"17:00\": ...}`")]
pub(in crate::scenario) enum ByClock<T> {
    /// The same all day.
    #[serde(rename = "scalar")]
    Always(Field<T>),
    /// Each from its time until the next; nothing before the first.
    #[serde(rename = "map")]
    Steps(Named<T, Clock>),
}

impl<T: JsonSchema> JsonSchema for ByClock<T> {
    fn schema_name() -> Cow<'static, str> {
        format!("{}-by-clock-time", T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let value = generator.subschema_for::<T>();
        json_schema!({
            "description": "A value for the whole day, or values by clock time: each holds from its time until the next, \
                            nothing before the first.",
            "anyOf": [
                value,
                {"type": "object", "propertyNames": {"pattern": "^[0-9]{1,2}:[0-9]{2}(:[0-9]{2})?$"}, "additionalProperties": value}
            ]
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clock_times_are_read() {
        for (text, seconds) in [("08:00", 28800.0), ("8:30", 30600.0), ("24:00", 86400.0), ("00:00:30", 30.0)] {
            assert_eq!(Clock::read(Raw::Text(text)), Ok(Clock(seconds)), "{text}");
        }
        assert_eq!(show(30600.0), "08:30");
    }

    #[test]
    fn a_bad_clock_time_has_a_remedy() {
        for (raw, code) in [
            (Raw::Text("24:01"), "no-such-time"),
            (Raw::Text("12:60"), "no-such-time"),
            (Raw::Text("noon"), "wrong-type"),
            (Raw::Text("8"), "wrong-type"),
            (Raw::Text("+8:00"), "wrong-type"),
            (Raw::Text("8:00:00:00"), "wrong-type"),
            (Raw::Whole(8), "wrong-type"),
            (Raw::Whole(480), "wrong-type"),
        ] {
            assert_eq!(Clock::read(raw).unwrap_err().code, code, "{raw}");
        }
    }
}
