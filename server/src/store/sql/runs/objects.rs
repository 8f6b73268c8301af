//! Which objects rows name.

use super::read::hash;
use super::{Connection, ContentHash, DatabaseError, NamedObject};
use app::wire::run::RunId;
use sqlx::{FromRow, query, query_as, query_scalar};

/// Those of some objects that no row names.
pub async fn unnamed(connection: &mut Connection, hashes: Vec<ContentHash>) -> Result<Vec<ContentHash>, DatabaseError> {
    let mut unnamed = Vec::new();
    for hash in hashes {
        let named = query_scalar::<_, bool>(
            "SELECT EXISTS (SELECT 1 FROM run_files WHERE hash = $1)
                 OR EXISTS (SELECT 1 FROM run_snapshots WHERE hash = $1)",
        );
        if !named.bind(hash.as_str()).fetch_one(&mut *connection).await? {
            unnamed.push(hash);
        }
    }
    Ok(unnamed)
}

#[derive(FromRow)]
struct NamedColumns {
    run: String,
    what: String,
    hash: String,
    size: i64,
}

/// All objects that rows name.
pub async fn named(connection: &mut Connection) -> Result<Vec<NamedObject>, DatabaseError> {
    let rows = query_as::<_, NamedColumns>(
        "SELECT run, path AS what, hash, size FROM run_files
         UNION ALL
         SELECT run, 'snapshot ' || CAST(target AS TEXT) || '/' || CAST(iteration AS TEXT) AS what, hash, size
         FROM run_snapshots",
    );
    let object = |NamedColumns { run, what, hash: name, size }| {
        Ok(NamedObject { run: RunId(run), what, hash: hash("run_files.hash", name)?, size: size.cast_unsigned() })
    };
    rows.fetch_all(connection).await?.into_iter().map(object).collect()
}

/// Takes out the rows that name these.
pub async fn disown(connection: &mut Connection, hashes: Vec<ContentHash>) -> Result<u64, DatabaseError> {
    let mut rows = 0;
    for hash in hashes {
        for delete in ["DELETE FROM run_files WHERE hash = $1", "DELETE FROM run_snapshots WHERE hash = $1"] {
            rows += query(delete).bind(hash.as_str()).execute(&mut *connection).await?.rows_affected();
        }
    }
    Ok(rows)
}
