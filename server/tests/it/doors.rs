//! Who is let in, and what each of them can read.

use crate::support::viewer::Viewer;
use crate::support::{Server, in_time, tiny};
use serde_json::json;
use server::http::Heartbeat;
use server::lab::FacesAccess;
use wire::experiment::FolderFaces;
use wire::run::{ConfigCheck, Overview, RunId};

#[tokio::test(flavor = "multi_thread")]
async fn foreign_pages_and_foreign_names_are_refused() {
    let data = tempfile::tempdir().expect("a folder");
    let server = Server::start(data.path()).await;
    let client = server.client;
    let body = json!({ "config": tiny() }).to_string();
    let kind = ("Content-Type", "application/json");

    let foreign = client.ask("POST", "/api/fn/start", &[kind, ("Origin", "https://evil.example")], &body).await;
    assert_eq!(foreign.status, 403);
    let rebound = client.ask("POST", "/api/fn/start", &[kind, ("Host", "evil.example")], &body).await;
    assert_eq!(rebound.status, 403);
    for path in ["/", "/api/health", "/pkg/effigy.js"] {
        assert_eq!(client.ask("GET", path, &[("Host", "evil.example")], "").await.status, 403, "{path}");
    }
    let overview: Overview = client.call("overview", &json!({})).await.json();
    assert!(overview.runs.is_empty(), "nothing was started");

    let id = client.start(&tiny()).await;
    assert!(Viewer::join_from(&client, &id, "https://evil.example").await.is_err());
    assert!(Viewer::join_from(&client, &id, &client.origin()).await.is_ok());
    server.stop().await;
}

/// What a request may say where it comes from, and whether it is let in; PORT is the server's.
const ORIGINS: [(Option<&str>, bool); 16] = [
    (Some("http://127.0.0.1:PORT"), true),
    (Some("http://localhost:PORT"), true),
    (Some("http://[::1]:PORT"), true),
    (Some("HTTP://LOCALHOST:PORT"), true),
    // No browser, so no foreign page behind it.
    (None, true),
    (Some("https://127.0.0.1:PORT"), false),
    (Some("http://127.0.0.1:1"), false),
    (Some("http://127.0.0.1"), false),
    (Some("http://127.0.0.2:PORT"), false),
    (Some("http://evil.example:PORT"), false),
    (Some("http://127.0.0.1:PORT.evil.example"), false),
    (Some("http://127.0.0.1:PORT@evil.example"), false),
    (Some("http://evil.example/http://127.0.0.1:PORT"), false),
    (Some("null"), false),
    (Some("file://"), false),
    (Some(""), false),
];

