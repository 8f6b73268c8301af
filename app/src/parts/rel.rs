//! Links between parts of the site.

use crate::Part;

/// What a link from one part of the site into another is to the router.
pub fn rel(from: Part, to: Part) -> Option<&'static str> {
    (from != to).then_some("external")
}
