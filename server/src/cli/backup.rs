//! `effigy backup` and `effigy restore`

use super::args::{BackupArgs, RestoreArgs};
use super::bar::{BYTES, bar};
use super::store::{open_existing, places, refuse_mismatch};
use super::{CommandOutcome, interrupt};
use crate::backup::{self, Manifest, Progress, Target};
use anyhow::{Result, ensure};
use indicatif::DecimalBytes;
use std::sync::atomic::Ordering;

/// Writes a backup.
pub fn back_up(BackupArgs { file, store }: BackupArgs) -> Result<CommandOutcome> {
    let (manifest, done) = watched(async |progress| {
        let (data, ..) = places(store.clone())?;
        let archive = open_existing(store).await?;
        refuse_mismatch(&archive, &data).await?;
        ensure!(
            !archive.database().is_blank().await?,
            "nothing was ever kept in this database, so there is nothing to back up; is it the right one?"
        );
        backup::back_up(&archive, &file, progress).await
    })?;
    let Some(manifest) = manifest else { return Ok(done) };
    tell(&format!("{} holds", file.display()), &manifest);
    Ok(if manifest.lost.is_empty() { CommandOutcome::Finished } else { CommandOutcome::Found })
}

/// Restores one.
pub fn restore(RestoreArgs { file, store }: RestoreArgs) -> Result<CommandOutcome> {
    let (data, database, objects) = places(store)?;
    let target = Target { data, database, objects };
    let (manifest, done) = watched(async |progress| backup::restore(&file, &target, progress).await)?;
    let Some(manifest) = manifest else { return Ok(done) };
    tell("Restored:", &manifest);
    Ok(CommandOutcome::Finished)
}

/// Does something that takes a while, under a bar, until asked to end; nothing came of it then.
fn watched<T>(work: impl AsyncFnOnce(Progress<'_>) -> Result<T>) -> Result<(Option<T>, CommandOutcome)> {
    let (stop, bar) = (interrupt::flag()?, bar(BYTES));
    let progress = |done, total| {
        bar.set_length(total);
        bar.set_position(done);
        ensure!(!stop.load(Ordering::Acquire), "stopped");
        Ok(())
    };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let worked = runtime.block_on(work(&progress));
    bar.finish_and_clear();
    match worked {
        Err(_) if stop.load(Ordering::Acquire) => Ok((None, CommandOutcome::Stopped)),
        worked => Ok((Some(worked?), CommandOutcome::Finished)),
    }
}

#[expect(clippy::print_stdout, reason = "the command line's own words")]
fn tell(what: &str, manifest: &Manifest) {
    let rows: u64 = manifest.tables.iter().map(|table| table.rows).sum();
    let Manifest { tables, objects, object_bytes, lost, .. } = manifest;
    println!("{what} {rows} rows of {} tables, and {objects} files, {}.", tables.len(), DecimalBytes(*object_bytes));
    if !lost.is_empty() {
        println!("{} files were lost before the backup; effigy check lists them.", lost.len());
    }
}
