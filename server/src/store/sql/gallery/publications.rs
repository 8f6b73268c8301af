//! Publications: adding, reading and withdrawing them.

use super::{Connection, DatabaseError};
use crate::store::gallery::{
    Content, Made, NewClone, NewPublication, PeopleNow, Publication, PublicationStatus, PublishedVerdict,
};
use crate::store::studies::columns::{Named, from_json, to_json};
use sqlx::{FromRow, query, query_as, query_scalar};
use wire::experiment::{Objective, Preset};
use wire::gallery::{Permalink, PublishedHumanScore, Visibility};
use wire::people::{PersonId, WorkspaceId};
use wire::run::RunId;

const CONTENT: &str = "publications.content";
const PEOPLE: &str = "publications.people";

pub async fn insert(connection: &mut Connection, new: NewPublication) -> Result<(), DatabaseError> {
    let NewPublication { publication, clones } = new;
    insert_publication(connection, &publication).await?;
    let identities = publication.content.iter().flat_map(|content| &content.report.identities);
    let listed_run = Some(&publication.run.0).filter(|_| publication.visibility == Visibility::Public);
    for (identity, place) in identities.zip(1_i64..) {
        let insert =
            query("INSERT INTO published_targets (publication, place, name, listed_run) VALUES ($1, $2, $3, $4)");
        let insert = insert.bind(&publication.permalink.0).bind(place).bind(&identity.name);
        insert.bind(listed_run).execute(&mut *connection).await?;
    }
    for clone in &clones {
        insert_clone(connection, &publication, clone).await?;
    }
    Ok(())
}

async fn insert_publication(connection: &mut Connection, publication: &Publication) -> Result<(), DatabaseError> {
    let Made { recognizer, architecture, preset, objective } = &publication.made;
    let insert = query(
        "INSERT INTO publications (permalink, run, workspace, publisher, published_ms, visibility, real_faces, title,
         note, recognizer, architecture, preset, objective, is_listed, content, people, people_seen, verdict)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)",
    );
    insert
        .bind(&publication.permalink.0)
        .bind(&publication.run.0)
        .bind(&publication.workspace.0)
        .bind(publication.publisher.as_ref().map(|publisher| &publisher.0))
        .bind(publication.published_ms.cast_signed())
        .bind(publication.visibility.name())
        .bind(publication.real_faces)
        .bind(&publication.title)
        .bind(&publication.note)
        .bind(recognizer)
        .bind(architecture)
        .bind(preset.name())
        .bind(objective.name())
        .bind(publication.visibility == Visibility::Public)
        .bind(publication.content.as_ref().map_or(Ok(String::new()), |content| to_json(CONTENT, content))?)
        .bind(to_json(PEOPLE, &publication.people)?)
        .bind(&publication.people_seen)
        .bind(publication.verdict.name())
        .execute(connection)
        .await?;
    Ok(())
}

async fn insert_clone(
    connection: &mut Connection,
    publication: &Publication,
    clone: &NewClone,
) -> Result<(), DatabaseError> {
    // The target's name as in the publication.
    let insert = query(
        "INSERT INTO gallery_items (publication, place, clone, is_listed, target, recognizer, preset, objective,
         published_ms, target_score, evaluation_score, evaluation_rank, has_seed, similarity, recognition, naturalness)
         SELECT publication, place, $3, $4, name, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15
         FROM published_targets WHERE publication = $1 AND place = $2",
    );
    let made = &publication.made;
    let inserted = insert
        .bind(&publication.permalink.0)
        .bind(i64::from(clone.place))
        .bind(i64::from(clone.clone))
        .bind(publication.visibility == Visibility::Public)
        .bind(&made.recognizer)
        .bind(made.preset.name())
        .bind(made.objective.name())
        .bind(publication.published_ms.cast_signed())
        .bind(clone.target_score)
        .bind(clone.evaluation_score)
        .bind(i64::from(clone.evaluation_rank))
        .bind(clone.has_seed)
        .bind(clone.human.similarity)
        .bind(clone.human.recognition)
        .bind(clone.human.naturalness)
        .execute(connection)
        .await?;
    if inserted.rows_affected() == 1 {
        return Ok(());
    }
    Err(DatabaseError::Damaged { what: "gallery_items.place", why: format!("there is no target {}", clone.place) })
}

pub async fn withdraw(connection: &mut Connection, permalink: &Permalink, now_ms: u64) -> Result<bool, DatabaseError> {
    let update = query(
        "UPDATE publications SET withdrawn_ms = $1, is_listed = NOT TRUE, content = '', people = '[]', note = ''
         WHERE permalink = $2 AND withdrawn_ms IS NULL",
    );
    let updated = update.bind(now_ms.cast_signed()).bind(&permalink.0).execute(&mut *connection).await?;
    for delete in
        ["DELETE FROM gallery_items WHERE publication = $1", "DELETE FROM published_targets WHERE publication = $1"]
    {
        query(delete).bind(&permalink.0).execute(&mut *connection).await?;
    }
    Ok(updated.rows_affected() == 1)
}

