//! The bar above every page.

use super::brand::{Brand, SkipLink};
use super::me::MyMenu;
use super::rel::rel;
use crate::Part;
use crate::piece::IntoPiece;
use crate::who::who;
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use wire::people::Role;

/// A way to a page: the part that it is in, its address, its name, and whom it is shown to; to everybody if to no role.
type Way = (Part, &'static str, &'static str, Option<Role>);

const WAYS: [Way; 6] = [
    (Part::Lab, "/", "Runs", Some(Role::Viewer)),
    (Part::Faces, "/runs/new", "New run", Some(Role::Collaborator)),
    (Part::Faces, "/faces", "Faces", Some(Role::Viewer)),
    (Part::Studies, "/studies", "Studies", Some(Role::Viewer)),
    (Part::Compare, "/compare", "Compare", Some(Role::Viewer)),
    (Part::Gallery, "/gallery", "Gallery", None),
];

/// The name of the program, the ways to its pages, and who is signed in. A link into another part of the site is
/// `external` to the router.
#[component]
pub fn SiteHeader(
    /// The part of the site that this is.
    part: Part,
) -> impl IntoView {
    let who = who();
    let ways = WAYS.into_iter().filter(|(.., role)| role.is_none_or(|role| who.has(role)));
    let ways = ways.map(|way| view! { <Link part way /> }).collect_view();
    view! {
        <SkipLink />
        <header class="site">
            <Brand rel=rel(part, Part::Lab) />
            <nav aria-label="Main">{ways}</nav>
            <MyMenu me=who.me part />
        </header>
    }
    .into_piece()
}

#[component]
fn Link(part: Part, way: Way) -> impl IntoView {
    let (to, href, text, _) = way;
    let here = use_location().pathname;
    let current = move || (here.get() == href).then_some("page");
    view! {
        <a href=href rel=rel(part, to) aria-current=current>
            {text}
        </a>
    }
}
