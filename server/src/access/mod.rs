//! Who asks, and what they may do.
//!
//! Everything that belongs to people belongs to a workspace; what a person may do there goes by their [`Role`]. What
//! only the installation as a whole has (accounts, workspaces as such) is the administrators', who are owners
//! everywhere.

use crate::error::Error;
use crate::store::people::{Action, Secret};
use crate::time::now_ms;
use app::api::quiz::Membership;
use wire::people::{PersonId, Role, SessionId, WorkspaceId};

/// The caller; nobody by default.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Caller(Option<Person>);

/// A person who is signed in, by a session or a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The account.
    pub id: PersonId,
    /// The name that others see.
    pub name: String,
    /// Whether this person runs the installation.
    pub is_administrator: bool,
    /// Workspaces that the person belongs to. A token may lower these roles.
    pub memberships: Vec<(WorkspaceId, Role)>,
    /// The workspace whose things lists show, and to which new things belong.
    pub workspace: Option<WorkspaceId>,
    /// What let the person in.
    pub key: Key,
}

/// What lets somebody in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Key {
    /// A session of a browser, and what opens it.
    Session(SessionId, Secret),
    /// A token, for a script: it opens nothing of the account itself.
    Token(Secret),
}

impl From<Person> for Caller {
    fn from(person: Person) -> Self {
        Self(Some(person))
    }
}

impl Caller {
    /// Who it is, if anybody.
    pub fn person(&self) -> Option<&Person> {
        self.0.as_ref()
    }

    /// Who it is.
    ///
    /// # Errors
    /// If nobody is signed in.
    pub fn signed_in(&self) -> Result<&Person, Error> {
        self.0.as_ref().ok_or(Error::SignedOut)
    }

    /// The workspace to which what the caller makes belongs, if the caller may make it.
    ///
    /// # Errors
    /// If nobody is signed in, the person is in no workspace, or the role there is not enough.
    pub fn at_work(&self, role: Role) -> Result<&WorkspaceId, Error> {
        let person = self.signed_in()?;
        let workspace = person.workspace.as_ref();
        let workspace = workspace.ok_or(Error::Forbidden("you are in no workspace yet; ask an owner to invite you"))?;
        self.require(workspace, role).map(|()| workspace)
    }

    /// That the caller has at least this role in a workspace. To those who are not in it, nothing in it is there.
    ///
    /// # Errors
    /// If nobody is signed in, the person is not in the workspace, or the role is not enough.
    pub fn require(&self, workspace: &WorkspaceId, role: Role) -> Result<(), Error> {
        match self.signed_in()?.role(workspace) {
            None => Err(Error::NoFile("this".into())),
            Some(has) if has >= role => Ok(()),
            Some(_) => Err(Error::Forbidden(match role {
                Role::Viewer => "you may not see this",
                Role::Collaborator => "you may only look here; an owner of the workspace can make you a collaborator",
                Role::Owner => "only owners of the workspace may do this",
            })),
        }
    }

    /// The workspaces that the caller can see.
    pub fn membership(&self) -> Membership {
        match self.person() {
            None => Membership::Nowhere,
            Some(person) if person.is_administrator => Membership::Everywhere,
            Some(person) => Membership::In(person.memberships.iter().map(|(workspace, _)| workspace.clone()).collect()),
        }
    }

    /// That the caller runs the installation.
    ///
    /// # Errors
    /// If nobody is signed in, or the person does not.
    pub fn administers(&self) -> Result<&Person, Error> {
        let person = self.signed_in()?;
        person.is_administrator.then_some(person).ok_or(Error::Forbidden("only administrators may do this"))
    }

    /// Who it is, and by which session: what belongs to an account itself is not for tokens.
    ///
    /// # Errors
    /// If nobody is signed in, or a token speaks.
    pub fn in_person(&self) -> Result<(&Person, &SessionId), Error> {
        let person = self.signed_in()?;
        match &person.key {
            Key::Session(session, _) => Ok((person, session)),
            Key::Token(_) => Err(Error::Forbidden("tokens are not for accounts; sign in with a browser")),
        }
    }

    /// What the caller did now, for the log.
    pub fn action(&self, workspace: Option<&WorkspaceId>, did: String) -> Action {
        let person = self.person().map(|person| (person.id.clone(), person.name.clone()));
        Action { at_ms: now_ms(), person, workspace: workspace.cloned(), did, page: None }
    }

    /// Whether the caller can see a workspace.
    pub fn sees(&self, workspace: &WorkspaceId) -> bool {
        self.require(workspace, Role::Viewer).is_ok()
    }
}

impl Person {
    /// The person's role in a workspace, if any.
    pub fn role(&self, workspace: &WorkspaceId) -> Option<Role> {
        if self.is_administrator {
            return Some(Role::Owner);
        }
        self.memberships.iter().find(|(of, _)| of == workspace).map(|(_, role)| *role)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn workspace(name: &str) -> WorkspaceId {
        WorkspaceId(name.into())
    }

    fn person(is_administrator: bool) -> Caller {
        let memberships = vec![(workspace("looks"), Role::Viewer), (workspace("works"), Role::Collaborator)];
        let workspace = Some(workspace("works"));
        let key = Key::Token(Secret("00".into()));
        Caller::from(Person {
            id: PersonId("p".into()),
            name: "P".into(),
            is_administrator,
            memberships,
            workspace,
            key,
        })
    }

    #[test]
    fn a_role_holds_in_its_workspace_alone() {
        let caller = person(false);
        assert!(caller.require(&workspace("works"), Role::Collaborator).is_ok());
        assert!(matches!(caller.require(&workspace("works"), Role::Owner), Err(Error::Forbidden(_))));
        assert!(matches!(caller.require(&workspace("looks"), Role::Collaborator), Err(Error::Forbidden(_))));
        assert!(matches!(caller.require(&workspace("others"), Role::Viewer), Err(Error::NoFile(_))));
        assert_eq!(caller.at_work(Role::Collaborator).ok(), Some(&workspace("works")));
        assert!(matches!(caller.in_person(), Err(Error::Forbidden(_))), "a token is no person");
        assert!(caller.sees(&workspace("looks")) && !caller.sees(&workspace("others")));
        assert!(caller.membership().sees(&workspace("looks")) && !caller.membership().sees(&workspace("others")));
    }

    #[test]
    fn nobody_may_nothing_and_administrators_all() {
        let nobody = Caller::default();
        assert!(matches!(nobody.require(&workspace("works"), Role::Viewer), Err(Error::SignedOut)));
        assert!(matches!(nobody.administers(), Err(Error::SignedOut)));
        assert!(matches!(person(false).administers(), Err(Error::Forbidden(_))));
        assert!(person(true).administers().is_ok());
        assert!(person(true).require(&workspace("others"), Role::Owner).is_ok());
        assert!(
            person(true).membership().sees(&workspace("others")) && !nobody.membership().sees(&workspace("others"))
        );
    }
}
