//! The scenarios, run on the PostgreSQL server that `EFFIGY_POSTGRES` names. Each test creates its own database.

use crate::backup::Target;
use crate::backup::tests::{Source, comes_back};
use crate::store::comments;
use crate::store::database::DatabaseAddress;
use crate::store::faces;
use crate::store::gallery;
use crate::store::kinship;
use crate::store::objects::ObjectsAddress;
use crate::store::people;
use crate::store::recognizers;
use crate::store::runs;
use crate::store::sqlite;
use crate::store::studies::scenario::whole;
use crate::store::transfer::earlier;
use sqlx::postgres::PgConnectOptions;
use sqlx::{ConnectOptions, Connection, query};
use std::sync::Arc;

/// A new, empty database; `None` if there is no server.
async fn empty() -> Option<PgConnectOptions> {
    let Ok(server) = std::env::var("EFFIGY_POSTGRES") else {
        eprintln!("SKIPPED: there is no PostgreSQL; .ci/postgres starts one and names it in EFFIGY_POSTGRES");
        return None;
    };
    let Ok(DatabaseAddress::Postgres(options)) = server.parse() else { panic!("EFFIGY_POSTGRES is no address") };
    let name = format!("effigy_{:016x}", getrandom::u64().expect("randomness"));
    let mut connection = options.connect().await.expect("the server answers");
    query(sqlx::AssertSqlSafe(format!("CREATE DATABASE {name}"))).execute(&mut connection).await.expect("made");
    connection.close().await.expect("closed");
    Some(options.database(&name))
}

#[tokio::test]
async fn postgres_tells_the_whole_story() {
    let Some(options) = empty().await else { return };
    let store = super::open(&options).await.expect("opens");
    whole(&store).await;
    comments::scenario::whole(&store).await;
    people::scenario::whole(&store).await;
    gallery::scenario::whole(&store).await;
    runs::scenario::whole(&store).await;
    faces::scenario::whole(&store).await;
    recognizers::scenario::whole(&store).await;
}

#[tokio::test]
async fn postgres_and_its_files_know_each_other() {
    let Some(options) = empty().await else { return };
    kinship::scenario::whole(&super::open(&options).await.expect("opens")).await;
}

#[tokio::test]
async fn postgres_is_checked_and_mended() {
    let Some(options) = empty().await else { return };
    crate::check::tests::whole(&super::open(&options).await.expect("opens")).await;
}

#[tokio::test]
async fn a_backup_of_one_database_goes_into_any() {
    let (Some(first), Some(second), Some(third)) = (empty().await, empty().await, empty().await) else { return };
    let folder = tempfile::tempdir().expect("a folder");
    let into =
        |database, name: &str| Target { data: folder.path().join(name), database, objects: ObjectsAddress::DataFolder };
    let of_postgres = Source::on(Arc::new(super::open(&first).await.expect("opens"))).await;
    let file = of_postgres.backed_up().await;
    comes_back(&of_postgres, &file, &into(DatabaseAddress::Postgres(Box::new(second)), "postgres")).await;
    comes_back(&of_postgres, &file, &into(DatabaseAddress::DataFolder, "sqlite")).await;
    let data = tempfile::tempdir().expect("a folder");
    let of_sqlite = Source::on(Arc::new(sqlite::open(data.path()).await.expect("opens"))).await;
    let file = of_sqlite.backed_up().await;
    comes_back(&of_sqlite, &file, &into(DatabaseAddress::Postgres(Box::new(third)), "from sqlite")).await;
}

#[tokio::test]
async fn what_earlier_versions_left_is_read() {
    for schema in super::sql::transfer::earlier::schemas() {
        let Some(options) = empty().await else { return };
        let mut connection = options.connect().await.expect("the server answers");
        super::sql::transfer::earlier::make(&mut connection, schema).await.expect("made");
        connection.close().await.expect("closed");
        earlier::is_read(&super::open(&options).await.expect("opens"), schema).await;
    }
}
