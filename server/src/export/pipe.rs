//! From a thread that writes to a reader that may be slow: what lies between is little, and bounded.

use bytes::Bytes;
use futures_util::Stream;
use std::io::{Error, ErrorKind, Write};
use std::time::Duration;
use tokio::runtime::Handle;
use tokio::sync::mpsc::{Receiver, Sender, channel};

/// Pieces between writer and reader.
const PIECES: usize = 4;

/// A reader that takes nothing for this long is gone.
const PATIENCE: Duration = Duration::from_secs(60);

/// The writing end. Use it on a thread that may block, and put a buffer before it: every write is sent as it is.
pub struct PipeWriter {
    sender: Sender<Result<Bytes, Error>>,
    runtime: Handle,
}

/// A pipe, whose writer waits by this runtime.
pub fn pipe(runtime: Handle) -> (PipeWriter, impl Stream<Item = Result<Bytes, Error>> + Send + 'static) {
    let (sender, receiver) = channel(PIECES);
    (PipeWriter { sender, runtime }, pieces(receiver))
}

fn pieces(receiver: Receiver<Result<Bytes, Error>>) -> impl Stream<Item = Result<Bytes, Error>> + Send + 'static {
    futures_util::stream::unfold(receiver, async |mut receiver| Some((receiver.recv().await?, receiver)))
}

impl PipeWriter {
    /// The same end once more, to say by it that writing failed.
    pub fn again(&self) -> Self {
        Self { sender: self.sender.clone(), runtime: self.runtime.clone() }
    }

    /// Signals to the reader that the stream is incomplete.
    pub fn fail(&self, why: impl Into<Box<dyn std::error::Error + Send + Sync>>) {
        // A reader that is gone need not know.
        let _ = self.send(Err(Error::other(why)));
    }

    /// Whether nobody reads any more.
    pub fn is_left(&self) -> bool {
        self.sender.is_closed()
    }

    fn send(&self, piece: Result<Bytes, Error>) -> Result<(), Error> {
        let sent = self.runtime.block_on(self.sender.send_timeout(piece, PATIENCE));
        sent.map_err(|_| Error::new(ErrorKind::BrokenPipe, "nobody takes it any more"))
    }
}

impl Write for PipeWriter {
    fn write(&mut self, bytes: &[u8]) -> Result<usize, Error> {
        self.send(Ok(Bytes::copy_from_slice(bytes))).map(|()| bytes.len())
    }

    fn flush(&mut self) -> Result<(), Error> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::TryStreamExt;
    use std::pin::pin;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[tokio::test(flavor = "multi_thread")]
    async fn a_writer_is_never_far_ahead_of_its_reader() {
        let (mut writer, pieces) = pipe(Handle::current());
        let written = Arc::new(AtomicUsize::new(0));
        let count = written.clone();
        let writing = tokio::task::spawn_blocking(move || {
            for _ in 0..100 {
                writer.write_all(&[7; 1000]).expect("somebody reads");
                count.fetch_add(1, Ordering::SeqCst);
            }
        });
        let mut pieces = pin!(pieces);
        let mut read = 0;
        while let Some(piece) = pieces.try_next().await.expect("a piece") {
            assert_eq!(piece.len(), 1000);
            read += 1;
            let ahead = written.load(Ordering::SeqCst).saturating_sub(read);
            assert!(ahead <= PIECES + 1, "{ahead} pieces wait");
        }
        writing.await.expect("no panic");
        assert_eq!(read, 100);
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_writer_hears_that_nobody_reads_and_a_reader_that_writing_failed() {
        let (mut writer, pieces) = pipe(Handle::current());
        drop(pieces);
        let refused = tokio::task::spawn_blocking(move || writer.write_all(b"x").map_err(|error| error.kind())).await;
        assert_eq!(refused.expect("no panic"), Err(ErrorKind::BrokenPipe));

        let (writer, pieces) = pipe(Handle::current());
        tokio::task::spawn_blocking(move || writer.fail("lost")).await.expect("no panic");
        let failed = pin!(pieces).try_next().await.expect_err("it failed");
        assert_eq!(failed.to_string(), "lost");
    }
}
