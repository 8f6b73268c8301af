//! A scenario that covers everything a [`RecognizerStore`] promises, for any database behind it.

use super::*;
use crate::store::database::Database;
use crate::store::jobs::JobLane;
use crate::store::objects::ContentHash;
use crate::store::runs::RunRow;
use wire::experiment::ExperimentConfig;
use wire::faces::Basis;
use wire::run::RunId;

/// Runs the whole scenario on a store without recognizers.
pub async fn whole(store: &dyn Database) {
    let (uploaded, path) = (row(1, None), row(2, Some("/models/gate.safetensors")));
    store.add_recognizer(uploaded.clone(), Some(file(DESCRIPTION)), action("added")).await.expect("kept");
    store.add_recognizer(path.clone(), None, action("added")).await.expect("kept");
    let all = store.recognizers(&WorkspaceId::first()).await.expect("read");
    assert_eq!(all, [(path.clone(), true), (uploaded.clone(), false)], "newest first; one wants its weights");
    for (path, once) in [(TEMPLATES, true), (TEMPLATES, false), (WEIGHTS, true), (WEIGHTS, false), (TEMPLATES, false)] {
        assert_eq!(store.keep_file(uploaded.id.clone(), file(path)).await.expect("answered"), once, "{path}");
    }
    assert!(!store.keep_file(path.id.clone(), file(WEIGHTS)).await.expect("answered"), "a path has its own");
    assert_eq!(store.recognizer(&uploaded.id).await.expect("read"), Some((uploaded.clone(), true)));
    assert_eq!(
        store.recognizer_files(&uploaded.id).await.expect("read"),
        [file(DESCRIPTION), file(WEIGHTS), file(TEMPLATES)]
    );

    let mut config = ExperimentConfig::default();
    config.recognizers.kept_evaluation = Some(uploaded.id.clone());
    let run = RunRow::queued(RunId("00000000000000fb".into()), 0, config);
    assert!(store.queue_run(run.clone(), Vec::new(), JobLane::Cpu).await.expect("queued"));
    let delete = |id: &RecognizerId| store.delete_recognizer(id.clone(), action("deleted"));
    assert_eq!(delete(&uploaded.id).await.expect("answered"), Deleted::InUse);
    let _ = store.cancel_job(&run.id).await.expect("stopped");
    let hashes = [file(DESCRIPTION).hash, file(WEIGHTS).hash, file(TEMPLATES).hash].to_vec();
    let Deleted::Gone(mut gone) = delete(&uploaded.id).await.expect("answered") else { panic!("nobody uses it") };
    gone.sort_by_key(|hash| hashes.iter().position(|other| other == hash));
    assert_eq!(gone, hashes);
    assert_eq!(delete(&path.id).await.expect("answered"), Deleted::Gone(Vec::new()));
    assert_eq!(delete(&path.id).await.expect("answered"), Deleted::Missing);
}

fn row(n: u8, file: Option<&str>) -> RecognizerRow {
    RecognizerRow {
        id: RecognizerId(format!("{n:016x}")),
        workspace: WorkspaceId::first(),
        name: "Gate".into(),
        file: file.map(Into::into),
        classes: 9,
        authorisation: Authorisation { by: "Ada Lovelace, DPO".into(), basis: Basis::Contract },
        creator: (PersonId("00000000000000aa".into()), "Ada".into()),
        created_ms: n.into(),
    }
}

fn file(path: &str) -> FileRow {
    FileRow { path: path.into(), hash: ContentHash::of(path.as_bytes()), size: 3 }
}

fn action(did: &str) -> Action {
    Action { at_ms: 5, person: None, workspace: Some(WorkspaceId::first()), did: did.into(), page: None }
}
