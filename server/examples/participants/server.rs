//! The server under load, in a process of its own that can be killed and started again.

use crate::way_in;
use ::server::simulate::Client;
use anyhow::{Context, Result};
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// A server on a data folder and a port that stay the same.
pub struct Server {
    child: Option<Child>,
    /// Where it listens, on the loopback interface.
    pub address: SocketAddr,
    data: PathBuf,
    /// The path of the link that lets in.
    way_in: String,
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
        let mut server = Self { child: None, address, data: data.into(), way_in: String::new() };
        server.start_again()?;
        Ok(server)
    }

    /// Starts it after it was killed, and waits until it listens.
    pub fn start_again(&mut self) -> Result<()> {
        let here = std::env::current_exe()?;
        let folder = here.parent().and_then(Path::parent).context("an example lies in a folder of the program's")?;
        let mut child = Command::new(folder.join(format!("effigy{}", std::env::consts::EXE_SUFFIX)))
            .args(["serve", "--demo", "--device", "cpu", "--listen", &self.address.to_string(), "--data"])
            .arg(&self.data)
            .env("RUST_LOG", "error")
            .stdout(Stdio::piped())
            .spawn()
            .context("build the program first: cargo build -p server --features embed")?;
        let output = child.stdout.take().context("what it prints")?;
        self.child = Some(child);
        self.way_in = way_in::wait_for(output)?;
        Ok(())
    }

    /// Asks it as the owner of this machine.
    pub fn client(&self) -> Result<Client> {
        Client::new(&format!("http://{}", self.address))?.enter(&self.way_in)
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
}
