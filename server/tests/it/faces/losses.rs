//! Files left out of uploads and of runs, and that all of them are reported.

use super::hostile::picture;
use super::{added, draw, files, post_zip, put, report, zipped};
use crate::support::{Server, tiny};
use image::ImageFormat;
use std::fs;
use view_model::paths;
use wire::experiment::FolderFaces;
use wire::faces::UploadResult;

/// Decoders fill missing parts with grey, and some programs append an end marker.
#[tokio::test(flavor = "multi_thread")]
async fn pictures_that_are_cut_off_are_refused_and_all_of_them_are_named() {
    let data = tempfile::tempdir().expect("a folder");
    let server = Server::start(data.path()).await;
    let set = added(server.client, "Staff").await;
    let jpeg = picture(ImageFormat::Jpeg);
    let [half, ended] = [&[][..], &[0xff, 0xd9]].map(|end| [&jpeg[..jpeg.len() * 2 / 3], end].concat());
    let png = picture(ImageFormat::Png);
    let webp = picture(ImageFormat::WebP);
    for (name, file) in [
        ("half.jpg", half.as_slice()),
        ("ended.jpg", &ended),
        ("short.png", &png[..png.len() - 3]),
        ("short.webp", &webp[..webp.len() - 1]),
    ] {
        let answer = put(server.client, &set, "Ada", name, file).await;
        let told = answer.text();
        assert_eq!(answer.status, 422, "{name}: {told}");
        assert!(told.contains(name) && (told.contains("is cut off") || told.contains("is damaged")), "{told}");
    }
    for (name, format) in [("a.bmp", ImageFormat::Bmp), ("c.jfif", ImageFormat::Jpeg)] {
        assert_eq!(put(server.client, &set, "Ada", name, &picture(format)).await.status, 200, "{name}");
    }
    let paths: Vec<String> = (0..50).map(|at| format!("Ada/{at:02}.jpg")).collect();
    let entries: Vec<(&str, &[u8])> = paths.iter().map(|path| (path.as_str(), ended.as_slice())).collect();
    let taken: UploadResult = post_zip(server.client, &set, &zipped(&entries)).await.json();
    let named: Vec<&str> = taken.examples.iter().map(|one| one.file.as_str()).collect();
    assert_eq!((taken.kept, taken.left_out), (0, 50));
    assert_eq!(named, paths, "each of them, not the first few");
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn reports_name_left_out_people_and_files_in_every_form() {
    let (data, faces) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    let root = faces.path().join("staff");
    draw(&root);
    let (person, name, bytes) = files(&root).swap_remove(0);
    fs::write(root.join(&person).join(format!("half-{name}")), &bytes[..bytes.len() / 2]).expect("written");
    fs::create_dir(root.join("Eve <b>")).expect("made");
    fs::write(root.join("Eve <b>/1.png"), &bytes).expect("written");
    let mut config = tiny();
    config.faces.synthetic = None;
    let identities = root.to_str().expect("text").into();
    config.faces.folder = Some(FolderFaces { identities, public: String::new() });
    config.split.target_names = vec![person.clone()];
    let server = Server::start(data.path()).await;
    let (id, report) = report(server.client, &config).await;

    let file = format!("staff/{person}/half-{name}");
    assert_eq!(report.left_out.people[0].name, "Eve <b>");
    assert_eq!(report.left_out.files.iter().map(|one| one.file.as_str()).collect::<Vec<_>>(), [file.as_str()]);
    for address in [paths::file(&id, "report.html"), paths::report_page(&id)] {
        let answer = server.client.get(&address).await;
        let page = answer.text();
        assert!(page.contains("1 person and 1 file were left out"), "{address}: {page}");
        assert!(page.contains(&file) && page.contains("Eve &lt;b&gt;") && !page.contains("Eve <b>"), "{address}");
        assert!(page.contains("is cut off: the end of the file is missing"), "{address}");
    }
    server.stop().await;
}
