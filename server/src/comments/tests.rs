use super::*;
use crate::lab::{FacesAccess, LabConfig};
use crate::store::database::{self, DatabaseAddress};
use crate::store::{FileStore, Store};
use app::wire::experiment::{DeviceChoice, ExperimentConfig};
use app::wire::people::{PersonId, WorkspaceId};
use tempfile::TempDir;

const RUN: &str = "00000000000000aa";

/// A lab with a finished run, and its database.
struct House {
    store: Arc<dyn Database>,
    lab: Laboratory,
    _data: TempDir,
}

impl House {
    async fn built() -> Self {
        let data = tempfile::tempdir().expect("a folder");
        let runs = FileStore::open(data.path()).expect("opens");
        let row = RunRow::queued(RunId(RUN.into()), 7, ExperimentConfig::default());
        runs.save(&RunRow { state: RunState::Finished, ..row }).expect("saved");
        let device = DeviceChoice::Cpu;
        let config = LabConfig { data: data.path().into(), device, access: FacesAccess::Anywhere };
        let lab = Laboratory::open(config).expect("a lab");
        let store = database::open(&DatabaseAddress::DataFolder, data.path()).await.expect("a database");
        Self { store, lab, _data: data }
    }

    fn as_caller(&self, caller: Caller) -> CallersComments {
        CallersComments { store: self.store.clone(), lab: self.lab.clone(), caller }
    }

    fn as_member(&self, name: &str, role: Role) -> CallersComments {
        self.as_caller(member(name, WorkspaceId::first(), role))
    }
}

fn member(name: &str, workspace: WorkspaceId, role: Role) -> Caller {
    Caller::from(Person {
        id: PersonId(name.into()),
        name: name.into(),
        is_administrator: false,
        memberships: vec![(workspace.clone(), role)],
        workspace: Some(workspace),
    })
}

fn run() -> RunId {
    RunId(RUN.into())
}

#[tokio::test]
async fn members_talk_and_others_find_nothing() {
    let house = House::built().await;
    let ada = house.as_member("Ada", Role::Viewer);
    let id = ada.write(run(), " Look at clone 3.\r\nSharp! \u{7}".into()).await.expect("a viewer comments");
    let read = house.as_member("Grace", Role::Collaborator).discussion(run()).await.expect("read");
    assert_eq!((read.comments[0].author.as_str(), read.comments[0].text.as_str()), ("Ada", "Look at clone 3.\nSharp!"));
    assert_eq!((read.comments[0].is_mine, read.comments[0].may_change, read.is_finished), (false, false, true));
    assert_eq!(ada.count(run()).await.expect("counted"), 1);

    let stranger = house.as_caller(member("Eve", WorkspaceId("00000000000000ee".into()), Role::Owner));
    let nobody = house.as_caller(Caller::default());
    for (who, expected) in [(stranger, ApiError::NotFound(format!("the run {RUN}"))), (nobody, ApiError::SignedOut)] {
        assert_eq!(who.discussion(run()).await.err(), Some(expected.clone()));
        assert_eq!(who.count(run()).await.err(), Some(expected.clone()));
        assert_eq!(who.write(run(), "x".into()).await.err(), Some(expected.clone()));
        assert_eq!(who.change(run(), id.clone(), "x".into()).await.err(), Some(expected.clone()));
        assert_eq!(who.delete(run(), id.clone()).await.err(), Some(expected));
    }
    assert_eq!(ada.discussion(RunId("00ff".into())).await.err(), Some(ApiError::NotFound("the run 00ff".into())));
}

#[tokio::test]
async fn authors_and_owners_change_and_delete_and_it_is_told_who_did() {
    let house = House::built().await;
    let (ada, grace) = (house.as_member("Ada", Role::Viewer), house.as_member("Grace", Role::Collaborator));
    let owner = house.as_member("Olga", Role::Owner);
    let id = ada.write(run(), "first".into()).await.expect("written");
    let refused = |answer: Option<ApiError>| assert!(matches!(answer, Some(ApiError::Forbidden(_))), "{answer:?}");
    refused(grace.change(run(), id.clone(), "no".into()).await.err());
    refused(grace.delete(run(), id.clone()).await.err());

    ada.change(run(), id.clone(), "second".into()).await.expect("an author changes");
    owner.change(run(), id.clone(), "third".into()).await.expect("an owner changes");
    let comment = owner.discussion(run()).await.expect("read").comments.remove(0);
    assert_eq!((comment.author.as_str(), comment.text.as_str()), ("Ada", "third"));
    assert_eq!(comment.edited.map(|edited| edited.by).as_deref(), Some("Olga"));
    assert!(comment.may_change && !comment.is_mine);

    owner.delete(run(), id.clone()).await.expect("an owner deletes");
    assert_eq!(ada.delete(run(), id).await.err(), Some(ApiError::NotFound("this comment".into())));
    assert_eq!(ada.count(run()).await.expect("counted"), 0);
}

#[test]
fn empty_and_endless_comments_are_refused_with_the_reason() {
    let why = |text: &str| match checked(text) {
        Err(Error::Invalid(problems)) => problems[0].message.clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!(why(" \n\u{0}"), "write something first");
    assert_eq!(why(&"é".repeat(4001)), "4001 characters are too many; shorten it to 4000");
    assert_eq!(checked(&"é".repeat(4000)).expect("enough").chars().count(), 4000);
}
