//! What leaves a study: a table of all answers with its dictionary, everything as JSON, and a paragraph on the methods.
//!
//! Nothing of it holds a key, a code, a single-use token or a recruiting service's id: whoever has an export can neither
//! answer for a participant nor find out who they are, nor claim their pay. What must be known for paying is a file of its
//! own, without answers.

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
