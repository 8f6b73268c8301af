//! Accounts, sessions, tokens and links: who a request comes from, and what they may change.

use super::attempts::Attempts;
use super::secrets::{self, PlainSecret};
use crate::access::{Caller, Key, Person};
use crate::digits;
use crate::error::Error;
use crate::store::database::Database;
use crate::store::people::{
    Action, Change, Changed, LinkRow, LinkTo, PersonRow, PersonWithMemberships, Secret, SessionRow, TokenRow,
};
use crate::time::now_ms;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::sync::watch;
use wire::people::{CurrentUser, InvitationId, Me, Membership, PersonId, SessionId, WorkspaceId};

/// An unused session ends after this time.
pub(super) const SESSION_MS: u64 = 30 * DAY_MS;
/// Lifetime of the link for the first administrator; the next start prints another.
const FIRST_LINK_MS: u64 = 7 * DAY_MS;
pub(super) const DAY_MS: u64 = 24 * 60 * 60 * 1000;
/// Minimum interval between updates of when a person was last seen.
const SEEN_MS: u64 = 5 * 60 * 1000;
/// Interval at which this server checks whether another one on the database revoked access.
const ROUND: Duration = Duration::from_secs(2);

/// The service for accounts and sessions; clones share one state.
#[derive(Clone)]
pub struct PeopleService(Arc<Shared>);

struct Shared {
    store: Arc<dyn Database>,
    revision: watch::Sender<u64>,
    attempts: Attempts,
    /// Never unset.
    is_set_up: AtomicBool,
    /// Lets the owner of this machine in, as long as the program runs.
    local: Option<Secret>,
}

impl PeopleService {
    /// Over a database.
    pub fn new(store: Arc<dyn Database>) -> Self {
        Self::with(store, None)
    }

    fn with(store: Arc<dyn Database>, local: Option<Secret>) -> Self {
        let (revision, _) = watch::channel(0);
        Self(Arc::new(Shared { store, revision, attempts: Attempts::new(), is_set_up: AtomicBool::new(false), local }))
    }

    /// A service for the owner of this machine, and the secret that signs them in.
    ///
    /// # Errors
    /// If the database fails, or the system has no randomness.
    pub async fn of_this_machine(store: Arc<dyn Database>) -> anyhow::Result<(Self, PlainSecret)> {
        let owner = PersonRow {
            id: local_owner(),
            name: "Local owner".into(),
            login: None,
            password: None,
            is_administrator: true,
            is_closed: false,
            created_ms: now_ms(),
            seen_ms: None,
        };
        if let Err(error) = store.change(Change::LocalOwner(owner), None).await {
            // With a full disk, existing people are let in all the same.
            if store.person(&local_owner()).await?.is_none() {
                return Err(error.into());
            }
            tracing::warn!(%error, "the owner of this machine is as before");
        }
        let (told, secret) = secrets::new()?;
        Ok((Self::with(store, Some(secret)), told))
    }

    /// Whether a secret signs in the owner of this machine.
    pub fn is_of_this_machine(&self, told: &str) -> bool {
        self.0.local.as_ref() == Some(&secrets::kept(told))
    }

    /// The secret of a link for the first administrator, if there is none yet. Earlier links become invalid.
    ///
    /// # Errors
    /// If the database fails, or the system has no randomness.
    pub async fn first_link(&self) -> anyhow::Result<Option<PlainSecret>> {
        if self.0.store.has_administrator().await? {
            return Ok(None);
        }
        let (told, secret) = secrets::new()?;
        let now = now_ms();
        let link = LinkRow {
            id: InvitationId(digits::random(8)?),
            secret,
            to: LinkTo::Installation,
            note: String::new(),
            made_by: String::new(),
            maker: None,
            created_ms: now,
            expires_ms: now + FIRST_LINK_MS,
        };
        let _: Changed = self.0.store.change(Change::AddLink(link), None).await?;
        Ok(Some(told))
    }

