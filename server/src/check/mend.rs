//! Repairs findings where possible. Lost bytes stay lost: a run then says so, instead of failing its readers.
//!
//! It may run beside servers and workers. Everything is checked again before it is removed: an object that no row names
//! must still be old and still be unnamed; a lost one must still be lost. A worker that stores the same bytes in the
//! milliseconds between that check and the removal loses that one file.

use super::{Checked, Finding, lost_objects};
use crate::store::StoreError;
use crate::store::database::Database;
use crate::store::objects::{ContentHash, ObjectError, Objects};
use crate::store::runs::Owner;
use std::collections::{BTreeMap, BTreeSet};
use wire::run::{RunId, RunState};

/// Repairs the findings. Returns one line for each repair.
///
/// # Errors
/// If the database or the object store fails. Repairs made before that stay.
pub async fn mend(database: &dyn Database, objects: &Objects, checked: &Checked) -> Result<Vec<String>, StoreError> {
    let mut done = lost(database, objects, &checked.findings).await?;
    for finding in &checked.findings {
        match finding {
            Finding::NoReport { run } => {
                let problem = "its report is lost; going on makes it again from what is there".to_owned();
                database.fail_run(run.clone(), problem, Vec::new()).await?;
                done.push(format!("run {}: marked as failed, since its report is lost", run.0));
            }
            Finding::NoJob { run } | Finding::JobOfNone { run } => {
                database.mend_job(run.clone()).await?;
                done.push(format!("run {}: its place in the queue was put right", run.0));
            }
            Finding::HalfWritten(file) => {
                objects.remove_half_written(file)?;
                done.push(format!("{}: taken away", file.path.display()));
            }
            Finding::Unreadable { run, .. } => {
                done.push(format!("run {}: cannot be mended; a backup may have its row", run.0));
            }
            Finding::Lost { .. } | Finding::Unnamed { .. } => {}
        }
    }
    let unnamed = checked.findings.iter().filter_map(|finding| match finding {
        Finding::Unnamed { hash, .. } => Some(hash.clone()),
        _ => None,
    });
    let unnamed = database.unnamed(unnamed.collect()).await?;
    let gone = objects.forget(&unnamed).await?;
    if gone > 0 {
        done.push(format!("{gone} objects that no row names: taken away"));
    }
    Ok(done)
}

/// Deletes the rows of lost objects; runs that cannot do without them become failed.
async fn lost(database: &dyn Database, objects: &Objects, findings: &[Finding]) -> Result<Vec<String>, StoreError> {
    let mut gone = BTreeSet::new();
    for hash in lost_objects(findings) {
        if is_lost(objects, &hash).await? {
            gone.insert(hash);
        }
    }
    let mut owners: BTreeMap<&Owner, Vec<&str>> = BTreeMap::new();
    for finding in findings {
        if let Finding::Lost { owner, what, hash, .. } = finding
            && gone.contains(hash)
        {
            owners.entry(owner).or_default().push(what);
        }
    }
    database.disown(gone.into_iter().collect()).await?;
    let mut done = Vec::new();
    for (owner, files) in owners {
        let told = format!("{owner}: {} lost for good, and no row names them any more", files.len());
        let has_failed = match owner {
            Owner::Run(run) => after_loss(database, run, &files).await?,
            Owner::FaceSet(_) | Owner::Recognizer(_) => false,
        };
        done.push(if has_failed { format!("{told}; it is marked as failed") } else { told });
    }
    Ok(done)
}

/// Whether an object's bytes are lost. Damaged bytes are removed, so that the right ones can be stored again.
async fn is_lost(objects: &Objects, hash: &ContentHash) -> Result<bool, ObjectError> {
    match objects.get(hash).await {
        Ok(found) => Ok(found.is_none()),
        Err(ObjectError::Damaged(_)) => objects.remove(hash).await.map(|()| true),
        Err(error) => Err(error),
    }
}

/// Adapts a run to its remaining files. Returns whether it has failed.
async fn after_loss(database: &dyn Database, id: &RunId, lost: &[&str]) -> Result<bool, StoreError> {
    let Ok(Some(run)) = database.run(id).await else { return Ok(false) };
    let is_finished = run.state == RunState::Finished;
    let files: Vec<_> = lost.iter().filter(|what| !what.starts_with("snapshot ")).collect();
    if is_finished && files.iter().any(|path| **path == "report.json") {
        let problem = "its report was lost; going on makes it again from what is there";
        database.fail_run(id.clone(), problem.into(), promises(lost)).await?;
        return Ok(true);
    }
    if !run.state.is_over() && !files.is_empty() {
        // Its worker believes that the store has these files, and would not store them again.
        let problem = format!("files were lost ({}); going on makes them again", list(&files));
        database.fail_run(id.clone(), problem, promises(lost)).await?;
        return Ok(true);
    }
    if !is_finished {
        database.drop_files(id.clone(), promises(lost)).await?;
    }
    Ok(false)
}

/// Files that record the existence of lost ones: with them, a resumed run would not make those again.
fn promises(lost: &[&str]) -> Vec<String> {
    let target = |path: &&str| path.strip_prefix("clones/")?.split_once('/').map(|(target, _)| target.to_owned());
    let targets: BTreeSet<String> = lost.iter().filter_map(target).collect();
    targets.into_iter().map(|target| format!("attacks/{target}.json")).collect()
}

/// A few names, and the number of the others.
fn list(files: &[&&str]) -> String {
    const FEW: usize = 3;
    let named: Vec<&str> = files.iter().take(FEW).map(|file| **file).collect();
    match files.len() - named.len() {
        0 => named.join(", "),
        more => format!("{} and {more} more", named.join(", ")),
    }
}
