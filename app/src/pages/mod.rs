//! One module for each page.

pub mod comments;
pub mod compare;
pub mod faces;
pub mod gallery;
mod home;
mod live_run;
mod new_run;
mod not_found;
pub mod people;
pub mod quiz;
#[cfg(feature = "ssr")]
pub mod reference;
mod report;
pub mod studies;

pub use home::HomePage;
pub use live_run::LiveRunPage;
pub use new_run::NewRunPage;
pub use not_found::NotFoundPage;
pub use report::ReportPage;

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use wire::run::RunId;

/// The run in the address.
fn run_in_address() -> Memo<RunId> {
    let params = use_params_map();
    Memo::new(move |_| RunId(params.read().get("id").unwrap_or_default()))
}
