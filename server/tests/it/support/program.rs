//! The program itself, in a process of its own that can be killed.

use super::client::Client;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Output, Stdio};

/// `effigy serve` or `effigy worker`, which runs.
pub struct Program {
    child: Child,
    lines: BufReader<ChildStdout>,
    /// What it logs.
    pub log: PathBuf,
}

/// The program with arguments, which is not started yet.
pub fn effigy(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_effigy"));
    command.args(arguments).env("RUST_LOG", "warn,wgpu_hal=off,wgpu_core=off").stdin(Stdio::null());
    command
}

/// `effigy serve` for the owner of this machine, on any free port.
pub fn serve(arguments: &[&str]) -> Command {
    effigy(&[&["serve", "--demo", "--listen", "127.0.0.1:0"], arguments].concat())
}

/// Runs a command to its end: whether it succeeded, and its output.
pub fn told(command: &mut Command) -> (bool, String) {
    let Output { status, stdout, stderr } = command.output().expect("the program starts");
    (status.success(), String::from_utf8_lossy(&[stdout, stderr].concat()).into_owned())
}

/// Looks at all bytes of a store, which must fit together; `place` says where it is.
pub fn assert_whole(place: &[&str]) {
    let (is_clean, report) = told(&mut effigy(&[&["check", "--deep"], place].concat()));
    assert!(is_clean, "{report}");
}

impl Program {
    /// Starts it, with its log in `log`.
    pub fn start(mut command: Command, log: &Path) -> Self {
        let file = std::fs::File::options().create(true).append(true).open(log).expect("a log");
        let mut child = command.stdout(Stdio::piped()).stderr(file).spawn().expect("the program starts");
        let lines = BufReader::new(child.stdout.take().expect("piped"));
        Self { child, lines, log: log.into() }
    }

    /// Waits for a line that it prints; what follows `start` in it.
    pub fn says(&mut self, start: &str) -> String {
        let mut line = String::new();
        loop {
            line.clear();
            let read = self.lines.read_line(&mut line).expect("text");
            let log = || std::fs::read_to_string(&self.log).unwrap_or_default();
            assert!(read > 0, "it ended without saying {start:?}: {}", log());
            if let Some(rest) = line.strip_prefix(start) {
                return rest.trim_end().to_owned();
            }
        }
    }

    /// Waits until it listens, and is let in as the owner of this machine.
    pub async fn listens(&mut self) -> Client {
        let address = self.address();
        let client = Client { address, cookie: "" };
        let link = self.says("Open this link to sign in: ");
        let path = link.strip_prefix(&client.origin()).expect("of this server");
        client.let_in_by(&client.get(path).await)
    }

    /// Waits until it listens; where.
    pub fn address(&mut self) -> SocketAddr {
        self.says("Effigy listens on http://").parse().expect("an address")
    }

    /// Ends it as `kill -9` does.
    pub fn kill(&mut self) {
        self.child.kill().expect("killed");
        self.child.wait().expect("gone");
    }

    /// Asks it to end, as `kill` does.
    pub fn terminate(&self) {
        let asked = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status();
        assert!(asked.is_ok_and(|status| status.success()), "asked");
    }

    /// Waits for its end; whether it went well.
    pub fn ends_well(&mut self) -> bool {
        self.child.wait().is_ok_and(|status| status.success())
    }

    /// A line of what the system says of its memory, in kilobytes.
    pub fn kilobytes(&self, name: &str) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).expect("it runs");
        let line = status.lines().find_map(|line| line.strip_prefix(name)).expect("such a line");
        line.trim().trim_end_matches(" kB").parse().expect("a number")
    }

    /// Whether it runs still.
    pub fn runs(&mut self) -> bool {
        self.child.try_wait().expect("asked").is_none()
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // It may be gone already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
