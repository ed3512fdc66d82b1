//! Laws of durations as written, and what they mean: to add a law is to add its shape and its meaning here.

use schemars::JsonSchema;
use serde::Deserialize;

use super::duration::Duration;
use super::number::{Number, Ratio};
use super::scalar::{Raw, Scalar, scalar};
use super::share::Share;
use crate::law;
use crate::scenario::check::Check;
use crate::scenario::complaint::Complaint;
use crate::scenario::field::{Field, Placed};
use crate::scenario::place::Place;

/// How a duration is distributed: a plain duration is constant, `never` does not end, the others are named.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(rename = "either a duration such as `3m`, or a law such as `{exponential: 3m}`")]
#[schemars(rename = "law", untagged)]
pub(in crate::scenario) enum Law {
    /// Always the same duration, or `never`.
    #[serde(rename = "scalar")]
    Plain(Plain),
    /// A named law.
    #[serde(rename = "map")]
    Shape(Shape),
}

/// A duration that does not vary.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::scenario) enum Plain {
    /// It never ends.
    Never,
    /// Always so many seconds.
    Constant(f64),
}

impl Scalar for Plain {
    const WHAT: &'static str = "a duration or law";
    const SUCH_AS: &'static str = "`3m`, `never` or `{exponential: 3m}`";

    fn read(raw: Raw) -> Result<Self, Complaint> {
        match raw {
            Raw::Text("never") => Ok(Self::Never),
            Raw::Text(text) if !text.starts_with(|c: char| c.is_ascii_digit() || c == '-') => Err(Self::unfit(raw)),
            Raw::Nothing | Raw::Bool(_) => Err(Self::unfit(raw)),
            _ => Duration::read(raw).map(|duration| Self::Constant(duration.0)),
        }
    }
}

scalar!(Plain, "plain-duration", {
    "type": "string",
    "description": "A duration with its unit that is always the same, or `never`.",
    "pattern": r"^\s*(never|([0-9.]+\s*(ms|s|secs?|seconds?|m|min|minutes?|h|hours?|d)\s*)+)$",
    "examples": ["3m", "never"]
});

/// The laws by name.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "named-law")]
pub(in crate::scenario) enum Shape {
    /// Exponential, by its mean, a duration. Example: `{exponential: 4m}` or `{exponential: {mean: 4m}}`.
    Exponential(Exponential),
    /// A mixture of exponentials, for impatient and patient callers in one population: a list of share and mean.
    /// Example: `{hyperexponential: [{share: 30%, mean: 1m}, {share: 70%, mean: 12m}]}`.
    Hyperexponential(Vec<Field<Phase>>),
    /// Weibull: a hazard that falls (shape below 1) or rises (above 1). Example: `{weibull: {shape: 0.8, mean: 9m}}`.
    Weibull(Weibull),
    /// Log-normal, by mean and cv or by median and sigma: what service times look like.
    /// Example: `{lognormal: {mean: 180s, cv: 1.15}}`.
    Lognormal(Lognormal),
    /// Gamma, by mean and shape or cv; a whole shape is Erlang's. Example: `{gamma: {mean: 180s, shape: 2}}`.
    Gamma(Gamma),
    /// All durations between two are as likely. Example: `{uniform: {from: 5s, to: 25s}}`.
    Uniform(Uniform),
    /// A shortest, a most likely and a longest duration. Example: `{triangular: {from: 5s, mode: 12s, to: 25s}}`.
    Triangular(Triangular),
    /// A recorded sample of durations, each value as likely as the others. Example: `{empirical: [20s, 35s, 2m]}`.
    Empirical(Vec<Field<Duration>>),
}

/// An exponential law.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(rename = "either a mean such as `4m`, or `{mean: 4m}`")]
#[schemars(rename = "exponential", untagged)]
pub(in crate::scenario) enum Exponential {
    /// Its mean.
    #[serde(rename = "scalar")]
    Short(Field<Duration>),
    /// Its mean, by name.
    #[serde(rename = "map")]
    Long(Mean),
}

/// A mean by name.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[schemars(rename = "mean")]
pub(in crate::scenario) struct Mean {
    /// The mean, a duration. Example: `4m`.
    mean: Field<Duration>,
}

/// One exponential of a mixture.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[schemars(rename = "phase")]
pub(in crate::scenario) struct Phase {
    /// Its share of the population; all shares sum to 100%. Example: `24.4%`.
    share: Field<Share>,
    /// Its mean, a duration. Example: `76s`.
    mean: Field<Duration>,
}

/// A Weibull law.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[schemars(rename = "weibull")]
pub(in crate::scenario) struct Weibull {
    /// The shape, a number above 0; below 1 the hazard falls. Example: `0.8`.
    shape: Field<Number>,
    /// The mean, a duration. Example: `9m`.
    mean: Field<Duration>,
}

