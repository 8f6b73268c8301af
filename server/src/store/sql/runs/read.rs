//! What belongs to a run, read.

use super::{Connection, ContentHash, DatabaseError, FileRow, SnapshotRow, StoredLiveState};
use crate::store::runs::STATE;
use crate::store::studies::columns::from_json;
use sqlx::{FromRow, query_as};
use wire::run::RunId;

#[derive(FromRow)]
struct StateColumns {
    state: String,
    told: i64,
}

pub async fn live(connection: &mut Connection, id: &RunId) -> Result<Option<StoredLiveState>, DatabaseError> {
    let state = query_as::<_, StateColumns>("SELECT state, told FROM run_states WHERE run = $1").bind(&id.0);
    let Some(StateColumns { state, told }) = state.fetch_optional(connection).await? else { return Ok(None) };
    Ok(Some(StoredLiveState { state: from_json(STATE, &state)?, told: told.cast_unsigned() }))
}

#[derive(FromRow)]
struct FileColumns {
    path: String,
    hash: String,
    size: i64,
}

impl FileColumns {
    fn row(self) -> Result<FileRow, DatabaseError> {
        Ok(FileRow { path: self.path, hash: hash("run_files.hash", self.hash)?, size: self.size.cast_unsigned() })
    }
}

pub fn hash(what: &'static str, text: String) -> Result<ContentHash, DatabaseError> {
    ContentHash::try_from(text).map_err(|error| DatabaseError::Damaged { what, why: error.to_string() })
}

pub async fn files(connection: &mut Connection, id: &RunId) -> Result<Vec<FileRow>, DatabaseError> {
    let files = query_as::<_, FileColumns>("SELECT path, hash, size FROM run_files WHERE run = $1 ORDER BY path");
    files.bind(&id.0).fetch_all(connection).await?.into_iter().map(FileColumns::row).collect()
}

pub async fn file(connection: &mut Connection, id: &RunId, path: &str) -> Result<Option<FileRow>, DatabaseError> {
    let file = query_as::<_, FileColumns>("SELECT path, hash, size FROM run_files WHERE run = $1 AND path = $2");
    file.bind(&id.0).bind(path).fetch_optional(connection).await?.map(FileColumns::row).transpose()
}

#[derive(FromRow)]
struct SnapshotColumns {
    #[sqlx(try_from = "i64")]
    target: u16,
    #[sqlx(try_from = "i64")]
    iteration: u32,
    hash: String,
    size: i64,
}

impl SnapshotColumns {
    fn row(self) -> Result<SnapshotRow, DatabaseError> {
        let Self { target, iteration, hash: name, size } = self;
        Ok(SnapshotRow { target, iteration, hash: hash("run_snapshots.hash", name)?, size: size.cast_unsigned() })
    }
}

pub async fn snapshots(connection: &mut Connection, id: &RunId) -> Result<Vec<SnapshotRow>, DatabaseError> {
    let found = query_as::<_, SnapshotColumns>(
        "SELECT target, iteration, hash, size FROM run_snapshots WHERE run = $1 ORDER BY target, iteration",
    );
    found.bind(&id.0).fetch_all(connection).await?.into_iter().map(SnapshotColumns::row).collect()
}

pub async fn snapshot(
    connection: &mut Connection,
    id: &RunId,
    target: u16,
    iteration: u32,
) -> Result<Option<SnapshotRow>, DatabaseError> {
    let found = query_as::<_, SnapshotColumns>(
        "SELECT target, iteration, hash, size FROM run_snapshots WHERE run = $1 AND target = $2 AND iteration = $3",
    );
    let found = found.bind(&id.0).bind(i64::from(target)).bind(i64::from(iteration));
    found.fetch_optional(connection).await?.map(SnapshotColumns::row).transpose()
}

pub async fn newest(connection: &mut Connection, id: &RunId) -> Result<Vec<SnapshotRow>, DatabaseError> {
    let found = query_as::<_, SnapshotColumns>(
        "SELECT s.target, s.iteration, s.hash, s.size FROM run_snapshots s
         JOIN (SELECT target, MAX(iteration) AS iteration FROM run_snapshots WHERE run = $1 GROUP BY target) newest
             ON newest.target = s.target AND newest.iteration = s.iteration
         WHERE s.run = $1 ORDER BY s.target",
    );
    found.bind(&id.0).fetch_all(connection).await?.into_iter().map(SnapshotColumns::row).collect()
}
