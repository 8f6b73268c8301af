//! The form that adds a set: its name, the place of its images, and who authorises the audit.

use super::fields::{FieldErrors, Grounds, TextField};
use crate::api::faces::add_face_set;
use crate::erased::IntoErasedView;
use leptos::ev;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use view_model::faces::words;
use wire::experiment::FolderFaces;
use wire::faces::{Basis, NewFaceSet};

/// Prefix of the ids of its fields.
const FORM: &str = "add";

/// The contents of the fields.
#[derive(Clone, Copy, Default)]
struct FormFields {
    name: RwSignal<String>,
    is_folder: RwSignal<bool>,
    identities: RwSignal<String>,
    public: RwSignal<String>,
    authorised_by: RwSignal<String>,
    basis: RwSignal<Option<Basis>>,
}

impl FormFields {
    fn whole(self) -> NewFaceSet {
        let folder = FolderFaces { identities: self.identities.get_untracked(), public: self.public.get_untracked() };
        NewFaceSet {
            name: self.name.get_untracked(),
            folder: self.is_folder.get_untracked().then_some(folder),
            authorised_by: self.authorised_by.get_untracked(),
            basis: self.basis.get_untracked(),
        }
    }
}

/// The form.
#[component]
pub fn AddSet() -> impl IntoView {
    let navigate = use_navigate();
    let typed = FormFields::default();
    let add = Action::new(|new: &NewFaceSet| add_face_set(new.clone()));
    Effect::new(move || {
        if let Some(Ok(id)) = add.value().get() {
            navigate(&words::set_page(&id), Default::default());
        }
    });
    let errors = FieldErrors(Signal::derive(move || add.value().get().and_then(Result::err)));
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        add.dispatch(typed.whole());
    };
    view! {
        <section class="panel" aria-labelledby="add-set">
            <h2 id="add-set">"Add a set of faces"</h2>
            <form class="add-faces" on:submit=submit>
                <TextField form=FORM field="name" label="Name" hint="Its name in the workspace." value=typed.name errors />
                <Place typed errors />
                <TextField
                    form=FORM
                    field="authorised_by"
                    label="Who authorises the audit"
                    hint="Name and position. Shown with the set, and in the report of every run on it."
                    value=typed.authorised_by
                    errors
                />
                <Grounds form=FORM value=typed.basis errors />
                <p class="field-problem" role="alert">
                    {move || errors.other()}
                </p>
                <div class="actions">
                    <button type="submit" class="button primary" disabled=add.pending()>
                        {move || if add.pending().get() { "Adding…" } else { "Add the set" }}
                    </button>
                </div>
            </form>
        </section>
    }
    .into_erased()
}

/// The choice between upload and folder.
#[component]
fn Place(typed: FormFields, errors: FieldErrors) -> impl IntoView {
    let choice = move |is_folder: bool, title: &'static str, line: &'static str| {
        view! {
            <label class="choice">
                <input
                    type="radio"
                    name="place"
                    value=title
                    checked=!is_folder
                    on:change=move |_| typed.is_folder.set(is_folder)
                />
                <span class="choice-title">{title}</span>
                <span class="choice-line">{line}</span>
            </label>
        }
    };
    view! {
        <fieldset>
            <legend>"Where are the photographs?"</legend>
            <div class="choices">
                {choice(false, "With you", "Upload them from this browser in the next step.")}
                {choice(true, "On the server's machine", "A folder that each run reads again.")}
            </div>
        </fieldset>
        <Show when=move || typed.is_folder.get()>
            <TextField
                form=FORM
                field="faces.folder.identities"
                label="Folder of identities"
                hint="A path on the server's machine with one folder of photographs for each person."
                value=typed.identities
                errors
            />
            <TextField
                form=FORM
                field="faces.folder.public"
                label="Folder of public faces"
                hint="Faces that neither recognizer sees, for the seeds. May be empty: people left over by the split are used."
                value=typed.public
                errors
            />
        </Show>
    }
    .into_erased()
}
