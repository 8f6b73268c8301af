//! Taking a run's results away: who may, and that what arrives is whole and says what it is.

use crate::gallery::{finished, has_mark};
use crate::support::Server;
use crate::support::cast::TestUsers;
use crate::support::client::Client;
use server::access::{Caller, Key, Person};
use server::downloads::CallersDownloads;
use server::error::Error;
use server::store::people::Secret;
use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use wire::people::{PersonId, Role, WorkspaceId};
use wire::run::RunId;

/// The files of an archive, without the folder that all of them are in.
pub fn unpacked(archive: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(archive)).expect("an archive");
    let all = (0..archive.len()).map(|at| {
        let mut file = archive.by_index(at).expect("a file");
        let path = file.name().expect("text").into_owned();
        let (_, name) = path.split_once('/').expect("in a folder");
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).expect("whole");
        (name.to_owned(), bytes)
    });
    all.collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn one_persons_slow_readers_take_no_places_of_others() {
    let data = tempfile::tempdir().expect("a folder");
    let (server, cast) = TestUsers::gathered(data.path()).await;
    let (run, _) = finished(&cast.collaborator).await;
    // With weights, it is more than lies on the way.
    let address = format!("/api/runs/{}/export.zip?recognizers=true", run.0);
    let mut held = Vec::new();
    for _ in 0..3 {
        let mut stream = TcpStream::connect(cast.viewer.address).await.expect("connected");
        stream.write_all(cast.viewer.head("GET", &address, &[], 0).as_bytes()).await.expect("sent");
        let mut beginning = [0; 12];
        stream.read_exact(&mut beginning).await.expect("it begins");
        assert_eq!(&beginning, b"HTTP/1.0 200");
        held.push(stream);
    }
    let refused = cast.viewer.get(&address).await;
    assert_eq!(refused.status, 429, "{} bytes", refused.body.len());
    assert!(refused.header("retry-after").is_some() && refused.text().contains("of yours"), "{}", refused.text());
    let others = cast.owner.get(&address).await;
    assert_eq!(others.status, 200);
    assert!(unpacked(&others.body).contains_key("report.json"), "others get theirs meanwhile");
    drop(held);
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_archive_holds_everything_and_faces_where_they_are_asked_for() {
    let data = tempfile::tempdir().expect("a folder");
    let server = Server::start(data.path()).await;
    let client = server.client;
    let (run, report) = finished(&client).await;
    let address = format!("/api/runs/{}/export.zip", run.0);
    let answer = client.ask("GET", &address, &[("Accept-Encoding", "gzip, br")], "").await;
    assert_eq!((answer.status, answer.header("content-type")), (200, Some("application/zip")));
    assert_eq!(answer.header("content-encoding"), None, "it is packed already");
    let name = format!("attachment; filename=\"effigy-tiny-{}.zip\"", run.0);
    assert_eq!(answer.header("content-disposition"), Some(name.as_str()));
    let plain = unpacked(&answer.body);
    for (path, bytes) in &plain {
        let original = client.get(&view_model::paths::file(&run, path)).await;
        match path.as_str() {
            "report.html" | "clones.csv" => continue,
            // Clones have their mark either way.
            _ => assert!(original.status == 200 && &original.body == bytes, "{path}"),
        }
        assert_eq!(has_mark(bytes, &run), path.starts_with("clones/"), "{path}");
    }
    for clone in report.identities.iter().flat_map(|identity| identity.clones.iter().chain(&identity.seed.seeds)) {
        assert!(plain.contains_key(&clone.file), "{}", clone.file);
    }
    for file in [
        "report.html",
        "report.json",
        "totals.csv",
        "table2.csv",
        "clones.csv",
        "cmc.csv",
        "comparisons.csv",
        "cmc.svg",
        "config.toml",
    ] {
        assert!(plain.contains_key(file), "{file}");
    }
    assert!(!plain.keys().any(|path| path.starts_with("faces/") || path.starts_with("recognizers/")));
    let html = |files: &BTreeMap<String, Vec<u8>>| String::from_utf8(files["report.html"].clone()).expect("text");
    assert!(!html(&plain).contains("<figcaption>Drawn face") && html(&plain).contains(&run.0));

    let all = client.get(&format!("{address}?faces=true&recognizers=true")).await;
    let all = unpacked(&all.body);
    for file in report.identities.iter().flat_map(|identity| &identity.real_faces) {
        assert!(all.contains_key(file), "{file}");
    }
    let weights = &report.recognizers.target.file;
    assert!(all[weights] == client.get(&view_model::paths::file(&run, weights)).await.body, "{weights}");
    assert!(html(&all).contains("<figcaption>Drawn face"));
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn tables_sheets_and_films_are_made_when_they_are_asked_for() {
    let data = tempfile::tempdir().expect("a folder");
    let server = Server::start(data.path()).await;
    let client = server.client;
    let (run, report) = finished(&client).await;
    let get = async |file: &str| client.get(&format!("/api/runs/{}/{file}", run.0)).await;

    let table = get("clones.csv").await;
    assert_eq!(table.header("content-type"), Some("text/csv; charset=utf-8"));
    let kept = get("files/clones.csv").await;
    assert_eq!(table.text(), kept.text(), "nobody was asked yet");
    assert_eq!(table.text().lines().count(), 1 + 2 * 2);

    let whole = get("sheet.png").await;
    let one = get("sheet.png?target=2").await;
    let height = |png: &[u8]| image::load_from_memory(png).expect("a PNG").height();
    assert!(has_mark(&whole.body, &run) && height(&whole.body) > height(&one.body));

    let film = get("clones/2/1/film.png").await;
    assert_eq!((film.status, film.header("content-type")), (200, Some("image/png")));
    assert!(has_mark(&film.body, &run));
    let moments = png::Decoder::new(Cursor::new(&film.body)).read_info().expect("a PNG");
    assert!(moments.info().animation_control().is_some_and(|control| control.num_frames >= 2));
    let clone = get(&format!("files/{}", report.identities[1].clones[0].file.replace(' ', "%20"))).await;
    let pixels = |bytes: &[u8]| image::load_from_memory(bytes).expect("a PNG").into_rgb8();
    assert_eq!(pixels(&film.body), pixels(&clone.body), "who knows of no films sees the clone");

    let html = get("report.html").await;
    assert_eq!(html.header("content-type"), Some("text/html; charset=utf-8"));
    assert!(html.text().contains("data:image/jpeg") && !html.text().contains("src=\"http"));
    for none in [
        "sheet.png?target=3",
        "sheet.png?target=0",
        "clones/3/1/film.png",
        "clones/1/3/film.png",
        "clones/0/1/film.png",
    ] {
        assert_eq!(get(none).await.status, 404, "{none}");
    }
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn strangers_to_the_workspace_download_nothing() {
    let data = tempfile::tempdir().expect("a folder");
    let server = Server::start(data.path()).await;
    let client = server.client;
    let (run, _) = finished(&client).await;
    let others = WorkspaceId("others".into());
    let stranger = Caller::from(Person {
        id: PersonId("s".into()),
        name: "S".into(),
        is_administrator: false,
        memberships: vec![(others.clone(), Role::Owner)],
        workspace: Some(others),
        key: Key::Token(Secret("00".into())),
    });
    let strangers = CallersDownloads { service: server.service.clone(), caller: stranger };
    assert!(matches!(strangers.html(&run, true).await, Err(Error::NoRun(_))));
    assert!(matches!(strangers.archive(&run, Default::default()).await.err(), Some(Error::NoRun(_))));
    assert!(matches!(strangers.film(&run, 1, 1).await, Err(Error::NoRun(_))));
    for file in ["export.zip", "report.html", "report.pdf", "clones.csv", "sheet.png", "clones/1/1/film.png"] {
        let nobody = Client { cookie: "", ..client };
        let answer = nobody.get(&format!("/api/runs/{}/{file}", run.0)).await;
        assert_eq!(answer.status, 401, "{file}");
        let unknown = RunId("0000000000000000".into());
        assert_eq!(client.get(&format!("/api/runs/{}/{file}", unknown.0)).await.status, 404, "{file}");
    }
    server.stop().await;
}
