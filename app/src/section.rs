//! The sections of the site, each defined once.

use crate::{App, CompareApp, FacesApp, GalleryApp, PeopleApp, QuizApp, StudiesApp};
use leptos::prelude::*;

/// Defines [`Section`]: for each row the name of its script, which is a file in `frontend/src/bin`, and the component with
/// its pages.
macro_rules! sections {
    ($($(#[doc = $doc:literal])+ $name:ident = $script:literal, $pages:ident;)+) => {
        /// A section of the site: pages whose code a browser loads together. A link into another section loads that section.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Section {
            $($(#[doc = $doc])+ $name,)+
        }

        impl Section {
            /// Every section.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// The name of its script in `/pkg`.
            pub fn script(self) -> &'static str {
                match self {
                    $(Self::$name => $script,)+
                }
            }

            /// Its pages; the address selects one.
            pub(crate) fn pages(self) -> AnyView {
                match self {
                    $(Self::$name => view! { <$pages /> }.into_any(),)+
                }
            }

            /// The addresses of its pages.
            #[cfg(feature = "ssr")]
            pub fn routes(self) -> Vec<leptos_axum::AxumRouteListing> {
                match self {
                    $(Self::$name => leptos_axum::generate_route_list($pages),)+
                }
            }
        }
    };
}

sections! {
    /// Runs and reports.
    Lab = "effigy", App;

    /// Studies, for researchers.
    Studies = "studies", StudiesApp;

    /// Publications.
    Gallery = "gallery", GalleryApp;

    /// The quiz, for participants: on a phone, and small.
    Quiz = "quiz", QuizApp;

    /// Comparison of runs, and comments.
    Compare = "compare", CompareApp;

    /// Signing in, accounts, workspaces.
    People = "people", PeopleApp;

    /// A workspace's faces, and the form for a run.
    Faces = "faces", FacesApp;
}
