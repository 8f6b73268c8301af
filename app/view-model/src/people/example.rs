//! People made by hand, for tests.

use wire::people::{CurrentUser, Me, Membership, Offer, PersonId, Role, WorkspaceId};

/// Somebody with this role in the workspace that lists show, and an owner of another.
pub fn who(role: Role) -> CurrentUser {
    let membership =
        |id: &str, name: &str, role| Membership { workspace: WorkspaceId(id.into()), name: name.into(), role };
    let first = membership("01", "Faces", role);
    let memberships = vec![first.clone(), membership("02", "Masks", Role::Owner)];
    CurrentUser {
        me: Some(Me {
            id: PersonId("0a".into()),
            name: "Ada".into(),
            is_administrator: false,
            is_local_owner: false,
            workspace: Some(first),
            memberships,
        }),
    }
}

/// An invitation by Ada.
pub fn invitation(role: Role) -> Offer {
    Offer::Workspace { name: "Faces".into(), role, invited_by: "Ada".into() }
}
