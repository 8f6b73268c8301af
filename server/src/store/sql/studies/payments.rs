//! Participants from recruiting services, and the data needed to pay them.

use super::{Connection, DatabaseError};
use crate::store::studies::PaymentRow;
use crate::store::studies::columns::Named;
use sqlx::{FromRow, query_as, query_scalar};
use wire::study::{Population, StudyId};

#[derive(FromRow)]
struct PaymentColumns {
    id: i64,
    completion_code: String,
    completed_ms: Option<i64>,
    accepted: Option<bool>,
    service_participant: Option<String>,
    service_study: Option<String>,
    service_session: Option<String>,
}

pub async fn payments(
    connection: &mut Connection,
    id: &StudyId,
    population: Population,
) -> Result<Vec<PaymentRow>, DatabaseError> {
    let payments = query_as::<_, PaymentColumns>(
        "SELECT p.id, p.completion_code, p.completed_ms, p.accepted,
                r.service_participant, r.service_study, r.service_session
         FROM participants p LEFT JOIN recruits r ON r.participant = p.id
         WHERE p.study = $1 AND p.population = $2 AND NOT p.is_withdrawn ORDER BY p.id",
    );
    let payments = payments.bind(&id.0).bind(population.name()).fetch_all(connection).await?;
    Ok(payments.into_iter().map(PaymentColumns::row).collect())
}

impl PaymentColumns {
    fn row(self) -> PaymentRow {
        let ids = self.service_participant.zip(self.service_study).zip(self.service_session);
        PaymentRow {
            rater: self.id.cast_unsigned(),
            recruit: ids.map(|((participant, study), session)| [participant, study, session]),
            completion_code: self.completion_code,
            completed_ms: self.completed_ms.map(i64::cast_unsigned),
            accepted: self.accepted,
        }
    }
}

/// Whether a recruiting service's participant is in a study already.
pub async fn has_joined(
    connection: &mut Connection,
    study: &StudyId,
    population: Population,
    service_participant: &str,
) -> Result<bool, DatabaseError> {
    let found = query_scalar(
        "SELECT EXISTS (SELECT 1 FROM recruits r JOIN participants p ON p.id = r.participant
                        WHERE p.study = $1 AND p.population = $2 AND r.service_participant = $3)",
    );
    let found = found.bind(&study.0).bind(population.name()).bind(service_participant);
    Ok(found.fetch_one(connection).await?)
}
