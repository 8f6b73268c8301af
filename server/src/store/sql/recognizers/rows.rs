//! Rows of recognizers and of their files.

use super::super::faces::is_used;
use super::super::people::note;
use super::super::runs::{content_hash, unnamed};
use super::{Action, Connection, DatabaseError, Deleted, FileRow, RecognizerId, RecognizerRow, WEIGHTS, WorkspaceId};
use crate::store::studies::columns::Named;
use sqlx::{FromRow, query, query_as, query_scalar};
use wire::faces::{Authorisation, Basis};
use wire::people::PersonId;

/// Table and field of a file's object.
const HASH: &str = "recognizer_files.hash";

/// A row of `current_recognizers`.
#[derive(FromRow)]
struct Columns {
    id: String,
    workspace: String,
    name: String,
    file: Option<String>,
    #[sqlx(try_from = "i64")]
    classes: u32,
    authorised_by: String,
    basis: String,
    creator: String,
    creator_name: String,
    created_ms: i64,
    is_whole: bool,
}

impl Columns {
    fn row(self) -> Result<(RecognizerRow, bool), DatabaseError> {
        let row = RecognizerRow {
            id: RecognizerId(self.id),
            workspace: WorkspaceId(self.workspace),
            name: self.name,
            file: self.file,
            classes: self.classes,
            authorisation: Authorisation { by: self.authorised_by, basis: <Basis as Named>::named(&self.basis)? },
            creator: (PersonId(self.creator), self.creator_name),
            created_ms: self.created_ms.cast_unsigned(),
        };
        Ok((row, self.is_whole))
    }
}

pub async fn add(
    connection: &mut Connection,
    row: RecognizerRow,
    description: Option<FileRow>,
    action: Action,
) -> Result<(), DatabaseError> {
    let insert = query(
        "INSERT INTO recognizers
             (id, workspace, name, file, classes, authorised_by, basis, creator, creator_name, created_ms)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    );
    insert
        .bind(&row.id.0)
        .bind(&row.workspace.0)
        .bind(&row.name)
        .bind(&row.file)
        .bind(i64::from(row.classes))
        .bind(&row.authorisation.by)
        .bind(row.authorisation.basis.name())
        .bind(&row.creator.0.0)
        .bind(&row.creator.1)
        .bind(row.created_ms.cast_signed())
        .execute(&mut *connection)
        .await?;
    if let Some(description) = description {
        save(connection, &row.id, &description).await?;
    }
    note(connection, action).await
}

async fn save(connection: &mut Connection, id: &RecognizerId, file: &FileRow) -> Result<(), DatabaseError> {
    let save = query("INSERT INTO recognizer_files (recognizer, path, hash, size) VALUES ($1, $2, $3, $4)");
    let save = save.bind(&id.0).bind(&file.path).bind(file.hash.as_str()).bind(file.size.cast_signed());
    save.execute(connection).await?;
    Ok(())
}

pub async fn all(
    connection: &mut Connection,
    workspace: &WorkspaceId,
) -> Result<Vec<(RecognizerRow, bool)>, DatabaseError> {
    let rows =
        query_as::<_, Columns>("SELECT * FROM current_recognizers WHERE workspace = $1 ORDER BY created_ms DESC, id");
    rows.bind(&workspace.0).fetch_all(connection).await?.into_iter().map(Columns::row).collect()
}

pub async fn one(
    connection: &mut Connection,
    id: &RecognizerId,
) -> Result<Option<(RecognizerRow, bool)>, DatabaseError> {
    let row = query_as::<_, Columns>("SELECT * FROM current_recognizers WHERE id = $1").bind(&id.0);
    row.fetch_optional(connection).await?.map(Columns::row).transpose()
}

#[derive(FromRow)]
struct FileColumns {
    path: String,
    hash: String,
    size: i64,
}

pub async fn files(connection: &mut Connection, id: &RecognizerId) -> Result<Vec<FileRow>, DatabaseError> {
    let files =
        query_as::<_, FileColumns>("SELECT path, hash, size FROM recognizer_files WHERE recognizer = $1 ORDER BY path");
    let row = |FileColumns { path, hash, size }| {
        Ok(FileRow { path, hash: content_hash(HASH, hash)?, size: size.cast_unsigned() })
    };
    files.bind(&id.0).fetch_all(connection).await?.into_iter().map(row).collect()
}

pub async fn keep_file(connection: &mut Connection, id: RecognizerId, file: FileRow) -> Result<bool, DatabaseError> {
    let wants = query_scalar::<_, bool>(
        "SELECT EXISTS (SELECT 1 FROM recognizers r WHERE r.id = $1 AND r.file IS NULL)
             AND NOT EXISTS (SELECT 1 FROM recognizer_files f WHERE f.recognizer = $1 AND f.path IN ($2, $3))",
    );
    let wants = wants.bind(&id.0).bind(&file.path).bind(WEIGHTS).fetch_one(&mut *connection).await?;
    if wants {
        save(connection, &id, &file).await?;
    }
    Ok(wants)
}

pub async fn delete(connection: &mut Connection, id: RecognizerId, action: Action) -> Result<Deleted, DatabaseError> {
    let uses = |config: &wire::experiment::ExperimentConfig| config.recognizers.kept().any(|(_, kept)| *kept == id);
    if is_used(connection, uses).await? {
        return Ok(Deleted::InUse);
    }
    let hashes = files(connection, &id).await?.into_iter().map(|file| file.hash).collect();
    query("DELETE FROM recognizer_files WHERE recognizer = $1").bind(&id.0).execute(&mut *connection).await?;
    let gone = query("DELETE FROM recognizers WHERE id = $1").bind(&id.0).execute(&mut *connection).await?;
    if gone.rows_affected() == 0 {
        return Ok(Deleted::Missing);
    }
    note(connection, action).await?;
    Ok(Deleted::Gone(unnamed(connection, hashes).await?))
}
