//! View models of the researchers' pages about studies.

pub mod addresses;
pub mod answers;
pub mod confusion;
#[cfg(test)]
pub(crate) mod example;
pub mod figure;
pub mod form_section;
pub mod items;
pub mod new_study;
pub mod number_field;
pub mod progress;
pub mod raters;
pub mod scatter;
pub mod score;
pub mod task_form;
pub mod tasks;
pub mod terms;
pub mod thresholds;
pub mod work;
