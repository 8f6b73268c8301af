//! Following links, signing in and out.

use super::callers::{CallersPeople, invalid, named};
use super::origin::{self, Origin};
use super::secrets::{self, COOKIE, PlainSecret};
use super::service::{SESSION_MS, local_owner, new_session_id};
use super::{browser, passwords};
use crate::digits;
use crate::error::Error;
use crate::names;
use crate::store::people::{Action, Change, Changed, LinkRow, LinkTo, PersonRow, SessionRow, Sessions};
use crate::time::now_ms;
use app::api::people::SetCookies;
use axum::http::HeaderValue;
use std::time::{Duration, Instant};
use wire::people::{LinkInfo, NewAccount, Offer, PersonId};

/// The allowed lengths of a sign-in name, in characters.
const LOGIN: std::ops::RangeInclusive<usize> = 3..=100;

/// The address of signing in.
const SIGN_IN: &str = "/api/fn/sign_in";

impl CallersPeople {
    pub(super) async fn what_is_offered(&self, link: &str) -> Result<LinkInfo, Error> {
        let link = self.link(link).await?;
        let offer = match link.to {
            LinkTo::Installation => Offer::FirstAdministrator,
            LinkTo::Workspace(workspace, role) => {
                let workspaces = self.service.store().workspaces().await?;
                let found = workspaces.into_iter().find(|(row, _)| row.id == workspace).ok_or_else(no_link)?;
                Offer::Workspace { name: found.0.name, role, invited_by: link.made_by }
            }
            LinkTo::Password(person) => {
                let known = self.service.store().person(&person).await?.ok_or_else(no_link)?;
                Offer::NewPassword { login: known.person.login.ok_or_else(no_link)? }
            }
        };
        Ok(LinkInfo { offer, expires_ms: link.expires_ms })
    }

    async fn link(&self, told: &str) -> Result<LinkRow, Error> {
        self.service.store().link(&secrets::kept(told), now_ms()).await?.ok_or_else(no_link)
    }

    pub(super) async fn join_by(&self, link: String, account: NewAccount) -> Result<SetCookies, Error> {
        // The link is checked first: nobody else may have passwords hashed here.
        let to = self.link(&link).await?.to;
        let workspace = match to {
            LinkTo::Workspace(workspace, _) => Some(workspace),
            LinkTo::Installation => None,
            LinkTo::Password(_) => return Err(no_link()),
        };
        let (name, login) = (named("name", &account.name)?, login(&account.login)?);
        self.looks_like_nobodys(&login).await?;
        let from = Origin::Known(link.clone());
        let password = passwords::kept("password", account.password, &[&name, &login], &from).await?;
        let person = PersonRow {
            id: PersonId(digits::random(8)?),
            name: name.clone(),
            login: Some(login),
            password: Some(password),
            is_administrator: false,
            is_closed: false,
            created_ms: now_ms(),
            seen_ms: Some(now_ms()),
        };
        let did = match &workspace {
            Some(_) => "joined the workspace",
            None => "became the first administrator",
        };
        let id = person.id.clone();
        let action = Action { person: Some((id, name)), ..self.caller.action(workspace.as_ref(), did.into()) };
        match self.service.change(Change::Join(secrets::kept(&link), person.clone()), Some(action)).await? {
            Changed::Done => self.begin(&person).await,
            Changed::LoginTaken => {
                Err(invalid("login", "belongs to somebody else; if it is yours, sign in and follow the link again"))
            }
            Changed::Missing | Changed::LastOne => Err(no_link()),
        }
    }

    /// Checks that no other sign-in name looks like this one.
    async fn looks_like_nobodys(&self, login: &str) -> Result<(), Error> {
        let people = self.service.store().people().await?;
        let mut others =
            people.iter().filter_map(|known| known.person.login.as_deref()).filter(|other| *other != login);
        match others.any(|other| names::look_alike(other, login)) {
            true => Err(invalid("login", "looks like that of somebody else; take another")),
            false => Ok(()),
        }
    }

    pub(super) async fn accept_offer(&self, link: &str) -> Result<(), Error> {
        let (person, _) = self.caller.in_person()?;
        let LinkTo::Workspace(workspace, _) = self.link(link).await?.to else { return Err(no_link()) };
        let action = self.caller.action(Some(&workspace), "joined the workspace".into());
        let change = Change::Accept(secrets::kept(link), person.id.clone(), now_ms());
        done(self.service.change(change, Some(action)).await?, no_link)
    }

    pub(super) async fn choose_password_by(&self, link: String, password: String) -> Result<SetCookies, Error> {
        let LinkTo::Password(id) = self.link(&link).await?.to else { return Err(no_link()) };
        let person = self.service.store().person(&id).await?.ok_or_else(no_link)?.person;
        let about = [person.name.as_str(), person.login.as_deref().unwrap_or_default()];
        let from = Origin::Known(link.clone());
        let password = passwords::kept("password", password, &about, &from).await?;
        let action = self.caller.action(None, "chose a new password by a link".into());
        let action = Action { person: Some((id.clone(), person.name.clone())), ..action };
        let change = Change::PasswordByLink(secrets::kept(&link), password.clone(), now_ms());
        done(self.service.change(change, Some(action)).await?, no_link)?;
        if person.is_closed {
            return Err(closed());
        }
        self.begin(&PersonRow { password: Some(password), ..person }).await
    }

