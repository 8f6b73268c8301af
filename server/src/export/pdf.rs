//! A page as PDF, printed by a browser where one is installed beside the server. The browser gets a profile and a home
//! of its own that are thrown away, and reaches no network.

use crate::blocking::blocking;
use crate::error::Error;
use anyhow::{Context, Result, bail, ensure};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::LazyLock;
use std::time::{Duration, Instant};
use tokio::sync::Semaphore;

/// A browser takes half a gigabyte while it prints.
static TURN: Semaphore = Semaphore::const_new(1);

/// A page of hundreds of pictures takes some seconds.
const PATIENCE: Duration = Duration::from_secs(60);

/// From one look whether it is done to the next.
const LOOK: Duration = Duration::from_millis(50);

static BROWSER: LazyLock<Option<PathBuf>> = LazyLock::new(find);

const NONE: &str = "this server has no browser that could print: install Chromium, Chrome or Edge beside it (or name one \
    in EFFIGY_BROWSER), or print the HTML report yourself";

const FLAGS: [&str; 13] = [
    "--headless",
    "--no-pdf-header-footer",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-extensions",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    // No name is found, and whatever is asked for by number goes to a proxy that is not there.
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--proxy-server=http://0.0.0.0:9",
    "--proxy-bypass-list=<-loopback>",
];

/// Whether pages can be printed.
pub fn is_offered() -> bool {
    BROWSER.is_some()
}

/// Prints a page. One at a time; others wait.
///
/// # Errors
/// If there is no browser, or it fails.
pub async fn printed(html: String) -> Result<Vec<u8>, Error> {
    let browser = BROWSER.as_deref().ok_or_else(|| Error::Conflict(NONE.into()))?;
    let turn = TURN.acquire().await.map_err(anyhow::Error::from)?;
    blocking(move || {
        let _turn = turn;
        Ok(print(browser, &html)?)
    })
    .await
}

fn print(browser: &Path, html: &str) -> Result<Vec<u8>> {
    let folder = tempfile::tempdir().context("no folder can be made for printing")?;
    let place = |name: &str| folder.path().join(name);
    let (page, pdf, profile) = (place("report.html"), place("report.pdf"), place("profile"));
    std::fs::write(&page, html).context("the page to be printed cannot be written")?;
    let address =
        reqwest::Url::from_file_path(&page).map_err(|()| anyhow::anyhow!("{} is no address", page.display()))?;
    let mut command = Command::new(browser);
    command.args(FLAGS).arg(format!("--user-data-dir={}", profile.display()));
    command.arg(format!("--print-to-pdf={}", pdf.display()));
    if is_of_root(folder.path()) {
        // As root it does not start with its sandbox. It opens one page, of this program.
        command.arg("--no-sandbox");
    }
    command.arg(address.as_str()).current_dir(folder.path()).env("HOME", folder.path());
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let child = command.spawn().with_context(|| format!("{} cannot be started", browser.display()))?;
    Running(child).wait().with_context(|| format!("{} did not print", browser.display()))?;
    let bytes = std::fs::read(&pdf).with_context(|| format!("{} printed nothing", browser.display()))?;
    ensure!(bytes.starts_with(b"%PDF-"), "{} printed something that is no PDF", browser.display());
    Ok(bytes)
}

/// A browser at work, which ends with this.
struct Running(Child);

impl Running {
    fn wait(mut self) -> Result<()> {
        let end = Instant::now() + PATIENCE;
        loop {
            match self.0.try_wait()? {
                Some(status) if status.success() => return Ok(()),
                Some(status) => bail!("it ended with {status}"),
                None if Instant::now() > end => bail!("it was not done after {} s", PATIENCE.as_secs()),
                None => std::thread::sleep(LOOK),
            }
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // Refused only where it has ended already.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[cfg(unix)]
fn is_of_root(fresh: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    std::fs::metadata(fresh).is_ok_and(|about| about.uid() == 0)
}

#[cfg(not(unix))]
fn is_of_root(_: &Path) -> bool {
    false
}

/// The browser that `EFFIGY_BROWSER` names, else the first one known that is installed.
fn find() -> Option<PathBuf> {
    if let Some(named) = std::env::var_os("EFFIGY_BROWSER") {
        let browser = Some(named.into()).filter(|browser: &PathBuf| browser.is_file());
        if browser.is_none() {
            tracing::warn!("EFFIGY_BROWSER names no file, so no report can be printed as PDF");
        }
        return browser;
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    let by_name = NAMES.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    let by_place = PLACES.iter().map(PathBuf::from);
    by_name.chain(by_place).find(|browser| browser.is_file())
}

const NAMES: [&str; 6] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "microsoft-edge",
    "microsoft-edge-stable",
];

/// Where installers put it that do not touch the search path.
const PLACES: [&str; 6] = [
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_printed_and_nothing_that_it_names_is_asked_for() {
        let browser = BROWSER.as_deref().expect("the browser that the browser tests drive");
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        listener.set_nonblocking(true).expect("set");
        let address = listener.local_addr().expect("bound");
        let html = format!(
            "<!doctype html><p>A page</p><img src=\"http://{address}/a.png\"><img src=\"http://localhost:{}/b.png\">\
             <script>fetch('http://{address}/c')</script>",
            address.port()
        );
        let pdf = print(browser, &html).expect("printed");
        assert!(pdf.len() > 1000, "{} bytes", pdf.len());
        let asked = listener.accept();
        assert!(matches!(&asked, Err(error) if error.kind() == std::io::ErrorKind::WouldBlock), "{asked:?}");
    }

    #[test]
    fn a_browser_that_fails_is_named() {
        let folder = tempfile::tempdir().expect("a folder");
        let error = print(&folder.path().join("no-browser"), "<p>x").expect_err("there is none");
        assert!(format!("{error:#}").contains("no-browser cannot be started"), "{error:#}");
    }
}