pub async fn standing(
    connection: &mut Connection,
    permalink: &Permalink,
) -> Result<Option<PublicationStatus>, DatabaseError> {
    let withdrawn = query_scalar::<_, Option<i64>>("SELECT withdrawn_ms FROM publications WHERE permalink = $1");
    let withdrawn = withdrawn.bind(&permalink.0).fetch_optional(connection).await?;
    Ok(withdrawn.map(|at| if at.is_some() { PublicationStatus::Withdrawn } else { PublicationStatus::Shown }))
}

/// A row of `publications`.
#[derive(FromRow)]
struct Columns {
    permalink: String,
    run: String,
    workspace: String,
    publisher: Option<String>,
    published_ms: i64,
    withdrawn_ms: Option<i64>,
    visibility: String,
    real_faces: bool,
    title: String,
    note: String,
    recognizer: String,
    architecture: String,
    preset: String,
    objective: String,
    content: String,
    people: String,
    people_seen: String,
    verdict: String,
}

impl Columns {
    fn publication(self) -> Result<Publication, DatabaseError> {
        let content = (!self.content.is_empty()).then(|| from_json::<Content>(CONTENT, &self.content));
        Ok(Publication {
            permalink: Permalink(self.permalink),
            run: RunId(self.run),
            workspace: WorkspaceId(self.workspace),
            publisher: self.publisher.map(PersonId),
            published_ms: self.published_ms.cast_unsigned(),
            withdrawn_ms: self.withdrawn_ms.map(i64::cast_unsigned),
            visibility: Visibility::named(&self.visibility)?,
            real_faces: self.real_faces,
            title: self.title,
            note: self.note,
            made: Made {
                recognizer: self.recognizer,
                architecture: self.architecture,
                preset: Preset::named(&self.preset)?,
                objective: Objective::named(&self.objective)?,
            },
            content: content.transpose()?,
            verdict: PublishedVerdict::named(&self.verdict)?,
            people: from_json(PEOPLE, &self.people)?,
            people_seen: self.people_seen,
        })
    }
}

pub async fn find(connection: &mut Connection, permalink: &Permalink) -> Result<Option<Publication>, DatabaseError> {
    let found = query_as::<_, Columns>("SELECT * FROM publications WHERE permalink = $1").bind(&permalink.0);
    found.fetch_optional(connection).await?.map(Columns::publication).transpose()
}

pub async fn words(
    connection: &mut Connection,
    permalink: &Permalink,
) -> Result<Option<Vec<PublishedHumanScore>>, DatabaseError> {
    let words = query_scalar::<_, String>("SELECT people FROM publications WHERE permalink = $1").bind(&permalink.0);
    words.fetch_optional(connection).await?.map(|words| from_json(PEOPLE, &words)).transpose()
}

pub async fn of_run(connection: &mut Connection, run: &RunId) -> Result<Vec<Publication>, DatabaseError> {
    let found =
        query_as::<_, Columns>("SELECT * FROM publications WHERE run = $1 ORDER BY published_ms DESC, permalink");
    found.bind(&run.0).fetch_all(connection).await?.into_iter().map(Columns::publication).collect()
}

pub async fn runs(connection: &mut Connection) -> Result<Vec<RunId>, DatabaseError> {
    let runs = query_scalar("SELECT DISTINCT run FROM publications WHERE withdrawn_ms IS NULL ORDER BY run");
    Ok(runs.fetch_all(connection).await?.into_iter().map(RunId).collect())
}

pub async fn set_verdict(
    connection: &mut Connection,
    permalink: &Permalink,
    verdict: PublishedVerdict,
) -> Result<(), DatabaseError> {
    let update = query("UPDATE publications SET verdict = $1 WHERE permalink = $2");
    update.bind(verdict.name()).bind(&permalink.0).execute(connection).await?;
    Ok(())
}

pub async fn set_people(
    connection: &mut Connection,
    permalink: &Permalink,
    people: &PeopleNow,
) -> Result<(), DatabaseError> {
    let update =
        query("UPDATE publications SET people = $1, people_seen = $2 WHERE permalink = $3 AND withdrawn_ms IS NULL");
    let update = update.bind(to_json(PEOPLE, &people.words)?).bind(&people.seen).bind(&permalink.0);
    update.execute(&mut *connection).await?;
    let clear = query(
        "UPDATE gallery_items SET similarity = NULL, recognition = NULL, naturalness = NULL WHERE publication = $1",
    );
    clear.bind(&permalink.0).execute(&mut *connection).await?;
    for (place, clone, figures) in &people.clones {
        let update = query(
            "UPDATE gallery_items SET similarity = $1, recognition = $2, naturalness = $3
             WHERE publication = $4 AND place = $5 AND clone = $6",
        );
        let update = update.bind(figures.similarity).bind(figures.recognition).bind(figures.naturalness);
        let update = update.bind(&permalink.0).bind(i64::from(*place)).bind(i64::from(*clone));
        update.execute(&mut *connection).await?;
    }
    Ok(())
}
