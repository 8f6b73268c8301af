//! All people and files that the run did not use, by name.

use super::ReportView;
use crate::erased::IntoErasedView;
use crate::parts::error_note::sentence;
use leptos::prelude::*;
use view_model::left_out;

/// People and files left out, with reasons; nothing if all were used.
#[component]
pub fn LeftOut(view: ReportView) -> impl IntoView {
    let left_out = view.read(|report| report.left_out.clone());
    left_out::sentence(&left_out).map(|counted| {
        let people = left_out.people.into_iter().map(|person| (person.name, person.why));
        let files = left_out.files.into_iter().map(|file| (file.file, file.why));
        view! {
            <section id="left-out">
                <h2>"Left out"</h2>
                <p>{counted} " Nothing of them was learnt or averaged."</p>
                <div class="scroll tall" tabindex="0" role="region" aria-label="Left out">
                    <table>
                        <thead>
                            <tr>
                                <th scope="col">"Person or file"</th>
                                <th scope="col">"Why"</th>
                            </tr>
                        </thead>
                        <tbody>{people.chain(files).map(row).collect_view()}</tbody>
                    </table>
                </div>
            </section>
        }
        .into_erased()
    })
}

fn row((name, why): (String, String)) -> impl IntoView {
    view! {
        <tr>
            <th scope="row">{name}</th>
            <td>{sentence(&why)}</td>
        </tr>
    }
    .into_erased()
}
