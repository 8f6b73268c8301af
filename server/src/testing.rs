//! Fixtures for tests of several modules: an installation with a lab, a finished run in it, and people.

use crate::access::{Caller, Key, Person};
use crate::lab::{FacesAccess, LabConfig, Laboratory, Quota};
use crate::store::database::{Database, DatabaseAddress};
use crate::store::jobs::JobLane;
use crate::store::objects::ObjectsAddress;
use crate::store::people::Secret;
use crate::store::runs::WholeRun;
use crate::store::{Archive, RunRow};
use std::sync::Arc;
use tempfile::TempDir;
use wire::experiment::{DeviceChoice, ExperimentConfig};
use wire::people::{PersonId, Role, SessionId, WorkspaceId};
use wire::run::{RunId, RunState};

/// The run's name.
pub const RUN: &str = "00000000000000aa";

/// A lab with a finished run in the first workspace, and its database.
pub struct TestLab {
    pub store: Arc<dyn Database>,
    pub lab: Laboratory,
    _data: TempDir,
}

impl TestLab {
    pub async fn built() -> Self {
        Self::with(&[run()]).await
    }

    /// With these finished runs. None of them has files.
    pub async fn with(runs: &[RunId]) -> Self {
        let data = tempfile::tempdir().expect("a folder");
        let (address, objects) = (DatabaseAddress::DataFolder, ObjectsAddress::DataFolder);
        let archive = Archive::open(&address, &objects, data.path()).await.expect("a store");
        let store = archive.database().clone();
        for id in runs {
            let row = RunRow::queued(id.clone(), 7, ExperimentConfig::default());
            let row = RunRow { state: RunState::Finished, ..row };
            let run = WholeRun { row, live: None, files: Vec::new(), snapshots: Vec::new(), lane: JobLane::Any };
            assert!(store.add_run(run).await.expect("kept"));
        }
        let (device, access) = (DeviceChoice::Cpu, FacesAccess::Anywhere);
        let quota = Quota::default();
        let config = LabConfig { data: data.path().into(), device, access, computes: false, quota };
        let lab = tokio::task::spawn_blocking(|| Laboratory::open(config, archive)).await;
        let lab = lab.expect("no panic").expect("a lab");
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
        key: Key::Session(SessionId("00000000000000dd".into()), Secret("00".into())),
    })
}

pub fn run() -> RunId {
    RunId(RUN.into())
}
