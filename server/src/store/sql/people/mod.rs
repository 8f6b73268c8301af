//! People.

mod change;
mod links;
mod members;
mod read;
mod sessions;

pub(super) use change::keep as note;

use super::{Connection, Sql};
use crate::store::database::error::{DatabaseError, StoreFuture};
use crate::store::people::{
    Action, ActionRow, Change, Changed, LinkRow, MemberRow, PeopleStore, PersonRow, PersonWithMemberships, Secret,
    SessionRow, TokenRow, WorkspaceRow,
};
use wire::people::{PersonId, WorkspaceId};

impl PeopleStore for Sql {
    fn change(&self, change: Change, action: Option<Action>) -> StoreFuture<'_, Changed> {
        Box::pin(self.writer.write(move |connection| Box::pin(change::apply(connection, change, action))))
    }

    fn access_revision(&self) -> StoreFuture<'_, u64> {
        Box::pin(async move { read::revision(&mut *self.reader().await?).await })
    }

    fn has_administrator(&self) -> StoreFuture<'_, bool> {
        Box::pin(async move { Ok(!members::administrators(&mut *self.reader().await?).await?.is_empty()) })
    }

    fn by_session<'a>(
        &'a self,
        secret: &'a Secret,
        now_ms: u64,
    ) -> StoreFuture<'a, Option<(SessionRow, PersonWithMemberships)>> {
        Box::pin(async move { sessions::by_session(&mut *self.moment().await?, secret, now_ms).await })
    }

    fn by_token<'a>(
        &'a self,
        secret: &'a Secret,
        now_ms: u64,
    ) -> StoreFuture<'a, Option<(TokenRow, PersonWithMemberships)>> {
        Box::pin(async move { sessions::by_token(&mut *self.moment().await?, secret, now_ms).await })
    }

    fn by_login<'a>(&'a self, login: &'a str) -> StoreFuture<'a, Option<PersonRow>> {
        Box::pin(async move { read::by_login(&mut *self.reader().await?, login).await })
    }

    fn person<'a>(&'a self, id: &'a PersonId) -> StoreFuture<'a, Option<PersonWithMemberships>> {
        Box::pin(async move { read::known(&mut *self.moment().await?, id).await })
    }

    fn people(&self) -> StoreFuture<'_, Vec<PersonWithMemberships>> {
        Box::pin(async move { read::people(&mut *self.moment().await?).await })
    }

    fn members<'a>(&'a self, workspace: &'a WorkspaceId) -> StoreFuture<'a, Vec<MemberRow>> {
        Box::pin(async move { members::members(&mut *self.reader().await?, workspace).await })
    }

    fn workspaces(&self) -> StoreFuture<'_, Vec<(WorkspaceRow, u32)>> {
        Box::pin(async move { members::workspaces(&mut *self.reader().await?).await })
    }

    fn sessions<'a>(&'a self, person: &'a PersonId, now_ms: u64) -> StoreFuture<'a, Vec<SessionRow>> {
        Box::pin(async move { sessions::sessions(&mut *self.reader().await?, person, now_ms).await })
    }

    fn tokens<'a>(&'a self, person: &'a PersonId, now_ms: u64) -> StoreFuture<'a, Vec<TokenRow>> {
        Box::pin(async move { sessions::tokens(&mut *self.reader().await?, person, now_ms).await })
    }

    fn link<'a>(&'a self, secret: &'a Secret, now_ms: u64) -> StoreFuture<'a, Option<LinkRow>> {
        Box::pin(async move { links::link(&mut *self.reader().await?, secret, now_ms).await })
    }

    fn links<'a>(&'a self, workspace: &'a WorkspaceId, now_ms: u64) -> StoreFuture<'a, Vec<LinkRow>> {
        Box::pin(async move { links::links(&mut *self.reader().await?, workspace, now_ms).await })
    }

    fn activity<'a>(
        &'a self,
        workspace: Option<&'a WorkspaceId>,
        before: Option<u64>,
        most: u32,
    ) -> StoreFuture<'a, Vec<ActionRow>> {
        Box::pin(async move { read::activity(&mut *self.reader().await?, workspace, before, most).await })
    }
}
