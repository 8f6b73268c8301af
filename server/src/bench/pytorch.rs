//! PyTorch in another process, asked for one measurement after another.

use super::subject::{NetworkOfFile, Subject};
use super::{CLASSES, Measured};
use anyhow::{Context, Result, bail};
use engine::device::Kind;
use serde::de::DeserializeOwned;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Duration;

/// An interpreter that runs `pytorch.py`.
pub struct PyTorch {
    child: Child,
    questions: ChildStdin,
    answers: BufReader<ChildStdout>,
    /// PyTorch's version.
    pub version: String,
}

#[derive(serde::Deserialize)]
struct Greeting {
    version: String,
}

impl PyTorch {
    /// Starts it for work with `subject`.
    ///
    /// # Errors
    /// If the interpreter cannot be started or has no PyTorch.
    pub fn start(python: &Path, subject: &Subject, kind: Kind) -> Result<Self> {
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        let device = match kind {
            Kind::Cpu => "cpu",
            Kind::Gpu => "cuda",
        };
        let (needs, network) = match &subject.network {
            None => ("`import torch` works", Vec::new()),
            Some(NetworkOfFile { file, side }) => {
                let needs = "`import torch, onnx, onnx2torch` works, and onnx2torch reads this network";
                (needs, vec![file.path().as_os_str().to_owned(), side.to_string().into()])
            }
        };
        let mut child = Command::new(python)
            .args(["-c", include_str!("pytorch.py"), &CLASSES.to_string(), &threads.to_string(), device])
            .args(network)
            // Threads that spin while they wait would be counted as work.
            .env("OMP_WAIT_POLICY", "PASSIVE")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("cannot start {}", python.display()))?;
        let (Some(questions), Some(answers)) = (child.stdin.take(), child.stdout.take()) else {
            bail!("{} has no standard input and output", python.display());
        };
        let mut peer = Self { child, questions, answers: BufReader::new(answers), version: String::new() };
        let hello: Greeting = peer.answer().with_context(|| {
            format!(
                "{} does not run PyTorch on this device; name an interpreter in whose environment {needs}, for a card one \
                 whose PyTorch sees it",
                python.display()
            )
        })?;
        peer.version = hello.version;
        Ok(peer)
    }

    /// Does the work called `name` for a time.
    ///
    /// # Errors
    /// If the interpreter has ended.
    pub fn measure(&mut self, name: &str, time: Duration) -> Result<Measured> {
        writeln!(self.questions, "{name} {}", time.as_secs_f64())?;
        self.questions.flush()?;
        self.answer().with_context(|| format!("PyTorch has not measured {name}"))
    }

    /// Floating-point operations a second of a large product of matrices on its device.
    ///
    /// # Errors
    /// If the interpreter has ended.
    pub fn peak(&mut self) -> Result<f64> {
        let Measured { work, seconds, .. } = self.measure("peak B=8192", Duration::from_secs(1))?;
        Ok(work / seconds.max(1e-9))
    }

    fn answer<T: DeserializeOwned>(&mut self) -> Result<T> {
        let mut line = String::new();
        self.answers.read_line(&mut line)?;
        Ok(serde_json::from_str(&line)?)
    }
}

impl Drop for PyTorch {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
