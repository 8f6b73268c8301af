//! Exports of a study: a table of all answers with its dictionary, everything as JSON, and a paragraph on the methods.
//!
//! They hold no key, code, single-use token or recruiting service's id: with an export nobody can answer for a
//! participant, find out who they are, or claim their pay. Payment data is in a file of its own, without answers.

mod answers;
mod column;
mod everything;
mod methods;
mod participants;
mod payments;
mod words;

pub use answers::{answers_csv, dictionary_csv};
pub use everything::{ExportedItem, ExportedObjective, exported_item, json};
pub use methods::methods;
pub use payments::payments_csv;
pub use words::item_kind;
