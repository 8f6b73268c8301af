//! Leases: taken, renewed, given back.

use super::super::runs::row;
use super::{ATTEMPTS, Connection, DatabaseError, JobLane, JobRequest, LEASE, Lease, LeaseStatus, TakenJob, dialect};
use crate::store::studies::columns::Named;
use sqlx::{FromRow, query, query_as, query_scalar};
use wire::run::{RunId, RunState};

#[derive(FromRow)]
struct Next {
    run: String,
    attempts: i64,
    is_cancelled: bool,
    is_begun: bool,
    workspace: String,
}

/// The next job for a device that waits or whose lease has run out; those before it that are to end, end.
pub async fn take(connection: &mut Connection, request: JobRequest) -> Result<TakenJob, DatabaseError> {
    let now = dialect::now(connection).await?;
    let mut ended = Vec::new();
    while let Some(Next { run, attempts, is_cancelled, is_begun, workspace }) = next(connection, &request, now).await? {
        let run = RunId(run);
        if is_cancelled {
            row::end(connection, &run, RunState::Cancelled, None).await?;
            ended.push(run);
        } else if attempts >= i64::from(ATTEMPTS) {
            let problem = format!(
                "the program ended without a word {ATTEMPTS} times while it computed this run, perhaps for lack of memory, so it \
                 is not taken up again by itself; ask for less, such as fewer clones, or go on, which tries it anew"
            );
            row::end(connection, &run, RunState::Failed, Some(&problem)).await?;
            ended.push(run);
        } else if let Some(row) = row::one(connection, &run).await? {
            if !is_begun {
                note_turn(connection, &workspace).await?;
            }
            let number = lease(connection, &run, &request.worker, now).await?;
            return Ok(TakenJob { job: Some((Lease { run, number }, row)), ended });
        }
    }
    Ok(TakenJob { job: None, ended })
}

async fn next(connection: &mut Connection, request: &JobRequest, now: i64) -> Result<Option<Next>, DatabaseError> {
    let seen_since = now - LEASE.as_millis() as i64;
    let next = query_as(
        "SELECT j.run, j.attempts, j.is_cancelled, j.is_begun, r.workspace FROM jobs j
         JOIN runs r ON r.id = j.run LEFT JOIN turns t ON t.workspace = r.workspace
         WHERE (j.worker IS NULL OR j.expires_ms < $1)
           AND ((j.lane = $2 AND ($3 OR NOT EXISTS (SELECT 1 FROM workers WHERE lane = $2 AND seen_ms >= $4)))
                OR (j.lane = $5 AND $3))
         ORDER BY j.is_begun DESC, COALESCE(t.taken, 0), j.place LIMIT 1",
    );
    let next = next.bind(now).bind(request.lane.name()).bind(request.is_own).bind(seen_since).bind(JobLane::Any.name());
    Ok(next.fetch_optional(connection).await?)
}

/// It was a workspace's turn just now.
async fn note_turn(connection: &mut Connection, workspace: &str) -> Result<(), DatabaseError> {
    let note = query(
        "INSERT INTO turns (workspace, taken) VALUES ($1, (SELECT COALESCE(MAX(taken), 0) + 1 FROM turns))
         ON CONFLICT (workspace) DO UPDATE SET taken = excluded.taken",
    );
    note.bind(workspace).execute(connection).await?;
    Ok(())
}

/// Gives a run's job to a worker; the lease's number.
async fn lease(connection: &mut Connection, run: &RunId, worker: &str, now: i64) -> Result<u64, DatabaseError> {
    let take =
        query("UPDATE jobs SET worker = $1, expires_ms = $2, attempts = attempts + 1, is_begun = TRUE WHERE run = $3");
    let expires = now + LEASE.as_millis() as i64;
    take.bind(worker).bind(expires).bind(&run.0).execute(&mut *connection).await?;
    let number = query_scalar::<_, i64>("UPDATE runs SET lease = lease + 1 WHERE id = $1 RETURNING lease");
    Ok(number.bind(&run.0).fetch_one(connection).await?.cast_unsigned())
}

pub async fn renew(connection: &mut Connection, lease: &Lease) -> Result<LeaseStatus, DatabaseError> {
    if !row::holds(connection, lease).await? {
        return Ok(LeaseStatus::Lost);
    }
    let expires = dialect::now(connection).await? + LEASE.as_millis() as i64;
    let renew = query_scalar::<_, bool>("UPDATE jobs SET expires_ms = $1 WHERE run = $2 RETURNING is_cancelled");
    let is_cancelled = renew.bind(expires).bind(&lease.run.0).fetch_one(connection).await?;
    Ok(if is_cancelled { LeaseStatus::Cancelled } else { LeaseStatus::Held })
}

/// That it was taken does not count as an attempt.
pub async fn give_back(connection: &mut Connection, lease: &Lease) -> Result<(), DatabaseError> {
    if row::holds(connection, lease).await? {
        let give = query("UPDATE jobs SET worker = NULL, expires_ms = NULL, attempts = attempts - 1 WHERE run = $1");
        give.bind(&lease.run.0).execute(connection).await?;
    }
    Ok(())
}
