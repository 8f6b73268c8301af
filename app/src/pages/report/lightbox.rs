//! One enlarged clone beside its seed and a real face; arrow keys move through the contact sheet.

use super::ReportView;
use crate::erased::IntoErasedView;
use leptos::ev;
use leptos::html::Dialog;
use leptos::prelude::*;
use view_model::clones::sorted;
use view_model::method::setting_text;
use view_model::settings::find;
use view_model::{number, paths};
use wasm_bindgen::JsCast;
use wire::experiment::ExperimentConfig;
use wire::report::CloneReport;

/// Settings shown beside the picture.
const PARAMETERS: [&str; 5] =
    ["attack.method", "attack.objective", "attack.parameters", "attack.max_steps", "attack.seed_faces"];

/// The dialog; opens when a clone is chosen.
#[component]
pub fn Lightbox(view: ReportView) -> impl IntoView {
    let dialog = NodeRef::<Dialog>::new();
    Effect::new(move || {
        let open = view.open.get().is_some();
        let Some(dialog) = dialog.get() else { return };
        if open && !dialog.open() {
            // Fails only if the dialog is already open.
            let _ = dialog.show_modal();
        } else if !open {
            dialog.close();
        }
    });
    let key = move |event: ev::KeyboardEvent| {
        let handled = match event.key().as_str() {
            "ArrowRight" | "ArrowDown" => go(view, |at, last| (at + 1).min(last)),
            "ArrowLeft" | "ArrowUp" => go(view, |at, _| at.saturating_sub(1)),
            "Home" => go(view, |_, _| 0),
            "End" => go(view, |_, last| last),
            _ => return,
        };
        if handled {
            event.prevent_default();
        }
    };
    let outside = move |event: ev::MouseEvent| {
        let on = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlDialogElement>().ok());
        if on.is_some() {
            view.open.set(None);
        }
    };
    view! {
        <dialog
            node_ref=dialog
            class="lightbox"
            aria-label="Clone, enlarged"
            on:close=move |_| view.open.set(None)
            on:keydown=key
            on:click=outside
        >
            {move || view.open.get().map(|(at, clone)| view! { <Enlarged view at clone /> })}
            <div class="actions">
                <button class="button" on:click=move |_| { go(view, |at, _| at.saturating_sub(1)); }>
                    "‹ Previous"
                </button>
                <button class="button" on:click=move |_| { go(view, |at, last| (at + 1).min(last)); }>
                    "Next ›"
                </button>
                <button class="button" on:click=move |_| view.open.set(None)>
                    "Close"
                </button>
            </div>
        </dialog>
    }
    .into_erased()
}

/// Goes to another clone of the same sheet, in the order shown.
fn go(view: ReportView, to: impl FnOnce(usize, usize) -> usize) -> bool {
    let Some((at, clone)) = view.open.get_untracked() else { return false };
    let order = view.read(|report| sorted(&report.identities[at].clones, view.sort.get_untracked()));
    let position = order.iter().position(|&other| other == clone).unwrap_or(0);
    let next = order.get(to(position, order.len().saturating_sub(1))).copied();
    if let Some(next) = next.filter(|&next| next != clone) {
        view.open.set(Some((at, next)));
    }
    true
}

#[component]
fn Enlarged(view: ReportView, at: usize, clone: usize) -> impl IntoView {
    let (title, clone_url, seed_url, real_url, facts) = view.read(|report| {
        let identity = &report.identities[at];
        let found = &identity.clones[clone];
        let chosen = [identity.attacker_choice, identity.oracle_choice].map(|choice| choice as usize == clone);
        let title = format!("Clone {} of {}", clone + 1, identity.name);
        // A seed that is withheld has no file.
        let seed = identity.seed.seeds.get(clone).filter(|seed| !seed.file.is_empty());
        let seed = seed.map(|seed| (view.url(&seed.file), Some(in_short(seed))));
        let photograph = identity.photographs.as_ref().and_then(|found| found.photographs.first()).map(in_short);
        let real = identity.real_faces.first().map(|file| (view.url(file), photograph));
        (title, view.url(&found.file), seed, real, facts(found, chosen, &report.config))
    });
    let beside = |caption: &'static str, picture: Option<(String, Option<String>)>| {
        picture.map(|(url, figures)| {
            view! {
                <figure>
                    <img src=url alt="" width="128" height="128" />
                    <figcaption>{caption} {figures.map(|figures| view! { <small>{figures}</small> })}</figcaption>
                </figure>
            }
        })
    };
    let fact = |(name, value): (String, String)| {
        view! {
            <div>
                <dt>{name}</dt>
                <dd>{value}</dd>
            </div>
        }
    };
    view! {
        <h2 aria-live="polite">{title.clone()}</h2>
        <div class="enlarged">
            <img class="large" src=clone_url alt=title width="384" height="384" />
            <div class="aside">
                <div class="small-pictures">{beside(view.own_face(), real_url)} {beside("Its seed", seed_url)}</div>
                {view
                    .clone_page(at, clone)
                    .map(|page| {
                        view! {
                            <a class="button small" href=page>
                                "See it form"
                            </a>
                        }
                    })}
                {view
                    .compared
                    .get_value()
                    .map(|run| {
                        view! {
                            <a class="button small" href=paths::film(&run, at, clone) rel="external">
                                "Download its film"
                            </a>
                        }
                    })}
                <dl class="facts">{facts.into_iter().map(fact).collect_view()}</dl>
            </div>
        </div>
    }
}

/// The judge's scores of a picture beside a clone.
fn in_short(picture: &CloneReport) -> String {
    format!("evaluation score {}, rank {}", number::score(picture.evaluation_score), picture.evaluation_rank)
}

/// Scores of a clone (three of them), its steps, who chose it (the attacker, the oracle), and the settings that matter
/// most.
pub fn facts(found: &CloneReport, chosen: [bool; 2], config: &ExperimentConfig) -> Vec<(String, String)> {
    let mut facts: Vec<(String, String)> = vec![
        ("Target score".into(), number::score(found.target_score)),
        ("Evaluation score".into(), number::score(found.evaluation_score)),
        ("Rank".into(), found.evaluation_rank.to_string()),
        ("Steps".into(), number::count(found.steps.into())),
    ];
    if chosen[0] {
        facts.push(("Chosen".into(), "by the attacker".into()));
    }
    if chosen[1] {
        facts.push(("Chosen".into(), "by the oracle (cherry-picked)".into()));
    }
    let settings = PARAMETERS.into_iter().filter_map(find);
    facts.extend(settings.filter_map(|setting| Some((setting.label.to_owned(), setting_text(config, setting)?))));
    facts
}
