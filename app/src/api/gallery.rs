//! What pages ask about what is published. Reading needs nobody to be signed in.

#[cfg(feature = "ssr")]
use super::{Answer, with_status};
use super::{ApiError, server_functions};
use crate::json;
use leptos::prelude::*;
use wire::gallery::{GalleryPage, Permalink, PublicationDefaults, PublicationRequest, PublicationView, PublishedClone};
use wire::run::RunId;

/// What the server offers about publications.
#[cfg(feature = "ssr")]
pub trait Gallery: Send + Sync + 'static {
    /// A page of the gallery; `filters` are the names and values of its form.
    fn browse(&self, filters: Vec<(String, String)>) -> Answer<'_, GalleryPage>;
    /// A publication.
    fn published(&self, permalink: Permalink) -> Answer<'_, PublicationView>;
    /// A clone of a publication: the target's place and the clone's number, from 1.
    fn clone_of(&self, permalink: Permalink, place: u32, clone: u32) -> Answer<'_, PublishedClone>;
    /// What the form for publishing a run starts from.
    fn publishing(&self, run: RunId) -> Answer<'_, PublicationDefaults>;
    /// What others would see.
    fn preview(&self, publish: PublicationRequest) -> Answer<'_, PublicationView>;
    /// Publishes.
    fn publish(&self, publish: PublicationRequest) -> Answer<'_, Permalink>;
    /// Takes a publication back: from then on nobody sees anything of it.
    fn withdraw(&self, permalink: Permalink) -> Answer<'_, ()>;
}

/// The gallery as the router hands it to server functions.
#[cfg(feature = "ssr")]
pub type SharedGallery = std::sync::Arc<dyn Gallery>;

#[cfg(feature = "ssr")]
fn gallery() -> SharedGallery {
    expect_context()
}

server_functions! {
    /// A page of the gallery.
    "gallery" get_gallery(
        /// Names and values of the form, as in the address.
        filters: Vec<(String, String)>,
    ) -> GalleryPage = with_status gallery.browse;

    /// A publication.
    "published" get_published(
        /// Which.
        permalink: Permalink,
    ) -> PublicationView = with_status gallery.published;

    /// A clone of a publication.
    "published_clone" get_published_clone(
        /// Of which publication.
        permalink: Permalink,
        /// The target's place, from 1.
        place: u32,
        /// The clone's number, from 1.
        clone: u32,
    ) -> PublishedClone = with_status gallery.clone_of;

    /// What the form for publishing a run starts from.
    "publishing" get_publishing(
        /// The run.
        run: RunId,
    ) -> PublicationDefaults = with_status gallery.publishing;

    /// What others would see.
    "preview_publication" preview_publication(
        /// What would be published.
        publish: PublicationRequest,
    ) -> PublicationView = with_status gallery.preview;

    /// Publishes.
    "publish" publish_run(
        /// What.
        publish: PublicationRequest,
    ) -> Permalink = with_status gallery.publish;

    /// Takes a publication back.
    "withdraw_publication" withdraw_publication(
        /// Which.
        permalink: Permalink,
    ) -> () = with_status gallery.withdraw;
}
