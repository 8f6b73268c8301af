//! All of Effigy's user interface: the document, the pages and the routes between them, and the types that cross the
//! wire. Knows neither tensors nor files; what it needs of the server it asks of [`api::Lab`].

#![recursion_limit = "256"] // a page is one nested type

pub mod api;
pub mod json;
pub mod live;
pub mod pages;
pub mod parts;
pub mod piece;
pub mod view_model;
pub mod wire;

use leptos::config::LeptosOptions;
use leptos::prelude::*;
use leptos_meta::{MetaTags, provide_meta_context};
use leptos_router::components::{FlatRoutes, Route, Router};
use leptos_router::{SsrMode, path};
use pages::{HomePage, LiveRunPage, NewRunPage, NotFoundPage, ReportPage};
use parts::header::SiteHeader;

/// The document around the pages, as the server sends it.
pub fn shell(options: LeptosOptions) -> impl IntoView {
    view! {
        <!DOCTYPE html>
        <html lang="en">
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                <meta name="description" content="Audits face recognizers by model inversion." />
                <link id="effigy" rel="stylesheet" href="/pkg/effigy.css" />
                <link rel="icon" type="image/svg+xml" href="/favicon.svg" />
                <AutoReload options=options.clone() />
                <HydrationScripts options />
                <MetaTags />
            </head>
            <body>
                <App />
            </body>
        </html>
    }
}

/// The header and the page that the address names. Every page is drawn by the server with its data.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    view! {
        <Router>
            <SiteHeader />
            <FlatRoutes fallback=NotFoundPage>
                <Route path=path!("/") view=HomePage ssr=SsrMode::Async />
                <Route path=path!("/runs/new") view=NewRunPage ssr=SsrMode::Async />
                <Route path=path!("/runs/:id") view=LiveRunPage ssr=SsrMode::Async />
                <Route path=path!("/runs/:id/report") view=ReportPage ssr=SsrMode::Async />
            </FlatRoutes>
        </Router>
    }
}
