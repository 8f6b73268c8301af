//! Every change of people, and the word of who did it.

use super::{Connection, DatabaseError, PersonRow, Secret, SessionRow, TokenRow, links, members, read};
use crate::store::people::{Action, Change, Changed, LinkTo, Sessions, WorkspaceRow};
use crate::store::studies::columns::Named;
use sqlx::{query, query_scalar};
use wire::people::{PersonId, Role, SessionId, WorkspaceId};

type Outcome = Result<Changed, DatabaseError>;

/// Makes a change; if it was made, also records the action and announces that open sessions may have to close.
pub async fn apply(connection: &mut Connection, change: Change, action: Option<Action>) -> Outcome {
    let may_take = may_take(&change);
    let changed = make(connection, change).await?;
    if changed != Changed::Done {
        return Ok(changed);
    }
    if may_take {
        query("UPDATE access_revision SET revision = revision + 1").execute(&mut *connection).await?;
    }
    if let Some(action) = action {
        keep(connection, action).await?;
    }
    Ok(Changed::Done)
}

/// Whether somebody may be able to do less after it.
fn may_take(change: &Change) -> bool {
    matches!(
        change,
        Change::SignOut(..)
            | Change::PasswordByLink(..)
            | Change::Password(..)
            | Change::RevokeToken(..)
            | Change::SetRole(..)
            | Change::SetAdministrator(..)
            | Change::SetClosed(..)
    )
}

async fn make(connection: &mut Connection, change: Change) -> Outcome {
    match change {
        Change::Nothing => Ok(Changed::Done),
        Change::LocalOwner(person) => local_owner(connection, &person).await,
        Change::SignIn(session) => sign_in(connection, &session).await,
        Change::SignOut(person, which) => sign_out(connection, &person, &which).await,
        Change::SessionUsed(session, now, until) => {
            let update = query("UPDATE sessions SET seen_ms = $1, expires_ms = $2 WHERE id = $3");
            update.bind(now.cast_signed()).bind(until.cast_signed()).bind(&session.0).execute(&mut *connection).await?;
            let update = "UPDATE people SET seen_ms = $1 WHERE id = (SELECT person FROM sessions WHERE id = $2)";
            one(query(update).bind(now.cast_signed()).bind(&session.0).execute(connection).await?.rows_affected())
        }
        Change::TokenUsed(token, now) => {
            let update = query("UPDATE access_tokens SET used_ms = $1 WHERE id = $2").bind(now.cast_signed());
            one(update.bind(&token.0).execute(connection).await?.rows_affected())
        }
        Change::Join(secret, person) => join(connection, &secret, person).await,
        Change::Accept(secret, person, now) => accept(connection, &secret, &person, now).await,
        Change::PasswordByLink(secret, password, now) => match links::take(connection, &secret, now).await? {
            Some(LinkTo::Password(person)) => set_password(connection, &person, &password, &Sessions::All).await,
            _ => Ok(Changed::Missing),
        },
        Change::Password(person, password, keep) => {
            set_password(connection, &person, &password, &Sessions::AllBut(keep)).await
        }
        Change::RenamePerson(person, name) => {
            let update = query("UPDATE people SET name = $1 WHERE id = $2").bind(name).bind(&person.0);
            one(update.execute(connection).await?.rows_affected())
        }
        Change::Show(session, workspace) => show(connection, &session, &workspace).await,
        Change::AddToken(token) => add_token(connection, &token).await,
        Change::RevokeToken(person, token) => {
            let delete = query("DELETE FROM access_tokens WHERE id = $1 AND person = $2").bind(&token.0);
            one(delete.bind(&person.0).execute(connection).await?.rows_affected())
        }
        Change::AddLink(link) => links::add(connection, link).await,
        Change::WithdrawLink(workspace, link) => {
            let delete = query("DELETE FROM links WHERE id = $1 AND workspace = $2").bind(&link.0);
            one(delete.bind(&workspace.0).execute(connection).await?.rows_affected())
        }
        Change::AddWorkspace(workspace, owner) => add_workspace(connection, &workspace, &owner).await,
        Change::RenameWorkspace(workspace, name) => {
            let update = query("UPDATE workspaces SET name = $1 WHERE id = $2").bind(name).bind(&workspace.0);
            one(update.execute(connection).await?.rows_affected())
        }
        Change::SetRole(workspace, person, role) => set_role(connection, &workspace, &person, role).await,
        Change::SetAdministrator(person, is) => set_administrator(connection, &person, is).await,
        Change::SetClosed(person, is) => set_closed(connection, &person, is).await,
    }
}

fn one(rows: u64) -> Outcome {
    Ok(if rows == 1 { Changed::Done } else { Changed::Missing })
}

