//! Rows of people. Times are milliseconds since 1970 (UTC).

use wire::people::{InvitationId, PersonId, Role, SessionId, TokenId, WorkspaceId};

/// SHA-256 of a session, token or link secret, in hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Secret(pub String);

/// An account.
#[derive(Clone, PartialEq, Eq)]
pub struct PersonRow {
    /// Names it.
    pub id: PersonId,
    /// The name that others see.
    pub name: String,
    /// The name for signing in, in lower case; without one, the account has no password sign-in.
    pub login: Option<String>,
    /// The password's hash, with its salt and cost.
    pub password: Option<String>,
    /// Whether the person runs the installation.
    pub is_administrator: bool,
    /// Whether the account is closed.
    pub is_closed: bool,
    /// When it was made.
    pub created_ms: u64,
    /// When the person was last seen, to a few minutes.
    pub seen_ms: Option<u64>,
}

/// Keeps hashes of passwords out of logs.
impl std::fmt::Debug for PersonRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PersonRow").field("id", &self.id).field("name", &self.name).finish_non_exhaustive()
    }
}

/// An account with the workspaces that its person is in, by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonWithMemberships {
    /// The account.
    pub person: PersonRow,
    /// Workspaces and roles.
    pub memberships: Vec<(WorkspaceRow, Role)>,
}

/// A workspace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkspaceRow {
    /// Names it.
    pub id: WorkspaceId,
    /// Its display name.
    pub name: String,
    /// When it was made.
    pub created_ms: u64,
}

/// A member of a workspace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemberRow {
    /// The account.
    pub person: PersonId,
    /// The name.
    pub name: String,
    /// What the person may do.
    pub role: Role,
    /// When the person joined.
    pub since_ms: u64,
}

/// A session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionRow {
    /// Names it.
    pub id: SessionId,
    /// What opens it.
    pub secret: Secret,
    /// Who.
    pub person: PersonId,
    /// The workspace that lists show.
    pub workspace: Option<WorkspaceId>,
    /// The browser and system, as far as known.
    pub browser: String,
    /// When it began.
    pub created_ms: u64,
    /// When it was last used, to a few minutes.
    pub seen_ms: u64,
    /// When it ends by itself.
    pub expires_ms: u64,
}

/// A key for a script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenRow {
    /// Names it.
    pub id: TokenId,
    /// What opens it.
    pub secret: Secret,
    /// Its owner.
    pub person: PersonId,
    /// The workspace that it gives access to.
    pub workspace: WorkspaceId,
    /// Its role there, limited by that of its owner.
    pub role: Role,
    /// What it is for.
    pub name: String,
    /// When it was made.
    pub created_ms: u64,
    /// When it was last used, to a few minutes.
    pub used_ms: Option<u64>,
    /// When it ends by itself.
    pub expires_ms: Option<u64>,
}

/// A link that can be followed once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkRow {
    /// Names it.
    pub id: InvitationId,
    /// What opens it.
    pub secret: Secret,
    /// What it offers.
    pub to: LinkTo,
    /// Its maker's note on the intended recipient.
    pub note: String,
    /// The name of the person who made it.
    pub made_by: String,
    /// That person, whose loss of rights ends the link; `None` if unknown or made by the program.
    pub maker: Option<PersonId>,
    /// When it was made.
    pub created_ms: u64,
    /// Until when it can be followed.
    pub expires_ms: u64,
}

/// What a link offers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkTo {
    /// To become the first administrator.
    Installation,
    /// To join a workspace.
    Workspace(WorkspaceId, Role),
    /// To choose a new password.
    Password(PersonId),
}

/// An action that somebody took.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action {
    /// When.
    pub at_ms: u64,
    /// Account and name of the person; `None` for the program itself.
    pub person: Option<(PersonId, String)>,
    /// The workspace concerned.
    pub workspace: Option<WorkspaceId>,
    /// A sentence without its subject, such as "changed the password".
    pub did: String,
    /// Address of the page about its object.
    pub page: Option<String>,
}

impl Action {
    /// Adds the address of a page about its object.
    #[must_use]
    pub fn about(self, page: String) -> Self {
        Self { page: Some(page), ..self }
    }
}

/// An entry of the activity log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActionRow {
    /// Increases with every entry.
    pub id: u64,
    /// The action.
    pub action: Action,
    /// The workspace's name as it is now.
    pub workspace_name: Option<String>,
}

/// A choice among a person's sessions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sessions {
    /// This one.
    One(SessionId),
    /// All but this one.
    AllBut(SessionId),
    /// All.
    All,
}

/// A change to accounts, sessions, links or workspaces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// No change; only the action is recorded.
    Nothing,
    /// The owner of the machine is there, and owns the first workspace.
    LocalOwner(PersonRow),
    /// A session begins; what has ended by `created_ms` goes.
    SignIn(SessionRow),
    /// Sessions end.
    SignOut(PersonId, Sessions),
    /// A session was used now, and lasts until then.
    SessionUsed(SessionId, u64, u64),
    /// A token was used now.
    TokenUsed(TokenId, u64),
    /// Somebody follows a link and has a new account from then on.
    Join(Secret, PersonRow),
    /// Somebody who has an account follows a link, now.
    Accept(Secret, PersonId, u64),
    /// By a link, now, a password is chosen; sessions, tokens and other such links of its person end.
    PasswordByLink(Secret, String, u64),
    /// Another password; tokens, links for a new one, and the other sessions end.
    Password(PersonId, String, SessionId),
    /// Another name.
    RenamePerson(PersonId, String),
    /// Lists of this session show this workspace.
    Show(SessionId, WorkspaceId),
    /// A token is there, if there is the workspace that it opens.
    AddToken(TokenRow),
    /// A token is there no more.
    RevokeToken(PersonId, TokenId),
    /// A link can be followed, if there is what it leads to. Only the newest to the installation, and for a person's
    /// new password, can.
    AddLink(LinkRow),
    /// A link can be followed no more.
    WithdrawLink(WorkspaceId, InvitationId),
    /// A workspace is there, and has this owner, now.
    AddWorkspace(WorkspaceRow, PersonId),
    /// Another name.
    RenameWorkspace(WorkspaceId, String),
    /// A member has another role, or is none any more. A workspace that has an owner keeps one.
    SetRole(WorkspaceId, PersonId, Option<Role>),
    /// Somebody runs the installation, or no longer. One who does remains.
    SetAdministrator(PersonId, bool),
    /// An account is closed, with all that lets its person in, or open again. One who runs the installation remains.
    SetClosed(PersonId, bool),
}

/// The result of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub enum Changed {
    /// It was done.
    Done,
    /// The thing to change does not exist, or no longer does.
    Missing,
    /// Somebody else has this sign-in name.
    LoginTaken,
    /// This is the last person with the right concerned.
    LastOne,
}
