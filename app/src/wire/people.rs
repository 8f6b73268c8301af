//! People, workspaces, and what they may do there.

use serde::{Deserialize, Serialize};

/// Names an account: sixteen hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PersonId(pub String);

/// Names a workspace: sixteen hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct WorkspaceId(pub String);

impl WorkspaceId {
    /// The workspace that every installation begins with. What was made before there were workspaces belongs to it.
    pub fn first() -> Self {
        Self("0000000000000001".into())
    }
}

/// What a person may do in a workspace. Each role may do what those before it may.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Sees all that is in the workspace, and comments.
    Viewer,
    /// Runs attacks, makes studies, adds faces and recognizers.
    Collaborator,
    /// Invites, publishes, deletes.
    Owner,
}
