//! What a participant is to answer next.

use super::items::ItemColumns;
use super::{Connection, DatabaseError};
use crate::store::studies::{Assignment, Progress};
use sqlx::{FromRow, query_as};

#[derive(FromRow)]
struct AssignmentColumns {
    assignment: i64,
    #[sqlx(try_from = "i64")]
    position: u32,
    shown_order: Vec<u8>,
    is_repeat: bool,
    #[sqlx(flatten)]
    item: ItemColumns,
}

impl AssignmentColumns {
    fn row(self) -> Result<Assignment, DatabaseError> {
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
    connection: &mut Connection,
    participant: u64,
    assignment: u64,
) -> Result<Option<Assignment>, DatabaseError> {
    let found = query_as::<_, AssignmentColumns>(
        "SELECT a.id AS assignment, a.position, a.shown_order, a.is_repeat,
                i.id, i.task, i.kind, i.target, i.run, i.expected, i.content
         FROM assignments a JOIN items i ON i.id = a.item
         WHERE a.id = $1 AND a.participant = $2",
    );
    let found = found.bind(assignment.cast_signed()).bind(participant.cast_signed()).fetch_optional(connection).await?;
    found.map(AssignmentColumns::row).transpose()
}

/// Reads twice, so it wants a connection within a transaction.
pub async fn progress(connection: &mut Connection, participant: u64) -> Result<Progress, DatabaseError> {
    let next = next(connection, participant).await?;
    let (position, task) =
        next.first().map_or((i64::from(i32::MAX), -1_i64), |next| (next.position.into(), next.item.item.task.into()));
    let counts = query_as::<_, (i64, i64, i64)>(
        "SELECT
             COUNT(*) FILTER (WHERE i.kind <> 'practice'),
             COUNT(r.assignment) FILTER (WHERE i.kind <> 'practice' AND a.position < $1),
             COUNT(r.assignment) FILTER (WHERE i.task = $2)
         FROM assignments a JOIN items i ON i.id = a.item LEFT JOIN answers r ON r.assignment = a.id
         WHERE a.participant = $3",
    );
    let (total, answered, of_task) =
        counts.bind(position).bind(task).bind(participant.cast_signed()).fetch_one(connection).await?;
    let begins_task = !next.is_empty() && of_task == 0;
    let count = |count: i64| u32::try_from(count).unwrap_or(u32::MAX);
    Ok(Progress { next, answered: count(answered), total: count(total), begins_task })
}

async fn next(connection: &mut Connection, participant: u64) -> Result<Vec<Assignment>, DatabaseError> {
    let next = query_as::<_, AssignmentColumns>(
        "SELECT a.id AS assignment, a.position, a.shown_order, a.is_repeat,
                i.id, i.task, i.kind, i.target, i.run, i.expected, i.content
         FROM assignments a JOIN items i ON i.id = a.item
         WHERE a.participant = $1 AND NOT EXISTS (SELECT 1 FROM answers r WHERE r.assignment = a.id)
         ORDER BY a.position LIMIT 2",
    );
    let next = next.bind(participant.cast_signed()).fetch_all(connection).await?;
    next.into_iter().map(AssignmentColumns::row).collect()
}
