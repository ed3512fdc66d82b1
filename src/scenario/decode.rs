//! Nodes to types, with every problem of shape reported at its place instead of the first one alone.
//!
//! A serde deserializer whose error is a mere token: whatever fails is recorded here at its node, and the
//! [`Field`](super::field::Field) around it turns into `Broken`, so that reading goes on.

use std::cell::RefCell;
use std::fmt;

use serde::de::{
    self, Deserialize, DeserializeSeed, Deserializer, EnumAccess, IntoDeserializer, MapAccess, SeqAccess,
    VariantAccess, Visitor,
};

use super::complaint::Complaint;
use super::diagnostic::{MOST_SHOWN, Problem};
use super::field::{FIELD, Field};
use super::file::not_simulated;
use super::nearest::{list, nearest};
use super::node::{Node, Value};
use super::yaml_error::SMALLEST;

/// An enum of this name is told apart by the kind of its node, not by a tag: its variants are `scalar`, `list`, `map`
/// or, by the presence of a key, `map:key,key`. The rest of the name says what is expected.
pub(super) const EITHER: &str = "either ";

/// The name of the type that a whole file holds.
const ROOT: &str = "scenario";

/// The type that a node holds, with what is wrong with it added to `problems`.
pub(super) fn decode<'n, T: Deserialize<'n>>(node: &'n Node, problems: &mut Vec<Problem>) -> Field<T> {
    let log = RefCell::new(std::mem::take(problems));
    let field = Field::deserialize(Decoder { node, log: &log }).unwrap_or(Field::Broken);
    *problems = log.into_inner();
    field
}

/// What a failing visitor gives back.
#[derive(Debug)]
enum Error {
    /// A visitor's complaint, which has no place yet.
    Fresh(Box<Complaint>),
    /// Recorded.
    Reported,
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::Fresh(complaint) => formatter.write_str(&complaint.message),
            Self::Reported => formatter.write_str("already reported"),
        }
    }
}

impl std::error::Error for Error {}

impl de::Error for Error {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::Fresh(Box::new(Complaint::unpack(&message.to_string())))
    }

    fn invalid_type(_: de::Unexpected, expected: &dyn de::Expected) -> Self {
        Self::Fresh(Box::new(Complaint::new("wrong-type", "", format!("expected {expected}"), "")))
    }
}

#[derive(Clone, Copy)]
struct Decoder<'n, 'l> {
    node: &'n Node,
    log: &'l RefCell<Vec<Problem>>,
}

impl<'n> Decoder<'n, '_> {
    /// Records a fresh complaint at this node.
    fn settle<T>(self, result: Result<T, Error>) -> Result<T, Error> {
        result.map_err(|error| {
            if let Error::Fresh(complaint) = error {
                let Complaint { code, mut message, label, mut help } = *complaint;
                if message.is_empty() {
                    message = format!("found {} where something else belongs", self.node.kind());
                }
                if help.is_empty() {
                    help = match self.node.value {
                        Value::Null => EMPTY.into(),
                        _ => label.replacen("expected", "write", 1),
                    };
                }
                self.push(Problem::error(code, message, self.node.place, label, help));
            }
            Error::Reported
        })
    }

    fn push(self, problem: Problem) {
        self.log.borrow_mut().push(problem);
    }

    fn expected(self, what: &str) -> Error {
        let help = match self.node.value {
            Value::Null => EMPTY.to_owned(),
            _ => format!("write {what}"),
        };
        self.push(Problem::error(
            "wrong-type",
            format!("found {} where {what} belongs", self.node.kind()),
            self.node.place,
            format!("expected {what}"),
            help,
        ));
        Error::Reported
    }

    fn at(self, node: &'n Node) -> Self {
        Self { node, ..self }
    }

    /// The entries of this node's mapping that can be used: each key once, and only known ones where they are known.
    fn entries(self, entries: &'n [(Node, Node)], known: Option<(&str, &[&str])>) -> Vec<(&'n Node, &'n Node)> {
        let mut seen: std::collections::HashMap<String, &Node> = std::collections::HashMap::new();
        let mut usable = Vec::new();
        for (key, value) in entries {
            let Some(name) = key.name() else {
                self.push(Problem::error(
                    "bad-key",
                    format!("found {} where a name belongs", key.kind()),
                    key.place,
                    "expected a name",
                    "write a plain name before the colon",
                ));
                continue;
            };
            if let Some(first) = seen.get(&name) {
                self.push(
                    Problem::error(
                        "duplicate-key",
                        format!("`{}` is given twice", shorten(&name)),
                        key.place,
                        "given again here",
                        "remove one of the two, or give them different names",
                    )
                    .with(first.place, "given first here"),
                );
                continue;
            }
            seen.insert(name.clone(), key);
            if let Some((owner, fields)) = known
                && !fields.contains(&name.as_str())
            {
                self.unknown(key, &name, owner, fields);
                continue;
            }
            usable.push((key, value));
        }
        usable
    }

    fn unknown(self, key: &Node, name: &str, owner: &str, fields: &[&str]) {
        if let Some(what) = not_simulated(owner, name) {
            self.push(Problem::error(
                "not-simulated",
                format!("{what} not simulated by this version"),
                key.place,
                "known, but without effect yet",
                format!("remove `{name}`; the result would not heed it"),
            ));
            return;
        }
        let meant = if self.log.borrow().len() < MOST_SHOWN { nearest(name, fields.iter().copied()) } else { None };
        let help = match meant {
            Some(near) => format!("did you mean `{near}`?"),
            None if name == "<<" => "YAML merges are not read here: write the fields out".into(),
            None => "remove it, or use one of the fields above".into(),
        };
        self.push(Problem::error(
            "unknown-field",
            format!("there is no field `{}` here", shorten(name)),
            key.place,
            format!("expected one of {}", list(fields.iter().copied())),
            help,
        ));
    }
}

