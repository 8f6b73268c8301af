//! What pages and reports say, and the state of forms: plain structs without signals or a browser, tested natively.

pub mod backoff;
pub mod chart;
pub mod clones;
pub mod compare;
pub mod comparisons;
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
pub mod markup;
pub mod method;
pub mod new_run;
pub mod notification;
pub mod number;
pub mod palette;
pub mod paths;
pub mod people;
pub mod presence;
pub mod quiz;
pub mod reference;
pub mod scrubber;
pub mod sentence;
pub mod settings;
pub mod stepper;
pub mod study;
pub mod table2;
pub mod terms;
pub mod time;
pub mod verdict;
