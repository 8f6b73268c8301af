//! Links between sections of the site.

use crate::Section;

/// The `rel` of a link from one section to another: `external` to the router if they differ.
pub fn rel(from: Section, to: Section) -> Option<&'static str> {
    (from != to).then_some("external")
}
