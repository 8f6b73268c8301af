//! Links that are followed, signing in and out.

use super::callers::{CallersPeople, invalid, named};
use super::desk::{SESSION_MS, local_owner, new_session_id};
use super::secrets::{self, COOKIE, Told};
use super::{browser, passwords};
use crate::error::Error;
use crate::hex;
use crate::store::people::{Change, Changed, Deed, LinkRow, LinkTo, PersonRow, SessionRow, Sessions};
use crate::time::now_ms;
use app::api::people::SetCookie;
use app::wire::people::{NewAccount, Offer, Offered, PersonId};
use axum::http::HeaderValue;
use std::time::Instant;

/// The lengths of a name to sign in by, in characters.
const LOGIN: std::ops::RangeInclusive<usize> = 3..=100;

impl CallersPeople {
    pub(super) async fn what_is_offered(&self, link: &str) -> Result<Offered, Error> {
        let link = self.link(link).await?;
        let offer = match link.to {
            LinkTo::Installation => Offer::FirstAdministrator,
            LinkTo::Workspace(workspace, role) => {
                let workspaces = self.desk.store().workspaces().await?;
                let found = workspaces.into_iter().find(|(row, _)| row.id == workspace).ok_or_else(no_link)?;
                Offer::Workspace { name: found.0.name, role, invited_by: link.made_by }
            }
            LinkTo::Password(person) => {
                let known = self.desk.store().person(&person).await?.ok_or_else(no_link)?;
                Offer::NewPassword { login: known.person.login.ok_or_else(no_link)? }
            }
        };
        Ok(Offered { offer, expires_ms: link.expires_ms })
    }

    async fn link(&self, told: &str) -> Result<LinkRow, Error> {
        self.desk.store().link(&secrets::kept(told), now_ms()).await?.ok_or_else(no_link)
    }

    pub(super) async fn join_by(&self, link: String, account: NewAccount) -> Result<SetCookie, Error> {
        // First whether there is a link: nobody else may have passwords hashed here.
        let to = self.link(&link).await?.to;
        let workspace = match to {
            LinkTo::Workspace(workspace, _) => Some(workspace),
            LinkTo::Installation => None,
            LinkTo::Password(_) => return Err(no_link()),
        };
        let (name, login) = (named("name", &account.name)?, login(&account.login)?);
        let password = passwords::kept("password", account.password, &[&name, &login]).await?;
        let person = PersonRow {
            id: PersonId(hex::random(8)?),
            name: name.clone(),
            login: Some(login),
            password: Some(password),
            is_administrator: false,
            is_closed: false,
            created_ms: now_ms(),
            seen_ms: Some(now_ms()),
        };
        let id = person.id.clone();
        let did = match &workspace {
            Some(_) => "joined the workspace",
            None => "became the first administrator",
        };
        let deed = Deed { person: Some((id.clone(), name)), ..self.caller.deed(workspace.as_ref(), did.into()) };
        match self.desk.change(Change::Join(secrets::kept(&link), person), Some(deed)).await? {
            Changed::Done => self.begin(id).await,
            Changed::LoginTaken => {
                Err(invalid("login", "belongs to somebody else; if it is yours, sign in and follow the link again"))
            }
            Changed::Missing | Changed::LastOne => Err(no_link()),
        }
    }

    pub(super) async fn accept_offer(&self, link: &str) -> Result<(), Error> {
        let (person, _) = self.caller.in_person()?;
        let LinkTo::Workspace(workspace, _) = self.link(link).await?.to else { return Err(no_link()) };
        let deed = self.caller.deed(Some(&workspace), "joined the workspace".into());
        let change = Change::Accept(secrets::kept(link), person.id.clone(), now_ms());
        done(self.desk.change(change, Some(deed)).await?, no_link)
    }

