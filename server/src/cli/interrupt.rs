//! Ctrl-C and the like: the first asks, the second insists.

use anyhow::Context;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Until the system or the user asks the program to end.
pub async fn asked_to_end() {
    if let Err(error) = wait().await {
        tracing::error!(%error, "Ctrl-C cannot be listened to");
        std::future::pending::<()>().await;
    }
}

#[cfg(unix)]
async fn wait() -> std::io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    let mut hang_up = signal(SignalKind::hangup())?;
    tokio::select! {
        pressed = tokio::signal::ctrl_c() => pressed,
        _ = terminate.recv() => Ok(()),
        _ = hang_up.recv() => Ok(()),
    }
}

#[cfg(not(unix))]
async fn wait() -> std::io::Result<()> {
    tokio::signal::ctrl_c().await
}

/// A flag that is set when the program is asked to end; the second time it ends at once.
///
/// # Errors
/// If the system gives no thread.
pub fn flag() -> anyhow::Result<Arc<AtomicBool>> {
    let asked = Arc::new(AtomicBool::new(false));
    let set = asked.clone();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let listen = async move {
        asked_to_end().await;
        set.store(true, Ordering::Release);
        asked_to_end().await;
        std::process::exit(130);
    };
    let thread = std::thread::Builder::new().name("signals".into());
    thread.spawn(move || runtime.block_on(listen)).context("no thread that listens to Ctrl-C")?;
    Ok(asked)
}
