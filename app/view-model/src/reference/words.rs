//! A JSON Schema in words.

use super::{entries, items};
use serde_json::Value;

/// A fragment of the description of a type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fragment {
    /// Plain text.
    Text(String),
    /// The name of another type.
    Type(String),
}

/// Describes the values of a schema, such as `list of `, a name, ` or null`.
pub fn words(schema: &Value) -> Vec<Fragment> {
    let mut said = Vec::new();
    say(schema, &mut said);
    said
}

fn say(schema: &Value, said: &mut Vec<Fragment>) {
    let has_fields = schema["properties"].is_object();
    if let Some(reference) = schema["$ref"].as_str() {
        said.push(Fragment::Type(reference.rsplit('/').next().unwrap_or(reference).to_owned()));
        if has_fields {
            push(said, " with ");
            object(schema, said);
        }
    } else if schema["const"] != Value::Null {
        push(said, &schema["const"].to_string());
    } else if let Some(choices) = ["oneOf", "anyOf"].into_iter().find_map(|key| schema[key].as_array()) {
        between(choices.iter(), " or ", said, say);
    } else if schema["enum"].is_array() {
        between(items(&schema["enum"]), " or ", said, |value, said| push(said, &value.to_string()));
    } else if schema["type"].is_array() {
        between(items(&schema["type"]), " or ", said, |kind, said| single(kind, schema, said));
    } else if has_fields {
        object(schema, said);
    } else {
        single(&schema["type"], schema, said);
    }
}

fn single(kind: &Value, schema: &Value, said: &mut Vec<Fragment>) {
    match kind.as_str() {
        Some("array") if schema["prefixItems"].is_array() => {
            push(said, "[");
            between(items(&schema["prefixItems"]), ", ", said, say);
            push(said, "]");
        }
        Some("array") => {
            push(said, "list of ");
            say(&schema["items"], said);
        }
        Some("object") if schema["additionalProperties"].is_object() => {
            push(said, "object of ");
            say(&schema["additionalProperties"], said);
        }
        Some(kind) => push(said, kind),
        None => push(said, "anything"),
    }
}

fn object(schema: &Value, said: &mut Vec<Fragment>) {
    push(said, "{ ");
    between(entries(&schema["properties"]), ", ", said, |(name, kind), said| {
        push(said, &format!("{name}: "));
        say(kind, said);
    });
    push(said, " }");
}

fn between<T>(
    all: impl Iterator<Item = T>,
    between: &str,
    said: &mut Vec<Fragment>,
    mut say: impl FnMut(T, &mut Vec<Fragment>),
) {
    for (place, one) in all.enumerate() {
        if place > 0 {
            push(said, between);
        }
        say(one, said);
    }
}

fn push(said: &mut Vec<Fragment>, text: &str) {
    match said.last_mut() {
        Some(Fragment::Text(before)) => before.push_str(text),
        _ => said.push(Fragment::Text(text.to_owned())),
    }
}
