//! Pieces of pages: views of any type as views of one type, so that what stands around a piece is compiled without regard
//! to what is in it.
//!
//! This is Leptos' `AnyView`, and on the server it is that. In a browser an `AnyView` holds on to the code for every way
//! in which a view can come alive or change into another of its type. A [`ErasedView`] there has only what most of a page
//! needs: it comes alive once, and what changes in it follows its own signals. Where a whole view is drawn again and again
//! and must stay what it is meanwhile, focus and pictures included, `AnyView` it is.

use leptos::prelude::*;

#[cfg(not(feature = "ssr"))]
mod browser;

#[cfg(not(feature = "ssr"))]
pub use browser::ErasedView;
#[cfg(feature = "ssr")]
pub use leptos::prelude::AnyView as ErasedView;

/// Makes a piece of a view.
pub trait IntoErasedView {
    /// The same view, of one type.
    fn into_erased(self) -> ErasedView;
}

impl<T: RenderHtml> IntoErasedView for T {
    #[cfg(feature = "ssr")]
    fn into_erased(self) -> ErasedView {
        self.into_any()
    }

    #[cfg(not(feature = "ssr"))]
    fn into_erased(self) -> ErasedView {
        ErasedView::new(self.into_owned())
    }
}
