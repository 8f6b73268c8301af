//! Workspaces and who is in them.

use super::{Connection, DatabaseError, MemberRow, WorkspaceRow};
use crate::store::studies::columns::Named;
use sqlx::{FromRow, query_as, query_scalar};
use wire::people::{PersonId, Role, WorkspaceId};

/// A row of `workspaces`, with somebody's role in it or a count of its members.
#[derive(FromRow)]
struct WorkspaceColumns {
    id: String,
    name: String,
    created_ms: i64,
}

impl WorkspaceColumns {
    fn row(self) -> WorkspaceRow {
        WorkspaceRow { id: WorkspaceId(self.id), name: self.name, created_ms: self.created_ms.cast_unsigned() }
    }
}

#[derive(FromRow)]
struct MembershipColumns {
    person: String,
    role: String,
    #[sqlx(flatten)]
    workspace: WorkspaceColumns,
}

/// Of everybody or one person, by the workspace's name.
pub async fn memberships(
    connection: &mut Connection,
    of: Option<&PersonId>,
) -> Result<Vec<(PersonId, WorkspaceRow, Role)>, DatabaseError> {
    let rows = query_as::<_, MembershipColumns>(
        "SELECT m.person, m.role, w.id, w.name, w.created_ms FROM members m JOIN workspaces w ON w.id = m.workspace
         WHERE $1 OR m.person = $2 ORDER BY LOWER(w.name), w.id",
    );
    let rows = rows.bind(of.is_none()).bind(of.map_or("", |person| &person.0)).fetch_all(connection).await?;
    let row = |row: MembershipColumns| Ok((PersonId(row.person), row.workspace.row(), Role::named(&row.role)?));
    rows.into_iter().map(row).collect()
}

#[derive(FromRow)]
struct MemberColumns {
    person: String,
    name: String,
    role: String,
    since_ms: i64,
}

pub async fn members(connection: &mut Connection, of: &WorkspaceId) -> Result<Vec<MemberRow>, DatabaseError> {
    let rows = query_as::<_, MemberColumns>(
        "SELECT m.person, p.name, m.role, m.since_ms FROM members m JOIN people p ON p.id = m.person
         WHERE m.workspace = $1 ORDER BY LOWER(p.name), p.id",
    );
    let row = |row: MemberColumns| {
        let (person, role, since_ms) = (PersonId(row.person), Role::named(&row.role)?, row.since_ms.cast_unsigned());
        Ok(MemberRow { person, name: row.name, role, since_ms })
    };
    rows.bind(&of.0).fetch_all(connection).await?.into_iter().map(row).collect()
}

/// Whether there is a workspace. Administrators may do everything in all, so that who may is not asked of any.
pub async fn is_workspace(connection: &mut Connection, id: &WorkspaceId) -> Result<bool, DatabaseError> {
    let found = query_scalar::<_, String>("SELECT id FROM workspaces WHERE id = $1").bind(&id.0);
    Ok(found.fetch_optional(connection).await?.is_some())
}

pub async fn workspaces(connection: &mut Connection) -> Result<Vec<(WorkspaceRow, u32)>, DatabaseError> {
    #[derive(FromRow)]
    struct Counted {
        #[sqlx(flatten)]
        workspace: WorkspaceColumns,
        #[sqlx(try_from = "i64")]
        members: u32,
    }
    let rows = query_as::<_, Counted>(
        "SELECT w.*, (SELECT COUNT(*) FROM members m WHERE m.workspace = w.id) AS members FROM workspaces w
         ORDER BY LOWER(w.name), w.id",
    );
    let rows = rows.fetch_all(connection).await?;
    Ok(rows.into_iter().map(|row| (row.workspace.row(), row.members)).collect())
}

/// Who can sign in by a password and runs the installation.
pub async fn administrators(connection: &mut Connection) -> Result<Vec<PersonId>, DatabaseError> {
    let found = "SELECT id FROM people WHERE is_administrator AND NOT is_closed AND password IS NOT NULL";
    Ok(query_scalar(found).fetch_all(connection).await?.into_iter().map(PersonId).collect())
}

pub async fn owners(connection: &mut Connection, of: &WorkspaceId) -> Result<Vec<PersonId>, DatabaseError> {
    let found = query_scalar("SELECT person FROM members WHERE workspace = $1 AND role = $2");
    let found = found.bind(&of.0).bind(Role::Owner.name()).fetch_all(connection).await?;
    Ok(found.into_iter().map(PersonId).collect())
}
