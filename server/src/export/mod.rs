//! What people take away of a run. Everything here turns pictures and figures into bytes, and knows neither HTTP nor where
//! runs are kept.

pub mod mark;
