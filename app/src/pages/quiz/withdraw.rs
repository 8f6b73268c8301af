//! The page that withdraws a participant's answers.

use crate::api::ApiError;
use crate::api::quiz::{get_quiz_texts, withdraw_from_quiz};
use crate::erased::IntoErasedView;
use crate::json::JsonResource;
use crate::parts::title::PlainTitle;
use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_meta::Html;
use leptos_router::hooks::use_query_map;
use view_model::quiz::words::Words;
use wire::study::quiz::PageTexts;

/// The page with the form for the withdrawal code.
#[component]
pub fn WithdrawPage() -> impl IntoView {
    let language = use_query_map().read_untracked().get("lang");
    let texts = JsonResource::new_with_options(|| (), move |()| get_quiz_texts(language.clone()), false);
    view! {
        <Suspense>
            {move || Suspend::new(async move {
                let texts = texts.await.unwrap_or_default();
                view! { <Withdraw texts /> }
            })}
        </Suspense>
    }
}

/// The state of the withdrawal.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Attempt {
    None,
    Empty,
    UnderWay,
    Removed(u32),
    Unknown,
    Lost,
}

#[component]
fn Withdraw(texts: PageTexts) -> impl IntoView {
    let PageTexts { languages, language, texts } = texts;
    let words = StoredValue::new(Words(texts));
    let say = move |key: &str| words.with_value(|words| words.say(key));
    let link = |(tag, name): (String, String)| {
        let is_current = (tag == language).then_some("true");
        view! {
            <li>
                <a
                    href=["?lang=", &tag].concat()
                    rel="external"
                    lang=tag.clone()
                    hreflang=tag.clone()
                    aria-current=is_current
                >
                    {name}
                </a>
            </li>
        }
    };
    view! {
        <Html attr:lang=language.clone() />
        <PlainTitle text=say("withdraw.title") />
        <main id="main" class="quiz">
            <section class="screen words">
                <nav class="languages" aria-label=say("consent.language")>
                    <ul>{languages.into_iter().map(link).collect_view()}</ul>
                </nav>
                <h1>{say("withdraw.heading")}</h1>
                <p>{say("withdraw.text")}</p>
                <CodeForm words />
            </section>
        </main>
    }
    .into_erased()
}

#[component]
fn CodeForm(words: StoredValue<Words>) -> impl IntoView {
    let say = move |key: &str| words.with_value(|words| words.say(key));
    let code = RwSignal::new(String::new());
    let attempt = RwSignal::new(Attempt::None);
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let code = code.get_untracked().trim().to_owned();
        if attempt.get_untracked() == Attempt::UnderWay {
            return;
        }
        if code.is_empty() {
            attempt.set(Attempt::Empty);
            return;
        }
        attempt.set(Attempt::UnderWay);
        spawn_local(async move {
            attempt.set(match withdraw_from_quiz(code).await {
                Ok(removed) => Attempt::Removed(removed),
                Err(ApiError::NotFound(_)) => Attempt::Unknown,
                Err(_) => Attempt::Lost,
            });
        });
    };
    let problem = move || match attempt.get() {
        Attempt::Empty => Some(say("withdraw.empty")),
        Attempt::Unknown => Some(say("withdraw.unknown")),
        Attempt::Lost => Some(say("withdraw.failed")),
        Attempt::None | Attempt::UnderWay | Attempt::Removed(_) => None,
    };
    let result = move || match attempt.get() {
        Attempt::Removed(0) => Some(say("withdraw.none")),
        Attempt::Removed(removed) => {
            Some(words.with_value(|words| words.fill("withdraw.removed", &[("n", &removed.to_string())])))
        }
        _ => None,
    };
    let label = move || match attempt.get() {
        Attempt::UnderWay => say("withdraw.busy"),
        _ => say("withdraw.button"),
    };
    let is_wrong = move || matches!(attempt.get(), Attempt::Empty | Attempt::Unknown).then_some("true");
    view! {
        <form class="withdraw" autocomplete="off" on:submit=submit>
            <label for="code">{say("withdraw.label")}</label>
            <input
                id="code"
                type="text"
                spellcheck="false"
                autocapitalize="characters"
                aria-invalid=is_wrong
                aria-describedby="code-problem"
                prop:value=code
                on:input=move |event| code.set(event_target_value(&event))
            />
            <p id="code-problem" class="field-problem" role="alert">
                {problem}
            </p>
            <button type="submit" class="button danger large wide">
                {label}
            </button>
            <p class="removed" role="status">
                {result}
            </p>
        </form>
    }
    .into_erased()
}
