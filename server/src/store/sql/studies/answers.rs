//! Storing answers.

use super::{Connection, DatabaseError, items, study};
use crate::store::studies::columns::Named;
use crate::store::studies::{ItemKind, NewAnswer, Stored, takes_answers};
use sqlx::{FromRow, query, query_as};
use wire::study::summary::StudyState;
use wire::study::{Population, StudyId};

/// The context of an answered question.
#[derive(FromRow)]
struct AnsweredQuestion {
    study: String,
    state: String,
    population: String,
    is_released: bool,
    /// When the participant joined, or last answered.
    active_ms: i64,
    kind: String,
    is_answered: bool,
    is_due: bool,
}

/// Largest difference between the clocks of a page and the server over one question.
const SLACK_MS: u64 = 5_000;

impl AnsweredQuestion {
    /// Whether an answer is faster than the study's limit, by the page's clock or by the server's. Practice does not
    /// count.
    fn is_too_fast(&self, answer: &NewAnswer, kind: ItemKind) -> bool {
        kind != ItemKind::Practice && self.since(answer).min(answer.response_ms.into()) < u64::from(answer.fastest_ms)
    }

    /// Least time since the server handed the question out, in milliseconds. A clock that was set back tells nothing.
    fn since(&self, answer: &NewAnswer) -> u64 {
        answer.answered_ms.checked_sub(self.active_ms.cast_unsigned()).unwrap_or(u64::MAX)
    }

    /// Response time by the page's clock, at most the time that the question was out. Simulated raters report the time
    /// that a person would have taken.
    fn response_ms(&self, answer: &NewAnswer, population: Population) -> u32 {
        let since = self.since(answer);
        let is_possible = u64::from(answer.response_ms) <= since.saturating_add(SLACK_MS);
        match population {
            Population::People | Population::Pilot if !is_possible => since.try_into().unwrap_or(u32::MAX),
            _ => answer.response_ms,
        }
    }
}

pub async fn answer(connection: &mut Connection, answer: NewAnswer) -> Result<Stored, DatabaseError> {
    let Some(asked) = asked(connection, &answer).await? else { return Ok(Stored::NoQuestion) };
    if asked.is_answered {
        return Ok(Stored::Again);
    }
    let population = Population::named(&asked.population)?;
    if !takes_answers(StudyState::named(&asked.state)?, population) {
        return Ok(Stored::Closed);
    }
    if !asked.is_due {
        return Ok(Stored::NotDue);
    }
    let kind = ItemKind::named(&asked.kind)?;
    if asked.is_too_fast(&answer, kind) {
        refuse(connection, &answer).await?;
        study::bump(connection, &StudyId(asked.study), population).await?;
        return Ok(Stored::TooFast);
    }
    if asked.is_released {
        // The participant has returned: the unanswered questions count again.
        items::shift_loads(connection, answer.participant.cast_signed(), population, 1, 0).await?;
    }
    let answer = NewAnswer { response_ms: asked.response_ms(&answer, population), ..answer };
    insert(connection, &answer).await?;
    advance(connection, &answer, kind != ItemKind::Practice).await?;
    study::bump(connection, &StudyId(asked.study), population).await?;
    Ok(Stored::First)
}

async fn asked(connection: &mut Connection, answer: &NewAnswer) -> Result<Option<AnsweredQuestion>, DatabaseError> {
    let asked = query_as(
        "SELECT p.study, s.state, p.population, p.is_released, p.active_ms, i.kind,
                EXISTS (SELECT 1 FROM answers r WHERE r.assignment = a.id) AS is_answered,
                NOT EXISTS (SELECT 1 FROM assignments b
                            WHERE b.participant = a.participant AND b.position < a.position
                              AND NOT EXISTS (SELECT 1 FROM answers r WHERE r.assignment = b.id)) AS is_due
         FROM assignments a JOIN participants p ON p.id = a.participant JOIN items i ON i.id = a.item
         JOIN studies s ON s.id = p.study
         WHERE a.id = $1 AND a.participant = $2",
    );
    let asked = asked.bind(answer.assignment.cast_signed()).bind(answer.participant.cast_signed());
    Ok(asked.fetch_optional(connection).await?)
}

async fn refuse(connection: &mut Connection, answer: &NewAnswer) -> Result<(), DatabaseError> {
    let update = query("UPDATE participants SET too_fast = too_fast + 1 WHERE id = $1");
    update.bind(answer.participant.cast_signed()).execute(connection).await?;
    Ok(())
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
