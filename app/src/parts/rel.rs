//! Links between parts of the site.

use crate::Section;

/// What a link from one section of the site into another is to the router.
pub fn rel(from: Section, to: Section) -> Option<&'static str> {
    (from != to).then_some("external")
}