    pub(super) async fn choose_password_by(&self, link: String, password: String) -> Result<SetCookie, Error> {
        let LinkTo::Password(id) = self.link(&link).await?.to else { return Err(no_link()) };
        let person = self.desk.store().person(&id).await?.ok_or_else(no_link)?.person;
        let about = [person.name.as_str(), person.login.as_deref().unwrap_or_default()];
        let password = passwords::kept("password", password, &about).await?;
        let deed = self.caller.deed(None, "chose a new password by a link".into());
        let deed = Deed { person: Some((id.clone(), person.name.clone())), ..deed };
        let change = Change::PasswordByLink(secrets::kept(&link), password, now_ms());
        done(self.desk.change(change, Some(deed)).await?, no_link)?;
        if person.is_closed {
            return Err(closed());
        }
        self.begin(id).await
    }

    pub(super) async fn enter(&self, name: String, password: String) -> Result<SetCookie, Error> {
        let name = name.trim().to_lowercase();
        let attempts = self.desk.attempts();
        if let Some(wait) = attempts.wait(&name, Instant::now()) {
            let seconds = wait.as_secs() + 1;
            return Err(Error::Conflict(format!("too many wrong passwords; try again in {seconds} s")));
        }
        let person = self.desk.store().by_login(&name).await?;
        let kept = person.as_ref().and_then(|person| person.password.clone());
        let is_right = passwords::is_right(password, kept).await?;
        let Some(person) = person.filter(|_| is_right) else {
            attempts.note_wrong(&name, Instant::now());
            return Err(invalid("password", "is wrong, or nobody signs in by this name"));
        };
        if person.is_closed {
            return Err(closed());
        }
        attempts.forget(&name);
        // Whoever knew the session of before knows nothing of the new one.
        if let Ok((before, session)) = self.caller.in_person() {
            let end = Change::SignOut(before.id.clone(), Sessions::One(session.clone()));
            let _: Changed = self.desk.change(end, None).await?;
        }
        self.begin(person.id).await
    }

    /// Lets the owner of this machine in, who came by what the program told.
    ///
    /// # Errors
    /// If it is not what was told, or the database fails.
    pub async fn enter_as_local_owner(&self, told: &str) -> Result<SetCookie, Error> {
        if !self.desk.is_of_this_machine(told) {
            return Err(no_link());
        }
        self.begin(local_owner()).await
    }

    pub(super) async fn leave(&self) -> Result<SetCookie, Error> {
        if let Ok((person, session)) = self.caller.in_person() {
            let end = Change::SignOut(person.id.clone(), Sessions::One(session.clone()));
            let _: Changed = self.desk.change(end, None).await?;
        }
        self.cookie("", 0)
    }

    /// A new session.
    async fn begin(&self, person: PersonId) -> Result<SetCookie, Error> {
        let (Told(told), secret) = secrets::new()?;
        let now = now_ms();
        let session = SessionRow {
            id: new_session_id()?,
            secret,
            person,
            workspace: None,
            browser: browser::words(&self.user_agent),
            created_ms: now,
            seen_ms: now,
            expires_ms: now + SESSION_MS,
        };
        let _: Changed = self.desk.change(Change::SignIn(session), None).await?;
        self.cookie(&told, SESSION_MS / 1000)
    }

    /// Scripts cannot read it, and other sites' forms and frames do not send it; links from elsewhere do.
    fn cookie(&self, value: &str, seconds: u64) -> Result<SetCookie, Error> {
        let secure = if self.is_secure { "; Secure" } else { "" };
        let cookie = format!("{COOKIE}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}");
        Ok(SetCookie(HeaderValue::from_str(&cookie).map_err(anyhow::Error::from)?))
    }
}

/// Nothing tells whether a link was followed before, ended, or never was.
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
    let login = text.trim().to_lowercase();
    let is_plain = login.chars().all(|letter| letter.is_alphanumeric() || "._-+@".contains(letter));
    if LOGIN.contains(&login.chars().count()) && is_plain {
        return Ok(login);
    }
    let (least, most) = (LOGIN.start(), LOGIN.end());
    Err(invalid("login", format!("takes {least} to {most} letters, digits and . _ - + @, such as an e-mail address")))
}
