//! What a participant is to answer next.

use super::StudyStoreError;
use super::items::ItemColumns;
use crate::store::studies::{Assignment, Progress};
use sqlx::{FromRow, SqliteConnection, query_as};

#[derive(FromRow)]
struct AssignmentColumns {
    assignment: i64,
    position: u32,
    shown_order: Vec<u8>,
    is_repeat: bool,
    #[sqlx(flatten)]
    item: ItemColumns,
}

impl AssignmentColumns {
    fn row(self) -> Result<Assignment, StudyStoreError> {
        Ok(Assignment {
            id: self.assignment.cast_unsigned(),
            position: self.position,
            item: self.item.row()?,
            order: self.shown_order,
            is_repeat: self.is_repeat,
        })
    }
}

pub async fn assignment(
    connection: &mut SqliteConnection,
    participant: u64,
    assignment: u64,
) -> Result<Option<Assignment>, StudyStoreError> {
    let found = query_as::<_, AssignmentColumns>(
        "SELECT a.id AS assignment, a.position, a.shown_order, a.is_repeat,
                i.id, i.task, i.kind, i.target, i.run, i.expected, i.content
         FROM assignments a JOIN items i ON i.id = a.item
         WHERE a.id = ? AND a.participant = ?",
    );
    let found = found.bind(assignment.cast_signed()).bind(participant.cast_signed()).fetch_optional(connection).await?;
    found.map(AssignmentColumns::row).transpose()
}

/// Reads twice, so it wants a connection within a transaction.
pub async fn progress(connection: &mut SqliteConnection, participant: u64) -> Result<Progress, StudyStoreError> {
    let next = next(connection, participant).await?;
    let (position, task) =
        next.first().map_or((i64::MAX, -1_i64), |next| (next.position.into(), next.item.item.task.into()));
    let counts = query_as::<_, (u32, u32, u32)>(
        "SELECT
             COUNT(*) FILTER (WHERE i.kind <> 'practice'),
             COUNT(r.assignment) FILTER (WHERE i.kind <> 'practice' AND a.position < ?),
             COUNT(r.assignment) FILTER (WHERE i.task = ?)
         FROM assignments a JOIN items i ON i.id = a.item LEFT JOIN answers r ON r.assignment = a.id
         WHERE a.participant = ?",
    );
    let (total, answered, of_task) =
        counts.bind(position).bind(task).bind(participant.cast_signed()).fetch_one(connection).await?;
    let begins_task = !next.is_empty() && of_task == 0;
    Ok(Progress { next, answered, total, begins_task })
}

async fn next(connection: &mut SqliteConnection, participant: u64) -> Result<Vec<Assignment>, StudyStoreError> {
    let next = query_as::<_, AssignmentColumns>(
        "SELECT a.id AS assignment, a.position, a.shown_order, a.is_repeat,
                i.id, i.task, i.kind, i.target, i.run, i.expected, i.content
         FROM assignments a JOIN items i ON i.id = a.item
         WHERE a.participant = ? AND NOT EXISTS (SELECT 1 FROM answers r WHERE r.assignment = a.id)
         ORDER BY a.position LIMIT 2",
    );
    let next = next.bind(participant.cast_signed()).fetch_all(connection).await?;
    next.into_iter().map(AssignmentColumns::row).collect()
}
