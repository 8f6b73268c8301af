//! People, workspaces, and permissions.

use serde::{Deserialize, Serialize};

/// Id of an account: sixteen hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct PersonId(pub String);

/// Id of a workspace: sixteen hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct WorkspaceId(pub String);

impl WorkspaceId {
    /// The first workspace of every installation. Everything made before there were workspaces belongs to it.
    pub fn first() -> Self {
        Self("0000000000000001".into())
    }
}

/// Id of a session: sixteen hexadecimal digits, which grant no access.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct SessionId(pub String);

/// Id of a token: sixteen hexadecimal digits, which grant no access.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct TokenId(pub String);

/// Id of an invitation: sixteen hexadecimal digits, which grant no access.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct InvitationId(pub String);

/// A person's role in a workspace. Each role includes the permissions of the previous ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Sees everything in the workspace, and comments.
    Viewer,
    /// Runs attacks, makes studies, adds faces and recognizers.
    Collaborator,
    /// Invites, publishes, deletes.
    Owner,
}

impl Role {
    /// All roles, from the least powerful.
    pub const ALL: [Self; 3] = [Self::Viewer, Self::Collaborator, Self::Owner];

    /// The name shown.
    pub fn word(self) -> &'static str {
        match self {
            Self::Viewer => "viewer",
            Self::Collaborator => "collaborator",
            Self::Owner => "owner",
        }
    }
}

/// Length of a password, in characters.
pub const PASSWORD_LENGTH: std::ops::RangeInclusive<usize> = 12..=200;

/// The current user of a page, which decides the buttons to show. The server checks every action.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CurrentUser {
    /// Absent if nobody is signed in.
    pub me: Option<Me>,
}

/// A person who is signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Me {
    /// The account's id.
    pub id: PersonId,
    /// The displayed name.
    pub name: String,
    /// Whether the person is an administrator.
    pub is_administrator: bool,
    /// Whether this is the owner of this machine, signed in by the link that the program opened, without a password.
    pub is_local_owner: bool,
    /// The current workspace, whose contents lists show.
    pub workspace: Option<Membership>,
    /// All workspaces of the person, by name.
    pub memberships: Vec<Membership>,
}

/// A workspace of a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Membership {
    /// The workspace's id.
    pub workspace: WorkspaceId,
    /// Its name.
    pub name: String,
    /// The person's role in it.
    pub role: Role,
}

impl CurrentUser {
    /// Whether to show buttons that need this role in the current workspace.
    pub fn has(&self, role: Role) -> bool {
        let workspace = self.me.as_ref().and_then(|me| me.workspace.as_ref());
        workspace.is_some_and(|workspace| workspace.role >= role)
    }
}

/// The initial state of the sign-in page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SignInDefaults {
    /// Whether there is an administrator; until then, only the link that the server printed grants access.
    pub is_set_up: bool,
}

/// What a link offers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Offer {
    /// Becoming the first administrator.
    FirstAdministrator,
    /// Joining a workspace.
    Workspace {
        /// Its name.
        name: String,
        /// The role offered.
        role: Role,
        /// The person who invites.
        invited_by: String,
    },
    /// Choosing a new password for an account.
    NewPassword {
        /// The name to sign in with.
        login: String,
    },
}

/// A link that was followed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LinkInfo {
    /// What it offers.
    pub offer: Offer,
    /// When it expires, in milliseconds since 1970 (UTC).
    pub expires_ms: u64,
}

/// A new account.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NewAccount {
    /// The displayed name: 1 to 60 characters.
    pub name: String,
    /// The name to sign in with, such as an e-mail address: 3 to 100 characters without spaces; case is ignored.
    pub login: String,
    /// The password; see [`PASSWORD_LENGTH`].
    pub password: String,
}

/// Keeps passwords out of logs.
impl std::fmt::Debug for NewAccount {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewAccount").field("login", &self.login).finish_non_exhaustive()
    }
}

/// The caller's account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Account {
    /// The person.
    pub me: Me,
    /// The name to sign in with.
    pub login: String,
    /// Sessions, most recently used first.
    pub sessions: Vec<SessionView>,
    /// Active tokens, newest first.
    pub tokens: Vec<TokenView>,
}

