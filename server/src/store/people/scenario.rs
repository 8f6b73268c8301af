//! A scenario that covers everything a [`PeopleStore`] promises, for any database behind it.

use super::*;
use wire::people::{InvitationId, Role, SessionId, TokenId};

/// Runs the whole scenario on a store without people.
pub async fn whole(store: &dyn PeopleStore) {
    the_first_administrator_comes_by_a_link(store).await;
    somebody_is_invited(store).await;
    sessions_begin_and_end(store).await;
    tokens_open_until_they_are_revoked(store).await;
    roles_are_given_and_taken(store).await;
    accounts_are_closed_with_all_that_opens_them(store).await;
    a_password_is_chosen_by_a_link(store).await;
    a_new_password_ends_what_opened_the_account_before(store).await;
    links_end_with_the_right_of_their_maker(store).await;
    nothing_leads_into_a_workspace_that_is_not_there(store).await;
    what_was_done_is_told(store).await;
}

async fn change(store: &dyn PeopleStore, change: Change) -> Changed {
    store.change(change, None).await.expect("answered")
}

async fn the_first_administrator_comes_by_a_link(store: &dyn PeopleStore) {
    assert!(!store.has_administrator().await.expect("read"));
    let owner = PersonRow { login: None, password: None, is_administrator: true, ..person(1, "Local") };
    for _ in 0..2 {
        assert_eq!(change(store, Change::LocalOwner(owner.clone())).await, Changed::Done, "as often as one starts");
    }
    assert!(!store.has_administrator().await.expect("read"), "the owner of a machine cannot sign in from elsewhere");
    for n in [1, 2] {
        assert_eq!(change(store, Change::AddLink(link(n, LinkTo::Installation))).await, Changed::Done);
    }
    assert_eq!(store.link(&secret(1), 0).await.expect("read"), None, "only the newest opens");
    assert_eq!(change(store, Change::Join(secret(1), person(2, "Eve"))).await, Changed::Missing);
    assert_eq!(change(store, Change::Join(secret(2), person(2, "Ada"))).await, Changed::Done);
    assert!(store.has_administrator().await.expect("read"));
    assert_eq!(change(store, Change::Join(secret(2), person(3, "Eve"))).await, Changed::Missing, "once");
    let ada = store.person(&id(2)).await.expect("read").expect("there");
    assert!(ada.person.is_administrator);
    assert_eq!(ada.memberships.iter().map(|(at, role)| (&at.id, *role)).collect::<Vec<_>>(), [(&first(), Role::Owner)]);
    assert_eq!(change(store, Change::SetAdministrator(id(2), false)).await, Changed::LastOne);
    assert_eq!(change(store, Change::SetClosed(id(2), true)).await, Changed::LastOne);
}

async fn somebody_is_invited(store: &dyn PeopleStore) {
    let to = LinkTo::Workspace(first(), Role::Collaborator);
    for n in [3, 4, 5] {
        assert_eq!(change(store, Change::AddLink(link(n, to.clone()))).await, Changed::Done);
    }
    assert_eq!(store.links(&first(), 0).await.expect("read").len(), 3);
    assert_eq!(store.links(&first(), ENDS).await.expect("read"), [], "they end");
    let same_name = PersonRow { login: Some("p2".into()), ..person(3, "Eve") };
    assert_eq!(change(store, Change::Join(secret(3), same_name)).await, Changed::LoginTaken);
    assert_eq!(store.link(&secret(3), 0).await.expect("read"), Some(link(3, to)), "and the link still works");
    let late = PersonRow { created_ms: ENDS, ..person(3, "Grace") };
    assert_eq!(change(store, Change::Join(secret(4), late)).await, Changed::Missing, "ended by then");
    assert_eq!(change(store, Change::Join(secret(3), person(3, "Grace"))).await, Changed::Done);
    assert_eq!(store.by_login("p3").await.expect("read"), Some(person(3, "Grace")));
    assert_eq!(change(store, Change::Accept(secret(5), id(2), 20)).await, Changed::Done);
    let members = store.members(&first()).await.expect("read");
    let members: Vec<_> = members.iter().map(|member| (member.name.as_str(), member.role)).collect();
    let expected = [("Ada", Role::Owner), ("Grace", Role::Collaborator), ("Local", Role::Owner)];
    assert_eq!(members, expected, "an invitation takes nothing from an owner");
    assert_eq!(change(store, Change::AddLink(link(6, LinkTo::Workspace(first(), Role::Viewer)))).await, Changed::Done);
    assert_eq!(change(store, Change::WithdrawLink(WorkspaceId("ff".into()), invitation(6))).await, Changed::Missing);
    assert_eq!(change(store, Change::WithdrawLink(first(), invitation(6))).await, Changed::Done);
    assert_eq!(store.link(&secret(6), 0).await.expect("read"), None);
}

