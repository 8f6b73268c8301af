use super::*;
use crate::testing::{RUN, TestLab, member, run};
use app::api::ApiError;
use wire::people::WorkspaceId;

/// Comments as a member of the run's workspace has them.
fn as_member(house: &TestLab, name: &str, role: Role) -> CallersComments {
    as_caller(house, member(name, WorkspaceId::first(), role))
}

fn as_caller(house: &TestLab, caller: Caller) -> CallersComments {
    CallersComments { store: house.store.clone(), lab: house.lab.clone(), caller }
}

#[tokio::test]
async fn members_talk_and_others_find_nothing() {
    let house = TestLab::built().await;
    let ada = as_member(&house, "Ada", Role::Viewer);
    let id = ada.write(run(), " Look at clone 3.\r\nSharp! \u{7}".into()).await.expect("a viewer comments");
    let read = as_member(&house, "Grace", Role::Collaborator).discussion(run()).await.expect("read");
    assert_eq!((read.comments[0].author.as_str(), read.comments[0].text.as_str()), ("Ada", "Look at clone 3.\nSharp!"));
    assert_eq!((read.comments[0].is_mine, read.comments[0].may_change, read.is_finished), (false, false, true));
    assert_eq!(ada.count(run()).await.expect("counted"), 1);

    let stranger = as_caller(&house, member("Eve", WorkspaceId("00000000000000ee".into()), Role::Owner));
    let nobody = as_caller(&house, Caller::default());
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
async fn authors_and_owners_edit_and_delete_and_the_editor_is_shown() {
    let house = TestLab::built().await;
    let (ada, grace) = (as_member(&house, "Ada", Role::Viewer), as_member(&house, "Grace", Role::Collaborator));
    let owner = as_member(&house, "Olga", Role::Owner);
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
    assert_eq!(why("\u{200b}\n\u{202e}"), "write something first");
    assert_eq!(why(&"é".repeat(4001)), "4001 characters are too many; shorten it to 4000");
    assert_eq!(checked(&"é".repeat(4000)).expect("enough").chars().count(), 4000);
}

#[tokio::test]
async fn nobody_fills_a_discussion_alone_and_an_owner_can_still_write() {
    let house = TestLab::built().await;
    let (ada, grace) = (as_member(&house, "Ada", Role::Viewer), as_member(&house, "Grace", Role::Viewer));
    for _ in 0..MOST_LATELY {
        ada.write(run(), "again".into()).await.expect("written");
    }
    let refused = ada.write(run(), "and again".into()).await.err();
    assert!(matches!(refused, Some(ApiError::Conflict(_))), "{refused:?}");
    grace.write(run(), "my turn".into()).await.expect("another person's are counted apart");
    let owner = as_member(&house, "Olga", Role::Owner);
    for _ in 0..=MOST_LATELY {
        owner.write(run(), "enough".into()).await.expect("an owner is held to the run's number alone");
    }
    assert!(limits(Some(Role::Collaborator)).of_run < limits(Some(Role::Owner)).of_run, "some are kept for owners");
}
