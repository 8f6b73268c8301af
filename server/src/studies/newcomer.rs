//! A new participant: their population, and the data kept about them.

use super::secrets;
use crate::error::Error;
use crate::store::studies::{NewParticipant, StudyRow};
use crate::time::now_ms;
use app::api::quiz::{ParticipantKey, Visitor};
use wire::study::Population;
use wire::study::config::Recruiting;
use wire::study::quiz::{JoinRequest, LinkParameters};
use wire::study::summary::StudyState;

/// A day in milliseconds.
const DAY: u64 = 24 * 60 * 60 * 1000;
/// Longest text that a link may carry for the study to keep.
const LONGEST: usize = 200;

/// Which answers theirs will be.
///
/// # Errors
/// If they say that they are what they cannot be.
pub fn population(study: &StudyRow, joining: &JoinRequest, visitor: &Visitor) -> Result<Population, Error> {
    if joining.simulated.is_some() {
        if !visitor.is_local {
            return Err(Error::Forbidden("simulated raters come from the server's own machine only"));
        }
        return Ok(Population::Simulated);
    }
    if joining.arrival.is_preview {
        if !visitor.membership.sees(&study.workspace) {
            return Err(Error::Forbidden("only members of the study's workspace can try the quiz; sign in first"));
        }
        return Ok(Population::Preview);
    }
    Ok(if study.state == StudyState::Pilot { Population::Pilot } else { Population::People })
}

/// The participant's row.
///
/// # Errors
/// If the system has no randomness to give.
pub fn newcomer(
    study: &StudyRow,
    joining: JoinRequest,
    population: Population,
    key: &ParticipantKey,
) -> Result<NewParticipant, Error> {
    let joined_ms = now_ms();
    let LinkParameters { token, participant, study: service_study, session, is_preview: _ } = joining.arrival;
    let ids = [participant, service_study, session].map(|id| id.chars().take(LONGEST).collect::<String>());
    let is_recruited = matches!(study.config.recruiting, Recruiting::Prolific { .. } | Recruiting::MechanicalTurk);
    let due = joined_ms + u64::from(study.config.keep_recruits_days) * DAY;
    let completion_code = match &study.config.recruiting {
        Recruiting::Prolific { completion_code } => completion_code.clone(),
        _ => secrets::code(2)?,
    };
    let is_token_needed =
        matches!(study.config.recruiting, Recruiting::Tokens { .. }) && population != Population::Preview;
    Ok(NewParticipant {
        study: study.id.clone(),
        population,
        key_hash: secrets::hash(&key.0),
        token: is_token_needed.then_some(token),
        recruit: (is_recruited && population != Population::Preview).then_some((ids, due)),
        language: joining.language,
        consent_version: joining.consent_version,
        viewport: joining.viewport,
        simulated: joining.simulated.map(|rule| rule.chars().take(LONGEST).collect()),
        seed: secrets::number()?,
        completion_code,
        withdrawal_code: secrets::code(4)?,
        joined_ms,
    })
}
