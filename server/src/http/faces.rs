//! `/api/faces/...`: uploads of images and archives to a set; `/api/thumbnails/...`: small pictures of its people.
//!
//! Bodies are larger here than anywhere else, so each address has its own bound.

use super::constant;
use super::state::AppState;
use crate::access::Caller;
use crate::error::Error;
use crate::faces::{CallersFaces, FaceService};
use axum::body::{Body, BodyDataStream, Bytes};
use axum::extract::{Extension, Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::{post, put};
use axum::{Json, Router};
use futures_util::StreamExt;
use tokio::io::{AsyncSeekExt, AsyncWriteExt};
use wire::faces::{
    FaceSetId, LARGEST_ARCHIVE, LARGEST_IMAGE, LARGEST_TEMPLATES, LARGEST_WEIGHTS, RecognizerId, UploadResult,
};

/// The addresses whose bodies may be large.
pub fn uploads() -> Router<AppState> {
    Router::new()
        .route("/api/faces/{set}/{identity}/{name}", put(image))
        .route("/api/faces/{set}/zip", post(archive))
        .route("/api/recognizers/{id}/weights", put(weights))
        .route("/api/recognizers/{id}/templates", put(templates))
}

/// `PUT /api/faces/{set}/{identity}/{name}`: stores an image, replacing one of the same name.
async fn image(
    State(service): State<FaceService>,
    Extension(caller): Extension<Caller>,
    Path((set, identity, name)): Path<(FaceSetId, String, String)>,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<UploadResult>, Error> {
    let faces = CallersFaces { service, caller };
    let upload = faces.receive_image(&set).await?;
    let bytes = IncomingBody::new(body, &headers, LARGEST_IMAGE)?.whole().await?;
    Ok(Json(upload.image(&identity, &name, bytes).await?))
}

/// `PUT /api/recognizers/{id}/weights`: stores the weights of a recognizer that has its description.
async fn weights(
    State(service): State<FaceService>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<RecognizerId>,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<()>, Error> {
    let faces = CallersFaces { service, caller };
    let upload = faces.receive_file(&id).await?;
    let bytes = IncomingBody::new(body, &headers, LARGEST_WEIGHTS)?.whole().await?;
    Ok(Json(upload.weights(bytes).await?))
}

/// `PUT /api/recognizers/{id}/templates`: stores templates of people, for a recognizer that has no weights yet.
async fn templates(
    State(service): State<FaceService>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<RecognizerId>,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<()>, Error> {
    let faces = CallersFaces { service, caller };
    let upload = faces.receive_file(&id).await?;
    let bytes = IncomingBody::new(body, &headers, LARGEST_TEMPLATES)?.whole().await?;
    Ok(Json(upload.templates(bytes).await?))
}

/// `POST /api/faces/{set}/zip`: stores the images of an archive, which is buffered in an unnamed file.
async fn archive(
    State(service): State<FaceService>,
    Extension(caller): Extension<Caller>,
    Path(set): Path<FaceSetId>,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<UploadResult>, Error> {
    let folder = service.scratch();
    let faces = CallersFaces { service, caller };
    let upload = faces.receive_archive(&set).await?;
    let mut incoming = IncomingBody::new(body, &headers, LARGEST_ARCHIVE)?;
    let file = crate::blocking::blocking(move || {
        std::fs::create_dir_all(&folder)
            .and_then(|()| tempfile::tempfile_in(&folder))
            .map_err(|error| Error::Other(error.into()))
    });
    let mut file = tokio::fs::File::from_std(file.await?);
    while let Some(piece) = incoming.next().await? {
        file.write_all(&piece).await.map_err(unwritten)?;
    }
    file.flush().await.map_err(unwritten)?;
    file.rewind().await.map_err(unwritten)?;
    Ok(Json(upload.archive(file.into_std().await).await?))
}

/// `GET /api/thumbnails/{set}/{identity}`: a small picture of somebody in a set.
pub async fn thumbnail(
    State(service): State<FaceService>,
    Extension(caller): Extension<Caller>,
    Path((set, identity)): Path<(FaceSetId, String)>,
) -> Result<impl IntoResponse, Error> {
    let picture = CallersFaces { service, caller }.thumbnail(&set, &identity).await?;
    Ok(([constant(header::CONTENT_TYPE, "image/jpeg"), constant(header::CACHE_CONTROL, "private, no-cache")], picture))
}

/// An incoming body, bounded in bytes.
struct IncomingBody {
    pieces: BodyDataStream,
    most: u64,
    received: u64,
}

impl IncomingBody {
    /// A body that announces itself as too large is refused at once.
    fn new(body: Body, headers: &HeaderMap, most: u64) -> Result<Self, Error> {
        let announced =
            headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
        if announced.is_some_and(|length| length > most) {
            return Err(too_large(most));
        }
        Ok(Self { pieces: body.into_data_stream(), most, received: 0 })
    }

    /// The whole body, in memory.
    async fn whole(mut self) -> Result<Bytes, Error> {
        let mut bytes = Vec::new();
        while let Some(piece) = self.next().await? {
            bytes.extend_from_slice(&piece);
        }
        Ok(bytes.into())
    }

    async fn next(&mut self) -> Result<Option<Bytes>, Error> {
        match self.pieces.next().await {
            None => Ok(None),
            Some(Ok(piece)) => {
                self.received += piece.len() as u64;
                if self.received > self.most { Err(too_large(self.most)) } else { Ok(Some(piece)) }
            }
            Some(Err(error)) => {
                let why = format!("the upload broke off: {error}");
                Err(Error::Upload(StatusCode::BAD_REQUEST, why))
            }
        }
    }
}

/// The error if the folder for archives refuses, for lack of room, say.
fn unwritten(error: std::io::Error) -> Error {
    Error::Other(anyhow::Error::new(error).context("an archive that is being received cannot be written"))
}

fn too_large(most: u64) -> Error {
    let why = format!("this is larger than the {} MiB that are taken", most / (1024 * 1024));
    Error::Upload(StatusCode::PAYLOAD_TOO_LARGE, why)
}