pub async fn keep(connection: &mut Connection, action: Action) -> Result<(), DatabaseError> {
    let (person, name) = action.person.map(|(id, name)| (id.0, name)).unzip();
    // There is one writer at a time: nobody takes the same number.
    let insert = query(
        "INSERT INTO activity (id, at_ms, person, name, workspace, did, page)
         VALUES ((SELECT COALESCE(MAX(id), 0) + 1 FROM activity), $1, $2, $3, $4, $5, $6)",
    );
    let insert = insert.bind(action.at_ms.cast_signed()).bind(person).bind(name);
    let insert = insert.bind(action.workspace.map(|workspace| workspace.0)).bind(action.did).bind(action.page);
    insert.execute(connection).await?;
    Ok(())
}

async fn local_owner(connection: &mut Connection, person: &PersonRow) -> Outcome {
    if read::person(connection, &person.id).await?.is_none() {
        insert_person(connection, person).await?;
    }
    put_member(connection, &WorkspaceId::first(), &person.id, Role::Owner, person.created_ms).await?;
    Ok(Changed::Done)
}

async fn insert_person(connection: &mut Connection, person: &PersonRow) -> Result<(), DatabaseError> {
    let insert = query(
        "INSERT INTO people (id, name, login, password, is_administrator, is_closed, created_ms, seen_ms)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    );
    let insert = insert.bind(&person.id.0).bind(&person.name).bind(&person.login).bind(&person.password);
    let insert = insert.bind(person.is_administrator).bind(person.is_closed).bind(person.created_ms.cast_signed());
    insert.bind(person.seen_ms.map(u64::cast_signed)).execute(connection).await?;
    Ok(())
}

/// In the role, or in the higher one that the person has already.
async fn put_member(
    connection: &mut Connection,
    workspace: &WorkspaceId,
    person: &PersonId,
    role: Role,
    now_ms: u64,
) -> Result<(), DatabaseError> {
    let has = query_scalar::<_, String>("SELECT role FROM members WHERE workspace = $1 AND person = $2");
    let has = has.bind(&workspace.0).bind(&person.0).fetch_optional(&mut *connection).await?;
    let has = has.as_deref().map(Role::named).transpose()?;
    // Nothing is written where nothing changes: the owner of a machine comes in also while its disk is full.
    if has.is_some_and(|has| has >= role) {
        return Ok(());
    }
    let role = role.max(has.unwrap_or(Role::Viewer));
    let insert = query(
        "INSERT INTO members (workspace, person, role, since_ms) VALUES ($1, $2, $3, $4)
         ON CONFLICT (workspace, person) DO UPDATE SET role = excluded.role",
    );
    let insert = insert.bind(&workspace.0).bind(&person.0).bind(role.name()).bind(now_ms.cast_signed());
    insert.execute(connection).await?;
    Ok(())
}

async fn sign_in(connection: &mut Connection, session: &SessionRow) -> Outcome {
    let delete = query("DELETE FROM sessions WHERE expires_ms <= $1").bind(session.created_ms.cast_signed());
    delete.execute(&mut *connection).await?;
    let insert = query(
        "INSERT INTO sessions (id, secret, person, workspace, browser, created_ms, seen_ms, expires_ms)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    );
    let insert = insert.bind(&session.id.0).bind(&session.secret.0).bind(&session.person.0);
    let insert = insert.bind(session.workspace.as_ref().map(|workspace| &workspace.0)).bind(&session.browser);
    let insert = insert.bind(session.created_ms.cast_signed()).bind(session.seen_ms.cast_signed());
    insert.bind(session.expires_ms.cast_signed()).execute(connection).await?;
    Ok(Changed::Done)
}

async fn sign_out(connection: &mut Connection, person: &PersonId, which: &Sessions) -> Outcome {
    let delete = match which {
        Sessions::One(session) => {
            query("DELETE FROM sessions WHERE person = $1 AND id = $2").bind(&person.0).bind(&session.0)
        }
        Sessions::AllBut(session) => {
            query("DELETE FROM sessions WHERE person = $1 AND id <> $2").bind(&person.0).bind(&session.0)
        }
        Sessions::All => query("DELETE FROM sessions WHERE person = $1").bind(&person.0),
    };
    let ended = delete.execute(connection).await?.rows_affected();
    Ok(if ended == 0 && matches!(which, Sessions::One(_)) { Changed::Missing } else { Changed::Done })
}

/// Sessions, tokens and links for a new password: all that lets somebody in but the password.
async fn end_all(connection: &mut Connection, person: &PersonId, which: &Sessions) -> Result<(), DatabaseError> {
    let _: Changed = sign_out(connection, person, which).await?;
    query("DELETE FROM access_tokens WHERE person = $1").bind(&person.0).execute(&mut *connection).await?;
    links::end_for(connection, person).await
}

async fn join(connection: &mut Connection, secret: &Secret, person: PersonRow) -> Outcome {
    if let Some(login) = &person.login
        && read::by_login(connection, login).await?.is_some()
    {
        return Ok(Changed::LoginTaken);
    }
    let now = person.created_ms;
    let (is_administrator, workspace, role) = match links::take(connection, secret, now).await? {
        Some(LinkTo::Installation) => (true, WorkspaceId::first(), Role::Owner),
        Some(LinkTo::Workspace(workspace, role)) => (false, workspace, role),
        Some(LinkTo::Password(_)) | None => return Ok(Changed::Missing),
    };
    let person = PersonRow { is_administrator, ..person };
    insert_person(connection, &person).await?;
    put_member(connection, &workspace, &person.id, role, now).await?;
    Ok(Changed::Done)
}

async fn accept(connection: &mut Connection, secret: &Secret, person: &PersonId, now: u64) -> Outcome {
    let Some(LinkTo::Workspace(workspace, role)) = links::take(connection, secret, now).await? else {
        return Ok(Changed::Missing);
    };
    put_member(connection, &workspace, person, role, now).await?;
    Ok(Changed::Done)
}

/// Sessions begun with the old password, or by a link, end.
async fn set_password(connection: &mut Connection, person: &PersonId, password: &str, ended: &Sessions) -> Outcome {
    end_all(connection, person, ended).await?;
    let update = query("UPDATE people SET password = $1 WHERE id = $2").bind(password).bind(&person.0);
    one(update.execute(connection).await?.rows_affected())
}

async fn show(connection: &mut Connection, session: &SessionId, workspace: &WorkspaceId) -> Outcome {
    let update = query("UPDATE sessions SET workspace = $1 WHERE id = $2").bind(&workspace.0).bind(&session.0);
    one(update.execute(connection).await?.rows_affected())
}

async fn add_token(connection: &mut Connection, token: &TokenRow) -> Outcome {
    if !members::is_workspace(connection, &token.workspace).await? {
        return Ok(Changed::Missing);
    }
    let insert = query(
        "INSERT INTO access_tokens (id, secret, person, workspace, role, name, created_ms, used_ms, expires_ms)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    );
    let insert = insert.bind(&token.id.0).bind(&token.secret.0).bind(&token.person.0).bind(&token.workspace.0);
    let insert = insert.bind(token.role.name()).bind(&token.name).bind(token.created_ms.cast_signed());
    let insert = insert.bind(token.used_ms.map(u64::cast_signed)).bind(token.expires_ms.map(u64::cast_signed));
    insert.execute(connection).await?;
    Ok(Changed::Done)
}

async fn add_workspace(connection: &mut Connection, workspace: &WorkspaceRow, owner: &PersonId) -> Outcome {
    let insert = query("INSERT INTO workspaces (id, name, created_ms) VALUES ($1, $2, $3)").bind(&workspace.id.0);
    let insert = insert.bind(&workspace.name).bind(workspace.created_ms.cast_signed());
    insert.execute(&mut *connection).await?;
    put_member(connection, &workspace.id, owner, Role::Owner, workspace.created_ms).await?;
    Ok(Changed::Done)
}

async fn set_role(
    connection: &mut Connection,
    workspace: &WorkspaceId,
    person: &PersonId,
    role: Option<Role>,
) -> Outcome {
    if role != Some(Role::Owner) && members::owners(connection, workspace).await? == [person.clone()] {
        return Ok(Changed::LastOne);
    }
    let change = match role {
        Some(role) => query("UPDATE members SET role = $3 WHERE workspace = $1 AND person = $2")
            .bind(&workspace.0)
            .bind(&person.0)
            .bind(role.name()),
        None => query("DELETE FROM members WHERE workspace = $1 AND person = $2").bind(&workspace.0).bind(&person.0),
    };
    let changed = one(change.execute(&mut *connection).await?.rows_affected())?;
    end_links_beyond_right(connection, person).await?;
    Ok(changed)
}

/// Administrators make links of every kind, owners those into their workspaces.
async fn end_links_beyond_right(connection: &mut Connection, person: &PersonId) -> Result<(), DatabaseError> {
    if members::administrators(connection).await?.contains(person) {
        return Ok(());
    }
    links::end_beyond_right_of(connection, person).await
}

async fn set_administrator(connection: &mut Connection, person: &PersonId, is: bool) -> Outcome {
    if !is && members::administrators(connection).await? == [person.clone()] {
        return Ok(Changed::LastOne);
    }
    let update = query("UPDATE people SET is_administrator = $1 WHERE id = $2").bind(is).bind(&person.0);
    let changed = one(update.execute(&mut *connection).await?.rows_affected())?;
    end_links_beyond_right(connection, person).await?;
    Ok(changed)
}

async fn set_closed(connection: &mut Connection, person: &PersonId, is: bool) -> Outcome {
    if is && members::administrators(connection).await? == [person.clone()] {
        return Ok(Changed::LastOne);
    }
    if is {
        end_all(connection, person, &Sessions::All).await?;
        links::end_all_of(connection, person).await?;
    }
    let update = query("UPDATE people SET is_closed = $1 WHERE id = $2").bind(is).bind(&person.0);
    one(update.execute(connection).await?.rows_affected())
}
