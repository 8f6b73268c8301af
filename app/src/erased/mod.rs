//! Type-erased views, so that the code around a view is compiled without regard to its type.
//!
//! On the server this is Leptos' `AnyView`. In a browser, `AnyView` keeps the code for every way in which a view can be
//! hydrated or rebuilt; [`ErasedView`] keeps only what most of a page needs. It is hydrated or built once, and what
//! changes in it follows its own signals. Use `AnyView` where a whole view is drawn again and must keep its elements,
//! with focus and pictures.

use leptos::prelude::*;

#[cfg(not(feature = "ssr"))]
mod browser;

#[cfg(not(feature = "ssr"))]
pub use browser::ErasedView;
#[cfg(feature = "ssr")]
pub use leptos::prelude::AnyView as ErasedView;

/// Erases the type of a view.
pub trait IntoErasedView {
    /// The same view, with its type erased.
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
