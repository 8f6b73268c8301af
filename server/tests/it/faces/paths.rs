//! Paths that lead elsewhere, through every address that takes one.

use super::hostile::picture;
use super::{added, view};
use crate::support::viewer::Viewer;
use crate::support::{Server, in_time, tiny};
use image::ImageFormat;

/// Ways to say "up", as they have been tried on one program or another.
const UP: [&str; 20] = [
    "..",
    "%2e%2e",
    "%2E%2E",
    ".%2e",
    "%2e.",
    "%252e%252e",
    "..%00",
    "..;",
    "....",
    "%c0%ae%c0%ae",
    "%uff0e%uff0e",
    "..%20",
    "..%09",
    "%e3%80%82%e3%80%82",
    ".%00.",
    "..%ff",
    "%5c..",
    "..%5c",
    "..%2f..",
    "..%255c..",
];
/// Ways to say "/".
const SLASH: [&str; 10] = ["/", "%2f", "%2F", "\\", "%5c", "%252f", "%c0%af", "%u2215", "//", "/./"];

#[tokio::test(flavor = "multi_thread")]
async fn no_path_leads_out_of_where_it_begins() {
    let data = tempfile::tempdir().expect("a folder");
    let server = Server::start(data.path()).await;
    let client = server.client;
    let run = client.start(&tiny()).await;
    let mut viewer = Viewer::join(&client, &run).await;
    in_time("the run", viewer.until_closed()).await;
    let set = added(client, "Staff").await;
    let jpeg = picture(ImageFormat::Jpeg);
    std::fs::write(data.path().join("secret.txt"), "SECRET-TEXT").expect("written");
    let before = listed(data.path());

    let mut tried = 0;
    for up in UP {
        for slash in SLASH {
            let climb = format!("{up}{slash}{up}{slash}{up}{slash}secret.txt");
            tried += 1;
            for path in [
                format!("/api/runs/{}/files/{climb}", run.0),
                format!("/api/runs/{climb}/thumbnail"),
                format!("/api/studies/{climb}"),
                format!("/api/studies/0000000000000000/{climb}"),
                format!("/api/stimuli/{climb}"),
                format!("/api/p/0000/files/{climb}"),
                format!("/api/p/{climb}/files/report.json"),
                format!("/api/p/0000/pictures/{climb}"),
                format!("/api/thumbnails/{}/{climb}", set.0),
                format!("/api/thumbnails/{climb}/Ada"),
                format!("/pkg/{climb}"),
            ] {
                let path = path.replace('\\', "%5c");
                let answer = client.get(&path).await;
                assert!((400..500).contains(&answer.status), "{path}: {}", answer.status);
                assert!(!answer.body.windows(11).any(|part| part == b"SECRET-TEXT"), "{path}");
            }
            for path in [
                format!("/api/faces/{}/{climb}/1.jpg", set.0),
                format!("/api/faces/{}/Ada/{climb}", set.0),
                format!("/api/faces/{climb}/Ada/1.jpg"),
            ] {
                let path = path.replace('\\', "%5c");
                let answer = client.send("PUT", &path, &[], &jpeg).await;
                let names_a_file = answer.status == 200;
                assert!(names_a_file || (400..500).contains(&answer.status), "{path}: {}", answer.status);
            }
        }
    }
    assert_eq!(tried, 200);
    let written: Vec<_> = listed(data.path()).into_iter().filter(|path| !before.contains(path)).collect();
    assert!(written.iter().all(|path| path.starts_with("objects") || path.starts_with("effigy.db")), "{written:?}");
    for person in view(client, &set).await.people {
        assert!(!person.name.contains(['/', '\\']) && !person.name.starts_with('.'), "{}", person.name);
    }
    server.stop().await;
}

/// All files under a folder, by their paths in it.
fn listed(root: &std::path::Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut waiting = vec![root.to_path_buf()];
    while let Some(folder) = waiting.pop() {
        // The server works on meanwhile: what has gone is not there.
        let entries = match std::fs::read_dir(folder) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => continue,
            entries => entries.expect("a folder"),
        };
        for entry in entries {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                waiting.push(path);
            } else {
                found.push(path.strip_prefix(root).expect("under it").display().to_string());
            }
        }
    }
    found
}