const EMPTY: &str =
    "the value is missing; if it was meant to begin with `#`, quote it: an unquoted `#` begins a comment";

fn shorten(name: &str) -> String {
    let shown: String = name.chars().take(40).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if name.chars().nth(40).is_some() { format!("{shown}...") } else { shown }
}

macro_rules! any {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'n>>(self, visitor: V) -> Result<V::Value, Error> {
            self.deserialize_any(visitor)
        }
    )*};
}

impl<'n> Deserializer<'n> for Decoder<'n, '_> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'n>>(self, visitor: V) -> Result<V::Value, Error> {
        let result = match &self.node.value {
            Value::Null => visitor.visit_unit(),
            Value::Bool(value) => visitor.visit_bool(*value),
            Value::Whole(value) => visitor.visit_i128(*value),
            Value::Real(value) => visitor.visit_f64(*value),
            Value::Text(value) => visitor.visit_borrowed_str(value),
            Value::List(elements) => visitor.visit_seq(Elements { decoder: self, rest: elements.iter() }),
            Value::Map(entries) => {
                let rest = self.entries(entries, None).into_iter();
                visitor.visit_map(Entries { decoder: self, rest, value: None })
            }
        };
        self.settle(result)
    }

    fn deserialize_newtype_struct<V: Visitor<'n>>(self, name: &'static str, visitor: V) -> Result<V::Value, Error> {
        if name == FIELD {
            visitor.visit_seq(Parts { decoder: self, next: 0 })
        } else {
            visitor.visit_newtype_struct(self)
        }
    }

    fn deserialize_struct<V: Visitor<'n>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        let Value::Map(entries) = &self.node.value else {
            let help = match self.node.value {
                Value::Null => EMPTY.to_owned(),
                _ if name == ROOT => SMALLEST.to_owned(),
                _ => format!("write `{}: ...` and so on, each in a line of its own or in `{{...}}`", fields[0]),
            };
            self.push(Problem::error(
                "wrong-type",
                format!("found {} where a mapping belongs", self.node.kind()),
                self.node.place,
                format!("expected a mapping with {}", list(fields.iter().copied())),
                help,
            ));
            return Err(Error::Reported);
        };
        let rest = self.entries(entries, Some((name, fields))).into_iter();
        let result = visitor.visit_map(Entries { decoder: self, rest, value: None });
        self.settle(result)
    }

    fn deserialize_map<V: Visitor<'n>>(self, visitor: V) -> Result<V::Value, Error> {
        match &self.node.value {
            Value::Map(_) => self.deserialize_any(visitor),
            _ => Err(self.expected("a mapping `name: value`")),
        }
    }

    fn deserialize_seq<V: Visitor<'n>>(self, visitor: V) -> Result<V::Value, Error> {
        match &self.node.value {
            Value::List(_) => self.deserialize_any(visitor),
            // One of what should be several.
            Value::Text(text) => {
                let help = format!("write `[{}]`", shorten(text));
                self.push(Problem::error(
                    "wrong-type",
                    format!("found {} where a list belongs", self.node.kind()),
                    self.node.place,
                    "expected a list `[..., ...]`",
                    help,
                ));
                Err(Error::Reported)
            }
            _ => Err(self.expected("a list `[..., ...]`")),
        }
    }

    fn deserialize_string<V: Visitor<'n>>(self, visitor: V) -> Result<V::Value, Error> {
        match &self.node.value {
            Value::Text(text) => self.settle(visitor.visit_borrowed_str(text)),
            Value::Whole(number) => self.settle(visitor.visit_string(number.to_string())),
            Value::Bool(_) | Value::Real(_) => Err(self.expected("a name (in quotes, where it looks like a number)")),
            _ => Err(self.expected("a name")),
        }
    }

    fn deserialize_str<V: Visitor<'n>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_string(visitor)
    }

    fn deserialize_identifier<V: Visitor<'n>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_string(self.node.name().unwrap_or_default())
    }

    fn deserialize_bool<V: Visitor<'n>>(self, visitor: V) -> Result<V::Value, Error> {
        match &self.node.value {
            Value::Bool(value) => self.settle(visitor.visit_bool(*value)),
            _ => Err(self.expected("`true` or `false`")),
        }
    }

    fn deserialize_enum<V: Visitor<'n>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        let (variant, content) = match name.strip_prefix(EITHER) {
            Some(what) => (self.by_kind(what, variants)?, Some(self.node)),
            None => self.by_tag(name, variants)?,
        };
        let result = visitor.visit_enum(Variant { decoder: self, name: variant, content });
        self.settle(result)
    }

    fn deserialize_option<V: Visitor<'n>>(self, visitor: V) -> Result<V::Value, Error> {
        match &self.node.value {
            Value::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_unit_struct<V: Visitor<'n>>(self, _: &'static str, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_any(visitor)
    }

    fn deserialize_tuple<V: Visitor<'n>>(self, _: usize, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'n>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_ignored_any<V: Visitor<'n>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_unit()
    }

    any! {
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128 deserialize_u8 deserialize_u16
        deserialize_u32 deserialize_u64 deserialize_u128 deserialize_f32 deserialize_f64 deserialize_char
        deserialize_bytes deserialize_byte_buf deserialize_unit
    }
}

