//! Server functions for signing in, accounts, workspaces, and the administration of the installation.

#[cfg(feature = "ssr")]
use super::{Answer, with_status};
use super::{ApiError, server_functions};
use crate::json;
use leptos::prelude::*;
use wire::people::{
    Account, ActivityPage, Installation, InvitationId, LinkInfo, NewAccount, NewToken, PersonId, Role, SessionId,
    SignInDefaults, TokenId, WorkspaceId, WorkspaceView,
};

/// `Set-Cookie` headers that sign the caller in or out.
#[cfg(feature = "ssr")]
pub struct SetCookies(pub Vec<http::HeaderValue>);

/// Accounts, workspaces and permissions; each method checks what the caller may do.
#[cfg(feature = "ssr")]
pub trait People: Send + Sync + 'static {
    /// The initial state of the sign-in page.
    fn sign_in_defaults(&self) -> Answer<'_, SignInDefaults>;
    /// What a link offers.
    fn offered(&self, link: String) -> Answer<'_, LinkInfo>;
    /// Creates the account that a link offers, and signs in.
    fn join(&self, link: String, account: NewAccount) -> Answer<'_, SetCookies>;
    /// Joins the workspace that a link offers, with the caller's account.
    fn accept(&self, link: String) -> Answer<'_, ()>;
    /// Sets a new password through a link, and signs in.
    fn choose_password(&self, link: String, password: String) -> Answer<'_, SetCookies>;
    /// Signs in.
    fn sign_in(&self, login: String, password: String) -> Answer<'_, SetCookies>;
    /// Signs out.
    fn sign_out(&self) -> Answer<'_, SetCookies>;

    /// The caller's account.
    fn account(&self) -> Answer<'_, Account>;
    /// Changes the caller's displayed name.
    fn rename_me(&self, name: String) -> Answer<'_, ()>;
    /// Changes the password, signs out everywhere else, and revokes all tokens.
    fn change_password(&self, old: String, new: String) -> Answer<'_, SetCookies>;
    /// Ends another session of the caller.
    fn end_session(&self, session: SessionId) -> Answer<'_, ()>;
    /// Ends all other sessions of the caller.
    fn end_other_sessions(&self) -> Answer<'_, ()>;
    /// Creates a token and returns it; it is shown only once.
    fn make_token(&self, token: NewToken) -> Answer<'_, String>;
    /// Revokes a token.
    fn revoke_token(&self, token: TokenId) -> Answer<'_, ()>;
    /// Switches the current workspace, whose contents lists show.
    fn choose_workspace(&self, workspace: WorkspaceId) -> Answer<'_, ()>;

    /// The current workspace.
    fn workspace(&self) -> Answer<'_, WorkspaceView>;
    /// Renames a workspace.
    fn rename_workspace(&self, workspace: WorkspaceId, name: String) -> Answer<'_, ()>;
    /// Creates an invitation and returns the link's path, which is shown only once.
    fn invite(&self, workspace: WorkspaceId, role: Role, note: String) -> Answer<'_, String>;
    /// Withdraws an invitation.
    fn withdraw_invitation(&self, invitation: InvitationId) -> Answer<'_, ()>;
    /// Changes a member's role.
    fn set_role(&self, workspace: WorkspaceId, person: PersonId, role: Role) -> Answer<'_, ()>;
    /// Removes a member; owners may remove anyone, and everyone may leave.
    fn remove_member(&self, workspace: WorkspaceId, person: PersonId) -> Answer<'_, ()>;
    /// A page of the activity log, of the current workspace or of all, before an entry if given.
    fn activity(&self, everywhere: bool, before: Option<u64>) -> Answer<'_, ActivityPage>;

    /// All accounts and workspaces.
    fn installation(&self) -> Answer<'_, Installation>;
    /// Creates a workspace with the caller as owner.
    fn make_workspace(&self, name: String) -> Answer<'_, WorkspaceId>;
    /// Makes a person an administrator, or revokes that.
    fn set_administrator(&self, person: PersonId, is_administrator: bool) -> Answer<'_, ()>;
    /// Closes or reopens an account.
    fn set_closed(&self, person: PersonId, is_closed: bool) -> Answer<'_, ()>;
    /// Creates a link for choosing a new password and returns its path, which is shown only once.
    fn password_link(&self, person: PersonId) -> Answer<'_, String>;
}

/// The service that the router passes to server functions.
#[cfg(feature = "ssr")]
pub type SharedPeople = std::sync::Arc<dyn People>;

#[cfg(feature = "ssr")]
fn people() -> SharedPeople {
    expect_context()
}

/// Adds the cookies to the response.
#[cfg(feature = "ssr")]
fn with_cookies(answer: Result<SetCookies, ApiError>) -> Result<(), ApiError> {
    let SetCookies(cookies) = with_status(answer)?;
    if let Some(response) = use_context::<leptos_axum::ResponseOptions>() {
        cookies.into_iter().for_each(|cookie| response.append_header(http::header::SET_COOKIE, cookie));
    }
    Ok(())
}

