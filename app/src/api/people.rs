//! What pages ask about people: signing in, accounts, workspaces, and the installation as a whole.

use super::ApiError;
#[cfg(feature = "ssr")]
use super::{Answer, told};
use crate::json;
use crate::wire::people::{
    Account, ActivityPage, Installation, InvitationId, NewAccount, NewToken, Offered, PersonId, Role, SessionId,
    SignInDefaults, TokenId, WorkspaceId, WorkspaceView,
};
use leptos::prelude::*;

/// A `Set-Cookie` header: lets whoever brings the cookie in, or forgets it.
#[cfg(feature = "ssr")]
pub struct SetCookie(pub http::HeaderValue);

/// What the server offers about people to whoever asks.
#[cfg(feature = "ssr")]
pub trait People: Send + Sync + 'static {
    /// What the page for signing in starts from.
    fn sign_in_defaults(&self) -> Answer<'_, SignInDefaults>;
    /// What a link offers.
    fn offered(&self, link: String) -> Answer<'_, Offered>;
    /// Makes an account by a link, and signs in.
    fn join(&self, link: String, account: NewAccount) -> Answer<'_, SetCookie>;
    /// Joins a workspace by a link, as who one is already.
    fn accept(&self, link: String) -> Answer<'_, ()>;
    /// Chooses a new password by a link, and signs in.
    fn choose_password(&self, link: String, password: String) -> Answer<'_, SetCookie>;
    /// Signs in.
    fn sign_in(&self, login: String, password: String) -> Answer<'_, SetCookie>;
    /// Signs out.
    fn sign_out(&self) -> Answer<'_, SetCookie>;

    /// The account of whoever asks.
    fn account(&self) -> Answer<'_, Account>;
    /// Changes the name that others see.
    fn rename_me(&self, name: String) -> Answer<'_, ()>;
    /// Changes the password, and signs out everywhere else.
    fn change_password(&self, old: String, new: String) -> Answer<'_, ()>;
    /// Signs out somewhere else.
    fn end_session(&self, session: SessionId) -> Answer<'_, ()>;
    /// Signs out everywhere else.
    fn end_other_sessions(&self) -> Answer<'_, ()>;
    /// Makes a token; this is the only time that it is told.
    fn make_token(&self, token: NewToken) -> Answer<'_, String>;
    /// Ends a token.
    fn revoke_token(&self, token: TokenId) -> Answer<'_, ()>;
    /// Shows another workspace in lists from now on.
    fn choose_workspace(&self, workspace: WorkspaceId) -> Answer<'_, ()>;

    /// The workspace that lists show.
    fn workspace(&self) -> Answer<'_, WorkspaceView>;
    /// Changes its name.
    fn rename_workspace(&self, workspace: WorkspaceId, name: String) -> Answer<'_, ()>;
    /// Invites somebody; the answer is the link's path, which is told only now.
    fn invite(&self, workspace: WorkspaceId, role: Role, note: String) -> Answer<'_, String>;
    /// Takes an invitation back.
    fn withdraw_invitation(&self, invitation: InvitationId) -> Answer<'_, ()>;
    /// Gives a member another role.
    fn set_role(&self, workspace: WorkspaceId, person: PersonId, role: Role) -> Answer<'_, ()>;
    /// Takes a member out; owners may, and everybody may leave.
    fn remove_member(&self, workspace: WorkspaceId, person: PersonId) -> Answer<'_, ()>;
    /// What was done, before an entry: in the workspace that lists show, or everywhere.
    fn activity(&self, everywhere: bool, before: Option<u64>) -> Answer<'_, ActivityPage>;

    /// Everybody and everything.
    fn installation(&self) -> Answer<'_, Installation>;
    /// Makes a workspace, of which whoever asks is an owner.
    fn make_workspace(&self, name: String) -> Answer<'_, WorkspaceId>;
    /// Makes somebody an administrator, or no longer.
    fn set_administrator(&self, person: PersonId, is_administrator: bool) -> Answer<'_, ()>;
    /// Closes an account, or opens it again.
    fn set_closed(&self, person: PersonId, is_closed: bool) -> Answer<'_, ()>;
    /// The path of a link by which somebody chooses a new password; told only now.
    fn password_link(&self, person: PersonId) -> Answer<'_, String>;
}

/// People as the router hands them to server functions.
#[cfg(feature = "ssr")]
pub type SharedPeople = std::sync::Arc<dyn People>;

