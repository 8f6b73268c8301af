//! Who computes.

use super::{Connection, DatabaseError, JobLane, LEASE, WorkerRow, dialect};
use crate::store::studies::columns::{Named, from_json, to_json};
use sqlx::{FromRow, query, query_as};

const DEVICE: &str = "workers.device";

/// A worker that was not seen for so long is forgotten.
const FORGOTTEN_MS: i64 = 24 * 3600 * 1000;

pub async fn see(connection: &mut Connection, worker: WorkerRow) -> Result<(), DatabaseError> {
    let now = dialect::now(connection).await?;
    let see = query(
        "INSERT INTO workers (id, lane, device, speed, seen_ms) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (id) DO UPDATE SET lane = excluded.lane, device = excluded.device, speed = excluded.speed,
             seen_ms = excluded.seen_ms",
    );
    see.bind(worker.id)
        .bind(worker.lane.name())
        .bind(to_json(DEVICE, &worker.device)?)
        .bind(worker.speed)
        .bind(now)
        .execute(&mut *connection)
        .await?;
    query("DELETE FROM workers WHERE seen_ms < $1").bind(now - FORGOTTEN_MS).execute(connection).await?;
    Ok(())
}

pub async fn dismiss(connection: &mut Connection, id: String) -> Result<(), DatabaseError> {
    query("DELETE FROM workers WHERE id = $1").bind(&id).execute(&mut *connection).await?;
    query("UPDATE jobs SET expires_ms = 0 WHERE worker = $1").bind(&id).execute(connection).await?;
    Ok(())
}

#[derive(FromRow)]
struct WorkerColumns {
    id: String,
    lane: String,
    device: String,
    speed: Option<f64>,
}

/// Those that were seen within the time of a lease.
pub async fn all(connection: &mut Connection) -> Result<Vec<WorkerRow>, DatabaseError> {
    let since = dialect::now(connection).await? - LEASE.as_millis() as i64;
    let workers = query_as("SELECT id, lane, device, speed FROM workers WHERE seen_ms >= $1 ORDER BY id");
    let workers: Vec<WorkerColumns> = workers.bind(since).fetch_all(connection).await?;
    let row = |WorkerColumns { id, lane, device, speed }| {
        Ok(WorkerRow { id, lane: JobLane::named(&lane)?, device: from_json(DEVICE, &device)?, speed })
    };
    workers.into_iter().map(row).collect()
}
