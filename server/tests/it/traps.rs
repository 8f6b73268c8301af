//! What operators do by mistake: databases that are empty or elsewhere, disks that are not there, folders that are
//! deleted under a server. Nothing is destroyed, and it is said how to go on.

use crate::faces::{added, put};
use crate::support::client::Client;
use crate::support::postgres::Postgres;
use crate::support::program::{Program, assert_whole, effigy, serve, told};
use crate::support::tiny;
use serde_json::json;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, SystemTime};
use tempfile::TempDir;
use wire::faces::FaceSetId;

/// A data folder with a picture in a set, and the log beside it.
struct TestData {
    above: TempDir,
    set: FaceSetId,
}

impl TestData {
    async fn made() -> Self {
        Self::made_of(0).await
    }

    /// With that picture.
    async fn made_of(number: u32) -> Self {
        let above = tempfile::tempdir().expect("a folder");
        let mut kept = Self { above, set: FaceSetId(String::new()) };
        let (_program, client) = kept.served().await;
        kept.set = added(client, "Staff").await;
        let (.., picture) = crate::kills::transfers::picture(number);
        assert_eq!(put(client, &kept.set, "Ada", "1.png", &picture).await.status, 200);
        kept
    }

    async fn served(&self) -> (Program, Client) {
        let command = serve(&["--device", "cpu", "--data", self.data().to_str().expect("text")]);
        let mut program = Program::start(command, &self.above.path().join("log"));
        let client = program.listens().await;
        (program, client)
    }

    fn data(&self) -> PathBuf {
        self.above.path().join("data")
    }

    /// What a command says that must not go well.
    fn refused(&self, arguments: &[&str]) -> String {
        let (is_well, said) = told(ending(arguments).arg("--data").arg(self.data()));
        assert!(!is_well, "{arguments:?}: {said}");
        said
    }

    /// All objects, as if they had been written long ago.
    fn objects(&self) -> Vec<PathBuf> {
        let folders =
            fs::read_dir(self.data().join("objects")).expect("a folder").map(|entry| entry.expect("an entry"));
        let folders = folders.filter(|entry| entry.path().is_dir());
        let files = folders.flat_map(|folder| fs::read_dir(folder.path()).expect("a folder"));
        let files: Vec<_> = files.map(|entry| entry.expect("an entry").path()).collect();
        let times = fs::FileTimes::new().set_modified(SystemTime::now() - Duration::from_secs(3600));
        for file in &files {
            fs::File::options().write(true).open(file).and_then(|file| file.set_times(times)).expect("made old");
        }
        files
    }

    fn remove_database(&self) {
        for name in ["effigy.db", "effigy.db-wal", "effigy.db-shm"] {
            let _ = fs::remove_file(self.data().join(name));
        }
    }
}

/// A command that must end by itself; it is ended where it does not.
fn ending(arguments: &[&str]) -> Command {
    let effigy = effigy(arguments);
    let mut ending = Command::new("timeout");
    ending.arg("100").arg(effigy.get_program()).args(effigy.get_args()).stdin(Stdio::null());
    ending
}

