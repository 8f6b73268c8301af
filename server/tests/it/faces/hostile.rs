//! Files and clients that mean harm, or are broken.

use super::{added, post_zip, put, view, zipped};
use crate::support::cast::TestUsers;
use crate::support::client::{Answer, Client};
use crate::support::{Server, in_time};
use image::{DynamicImage, ImageFormat, RgbImage};
use server::serve::Limits;
use std::io::Cursor;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use wire::faces::{FaceSetId, LARGEST_ARCHIVE, LARGEST_IMAGE, UploadResult};

pub fn picture(format: ImageFormat) -> Vec<u8> {
    let mut file = Cursor::new(Vec::new());
    DynamicImage::from(RgbImage::from_fn(64, 64, |x, y| image::Rgb([x as u8, y as u8, 9])))
        .write_to(&mut file, format)
        .expect("written");
    file.into_inner()
}

/// Few bytes that say to unfold to 10 GB.
fn bomb() -> Vec<u8> {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, 60_000, 60_000);
    encoder.set_color(png::ColorType::Rgb);
    std::mem::forget(encoder.write_header().expect("written"));
    file.extend_from_slice(&[0, 0, 0, 0, b'I', b'D', b'A', b'T', 0x35, 0xaf, 0x06, 0x1e]);
    file
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_picture_is_refused_whatever_it_is_called() {
    let data = tempfile::tempdir().expect("a folder");
    let server = Server::start(data.path()).await;
    let client = server.client;
    let set = added(client, "Staff").await;
    let jpeg = picture(ImageFormat::Jpeg);
    let no_pictures: [(&str, &[u8]); 7] = [
        ("bomb.png", &bomb()),
        ("cut.jpg", &jpeg[..jpeg.len() / 2]),
        ("moving.gif", b"GIF89a\x01\0\x01\0\0\0\0;"),
        ("text.jpg", b"this is text"),
        ("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"),
        ("page.png", b"\x89PNG\r\n\x1a\n<html>"),
        ("empty.png", b""),
    ];
    for (name, file) in no_pictures {
        let answer = put(client, &set, "Ada", name, file).await;
        assert_eq!(answer.status, 422, "{name}: {}", answer.text());
        assert!(answer.text().contains(name), "{}", answer.text());
    }
    let files: Vec<_> = no_pictures.iter().map(|(name, file)| (format!("Ada/{name}"), *file)).collect();
    let mut entries: Vec<_> = files.iter().map(|(path, file)| (path.as_str(), *file)).collect();
    entries.push(("Ada/fine.jpg", &jpeg));
    let taken: UploadResult = post_zip(client, &set, &zipped(&entries)).await.json();
    assert_eq!((taken.kept, taken.left_out, taken.examples.len()), (1, 7, 7), "{taken:?}");
    for name in ["..", "a%2fb", "a%5cb", ".hidden", "c%3a", "a%00b", "%0a", "x".repeat(81).as_str()] {
        let answer = put(client, &set, name, "1.jpg", &jpeg).await;
        assert!((400..500).contains(&answer.status), "{name}: {}", answer.status);
    }
    assert_eq!(view(client, &set).await.summary.images, 1);
    server.stop().await;
}

/// What stands behind a picture is a second file to some programs: a page, an archive, a script.
#[tokio::test(flavor = "multi_thread")]
async fn of_a_file_that_is_two_only_the_picture_is_kept() {
    let data = tempfile::tempdir().expect("a folder");
    let server = Server::start(data.path()).await;
    let set = added(server.client, "Staff").await;
    for (name, format) in [("a.jpg", ImageFormat::Jpeg), ("b.png", ImageFormat::Png), ("c.webp", ImageFormat::WebP)] {
        let hidden = zipped(&[("x/evil.html", b"<script>SECOND-FILE</script>")]);
        let both = [picture(format), b"<script>SECOND-FILE</script>".to_vec(), hidden].concat();
        let answer = put(server.client, &set, "Ada", name, &both).await;
        assert_eq!(answer.status, 200, "{name}: {}", answer.text());
    }
    for file in walk(&data.path().join("objects")) {
        let bytes = std::fs::read(&file).expect("read");
        assert!(bytes.starts_with(b"\x89PNG"), "{}", file.display());
        assert!(!bytes.windows(11).any(|part| part == b"SECOND-FILE"), "{}", file.display());
    }
    server.stop().await;
}

