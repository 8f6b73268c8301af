//! Sessions and tokens.

use super::{Connection, DatabaseError, PersonWithMemberships, Secret, SessionRow, TokenRow, read};
use crate::store::studies::columns::Named;
use sqlx::{FromRow, query_as};
use wire::people::{PersonId, Role, SessionId, TokenId, WorkspaceId};

/// A row of `sessions`.
#[derive(FromRow)]
struct SessionColumns {
    id: String,
    secret: String,
    person: String,
    workspace: Option<String>,
    browser: String,
    created_ms: i64,
    seen_ms: i64,
    expires_ms: i64,
}

impl SessionColumns {
    fn row(self) -> SessionRow {
        SessionRow {
            id: SessionId(self.id),
            secret: Secret(self.secret),
            person: PersonId(self.person),
            workspace: self.workspace.map(WorkspaceId),
            browser: self.browser,
            created_ms: self.created_ms.cast_unsigned(),
            seen_ms: self.seen_ms.cast_unsigned(),
            expires_ms: self.expires_ms.cast_unsigned(),
        }
    }
}

/// A row of `access_tokens`.
#[derive(FromRow)]
struct TokenColumns {
    id: String,
    secret: String,
    person: String,
    workspace: String,
    role: String,
    name: String,
    created_ms: i64,
    used_ms: Option<i64>,
    expires_ms: Option<i64>,
}

impl TokenColumns {
    fn row(self) -> Result<TokenRow, DatabaseError> {
        Ok(TokenRow {
            id: TokenId(self.id),
            secret: Secret(self.secret),
            person: PersonId(self.person),
            workspace: WorkspaceId(self.workspace),
            role: Role::named(&self.role)?,
            name: self.name,
            created_ms: self.created_ms.cast_unsigned(),
            used_ms: self.used_ms.map(i64::cast_unsigned),
            expires_ms: self.expires_ms.map(i64::cast_unsigned),
        })
    }
}

/// Nobody is let in by a closed account.
async fn known(connection: &mut Connection, person: &PersonId) -> Result<Option<PersonWithMemberships>, DatabaseError> {
    Ok(read::known(connection, person).await?.filter(|known| !known.person.is_closed))
}

pub async fn by_session(
    connection: &mut Connection,
    secret: &Secret,
    now_ms: u64,
) -> Result<Option<(SessionRow, PersonWithMemberships)>, DatabaseError> {
    let session = query_as::<_, SessionColumns>("SELECT * FROM sessions WHERE secret = $1 AND expires_ms > $2");
    let session = session.bind(&secret.0).bind(now_ms.cast_signed()).fetch_optional(&mut *connection).await?;
    let Some(session) = session.map(SessionColumns::row) else { return Ok(None) };
    Ok(known(connection, &session.person).await?.map(|known| (session, known)))
}

pub async fn by_token(
    connection: &mut Connection,
    secret: &Secret,
    now_ms: u64,
) -> Result<Option<(TokenRow, PersonWithMemberships)>, DatabaseError> {
    let token = query_as::<_, TokenColumns>(
        "SELECT * FROM access_tokens WHERE secret = $1 AND (expires_ms IS NULL OR expires_ms > $2)",
    );
    let token = token.bind(&secret.0).bind(now_ms.cast_signed()).fetch_optional(&mut *connection).await?;
    let Some(token) = token.map(TokenColumns::row).transpose()? else { return Ok(None) };
    Ok(known(connection, &token.person).await?.map(|known| (token, known)))
}

pub async fn sessions(
    connection: &mut Connection,
    of: &PersonId,
    now_ms: u64,
) -> Result<Vec<SessionRow>, DatabaseError> {
    let rows = query_as::<_, SessionColumns>(
        "SELECT * FROM sessions WHERE person = $1 AND expires_ms > $2 ORDER BY seen_ms DESC, id",
    );
    let rows = rows.bind(&of.0).bind(now_ms.cast_signed()).fetch_all(connection).await?;
    Ok(rows.into_iter().map(SessionColumns::row).collect())
}

pub async fn tokens(connection: &mut Connection, of: &PersonId, now_ms: u64) -> Result<Vec<TokenRow>, DatabaseError> {
    let rows = query_as::<_, TokenColumns>(
        "SELECT * FROM access_tokens WHERE person = $1 AND (expires_ms IS NULL OR expires_ms > $2)
         ORDER BY created_ms DESC, id",
    );
    let rows = rows.bind(&of.0).bind(now_ms.cast_signed()).fetch_all(connection).await?;
    rows.into_iter().map(TokenColumns::row).collect()
}
