//! The workspace's recognizers: a list, and the form that adds one.

use super::calibration::NetworkCheck;
use super::fields::{FieldErrors, Grounds, TextField, id_of};
use super::set::send::PreparedUpload;
use crate::api::ApiError;
use crate::api::faces::{add_recognizer, delete_recognizer};
use crate::erased::IntoErasedView;
use crate::parts::error_note::sentence;
use leptos::ev;
use leptos::html::Input;
use leptos::prelude::*;
use leptos::task::spawn_local;
use view_model::faces::upload::{self, UploadTarget};
use view_model::faces::words;
use view_model::time;
use wasm_bindgen_futures::JsFuture;
use web_sys::File;
use wire::faces::{Basis, FaceSetSummary, NewRecognizer, RecognizerId, RecognizerSummary};

/// Prefix of the ids of the form's fields.
const FORM: &str = "recognizer";

/// The list and the form.
#[component]
pub fn Recognizers(
    recognizers: Vec<RecognizerSummary>,
    sets: Vec<FaceSetSummary>,
    may_add: bool,
    may_delete: bool,
) -> impl IntoView {
    let none = recognizers.is_empty();
    let card = move |recognizer| view! { <Card recognizer sets=sets.clone() may_add may_delete /> };
    let list = (!none).then(|| view! { <ul class="cards">{recognizers.into_iter().map(card).collect_view()}</ul> });
    view! {
        <section>
            <h2>"Recognizers"</h2>
            <p class="quiet">
                "A run trains its own recognizers. To attack an existing one, add it here: an embedding network as "
                <code>".onnx"</code> " or as PyTorch weights of a known architecture, with which runs register their people; \
                 or weights as " <code>".safetensors"</code> " with the " <code>".json"</code>
                " that a report of Effigy has beside them."
            </p>
            {list}
            {may_add.then(|| view! { <AddRecognizer /> })}
        </section>
    }
    .into_erased()
}

#[component]
fn Card(recognizer: RecognizerSummary, sets: Vec<FaceSetSummary>, may_add: bool, may_delete: bool) -> impl IntoView {
    let RecognizerSummary { id, name, is_path, is_whole, classes, authorisation, added_by, created_ms } = recognizer;
    let checked = id.clone();
    let check = (is_whole && classes == 0).then(|| view! { <NetworkCheck id=checked sets may_start=may_add /> });
    let delete = Action::new(move |(): &()| delete_recognizer(id.clone()));
    Effect::new(move || {
        if let Some(Ok(())) = delete.value().get() {
            reload();
        }
    });
    let asked = RwSignal::new(false);
    let remove = move |_| {
        if asked.get_untracked() {
            delete.dispatch(());
        } else {
            asked.set(true);
        }
    };
    let trouble = move || delete.value().get().and_then(Result::err).map(|error| sentence(&error.to_string()));
    let place = if is_path { "a file on the server's machine" } else { "sent" };
    let state = if is_whole { "ready" } else { "its weights have not been uploaded" };
    view! {
        <li class="card panel">
            <h3>{name}</h3>
            <p class="quiet">
                <span class="state">{state}</span>
                {format!(" · {} · {place} · added by {added_by}, {}", words::known(classes), time::date(created_ms))}
            </p>
            <p>{words::authority(&authorisation)}</p>
            {check}
            <Show when=move || may_delete>
                <button type="button" class="button small danger" disabled=delete.pending() on:click=remove>
                    {move || if asked.get() { "Really delete it" } else { "Delete" }}
                </button>
            </Show>
            <p class="field-problem" role="alert">
                {trouble}
            </p>
        </li>
    }
    .into_erased()
}

/// Reloads the page with the current list.
fn reload() {
    // Fails only while the page is closing.
    let _ = window().location().reload();
}

/// The contents of the fields.
#[derive(Clone, Copy)]
struct FormFields {
    name: RwSignal<String>,
    authorised_by: RwSignal<String>,
    basis: RwSignal<Option<Basis>>,
    file: RwSignal<String>,
    description: NodeRef<Input>,
    weights: NodeRef<Input>,
    templates: NodeRef<Input>,
    error: RwSignal<Option<ApiError>>,
    is_pending: RwSignal<bool>,
}