async fn sessions_begin_and_end(store: &dyn PeopleStore) {
    let before = store.access_revision().await.expect("read");
    for n in [1, 2, 3] {
        assert_eq!(change(store, Change::SignIn(session(n))).await, Changed::Done);
    }
    assert_eq!(store.access_revision().await.expect("read"), before, "nothing was taken");
    let (found, known) = store.by_session(&secret(11), 20).await.expect("read").expect("in");
    assert_eq!((found, known.person.name.as_str(), known.memberships.len()), (session(1), "Grace", 1));
    assert_eq!(store.by_session(&secret(11), ENDS).await.expect("read"), None, "it ends by itself");
    assert_eq!(change(store, Change::SessionUsed(session(1).id, 50, ENDS + 50)).await, Changed::Done);
    assert!(store.by_session(&secret(11), ENDS).await.expect("read").is_some(), "unless it is used");
    assert_eq!(store.person(&id(3)).await.expect("read").expect("there").person.seen_ms, Some(50));
    assert_eq!(change(store, Change::Show(session(1).id, first())).await, Changed::Done);
    let sessions = store.sessions(&id(3), 20).await.expect("read");
    assert_eq!(sessions.iter().map(|one| one.seen_ms).collect::<Vec<_>>(), [50, 10, 10], "last used first");
    assert_eq!(sessions[0].workspace, Some(first()));

    let one = |n| Change::SignOut(id(3), Sessions::One(session(n).id));
    assert_eq!(change(store, one(2)).await, Changed::Done);
    assert_eq!(change(store, one(2)).await, Changed::Missing);
    assert_eq!(
        change(store, Change::SignOut(id(2), Sessions::One(session(3).id))).await,
        Changed::Missing,
        "not theirs"
    );
    assert_eq!(change(store, Change::SignOut(id(3), Sessions::AllBut(session(3).id))).await, Changed::Done);
    assert_eq!(store.sessions(&id(3), 20).await.expect("read"), [session(3)]);
    assert!(store.access_revision().await.expect("read") > before, "what is open must be looked at");
    assert_eq!(change(store, Change::Password(id(3), "new".into(), session(3).id)).await, Changed::Done);
    assert_eq!(store.sessions(&id(3), 20).await.expect("read"), [session(3)]);
}

async fn tokens_open_until_they_are_revoked(store: &dyn PeopleStore) {
    let (lasting, ending) = (token(1, None), token(2, Some(ENDS)));
    for token in [&lasting, &ending] {
        assert_eq!(change(store, Change::AddToken(token.clone())).await, Changed::Done);
    }
    let (found, known) = store.by_token(&secret(21), ENDS).await.expect("read").expect("in");
    assert_eq!((found, known.person.id), (lasting, id(3)));
    assert!(store.by_token(&secret(22), ENDS - 1).await.expect("read").is_some());
    assert_eq!(store.by_token(&secret(22), ENDS).await.expect("read"), None);
    assert_eq!(change(store, Change::TokenUsed(ending.id.clone(), 60)).await, Changed::Done);
    let used = store.tokens(&id(3), 20).await.expect("read").into_iter().map(|token| token.used_ms);
    assert_eq!(used.collect::<Vec<_>>(), [None, Some(60)]);
    assert_eq!(change(store, Change::RevokeToken(id(2), ending.id.clone())).await, Changed::Missing, "not theirs");
    assert_eq!(change(store, Change::RevokeToken(id(3), ending.id)).await, Changed::Done);
    assert_eq!(store.by_token(&secret(22), 20).await.expect("read"), None);
}

