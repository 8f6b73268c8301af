//! The consent text, and a new version of it.

use crate::api::studies::set_study_consent;
use crate::current_user::current_user;
use crate::erased::IntoErasedView;
use crate::pages::studies::page_state::StudyPageState;
use crate::parts::error_note::sentence;
use leptos::ev;
use leptos::prelude::*;
use wire::people::Role;
use wire::study::Texts;

/// The text in every language; saving what was changed makes a new version.
#[component]
pub fn Consent(page: StudyPageState) -> impl IntoView {
    let texts = RwSignal::new(page.study.with_untracked(|study| study.config.consent.clone()));
    let version = Memo::new(move |_| page.study.with(|study| study.consent_version));
    let save = Action::new(move |consent: &Texts| set_study_consent(page.id(), consent.clone()));
    Effect::new(move || {
        if let Some(Ok(_)) = save.value().get() {
            page.refresh();
        }
    });
    let changed = Memo::new(move |_| texts.with(|texts| page.study.with(|study| *texts != study.config.consent)));
    let told = move || match save.value().get() {
        Some(Ok(number)) if !changed.get() => Some(format!("Version {number} is saved.")),
        _ => None,
    };
    let trouble = move || match save.value().get() {
        Some(Err(error)) => Some(sentence(&error.to_string())),
        _ => None,
    };
    let may = current_user().has(Role::Collaborator);
    let languages = page.study.with_untracked(|study| study.config.languages.clone());
    view! {
        <details class="panel consent">
            <summary>{move || format!("Consent text, version {}", version.get())}</summary>
            <p class="quiet">
                "People who join from now on agree to the newest version. Each participant's data records the version."
            </p>
            {languages.into_iter().map(|tag| view! { <Text texts tag /> }).collect_view()}
            <div class="actions">
                <button
                    type="button"
                    class="button"
                    disabled=move || !may || !changed.get() || save.pending().get()
                    on:click=move |_| { save.dispatch(texts.get_untracked()); }
                >
                    {move || format!("Save as version {}", version.get() + 1)}
                </button>
                <span role="status">{told}</span>
            </div>
            <p class="field-problem" role="alert">
                {trouble}
            </p>
        </details>
    }
    .into_erased()
}

#[component]
fn Text(texts: RwSignal<Texts>, tag: String) -> impl IntoView {
    let (id, lang, read) = (format!("consent-{tag}"), tag.clone(), tag.clone());
    let text = Memo::new(move |_| texts.with(|texts| texts.get(&read).cloned().unwrap_or_default()));
    let label = format!("Text ({tag})");
    let write = move |event: ev::Event| {
        texts.update(|texts| {
            texts.insert(tag.clone(), event_target_value(&event));
        });
    };
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <textarea id=id rows="6" lang=lang prop:value=text on:input=write>
                {text.get_untracked()}
            </textarea>
        </div>
    }
    .into_erased()
}
