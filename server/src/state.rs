//! What handlers share.

use crate::http::{Guard, Heartbeat};
use crate::lab::Laboratory;
use app::api::SharedLab;
use axum::extract::FromRef;
use leptos::config::LeptosOptions;
use std::sync::Arc;

/// What handlers share; a handle that can be copied.
#[derive(Clone, FromRef)]
pub struct AppState {
    /// The lab.
    pub lab: Laboratory,
    /// The lab as pages ask it.
    pub shared_lab: SharedLab,
    /// Who may ask.
    pub guard: Arc<Guard>,
    /// When a silent viewer is given up.
    pub heartbeat: Heartbeat,
    /// How pages find the site's files.
    pub leptos: LeptosOptions,
}

impl AppState {
    /// State over a lab.
    pub fn new(lab: Laboratory, guard: Guard, heartbeat: Heartbeat) -> Self {
        let shared_lab: SharedLab = Arc::new(lab.clone());
        let leptos = LeptosOptions::builder().output_name("effigy").site_root("target/site").build();
        Self { lab, shared_lab, guard: Arc::new(guard), heartbeat, leptos }
    }
}
