//! Sets of faces: from an upload to a run, and what somebody may try who means harm.

pub mod hostile;
mod losses;
mod paths;
pub mod recognizers;
mod zips;

use crate::support::cast::{TestUsers, done};
use crate::support::client::{Answer, Client};
use crate::support::viewer::Viewer;
use crate::support::{Server, in_time, long, tiny};
use engine::dataset::synthetic;
use serde_json::json;
use std::io::{Cursor, Write};
use std::ops::ControlFlow;
use std::path::Path;
use view_model::{method, paths as addresses};
use wire::experiment::{ExperimentConfig, FolderFaces};
use wire::faces::{FaceSetId, FaceSetState, FaceSetView, FacesOverview, UploadResult};
use wire::people::ActivityPage;
use wire::report::Report;
use wire::run::{ConfigCheck, NewRunDefaults, RunId};
use zip::write::SimpleFileOptions;

/// A set to be filled.
pub async fn added(by: Client, name: &str) -> FaceSetId {
    let new = json!({ "name": name, "folder": null, "authorised_by": "Ada Lovelace, DPO", "basis": "consent" });
    done(by, "add_face_set", json!({ "new": new })).await
}

pub async fn view(client: Client, set: &FaceSetId) -> FaceSetView {
    done(client, "face_set", json!({ "id": set })).await
}

pub async fn put(client: Client, set: &FaceSetId, identity: &str, name: &str, file: &[u8]) -> Answer {
    client.send("PUT", &format!("/api/faces/{}/{identity}/{name}", set.0), &[], file).await
}

pub async fn post_zip(client: Client, set: &FaceSetId, archive: &[u8]) -> Answer {
    client.send("POST", &format!("/api/faces/{}/zip", set.0), &[], archive).await
}

/// Five drawn people, four pictures each, as a folder.
pub fn draw(folder: &Path) {
    let request = synthetic::FolderRequest { identities: 5, images: 4, public: 1, seed: 3, size: 128 };
    let drawn =
        synthetic::write_people(folder, &request, synthetic::Overwrite::Allow, &mut |_, _| ControlFlow::Continue(()));
    drawn.expect("drawn");
}

/// Further drawn people, four pictures each, distinct from all others.
pub fn add_people(folder: &Path, names: &[&str]) {
    let drawn = tempfile::tempdir_in(folder.parent().expect("a parent")).expect("a folder");
    let identities = names.len() as u32;
    let request = synthetic::FolderRequest { identities, images: 4, public: 1, seed: 9, size: 128 };
    let (overwrite, goes_on) = (synthetic::Overwrite::Allow, &mut |_, _| ControlFlow::Continue(()));
    synthetic::write_people(drawn.path(), &request, overwrite, goes_on).expect("drawn");
    for (number, name) in names.iter().enumerate() {
        std::fs::rename(drawn.path().join(format!("person-{number:04}")), folder.join(name)).expect("moved");
    }
}

/// All files of a folder of people: person, name, bytes.
pub fn files(folder: &Path) -> Vec<(String, String, Vec<u8>)> {
    let names = |folder: &Path| -> Vec<String> {
        let entries = std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").file_name());
        let mut names: Vec<_> = entries.map(|name| name.into_string().expect("text")).collect();
        names.sort();
        names
    };
    let of = |person: String| {
        let here = folder.join(&person);
        names(&here)
            .into_iter()
            .map(move |name| (person.clone(), name.clone(), std::fs::read(here.join(name)).expect("read")))
    };
    names(folder).into_iter().flat_map(of).collect()
}

/// An archive of some files.
fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (path, bytes) in files {
        writer.start_file(*path, SimpleFileOptions::default()).expect("begun");
        writer.write_all(bytes).expect("written");
    }
    writer.finish().expect("finished").into_inner()
}

/// An archive of people's files, with a folder for each person, in a folder that `under` names.
pub fn zipped_people(under: &str, files: &[(String, String, Vec<u8>)]) -> Vec<u8> {
    let paths: Vec<_> = files.iter().map(|(person, name, _)| format!("{under}{person}/{name}")).collect();
    let entries: Vec<_> = files.iter().zip(&paths).map(|((.., file), path)| (path.as_str(), file.as_slice())).collect();
    zipped(&entries)
}

pub fn on(set: &FaceSetId) -> ExperimentConfig {
    let mut config = tiny();
    (config.faces.synthetic, config.faces.set) = (None, Some(set.clone()));
    config
}

