//! Studies as such: made, listed, opened and closed, with their consent texts and tokens.

use super::StudyStoreError;
use super::items;
use crate::store::studies::columns::{COUNTED, Named, from_json, to_json};
use crate::store::studies::{NewStudy, StudyOverview, StudyRow};
use app::wire::study::config::StudyConfig;
use app::wire::study::summary::{Crowd, StudyState};
use app::wire::study::{Population, StudyId, Texts};
use sqlx::{FromRow, SqliteConnection, query, query_as, query_scalar};

const CONFIG: &str = "studies.config";
const TEXTS: &str = "consents.texts";

pub async fn create(connection: &mut SqliteConnection, new: NewStudy) -> Result<(), StudyStoreError> {
    let NewStudy { study, items, stimuli, tokens } = new;
    let StudyRow { id, link, state, created_ms, mut config, consent_version } = study;
    let consent = std::mem::take(&mut config.consent);
    query("INSERT INTO studies (id, link, state, created_ms, config) VALUES (?, ?, ?, ?, ?)")
        .bind(&id.0)
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
    for (token, place) in tokens.iter().zip(0_u32..) {
        let insert = query("INSERT INTO tokens (study, token, place) VALUES (?, ?, ?)");
        insert.bind(&id.0).bind(token).bind(place).execute(&mut *connection).await?;
    }
    Ok(())
}

/// A row of `current_studies`.
#[derive(FromRow)]
struct StudyColumns {
    id: String,
    link: String,
    state: String,
    created_ms: i64,
    config: String,
    consent_version: u32,
    consent: String,
    items: u32,
}

impl StudyColumns {
    fn overview(self, crowds: &[CrowdColumns]) -> Result<StudyOverview, StudyStoreError> {
        let crowds = crowds.iter().filter(|crowd| crowd.study == self.id).collect::<Vec<_>>();
        let crowds = COUNTED.map(|population| {
            let of = crowds.iter().find(|crowd| crowd.population == population.name());
            Crowd {
                population,
                joined: of.map_or(0, |of| of.joined),
                completed: of.map_or(0, |of| of.completed),
                withdrawn: of.map_or(0, |of| of.withdrawn),
                answers: of.map_or(0, |of| of.answers),
            }
        });
        Ok(StudyOverview { items: self.items, crowds: crowds.into(), study: self.study()? })
    }

    fn study(self) -> Result<StudyRow, StudyStoreError> {
        let config: StudyConfig = from_json(CONFIG, &self.config)?;
        Ok(StudyRow {
            id: StudyId(self.id),
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
    joined: u32,
    completed: u32,
    withdrawn: u32,
    answers: u32,
}

/// A damaged study is skipped and logged, so that it does not hide the others.
pub async fn overviews(connection: &mut SqliteConnection) -> Result<Vec<StudyOverview>, StudyStoreError> {
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

pub async fn overview(
    connection: &mut SqliteConnection,
    id: &StudyId,
) -> Result<Option<StudyOverview>, StudyStoreError> {
    let crowds: Vec<CrowdColumns> =
        query_as("SELECT * FROM crowds WHERE study = ?").bind(&id.0).fetch_all(&mut *connection).await?;
    let study = query_as::<_, StudyColumns>("SELECT * FROM current_studies WHERE id = ?").bind(&id.0);
    study.fetch_optional(connection).await?.map(|study| study.overview(&crowds)).transpose()
}

pub async fn by_link(connection: &mut SqliteConnection, link: &str) -> Result<Option<StudyRow>, StudyStoreError> {
    let study = query_as::<_, StudyColumns>("SELECT * FROM current_studies WHERE link = ?").bind(link);
    study.fetch_optional(connection).await?.map(StudyColumns::study).transpose()
}

pub async fn state(connection: &mut SqliteConnection, id: &StudyId) -> Result<Option<StudyState>, StudyStoreError> {
    let state = query_scalar::<_, String>("SELECT state FROM studies WHERE id = ?").bind(&id.0);
    state.fetch_optional(connection).await?.as_deref().map(StudyState::named).transpose()
}

pub async fn set_state(
    connection: &mut SqliteConnection,
    id: &StudyId,
    state: StudyState,
) -> Result<bool, StudyStoreError> {
    let update = query("UPDATE studies SET state = ?, revision = revision + 1 WHERE id = ?");
    Ok(update.bind(state.name()).bind(&id.0).execute(connection).await?.rows_affected() == 1)
}

pub async fn set_consent(
    connection: &mut SqliteConnection,
    id: &StudyId,
    consent: &Texts,
) -> Result<Option<u32>, StudyStoreError> {
    let newest = query_scalar::<_, u32>("SELECT consent_version FROM current_studies WHERE id = ?").bind(&id.0);
    let Some(newest) = newest.fetch_optional(&mut *connection).await? else { return Ok(None) };
    insert_consent(connection, id, newest + 1, consent).await?;
    bump(connection, id, Population::People).await?;
    Ok(Some(newest + 1))
}

async fn insert_consent(
    connection: &mut SqliteConnection,
    id: &StudyId,
    version: u32,
    consent: &Texts,
) -> Result<(), StudyStoreError> {
    let insert = query("INSERT INTO consents (study, version, texts) VALUES (?, ?, ?)");
    insert.bind(&id.0).bind(version).bind(to_json(TEXTS, consent)?).execute(connection).await?;
    Ok(())
}

pub async fn consent(
    connection: &mut SqliteConnection,
    id: &StudyId,
    version: u32,
) -> Result<Option<Texts>, StudyStoreError> {
    let texts = query_scalar::<_, String>("SELECT texts FROM consents WHERE study = ? AND version = ?");
    let texts = texts.bind(&id.0).bind(version).fetch_optional(connection).await?;
    texts.map(|texts| from_json(TEXTS, &texts)).transpose()
}

pub async fn unused_tokens(connection: &mut SqliteConnection, id: &StudyId) -> Result<Vec<String>, StudyStoreError> {
    let tokens = query_scalar("SELECT token FROM tokens WHERE study = ? AND is_spent = 0 ORDER BY place");
    Ok(tokens.bind(&id.0).fetch_all(connection).await?)
}

/// Whether the token was one of the study's that nobody had used.
pub async fn spend(connection: &mut SqliteConnection, id: &StudyId, token: &str) -> Result<bool, StudyStoreError> {
    let update = query("UPDATE tokens SET is_spent = 1 WHERE study = ? AND token = ? AND is_spent = 0");
    Ok(update.bind(&id.0).bind(token).execute(connection).await?.rows_affected() == 1)
}

/// 0 for a study that is not there.
pub async fn revision(connection: &mut SqliteConnection, id: &StudyId) -> Result<u64, StudyStoreError> {
    let revision = query_scalar::<_, i64>("SELECT revision FROM studies WHERE id = ?").bind(&id.0);
    Ok(revision.fetch_optional(connection).await?.map_or(0, i64::cast_unsigned))
}

/// Says that a population's results may have changed. No result shows previews.
pub async fn bump(
    connection: &mut SqliteConnection,
    id: &StudyId,
    population: Population,
) -> Result<(), StudyStoreError> {
    if population != Population::Preview {
        let update = query("UPDATE studies SET revision = revision + 1 WHERE id = ?");
        update.bind(&id.0).execute(connection).await?;
    }
    Ok(())
}
