//! Parts of pages; they only draw.

pub mod after_changes;
pub mod chart;
pub mod comments_way;
pub mod error_note;
pub mod explain;
pub mod header;
pub mod peoples_words;
pub mod run_card;
pub mod steps;
pub mod title;
