//! Roles in words.

use wire::people::Role;

/// The permissions of a role.
pub fn meaning(role: Role) -> &'static str {
    match role {
        Role::Viewer => "Sees everything in the workspace, and comments.",
        Role::Collaborator => "Also runs attacks and makes studies.",
        Role::Owner => "Also invites, publishes and deletes.",
    }
}

/// The permissions of a role, addressed to the user.
pub fn yours(role: Role) -> &'static str {
    match role {
        Role::Viewer => "you see everything in the workspace, and comment.",
        Role::Collaborator => "you see everything in the workspace, comment, run attacks and make studies.",
        Role::Owner => "you run attacks, make studies, invite, publish and delete.",
    }
}

/// The role's title.
pub fn title(role: Role) -> &'static str {
    match role {
        Role::Viewer => "Viewer",
        Role::Collaborator => "Collaborator",
        Role::Owner => "Owner",
    }
}

/// With its article: `a viewer`.
pub fn with_article(role: Role) -> String {
    format!("{} {}", if role == Role::Owner { "an" } else { "a" }, role.word())
}

/// The role for its word, as sent by forms.
pub fn of_word(word: &str) -> Option<Role> {
    Role::ALL.into_iter().find(|role| role.word() == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_chosen_by_its_word_is_the_role() {
        assert_eq!(Role::ALL.map(|role| of_word(role.word())), Role::ALL.map(Some));
        assert_eq!(of_word("Owner"), None);
        assert_eq!(Role::ALL.map(with_article), ["a viewer", "a collaborator", "an owner"]);
    }
}
