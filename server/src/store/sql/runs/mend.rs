//! Finds and repairs inconsistent rows.

use super::super::jobs::{push, worker};
use super::{Connection, DatabaseError, RunConsistency, row};
use crate::store::studies::columns::Named;
use sqlx::{FromRow, query, query_as};
use wire::run::{RunId, RunState};

#[derive(FromRow)]
struct ConsistencyColumns {
    id: String,
    state: String,
    has_job: bool,
    has_report: bool,
}

/// One statement, so that a run that ends meanwhile is seen before or after, and never between.
pub async fn run_consistency(connection: &mut Connection) -> Result<Vec<RunConsistency>, DatabaseError> {
    let rows = query_as::<_, ConsistencyColumns>(
        "SELECT id, state,
             EXISTS (SELECT 1 FROM jobs WHERE run = r.id) AS has_job,
             EXISTS (SELECT 1 FROM run_files WHERE run = r.id AND path = 'report.json') AS has_report
         FROM runs r ORDER BY created_ms, id",
    );
    let consistency = |ConsistencyColumns { id, state, has_job, has_report }| {
        let state = RunState::named(&state).ok();
        RunConsistency { run: RunId(id), state, has_job, has_report }
    };
    Ok(rows.fetch_all(connection).await?.into_iter().map(consistency).collect())
}

pub async fn drop_files(connection: &mut Connection, run: &RunId, files: &[String]) -> Result<(), DatabaseError> {
    for path in files {
        let delete = query("DELETE FROM run_files WHERE run = $1 AND path = $2");
        delete.bind(&run.0).bind(path).execute(&mut *connection).await?;
    }
    Ok(())
}

/// A job for a run that is not over and has none; none for one that is over.
pub async fn job(connection: &mut Connection, id: &RunId) -> Result<(), DatabaseError> {
    let Some(run) = row::one(connection, id).await? else { return Ok(()) };
    if run.state.is_over() {
        query("DELETE FROM jobs WHERE run = $1").bind(&id.0).execute(connection).await?;
    } else if worker(connection, id).await?.is_none() {
        let queued = query("UPDATE runs SET state = $1 WHERE id = $2").bind(RunState::Queued.name()).bind(&id.0);
        queued.execute(&mut *connection).await?;
        push(connection, id, run.config.device.into()).await?;
    }
    Ok(())
}