/// A session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SessionView {
    /// The session's id.
    pub id: SessionId,
    /// Browser and system, if known.
    pub browser: String,
    /// When it began, in milliseconds since 1970 (UTC).
    pub created_ms: u64,
    /// When it was last used, to within a few minutes.
    pub seen_ms: u64,
    /// Whether this is the caller's session.
    pub is_this: bool,
}

/// An access token for a script.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TokenView {
    /// The token's id.
    pub id: TokenId,
    /// Its purpose, in its owner's words.
    pub name: String,
    /// The workspace that it gives access to.
    pub workspace: String,
    /// Its role there; never more than its owner's.
    pub role: Role,
    /// When it was made, in milliseconds since 1970 (UTC).
    pub created_ms: u64,
    /// When it was last used, to within a few minutes.
    pub used_ms: Option<u64>,
    /// When it expires, if it does.
    pub expires_ms: Option<u64>,
}

/// A new token.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NewToken {
    /// Its purpose: 1 to 60 characters.
    pub name: String,
    /// The workspace that it gives access to.
    pub workspace: WorkspaceId,
    /// Its role there.
    pub role: Role,
    /// Days until it expires, 1 to 3650; never, if absent.
    pub days: Option<u32>,
}

/// A workspace, as its members see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WorkspaceView {
    /// The workspace's id.
    pub id: WorkspaceId,
    /// Its name.
    pub name: String,
    /// The caller's role in it.
    pub role: Role,
    /// Its members, by name.
    pub members: Vec<Member>,
    /// Open invitations, newest first; for owners only.
    pub invitations: Vec<InvitationView>,
}

/// A member of a workspace.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Member {
    /// The account's id.
    pub id: PersonId,
    /// The name.
    pub name: String,
    /// The person's role.
    pub role: Role,
    /// When the person joined, in milliseconds since 1970 (UTC).
    pub since_ms: u64,
    /// Whether this is the caller.
    pub is_me: bool,
}

/// An open invitation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct InvitationView {
    /// The invitation's id.
    pub id: InvitationId,
    /// The invited person, in the inviting person's words.
    pub note: String,
    /// The role offered.
    pub role: Role,
    /// The person who invites.
    pub invited_by: String,
    /// When it was made, in milliseconds since 1970 (UTC).
    pub created_ms: u64,
    /// When it expires.
    pub expires_ms: u64,
}

/// An entry in the activity log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Activity {
    /// The entry's number, increasing.
    pub id: u64,
    /// When it happened, in milliseconds since 1970 (UTC).
    pub at_ms: u64,
    /// The person's name at the time; absent for actions of the program itself.
    pub person: Option<String>,
    /// A sentence without its subject, such as "started the run small".
    pub did: String,
    /// The workspace concerned, if any.
    pub workspace: Option<String>,
    /// The address of the page concerned, if any.
    pub page: Option<String>,
}

/// A page of the activity log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ActivityPage {
    /// Newest first.
    pub entries: Vec<Activity>,
    /// Whether there are older entries.
    pub has_more: bool,
}

/// The administrator's overview of accounts and workspaces.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Installation {
    /// Accounts, by name.
    pub people: Vec<PersonView>,
    /// Workspaces, by name.
    pub workspaces: Vec<WorkspaceSummary>,
}

/// An account, as administrators see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PersonView {
    /// The account's id.
    pub id: PersonId,
    /// The name.
    pub name: String,
    /// The name to sign in with.
    pub login: String,
    /// Whether the person is an administrator.
    pub is_administrator: bool,
    /// Whether the account is closed: nobody can sign in to it.
    pub is_closed: bool,
    /// When it was made, in milliseconds since 1970 (UTC).
    pub created_ms: u64,
    /// When the person was last seen, to within a few minutes.
    pub seen_ms: Option<u64>,
    /// Names of its workspaces, with roles.
    pub memberships: Vec<Membership>,
    /// Whether this is the caller.
    pub is_me: bool,
}

/// A workspace, as administrators see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WorkspaceSummary {
    /// The workspace's id.
    pub id: WorkspaceId,
    /// Its name.
    pub name: String,
    /// Number of members.
    pub members: u32,
    /// When it was made, in milliseconds since 1970 (UTC).
    pub created_ms: u64,
}
