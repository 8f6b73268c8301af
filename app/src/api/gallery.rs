//! Server functions for publications. Reading them takes no sign-in.

#[cfg(feature = "ssr")]
use super::{Answer, with_status};
use super::{ApiError, server_functions};
use crate::json;
use leptos::prelude::*;
use wire::gallery::{GalleryPage, Permalink, PublicationDefaults, PublicationRequest, PublicationView, PublishedClone};
use wire::run::RunId;

/// Publications and the gallery.
#[cfg(feature = "ssr")]
pub trait Gallery: Send + Sync + 'static {
    /// A page of the gallery; `filters` are the names and values of its form.
    fn browse(&self, filters: Vec<(String, String)>) -> Answer<'_, GalleryPage>;
    /// A publication.
    fn published(&self, permalink: Permalink) -> Answer<'_, PublicationView>;
    /// A clone of a publication; the target's position and the clone's number count from 1.
    fn clone_of(&self, permalink: Permalink, place: u32, clone: u32) -> Answer<'_, PublishedClone>;
    /// The initial state of the publication form.
    fn publishing(&self, run: RunId) -> Answer<'_, PublicationDefaults>;
    /// The publication as readers would see it.
    fn preview(&self, publish: PublicationRequest) -> Answer<'_, PublicationView>;
    /// Publishes targets of a run.
    fn publish(&self, publish: PublicationRequest) -> Answer<'_, Permalink>;
    /// Withdraws a publication: nobody can see it any more.
    fn withdraw(&self, permalink: Permalink) -> Answer<'_, ()>;
}

/// The service that the router passes to server functions.
#[cfg(feature = "ssr")]
pub type SharedGallery = std::sync::Arc<dyn Gallery>;

#[cfg(feature = "ssr")]
fn gallery() -> SharedGallery {
    expect_context()
}

server_functions! {
    /// A page of the gallery.
    "gallery" get_gallery(
        /// Names and values of the filters, as in the page's address.
        filters: Vec<(String, String)>,
    ) -> GalleryPage = with_status gallery.browse;

    /// A publication.
    "published" get_published(
        /// The publication's id.
        permalink: Permalink,
    ) -> PublicationView = with_status gallery.published;

    /// A clone of a publication.
    "published_clone" get_published_clone(
        /// The publication's id.
        permalink: Permalink,
        /// The target's position, from 1.
        place: u32,
        /// The clone's number, from 1.
        clone: u32,
    ) -> PublishedClone = with_status gallery.clone_of;

    /// The initial state of the publication form.
    "publishing" get_publishing(
        /// The run.
        run: RunId,
    ) -> PublicationDefaults = with_status gallery.publishing;

    /// A publication as readers would see it, without publishing it.
    "preview_publication" preview_publication(
        /// What to publish.
        publish: PublicationRequest,
    ) -> PublicationView = with_status gallery.preview;

    /// Publishes targets of a run.
    "publish" publish_run(
        /// What to publish.
        publish: PublicationRequest,
    ) -> Permalink = with_status gallery.publish;

    /// Withdraws a publication.
    "withdraw_publication" withdraw_publication(
        /// The publication's id.
        permalink: Permalink,
    ) -> () = with_status gallery.withdraw;
}
