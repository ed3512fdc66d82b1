//! What a field of the file holds: nothing, something that could not be read, or a value with its place.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

use super::place::Place;

/// A value and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Placed<T> {
    pub(super) value: T,
    pub(super) place: Place,
}

/// A field of the file.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) enum Field<T> {
    /// The file does not have it.
    #[default]
    Missing,
    /// The file has it, but it could not be read; that is already reported.
    Broken,
    /// The file has it.
    Given(Placed<T>),
}

/// The name by which [`super::decode`] knows that a value wants its place.
pub(super) const FIELD: &str = "a field with its place";

impl<T> Field<T> {
    /// The value, if it could be read.
    pub(super) fn given(&self) -> Option<&Placed<T>> {
        match self {
            Self::Given(placed) => Some(placed),
            Self::Missing | Self::Broken => None,
        }
    }

    pub(super) fn is_missing(&self) -> bool {
        matches!(self, Self::Missing)
    }

    /// What the value means, or `default` where the file has none; `None` where it is broken.
    pub(super) fn or<U>(&self, default: U, meaning: impl FnOnce(&Placed<T>) -> Option<U>) -> Option<U> {
        match self {
            Self::Missing => Some(default),
            Self::Broken => None,
            Self::Given(placed) => meaning(placed),
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Field<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct FieldVisitor<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for FieldVisitor<T> {
            type Value = Field<T>;

            fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
                formatter.write_str("a value")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut parts: A) -> Result<Field<T>, A::Error> {
                let mut number = || parts.next_element::<u32>().map(Option::unwrap_or_default);
                let place = Place { source: number()?, start: number()?, end: number()? };
                Ok(match parts.next_element::<T>() {
                    Ok(Some(value)) => Field::Given(Placed { value, place }),
                    Ok(None) | Err(_) => Field::Broken,
                })
            }
        }

        // Our decoder always answers this; serde's own stand-in for a field that is not there never does.
        Ok(deserializer.deserialize_newtype_struct(FIELD, FieldVisitor(PhantomData)).unwrap_or(Self::Missing))
    }
}

impl<T: JsonSchema> JsonSchema for Field<T> {
    fn inline_schema() -> bool {
        T::inline_schema()
    }

    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }

    fn schema_id() -> Cow<'static, str> {
        T::schema_id()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::json_schema(generator)
    }
}

/// A mapping with free names, in the order written.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Named<T, K = String> {
    pub(super) entries: Vec<(Field<K>, Field<T>)>,
}

impl<T> Named<T> {
    /// The names that could be read, with their places and positions.
    pub(super) fn names(&self) -> impl Iterator<Item = (&str, Place)> {
        self.entries.iter().filter_map(|(name, _)| name.given()).map(|name| (name.value.as_str(), name.place))
    }

    /// The names with what could be read of what they name.
    pub(super) fn pairs(&self) -> impl Iterator<Item = (&Placed<String>, Option<&Placed<T>>)> {
        self.entries.iter().filter_map(|(name, value)| Some((name.given()?, value.given())))
    }
}

impl<'de, T: Deserialize<'de>, K: Deserialize<'de>> Deserialize<'de> for Named<T, K> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct NamedVisitor<T, K>(PhantomData<(T, K)>);

        impl<'de, T: Deserialize<'de>, K: Deserialize<'de>> Visitor<'de> for NamedVisitor<T, K> {
            type Value = Named<T, K>;

            fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
                formatter.write_str("a mapping")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Named<T, K>, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(Named { entries })
            }
        }

        deserializer.deserialize_map(NamedVisitor(PhantomData))
    }
}

impl<T: JsonSchema, K> JsonSchema for Named<T, K> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("named {}", T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let value = generator.subschema_for::<T>();
        schemars::json_schema!({"type": "object", "additionalProperties": value})
    }
}