#[tokio::test(flavor = "multi_thread")]
async fn streams_and_changes_are_for_our_own_pages() {
    let data = tempfile::tempdir().expect("a folder");
    let server = Server::start(data.path()).await;
    let client = server.client;
    let id = client.start(&tiny()).await;
    let body = json!({ "name": "Owner" }).to_string();
    for (origin, is_let_in) in ORIGINS {
        let origin = origin.map(|origin| origin.replace("PORT", &client.address.port().to_string()));
        let mut headers = vec![("Content-Type", "application/json"), ("Accept", "application/json")];
        headers.extend(origin.as_deref().map(|origin| ("Origin", origin)));
        let status = client.ask("POST", "/api/fn/rename_me", &headers, &body).await.status;
        assert_eq!(status, if is_let_in { 200 } else { 403 }, "a change from {origin:?}");
        let stream = Viewer::join_saying(&client, &id, origin.as_deref()).await;
        assert_eq!(stream.is_ok(), is_let_in, "a stream from {origin:?}");
    }
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_but_a_runs_own_files_is_given_out() {
    let data = tempfile::tempdir().expect("a folder");
    let server = Server::start(data.path()).await;
    let client = server.client;
    let id = client.start(&tiny()).await;
    let mut viewer = Viewer::join(&client, &id).await;
    in_time("the run", viewer.until_closed()).await;
    std::fs::write(data.path().join("secret.txt"), "secret").expect("written");
    let run = format!("/api/runs/{}/files", id.0);
    assert_eq!(client.get(&format!("{run}/config.toml")).await.status, 200);
    for path in [
        format!("{run}/run.json"),
        format!("{run}/live.json"),
        format!("{run}/../../secret.txt"),
        format!("{run}/..%2f..%2f..%2fsecret.txt"),
        format!("{run}/clones/..%2f..%2f..%2f..%2fsecret.txt/0000.png"),
        format!("{run}/clones/%2e%2e/%2e%2e/0000.png"),
        format!("{run}/clones//0000.png"),
        format!("{run}/cmc.svg.png"),
        format!("{run}/clones/a%00/0000.png"),
        "/api/runs/..%2f..%2f/files/secret.txt".into(),
        "/api/runs/0000000000000000/files/config.toml".into(),
        "/api/runs/%2e%2e/snapshots/0/0".into(),
    ] {
        let answer = client.get(&path).await;
        assert!((400..500).contains(&answer.status), "{path}: {}", answer.status);
        assert!(!answer.body.windows(6).any(|six| six == b"secret"), "{path}");
    }
    server.stop().await;
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn what_stands_in_an_objects_place_is_not_given_out() {
    let data = tempfile::tempdir().expect("a folder");
    let server = Server::start(data.path()).await;
    let client = server.client;
    let id = client.start(&tiny()).await;
    let mut viewer = Viewer::join(&client, &id).await;
    in_time("the run", viewer.until_closed()).await;
    let address = format!("/api/runs/{}/files/table2.csv", id.0);
    let tag = client.get(&address).await.header("etag").expect("a tag").trim_matches('"').to_owned();
    let (folder, rest) = tag.split_at(2);
    let file = data.path().join("objects").join(folder).join(rest);
    std::fs::remove_file(&file).expect("removed");
    assert_eq!(client.get(&address).await.status, 500, "it is lost");
    let secret = data.path().join("secret.txt");
    std::fs::write(&secret, "secret").expect("written");
    std::os::unix::fs::symlink(&secret, &file).expect("linked");
    let answer = client.get(&address).await;
    assert_eq!(answer.status, 500);
    assert!(!answer.body.windows(6).any(|six| six == b"secret"));
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_carry_headers_that_keep_strangers_out() {
    let data = tempfile::tempdir().expect("a folder");
    let server = Server::start(data.path()).await;
    let client = server.client;
    let page = client.get("/").await;
    assert_eq!(page.status, 200);
    let policy = page.header("content-security-policy").expect("a policy");
    let nonce = policy.split("'nonce-").nth(1).and_then(|rest| rest.split('\'').next()).expect("a nonce");
    assert!(policy.contains("frame-ancestors 'none'") && policy.contains("'wasm-unsafe-eval'"), "{policy}");
    assert!(page.text().contains(&format!("nonce=\"{nonce}\"")), "the page's own scripts carry the nonce");
    assert!(!policy.split(';').any(|part| part.trim().starts_with("script-src") && part.contains("unsafe-inline")));
    let again = client.get("/").await;
    assert_ne!(again.header("content-security-policy"), Some(policy), "a nonce is used once");
    for answer in [&page, &client.get("/api/health").await] {
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
        assert!(answer.header("referrer-policy").is_some());
    }

    let nowhere = client.get("/no/such/page").await;
    assert_eq!(nowhere.status, 404);
    assert!(nowhere.header("content-type").is_some_and(|kind| kind.starts_with("text/html")));
    assert_eq!(client.get("/api/nothing").await.status, 404);
    // Refused by its announced length: nobody waits for the body.
    let large = [("Content-Type", "application/json"), ("Content-Length", "2097152")];
    let refused = client.ask("POST", "/api/fn/check", &large, "").await;
    assert_eq!(refused.status, 413);
    let unknown: app::api::ApiError =
        client.call("report", &json!({ "id": RunId("00000000000000aa".into()) })).await.json();
    assert!(matches!(unknown, app::api::ApiError::NotFound(_)), "{unknown:?}");
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_site_is_given_out_as_the_build_compressed_it() {
    let data = tempfile::tempdir().expect("a folder");
    let server = Server::start(data.path()).await;
    let client = server.client;
    let path = "/pkg/effigy_bg.wasm";
    let plain = client.get(path).await;
    assert_eq!((plain.status, plain.header("content-encoding")), (200, None));
    let mut sizes = vec![plain.body.len()];
    for (accepted, coding) in [("gzip", "gzip"), ("gzip, deflate, br", "br"), ("br;q=0, gzip", "gzip")] {
        let answer = client.ask("GET", path, &[("Accept-Encoding", accepted)], "").await;
        assert_eq!((answer.status, answer.header("content-encoding")), (200, Some(coding)), "{accepted}");
        assert_eq!(answer.header("content-type"), Some("application/wasm"));
        assert_eq!(answer.header("vary"), Some("accept-encoding"));
        assert_eq!(answer.header("content-length"), Some(answer.body.len().to_string().as_str()), "it lies ready");
        assert_eq!(answer.header("etag"), plain.header("etag"));
        sizes.push(answer.body.len());
    }
    assert!(sizes[0] > sizes[1] && sizes[1] > sizes[2], "plain, gzip, brotli: {sizes:?}");

    let known = plain.header("etag").expect("a tag");
    let again = client.ask("GET", path, &[("Accept-Encoding", "br"), ("If-None-Match", known)], "").await;
    assert_eq!((again.status, again.body.len()), (304, 0));
    let strange = client.ask("GET", path, &[("Accept-Encoding", "zstd")], "").await;
    assert_eq!((strange.header("content-encoding"), strange.body.len()), (None, sizes[0]));
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_for_others_reads_only_what_it_may() {
    let data = tempfile::tempdir().expect("a folder");
    let server = Server::with(data.path(), FacesAccess::Under(Vec::new()), Heartbeat::default()).await;
    let mut config = tiny();
    config.faces.synthetic = None;
    config.faces.folder = Some(FolderFaces { identities: "/etc".into(), public: String::new() });
    let checked: ConfigCheck = server.client.call("check", &json!({ "config": config })).await.json();
    assert_eq!(checked.problems.len(), 1);
    assert!(checked.problems[0].message.contains("--faces-root"));
    server.stop().await;
}
