//! The types that cross the wire: serde only, fixed width, shared by server and browser.
//!
//! Nothing here computes anything but encoding and decoding; logic is in `view_model` and in the server.

pub mod calibration;
pub mod comments;
pub mod compare;
pub mod comparison;
pub mod downloads;
pub mod experiment;
pub mod faces;
pub mod frame;
pub mod gallery;
pub mod ids;
pub mod json;
pub mod left_out;
pub mod live;
pub mod people;
pub mod report;
pub mod run;
pub mod settings;
pub mod study;
pub mod verdict;