#[component]
fn AddRecognizer() -> impl IntoView {
    let typed = FormFields {
        name: RwSignal::default(),
        authorised_by: RwSignal::default(),
        basis: RwSignal::default(),
        file: RwSignal::default(),
        description: NodeRef::new(),
        weights: NodeRef::new(),
        templates: NodeRef::new(),
        error: RwSignal::new(None),
        is_pending: RwSignal::new(false),
    };
    let errors = FieldErrors(typed.error.into());
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        typed.is_pending.set(true);
        spawn_local(async move {
            let outcome = typed.add().await;
            // The page may be closed.
            typed.is_pending.try_set(false);
            match outcome {
                Ok(()) => reload(),
                Err(error) => drop(typed.error.try_set(Some(error))),
            }
        });
    };
    let who = "Name and position. Shown with the recognizer, and in the report of every run on it.";
    view! {
        <details class="panel">
            <summary>"Add a recognizer"</summary>
            <form class="add-faces" on:submit=submit>
                <TextField form=FORM field="name" label="Name" hint="Its name in the workspace." value=typed.name errors />
                <FileField
                    field="weights"
                    label="Network (.onnx), or weights of PyTorch (.pt, .pth, .safetensors) or Effigy (.safetensors)"
                    accept=upload::NETWORK_ENDINGS
                    node=typed.weights
                    errors
                />
                <FileField
                    field="description"
                    label="Description (.json); only weights of Effigy need it"
                    accept=".json"
                    node=typed.description
                    errors
                />
                <FileField
                    field="templates"
                    label="Templates of people (.csv, .json, .npy); without them, runs register people by their photographs"
                    accept=upload::TEMPLATE_ENDINGS
                    node=typed.templates
                    errors
                />
                <TextField
                    form=FORM
                    field="file"
                    label="Or a file on the server's machine"
                    hint="A path to NAME.onnx, NAME.pt, or NAME.safetensors with NAME.json beside it; templates lie \
                         beside it as NAME.templates.csv, .json or .npy. Leave empty to upload."
                    value=typed.file
                    errors
                />
                <TextField
                    form=FORM
                    field="authorised_by"
                    label="Who authorises the audit"
                    hint=who
                    value=typed.authorised_by
                    errors
                />
                <Grounds form=FORM value=typed.basis errors />
                <p class="field-problem" role="alert">
                    {move || errors.other()}
                </p>
                <div class="actions">
                    <button type="submit" class="button primary" disabled=typed.is_pending>
                        {move || if typed.is_pending.get() { "Adding…" } else { "Add the recognizer" }}
                    </button>
                </div>
            </form>
        </details>
    }
    .into_erased()
}

#[component]
fn FileField(
    field: &'static str,
    label: &'static str,
    accept: &'static str,
    node: NodeRef<Input>,
    errors: FieldErrors,
) -> impl IntoView {
    let id = id_of(FORM, field);
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <input type="file" id=id.clone() accept=accept aria-describedby=format!("{id}-problem") node_ref=node />
            <p class="field-problem" id=format!("{id}-problem")>
                {move || errors.of(field)}
            </p>
        </div>
    }
    .into_erased()
}

impl FormFields {
    /// Adds the recognizer, and uploads its weights if they are a local file.
    async fn add(self) -> Result<(), ApiError> {
        let file = Some(self.file.get_untracked()).filter(|file| !file.trim().is_empty());
        let weights = if file.is_none() { chosen(self.weights) } else { None };
        let description = match (&weights, chosen(self.description)) {
            (Some(_), Some(described)) => JsFuture::from(described.text()).await.ok().and_then(|text| text.as_string()),
            (Some(weights), None) => upload::description_of(&weights.name()),
            (None, _) => None,
        };
        let weights = weights.filter(|_| description.is_some());
        let new = NewRecognizer {
            name: self.name.get_untracked(),
            file,
            description,
            authorised_by: self.authorised_by.get_untracked(),
            basis: self.basis.get_untracked(),
        };
        let id = add_recognizer(new).await?;
        let Some(weights) = weights else { return Ok(()) };
        // The weights last: with them the recognizer is whole.
        let files = chosen(self.templates).map(|file| ("templates", file)).into_iter().chain([("weights", weights)]);
        for (part, file) in files {
            if let Err(error) = send(&id, part, &file).await {
                // Nothing of it is worth keeping. Who may not delete it sees it in the list, without weights.
                let _ = delete_recognizer(id).await;
                return Err(error);
            }
        }
        Ok(())
    }
}

/// Sends a file of a recognizer.
async fn send(id: &RecognizerId, part: &str, file: &File) -> Result<(), ApiError> {
    let target = UploadTarget { method: "PUT", address: format!("/api/recognizers/{}/{part}", id.0) };
    let sending =
        PreparedUpload::new(&target, |_| ()).map_err(|_| ApiError::Transport("this browser cannot send it".into()))?;
    sending.send(file).await.map(drop).map_err(ApiError::Conflict)
}

fn chosen(node: NodeRef<Input>) -> Option<File> {
    node.get_untracked()?.files()?.get(0)
}
