//! Publishing: who may, what others get, and that it is gone when it is withdrawn.

use crate::support::client::Client;
use crate::support::study::{Browser, config, study, through};
use crate::support::viewer::Viewer;
use crate::support::{Server, in_time, tiny};
use app::api::ApiError;
use app::api::gallery::Gallery as _;
use serde_json::json;
use server::access::{Caller, Key, Person};
use server::gallery::{CallersGallery, Gallery};
use server::store::people::Secret;
use wire::gallery::{
    GalleryPage, Permalink, PublicationRequest, PublicationView, PublishedClone, Visibility, WITHDRAWN,
};
use wire::people::{PersonId, Role, WorkspaceId};
use wire::report::Report;
use wire::run::RunId;

/// The gallery for someone with this role in a workspace.
fn gallery_for(server: &Server, membership: Option<(WorkspaceId, Role)>, is_administrator: bool) -> CallersGallery {
    let workspace = membership.as_ref().map(|(workspace, _)| workspace.clone());
    let memberships = membership.into_iter().collect();
    let (id, key) = (PersonId("p".into()), Key::Token(Secret("00".into())));
    let person = Person { id, name: "P".into(), is_administrator, memberships, workspace, key };
    CallersGallery { gallery: Gallery::new(&server.service), caller: person.into() }
}

fn owner(server: &Server) -> CallersGallery {
    gallery_for(server, Some((WorkspaceId::first(), Role::Owner)), false)
}

/// A tiny run, and its report.
pub async fn finished(client: &Client) -> (RunId, Report) {
    let id = client.start(&tiny()).await;
    let mut viewer = Viewer::join(client, &id).await;
    in_time("the run", viewer.until_closed()).await;
    let report = client.call("report", &json!({ "id": id })).await.json();
    (id, report)
}

