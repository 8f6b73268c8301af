//! Parts of pages; they only draw.

pub mod after_changes;
pub mod chart;
pub mod error_note;
pub mod explain;
pub mod header;
pub mod run_card;
pub mod title;
