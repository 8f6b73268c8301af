//! Stored accounts, workspaces, memberships, sessions, tokens, links, and the activity log.

mod columns;
mod rows;
#[cfg(test)]
pub(super) mod scenario;

pub use rows::*;

use super::database::error::StoreFuture;
use wire::people::{PersonId, WorkspaceId};

/// Stores people. Every change goes through [`PeopleStore::change`], which records the action in the same transaction.
pub trait PeopleStore: Send + Sync + 'static {
    /// Applies a change if possible, and then records the action.
    fn change(&self, change: Change, action: Option<Action>) -> StoreFuture<'_, Changed>;
    /// Increases with every change that may revoke access.
    fn access_revision(&self) -> StoreFuture<'_, u64>;

    /// Whether an administrator with a password exists.
    fn has_administrator(&self) -> StoreFuture<'_, bool>;
    /// The unexpired session with this secret, and its person.
    fn by_session<'a>(
        &'a self,
        secret: &'a Secret,
        now_ms: u64,
    ) -> StoreFuture<'a, Option<(SessionRow, PersonWithMemberships)>>;
    /// The unexpired token with this secret, and its person.
    fn by_token<'a>(
        &'a self,
        secret: &'a Secret,
        now_ms: u64,
    ) -> StoreFuture<'a, Option<(TokenRow, PersonWithMemberships)>>;
    /// The account with this sign-in name.
    fn by_login<'a>(&'a self, login: &'a str) -> StoreFuture<'a, Option<PersonRow>>;
    /// An account with its memberships.
    fn person<'a>(&'a self, id: &'a PersonId) -> StoreFuture<'a, Option<PersonWithMemberships>>;
    /// Everybody, by name.
    fn people(&self) -> StoreFuture<'_, Vec<PersonWithMemberships>>;
    /// Members of a workspace, by name: the name, the role and since when.
    fn members<'a>(&'a self, workspace: &'a WorkspaceId) -> StoreFuture<'a, Vec<MemberRow>>;
    /// All workspaces, by name, with how many people are in each.
    fn workspaces(&self) -> StoreFuture<'_, Vec<(WorkspaceRow, u32)>>;
    /// A person's sessions, last used first.
    fn sessions<'a>(&'a self, person: &'a PersonId, now_ms: u64) -> StoreFuture<'a, Vec<SessionRow>>;
    /// A person's unexpired tokens, newest first.
    fn tokens<'a>(&'a self, person: &'a PersonId, now_ms: u64) -> StoreFuture<'a, Vec<TokenRow>>;
    /// A link that is still valid.
    fn link<'a>(&'a self, secret: &'a Secret, now_ms: u64) -> StoreFuture<'a, Option<LinkRow>>;
    /// Valid links into a workspace, newest first.
    fn links<'a>(&'a self, workspace: &'a WorkspaceId, now_ms: u64) -> StoreFuture<'a, Vec<LinkRow>>;
    /// Entries of the activity log, newest first: of a workspace or all, optionally before an entry.
    fn activity<'a>(
        &'a self,
        workspace: Option<&'a WorkspaceId>,
        before: Option<u64>,
        most: u32,
    ) -> StoreFuture<'a, Vec<ActionRow>>;
}
