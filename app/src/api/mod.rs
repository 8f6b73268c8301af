//! Server functions, each of a line or two, over object-safe traits: [`Lab`] for runs, [`studies::Studies`] for
//! researchers' studies, [`quiz::Participation`] for participants, [`comments::Comments`] for comments on runs,
//! [`compare::Comparing`] for the comparison, [`faces::Faces`] for faces and recognizers,
//! [`people::People`] for accounts.

pub mod comments;
pub mod compare;
#[cfg(feature = "ssr")]
mod description;
pub mod downloads;
pub mod faces;
pub mod gallery;
pub mod people;
pub mod problems;
pub mod quiz;
mod server_functions;
pub mod studies;

#[cfg(feature = "ssr")]
pub use description::{Argument, Description, Function};
use server_functions::server_functions;

use crate::json;
use leptos::prelude::*;
use wire::experiment::ExperimentConfig;
use wire::live::LiveState;
use wire::report::Report;
use wire::run::{ConfigCheck, NewRunDefaults, Overview, Problem, RunId};

use leptos::server_fn::error::{FromServerFnError, ServerFnErrorErr};
use serde::{Deserialize, Serialize};

/// Why the server refused or failed a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub enum ApiError {
    /// There is no such run or file.
    #[error("{0} was not found")]
    NotFound(String),
    /// The run's state does not allow this.
    #[error("{0}")]
    Conflict(String),
    /// Nobody is signed in.
    #[error("sign in first")]
    SignedOut,
    /// The caller lacks the permission.
    #[error("{0}")]
    Forbidden(String),
    /// The request is invalid, for these reasons.
    #[error("{}", list(.0))]
    Invalid(Vec<Problem>),
    /// The server failed; its log has the details.
    #[error("the server failed; its log has the details")]
    Internal,
    /// The server could not be reached, or did not understand the request.
    #[error("the server could not be reached, or did not understand: {0}")]
    Transport(String),
}

impl ApiError {
    /// The HTTP status for this error.
    #[cfg(feature = "ssr")]
    fn status(&self) -> http::StatusCode {
        match self {
            Self::NotFound(_) => http::StatusCode::NOT_FOUND,
            Self::Conflict(_) => http::StatusCode::CONFLICT,
            Self::SignedOut => http::StatusCode::UNAUTHORIZED,
            Self::Forbidden(_) => http::StatusCode::FORBIDDEN,
            Self::Invalid(_) => http::StatusCode::UNPROCESSABLE_ENTITY,
            Self::Internal | Self::Transport(_) => http::StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

fn list(problems: &[Problem]) -> String {
    let lines: Vec<_> = problems.iter().map(|problem| format!("{}: {}", problem.field, problem.message)).collect();
    lines.join("; ")
}

impl FromServerFnError for ApiError {
    type Encoder = json::JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        // On the server: the request does not match the function's arguments.
        #[cfg(feature = "ssr")]
        if let Some(response) = use_context::<leptos_axum::ResponseOptions>() {
            response.set_status(http::StatusCode::BAD_REQUEST);
        }
        Self::Transport(error.to_string())
    }
}

/// A future answer; implementations never block the threads that serve requests.
#[cfg(feature = "ssr")]
pub type Answer<'a, T> = std::pin::Pin<Box<dyn Future<Output = Result<T, ApiError>> + Send + 'a>>;

/// Runs.
#[cfg(feature = "ssr")]
pub trait Lab: Send + Sync + 'static {
    /// All runs, newest first, and the device.
    fn overview(&self) -> Answer<'_, Overview>;
    /// The live state of a run, finished or not.
    fn live_state(&self, id: RunId) -> Answer<'_, LiveState>;
    /// The report of a finished run.
    fn report(&self, id: RunId) -> Answer<'_, Report>;
    /// The initial state of the new-run form, with the settings of the run `from` if given.
    fn new_run_defaults(&self, from: Option<RunId>) -> Answer<'_, NewRunDefaults>;
    /// Checks a configuration: problems, expected time, and its TOML.
    fn check(&self, config: ExperimentConfig) -> Answer<'_, ConfigCheck>;
    /// Queues a run.
    fn start(&self, config: ExperimentConfig) -> Answer<'_, RunId>;
    /// Stops a queued or running run.
    fn cancel(&self, id: RunId) -> Answer<'_, ()>;
    /// Continues a cancelled or failed run where it stopped.
    fn resume(&self, id: RunId) -> Answer<'_, ()>;
}

/// The service that the router passes to server functions.
#[cfg(feature = "ssr")]
pub type SharedLab = std::sync::Arc<dyn Lab>;

/// Sets the HTTP status that matches the answer.
#[cfg(feature = "ssr")]
fn with_status<T>(answer: Result<T, ApiError>) -> Result<T, ApiError> {
    if let (Err(error), Some(response)) = (&answer, use_context::<leptos_axum::ResponseOptions>()) {
        response.set_status(error.status());
    }
    answer
}

#[cfg(feature = "ssr")]
fn lab() -> SharedLab {
    expect_context()
}

/// All functions for pages and scripts, except those of the quiz, which only its own page calls.
#[cfg(feature = "ssr")]
pub fn description() -> Description {
    let mut description = Description::new();
    type Describe = fn(&mut Description);
    let parts: [(&str, Describe); 8] = [
        ("Runs and reports", describe),
        ("Downloads", downloads::describe),
        ("Comparison", compare::describe),
        ("Comments", comments::describe),
        ("Faces and recognizers", faces::describe),
        ("Gallery", gallery::describe),
        ("Studies", studies::describe),
        ("People", people::describe),
    ];
    for (group, describe) in parts {
        description.begin(group);
        describe(&mut description);
    }
    description
}

server_functions! {
    /// All runs and the device.
    "overview" get_overview() -> Overview = with_status lab.overview;

    /// The live state of a run.
    "live_state" get_live_state(
        /// The run.
        id: RunId,
    ) -> LiveState = with_status lab.live_state;

    /// The report of a run.
    "report" get_report(
        /// The run.
        id: RunId,
    ) -> Report = with_status lab.report;

    /// The initial state of the new-run form.
    "new_run_defaults" get_new_run_defaults(
        /// A run whose settings the form starts with.
        from: Option<RunId>,
    ) -> NewRunDefaults = with_status lab.new_run_defaults;

    /// Checks a configuration without starting it.
    "check" check_experiment(
        /// The experiment.
        config: ExperimentConfig,
    ) -> ConfigCheck = with_status lab.check;

    /// Queues a run.
    "start" start_run(
        /// The experiment.
        config: ExperimentConfig,
    ) -> RunId = with_status lab.start;

    /// Stops a run.
    "cancel" cancel_run(
        /// The run.
        id: RunId,
    ) -> () = with_status lab.cancel;

    /// Continues a run.
    "resume" resume_run(
        /// The run.
        id: RunId,
    ) -> () = with_status lab.resume;
}
