//! Who may what: every address of the server, asked by everybody, against a table.

mod table;

use crate::support::cast::{TestUsers, account, done, invited, person};
use crate::support::client::Client;
use crate::support::study::{config, finished_run};
use crate::support::viewer::Viewer;
use crate::support::{Server, in_time};
use serde_json::{Value, json};
use std::time::{Duration, Instant};
use table::{Row, TABLE};
use wire::comments::CommentId;
use wire::gallery::Permalink;
use wire::live::{CloseReason, LiveState};
use wire::people::Role;
use wire::run::RunId;
use wire::study::StudyId;
use wire::study::summary::StudyView;

/// What the rows of the table speak of.
struct World {
    server: Server,
    cast: TestUsers,
    words: Vec<(&'static str, String)>,
}

impl World {
    async fn made(data: &std::path::Path) -> Self {
        let (server, cast) = TestUsers::gathered(data).await;
        // What helps to make studies asks as the server's own client.
        let server = server.asked_by(cast.collaborator);
        let run = finished_run(&server).await;
        let config = config(&server, &run).await;
        let study: StudyId = done(cast.collaborator, "create_study", json!({ "config": config })).await;
        let () = done(cast.collaborator, "set_study_state", json!({ "id": study, "state": "open" })).await;
        let view: StudyView = done(cast.viewer, "study", json!({ "id": study })).await;
        let report: wire::report::Report = done(cast.viewer, "report", json!({ "id": run })).await;
        let targets: Vec<_> = report.identities.iter().map(|identity| identity.name.clone()).collect();
        let publish = json!({
            "run": run, "targets": targets, "visibility": "public", "real_faces": false, "title": "T", "note": "",
        });
        let permalink: Permalink = done(cast.owner, "publish", json!({ "publish": publish })).await;
        let comment: CommentId = done(cast.viewer, "write_comment", json!({ "run": run, "text": "Look." })).await;
        let leaver = person(invited(cast.owner, &cast.workspace, Role::Viewer, "leaver").await).await;
        let token = json!({ "name": "t", "workspace": cast.workspace, "role": "viewer", "days": null });
        let _: String = done(cast.viewer, "make_token", json!({ "token": token })).await;
        let token = account(cast.viewer).await.tokens[0].id.0.clone();
        let live: LiveState = done(cast.viewer, "live_state", json!({ "id": run })).await;
        let step = live.targets[0].points.last().expect("a snapshot").iteration;
        let set = crate::faces::added(cast.collaborator, "Staff").await;
        let picture = crate::faces::hostile::picture(image::ImageFormat::Png);
        let put = crate::faces::put(cast.collaborator, &set, "Ada", "0001.png", &picture).await;
        assert_eq!(put.status, 200, "{}", put.text());
        let (description, weights) = crate::faces::recognizers::of_run(cast.viewer, &run, "target").await;
        let recognizer = crate::faces::recognizers::added(cast.collaborator, "Gate", &description).await;
        let put = crate::faces::recognizers::put_weights(cast.collaborator, &recognizer, &weights).await;
        assert_eq!(put.status, 200, "{}", put.text());
        let words = vec![
            ("STEP", step.to_string()),
            ("SET", set.0),
            ("RECOGNIZER", recognizer.0),
            ("RUN", run.0),
            ("STUDY", study.0),
            ("LINK", view.link.0),
            ("PERMALINK", permalink.0),
            ("COMMENT", comment.0),
            ("WORKSPACE", cast.workspace.0.clone()),
            ("LEAVER", leaver.0),
            ("TOKEN", token),
            ("TARGET", report.identities[0].name.clone()),
            ("CONFIG", json!({ "name": "" }).to_string()),
            ("QUESTIONS", serde_json::to_string(&view.config).expect("JSON")),
        ];
        Self { server, cast, words }
    }

    fn filled(&self, text: &str) -> String {
        let fill = |text: String, (word, value): &(&str, String)| {
            // A value that is JSON itself replaces the quotes as well.
            if value.starts_with('{') {
                text.replace(&format!("\"${word}\""), value)
            } else {
                text.replace(&format!("${word}"), value)
            }
        };
        self.words.iter().fold(text.to_owned(), fill)
    }

