//! The people service as its callers see it, on a database in a folder.

use super::secrets::{COOKIE, TOKEN};
use super::{CallersPeople, PeopleService, PlainSecret};
use crate::access::Caller;
use crate::testing::TestLab;
use app::api::ApiError;
use app::api::people::{People, SetCookies};
use wire::people::{NewAccount, NewToken, Offer, PersonId, Role, WorkspaceId};

const PASSWORD: &str = "heron quartz umbrella";

/// An installation with its first administrator.
struct TestPeople {
    service: PeopleService,
    _house: TestLab,
}

impl TestPeople {
    async fn begun() -> (Self, String) {
        let house = TestLab::built().await;
        let service = PeopleService::new(house.store.clone());
        assert!(!service.is_set_up().await.expect("read"));
        let PlainSecret(link) = service.first_link().await.expect("made").expect("nobody is there");
        let trial = Self { service, _house: house };
        let nobody = trial.of("").await;
        assert_eq!(nobody.offered(link.clone()).await.expect("offered").offer, Offer::FirstAdministrator);
        let cookie = value(nobody.join(link.clone(), account("ada")).await.expect("joined"));
        assert!(nobody.join(link, account("eve")).await.is_err(), "once");
        assert!(trial.service.is_set_up().await.expect("read"));
        assert!(trial.service.first_link().await.expect("read").is_none());
        (trial, cookie)
    }

    /// The people service for the sender of a cookie.
    async fn of(&self, cookie: &str) -> CallersPeople {
        let (caller, _) = self.service.recognize(cookie, "").await.expect("read");
        self.by(caller)
    }

    fn by(&self, caller: Caller) -> CallersPeople {
        CallersPeople {
            service: self.service.clone(),
            caller,
            user_agent: "Firefox/1 Linux".into(),
            cookies: String::new(),
            network: None,
            is_secure: true,
        }
    }

    /// A new visitor, from a network of their own, with earlier cookies.
    async fn stranger(&self, last: u8, cookies: &str) -> CallersPeople {
        CallersPeople { network: Some(last.into()), cookies: cookies.into(), ..self.of("").await }
    }

    /// Invites somebody, who joins.
    async fn joined(&self, owner: &str, name: &str, role: Role) -> String {
        let path = self.of(owner).await.invite(WorkspaceId::first(), role, name.into()).await.expect("invited");
        let link = path.strip_prefix("/join/").expect("a link");
        value(self.of("").await.join(link.into(), account(name)).await.expect("joined"))
    }
}

fn account(name: &str) -> NewAccount {
    NewAccount { name: name.to_uppercase(), login: format!("{name}@Example.org "), password: PASSWORD.into() }
}

/// The cookies that a browser would send from then on.
fn value(SetCookies(cookies): SetCookies) -> String {
    let cookies = cookies.iter().map(|cookie| cookie.to_str().expect("text"));
    let mut pairs = Vec::new();
    for cookie in cookies {
        let path = if cookie.starts_with(COOKIE) { "Path=/" } else { "Path=/api/fn/sign_in" };
        for part in [path, "HttpOnly", "SameSite=Lax", "Secure"] {
            assert!(cookie.split("; ").any(|one| one == part), "{part} in {cookie}");
        }
        pairs.push(cookie.split(';').next().expect("a pair").to_owned());
    }
    pairs.join("; ")
}

