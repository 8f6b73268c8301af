//! The form for a new token.

use super::roles;
use wire::people::{Membership, NewToken, Role, WorkspaceId};

/// Lifetimes of tokens: the form's value, days, label.
pub const LIFETIMES: [(&str, Option<u32>, &str); 4] = [
    ("30", Some(30), "30 days"),
    ("90", Some(90), "90 days"),
    ("365", Some(365), "a year"),
    ("", None, "until revoked"),
];

/// The form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenForm {
    memberships: Vec<Membership>,
    workspace: usize,
    role: Role,
    days: Option<u32>,
}

impl TokenForm {
    /// The form for a member of these workspaces; `None` if there are none, since a token would give no access.
    pub fn new(memberships: Vec<Membership>, shown: Option<&WorkspaceId>) -> Option<Self> {
        let workspace = memberships.iter().position(|one| Some(&one.workspace) == shown).unwrap_or(0);
        (!memberships.is_empty()).then_some(Self { memberships, workspace, role: Role::Viewer, days: LIFETIMES[1].1 })
    }

    /// Workspaces to choose from: id, name, whether chosen.
    pub fn workspaces(&self) -> Vec<(String, String, bool)> {
        let named = self.memberships.iter().enumerate();
        named.map(|(at, one)| (one.workspace.0.clone(), one.name.clone(), at == self.workspace)).collect()
    }

    /// Roles that the token can have: its owner's and lower ones.
    pub fn roles(&self) -> Vec<(Role, bool)> {
        let most = self.memberships.get(self.workspace).map_or(Role::Viewer, |one| one.role);
        Role::ALL.into_iter().filter(|role| *role <= most).map(|role| (role, role == self.role)).collect()
    }

    /// The chosen lifetime, as the form's value.
    pub fn lifetime(&self) -> &'static str {
        LIFETIMES.iter().find(|(_, days, _)| *days == self.days).map_or("", |(value, ..)| value)
    }

    /// Chooses a workspace; the role is lowered to its owner's role there.
    pub fn choose_workspace(&mut self, id: &str) {
        if let Some(at) = self.memberships.iter().position(|one| one.workspace.0 == id) {
            self.workspace = at;
            self.role = self.role.min(self.memberships[at].role);
        }
    }

    /// Chooses a role, by its word.
    pub fn choose_role(&mut self, word: &str) {
        self.role = roles::of_word(word).unwrap_or(self.role);
    }

    /// Chooses a lifetime, by the form's value.
    pub fn choose_lifetime(&mut self, value: &str) {
        self.days = LIFETIMES.iter().find(|(known, ..)| *known == value).map_or(self.days, |(_, days, _)| *days);
    }

    /// The token to request.
    pub fn token(&self, name: String) -> Option<NewToken> {
        let workspace = self.memberships.get(self.workspace)?.workspace.clone();
        Some(NewToken { name, workspace, role: self.role, days: self.days })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::people::example;

    fn form(role: Role) -> TokenForm {
        let me = example::who(role).me.expect("somebody");
        TokenForm::new(me.memberships, me.workspace.as_ref().map(|one| &one.workspace)).expect("memberships")
    }

    #[test]
    fn a_token_never_may_more_than_its_maker() {
        let mut form = form(Role::Collaborator);
        assert_eq!(form.roles(), [(Role::Viewer, true), (Role::Collaborator, false)]);
        form.choose_workspace("02");
        form.choose_role("owner");
        assert_eq!(form.roles().last(), Some(&(Role::Owner, true)));
        form.choose_workspace("01");
        assert_eq!(form.token("x".into()).map(|token| token.role), Some(Role::Collaborator));
    }

    #[test]
    fn what_is_chosen_is_asked_for() {
        let mut form = form(Role::Owner);
        assert_eq!((form.lifetime(), form.workspaces()[0].2), ("90", true));
        form.choose_workspace("02");
        form.choose_lifetime("");
        let token = form.token("Nightly".into()).expect("a token");
        assert_eq!((token.workspace.0.as_str(), token.days, form.lifetime()), ("02", None, ""));
        form.choose_workspace("nowhere");
        form.choose_lifetime("7");
        assert_eq!(form.token("Nightly".into()), Some(token));
        assert_eq!(TokenForm::new(Vec::new(), None), None);
    }
}
