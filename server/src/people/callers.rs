//! People as one caller may see and change them.

use super::service::PeopleService;
use crate::access::Caller;
use crate::error::{Error, answer};
use crate::names;
use app::api::Answer;
use app::api::people::{People, SetCookies};
use wire::people::{
    Account, ActivityPage, Installation, InvitationId, LinkInfo, NewAccount, NewToken, PersonId, Role, SessionId,
    SignInDefaults, TokenId, WorkspaceId, WorkspaceView,
};
use wire::run::Problem;

/// The longest name of a person, a workspace or a token, in characters.
const LONGEST_NAME: usize = 60;

/// People for one caller.
pub struct CallersPeople {
    /// The people service.
    pub service: PeopleService,
    /// The caller.
    pub caller: Caller,
    /// The browser, by its `User-Agent`.
    pub user_agent: String,
    /// The cookies of the request.
    pub cookies: String,
    /// Hash of the network, if it is known.
    pub network: Option<u64>,
    /// Whether cookies can be restricted to https.
    pub is_secure: bool,
}

/// An error about a field.
pub(super) fn invalid(field: &'static str, message: impl Into<String>) -> Error {
    Error::Invalid(vec![Problem { field: field.into(), message: message.into() }])
}

/// A name in its stored form.
pub(super) fn named(field: &'static str, name: &str) -> Result<String, Error> {
    names::checked(name, 1..=LONGEST_NAME).map_err(|why| invalid(field, why))
}

impl People for CallersPeople {
    fn sign_in_defaults(&self) -> Answer<'_, SignInDefaults> {
        answer(async move { Ok(SignInDefaults { is_set_up: self.service.is_set_up().await? }) })
    }

    fn offered(&self, link: String) -> Answer<'_, LinkInfo> {
        answer(async move { self.what_is_offered(&link).await })
    }

    fn join(&self, link: String, account: NewAccount) -> Answer<'_, SetCookies> {
        answer(self.join_by(link, account))
    }

    fn accept(&self, link: String) -> Answer<'_, ()> {
        answer(async move { self.accept_offer(&link).await })
    }

    fn choose_password(&self, link: String, password: String) -> Answer<'_, SetCookies> {
        answer(self.choose_password_by(link, password))
    }

    fn sign_in(&self, login: String, password: String) -> Answer<'_, SetCookies> {
        answer(self.enter(login, password))
    }

    fn sign_out(&self) -> Answer<'_, SetCookies> {
        answer(self.leave())
    }

    fn account(&self) -> Answer<'_, Account> {
        answer(self.my_account())
    }

    fn rename_me(&self, name: String) -> Answer<'_, ()> {
        answer(self.set_name(name))
    }

    fn change_password(&self, old: String, new: String) -> Answer<'_, SetCookies> {
        answer(self.set_password(old, new))
    }

    fn end_session(&self, session: SessionId) -> Answer<'_, ()> {
        answer(self.end(session))
    }

    fn end_other_sessions(&self) -> Answer<'_, ()> {
        answer(self.end_others())
    }

    fn make_token(&self, token: NewToken) -> Answer<'_, String> {
        answer(self.add_token(token))
    }

    fn revoke_token(&self, token: TokenId) -> Answer<'_, ()> {
        answer(self.revoke(token))
    }

    fn choose_workspace(&self, workspace: WorkspaceId) -> Answer<'_, ()> {
        answer(self.show(workspace))
    }

    fn workspace(&self) -> Answer<'_, WorkspaceView> {
        answer(self.shown_workspace())
    }

    fn rename_workspace(&self, workspace: WorkspaceId, name: String) -> Answer<'_, ()> {
        answer(self.set_workspace_name(workspace, name))
    }

    fn invite(&self, workspace: WorkspaceId, role: Role, note: String) -> Answer<'_, String> {
        answer(self.add_invitation(workspace, role, note))
    }

    fn withdraw_invitation(&self, invitation: InvitationId) -> Answer<'_, ()> {
        answer(self.remove_invitation(invitation))
    }

    fn set_role(&self, workspace: WorkspaceId, person: PersonId, role: Role) -> Answer<'_, ()> {
        answer(self.give_role(workspace, person, Some(role)))
    }

    fn remove_member(&self, workspace: WorkspaceId, person: PersonId) -> Answer<'_, ()> {
        answer(self.give_role(workspace, person, None))
    }

    fn activity(&self, everywhere: bool, before: Option<u64>) -> Answer<'_, ActivityPage> {
        answer(self.what_was_done(everywhere, before))
    }

    fn installation(&self) -> Answer<'_, Installation> {
        answer(self.everything())
    }

    fn make_workspace(&self, name: String) -> Answer<'_, WorkspaceId> {
        answer(self.add_workspace(name))
    }

    fn set_administrator(&self, person: PersonId, is_administrator: bool) -> Answer<'_, ()> {
        answer(self.promote(person, is_administrator))
    }

    fn set_closed(&self, person: PersonId, is_closed: bool) -> Answer<'_, ()> {
        answer(self.close(person, is_closed))
    }

    fn password_link(&self, person: PersonId) -> Answer<'_, String> {
        answer(self.add_password_link(person))
    }
}
