//! What pages ask about people: signing in, accounts, workspaces, and the installation as a whole.

#[cfg(feature = "ssr")]
use super::{Answer, with_status};
use super::{ApiError, server_functions};
use crate::json;
use leptos::prelude::*;
use wire::people::{
    Account, ActivityPage, Installation, InvitationId, LinkInfo, NewAccount, NewToken, PersonId, Role, SessionId,
    SignInDefaults, TokenId, WorkspaceId, WorkspaceView,
};

/// `Set-Cookie` headers: cookies that sign their bearer in, or remove earlier ones.
#[cfg(feature = "ssr")]
pub struct SetCookies(pub Vec<http::HeaderValue>);

/// What the server offers about people to whoever asks.
#[cfg(feature = "ssr")]
pub trait People: Send + Sync + 'static {
    /// What the page for signing in starts from.
    fn sign_in_defaults(&self) -> Answer<'_, SignInDefaults>;
    /// What a link offers.
    fn offered(&self, link: String) -> Answer<'_, LinkInfo>;
    /// Makes an account by a link, and signs in.
    fn join(&self, link: String, account: NewAccount) -> Answer<'_, SetCookies>;
    /// Joins a workspace by a link, as who one is already.
    fn accept(&self, link: String) -> Answer<'_, ()>;
    /// Chooses a new password by a link, and signs in.
    fn choose_password(&self, link: String, password: String) -> Answer<'_, SetCookies>;
    /// Signs in.
    fn sign_in(&self, login: String, password: String) -> Answer<'_, SetCookies>;
    /// Signs out.
    fn sign_out(&self) -> Answer<'_, SetCookies>;

    /// The account of whoever asks.
    fn account(&self) -> Answer<'_, Account>;
    /// Changes the name that others see.
    fn rename_me(&self, name: String) -> Answer<'_, ()>;
    /// Changes the password, signs out everywhere else, and revokes all tokens.
    fn change_password(&self, old: String, new: String) -> Answer<'_, SetCookies>;
    /// Signs out somewhere else.
    fn end_session(&self, session: SessionId) -> Answer<'_, ()>;
    /// Signs out everywhere else.
    fn end_other_sessions(&self) -> Answer<'_, ()>;
    /// Makes a token; this is the only time that it is with_status.
    fn make_token(&self, token: NewToken) -> Answer<'_, String>;
    /// Ends a token.
    fn revoke_token(&self, token: TokenId) -> Answer<'_, ()>;
    /// Shows another workspace in lists from now on.
    fn choose_workspace(&self, workspace: WorkspaceId) -> Answer<'_, ()>;

    /// The workspace that lists show.
    fn workspace(&self) -> Answer<'_, WorkspaceView>;
    /// Changes its name.
    fn rename_workspace(&self, workspace: WorkspaceId, name: String) -> Answer<'_, ()>;
    /// Invites somebody; the answer is the link's path, which is with_status only now.
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
    /// The path of a link by which somebody chooses a new password; with_status only now.
    fn password_link(&self, person: PersonId) -> Answer<'_, String>;
}

/// People as the router hands them to server functions.
#[cfg(feature = "ssr")]
pub type SharedPeople = std::sync::Arc<dyn People>;

#[cfg(feature = "ssr")]
fn people() -> SharedPeople {
    expect_context()
}

/// Sends the cookies along.
#[cfg(feature = "ssr")]
fn kept(answer: Result<SetCookies, ApiError>) -> Result<(), ApiError> {
    let SetCookies(cookies) = with_status(answer)?;
    if let Some(response) = use_context::<leptos_axum::ResponseOptions>() {
        cookies.into_iter().for_each(|cookie| response.append_header(http::header::SET_COOKIE, cookie));
    }
    Ok(())
}

