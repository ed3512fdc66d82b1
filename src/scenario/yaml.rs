//! Text to nodes. What the YAML library finds wrong is worded by [`yaml_error`]; no other module knows the library.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_yaml::{Budget, DuplicateKeyPolicy, Location, MergeKeyPolicy, NonFiniteFloatPolicy, Options, Spanned};

use super::diagnostic::Problem;
use super::node::{Node, Value};
use super::place::Place;
use super::yaml_error;

/// More values than any scenario has.
const MOST_NODES: usize = 20_000;

/// The nodes of a text. `whole` is the place of the text in its source: a setting's value begins behind its path.
pub(super) fn parse(text: &str, whole: Place) -> Result<Node, Box<Problem>> {
    let raw: Spanned<Raw> = serde_yaml::from_str_with_options(text, options())
        .map_err(|error| Box::new(yaml_error::problem(&error, text, whole)))?;
    Ok(Reader { text, whole }.node(raw))
}

fn options() -> Options {
    let mut options = Options::default();
    let mut budget = Budget::default();
    // A scenario nests a dozen deep and has some hundreds of nodes; a recorded sample may have more. What is allowed
    // here must be read within a tenth of a second.
    budget.max_depth = 48;
    budget.flow_nesting_limit = 64;
    budget.max_nodes = MOST_NODES;
    budget.max_events = 2 * MOST_NODES;
    budget.max_recorded_anchor_events = MOST_NODES / 4;
    options.budget = Some(budget);
    options.alias_limits.max_total_replayed_events = MOST_NODES / 4;
    options.duplicate_keys = DuplicateKeyPolicy::PassThrough;
    options.merge_keys = MergeKeyPolicy::AsOrdinary;
    options.non_finite_float_policy = NonFiniteFloatPolicy::PassThrough;
    options.leading_zero_numbers_as_strings = true;
    options.strict_booleans = true;
    options.reject_unsupported_tags = true;
    options.with_snippet = false;
    options
}

/// A value as the library reads it, with the places of its parts.
enum Raw {
    Scalar(Value),
    List(Vec<Spanned<Raw>>),
    Map(Vec<(Spanned<Raw>, Spanned<Raw>)>),
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct RawVisitor;

        impl<'de> Visitor<'de> for RawVisitor {
            type Value = Raw;

            fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
                formatter.write_str("any value")
            }

            fn visit_bool<E>(self, value: bool) -> Result<Raw, E> {
                Ok(Raw::Scalar(Value::Bool(value)))
            }

            fn visit_i64<E>(self, value: i64) -> Result<Raw, E> {
                Ok(Raw::Scalar(Value::Whole(value.into())))
            }

            fn visit_u64<E>(self, value: u64) -> Result<Raw, E> {
                Ok(Raw::Scalar(Value::Whole(value.into())))
            }

            fn visit_i128<E>(self, value: i128) -> Result<Raw, E> {
                Ok(Raw::Scalar(Value::Whole(value)))
            }

            fn visit_f64<E>(self, value: f64) -> Result<Raw, E> {
                Ok(Raw::Scalar(Value::Real(value)))
            }

            fn visit_str<E>(self, value: &str) -> Result<Raw, E> {
                Ok(Raw::Scalar(Value::Text(value.to_owned())))
            }

            fn visit_string<E>(self, value: String) -> Result<Raw, E> {
                Ok(Raw::Scalar(Value::Text(value)))
            }

            fn visit_unit<E>(self) -> Result<Raw, E> {
                Ok(Raw::Scalar(Value::Null))
            }

            fn visit_none<E>(self) -> Result<Raw, E> {
                Ok(Raw::Scalar(Value::Null))
            }

            fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Raw, D::Error> {
                Raw::deserialize(deserializer)
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Raw, A::Error> {
                let mut elements = Vec::new();
                while let Some(element) = list.next_element()? {
                    elements.push(element);
                }
                Ok(Raw::List(elements))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Raw, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(Raw::Map(entries))
            }
        }

        deserializer.deserialize_any(RawVisitor)
    }
}

/// Gives nodes their places.
struct Reader<'a> {
    text: &'a str,
    whole: Place,
}

impl Reader<'_> {
    fn node(&self, raw: Spanned<Raw>) -> Node {
        let mut place = self.place(raw.referenced);
        let value = match raw.value {
            Raw::Scalar(value) => value,
            Raw::List(elements) => {
                let elements: Vec<Node> = elements.into_iter().map(|element| self.node(element)).collect();
                place = self.around(place, elements.last());
                Value::List(elements)
            }
            Raw::Map(entries) => {
                let entries: Vec<(Node, Node)> =
                    entries.into_iter().map(|(key, value)| (self.node(key), self.node(value))).collect();
                place = self.around(place, entries.last().map(|(_, value)| value));
                Value::Map(entries)
            }
        };
        Node { value, place }
    }

    fn place(&self, location: Location) -> Place {
        let span = location.span();
        let from = usize::try_from(span.byte_offset().unwrap_or(0)).unwrap_or(0).min(self.text.len());
        let length = usize::try_from(span.byte_len().unwrap_or(0)).unwrap_or(0);
        let to = (from + length).min(self.text.len());
        let to = from + self.text.get(from..to).map_or(0, |text| text.trim_end().len());
        self.shifted(from, to)
    }

    /// The library gives a container's first character only: it reaches to the end of its last part.
    fn around(&self, place: Place, last: Option<&Node>) -> Place {
        let start = (place.start - self.whole.start) as usize;
        let mut end = last.map_or(place.end, |last| last.place.end.max(place.end)) - self.whole.start;
        let rest = self.text.get(start..).unwrap_or_default();
        if let Some(open) = rest.chars().next().filter(|open| matches!(open, '[' | '{')) {
            end = end.max(place.start - self.whole.start + 1);
            let close = if open == '[' { ']' } else { '}' };
            let behind = self.text.get(end as usize..).unwrap_or_default();
            let gap = behind.len() - behind.trim_start_matches([' ', ',']).len();
            if behind[gap..].starts_with(close) {
                end += gap as u32 + 1;
            }
        }
        self.shifted(start, end as usize)
    }

    fn shifted(&self, from: usize, to: usize) -> Place {
        Place {
            source: self.whole.source,
            start: self.whole.start + from as u32,
            end: self.whole.start + to.max(from) as u32,
        }
    }
}
