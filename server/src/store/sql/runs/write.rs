//! Writing the data of a run.

use super::super::jobs::push;
use super::{
    Changes, Connection, ContentHash, DatabaseError, FileRow, Lease, SnapshotRow, StoredLiveState, WholeRun,
    WriteOutcome,
};
use super::{objects, read, row};
use crate::store::runs::STATE;
use crate::store::studies::columns::to_json;
use sqlx::{query, query_scalar};
use wire::run::RunId;

/// Adds a complete run from elsewhere.
pub async fn add(connection: &mut Connection, run: WholeRun) -> Result<bool, DatabaseError> {
    let WholeRun { row, live, files, snapshots, lane } = run;
    if row::is_there(connection, &row.id).await? {
        return Ok(false);
    }
    row::save(connection, &row).await?;
    if let Some(state) = live {
        save_live(connection, &row.id, &StoredLiveState { state, told: 0 }).await?;
    }
    for file in &files {
        save_file(connection, &row.id, file).await?;
    }
    for snapshot in &snapshots {
        save_snapshot(connection, &row.id, snapshot).await?;
    }
    if !row.state.is_over() {
        push(connection, &row.id, lane).await?;
    }
    Ok(true)
}

/// Writes everything, or nothing if the lease is not the newest.
pub async fn under_lease(
    connection: &mut Connection,
    lease: Lease,
    changes: Changes,
) -> Result<WriteOutcome, DatabaseError> {
    if !row::holds(connection, &lease).await? {
        return Ok(WriteOutcome::NotYours);
    }
    let run = &lease.run;
    if let Some(row) = &changes.row {
        row::save(connection, row).await?;
    }
    if let Some(state) = &changes.live {
        save_live(connection, run, state).await?;
    }
    let mut replaced = Vec::new();
    for file in &changes.files {
        replaced.extend(save_file(connection, run, file).await?);
    }
    for path in &changes.gone {
        let gone = query_scalar::<_, String>("DELETE FROM run_files WHERE run = $1 AND path = $2 RETURNING hash");
        let gone = gone.bind(&run.0).bind(path).fetch_optional(&mut *connection).await?;
        replaced.extend(gone.map(|hash| read::hash("run_files.hash", hash)).transpose()?);
    }
    for snapshot in &changes.snapshots {
        replaced.extend(save_snapshot(connection, run, snapshot).await?);
    }
    if changes.is_over {
        query("DELETE FROM jobs WHERE run = $1").bind(&run.0).execute(&mut *connection).await?;
    }
    Ok(WriteOutcome::All { unnamed: objects::unnamed(connection, replaced).await? })
}

async fn save_live(connection: &mut Connection, run: &RunId, kept: &StoredLiveState) -> Result<(), DatabaseError> {
    let save = query(
        "INSERT INTO run_states (run, state, told) VALUES ($1, $2, $3)
         ON CONFLICT (run) DO UPDATE SET state = excluded.state, told = excluded.told",
    );
    let save = save.bind(&run.0).bind(to_json(STATE, &kept.state)?).bind(kept.told.cast_signed());
    save.execute(connection).await?;
    Ok(())
}

/// Writes a file's row. Returns the object that it named before, if it was another.
pub async fn save_file(
    connection: &mut Connection,
    run: &RunId,
    file: &FileRow,
) -> Result<Option<ContentHash>, DatabaseError> {
    let before = read::file(connection, run, &file.path).await?.map(|before| before.hash);
    let save = query(
        "INSERT INTO run_files (run, path, hash, size) VALUES ($1, $2, $3, $4)
         ON CONFLICT (run, path) DO UPDATE SET hash = excluded.hash, size = excluded.size",
    );
    let save = save.bind(&run.0).bind(&file.path).bind(file.hash.as_str()).bind(file.size.cast_signed());
    save.execute(connection).await?;
    Ok(before.filter(|before| *before != file.hash))
}

async fn save_snapshot(
    connection: &mut Connection,
    run: &RunId,
    snapshot: &SnapshotRow,
) -> Result<Option<ContentHash>, DatabaseError> {
    let SnapshotRow { target, iteration, hash, size } = snapshot;
    let before = read::snapshot(connection, run, *target, *iteration).await?.map(|before| before.hash);
    let save = query(
        "INSERT INTO run_snapshots (run, target, iteration, hash, size) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (run, target, iteration) DO UPDATE SET hash = excluded.hash, size = excluded.size",
    );
    let save = save.bind(&run.0).bind(i64::from(*target)).bind(i64::from(*iteration));
    save.bind(hash.as_str()).bind(size.cast_signed()).execute(connection).await?;
    Ok(before.filter(|before| before != hash))
}