    /// Whether there is anybody to let in.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn is_set_up(&self) -> Result<bool, Error> {
        if !self.0.is_set_up.load(Ordering::Relaxed)
            && (self.0.local.is_some() || self.0.store.has_administrator().await?)
        {
            self.0.is_set_up.store(true, Ordering::Relaxed);
        }
        Ok(self.0.is_set_up.load(Ordering::Relaxed))
    }

    /// Who comes with these headers, and what their pages know of them.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn recognize(&self, cookies: &str, authorization: &str) -> Result<(Caller, CurrentUser), Error> {
        let now = now_ms();
        let store = &self.0.store;
        if let Some(secret) = secrets::of_authorization(authorization) {
            let Some((token, known)) = store.by_token(&secret, now).await? else { return Ok(Default::default()) };
            if token.used_ms.is_none_or(|used| now.saturating_sub(used) > SEEN_MS) {
                self.note_use(Change::TokenUsed(token.id.clone(), now)).await;
            }
            return Ok((Caller::from(spoken_for(&token, &known)), CurrentUser::default()));
        }
        let Some(secret) = secrets::of_cookies(cookies) else { return Ok(Default::default()) };
        let Some((session, known)) = store.by_session(&secret, now).await? else { return Ok(Default::default()) };
        if now.saturating_sub(session.seen_ms) > SEEN_MS {
            self.note_use(Change::SessionUsed(session.id.clone(), now, now + SESSION_MS)).await;
        }
        Ok((Caller::from(signed_in(&session, &known)), CurrentUser { me: Some(me(&session, &known)) }))
    }

    /// Keeps when something was used last. On a disk that is full people read on.
    async fn note_use(&self, used: Change) {
        if let Err(error) = self.0.store.change(used, None).await {
            tracing::warn!(%error, "when somebody was here last is not kept");
        }
    }

    /// The caller as of now: what was taken away meanwhile is gone.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn again(&self, caller: &Caller) -> Result<Caller, Error> {
        let now = now_ms();
        let found = match caller.person().map(|person| &person.key) {
            None => None,
            Some(Key::Session(_, secret)) => {
                self.0.store.by_session(secret, now).await?.map(|(session, known)| signed_in(&session, &known))
            }
            Some(Key::Token(secret)) => {
                self.0.store.by_token(secret, now).await?.map(|(token, known)| spoken_for(&token, &known))
            }
        };
        Ok(found.map(Caller::from).unwrap_or_default())
    }

    /// Changes whenever something may have been taken from somebody.
    pub fn revisions(&self) -> watch::Receiver<u64> {
        self.0.revision.subscribe()
    }

    /// Looks, for ever, whether something was taken from somebody.
    pub async fn tend(self) {
        let mut rounds = tokio::time::interval(ROUND);
        loop {
            rounds.tick().await;
            self.look().await;
        }
    }

    async fn look(&self) {
        match self.0.store.access_revision().await {
            Ok(now) => {
                self.0.revision.send_if_modified(|before| std::mem::replace(before, now) != now);
            }
            Err(error) => tracing::error!(%error, "whose sessions ended is not known"),
        }
    }

    /// The database.
    pub(super) fn store(&self) -> &Arc<dyn Database> {
        &self.0.store
    }

    /// Passwords tried of late.
    pub(super) fn attempts(&self) -> &Attempts {
        &self.0.attempts
    }

    /// Applies a change, and has open connections checked.
    pub(super) async fn change(&self, change: Change, action: Option<Action>) -> Result<Changed, Error> {
        let changed = self.0.store.change(change, action).await?;
        self.look().await;
        Ok(changed)
    }
}

/// The account of the owner of a machine.
pub(super) fn local_owner() -> PersonId {
    PersonId("0000000000000001".into())
}

fn signed_in(session: &SessionRow, known: &PersonWithMemberships) -> Person {
    let memberships = known.memberships.iter().map(|(workspace, role)| (workspace.id.clone(), *role)).collect();
    Person {
        id: known.person.id.clone(),
        name: known.person.name.clone(),
        is_administrator: known.person.is_administrator,
        memberships,
        workspace: shown(session, known),
        key: Key::Session(session.id.clone(), session.secret.clone()),
    }
}

/// The workspace that lists show: the one that was chosen, or another that the person is in.
fn shown(session: &SessionRow, known: &PersonWithMemberships) -> Option<WorkspaceId> {
    let mut ids = known.memberships.iter().map(|(workspace, _)| &workspace.id);
    let chosen = session.workspace.as_ref().filter(|chosen| ids.clone().any(|id| id == *chosen));
    chosen.or_else(|| ids.next()).cloned()
}

/// A token's role is never more than its person's; it runs no installation.
fn spoken_for(token: &TokenRow, known: &PersonWithMemberships) -> Person {
    let has = known.memberships.iter().find(|(workspace, _)| workspace.id == token.workspace);
    Person {
        id: known.person.id.clone(),
        name: known.person.name.clone(),
        is_administrator: false,
        memberships: has.map(|(workspace, role)| (workspace.id.clone(), token.role.min(*role))).into_iter().collect(),
        workspace: Some(token.workspace.clone()),
        key: Key::Token(token.secret.clone()),
    }
}

/// Somebody as their own pages show them.
pub(super) fn me(session: &SessionRow, known: &PersonWithMemberships) -> Me {
    let memberships = memberships(known);
    let shown = shown(session, known);
    Me {
        id: known.person.id.clone(),
        name: known.person.name.clone(),
        is_administrator: known.person.is_administrator,
        is_local_owner: known.person.login.is_none(),
        workspace: memberships.iter().find(|one| Some(&one.workspace) == shown.as_ref()).cloned(),
        memberships,
    }
}

/// The workspaces that somebody is in.
pub(super) fn memberships(known: &PersonWithMemberships) -> Vec<Membership> {
    let membership = |(workspace, role): &(crate::store::people::WorkspaceRow, _)| Membership {
        workspace: workspace.id.clone(),
        name: workspace.name.clone(),
        role: *role,
    };
    known.memberships.iter().map(membership).collect()
}

/// Names a session.
pub(super) fn new_session_id() -> anyhow::Result<SessionId> {
    digits::random(8).map(SessionId)
}
