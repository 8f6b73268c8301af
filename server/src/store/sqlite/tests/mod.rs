//! Tests specific to SQLite: the file, the single writer, concurrency, and failures.

mod balance;

use super::*;
use crate::store::comments;
use crate::store::database::error::DatabaseError;
use crate::store::faces;
use crate::store::gallery;
use crate::store::people;
use crate::store::recognizers;
use crate::store::runs;
use crate::store::studies::scenario::sample::{answer, everything, participant, study};
use crate::store::studies::scenario::whole;
use crate::store::studies::*;
use Population::People;
use futures_util::future::join_all;
use sqlx::{ConnectOptions, Connection, SqliteConnection, query, query_scalar};
use std::path::Path;
use std::time::Duration;
use tempfile::TempDir;
use wire::study::summary::StudyState;
use wire::study::{Population, StudyId};

async fn opened() -> (TempDir, SqliteDatabase) {
    let data = tempfile::tempdir().expect("a folder");
    let store = open(data.path()).await.expect("opens");
    (data, store)
}

async fn with_open_study(clones: u32) -> (TempDir, SqliteDatabase, StudyId) {
    let (data, store) = opened().await;
    let new = study(1, clones);
    store.create(new.clone()).await.expect("kept");
    store.set_state(&new.study.id, StudyState::Open).await.expect("set");
    (data, store, new.study.id)
}

/// A connection that goes round the store.
async fn around(data: &Path) -> SqliteConnection {
    open::writing(&data.join(open::FILE)).create_if_missing(true).connect().await.expect("connects")
}

async fn joined(store: &SqliteDatabase, new: NewParticipant, choose: Choose) -> u64 {
    match store.join(new, choose).await.expect("answered") {
        Joined::As(id) => id,
        other => panic!("{other:?}"),
    }
}

/// The next question of a participant.
async fn question(store: &SqliteDatabase, participant: u64) -> u64 {
    store.progress(participant).await.expect("read").next[0].id
}

#[tokio::test]
async fn sqlite_tells_the_whole_story() {
    let (_data, store) = opened().await;
    whole(&store).await;
    comments::scenario::whole(&store).await;
    people::scenario::whole(&store).await;
    gallery::scenario::whole(&store).await;
    runs::scenario::whole(&store).await;
    faces::scenario::whole(&store).await;
    recognizers::scenario::whole(&store).await;
}

#[tokio::test]
async fn sqlite_and_its_files_know_each_other() {
    let (_data, store) = opened().await;
    crate::store::kinship::scenario::whole(&store).await;
}

#[tokio::test]
async fn sqlite_is_checked_and_mended() {
    let (_data, store) = opened().await;
    crate::check::tests::whole(&store).await;
}

#[tokio::test]
async fn what_earlier_versions_left_is_read() {
    for schema in sql::transfer::earlier::schemas() {
        let data = tempfile::tempdir().expect("a folder");
        let mut connection = around(data.path()).await;
        sql::transfer::earlier::make(&mut connection, schema).await.expect("made");
        connection.close().await.expect("closed");
        crate::store::transfer::earlier::is_read(&open(data.path()).await.expect("opens"), schema).await;
    }
}

#[tokio::test]
async fn all_is_there_when_opened_again() {
    let (data, store, id) = with_open_study(2).await;
    let me = joined(&store, participant(&id, People, 1), everything()).await;
    let first = question(&store, me).await;
    store.answer(answer(me, first, 20_000)).await.expect("kept");
    let (overview, progress) = (store.overview(&id).await.expect("read"), store.progress(me).await.expect("read"));
    let loads = store.loads(&id, People).await.expect("read");
    drop(store);

    let again = open(data.path()).await.expect("opens again");
    assert_eq!(again.overview(&id).await.expect("read"), overview);
    assert_eq!(again.progress(me).await.expect("read"), progress);
    assert_eq!(again.loads(&id, People).await.expect("read"), loads);
    assert_eq!(again.answer(answer(me, first, 20_001)).await.expect("answered"), Stored::Again);
}

#[cfg(unix)]
#[tokio::test]
async fn nobody_else_may_read_the_files() {
    use std::os::unix::fs::PermissionsExt;
    let (data, _store, _) = with_open_study(1).await;
    for entry in std::fs::read_dir(data.path()).expect("a folder").map(|entry| entry.expect("an entry")) {
        let mode = entry.metadata().expect("metadata").permissions().mode() & 0o777;
        assert_eq!(mode, 0o600, "{:?}", entry.file_name());
    }
}

