//! How much of everything a workspace has.

use super::{Connection, DatabaseError, Usage};
use sqlx::{FromRow, query_as};
use wire::people::WorkspaceId;

#[derive(FromRow)]
struct UsageColumns {
    runs: i64,
    waiting: i64,
    bytes: i64,
    under_way: i64,
}

/// What a workspace has.
pub async fn of(connection: &mut Connection, workspace: &WorkspaceId) -> Result<Usage, DatabaseError> {
    let usage = query_as::<_, UsageColumns>(
        "SELECT
             (SELECT COUNT(*) FROM runs WHERE workspace = $1) AS runs,
             (SELECT COUNT(*) FROM jobs j JOIN runs r ON r.id = j.run WHERE r.workspace = $1 AND j.worker IS NULL)
                 AS waiting,
             (SELECT CAST(COALESCE(SUM(size), 0) AS BIGINT) FROM (
                 SELECT f.hash, f.size FROM run_files f JOIN runs r ON r.id = f.run WHERE r.workspace = $1
                 UNION SELECT f.hash, f.size FROM run_snapshots f JOIN runs r ON r.id = f.run WHERE r.workspace = $1
                 UNION SELECT f.hash, f.size FROM face_files f JOIN face_sets s ON s.id = f.face_set
                     WHERE s.workspace = $1
                 UNION SELECT f.hash, f.size FROM recognizer_files f JOIN recognizers r ON r.id = f.recognizer
                     WHERE r.workspace = $1
             ) objects) AS bytes,
             (SELECT CAST(COALESCE(SUM(size), 0) AS BIGINT) FROM (
                 SELECT f.hash, f.size FROM run_files f JOIN jobs j ON j.run = f.run JOIN runs r ON r.id = f.run
                     WHERE r.workspace = $1
                 UNION SELECT f.hash, f.size FROM run_snapshots f JOIN jobs j ON j.run = f.run
                     JOIN runs r ON r.id = f.run WHERE r.workspace = $1
             ) objects) AS under_way",
    );
    let UsageColumns { runs, waiting, bytes, under_way } = usage.bind(&workspace.0).fetch_one(connection).await?;
    Ok(Usage {
        runs: runs.cast_unsigned(),
        waiting: waiting.cast_unsigned(),
        bytes: bytes.cast_unsigned(),
        under_way: under_way.cast_unsigned(),
    })
}
