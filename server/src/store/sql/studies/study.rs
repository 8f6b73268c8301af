//! Studies: creating, listing, opening and closing them, with their consent texts and tokens.

use super::items;
use super::{Connection, DatabaseError};
use crate::store::studies::columns::{COUNTED, Named, from_json, to_json};
use crate::store::studies::{NewStudy, StudyOverview, StudyRow};
use sqlx::{FromRow, query, query_as, query_scalar};
use wire::people::WorkspaceId;
use wire::study::config::StudyConfig;
use wire::study::summary::{ParticipantCounts, StudyState};
use wire::study::{Population, StudyId, Texts};

const CONFIG: &str = "studies.config";
const TEXTS: &str = "consents.texts";

pub async fn create(connection: &mut Connection, new: NewStudy) -> Result<(), DatabaseError> {
    let NewStudy { study, items, stimuli, tokens } = new;
    let StudyRow { id, workspace, link, state, created_ms, mut config, consent_version } = study;
    let consent = std::mem::take(&mut config.consent);
    query("INSERT INTO studies (id, workspace, link, state, created_ms, config) VALUES ($1, $2, $3, $4, $5, $6)")
        .bind(&id.0)
        .bind(workspace.0)
        .bind(link)
        .bind(state.name())
        .bind(created_ms.cast_signed())
        .bind(to_json(CONFIG, &config)?)
        .execute(&mut *connection)
        .await?;
    insert_consent(connection, &id, consent_version, &consent).await?;
    for stimulus in stimuli {
        items::insert_stimulus(connection, &id, stimulus).await?;
    }
    for (item, place) in items.into_iter().zip(0..) {
        items::insert(connection, &id, place, item).await?;
    }
    for (token, place) in tokens.iter().zip(0_i64..) {
        let insert = query("INSERT INTO tokens (study, token, place) VALUES ($1, $2, $3)");
        insert.bind(&id.0).bind(token).bind(place).execute(&mut *connection).await?;
    }
    Ok(())
}

/// A row of `current_studies`.
#[derive(FromRow)]
struct StudyColumns {
    id: String,
    workspace: String,
    link: String,
    state: String,
    created_ms: i64,
    config: String,
    #[sqlx(try_from = "i64")]
    consent_version: u32,
    consent: String,
    #[sqlx(try_from = "i64")]
    items: u32,
    #[sqlx(try_from = "i64")]
    turned_away: u32,
}

impl StudyColumns {
    fn overview(self, crowds: &[CrowdColumns]) -> Result<StudyOverview, DatabaseError> {
        let crowds = crowds.iter().filter(|crowd| crowd.study == self.id).collect::<Vec<_>>();
        let crowds = COUNTED.map(|population| {
            let of = crowds.iter().find(|crowd| crowd.population == population.name());
            ParticipantCounts {
                population,
                joined: of.map_or(0, |of| of.joined),
                completed: of.map_or(0, |of| of.completed),
                withdrawn: of.map_or(0, |of| of.withdrawn),
                answers: of.map_or(0, |of| of.answers),
            }
        });
        let (items, turned_away) = (self.items, self.turned_away);
        Ok(StudyOverview { items, crowds: crowds.into(), turned_away, study: self.study()? })
    }

    fn study(self) -> Result<StudyRow, DatabaseError> {
        let config: StudyConfig = from_json(CONFIG, &self.config)?;
        Ok(StudyRow {
            id: StudyId(self.id),
            workspace: WorkspaceId(self.workspace),
            link: self.link,
            state: StudyState::named(&self.state)?,
            created_ms: self.created_ms.cast_unsigned(),
            config: StudyConfig { consent: from_json(TEXTS, &self.consent)?, ..config },
            consent_version: self.consent_version,
        })
    }
}

/// A row of `crowds`.
#[derive(FromRow)]
struct CrowdColumns {
    study: String,
    population: String,
    #[sqlx(try_from = "i64")]
    joined: u32,
    #[sqlx(try_from = "i64")]
    completed: u32,
    #[sqlx(try_from = "i64")]
    withdrawn: u32,
    #[sqlx(try_from = "i64")]
    answers: u32,
}

/// A damaged study is skipped and logged, so that it does not hide the others.
pub async fn overviews(connection: &mut Connection) -> Result<Vec<StudyOverview>, DatabaseError> {
    let crowds: Vec<CrowdColumns> = query_as("SELECT * FROM crowds").fetch_all(&mut *connection).await?;
    let studies = query_as::<_, StudyColumns>("SELECT * FROM current_studies ORDER BY created_ms DESC, id");
    let mut overviews = Vec::new();
    for study in studies.fetch_all(connection).await? {
        match study.overview(&crowds) {
            Ok(overview) => overviews.push(overview),
            Err(error) => tracing::warn!(%error, "a study is left out of the list"),
        }
    }
    Ok(overviews)
}

