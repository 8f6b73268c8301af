//! Keeping answers.

use super::{StudyStoreError, items, studies};
use crate::store::studies::columns::Named;
use crate::store::studies::{ItemKind, NewAnswer, Stored};
use app::wire::study::{Population, StudyId};
use sqlx::{FromRow, SqliteConnection, query, query_as};

/// What stands behind the question that was answered.
#[derive(FromRow)]
struct Asked {
    study: String,
    population: String,
    is_released: bool,
    kind: String,
    is_answered: bool,
}

pub async fn answer(connection: &mut SqliteConnection, answer: NewAnswer) -> Result<Stored, StudyStoreError> {
    let Some(asked) = asked(connection, &answer).await? else { return Ok(Stored::NoQuestion) };
    if asked.is_answered {
        return Ok(Stored::Again);
    }
    let population = Population::named(&asked.population)?;
    if asked.is_released {
        // Has come back: all that is still to be answered counts again.
        items::shift_loads(connection, answer.participant.cast_signed(), population, 1, 0).await?;
    }
    insert(connection, &answer).await?;
    let counts = ItemKind::named(&asked.kind)? != ItemKind::Practice;
    advance(connection, &answer, counts).await?;
    studies::bump(connection, &StudyId(asked.study), population).await?;
    Ok(Stored::First)
}

async fn asked(connection: &mut SqliteConnection, answer: &NewAnswer) -> Result<Option<Asked>, StudyStoreError> {
    let asked = query_as(
        "SELECT p.study, p.population, p.is_released, i.kind,
                EXISTS (SELECT 1 FROM answers r WHERE r.assignment = a.id) AS is_answered
         FROM assignments a JOIN participants p ON p.id = a.participant JOIN items i ON i.id = a.item
         WHERE a.id = ? AND a.participant = ?",
    );
    let asked = asked.bind(answer.assignment.cast_signed()).bind(answer.participant.cast_signed());
    Ok(asked.fetch_optional(connection).await?)
}

async fn insert(connection: &mut SqliteConnection, answer: &NewAnswer) -> Result<(), StudyStoreError> {
    let insert = query(
        "INSERT INTO answers
         (assignment, value, response_ms, focus_losses, viewport_width, viewport_height, answered_ms)
         VALUES (?, ?, ?, ?, ?, ?, ?)",
    );
    insert
        .bind(answer.assignment.cast_signed())
        .bind(answer.value)
        .bind(answer.response_ms)
        .bind(answer.focus_losses)
        .bind(answer.viewport[0])
        .bind(answer.viewport[1])
        .bind(answer.answered_ms.cast_signed())
        .execute(connection)
        .await?;
    Ok(())
}

async fn advance(connection: &mut SqliteConnection, answer: &NewAnswer, counts: bool) -> Result<(), StudyStoreError> {
    let update = query(
        "UPDATE participants SET
             answered = answered + ?,
             unanswered = unanswered - 1,
             completed_ms = CASE WHEN unanswered = 1 THEN ? END,
             active_ms = ?,
             is_released = 0
         WHERE id = ?",
    );
    let now = answer.answered_ms.cast_signed();
    let update = update.bind(u32::from(counts)).bind(now).bind(now).bind(answer.participant.cast_signed());
    update.execute(connection).await?;
    Ok(())
}
