//! The server under measurement, in a process of its own.

use crate::way_in;
use anyhow::{Context, Result, ensure};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStderr, Command, Stdio};
use std::thread::JoinHandle;
use wire::frame::FrameHeader;
use wire::run::{RunId, RunState};

/// A running server.
pub struct Server {
    child: Child,
    /// Where it listens, on the loopback interface.
    pub address: SocketAddr,
    data: PathBuf,
    /// Lets in.
    pub cookie: String,
    log: Option<JoinHandle<Log>>,
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have been stopped already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What the server's log says about frames.
#[derive(Debug, Default)]
pub struct Log {
    /// How many pictures of each snapshot were encoded, and microseconds since 1970 when they were.
    pub encoded: Vec<(u64, i64)>,
    /// Sequence number of the last frame of each snapshot shown, and when it was.
    pub shown: Vec<(u64, i64)>,
}

impl Server {
    /// Starts the program beside this one on a data folder, and waits until it listens.
    pub fn start(data: &Path) -> Result<Self> {
        let here = std::env::current_exe()?;
        let folder = here.parent().and_then(Path::parent).context("an example lies in a folder of the program's")?;
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let mut child = Command::new(folder.join(format!("effigy{}", std::env::consts::EXE_SUFFIX)))
            .args(["serve", "--demo", "--device", "cpu", "--listen", &address.to_string(), "--data"])
            .arg(data)
            .env("RUST_LOG", "warn,server::live=debug")
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .context("build the program first: cargo build -p server --features embed")?;
        let errors = child.stderr.take().context("a log")?;
        let log = std::thread::spawn(move || read_log(errors));
        let output = child.stdout.take().context("what it prints")?;
        let mut server = Self { child, address, data: data.into(), cookie: String::new(), log: Some(log) };
        let path = way_in::wait_for(output)?;
        let answer = server.ask(&format!("GET {path} HTTP/1.0\r\nHost: {address}\r\n\r\n"))?;
        let cookie = answer.lines().find_map(|line| line.strip_prefix("set-cookie: ")?.split(';').next());
        server.cookie = cookie.context("the server lets nobody in")?.to_owned();
        Ok(server)
    }

    /// Ends it; gives its log.
    pub fn stop(mut self) -> Result<Log> {
        self.child.kill()?;
        self.child.wait()?;
        let log = self.log.take().context("a log")?;
        log.join().map_err(|_| anyhow::anyhow!("the log was not read"))
    }

