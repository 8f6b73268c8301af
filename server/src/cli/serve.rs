//! `effigy serve`

use super::Done;
use super::args::{ServeArgs, StoreArgs};
use super::interrupt::asked_to_end;
use crate::config::{ServeConfig, ServeRequest};
use crate::lab::Laboratory;
use crate::serve::{self, Entrance};
use crate::store::Archive;
use crate::studies::StudyDesk;
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
        let participants = match config.quiz {
            Some((listen, origins)) => Some(Entrance { listener: serve::bind(listen).await?, origins }),
            None => None,
        };
        let archive = Archive::open(&config.database, &config.objects, &config.lab.data).await?;
        let database = archive.database().clone();
        let lab = tokio::task::spawn_blocking(move || Laboratory::open(config.lab, archive)).await??;
        let desk = StudyDesk::new(database, lab);
        greet(listener.local_addr()?, desk.lab(), participants.as_ref(), open);
        let own = Entrance { listener, origins: config.origins };
        serve::serve(own, participants, desk, config.heartbeat, asked_to_end()).await
    })?;
    Ok(Done::Finished)
}

fn request(args: ServeArgs) -> ServeRequest {
    let ServeArgs { listen, store, no_worker, device, open: _, origins, faces_roots, quiz_listen, quiz_origins } = args;
    let StoreArgs { data, database, objects } = store;
    let device = device.into();
    ServeRequest { listen, data, database, objects, no_worker, device, origins, faces_roots, quiz_listen, quiz_origins }
}

#[expect(clippy::print_stdout, reason = "people read the address here, and scripts wait for it")]
fn greet(address: SocketAddr, lab: &Laboratory, participants: Option<&Entrance>, open: bool) {
    let device = lab.device();
    println!("Effigy computes on: {}. {}", device.name, device.reason);
    if !crate::http::site_is_there() {
        println!("The site was not built, so pages can be read but not used; build it with: make site");
    }
    if let Some(Ok(address)) = participants.map(|entrance| entrance.listener.local_addr()) {
        println!("Participants are let in on http://{address}");
    }
    println!("Effigy listens on http://{address}");
    if open && let Err(error) = open::that_detached(format!("http://{address}")) {
        tracing::warn!(%error, "no browser could be opened");
    }
}