impl<'n> Decoder<'n, '_> {
    /// The variant that takes this kind of node.
    fn by_kind(self, what: &str, variants: &'static [&'static str]) -> Result<&'static str, Error> {
        let kind = match self.node.value {
            Value::Null => "nothing",
            Value::List(_) => "list",
            Value::Map(_) => "map",
            _ => "scalar",
        };
        variants
            .iter()
            .find(|variant| {
                variant.strip_prefix("map:").is_some_and(|keys| keys.split(',').any(|key| self.node.get(key).is_some()))
            })
            .or_else(|| variants.iter().find(|variant| **variant == kind))
            .copied()
            .ok_or_else(|| self.expected(what))
    }

    /// The variant that is named: a word alone, or the only key of a mapping.
    fn by_tag(self, owner: &str, variants: &'static [&'static str]) -> Result<(&'static str, Option<&'n Node>), Error> {
        let all = || list(variants.iter().copied());
        let (key, content) = match &self.node.value {
            Value::Text(_) => (self.node, None),
            Value::Map(entries) if entries.len() == 1 => (&entries[0].0, Some(&entries[0].1)),
            Value::Map(entries) if entries.len() > 1 => {
                let second = &entries[1].0;
                self.push(
                    Problem::error(
                        "one-of",
                        "only one of these can hold",
                        second.place,
                        "a second one",
                        format!("keep one of {}", all()),
                    )
                    .with(entries[0].0.place, "the first one"),
                );
                return Err(Error::Reported);
            }
            _ => return Err(self.expected(&format!("one of {}", all()))),
        };
        let name = key.name().unwrap_or_default();
        if let Some(variant) = variants.iter().find(|variant| **variant == name) {
            return Ok((variant, content));
        }
        if let Some(what) = not_simulated(owner, &name) {
            self.push(Problem::error(
                "not-simulated",
                format!("{what} not simulated by this version"),
                key.place,
                "known, but without effect yet",
                format!("use one of {}", all()),
            ));
        } else {
            let help = match nearest(&name, variants.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("use one of {}", all()),
            };
            let label = format!("expected one of {}", all());
            self.push(Problem::error(
                "unknown-name",
                format!("`{}` is not known here", shorten(&name)),
                key.place,
                label,
                help,
            ));
        }
        Err(Error::Reported)
    }
}

