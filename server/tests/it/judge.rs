//! Judges that are not independent of what they judge.

use crate::faces::recognizers::{added, of_run, put_weights};
use crate::support::viewer::Viewer;
use crate::support::{Server, in_time, tiny};
use engine::recognizer::Weights;
use engine::recognizer::artifact::{self, Description};
use serde_json::json;
use wire::run::{ConfigCheck, RunState};

/// A recognizer that judged its own clones once accepted all of them.
#[tokio::test(flavor = "multi_thread")]
async fn a_recognizer_is_not_judged_by_itself_nor_by_one_that_knows_the_same_people() {
    let data = tempfile::tempdir().expect("a folder");
    let server = Server::start(data.path()).await;
    let client = server.client;
    let run = client.start(&tiny()).await;
    in_time("the run", Viewer::join(&client, &run).await.until_closed()).await;
    let (description, bytes) = of_run(client, &run, "target").await;
    let [gate, copy] = [added(client, "Gate", &description).await, added(client, "Copy", &description).await];
    for id in [&gate, &copy] {
        assert_eq!(put_weights(client, id, &bytes).await.status, 200);
    }
    let file = data.path().join("gate.safetensors");
    std::fs::write(&file, &bytes).expect("written");
    std::fs::write(file.with_extension("json"), &description).expect("written");

    let mut config = tiny();
    config.recognizers.kept_target = Some(gate.clone());
    let refused = async |config| {
        let checked: ConfigCheck = client.call("check", &json!({ "config": config })).await.json();
        let [problem] = &checked.problems[..] else { panic!("{:?}", checked.problems) };
        assert!(problem.message.contains("the same weights"), "{problem:?}");
        problem.field.clone()
    };
    for judge in [gate, copy] {
        config.recognizers.kept_evaluation = Some(judge);
        assert_eq!(refused(config.clone()).await, "recognizers.kept_evaluation");
    }
    config.recognizers.kept_evaluation = None;
    config.recognizers.evaluation = file.to_str().expect("text").into();
    refused(config.clone()).await;

    // Other weights, of somebody who has learned from the same people.
    let Description::Paper(known) = artifact::read_description(&file).expect("described") else {
        panic!("of the paper")
    };
    let weights = Weights::random(&known.architecture, 7);
    artifact::save(&file, &weights, &known.architecture, &known.classes, None, None).expect("saved");
    let run = client.start(&config).await;
    let mut viewer = Viewer::join(&client, &run).await;
    in_time("the run", viewer.until_closed()).await;
    let seen = &viewer.state().run;
    let problem = seen.problem.clone().unwrap_or_default();
    assert_eq!(seen.state, RunState::Failed);
    assert!(problem.contains("knows 1 as well") && problem.contains("split.evaluation_other_names"), "{problem}");
    server.stop().await;
}
