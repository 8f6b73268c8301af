//! Joining, and who has joined.

use super::{Connection, DatabaseError, items, payments, study};
use crate::store::studies::admission::admits;
use crate::store::studies::columns::{Named, code_key};
use crate::store::studies::{Choose, Joined, NewAssignment, NewParticipant, Participant};
use sqlx::{FromRow, query, query_as, query_scalar};
use wire::study::{Population, StudyId};

pub async fn join(connection: &mut Connection, new: &NewParticipant, choose: Choose) -> Result<Joined, DatabaseError> {
    if let Some(known) = participant(connection, &new.study, &new.key_hash).await? {
        return Ok(Joined::As(known.id));
    }
    let state = study::state(connection, &new.study).await?;
    if !state.is_some_and(|state| admits(state, new.population)) {
        return Ok(Joined::NotOpen);
    }
    if let Some(([person, ..], _)) = &new.recruit
        && payments::has_joined(connection, &new.study, new.population, person).await?
    {
        return Ok(Joined::Before);
    }
    if let Some(token) = &new.token
        && !study::spend(connection, &new.study, token).await?
    {
        return Ok(Joined::NoToken);
    }
    let chosen = choose(&items::loads(connection, &new.study, new.population).await?);
    let participant = insert(connection, new, chosen.len()).await?;
    if let Some((ids, delete_ms)) = &new.recruit {
        insert_recruit(connection, participant, ids, *delete_ms).await?;
    }
    for (assignment, position) in chosen.into_iter().zip(0..) {
        assign(connection, participant, position, assignment).await?;
    }
    items::shift_loads(connection, participant, new.population, 1, 1).await?;
    study::bump(connection, &new.study, new.population).await?;
    Ok(Joined::As(participant.cast_unsigned()))
}

async fn insert(connection: &mut Connection, new: &NewParticipant, questions: usize) -> Result<i64, DatabaseError> {
    let insert = query_scalar(
        "INSERT INTO participants
         (study, population, key_hash, withdrawal_key, withdrawal_code, completion_code, language, consent_version,
          viewport_width, viewport_height, simulated, seed, joined_ms, active_ms, unanswered)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
         RETURNING id",
    );
    insert
        .bind(&new.study.0)
        .bind(new.population.name())
        .bind(new.key_hash.as_slice())
        .bind(code_key(&new.withdrawal_code))
        .bind(&new.withdrawal_code)
        .bind(&new.completion_code)
        .bind(&new.language)
        .bind(i64::from(new.consent_version))
        .bind(i64::from(new.viewport[0]))
        .bind(i64::from(new.viewport[1]))
        .bind(&new.simulated)
        .bind(new.seed.cast_signed())
        .bind(new.joined_ms.cast_signed())
        .bind(new.joined_ms.cast_signed())
        .bind(questions as i64)
        .fetch_one(connection)
        .await
        .map_err(DatabaseError::from)
}

async fn insert_recruit(
    connection: &mut Connection,
    participant: i64,
    [person, study, session]: &[String; 3],
    delete_ms: u64,
) -> Result<(), DatabaseError> {
    let insert = query(
        "INSERT INTO recruits (participant, service_participant, service_study, service_session, delete_ms)
         VALUES ($1, $2, $3, $4, $5)",
    );
    let insert = insert.bind(participant).bind(person).bind(study).bind(session).bind(delete_ms.cast_signed());
    insert.execute(connection).await?;
    Ok(())
}

async fn assign(
    connection: &mut Connection,
    participant: i64,
    position: u32,
    assignment: NewAssignment,
) -> Result<(), DatabaseError> {
    let insert = query(
        "INSERT INTO assignments (participant, position, item, shown_order, is_repeat) VALUES ($1, $2, $3, $4, $5)",
    );
    let insert = insert.bind(participant).bind(i64::from(position)).bind(assignment.item.cast_signed());
    insert.bind(assignment.order).bind(assignment.is_repeat).execute(connection).await?;
    Ok(())
}

#[derive(FromRow)]
struct ParticipantColumns {
    id: i64,
    study: String,
    population: String,
    language: String,
    completion_code: String,
    withdrawal_code: String,
    is_withdrawn: bool,
}

pub async fn participant(
    connection: &mut Connection,
    study: &StudyId,
    key_hash: &[u8; 32],
) -> Result<Option<Participant>, DatabaseError> {
    let found = query_as::<_, ParticipantColumns>(
        "SELECT id, study, population, language, completion_code, withdrawal_code, is_withdrawn
         FROM participants WHERE study = $1 AND key_hash = $2",
    );
    let Some(found) = found.bind(&study.0).bind(key_hash.as_slice()).fetch_optional(connection).await? else {
        return Ok(None);
    };
    Ok(Some(Participant {
        id: found.id.cast_unsigned(),
        study: StudyId(found.study),
        population: Population::named(&found.population)?,
        language: found.language,
        completion_code: found.completion_code,
        withdrawal_code: found.withdrawal_code,
        is_withdrawn: found.is_withdrawn,
    }))
}
