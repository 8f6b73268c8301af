//! Rows into a database that has none.

use super::super::dialect;
use super::catalogue::tables;
use super::{Connection, DatabaseError, DumpItem, Kind, Table, Value, quoted};
use sqlx::{AssertSqlSafe, query};
use tokio::sync::mpsc::Receiver;

/// Creates the tables of the given schema, inserts all rows, and migrates them to this program's schema. Call it in a
/// transaction: a failure leaves a partial result.
pub async fn load(
    connection: &mut Connection,
    schema: i64,
    parts: &mut Receiver<DumpItem>,
) -> Result<(), DatabaseError> {
    let migrations = dialect::migrations();
    let newest = migrations.iter().map(|migration| migration.version).max();
    if newest.is_none_or(|newest| schema > newest) {
        return Err(DatabaseError::Unfit(
            "it was made by a newer version of Effigy; restore it with that version".into(),
        ));
    }
    // A dialect need not have every number. Later changes are made to the rows as they would have been where they were.
    let known = migrations.iter().map(|migration| migration.version).filter(|version| *version <= schema).max();
    let known = known.ok_or_else(|| DatabaseError::Unfit(format!("no database had its schema, number {schema}")))?;
    migrations.run_to(known, &mut *connection).await?;
    let tables = tables(connection).await?;
    // Rows that come with the tables are among those that are taken.
    for table in tables.iter().rev() {
        query(AssertSqlSafe(format!("DELETE FROM {}", quoted(&table.name)))).execute(&mut *connection).await?;
    }
    take(connection, &tables, parts).await?;
    dialect::settle(connection).await?;
    Ok(migrations.run(connection).await?)
}

pub(super) async fn take(
    connection: &mut Connection,
    tables: &[Table],
    parts: &mut Receiver<DumpItem>,
) -> Result<(), DatabaseError> {
    let mut into: Option<(Table, String)> = None;
    while let Some(part) = parts.recv().await {
        match part {
            DumpItem::Table(name, columns) => into = Some(insert(tables, &name, &columns)?),
            DumpItem::Row(values) => {
                let (table, insert) = into.as_ref().ok_or_else(|| DatabaseError::Unfit("a row of no table".into()))?;
                put(connection, table, insert, values).await?;
            }
            DumpItem::End => return Ok(()),
        }
    }
    Err(DatabaseError::Unfit("it ends too early".into()))
}

/// The table, with its columns in the order in which they come, and a statement that takes a row. All names in it are
/// the catalogue's.
fn insert(tables: &[Table], name: &str, columns: &[String]) -> Result<(Table, String), DatabaseError> {
    let unknown = |what: &str| DatabaseError::Unfit(format!("this version of Effigy knows no {what}"));
    let table = tables.iter().find(|table| table.name == name).ok_or_else(|| unknown(&format!("table {name:?}")))?;
    let known = columns.iter().map(|column| {
        let known = table.columns.iter().find(|(name, _)| name == column);
        known.cloned().ok_or_else(|| unknown(&format!("column {column:?} of {name}")))
    });
    let table = Table { name: name.into(), columns: known.collect::<Result<_, _>>()? };
    let places: Vec<_> = (1..=columns.len()).map(|at| format!("${at}")).collect();
    let insert = format!("INSERT INTO {} ({}) VALUES ({})", quoted(name), table.quoted_columns(), places.join(", "));
    Ok((table, insert))
}

async fn put(
    connection: &mut Connection,
    table: &Table,
    insert: &str,
    values: Vec<Value>,
) -> Result<(), DatabaseError> {
    if values.len() != table.columns.len() {
        return Err(DatabaseError::Unfit(format!("a row of {} has {} values", table.name, values.len())));
    }
    let mut insert = query(AssertSqlSafe(insert.to_owned()));
    for (value, (column, kind)) in values.into_iter().zip(&table.columns) {
        let value = value.fit(*kind).ok_or_else(|| {
            DatabaseError::Unfit(format!("a value of {}.{column} is not of the column's kind", table.name))
        })?;
        insert = match (value, kind) {
            (Value::Text(text), _) => insert.bind(text),
            (Value::Integer(number), _) => insert.bind(number),
            (Value::Float { float }, _) => insert.bind(float),
            (Value::Boolean(flag), _) => insert.bind(flag),
            (Value::Bytes { base64 }, _) => insert.bind(base64),
            (Value::Null, Kind::Text) => insert.bind(None::<String>),
            (Value::Null, Kind::Integer) => insert.bind(None::<i64>),
            (Value::Null, Kind::Float) => insert.bind(None::<f64>),
            (Value::Null, Kind::Boolean) => insert.bind(None::<bool>),
            (Value::Null, Kind::Bytes) => insert.bind(None::<Vec<u8>>),
        };
    }
    insert.execute(connection).await?;
    Ok(())
}
