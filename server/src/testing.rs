//! What tests of several modules start from: a house with a lab, a finished run in it, and people who come to it.

use crate::access::{Caller, Person};
use crate::lab::{FacesAccess, LabConfig, Laboratory};
use crate::store::database::{self, Database, DatabaseAddress};
use crate::store::{FileStore, RunRow, Store};
use app::wire::experiment::{DeviceChoice, ExperimentConfig};
use app::wire::people::{PersonId, Role, WorkspaceId};
use app::wire::run::{RunId, RunState};
use std::sync::Arc;
use tempfile::TempDir;

/// The run's name.
pub const RUN: &str = "00000000000000aa";

/// A lab with a finished run in the first workspace, and its database.
pub struct House {
    pub store: Arc<dyn Database>,
    pub lab: Laboratory,
    _data: TempDir,
}

impl House {
    pub async fn built() -> Self {
        Self::with(&[run()]).await
    }

    /// With these finished runs. None of them has files.
    pub async fn with(runs: &[RunId]) -> Self {
        let data = tempfile::tempdir().expect("a folder");
        let files = FileStore::open(data.path()).expect("opens");
        for id in runs {
            let row = RunRow::queued(id.clone(), 7, ExperimentConfig::default());
            files.save(&RunRow { state: RunState::Finished, ..row }).expect("saved");
        }
        let device = DeviceChoice::Cpu;
        let config = LabConfig { data: data.path().into(), device, access: FacesAccess::Anywhere };
        let lab = Laboratory::open(config).expect("a lab");
        let store = database::open(&DatabaseAddress::DataFolder, data.path()).await.expect("a database");
        Self { store, lab, _data: data }
    }
}

/// Someone with a role in a workspace, and in no other.
pub fn member(name: &str, workspace: WorkspaceId, role: Role) -> Caller {
    Caller::from(Person {
        id: PersonId(name.into()),
        name: name.into(),
        is_administrator: false,
        memberships: vec![(workspace.clone(), role)],
        workspace: Some(workspace),
    })
}

pub fn run() -> RunId {
    RunId(RUN.into())
}