fn field(answer: Result<impl Sized, ApiError>) -> String {
    match answer.err() {
        Some(ApiError::Invalid(problems)) => problems[0].field.clone(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn each_sign_in_gets_a_new_secret() {
    let (trial, first) = TestPeople::begun().await;
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

fn is_refused(answer: &Result<SetCookies, ApiError>) -> bool {
    matches!(answer, Err(ApiError::Conflict(why)) if why.contains("too many wrong passwords"))
}

#[tokio::test]
async fn guesses_that_are_sent_together_count_before_any_is_looked_at() {
    let (trial, _) = TestPeople::begun().await;
    for name in ["ada@example.org", "nobody@example.org"] {
        let stranger = trial.stranger(1, "").await;
        let together = (0..60).map(|n| stranger.sign_in(name.into(), format!("wrong {n}")));
        let answers = futures_util::future::join_all(together).await;
        let refused = answers.iter().filter(|answer| is_refused(answer)).count();
        assert_eq!(refused, 50, "{name}");
        assert!(is_refused(&stranger.sign_in(name.into(), PASSWORD.into()).await), "{name}");
    }
}

#[tokio::test]
async fn guessing_locks_the_owner_out_neither_elsewhere_nor_in_a_browser_that_is_known() {
    let (trial, cookies) = TestPeople::begun().await;
    let ada = || "ada@example.org".to_owned();
    let guesser = trial.stranger(1, "").await;
    for _ in 0..10 {
        assert_eq!(field(guesser.sign_in(ada(), "wrong".into()).await), "password");
    }
    assert!(is_refused(&guesser.sign_in(ada(), PASSWORD.into()).await));
    assert!(trial.stranger(2, "").await.sign_in(ada(), PASSWORD.into()).await.is_ok(), "elsewhere");
    for last in 3..100 {
        let _: Result<SetCookies, ApiError> = trial.stranger(last, "").await.sign_in(ada(), "wrong".into()).await;
    }
    assert!(is_refused(&trial.stranger(200, "").await.sign_in(ada(), PASSWORD.into()).await), "all strangers together");
    assert!(trial.stranger(1, &cookies).await.sign_in(ada(), PASSWORD.into()).await.is_ok(), "known");
    let known = trial.stranger(1, &cookies).await;
    let tried = (0..60).map(|_| known.sign_in(ada(), "wrong".into()));
    let answers = futures_util::future::join_all(tried).await;
    assert!(answers.iter().any(is_refused), "it is no way around");
}

#[tokio::test]
async fn a_name_to_sign_in_by_is_taken_for_no_other() {
    let (trial, ada) = TestPeople::begun().await;
    let path = trial.of(&ada).await.invite(WorkspaceId::first(), Role::Viewer, String::new()).await.expect("invited");
    let link = path.strip_prefix("/join/").expect("a link");
    let nobody = trial.of("").await;
    let unseen = NewAccount { name: "Eve\u{202e}".into(), ..account("eve") };
    assert_eq!(field(nobody.join(link.into(), unseen).await), "name");
    for login in ["\u{430}da@example.org", "\u{200b}eve@example.org", "ev"] {
        let account = NewAccount { login: login.into(), ..account("eve") };
        assert_eq!(field(nobody.join(link.into(), account).await), "login", "{login:?}");
    }
}

#[tokio::test]
async fn members_do_what_their_role_allows() {
    let (trial, ada) = TestPeople::begun().await;
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
    let told: Vec<_> = done.iter().map(|action| action.did.as_str()).collect();
    assert!(
        told.starts_with(&["took VERA out of the workspace", "invited x as viewer", "made VERA owner"]),
        "{told:?}"
    );
}

#[tokio::test]
async fn nobody_is_left_without_an_owner_or_an_administrator() {
    let (trial, ada) = TestPeople::begun().await;
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
    let (trial, ada) = TestPeople::begun().await;
    let told = trial.of(&ada).await.make_token(token(Role::Viewer)).await.expect("made");
    assert!(told.starts_with(TOKEN));
    let (caller, who) = trial.service.recognize("", &format!("Bearer {told}")).await.expect("read");
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
    let (caller, _) = trial.service.recognize("", &format!("Bearer {told}")).await.expect("read");
    assert_eq!(caller, Caller::default());
}

#[tokio::test]
async fn lost_rights_are_noticed() {
    let (trial, ada) = TestPeople::begun().await;
    let viewer = trial.joined(&ada, "vera", Role::Viewer).await;
    let (caller, _) = trial.service.recognize(&viewer, "").await.expect("read");
    let mut revisions = trial.service.revisions();
    revisions.mark_unchanged();
    trial.of(&ada).await.set_closed(caller.person().expect("in").id.clone(), true).await.expect("closed");
    assert!(revisions.has_changed().expect("the service is there"));
    assert_eq!(trial.service.again(&caller).await.expect("read"), Caller::default());
    let refused = trial.of("").await.sign_in("vera@example.org".into(), PASSWORD.into()).await.err();
    assert!(matches!(refused, Some(ApiError::Forbidden(_))), "{refused:?}");
}

#[tokio::test]
async fn a_new_password_is_chosen_by_a_link() {
    let (trial, ada) = TestPeople::begun().await;
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
    let token = trial.of(&viewer).await.make_token(token(Role::Viewer)).await.expect("made");
    value(nobody.choose_password(link, "gravel lantern ostrich".into()).await.expect("chosen"));
    let (caller, _) = trial.service.recognize("", &format!("Bearer {token}")).await.expect("read");
    assert_eq!(caller, Caller::default(), "tokens of before end");
    assert!(nobody.sign_in("vera@example.org".into(), PASSWORD.into()).await.is_err());
    assert!(nobody.sign_in("vera@example.org".into(), "gravel lantern ostrich".into()).await.is_ok());
}

#[tokio::test]
async fn the_owner_of_a_machine_comes_by_the_programs_link_alone() {
    let house = TestLab::built().await;
    let (service, PlainSecret(told)) = PeopleService::of_this_machine(house.store.clone()).await.expect("made");
    let trial = TestPeople { service, _house: house };
    let nobody = trial.of("").await;
    assert!(nobody.enter_as_local_owner("0").await.is_err());
    let owner = value(nobody.enter_as_local_owner(&told).await.expect("in"));
    let me = trial.of(&owner).await.account().await.expect("mine").me;
    assert!(me.is_local_owner && me.is_administrator && me.workspace.is_some());
    assert_eq!(me.id, PersonId("0000000000000001".into()));
    let refused = trial.of(&owner).await.change_password("".into(), PASSWORD.into()).await.err();
    assert!(matches!(refused, Some(ApiError::Forbidden(_))), "{refused:?}");
}
