//! The people of a set: a small picture, a name, and the number of images.

use super::FaceSetSignal;
use crate::erased::IntoErasedView;
use leptos::prelude::*;
use view_model::faces::words;
use view_model::number::counted;
use wire::faces::{FaceSetView, PersonInSet};

/// Number of people shown at first.
const FIRST: usize = 60;

/// The people of a set; those of a folder are not known here.
#[component]
pub fn People(set: FaceSetSignal) -> impl IntoView {
    let shows_all = RwSignal::new(false);
    let tiles = move || {
        set.0.with(|FaceSetView { summary, people, .. }| {
            let many = if shows_all.get() { people.len() } else { FIRST };
            let tile = |person: &PersonInSet| {
                let source = words::thumbnail(&summary.id, &person.name);
                view! {
                    <li class="person">
                        <img src=source alt="" width="96" height="96" loading="lazy" />
                        <span>{person.name.clone()}</span>
                        <small>{counted(person.images.into(), "image")}</small>
                    </li>
                }
            };
            people.iter().take(many).map(tile).collect_view()
        })
    };
    let hidden = move || set.0.with(|view| !shows_all.get() && view.people.len() > FIRST);
    view! {
        <Show when=move || set.0.with(|view| !view.people.is_empty())>
            <section>
                <h2>"People"</h2>
                <ul class="grid people">{tiles}</ul>
                <Show when=hidden>
                    <button type="button" class="button" on:click=move |_| shows_all.set(true)>
                        "Show all"
                    </button>
                </Show>
            </section>
        </Show>
    }
    .into_erased()
}