async fn report(client: Client, config: &ExperimentConfig) -> (RunId, Report) {
    let id = client.start(config).await;
    let mut viewer = Viewer::join(&client, &id).await;
    in_time("the run", viewer.until_closed()).await;
    let problem = viewer.state().run.problem.clone();
    let answer = client.call("report", &json!({ "id": id })).await;
    assert_eq!(answer.status, 200, "{problem:?}");
    (id, answer.json())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_set_that_was_uploaded_gives_the_run_that_its_folder_gives() {
    let (data, faces) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    draw(faces.path());
    let server = Server::start(data.path()).await;
    let client = server.client;
    let set = added(client, "Staff").await;
    let files = files(faces.path());
    let (first, rest) = files.split_first().expect("files");
    let early = client.call("finish_face_set", &json!({ "id": set })).await;
    assert!(early.status == 422 && early.text().contains("identities"), "{}", early.text());

    let taken: UploadResult = post_zip(client, &set, &zipped_people("faces/", rest)).await.json();
    assert_eq!((taken.kept, taken.left_out), (19, 0), "{taken:?}");
    for _ in 0..2 {
        let taken: UploadResult = put(client, &set, &first.0, &first.1, &first.2).await.json();
        assert_eq!(taken.kept, 1, "sending it again changes nothing");
    }
    let seen = view(client, &set).await;
    assert_eq!((seen.summary.identities, seen.summary.images, seen.summary.fewest), (5, 20, 4));
    let unfinished: ConfigCheck = client.call("check", &json!({ "config": on(&set) })).await.json();
    assert_eq!(unfinished.problems[0].field, "faces.set");
    let () = done(client, "finish_face_set", json!({ "id": set })).await;
    assert_eq!(put(client, &set, &first.0, &first.1, &first.2).await.status, 409, "it changes no more");
    let defaults: NewRunDefaults = client.call("new_run_defaults", &json!({})).await.json();
    assert_eq!(defaults.sets.iter().map(|set| &set.id).collect::<Vec<_>>(), [&set]);

    let (of_set, by_set) = report(client, &on(&set)).await;
    let mut config = tiny();
    config.faces.synthetic = None;
    let identities = faces.path().to_str().expect("text").into();
    config.faces.folder = Some(FolderFaces { identities, public: String::new() });
    let (of_folder, by_folder) = report(client, &config).await;
    assert_eq!(by_set.identities, by_folder.identities);
    for clone in by_set.identities.iter().flat_map(|identity| &identity.clones) {
        let pixels = async |run| {
            let file = client.get(&addresses::file(run, &clone.file)).await;
            image::load_from_memory(&file.body).expect("a picture")
        };
        assert_eq!(pixels(&of_set).await, pixels(&of_folder).await, "{}", clone.file);
    }

    let sentences = method::sentences(&by_set).join(" ");
    assert!(sentences.contains("The audit of the face set Staff was authorised by Ada Lovelace, DPO"), "{sentences}");
    let html = client.get(&addresses::file(&of_set, "report.html")).await;
    assert!(html.text().contains("Ada Lovelace, DPO"));
    assert!(by_folder.authorised.is_empty());
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn members_see_a_set_by_their_roles_and_others_see_none() {
    let (data, faces) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    draw(faces.path());
    let (server, cast) = TestUsers::gathered(data.path()).await;
    let set = added(cast.collaborator, "Staff").await;
    for (person, name, bytes) in files(faces.path()) {
        assert_eq!(put(cast.collaborator, &set, &person, &name, &bytes).await.status, 200);
    }
    let person = &view(cast.viewer, &set).await.people[0].name;
    let seen: FacesOverview = done(cast.viewer, "faces", json!({})).await;
    assert_eq!((seen.sets[0].images, seen.may_add, seen.may_delete), (20, false, false));
    assert_eq!(seen.sets[0].authorisation.by, "Ada Lovelace, DPO");
    let elsewhere: FacesOverview = done(cast.stranger, "faces", json!({})).await;
    assert!(elsewhere.sets.is_empty());

    let picture = &files(faces.path())[0].2;
    let thumbnail = format!("/api/thumbnails/{}/{person}", set.0);
    for (who, client, [looks, adds, deletes]) in [
        ("nobody", cast.nobody, [401, 401, 401]),
        ("a stranger", cast.stranger, [404, 404, 404]),
        ("a viewer", cast.viewer, [200, 403, 403]),
        ("a collaborator", cast.collaborator, [200, 200, 403]),
    ] {
        assert_eq!(client.get(&thumbnail).await.status, looks, "{who}");
        assert_eq!(put(client, &set, "Eve", "1.png", picture).await.status, adds, "{who}");
        assert_eq!(post_zip(client, &set, &zipped(&[("Eve/1.png", picture)])).await.status, adds, "{who}");
        assert_eq!(client.call("delete_face_set", &json!({ "id": set })).await.status, deletes, "{who}");
    }
    let small = cast.viewer.get(&thumbnail).await;
    let small = image::load_from_memory(&small.body).expect("a picture");
    assert_eq!((small.width(), small.height()), (96, 96), "no more than that");
    let foreign = [("Origin", "https://evil.example")];
    let path = format!("/api/faces/{}/Eve/2.png", set.0);
    assert_eq!(cast.collaborator.send("PUT", &path, &foreign, picture).await.status, 403);
    let stolen = cast.stranger.call("start", &json!({ "config": on(&set) })).await;
    assert!(stolen.status == 422 && stolen.text().contains("no such set"), "{}", stolen.text());
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_set_in_use_stays_and_a_deleted_one_leaves_nothing() {
    let (data, faces) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    draw(faces.path());
    let (server, cast) = TestUsers::gathered(data.path()).await;
    let set = added(cast.collaborator, "Staff").await;
    for (person, name, bytes) in files(faces.path()) {
        assert_eq!(put(cast.collaborator, &set, &person, &name, &bytes).await.status, 200);
    }
    let () = done(cast.collaborator, "finish_face_set", json!({ "id": set })).await;
    let slow = ExperimentConfig { attack: long().attack, ..on(&set) };
    let run = cast.collaborator.start(&slow).await;
    let mut viewer = Viewer::join(&cast.collaborator, &run).await;
    viewer.until_step(0).await;
    let laid_out = data.path().join("cache/faces").join(format!("set-{}", set.0));
    assert!(laid_out.is_dir());
    let delete = async || cast.owner.call("delete_face_set", &json!({ "id": set })).await;
    let used = delete().await;
    assert!(used.status == 409 && used.text().contains("run"), "{}", used.text());
    cast.collaborator.cancel(&run).await;
    in_time("the end", viewer.until_closed()).await;
    assert_eq!(delete().await.status, 200);
    assert!(!laid_out.exists());
    assert_eq!(cast.owner.call("face_set", &json!({ "id": set })).await.status, 404);
    let _ = cast.collaborator.resume(&run).await;
    let mut viewer = Viewer::join(&cast.collaborator, &run).await;
    in_time("the end", viewer.until_closed()).await;
    let problem = viewer.state().run.problem.clone().expect("it failed");
    assert!(problem.contains("was deleted"), "{problem}");
    let told: ActivityPage = done(cast.owner, "activity", json!({ "everywhere": false, "before": null })).await;
    let told = serde_json::to_string(&told).expect("JSON");
    assert!(told.contains("added the face set Staff, authorised by Ada Lovelace, DPO"), "{told}");
    assert!(told.contains("deleted the face set Staff"));
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn faces_need_an_authorisation_and_a_permitted_folder() {
    let data = tempfile::tempdir().expect("a folder");
    let access = server::lab::FacesAccess::Under(Vec::new());
    let server = Server::with(data.path(), access, server::http::Heartbeat::default()).await;
    let refused = async |new| {
        let answer = server.client.call("add_face_set", &json!({ "new": new })).await;
        (answer.status, answer.text().to_owned())
    };
    let (status, why) = refused(json!({ "name": "", "folder": null, "authorised_by": " ", "basis": null })).await;
    assert_eq!(status, 422);
    assert!(["name", "authorised_by", "basis"].iter().all(|field| why.contains(&format!("\"{field}\""))), "{why}");
    let folder = json!({ "identities": "/etc", "public": "" });
    let new = json!({ "name": "x", "folder": folder, "authorised_by": "Ada Lovelace", "basis": "consent" });
    let (status, why) = refused(new).await;
    assert!(status == 422 && why.contains("--faces-root"), "{why}");
    let overview: FacesOverview = done(server.client, "faces", json!({})).await;
    assert!(overview.sets.is_empty());
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_becomes_a_set_and_a_run_of_it_says_under_whose_authority() {
    let (data, faces) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    let people = faces.path().join("people");
    draw(&people);
    let server = Server::start(data.path()).await;
    let new = |identities: &Path| {
        let folder = json!({ "identities": identities, "public": "" });
        json!({ "new": { "name": "Drawn", "folder": folder, "authorised_by": "Nobody, since nobody is real", "basis": "public-dataset" } })
    };
    // A run once was the first to say so.
    let refused = server.client.call("add_face_set", &new(faces.path())).await;
    let advice = format!("choose {}", people.display());
    assert!(refused.status == 422 && refused.text().contains(&advice), "{}", refused.text());
    let set: FaceSetId = done(server.client, "add_face_set", new(&people)).await;
    let seen = view(server.client, &set).await;
    assert_eq!((seen.summary.state, seen.summary.is_folder), (FaceSetState::Ready, true));
    let (_, report) = report(server.client, &on(&set)).await;
    assert_eq!(report.authorised[0].authorisation.by, "Nobody, since nobody is real");
    server.stop().await;
}