#[cfg(feature = "ssr")]
fn people() -> SharedPeople {
    expect_context()
}

/// Sends the cookie along.
#[cfg(feature = "ssr")]
fn kept(answer: Result<SetCookie, ApiError>) -> Result<(), ApiError> {
    let SetCookie(cookie) = told(answer)?;
    if let Some(response) = use_context::<leptos_axum::ResponseOptions>() {
        response.append_header(http::header::SET_COOKIE, cookie);
    }
    Ok(())
}

/// What the page for signing in starts from.
#[server(prefix = "/api/fn", endpoint = "sign_in_defaults", input = json::Body, output = json::Body)]
pub async fn get_sign_in_defaults() -> Result<SignInDefaults, ApiError> {
    told(people().sign_in_defaults().await)
}

/// What a link offers.
#[server(prefix = "/api/fn", endpoint = "offered", input = json::Body, output = json::Body)]
pub async fn get_offered(
    /// The end of its path.
    link: String,
) -> Result<Offered, ApiError> {
    told(people().offered(link).await)
}

/// Makes an account by a link, and signs in.
#[server(prefix = "/api/fn", endpoint = "join", input = json::Body, output = json::Body)]
pub async fn join_by_link(
    /// The end of its path.
    link: String,
    /// The account.
    account: NewAccount,
) -> Result<(), ApiError> {
    kept(people().join(link, account).await)
}

/// Joins a workspace by a link, as who one is already.
#[server(prefix = "/api/fn", endpoint = "accept", input = json::Body, output = json::Body)]
pub async fn accept_offer(
    /// The end of its path.
    link: String,
) -> Result<(), ApiError> {
    told(people().accept(link).await)
}

/// Chooses a new password by a link, and signs in.
#[server(prefix = "/api/fn", endpoint = "choose_password", input = json::Body, output = json::Body)]
pub async fn choose_password(
    /// The end of its path.
    link: String,
    /// The new password.
    password: String,
) -> Result<(), ApiError> {
    kept(people().choose_password(link, password).await)
}

/// Signs in.
#[server(prefix = "/api/fn", endpoint = "sign_in", input = json::Body, output = json::Body)]
pub async fn sign_in(
    /// The name to sign in by.
    login: String,
    /// The password.
    password: String,
) -> Result<(), ApiError> {
    kept(people().sign_in(login, password).await)
}

/// Signs out.
#[server(prefix = "/api/fn", endpoint = "sign_out", input = json::Body, output = json::Body)]
pub async fn sign_out() -> Result<(), ApiError> {
    kept(people().sign_out().await)
}

/// The account of whoever asks.
#[server(prefix = "/api/fn", endpoint = "account", input = json::Body, output = json::Body)]
pub async fn get_account() -> Result<Account, ApiError> {
    told(people().account().await)
}

/// Changes the name that others see.
#[server(prefix = "/api/fn", endpoint = "rename_me", input = json::Body, output = json::Body)]
pub async fn rename_me(
    /// The new name.
    name: String,
) -> Result<(), ApiError> {
    told(people().rename_me(name).await)
}

/// Changes the password, and signs out everywhere else.
#[server(prefix = "/api/fn", endpoint = "change_password", input = json::Body, output = json::Body)]
pub async fn change_password(
    /// The password until now.
    old: String,
    /// The new one.
    new: String,
) -> Result<(), ApiError> {
    told(people().change_password(old, new).await)
}

/// Signs out somewhere else.
#[server(prefix = "/api/fn", endpoint = "end_session", input = json::Body, output = json::Body)]
pub async fn end_session(
    /// Where.
    session: SessionId,
) -> Result<(), ApiError> {
    told(people().end_session(session).await)
}

/// Signs out everywhere else.
#[server(prefix = "/api/fn", endpoint = "end_other_sessions", input = json::Body, output = json::Body)]
pub async fn end_other_sessions() -> Result<(), ApiError> {
    told(people().end_other_sessions().await)
}

/// Makes a token for scripts.
#[server(prefix = "/api/fn", endpoint = "make_token", input = json::Body, output = json::Body)]
pub async fn make_token(
    /// What it is to open.
    token: NewToken,
) -> Result<String, ApiError> {
    told(people().make_token(token).await)
}

/// Ends a token.
#[server(prefix = "/api/fn", endpoint = "revoke_token", input = json::Body, output = json::Body)]
pub async fn revoke_token(
    /// Which.
    token: TokenId,
) -> Result<(), ApiError> {
    told(people().revoke_token(token).await)
}

