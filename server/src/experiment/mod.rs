//! One experiment from faces to report: the configuration, the plan, the run, the files in its folder.
//!
//! Knows no HTTP and no terminal: it sends events to an [`Observer`](events::Observer), and the caller decides what to
//! show. Interrupted runs (by a person, a kill, a failure) resume from the contents of their folder.

mod attack_settings;
mod attacks;
mod bounds;
mod checks;
mod clock;
mod comparison;
mod comparison_totals;
mod defences;
mod drawing;
mod enrolment;
pub mod events;
mod faces;
mod folder;
mod foresight;
mod image_list;
mod independence;
mod judgement;
mod needs;
mod network_file;
mod parse;
mod plan;
mod prior;
mod progress;
mod recognizers;
mod report;
mod role;
mod run;
mod speed;
mod stages;
mod template_file;
mod totals;
mod training;
mod training_settings;
pub(crate) mod trial;
mod verdict;
mod warm_up;
mod weights;

pub use attack_settings::engine_settings;
pub use checks::{folder_problems, layout_problems};
pub use comparison::complete;
pub use comparison_totals::agreements;
pub use drawing::clear as clear_unfinished;
pub use enrolment::{calibrate_file, check_network};
pub use folder::{FolderError, Opening, RunFolder};
pub use foresight::foreseen;
pub use needs::Needs;
pub use network_file::is_unregistered;
pub use network_file::{NetworkFile, read as read_network};
pub use parse::{ConfigError, parse_toml, to_toml};
pub use plan::{Plan, StoredInputs, StoredRecognizer};
pub use report::{PageOptions, People, ReadFile, clones_csv, html_page, tables};
pub use run::{Outcome, run};
pub use speed::measure_speed;
pub use stages::{CALIBRATED, expected_seconds};
pub use template_file::Templates;
pub use totals::totals;
use training_settings::resolve as training_settings;
pub use verdict::{completed, verdict};
pub use weights::{SAME_WEIGHTS, weights};

/// Side of the paper's input in pixels.
const SIZE: u32 = 128;

/// The text of a shipped configuration: `demo`, `small` or `paper`.
pub fn shipped(name: &str) -> Option<&'static str> {
    match name {
        "demo" => Some(include_str!("../../experiments/demo.toml")),
        "small" => Some(include_str!("../../experiments/small.toml")),
        "paper" => Some(include_str!("../../experiments/paper.toml")),
        _ => None,
    }
}
