//! Contact sheets: every clone of each identity, the real face at the head.

use super::ReportView;
use super::table2::Scores;
use crate::erased::IntoErasedView;
use leptos::ev;
use leptos::prelude::*;
use view_model::clones::{SortKey, sorted};
use view_model::compare::subject::CloneRef;
use view_model::number;
use view_model::palette::COLOURS;

/// A sheet for each identity, all in the same order.
#[component]
pub fn Sheets(view: ReportView) -> impl IntoView {
    let option = |key: SortKey| view! { <option value=key.value()>{key.label()}</option> };
    let sort = move |event: ev::Event| view.sort.set(SortKey::from_value(&event_target_value(&event)));
    let identities = view.each_identity(|at, _| at);
    let sheets = identities.into_iter().map(|at| view! { <Sheet view at /> }).collect_view();
    let sheets = match view.compared.with_value(Option::is_some) {
        true => view! {
            <form action="/compare" method="get">
                {sheets} <button class="button">"Compare the chosen clones"</button>
            </form>
        }
        .into_erased(),
        false => view! { <div>{sheets}</div> }.into_erased(),
    };
    view! {
        <section>
            <div class="section-head">
                <h2>"Every clone"</h2>
                <label class="sort">
                    "Order " <select on:change=sort>{SortKey::ALL.map(option)}</select>
                </label>
            </div>
            <p class="quiet">"Under each clone: target score, evaluation score, rank. Choose one to see it large."</p>
            {sheets}
        </section>
    }
    .into_erased()
}

#[component]
fn Sheet(view: ReportView, at: usize) -> impl IntoView {
    let (name, real) = view.read(|report| {
        let identity = &report.identities[at];
        (identity.name.clone(), identity.real_faces.first().cloned())
    });
    let order = Memo::new(move |_| {
        let key = view.sort.get();
        view.read(|report| sorted(&report.identities[at].clones, key))
    });
    let is_alone = real.is_none();
    let real = real.map(|file| {
        view! {
            <figure class="real">
                <img src=view.url(&file) alt=format!("{} of {name}", view.own_face()) width="128" height="128" loading="lazy" />
                <figcaption>{view.own_face()}</figcaption>
            </figure>
        }
    });
    view! {
        <div class="sheet">
            <h3>
                <span class=format!("dot series-{}", at % COLOURS) aria-hidden="true"></span>
                {name.clone()}
            </h3>
            <div class="sheet-body" class:alone=is_alone>
                {real}
                <ul class="grid">
                    <For each=move || order.get() key=|clone| *clone let:clone>
                        <SheetClone view at clone />
                    </For>
                </ul>
            </div>
        </div>
    }
    .into_erased()
}

#[component]
fn SheetClone(view: ReportView, at: usize, clone: usize) -> impl IntoView {
    let (url, target_score, evaluation_score, rank, alt) = view.read(|report| {
        let identity = &report.identities[at];
        let found = &identity.clones[clone];
        let (target, evaluation) = (number::score(found.target_score), number::score(found.evaluation_score));
        let alt = format!("Clone {} of {}", clone + 1, identity.name);
        (view.url(&found.file), target, evaluation, found.evaluation_rank, alt)
    });
    let put = view.compared.get_value().map(|run| {
        let item = CloneRef { run, target: at as u32, clone: clone as u32 };
        view! {
            <label class="put">
                <input type="checkbox" name="item" value=item.write() />
                "Compare"
                <span class="unseen">{format!(" {alt}")}</span>
            </label>
        }
    });
    view! {
        <li>
            <button type="button" class="tile" on:click=move |_| view.open.set(Some((at, clone)))>
                <img src=url alt=alt width="128" height="128" loading="lazy" />
                <Scores target_score evaluation_score rank />
            </button>
            {put}
        </li>
    }
    .into_erased()
}