#[tokio::test]
async fn a_newer_programs_file_is_refused() {
    let (data, store) = opened().await;
    drop(store);
    let newer = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
                 VALUES (999, 'newer', 1, x'00', 0)";
    query(newer).execute(&mut around(data.path()).await).await.expect("written");
    let error = open(data.path()).await.expect_err("refused");
    assert!(matches!(error, DatabaseError::Migration(_)), "{error}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_answers_at_once_are_kept_once_each() {
    let (_data, store, id) = with_open_study(2).await;
    let people = join_all((0..40).map(|n| joined(&store, participant(&id, People, n), everything()))).await;
    for round in 0..7 {
        let asked = join_all(people.iter().map(|&person| question(&store, person))).await;
        let given = people.iter().zip(&asked).flat_map(|(&person, &asked)| {
            // Two tabs, twice each, do not agree; and somebody tries to answer for another.
            let values = (0..4).map(move |value| NewAnswer { value, ..answer(person, asked, 20_000 + round) });
            values.chain([answer(person + 1, asked, 20_000)])
        });
        let stored = join_all(given.map(|given| store.answer(given))).await;
        let stored = stored.into_iter().map(|stored| stored.expect("answered")).collect::<Vec<_>>();
        for of_one in stored.chunks(5) {
            assert_eq!(of_one.iter().filter(|&&stored| stored == Stored::First).count(), 1, "{of_one:?}");
            assert_eq!(of_one.iter().filter(|&&stored| stored == Stored::Again).count(), 3, "{of_one:?}");
            assert_eq!(of_one[4], Stored::NoQuestion);
        }
    }
    assert_eq!(store.answers(&id, People).await.expect("read").len(), 40 * 6);
    let overview = store.overview(&id).await.expect("read").expect("there");
    assert_eq!((overview.crowds[0].completed, overview.crowds[0].answers), (40, 40 * 6));
}

#[tokio::test]
async fn an_answer_does_not_wait_for_a_crowd_that_joins() {
    let (_data, store, id) = with_open_study(2).await;
    let me = joined(&store, participant(&id, People, 0), everything()).await;
    let first = question(&store, me).await;
    let mut crowd = tokio::task::JoinSet::new();
    for number in 1..=400 {
        let (store, new) = (store.clone(), participant(&id, People, number));
        crowd.spawn(async move { joined(&store, new, everything()).await });
    }
    // Once the first has joined, all others are queued.
    crowd.join_next().await.expect("a crowd").expect("joined");
    store.answer(answer(me, first, 1)).await.expect("kept");
    let meanwhile = store.raters(&id, People).await.expect("read").len();
    assert!(meanwhile < 300, "{meanwhile} of 400 had joined before");
    assert_eq!(crowd.join_all().await.len(), 399);
}

#[tokio::test]
async fn a_piece_that_fails_takes_no_other_with_it() {
    let (data, store, id) = with_open_study(2).await;
    let me = joined(&store, participant(&id, People, 1), everything()).await;
    let next = store.progress(me).await.expect("read").next;
    let (first, second) = (next[0].id, next[1].id);
    // All are queued before the writer can begin, so they are of one transaction.
    let broken = store.writer.write(|connection| {
        Box::pin(async move {
            query("UPDATE answers SET value = 77").execute(&mut *connection).await?;
            query("INSERT INTO answers (assignment) VALUES (1)").execute(connection).await?;
            Ok(())
        })
    });
    let (before, broken, after) =
        tokio::join!(store.answer(answer(me, first, 1)), broken, store.answer(answer(me, second, 2)));
    assert_eq!((before.expect("kept"), after.expect("kept")), (Stored::First, Stored::First));
    assert!(matches!(broken, Err(DatabaseError::Refused(_))), "{broken:?}");
    let values: Vec<i32> =
        query_scalar("SELECT value FROM answers").fetch_all(&mut around(data.path()).await).await.expect("read");
    assert_eq!(values, [3, 3], "nothing of the broken piece is there");
}

#[tokio::test]
async fn a_choice_that_panics_leaves_nothing_and_stops_nothing() {
    let (_data, store, id) = with_open_study(2).await;
    let new = NewParticipant { token: Some("one-1".into()), ..participant(&id, People, 1) };
    let failed = store.join(new.clone(), Box::new(|_| panic!("a fault of the one who chooses"))).await;
    assert!(matches!(failed, Err(DatabaseError::Refused(sqlx::Error::WorkerCrashed))), "{failed:?}");
    assert_eq!(store.unused_tokens(&id).await.expect("read").len(), 2);
    assert_eq!(store.participant(&id, &new.key_hash).await.expect("read"), None);
    joined(&store, new, everything()).await;
}

#[tokio::test]
async fn a_choice_of_unknown_items_leaves_nothing() {
    let (_data, store, id) = with_open_study(2).await;
    let unknown = |_: &[Load]| vec![NewAssignment { item: 999, order: Vec::new(), is_repeat: false }];
    let new = NewParticipant { token: Some("one-1".into()), ..participant(&id, People, 1) };
    assert!(store.join(new, Box::new(unknown)).await.is_err());
    assert_eq!(store.raters(&id, People).await.expect("read"), []);
    assert_eq!(store.unused_tokens(&id).await.expect("read").len(), 2);
}

#[tokio::test]
async fn a_lost_transaction_fails_for_all_and_the_next_one_works() {
    let (_data, store, id) = with_open_study(2).await;
    let me = joined(&store, participant(&id, People, 1), everything()).await;
    let first = question(&store, me).await;
    let end = store.writer.write(|connection| {
        Box::pin(async move {
            // What SQLite does by itself when the disk is full.
            query("ROLLBACK").execute(connection).await?;
            Ok(())
        })
    });
    let (answered, ended) = tokio::join!(store.answer(answer(me, first, 1)), end);
    assert!(answered.is_err() && ended.is_err(), "{answered:?} {ended:?}");
    assert_eq!(question(&store, me).await, first, "nothing was kept");
    assert_eq!(store.answer(answer(me, first, 2)).await.expect("kept"), Stored::First);
}

#[tokio::test]
async fn a_transaction_that_is_cut_off_leaves_nothing() {
    let (data, store, id) = with_open_study(2).await;
    let mut cut_off = around(data.path()).await;
    let mut transaction = cut_off.begin_with("BEGIN IMMEDIATE").await.expect("begun");
    sql::studies::participants::join(&mut transaction, &participant(&id, People, 1), everything())
        .await
        .expect("joined");
    drop(transaction);
    drop(cut_off);
    assert_eq!(store.raters(&id, People).await.expect("read"), []);
    assert!(store.loads(&id, People).await.expect("read").iter().all(|load| load.given == 0));
    joined(&store, participant(&id, People, 1), everything()).await;
}

#[tokio::test]
async fn reads_do_not_wait_for_the_writer() {
    let (data, store, id) = with_open_study(2).await;
    let me = joined(&store, participant(&id, People, 1), everything()).await;
    let mut other = around(data.path()).await;
    let mut transaction = other.begin_with("BEGIN IMMEDIATE").await.expect("begun");
    query("UPDATE studies SET state = 'closed'").execute(&mut *transaction).await.expect("written");
    let reads = async {
        let overview = store.overview(&id).await.expect("read").expect("there");
        assert_eq!(overview.study.state, StudyState::Open, "what was committed last");
        store.progress(me).await.expect("read")
    };
    let progress = tokio::time::timeout(Duration::from_secs(5), reads).await.expect("does not wait");
    assert_eq!(progress.total, 6);
}

#[tokio::test]
async fn damage_is_reported_and_hides_no_other_study() {
    let (data, store, id) = with_open_study(2).await;
    store.create(study(2, 1)).await.expect("kept");
    let me = joined(&store, participant(&id, People, 1), everything()).await;
    let damage = [
        "UPDATE studies SET config = '{\"votes\":' WHERE link = 'link-1'",
        "UPDATE items SET content = '[]'",
        "UPDATE consents SET texts = '7'",
    ];
    for statement in damage {
        query(statement).execute(&mut around(data.path()).await).await.expect("damaged");
        if statement == damage[0] {
            assert_eq!(store.overviews().await.expect("read").len(), 1);
        }
    }
    let told = [
        store.overview(&id).await.map(drop),
        store.by_link("link-1").await.map(drop),
        store.items(&id).await.map(drop),
        store.progress(me).await.map(drop),
        store.consent(&id, 1).await.map(drop),
    ];
    for told in told {
        assert!(matches!(told, Err(DatabaseError::Damaged { .. })), "{told:?}");
    }
}

#[tokio::test]
async fn recruiting_ids_go_when_due_or_withdrawn() {
    let (data, store, id) = with_open_study(1).await;
    for (number, delete_ms) in [(1, 5_000), (2, 5_001), (3, 9_000)] {
        let recruit = Some(([format!("person {number}"), "study".into(), "session".into()], delete_ms));
        joined(&store, NewParticipant { recruit, ..participant(&id, People, number) }, everything()).await;
    }
    let mut around = around(data.path()).await;
    let mut left = async || -> Vec<String> {
        let left = query_scalar("SELECT service_participant FROM recruits ORDER BY 1");
        left.fetch_all(&mut around).await.expect("read")
    };
    store.forget_recruits(5_000).await.expect("forgotten");
    assert_eq!(left().await, ["person 2", "person 3"]);
    assert_eq!(store.withdraw("back-00003").await.expect("withdrawn"), Some(0));
    assert_eq!(left().await, ["person 2"]);
}
