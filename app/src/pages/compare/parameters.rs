//! Parameters that differ between the runs, and those that are the same.

use super::view::CompareView;
use crate::erased::IntoErasedView;
use leptos::prelude::*;
use view_model::compare::outcome::names;
use view_model::compare::parameters::{Parameter, parameters};
use view_model::number::counted;

/// A table of parameters that differ, with the others folded away.
#[component]
pub fn ParametersSection(view: CompareView) -> impl IntoView {
    let names = view.runs.with_value(|runs| names(runs));
    if names.len() < 2 {
        return view! {
            <section>
                <h2>"Parameters that differ"</h2>
                <p>"All of these clones come from one run, so none differs."</p>
            </section>
        }
        .into_erased();
    }
    let all = view.runs.with_value(|runs| parameters(&runs.iter().map(|run| &run.config).collect::<Vec<_>>()));
    let head = names.into_iter().map(|name| view! { <th scope="col">{name}</th> }).collect_view();
    let same = counted(all.same.len() as u64, "parameter");
    let differing = match all.differing.is_empty() {
        true => view! { <p>"None: the runs have the same configuration."</p> }.into_erased(),
        false => view! {
            <div class="scroll" tabindex="0" role="region" aria-label="Parameters that differ">
                <table class="across">
                    <thead>
                        <tr>
                            <th scope="col">"Parameter"</th>
                            {head}
                        </tr>
                    </thead>
                    <tbody>{all.differing.into_iter().map(row).collect_view()}</tbody>
                </table>
            </div>
        }
        .into_erased(),
    };
    let first = |mut parameter: Parameter| {
        parameter.values.truncate(1);
        row(parameter)
    };
    view! {
        <section>
            <h2>"Parameters that differ"</h2>
            {differing}
            <details class="panel">
                <summary>{format!("The same in all: {same}")}</summary>
                <div class="scroll" tabindex="0" role="region" aria-label="Parameters that are the same">
                    <table>
                        <thead>
                            <tr>
                                <th scope="col">"Parameter"</th>
                                <th scope="col">"All runs"</th>
                            </tr>
                        </thead>
                        <tbody>{all.same.into_iter().map(first).collect_view()}</tbody>
                    </table>
                </div>
            </details>
        </section>
    }
    .into_erased()
}

fn row(parameter: Parameter) -> impl IntoView {
    let Parameter { label, path, values } = parameter;
    let path = (label != path).then(|| view! { <code class="quiet">{path}</code> });
    view! {
        <tr>
            <th scope="row">{label} " " {path}</th>
            {values.into_iter().map(|value| view! { <td>{value}</td> }).collect_view()}
        </tr>
    }
}
