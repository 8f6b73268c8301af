//! The method: in sentences, then every parameter.

use super::ReportView;
use crate::erased::IntoErasedView;
use leptos::prelude::*;
use view_model::method::{sentences, setting_text};
use view_model::settings::{self, Setting};

/// Method, parameters, device, time.
#[component]
pub fn Method(view: ReportView) -> impl IntoView {
    let sentences = view.read(sentences);
    view! {
        <section>
            <h2>"How this was made"</h2>
            <ul class="method">
                {sentences.into_iter().map(|sentence| view! { <li>{sentence}</li> }).collect_view()}
            </ul>
            <details class="panel">
                <summary>"All parameters"</summary>
                <div class="scroll" tabindex="0" role="region" aria-label="All parameters">
                    <table>
                        <thead>
                            <tr>
                                <th scope="col">"Parameter"</th>
                                <th scope="col">"This run"</th>
                                <th scope="col">"Paper"</th>
                            </tr>
                        </thead>
                        <tbody>
                            {settings::all()
                                .map(|setting| view! { <Parameter view setting /> })
                                .collect_view()}
                        </tbody>
                    </table>
                </div>
            </details>
        </section>
    }
    .into_erased()
}

#[component]
fn Parameter(view: ReportView, setting: &'static Setting) -> impl IntoView {
    view.read(|report| setting_text(&report.config, setting)).map(|value| {
        view! {
            <tr>
                <th scope="row">
                    {setting.label} " " <code class="quiet">{setting.path}</code>
                </th>
                <td>{value}</td>
                <td class="quiet">{setting.paper}</td>
            </tr>
        }
    })
}
