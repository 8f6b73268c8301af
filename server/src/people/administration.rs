//! Administration of the installation.

use super::callers::{CallersPeople, named};
use super::service::{self, DAY_MS};
use crate::access::Person;
use crate::digits;
use crate::error::Error;
use crate::store::people::{Change, Changed, LinkTo, WorkspaceRow};
use crate::time::now_ms;
use wire::people::{Installation, PersonId, PersonView, WorkspaceId, WorkspaceSummary};

/// How long a link for a new password is valid.
const PASSWORD_LINK_MS: u64 = DAY_MS;

impl CallersPeople {
    fn administers(&self) -> Result<&Person, Error> {
        self.caller.in_person()?;
        self.caller.administers()
    }

    pub(super) async fn everything(&self) -> Result<Installation, Error> {
        let me = self.administers()?;
        let people = self.service.store().people().await?.into_iter().map(|known| PersonView {
            memberships: service::memberships(&known),
            is_me: known.person.id == me.id,
            id: known.person.id,
            name: known.person.name,
            login: known.person.login.unwrap_or_default(),
            is_administrator: known.person.is_administrator,
            is_closed: known.person.is_closed,
            created_ms: known.person.created_ms,
            seen_ms: known.person.seen_ms,
        });
        let workspaces = self.service.store().workspaces().await?.into_iter().map(|(row, members)| WorkspaceSummary {
            id: row.id,
            name: row.name,
            members,
            created_ms: row.created_ms,
        });
        Ok(Installation { people: people.collect(), workspaces: workspaces.collect() })
    }

    pub(super) async fn add_workspace(&self, name: String) -> Result<WorkspaceId, Error> {
        let me = self.administers()?;
        let name = named("name", &name)?;
        let row = WorkspaceRow { id: WorkspaceId(digits::random(8)?), name, created_ms: now_ms() };
        let (id, action) =
            (row.id.clone(), self.caller.action(Some(&row.id), format!("made the workspace {}", row.name)));
        let _: Changed = self.service.change(Change::AddWorkspace(row, me.id.clone()), Some(action)).await?;
        Ok(id)
    }

    pub(super) async fn promote(&self, person: PersonId, is_administrator: bool) -> Result<(), Error> {
        let did = if is_administrator { "made an administrator of" } else { "took administration from" };
        self.change_person(&person, did, Change::SetAdministrator(person.clone(), is_administrator)).await
    }

    pub(super) async fn close(&self, person: PersonId, is_closed: bool) -> Result<(), Error> {
        let did = if is_closed { "closed the account of" } else { "opened the account of" };
        self.change_person(&person, did, Change::SetClosed(person.clone(), is_closed)).await
    }

    async fn change_person(&self, person: &PersonId, did: &str, change: Change) -> Result<(), Error> {
        self.administers()?;
        let name = self.known(person).await?.person.name;
        let action = self.caller.action(None, format!("{did} {name}"));
        match self.service.change(change, Some(action)).await? {
            Changed::Done => Ok(()),
            Changed::LastOne => Err(Error::Conflict(
                "somebody must run the installation; make somebody else an administrator first".into(),
            )),
            Changed::Missing | Changed::LoginTaken => Err(Error::NoFile("this account".into())),
        }
    }

    pub(super) async fn add_password_link(&self, person: PersonId) -> Result<String, Error> {
        self.administers()?;
        let row = self.known(&person).await?.person;
        if row.login.is_none() {
            return Err(Error::Conflict("the owner of this machine has no password".into()));
        }
        let action = self.caller.action(None, format!("made a link for a new password of {}", row.name));
        self.add_link(LinkTo::Password(person), row.name, PASSWORD_LINK_MS, action).await
    }
}