    async fn ask(&self, client: Client, row: &Row) -> u16 {
        let (path, body) = (self.filled(row.path), self.filled(row.body));
        if !path.starts_with("/api/fn/") {
            return client.send(row.method, &path, &[], body.as_bytes()).await.status;
        }
        let body: Value = serde_json::from_str(&body).unwrap_or_else(|error| panic!("{path}: {error} in {body}"));
        client.call(path.strip_prefix("/api/fn/").expect("a function"), &body).await.status
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_may_what_the_table_says() {
    let data = tempfile::tempdir().expect("a folder");
    let world = World::made(data.path()).await;
    let mut wrong = Vec::new();
    for row in TABLE {
        let mut seen = [0; 6];
        for ((_, client), status) in world.cast.all().into_iter().zip(&mut seen) {
            *status = world.ask(client, row).await;
        }
        if seen != row.expected {
            wrong.push(format!("{} {} {}: {seen:?} instead of {:?}", row.method, row.path, row.body, row.expected));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    world.server.stop().await;
}

/// Ids that nothing has, in requests that are right but for them. An administrator may do everything everywhere, so
/// that nothing is refused before it is looked for.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_there_is_not_found_and_no_failure_of_the_server() {
    let data = tempfile::tempdir().expect("a folder");
    let (server, cast) = TestUsers::gathered(data.path()).await;
    let me = person(cast.administrator).await;
    let none = "00000000000000ff";
    let token = json!({ "name": "t", "workspace": none, "role": "viewer", "days": null });
    let publish = json!({
        "run": none, "targets": ["A"], "visibility": "public", "real_faces": false, "title": "T", "note": "",
    });
    for (function, body) in [
        ("invite", json!({ "workspace": none, "role": "viewer", "note": "" })),
        ("make_token", json!({ "token": token })),
        ("choose_workspace", json!({ "workspace": none })),
        ("rename_workspace", json!({ "workspace": none, "name": "n" })),
        ("set_role", json!({ "workspace": none, "person": me, "role": "viewer" })),
        ("set_role", json!({ "workspace": cast.workspace, "person": none, "role": "viewer" })),
        ("remove_member", json!({ "workspace": none, "person": me })),
        ("password_link", json!({ "person": none })),
        ("set_closed", json!({ "person": none, "is_closed": true })),
        ("set_administrator", json!({ "person": none, "is_administrator": true })),
        ("withdraw_invitation", json!({ "invitation": none })),
        ("revoke_token", json!({ "token": none })),
        ("end_session", json!({ "session": none })),
        ("write_comment", json!({ "run": none, "text": "x" })),
        ("publish", json!({ "publish": publish })),
        ("withdraw_publication", json!({ "permalink": none })),
        ("finish_face_set", json!({ "id": none })),
        ("delete_recognizer", json!({ "id": none })),
        ("set_study_state", json!({ "id": none, "state": "open" })),
    ] {
        let answer = cast.administrator.call(function, &body).await;
        assert_eq!(answer.status, 404, "{function} {body}: {}", answer.text());
    }
    let words =
        ["STEP", "SET", "RECOGNIZER", "RUN", "STUDY", "LINK", "PERMALINK", "COMMENT", "WORKSPACE", "LEAVER", "TOKEN"];
    let words = words.map(|word| (word, none.to_owned())).into_iter();
    let world = World { server, cast, words: words.collect() };
    for row in TABLE {
        let status = world.ask(world.cast.administrator, row).await;
        assert!(status < 500, "{} {} {}: {status}", row.method, row.path, row.body);
    }
    world.server.stop().await;
}

/// Addresses that are asked elsewhere: WebSockets, what only the owner of a machine is given, and what takes a browser.
const ELSEWHERE: [&str; 3] = ["/api/runs/{id}/live", "/enter/:told", "/api/runs/{id}/report.pdf"];

#[test]
fn no_address_is_left_out_of_the_table() {
    let functions = leptos::server_fn::axum::server_fn_paths().map(|(path, _)| path.to_owned());
    let routes = [include_str!("../../../src/http/mod.rs"), include_str!("../../../src/http/faces.rs")];
    let routes = routes.into_iter().flat_map(|source| quoted(source, ".route(\""));
    let pages = quoted(include_str!("../../../../app/src/lib.rs"), "path!(\"");
    let is_asked = |route: &String| TABLE.iter().any(|row| leads(route, row.path));
    let missing: Vec<_> = functions
        .chain(routes)
        .chain(pages)
        .filter(|route| !is_asked(route) && !ELSEWHERE.contains(&route.as_str()))
        .collect();
    assert!(missing.is_empty(), "not in the table: {missing:?}");
}

/// What stands in quotes behind every `before`.
fn quoted(source: &'static str, before: &'static str) -> impl Iterator<Item = String> {
    source.split(before).skip(1).filter_map(|rest| rest.split('"').next()).map(str::to_owned)
}

/// Whether a request goes to a route; `:name` and `{name}` stand for one part of a path, `{*name}` for the rest.
fn leads(route: &str, asked: &str) -> bool {
    let asked = asked.split('?').next().unwrap_or_default();
    let (mut route, mut asked) = (route.split('/'), asked.split('/'));
    loop {
        match (route.next(), asked.next()) {
            (None, None) => return true,
            (Some(part), Some(_)) if part.starts_with("{*") => return true,
            (Some(part), Some(_)) if part.starts_with([':', '{']) => {}
            (Some(part), Some(other)) if part == other => {}
            _ => return false,
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_ends_when_its_viewer_may_no_longer_watch() {
    let data = tempfile::tempdir().expect("a folder");
    let (server, cast) = TestUsers::gathered(data.path()).await;
    let run: RunId = done(cast.collaborator, "start", json!({ "config": crate::support::long() })).await;
    assert!(Viewer::join_from(&cast.nobody, &run, &server.client.origin()).await.is_err(), "nobody is let in");
    let mut stranger = Viewer::join(&cast.stranger, &run).await;
    assert_eq!(in_time("the stranger", stranger.until_closed()).await, CloseReason::UnknownRun.code());

    let removed = json!({ "workspace": cast.workspace, "person": person(cast.viewer).await });
    let mut viewer = Viewer::join(&cast.viewer, &run).await;
    viewer.until_step(0).await;
    let () = done(cast.owner, "remove_member", removed).await;
    let begun = Instant::now();
    assert_eq!(in_time("the viewer", viewer.until_closed()).await, CloseReason::NotAllowed.code());
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());

    let mut owner = Viewer::join(&cast.owner, &run).await;
    owner.until_step(0).await;
    let () = done(cast.owner, "sign_out", json!({})).await;
    assert_eq!(in_time("the owner", owner.until_closed()).await, CloseReason::NotAllowed.code());
    let mut still = Viewer::join(&cast.collaborator, &run).await;
    still.until_step(0).await;
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn before_there_is_an_administrator_only_the_link_opens_anything() {
    let data = tempfile::tempdir().expect("a folder");
    let (server, link) = Server::for_people(data.path()).await;
    let client = server.client;
    for (path, status) in [
        ("/", 303),
        ("/gallery", 303),
        ("/q/00ff", 303),
        ("/p/00ff", 303),
        ("/api/fn/overview", 401),
        ("/api/p/00ff/files/report.json", 401),
        ("/api/health", 200),
    ] {
        assert_eq!(client.get(path).await.status, status, "{path}");
    }
    let sign_in = client.call("sign_in", &json!({ "login": "admin", "password": "admin" })).await;
    assert_eq!(sign_in.status, 401, "there is nobody to sign in");
    assert_eq!(client.call("offered", &json!({ "link": link })).await.status, 200);
    assert_eq!(client.call("offered", &json!({ "link": "0".repeat(64) })).await.status, 404);
    // Such a link once gave visitors nothing but bare text.
    let no_entry = client.get(&format!("/enter/{link}")).await;
    assert_eq!(no_entry.status, 404, "that is for the owner of a machine");
    assert_eq!(no_entry.header("content-type"), Some("text/html; charset=utf-8"));
    assert!(no_entry.text().contains("This link does not work"));
    server.stop().await;
}