/// Shows another workspace in lists from now on.
#[server(prefix = "/api/fn", endpoint = "choose_workspace", input = json::Body, output = json::Body)]
pub async fn choose_workspace(
    /// Which.
    workspace: WorkspaceId,
) -> Result<(), ApiError> {
    told(people().choose_workspace(workspace).await)
}

/// The workspace that lists show.
#[server(prefix = "/api/fn", endpoint = "workspace", input = json::Body, output = json::Body)]
pub async fn get_workspace() -> Result<WorkspaceView, ApiError> {
    told(people().workspace().await)
}

/// Changes a workspace's name.
#[server(prefix = "/api/fn", endpoint = "rename_workspace", input = json::Body, output = json::Body)]
pub async fn rename_workspace(
    /// Which.
    workspace: WorkspaceId,
    /// The new name.
    name: String,
) -> Result<(), ApiError> {
    told(people().rename_workspace(workspace, name).await)
}

/// Invites somebody into a workspace.
#[server(prefix = "/api/fn", endpoint = "invite", input = json::Body, output = json::Body)]
pub async fn invite(
    /// Which.
    workspace: WorkspaceId,
    /// As what.
    role: Role,
    /// For whom.
    note: String,
) -> Result<String, ApiError> {
    told(people().invite(workspace, role, note).await)
}

/// Takes an invitation back.
#[server(prefix = "/api/fn", endpoint = "withdraw_invitation", input = json::Body, output = json::Body)]
pub async fn withdraw_invitation(
    /// Which.
    invitation: InvitationId,
) -> Result<(), ApiError> {
    told(people().withdraw_invitation(invitation).await)
}

/// Gives a member another role.
#[server(prefix = "/api/fn", endpoint = "set_role", input = json::Body, output = json::Body)]
pub async fn set_role(
    /// Where.
    workspace: WorkspaceId,
    /// Who.
    person: PersonId,
    /// The role.
    role: Role,
) -> Result<(), ApiError> {
    told(people().set_role(workspace, person, role).await)
}

/// Takes a member out of a workspace.
#[server(prefix = "/api/fn", endpoint = "remove_member", input = json::Body, output = json::Body)]
pub async fn remove_member(
    /// Which.
    workspace: WorkspaceId,
    /// Who.
    person: PersonId,
) -> Result<(), ApiError> {
    told(people().remove_member(workspace, person).await)
}

/// What was done.
#[server(prefix = "/api/fn", endpoint = "activity", input = json::Body, output = json::Body)]
pub async fn get_activity(
    /// In all workspaces, and outside of them.
    everywhere: bool,
    /// Only what came before this entry.
    before: Option<u64>,
) -> Result<ActivityPage, ApiError> {
    told(people().activity(everywhere, before).await)
}

/// Everybody and everything.
#[server(prefix = "/api/fn", endpoint = "installation", input = json::Body, output = json::Body)]
pub async fn get_installation() -> Result<Installation, ApiError> {
    told(people().installation().await)
}

/// Makes a workspace.
#[server(prefix = "/api/fn", endpoint = "make_workspace", input = json::Body, output = json::Body)]
pub async fn make_workspace(
    /// Its name.
    name: String,
) -> Result<WorkspaceId, ApiError> {
    told(people().make_workspace(name).await)
}

/// Makes somebody an administrator, or no longer.
#[server(prefix = "/api/fn", endpoint = "set_administrator", input = json::Body, output = json::Body)]
pub async fn set_administrator(
    /// Who.
    person: PersonId,
    /// Which of it.
    is_administrator: bool,
) -> Result<(), ApiError> {
    told(people().set_administrator(person, is_administrator).await)
}

/// Closes an account, or opens it again.
#[server(prefix = "/api/fn", endpoint = "set_closed", input = json::Body, output = json::Body)]
pub async fn set_closed(
    /// Whose.
    person: PersonId,
    /// Which of it.
    is_closed: bool,
) -> Result<(), ApiError> {
    told(people().set_closed(person, is_closed).await)
}

/// A link by which somebody chooses a new password.
#[server(prefix = "/api/fn", endpoint = "password_link", input = json::Body, output = json::Body)]
pub async fn make_password_link(
    /// Who.
    person: PersonId,
) -> Result<String, ApiError> {
    told(people().password_link(person).await)
}
