//! From a configuration to a report, as a page and a second page see it.

use crate::support::viewer::Viewer;
use crate::support::{Server, in_time, tiny};
use serde_json::json;
use view_model::paths;
use wire::experiment::Preset;
use wire::frame::FrameHeader;
use wire::live::{CloseReason, StageKind};
use wire::report::Report;
use wire::run::{ConfigCheck, NewRunDefaults, Overview, RunState};

#[tokio::test(flavor = "multi_thread")]
async fn a_run_is_seen_live_and_ends_with_a_report() {
    let data = tempfile::tempdir().expect("a folder");
    let server = Server::start(data.path()).await;
    let client = server.client;

    let id = client.start(&tiny()).await;
    let mut viewer = Viewer::join(&client, &id).await;
    assert_eq!(in_time("the run", viewer.until_closed()).await, CloseReason::RunOver.code());

    let state = viewer.state();
    assert_eq!(state.run.state, RunState::Finished, "{:?}", state.run.problem);
    assert_eq!(state.targets.len(), 2);
    assert_eq!(state.run.targets.len(), 2);
    let recognizers: Vec<_> = state.epochs.iter().map(|epoch| epoch.recognizer).collect();
    assert_eq!(recognizers, [StageKind::TargetRecognizer, StageKind::EvaluationRecognizer]);
    let slots: Vec<_> = viewer.frames.keys().copied().collect();
    assert_eq!(slots, [(0, 0), (0, 1), (1, 0), (1, 1)], "every clone was shown");

    for (index, target) in state.targets.iter().enumerate() {
        let last = target.points.last().expect("points").iteration;
        assert_eq!(viewer.frames[&(index as u16, 0)].iteration, last, "the last frame shown is the last there is");
        for point in &target.points {
            let kept = client.get(&paths::snapshot(&id, index, point.iteration)).await;
            assert_eq!(kept.status, 200);
            let (first, _, rest) = FrameHeader::decode(&kept.body).expect("a frame");
            let (second, _, rest) = FrameHeader::decode(rest).expect("another");
            assert_eq!((first.slot, second.slot, first.iteration, rest.len()), (0, 1, point.iteration, 0));
        }
    }

    let report: Report = client.call("report", &json!({ "id": id })).await.json();
    assert_eq!(report.identities.len(), 2);
    for file in report.identities.iter().flat_map(|identity| identity.clones.iter().map(|clone| &clone.file)) {
        let picture = client.get(&paths::file(&id, file)).await;
        assert_eq!((picture.status, picture.header("content-type")), (200, Some("image/png")), "{file}");
        assert!(image::load_from_memory(&picture.body).is_ok(), "{file}");
    }
    for file in [
        "report.json",
        "report.html",
        "totals.csv",
        "table2.csv",
        "clones.csv",
        "cmc.csv",
        "comparisons.csv",
        "cmc.svg",
        "config.toml",
        "split.json",
    ] {
        assert_eq!(client.get(&paths::file(&id, file)).await.status, 200, "{file}");
    }
    let html = client.get(&paths::file(&id, "report.html")).await;
    assert!(html.header("content-security-policy").is_some_and(|policy| policy.contains("sandbox")));

    let overview: Overview = client.call("overview", &json!({})).await.json();
    let [run] = overview.runs.as_slice() else { panic!("one run, not {:?}", overview.runs) };
    assert!(run.verdict.is_some() && run.synthetic);
    let thumbnail = client.get(run.thumbnail.as_deref().expect("a picture")).await;
    assert_eq!(thumbnail.status, 200);
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_comes_when_all_is_over_sees_the_same() {
    let data = tempfile::tempdir().expect("a folder");
    let server = Server::start(data.path()).await;
    let client = server.client;
    let id = client.start(&tiny()).await;
    let mut first = Viewer::join(&client, &id).await;
    in_time("the run", first.until_closed()).await;

    let mut late = Viewer::join(&client, &id).await;
    assert_eq!(in_time("the past", late.until_closed()).await, CloseReason::RunOver.code());
    assert_eq!(late.frames, first.frames);
    assert_eq!(late.state().targets, first.state().targets);
    assert_eq!(late.state().epochs, first.state().epochs);
    assert_eq!(late.state().run, first.state().run);
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invalid_configuration_is_reported_field_by_field() {
    let data = tempfile::tempdir().expect("a folder");
    let server = Server::start(data.path()).await;
    let client = server.client;
    let mut config = tiny();
    config.attack.clones = 0;
    config.training.learning_rate = -1.0;

    let checked: ConfigCheck = client.call("check", &json!({ "config": config })).await.json();
    let fields: Vec<_> = checked.problems.iter().map(|problem| problem.field.as_str()).collect();
    assert!(fields.contains(&"attack.clones") && fields.contains(&"training.learning_rate"), "{fields:?}");
    assert_eq!(checked.expected_seconds, None);
    let refused = client.call("start", &json!({ "config": config })).await;
    assert!(refused.status >= 400 && refused.text().contains("attack.clones"), "{}", refused.text());
    let overview: Overview = client.call("overview", &json!({})).await.json();
    assert!(overview.runs.is_empty(), "nothing was queued");

    let checked: ConfigCheck = client.call("check", &json!({ "config": tiny() })).await.json();
    assert!(checked.problems.is_empty());
    assert!(checked.expected_seconds.is_some_and(|seconds| seconds > 0.0));
    let again: wire::experiment::ExperimentConfig = toml::from_str(&checked.toml).expect("TOML");
    assert_eq!(again, tiny());
    let defaults: NewRunDefaults = client.call("new_run_defaults", &json!({})).await.json();
    assert_eq!((defaults.demo.attack.preset, defaults.small.attack.preset), (Preset::Faces, Preset::Faces));
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_that_fails_says_why_and_the_server_goes_on() {
    let data = tempfile::tempdir().expect("a folder");
    let faces = tempfile::tempdir().expect("a folder");
    let server = Server::start(data.path()).await;
    let client = server.client;
    let mut config = tiny();
    config.faces.synthetic = None;
    let identities = faces.path().to_str().expect("text").to_owned();
    config.faces.folder = Some(wire::experiment::FolderFaces { identities, public: String::new() });
    let id = client.start(&config).await;
    let mut viewer = Viewer::join(&client, &id).await;
    in_time("the failure", viewer.until_closed()).await;
    assert_eq!(viewer.state().run.state, RunState::Failed);
    assert!(viewer.state().run.problem.as_ref().is_some_and(|problem| !problem.is_empty()));

    let id = client.start(&tiny()).await;
    let mut viewer = Viewer::join(&client, &id).await;
    in_time("the next run", viewer.until_closed()).await;
    assert_eq!(viewer.state().run.state, RunState::Finished);
    server.stop().await;
}
