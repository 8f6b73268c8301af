//! The items of a task with their pictures.

use super::show_all::ShowAll;
use crate::erased::IntoErasedView;
use crate::pages::studies::explain::ExplainStudy;
use crate::pages::studies::page_state::StudyPageState;
use leptos::ev;
use leptos::prelude::*;
use view_model::number::counted;
use view_model::study::items::{ItemWords, Order, ordered};
use view_model::study::terms::StudyTerm;
use wire::study::results::ItemRow;

/// Number of items shown at first.
const FEW: usize = 40;

/// A row for each item about a clone, in an order that can be chosen.
#[component]
pub fn Items(page: StudyPageState, at: usize, title: String, is_pairwise: bool, explains: bool) -> impl IntoView {
    let (order, all) = (RwSignal::new(Order::default()), RwSignal::new(false));
    let count = Memo::new(move |_| page.task(at, |results| results.items.len()).unwrap_or_default());
    let rows = move || {
        let limit = if all.get() { usize::MAX } else { FEW };
        let order = order.get();
        page.task(at, |results| {
            ordered(&results.items, order).into_iter().take(limit).map(|item| row(item, is_pairwise)).collect_view()
        })
    };
    let options = Order::ALL.map(|(_, value, words)| view! { <option value=value>{words}</option> });
    let strength = is_pairwise.then(|| {
        view! {
            <th scope="col" class="number">
                "Bradley-Terry " {explains.then(|| view! { <ExplainStudy term=StudyTerm::BradleyTerry /> })}
            </th>
        }
    });
    let id = format!("order-{at}");
    view! {
        <details class="items">
            <summary>{move || format!("All {}", counted(count.get() as u64, "item"))}</summary>
            <p class="sort">
                <label for=id.clone()>"Order"</label>
                <select id=id on:change=move |event: ev::Event| order.set(Order::of(&event_target_value(&event)))>
                    {options}
                </select>
            </p>
            <div class="scroll tall" tabindex="0" role="region" aria-label=format!("{title}: items")>
                <table>
                    <thead>
                        <tr>
                            <th scope="col">"Picture"</th>
                            <th scope="col">"Item"</th>
                            <th scope="col" class="number">"Answers"</th>
                            <th scope="col" class="number">"Raw"</th>
                            <th scope="col" class="number">"Screened"</th>
                            {strength}
                            <th scope="col" class="number">"R_T score"</th>
                            <th scope="col" class="number">"R_E score"</th>
                            <th scope="col" class="number">"R_E rank"</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            <ShowAll all count few=FEW />
        </details>
    }
    .into_erased()
}

fn row(item: &ItemRow, is_pairwise: bool) -> impl IntoView + use<> {
    let words = ItemWords::of(item);
    let strength = is_pairwise.then(|| view! { <td class="number">{words.strength}</td> });
    view! {
        <tr>
            <td>
                <img src=item.picture.clone() alt=words.name.clone() width="64" height="64" loading="lazy" />
            </td>
            <th scope="row">
                <a href=words.report rel="external">
                    {words.name}
                </a>
            </th>
            <td class="number">{words.votes}</td>
            <td class="number">{words.raw}</td>
            <td class="number">{words.screened}</td>
            {strength}
            <td class="number">{words.target_score}</td>
            <td class="number">{words.evaluation_score}</td>
            <td class="number">{words.rank}</td>
        </tr>
    }
}
