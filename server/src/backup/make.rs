//! Makes a backup, beside servers and workers if need be.
//!
//! Objects never change, so only the rows must be from one moment. But an object that no row names is removed after a
//! while ([`KEPT`](crate::store::objects::KEPT)), and copying all objects may well take longer. So the currently named
//! objects are copied first, then the newly named ones, repeatedly, until few are left. Then come the rows, from one
//! moment, and last the few objects that they name and that were not copied yet, well within that period.

use super::manifest::{FORMAT, Manifest};
use super::writer::Writer;
use super::{Progress, object_columns};
use crate::store::Archive;
use crate::store::database::Database;
use crate::store::objects::{ContentHash, ObjectError, Objects};
use crate::store::transfer::{DumpItem, Value};
use crate::time::now_ms;
use anyhow::{Result, ensure};
use futures_util::StreamExt;
use std::collections::{BTreeMap, HashSet};
use std::path::Path;
use tokio::sync::mpsc;

/// Most rounds of copying before the rows.
const ROUNDS: usize = 4;

/// A round that copies fewer bytes is the last.
const LITTLE: u64 = 64 << 20;

/// Objects read ahead of the writer; each is held in memory.
const AHEAD: usize = 2;

/// Rows waiting to be written.
const WAITING: usize = 256;

/// Objects with their sizes.
type ObjectSizes = BTreeMap<ContentHash, u64>;

/// Makes a backup and returns its manifest, which names lost and damaged objects; these are left out.
///
/// # Errors
/// If the store fails, or the file exists or cannot be written; nothing is left then.
pub async fn back_up(archive: &Archive, file: &Path, progress: Progress<'_>) -> Result<Manifest> {
    let (database, objects) = (archive.database().as_ref(), archive.objects());
    let writer = Writer::create(file)?;
    let mut making = BackupBuilder { objects, writer, progress, copied: HashSet::new(), bytes: 0, total: 0 };
    for _ in 0..ROUNDS {
        let before = making.bytes;
        let named = database.named().await?.into_iter().map(|row| (row.hash, row.size)).collect();
        // An object that is already gone was released.
        making.copy(named).await?;
        if making.bytes - before < LITTLE {
            break;
        }
    }
    let (schema, named) = making.rows(database).await?;
    let lost = making.copy(named).await?;
    let BackupBuilder { writer, copied, bytes, .. } = making;
    writer.finish(Manifest {
        effigy_backup: FORMAT,
        program: env!("CARGO_PKG_VERSION").into(),
        made_ms: now_ms(),
        schema,
        tables: Vec::new(),
        objects: copied.len() as u64,
        object_bytes: bytes,
        lost: lost.iter().map(ToString::to_string).collect(),
    })
}

struct BackupBuilder<'a> {
    objects: &'a Objects,
    writer: Writer,
    progress: Progress<'a>,
    copied: HashSet<ContentHash>,
    /// Bytes copied.
    bytes: u64,
    /// Bytes known to be needed.
    total: u64,
}

impl BackupBuilder<'_> {
    /// Copies the objects that were not copied yet. Returns those that cannot be read.
    async fn copy(&mut self, named: ObjectSizes) -> Result<Vec<ContentHash>> {
        let new: Vec<_> = named.into_iter().filter(|(hash, _)| !self.copied.contains(hash)).collect();
        self.total = self.bytes + new.iter().map(|(_, size)| size).sum::<u64>();
        let mut lost = Vec::new();
        let objects = self.objects;
        let read = futures_util::stream::iter(new).map(async |(hash, _)| {
            let bytes = objects.get(&hash).await;
            (hash, bytes)
        });
        let mut read = std::pin::pin!(read.buffered(AHEAD));
        while let Some((hash, bytes)) = read.next().await {
            match bytes {
                Ok(Some(bytes)) => {
                    self.writer.object(&hash, &bytes)?;
                    self.bytes += bytes.len() as u64;
                    self.copied.insert(hash);
                }
                Ok(None) | Err(ObjectError::Damaged(_)) => lost.push(hash),
                Err(error) => return Err(error.into()),
            }
            (self.progress)(self.bytes, self.total)?;
        }
        Ok(lost)
    }

    /// Writes all rows. Returns the schema's number, and the objects that the rows name.
    async fn rows(&mut self, database: &dyn Database) -> Result<(i64, ObjectSizes)> {
        let (parts, mut coming) = mpsc::channel(WAITING);
        let write = async {
            let (mut named, mut is_whole) = (ObjectSizes::new(), false);
            while let Some(part) = coming.recv().await {
                match part {
                    DumpItem::Table(name, columns) => self.writer.begin_table(name, columns)?,
                    DumpItem::Row(values) => {
                        named.extend(object_of(self.writer.columns(), &values));
                        self.writer.row(&values)?;
                    }
                    DumpItem::End => is_whole = true,
                }
                (self.progress)(self.bytes, self.total)?;
            }
            // Nobody reads further rows, should there be any.
            drop(coming);
            self.writer.end_table();
            anyhow::Ok((named, is_whole))
        };
        let (schema, written) = tokio::join!(database.dump(parts), write);
        let (named, is_whole) = written?;
        let schema = schema?;
        ensure!(is_whole, "the database gave not all of its rows");
        Ok((schema, named))
    }
}

/// The object that a row names, if it names one.
fn object_of(columns: &[String], values: &[Value]) -> Option<(ContentHash, u64)> {
    let (hash, size) = object_columns(columns)?;
    match (values.get(hash)?, values.get(size)?) {
        (Value::Text(hash), Value::Integer(size)) => {
            Some((ContentHash::try_from(hash.clone()).ok()?, size.cast_unsigned()))
        }
        _ => None,
    }
}
