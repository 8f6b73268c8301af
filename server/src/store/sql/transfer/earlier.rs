//! Databases as earlier versions of the program left them.

use super::super::dialect;
use super::catalogue::tables;
use super::load::take;
use super::{Connection, DatabaseError, DumpItem};

/// All rows of a database of the schema number [`SAMPLED`], as they were dumped then. Never to be changed: rows of
/// later schemas are a file of their own.
const SAMPLE: &str = include_str!("../../transfer/sample.jsonl");

const SAMPLED: i64 = 6;

/// The numbers of all schemas that there were.
pub fn schemas() -> Vec<i64> {
    dialect::migrations().iter().map(|migration| migration.version).collect()
}

/// Brings an empty database to a schema, with rows in all tables that it has of the sample.
pub async fn make(connection: &mut Connection, schema: i64) -> Result<(), DatabaseError> {
    let migrations = dialect::migrations();
    let sampled = schemas().into_iter().filter(|known| *known <= schema.min(SAMPLED)).max();
    migrations.run_to(sampled.expect("a schema"), &mut *connection).await?;
    let tables = tables(connection).await?;
    let (give, mut parts) = tokio::sync::mpsc::channel(SAMPLE.lines().count() + 1);
    let mut is_there = false;
    for line in SAMPLE.lines() {
        let part: DumpItem = serde_json::from_str(line).expect("a part");
        if let DumpItem::Table(name, _) = &part {
            is_there = tables.iter().any(|table| table.name == *name);
        }
        if is_there || part == DumpItem::End {
            give.send(part).await.expect("room");
        }
    }
    drop(give);
    take(connection, &tables, &mut parts).await?;
    dialect::settle(connection).await?;
    Ok(migrations.run_to(schema, connection).await?)
}
