//! The images of sets.

use super::super::runs::{content_hash, unnamed};
use super::{AddFaceOutcome, Connection, DatabaseError, FaceRow, FaceSetId, PersonInSet};
use crate::store::objects::ContentHash;
use crate::store::studies::columns::Named;
use sqlx::{FromRow, query, query_as, query_scalar};
use wire::faces::FaceSetState;

/// Table and field of an image's object.
const HASH: &str = "face_files.hash";

#[derive(FromRow)]
struct Columns {
    identity: String,
    name: String,
    hash: String,
    size: i64,
}

impl Columns {
    fn row(self) -> Result<FaceRow, DatabaseError> {
        let hash = content_hash(HASH, self.hash)?;
        Ok(FaceRow { identity: self.identity, name: self.name, hash, size: self.size.cast_unsigned() })
    }
}

pub async fn all(connection: &mut Connection, id: &FaceSetId) -> Result<Vec<FaceRow>, DatabaseError> {
    let faces = query_as::<_, Columns>(
        "SELECT identity, name, hash, size FROM face_files WHERE face_set = $1 ORDER BY identity, name",
    );
    faces.bind(&id.0).fetch_all(connection).await?.into_iter().map(Columns::row).collect()
}

pub async fn first(
    connection: &mut Connection,
    id: &FaceSetId,
    identity: &str,
) -> Result<Option<FaceRow>, DatabaseError> {
    let face = query_as::<_, Columns>(
        "SELECT identity, name, hash, size FROM face_files WHERE face_set = $1 AND identity = $2 ORDER BY name LIMIT 1",
    );
    face.bind(&id.0).bind(identity).fetch_optional(connection).await?.map(Columns::row).transpose()
}

#[derive(FromRow)]
struct PersonColumns {
    identity: String,
    #[sqlx(try_from = "i64")]
    images: u32,
}

pub async fn people(connection: &mut Connection, id: &FaceSetId) -> Result<Vec<PersonInSet>, DatabaseError> {
    let people = query_as::<_, PersonColumns>(
        "SELECT identity, COUNT(*) AS images FROM face_files WHERE face_set = $1 GROUP BY identity ORDER BY identity",
    );
    let person = |PersonColumns { identity, images }| PersonInSet { name: identity, images };
    Ok(people.bind(&id.0).fetch_all(connection).await?.into_iter().map(person).collect())
}

pub async fn keep(
    connection: &mut Connection,
    id: FaceSetId,
    face: FaceRow,
    most: u32,
) -> Result<AddFaceOutcome, DatabaseError> {
    let state = query_scalar::<_, String>("SELECT state FROM face_sets WHERE id = $1 AND folder IS NULL");
    let state = state.bind(&id.0).fetch_optional(&mut *connection).await?;
    if state.as_deref() != Some(FaceSetState::Filling.name()) {
        return Ok(AddFaceOutcome::NotFilling);
    }
    let before =
        query_scalar::<_, String>("SELECT hash FROM face_files WHERE face_set = $1 AND identity = $2 AND name = $3");
    let before = before.bind(&id.0).bind(&face.identity).bind(&face.name).fetch_optional(&mut *connection).await?;
    if before.is_none() && count(connection, &id).await? >= i64::from(most) {
        return Ok(AddFaceOutcome::Full);
    }
    let save = query(
        "INSERT INTO face_files (face_set, identity, name, hash, size) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (face_set, identity, name) DO UPDATE SET hash = excluded.hash, size = excluded.size",
    );
    let save = save.bind(&id.0).bind(&face.identity).bind(&face.name);
    save.bind(face.hash.as_str()).bind(face.size.cast_signed()).execute(&mut *connection).await?;
    let replaced = before.map(|hash| content_hash(HASH, hash)).transpose()?.filter(|before| *before != face.hash);
    let unnamed = unnamed(connection, replaced.into_iter().collect()).await?;
    Ok(AddFaceOutcome::Kept(unnamed.into_iter().next()))
}

async fn count(connection: &mut Connection, id: &FaceSetId) -> Result<i64, DatabaseError> {
    let count = query_scalar("SELECT COUNT(*) FROM face_files WHERE face_set = $1").bind(&id.0);
    Ok(count.fetch_one(connection).await?)
}

/// Takes all images out; the objects that no row names any more.
pub async fn clear(connection: &mut Connection, id: &FaceSetId) -> Result<Vec<ContentHash>, DatabaseError> {
    let named = query_scalar::<_, String>("SELECT DISTINCT hash FROM face_files WHERE face_set = $1").bind(&id.0);
    let hashes = named.fetch_all(&mut *connection).await?.into_iter().map(|hash| content_hash(HASH, hash));
    let hashes = hashes.collect::<Result<Vec<_>, _>>()?;
    query("DELETE FROM face_files WHERE face_set = $1").bind(&id.0).execute(&mut *connection).await?;
    unnamed(connection, hashes).await
}
