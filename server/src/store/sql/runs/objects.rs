//! Which objects rows name.

use super::read::hash;
use super::{Connection, ContentHash, DatabaseError, NamedObject};
use crate::store::runs::Owner;
use sqlx::{FromRow, query, query_as, query_scalar};
use wire::faces::{FaceSetId, RecognizerId};
use wire::run::RunId;

/// Those of some objects that no row names.
pub async fn unnamed(connection: &mut Connection, hashes: Vec<ContentHash>) -> Result<Vec<ContentHash>, DatabaseError> {
    let mut unnamed = Vec::new();
    for hash in hashes {
        let named = query_scalar::<_, bool>("SELECT EXISTS (SELECT 1 FROM named_objects WHERE hash = $1)");
        if !named.bind(hash.as_str()).fetch_one(&mut *connection).await? {
            unnamed.push(hash);
        }
    }
    Ok(unnamed)
}

/// Whether any row names an object.
pub async fn is_any_named(connection: &mut Connection) -> Result<bool, DatabaseError> {
    Ok(query_scalar("SELECT EXISTS (SELECT 1 FROM named_objects)").fetch_one(connection).await?)
}

/// Whether there is nobody, and nothing that somebody has made.
pub async fn is_blank(connection: &mut Connection) -> Result<bool, DatabaseError> {
    let is_something = "SELECT EXISTS (SELECT 1 FROM people) OR EXISTS (SELECT 1 FROM runs)
        OR EXISTS (SELECT 1 FROM studies) OR EXISTS (SELECT 1 FROM named_objects)";
    Ok(!query_scalar::<_, bool>(is_something).fetch_one(connection).await?)
}

#[derive(FromRow)]
struct NamedColumns {
    kind: String,
    owner: String,
    what: String,
    hash: String,
    size: i64,
}

/// All objects that rows name.
pub async fn named(connection: &mut Connection) -> Result<Vec<NamedObject>, DatabaseError> {
    let rows = query_as::<_, NamedColumns>("SELECT kind, owner, what, hash, size FROM named_objects");
    rows.fetch_all(connection).await?.into_iter().map(NamedColumns::row).collect()
}

impl NamedColumns {
    fn row(self) -> Result<NamedObject, DatabaseError> {
        let owner = match self.kind.as_str() {
            "run" => Owner::Run(RunId(self.owner)),
            "face set" => Owner::FaceSet(FaceSetId(self.owner)),
            "recognizer" => Owner::Recognizer(RecognizerId(self.owner)),
            kind => {
                let why = format!("there is no {kind:?}");
                return Err(DatabaseError::Damaged { what: "named_objects.kind", why });
            }
        };
        let hash = hash("named_objects.hash", self.hash)?;
        Ok(NamedObject { owner, what: self.what, hash, size: self.size.cast_unsigned() })
    }
}

/// Takes out the rows that name these.
pub async fn disown(connection: &mut Connection, hashes: Vec<ContentHash>) -> Result<u64, DatabaseError> {
    let mut rows = 0;
    for hash in hashes {
        for delete in [
            "DELETE FROM run_files WHERE hash = $1",
            "DELETE FROM run_snapshots WHERE hash = $1",
            "DELETE FROM face_files WHERE hash = $1",
            "DELETE FROM recognizer_files WHERE hash = $1",
        ] {
            rows += query(delete).bind(hash.as_str()).execute(&mut *connection).await?.rows_affected();
        }
    }
    Ok(rows)
}
