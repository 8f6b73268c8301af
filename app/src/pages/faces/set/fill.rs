//! Uploads images to a set: files, a folder, or an archive, chosen or dropped; one after another, until done or
//! cancelled.

use super::FaceSetSignal;
use super::dropped::{FoundFile, chosen, dropped, files};
use super::send::PreparedUpload;
use crate::erased::IntoErasedView;
use crate::parts::error_note::sentence;
use leptos::ev;
use leptos::html::Input;
use leptos::prelude::*;
use leptos::reactive::send_wrapper_ext::SendOption;
use leptos::task::spawn_local;
use view_model::faces::upload::{Progress, UploadTarget, upload_target};
use view_model::number;
use web_sys::{File, XmlHttpRequest};
use wire::faces::UploadResult;
use wire::json;

/// The state of an upload.
#[derive(Clone, Copy)]
struct Upload {
    set: FaceSetSignal,
    person: RwSignal<String>,
    progress: RwSignal<Option<Progress>>,
    /// The current request, to cancel it.
    request: StoredValue<SendOption<XmlHttpRequest>>,
}

/// The drop area, buttons to choose files, and the progress.
#[component]
pub fn Fill(set: FaceSetSignal) -> impl IntoView {
    let upload = Upload {
        set,
        person: RwSignal::new(String::new()),
        progress: RwSignal::new(None),
        request: StoredValue::new(SendOption::new_local(None)),
    };
    let is_over = RwSignal::new(false);
    let over = move |event: ev::DragEvent| {
        event.prevent_default();
        is_over.set(true);
    };
    let drop = move |event: ev::DragEvent| {
        event.prevent_default();
        is_over.set(false);
        let Some(data) = event.data_transfer() else { return };
        let dropped = dropped(&data);
        spawn_local(async move { upload.begin(files(dropped).await) });
    };
    view! {
        <section
            class="panel drop"
            class:over=is_over
            on:dragover=over
            on:dragleave=move |_| is_over.set(false)
            on:drop=drop
        >
            <h2>"Add photographs"</h2>
            <p>
                "Drop files, a folder or a ZIP archive here, with one folder for each person: " <code>"ANNA/0001.jpg"</code>
                ". JPEG, PNG, WebP and BMP, at most 10 MiB each. Only the pixels are kept, at most 512 on a side, on white where "
                "they are transparent: place, time and camera are not."
            </p>
            <div class="actions">
                <Choose upload label="Choose files" is_folder=false />
                <Choose upload label="Choose a folder" is_folder=true />
            </div>
            <div class="field">
                <label for="person">"Person, for files that are in no folder"</label>
                <input
                    type="text"
                    id="person"
                    autocomplete="off"
                    on:input=move |event| upload.person.set(event_target_value(&event))
                />
            </div>
            <UploadStatus upload />
        </section>
    }
    .into_erased()
}

/// A file input that looks like a button; a label opens it by click, the input itself has the focus.
#[component]
fn Choose(upload: Upload, label: &'static str, is_folder: bool) -> impl IntoView {
    let take = move |event: ev::Event| {
        let input = event_target::<web_sys::HtmlInputElement>(&event);
        let found = input.files().map(|list| chosen(&list)).unwrap_or_default();
        // So that choosing the same files again is a change.
        input.set_value("");
        upload.begin(found);
    };
    let accept = (!is_folder).then_some(".jpg,.jpeg,.jfif,.png,.webp,.bmp,.zip");
    let node = NodeRef::<Input>::new();
    // The macro does not know this attribute.
    Effect::new(move || {
        if let Some(input) = node.get() {
            input.set_webkitdirectory(is_folder);
        }
    });
    view! {
        <label class="button file">
            {label}
            <input
                type="file"
                multiple
                class="unseen"
                accept=accept
                node_ref=node
                disabled=move || upload.is_under_way()
                on:change=take
            />
        </label>
    }
    .into_erased()
}