const SERVE: [&str; 5] = ["serve", "--listen", "127.0.0.1:0", "--device", "cpu"];

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_is_lost_beside_its_files_is_no_new_one() {
    let kept = TestData::made().await;
    let backup = kept.above.path().join("backup.zip");
    let (is_well, said) = told(effigy(&["backup"]).arg(&backup).arg("--data").arg(kept.data()));
    assert!(is_well, "{said}");
    let objects = kept.objects();
    assert!(!objects.is_empty());
    for is_empty in [true, false] {
        kept.remove_database();
        if is_empty {
            fs::write(kept.data().join("effigy.db"), "").expect("written");
        }
        let said = kept.refused(&SERVE);
        assert!(said.contains("effigy restore FILE") && said.contains("effigy.db"), "{said}");
        assert!(!said.contains("There is no administrator"), "{said}");
        kept.refused(&["serve", "--demo", "--listen", "127.0.0.1:0", "--device", "cpu"]);
        kept.refused(&["check", "--repair"]);
        kept.refused(&["backup", kept.above.path().join("none.zip").to_str().expect("text")]);
        assert_eq!(kept.objects(), objects, "nothing is taken away");
    }
    // As an earlier version left it: tables, and nothing in them.
    let empty = tempfile::tempdir().expect("a folder");
    drop(server::store::sqlite::open(empty.path()).await.expect("made"));
    fs::copy(empty.path().join("effigy.db"), kept.data().join("effigy.db")).expect("copied");
    let said = kept.refused(&SERVE);
    assert!(said.contains("effigy restore FILE"), "{said}");
    let said = kept.refused(&["check", "--repair"]);
    assert!(said.contains("nothing was repaired") && said.contains("effigy restore FILE"), "{said}");
    kept.refused(&["backup", kept.above.path().join("none.zip").to_str().expect("text")]);
    assert_eq!(kept.objects(), objects, "nothing is taken away");

    // What it says helps: the backup is restored where it was, over an empty file.
    kept.remove_database();
    fs::write(kept.data().join("effigy.db"), "").expect("written");
    let (is_well, said) = told(effigy(&["restore"]).arg(&backup).arg("--data").arg(kept.data()));
    assert!(is_well, "{said}");
    assert_whole(&["--data", kept.data().to_str().expect("text")]);
    let (_program, client) = kept.served().await;
    assert_eq!(crate::faces::view(client, &kept.set).await.summary.images, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_server_beside_a_full_place_of_files_is_refused() {
    let Some(postgres) = Postgres::start() else { return };
    let kept = TestData::made().await;
    let objects = kept.objects();
    let (place, elsewhere) = (kept.data().join("objects"), tempfile::tempdir().expect("a folder"));
    let with = |arguments: &[&str]| {
        let mut command = ending(arguments);
        command.args(["--database", &postgres.url, "--objects"]).arg(&place).arg("--data").arg(elsewhere.path());
        let (is_well, said) = told(&mut command);
        assert!(!is_well, "{arguments:?}: {said}");
        said
    };
    for arguments in [["check", "--repair"].as_slice(), &["backup", "none.zip"]] {
        let said = with(arguments);
        assert!(said.contains("there is nothing in"), "{said}");
    }
    // It makes tables, and goes no farther.
    let said = with(&SERVE);
    assert!(said.contains("effigy restore FILE") && !said.contains("There is no administrator"), "{said}");
    let said = with(&["check", "--repair"]);
    assert!(said.contains("nothing was repaired"), "{said}");
    with(&["backup", "none.zip"]);
    assert_eq!(kept.objects(), objects, "nothing is taken away");
}

/// With a row of its own, another's database was once taken for the one that the files belong to.
#[tokio::test(flavor = "multi_thread")]
async fn a_database_of_another_installation_takes_no_files_away() {
    let (kept, other) = (TestData::made().await, TestData::made_of(1).await);
    let aside = kept.above.path().join("aside");
    fs::create_dir(&aside).expect("made");
    for name in ["effigy.db", "effigy.db-wal"] {
        fs::rename(kept.data().join(name), aside.join(name)).expect("moved");
        fs::copy(other.data().join(name), kept.data().join(name)).expect("copied");
    }
    // Both have files in common, as two runs of the demo do.
    for theirs in other.objects() {
        let place = kept.data().join(theirs.strip_prefix(other.data()).expect("in it"));
        fs::create_dir_all(place.parent().expect("a folder")).expect("made");
        fs::copy(theirs, place).expect("copied");
    }
    let objects = kept.objects();
    assert_eq!(objects.len(), 2);
    let said = kept.refused(&["check", "--repair"]);
    assert!(said.contains("nothing was repaired") && said.contains("another's"), "{said}");
    let said = kept.refused(&SERVE);
    assert!(said.contains("effigy restore FILE") && said.contains("another's"), "{said}");
    kept.refused(&["backup", kept.above.path().join("none.zip").to_str().expect("text")]);
    // As earlier versions left them, without an id.
    let id = kept.data().join("objects/installation");
    let known = fs::read(&id).expect("written by the first start");
    fs::remove_file(&id).expect("removed");
    let said = kept.refused(&["check", "--repair"]);
    assert!(said.contains("nothing was repaired") && said.contains("little of"), "{said}");
    assert_eq!(kept.objects(), objects, "nothing is taken away");

    fs::write(&id, known).expect("written");
    for name in ["effigy.db", "effigy.db-wal", "effigy.db-shm"] {
        let _ = fs::remove_file(kept.data().join(name));
        let _ = fs::rename(aside.join(name), kept.data().join(name));
    }
    let (is_well, said) = told(effigy(&["check", "--repair", "--data"]).arg(kept.data()));
    assert!(is_well, "{said}");
    assert_eq!(kept.objects().len(), 1, "with its own database it is repaired");
    let (mut program, client) = kept.served().await;
    assert_eq!(crate::faces::view(client, &kept.set).await.summary.images, 1);
    program.kill();

    // Explicit confirmation that they belong together is accepted, and is needed only once.
    fs::write(&id, "0000000000000000").expect("written");
    assert!(kept.refused(&SERVE).contains("another's"));
    let (is_well, said) = told(effigy(&["check", "--repair", "--anyway", "--data"]).arg(kept.data()));
    assert!(is_well, "{said}");
    kept.served().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_missing_folder_of_objects_is_not_recorded_as_loss() {
    let kept = TestData::made().await;
    let (place, aside) = (kept.data().join("objects"), kept.above.path().join("aside"));
    fs::rename(&place, &aside).expect("moved");
    let said = kept.refused(&SERVE);
    assert!(said.contains("is the disk there?"), "{said}");
    kept.refused(&["backup", kept.above.path().join("none.zip").to_str().expect("text")]);
    let said = kept.refused(&["check", "--repair"]);
    assert!(said.contains("nothing was repaired") && said.contains("--anyway"), "{said}");
    // Those of another Effigy are no better.
    let other = TestData::made_of(1).await;
    fs::remove_dir_all(&place).expect("removed");
    fs::rename(other.data().join("objects"), &place).expect("moved");
    let theirs = kept.objects();
    let said = kept.refused(&["check", "--repair"]);
    assert!(said.contains("nothing was repaired"), "{said}");
    assert_eq!(kept.objects(), theirs, "nothing is taken away");
    fs::remove_dir_all(&place).expect("removed");
    fs::rename(&aside, &place).expect("moved back");
    assert_whole(&["--data", kept.data().to_str().expect("text")]);
    let (mut program, client) = kept.served().await;
    assert_eq!(crate::faces::view(client, &kept.set).await.summary.images, 1);
    program.kill();

    // Lost for good: explicit confirmation is recorded.
    fs::remove_dir_all(&place).expect("removed");
    let (is_well, said) = told(effigy(&["check", "--repair", "--anyway", "--data"]).arg(kept.data()));
    assert!(is_well, "{said}");
    kept.served().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_that_is_deleted_under_a_server_is_missed() {
    for name in ["", "effigy.db", "objects"] {
        let kept = TestData::made().await;
        let (_program, client) = kept.served().await;
        assert_eq!(client.get("/api/health").await.status, 200);
        let (place, aside) = (kept.data().join(name), kept.above.path().join("aside"));
        fs::rename(&place, &aside).expect("moved");
        let check = async |what: &str| {
            let health = client.get("/api/health").await;
            assert_eq!(health.status, 503, "{what} {name:?}: {}", health.text());
            assert!(!health.text().contains(kept.above.path().to_str().expect("text")), "{}", health.text());
            let start = client.call("start", &json!({ "config": tiny() })).await;
            assert_eq!(start.status, 503, "{what} {name:?}: {}", start.text());
            assert!(start.text().contains("is gone"), "{}", start.text());
            let (.., picture) = crate::kills::transfers::picture(1);
            assert_eq!(put(client, &kept.set, "Ada", "2.png", &picture).await.status, 503);
        };
        check("without").await;
        let log = fs::read_to_string(kept.above.path().join("log")).expect("a log");
        assert_eq!(log.matches("is gone, or something else").count(), 1, "{log}");
        fs::rename(&aside, &place).expect("moved back");
        assert_eq!(client.get("/api/health").await.status, 200, "{name:?}");
        let (.., picture) = crate::kills::transfers::picture(1);
        assert_eq!(put(client, &kept.set, "Ada", "2.png", &picture).await.status, 200);
        fs::rename(&place, &aside).expect("moved");
        make_again(&aside, &place);
        check("with another in the place of").await;
    }
}

/// Something of the same name and kind, with nothing in it.
fn make_again(what: &Path, place: &Path) {
    match what.is_dir() {
        true => fs::create_dir(place).expect("made"),
        false => fs::write(place, "").expect("written"),
    }
}

#[test]
fn folders_that_are_not_there_are_refused_by_name() {
    let place = tempfile::tempdir().expect("a folder");
    let file = place.path().join("file");
    fs::write(&file, "x").expect("written");
    let (file, data) = (file.to_str().expect("text"), place.path().join("data"));
    let (data, zip) = (data.to_str().expect("text"), place.path().join("no/backup.zip"));
    let config = place.path().join("small.toml");
    let (_, small) = told(&mut effigy(&["experiment", "--print-config", "small"]));
    fs::write(&config, small).expect("written");
    let (config, out) = (config.to_str().expect("text"), place.path().join("out"));
    let out = out.to_str().expect("text");
    for (arguments, named) in [
        ([&SERVE[..], &["--data", data, "--faces-root", "/nope"]].concat(), "/nope"),
        ([&SERVE[..], &["--data", data, "--faces-root", file]].concat(), file),
        ([&SERVE[..], &["--data", file]].concat(), file),
        ([&SERVE[..], &["--data", data, "--objects", file]].concat(), file),
        (vec!["worker", "--database", "postgres://127.0.0.1:1/x", "--data", file], file),
        (vec!["check", "--data", "/nope"], "/nope"),
        (vec!["backup", zip.to_str().expect("text"), "--data", "/nope"], "/nope"),
        (vec!["restore", "/nope", "--data", data], "/nope"),
        (vec!["experiment", "/nope", "--out", out], "/nope"),
        (vec!["experiment", config, "--out", out, "--data", data, "--faces", "/nope", "--public", "/nope"], "/nope"),
        (vec!["experiment", config, "--out", out, "--data", data, "--faces", file, "--public", file], file),
        (vec!["experiment", config, "--out", file, "--data", data, "--faces", "/nope", "--public", "/nope"], "/nope"),
    ] {
        let (is_well, said) = told(&mut ending(&arguments));
        assert!(!is_well && said.contains(named), "{arguments:?}: {said}");
        assert!(!Path::new(out).exists(), "{arguments:?} left a folder");
    }
}
