//! `replications`: how often the day is simulated.

use schemars::JsonSchema;
use serde::Deserialize;

use super::duration::Duration;
use super::number::Count;
use super::scalar::{Raw, Scalar, scalar};
use super::share;
use crate::scenario::complaint::Complaint;
use crate::scenario::field::{Field, Named};

/// A number of days, or the precision to reach.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(rename = "either a whole number, or `{at_least: 20, at_most: 1000, until: {ivr_abandonment: 0.2 points}}`")]
#[schemars(rename = "replications", untagged)]
pub(in crate::scenario) enum Replications {
    /// Exactly so many.
    #[serde(rename = "scalar")]
    #[schemars(extend("minimum" = 1, "maximum" = 10_000_000))]
    Fixed(Count),
    /// As many as are needed.
    #[serde(rename = "map")]
    Until(Precision),
}

/// As many replications as a precision needs.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[schemars(rename = "until")]
pub(in crate::scenario) struct Precision {
    /// How many replications are run before the first look at the intervals. Example: `50`. Default: `20` with `until`, else
    /// `100`; or `at_most` where that is less.
    #[serde(default)]
    #[schemars(extend("minimum" = 2, "maximum" = 10_000_000))]
    pub(in crate::scenario) at_least: Field<Count>,
    /// How many replications are run at most. Example: `1000`. Default: `10000` with `until`, else `1600`; or
    /// `at_least` where that is more.
    #[serde(default)]
    #[schemars(extend("minimum" = 2, "maximum" = 10_000_000))]
    pub(in crate::scenario) at_most: Field<Count>,
    /// The largest half-width of each metric's interval, in the metric's unit.
    /// Example: `{ivr_abandonment: 0.2 points, mean_wait: 2s}`. Default: none; replications are added until every
    /// expectation is decided, and where nothing is expected `at_least` are run.
    #[serde(default)]
    pub(in crate::scenario) until: Field<Named<HalfWidth>>,
}

/// A half-width in the metric's own unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::scenario) enum HalfWidth {
    /// Of a share.
    Share(f64),
    /// Of a time, in seconds.
    Time(f64),
    /// Of a count, of hours, or of a share that is written as a fraction.
    Number(f64),
}

impl Scalar for HalfWidth {
    const WHAT: &'static str = "a half-width";
    const SUCH_AS: &'static str = "`0.2 points`, `0.2%`, `2s` or `5`";

    fn read(raw: Raw) -> Result<Self, Complaint> {
        if let Raw::Text(text) = raw {
            let points = text.trim().strip_suffix("points").or_else(|| text.trim().strip_suffix("point"));
            if let Some(points) = points {
                let number = points.trim().parse().ok().filter(|points| (0.0..=100.0).contains(points));
                return number.map(|points: f64| Self::Share(share::hundredth(points))).ok_or_else(|| Self::unfit(raw));
            }
            if !text.contains('%') {
                return Duration::read(raw).map(|duration| Self::Time(duration.0)).map_err(|_| Self::unfit(raw));
            }
        }
        let (number, percent) = share::number(raw).ok_or_else(|| Self::unfit(raw))?;
        match percent {
            true if (0.0..=100.0).contains(&number) => Ok(Self::Share(share::hundredth(number))),
            false if number >= 0.0 && number.is_finite() => Ok(Self::Number(number)),
            _ => Err(Self::unfit(raw)),
        }
    }
}

scalar!(HalfWidth, "half-width", {
    "description": "The half-width of an interval: of a share in percentage points, of a time as a duration, of hours as `2h`, of a count as a plain number.",
    "oneOf": [
        {"type": "string", "pattern": r"^\s*[0-9.]+\s*(points?|%|ms|s|m|h)\s*$"},
        {"type": "number", "minimum": 0}
    ],
    "examples": ["0.2 points", "0.2%", "2s", 5]
});