/// The progress, a button to cancel, and the files that were left out.
#[component]
fn UploadStatus(upload: Upload) -> impl IntoView {
    let read = move |read: fn(&Progress) -> String| upload.progress.with(|progress| progress.as_ref().map(read));
    let share = move || upload.progress.with(|progress| progress.as_ref().map(|now| now.share().to_string()));
    let examples = move || upload.progress.with(|progress| progress.as_ref().map(|now| now.taken.examples.len()));
    // The list may be long, and progress events are frequent.
    let named = Memo::new(move |_| examples());
    let left_out = move || {
        named.track();
        let examples =
            upload.progress.with_untracked(|progress| progress.as_ref().map(|now| now.taken.examples.clone()));
        let line = |file: &str, why: &str| view! { <li><code>{file.to_owned()}</code> ": " {sentence(why)}</li> };
        examples.unwrap_or_default().iter().map(|one| line(&one.file, &one.why)).collect_view()
    };
    view! {
        <Show when=move || upload.progress.with(Option::is_some)>
            <div class="standing">
                <progress max="1" value=share aria-label="Upload"></progress>
                <p role="status">{move || read(Progress::words)}</p>
                <Show when=move || upload.is_under_way()>
                    <p class="actions">
                        <span class="quiet">{move || read(|now| number::progress(now.share()))}</span>
                        <button type="button" class="button" on:click=move |_| upload.cancel()>
                            "Cancel"
                        </button>
                    </p>
                </Show>
                <Show when=move || named.get().is_some_and(|files| files > 0)>
                    <div class="scroll tall" tabindex="0" role="region" aria-label="Files that were left out">
                        <ul class="left-out">{left_out}</ul>
                    </div>
                </Show>
            </div>
        </Show>
    }
    .into_erased()
}

impl Upload {
    fn is_under_way(self) -> bool {
        self.progress.with(|progress| progress.as_ref().is_some_and(|now| now.done < now.files && !now.is_cancelled))
    }

    /// Sends files one after another; files that are no pictures are listed as left out.
    fn begin(self, found: Vec<FoundFile>) {
        if found.is_empty() || untrack(|| self.is_under_way()) {
            return;
        }
        let (set, person) = (self.set.id(), self.person.get_untracked());
        let mut progress = Progress::default();
        let mut files = Vec::new();
        for (path, file) in found {
            match upload_target(&set, &path, &person) {
                Ok(target) => {
                    progress.files += 1;
                    progress.bytes += file.size() as u64;
                    files.push((path, target, file));
                }
                Err(Some(why)) => progress.refuse(&path, why.into()),
                Err(None) => {}
            }
        }
        self.progress.set(Some(progress));
        spawn_local(async move {
            for (path, target, file) in files {
                if !untrack(|| self.progress.try_with(|_| self.is_under_way())).unwrap_or(false) {
                    break;
                }
                self.send(&path, &target, &file).await;
            }
            self.set.refresh();
        });
    }

    async fn send(self, path: &str, target: &UploadTarget, file: &File) {
        let told = move |bytes| self.update(|now| now.of_this = bytes);
        let size = file.size() as u64;
        let outcome = match PreparedUpload::new(target, told) {
            Ok(sending) => {
                self.request.try_update_value(|request| *request = SendOption::new_local(Some(sending.request())));
                let answer = sending.send(file).await;
                answer.and_then(|text| {
                    json::read::<UploadResult>(&text).map_err(|_| "the server's answer was not understood".into())
                })
            }
            Err(_) => Err("it cannot be sent from this browser".into()),
        };
        self.update(|now| match outcome {
            Ok(taken) => now.finished(size, taken),
            // A cancelled request is no error.
            Err(_) if now.is_cancelled => {}
            Err(why) => {
                now.refuse(path, why);
                now.finished(size, Default::default());
            }
        });
    }

    /// Updates the progress; the page may be closed.
    fn update(self, change: impl FnOnce(&mut Progress)) {
        self.progress.try_update(|progress| progress.as_mut().map(change));
    }

    fn cancel(self) {
        self.update(|now| now.is_cancelled = true);
        self.request.with_value(|request| {
            if let Some(request) = request.as_ref() {
                // Fails only once it is over.
                let _ = request.abort();
            }
        });
    }
}
