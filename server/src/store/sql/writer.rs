//! The one connection that writes. Whatever waits is put into one transaction, so that one wait for the disk serves all
//! of it (group commit); each piece stands in a savepoint of its own, so that one that fails takes no other with it.
//! Nobody hears of success before the transaction is on the disk.

use super::{Connection, Options, dialect};
use crate::store::database::error::DatabaseError;
use crate::store::database::error::database_cause;
use futures_util::FutureExt;
use sqlx::{ConnectOptions, Connection as _};
use std::panic::AssertUnwindSafe;
use std::pin::Pin;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::{mpsc, oneshot};

/// Most pieces that may wait; further senders wait for room.
const QUEUE: usize = 1024;

/// A transaction takes no more pieces after this long, so that the first does not wait for ever.
const FILLING: Duration = Duration::from_millis(20);

/// What a piece does within the transaction.
pub type Steps<'c, T> = Pin<Box<dyn Future<Output = Result<T, DatabaseError>> + Send + 'c>>;

/// Hands pieces of work to the connection that writes.
#[derive(Clone, Debug)]
pub struct Writer {
    first: mpsc::Sender<Box<dyn WriteJob>>,
    queue: mpsc::Sender<Box<dyn WriteJob>>,
    /// Where the database is, for people.
    place: Arc<str>,
}

impl Writer {
    /// Starts writing; ends, after what still waits, when all writers are dropped. `options` open the connection anew
    /// should its state be in doubt.
    pub fn start(connection: Connection, options: Options) -> Self {
        let (first, pieces_first) = mpsc::channel(QUEUE);
        let (queue, pieces) = mpsc::channel(QUEUE);
        let place = dialect::place(&options).into();
        tokio::spawn(write_all(WriteQueue { first: pieces_first, queue: pieces }, connection, options));
        Self { first, queue, place }
    }

    /// Does the steps: all or none of them, durably when this returns. Once queued they are done even if nobody waits
    /// for them any more.
    pub async fn write<T, F>(&self, steps: F) -> Result<T, DatabaseError>
    where
        T: Send + 'static,
        F: for<'c> FnOnce(&'c mut Connection) -> Steps<'c, T> + Send + 'static,
    {
        queued(&self.queue, steps).await.map_err(|error| error.in_place(&self.place))
    }

    /// Like [`Writer::write`], ahead of its queue. For short work that must not wait for a crowd that joins.
    pub async fn write_first<T, F>(&self, steps: F) -> Result<T, DatabaseError>
    where
        T: Send + 'static,
        F: for<'c> FnOnce(&'c mut Connection) -> Steps<'c, T> + Send + 'static,
    {
        queued(&self.first, steps).await.map_err(|error| error.in_place(&self.place))
    }
}

async fn queued<T, F>(queue: &mpsc::Sender<Box<dyn WriteJob>>, steps: F) -> Result<T, DatabaseError>
where
    T: Send + 'static,
    F: for<'c> FnOnce(&'c mut Connection) -> Steps<'c, T> + Send + 'static,
{
    let (tell, told) = oneshot::channel();
    let piece = Queued { steps: Some(steps), outcome: None, tell };
    queue.send(Box::new(piece)).await.map_err(|_| sqlx::Error::WorkerCrashed)?;
    // Nobody answers for a piece that panicked.
    told.await.map_err(|_| sqlx::Error::WorkerCrashed)?
}

/// The queue of writes.
struct WriteQueue {
    first: mpsc::Receiver<Box<dyn WriteJob>>,
    queue: mpsc::Receiver<Box<dyn WriteJob>>,
}

impl WriteQueue {
    /// Waits for the next piece; none when all writers are dropped.
    async fn next(&mut self) -> Option<Box<dyn WriteJob>> {
        tokio::select! {
            biased;
            Some(piece) = self.first.recv() => Some(piece),
            Some(piece) = self.queue.recv() => Some(piece),
            else => None,
        }
    }

