//! The gallery for one caller: everybody reads publications; owners of the run's workspace publish and withdraw it.

use super::Gallery;
use crate::access::Caller;
use crate::error::{Error, answer};
use app::api::Answer;
use wire::gallery::{GalleryPage, Permalink, PublicationDefaults, PublicationRequest, PublicationView, PublishedClone};
use wire::people::{Role, WorkspaceId};
use wire::run::RunId;

/// The gallery for one caller.
pub struct CallersGallery {
    /// Everything.
    pub gallery: Gallery,
    /// Who asks.
    pub caller: Caller,
}

impl CallersGallery {
    fn owns(&self, run: &RunId) -> Result<(), Error> {
        self.caller.signed_in()?;
        self.caller.require(&self.gallery.0.lab.row(run)?.workspace, Role::Owner)
    }

    async fn publish_it(&self, publish: PublicationRequest) -> Result<Permalink, Error> {
        self.owns(&publish.run)?;
        let publisher = self.caller.person().map(|person| person.id.clone());
        let row = self.gallery.0.lab.row(&publish.run)?;
        let did = format!("published the run {} as {}", row.config.name, publish.title);
        let permalink = self.gallery.publish(publish, publisher).await?;
        self.note(&row.workspace, did, &permalink).await;
        Ok(permalink)
    }

    async fn withdraw_it(&self, permalink: Permalink) -> Result<(), Error> {
        self.caller.signed_in()?;
        let publication = self.gallery.any(&permalink).await?;
        self.caller.require(&publication.workspace, Role::Owner)?;
        self.gallery.withdraw(&permalink).await?;
        self.note(&publication.workspace, format!("withdrew the publication {}", publication.title), &permalink).await;
        Ok(())
    }

    async fn note(&self, workspace: &WorkspaceId, did: String, permalink: &Permalink) {
        let action = self.caller.action(Some(workspace), did).about(format!("/p/{}", permalink.0));
        self.gallery.0.lab.note(action).await;
    }
}

impl app::api::gallery::Gallery for CallersGallery {
    fn browse(&self, filters: Vec<(String, String)>) -> Answer<'_, GalleryPage> {
        answer(self.gallery.browse(filters))
    }

    fn published(&self, permalink: Permalink) -> Answer<'_, PublicationView> {
        answer(self.gallery.published(permalink))
    }

    fn clone_of(&self, permalink: Permalink, place: u32, clone: u32) -> Answer<'_, PublishedClone> {
        answer(self.gallery.published_clone(permalink, place, clone))
    }

    fn publishing(&self, run: RunId) -> Answer<'_, PublicationDefaults> {
        answer(async move {
            self.owns(&run)?;
            self.gallery.publishing(run).await
        })
    }

    fn preview(&self, publish: PublicationRequest) -> Answer<'_, PublicationView> {
        answer(async move {
            self.owns(&publish.run)?;
            self.gallery.preview(publish).await
        })
    }

    fn publish(&self, publish: PublicationRequest) -> Answer<'_, Permalink> {
        answer(self.publish_it(publish))
    }

    fn withdraw(&self, permalink: Permalink) -> Answer<'_, ()> {
        answer(self.withdraw_it(permalink))
    }
}
