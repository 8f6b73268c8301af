//! The caller's own account.

use super::callers::{CallersPeople, invalid, named};
use super::entering::done;
use super::origin::Origin;
use super::passwords;
use super::secrets::{self, PlainSecret, TOKEN};
use super::service::{self, DAY_MS};
use crate::digits;
use crate::error::Error;
use crate::store::people::{Change, Changed, PersonRow, PersonWithMemberships, Sessions, TokenRow};
use crate::time::now_ms;
use app::api::people::SetCookies;
use wire::people::{Account, NewToken, PersonId, Role, SessionId, SessionView, TokenId, TokenView, WorkspaceId};

/// The longest lifetime of a token that expires, in days.
const LONGEST: u32 = 3650;

impl CallersPeople {
    /// Somebody's account.
    pub(super) async fn known(&self, person: &PersonId) -> Result<PersonWithMemberships, Error> {
        self.service.store().person(person).await?.ok_or_else(|| Error::NoFile("this account".into()))
    }

    pub(super) async fn my_account(&self) -> Result<Account, Error> {
        let (person, this) = self.caller.in_person()?;
        let (store, now) = (self.service.store(), now_ms());
        let known = self.known(&person.id).await?;
        let sessions = store.sessions(&person.id, now).await?;
        let mine = sessions.iter().find(|session| session.id == *this).ok_or(Error::SignedOut)?;
        let me = service::me(mine, &known);
        let names = |workspace: &WorkspaceId| {
            let found = known.memberships.iter().find(|(row, _)| row.id == *workspace);
            found.map_or_else(|| "a workspace that you have left".into(), |(row, _)| row.name.clone())
        };
        let tokens = store.tokens(&person.id, now).await?;
        let tokens = tokens.into_iter().map(|token| TokenView {
            workspace: names(&token.workspace),
            id: token.id,
            name: token.name,
            role: token.role,
            created_ms: token.created_ms,
            used_ms: token.used_ms,
            expires_ms: token.expires_ms,
        });
        let sessions = sessions.iter().map(|session| SessionView {
            id: session.id.clone(),
            browser: session.browser.clone(),
            created_ms: session.created_ms,
            seen_ms: session.seen_ms,
            is_this: session.id == *this,
        });
        let (sessions, tokens) = (sessions.collect(), tokens.collect());
        Ok(Account { me, login: known.person.login.unwrap_or_default(), sessions, tokens })
    }

    pub(super) async fn set_name(&self, name: String) -> Result<(), Error> {
        let (person, _) = self.caller.in_person()?;
        let name = named("name", &name)?;
        let action = self.caller.action(None, format!("is now called {name}"));
        done(self.service.change(Change::RenamePerson(person.id.clone(), name), Some(action)).await?, || {
            Error::SignedOut
        })
    }

    pub(super) async fn set_password(&self, old: String, new: String) -> Result<SetCookies, Error> {
        let (person, session) = self.caller.in_person()?;
        let row = self.known(&person.id).await?.person;
        let Some(login) = row.login.clone() else {
            return Err(Error::Forbidden("the owner of this machine has no password; the program's link lets in"));
        };
        // Counted apart from attempts by strangers who only know the name.
        let from = Origin::Known(person.id.0.clone());
        if !self.is_password(&login, old, Some(&row), &from).await? {
            return Err(invalid("old", "is not your password"));
        }
        let password = passwords::kept("new", new, &[&row.name, &login], &from).await?;
        let action = self.caller.action(None, "changed the password".into());
        let change = Change::Password(person.id.clone(), password.clone(), session.clone());
        done(self.service.change(change, Some(action)).await?, || Error::SignedOut)?;
        let cookie = self.browser_cookie(&PersonRow { password: Some(password), ..row })?;
        Ok(SetCookies(cookie.into_iter().collect()))
    }

    pub(super) async fn end(&self, session: SessionId) -> Result<(), Error> {
        let (person, _) = self.caller.in_person()?;
        let action = self.caller.action(None, "signed out somewhere else".into());
        let end = Change::SignOut(person.id.clone(), Sessions::One(session));
        done(self.service.change(end, Some(action)).await?, || Error::NoFile("this session".into()))
    }

    pub(super) async fn end_others(&self) -> Result<(), Error> {
        let (person, this) = self.caller.in_person()?;
        let action = self.caller.action(None, "signed out everywhere else".into());
        let end = Change::SignOut(person.id.clone(), Sessions::AllBut(this.clone()));
        let _: Changed = self.service.change(end, Some(action)).await?;
        Ok(())
    }

    pub(super) async fn add_token(&self, token: NewToken) -> Result<String, Error> {
        let (person, _) = self.caller.in_person()?;
        self.caller.require(&token.workspace, Role::Viewer)?;
        let name = named("name", &token.name)?;
        let role = person.role(&token.workspace).unwrap_or(Role::Viewer);
        if token.role > role {
            return Err(invalid("role", format!("is more than yours in this workspace, which is {}", role.word())));
        }
        if token.days.is_some_and(|days| !(1..=LONGEST).contains(&days)) {
            return Err(invalid("days", format!("is from 1 to {LONGEST}")));
        }
        let (PlainSecret(told), secret) = secrets::new()?;
        let now = now_ms();
        let action =
            self.caller.action(Some(&token.workspace), format!("made the token {name} ({})", token.role.word()));
        let row = TokenRow {
            id: TokenId(digits::random(8)?),
            secret,
            person: person.id.clone(),
            workspace: token.workspace,
            role: token.role,
            name,
            created_ms: now,
            used_ms: None,
            expires_ms: token.days.map(|days| now + u64::from(days) * DAY_MS),
        };
        let missing = || Error::NoFile("this workspace".into());
        done(self.service.change(Change::AddToken(row), Some(action)).await?, missing)?;
        Ok(format!("{TOKEN}{told}"))
    }

    pub(super) async fn revoke(&self, token: TokenId) -> Result<(), Error> {
        let (person, _) = self.caller.in_person()?;
        let action = self.caller.action(None, "revoked a token".into());
        let change = Change::RevokeToken(person.id.clone(), token);
        done(self.service.change(change, Some(action)).await?, || Error::NoFile("this token".into()))
    }

    pub(super) async fn show(&self, workspace: WorkspaceId) -> Result<(), Error> {
        let (person, session) = self.caller.in_person()?;
        if !person.memberships.iter().any(|(id, _)| *id == workspace) {
            return Err(Error::NoFile("this workspace".into()));
        }
        done(self.service.change(Change::Show(session.clone(), workspace), None).await?, || Error::SignedOut)
    }
}
