//! People, workspaces, and what they may do there.

use serde::{Deserialize, Serialize};

/// Names an account: sixteen hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct PersonId(pub String);

/// Names a workspace: sixteen hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct WorkspaceId(pub String);

impl WorkspaceId {
    /// The workspace that every installation begins with. What was made before there were workspaces belongs to it.
    pub fn first() -> Self {
        Self("0000000000000001".into())
    }
}

/// Names a session: sixteen hexadecimal digits, which open nothing.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct SessionId(pub String);

/// Names a token: sixteen hexadecimal digits, which open nothing.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct TokenId(pub String);

/// Names an invitation: sixteen hexadecimal digits, which open nothing.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct InvitationId(pub String);

/// What a person may do in a workspace. Each role may do what those before it may.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Sees all that is in the workspace, and comments.
    Viewer,
    /// Runs attacks, makes studies, adds faces and recognizers.
    Collaborator,
    /// Invites, publishes, deletes.
    Owner,
}

impl Role {
    /// All, from the least.
    pub const ALL: [Self; 3] = [Self::Viewer, Self::Collaborator, Self::Owner];

    /// As people read it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Viewer => "viewer",
            Self::Collaborator => "collaborator",
            Self::Owner => "owner",
        }
    }
}

/// The fewest and most characters of a password.
pub const PASSWORD_LENGTH: std::ops::RangeInclusive<usize> = 12..=200;

/// Whoever looks at a page, as the page knows them: what it greets and which buttons it shows goes by this; what may be
/// done is judged by the server each time.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct Who {
    /// Nobody if absent.
    pub me: Option<Me>,
}

/// Someone who is signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct Me {
    /// The account.
    pub id: PersonId,
    /// The name that others see.
    pub name: String,
    /// Whether this person runs the installation.
    pub is_administrator: bool,
    /// Whether this is the owner of this machine, who was let in by the link that the program opened and has no password.
    pub is_local_owner: bool,
    /// The workspace whose things lists show.
    pub workspace: Option<Membership>,
    /// All that the person belongs to, by name.
    pub memberships: Vec<Membership>,
}

/// A workspace that somebody belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct Membership {
    /// Which.
    pub workspace: WorkspaceId,
    /// Its name.
    pub name: String,
    /// What the person may do in it.
    pub role: Role,
}

impl Who {
    /// Whether buttons are shown that need this role in the workspace that lists show.
    pub fn has(&self, role: Role) -> bool {
        let workspace = self.me.as_ref().and_then(|me| me.workspace.as_ref());
        workspace.is_some_and(|workspace| workspace.role >= role)
    }
}

/// What the page for signing in starts from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct SignInDefaults {
    /// Whether there is an administrator; until there is, only the link that the server printed opens anything.
    pub is_set_up: bool,
}

/// What a link offers to whoever has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Offer {
    /// To become the first administrator.
    FirstAdministrator,
    /// To join a workspace.
    Workspace {
        /// Its name.
        name: String,
        /// As what.
        role: Role,
        /// Who invites.
        invited_by: String,
    },
    /// To choose a new password for this account.
    NewPassword {
        /// The name by which its person signs in.
        login: String,
    },
}

/// A link, to whoever has followed it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct Offered {
    /// What it offers.
    pub offer: Offer,
    /// Until when, milliseconds since 1970 (UTC).
    pub expires_ms: u64,
}

/// A new account.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct NewAccount {
    /// The name that others see: 1 to 60 characters.
    pub name: String,
    /// The name to sign in by, such as an e-mail address: 3 to 100 characters without spaces; capitals do not matter.
    pub login: String,
    /// The password: see [`PASSWORD_LENGTH`].
    pub password: String,
}

/// Keeps passwords out of logs.
impl std::fmt::Debug for NewAccount {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewAccount").field("login", &self.login).finish_non_exhaustive()
    }
}

/// The account of whoever asks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct Account {
    /// Whose it is.
    pub me: Me,
    /// The name to sign in by.
    pub login: String,
    /// Where the person is signed in, last used first.
    pub sessions: Vec<SessionView>,
    /// Tokens that are not revoked, newest first.
    pub tokens: Vec<TokenView>,
}

