//! The bar above every page.

use super::brand::{Brand, SkipLink};
use super::me::MyMenu;
use super::rel::rel;
use crate::Section;
use crate::current_user::current_user;
use crate::erased::IntoErasedView;
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use wire::people::Role;

/// A link to a page: its section, address and name, and the role that sees it; everybody if `None`.
type NavLink = (Section, &'static str, &'static str, Option<Role>);

const NAV_LINKS: [NavLink; 6] = [
    (Section::Lab, "/", "Runs", Some(Role::Viewer)),
    (Section::Faces, "/runs/new", "New run", Some(Role::Collaborator)),
    (Section::Faces, "/faces", "Faces", Some(Role::Viewer)),
    (Section::Studies, "/studies", "Studies", Some(Role::Viewer)),
    (Section::Compare, "/compare", "Compare", Some(Role::Viewer)),
    (Section::Gallery, "/gallery", "Gallery", None),
];

/// The program's name, links to its pages, and the current user's menu. A link into another section is `external` to
/// the router.
#[component]
pub fn SiteHeader(
    /// The section of the current page.
    section: Section,
) -> impl IntoView {
    let who = current_user();
    let links = NAV_LINKS.into_iter().filter(|(.., role)| role.is_none_or(|role| who.has(role)));
    let links = links.map(|link| view! { <Link section link /> }).collect_view();
    view! {
        <SkipLink />
        <header class="site">
            <Brand rel=rel(section, Section::Lab) />
            <nav aria-label="Main">{links}</nav>
            <MyMenu me=who.me section />
        </header>
    }
    .into_erased()
}

#[component]
fn Link(section: Section, link: NavLink) -> impl IntoView {
    let (to, href, text, _) = link;
    let here = use_location().pathname;
    let current = move || (here.get() == href).then_some("page");
    view! {
        <a href=href rel=rel(section, to) aria-current=current>
            {text}
        </a>
    }
}
