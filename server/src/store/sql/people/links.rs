//! Links that can be followed once.

use super::{Connection, DatabaseError, LinkRow, Secret, members};
use crate::store::people::{Changed, LinkTo};
use crate::store::studies::columns::Named;
use sqlx::{FromRow, query, query_as};
use wire::people::{InvitationId, PersonId, Role, WorkspaceId};

/// A row of `links`.
#[derive(FromRow)]
struct LinkColumns {
    id: String,
    secret: String,
    workspace: Option<String>,
    role: Option<String>,
    person: Option<String>,
    note: String,
    made_by: String,
    maker: Option<String>,
    created_ms: i64,
    expires_ms: i64,
}

impl LinkColumns {
    fn row(self) -> Result<LinkRow, DatabaseError> {
        let to = match (self.workspace, self.role, self.person) {
            (Some(workspace), Some(role), None) => LinkTo::Workspace(WorkspaceId(workspace), Role::named(&role)?),
            (None, None, Some(person)) => LinkTo::Password(PersonId(person)),
            (None, None, None) => LinkTo::Installation,
            _ => return Err(DatabaseError::Damaged { what: "links", why: "one leads to two things".into() }),
        };
        Ok(LinkRow {
            id: InvitationId(self.id),
            secret: Secret(self.secret),
            to,
            note: self.note,
            made_by: self.made_by,
            maker: self.maker.map(PersonId),
            created_ms: self.created_ms.cast_unsigned(),
            expires_ms: self.expires_ms.cast_unsigned(),
        })
    }
}

pub async fn link(connection: &mut Connection, secret: &Secret, now_ms: u64) -> Result<Option<LinkRow>, DatabaseError> {
    let link = query_as::<_, LinkColumns>("SELECT * FROM links WHERE secret = $1 AND expires_ms > $2");
    let link = link.bind(&secret.0).bind(now_ms.cast_signed()).fetch_optional(connection).await?;
    link.map(LinkColumns::row).transpose()
}

pub async fn links(connection: &mut Connection, of: &WorkspaceId, now_ms: u64) -> Result<Vec<LinkRow>, DatabaseError> {
    let links = query_as::<_, LinkColumns>(
        "SELECT * FROM links WHERE workspace = $1 AND expires_ms > $2 ORDER BY created_ms DESC, id",
    );
    let links = links.bind(&of.0).bind(now_ms.cast_signed()).fetch_all(connection).await?;
    links.into_iter().map(LinkColumns::row).collect()
}

/// What a link leads to; nobody can follow it again.
pub async fn take(connection: &mut Connection, secret: &Secret, now_ms: u64) -> Result<Option<LinkTo>, DatabaseError> {
    let found = link(connection, secret, now_ms).await?;
    query("DELETE FROM links WHERE secret = $1").bind(&secret.0).execute(connection).await?;
    Ok(found.map(|link| link.to))
}

/// Nobody chooses a new password for this person by a link any more.
pub async fn end_for(connection: &mut Connection, person: &PersonId) -> Result<(), DatabaseError> {
    query("DELETE FROM links WHERE person = $1").bind(&person.0).execute(connection).await?;
    Ok(())
}

/// Invalidates the links that this person made and may no longer make: all but those into workspaces that they own.
pub async fn end_beyond_right_of(connection: &mut Connection, maker: &PersonId) -> Result<(), DatabaseError> {
    let delete = query(
        "DELETE FROM links WHERE maker = $1 AND (workspace IS NULL OR workspace NOT IN
             (SELECT workspace FROM members WHERE person = $1 AND role = $2))",
    );
    delete.bind(&maker.0).bind(Role::Owner.name()).execute(connection).await?;
    Ok(())
}

/// Nobody follows a link any more that this person has made.
pub async fn end_all_of(connection: &mut Connection, maker: &PersonId) -> Result<(), DatabaseError> {
    query("DELETE FROM links WHERE maker = $1").bind(&maker.0).execute(connection).await?;
    Ok(())
}

pub async fn add(connection: &mut Connection, link: LinkRow) -> Result<Changed, DatabaseError> {
    let (workspace, role, person) = match &link.to {
        LinkTo::Installation => {
            query("DELETE FROM links WHERE workspace IS NULL AND person IS NULL").execute(&mut *connection).await?;
            (None, None, None)
        }
        LinkTo::Workspace(workspace, _) if !members::is_workspace(connection, workspace).await? => {
            return Ok(Changed::Missing);
        }
        LinkTo::Workspace(workspace, role) => (Some(&workspace.0), Some(role.name()), None),
        LinkTo::Password(person) => {
            end_for(connection, person).await?;
            (None, None, Some(&person.0))
        }
    };
    query("DELETE FROM links WHERE expires_ms <= $1")
        .bind(link.created_ms.cast_signed())
        .execute(&mut *connection)
        .await?;
    let insert = query(
        "INSERT INTO links (id, secret, workspace, role, person, note, made_by, created_ms, expires_ms, maker)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    );
    let insert = insert.bind(&link.id.0).bind(&link.secret.0).bind(workspace).bind(role).bind(person).bind(&link.note);
    let insert = insert.bind(&link.made_by).bind(link.created_ms.cast_signed()).bind(link.expires_ms.cast_signed());
    insert.bind(link.maker.as_ref().map(|maker| &maker.0)).execute(connection).await?;
    Ok(Changed::Done)
}