/// The elements of a list.
struct Elements<'n, 'l> {
    decoder: Decoder<'n, 'l>,
    rest: std::slice::Iter<'n, Node>,
}

impl<'n> SeqAccess<'n> for Elements<'n, '_> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'n>>(&mut self, seed: T) -> Result<Option<T::Value>, Error> {
        self.rest.next().map(|node| seed.deserialize(self.decoder.at(node))).transpose()
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.rest.len())
    }
}

/// The usable entries of a mapping.
struct Entries<'n, 'l> {
    decoder: Decoder<'n, 'l>,
    rest: std::vec::IntoIter<(&'n Node, &'n Node)>,
    value: Option<&'n Node>,
}

impl<'n> MapAccess<'n> for Entries<'n, '_> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'n>>(&mut self, seed: K) -> Result<Option<K::Value>, Error> {
        let Some((key, value)) = self.rest.next() else { return Ok(None) };
        self.value = Some(value);
        seed.deserialize(self.decoder.at(key)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'n>>(&mut self, seed: V) -> Result<V::Value, Error> {
        let value = self.value.take().ok_or(Error::Reported)?;
        seed.deserialize(self.decoder.at(value))
    }
}

/// A field's place, in three numbers, and then its value.
struct Parts<'n, 'l> {
    decoder: Decoder<'n, 'l>,
    next: u8,
}

impl<'n> SeqAccess<'n> for Parts<'n, '_> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'n>>(&mut self, seed: T) -> Result<Option<T::Value>, Error> {
        let place = self.decoder.node.place;
        self.next += 1;
        match self.next {
            1 => seed.deserialize(place.source.into_deserializer()).map(Some),
            2 => seed.deserialize(place.start.into_deserializer()).map(Some),
            3 => seed.deserialize(place.end.into_deserializer()).map(Some),
            4 => {
                let result = seed.deserialize(self.decoder);
                self.decoder.settle(result).map(Some)
            }
            _ => Ok(None),
        }
    }
}

/// A variant and what it holds.
struct Variant<'n, 'l> {
    decoder: Decoder<'n, 'l>,
    name: &'static str,
    content: Option<&'n Node>,
}

impl<'n> EnumAccess<'n> for Variant<'n, '_> {
    type Error = Error;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'n>>(self, seed: V) -> Result<(V::Value, Self), Error> {
        seed.deserialize(self.name.into_deserializer()).map(|variant| (variant, self))
    }
}

impl<'n> Variant<'n, '_> {
    fn content(&self) -> Result<&'n Node, Error> {
        self.content.ok_or_else(|| self.decoder.expected(&format!("`{{{}: ...}}`", self.name)))
    }
}

impl<'n> VariantAccess<'n> for Variant<'n, '_> {
    type Error = Error;

    fn unit_variant(self) -> Result<(), Error> {
        match self.content {
            Some(node) if node.value != Value::Null => {
                Err(self.decoder.at(node).expected(&format!("`{}` alone", self.name)))
            }
            _ => Ok(()),
        }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'n>>(self, seed: T) -> Result<T::Value, Error> {
        let decoder = self.decoder.at(self.content()?);
        decoder.settle(seed.deserialize(decoder))
    }

    fn tuple_variant<V: Visitor<'n>>(self, _: usize, visitor: V) -> Result<V::Value, Error> {
        self.decoder.at(self.content()?).deserialize_seq(visitor)
    }

    fn struct_variant<V: Visitor<'n>>(self, fields: &'static [&'static str], visitor: V) -> Result<V::Value, Error> {
        self.decoder.at(self.content()?).deserialize_struct(self.name, fields, visitor)
    }
}
