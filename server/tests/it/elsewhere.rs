//! A server without an engine, and a worker with a data folder of its own: only database and objects are shared.

use crate::faces::recognizers::{self, of_run, put_weights};
use crate::faces::{added, draw, files, on, post_zip, zipped_people};
use crate::support::cast::done;
use crate::support::in_time;
use crate::support::postgres::Postgres;
use crate::support::program::{Program, effigy, serve};
use crate::support::viewer::Viewer;
use serde_json::json;
use std::path::Path;
use std::process::Command;
use wire::faces::UploadResult;
use wire::report::Report;
use wire::run::RunState;

/// Number of copies in a folder of the cache, by the beginning of their names.
fn copies(data: &Path, place: &str, begin: &str) -> usize {
    let entries = std::fs::read_dir(data.join("cache").join(place)).into_iter().flatten();
    entries
        .filter(|entry| entry.as_ref().is_ok_and(|entry| entry.file_name().to_string_lossy().starts_with(begin)))
        .count()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_elsewhere_computes_what_was_sent_to_the_server_and_is_seen_live() {
    let Some(postgres) = Postgres::start() else { return };
    let (data, drawn) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    let (shared, here, there) = (data.path().join("shared"), data.path().join("server"), data.path().join("worker"));
    let program = |mut command: Command, own: &Path| {
        command.args(["--database", &postgres.url, "--objects"]).arg(&shared).arg("--data").arg(own);
        std::fs::create_dir_all(own).expect("made");
        Program::start(command, &own.join("log"))
    };
    let mut server = program(serve(&["--no-worker"]), &here);
    let client = server.listens().await;
    let mut worker = program(effigy(&["worker", "--device", "cpu"]), &there);
    worker.says("Effigy's worker computes on");

    draw(drawn.path());
    let set = added(client, "Staff").await;
    let all = files(drawn.path());
    let taken: UploadResult = post_zip(client, &set, &zipped_people("", &all)).await.json();
    assert_eq!(taken.left_out, 0, "{taken:?}");
    let () = done(client, "finish_face_set", json!({ "id": set })).await;

    let mut config = on(&set);
    (config.attack.snapshot_every, config.attack.max_steps, config.attack.stop_score) = (5, 60, 2.0);
    let first = client.start(&config).await;
    let mut viewer = Viewer::join(&client, &first).await;
    in_time("pictures from elsewhere", viewer.until_step(10)).await;
    in_time("the run", viewer.until_closed()).await;
    assert_eq!(viewer.state().run.state, RunState::Finished, "{:?}", viewer.state().run.problem);

    // Its target recognizer is sent back, and attacked where it comes from.
    let (description, weights) = of_run(client, &first, "target").await;
    let gate = recognizers::added(client, "Gate", &description).await;
    assert_eq!(put_weights(client, &gate, &weights).await.status, 200);
    config.recognizers.kept_target = Some(gate.clone());
    let second = client.start(&config).await;
    let mut viewer = Viewer::join(&client, &second).await;
    in_time("the second run", viewer.until_closed()).await;
    assert_eq!(viewer.state().run.state, RunState::Finished, "{:?}", viewer.state().run.problem);
    let report: Report = done(client, "report", json!({ "id": second })).await;
    let authorised: Vec<_> = report.authorised.iter().map(|one| one.what.as_str()).collect();
    assert_eq!(authorised, ["the face set Staff", "the recognizer Gate"]);
    let laid_out = |own: &Path| (copies(own, "faces", "set-"), copies(own, "recognizers", "kept-"));
    assert_eq!((laid_out(&here), laid_out(&there)), ((0, 0), (1, 1)), "only whoever computes has them");

    let () = done(client, "delete_face_set", json!({ "id": set })).await;
    let () = done(client, "delete_recognizer", json!({ "id": gate })).await;
    worker.terminate();
    assert!(tokio::task::block_in_place(|| worker.ends_well()), "it ends by itself, and says that all is well");
    let mut worker = program(effigy(&["worker", "--device", "cpu"]), &there);
    worker.says("Effigy's worker computes on");
    assert_eq!(laid_out(&there), (0, 0), "what was deleted meanwhile is forgotten");
}
