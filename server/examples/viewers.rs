//! A run with many viewers: `cargo run --release -p server --example viewers -- [VIEWERS]`.
//!
//! The program serves in a process of its own; the same run is made without viewers and with them. Told are the
//! processor time of the server (viewers' own time is not counted, though they share the machine), how long after the
//! first viewer the others get a picture, and what memory a viewer takes.
#![expect(clippy::print_stdout, reason = "a command-line program")]

use anyhow::{Context, Result, ensure};
use app::wire::experiment::{DeviceChoice, ExperimentConfig, SyntheticFaces};
use app::wire::frame::FrameHeader;
use app::wire::run::RunId;
use futures_util::StreamExt;
use std::collections::HashMap;
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;

struct Server {
    child: Child,
    address: SocketAddr,
}

impl Server {
    async fn start(data: &Path) -> Result<Self> {
        let here = std::env::current_exe()?;
        let folder = here.parent().and_then(Path::parent).context("an example lies in a folder of the program's")?;
        let address = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let child = Command::new(folder.join(format!("effigy{}", std::env::consts::EXE_SUFFIX)))
            .args(["serve", "--device", "cpu", "--listen", &address.to_string(), "--data"])
            .arg(data)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .context("build the program first: cargo build -p server")?;
        let server = Self { child, address };
        for _ in 0..200 {
            if TcpStream::connect(address).await.is_ok() {
                return Ok(server);
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        anyhow::bail!("the server does not answer")
    }

    /// Calls a server function as a page does.
    async fn call(&self, function: &str, body: &str) -> Result<String> {
        let address = self.address;
        let request = format!(
            "POST /api/fn/{function} HTTP/1.0\r\nHost: {address}\r\nOrigin: http://{address}\r\nAccept: application/json\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        );
        let mut stream = TcpStream::connect(address).await?;
        stream.write_all(request.as_bytes()).await?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await?;
        let (head, body) = answer.split_once("\r\n\r\n").context("no answer")?;
        ensure!(head.contains(" 200 "), "{answer}");
        Ok(body.to_owned())
    }

    /// Processor seconds and megabytes of the server so far.
    fn usage(&self) -> Result<(f64, f64)> {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id()))?;
        let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
        let ticks = fields[11].parse::<f64>()? + fields[12].parse::<f64>()?;
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).context("no memory told")?;
        let kilobytes: f64 = line.trim().trim_end_matches("kB").trim().parse()?;
        Ok((ticks / 100.0, kilobytes / 1024.0))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Twenty clones of five people; recognizers come from the cache after the first time.
fn config(steps: u32) -> ExperimentConfig {
    let mut config =
        ExperimentConfig { name: "Watched".into(), device: DeviceChoice::Cpu, ..ExperimentConfig::default() };
    config.faces.synthetic = Some(SyntheticFaces { identities: 15, images: 6, public: 32, seed: 3 });
    config.faces.min_images = 4;
    (config.split.targets, config.split.target_others, config.split.evaluation_others) = (5, 5, 5);
    config.split.held_out_images = 1;
    config.training.epochs = 1;
    (config.attack.clones, config.attack.seed_faces, config.attack.max_steps) = (20, 16, Some(steps));
    config.attack.stop_score = Some(2.0);
    config
}

/// When each frame was first seen, and how much later by the others.
#[derive(Default)]
struct Seen {
    first: HashMap<u64, Instant>,
    late: Vec<Duration>,
    frames: u64,
    bytes: u64,
}

async fn watch(address: SocketAddr, id: RunId, seen: Arc<Mutex<Seen>>) -> Result<()> {
    let mut request = format!("ws://{address}/api/runs/{}/live", id.0).into_client_request()?;
    request.headers_mut().insert("Origin", format!("http://{address}").parse()?);
    let (mut socket, _) = tokio_tungstenite::connect_async(request).await?;
    while let Some(message) = socket.next().await {
        let bytes = match message {
            Ok(Message::Binary(bytes)) => bytes,
            Ok(Message::Close(_)) | Err(_) => break,
            Ok(_) => continue,
        };
        let now = Instant::now();
        let (mut rest, mut last, mut frames) = (&bytes[..], 0, 0);
        while let Ok((header, _, after)) = FrameHeader::decode(rest) {
            (rest, last, frames) = (after, header.sequence, frames + 1);
        }
        let mut seen = seen.lock().unwrap_or_else(PoisonError::into_inner);
        let late = now - *seen.first.entry(last).or_insert(now);
        seen.late.push(late);
        seen.frames += frames;
        seen.bytes += bytes.len() as u64;
    }
    Ok(())
}

/// Makes the run; gives the server's processor seconds for it, and megabytes for each viewer.
async fn run(server: &Server, viewers: usize, steps: u32, seen: &Arc<Mutex<Seen>>) -> Result<(f64, f64)> {
    let (before, empty) = server.usage()?;
    let id: RunId = serde_json::from_str(
        &server.call("start", &serde_json::json!({ "config": config(steps) }).to_string()).await?,
    )?;
    let mut watching = Vec::new();
    for _ in 0..viewers {
        watching.push(tokio::spawn(watch(server.address, id.clone(), seen.clone())));
    }
    let full = server.usage()?.1;
    // One more viewer, who tells when the run is over.
    watch(server.address, id, Arc::default()).await?;
    for viewer in watching {
        viewer.await??;
    }
    Ok((server.usage()?.0 - before, (full - empty) / viewers.max(1) as f64))
}

#[tokio::main]
async fn main() -> Result<()> {
    let viewers = std::env::args().nth(1).map_or(Ok(1000), |number| number.parse())?;
    let data = tempfile::tempdir()?;
    let server = Server::start(data.path()).await?;
    run(&server, 0, 5, &Arc::default()).await?;
    let seen: Arc<Mutex<Seen>> = Arc::default();
    let steps = 60;
    let mut alone = Vec::new();
    let mut watched = Vec::new();
    let mut memory = 0.0;
    for _ in 0..3 {
        alone.push(run(&server, 0, steps, &Arc::default()).await?.0);
        let (seconds, megabytes) = run(&server, viewers, steps, &seen).await?;
        watched.push(seconds);
        memory = megabytes;
    }
    let (alone, watched) = (median(alone), median(watched));
    println!("Five targets of twenty clones, {steps} steps, medians of three runs each:");
    println!(
        "server's processor time alone {alone:.2} s, with {viewers} viewers {watched:.2} s: {:+.1} %",
        100.0 * (watched / alone - 1.0)
    );
    let mut seen = seen.lock().unwrap_or_else(PoisonError::into_inner);
    seen.late.sort();
    let at = |share: f64| {
        seen.late.get((seen.late.len() as f64 * share) as usize).map_or(0.0, |late| 1e3 * late.as_secs_f64())
    };
    println!(
        "{} frames ({:.0} MB) were sent, of {} encoded and shown; after the first viewer, half have a picture within {:.0} ms, 99 % within {:.0} ms",
        seen.frames,
        seen.bytes as f64 / 1e6,
        20 * seen.first.len(),
        at(0.5),
        at(0.99)
    );
    println!("memory for each viewer: {:.0} kB", 1024.0 * memory);
    Ok(())
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
