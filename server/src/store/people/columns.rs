//! Names in columns.

use crate::store::studies::columns::Named;
use wire::people::Role;

impl Named for Role {
    const COLUMN: &'static str = "members.role";
    const ALL: &'static [Self] = &[Self::Viewer, Self::Collaborator, Self::Owner];

    fn name(self) -> &'static str {
        match self {
            Self::Viewer => "viewer",
            Self::Collaborator => "collaborator",
            Self::Owner => "owner",
        }
    }
}