fn publish(run: &RunId, report: &Report) -> PublicationRequest {
    PublicationRequest {
        run: run.clone(),
        targets: report.identities.iter().map(|identity| identity.name.clone()).collect(),
        visibility: Visibility::Public,
        real_faces: false,
        title: "Two drawn people".into(),
        note: "A note.".into(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn only_owners_publish_and_withdraw() {
    let data = tempfile::tempdir().expect("a folder");
    let server = Server::start(data.path()).await;
    let (run, report) = finished(&server.client).await;
    let wanted = publish(&run, &report);
    let of = |role| gallery_for(&server, Some((WorkspaceId::first(), role)), false);

    let nobody = CallersGallery { gallery: Gallery::new(&server.service), caller: Caller::default() };
    let stranger = gallery_for(&server, Some((WorkspaceId("0000000000000099".into()), Role::Owner)), false);
    let link = owner(&server).publish(wanted.clone()).await.expect("published");
    for (who, gallery, refusal) in [
        ("nobody", nobody, "sign in first"),
        ("a stranger", stranger, "not found"),
        ("a viewer", of(Role::Viewer), "only owners"),
        ("a collaborator", of(Role::Collaborator), "only owners"),
    ] {
        let answers = [
            gallery.publishing(run.clone()).await.map(drop),
            gallery.preview(wanted.clone()).await.map(drop),
            gallery.publish(wanted.clone()).await.map(drop),
            gallery.withdraw(link.clone()).await,
        ];
        for answer in answers {
            let error = answer.expect_err(who).to_string();
            assert!(error.contains(refusal), "{who}: {error}");
        }
        assert!(gallery.published(link.clone()).await.is_ok(), "{who} may read what is published");
    }
    let known = owner(&server).publishing(run.clone()).await.expect("the form");
    assert_eq!(known.publications.len(), 1, "nothing else was published");
    let administrator = gallery_for(&server, None, true);
    let unlisted = PublicationRequest { visibility: Visibility::Unlisted, ..wanted.clone() };
    assert!(administrator.publish(unlisted).await.is_ok());
    let untitled = PublicationRequest { title: String::new(), ..wanted };
    assert!(matches!(owner(&server).publish(untitled).await, Err(ApiError::Invalid(_))));
    server.stop().await;
}

/// Each publication of a run once added its cards to the gallery again.
#[tokio::test(flavor = "multi_thread")]
async fn a_run_is_in_the_gallery_once_and_its_cards_say_what_its_verdict_is() {
    let data = tempfile::tempdir().expect("a folder");
    let server = Server::start(data.path()).await;
    let (run, report) = finished(&server.client).await;
    let wanted = publish(&run, &report);
    // Two windows at once, of two servers on one database.
    let (one, other) = (owner(&server), owner(&server));
    let (one, other) = tokio::join!(one.publish(wanted.clone()), other.publish(wanted.clone()));
    assert!(one.is_ok() != other.is_ok(), "{one:?}, {other:?}");
    for answer in [one, other, owner(&server).publish(wanted).await] {
        let Err(error) = answer else { continue };
        let ApiError::Invalid(problems) = error else { panic!("{error}") };
        assert_eq!(problems[0].field, "visibility");
        assert!(problems[0].message.contains("Two drawn people"), "{problems:?}");
    }
    let page: GalleryPage = server.client.call("gallery", &json!({ "filters": [] })).await.json();
    let clones: u32 = report.identities.iter().map(|identity| identity.clones.len() as u32).sum();
    assert_eq!(page.total, u64::from(clones));
    assert!(page.items.iter().all(|item| item.verdict.as_deref() == Some("No verdict")), "{page:?}");
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_reads_what_is_published_and_no_face_that_is_withheld() {
    let data = tempfile::tempdir().expect("a folder");
    let server = Server::start(data.path()).await;
    let client = server.client;
    let (run, report) = finished(&client).await;
    let link = owner(&server).publish(publish(&run, &report)).await.expect("published");

    let published: PublicationView = client.call("published", &json!({ "permalink": link })).await.json();
    assert_eq!((published.title.as_str(), &published.run), ("Two drawn people", &run));
    assert!(published.report.identities.iter().all(|identity| identity.real_faces.is_empty()));
    for clone in published.report.identities.iter().flat_map(|identity| &identity.clones) {
        let picture = client.get(&file(&link, &clone.file)).await;
        assert_eq!((picture.status, picture.header("content-type")), (200, Some("image/png")), "{}", clone.file);
        assert!(has_mark(&picture.body, &run), "the words in the metadata");
        let original = client.get(&view_model::paths::file(&run, &clone.file)).await;
        assert!(has_mark(&original.body, &run), "also where members see it");
        let pixels = |bytes: &[u8]| image::load_from_memory(bytes).expect("a PNG").into_rgb8();
        assert_eq!(pixels(&picture.body), pixels(&original.body), "the same picture");
    }
    for withheld in report.identities.iter().flat_map(|identity| &identity.real_faces) {
        assert_eq!(client.get(&file(&link, withheld)).await.status, 404, "{withheld}");
    }
    for other in
        ["config.toml", "report.html", "split.json", "recognizers/target.safetensors", "../run.json", "run.json"]
    {
        assert_eq!(client.get(&file(&link, other)).await.status, 404, "{other}");
    }
    let figures = client.get(&file(&link, "report.json")).await;
    assert!(figures.status == 200 && !figures.text().contains("faces/"), "no address of a face");
    for page in [format!("/p/{}", link.0), format!("/p/{}/1/2", link.0), "/gallery".into()] {
        let answer = client.get(&page).await;
        assert_eq!(answer.status, 200, "{page}");
        assert!(!answer.text().contains("/files/faces/"), "{page}");
    }

    let with = PublicationRequest { real_faces: true, visibility: Visibility::Unlisted, ..publish(&run, &report) };
    let with = owner(&server).publish(with).await.expect("published");
    let face = &report.identities[0].real_faces[0];
    assert_eq!(client.get(&file(&with, face)).await.status, 200, "the owner ticked it");
    assert_eq!(client.get(&file(&link, face)).await.status, 404, "not under the other link");
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clone_forms_and_is_found_in_the_gallery() {
    let data = tempfile::tempdir().expect("a folder");
    let server = Server::start(data.path()).await;
    let client = server.client;
    let (run, report) = finished(&client).await;
    let second = report.identities[1].name.clone();
    let only = PublicationRequest { targets: vec![second.clone()], ..publish(&run, &report) };
    let link = owner(&server).publish(only).await.expect("published");

    let clone = json!({ "permalink": link, "place": 1, "clone": 2 });
    let clone: PublishedClone = client.call("published_clone", &clone).await.json();
    assert_eq!((clone.target.as_str(), clone.clones), (second.as_str(), 2));
    assert_eq!(clone.report, report.identities[1].clones[1], "the second target is the first one shown");
    // The recorder keeps the first moment and the last, and others as it has time.
    let steps: Vec<_> = clone.film.iter().map(|step| step.iteration).collect();
    assert!(steps.len() >= 2 && steps[0] == 0 && steps.is_sorted(), "{steps:?}");
    let picture = |name: &str| format!("/api/p/{}/pictures/{name}.jpg", link.0);
    let size = |bytes: &[u8]| {
        let picture = image::load_from_memory(bytes).expect("a JPEG").into_rgb8();
        (picture.width() / picture.height(), picture.height())
    };
    for (name, pictures) in
        [("1-2-clone", 1), ("1-2-seed", 1), ("1-2-strip", 12), ("1-2-film", clone.film.len() as u32)]
    {
        let answer = client.get(&picture(name)).await;
        assert_eq!((answer.status, answer.header("content-type")), (200, Some("image/jpeg")), "{name}");
        assert_eq!(size(&answer.body).0, pictures, "{name}");
        assert_eq!(has_mark(&answer.body, &run), name != "1-2-seed", "{name}");
        let known = [("If-None-Match", answer.header("etag").expect("a tag"))];
        assert_eq!(client.ask("GET", &picture(name), &known, "").await.status, 304, "{name}");
        assert_eq!(client.get(&picture(name)).await.body, answer.body, "{name} is made once");
    }
    for none in ["2-1-clone", "1-3-clone", "0-1-clone", "1-0-film", "1-1-other"] {
        assert_eq!(client.get(&picture(none)).await.status, 404, "{none}");
    }

    let browse = |filters: serde_json::Value| async move {
        client.call("gallery", &json!({ "filters": filters })).await.json::<GalleryPage>()
    };
    let all = browse(json!([])).await;
    assert_eq!((all.total, all.items.len(), all.next), (2, 2, None));
    assert_eq!(all.choices.targets, [second]);
    let found = browse(json!([["target", "nobody"]])).await;
    assert_eq!((found.total, found.items.len()), (0, 0));
    let wrong = browse(json!([["rank", "first"]])).await;
    assert_eq!((wrong.total, wrong.problems.len()), (2, 1));
    let unlisted = PublicationRequest { visibility: Visibility::Unlisted, ..publish(&run, &report) };
    owner(&server).publish(unlisted).await.expect("published");
    assert_eq!(browse(json!([])).await.total, 2, "who has no link does not come upon it");
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_withdrawn_is_gone_at_once_with_its_pictures() {
    let data = tempfile::tempdir().expect("a folder");
    let server = Server::start(data.path()).await;
    let client = server.client;
    let (run, report) = finished(&client).await;
    let link = owner(&server).publish(publish(&run, &report)).await.expect("published");
    let addresses = [
        file(&link, &report.identities[0].clones[0].file),
        file(&link, "report.json"),
        format!("/api/p/{}/pictures/1-1-clone.jpg", link.0),
        format!("/api/p/{}/pictures/1-1-film.jpg", link.0),
        format!("/p/{}", link.0),
        format!("/p/{}/1/1", link.0),
    ];
    for address in &addresses {
        assert_eq!(client.get(address).await.status, 200, "{address}");
    }
    let tag = client.get(&addresses[0]).await.header("etag").expect("a tag").to_owned();
    // By another handle, which stands for another server on the same database.
    owner(&server).withdraw(link.clone()).await.expect("withdrawn");
    for address in &addresses {
        let answer = client.get(address).await;
        assert_eq!(answer.status, 404, "{address}");
        assert!(answer.text().contains("ithdrawn"), "{address} says why");
    }
    let known = client.ask("GET", &addresses[0], &[("If-None-Match", &tag)], "").await;
    assert_eq!(known.status, 404, "also for who has it in a cache");
    let error: ApiError = client.call("published", &json!({ "permalink": link })).await.json();
    assert_eq!(error, ApiError::NotFound(WITHDRAWN.into()));
    let page: GalleryPage = client.call("gallery", &json!({ "filters": [] })).await.json();
    assert_eq!((page.total, page.items.len()), (0, 0));
    let left = data.path().join("cache/gallery").join(&link.0);
    assert!(!left.exists(), "pictures of it are left in {}", left.display());
    assert!(matches!(owner(&server).withdraw(link).await, Err(ApiError::Conflict(_))));
    let unknown = client.get("/p/00000000000000000000000000000000").await;
    assert!(unknown.status == 404 && !unknown.text().contains("ithdrawn"));
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_people_say_stands_beside_the_clones_and_goes_with_their_answers() {
    let data = tempfile::tempdir().expect("a folder");
    let server = Server::start(data.path()).await;
    let client = server.client;
    let (run, report) = finished(&client).await;
    let link = owner(&server).publish(publish(&run, &report)).await.expect("published");
    let gallery = Gallery::new(&server.service);
    let by_people = || async {
        let filters = json!([["sort", "similarity"]]);
        client.call("gallery", &json!({ "filters": filters })).await.json::<GalleryPage>()
    };
    gallery.listen_to_people().await.expect("nobody has said anything");
    assert_eq!(by_people().await.total, 0);

    let (_, view) = study(&server, &config(&server, &run).await, "open").await;
    let mut someone = Browser::default();
    let joined = someone.join(&client, &view.link.0, json!({})).await;
    let (_, withdrawal) = through(&mut someone, &client, &view.link.0, joined.json()).await;
    gallery.listen_to_people().await.expect("heard");
    let judged = by_people().await;
    assert_eq!((judged.total, judged.items.len()), (2, 2), "the study shows two of four clones");
    assert!(judged.items.iter().all(|item| item.human.similarity == Some(100.0)), "{judged:?}");
    let published: PublicationView = client.call("published", &json!({ "permalink": link })).await.json();
    assert!(published.people.iter().any(|word| word.question.starts_with("Similarity")), "{:?}", published.people);
    let first = &judged.items[0];
    let asked = json!({ "permalink": link, "place": first.place, "clone": first.clone });
    let clone: PublishedClone = client.call("published_clone", &asked).await.json();
    assert_eq!(clone.human, first.human);

    client.call("quiz_withdraw", &json!({ "code": withdrawal })).await;
    gallery.listen_to_people().await.expect("heard");
    assert_eq!(by_people().await.total, 0, "who takes answers back takes their word here back");
    server.stop().await;
}

fn file(link: &Permalink, path: &str) -> String {
    format!("/api/p/{}/files/{}", link.0, path.replace(' ', "%20"))
}

/// Whether the words and the run's id stand in the file's metadata.
pub fn has_mark(bytes: &[u8], run: &RunId) -> bool {
    let has = |text: &str| bytes.windows(text.len()).any(|window| window == text.as_bytes());
    has("synthetic clone") && has(&run.0)
}
