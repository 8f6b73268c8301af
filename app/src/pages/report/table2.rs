//! Real face, seed, attacker's choice and oracle's choice side by side (the paper's Table 2, with pictures).

use super::ReportView;
use crate::erased::IntoErasedView;
use crate::parts::explain::Explain;
use leptos::prelude::*;
use view_model::palette::COLOURS;
use view_model::table2::{Cell, OwnFace, Row, rows};
use view_model::terms::Term;

/// One row for each identity.
#[component]
pub fn Table2(view: ReportView) -> impl IntoView {
    let rows = view.read(rows).into_iter().enumerate();
    let faces = view.has_faces().then(|| view! { <th scope="col">{view.own_face()}</th> });
    view! {
        <section>
            <h2>"Each target, and the closest that the attack came"</h2>
            <p class="quiet">
                "Under each picture: " <span class="term">"target score " <Explain term=Term::TargetScore /></span>
                ", " <span class="term">"evaluation score " <Explain term=Term::EvaluationScore /></span> " and "
                <span class="term">"rank " <Explain term=Term::Rank /></span> "."
            </p>
            <div class="scroll" tabindex="0" role="region" aria-label="Targets and choices">
                <table class="table2">
                    <thead>
                        <tr>
                            <th scope="col">"Identity"</th>
                            {faces}
                            <th scope="col">
                                <span class="term">"Seed " <Explain term=Term::Seed /></span>
                            </th>
                            <th scope="col">
                                <span class="term">"Attacker's choice " <Explain term=Term::AttackersChoice /></span>
                            </th>
                            <th scope="col">
                                <span class="term">"Oracle's choice " <Explain term=Term::OraclesChoice /></span>
                                <small>"cherry-picked"</small>
                            </th>
                        </tr>
                    </thead>
                    <tbody>{rows.map(|(at, row)| view! { <IdentityRow view at row /> }).collect_view()}</tbody>
                </table>
            </div>
        </section>
    }
    .into_erased()
}

#[component]
fn IdentityRow(view: ReportView, at: usize, row: Row) -> impl IntoView {
    let Row { name, real_face, seed, attacker, oracle, same_choice } = row;
    let real = real_face.map(|OwnFace { file, figures }| {
        let alt = format!("{} of {name}", view.own_face());
        view! {
            <img src=view.url(&file) alt=alt width="128" height="128" loading="lazy" />
            {figures.map(scores)}
        }
    });
    view! {
        <tr>
            <th scope="row">
                <span class=format!("dot series-{}", at % COLOURS) aria-hidden="true"></span>
                {name.clone()}
            </th>
            {view.has_faces().then(|| view! { <td data-label=view.own_face()>{real}</td> })}
            <td data-label="Seed">
                {seed.map(|cell| view! { <Picture view cell alt=format!("The seed for {name}") /> })}
            </td>
            <td data-label="Attacker's choice">
                {attacker.map(|cell| view! { <Choice view at cell alt=format!("Attacker's choice for {name}") /> })}
            </td>
            <td data-label="Oracle's choice, cherry-picked">
                {oracle.map(|cell| view! { <Choice view at cell alt=format!("Oracle's choice for {name}") /> })}
                {same_choice.then(|| view! { <small class="quiet">"the same clone"</small> })}
            </td>
        </tr>
    }
    .into_erased()
}

#[component]
fn Choice(view: ReportView, at: usize, cell: Cell, alt: String) -> impl IntoView {
    let clone = cell.clone;
    view! {
        <button class="picture" on:click=move |_| view.open.set(Some((at, clone)))>
            <Picture view cell alt />
        </button>
    }
    .into_erased()
}

#[component]
fn Picture(view: ReportView, cell: Cell, alt: String) -> impl IntoView {
    view! {
        <img src=view.url(&cell.file) alt=alt width="128" height="128" loading="lazy" />
        {scores(cell)}
    }
    .into_erased()
}

fn scores(Cell { target_score, evaluation_score, rank, .. }: Cell) -> impl IntoView {
    view! { <Scores target_score evaluation_score rank /> }
}

/// The three figures under a picture.
#[component]
pub fn Scores(target_score: String, evaluation_score: String, rank: u32) -> impl IntoView {
    view! {
        <span class="scores">
            <span>
                <span class="unseen">", target score "</span>
                {target_score}
            </span>
            <span>
                <span class="unseen">", evaluation score "</span>
                {evaluation_score}
            </span>
            <span>
                <span class="unseen">", "</span>
                <span class="rank">"rank "</span>
                {rank}
            </span>
        </span>
    }
    .into_erased()
}
