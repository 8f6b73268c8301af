//! Step 2: the targets.

use super::FormState;
use super::field::{Field, Layout};
use crate::erased::IntoErasedView;
use crate::parts::explain::Explain;
use leptos::prelude::*;
use view_model::settings::{Setting, find};
use view_model::terms::Term;

/// Targets and the number of clones.
#[component]
pub fn TargetsStep(state: FormState) -> impl IntoView {
    let settings: Vec<&'static Setting> =
        ["split.targets", "attack.clones", "split.target_names"].into_iter().filter_map(find).collect();
    let field = move |setting| view! { <Field state setting layout=Layout::Block /> };
    view! {
        <section class="panel">
            <h2>
                <span class="number">"2"</span>
                "Targets"
            </h2>
            <p class="quiet">
                "Each " <span class="term">"target " <Explain term=Term::TargetIdentity /></span>
                " is attacked many times, once for each "
                <span class="term">"clone " <Explain term=Term::Clone /></span>
                "."
            </p>
            <div class="pair">{settings.into_iter().map(field).collect_view()}</div>
        </section>
    }
    .into_erased()
}
