//! A scenario of two installations, run on an empty database of any kind.

use super::*;
use crate::store::jobs::JobLane;
use crate::store::objects::{ContentHash, ObjectsAddress};
use crate::store::runs::{FileRow, RunRow};
use bytes::Bytes;
use wire::experiment::ExperimentConfig;
use wire::run::RunId;

/// The whole scenario, run against each kind of database.
pub async fn whole(database: &dyn Database) {
    let [own, others] = [(); 2].map(|()| tempfile::tempdir().expect("a folder"));
    let opened = |folder: &tempfile::TempDir| Objects::open(&ObjectsAddress::DataFolder, folder.path()).expect("opens");
    let (own, others) = (opened(&own), opened(&others));
    let told = async |objects: &Objects| kinship(database, objects).await.expect("told");
    assert_eq!(database.installation().await.expect("read"), None);
    assert_eq!(told(&own).await, Kinship::Likely, "nothing is in either");
    let put = async |objects: &Objects, text: &'static str| {
        let hash = objects.put(Bytes::from_static(text.as_bytes())).await.expect("kept");
        FileRow { path: text.into(), hash, size: text.len() as u64 }
    };
    let files = vec![put(&own, "one").await, put(&own, "two").await, put(&own, "three").await];
    assert_eq!(told(&own).await, Kinship::Unknown, "no row names any of it");
    let run = RunRow::queued(RunId("00000000000000e5".into()), 1, ExperimentConfig::default());
    assert!(database.queue_run(run, files, JobLane::Cpu).await.expect("queued"));
    assert_eq!(told(&own).await, Kinship::Likely);
    for text in ["four", "five", "six"] {
        put(&own, text).await;
    }
    assert_eq!(told(&own).await, Kinship::Unknown, "all that rows name is there, and much else");
    own.remove(&ContentHash::of(b"six")).await.expect("removed");
    assert_eq!(told(&own).await, Kinship::Likely);
    // Two runs of the demo have files in common.
    put(&others, "one").await;
    put(&others, "nothing of ours").await;
    assert_eq!(told(&others).await, Kinship::Unknown);

    join(database, &own).await.expect("joined");
    assert_eq!(told(&own).await, Kinship::Same);
    let id = database.installation().await.expect("read").expect("it has one");
    assert_eq!(database.name_installation("another".into()).await.expect("asked"), id, "it keeps its first");
    others.set_owner("another").await.expect("written");
    assert_eq!(told(&others).await, Kinship::Strangers);
    assert_eq!(own.all().await.expect("listed").len(), 5, "an id is no object");
    // Explicit confirmation that it belongs to the database is accepted.
    join(database, &others).await.expect("joined");
    assert_eq!(told(&others).await, Kinship::Same);
}
