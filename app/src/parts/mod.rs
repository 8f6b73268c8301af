//! Components that several pages share; they only draw.

pub mod after_changes;
pub mod ask;
pub mod brand;
pub mod chart;
pub mod comments_link;
pub mod copy;
pub mod error_note;
pub mod explain;
pub mod header;
mod me;
pub mod peoples_words;
mod rel;
pub mod run_card;
pub mod server_request;
pub mod sign_in_link;
pub mod steps;
pub mod title;
pub mod verdict_box;
pub mod whole;