/// A log-normal law.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[schemars(rename = "lognormal")]
pub(in crate::scenario) struct Lognormal {
    /// The mean, a duration; with `cv`. Example: `180s`. Default: none; that of `median` and `sigma`.
    #[serde(default)]
    mean: Field<Duration>,
    /// The coefficient of variation, standard deviation over mean. Example: `1.15`. Default: none; required with `mean`.
    #[serde(default)]
    cv: Field<Ratio>,
    /// The median, a duration; with `sigma`. Example: `2m`. Default: none; that of `mean` and `cv`.
    #[serde(default)]
    median: Field<Duration>,
    /// The standard deviation of the logarithm, a number above 0. Example: `0.9`. Default: none; required with `median`.
    #[serde(default)]
    sigma: Field<Number>,
}

/// A gamma law.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[schemars(rename = "gamma")]
pub(in crate::scenario) struct Gamma {
    /// The mean, a duration. Example: `180s`.
    mean: Field<Duration>,
    /// The shape, a number above 0; or `cv`. Example: `2`. Default: none; that of `cv`.
    #[serde(default)]
    shape: Field<Number>,
    /// The coefficient of variation, standard deviation over mean; or `shape`. Example: `0.7`. Default: none; that of `shape`.
    #[serde(default)]
    cv: Field<Ratio>,
}

/// A uniform law.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[schemars(rename = "uniform")]
pub(in crate::scenario) struct Uniform {
    /// The shortest duration. Example: `5s`.
    from: Field<Duration>,
    /// The longest duration. Example: `25s`.
    to: Field<Duration>,
}

/// A triangular law.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[schemars(rename = "triangular")]
pub(in crate::scenario) struct Triangular {
    /// The shortest duration. Example: `5s`.
    from: Field<Duration>,
    /// The most likely duration. Example: `12s`.
    mode: Field<Duration>,
    /// The longest duration. Example: `25s`.
    to: Field<Duration>,
}

impl Law {
    /// The law that is meant, which may be constant or `never`.
    pub(in crate::scenario) fn meaning(&self, place: Place, check: &mut Check) -> Option<law::Law> {
        match self {
            Self::Plain(Plain::Never) => Some(law::Law::Never),
            Self::Plain(Plain::Constant(seconds)) => Some(law::Law::Constant(*seconds)),
            Self::Shape(shape) => shape.meaning(place, check),
        }
    }
}

impl Shape {
    fn meaning(&self, place: Place, check: &mut Check) -> Option<law::Law> {
        match self {
            Self::Exponential(Exponential::Short(mean)) => mean_of(mean, place, check).map(law::Law::Exponential),
            Self::Exponential(Exponential::Long(Mean { mean })) => {
                mean_of(mean, place, check).map(law::Law::Exponential)
            }
            Self::Hyperexponential(phases) => hyperexponential(phases, place, check),
            Self::Weibull(Weibull { shape, mean }) => {
                let shape = check
                    .required(shape, place, "this Weibull law", "shape", "shape: 0.8")
                    .and_then(|shape| check.within(shape.value.0, shape.place, "the shape", 0.05, 1000.0));
                let mean = mean_of(mean, place, check);
                Some(law::Law::Weibull(law::Weibull::from_mean(shape?, mean?)))
            }
            Self::Lognormal(law) => law.meaning(place, check),
            Self::Gamma(law) => law.meaning(place, check),
            Self::Uniform(Uniform { from, to }) => {
                let low = check.required(from, place, "this uniform law", "from", "from: 5s").map(|low| low.value.0);
                let high = check.required(to, place, "this uniform law", "to", "to: 25s");
                let (low, high) = (low?, high?);
                in_order(low, high.value.0, high.place, "from", "to", true, check)?;
                Some(law::Law::Uniform(law::Uniform { low, high: high.value.0 }))
            }
            Self::Triangular(Triangular { from, mode, to }) => {
                let low = check.required(from, place, "this triangular law", "from", "from: 5s").map(|low| low.value.0);
                let mode = check.required(mode, place, "this triangular law", "mode", "mode: 12s");
                let high = check.required(to, place, "this triangular law", "to", "to: 25s");
                let (low, mode, high) = (low?, mode?, high?);
                in_order(low, mode.value.0, mode.place, "from", "mode", false, check)?;
                in_order(mode.value.0, high.value.0, high.place, "mode", "to", false, check)?;
                in_order(low, high.value.0, high.place, "from", "to", true, check)?;
                Some(law::Law::Triangular(law::Triangular { low, mode: mode.value.0, high: high.value.0 }))
            }
            Self::Empirical(values) => {
                if values.is_empty() {
                    check.error(
                        "empty-list",
                        "this sample has no values",
                        place,
                        "expected durations such as `[41s, 95s, 3m]`",
                        "list at least one duration",
                    );
                    return None;
                }
                let seconds: Option<Vec<f64>> =
                    values.iter().map(|value| value.given().map(|value| value.value.0)).collect();
                Some(law::Law::Empirical(law::Empirical::new(seconds?)))
            }
        }
    }
}

