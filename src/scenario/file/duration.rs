//! Durations as people write them: `20s`, `3m`, `1h30m`, `1.5s`, `250ms`.

use super::scalar::{Raw, Scalar, scalar};
use crate::scenario::complaint::Complaint;

/// A duration in seconds, finite and ≥ 0.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::scenario) struct Duration(pub(in crate::scenario) f64);

/// The longest that makes sense: a thousand years are a typing error.
const LONGEST: f64 = 1e9;
const UNITS: [(&str, f64); 14] = [
    ("ms", 0.001),
    ("s", 1.0),
    ("sec", 1.0),
    ("secs", 1.0),
    ("second", 1.0),
    ("seconds", 1.0),
    ("m", 60.0),
    ("min", 60.0),
    ("minute", 60.0),
    ("minutes", 60.0),
    ("h", 3600.0),
    ("hour", 3600.0),
    ("hours", 3600.0),
    ("d", 86400.0),
];

impl Scalar for Duration {
    const WHAT: &'static str = "a duration";
    const SUCH_AS: &'static str = "`20s`, `3m` or `1h30m`";

    fn read(raw: Raw) -> Result<Self, Complaint> {
        match raw {
            Raw::Whole(_) | Raw::Real(_) => {
                let number = match raw {
                    Raw::Whole(number) => number as f64,
                    Raw::Real(number) => number,
                    _ => 0.0,
                };
                if !number.is_finite() {
                    return Err(infinite(raw));
                }
                if number < 0.0 {
                    return Err(negative(raw));
                }
                Err(Complaint::new(
                    "duration-without-unit",
                    format!("the duration {raw} has no unit"),
                    Self::expected(),
                    format!("write `{number}s` if seconds are meant"),
                ))
            }
            Raw::Text(text) => parse(text),
            Raw::Nothing | Raw::Bool(_) => Err(Self::unfit(raw)),
        }
    }
}

fn infinite(raw: Raw) -> Complaint {
    Complaint::new(
        "not-finite",
        format!("{raw} is not a finite duration"),
        Duration::expected(),
        "write a finite duration; a patience that never ends is `never`",
    )
}

fn negative(raw: Raw) -> Complaint {
    Complaint::new(
        "negative",
        format!("the duration {raw} is negative"),
        "expected a duration of 0 s or more",
        "remove the minus sign",
    )
}

fn parse(text: &str) -> Result<Duration, Complaint> {
    let raw = Raw::Text(text);
    let mut rest = text.trim();
    if rest.starts_with('-') {
        return Err(negative(raw));
    }
    if rest.is_empty() {
        return Err(Duration::unfit(raw));
    }
    let mut seconds = 0.0;
    let mut last_unit = f64::INFINITY;
    while !rest.is_empty() {
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.').len();
        let Ok(number) = rest[..digits].parse::<f64>() else { return Err(Duration::unfit(raw)) };
        rest = rest[digits..].trim_start();
        let letters = rest.len() - rest.trim_start_matches(char::is_alphabetic).len();
        let unit = &rest[..letters];
        rest = rest[letters..].trim_start();
        if unit.is_empty() {
            return Err(if rest.is_empty() && text.trim().len() == digits {
                Complaint::new(
                    "duration-without-unit",
                    format!("the duration {raw} has no unit"),
                    Duration::expected(),
                    format!("write `{}s` if seconds are meant", text.trim()),
                )
            } else {
                Duration::unfit(raw)
            });
        }
        let Some((_, factor)) = UNITS.iter().find(|(name, _)| *name == unit) else {
            let help = match unit {
                "M" | "H" | "S" | "Min" | "MIN" | "Sec" | "SEC" => "units are written small: `s`, `m`, `h`",
                _ => "the units are `ms`, `s`, `m`, `h` and `d`",
            };
            return Err(Complaint::new(
                "unknown-unit",
                format!("`{}` is no unit of time", unit.chars().take(20).collect::<String>()),
                Duration::expected(),
                help,
            ));
        };
        if *factor >= last_unit {
            return Err(Complaint::new(
                "invalid-duration",
                format!("the parts of {raw} are not in order"),
                "expected hours before minutes before seconds, each once",
                "write `1h30m`, not `30m1h`",
            ));
        }
        last_unit = *factor;
        seconds += number * factor;
    }
    if seconds > LONGEST || !seconds.is_finite() {
        return Err(Complaint::new(
            "too-large",
            format!("{raw} is absurdly long"),
            "expected at most 11000 days",
            "check the unit: `ms`, `s`, `m`, `h` or `d`",
        ));
    }
    Ok(Duration(seconds))
}

