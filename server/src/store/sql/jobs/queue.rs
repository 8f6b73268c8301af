//! Adding jobs to the queue, and cancelling them.

use super::super::runs::{row, save_file};
use super::{CancelOutcome, Connection, DatabaseError, FileRow, JobLane, RunRow};
use crate::store::studies::columns::Named;
use sqlx::{query, query_scalar};
use wire::run::{RunId, RunState};

/// Stores a run as queued; false if it has a job already.
pub async fn queue(
    connection: &mut Connection,
    row: RunRow,
    files: Vec<FileRow>,
    lane: JobLane,
) -> Result<bool, DatabaseError> {
    if worker(connection, &row.id).await?.is_some() {
        return Ok(false);
    }
    row::save(connection, &row).await?;
    for file in &files {
        save_file(connection, &row.id, file).await?;
    }
    push(connection, &row.id, lane).await?;
    Ok(true)
}

/// Adds a run's job at the end of the queue.
pub async fn push(connection: &mut Connection, run: &RunId, lane: JobLane) -> Result<(), DatabaseError> {
    let push =
        query("INSERT INTO jobs (run, lane, place) VALUES ($1, $2, (SELECT COALESCE(MAX(place), 0) + 1 FROM jobs))");
    push.bind(&run.0).bind(lane.name()).execute(connection).await?;
    Ok(())
}

/// The worker of a run's job, if one holds it; `None` if there is no job.
pub async fn worker(connection: &mut Connection, run: &RunId) -> Result<Option<Option<String>>, DatabaseError> {
    let job = query_scalar::<_, Option<String>>("SELECT worker FROM jobs WHERE run = $1").bind(&run.0);
    Ok(job.fetch_optional(connection).await?)
}

/// Ends a queued run; marks a running one as cancelled.
pub async fn cancel(connection: &mut Connection, run: &RunId) -> Result<CancelOutcome, DatabaseError> {
    match worker(connection, run).await? {
        None => Ok(CancelOutcome::NothingToStop),
        Some(None) => {
            row::end(connection, run, RunState::Cancelled, None).await?;
            Ok(CancelOutcome::Over)
        }
        Some(Some(_)) => {
            query("UPDATE jobs SET is_cancelled = TRUE WHERE run = $1").bind(&run.0).execute(connection).await?;
            Ok(CancelOutcome::Asked)
        }
    }
}
