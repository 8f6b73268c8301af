//! A server to test, a client to ask it, and a viewer to watch it.

pub mod cast;
pub mod client;
pub mod postgres;
pub mod program;
pub mod results;
pub mod study;
pub mod tmpfs;
pub mod viewer;

use client::Client;
use server::http::{Heartbeat, TrustedProxies};
use server::lab::{FacesAccess, LabConfig, Laboratory, Quota};
use server::people::{PeopleService, PlainSecret};
use server::serve::{Endpoint, Limits};
use server::store::Archive;
use server::store::database::DatabaseAddress;
use server::store::objects::ObjectsAddress;
use server::studies::StudyService;
use std::path::Path;
use std::time::Duration;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use wire::experiment::{DeviceChoice, ExperimentConfig, SyntheticFaces};

/// A running server.
pub struct Server {
    pub client: Client,
    /// What it serves, for tests that bypass HTTP.
    pub service: StudyService,
    shutdown: oneshot::Sender<()>,
    serving: JoinHandle<anyhow::Result<()>>,
}

impl Server {
    /// On a data folder, for the owner of this machine, who is the client.
    pub async fn start(data: &Path) -> Self {
        Self::with(data, FacesAccess::Anywhere, Heartbeat::default()).await
    }

    pub async fn with(data: &Path, access: FacesAccess, heartbeat: Heartbeat) -> Self {
        Self::of_owner(data, access, Limits { heartbeat, ..Limits::default() }, Quota::default()).await
    }

    /// With what each workspace may have.
    pub async fn with_quota(data: &Path, quota: Quota) -> Self {
        Self::of_owner(data, FacesAccess::Anywhere, Limits::default(), quota).await
    }

    /// With other limits for its clients.
    pub async fn limited(data: &Path, access: FacesAccess, limits: Limits) -> Self {
        Self::of_owner(data, access, limits, Quota::default()).await
    }

    async fn of_owner(data: &Path, access: FacesAccess, limits: Limits, quota: Quota) -> Self {
        let archive = archive(data).await;
        let (people, PlainSecret(told)) =
            PeopleService::of_this_machine(archive.database().clone()).await.expect("an owner");
        let mut server = Self::serving(data, archive, people, access, limits, quota).await;
        let answer = server.client.get(&format!("/enter/{told}")).await;
        assert_eq!(answer.status, 303, "{}", answer.text());
        server.client = server.client.let_in_by(&answer);
        server
    }

    /// For people with accounts; the client is nobody. With the end of the link that makes the first administrator.
    pub async fn for_people(data: &Path) -> (Self, String) {
        Self::for_people_limited(data, Limits::default()).await
    }

    /// The same, with other limits.
    pub async fn for_people_limited(data: &Path, limits: Limits) -> (Self, String) {
        let archive = archive(data).await;
        let people = PeopleService::new(archive.database().clone());
        let PlainSecret(told) = people.first_link().await.expect("made").expect("nobody is there yet");
        (Self::serving(data, archive, people, FacesAccess::Anywhere, limits, Quota::default()).await, told)
    }

    async fn serving(
        data: &Path,
        archive: Archive,
        people: PeopleService,
        access: FacesAccess,
        limits: Limits,
        quota: Quota,
    ) -> Self {
        let config = LabConfig { data: data.into(), device: DeviceChoice::Cpu, access, computes: true, quota };
        let database = archive.database().clone();
        let lab = tokio::task::spawn_blocking(|| Laboratory::open(config, archive)).await;
        let lab = lab.expect("no panic").expect("a lab");
        let listener = server::serve::bind("127.0.0.1:0".parse().expect("an address")).await.expect("a free port");
        let client = Client { address: listener.local_addr().expect("bound"), cookie: "" };
        let (shutdown, stopping) = oneshot::channel::<()>();
        let until = async {
            // A dropped sender stops the server as well.
            let _ = stopping.await;
        };
        let service = StudyService::new(database, lab);
        let served = service.clone();
        let own = Endpoint { listener, origins: Vec::new(), proxies: TrustedProxies::of_this_machine() };
        let serving = async move { server::serve::serve(own, None, served, people, limits, until).await };
        Self { client, service, shutdown, serving: tokio::spawn(serving) }
    }

    /// With another client of its own.
    pub fn asked_by(self, client: Client) -> Self {
        Self { client, ..self }
    }

    /// As by Ctrl-C.
    pub async fn stop(self) {
        self.shutdown.send(()).expect("the server runs");
        self.serving.await.expect("no panic").expect("a clean end");
    }
}

async fn archive(data: &Path) -> Archive {
    Archive::open(&DatabaseAddress::DataFolder, &ObjectsAddress::DataFolder, data).await.expect("a store")
}

/// Two drawn targets, two clones each, a few steps: seconds on two cores.
pub fn tiny() -> ExperimentConfig {
    let mut config = ExperimentConfig { name: "Tiny".into(), device: DeviceChoice::Cpu, ..ExperimentConfig::default() };
    config.faces.synthetic = Some(SyntheticFaces { identities: 4, images: 4, public: 6, seed: 3 });
    config.faces.min_images = 4;
    (config.split.targets, config.split.target_others, config.split.evaluation_others) = (2, 1, 1);
    config.split.held_out_images = 1;
    (config.training.epochs, config.training.batch_size) = (1, 8);
    (config.attack.clones, config.attack.seed_faces) = (2, 3);
    (config.attack.snapshot_every, config.attack.max_steps) = (1, 3);
    config
}

/// The same, with attacks that take some seconds each.
pub fn long() -> ExperimentConfig {
    let mut config = tiny();
    config.name = "Long".into();
    // No score is above one, so that no clone stops early.
    (config.attack.snapshot_every, config.attack.max_steps, config.attack.stop_score) = (5, 100, 2.0);
    config
}

/// Fails the test instead of waiting for ever; no test needs as long.
pub async fn in_time<T>(what: &str, future: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_secs(240), future).await.unwrap_or_else(|_| panic!("{what} takes for ever"))
}
