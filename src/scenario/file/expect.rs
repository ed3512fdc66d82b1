//! `expect`: what a build checks, each in one line such as `service_level(billing) > 80%`.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer};
use serde_json::json;

use super::scalar::{self, Raw, Scalar};
use crate::scenario::complaint::Complaint;

/// An expectation as it is written; `check::expect` reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::scenario) struct Expectation(pub(in crate::scenario) String);

impl Scalar for Expectation {
    const WHAT: &'static str = "an expectation";
    const SUCH_AS: &'static str = "`ivr_abandonment < 9%` or `service_level(billing) > 80%`";

    fn read(raw: Raw) -> Result<Self, Complaint> {
        match raw {
            Raw::Text(text) => Ok(Self(text.to_owned())),
            _ => Err(Self::unfit(raw)),
        }
    }
}

impl<'de> Deserialize<'de> for Expectation {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        scalar::deserialize(deserializer)
    }
}

impl JsonSchema for Expectation {
    fn schema_name() -> Cow<'static, str> {
        "expectation".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let names: Vec<String> =
            crate::scenario::check::metric_names().iter().map(|name| name.replace('_', "[ _]+")).collect();
        let metric = format!(r"({}|wait[ _]+p[1-9][0-9]?)", names.join("|"));
        let of = r#"(\s*\([^)]+\)|\s+of\s+("[^"]+"|[^<>]+?))?"#;
        let place = r"(\s+at\s+(level\s+[0-9]+|greeting)|\s+on\s+(voice|chat|message|email))?";
        let clock = r#""?([01]?[0-9]|2[0-4]):[0-5][0-9]"?"#;
        let between = format!(r"(\s+between\s+{clock}\s+and\s+{clock})?");
        let bound = r"\s*(<=?|>=?|≤|≥)\s*[0-9][0-9.]*\s*[A-Za-z%0-9. ]*";
        // A bound is in its metric's unit.
        let number = r"([0-9]+\.?[0-9]*|\.[0-9]+)(e[+-]?[0-9]+)?";
        let share = format!(r"({number}\s*%|0|1|[01]?\.[0-9]+|[01]\.|[0-9.]+e-[0-9]+)");
        let time = r"([0-9.]+\s*(ms|s|secs?|seconds?|m|min|minutes?|h|hours?|d)\s*)+";
        let [shares, mut times, hours, counts] = crate::scenario::check::metric_names_by_kind();
        times.push("wait_p[1-9][0-9]?");
        let hour = format!("({number}|{time})");
        let kinds = [(shares, share.as_str()), (times, time), (hours, &hour), (counts, number)];
        let in_its_unit = kinds.map(|(names, bound)| {
            let names = names.join("|").replace('_', "[ _]+");
            json!({"pattern": format!(r"^\s*({names})\b.*[<>=≤≥]\s*{bound}\s*$")})
        });
        json_schema!({
            "type": "string",
            "anyOf": in_its_unit,
            "description": "A metric, what it is of, a comparison and a bound in the metric's unit (a share as `9%`, a time as `20s`, \
                            agents' hours as `40h`, a count as a plain number). A metric of a part names it in brackets or behind `of`; \
                            `at level 2` and `at greeting` are places of the IVR, `main.3` is the option 3 of a menu; `on chat` \
                            is a channel, `of conversations` are all of them; `between \"10:00\" and \"12:00\"` counts who arrives then. \
                            It holds when the whole interval is on the right side of the bound.",
            "pattern": format!(r"^\s*{metric}{of}{place}{between}{bound}$"),
            "examples": [
                "ivr_abandonment < 9%",
                "service_level(billing) > 80%",
                "ivr_abandonment at level 2 < 3%",
                "wait p95 of billing between \"10:00\" and \"12:00\" < 90s",
                "staffed_hours(front_line) <= 120h",
                "silent_abandonment on chat < 20%"
            ]
        })
    }
}
