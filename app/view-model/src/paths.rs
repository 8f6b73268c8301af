//! Addresses of pages, pictures and streams.

use wire::run::RunId;

/// The live page of a run.
pub fn live_page(id: &RunId) -> String {
    format!("/runs/{}", id.0)
}

/// The report page of a run.
pub fn report_page(id: &RunId) -> String {
    format!("/runs/{}/report", id.0)
}

/// The form for a new run with the settings of this one, in another section of the site.
pub fn run_again(id: &RunId) -> String {
    format!("/runs/new?from={}", id.0)
}

/// The comments on a run, in another section of the site.
pub fn comments_page(id: &RunId) -> String {
    format!("/runs/{}/comments", id.0)
}

/// Prefix of the addresses of a run's files.
pub fn files(id: &RunId) -> String {
    format!("/api/runs/{}/files/", id.0)
}

/// A file of a run's folder.
pub fn file(id: &RunId, file: &str) -> String {
    files(id) + &encode(file)
}

/// The seed image of a clone.
pub fn seed(id: &RunId, identity: &str, slot: usize) -> String {
    file(id, &format!("seeds/{identity}/{slot:04}.png"))
}

/// The live stream of a run, without scheme and host.
pub fn live_socket(id: &RunId) -> String {
    format!("/api/runs/{}/live", id.0)
}

/// A stored snapshot of an attack.
pub fn snapshot(id: &RunId, target: usize, iteration: u32) -> String {
    format!("/api/runs/{}/snapshots/{target}/{iteration}", id.0)
}

/// A file made from a finished run, such as `report.pdf`.
pub fn made(id: &RunId, file: &str) -> String {
    format!("/api/runs/{}/{file}", id.0)
}

/// The contact sheet of a target, which counts from 0 here and from 1 in the address.
pub fn sheet(id: &RunId, target: usize) -> String {
    format!("{}?target={}", made(id, "sheet.png"), target + 1)
}

/// The film of a clone; target and clone count from 0 here and from 1 in the address.
pub fn film(id: &RunId, target: usize, clone: usize) -> String {
    made(id, &format!("clones/{}/{}/film.png", target + 1, clone + 1))
}

/// Percent-encodes a relative path except its slashes; also valid for query values.
pub fn encode(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' | b'/' => out.push(char::from(byte)),
            other => out.push_str(&format!("%{other:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_from_folders_cannot_break_an_address() {
        let id = RunId("00ff".into());
        assert_eq!(seed(&id, "Zoë #1?", 7), "/api/runs/00ff/files/seeds/Zo%C3%AB%20%231%3F/0007.png");
        assert_eq!(film(&id, 0, 2), "/api/runs/00ff/clones/1/3/film.png");
        assert_eq!(sheet(&id, 1), "/api/runs/00ff/sheet.png?target=2");
        assert_eq!(snapshot(&id, 2, 15), "/api/runs/00ff/snapshots/2/15");
    }
}
