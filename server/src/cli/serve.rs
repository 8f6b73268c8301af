//! `effigy serve`

use super::CommandOutcome;
use super::args::{ServeArgs, StoreArgs};
use super::interrupt::asked_to_end;
use super::store::open_for_long;
use crate::config::{ServeConfig, ServeRequest};
use crate::lab::Laboratory;
use crate::people::{PeopleService, PlainSecret};
use crate::serve::{self, Endpoint, Limits, descriptors};
use crate::store::database::Database;
use crate::studies::StudyService;
use anyhow::Result;
use std::net::SocketAddr;
use std::sync::Arc;

/// Serves until asked to end.
pub fn run(args: ServeArgs) -> Result<CommandOutcome> {
    let (open, demo) = (args.open, args.demo);
    let config = ServeConfig::new(request(args))?;
    let entrances = 1 + usize::from(config.quiz.is_some());
    let limits = Limits::within(descriptors::raise(), entrances);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        // The port first: if it is taken, fail before waiting for a device.
        let listener = serve::bind(config.listen).await?;
        let participants = match config.quiz {
            Some((listen, origins)) => {
                Some(Endpoint { listener: serve::bind(listen).await?, origins, proxies: config.proxies.clone() })
            }
            None => None,
        };
        let archive = open_for_long(&config.database, &config.objects, &config.lab.data).await?;
        let database = archive.database().clone();
        let lab = tokio::task::spawn_blocking(move || Laboratory::open(config.lab, archive)).await??;
        let (people, way_in) = entry(database.clone(), demo).await?;
        let address = listener.local_addr()?;
        let service = StudyService::new(database, lab);
        greet(address, service.lab(), participants.as_ref());
        let origin = config.origins.first().cloned().unwrap_or_else(|| format!("http://{address}"));
        tell(&way_in, &origin);
        if open {
            open_browser(&format!("{origin}{}", way_in.path()));
        }
        let own = Endpoint { listener, origins: config.origins, proxies: config.proxies };
        serve::serve(own, participants, service, people, limits, asked_to_end()).await
    })?;
    Ok(CommandOutcome::Finished)
}

/// How the first person comes in.
enum FirstSignIn {
    /// The owner of this machine, by a link that works while the program runs.
    Local(PlainSecret),
    /// Somebody becomes the first administrator by a link that works once.
    First(PlainSecret),
    /// There are people who sign in.
    SignIn,
}

impl FirstSignIn {
    fn path(&self) -> String {
        match self {
            Self::Local(PlainSecret(told)) => format!("/enter/{told}"),
            Self::First(PlainSecret(told)) => format!("/join/{told}"),
            Self::SignIn => "/".into(),
        }
    }
}

async fn entry(database: Arc<dyn Database>, demo: bool) -> Result<(PeopleService, FirstSignIn)> {
    if demo {
        let (service, told) = PeopleService::of_this_machine(database).await?;
        return Ok((service, FirstSignIn::Local(told)));
    }
    let service = PeopleService::new(database);
    let way_in = service.first_link().await?.map_or(FirstSignIn::SignIn, FirstSignIn::First);
    Ok((service, way_in))
}

fn request(args: ServeArgs) -> ServeRequest {
    let ServeArgs {
        listen,
        store,
        no_worker,
        device,
        open: _,
        demo,
        origins,
        faces_roots,
        quiz_listen,
        quiz_origins,
        trusted_proxies,
        quota,
    } = args;
    let StoreArgs { data, database, objects } = store;
    let device = device.into();
    ServeRequest {
        listen,
        data,
        database,
        objects,
        no_worker,
        device,
        demo,
        origins,
        faces_roots,
        quiz_listen,
        quiz_origins,
        trusted_proxies,
        quota: quota.into(),
    }
}

#[expect(clippy::print_stdout, reason = "people read here where it is computed")]
fn greet(address: SocketAddr, lab: &Laboratory, participants: Option<&Endpoint>) {
    let device = lab.device();
    println!("Effigy computes on: {}. {}", device.name, device.reason);
    if !crate::http::site_is_there() {
        println!("The site was not built, so pages have no scripts; build it with: make site");
    }
    if let Some(Ok(address)) = participants.map(|entrance| entrance.listener.local_addr()) {
        println!("Participants are let in on http://{address}");
    }
    println!("Effigy listens on http://{address}");
}

/// The only place where the entry link is shown; it is never logged.
#[expect(clippy::print_stdout, reason = "people read here how they come in, and scripts wait for it")]
fn tell(way_in: &FirstSignIn, origin: &str) {
    let path = way_in.path();
    match way_in {
        FirstSignIn::Local(_) => println!("Open this link to sign in: {origin}{path}"),
        FirstSignIn::First(_) => {
            println!("There is no administrator yet. Whoever opens this first becomes one: {origin}{path}");
        }
        FirstSignIn::SignIn => println!("Sign in at {origin}/sign-in"),
    }
}

fn open_browser(address: &str) {
    if let Err(error) = open::that_detached(address) {
        // The system's message repeats the address, which grants access.
        tracing::warn!(kind = %error.kind(), "no browser could be opened");
    }
}
