//! A value of a column, and as JSON.

use serde::{Deserialize, Serialize};

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Text.
    Text,
    /// A number of up to 64 bits.
    Integer,
    /// A floating-point number of 64 bits.
    Float,
    /// Yes or no, where the dialect knows that.
    Boolean,
    /// Bytes.
    Bytes,
}

impl Kind {
    /// Of a type's name in a catalogue; none for one that no table of ours uses.
    pub fn of(declared: &str) -> Option<Self> {
        Some(match declared.to_ascii_uppercase().as_str() {
            "TEXT" => Self::Text,
            "INTEGER" | "BIGINT" => Self::Integer,
            "DOUBLE PRECISION" | "REAL" => Self::Float,
            "BOOLEAN" => Self::Boolean,
            "BLOB" | "BYTEA" => Self::Bytes,
            _ => return None,
        })
    }
}

/// A value. Floating-point numbers are JSON texts of their shortest exact form, since readers of JSON numbers round.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Value {
    /// None.
    Null,
    /// Yes or no.
    Boolean(bool),
    /// A number.
    Integer(i64),
    /// Text.
    Text(String),
    /// A floating-point number.
    Float {
        /// Itself.
        #[serde(with = "exact")]
        float: f64,
    },
    /// Bytes.
    Bytes {
        /// Themselves.
        #[serde(with = "base64_text")]
        base64: Vec<u8>,
    },
}

impl Value {
    /// As a column of another dialect has it: some have no booleans, and hold 0 and 1.
    pub fn fit(self, kind: Kind) -> Option<Self> {
        Some(match (self, kind) {
            (Self::Null, _) => Self::Null,
            (Self::Boolean(value), Kind::Integer) => Self::Integer(value.into()),
            (Self::Integer(value @ (0 | 1)), Kind::Boolean) => Self::Boolean(value == 1),
            (value, kind) if value.kind() == Some(kind) => value,
            _ => return None,
        })
    }

    fn kind(&self) -> Option<Kind> {
        match self {
            Self::Null => None,
            Self::Boolean(_) => Some(Kind::Boolean),
            Self::Integer(_) => Some(Kind::Integer),
            Self::Text(_) => Some(Kind::Text),
            Self::Float { .. } => Some(Kind::Float),
            Self::Bytes { .. } => Some(Kind::Bytes),
        }
    }
}

mod exact {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub fn serialize<S: Serializer>(value: &f64, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(value)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<f64, D::Error> {
        String::deserialize(from)?.parse().map_err(D::Error::custom)
    }
}

mod base64_text {
    use base64::Engine;
    use base64::prelude::BASE64_STANDARD;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub fn serialize<S: Serializer>(bytes: &[u8], to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&BASE64_STANDARD.encode(bytes))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<u8>, D::Error> {
        BASE64_STANDARD.decode(String::deserialize(from)?).map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_comes_back_as_it_was() {
        let values = [
            Value::Null,
            Value::Boolean(true),
            Value::Integer(i64::MIN),
            Value::Text("Zoë \"\n\0".into()),
            Value::Float { float: 0.1 + 0.2 },
            Value::Float { float: f64::MIN_POSITIVE },
            Value::Float { float: -0.0 },
            Value::Bytes { base64: vec![0, 255, 10] },
        ];
        let text = serde_json::to_string(&values).expect("JSON");
        assert!(!text.contains('\n'), "a row is a line");
        assert_eq!(serde_json::from_str::<Vec<Value>>(&text).expect("read"), values);
    }

    #[test]
    fn a_dialect_without_booleans_gives_and_takes_zero_and_one() {
        assert_eq!(Value::Integer(1).fit(Kind::Boolean), Some(Value::Boolean(true)));
        assert_eq!(Value::Boolean(false).fit(Kind::Integer), Some(Value::Integer(0)));
        for (value, kind) in [(Value::Integer(2), Kind::Boolean), (Value::Text("1".into()), Kind::Integer)] {
            assert_eq!(value.fit(kind), None);
        }
    }
}
