//! All of Effigy's user interface: the document, the pages and the routes between them. Knows neither tensors nor files;
//! what it needs of the server it asks of [`api::Lab`].

#![recursion_limit = "256"] // a page is one nested type

pub mod api;
mod current_user;
pub mod erased;
pub mod json;
pub mod live;
pub mod pages;
pub mod parts;

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

/// A section of the site: pages whose code a browser loads together. Following a link into another section loads that one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    /// Runs and reports.
    Lab,
    /// Studies, for researchers.
    Studies,
    /// What is published.
    Gallery,
    /// The quiz, for participants: on a phone, and small.
    Quiz,
    /// Runs beside each other, and what is said about them.
    Compare,
    /// Signing in, accounts, workspaces.
    People,
    /// Faces that a workspace keeps, and the form for a run.
    Faces,
}

impl Section {
    /// What its code is called in `/pkg`.
    pub fn script(self) -> &'static str {
        match self {
            Self::Lab => "effigy",
            Self::Studies => "studies",
            Self::Gallery => "gallery",
            Self::Quiz => "quiz",
            Self::Compare => "compare",
            Self::People => "people",
            Self::Faces => "faces",
        }
    }
}

/// The document around the pages of a section, as the server sends it.
pub fn shell(mut options: LeptosOptions, section: Section) -> impl IntoView {
    options.output_name = section.script().into();
    let pages = match section {
        Section::Lab => view! { <App /> }.into_any(),
        Section::Studies => view! { <StudiesApp /> }.into_any(),
        Section::Gallery => view! { <GalleryApp /> }.into_any(),
        Section::Quiz => view! { <QuizApp /> }.into_any(),
        Section::Compare => view! { <CompareApp /> }.into_any(),
        Section::People => view! { <PeopleApp /> }.into_any(),
        Section::Faces => view! { <FacesApp /> }.into_any(),
    };
    // Participants' pages say themselves which language they are in.
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

/// What a page is about. Participants are not told what the study's pictures come from, and search engines not where it is.
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

/// What is published: the gallery, publications, and publishing.
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

/// The quiz, and taking one's answers back. Nothing else is on these pages.
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

/// Runs beside each other, and what is said about them.
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

/// Faces that a workspace keeps, and the form for a run on some. Runs and their reports are read far more often, and load
/// without it.
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

/// Takes over a page of a section that the server drew, and marks it as `data-hydrated`: whoever drives a page by program
/// waits for that before the first click.
#[cfg(feature = "hydrate")]
pub fn take_over<V: IntoView + 'static>(section: fn() -> V) {
    console_error_panic_hook::set_once();
    hydrate_body(section);
    if let Some(root) = document().document_element() {
        let marked = root.set_attribute("data-hydrated", "");
        debug_assert!(marked.is_ok(), "the name is a valid attribute name");
    }
}
