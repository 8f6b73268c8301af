//! The server under load, in a process of its own that can be killed and started again.

use anyhow::{Context, Result, bail};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// A server on a data folder and a port that stay the same.
pub struct Server {
    child: Option<Child>,
    /// Where it listens, on the loopback interface.
    pub address: SocketAddr,
    data: PathBuf,
}

impl Drop for Server {
    fn drop(&mut self) {
        // There is nobody left to tell.
        let _ = self.kill();
    }
}

impl Server {
    /// Starts the program beside this one.
    pub fn start(data: &Path) -> Result<Self> {
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let mut server = Self { child: None, address, data: data.into() };
        server.start_again()?;
        Ok(server)
    }

    /// Starts it after it was killed, and waits until it listens.
    pub fn start_again(&mut self) -> Result<()> {
        let here = std::env::current_exe()?;
        let folder = here.parent().and_then(Path::parent).context("an example lies in a folder of the program's")?;
        let child = Command::new(folder.join(format!("effigy{}", std::env::consts::EXE_SUFFIX)))
            .args(["serve", "--device", "cpu", "--listen", &self.address.to_string(), "--data"])
            .arg(&self.data)
            .env("RUST_LOG", "error")
            .stdout(Stdio::null())
            .spawn()
            .context("build the program first: cargo build -p server --features embed")?;
        self.child = Some(child);
        for _ in 0..1000 {
            if TcpStream::connect(self.address).is_ok() {
                return Ok(());
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        bail!("the server does not answer")
    }

    /// Ends it as `kill -9` does.
    pub fn kill(&mut self) -> Result<()> {
        if let Some(mut child) = self.child.take() {
            child.kill()?;
            child.wait()?;
        }
        Ok(())
    }

    /// The database.
    pub fn database(&self) -> PathBuf {
        self.data.join("effigy.db")
    }

    /// Where to ask it.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }
}
