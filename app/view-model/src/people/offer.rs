//! The offer of a link, in words, and the form that its page shows.

use super::roles;
use wire::people::{CurrentUser, Offer};

/// The form on the page of a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// A new account.
    NewAccount,
    /// A confirmation by the signed-in user.
    Yes,
    /// A new password.
    NewPassword,
}

impl Step {
    /// The form for an offer and the current user.
    pub fn of(offer: &Offer, who: &CurrentUser) -> Self {
        match offer {
            Offer::NewPassword { .. } => Self::NewPassword,
            Offer::Workspace { .. } if who.me.is_some() => Self::Yes,
            Offer::Workspace { .. } | Offer::FirstAdministrator => Self::NewAccount,
        }
    }
}

/// The title of its page.
pub fn title(offer: &Offer) -> String {
    match offer {
        Offer::FirstAdministrator => "Make the first account".into(),
        Offer::Workspace { name, .. } => format!("Join {name}"),
        Offer::NewPassword { .. } => "Choose a new password".into(),
    }
}

/// An explanation of the offer.
pub fn line(offer: &Offer) -> String {
    match offer {
        Offer::FirstAdministrator => {
            "It runs this installation: it makes workspaces, lets people in, and owns the first workspace.".into()
        }
        Offer::Workspace { role, invited_by, .. } => {
            format!("{invited_by} invites you as {}: {}", roles::with_article(*role), roles::yours(*role))
        }
        Offer::NewPassword { login } => {
            format!("For the account that signs in as {login}. It is signed out everywhere else.")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::people::example;
    use wire::people::Role;

    #[test]
    fn only_who_is_signed_in_can_say_yes() {
        let nobody = CurrentUser::default();
        let someone = example::who(Role::Viewer);
        let workspace = example::invitation(Role::Viewer);
        let password = Offer::NewPassword { login: "ada".into() };
        assert_eq!([Step::of(&workspace, &nobody), Step::of(&workspace, &someone)], [Step::NewAccount, Step::Yes]);
        assert_eq!(Step::of(&Offer::FirstAdministrator, &someone), Step::NewAccount);
        assert_eq!([Step::of(&password, &nobody), Step::of(&password, &someone)], [Step::NewPassword; 2]);
    }

    #[test]
    fn an_invitation_says_what_one_may_do() {
        let told = |role| line(&example::invitation(role));
        assert_eq!(
            told(Role::Viewer),
            "Ada invites you as a viewer: you see everything in the workspace, and comment."
        );
        assert!(
            told(Role::Collaborator).contains("as a collaborator: you see")
                && told(Role::Owner).contains("as an owner: you")
        );
    }
}
