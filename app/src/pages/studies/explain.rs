//! The `?` of a term of studies.

use crate::parts::explain::explanation;
use leptos::prelude::*;
use view_model::study::terms::StudyTerm;

/// The `?` of a term. A page explains a term once, where it first appears.
#[component]
pub fn ExplainStudy(
    /// The term.
    term: StudyTerm,
) -> impl IntoView {
    explanation(term.name(), term.meaning())
}
