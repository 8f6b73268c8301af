//! Consistency checks of the store: rows, and the objects that they name.
//!
//! They may run beside servers and workers. An object is written before its row, so one that no row names counts only
//! when it is older than [`KEPT`](crate::store::objects::KEPT), the period within which its writer must name it.
//! Objects are listed before rows are read, so that none that is named meanwhile is missed. A row may name an object
//! that was written after the list was made, so objects missing from the list are looked up individually, and those
//! that a run has released meanwhile are left out at the end.

mod finding;
mod mend;
#[cfg(test)]
pub(crate) mod tests;

pub use finding::{Finding, Loss};
pub use mend::mend;

use crate::store::database::Database;

use crate::store::database::error::DatabaseError;
use crate::store::objects::{ContentHash, KEPT, ObjectError, Objects};
use crate::store::runs::{NamedObject, RunConsistency};
use crate::store::{StoreError, StoreMismatch, TOGETHER};
use futures_util::{StreamExt, TryStreamExt};
use std::collections::{BTreeMap, HashMap, HashSet};

/// How thoroughly objects are checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// Their existence and size.
    Sizes,
    /// All their bytes.
    Bytes,
}

/// The extent of a check, and its findings.
#[derive(Clone, Debug, Default)]
pub struct Checked {
    /// Runs.
    pub runs: usize,
    /// Rows that name an object.
    pub rows: usize,
    /// Named objects.
    pub objects: usize,
    /// Their bytes.
    pub bytes: u64,
    /// Unnamed objects that are too young to count.
    pub young: usize,
    /// The inconsistencies.
    pub findings: Vec<Finding>,
}

impl Checked {
    /// A sign that database and objects do not belong together, as if a wrong folder or database was given: then
    /// nothing should be repaired.
    pub fn mismatch(&self) -> Option<StoreMismatch> {
        let missing = self.findings.iter().filter_map(|finding| match finding {
            Finding::Lost { hash, loss: Loss::Missing, .. } => Some(hash),
            _ => None,
        });
        let missing = missing.collect::<HashSet<_>>().len();
        let is_unnamed = |finding: &Finding| matches!(finding, Finding::Unnamed { .. });
        match self.objects {
            0 if self.young > 0 || self.findings.iter().any(is_unnamed) => Some(StoreMismatch::NoRows),
            objects if objects > 0 && objects == missing => Some(StoreMismatch::NoObjects),
            _ => None,
        }
    }
}

/// Checks everything; `progress` receives the bytes read and their total.
///
/// # Errors
/// If the database or the object store fails.
pub async fn check(
    database: &dyn Database,
    objects: &Objects,
    depth: Depth,
    progress: &dyn Fn(u64, u64),
) -> Result<Checked, StoreError> {
    let (listed, there) = listed(objects).await?;
    let rows = database.named().await?;
    let named: BTreeMap<&ContentHash, u64> = rows.iter().map(|row| (&row.hash, row.size)).collect();
    let mut checked = Checked { rows: rows.len(), objects: named.len(), ..Checked::default() };
    checked.bytes = named.values().sum();

    let unnamed = there.iter().filter(|(hash, ..)| !named.contains_key(hash));
    let (old, young): (Vec<_>, Vec<_>) = unnamed.partition(|(.., is_old)| *is_old);
    checked.young = young.len();
    checked.findings.extend(old.iter().map(|(hash, size, _)| Finding::Unnamed { hash: hash.clone(), size: *size }));
    checked.findings.extend(objects.half_written()?.into_iter().map(Finding::HalfWritten));

    let mut lost = sizes(objects, &named, &listed).await?;
    if depth == Depth::Bytes {
        let whole = named.iter().filter(|(hash, _)| !lost.contains_key(**hash));
        let whole = whole.map(|(hash, size)| ((*hash).clone(), *size)).collect();
        lost.extend(bytes(objects, whole, progress).await?);
    }
    if !lost.is_empty() {
        let still = database.named().await?;
        let lost = still.into_iter().filter_map(|NamedObject { owner, what, hash, .. }| {
            lost.get(&hash).map(|loss| Finding::Lost { owner, what, hash: hash.clone(), loss: *loss })
        });
        checked.findings.extend(lost);
    }
    let run_consistency = database.run_consistency().await?;
    checked.runs = run_consistency.len();
    for row in run_consistency {
        checked.findings.extend(standing(database, row).await?);
    }
    Ok(checked)
}

