//! What tables there are.

use super::super::dialect;
use super::{Connection, DatabaseError, Kind, Table};
use crate::store::transfer::parents_first;
use sqlx::{query_as, query_scalar};

/// All tables with their columns, those that others name before these. The list of migrations is none of them.
pub async fn tables(connection: &mut Connection) -> Result<Vec<Table>, DatabaseError> {
    let columns: Vec<(String, String, String)> = query_as(dialect::COLUMNS).fetch_all(&mut *connection).await?;
    let mut tables: Vec<Table> = Vec::new();
    for (table, column, declared) in columns {
        let kind = Kind::of(&declared).ok_or_else(|| DatabaseError::Damaged {
            what: "the catalogue",
            why: format!("{table}.{column} is {declared}, which no table of Effigy has"),
        })?;
        match tables.last_mut().filter(|last| last.name == table) {
            Some(last) => last.columns.push((column, kind)),
            None => tables.push(Table { name: table, columns: vec![(column, kind)] }),
        }
    }
    let references: Vec<(String, String)> = query_as(dialect::REFERENCES).fetch_all(connection).await?;
    Ok(parents_first(tables, &references))
}

/// The number of the last change of the schema.
pub async fn schema(connection: &mut Connection) -> Result<i64, DatabaseError> {
    Ok(query_scalar("SELECT MAX(version) FROM _sqlx_migrations").fetch_one(connection).await?)
}