pub async fn overview(connection: &mut Connection, id: &StudyId) -> Result<Option<StudyOverview>, DatabaseError> {
    let crowds: Vec<CrowdColumns> =
        query_as("SELECT * FROM crowds WHERE study = $1").bind(&id.0).fetch_all(&mut *connection).await?;
    let study = query_as::<_, StudyColumns>("SELECT * FROM current_studies WHERE id = $1").bind(&id.0);
    study.fetch_optional(connection).await?.map(|study| study.overview(&crowds)).transpose()
}

pub async fn by_link(connection: &mut Connection, link: &str) -> Result<Option<StudyRow>, DatabaseError> {
    let study = query_as::<_, StudyColumns>("SELECT * FROM current_studies WHERE link = $1").bind(link);
    study.fetch_optional(connection).await?.map(StudyColumns::study).transpose()
}

pub async fn state(connection: &mut Connection, id: &StudyId) -> Result<Option<StudyState>, DatabaseError> {
    let state = query_scalar::<_, String>("SELECT state FROM studies WHERE id = $1").bind(&id.0);
    state.fetch_optional(connection).await?.as_deref().map(StudyState::named).transpose()
}

pub async fn set_state(connection: &mut Connection, id: &StudyId, state: StudyState) -> Result<bool, DatabaseError> {
    let update = query("UPDATE studies SET state = $1, revision = revision + 1 WHERE id = $2");
    Ok(update.bind(state.name()).bind(&id.0).execute(connection).await?.rows_affected() == 1)
}

pub async fn set_consent(
    connection: &mut Connection,
    id: &StudyId,
    consent: &Texts,
) -> Result<Option<u32>, DatabaseError> {
    let newest = query_scalar::<_, i64>("SELECT consent_version FROM current_studies WHERE id = $1").bind(&id.0);
    let Some(newest) = newest.fetch_optional(&mut *connection).await? else { return Ok(None) };
    let version = u32::try_from(newest + 1).unwrap_or(u32::MAX);
    insert_consent(connection, id, version, consent).await?;
    bump(connection, id, Population::People).await?;
    Ok(Some(version))
}

async fn insert_consent(
    connection: &mut Connection,
    id: &StudyId,
    version: u32,
    consent: &Texts,
) -> Result<(), DatabaseError> {
    let insert = query("INSERT INTO consents (study, version, texts) VALUES ($1, $2, $3)");
    insert.bind(&id.0).bind(i64::from(version)).bind(to_json(TEXTS, consent)?).execute(connection).await?;
    Ok(())
}

pub async fn consent(connection: &mut Connection, id: &StudyId, version: u32) -> Result<Option<Texts>, DatabaseError> {
    let texts = query_scalar::<_, String>("SELECT texts FROM consents WHERE study = $1 AND version = $2");
    let texts = texts.bind(&id.0).bind(i64::from(version)).fetch_optional(connection).await?;
    texts.map(|texts| from_json(TEXTS, &texts)).transpose()
}

pub async fn unused_tokens(connection: &mut Connection, id: &StudyId) -> Result<Vec<String>, DatabaseError> {
    let tokens = query_scalar("SELECT token FROM tokens WHERE study = $1 AND NOT is_spent ORDER BY place");
    Ok(tokens.bind(&id.0).fetch_all(connection).await?)
}

/// Whether this was an unused token of the study.
pub async fn spend(connection: &mut Connection, id: &StudyId, token: &str) -> Result<bool, DatabaseError> {
    let update = query("UPDATE tokens SET is_spent = TRUE WHERE study = $1 AND token = $2 AND NOT is_spent");
    Ok(update.bind(&id.0).bind(token).execute(connection).await?.rows_affected() == 1)
}

pub async fn turn_away(connection: &mut Connection, id: &StudyId) -> Result<(), DatabaseError> {
    let update = query("UPDATE studies SET turned_away = turned_away + 1, revision = revision + 1 WHERE id = $1");
    update.bind(&id.0).execute(connection).await?;
    Ok(())
}

/// The revision; 0 for a study that does not exist.
pub async fn revision(connection: &mut Connection, id: &StudyId) -> Result<u64, DatabaseError> {
    let revision = query_scalar::<_, i64>("SELECT revision FROM studies WHERE id = $1").bind(&id.0);
    Ok(revision.fetch_optional(connection).await?.map_or(0, i64::cast_unsigned))
}

/// Records that a population's results may have changed. No result contains previews.
pub async fn bump(connection: &mut Connection, id: &StudyId, population: Population) -> Result<(), DatabaseError> {
    if population != Population::Preview {
        let update = query("UPDATE studies SET revision = revision + 1 WHERE id = $1");
        update.bind(&id.0).execute(connection).await?;
    }
    Ok(())
}
