//! A run's row.

use super::{Connection, DatabaseError, Lease, RunRow};
use crate::store::runs::{CONFIG, TARGETS};
use crate::store::studies::columns::{Named, from_json, to_json};
use sqlx::{FromRow, query, query_as, query_scalar};
use wire::people::{PersonId, WorkspaceId};
use wire::run::{RunId, RunState};

#[derive(FromRow)]
struct RunColumns {
    id: String,
    workspace: String,
    creator: Option<String>,
    state: String,
    created_ms: i64,
    progress: f64,
    problem: Option<String>,
    verdict: Option<String>,
    thumbnail: Option<String>,
    targets: String,
    config: String,
}

impl RunColumns {
    fn row(self) -> Result<RunRow, DatabaseError> {
        Ok(RunRow {
            state: RunState::named(&self.state)?,
            targets: from_json(TARGETS, &self.targets)?,
            config: from_json(CONFIG, &self.config)?,
            id: RunId(self.id),
            workspace: WorkspaceId(self.workspace),
            creator: self.creator.map(PersonId),
            created_ms: self.created_ms.cast_unsigned(),
            progress: self.progress,
            problem: self.problem,
            verdict: self.verdict,
            thumbnail: self.thumbnail,
        })
    }
}

/// Newest first; a damaged one is left out and logged.
pub async fn all(connection: &mut Connection) -> Result<Vec<RunRow>, DatabaseError> {
    let runs = query_as::<_, RunColumns>("SELECT * FROM runs ORDER BY created_ms DESC, id");
    let row = |columns: RunColumns| {
        let id = columns.id.clone();
        let told = |error: &DatabaseError| tracing::warn!(%error, run = id, "a run is left out of the list");
        columns.row().inspect_err(told).ok()
    };
    Ok(runs.fetch_all(connection).await?.into_iter().filter_map(row).collect())
}

pub async fn one(connection: &mut Connection, id: &RunId) -> Result<Option<RunRow>, DatabaseError> {
    let run = query_as::<_, RunColumns>("SELECT * FROM runs WHERE id = $1").bind(&id.0);
    run.fetch_optional(connection).await?.map(RunColumns::row).transpose()
}

/// Writes a row, new or known.
pub async fn save(connection: &mut Connection, row: &RunRow) -> Result<(), DatabaseError> {
    let save = query(
        "INSERT INTO runs (id, workspace, creator, state, created_ms, progress, problem, verdict, thumbnail, targets, config)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
         ON CONFLICT (id) DO UPDATE SET workspace = excluded.workspace, creator = excluded.creator,
             state = excluded.state, created_ms = excluded.created_ms, progress = excluded.progress,
             problem = excluded.problem, verdict = excluded.verdict, thumbnail = excluded.thumbnail,
             targets = excluded.targets, config = excluded.config",
    );
    save.bind(&row.id.0)
        .bind(&row.workspace.0)
        .bind(row.creator.as_ref().map(|creator| &creator.0))
        .bind(row.state.name())
        .bind(row.created_ms.cast_signed())
        .bind(row.progress)
        .bind(&row.problem)
        .bind(&row.verdict)
        .bind(&row.thumbnail)
        .bind(to_json(TARGETS, &row.targets)?)
        .bind(to_json(CONFIG, &row.config)?)
        .execute(connection)
        .await?;
    Ok(())
}

/// Whether a run is there.
pub async fn is_there(connection: &mut Connection, id: &RunId) -> Result<bool, DatabaseError> {
    let found = query_scalar("SELECT EXISTS (SELECT 1 FROM runs WHERE id = $1)").bind(&id.0);
    Ok(found.fetch_one(connection).await?)
}

/// Ends a run that nobody computes, and its job.
pub async fn end(
    connection: &mut Connection,
    id: &RunId,
    state: RunState,
    problem: Option<&str>,
) -> Result<(), DatabaseError> {
    query("DELETE FROM jobs WHERE run = $1").bind(&id.0).execute(&mut *connection).await?;
    let update = query("UPDATE runs SET state = $1, problem = $2, lease = lease + 1 WHERE id = $3");
    update.bind(state.name()).bind(problem).bind(&id.0).execute(connection).await?;
    Ok(())
}

/// Whether a lease is the newest of a job that is there and taken.
pub async fn holds(connection: &mut Connection, lease: &Lease) -> Result<bool, DatabaseError> {
    let found = query_scalar(
        "SELECT EXISTS (SELECT 1 FROM jobs j JOIN runs r ON r.id = j.run
                        WHERE j.run = $1 AND j.worker IS NOT NULL AND r.lease = $2)",
    );
    Ok(found.bind(&lease.run.0).bind(lease.number.cast_signed()).fetch_one(connection).await?)
}
