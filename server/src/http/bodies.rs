//! Minimum pace for request bodies. A client that sends too slowly is disconnected, whatever the address.

use super::constant;
use super::limits::Limits;
use crate::patience::Patience;
use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use hyper::body::{Frame, SizeHint};
use std::io::{Error, ErrorKind};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};

/// Lets a request through, or says that it came too slowly.
pub async fn check(State(limits): State<Limits>, request: Request, next: Next) -> Response {
    if request.body().is_end_stream() {
        return next.run(request).await;
    }
    let is_late = Arc::new(AtomicBool::new(false));
    let paced = |body| PacedBody { body, patience: Patience::new(limits.bodies), is_late: is_late.clone() };
    let response = next.run(request.map(paced).map(Body::new)).await;
    if !is_late.load(Ordering::Acquire) {
        return response;
    }
    let close = [constant(header::CONNECTION, "close")];
    (StatusCode::REQUEST_TIMEOUT, close, "what was sent came too slowly; send it again").into_response()
}

/// A body that ends in an error when it comes too slowly.
struct PacedBody {
    body: Body,
    patience: Patience,
    is_late: Arc<AtomicBool>,
}

impl HttpBody for PacedBody {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let frame = Pin::new(&mut self.body).poll_frame(context);
        match &frame {
            Poll::Ready(Some(Ok(frame))) => self.patience.moved(frame.data_ref().map_or(0, Bytes::len)),
            Poll::Ready(_) => {}
            Poll::Pending if self.patience.poll_over(context).is_ready() => {
                self.is_late.store(true, Ordering::Release);
                let late = Error::new(ErrorKind::TimedOut, "it came too slowly");
                return Poll::Ready(Some(Err(axum::Error::new(late))));
            }
            Poll::Pending => {}
        }
        frame
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
