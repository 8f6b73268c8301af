//! Where people are kept: accounts, workspaces and who is in them, what lets somebody in, and who did what.

mod columns;
mod rows;
#[cfg(test)]
pub(super) mod scenario;

pub use rows::*;

use super::database::error::StoreFuture;
use wire::people::{PersonId, WorkspaceId};

/// Keeps people. Whatever changes something goes through [`PeopleStore::change`], with the word of who did it in the same
/// transaction.
pub trait PeopleStore: Send + Sync + 'static {
    /// Changes something, if it can be, and then notes what was done.
    fn change(&self, change: Change, action: Option<Action>) -> StoreFuture<'_, Changed>;
    /// Grows with whatever may take something from somebody.
    fn access_revision(&self) -> StoreFuture<'_, u64>;

    /// Whether somebody can sign in by a password and run the installation.
    fn has_administrator(&self) -> StoreFuture<'_, bool>;
    /// Who is let in by the secret of a session that has not ended, with it.
    fn by_session<'a>(
        &'a self,
        secret: &'a Secret,
        now_ms: u64,
    ) -> StoreFuture<'a, Option<(SessionRow, PersonWithMemberships)>>;
    /// For whom the secret of a token speaks that has not ended, with it.
    fn by_token<'a>(
        &'a self,
        secret: &'a Secret,
        now_ms: u64,
    ) -> StoreFuture<'a, Option<(TokenRow, PersonWithMemberships)>>;
    /// Who signs in by this name.
    fn by_login<'a>(&'a self, login: &'a str) -> StoreFuture<'a, Option<PersonRow>>;
    /// An account, and the workspaces that its person is in.
    fn person<'a>(&'a self, id: &'a PersonId) -> StoreFuture<'a, Option<PersonWithMemberships>>;
    /// Everybody, by name.
    fn people(&self) -> StoreFuture<'_, Vec<PersonWithMemberships>>;
    /// Members of a workspace, by name: the name, the role and since when.
    fn members<'a>(&'a self, workspace: &'a WorkspaceId) -> StoreFuture<'a, Vec<MemberRow>>;
    /// All workspaces, by name, with how many people are in each.
    fn workspaces(&self) -> StoreFuture<'_, Vec<(WorkspaceRow, u32)>>;
    /// Where somebody is signed in, last used first.
    fn sessions<'a>(&'a self, person: &'a PersonId, now_ms: u64) -> StoreFuture<'a, Vec<SessionRow>>;
    /// Somebody's tokens that have not ended, newest first.
    fn tokens<'a>(&'a self, person: &'a PersonId, now_ms: u64) -> StoreFuture<'a, Vec<TokenRow>>;
    /// A link that can be followed.
    fn link<'a>(&'a self, secret: &'a Secret, now_ms: u64) -> StoreFuture<'a, Option<LinkRow>>;
    /// Links into a workspace that can be followed, newest first.
    fn links<'a>(&'a self, workspace: &'a WorkspaceId, now_ms: u64) -> StoreFuture<'a, Vec<LinkRow>>;
    /// What was done, newest first: in a workspace or everywhere, before an entry or up to now.
    fn activity<'a>(
        &'a self,
        workspace: Option<&'a WorkspaceId>,
        before: Option<u64>,
        most: u32,
    ) -> StoreFuture<'a, Vec<ActionRow>>;
}
