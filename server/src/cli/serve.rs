//! `effigy serve`

use super::Done;
use super::args::ServeArgs;
use super::interrupt::asked_to_end;
use crate::config::{ServeConfig, ServeRequest};
use crate::lab::Laboratory;
use crate::serve;
use anyhow::Result;
use std::net::SocketAddr;

/// Serves until asked to end.
pub fn run(args: ServeArgs) -> Result<Done> {
    let open = args.open;
    let config = ServeConfig::new(request(args))?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        // The port first: whoever finds it taken should not wait for a device.
        let listener = serve::bind(config.listen).await?;
        let lab = config.lab.clone();
        let lab = tokio::task::spawn_blocking(move || Laboratory::open(lab)).await??;
        greet(listener.local_addr()?, &lab, open);
        serve::serve(listener, lab, &config.origins, config.heartbeat, asked_to_end()).await
    })?;
    Ok(Done::Finished)
}

fn request(args: ServeArgs) -> ServeRequest {
    let ServeArgs { listen, data, device, open: _, origins, faces_roots } = args;
    ServeRequest { listen, data, device: device.into(), origins, faces_roots }
}

#[expect(clippy::print_stdout, reason = "people read the address here, and scripts wait for it")]
fn greet(address: SocketAddr, lab: &Laboratory, open: bool) {
    let device = lab.device();
    println!("Effigy computes on: {}. {}", device.name, device.reason);
    if !crate::http::site_is_there() {
        println!("The site was not built, so pages can be read but not used; build it with: make site");
    }
    println!("Effigy listens on http://{address}");
    if open && let Err(error) = open::that_detached(format!("http://{address}")) {
        tracing::warn!(%error, "no browser could be opened");
    }
}
