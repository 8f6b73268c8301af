//! Archives that were made to do harm: refused as a whole, with the entry that is to blame.

use super::hostile::picture;
use super::{added, post_zip, view, zipped};
use crate::support::Server;
use crate::support::client::Client;
use image::ImageFormat;
use std::io::{Cursor, Write};
use wire::faces::{FaceSetId, UploadResult};
use zip::write::SimpleFileOptions;

async fn refused(client: Client, set: &FaceSetId, what: &str, archive: &[u8], named: &str) {
    let answer = post_zip(client, set, archive).await;
    assert_eq!(answer.status, 422, "{what}: {}", answer.text());
    assert!(answer.text().contains(named), "{what}: {}", answer.text());
}

/// One entry, with options.
fn one(path: &str, options: SimpleFileOptions, bytes: &[u8]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    writer.start_file(path, options).expect("begun");
    writer.write_all(bytes).expect("written");
    writer.finish().expect("finished").into_inner()
}

/// Replaces bytes of an archive by others of the same length, wherever they stand.
fn patched(mut archive: Vec<u8>, from: &[u8], to: &[u8]) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    let mut at = 0;
    while let Some(found) = archive[at..].windows(from.len()).position(|part| part == from) {
        archive[at + found..][..to.len()].copy_from_slice(to);
        at += found + to.len();
    }
    archive
}

#[tokio::test(flavor = "multi_thread")]
async fn archives_that_could_do_harm_are_refused_by_the_entry() {
    let data = tempfile::tempdir().expect("a folder");
    let server = Server::start(data.path()).await;
    let client = server.client;
    let set = added(client, "Staff").await;
    let png = picture(ImageFormat::Png);
    let plain = SimpleFileOptions::default;
    // The writer makes some names harmless; so they are put in afterwards.
    let named = |name: &str| {
        patched(
            zipped(&[("Ada/fine.png", &png), (&"x".repeat(name.len()), &png)]),
            "x".repeat(name.len()).as_bytes(),
            name.as_bytes(),
        )
    };
    for name in ["../../evil.png", "Ada/../../evil.png", "/etc/cron.d/evil.png", "Ada\\..\\evil.png", "c:/Ada/evil.png"]
    {
        refused(client, &set, name, &named(name), name).await;
    }
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    writer.add_symlink("Ada/link.png", "/etc/passwd", plain()).expect("written");
    refused(client, &set, "a link", &writer.finish().expect("finished").into_inner(), "Ada/link.png").await;
    refused(client, &set, "an archive within", &zipped(&[("Ada/more.zip", b"x")]), "Ada/more.zip").await;
    let within = zipped(&[("Ada/more.png", &zipped(&[("Ada/1.png", &png)]))]);
    refused(client, &set, "an archive by another name", &within, "Ada/more.png").await;
    let twice = zipped(&[("a/Ada/1.png", &png), ("b/Ada/1.jpg", &png)]);
    refused(client, &set, "two of one name", &twice, "b/Ada/1.jpg").await;
    let large = one("Ada/large.png", plain(), &vec![0; 10 * 1024 * 1024 + 1]);
    assert!(large.len() < 100_000, "it is small as an archive");
    refused(client, &set, "a large entry", &large, "Ada/large.png").await;
    refused(client, &set, "no archive", b"PK\x03\x04 and nothing more", "zip").await;
    let whole = zipped(&[("Ada/1.png", &png)]);
    refused(client, &set, "half an archive", &whole[..whole.len() / 2], "zip").await;
    assert_eq!(view(client, &set).await.summary.images, 0, "nothing was kept of any");
    server.stop().await;
}

/// The bit in an entry's flags that says that it is encrypted, in both of its headers.
#[tokio::test(flavor = "multi_thread")]
async fn encrypted_entries_and_sizes_that_lie_are_refused() {
    let data = tempfile::tempdir().expect("a folder");
    let server = Server::start(data.path()).await;
    let client = server.client;
    let set = added(client, "Staff").await;
    let png = picture(ImageFormat::Png);
    let mut encrypted = zipped(&[("Ada/1.png", &png)]);
    let (local, central) = (at(&encrypted, b"PK\x03\x04"), at(&encrypted, b"PK\x01\x02"));
    encrypted[local + 6] |= 1;
    encrypted[central + 8] |= 1;
    refused(client, &set, "encrypted", &encrypted, "Ada/1.png").await;

    // A megabyte of nothing that says to be ten bytes.
    let mut lying = one("Ada/1.png", SimpleFileOptions::default(), &vec![0; 1024 * 1024]);
    let (local, central) = (at(&lying, b"PK\x03\x04"), at(&lying, b"PK\x01\x02"));
    lying[local + 22..local + 26].copy_from_slice(&10_u32.to_le_bytes());
    lying[central + 24..central + 28].copy_from_slice(&10_u32.to_le_bytes());
    refused(client, &set, "a size that lies", &lying, "Ada/1.png").await;
    server.stop().await;
}

fn at(archive: &[u8], mark: &[u8]) -> usize {
    archive.windows(mark.len()).position(|part| part == mark).expect("a header")
}

/// The entry counts are what the end of an archive says; each entry takes 46 bytes there and nothing in memory here.
#[tokio::test(flavor = "multi_thread")]
async fn an_archive_of_very_many_entries_is_refused_by_their_number() {
    let data = tempfile::tempdir().expect("a folder");
    let server = Server::start(data.path()).await;
    let set = added(server.client, "Staff").await;
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for n in 0..200_001 {
        writer.start_file(format!("A/{n}.png"), stored).expect("begun");
    }
    let archive = writer.finish().expect("finished").into_inner();
    refused(server.client, &set, "too many", &archive, "200001 entries").await;
    server.stop().await;
}

/// Names as systems write them, with their litter, and with the folder that everything was in.
#[tokio::test(flavor = "multi_thread")]
async fn archives_of_every_system_are_read() {
    let data = tempfile::tempdir().expect("a folder");
    let server = Server::start(data.path()).await;
    let set = added(server.client, "Staff").await;
    let png = picture(ImageFormat::Png);
    let archive = zipped(&[
        ("faces/Zoë/1.png", &png),
        ("faces/Zoë/2.JPEG", &picture(ImageFormat::Jpeg)),
        ("faces/Ada/1.webp", &picture(ImageFormat::WebP)),
        ("faces/.DS_Store", b"x"),
        ("__MACOSX/faces/Zoë/._1.png", b"x"),
        ("faces/Ada/Thumbs.db", b"x"),
        ("faces/Ada/notes.txt", b"she likes engines"),
        ("alone.png", &png),
    ]);
    let taken: UploadResult = post_zip(server.client, &set, &archive).await.json();
    let left_out: Vec<_> = taken.examples.iter().map(|one| one.file.as_str()).collect();
    assert_eq!((taken.kept, left_out), (3, vec!["faces/Ada/notes.txt", "alone.png"]));
    let people = view(server.client, &set).await.people;
    assert_eq!(
        people.iter().map(|person| (person.name.as_str(), person.images)).collect::<Vec<_>>(),
        [("Ada", 1), ("Zoë", 2)]
    );
    server.stop().await;
}
