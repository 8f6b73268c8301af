//! Servers that are killed while files go in or come out.

use super::{kills, served};
use crate::downloads::unpacked;
use crate::faces::{added, post_zip, put, view, zipped_people};
use crate::support::cast::done;
use crate::support::client::Client;
use crate::support::program::assert_whole;
use crate::support::viewer::Viewer;
use crate::support::{in_time, tiny};
use image::{Rgb, RgbImage};
use rand::{RngExt, SeedableRng, rngs::StdRng};
use serde_json::json;
use std::collections::BTreeSet;
use std::io::Cursor;
use std::path::Path;
use std::time::{Duration, Instant};
use wire::faces::{FaceSetId, UploadResult};

const PEOPLE: u32 = 4;
const PICTURES: u32 = 120;
/// Milliseconds that all kills among pictures have together at most, so that pictures are left for the last one.
const MOST: u64 = 1200;

/// A picture that no other is: whose it is, its name, the file.
pub fn picture(number: u32) -> (String, String, Vec<u8>) {
    let [red, green, ..] = number.to_le_bytes();
    let image = RgbImage::from_fn(256, 256, |x, y| Rgb([red, green, (x ^ y).to_le_bytes()[0]]));
    let mut file = Cursor::new(Vec::new());
    image.write_to(&mut file, image::ImageFormat::Png).expect("encoded");
    (format!("ID-{}", number % PEOPLE), format!("{number}.png"), file.into_inner())
}

/// How many pictures a set has. Each person must have those that came in for them, and no other.
async fn kept(client: Client, set: &FaceSetId) -> u32 {
    let view = view(client, set).await;
    let images: Vec<u32> = view.people.iter().map(|person| person.images).collect();
    let (most, fewest) = (images.iter().max().unwrap_or(&0), images.iter().min().unwrap_or(&0));
    assert!(most - fewest <= 1, "{images:?}");
    images.iter().sum()
}