    pub(super) async fn enter(&self, name: String, password: String) -> Result<SetCookies, Error> {
        let name = name.trim().to_lowercase();
        let person = self.service.store().by_login(&name).await?;
        let known = person.as_ref().and_then(|person| origin::known(person, &self.cookies));
        let from = known.unwrap_or(Origin::Stranger(self.network));
        let is_right = self.is_password(&name, password, person.as_ref(), &from).await?;
        let Some(person) = person.filter(|_| is_right) else {
            return Err(invalid("password", "is wrong, or nobody signs in by this name"));
        };
        if person.is_closed {
            return Err(closed());
        }
        // The previous session ends, so that knowing its key is of no use for the new one.
        if let Ok((before, session)) = self.caller.in_person() {
            let end = Change::SignOut(before.id.clone(), Sessions::One(session.clone()));
            let _: Changed = self.service.change(end, None).await?;
        }
        self.begin(&person).await
    }

    /// Whether a password is this person's. Counted before the check; only a wrong password stays counted.
    pub(super) async fn is_password(
        &self,
        login: &str,
        password: String,
        person: Option<&PersonRow>,
        from: &Origin,
    ) -> Result<bool, Error> {
        let attempts = self.service.attempts();
        let attempt = attempts.begin(login, from, Instant::now()).map_err(|wait| too_many(wait, from))?;
        let kept = person.and_then(|person| person.password.clone());
        let judged = passwords::is_right(password, kept, from).await;
        if !matches!(judged, Ok(false)) {
            attempts.give_back(&attempt, Instant::now());
        }
        judged
    }

    /// Lets the owner of this machine in, with the secret from the link that the program printed.
    ///
    /// # Errors
    /// If the secret is wrong, or the database fails.
    pub async fn enter_as_local_owner(&self, told: &str) -> Result<SetCookies, Error> {
        if !self.service.is_of_this_machine(told) {
            return Err(no_link());
        }
        let owner = self.known(&local_owner()).await?.person;
        self.begin(&owner).await
    }

    pub(super) async fn leave(&self) -> Result<SetCookies, Error> {
        if let Ok((person, session)) = self.caller.in_person() {
            let end = Change::SignOut(person.id.clone(), Sessions::One(session.clone()));
            let _: Changed = self.service.change(end, None).await?;
        }
        Ok(SetCookies(vec![self.cookie(COOKIE, "", "/", 0)?]))
    }

    /// A new session, in a browser that counts as known from then on.
    async fn begin(&self, person: &PersonRow) -> Result<SetCookies, Error> {
        let (PlainSecret(told), secret) = secrets::new()?;
        let now = now_ms();
        let session = SessionRow {
            id: new_session_id()?,
            secret,
            person: person.id.clone(),
            workspace: None,
            browser: browser::words(&self.user_agent),
            created_ms: now,
            seen_ms: now,
            expires_ms: now + SESSION_MS,
        };
        let _: Changed = self.service.change(Change::SignIn(session), None).await?;
        let session = self.cookie(COOKIE, &told, "/", SESSION_MS / 1000)?;
        let browser = self.browser_cookie(person)?;
        Ok(SetCookies(std::iter::once(session).chain(browser).collect()))
    }

    /// The cookie that makes this browser known for a person. It is sent only when signing in.
    pub(super) fn browser_cookie(&self, person: &PersonRow) -> Result<Option<HeaderValue>, Error> {
        let known = origin::known_from_now(person)?;
        known.map(|(name, value)| self.cookie(&name, &value, SIGN_IN, origin::LASTS_S)).transpose()
    }

    /// Scripts cannot read it, and forms and frames of other sites do not send it; links from elsewhere do.
    fn cookie(&self, name: &str, value: &str, path: &str, seconds: u64) -> Result<HeaderValue, Error> {
        let secure = if self.is_secure { "; Secure" } else { "" };
        let cookie = format!("{name}={value}; Path={path}; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}");
        Ok(HeaderValue::from_str(&cookie).map_err(anyhow::Error::from)?)
    }
}

fn too_many(wait: Duration, from: &Origin) -> Error {
    let seconds = wait.as_secs() + 1;
    let when = if seconds < 60 { format!("{seconds} s") } else { format!("{} min", seconds.div_ceil(60)) };
    let otherwise = match from {
        Origin::Known(_) => "",
        Origin::Stranger(_) => {
            ", in a browser in which you have signed in before, or ask an administrator for a link to a new password"
        }
    };
    Error::Conflict(format!("too many wrong passwords; try again in {when}{otherwise}"))
}

/// The answer is the same whether a link was used before, ended, or never existed.
fn no_link() -> Error {
    Error::NoFile("this link, or what it leads to; it may have been followed already, or have ended:".into())
}

fn closed() -> Error {
    Error::Forbidden("this account is closed; ask an administrator")
}

/// Success, or `otherwise`.
pub(super) fn done(changed: Changed, otherwise: impl FnOnce() -> Error) -> Result<(), Error> {
    if changed == Changed::Done { Ok(()) } else { Err(otherwise()) }
}

fn login(text: &str) -> Result<String, Error> {
    let login = names::checked(text, 1..=*LOGIN.end()).map_err(|why| invalid("login", why))?.to_lowercase();
    let is_plain = login.chars().all(|letter| letter.is_alphanumeric() || "._-+@".contains(letter));
    if LOGIN.contains(&login.chars().count()) && is_plain {
        return Ok(login);
    }
    let (least, most) = (LOGIN.start(), LOGIN.end());
    Err(invalid("login", format!("takes {least} to {most} letters, digits and . _ - + @, such as an e-mail address")))
}
