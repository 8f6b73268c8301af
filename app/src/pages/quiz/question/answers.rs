//! Answers as a group of radio buttons, whatever they look like: points, words, pictures.

use super::desk::Desk;
use super::ends::Ends;
use super::pictures::{Picture, name};
use super::slider::Slider;
use crate::piece::IntoPiece;
use leptos::prelude::*;
use view_model::quiz::sheet::{Choice, Form};

/// Everything that can be answered.
#[component]
pub fn Answers(desk: Desk) -> impl IntoView {
    let (form, choices) = desk.read(|_, sheet| (sheet.form, sheet.choices.clone()));
    match form {
        Form::Points(ends) => view! { <Points desk choices ends /> }.into_piece(),
        Form::Slider(ends) => view! { <Slider desk ends /> }.into_piece(),
        Form::Words => view! {
            <fieldset class="answers in-words" aria-labelledby="question" disabled=move || !desk.is_open()>
                {choices.into_iter().map(|choice| view! { <InWords desk choice /> }).collect_view()}
            </fieldset>
        }
        .into_piece(),
        Form::Pictures => view! { <Candidates desk choices /> }.into_piece(),
    }
}

#[component]
fn Points(desk: Desk, choices: Vec<Choice>, ends: [&'static str; 2]) -> impl IntoView {
    let ends = ends.map(|key| desk.session.say(key));
    let last = choices.len().saturating_sub(1);
    let point = |(at, choice): (usize, Choice)| {
        let digit = choice.value.to_string();
        // What the ends mean is heard with them.
        let name = match at {
            0 => [&digit, ", ", &ends[0]].concat(),
            _ if at == last => [&digit, ", ", &ends[1]].concat(),
            _ => digit.clone(),
        };
        view! {
            <label class="option">
                <Radio desk value=choice.value name />
                <span class="face">{digit}</span>
            </label>
        }
    };
    view! {
        <fieldset class="answers points" aria-labelledby="question" disabled=move || !desk.is_open()>
            <div class="row">{choices.into_iter().enumerate().map(point).collect_view()}</div>
            <Ends ends=ends.clone() />
        </fieldset>
    }
}

#[component]
fn InWords(desk: Desk, choice: Choice) -> impl IntoView {
    let words = desk.session.with_words(|words| choice.name.in_words(words));
    view! {
        <label class="option">
            <Radio desk value=choice.value name=words.clone() />
            <span class="face">
                <kbd class="for-keyboards" aria-hidden="true">
                    {choice.digit.to_string()}
                </kbd>
                {words}
            </span>
        </label>
    }
}

/// Pictures to choose from; below them what is no picture.
#[component]
fn Candidates(desk: Desk, choices: Vec<Choice>) -> impl IntoView {
    let (pictures, others): (Vec<_>, Vec<_>) = choices.into_iter().partition(|choice| choice.value >= 0);
    let of = match pictures.len() {
        2 => "candidates of-two",
        4 => "candidates of-four",
        _ => "candidates",
    };
    let picture = |(at, choice): (usize, Choice)| {
        view! {
            <label class="option">
                <Radio desk value=choice.value name=name(desk, at) />
                <span class="face">
                    <Picture desk at />
                    <span class="caption">{name(desk, at)}</span>
                </span>
            </label>
        }
    };
    view! {
        <fieldset class="answers in-pictures" aria-labelledby="question" disabled=move || !desk.is_open()>
            <div class=of>{(1..).zip(pictures).map(picture).collect_view()}</div>
            {others.into_iter().map(|choice| view! { <InWords desk choice /> }).collect_view()}
        </fieldset>
    }
}

/// What is chosen, as browsers and screen readers know it.
#[component]
fn Radio(desk: Desk, value: i32, name: String) -> impl IntoView {
    view! {
        <input
            type="radio"
            name="answer"
            value=value
            aria-label=name
            prop:checked=move || desk.chosen.get() == Some(value)
            on:change=move |_| desk.choose(value)
        />
    }
}
