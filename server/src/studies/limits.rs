//! What a study does not take, and why: more people from one network than it lets in, and answers that no person gives,
//! that are not due, or that come after it was closed.
//!
//! Closing ends a study for those as well who are in the middle, so that what it says is final; a study that has enough
//! by its stop rule lets nobody new in, and everybody finish.

use super::service::Shared;
use crate::error::Error;
use crate::store::studies::{Stored, StudyRow};
use app::api::quiz::Visitor;
use wire::study::Population;
use wire::study::config::{JOIN_MINUTES, Recruiting};

impl Shared {
    /// Refuses somebody from a network that too many have joined from, and counts it.
    pub(super) async fn admit(&self, study: &StudyRow, visitor: &Visitor) -> Result<(), Error> {
        let most = joins_per_network(study);
        let Err(minutes) = self.joins.admit(&study.id, visitor.network, most) else { return Ok(()) };
        self.store.turn_away(&study.id).await?;
        Err(Error::Conflict(format!(
            "{most} people have joined from your network within {JOIN_MINUTES} minutes, which is this study's limit; try again \
             in {minutes} min"
        )))
    }
}

/// How many may join from one network. A single-use link cannot be made up, so those have no limit.
pub fn joins_per_network(study: &StudyRow) -> u32 {
    match study.config.recruiting {
        Recruiting::Tokens { .. } => 0,
        _ => study.config.limits.joins_per_network,
    }
}

/// How fast an answer may be. Programs that say so are marked anyway.
pub fn fastest_ms(study: &StudyRow, population: Population) -> u32 {
    match population {
        Population::People | Population::Pilot => study.config.limits.fastest_answer_ms,
        Population::Simulated | Population::Preview => 0,
    }
}

/// Says why an answer was not taken, if it was not.
///
/// # Errors
/// With the reason.
pub fn refused(stored: Stored, fastest_ms: u32) -> Result<(), Error> {
    let why = match stored {
        Stored::First | Stored::Again => return Ok(()),
        Stored::NoQuestion => return Err(Error::NoFile("this question".into())),
        Stored::NotDue => "this question is not due yet; questions are answered in their order".to_owned(),
        Stored::Closed => "the study was closed; what you answered until then is kept".to_owned(),
        Stored::TooFast => format!(
            "an answer within {fastest_ms} ms of its pictures is not taken: nobody can look so fast; answer the question again"
        ),
    };
    Err(Error::Conflict(why))
}
