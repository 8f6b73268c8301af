//! All of Effigy's user interface: the document, the pages and the routes between them. It knows neither tensors nor
//! files; it calls the traits in [`api`].

#![recursion_limit = "256"] // a page is one nested type

pub mod api;
mod current_user;
pub mod erased;
pub mod json;
pub mod live;
pub mod pages;
pub mod parts;
mod section;

use current_user::provide_current_user;
use leptos::config::LeptosOptions;
use leptos::prelude::*;
use leptos_meta::{MetaTags, provide_meta_context};
use leptos_router::components::{FlatRoutes, Route, Router};
use leptos_router::{SsrMode, path};
use pages::comments::CommentsPage;
use pages::compare::ComparePage;
use pages::faces::{FaceSetPage, FacesPage};
use pages::gallery::{ClonePage, GalleryPage, PublishPage, PublishedPage};
use pages::people::{AccountPage, ActivityPage, AdministrationPage, JoinPage, NoEntryPage, SignInPage, WorkspacePage};
use pages::quiz::{QuizPage, WithdrawPage};
use pages::studies::{NewStudyPage, StudiesPage, StudyPage};
use pages::{HomePage, LiveRunPage, NewRunPage, NotFoundPage, ReportPage};
use parts::header::SiteHeader;
pub use section::Section;

/// The document around the pages of a section, as the server sends it.
pub fn shell(mut options: LeptosOptions, section: Section) -> impl IntoView {
    options.output_name = section.script().into();
    let pages = section.pages();
    // Participants' pages set their own language.
    let language = (section != Section::Quiz).then_some("en");
    view! {
        <!DOCTYPE html>
        <html lang=language>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                {description(section)}
                <link id="effigy" rel="stylesheet" href="/pkg/effigy.css" />
                <link rel="icon" type="image/svg+xml" href="/favicon.svg" />
                <AutoReload options=options.clone() />
                <HydrationScripts options />
                <MetaTags />
            </head>
            <body>{pages}</body>
        </html>
    }
}

/// Meta tags. The quiz has no description, which would reveal the origin of its pictures, and search engines skip it.
fn description(section: Section) -> AnyView {
    if section == Section::Quiz {
        return view! { <meta name="robots" content="noindex" /> }.into_any();
    }
    view! { <meta name="description" content="Audits face recognizers by model inversion." /> }.into_any()
}

/// Runs and reports. Every page is drawn by the server with its data.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    provide_current_user();
    view! {
        <Router>
            <SiteHeader section=Section::Lab />
            <FlatRoutes fallback=NotFoundPage>
                <Route path=path!("/") view=HomePage ssr=SsrMode::Async />
                <Route path=path!("/runs/:id") view=LiveRunPage ssr=SsrMode::Async />
                <Route path=path!("/runs/:id/report") view=ReportPage ssr=SsrMode::Async />
            </FlatRoutes>
        </Router>
    }
}

/// Studies, for researchers.
#[component]
pub fn StudiesApp() -> impl IntoView {
    provide_meta_context();
    provide_current_user();
    view! {
        <Router>
            <SiteHeader section=Section::Studies />
            <FlatRoutes fallback=NotFoundPage>
                <Route path=path!("/studies") view=StudiesPage ssr=SsrMode::Async />
                <Route path=path!("/studies/new") view=NewStudyPage ssr=SsrMode::Async />
                <Route path=path!("/studies/:id") view=StudyPage ssr=SsrMode::Async />
            </FlatRoutes>
        </Router>
    }
}

/// The gallery, publications, and publishing.
#[component]
pub fn GalleryApp() -> impl IntoView {
    provide_meta_context();
    provide_current_user();
    view! {
        <Router>
            <SiteHeader section=Section::Gallery />
            <FlatRoutes fallback=NotFoundPage>
                <Route path=path!("/gallery") view=GalleryPage ssr=SsrMode::Async />
                <Route path=path!("/p/:permalink") view=PublishedPage ssr=SsrMode::Async />
                <Route path=path!("/p/:permalink/:place/:clone") view=ClonePage ssr=SsrMode::Async />
                <Route path=path!("/publish/:run") view=PublishPage ssr=SsrMode::Async />
            </FlatRoutes>
        </Router>
    }
}

/// The quiz, and the withdrawal of answers; nothing else.
#[component]
pub fn QuizApp() -> impl IntoView {
    provide_meta_context();
    view! {
        <Router>
            <FlatRoutes fallback=NotFoundPage>
                <Route path=path!("/q/:link") view=QuizPage ssr=SsrMode::Async />
                <Route path=path!("/withdraw") view=WithdrawPage ssr=SsrMode::Async />
            </FlatRoutes>
        </Router>
    }
}

/// Comparison of runs, and comments.
#[component]
pub fn CompareApp() -> impl IntoView {
    provide_meta_context();
    provide_current_user();
    view! {
        <Router>
            <SiteHeader section=Section::Compare />
            <FlatRoutes fallback=NotFoundPage>
                <Route path=path!("/compare") view=ComparePage ssr=SsrMode::Async />
                <Route path=path!("/runs/:id/comments") view=CommentsPage ssr=SsrMode::Async />
            </FlatRoutes>
        </Router>
    }
}

/// Signing in, accounts, workspaces.
#[component]
pub fn PeopleApp() -> impl IntoView {
    provide_meta_context();
    provide_current_user();
    view! {
        <Router>
            <SiteHeader section=Section::People />
            <FlatRoutes fallback=NotFoundPage>
                <Route path=path!("/sign-in") view=SignInPage ssr=SsrMode::Async />
                <Route path=path!("/join/:link") view=JoinPage ssr=SsrMode::Async />
                <Route path=path!("/enter/:told") view=NoEntryPage ssr=SsrMode::Async />
                <Route path=path!("/account") view=AccountPage ssr=SsrMode::Async />
                <Route path=path!("/workspace") view=WorkspacePage ssr=SsrMode::Async />
                <Route path=path!("/activity") view=ActivityPage ssr=SsrMode::Async />
                <Route path=path!("/administration") view=AdministrationPage ssr=SsrMode::Async />
            </FlatRoutes>
        </Router>
    }
}

/// A workspace's faces, and the form for a run. They are apart from runs and reports, which are opened far more often
/// and load faster without them.
#[component]
pub fn FacesApp() -> impl IntoView {
    provide_meta_context();
    provide_current_user();
    view! {
        <Router>
            <SiteHeader section=Section::Faces />
            <FlatRoutes fallback=NotFoundPage>
                <Route path=path!("/faces") view=FacesPage ssr=SsrMode::Async />
                <Route path=path!("/runs/new") view=NewRunPage ssr=SsrMode::Async />
                <Route path=path!("/faces/:id") view=FaceSetPage ssr=SsrMode::Async />
            </FlatRoutes>
        </Router>
    }
}

/// Hydrates a page that the server drew, and marks it as `data-hydrated`, which scripts can wait for before the first
/// click.
#[cfg(feature = "hydrate")]
pub fn take_over<V: IntoView + 'static>(section: fn() -> V) {
    console_error_panic_hook::set_once();
    hydrate_body(section);
    if let Some(root) = document().document_element() {
        let marked = root.set_attribute("data-hydrated", "");
        debug_assert!(marked.is_ok(), "the name is a valid attribute name");
    }
}
