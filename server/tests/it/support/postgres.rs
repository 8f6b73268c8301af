//! A PostgreSQL server of a test's own, which can be started anew.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// A server, gone when dropped.
pub struct Postgres {
    child: Child,
    /// Its address.
    pub url: String,
}

impl Postgres {
    /// Starts one; none where PostgreSQL is not installed.
    pub fn start() -> Option<Self> {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../.ci/postgres");
        // It ends when nobody holds its input any more.
        let child = Command::new(script)
            .args(["bash", "-c", "echo \"${EFFIGY_POSTGRES:-}\"; cat >/dev/null"])
            .env_remove("EFFIGY_POSTGRES")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("bash");
        let mut server = Self { child, url: String::new() };
        let mut lines = BufReader::new(server.child.stdout.take().expect("piped"));
        lines.read_line(&mut server.url).expect("text");
        server.url.truncate(server.url.trim_end().len());
        if server.url.starts_with("postgres://") {
            return Some(server);
        }
        eprintln!("SKIPPED: there is no PostgreSQL here");
        None
    }

    /// Restarts it, as after an update: all connections are cut off.
    pub fn restart(&self) {
        let folder = PathBuf::from(self.url.split_once("host=").expect("a socket").1);
        let mut pg_ctl = pg_ctl();
        pg_ctl.args(["restart", "-w", "-s", "-m", "fast", "-D"]).arg(folder.join("data"));
        let restarted = pg_ctl.arg("-l").arg(folder.join("log")).current_dir("/").status();
        assert!(restarted.is_ok_and(|status| status.success()), "restarted");
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        let _ = self.child.wait();
    }
}

/// As the user that the server runs as, which is never root.
fn pg_ctl() -> Command {
    let find = "command -v pg_ctl || ls -d /usr/lib/postgresql/*/bin/pg_ctl | sort -V | tail -1";
    let found = Command::new("bash").args(["-c", find]).output().expect("bash").stdout;
    let program = String::from_utf8(found).expect("a path").trim().to_owned();
    let id = Command::new("id").arg("-u").output().expect("id").stdout;
    if id != b"0\n" {
        return Command::new(program);
    }
    let mut command = Command::new("setpriv");
    command.args(["--reuid=postgres", "--regid=postgres", "--clear-groups"]).arg(program);
    command
}
