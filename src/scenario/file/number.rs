//! Plain numbers: counts, rates, factors, weights, and the seed.

use super::scalar::{Raw, Scalar, scalar};
use super::share;
use crate::scenario::complaint::Complaint;

/// A finite number ≥ 0: a rate, a factor, a shape.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::scenario) struct Number(pub(in crate::scenario) f64);

impl Scalar for Number {
    const WHAT: &'static str = "a number";
    const SUCH_AS: &'static str = "`240` or `0.8`";

    fn read(raw: Raw) -> Result<Self, Complaint> {
        let number = finite(raw).ok_or_else(|| infinite(raw).unwrap_or_else(|| Self::unfit(raw)))?;
        not_negative(raw, number).map(Self)
    }
}

/// A count of things.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::scenario) struct Count(pub(in crate::scenario) u32);

impl Scalar for Count {
    const WHAT: &'static str = "a whole number";
    const SUCH_AS: &'static str = "`12`";

    fn read(raw: Raw) -> Result<Self, Complaint> {
        match raw {
            Raw::Whole(number) => not_negative(raw, number as f64)
                .and_then(|_| u32::try_from(number).map(Self).map_err(|_| too_many(raw))),
            Raw::Real(number) if number > f64::from(u32::MAX) => Err(too_many(raw)),
            Raw::Real(number) if number.is_finite() => Err(Complaint::new(
                "wrong-type",
                format!("found {raw} where a whole number belongs"),
                "expected a whole number",
                format!("write `{}`", number.abs().round()),
            )),
            _ => Err(Self::unfit(raw)),
        }
    }
}

/// The seed of the random streams.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::scenario) struct Seed(pub(in crate::scenario) u64);

impl Scalar for Seed {
    const WHAT: &'static str = "a seed";
    const SUCH_AS: &'static str = "`7`, a whole number below 2^64";

    fn read(raw: Raw) -> Result<Self, Complaint> {
        match raw {
            Raw::Whole(number) => u64::try_from(number).map(Self).map_err(|_| Self::unfit(raw)),
            _ => Err(Self::unfit(raw)),
        }
    }
}

/// A weight relative to the others, or a share of the whole.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::scenario) struct Weight {
    pub(in crate::scenario) value: f64,
    /// Whether it was written with a percent sign, which makes it absolute.
    pub(in crate::scenario) percent: bool,
}

impl Scalar for Weight {
    const WHAT: &'static str = "a weight";
    const SUCH_AS: &'static str = "`45`, or a share of all such as `45%`";

    fn read(raw: Raw) -> Result<Self, Complaint> {
        let (number, percent) = share::number(raw).ok_or_else(|| Self::unfit(raw))?;
        if let Some(complaint) = infinite(raw) {
            return Err(complaint);
        }
        let value = not_negative(raw, number)?;
        if value > 1e12 {
            return Err(Complaint::new(
                "too-large",
                format!("the weight {raw} is absurdly large"),
                "expected a weight relative to the others",
                "write smaller weights: only their proportions matter",
            ));
        }
        Ok(Self { value, percent })
    }
}

/// A number, or a percentage of one: a coefficient of variation.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::scenario) struct Ratio(pub(in crate::scenario) f64);

impl Scalar for Ratio {
    const WHAT: &'static str = "a ratio";
    const SUCH_AS: &'static str = "`1.15` or `115%`";

    fn read(raw: Raw) -> Result<Self, Complaint> {
        let (number, percent) = share::number(raw).ok_or_else(|| Self::unfit(raw))?;
        if let Some(complaint) = infinite(raw) {
            return Err(complaint);
        }
        not_negative(raw, if percent { share::hundredth(number) } else { number }).map(Self)
    }
}

fn too_many(raw: Raw) -> Complaint {
    Complaint::new(
        "too-large",
        format!("{raw} is absurdly many"),
        "expected a much smaller number",
        "write a smaller number",
    )
}

fn infinite(raw: Raw) -> Option<Complaint> {
    matches!(raw, Raw::Real(number) if !number.is_finite()).then(|| {
        Complaint::new(
            "not-finite",
            format!("{raw} is not a finite number"),
            "expected a finite number",
            "write a number in digits",
        )
    })
}

fn finite(raw: Raw) -> Option<f64> {
    match raw {
        Raw::Whole(number) => Some(number as f64),
        Raw::Real(number) if number.is_finite() => Some(number),
        _ => None,
    }
}

fn not_negative(raw: Raw, number: f64) -> Result<f64, Complaint> {
    if number < 0.0 {
        return Err(Complaint::new(
            "negative",
            format!("{raw} is negative"),
            "expected a number of 0 or more",
            "remove the minus sign",
        ));
    }
    Ok(number)
}

scalar!(Number, "number", {"type": "number", "minimum": 0});
scalar!(Count, "count", {"type": "integer", "minimum": 0, "maximum": 4_294_967_295u32});
scalar!(Seed, "seed", {"type": "integer", "minimum": 0});
scalar!(Weight, "weight", {
    "description": "A weight relative to the others, or with a percent sign a share of all (which then must sum to 100%).",
    "oneOf": [
        {"type": "number", "minimum": 0},
        {"type": "string", "pattern": r"^\s*[0-9.]+\s*%\s*$"}
    ],
    "examples": [45, "45%"]
});
scalar!(Ratio, "ratio", {
    "description": "A ratio, as a number or with a percent sign.",
    "oneOf": [
        {"type": "number", "minimum": 0},
        {"type": "string", "pattern": r"^\s*[0-9.]+\s*%\s*$"}
    ],
    "examples": [1.15, "115%"]
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_every_kind_are_read() {
        assert_eq!(Number::read(Raw::Whole(240)), Ok(Number(240.0)));
        assert_eq!(Count::read(Raw::Whole(12)), Ok(Count(12)));
        assert_eq!(Seed::read(Raw::Whole(u64::MAX.into())), Ok(Seed(u64::MAX)));
        assert_eq!(Weight::read(Raw::Text("45%")), Ok(Weight { value: 45.0, percent: true }));
        assert_eq!(Ratio::read(Raw::Text("115%")), Ok(Ratio(1.15)));
    }

    #[test]
    fn bad_numbers_are_told_apart() {
        assert_eq!(Number::read(Raw::Real(f64::NAN)).unwrap_err().code, "not-finite");
        assert_eq!(Number::read(Raw::Whole(-1)).unwrap_err().code, "negative");
        assert_eq!(Count::read(Raw::Whole(1 << 40)).unwrap_err().code, "too-large");
        assert_eq!(Count::read(Raw::Real(2.5)).unwrap_err().help, "write `3`");
        assert_eq!(Seed::read(Raw::Whole(-1)).unwrap_err().code, "wrong-type");
        assert_eq!(Weight::read(Raw::Real(1e13)).unwrap_err().code, "too-large");
    }
}
