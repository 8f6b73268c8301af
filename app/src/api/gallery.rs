//! What pages ask about what is published. Reading needs nobody to be signed in.

use super::ApiError;
#[cfg(feature = "ssr")]
use super::{Answer, told};
use crate::json;
use crate::wire::gallery::{GalleryPage, Permalink, Publish, Published, PublishedClone, Publishing};
use crate::wire::run::RunId;
use leptos::prelude::*;

/// What the server offers about publications.
#[cfg(feature = "ssr")]
pub trait Gallery: Send + Sync + 'static {
    /// A page of the gallery; `filters` are the names and values of its form.
    fn browse(&self, filters: Vec<(String, String)>) -> Answer<'_, GalleryPage>;
    /// A publication.
    fn published(&self, permalink: Permalink) -> Answer<'_, Published>;
    /// A clone of a publication: the target's place and the clone's number, from 1.
    fn clone_of(&self, permalink: Permalink, place: u32, clone: u32) -> Answer<'_, PublishedClone>;
    /// What the form for publishing a run starts from.
    fn publishing(&self, run: RunId) -> Answer<'_, Publishing>;
    /// What others would see.
    fn preview(&self, publish: Publish) -> Answer<'_, Published>;
    /// Publishes.
    fn publish(&self, publish: Publish) -> Answer<'_, Permalink>;
    /// Takes a publication back: from then on nobody sees anything of it.
    fn withdraw(&self, permalink: Permalink) -> Answer<'_, ()>;
}

/// The gallery as the router hands it to server functions.
#[cfg(feature = "ssr")]
pub type SharedGallery = std::sync::Arc<dyn Gallery>;

/// A page of the gallery.
#[server(prefix = "/api/fn", endpoint = "gallery", input = json::Body, output = json::Body)]
pub async fn get_gallery(
    /// Names and values of the form, as in the address.
    filters: Vec<(String, String)>,
) -> Result<GalleryPage, ApiError> {
    told(expect_context::<SharedGallery>().browse(filters).await)
}

/// A publication.
#[server(prefix = "/api/fn", endpoint = "published", input = json::Body, output = json::Body)]
pub async fn get_published(
    /// Which.
    permalink: Permalink,
) -> Result<Published, ApiError> {
    told(expect_context::<SharedGallery>().published(permalink).await)
}

/// A clone of a publication.
#[server(prefix = "/api/fn", endpoint = "published_clone", input = json::Body, output = json::Body)]
pub async fn get_published_clone(
    /// Of which publication.
    permalink: Permalink,
    /// The target's place, from 1.
    place: u32,
    /// The clone's number, from 1.
    clone: u32,
) -> Result<PublishedClone, ApiError> {
    told(expect_context::<SharedGallery>().clone_of(permalink, place, clone).await)
}

/// What the form for publishing a run starts from.
#[server(prefix = "/api/fn", endpoint = "publishing", input = json::Body, output = json::Body)]
pub async fn get_publishing(
    /// The run.
    run: RunId,
) -> Result<Publishing, ApiError> {
    told(expect_context::<SharedGallery>().publishing(run).await)
}

/// What others would see.
#[server(prefix = "/api/fn", endpoint = "preview_publication", input = json::Body, output = json::Body)]
pub async fn preview_publication(
    /// What would be published.
    publish: Publish,
) -> Result<Published, ApiError> {
    told(expect_context::<SharedGallery>().preview(publish).await)
}

/// Publishes.
#[server(prefix = "/api/fn", endpoint = "publish", input = json::Body, output = json::Body)]
pub async fn publish_run(
    /// What.
    publish: Publish,
) -> Result<Permalink, ApiError> {
    told(expect_context::<SharedGallery>().publish(publish).await)
}

/// Takes a publication back.
#[server(prefix = "/api/fn", endpoint = "withdraw_publication", input = json::Body, output = json::Body)]
pub async fn withdraw_publication(
    /// Which.
    permalink: Permalink,
) -> Result<(), ApiError> {
    told(expect_context::<SharedGallery>().withdraw(permalink).await)
}