/// A duration as a person would write it.
pub(in crate::scenario) fn show(seconds: f64) -> String {
    if seconds >= 60.0 && seconds % 60.0 == 0.0 {
        let minutes = (seconds / 60.0) as u64;
        return match (minutes / 60, minutes % 60) {
            (0, minutes) => format!("{minutes}m"),
            (hours, 0) => format!("{hours}h"),
            (hours, minutes) => format!("{hours}h{minutes}m"),
        };
    }
    format!("{seconds}s")
}

scalar!(Duration, "duration", {
    "type": "string",
    "description": "A duration with its unit: ms, s, m, h or d.",
    "pattern": r"^\s*([0-9.]+\s*(ms|s|secs?|seconds?|m|min|minutes?|h|hours?|d)\s*)+$",
    "examples": ["20s", "3m", "1h30m", "1.5s", "250ms"]
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read_as_people_write_them() {
        for (text, seconds) in [
            ("20s", 20.0),
            ("3m", 180.0),
            ("1h30m", 5400.0),
            ("1.5s", 1.5),
            ("250ms", 0.25),
            ("0s", 0.0),
            (" 2 min 30 sec ", 150.0),
            ("1000h", 3_600_000.0),
            ("1d", 86400.0),
        ] {
            assert_eq!(Duration::read(Raw::Text(text)), Ok(Duration(seconds)), "{text}");
        }
    }

    #[test]
    fn a_bad_duration_has_a_remedy() {
        for (raw, code, help) in [
            (Raw::Whole(20), "duration-without-unit", "write `20s` if seconds are meant"),
            (Raw::Text("20"), "duration-without-unit", "write `20s` if seconds are meant"),
            (Raw::Whole(-3), "negative", "remove the minus sign"),
            (Raw::Text("-3s"), "negative", "remove the minus sign"),
            (Raw::Real(f64::NAN), "not-finite", "write a finite duration; a patience that never ends is `never`"),
            (Raw::Text("20x"), "unknown-unit", "the units are `ms`, `s`, `m`, `h` and `d`"),
            (Raw::Text("5M"), "unknown-unit", "units are written small: `s`, `m`, `h`"),
            (Raw::Text("30m1h"), "invalid-duration", "write `1h30m`, not `30m1h`"),
            (Raw::Text("1e9h"), "unknown-unit", "the units are `ms`, `s`, `m`, `h` and `d`"),
            (Raw::Text("99999999999h"), "too-large", "check the unit: `ms`, `s`, `m`, `h` or `d`"),
            (Raw::Text("1.2.3s"), "wrong-type", "write a duration such as `20s`, `3m` or `1h30m`"),
            (Raw::Text("soon"), "wrong-type", "write a duration such as `20s`, `3m` or `1h30m`"),
        ] {
            let complaint = Duration::read(raw).unwrap_err();
            assert_eq!((complaint.code.as_str(), complaint.help.as_str()), (code, help), "{raw}");
        }
    }

    #[test]
    fn a_duration_is_shown_as_it_would_be_written() {
        for (seconds, text) in
            [(20.0, "20s"), (180.0, "3m"), (5400.0, "1h30m"), (1.5, "1.5s"), (90.0, "90s"), (0.0, "0s")]
        {
            assert_eq!(show(seconds), text);
        }
    }
}
