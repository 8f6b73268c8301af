//! Answers as a group of radio buttons that look like points, words or pictures.

use super::ends::Ends;
use super::pictures::{Picture, name};
use super::slider::Slider;
use super::state::QuestionState;
use crate::erased::IntoErasedView;
use leptos::prelude::*;
use view_model::quiz::question_layout::{AnswerForm, Choice};

/// All possible answers.
#[component]
pub fn Answers(state: QuestionState) -> impl IntoView {
    let (form, choices) = state.read(|_, layout| (layout.form, layout.choices.clone()));
    match form {
        AnswerForm::Points(ends) => view! { <Points state choices ends /> }.into_erased(),
        AnswerForm::Slider(ends) => view! { <Slider state ends /> }.into_erased(),
        AnswerForm::Words => view! {
            <fieldset class="answers in-words" aria-labelledby="question" disabled=move || !state.is_open()>
                {choices.into_iter().map(|choice| view! { <InWords state choice /> }).collect_view()}
            </fieldset>
        }
        .into_erased(),
        AnswerForm::Pictures => view! { <Candidates state choices /> }.into_erased(),
    }
}

#[component]
fn Points(state: QuestionState, choices: Vec<Choice>, ends: [&'static str; 2]) -> impl IntoView {
    let ends = ends.map(|key| state.session.say(key));
    let last = choices.len().saturating_sub(1);
    let point = |(at, choice): (usize, Choice)| {
        let digit = choice.value.to_string();
        // Screen readers read the meaning of the ends with them.
        let name = match at {
            0 => [&digit, ", ", &ends[0]].concat(),
            _ if at == last => [&digit, ", ", &ends[1]].concat(),
            _ => digit.clone(),
        };
        view! {
            <label class="option">
                <Radio state value=choice.value name />
                <span class="face">{digit}</span>
            </label>
        }
    };
    view! {
        <fieldset class="answers points" aria-labelledby="question" disabled=move || !state.is_open()>
            <div class="row">{choices.into_iter().enumerate().map(point).collect_view()}</div>
            <Ends ends=ends.clone() />
        </fieldset>
    }
}

#[component]
fn InWords(state: QuestionState, choice: Choice) -> impl IntoView {
    let words = state.session.with_words(|words| choice.name.in_words(words));
    view! {
        <label class="option">
            <Radio state value=choice.value name=words.clone() />
            <span class="face">
                <kbd class="for-keyboards" aria-hidden="true">
                    {choice.digit.to_string()}
                </kbd>
                {words}
            </span>
        </label>
    }
}

/// Pictures to choose from, with the other choices below.
#[component]
fn Candidates(state: QuestionState, choices: Vec<Choice>) -> impl IntoView {
    let (pictures, others): (Vec<_>, Vec<_>) = choices.into_iter().partition(|choice| choice.value >= 0);
    let of = match pictures.len() {
        2 => "candidates of-two",
        4 => "candidates of-four",
        _ => "candidates",
    };
    let picture = |(at, choice): (usize, Choice)| {
        view! {
            <label class="option">
                <Radio state value=choice.value name=name(state, at) />
                <span class="face">
                    <Picture state at />
                    <span class="caption">{name(state, at)}</span>
                </span>
            </label>
        }
    };
    view! {
        <fieldset class="answers in-pictures" aria-labelledby="question" disabled=move || !state.is_open()>
            <div class=of>{(1..).zip(pictures).map(picture).collect_view()}</div>
            {others.into_iter().map(|choice| view! { <InWords state choice /> }).collect_view()}
        </fieldset>
    }
}

/// A radio button, for browsers and screen readers.
#[component]
fn Radio(state: QuestionState, value: i32, name: String) -> impl IntoView {
    view! {
        <input
            type="radio"
            name="answer"
            value=value
            aria-label=name
            prop:checked=move || state.chosen.get() == Some(value)
            on:change=move |_| state.choose(value)
        />
    }
}