    /// The next piece, if one waits.
    fn waiting(&mut self) -> Option<Box<dyn WriteJob>> {
        self.first.try_recv().or_else(|_| self.queue.try_recv()).ok()
    }
}

/// A queued write, whatever its result.
trait WriteJob: Send {
    /// Executes it; returns whether it succeeded.
    fn run<'c>(&'c mut self, connection: &'c mut Connection) -> Pin<Box<dyn Future<Output = bool> + Send + 'c>>;
    /// Sends the result to the caller; `failure` if the transaction was lost.
    fn tell(self: Box<Self>, failure: Option<&sqlx::Error>);
}

struct Queued<T, F> {
    steps: Option<F>,
    outcome: Option<Result<T, DatabaseError>>,
    tell: oneshot::Sender<Result<T, DatabaseError>>,
}

impl<T, F> WriteJob for Queued<T, F>
where
    T: Send,
    F: for<'c> FnOnce(&'c mut Connection) -> Steps<'c, T> + Send,
{
    fn run<'c>(&'c mut self, connection: &'c mut Connection) -> Pin<Box<dyn Future<Output = bool> + Send + 'c>> {
        Box::pin(async move {
            let Some(steps) = self.steps.take() else { return false };
            let outcome = steps(connection).await;
            let is_done = outcome.is_ok();
            self.outcome = Some(outcome);
            is_done
        })
    }

    fn tell(self: Box<Self>, failure: Option<&sqlx::Error>) {
        let outcome = match (self.outcome, failure) {
            (Some(Err(own)), _) => Err(own),
            (_, Some(lost)) => Err(lost_with(lost)),
            (Some(done), None) => done,
            (None, None) => return,
        };
        // The caller may be gone.
        let _ = self.tell.send(outcome);
    }
}

/// The error for a piece whose transaction was lost: the disk's refusal, if that was the cause.
fn lost_with(error: &sqlx::Error) -> DatabaseError {
    let told = format!("nothing was written: {error}");
    match database_cause(error) {
        Some(kind) => sqlx::Error::Io(std::io::Error::new(kind, told)).into(),
        None => sqlx::Error::Protocol(told).into(),
    }
}

async fn write_all(mut pieces: WriteQueue, mut connection: Connection, options: Options) {
    while let Some(first) = pieces.next().await {
        let mut taken = vec![first];
        let failure = transact(&mut connection, &mut taken, &mut pieces).await.err();
        if let Some(error) = &failure {
            tracing::error!(%error, pieces = taken.len(), "a transaction of the database was lost");
            // What the connection believes of its transaction may be wrong now.
            match options.connect().await {
                Ok(fresh) => connection = fresh,
                Err(error) => tracing::error!(%error, "the database does not open again"),
            }
        }
        taken.into_iter().for_each(|piece| piece.tell(failure.as_ref()));
    }
    if let Err(error) = connection.close().await {
        tracing::warn!(%error, "the database was not closed cleanly");
    }
}

/// One transaction of the first piece and of whatever comes meanwhile; `taken` has them all in the end.
async fn transact(
    connection: &mut Connection,
    taken: &mut Vec<Box<dyn WriteJob>>,
    pieces: &mut WriteQueue,
) -> Result<(), sqlx::Error> {
    let mut transaction = dialect::begin(connection).await?;
    let begun = Instant::now();
    let mut at = 0;
    while let Some(piece) = taken.get_mut(at) {
        attempt(&mut transaction, &mut **piece).await?;
        at += 1;
        if begun.elapsed() < FILLING {
            taken.extend(pieces.waiting());
        }
    }
    transaction.commit().await
}

/// A piece in a savepoint: all of it, or nothing.
async fn attempt(connection: &mut Connection, piece: &mut dyn WriteJob) -> Result<(), sqlx::Error> {
    let mut savepoint = connection.begin().await?;
    let is_done = AssertUnwindSafe(piece.run(&mut savepoint)).catch_unwind().await.unwrap_or(false);
    if is_done { savepoint.commit().await } else { savepoint.rollback().await }
}
