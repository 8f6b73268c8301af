//! Addresses of the gallery and of publications.

use crate::paths::encode;
use wire::gallery::{Permalink, filter};
use wire::run::RunId;

/// The gallery.
pub const GALLERY: &str = "/gallery";

/// The page of a publication.
pub fn published_page(permalink: &Permalink) -> String {
    format!("/p/{}", permalink.0)
}

/// The page of a published clone; both numbers count from 1.
pub fn clone_page(permalink: &Permalink, place: u32, clone: u32) -> String {
    format!("/p/{}/{place}/{clone}", permalink.0)
}

/// The form for publishing a run.
pub fn publish_page(run: &RunId) -> String {
    format!("/publish/{}", run.0)
}

/// A picture made for the gallery: `clone`, `seed`, `strip` or `film`.
pub fn picture(permalink: &Permalink, place: u32, clone: u32, kind: &str) -> String {
    format!("/api/p/{}/pictures/{place}-{clone}-{kind}.jpg", permalink.0)
}

/// The gallery with these filters, starting after a clone; empty filters are left out.
pub fn gallery(filters: &[(String, String)], after: Option<&str>) -> String {
    let kept = filters.iter().filter(|(name, value)| name != filter::AFTER && !value.is_empty());
    let kept = kept.map(|(name, value)| (name.as_str(), value.as_str()));
    let mut address = GALLERY.to_owned();
    for (name, value) in kept.chain(after.map(|after| (filter::AFTER, after))) {
        address.push(if address.contains('?') { '&' } else { '?' });
        address += &encode(name);
        address.push('=');
        address += &encode(value);
    }
    address
}

/// The value of a filter; empty if unset.
pub fn value(filters: &[(String, String)], name: &str) -> String {
    filters.iter().find(|(other, _)| other == name).map(|(_, value)| value.clone()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_page_keeps_the_filters_and_nothing_empty() {
        let filters = [("target", "Zoë & Co"), ("sort", ""), ("after", "old"), ("rank", "5")];
        let filters = filters.map(|(name, value)| (name.to_owned(), value.to_owned()));
        assert_eq!(gallery(&filters, Some("00-7")), "/gallery?target=Zo%C3%AB%20%26%20Co&rank=5&after=00-7");
        assert_eq!(gallery(&filters, None), "/gallery?target=Zo%C3%AB%20%26%20Co&rank=5");
        assert_eq!(gallery(&[], None), "/gallery");
        assert_eq!((value(&filters, "rank").as_str(), value(&filters, "loss").as_str()), ("5", ""));
    }
}
