//! Step 1: runs and targets.

use super::FormState;
use super::fields::SectionProblem;
use crate::erased::IntoErasedView;
use crate::parts::explain::Explain;
use leptos::prelude::*;
use view_model::number::counted;
use view_model::palette::COLOURS;
use view_model::study::new_study::FormSection;
use view_model::terms::Term;
use wire::study::summary::RunChoice;

/// The choice of runs and targets.
#[component]
pub fn RunsStep(state: FormState) -> impl IntoView {
    let runs = state.form.with_untracked(|form| form.runs.clone());
    view! {
        <section class="panel">
            <h2>
                <span class="number">"1"</span>
                "Runs and targets"
            </h2>
            <p class="quiet">
                "People see the " <span class="term">"clones " <Explain term=Term::Clone /></span>
                " of finished runs. Several runs are compared as methods, on the targets that all of them attacked."
            </p>
            <fieldset aria-describedby=FormSection::Runs.id()>
                <legend>"Which runs?"</legend>
                <div class="choices">{runs.into_iter().map(|run| view! { <RunCard state run /> }).collect_view()}</div>
            </fieldset>
            <SectionProblem state place=FormSection::Runs />
            <Targets state />
        </section>
    }
    .into_erased()
}

#[component]
fn RunCard(state: FormState, run: RunChoice) -> impl IntoView {
    let RunChoice { id, name, targets, thumbnail } = run;
    let clones: u32 = targets.iter().map(|(_, [clones, _])| clones).sum();
    let line = format!("{}, {}", counted(targets.len() as u64, "target"), counted(clones.into(), "clone"));
    let picture = thumbnail.map(|src| view! { <img class="run-picture" src=src alt="" width="48" height="48" /> });
    let (of_run, toggled) = (id.clone(), id.clone());
    let chosen = Memo::new(move |_| state.form.with(|form| form.chosen.contains(&of_run)));
    view! {
        <label class="choice with-picture">
            <input
                type="checkbox"
                name="run"
                value=id.0
                checked=chosen
                prop:checked=chosen
                on:change=move |_| state.form.update(|form| form.toggle_run(&toggled))
            />
            <span class="choice-title">{name}</span>
            <span class="choice-line">{line}</span>
            {picture}
        </label>
    }
    .into_erased()
}

#[component]
fn Targets(state: FormState) -> impl IntoView {
    let targets = Memo::new(move |_| state.form.with(|form| form.targets()));
    let own = move || state.form.with(|form| form.lacks_targets()).then_some("Choose at least one target.");
    let none = move || targets.with(Vec::is_empty).then_some("The runs chosen share no target.");
    let target = move |(at, name): (usize, String)| {
        let (shown, toggled) = (name.clone(), name.clone());
        let chosen = Memo::new(move |_| state.form.with(|form| form.has_target(&shown)));
        view! {
            <label class="check">
                <input
                    type="checkbox"
                    name="target"
                    checked=chosen
                    prop:checked=chosen
                    on:change=move |_| state.form.update(|form| form.toggle_target(&toggled))
                />
                <span class=format!("dot series-{}", at % COLOURS) aria-hidden="true"></span>
                {name}
            </label>
        }
    };
    view! {
        <fieldset aria-describedby=FormSection::Targets.id()>
            <legend>"Which targets?"</legend>
            <div class="checks">
                {move || targets.get().into_iter().enumerate().map(target).collect_view()}
            </div>
            <p class="field-problem">{own}</p>
            <p class="quiet">{none}</p>
        </fieldset>
        <SectionProblem state place=FormSection::Targets />
    }
    .into_erased()
}
