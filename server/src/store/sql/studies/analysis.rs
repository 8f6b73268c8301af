//! What results are made of, and the researcher's word on raters.

use super::{Connection, DatabaseError, study};
use crate::store::studies::columns::Named;
use crate::store::studies::{AnswerRow, RaterRow};
use sqlx::{FromRow, query, query_as};
use wire::study::{Population, StudyId};

#[derive(FromRow)]
struct AnswerColumns {
    participant: i64,
    item: i64,
    #[sqlx(try_from = "i64")]
    position: u32,
    shown_order: Vec<u8>,
    is_repeat: bool,
    value: i32,
    #[sqlx(try_from = "i64")]
    response_ms: u32,
    #[sqlx(try_from = "i64")]
    focus_losses: u32,
    #[sqlx(try_from = "i64")]
    viewport_width: u32,
    #[sqlx(try_from = "i64")]
    viewport_height: u32,
    answered_ms: i64,
}

pub async fn answers(
    connection: &mut Connection,
    id: &StudyId,
    population: Population,
) -> Result<Vec<AnswerRow>, DatabaseError> {
    let answers = query_as::<_, AnswerColumns>(
        "SELECT a.participant, a.item, a.position, a.shown_order, a.is_repeat, r.value, r.response_ms, r.focus_losses,
                r.viewport_width, r.viewport_height, r.answered_ms
         FROM participants p
         JOIN assignments a ON a.participant = p.id
         JOIN answers r ON r.assignment = a.id
         JOIN items i ON i.id = a.item
         WHERE p.study = $1 AND p.population = $2 AND i.kind <> 'practice'
         ORDER BY a.participant, a.position",
    );
    let answers = answers.bind(&id.0).bind(population.name()).fetch_all(connection).await?;
    Ok(answers.into_iter().map(AnswerColumns::row).collect())
}

impl AnswerColumns {
    fn row(self) -> AnswerRow {
        AnswerRow {
            participant: self.participant.cast_unsigned(),
            item: self.item.cast_unsigned(),
            position: self.position,
            order: self.shown_order,
            is_repeat: self.is_repeat,
            value: self.value,
            response_ms: self.response_ms,
            focus_losses: self.focus_losses,
            viewport: [self.viewport_width, self.viewport_height],
            answered_ms: self.answered_ms.cast_unsigned(),
        }
    }
}

#[derive(FromRow)]
struct RaterColumns {
    id: i64,
    joined_ms: i64,
    completed_ms: Option<i64>,
    language: String,
    #[sqlx(try_from = "i64")]
    consent_version: u32,
    simulated: Option<String>,
    seed: i64,
    #[sqlx(try_from = "i64")]
    too_fast: u32,
    use_decision: Option<bool>,
    accepted: Option<bool>,
}

pub async fn raters(
    connection: &mut Connection,
    id: &StudyId,
    population: Population,
) -> Result<Vec<RaterRow>, DatabaseError> {
    let raters = query_as::<_, RaterColumns>(
        "SELECT id, joined_ms, completed_ms, language, consent_version, simulated, seed, too_fast,
                use_decision, accepted
         FROM participants WHERE study = $1 AND population = $2 AND NOT is_withdrawn ORDER BY id",
    );
    let raters = raters.bind(&id.0).bind(population.name()).fetch_all(connection).await?;
    Ok(raters.into_iter().map(RaterColumns::row).collect())
}

impl RaterColumns {
    fn row(self) -> RaterRow {
        RaterRow {
            id: self.id.cast_unsigned(),
            joined_ms: self.joined_ms.cast_unsigned(),
            completed_ms: self.completed_ms.map(i64::cast_unsigned),
            language: self.language,
            consent_version: self.consent_version,
            simulated: self.simulated,
            seed: self.seed.cast_unsigned(),
            too_fast: self.too_fast,
            use_decision: self.use_decision,
            accepted: self.accepted,
        }
    }
}

pub async fn decide(
    connection: &mut Connection,
    id: &StudyId,
    rater: u64,
    used: Option<bool>,
    accepted: Option<bool>,
) -> Result<bool, DatabaseError> {
    let update = query(
        "UPDATE participants SET use_decision = $1, accepted = $2 WHERE id = $3 AND study = $4 AND NOT is_withdrawn",
    );
    let update = update.bind(used).bind(accepted).bind(rater.cast_signed()).bind(&id.0);
    let is_there = update.execute(&mut *connection).await?.rows_affected() == 1;
    if is_there {
        study::bump(connection, id, Population::People).await?;
    }
    Ok(is_there)
}
