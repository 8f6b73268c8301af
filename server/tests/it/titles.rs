//! Titles of pages that the server draws.

use app::parts::title::{in_page, with_program};
use leptos::prelude::*;

#[test]
fn the_server_reads_a_title_while_it_can() {
    let owner = Owner::new();
    let title = owner.with(|| {
        let name = RwSignal::new("Ada".to_owned());
        in_page(move || with_program(&name.get()))
    });
    drop(owner);
    assert_eq!(&*title.get(), "Ada · Effigy");
    assert_eq!(with_program(""), "Effigy");
}

#[test]
fn a_title_cannot_become_markup() {
    let title = Owner::new().with(|| in_page(|| "</title><meta http-equiv=refresh>".to_owned()));
    assert_eq!(&*title.get(), "&lt;/title&gt;&lt;meta http-equiv=refresh&gt;");
}
