//! Shares of a whole: `5%` or `0.05`.

use super::scalar::{Raw, Scalar, scalar};
use crate::scenario::complaint::Complaint;

/// A share in [0, 1].
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::scenario) struct Share(pub(in crate::scenario) f64);

impl Scalar for Share {
    const WHAT: &'static str = "a share";
    const SUCH_AS: &'static str = "`5%` or `0.05`";

    fn read(raw: Raw) -> Result<Self, Complaint> {
        let (number, percent) = number(raw).ok_or_else(|| Self::unfit(raw))?;
        let value = if percent { hundredth(number) } else { number };
        let label = "expected a share from 0 % to 100 %";
        if !value.is_finite() {
            return Err(Complaint::new(
                "not-finite",
                format!("{raw} is not a number"),
                label,
                "write a share such as `5%`",
            ));
        }
        if value < 0.0 {
            return Err(Complaint::new(
                "negative",
                format!("the share {raw} is negative"),
                label,
                "remove the minus sign",
            ));
        }
        if value > 1.0 {
            let help = if percent || number > 100.0 {
                "a share is part of a whole: write at most `100%`".to_owned()
            } else {
                format!("write `{number}%` if {number} in a hundred are meant; without a sign, 1 is everybody")
            };
            return Err(Complaint::new(
                "share-over-one",
                format!("the share {raw} is more than everything"),
                label,
                help,
            ));
        }
        Ok(Self(value))
    }
}

/// A number and whether it carries a percent sign.
pub(in crate::scenario) fn number(raw: Raw) -> Option<(f64, bool)> {
    match raw {
        Raw::Whole(number) => Some((number as f64, false)),
        Raw::Real(number) => Some((number, false)),
        Raw::Text(text) => {
            let number = text.trim().strip_suffix('%')?.trim_end();
            // Rust reads "inf" and "nan" as numbers; nobody means them by a percentage.
            let plain = number.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '-' | '+' | 'e' | 'E'));
            number.parse().ok().filter(|_| plain).map(|number| (number, true))
        }
        Raw::Nothing | Raw::Bool(_) => None,
    }
}

/// A hundredth to the last digit: 24.4 % is 0.244, which 24.4 / 100 is not.
pub(super) fn hundredth(percent: f64) -> f64 {
    format!("{percent}e-2").parse().unwrap_or(percent / 100.0)
}

/// A share as a person would write it.
pub(in crate::scenario) fn show(share: f64) -> String {
    // 0.07 * 100 is not 7; a thousandth of a percent is fine enough to show.
    let percent = (share * 100_000.0).round() / 1000.0;
    format!("{percent}%")
}

scalar!(Share, "share", {
    "description": "A share of a whole, with a percent sign or as a number from 0 to 1.",
    "oneOf": [
        {"type": "string", "pattern": r"^\s*[0-9.]+\s*%\s*$"},
        {"type": "number", "minimum": 0, "maximum": 1}
    ],
    "examples": ["5%", 0.05]
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_read_with_and_without_the_sign() {
        for (raw, share) in [
            (Raw::Text("5%"), 0.05),
            (Raw::Text("24.4 %"), 0.244),
            (Raw::Text("7%"), 0.07),
            (Raw::Text("0%"), 0.0),
            (Raw::Text("100%"), 1.0),
            (Raw::Real(0.05), 0.05),
            (Raw::Whole(1), 1.0),
        ] {
            assert_eq!(Share::read(raw), Ok(Share(share)), "{raw}");
        }
    }

    #[test]
    fn a_bad_share_has_a_remedy() {
        for (raw, code, help) in [
            (Raw::Whole(5), "share-over-one", "write `5%` if 5 in a hundred are meant; without a sign, 1 is everybody"),
            (Raw::Text("120%"), "share-over-one", "a share is part of a whole: write at most `100%`"),
            (Raw::Real(-0.1), "negative", "remove the minus sign"),
            (Raw::Real(f64::INFINITY), "not-finite", "write a share such as `5%`"),
            (Raw::Text("nan%"), "wrong-type", "write a share such as `5%` or `0.05`"),
            (Raw::Text("many"), "wrong-type", "write a share such as `5%` or `0.05`"),
            (Raw::Text("0.05"), "wrong-type", "write a share such as `5%` or `0.05`"),
        ] {
            let complaint = Share::read(raw).unwrap_err();
            assert_eq!((complaint.code.as_str(), complaint.help.as_str()), (code, help), "{raw}");
        }
    }
}
