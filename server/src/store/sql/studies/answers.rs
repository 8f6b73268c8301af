//! Keeping answers.

use super::{Connection, DatabaseError, items, study};
use crate::store::studies::columns::Named;
use crate::store::studies::{ItemKind, NewAnswer, Stored};
use app::wire::study::{Population, StudyId};
use sqlx::{FromRow, query, query_as};

/// What stands behind the question that was answered.
#[derive(FromRow)]
struct Asked {
    study: String,
    population: String,
    is_released: bool,
    kind: String,
    is_answered: bool,
}

pub async fn answer(connection: &mut Connection, answer: NewAnswer) -> Result<Stored, DatabaseError> {
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
    study::bump(connection, &StudyId(asked.study), population).await?;
    Ok(Stored::First)
}

async fn asked(connection: &mut Connection, answer: &NewAnswer) -> Result<Option<Asked>, DatabaseError> {
    let asked = query_as(
        "SELECT p.study, p.population, p.is_released, i.kind,
                EXISTS (SELECT 1 FROM answers r WHERE r.assignment = a.id) AS is_answered
         FROM assignments a JOIN participants p ON p.id = a.participant JOIN items i ON i.id = a.item
         WHERE a.id = $1 AND a.participant = $2",
    );
    let asked = asked.bind(answer.assignment.cast_signed()).bind(answer.participant.cast_signed());
    Ok(asked.fetch_optional(connection).await?)
}

async fn insert(connection: &mut Connection, answer: &NewAnswer) -> Result<(), DatabaseError> {
    let insert = query(
        "INSERT INTO answers
         (assignment, value, response_ms, focus_losses, viewport_width, viewport_height, answered_ms)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    );
    insert
        .bind(answer.assignment.cast_signed())
        .bind(answer.value)
        .bind(i64::from(answer.response_ms))
        .bind(i64::from(answer.focus_losses))
        .bind(i64::from(answer.viewport[0]))
        .bind(i64::from(answer.viewport[1]))
        .bind(answer.answered_ms.cast_signed())
        .execute(connection)
        .await?;
    Ok(())
}

async fn advance(connection: &mut Connection, answer: &NewAnswer, counts: bool) -> Result<(), DatabaseError> {
    let update = query(
        "UPDATE participants SET
             answered = answered + $1,
             unanswered = unanswered - 1,
             completed_ms = CASE WHEN unanswered = 1 THEN CAST($2 AS BIGINT) END,
             active_ms = $3,
             is_released = FALSE
         WHERE id = $4",
    );
    let now = answer.answered_ms.cast_signed();
    let update = update.bind(i64::from(counts)).bind(now).bind(now).bind(answer.participant.cast_signed());
    update.execute(connection).await?;
    Ok(())
}
