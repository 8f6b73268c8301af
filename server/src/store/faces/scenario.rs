//! A scenario that covers everything a [`FaceStore`] promises, for any database behind it.

use super::*;
use crate::store::database::Database;
use crate::store::jobs::JobLane;
use crate::store::runs::{Owner, RunRow};
use wire::experiment::{ExperimentConfig, FolderFaces};
use wire::faces::{Authorisation, Basis, FaceSetState};
use wire::people::PersonId;
use wire::run::{RunId, RunState};

/// Runs the whole scenario on a store without faces.
pub async fn whole(store: &dyn Database) {
    a_set_is_filled(store).await;
    a_ready_set_changes_no_more(store).await;
    a_folder_is_counted_by_nobody(store).await;
    what_a_run_uses_stays(store).await;
}

async fn a_set_is_filled(store: &dyn Database) {
    let row = set(1, "Staff");
    store.add_face_set(row.clone(), action("added")).await.expect("kept");
    let empty = store.face_set(&row.id).await.expect("read").expect("there");
    assert_eq!(empty, CountedSet { set: row.clone(), identities: 0, images: 0, fewest: 0, bytes: 0 });

    for (identity, name) in [("Zoë", "2.png"), ("Ada", "1.png"), ("Zoë", "1.png")] {
        let kept = store.keep_face(row.id.clone(), face(identity, name, "first"), 4).await.expect("answered");
        assert_eq!(kept, AddFaceOutcome::Kept(None));
    }
    let again = || store.keep_face(row.id.clone(), face("Ada", "1.png", "second"), 4);
    let first = ContentHash::of(b"Ada/1.png first");
    assert_eq!(again().await.expect("answered"), AddFaceOutcome::Kept(Some(first.clone())), "of the same name");
    assert_eq!(again().await.expect("answered"), AddFaceOutcome::Kept(None), "sent once more");
    assert_eq!(store.unnamed(vec![first.clone()]).await.expect("read"), [first]);
    let counted = store.face_set(&row.id).await.expect("read").expect("there");
    assert_eq!((counted.identities, counted.images, counted.fewest, counted.bytes), (2, 3, 1, 21));
    let people = store.people_of_set(&row.id).await.expect("read");
    let people: Vec<_> = people.iter().map(|person| (person.name.as_str(), person.images)).collect();
    assert_eq!(people, [("Ada", 1), ("Zoë", 2)]);
    let names: Vec<_> = store.faces(&row.id).await.expect("read").into_iter().map(|face| face.name).collect();
    assert_eq!(names, ["1.png", "1.png", "2.png"]);
    let shown = store.first_face(&row.id, "Zoë").await.expect("read");
    assert_eq!(shown, Some(face("Zoë", "1.png", "first")));
    assert_eq!(store.first_face(&row.id, "Eve").await.expect("read"), None);

    let more = |name: &str| store.keep_face(row.id.clone(), face("Ada", name, "x"), 4);
    assert_eq!(more("3.png").await.expect("answered"), AddFaceOutcome::Kept(None));
    assert_eq!(more("4.png").await.expect("answered"), AddFaceOutcome::Full);
    assert!(matches!(more("3.png").await.expect("answered"), AddFaceOutcome::Kept(_)), "that is none more");
}

async fn a_ready_set_changes_no_more(store: &dyn Database) {
    let id = set(1, "").id;
    assert!(store.finish_face_set(id.clone(), action("finished")).await.expect("answered"));
    assert!(!store.finish_face_set(id.clone(), action("finished")).await.expect("answered"), "once");
    assert_eq!(store.face_set(&id).await.expect("read").expect("there").set.state, FaceSetState::Ready);
    let late = store.keep_face(id, face("Ada", "5.png", "x"), 9).await.expect("answered");
    assert_eq!(late, AddFaceOutcome::NotFilling);
    let nowhere = store.keep_face(set(9, "").id, face("Ada", "5.png", "x"), 9).await.expect("answered");
    assert_eq!(nowhere, AddFaceOutcome::NotFilling);
}

async fn a_folder_is_counted_by_nobody(store: &dyn Database) {
    let folder = FolderFaces { identities: "/faces/a".into(), public: String::new() };
    let row = FaceSetRow { state: FaceSetState::Ready, folder: Some(folder), created_ms: 20, ..set(2, "Folder") };
    store.add_face_set(row.clone(), action("added")).await.expect("kept");
    let elsewhere = FaceSetRow { workspace: WorkspaceId("ff".into()), ..set(3, "Elsewhere") };
    store.add_face_set(elsewhere, action("added")).await.expect("kept");
    let sets = store.face_sets(&WorkspaceId::first()).await.expect("read");
    let names: Vec<_> = sets.iter().map(|counted| counted.set.name.as_str()).collect();
    assert_eq!(names, ["Folder", "Staff"], "newest first, and of this workspace");
    assert_eq!(sets[0].set, row);
}

async fn what_a_run_uses_stays(store: &dyn Database) {
    let id = set(1, "").id;
    let of_set = |named: &crate::store::runs::NamedObject| named.owner == Owner::FaceSet(id.clone());
    assert_eq!(store.named().await.expect("read").iter().filter(|named| of_set(named)).count(), 4);
    let mut config = ExperimentConfig::default();
    config.faces.set = Some(id.clone());
    let run = RunRow::queued(RunId("00000000000000fa".into()), 0, config);
    assert!(store.queue_run(run.clone(), Vec::new(), JobLane::Cpu).await.expect("queued"));
    let delete = || store.delete_face_set(id.clone(), action("deleted"));
    assert_eq!(delete().await.expect("answered"), Deleted::InUse);
    let _ = store.cancel_job(&run.id).await.expect("stopped");
    assert_eq!(store.run(&run.id).await.expect("read").map(|run| run.state), Some(RunState::Cancelled));
    let Deleted::Gone(hashes) = delete().await.expect("answered") else { panic!("it was in nobody's use") };
    assert_eq!(hashes.len(), 4);
    assert_eq!(store.unnamed(hashes.clone()).await.expect("read"), hashes);
    assert_eq!(delete().await.expect("answered"), Deleted::Missing);
    assert_eq!(store.face_set(&id).await.expect("read"), None);
    let told = store.activity(None, None, 2).await.expect("read");
    assert_eq!(told[0].action.did, "deleted", "noted once, when it was done");
    assert_ne!(told[1].action.did, "deleted");
}

fn set(n: u8, name: &str) -> FaceSetRow {
    FaceSetRow {
        id: FaceSetId(format!("{n:016x}")),
        workspace: WorkspaceId::first(),
        name: name.into(),
        state: FaceSetState::Filling,
        folder: None,
        authorisation: Authorisation { by: "Ada Lovelace, DPO".into(), basis: Basis::Consent },
        creator: (PersonId("00000000000000p1".into()), "Ada".into()),
        created_ms: 10,
    }
}

fn face(identity: &str, name: &str, content: &str) -> FaceRow {
    let hash = ContentHash::of(format!("{identity}/{name} {content}").as_bytes());
    FaceRow { identity: identity.into(), name: name.into(), hash, size: 7 }
}

fn action(did: &str) -> Action {
    Action { at_ms: 5, person: None, workspace: Some(WorkspaceId::first()), did: did.into(), page: None }
}
