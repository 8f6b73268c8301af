//! A workspace: its members, invitations, and activity.

use super::callers::{CallersPeople, invalid, named};
use super::entering::done;
use super::secrets::{self, PlainSecret};
use super::service::DAY_MS;
use crate::digits;
use crate::error::Error;
use crate::names;
use crate::store::people::{Change, Changed, LinkRow, LinkTo};
use crate::time::now_ms;
use wire::people::{
    Activity, ActivityPage, InvitationId, InvitationView, Member, PersonId, Role, WorkspaceId, WorkspaceView,
};

/// How long an invitation is valid.
const INVITATION_MS: u64 = 14 * DAY_MS;
/// The longest note on an invitation, in characters.
const LONGEST_NOTE: usize = 100;
/// Actions on a page.
const PAGE: u32 = 50;

impl CallersPeople {
    /// The workspace that lists show.
    fn here(&self) -> Result<&WorkspaceId, Error> {
        self.caller.in_person()?;
        self.caller.at_work(Role::Viewer)
    }

    pub(super) async fn shown_workspace(&self) -> Result<WorkspaceView, Error> {
        let workspace = self.here()?;
        let (person, _) = self.caller.in_person()?;
        let role = person.role(workspace).ok_or_else(no_workspace)?;
        let store = self.service.store();
        let members = store.members(workspace).await?.into_iter().map(|member| Member {
            is_me: member.person == person.id,
            id: member.person,
            name: member.name,
            role: member.role,
            since_ms: member.since_ms,
        });
        let invitations = match role {
            Role::Owner => store.links(workspace, now_ms()).await?,
            Role::Viewer | Role::Collaborator => Vec::new(),
        };
        let name = self.workspace_name(workspace).await?;
        let invitations = invitations.into_iter().filter_map(invitation).collect();
        Ok(WorkspaceView { id: workspace.clone(), name, role, members: members.collect(), invitations })
    }

    async fn workspace_name(&self, id: &WorkspaceId) -> Result<String, Error> {
        let workspaces = self.service.store().workspaces().await?;
        let found = workspaces.into_iter().find(|(row, _)| row.id == *id);
        found.map(|(row, _)| row.name).ok_or_else(no_workspace)
    }

    /// Checks that the caller, in person, owns a workspace.
    fn owns(&self, workspace: &WorkspaceId) -> Result<(), Error> {
        self.caller.in_person()?;
        self.caller.require(workspace, Role::Owner)
    }

    pub(super) async fn set_workspace_name(&self, workspace: WorkspaceId, name: String) -> Result<(), Error> {
        self.owns(&workspace)?;
        let name = named("name", &name)?;
        let action = self.caller.action(Some(&workspace), format!("called the workspace {name}"));
        done(self.service.change(Change::RenameWorkspace(workspace, name), Some(action)).await?, no_workspace)
    }

    pub(super) async fn add_invitation(
        &self,
        workspace: WorkspaceId,
        role: Role,
        note: String,
    ) -> Result<String, Error> {
        self.owns(&workspace)?;
        let note = names::checked(&note, 0..=LONGEST_NOTE).map_err(|why| invalid("note", why))?;
        let for_whom = if note.is_empty() { "somebody".to_owned() } else { note };
        let action = self.caller.action(Some(&workspace), format!("invited {for_whom} as {}", role.word()));
        self.add_link(LinkTo::Workspace(workspace, role), for_whom, INVITATION_MS, action).await
    }

    /// The path of a new link.
    pub(super) async fn add_link(
        &self,
        to: LinkTo,
        note: String,
        lasts_ms: u64,
        action: crate::store::people::Action,
    ) -> Result<String, Error> {
        let (person, _) = self.caller.in_person()?;
        let (PlainSecret(told), secret) = secrets::new()?;
        let now = now_ms();
        let id = InvitationId(digits::random(8)?);
        let made_by = person.name.clone();
        let maker = Some(person.id.clone());
        let link = LinkRow { id, secret, to, note, made_by, maker, created_ms: now, expires_ms: now + lasts_ms };
        done(self.service.change(Change::AddLink(link), Some(action)).await?, no_workspace)?;
        Ok(format!("/join/{told}"))
    }

    pub(super) async fn remove_invitation(&self, invitation: InvitationId) -> Result<(), Error> {
        let workspace = self.here()?.clone();
        self.owns(&workspace)?;
        let action = self.caller.action(Some(&workspace), "withdrew an invitation".into());
        let missing = || Error::NoFile("this invitation; it may have been followed:".into());
        done(self.service.change(Change::WithdrawLink(workspace, invitation), Some(action)).await?, missing)
    }

    pub(super) async fn give_role(
        &self,
        workspace: WorkspaceId,
        person: PersonId,
        role: Option<Role>,
    ) -> Result<(), Error> {
        let (me, _) = self.caller.in_person()?;
        let leaves = me.id == person && role.is_none();
        self.caller.require(&workspace, if leaves { Role::Viewer } else { Role::Owner })?;
        let name = self.known(&person).await?.person.name;
        let did = match role {
            _ if leaves => "left the workspace".into(),
            Some(role) => format!("made {name} {}", role.word()),
            None => format!("took {name} out of the workspace"),
        };
        let action = self.caller.action(Some(&workspace), did);
        match self.service.change(Change::SetRole(workspace, person, role), Some(action)).await? {
            Changed::Done => Ok(()),
            Changed::LastOne => Err(Error::Conflict("a workspace needs an owner; make somebody else one first".into())),
            Changed::Missing | Changed::LoginTaken => Err(Error::NoFile("this member".into())),
        }
    }

    pub(super) async fn what_was_done(&self, everywhere: bool, before: Option<u64>) -> Result<ActivityPage, Error> {
        let workspace = match everywhere {
            true => {
                self.caller.in_person()?;
                self.caller.administers()?;
                None
            }
            false => Some(self.here()?),
        };
        let mut actions = self.service.store().activity(workspace, before, PAGE + 1).await?;
        let has_more = actions.len() > PAGE as usize;
        actions.truncate(PAGE as usize);
        let entries = actions.into_iter().map(|row| Activity {
            id: row.id,
            at_ms: row.action.at_ms,
            person: row.action.person.map(|(_, name)| name),
            did: row.action.did,
            workspace: row.workspace_name,
            page: row.action.page,
        });
        Ok(ActivityPage { entries: entries.collect(), has_more })
    }
}

fn no_workspace() -> Error {
    Error::NoFile("this workspace".into())
}

fn invitation(link: LinkRow) -> Option<InvitationView> {
    let LinkTo::Workspace(_, role) = link.to else { return None };
    let LinkRow { id, note, made_by, created_ms, expires_ms, .. } = link;
    Some(InvitationView { id, note, role, invited_by: made_by, created_ms, expires_ms })
}