#[tokio::test(flavor = "multi_thread")]
async fn pictures_that_were_taken_are_kept_when_the_server_is_killed_among_them() {
    let data = tempfile::tempdir().expect("a folder");
    let (mut program, mut client) = served(data.path()).await;
    let set = added(client, "Staff").await;
    let (mut random, mut taken, mut half_known, mut among) = (StdRng::seed_from_u64(3), 0, 0, 0);
    for _ in 0..kills() {
        let sending = tokio::spawn({
            let set = set.clone();
            async move {
                for number in taken..PICTURES {
                    let (person, name, file) = picture(number);
                    let path = format!("/api/faces/{}/{person}/{name}", set.0);
                    match client.try_send("PUT", &path, &[], &file).await {
                        Ok(answer) => assert_eq!(answer.json::<UploadResult>().kept, 1, "{}", answer.text()),
                        Err(_) => return number,
                    }
                }
                PICTURES
            }
        });
        tokio::time::sleep(Duration::from_millis(random.random_range(1..MOST / kills() as u64))).await;
        program.kill();
        taken = in_time("the pictures", sending).await.expect("only the connection breaks");
        (program, client) = served(data.path()).await;
        let kept = kept(client, &set).await;
        assert!(kept == taken || kept == taken + 1, "{kept} are there, {taken} were taken");
        half_known += kept - taken;
        among += usize::from(taken < PICTURES);
    }
    for number in taken..PICTURES {
        let (person, name, file) = picture(number);
        assert_eq!(put(client, &set, &person, &name, &file).await.json::<UploadResult>().kept, 1);
    }
    assert_eq!(kept(client, &set).await, PICTURES, "what was sent twice is there once");
    let () = done(client, "finish_face_set", json!({ "id": set })).await;
    assert_whole(&["--data", data.path().to_str().expect("text")]);
    eprintln!(
        "{} kills, {among} of them among pictures: all taken are there; {half_known} more were, whose answers came not",
        kills()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_archive_that_was_cut_by_a_kill_can_be_sent_again() {
    let data = tempfile::tempdir().expect("a folder");
    let (mut program, mut client) = served(data.path()).await;
    let set = added(client, "Staff").await;
    let files: Vec<_> = (0..PICTURES).map(picture).collect();
    let archive = zipped_people("", &files);
    let (mut random, mut before, mut cut) = (StdRng::seed_from_u64(4), 0, 0);
    for _ in 0..kills() {
        let sending = tokio::spawn({
            let (path, archive) = (format!("/api/faces/{}/zip", set.0), archive.clone());
            async move { client.try_send("POST", &path, &[], &archive).await.map(|answer| answer.json::<UploadResult>()) }
        });
        tokio::time::sleep(Duration::from_millis(random.random_range(1..600))).await;
        program.kill();
        let answer = in_time("the archive", sending).await.expect("only the connection breaks");
        (program, client) = served(data.path()).await;
        let now = kept(client, &set).await;
        assert!((before..=PICTURES).contains(&now), "{now} after {before}");
        match answer {
            Ok(taken) => assert_eq!((taken.kept, now), (PICTURES, PICTURES)),
            Err(_) => cut += 1,
        }
        before = now;
    }
    let taken: UploadResult = post_zip(client, &set, &archive).await.json();
    assert_eq!((taken.kept, kept(client, &set).await), (PICTURES, PICTURES));
    assert_whole(&["--data", data.path().to_str().expect("text")]);
    eprintln!("{} kills under an archive, {cut} before its answer: sent again, everything is there once", kills());
}

/// All files under a folder, but for the database's and the log.
fn files(data: &Path) -> BTreeSet<String> {
    let mut folders = vec![data.to_path_buf()];
    let mut files = BTreeSet::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry")) {
            match entry.file_type().expect("a type").is_dir() {
                true => folders.push(entry.path()),
                false => drop(files.insert(entry.path().to_str().expect("text").to_owned())),
            }
        }
    }
    files.retain(|path| !path.contains("effigy.db") && !path.ends_with("/log"));
    files
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_cut_while_it_came_out_comes_whole_the_next_time() {
    let data = tempfile::tempdir().expect("a folder");
    let (mut program, mut client) = served(data.path()).await;
    let run = client.start(&tiny()).await;
    in_time("the run", Viewer::join(&client, &run).await.until_closed()).await;
    let addresses = ["export.zip?faces=true&recognizers=true", "sheet.png", "clones/1/1/film.png", "report.html"]
        .map(|file| format!("/api/runs/{}/{file}", run.0));
    let mut whole = Vec::new();
    for address in &addresses {
        let started = Instant::now();
        let answer = client.get(address).await;
        assert_eq!(answer.status, 200, "{address}");
        whole.push((address, answer.body, started.elapsed()));
    }
    let there = files(data.path());
    let (mut random, mut cut) = (StdRng::seed_from_u64(5), 0);
    for killed in 0..kills() {
        let (address, expected, took) = &whole[killed % whole.len()];
        let asking = tokio::spawn({
            let address = (*address).clone();
            async move { client.try_send("GET", &address, &[], b"").await.map(|answer| answer.body) }
        });
        tokio::time::sleep(took.mul_f64(random.random_range(0.0..1.2))).await;
        program.kill();
        let came = in_time("the file", asking).await.expect("only the connection breaks");
        cut += usize::from(came.is_err() || came.is_ok_and(|body| body.len() < expected.len()));
        (program, client) = served(data.path()).await;
        let again = client.get(address).await.body;
        if address.contains("export.zip") {
            assert!(unpacked(&again) == unpacked(expected), "{address}");
        } else {
            assert!(&again == expected, "{address}");
        }
        assert_eq!(files(data.path()), there, "nothing is left behind");
    }
    assert_whole(&["--data", data.path().to_str().expect("text")]);
    eprintln!("{} kills while files came out, {cut} of them cut: all came whole the next time", kills());
}
