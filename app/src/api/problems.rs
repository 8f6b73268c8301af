//! The messages of an error, by the field that they belong to.

use super::ApiError;
use view_model::people::problems;

/// The messages about a field.
pub fn of_field(error: &ApiError, field: &str) -> Vec<String> {
    match error {
        ApiError::Invalid(problems) => problems::of_field(problems, field),
        _ => Vec::new(),
    }
}

/// The messages that belong to none of these fields.
pub fn elsewhere(error: &ApiError, fields: &[&str]) -> Vec<String> {
    match error {
        ApiError::Invalid(problems) => problems::elsewhere(problems, fields),
        other => vec![other.to_string()],
    }
}