/// Where somebody is signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct SessionView {
    /// Names it.
    pub id: SessionId,
    /// The browser and system, as far as they tell.
    pub browser: String,
    /// Since when, milliseconds since 1970 (UTC).
    pub created_ms: u64,
    /// When it was used last, to a few minutes.
    pub seen_ms: u64,
    /// This is the one that asks.
    pub is_this: bool,
}

/// A key for a script.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct TokenView {
    /// Names it.
    pub id: TokenId,
    /// What it is for, in its maker's words.
    pub name: String,
    /// The workspace in which it opens anything.
    pub workspace: String,
    /// What it may do there; never more than its maker may.
    pub role: Role,
    /// Milliseconds since 1970 (UTC).
    pub created_ms: u64,
    /// When it was used last, to a few minutes.
    pub used_ms: Option<u64>,
    /// When it ends by itself.
    pub expires_ms: Option<u64>,
}

/// A token to be made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct NewToken {
    /// What it is for: 1 to 60 characters.
    pub name: String,
    /// Where.
    pub workspace: WorkspaceId,
    /// What it may do there.
    pub role: Role,
    /// Days until it ends by itself, 1 to 3650; never if absent.
    pub days: Option<u32>,
}

/// A workspace, to its members.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct WorkspaceView {
    /// Which.
    pub id: WorkspaceId,
    /// Its name.
    pub name: String,
    /// What whoever asks may do in it.
    pub role: Role,
    /// By name.
    pub members: Vec<Member>,
    /// Invitations that nobody has followed yet, newest first; to owners only.
    pub invitations: Vec<InvitationView>,
}

/// A member of a workspace.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct Member {
    /// The account.
    pub id: PersonId,
    /// The name.
    pub name: String,
    /// What the person may do.
    pub role: Role,
    /// Since when, milliseconds since 1970 (UTC).
    pub since_ms: u64,
    /// This is whoever asks.
    pub is_me: bool,
}

/// An invitation that waits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct InvitationView {
    /// Names it.
    pub id: InvitationId,
    /// For whom, in the words of whoever invites.
    pub note: String,
    /// As what.
    pub role: Role,
    /// Who invites.
    pub invited_by: String,
    /// Milliseconds since 1970 (UTC).
    pub created_ms: u64,
    /// Until when it can be followed.
    pub expires_ms: u64,
}

/// Something that somebody did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct Activity {
    /// Grows.
    pub id: u64,
    /// Milliseconds since 1970 (UTC).
    pub at_ms: u64,
    /// Who, by the name of then; nobody for what the program itself did.
    pub person: Option<String>,
    /// A sentence without its subject, such as "started the run small".
    pub did: String,
    /// The workspace in which it was done, if in one.
    pub workspace: Option<String>,
    /// The address of the page of what it was done to, if it has one.
    pub page: Option<String>,
}

/// Some of what was done, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct ActivityPage {
    /// Newest first.
    pub entries: Vec<Activity>,
    /// There is more, before the last of these.
    pub has_more: bool,
}

/// Everybody and everything that is not in one workspace, to administrators.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct Installation {
    /// By name.
    pub people: Vec<PersonView>,
    /// By name.
    pub workspaces: Vec<WorkspaceSummary>,
}

/// An account, to administrators.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct PersonView {
    /// The account.
    pub id: PersonId,
    /// The name.
    pub name: String,
    /// The name to sign in by.
    pub login: String,
    /// Whether the person runs the installation.
    pub is_administrator: bool,
    /// Whether the account is closed: it lets nobody in.
    pub is_closed: bool,
    /// Milliseconds since 1970 (UTC).
    pub created_ms: u64,
    /// When the person was last seen, to a few minutes.
    pub seen_ms: Option<u64>,
    /// Names of workspaces, with roles.
    pub memberships: Vec<Membership>,
    /// This is whoever asks.
    pub is_me: bool,
}

/// A workspace, to administrators.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct WorkspaceSummary {
    /// Which.
    pub id: WorkspaceId,
    /// Its name.
    pub name: String,
    /// How many people are in it.
    pub members: u32,
    /// Milliseconds since 1970 (UTC).
    pub created_ms: u64,
}
