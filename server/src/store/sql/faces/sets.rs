//! Sets as such.

use super::{Action, Connection, CountedSet, DatabaseError, Deleted, FaceSetRow, images, note};
use crate::store::faces::FOLDER;
use crate::store::runs::CONFIG;
use crate::store::studies::columns::{Named, from_json, to_json};
use sqlx::{FromRow, query, query_as, query_scalar};
use wire::experiment::ExperimentConfig;
use wire::faces::{Authorisation, Basis, FaceSetId, FaceSetState};
use wire::people::{PersonId, WorkspaceId};

/// A row of `current_face_sets`.
#[derive(FromRow)]
struct Columns {
    id: String,
    workspace: String,
    name: String,
    state: String,
    folder: Option<String>,
    authorised_by: String,
    basis: String,
    creator: String,
    creator_name: String,
    created_ms: i64,
    #[sqlx(try_from = "i64")]
    identities: u32,
    #[sqlx(try_from = "i64")]
    images: u32,
    #[sqlx(try_from = "i64")]
    fewest: u32,
    bytes: i64,
}

impl Columns {
    fn row(self) -> Result<CountedSet, DatabaseError> {
        let set = FaceSetRow {
            id: FaceSetId(self.id),
            workspace: WorkspaceId(self.workspace),
            name: self.name,
            state: FaceSetState::named(&self.state)?,
            folder: self.folder.map(|folder| from_json(FOLDER, &folder)).transpose()?,
            authorisation: Authorisation { by: self.authorised_by, basis: <Basis as Named>::named(&self.basis)? },
            creator: (PersonId(self.creator), self.creator_name),
            created_ms: self.created_ms.cast_unsigned(),
        };
        let Self { identities, images, fewest, bytes, .. } = self;
        Ok(CountedSet { set, identities, images, fewest, bytes: bytes.cast_unsigned() })
    }
}

pub async fn add(connection: &mut Connection, set: FaceSetRow, action: Action) -> Result<(), DatabaseError> {
    let insert = query(
        "INSERT INTO face_sets
             (id, workspace, name, state, folder, authorised_by, basis, creator, creator_name, created_ms)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    );
    let folder = set.folder.as_ref().map(|folder| to_json(FOLDER, folder)).transpose()?;
    insert
        .bind(&set.id.0)
        .bind(&set.workspace.0)
        .bind(&set.name)
        .bind(set.state.name())
        .bind(folder)
        .bind(&set.authorisation.by)
        .bind(set.authorisation.basis.name())
        .bind(&set.creator.0.0)
        .bind(&set.creator.1)
        .bind(set.created_ms.cast_signed())
        .execute(&mut *connection)
        .await?;
    note(connection, action).await
}

pub async fn all(connection: &mut Connection, workspace: &WorkspaceId) -> Result<Vec<CountedSet>, DatabaseError> {
    let sets =
        query_as::<_, Columns>("SELECT * FROM current_face_sets WHERE workspace = $1 ORDER BY created_ms DESC, id");
    sets.bind(&workspace.0).fetch_all(connection).await?.into_iter().map(Columns::row).collect()
}

pub async fn one(connection: &mut Connection, id: &FaceSetId) -> Result<Option<CountedSet>, DatabaseError> {
    let set = query_as::<_, Columns>("SELECT * FROM current_face_sets WHERE id = $1").bind(&id.0);
    set.fetch_optional(connection).await?.map(Columns::row).transpose()
}

pub async fn finish(connection: &mut Connection, id: FaceSetId, action: Action) -> Result<bool, DatabaseError> {
    let update = query("UPDATE face_sets SET state = $1 WHERE id = $2 AND state = $3");
    let update = update.bind(FaceSetState::Ready.name()).bind(&id.0).bind(FaceSetState::Filling.name());
    let is_done = update.execute(&mut *connection).await?.rows_affected() == 1;
    if is_done {
        note(connection, action).await?;
    }
    Ok(is_done)
}

pub async fn delete(connection: &mut Connection, id: FaceSetId, action: Action) -> Result<Deleted, DatabaseError> {
    if is_used(connection, |config| config.faces.set.as_ref() == Some(&id)).await? {
        return Ok(Deleted::InUse);
    }
    let unnamed = images::clear(connection, &id).await?;
    let gone = query("DELETE FROM face_sets WHERE id = $1").bind(&id.0).execute(&mut *connection).await?;
    if gone.rows_affected() == 0 {
        return Ok(Deleted::Missing);
    }
    note(connection, action).await?;
    Ok(Deleted::Gone(unnamed))
}

/// Whether a run that waits or computes uses something. There are few of them.
pub async fn is_used(
    connection: &mut Connection,
    uses: impl Fn(&ExperimentConfig) -> bool + Send,
) -> Result<bool, DatabaseError> {
    let configs = query_scalar::<_, String>("SELECT r.config FROM runs r JOIN jobs j ON j.run = r.id");
    for config in configs.fetch_all(connection).await? {
        if uses(&from_json(CONFIG, &config)?) {
            return Ok(true);
        }
    }
    Ok(false)
}
