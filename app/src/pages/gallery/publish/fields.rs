//! The fields of the form, each with the server's message about it.

use super::Form;
use crate::erased::IntoErasedView;
use leptos::ev;
use leptos::prelude::*;
use view_model::number::counted;
use wire::gallery::Visibility;

/// Title and note.
#[component]
pub fn Words(form: Form) -> impl IntoView {
    let title = form.publish.with_untracked(|publish| publish.title.clone());
    view! {
        <div class="field">
            <label for="publish-title">"Title"</label>
            <input
                type="text"
                id="publish-title"
                name="title"
                maxlength="120"
                aria-describedby=problem_id("title")
                aria-invalid=form.is_wrong("title")
                value=title
                on:input=move |event| form.publish.update(|publish| publish.title = event_target_value(&event))
            />
            <FieldProblem form field="title" />
        </div>
        <div class="field">
            <label for="publish-note">"Note for readers, may be empty"</label>
            <textarea
                id="publish-note"
                name="note"
                rows="3"
                maxlength="2000"
                aria-describedby=problem_id("note")
                aria-invalid=form.is_wrong("note")
                on:input=move |event| form.publish.update(|publish| publish.note = event_target_value(&event))
            ></textarea>
            <FieldProblem form field="note" />
        </div>
    }
    .into_erased()
}

/// The choice of targets.
#[component]
pub fn Targets(form: Form, targets: Vec<(String, u32)>) -> impl IntoView {
    let target = move |(name, clones): (String, u32)| {
        let own = name.clone();
        let choose = move |event: ev::Event| {
            let is_chosen = event_target_checked(&event);
            form.publish.update(|publish| {
                publish.targets.retain(|other| *other != own);
                if is_chosen {
                    publish.targets.push(own.clone());
                }
            });
        };
        view! {
            <label class="tick">
                <input
                    type="checkbox"
                    name="target"
                    value=name.clone()
                    checked=true
                    aria-invalid=form.is_wrong("targets")
                    on:change=choose
                />
                <span>{name.clone()} <small>{format!(" {}", counted(clones.into(), "clone"))}</small></span>
            </label>
        }
    };
    view! {
        <fieldset aria-describedby=problem_id("targets")>
            <legend>"Targets to show"</legend>
            <div class="ticks">{targets.into_iter().map(target).collect_view()}</div>
            <FieldProblem form field="targets" />
        </fieldset>
    }
    .into_erased()
}

/// The choice of who can find it.
#[component]
pub fn Audience(form: Form) -> impl IntoView {
    let choice = move |visibility: Visibility, title: &'static str, line: &'static str| {
        view! {
            <label class="choice">
                <input
                    type="radio"
                    name="visibility"
                    value=title
                    checked=visibility == Visibility::Unlisted
                    on:change=move |_| form.publish.update(|publish| publish.visibility = visibility)
                />
                <span class="choice-title">{title}</span>
                <span class="choice-line">{line}</span>
            </label>
        }
    };
    view! {
        <fieldset role="radiogroup" aria-describedby=problem_id("visibility") aria-invalid=form.is_wrong("visibility")>
            <legend>"Who sees it"</legend>
            <div class="choices">
                {choice(Visibility::Unlisted, "Unlisted", "Anybody with the link; the gallery does not show it.")}
                {choice(Visibility::Public, "Public", "Everybody: its clones are in the gallery, those of each target once.")}
            </div>
            <FieldProblem form field="visibility" />
        </fieldset>
    }
    .into_erased()
}

/// Whether faces of the targets are shown.
#[component]
pub fn Faces(form: Form, synthetic: bool) -> impl IntoView {
    let (label, line) = if synthetic {
        ("Show the drawn faces of the targets", "They are drawn; nobody is real.")
    } else {
        (
            "Show real faces of the targets",
            "Tick it only if these people agreed that everybody may see their photographs here.",
        )
    };
    view! {
        <div>
            <label class="tick">
                <input
                    type="checkbox"
                    name="real-faces"
                    aria-describedby="about-faces"
                    on:change=move |event| {
                        form.publish.update(|publish| publish.real_faces = event_target_checked(&event));
                    }
                />
                <span>{label}</span>
            </label>
            <p class="quiet" id="about-faces">
                {line}
                " Names of targets are shown in any case; the recognizers' weights never are."
            </p>
        </div>
    }
    .into_erased()
}

/// The message about a field, below it.
#[component]
fn FieldProblem(form: Form, field: &'static str) -> impl IntoView {
    view! {
        <p class="field-problem" id=problem_id(field) role="alert">
            {move || form.request.problem_of(field)}
        </p>
    }
    .into_erased()
}

fn problem_id(field: &str) -> String {
    format!("publish-{field}-problem")
}
