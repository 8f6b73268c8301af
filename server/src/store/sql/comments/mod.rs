//! Comments on runs.

use super::{Connection, Sql};
use crate::store::comments::{Added, CommentChange, CommentLimits, CommentRow, CommentStore};
use crate::store::database::error::{DatabaseError, StoreFuture};
use sqlx::{FromRow, query, query_as, query_scalar};
use wire::comments::CommentId;
use wire::people::PersonId;
use wire::run::RunId;

impl CommentStore for Sql {
    fn add_comment(&self, comment: CommentRow, limits: CommentLimits) -> StoreFuture<'_, Added> {
        Box::pin(self.writer.write(move |connection| Box::pin(add(connection, comment, limits))))
    }

    fn comments<'a>(&'a self, run: &'a RunId) -> StoreFuture<'a, Vec<CommentRow>> {
        Box::pin(async move {
            let rows = query_as::<_, Columns>("SELECT * FROM comments WHERE run = $1 ORDER BY created_ms, id");
            let rows = rows.bind(&run.0).fetch_all(&mut *self.reader().await?).await?;
            Ok(rows.into_iter().map(Columns::row).collect())
        })
    }

    fn comment<'a>(&'a self, id: &'a CommentId) -> StoreFuture<'a, Option<CommentRow>> {
        Box::pin(async move {
            let row = query_as::<_, Columns>("SELECT * FROM comments WHERE id = $1").bind(&id.0);
            Ok(row.fetch_optional(&mut *self.reader().await?).await?.map(Columns::row))
        })
    }

    fn comment_count<'a>(&'a self, run: &'a RunId) -> StoreFuture<'a, u32> {
        Box::pin(async move { count(&mut *self.reader().await?, run).await })
    }

    fn change_comment(&self, change: CommentChange) -> StoreFuture<'_, bool> {
        Box::pin(self.writer.write(move |connection| Box::pin(apply(connection, change))))
    }

    fn delete_comment<'a>(&'a self, id: &'a CommentId) -> StoreFuture<'a, bool> {
        let id = id.clone();
        Box::pin(self.writer.write(move |connection| Box::pin(delete(connection, id))))
    }
}

/// A row of `comments`.
#[derive(FromRow)]
struct Columns {
    id: String,
    run: String,
    author: String,
    author_name: String,
    text: String,
    created_ms: i64,
    edited_ms: Option<i64>,
    edited_by: Option<String>,
}

impl Columns {
    fn row(self) -> CommentRow {
        CommentRow {
            id: CommentId(self.id),
            run: RunId(self.run),
            author: PersonId(self.author),
            author_name: self.author_name,
            text: self.text,
            created_ms: self.created_ms.cast_unsigned(),
            edited: self.edited_ms.map(i64::cast_unsigned).zip(self.edited_by),
        }
    }
}

async fn add(connection: &mut Connection, comment: CommentRow, limits: CommentLimits) -> Result<Added, DatabaseError> {
    if count(connection, &comment.run).await? >= limits.of_run {
        return Ok(Added::RunIsFull);
    }
    if let Some(limits) = limits.of_author {
        let on_run = query_scalar("SELECT COUNT(*) FROM comments WHERE author = $1 AND run = $2");
        let on_run: i64 = on_run.bind(&comment.author.0).bind(&comment.run.0).fetch_one(&mut *connection).await?;
        if on_run >= i64::from(limits.on_run) {
            return Ok(Added::AuthorHasMost);
        }
        let lately = query_scalar("SELECT COUNT(*) FROM comments WHERE author = $1 AND created_ms >= $2");
        let lately = lately.bind(&comment.author.0).bind(limits.since_ms.cast_signed());
        let lately: i64 = lately.fetch_one(&mut *connection).await?;
        if lately >= i64::from(limits.lately) {
            return Ok(Added::TooFast);
        }
    }
    let (edited_ms, edited_by) = comment.edited.unzip();
    let insert = query(
        "INSERT INTO comments (id, run, author, author_name, text, created_ms, edited_ms, edited_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    );
    let insert = insert.bind(comment.id.0).bind(comment.run.0).bind(comment.author.0).bind(comment.author_name);
    let insert = insert.bind(comment.text).bind(comment.created_ms.cast_signed());
    insert.bind(edited_ms.map(u64::cast_signed)).bind(edited_by).execute(connection).await?;
    Ok(Added::Kept)
}

async fn count(connection: &mut Connection, run: &RunId) -> Result<u32, DatabaseError> {
    let count: i64 =
        query_scalar("SELECT COUNT(*) FROM comments WHERE run = $1").bind(&run.0).fetch_one(connection).await?;
    Ok(u32::try_from(count).unwrap_or(u32::MAX))
}

async fn apply(connection: &mut Connection, change: CommentChange) -> Result<bool, DatabaseError> {
    let update = query("UPDATE comments SET text = $1, edited_ms = $2, edited_by = $3 WHERE id = $4");
    let update = update.bind(change.text).bind(change.edited_ms.cast_signed()).bind(change.edited_by);
    Ok(update.bind(change.id.0).execute(connection).await?.rows_affected() > 0)
}

async fn delete(connection: &mut Connection, id: CommentId) -> Result<bool, DatabaseError> {
    let delete = query("DELETE FROM comments WHERE id = $1").bind(id.0);
    Ok(delete.execute(connection).await?.rows_affected() > 0)
}