server_functions! {
    /// The initial state of the sign-in page.
    "sign_in_defaults" get_sign_in_defaults() -> SignInDefaults = with_status people.sign_in_defaults;

    /// What a link offers.
    "offered" get_offered(
        /// The last segment of the link's path.
        link: String,
    ) -> LinkInfo = with_status people.offered;

    /// Creates the account that a link offers, and signs in.
    "join" join_by_link(
        /// The last segment of the link's path.
        link: String,
        /// The account.
        account: NewAccount,
    ) -> () = with_cookies people.join;

    /// Joins the workspace that a link offers, with the caller's account.
    "accept" accept_offer(
        /// The last segment of the link's path.
        link: String,
    ) -> () = with_status people.accept;

    /// Sets a new password through a link, and signs in.
    "choose_password" choose_password(
        /// The last segment of the link's path.
        link: String,
        /// The new password.
        password: String,
    ) -> () = with_cookies people.choose_password;

    /// Signs in.
    "sign_in" sign_in(
        /// The name to sign in with.
        login: String,
        /// The password.
        password: String,
    ) -> () = with_cookies people.sign_in;

    /// Signs out.
    "sign_out" sign_out() -> () = with_cookies people.sign_out;

    /// The caller's account.
    "account" get_account() -> Account = with_status people.account;

    /// Changes the caller's displayed name.
    "rename_me" rename_me(
        /// The new name.
        name: String,
    ) -> () = with_status people.rename_me;

    /// Changes the password, signs out everywhere else, and revokes all tokens.
    "change_password" change_password(
        /// The current password.
        old: String,
        /// The new password.
        new: String,
    ) -> () = with_cookies people.change_password;

    /// Ends another session of the caller.
    "end_session" end_session(
        /// The session.
        session: SessionId,
    ) -> () = with_status people.end_session;

    /// Ends all other sessions of the caller.
    "end_other_sessions" end_other_sessions() -> () = with_status people.end_other_sessions;

    /// Creates an access token for scripts.
    "make_token" make_token(
        /// Its name, workspace, role and lifetime.
        token: NewToken,
    ) -> String = with_status people.make_token;

    /// Revokes a token.
    "revoke_token" revoke_token(
        /// The token.
        token: TokenId,
    ) -> () = with_status people.revoke_token;

    /// Switches the current workspace, whose contents lists show.
    "choose_workspace" choose_workspace(
        /// The workspace.
        workspace: WorkspaceId,
    ) -> () = with_status people.choose_workspace;

    /// The current workspace.
    "workspace" get_workspace() -> WorkspaceView = with_status people.workspace;

    /// Renames a workspace.
    "rename_workspace" rename_workspace(
        /// The workspace.
        workspace: WorkspaceId,
        /// The new name.
        name: String,
    ) -> () = with_status people.rename_workspace;

    /// Invites a person to a workspace, by a link.
    "invite" invite(
        /// The workspace.
        workspace: WorkspaceId,
        /// The role offered.
        role: Role,
        /// For whom, as a note to the owners.
        note: String,
    ) -> String = with_status people.invite;

    /// Withdraws an invitation.
    "withdraw_invitation" withdraw_invitation(
        /// The invitation.
        invitation: InvitationId,
    ) -> () = with_status people.withdraw_invitation;

    /// Changes a member's role.
    "set_role" set_role(
        /// The workspace.
        workspace: WorkspaceId,
        /// The person.
        person: PersonId,
        /// The role.
        role: Role,
    ) -> () = with_status people.set_role;

    /// Removes a member from a workspace.
    "remove_member" remove_member(
        /// The workspace.
        workspace: WorkspaceId,
        /// The person.
        person: PersonId,
    ) -> () = with_status people.remove_member;

    /// A page of the activity log.
    "activity" get_activity(
        /// Whether to include all workspaces and the installation itself.
        everywhere: bool,
        /// Return only entries before this one.
        before: Option<u64>,
    ) -> ActivityPage = with_status people.activity;

    /// All accounts and workspaces.
    "installation" get_installation() -> Installation = with_status people.installation;

    /// Creates a workspace.
    "make_workspace" make_workspace(
        /// Its name.
        name: String,
    ) -> WorkspaceId = with_status people.make_workspace;

    /// Makes a person an administrator, or revokes that.
    "set_administrator" set_administrator(
        /// The person.
        person: PersonId,
        /// Whether the person shall be an administrator.
        is_administrator: bool,
    ) -> () = with_status people.set_administrator;

    /// Closes or reopens an account.
    "set_closed" set_closed(
        /// The person.
        person: PersonId,
        /// Whether the account shall be closed.
        is_closed: bool,
    ) -> () = with_status people.set_closed;

    /// Creates a link for choosing a new password.
    "password_link" make_password_link(
        /// The person.
        person: PersonId,
    ) -> String = with_status people.password_link;
}
