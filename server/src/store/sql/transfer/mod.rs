//! All rows out of a database, and into one.

mod catalogue;
#[cfg(test)]
pub mod earlier;
mod load;

pub use load::load;

use super::{Connection, Sql};
use crate::store::database::error::{DatabaseError, StoreFuture};
use crate::store::transfer::{DumpItem, Kind, Table, TransferStore, Value, quoted};
use catalogue::{schema, tables};
use futures_util::TryStreamExt;
use sqlx::{AssertSqlSafe, Row, query};
use tokio::sync::mpsc::Sender;

impl TransferStore for Sql {
    fn dump(&self, parts: Sender<DumpItem>) -> StoreFuture<'_, i64> {
        Box::pin(async move { dump(&mut *self.moment().await?, &parts).await })
    }
}

async fn dump(connection: &mut Connection, parts: &Sender<DumpItem>) -> Result<i64, DatabaseError> {
    let schema = schema(connection).await?;
    for table in tables(connection).await? {
        let names = table.columns.iter().map(|(name, _)| name.clone()).collect();
        if parts.send(DumpItem::Table(table.name.clone(), names)).await.is_err()
            || !rows(connection, &table, parts).await?
        {
            return Ok(schema);
        }
    }
    let _ = parts.send(DumpItem::End).await;
    Ok(schema)
}

/// Gives a table's rows; false if nobody takes them.
async fn rows(connection: &mut Connection, table: &Table, parts: &Sender<DumpItem>) -> Result<bool, DatabaseError> {
    let select = format!("SELECT {} FROM {}", table.quoted_columns(), quoted(&table.name));
    let mut rows = query(AssertSqlSafe(select)).fetch(connection);
    while let Some(row) = rows.try_next().await? {
        let kinds = table.columns.iter().enumerate();
        let values = kinds.map(|(at, (_, kind))| value(&row, at, *kind)).collect::<Result<_, _>>()?;
        if parts.send(DumpItem::Row(values)).await.is_err() {
            return Ok(false);
        }
    }
    Ok(true)
}

fn value(row: &<super::Db as sqlx::Database>::Row, at: usize, kind: Kind) -> sqlx::Result<Value> {
    let value = match kind {
        Kind::Text => row.try_get::<Option<String>, _>(at)?.map(Value::Text),
        // PostgreSQL's short integers are no 64-bit ones to the driver.
        Kind::Integer => super::dialect::integer(row, at)?.map(Value::Integer),
        Kind::Float => row.try_get::<Option<f64>, _>(at)?.map(|float| Value::Float { float }),
        Kind::Boolean => row.try_get::<Option<bool>, _>(at)?.map(Value::Boolean),
        Kind::Bytes => row.try_get::<Option<Vec<u8>>, _>(at)?.map(|base64| Value::Bytes { base64 }),
    };
    Ok(value.unwrap_or(Value::Null))
}
