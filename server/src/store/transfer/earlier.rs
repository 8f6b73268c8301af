//! Reading databases that earlier versions left.

use crate::store::database::Database;
use crate::store::jobs::JobLane;
use crate::store::runs::RunRow;
use crate::store::studies::scenario::sample::study;
use wire::experiment::ExperimentConfig;
use wire::gallery::Permalink;
use wire::run::{RunId, RunState};
use wire::study::Population::People;
use wire::study::StudyId;

/// Looks for the rows of the sample, and adds some.
pub async fn is_read(database: &dyn Database, schema: i64) {
    let id = StudyId("0000000000000001".into());
    let overview = database.overview(&id).await.expect("read").expect("the study");
    assert_eq!((overview.study.config.name.as_str(), overview.crowds.len()), ("Study 1", 3), "schema {schema}");
    let crowd = overview.crowds.iter().find(|crowd| crowd.population == People).expect("counted");
    assert_eq!((crowd.joined, crowd.withdrawn), (1, 0), "schema {schema}");
    assert!(database.assignment(1, 1).await.expect("read").is_some(), "schema {schema}");
    assert_eq!(database.items(&id).await.expect("read").len(), 6);
    let run = RunId("00000000000000aa".into());
    let row = database.run(&run).await.expect("read");
    assert_eq!(row.map(|row| row.state), (schema >= 4).then_some(RunState::Finished));
    let files = database.run_files(&run).await.expect("read");
    assert_eq!((files.len(), database.named().await.expect("read").len()), if schema >= 4 { (2, 3) } else { (0, 0) });
    let published = database.publication(&Permalink("link-1".into())).await.expect("read");
    assert_eq!(published.is_some(), schema >= 5);
    let comments = database.comments(&run).await.expect("read");
    assert_eq!(comments.len(), usize::from(schema >= 6));
    database.create(study(9, 1)).await.expect("a new study");
    let new = RunRow::queued(RunId("00000000000000ff".into()), 1, ExperimentConfig::default());
    assert!(database.queue_run(new, Vec::new(), JobLane::Any).await.expect("a new run"));
}