type Listed = (ContentHash, u64, bool);

/// Objects with their sizes, and whether each is old; and the sizes by name.
async fn listed(objects: &Objects) -> Result<(HashMap<ContentHash, u64>, Vec<Listed>), ObjectError> {
    let all: Vec<Listed> =
        objects.all().await?.into_iter().map(|(hash, size, age)| (hash, size, age >= KEPT)).collect();
    Ok((all.iter().map(|(hash, size, _)| (hash.clone(), *size)).collect(), all))
}

/// Named objects that are missing, or have another size.
async fn sizes(
    objects: &Objects,
    named: &BTreeMap<&ContentHash, u64>,
    listed: &HashMap<ContentHash, u64>,
) -> Result<HashMap<ContentHash, Loss>, ObjectError> {
    let mut lost = HashMap::new();
    for (&hash, size) in named.iter().filter(|(hash, size)| listed.get(**hash) != Some(*size)) {
        match objects.size(hash).await? {
            None => drop(lost.insert(hash.clone(), Loss::Missing)),
            Some(other) if other != *size => drop(lost.insert(hash.clone(), Loss::Damaged)),
            Some(_) => {}
        }
    }
    Ok(lost)
}

/// Named objects whose bytes differ from their hash.
async fn bytes(
    objects: &Objects,
    named: Vec<(ContentHash, u64)>,
    progress: &dyn Fn(u64, u64),
) -> Result<Vec<(ContentHash, Loss)>, ObjectError> {
    let total = named.iter().map(|(_, size)| size).sum();
    let (mut done, mut lost) = (0, Vec::new());
    let read = futures_util::stream::iter(named).map(async |(hash, size): (ContentHash, u64)| {
        let loss = match objects.get(&hash).await {
            Ok(Some(_)) => None,
            Ok(None) => Some(Loss::Missing),
            Err(ObjectError::Damaged(_)) => Some(Loss::Damaged),
            Err(error) => return Err(error),
        };
        Ok((hash, size, loss))
    });
    let mut read = std::pin::pin!(read.buffer_unordered(TOGETHER));
    while let Some((hash, size, loss)) = read.try_next().await? {
        lost.extend(loss.map(|loss| (hash, loss)));
        done += size;
        progress(done, total);
    }
    Ok(lost)
}

/// The inconsistency of a run's row, if any.
async fn standing(database: &dyn Database, row: RunConsistency) -> Result<Option<Finding>, DatabaseError> {
    let RunConsistency { run, state, has_job, has_report } = row;
    match database.run(&run).await {
        Err(DatabaseError::Damaged { what, why }) => return Ok(Some(Finding::Unreadable { run, what, why })),
        // The run was deleted meanwhile.
        Ok(None) => return Ok(None),
        Ok(Some(_)) => {}
        Err(error) => return Err(error),
    }
    let Some(state) = state else { return Ok(None) };
    Ok(match (state.is_over(), has_job) {
        (true, true) => Some(Finding::JobOfNone { run }),
        (false, false) => Some(Finding::NoJob { run }),
        _ if state == wire::run::RunState::Finished && !has_report => Some(Finding::NoReport { run }),
        _ => None,
    })
}

/// The hashes of lost objects, once each.
fn lost_objects(findings: &[Finding]) -> HashSet<ContentHash> {
    let lost = findings.iter().filter_map(|finding| match finding {
        Finding::Lost { hash, .. } => Some(hash.clone()),
        _ => None,
    });
    lost.collect()
}
