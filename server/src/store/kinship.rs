//! Matches a database with its object store by an id that both carry. The first start on both creates it, backups
//! include it with the rows, and it distinguishes an installation's own files from another's.

use super::database::Database;
use super::objects::Objects;
use crate::digits;
use anyhow::Result;
use std::collections::HashSet;

/// Digits of an id, in pairs.
const PAIRS: usize = 8;

/// What a database is to a place of objects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kinship {
    /// Both carry the same id.
    Same,
    /// Each carries an id of its own.
    Strangers,
    /// One of them has none, and rows and objects are mostly of each other.
    Likely,
    /// One of them has none, and nothing says that they belong together.
    Unknown,
}

/// Compares the ids of a database and an object store.
///
/// # Errors
/// If one of them fails.
pub async fn kinship(database: &dyn Database, objects: &Objects) -> Result<Kinship> {
    match (database.installation().await?, objects.owner().await?) {
        (Some(one), Some(other)) if one == other => Ok(Kinship::Same),
        (Some(_), Some(_)) => Ok(Kinship::Strangers),
        _ if are_of_one_piece(database, objects).await? => Ok(Kinship::Likely),
        _ => Ok(Kinship::Unknown),
    }
}

/// Has a place of objects belong to a database from now on.
///
/// # Errors
/// If one of them fails.
pub async fn join(database: &dyn Database, objects: &Objects) -> Result<()> {
    let id = match (database.installation().await?, objects.owner().await?) {
        // A database of before there were ids takes that of its files.
        (Some(id), _) | (None, Some(id)) => id,
        (None, None) => digits::random(PAIRS)?,
    };
    Ok(objects.set_owner(&database.name_installation(id).await?).await?)
}

/// Whether most of the objects that rows name are there, and most of those that are there are named; or there are
/// neither.
async fn are_of_one_piece(database: &dyn Database, objects: &Objects) -> Result<bool> {
    // In this order, as one is there before a row names it.
    let there: HashSet<_> = objects.all().await?.into_iter().map(|(hash, ..)| hash).collect();
    let named: HashSet<_> = database.named().await?.into_iter().map(|row| row.hash).collect();
    let both = named.intersection(&there).count();
    Ok(named.len() + there.len() == 0 || 2 * both > named.len().max(there.len()))
}

#[cfg(test)]
pub mod scenario;
