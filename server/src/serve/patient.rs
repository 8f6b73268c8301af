//! A connection that is closed when its peer reads too slowly.

use crate::patience::{Pace, Patience};
use std::io::{Error, ErrorKind, IoSlice, Result};
use std::pin::Pin;
use std::task::{Context, Poll};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::sync::OwnedSemaphorePermit;

/// A connection, and its place among all of them, also once it has become a WebSocket.
pub struct Patient<Io> {
    io: Io,
    patience: Patience,
    _place: OwnedSemaphorePermit,
}

impl<Io> Patient<Io> {
    /// Requires the peer to read at this pace.
    pub fn new(io: Io, pace: Pace, place: OwnedSemaphorePermit) -> Self {
        Self { io, patience: Patience::new(pace), _place: place }
    }

    /// The connection itself.
    pub fn get_ref(&self) -> &Io {
        &self.io
    }

    /// Passes on the result of a write, unless the wait for it has been too long.
    fn written(&mut self, written: Poll<Result<usize>>, context: &mut Context<'_>) -> Poll<Result<usize>> {
        match written {
            Poll::Ready(Ok(bytes)) => self.patience.moved(bytes),
            Poll::Ready(Err(_)) => {}
            Poll::Pending if self.patience.poll_over(context).is_ready() => {
                return Poll::Ready(Err(Error::new(ErrorKind::TimedOut, "an answer was taken too slowly")));
            }
            Poll::Pending => {}
        }
        written
    }
}

impl<Io: AsyncRead + Unpin> AsyncRead for Patient<Io> {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<Result<()>> {
        Pin::new(&mut self.io).poll_read(context, into)
    }
}

impl<Io: AsyncWrite + Unpin> AsyncWrite for Patient<Io> {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<Result<usize>> {
        let written = Pin::new(&mut self.io).poll_write(context, bytes);
        self.written(written, context)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        pieces: &[IoSlice<'_>],
    ) -> Poll<Result<usize>> {
        let written = Pin::new(&mut self.io).poll_write_vectored(context, pieces);
        self.written(written, context)
    }

    fn is_write_vectored(&self) -> bool {
        self.io.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<()>> {
        Pin::new(&mut self.io).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<()>> {
        Pin::new(&mut self.io).poll_shutdown(context)
    }
}
