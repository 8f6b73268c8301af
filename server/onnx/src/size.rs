//! Bounds on what a file may hold, checked on its bytes before anything is allocated for them.
//!
//! A message of two bytes becomes a structure of a hundred: a file that is nothing but empty nodes would fill the memory.

use crate::error::OnnxError;
use prost::bytes::Buf;
use prost::encoding::{DecodeContext, WireType, decode_key, decode_varint, skip_field};

/// Fields of all messages that are read; a network of 10,000 nodes has some 200,000.
const FIELDS: u64 = 1_000_000;

/// Which messages lie in a message: the number of the field, and the kind in it.
#[derive(Clone, Copy)]
struct Kind(&'static [(u32, Kind)]);

const PLAIN: Kind = Kind(&[]);
const TENSOR: Kind = Kind(&[(13, PLAIN)]);
const ATTRIBUTE: Kind = Kind(&[(5, TENSOR)]);
const NODE: Kind = Kind(&[(5, ATTRIBUTE)]);
const SHAPE: Kind = Kind(&[(1, PLAIN)]);
const VALUE_INFO: Kind = Kind(&[(2, Kind(&[(1, Kind(&[(2, SHAPE)]))]))]);
const GRAPH: Kind = Kind(&[(1, NODE), (5, TENSOR), (11, VALUE_INFO), (12, VALUE_INFO)]);
const MODEL: Kind = Kind(&[(7, GRAPH), (8, PLAIN), (25, PLAIN)]);

/// Checks the bytes of a file.
///
/// # Errors
/// If they are no messages, or too many.
pub fn check(bytes: &[u8]) -> Result<(), OnnxError> {
    let mut left = FIELDS;
    count(bytes, MODEL, &mut left)
}

fn count(mut bytes: &[u8], kind: Kind, left: &mut u64) -> Result<(), OnnxError> {
    let broken = |error: prost::DecodeError| OnnxError::NotOnnx(error.to_string());
    while bytes.has_remaining() {
        *left = left.checked_sub(1).ok_or(OnnxError::TooMuch { what: "fields", found: FIELDS + 1, limit: FIELDS })?;
        let (tag, wire) = decode_key(&mut bytes).map_err(broken)?;
        let within = kind.0.iter().find(|(field, _)| *field == tag && wire == WireType::LengthDelimited);
        let Some((_, within)) = within else {
            skip_field(wire, tag, &mut bytes, DecodeContext::default()).map_err(broken)?;
            continue;
        };
        let length = usize::try_from(decode_varint(&mut bytes).map_err(broken)?).unwrap_or(usize::MAX);
        let message = bytes.get(..length).ok_or_else(|| OnnxError::NotOnnx("it ends too early".into()))?;
        count(message, *within, left)?;
        bytes.advance(length);
    }
    Ok(())
}