async fn roles_are_given_and_taken(store: &dyn PeopleStore) {
    let row =
        WorkspaceRow { id: WorkspaceId("00000000000000e1".into()), name: "Élan — \"b\"".into(), created_ms: 5 };
    assert_eq!(change(store, Change::AddWorkspace(row.clone(), id(3))).await, Changed::Done);
    let counts = store.workspaces().await.expect("read").into_iter().map(|(row, members)| (row.id, members));
    assert_eq!(counts.collect::<Vec<_>>().len(), 2);
    let set = |person, role| Change::SetRole(row.id.clone(), person, role);
    assert_eq!(change(store, set(id(3), Some(Role::Viewer))).await, Changed::LastOne);
    assert_eq!(change(store, set(id(3), None)).await, Changed::LastOne);
    assert_eq!(change(store, set(id(2), Some(Role::Owner))).await, Changed::Missing, "not in it");
    assert_eq!(change(store, Change::SetRole(first(), id(3), Some(Role::Viewer))).await, Changed::Done);
    let people = store.people().await.expect("read");
    let names: Vec<_> = people.iter().map(|known| known.person.name.as_str()).collect();
    assert_eq!(names, ["Ada", "Grace", "Local"]);
    let of_grace: Vec<_> = people[1].memberships.iter().map(|(_, role)| *role).collect();
    assert_eq!((of_grace.len(), of_grace.contains(&Role::Viewer)), (2, true));
    assert_eq!(change(store, Change::SetRole(first(), id(3), None)).await, Changed::Done);
    assert_eq!(store.members(&first()).await.expect("read").len(), 2);
    assert_eq!(change(store, Change::RenameWorkspace(row.id, "Other".into())).await, Changed::Done);
    assert_eq!(change(store, Change::RenamePerson(id(3), "Grace H.".into())).await, Changed::Done);
}

async fn accounts_are_closed_with_all_that_opens_them(store: &dyn PeopleStore) {
    assert_eq!(change(store, Change::SetAdministrator(id(3), true)).await, Changed::Done);
    assert_eq!(change(store, Change::SetAdministrator(id(3), false)).await, Changed::Done, "another remains");
    assert_eq!(change(store, Change::SetClosed(id(3), true)).await, Changed::Done);
    assert_eq!(store.by_session(&secret(13), 20).await.expect("read"), None);
    assert_eq!(store.by_token(&secret(21), 20).await.expect("read"), None);
    assert_eq!(change(store, Change::SetClosed(id(3), false)).await, Changed::Done);
    assert_eq!(store.by_session(&secret(13), 20).await.expect("read"), None, "what opened it is gone");
    assert_eq!(store.tokens(&id(3), 20).await.expect("read"), []);
}

async fn a_password_is_chosen_by_a_link(store: &dyn PeopleStore) {
    assert_eq!(change(store, Change::SignIn(session(4))).await, Changed::Done);
    assert_eq!(change(store, Change::AddToken(token(3, None))).await, Changed::Done);
    for n in [7, 8] {
        assert_eq!(change(store, Change::AddLink(link(n, LinkTo::Password(id(3))))).await, Changed::Done);
    }
    assert_eq!(store.link(&secret(7), 20).await.expect("read"), None, "only the newest opens");
    assert_eq!(change(store, Change::PasswordByLink(secret(8), "fresh".into(), 20)).await, Changed::Done);
    assert_eq!(store.by_login("p3").await.expect("read").expect("there").password, Some("fresh".into()));
    assert_eq!(store.sessions(&id(3), 20).await.expect("read"), [], "whoever was in is out");
    assert_eq!(store.tokens(&id(3), 20).await.expect("read"), [], "scripts as well");
    assert_eq!(change(store, Change::PasswordByLink(secret(8), "again".into(), 20)).await, Changed::Missing, "once");
}

async fn a_new_password_ends_what_opened_the_account_before(store: &dyn PeopleStore) {
    let new_password = Change::Password(id(3), "newer".into(), session(5).id);
    let closing = Change::SetClosed(id(3), true);
    for (n, ending) in [(30, new_password), (31, closing)] {
        assert_eq!(change(store, Change::SignIn(session(5))).await, Changed::Done);
        assert_eq!(change(store, Change::AddToken(token(4, None))).await, Changed::Done);
        assert_eq!(change(store, Change::AddLink(link(n, LinkTo::Password(id(3))))).await, Changed::Done);
        assert_eq!(change(store, ending).await, Changed::Done);
        assert_eq!(store.link(&secret(n), 20).await.expect("read"), None);
        assert_eq!(store.tokens(&id(3), 20).await.expect("read"), []);
        assert_eq!(change(store, Change::SignOut(id(3), Sessions::All)).await, Changed::Done);
    }
}