server_functions! {
    /// What the page for signing in starts from.
    "sign_in_defaults" get_sign_in_defaults() -> SignInDefaults = with_status people.sign_in_defaults;

    /// What a link offers.
    "offered" get_offered(
        /// The end of its path.
        link: String,
    ) -> LinkInfo = with_status people.offered;

    /// Makes an account by a link, and signs in.
    "join" join_by_link(
        /// The end of its path.
        link: String,
        /// The account.
        account: NewAccount,
    ) -> () = with_cookies people.join;

    /// Joins a workspace by a link, as who one is already.
    "accept" accept_offer(
        /// The end of its path.
        link: String,
    ) -> () = with_status people.accept;

    /// Chooses a new password by a link, and signs in.
    "choose_password" choose_password(
        /// The end of its path.
        link: String,
        /// The new password.
        password: String,
    ) -> () = with_cookies people.choose_password;

    /// Signs in.
    "sign_in" sign_in(
        /// The name to sign in by.
        login: String,
        /// The password.
        password: String,
    ) -> () = with_cookies people.sign_in;

    /// Signs out.
    "sign_out" sign_out() -> () = with_cookies people.sign_out;

    /// The account of whoever asks.
    "account" get_account() -> Account = with_status people.account;

    /// Changes the name that others see.
    "rename_me" rename_me(
        /// The new name.
        name: String,
    ) -> () = with_status people.rename_me;

    /// Changes the password, signs out everywhere else, and revokes all tokens.
    "change_password" change_password(
        /// The password until now.
        old: String,
        /// The new one.
        new: String,
    ) -> () = with_cookies people.change_password;

    /// Signs out somewhere else.
    "end_session" end_session(
        /// Where.
        session: SessionId,
    ) -> () = with_status people.end_session;

    /// Signs out everywhere else.
    "end_other_sessions" end_other_sessions() -> () = with_status people.end_other_sessions;

    /// Makes a token for scripts.
    "make_token" make_token(
        /// What it is to open.
        token: NewToken,
    ) -> String = with_status people.make_token;

    /// Ends a token.
    "revoke_token" revoke_token(
        /// Which.
        token: TokenId,
    ) -> () = with_status people.revoke_token;

    /// Shows another workspace in lists from now on.
    "choose_workspace" choose_workspace(
        /// Which.
        workspace: WorkspaceId,
    ) -> () = with_status people.choose_workspace;

    /// The workspace that lists show.
    "workspace" get_workspace() -> WorkspaceView = with_status people.workspace;

    /// Changes a workspace's name.
    "rename_workspace" rename_workspace(
        /// Which.
        workspace: WorkspaceId,
        /// The new name.
        name: String,
    ) -> () = with_status people.rename_workspace;

    /// Invites somebody into a workspace.
    "invite" invite(
        /// Which.
        workspace: WorkspaceId,
        /// As what.
        role: Role,
        /// For whom.
        note: String,
    ) -> String = with_status people.invite;

    /// Takes an invitation back.
    "withdraw_invitation" withdraw_invitation(
        /// Which.
        invitation: InvitationId,
    ) -> () = with_status people.withdraw_invitation;

    /// Gives a member another role.
    "set_role" set_role(
        /// Where.
        workspace: WorkspaceId,
        /// Who.
        person: PersonId,
        /// The role.
        role: Role,
    ) -> () = with_status people.set_role;

    /// Takes a member out of a workspace.
    "remove_member" remove_member(
        /// Which.
        workspace: WorkspaceId,
        /// Who.
        person: PersonId,
    ) -> () = with_status people.remove_member;

    /// What was done.
    "activity" get_activity(
        /// In all workspaces, and outside of them.
        everywhere: bool,
        /// Only what came before this entry.
        before: Option<u64>,
    ) -> ActivityPage = with_status people.activity;

    /// Everybody and everything.
    "installation" get_installation() -> Installation = with_status people.installation;

    /// Makes a workspace.
    "make_workspace" make_workspace(
        /// Its name.
        name: String,
    ) -> WorkspaceId = with_status people.make_workspace;

    /// Makes somebody an administrator, or no longer.
    "set_administrator" set_administrator(
        /// Who.
        person: PersonId,
        /// Which of it.
        is_administrator: bool,
    ) -> () = with_status people.set_administrator;

    /// Closes an account, or opens it again.
    "set_closed" set_closed(
        /// Whose.
        person: PersonId,
        /// Which of it.
        is_closed: bool,
    ) -> () = with_status people.set_closed;

    /// A link by which somebody chooses a new password.
    "password_link" make_password_link(
        /// Who.
        person: PersonId,
    ) -> String = with_status people.password_link;
}
