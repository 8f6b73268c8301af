//! Messages from other programs on the database, by PostgreSQL's own LISTEN and NOTIFY.
//!
//! This needs no further service (a message broker such as NATS would be one more thing to run, to secure and to lose).
//! It is gone exactly when the database is, without which nothing works anyway, and its messages are small enough:
//! pictures go through the object store, and only their names through NOTIFY. Nothing relies on delivery: after an
//! interruption, listeners read the rows again.

use crate::store::jobs::Notification;
use sqlx::postgres::PgListener;
use sqlx::{Pool, Postgres};
use std::time::Duration;
use tokio::sync::mpsc;

/// The channel for all messages.
pub const CHANNEL: &str = "effigy";

/// What may wait to be heard; then the database keeps it.
const WAITING: usize = 1024;

/// Between two tries to reach a database that is away.
const PAUSE: Duration = Duration::from_millis(500);

/// Listens until the receiver is dropped.
pub fn listen(pool: Pool<Postgres>) -> mpsc::Receiver<Notification> {
    let (tell, heard) = mpsc::channel(WAITING);
    tokio::spawn(async move {
        let mut is_away = false;
        while !tell.is_closed() {
            // Logged once per outage, however long it lasts.
            if let Err(error) = hear(&pool, &tell, &mut is_away).await
                && !std::mem::replace(&mut is_away, true)
            {
                tracing::warn!(%error, "the database is not heard; it is tried again twice a second");
            }
            let _ = tell.send(Notification::Disconnected).await;
            tokio::time::sleep(PAUSE).await;
        }
    });
    heard
}

/// Until the connection breaks or nobody wants to hear.
async fn hear(pool: &Pool<Postgres>, tell: &mpsc::Sender<Notification>, is_away: &mut bool) -> sqlx::Result<()> {
    let mut listener = PgListener::connect_with(pool).await?;
    listener.listen(CHANNEL).await?;
    if std::mem::take(is_away) {
        tracing::info!("the database is heard again");
    }
    let mut next = Notification::Listening;
    loop {
        if tell.send(next).await.is_err() {
            return Ok(());
        }
        next = tokio::select! {
            () = tell.closed() => return Ok(()),
            told = listener.try_recv() => match told? {
                Some(told) => Notification::Text(told.payload().to_owned()),
                None => return Ok(()),
            },
        };
    }
}
