//! People as their callers find them, on a database in a folder.

use super::secrets::{COOKIE, TOKEN};
use super::{CallersPeople, PeopleDesk, Told};
use crate::access::Caller;
use crate::testing::House;
use app::api::ApiError;
use app::api::people::{People, SetCookie};
use app::wire::people::{NewAccount, NewToken, Offer, PersonId, Role, WorkspaceId};

const PASSWORD: &str = "heron quartz umbrella";

/// A house whose first administrator is in it.
struct Trial {
    desk: PeopleDesk,
    _house: House,
}

impl Trial {
    async fn begun() -> (Self, String) {
        let house = House::built().await;
        let desk = PeopleDesk::new(house.store.clone());
        assert!(!desk.is_set_up().await.expect("read"));
        let Told(link) = desk.first_link().await.expect("made").expect("nobody is there");
        let trial = Self { desk, _house: house };
        let nobody = trial.of("").await;
        assert_eq!(nobody.offered(link.clone()).await.expect("offered").offer, Offer::FirstAdministrator);
        let cookie = value(nobody.join(link.clone(), account("ada")).await.expect("joined"));
        assert!(nobody.join(link, account("eve")).await.is_err(), "once");
        assert!(trial.desk.is_set_up().await.expect("read"));
        assert!(trial.desk.first_link().await.expect("read").is_none());
        (trial, cookie)
    }

    /// People for whoever brings a cookie.
    async fn of(&self, cookie: &str) -> CallersPeople {
        let (caller, _) = self.desk.recognize(cookie, "").await.expect("read");
        self.by(caller)
    }

    fn by(&self, caller: Caller) -> CallersPeople {
        CallersPeople { desk: self.desk.clone(), caller, user_agent: "Firefox/1 Linux".into(), is_secure: true }
    }

    /// Somebody is invited and comes.
    async fn joined(&self, owner: &str, name: &str, role: Role) -> String {
        let path = self.of(owner).await.invite(WorkspaceId::first(), role, name.into()).await.expect("invited");
        let link = path.strip_prefix("/join/").expect("a link");
        value(self.of("").await.join(link.into(), account(name)).await.expect("joined"))
    }
}

fn account(name: &str) -> NewAccount {
    NewAccount { name: name.to_uppercase(), login: format!("{name}@Example.org "), password: PASSWORD.into() }
}

/// What a browser would send from then on.
fn value(SetCookie(cookie): SetCookie) -> String {
    let cookie = cookie.to_str().expect("text").to_owned();
    for part in ["Path=/", "HttpOnly", "SameSite=Lax", "Secure"] {
        assert!(cookie.split("; ").any(|one| one == part), "{part} in {cookie}");
    }
    cookie.split(';').next().expect("a pair").to_owned()
}

