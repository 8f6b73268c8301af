//! `effigy worker`

use super::CommandOutcome;
use super::args::WorkerArgs;
use super::interrupt::asked_to_end;
use super::store::open_for_long;
use crate::config::data_folder;
use crate::lab::{FacesAccess, LabConfig, Laboratory, Quota};
use crate::serve::descriptors;
use crate::store::database::DatabaseAddress;
use crate::store::objects::ObjectsAddress;
use anyhow::{Result, bail};

/// Computes runs until asked to end.
pub fn run(WorkerArgs { store, device }: WorkerArgs) -> Result<CommandOutcome> {
    let Some(database @ DatabaseAddress::Postgres(_)) = store.database else {
        bail!(
            "a worker shares the database of a server, so it needs one that several programs can use: give the server and \
             the worker the same --database postgres://…; with a file in the data folder, `effigy serve` computes by itself"
        );
    };
    let objects = store.objects.unwrap_or(ObjectsAddress::DataFolder);
    let data = store.data.map_or_else(data_folder, Ok)?;
    descriptors::raise();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let archive = open_for_long(&database, &objects, &data).await?;
        // What a run may read, and whether it may wait, was checked by the server that took it.
        let (access, quota) = (FacesAccess::Anywhere, Quota::default());
        let config = LabConfig { data, device: device.into(), access, computes: true, quota };
        let lab = tokio::task::spawn_blocking(move || Laboratory::open(config, archive)).await??;
        greet(&lab);
        asked_to_end().await;
        tokio::task::spawn_blocking(move || lab.shut_down()).await?;
        Ok(CommandOutcome::Finished)
    })
}

#[expect(clippy::print_stdout, reason = "people read here what computes, and scripts wait for it")]
fn greet(lab: &Laboratory) {
    let device = lab.device();
    println!("Effigy's worker computes on: {}. {}", device.name, device.reason);
}