    /// Calls a server function as a page does.
    pub fn call(&self, function: &str, arguments: &serde_json::Value) -> Result<String> {
        let (address, cookie, body) = (self.address, &self.cookie, arguments.to_string());
        let request = format!(
            "POST /api/fn/{function} HTTP/1.0\r\nHost: {address}\r\nOrigin: http://{address}\r\nAccept: application/json\r\n\
             Cookie: {cookie}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        );
        let answer = self.ask(&request)?;
        let (head, body) = answer.split_once("\r\n\r\n").context("no answer")?;
        ensure!(head.contains(" 200 "), "{answer}");
        Ok(body.to_owned())
    }

    fn ask(&self, request: &str) -> Result<String> {
        let mut stream = TcpStream::connect(self.address)?;
        stream.write_all(request.as_bytes())?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        Ok(answer)
    }

    /// The state of a run, read from the database's file: asking the server would cost it something.
    pub fn state(&self, id: &RunId) -> Result<RunState> {
        let state = self.texts("SELECT state FROM runs WHERE id = $1", id)?.pop().context("no such run")?;
        Ok(serde_json::from_value(state.into())?)
    }

    /// Seconds that a run's attacks took.
    pub fn attack_seconds(&self, id: &RunId) -> Result<f64> {
        let mut seconds = 0.0;
        for hash in self.texts("SELECT hash FROM run_files WHERE run = $1 AND path LIKE 'attacks/%'", id)? {
            let record: serde_json::Value = serde_json::from_slice(&self.object(&hash)?)?;
            seconds += record["seconds"].as_f64().context("an attack without its time")?;
        }
        Ok(seconds)
    }

    /// Frames that a run kept on disk.
    pub fn frames_kept(&self, id: &RunId) -> Result<u64> {
        let mut frames = 0;
        for hash in self.texts("SELECT hash FROM run_snapshots WHERE run = $1", id)? {
            let bytes = self.object(&hash)?;
            let mut rest = &bytes[..];
            while let Ok((_, _, after)) = FrameHeader::decode(rest) {
                (rest, frames) = (after, frames + 1);
            }
        }
        Ok(frames)
    }

    /// Processor seconds of the server so far, and of these the seconds of tokio's threads, which serve connections.
    pub fn processor_seconds(&self) -> Result<[f64; 2]> {
        let process = PathBuf::from(format!("/proc/{}", self.child.id()));
        let mut connections = 0.0;
        for thread in std::fs::read_dir(process.join("task"))? {
            let (name, seconds) = name_and_seconds(&thread?.path())?;
            connections += if name.starts_with("tokio") { seconds } else { 0.0 };
        }
        Ok([name_and_seconds(&process)?.1, connections])
    }

    /// Kilobytes of memory that the server shares with nobody.
    pub fn memory(&self) -> Result<f64> {
        let map = std::fs::read_to_string(format!("/proc/{}/smaps_rollup", self.child.id()))?;
        let private = map.lines().filter(|line| line.starts_with("Private_"));
        Ok(private.filter_map(|line| line.split_whitespace().nth(1)?.parse::<f64>().ok()).sum())
    }

    fn object(&self, hash: &str) -> Result<Vec<u8>> {
        let (folder, rest) = hash.split_at(2);
        Ok(std::fs::read(self.data.join("objects").join(folder).join(rest))?)
    }

    /// A column of texts that belong to a run.
    fn texts(&self, statement: &'static str, id: &RunId) -> Result<Vec<String>> {
        let options = SqliteConnectOptions::new().filename(self.data.join("effigy.db")).read_only(true);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        runtime.block_on(async {
            let mut connection = options.connect().await?;
            let texts = sqlx::query_scalar(statement).bind(&id.0).fetch_all(&mut connection).await?;
            connection.close().await?;
            Ok(texts)
        })
    }
}

/// The name and processor time of a process or thread. The system counts time in hundredths of a second.
fn name_and_seconds(folder: &Path) -> Result<(String, f64)> {
    let stat = std::fs::read_to_string(folder.join("stat"))?;
    let (head, tail) = stat.rsplit_once(')').context("no name")?;
    let fields: Vec<&str> = tail.split_whitespace().collect();
    let name = head.split_once('(').map_or("", |(_, name)| name);
    Ok((name.to_owned(), (fields[11].parse::<f64>()? + fields[12].parse::<f64>()?) / 100.0))
}

/// Kilobytes that the system holds for TCP sockets, both ends of each.
pub fn socket_memory() -> Result<f64> {
    let told = std::fs::read_to_string("/proc/net/sockstat")?;
    let pages = told.lines().find(|line| line.starts_with("TCP:")).and_then(|line| line.split_whitespace().last());
    Ok(4.0 * pages.context("no sockets told")?.parse::<f64>()?)
}

/// Lines such as `2026-11-24T12:00:00.000000Z DEBUG frames are shown last=20`; others are passed on.
fn read_log(errors: ChildStderr) -> Log {
    let mut log = Log::default();
    for line in BufReader::new(errors).lines().map_while(Result::ok) {
        let number = |name: &str| line.split_whitespace().find_map(|word| word.strip_prefix(name)?.parse::<u64>().ok());
        let time = line.split_whitespace().next().and_then(|word| word.parse::<jiff::Timestamp>().ok());
        let at = time.map(|time| time.as_microsecond());
        if line.contains("frames are encoded") {
            log.encoded.extend(number("encoded=").zip(at));
        } else if line.contains("frames are shown") {
            log.shown.extend(number("last=").zip(at));
        } else {
            eprintln!("{line}");
        }
    }
    log
}