async fn links_end_with_the_right_of_their_maker(store: &dyn PeopleStore) {
    let made = |n: u8, to: LinkTo| LinkRow { maker: Some(id(3)), ..link(n, to) };
    let (invitation, password) = (LinkTo::Workspace(first(), Role::Owner), LinkTo::Password(id(2)));
    let set = |role| Change::SetRole(first(), id(3), role);
    let member = Change::Accept(secret(50), id(3), 20);
    assert_eq!(change(store, Change::SetClosed(id(3), false)).await, Changed::Done);
    assert_eq!(change(store, Change::AddLink(link(50, invitation.clone()))).await, Changed::Done);
    assert_eq!(change(store, member).await, Changed::Done);
    assert_eq!(change(store, Change::SetAdministrator(id(3), true)).await, Changed::Done);
    for (n, to) in [(51, invitation.clone()), (52, password)] {
        assert_eq!(change(store, Change::AddLink(made(n, to))).await, Changed::Done);
    }
    let stands = async |n| store.link(&secret(n), 20).await.expect("read").is_some();
    assert_eq!(change(store, Change::SetAdministrator(id(3), false)).await, Changed::Done);
    assert!(stands(51).await && !stands(52).await, "an owner invites, and makes nobody a password");
    assert_eq!(change(store, set(Some(Role::Viewer))).await, Changed::Done);
    assert!(!stands(51).await, "who is no owner invites no owner");
    assert_eq!(change(store, set(Some(Role::Owner))).await, Changed::Done);
    assert_eq!(change(store, Change::AddLink(made(53, invitation))).await, Changed::Done);
    assert_eq!(change(store, Change::SetClosed(id(3), true)).await, Changed::Done);
    assert!(!stands(53).await, "nor who is closed");
}

async fn nothing_leads_into_a_workspace_that_is_not_there(store: &dyn PeopleStore) {
    let nowhere = WorkspaceId("00000000000000ff".into());
    let into = LinkTo::Workspace(nowhere.clone(), Role::Viewer);
    assert_eq!(change(store, Change::AddLink(link(40, into))).await, Changed::Missing);
    let token = TokenRow { workspace: nowhere, ..token(5, None) };
    assert_eq!(change(store, Change::AddToken(token)).await, Changed::Missing);
}

async fn what_was_done_is_told(store: &dyn PeopleStore) {
    let action = |n: u64, workspace: Option<WorkspaceId>| Action {
        at_ms: n,
        person: Some((id(2), "Ada".into())),
        workspace,
        did: format!("did {n}"),
        page: (n == 2).then(|| "/runs/00".into()),
    };
    for action in [action(1, None), action(2, Some(first())), action(3, Some(first()))] {
        assert_eq!(store.change(Change::Nothing, Some(action)).await.expect("kept"), Changed::Done);
    }
    let refused = Change::RevokeToken(id(2), TokenId("none".into()));
    assert_eq!(store.change(refused, Some(action(4, None))).await.expect("answered"), Changed::Missing);
    let all = store.activity(None, None, 9).await.expect("read");
    let told: Vec<_> = all.iter().map(|row| row.action.did.as_str()).collect();
    assert_eq!(told, ["did 3", "did 2", "did 1"], "newest first, and nothing of what was not done");
    let here = store.activity(Some(&first()), Some(all[0].id), 9).await.expect("read");
    assert_eq!(here.iter().map(|row| row.action.clone()).collect::<Vec<_>>(), [action(2, Some(first()))]);
    assert_eq!(here[0].workspace_name.as_deref(), Some("First workspace"));
    assert_eq!(store.activity(None, None, 2).await.expect("read").len(), 2);
}

/// Whatever ends by itself has ended by then.
const ENDS: u64 = 1000;

fn id(n: u8) -> PersonId {
    PersonId(format!("{n:016x}"))
}

fn first() -> WorkspaceId {
    WorkspaceId::first()
}

fn secret(n: u8) -> Secret {
    Secret(format!("{n:064x}"))
}

fn invitation(n: u8) -> InvitationId {
    InvitationId(format!("{n:016x}"))
}

fn person(n: u8, name: &str) -> PersonRow {
    PersonRow {
        id: id(n),
        name: name.into(),
        login: Some(format!("p{n}")),
        password: Some("$argon2id$".into()),
        is_administrator: false,
        is_closed: false,
        created_ms: 10,
        seen_ms: None,
    }
}

fn link(n: u8, to: LinkTo) -> LinkRow {
    let made_by = "Ada".into();
    LinkRow {
        id: invitation(n),
        secret: secret(n),
        to,
        note: "Zoë's".into(),
        made_by,
        maker: None,
        created_ms: 10,
        expires_ms: ENDS,
    }
}

fn session(n: u8) -> SessionRow {
    SessionRow {
        id: SessionId(format!("{n:016x}")),
        secret: secret(10 + n),
        person: id(3),
        workspace: None,
        browser: "Firefox on Linux".into(),
        created_ms: 10,
        seen_ms: 10,
        expires_ms: ENDS,
    }
}

fn token(n: u8, expires_ms: Option<u64>) -> TokenRow {
    TokenRow {
        id: TokenId(format!("{n:016x}")),
        secret: secret(20 + n),
        person: id(3),
        workspace: first(),
        role: Role::Viewer,
        name: "nightly".into(),
        created_ms: 20 - u64::from(n),
        used_ms: None,
        expires_ms,
    }
}