fn field(answer: Result<impl Sized, ApiError>) -> String {
    match answer.err() {
        Some(ApiError::Invalid(problems)) => problems[0].field.clone(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn whoever_signs_in_is_let_in_by_another_secret_each_time() {
    let (trial, first) = Trial::begun().await;
    let account = trial.of(&first).await.account().await.expect("mine");
    assert_eq!((account.login.as_str(), account.me.name.as_str()), ("ada@example.org", "ADA"));
    assert!(account.me.is_administrator && !account.me.is_local_owner);
    let with_old = trial.of(&first).await;
    let second = value(with_old.sign_in("ADA@example.org".into(), PASSWORD.into()).await.expect("in"));
    assert_ne!(first, second);
    assert_eq!(trial.of(&first).await.account().await.err(), Some(ApiError::SignedOut), "the old one is gone");
    assert_eq!(
        field(trial.of("").await.sign_in("ada@example.org".into(), "heron quartz umbrellb".into()).await),
        "password"
    );
    assert_eq!(field(trial.of("").await.sign_in("nobody".into(), PASSWORD.into()).await), "password");
    let out = value(trial.of(&second).await.sign_out().await.expect("out"));
    assert_eq!(out, format!("{COOKIE}="));
    assert_eq!(trial.of(&second).await.account().await.err(), Some(ApiError::SignedOut));
}

#[tokio::test]
async fn guessing_is_slowed_down_for_names_that_nobody_has_as_well() {
    let (trial, _) = Trial::begun().await;
    for name in ["ada@example.org", "nobody@example.org"] {
        for _ in 0..5 {
            assert_eq!(field(trial.of("").await.sign_in(name.into(), "wrong".into()).await), "password");
        }
        let refused = trial.of("").await.sign_in(name.into(), PASSWORD.into()).await.err();
        assert!(matches!(refused, Some(ApiError::Conflict(_))), "{name}: {refused:?}");
    }
}

#[tokio::test]
async fn members_do_what_their_role_allows() {
    let (trial, ada) = Trial::begun().await;
    let viewer = trial.joined(&ada, "vera", Role::Viewer).await;
    let first = WorkspaceId::first;
    let of_vera = trial.of(&viewer).await;
    let seen = of_vera.workspace().await.expect("seen");
    assert_eq!((seen.role, seen.members.len(), seen.invitations.len()), (Role::Viewer, 2, 0));
    let forbidden = |answer: Option<ApiError>| assert!(matches!(answer, Some(ApiError::Forbidden(_))), "{answer:?}");
    forbidden(of_vera.invite(first(), Role::Viewer, "x".into()).await.err());
    forbidden(of_vera.rename_workspace(first(), "x".into()).await.err());
    forbidden(of_vera.installation().await.err());
    forbidden(of_vera.activity(true, None).await.err());
    let vera = of_vera.account().await.expect("mine").me.id;
    forbidden(of_vera.set_role(first(), vera.clone(), Role::Owner).await.err());
    assert_eq!(field(of_vera.make_token(token(Role::Owner)).await), "role", "no token is more than its person");
    let of_ada = trial.of(&ada).await;
    of_ada.set_role(first(), vera.clone(), Role::Owner).await.expect("given");
    assert!(trial.of(&viewer).await.invite(first(), Role::Viewer, "x".into()).await.is_ok());
    of_ada.remove_member(first(), vera).await.expect("taken");
    forbidden(trial.of(&viewer).await.workspace().await.err());
    let done = of_ada.activity(false, None).await.expect("told").entries;
    let told: Vec<_> = done.iter().map(|deed| deed.did.as_str()).collect();
    assert!(
        told.starts_with(&["took VERA out of the workspace", "invited x as viewer", "made VERA owner"]),
        "{told:?}"
    );
}

#[tokio::test]
async fn nobody_is_left_without_an_owner_or_an_administrator() {
    let (trial, ada) = Trial::begun().await;
    let of_ada = trial.of(&ada).await;
    let me = of_ada.account().await.expect("mine").me.id;
    let leave = of_ada.remove_member(WorkspaceId::first(), me.clone()).await.err();
    assert!(matches!(leave, Some(ApiError::Conflict(_))), "{leave:?}");
    for refused in [of_ada.set_administrator(me.clone(), false).await, of_ada.set_closed(me, true).await] {
        assert!(matches!(refused, Err(ApiError::Conflict(_))), "{refused:?}");
    }
}

fn token(role: Role) -> NewToken {
    NewToken { name: "nightly".into(), workspace: WorkspaceId::first(), role, days: Some(1) }
}

#[tokio::test]
async fn a_token_speaks_for_its_person_and_never_for_the_account() {
    let (trial, ada) = Trial::begun().await;
    let told = trial.of(&ada).await.make_token(token(Role::Viewer)).await.expect("made");
    assert!(told.starts_with(TOKEN));
    let (caller, who) = trial.desk.recognize("", &format!("Bearer {told}")).await.expect("read");
    assert_eq!(who.me, None, "a script has no pages");
    assert!(caller.require(&WorkspaceId::first(), Role::Viewer).is_ok());
    assert!(caller.require(&WorkspaceId::first(), Role::Collaborator).is_err());
    assert!(caller.administers().is_err(), "though its person does");
    let by_token = trial.by(caller);
    for refused in [by_token.account().await.err(), by_token.installation().await.err()] {
        assert!(matches!(refused, Some(ApiError::Forbidden(_))), "{refused:?}");
    }
    let id = trial.of(&ada).await.account().await.expect("mine").tokens[0].id.clone();
    trial.of(&ada).await.revoke_token(id).await.expect("revoked");
    let (caller, _) = trial.desk.recognize("", &format!("Bearer {told}")).await.expect("read");
    assert_eq!(caller, Caller::default());
}

#[tokio::test]
async fn what_is_taken_away_is_noticed() {
    let (trial, ada) = Trial::begun().await;
    let viewer = trial.joined(&ada, "vera", Role::Viewer).await;
    let (caller, _) = trial.desk.recognize(&viewer, "").await.expect("read");
    let mut revisions = trial.desk.revisions();
    revisions.mark_unchanged();
    trial.of(&ada).await.set_closed(caller.person().expect("in").id.clone(), true).await.expect("closed");
    assert!(revisions.has_changed().expect("the desk is there"));
    assert_eq!(trial.desk.again(&caller).await.expect("read"), Caller::default());
    let refused = trial.of("").await.sign_in("vera@example.org".into(), PASSWORD.into()).await.err();
    assert!(matches!(refused, Some(ApiError::Forbidden(_))), "{refused:?}");
}

#[tokio::test]
async fn a_new_password_is_chosen_by_a_link() {
    let (trial, ada) = Trial::begun().await;
    let viewer = trial.joined(&ada, "vera", Role::Viewer).await;
    let vera = trial.of(&viewer).await.account().await.expect("mine").me.id;
    let path = trial.of(&ada).await.password_link(vera).await.expect("made");
    let link = path.strip_prefix("/join/").expect("a link").to_owned();
    let nobody = trial.of("").await;
    assert_eq!(
        nobody.offered(link.clone()).await.expect("offered").offer,
        Offer::NewPassword { login: "vera@example.org".into() }
    );
    assert_eq!(field(nobody.choose_password(link.clone(), "vera@example.org".into()).await), "password");
    assert!(nobody.join(link.clone(), account("eve")).await.is_err(), "it makes no account");
    value(nobody.choose_password(link, "gravel lantern ostrich".into()).await.expect("chosen"));
    assert!(nobody.sign_in("vera@example.org".into(), PASSWORD.into()).await.is_err());
    assert!(nobody.sign_in("vera@example.org".into(), "gravel lantern ostrich".into()).await.is_ok());
}

#[tokio::test]
async fn the_owner_of_a_machine_comes_by_the_programs_link_alone() {
    let house = House::built().await;
    let (desk, Told(told)) = PeopleDesk::of_this_machine(house.store.clone()).await.expect("made");
    let trial = Trial { desk, _house: house };
    let nobody = trial.of("").await;
    assert!(nobody.enter_as_local_owner("0").await.is_err());
    let owner = value(nobody.enter_as_local_owner(&told).await.expect("in"));
    let me = trial.of(&owner).await.account().await.expect("mine").me;
    assert!(me.is_local_owner && me.is_administrator && me.workspace.is_some());
    assert_eq!(me.id, PersonId("0000000000000001".into()));
    let refused = trial.of(&owner).await.change_password("".into(), PASSWORD.into()).await.err();
    assert!(matches!(refused, Some(ApiError::Forbidden(_))), "{refused:?}");
}
