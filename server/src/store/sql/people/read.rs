//! Accounts, and what was done.

use super::{ActionRow, Connection, DatabaseError, PersonRow, PersonWithMemberships, members};
use crate::store::people::Action;
use sqlx::{FromRow, query_as, query_scalar};
use wire::people::{PersonId, WorkspaceId};

/// A row of `people`.
#[derive(FromRow)]
pub struct PersonColumns {
    id: String,
    name: String,
    login: Option<String>,
    password: Option<String>,
    is_administrator: bool,
    is_closed: bool,
    created_ms: i64,
    seen_ms: Option<i64>,
}

impl PersonColumns {
    pub fn row(self) -> PersonRow {
        PersonRow {
            id: PersonId(self.id),
            name: self.name,
            login: self.login,
            password: self.password,
            is_administrator: self.is_administrator,
            is_closed: self.is_closed,
            created_ms: self.created_ms.cast_unsigned(),
            seen_ms: self.seen_ms.map(i64::cast_unsigned),
        }
    }
}

pub async fn revision(connection: &mut Connection) -> Result<u64, DatabaseError> {
    let revision = query_scalar::<_, i64>("SELECT revision FROM access_revision").fetch_one(connection).await?;
    Ok(revision.cast_unsigned())
}

pub async fn by_login(connection: &mut Connection, login: &str) -> Result<Option<PersonRow>, DatabaseError> {
    let person = query_as::<_, PersonColumns>("SELECT * FROM people WHERE login = $1").bind(login);
    Ok(person.fetch_optional(connection).await?.map(PersonColumns::row))
}

pub async fn person(connection: &mut Connection, id: &PersonId) -> Result<Option<PersonRow>, DatabaseError> {
    let person = query_as::<_, PersonColumns>("SELECT * FROM people WHERE id = $1").bind(&id.0);
    Ok(person.fetch_optional(connection).await?.map(PersonColumns::row))
}

pub async fn known(connection: &mut Connection, id: &PersonId) -> Result<Option<PersonWithMemberships>, DatabaseError> {
    let Some(person) = person(connection, id).await? else { return Ok(None) };
    let memberships = members::memberships(connection, Some(id)).await?;
    let memberships = memberships.into_iter().map(|(_, workspace, role)| (workspace, role)).collect();
    Ok(Some(PersonWithMemberships { person, memberships }))
}

pub async fn people(connection: &mut Connection) -> Result<Vec<PersonWithMemberships>, DatabaseError> {
    let people = query_as::<_, PersonColumns>("SELECT * FROM people ORDER BY LOWER(name), id");
    let people = people.fetch_all(&mut *connection).await?;
    let memberships = members::memberships(connection, None).await?;
    let known = people.into_iter().map(|person| {
        let person = person.row();
        let memberships = memberships.iter().filter(|(of, ..)| *of == person.id);
        let memberships = memberships.map(|(_, workspace, role)| (workspace.clone(), *role)).collect();
        PersonWithMemberships { person, memberships }
    });
    Ok(known.collect())
}

/// A row of `activity`, with the workspace's name.
#[derive(FromRow)]
struct ActionColumns {
    id: i64,
    at_ms: i64,
    person: Option<String>,
    name: Option<String>,
    workspace: Option<String>,
    did: String,
    page: Option<String>,
    workspace_name: Option<String>,
}

pub async fn activity(
    connection: &mut Connection,
    workspace: Option<&WorkspaceId>,
    before: Option<u64>,
    most: u32,
) -> Result<Vec<ActionRow>, DatabaseError> {
    let before = before.map_or(i64::MAX, |before| i64::try_from(before).unwrap_or(i64::MAX));
    // Two statements, so that each has an index to go by.
    let actions = match workspace {
        Some(workspace) => query_as::<_, ActionColumns>(
            "SELECT a.*, w.name AS workspace_name FROM activity a LEFT JOIN workspaces w ON w.id = a.workspace
             WHERE a.id < $1 AND a.workspace = $3 ORDER BY a.id DESC LIMIT $2",
        )
        .bind(before)
        .bind(i64::from(most))
        .bind(&workspace.0),
        None => query_as(
            "SELECT a.*, w.name AS workspace_name FROM activity a LEFT JOIN workspaces w ON w.id = a.workspace
             WHERE a.id < $1 ORDER BY a.id DESC LIMIT $2",
        )
        .bind(before)
        .bind(i64::from(most)),
    };
    Ok(actions.fetch_all(connection).await?.into_iter().map(ActionColumns::row).collect())
}

impl ActionColumns {
    fn row(self) -> ActionRow {
        let action = Action {
            at_ms: self.at_ms.cast_unsigned(),
            person: self.person.map(PersonId).zip(self.name),
            workspace: self.workspace.map(WorkspaceId),
            did: self.did,
            page: self.page,
        };
        ActionRow { id: self.id.cast_unsigned(), action, workspace_name: self.workspace_name }
    }
}
