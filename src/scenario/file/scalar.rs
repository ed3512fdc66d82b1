//! Values that are one word or number: each reads itself and complains with a remedy.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserializer, Error, Visitor};

use crate::scenario::complaint::Complaint;

/// What stands in the file.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::scenario) enum Raw<'a> {
    Nothing,
    Bool(bool),
    Whole(i128),
    Real(f64),
    Text(&'a str),
}

impl fmt::Display for Raw<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::Nothing => formatter.write_str("nothing"),
            Self::Bool(value) => write!(formatter, "`{value}`"),
            Self::Whole(value) => write!(formatter, "`{value}`"),
            Self::Real(value) => write!(formatter, "`{value}`"),
            Self::Text(text) => formatter.write_str(&crate::scenario::node::quoted(text)),
        }
    }
}

impl Raw<'_> {
    /// What a diagnostic says was found: a text is called one, since it may look like a number.
    fn found(self) -> String {
        if matches!(self, Self::Text(_)) { format!("the text {self}") } else { self.to_string() }
    }
}

/// A type that is written as one word or number.
pub(in crate::scenario) trait Scalar: Sized {
    /// What a diagnostic calls it.
    const WHAT: &'static str;
    /// How it is written: examples.
    const SUCH_AS: &'static str;

    /// The value, or what is wrong with it.
    fn read(raw: Raw) -> Result<Self, Complaint>;

    /// That `raw` is not of this type at all.
    fn unfit(raw: Raw) -> Complaint {
        let help = match raw {
            Raw::Nothing => String::new(),
            _ => format!("write {} such as {}", Self::WHAT, Self::SUCH_AS),
        };
        let message = format!("found {} where {} belongs", raw.found(), Self::WHAT);
        Complaint::new("wrong-type", message, Self::expected(), help)
    }

    /// The label of a place where this type is expected.
    fn expected() -> String {
        format!("expected {} such as {}", Self::WHAT, Self::SUCH_AS)
    }
}

/// Reads a scalar with any deserializer.
pub(in crate::scenario) fn deserialize<'de, D: Deserializer<'de>, T: Scalar>(deserializer: D) -> Result<T, D::Error> {
    struct ScalarVisitor<T>(PhantomData<T>);

    impl<T: Scalar> ScalarVisitor<T> {
        fn read<E: Error>(raw: Raw) -> Result<T, E> {
            T::read(raw).map_err(E::custom)
        }
    }

    impl<T: Scalar> Visitor<'_> for ScalarVisitor<T> {
        type Value = T;

        fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
            write!(formatter, "{} such as {}", T::WHAT, T::SUCH_AS)
        }

        fn visit_unit<E: Error>(self) -> Result<T, E> {
            Self::read(Raw::Nothing)
        }

        fn visit_bool<E: Error>(self, value: bool) -> Result<T, E> {
            Self::read(Raw::Bool(value))
        }

        fn visit_i128<E: Error>(self, value: i128) -> Result<T, E> {
            Self::read(Raw::Whole(value))
        }

        fn visit_f64<E: Error>(self, value: f64) -> Result<T, E> {
            Self::read(Raw::Real(value))
        }

        fn visit_str<E: Error>(self, value: &str) -> Result<T, E> {
            Self::read(Raw::Text(value))
        }
    }

    deserializer.deserialize_any(ScalarVisitor(PhantomData))
}

/// Makes a [`Scalar`] known to serde, and to the schema by the given JSON.
macro_rules! scalar {
    ($type:ty, $name:literal, $schema:tt) => {
        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::scenario::file::scalar::deserialize(deserializer)
            }
        }

        impl schemars::JsonSchema for $type {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                $name.into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!($schema)
            }
        }
    };
}
pub(super) use scalar;
