//! What people take away of a run. Everything here turns pictures and figures into bytes, and knows neither HTTP nor
//! where runs are kept.

pub mod archive;
pub mod film;
mod lettering;
pub mod mark;
pub mod name;
pub mod pdf;
pub mod pipe;
pub mod sheet;