fn walk(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    entries.flat_map(|path| if path.is_dir() { walk(&path) } else { vec![path] }).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_too_large_is_not_waited_for() {
    let data = tempfile::tempdir().expect("a folder");
    let server = Server::start(data.path()).await;
    let client = server.client;
    let set = added(client, "Staff").await;
    for (method, path, most) in [
        ("PUT", format!("/api/faces/{}/Ada/1.jpg", set.0), LARGEST_IMAGE),
        ("POST", format!("/api/faces/{}/zip", set.0), LARGEST_ARCHIVE),
    ] {
        let announced = (most + 1).to_string();
        let answer = client.ask(method, &path, &[("Content-Length", &announced)], "").await;
        assert_eq!(answer.status, 413, "{path}: {}", answer.text());
    }
    let answer = unannounced(client, &set, LARGEST_IMAGE + 1).await;
    assert_eq!(answer.status, 413, "{}", answer.text());
    let other = client.ask("POST", "/api/fn/check", &[("Content-Length", "2097152")], "").await;
    assert_eq!(other.status, 413, "elsewhere the bound is what it was");
    assert_eq!(view(client, &set).await.summary.images, 0);
    server.stop().await;
}

/// In pieces, without saying how many there will be.
async fn unannounced(client: Client, set: &FaceSetId, bytes: u64) -> Answer {
    let head = client.head(
        "PUT",
        &format!("/api/faces/{}/Ada/1.jpg", set.0),
        &[("Transfer-Encoding", "chunked"), ("Content-Length", "")],
        0,
    );
    let head = head.replace("HTTP/1.0", "HTTP/1.1").replace("Content-Length: \r\n", "Connection: close\r\n");
    let mut stream = TcpStream::connect(client.address).await.expect("connected");
    stream.write_all(head.as_bytes()).await.expect("sent");
    let piece = vec![0xff; 64 * 1024];
    let mut left = bytes;
    while left > 0 {
        let now = left.min(piece.len() as u64);
        let sent = async {
            stream.write_all(format!("{now:x}\r\n").as_bytes()).await?;
            stream.write_all(&piece[..now as usize]).await?;
            stream.write_all(b"\r\n").await
        };
        // It may have answered already.
        if sent.await.is_err() {
            break;
        }
        left -= now;
    }
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    Answer::read(&answer)
}

/// Time limits for waits that a test lets run out, and for those that it does not.
const SHORT: Duration = Duration::from_secs(2);
const LONG: Duration = Duration::from_secs(600);

#[tokio::test(flavor = "multi_thread")]
async fn slow_senders_are_disconnected_and_delay_nobody() {
    let data = tempfile::tempdir().expect("a folder");
    let mut limits = Limits { place: LONG, ..Limits::default() };
    limits.bodies.grace = SHORT;
    let (server, cast) = TestUsers::gathered_under(data.path(), limits).await;
    let client = cast.collaborator;
    let set = added(client, "Staff").await;
    let slow = |path: String, method: &'static str| async move {
        let mut stream = TcpStream::connect(client.address).await.expect("connected");
        stream.write_all(client.head(method, &path, &[], 4096).as_bytes()).await.expect("sent");
        let (mut reader, mut writer) = stream.into_split();
        let drip = tokio::spawn(async move {
            while writer.write_all(b"x").await.is_ok() {
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
        });
        let mut answer = Vec::new();
        let _ = in_time("the end of the slow one", reader.read_to_end(&mut answer)).await;
        drip.abort();
        Answer::read(&answer).status
    };
    let dripping: Vec<_> =
        (0..8).map(|n| tokio::spawn(slow(format!("/api/faces/{}/Slow/{n}.png", set.0), "PUT"))).collect();
    let zip = tokio::spawn(slow(format!("/api/faces/{}/zip", set.0), "POST"));
    let jpeg = picture(ImageFormat::Jpeg);
    assert_eq!(put(cast.owner, &set, "Ada", "1.jpg", &jpeg).await.status, 200, "others are served meanwhile");
    assert_eq!(client.get("/api/health").await.status, 200);
    for slow in dripping {
        assert_eq!(slow.await.expect("no panic"), 408);
    }
    assert_eq!(zip.await.expect("no panic"), 408);
    assert_eq!(view(client, &set).await.summary.images, 1);
    server.stop().await;
}

/// Uploads that have begun and do not go on.
async fn begun(by: Client, method: &str, path: &str, count: usize) -> Vec<TcpStream> {
    let mut streams = Vec::new();
    for _ in 0..count {
        let mut stream = TcpStream::connect(by.address).await.expect("connected");
        stream.write_all((by.head(method, path, &[], 4096) + "PK").as_bytes()).await.expect("sent");
        streams.push(stream);
    }
    streams
}

/// The first answer to one of some uploads; the others go on waiting.
async fn refused(streams: &mut Vec<TcpStream>) -> Answer {
    let mut answer = Vec::new();
    let mut readers: Vec<_> = streams.iter_mut().map(|stream| Box::pin(stream.readable())).collect();
    let first = std::future::poll_fn(|context| {
        let ready = readers.iter_mut().position(|reader| reader.as_mut().poll(context).is_ready());
        ready.map_or(std::task::Poll::Pending, std::task::Poll::Ready)
    });
    let first = in_time("an answer", first).await;
    drop(readers);
    let _ = streams.remove(first).read_to_end(&mut answer).await;
    Answer::read(&answer)
}

/// Two slow archives once kept everybody from sending any.
#[tokio::test(flavor = "multi_thread")]
async fn one_persons_slow_uploads_take_no_places_of_others() {
    let data = tempfile::tempdir().expect("a folder");
    let mut limits = Limits { place: SHORT, head: LONG, ..Limits::default() };
    limits.bodies.grace = LONG;
    let (server, cast) = TestUsers::gathered_under(data.path(), limits).await;
    let set = added(cast.collaborator, "Staff").await;
    let zip = format!("/api/faces/{}/zip", set.0);
    let jpeg = picture(ImageFormat::Jpeg);
    let archive = zipped(&[("Ada/1.jpg", &jpeg)]);

    let image = format!("/api/faces/{}/Slow/1.png", set.0);
    let mut images = begun(cast.collaborator, "PUT", &image, 5).await;
    let mut held = begun(cast.collaborator, "POST", &zip, 3).await;
    for answer in [refused(&mut images).await, refused(&mut held).await] {
        assert_eq!(answer.status, 429, "{}", answer.text());
        assert!(answer.header("retry-after").is_some() && answer.text().contains("of yours"), "{}", answer.text());
    }
    assert_eq!(post_zip(cast.owner, &set, &archive).await.status, 200, "others send archives meanwhile");
    assert_eq!(put(cast.owner, &set, "Ada", "2.jpg", &jpeg).await.status, 200, "and images");

    // Only several people together fill all places; the next one is asked to come back later.
    for person in [cast.owner, cast.administrator] {
        let mut more = begun(person, "POST", &zip, 3).await;
        assert_eq!(refused(&mut more).await.status, 429);
        held.append(&mut more);
    }
    let elsewhere = added(cast.stranger, "Others").await;
    let answer = post_zip(cast.stranger, &elsewhere, &archive).await;
    assert_eq!(answer.status, 503, "{}", answer.text());
    assert!(answer.header("retry-after").is_some(), "{}", answer.text());
    drop(held);
    in_time("a place", async { while post_zip(cast.stranger, &elsewhere, &archive).await.status != 200 {} }).await;
    assert_eq!(view(cast.owner, &set).await.summary.images, 2);
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upload_that_breaks_off_leaves_nothing() {
    let data = tempfile::tempdir().expect("a folder");
    let server = Server::start(data.path()).await;
    let client = server.client;
    let set = added(client, "Staff").await;
    let jpeg = picture(ImageFormat::Jpeg);
    for (method, path, body) in [
        ("PUT", format!("/api/faces/{}/Ada/1.jpg", set.0), jpeg.clone()),
        ("POST", format!("/api/faces/{}/zip", set.0), zipped(&[("Ada/2.jpg", &jpeg)])),
    ] {
        let mut stream = TcpStream::connect(client.address).await.expect("connected");
        stream.write_all(client.head(method, &path, &[], body.len()).as_bytes()).await.expect("sent");
        stream.write_all(&body[..body.len() / 2]).await.expect("sent");
        drop(stream);
    }
    // Sent after it, and answered: the server has long seen the others' end.
    assert_eq!(put(client, &set, "Zoë".replace('ë', "%C3%AB").as_str(), "1.jpg", &jpeg).await.status, 200);
    let seen = view(client, &set).await;
    assert_eq!(seen.people.iter().map(|person| person.name.as_str()).collect::<Vec<_>>(), ["Zoë"]);
    let uploads = data.path().join("cache/uploads");
    assert_eq!(std::fs::read_dir(uploads).map(Iterator::count).unwrap_or_default(), 0, "archives have no names");
    server.stop().await;
}
