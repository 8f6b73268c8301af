//! Plain structs that think for the pages: no signals, no browser, tested natively.

pub mod backoff;
pub mod clones;
pub mod compare;
pub mod curve;
pub mod draft;
#[cfg(test)]
pub(crate) mod example;
#[cfg(test)]
pub(crate) mod example_live;
pub mod faces;
pub mod gallery;
pub mod grid_keys;
pub mod kept;
pub mod left_out;
pub mod method;
pub mod new_run;
pub mod number;
pub mod over;
pub mod palette;
pub mod paths;
pub mod people;
pub mod presence;
pub mod quiz;
#[cfg(feature = "ssr")]
pub mod reference;
pub mod scrubber;
pub mod settings;
pub mod stepper;
pub mod study;
pub mod table2;
pub mod terms;
pub mod time;
pub mod verdict;
