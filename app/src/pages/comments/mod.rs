//! Comments on a run.

mod comment;
mod compose;

use super::run_in_address;
use crate::api::comments::get_comments;
use crate::erased::IntoErasedView;
use crate::json::JsonResource;
use crate::parts::error_note::ErrorNote;
use crate::parts::title::PageTitle;
use comment::OneComment;
use compose::Compose;
use leptos::html::H2;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::time::Duration;
use view_model::{number, paths};
use wire::comments::Discussion;
use wire::run::RunId;

/// Time between requests for new comments.
const REFRESH: Duration = Duration::from_secs(10);

/// State shared by the components of the page.
#[derive(Clone, Copy)]
struct CommentsState {
    run: StoredValue<RunId>,
    discussion: RwSignal<Discussion>,
    /// The last action, for screen readers.
    announcement: RwSignal<&'static str>,
    /// Focused after a comment is deleted.
    heading: NodeRef<H2>,
}

impl CommentsState {
    /// Loads all comments again.
    fn refresh(self) {
        let run = self.run.get_value();
        spawn_local(async move {
            // A failure is retried with the next request; the page may be closed by then.
            if let Ok(now) = get_comments(run).await
                && self.discussion.try_with_untracked(|before| *before != now) == Some(true)
            {
                self.discussion.set(now);
            }
        });
    }
}

/// The page of a run's comments.
#[component]
pub fn CommentsPage() -> impl IntoView {
    let id = run_in_address();
    let discussion = JsonResource::new_with_options(move || id.get(), get_comments, false);
    view! {
        <main id="main" class="page talk">
            <Suspense fallback=|| {
                view! { <p class="quiet">"Loading comments…"</p> }
            }>
                {move || {
                    let id = id.get();
                    Suspend::new(async move {
                        match discussion.await {
                            Ok(discussion) => view! { <Comments id discussion /> }.into_erased(),
                            Err(error) => view! { <PageTitle text="Comments" /> <ErrorNote error /> }.into_erased(),
                        }
                    })
                }}
            </Suspense>
        </main>
    }
    .into_erased()
}

#[component]
fn Comments(id: RunId, discussion: Discussion) -> impl IntoView {
    let (name, is_finished) = (discussion.run_name.clone(), discussion.is_finished);
    let way = if is_finished { paths::report_page(&id) } else { paths::live_page(&id) };
    let state = CommentsState {
        run: StoredValue::new(id),
        discussion: RwSignal::new(discussion),
        announcement: RwSignal::new(""),
        heading: NodeRef::new(),
    };
    keep_fresh(state);
    let count = Memo::new(move |_| state.discussion.with(|discussion| discussion.comments.len() as u64));
    let each = move || state.discussion.with(|discussion| discussion.comments.clone());
    let title = move || match count.get() {
        0 => "No comments yet".into(),
        count => number::counted(count, "comment"),
    };
    view! {
        <PageTitle text=format!("Comments on {name}") />
        <header>
            <h1>{format!("Comments on {name}")}</h1>
            <p class="quiet">
                "All members of the run's workspace can read them. " <a href=way rel="external">
                    {if is_finished { "Back to the report" } else { "Back to the run" }}
                </a>
            </p>
        </header>
        <section>
            <h2 node_ref=state.heading tabindex="-1">
                {title}
            </h2>
            <ol class="comments">
                <For each=each key=|comment| comment.id.clone() let:comment>
                    <OneComment state comment />
                </For>
            </ol>
        </section>
        <Compose state />
        <p class="unseen" role="status">
            {state.announcement}
        </p>
    }
    .into_erased()
}

fn keep_fresh(state: CommentsState) {
    Effect::new(move || {
        let ask = move || {
            if !document().hidden() {
                state.refresh();
            }
        };
        let timer = set_interval_with_handle(ask, REFRESH);
        on_cleanup(move || {
            if let Ok(timer) = timer {
                timer.clear();
            }
        });
    });
}
