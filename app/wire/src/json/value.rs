//! Deserializes typed values from a parsed document.
//!
//! `serde_json` has a deserializer for [`Value`]; this one covers only what the wire needs: a struct is an object and
//! never a list, and texts are copied. Every wire type is compiled against it, so each case left out makes all of them
//! smaller.

use serde::de::value::{MapAccessDeserializer, MapDeserializer, SeqDeserializer};
use serde::de::{Deserializer, Error as _, IntoDeserializer, Visitor};
use serde_json::{Error, Value};

type Result<T> = std::result::Result<T, Error>;

/// A deserializer of one value of a document.
#[derive(Clone, Copy)]
pub(super) struct ValueDeserializer<'de>(pub(super) &'de Value);

type Fields<'de> = MapDeserializer<'de, Box<dyn Iterator<Item = (&'de str, ValueDeserializer<'de>)> + 'de>, Error>;

impl<'de> ValueDeserializer<'de> {
    fn or_not<T>(self, found: Option<T>, wanted: &str) -> Result<T> {
        found.ok_or_else(|| Error::custom(format!("{} is no {wanted}", self.0)))
    }

    fn fields(self) -> Result<Fields<'de>> {
        let fields = self.or_not(self.0.as_object(), "object")?;
        Ok(MapDeserializer::new(Box::new(fields.iter().map(|(name, value)| (name.as_str(), ValueDeserializer(value))))))
    }

    fn items(self) -> Result<impl Iterator<Item = Self>> {
        Ok(self.or_not(self.0.as_array(), "list")?.iter().map(ValueDeserializer))
    }

    fn text(self) -> Result<&'de str> {
        self.or_not(self.0.as_str(), "text")
    }

    fn whole(self) -> Result<u64> {
        self.or_not(self.0.as_u64(), "whole number")
    }

    fn real(self) -> Result<f64> {
        self.or_not(self.0.as_f64(), "number")
    }
}

impl<'de> IntoDeserializer<'de, Error> for ValueDeserializer<'de> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

/// Defines methods that read one kind of value and pass it to one method of a visitor.
macro_rules! read {
    ($($method:ident: $part:ident, $visit:ident;)*) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
            visitor.$visit(self.$part()?)
        })*
    };
}

impl<'de> Deserializer<'de> for ValueDeserializer<'de> {
    type Error = Error;

    read! {
        deserialize_u8: whole, visit_u64;
        deserialize_u16: whole, visit_u64;
        deserialize_u32: whole, visit_u64;
        deserialize_u64: whole, visit_u64;
        deserialize_f32: real, visit_f64;
        deserialize_f64: real, visit_f64;
        deserialize_str: text, visit_str;
        deserialize_string: text, visit_str;
        deserialize_identifier: text, visit_str;
        deserialize_map: fields, visit_map;
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        visitor.visit_bool(self.or_not(self.0.as_bool(), "truth value")?)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        if self.0.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _name: &'static str, visitor: V) -> Result<V::Value> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        visitor.visit_seq(SeqDeserializer::new(self.items()?))
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _len: usize, visitor: V) -> Result<V::Value> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        self.deserialize_map(visitor)
    }

    /// A name, or an object of one field whose name says which variant its value is.
    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        match self.0 {
            Value::String(name) => visitor.visit_enum(name.as_str().into_deserializer()),
            _ => visitor.visit_enum(MapAccessDeserializer::new(self.fields()?)),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        visitor.visit_unit()
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        visitor.visit_unit()
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.0.deserialize_any(visitor)
    }

    serde::forward_to_deserialize_any! { i8 i16 i32 i64 i128 u128 char bytes byte_buf unit_struct tuple_struct }
}
