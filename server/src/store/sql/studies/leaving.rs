//! Participants who withdraw, participants who do not come back, and deletions that are due.

use super::{Connection, DatabaseError, items, study};
use crate::store::studies::columns::{Named, code_key};
use sqlx::{FromRow, query, query_as};
use wire::study::{Population, StudyId};

#[derive(FromRow)]
struct LeavingParticipant {
    id: i64,
    study: String,
    population: String,
    is_released: bool,
    is_withdrawn: bool,
    answered: i64,
}

pub async fn withdraw(connection: &mut Connection, code: &str) -> Result<Option<u32>, DatabaseError> {
    let leaver = query_as::<_, LeavingParticipant>(
        "SELECT id, study, population, is_released, is_withdrawn, answered FROM participants WHERE withdrawal_key = $1",
    );
    let Some(leaver) = leaver.bind(code_key(code)).fetch_optional(&mut *connection).await? else { return Ok(None) };
    if leaver.is_withdrawn {
        return Ok(Some(0));
    }
    let population = Population::named(&leaver.population)?;
    let unanswered = if leaver.is_released { 0 } else { -1 };
    items::shift_loads(connection, leaver.id, population, unanswered, -1).await?;
    let answers = query("DELETE FROM answers WHERE assignment IN (SELECT id FROM assignments WHERE participant = $1)");
    answers.bind(leaver.id).execute(&mut *connection).await?;
    query("DELETE FROM assignments WHERE participant = $1").bind(leaver.id).execute(&mut *connection).await?;
    query("DELETE FROM recruits WHERE participant = $1").bind(leaver.id).execute(&mut *connection).await?;
    empty(connection, leaver.id).await?;
    study::bump(connection, &StudyId(leaver.study), population).await?;
    Ok(Some(u32::try_from(leaver.answered).unwrap_or(u32::MAX)))
}

/// Leaves of a participant that there was one, and what their key and their code are found by.
async fn empty(connection: &mut Connection, participant: i64) -> Result<(), DatabaseError> {
    let update = query(
        "UPDATE participants SET
             is_withdrawn = TRUE, withdrawal_code = '', completion_code = '', language = '',
             viewport_width = 0, viewport_height = 0, simulated = NULL, seed = 0,
             joined_ms = 0, active_ms = 0, completed_ms = NULL, answered = 0, unanswered = 0, is_released = FALSE,
             too_fast = 0, use_decision = NULL, accepted = NULL
         WHERE id = $1",
    );
    update.bind(participant).execute(connection).await?;
    Ok(())
}

pub async fn release(connection: &mut Connection, before_ms: u64) -> Result<(), DatabaseError> {
    let idle = query_as::<_, (i64, String)>(
        "SELECT id, population FROM participants WHERE unanswered > 0 AND NOT is_released AND active_ms < $1",
    );
    let idle = idle.bind(before_ms.cast_signed()).fetch_all(&mut *connection).await?;
    for (participant, population) in idle {
        items::shift_loads(connection, participant, Population::named(&population)?, -1, 0).await?;
        let update = query("UPDATE participants SET is_released = TRUE WHERE id = $1");
        update.bind(participant).execute(&mut *connection).await?;
    }
    Ok(())
}

pub async fn forget_recruits(connection: &mut Connection, now_ms: u64) -> Result<(), DatabaseError> {
    query("DELETE FROM recruits WHERE delete_ms <= $1").bind(now_ms.cast_signed()).execute(connection).await?;
    Ok(())
}

pub async fn forget_previews(connection: &mut Connection, id: &StudyId) -> Result<(), DatabaseError> {
    let statements = [
        "DELETE FROM answers WHERE assignment IN (
             SELECT a.id FROM assignments a JOIN participants p ON p.id = a.participant
             WHERE p.study = $1 AND p.population = 'preview')",
        "DELETE FROM assignments WHERE participant IN (
             SELECT id FROM participants WHERE study = $1 AND population = 'preview')",
        "DELETE FROM recruits WHERE participant IN (
             SELECT id FROM participants WHERE study = $1 AND population = 'preview')",
        "DELETE FROM participants WHERE study = $1 AND population = 'preview'",
    ];
    for statement in statements {
        query(statement).bind(&id.0).execute(&mut *connection).await?;
    }
    Ok(())
}