impl Lognormal {
    fn meaning(&self, place: Place, check: &mut Check) -> Option<law::Law> {
        let Self { mean, cv, median, sigma } = self;
        let by_mean = !mean.is_missing() || !cv.is_missing();
        let by_median = !median.is_missing() || !sigma.is_missing();
        if by_mean && by_median {
            check.error(
                "one-of",
                "this log-normal law is given in two ways",
                place,
                "expected `mean` and `cv`, or `median` and `sigma`",
                "keep one pair",
            );
            return None;
        }
        let owner = "this log-normal law";
        if by_median {
            let median = check
                .required(median, place, owner, "median", "median: 2m")
                .and_then(|median| check.positive(median.value.0, median.place, "the median"));
            let sigma = check
                .required(sigma, place, owner, "sigma", "sigma: 0.9")
                .and_then(|sigma| check.within(sigma.value.0, sigma.place, "sigma", 1e-3, 10.0));
            return Some(law::Law::Lognormal(law::Lognormal { mu: median?.ln(), sigma: sigma? }));
        }
        let mean = mean_of(mean, place, check);
        let cv = check
            .required(cv, place, owner, "cv", "cv: 1.15")
            .and_then(|cv| check.within(cv.value.0, cv.place, "the cv", 1e-3, 100.0));
        Some(law::Law::Lognormal(law::Lognormal::from_mean(mean?, cv?)))
    }
}

impl Gamma {
    fn meaning(&self, place: Place, check: &mut Check) -> Option<law::Law> {
        let Self { mean, shape, cv } = self;
        if let (Some(_), Some(cv)) = (shape.given(), cv.given()) {
            check.error(
                "one-of",
                "this gamma law has both a shape and a cv",
                cv.place,
                "expected `shape` or `cv`: one follows from the other",
                "keep one of the two",
            );
            return None;
        }
        let mean = mean_of(mean, place, check);
        let shape = if cv.is_missing() {
            check
                .required(shape, place, "this gamma law", "shape", "shape: 2` or `cv: 0.7")
                .and_then(|shape| check.within(shape.value.0, shape.place, "the shape", 0.01, 1e6))
        } else {
            cv.given().and_then(|cv| check.within(cv.value.0, cv.place, "the cv", 1e-3, 10.0)).map(|cv| 1.0 / (cv * cv))
        };
        Some(law::Law::Gamma(law::Gamma::from_mean(mean?, shape?)))
    }
}

fn mean_of(mean: &Field<Duration>, place: Place, check: &mut Check) -> Option<f64> {
    let mean = check.required(mean, place, "this law", "mean", "mean: 3m")?;
    check.positive(mean.value.0, mean.place, "the mean")
}

fn hyperexponential(phases: &[Field<Phase>], place: Place, check: &mut Check) -> Option<law::Law> {
    let mut whole = true;
    let mut read = Vec::new();
    for phase in phases {
        let Some(Placed { value: Phase { share, mean }, place }) = phase.given() else {
            whole = false;
            continue;
        };
        let share = check
            .required(share, *place, "this phase", "share", "share: 25%")
            .and_then(|share| check.positive(share.value.0, share.place, "the share"));
        let mean = mean_of(mean, *place, check);
        match (share, mean) {
            (Some(share), Some(mean)) => read.push(law::Phase { share, mean }),
            _ => whole = false,
        }
    }
    if phases.is_empty() {
        check.error(
            "empty-list",
            "this mixture has no phases",
            place,
            "expected `[{share: 25%, mean: 76s}, {share: 75%, mean: 15m}]`",
            "list at least one phase",
        );
        return None;
    }
    if !whole {
        return None;
    }
    let sum: f64 = read.iter().map(|phase| phase.share).sum();
    // Shares are written to a tenth of a percent.
    if (sum - 1.0).abs() > 0.0021 {
        check.error(
            "shares-sum",
            format!("the shares of this mixture sum to {}", super::share::show(sum)),
            place,
            "expected shares that sum to 100%",
            "change a share so that everybody is counted once",
        );
        return None;
    }
    Some(law::Law::Hyperexponential(law::Hyperexponential::new(read)))
}

fn in_order(
    low: f64,
    high: f64,
    place: Place,
    low_name: &str,
    high_name: &str,
    strictly: bool,
    check: &mut Check,
) -> Option<()> {
    if low < high || low == high && !strictly {
        return Some(());
    }
    let (wrong, relation) = if strictly { ("not longer", "longer than") } else { ("shorter", "no shorter than") };
    check.error(
        "out-of-order",
        format!("`{high_name}` is {wrong} than `{low_name}`"),
        place,
        format!("expected a duration {relation} {}", super::duration::show(low)),
        "put them in order; a duration that never varies is written plainly, such as `20s`",
    );
    None
}
