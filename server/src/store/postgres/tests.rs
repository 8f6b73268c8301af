//! The story, told to a PostgreSQL server: the one that `EFFIGY_POSTGRES` names. Each test makes a database of its own.

use crate::store::comments;
use crate::store::database::DatabaseAddress;
use crate::store::faces;
use crate::store::gallery;
use crate::store::people;
use crate::store::recognizers;
use crate::store::runs;
use crate::store::studies::story::whole;
use sqlx::postgres::PgConnectOptions;
use sqlx::{ConnectOptions, Connection, query};

/// A new, empty database; none where there is no server.
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
    comments::story::whole(&store).await;
    people::story::whole(&store).await;
    gallery::story::whole(&store).await;
    runs::story::whole(&store).await;
    faces::story::whole(&store).await;
    recognizers::story::whole(&store).await;
}
