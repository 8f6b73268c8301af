//! Words and addresses of face sets.

use crate::number::{count, counted};
use crate::paths::encode;
use wire::faces::{Authorisation, FaceSetId, FaceSetState, FaceSetSummary};

/// The list of the workspace's faces.
pub const FACES_PAGE: &str = "/faces";

/// The page of a set.
pub fn set_page(id: &FaceSetId) -> String {
    format!("/faces/{}", id.0)
}

/// The form for a new run on a set.
pub fn run_on(id: &FaceSetId) -> String {
    format!("/runs/new?set={}", id.0)
}

/// The upload address of an image.
pub fn image_address(id: &FaceSetId, identity: &str, name: &str) -> String {
    format!("/api/faces/{}/{}/{}", id.0, part(identity), part(name))
}

/// The upload address of an archive.
pub fn archive_address(id: &FaceSetId) -> String {
    format!("/api/faces/{}/zip", id.0)
}

/// The address of a person's thumbnail.
pub fn thumbnail(id: &FaceSetId, identity: &str) -> String {
    format!("/api/thumbnails/{}/{}", id.0, part(identity))
}

fn part(name: &str) -> String {
    encode(name).replace('/', "%2F")
}

/// `1 person`, `20 people`.
pub fn people(number: u32) -> String {
    if number == 1 { "1 person".into() } else { format!("{} people", count(number.into())) }
}

/// How many people a recognizer knows; none are known to a network with which runs register theirs.
pub fn known(classes: u32) -> String {
    if classes == 0 { "runs register their people with it".into() } else { format!("knows {}", people(classes)) }
}

/// The size of a set, or its location.
pub fn content(set: &FaceSetSummary) -> String {
    match set.is_folder {
        true => "A folder on the server's machine".into(),
        false => format!("{}, {}", people(set.identities), counted(set.images.into(), "image")),
    }
}

/// The state of a set.
pub fn state(state: FaceSetState) -> &'static str {
    match state {
        FaceSetState::Filling => "being filled",
        FaceSetState::Ready => "ready",
    }
}

/// Who authorised an audit, and on what grounds.
pub fn authority(authorisation: &Authorisation) -> String {
    format!("Authorised by {}: {}.", authorisation.by.trim_end_matches('.'), authorisation.basis.words())
}

/// Bytes in words: `820 kB`, `1.2 GB`.
pub fn bytes(bytes: u64) -> String {
    let (unit, size) = match bytes {
        0..1_000_000 => ("kB", 1e3),
        1_000_000..1_000_000_000 => ("MB", 1e6),
        _ => ("GB", 1e9),
    };
    format!("{} {unit}", crate::number::significant(bytes as f64 / size))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stay_one_part_of_an_address() {
        let id = FaceSetId("00ff".into());
        assert_eq!(image_address(&id, "Zoë/..", "1 #.png"), "/api/faces/00ff/Zo%C3%AB%2F../1%20%23.png");
    }

    #[test]
    fn sizes_have_a_unit_that_suits_them() {
        assert_eq!(
            ["820 kB", "1.2 MB", "3 GB"],
            [820_000, 1_200_000, 3_000_000_000].map(bytes).each_ref().map(String::as_str)
        );
        assert_eq!((people(1), people(1200)), ("1 person".into(), "1,200 people".into()));
    }
}
