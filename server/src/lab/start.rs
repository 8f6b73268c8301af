//! Start-up of a lab.

use super::active_runs::ActiveRuns;
use super::entries::Entries;
use super::identity::Identity;
use super::lane::{LANES, Wake};
use super::others::Notifier;
use super::redactor::PathRedactor;
use super::{LabConfig, Laboratory, Shared, mirror, tending, worker};
use crate::convert;
use crate::digits;
use crate::error::Error;
use crate::experiment;
use crate::lock::lock;
use crate::store::Archive;
use crate::store::jobs::Notification;
use anyhow::Context;
use std::io::ErrorKind;
use std::path::Path;
use std::sync::{Arc, Mutex, OnceLock};
use tokio::sync::mpsc::Receiver;

impl Laboratory {
    /// Opens the data folder, takes over what an earlier program of the same name left, and starts the engine's
    /// threads. Blocks; the archive's runtime must outlive the lab.
    ///
    /// # Errors
    /// If the folder or the store cannot be used, or the requested device does not work.
    pub fn open(config: LabConfig, archive: Archive) -> anyhow::Result<Self> {
        crate::store::take_over_folders(&config.data, &archive).context("runs of an earlier version")?;
        let device = match config.computes {
            true => Some(engine::device::choose(convert::device_choice(config.device))?),
            false => None,
        };
        if let Some(device) = &device {
            tracing::info!(name = device.name, reason = device.reason, "device");
        }
        let identity = Identity::of(&config.data).context("the data folder cannot be used; give another by --data")?;
        let work = config.data.join("work").join(&identity.name);
        if identity.is_heir {
            // A full disk must not keep existing data from being read. Leases end by themselves.
            if let Err(error) = archive.dismiss(&identity.name) {
                tracing::warn!(%error, "jobs of an earlier program wait until their leases end");
            }
            clear(&work)?;
        }
        let heard = archive.hear()?;
        let notifier =
            Notifier { process: digits::random(8)?, has_others: heard.is_some(), database: archive.database().clone() };
        let temporary = std::env::temp_dir();
        let folders = [Some(config.data.as_path()), archive.objects().folder(), Some(temporary.as_path())];
        let lab = Self(Arc::new(Shared {
            redactor: PathRedactor::new(folders.into_iter().flatten().map(Path::to_owned)),
            archive,
            cache: config.data.join("cache"),
            work,
            access: config.access,
            quota: config.quota,
            letting_in: Mutex::default(),
            seen: Mutex::default(),
            device,
            name: identity.name.clone(),
            identity: Mutex::new(Some(identity)),
            notifier,
            passing: Mutex::default(),
            entries: Entries::default(),
            active_runs: ActiveRuns::default(),
            wake: Wake::default(),
            workers: Mutex::default(),
            speed: OnceLock::new(),
            threads: Mutex::default(),
        }));
        lab.0.read_runs()?;
        lab.0.forget_deleted()?;
        experiment::clear_unfinished(&lab.0.cache)?;
        lab.start_threads(heard)?;
        Ok(lab)
    }

    fn start_threads(&self, heard: Option<Receiver<Notification>>) -> anyhow::Result<()> {
        let archive = &self.0.archive;
        if let Some(me) = self.0.as_worker()
            && let Err(error) = archive.see_worker(me)
        {
            tracing::warn!(%error, "this worker is not known to others yet");
        }
        archive.runtime().spawn(tending::tend(Arc::downgrade(&self.0)));
        if let Some(heard) = heard {
            let lab = Arc::downgrade(&self.0);
            // The thread ends with the database connection; nobody joins it.
            let thread = std::thread::Builder::new().name("mirror".into()).spawn(move || mirror::listen(&lab, heard));
            thread.context("no thread for runs elsewhere")?;
        }
        let Some(device) = self.0.device.clone() else { return Ok(()) };
        for kind in LANES {
            let (shared, device) = (self.0.clone(), device.clone());
            let thread = std::thread::Builder::new().name(format!("engine-{kind:?}").to_lowercase());
            let thread = thread.spawn(move || worker::work(&shared, &device, kind));
            lock(&self.0.threads).push(thread.context("no thread for the engine")?);
        }
        Ok(())
    }
}

impl Shared {
    fn read_runs(&self) -> Result<(), Error> {
        for row in self.archive.rows()? {
            if row.state.is_over() {
                self.entries.insert_over(row);
            } else {
                let hub = self.hub_from_store(&row)?;
                self.entries.insert_active(row, hub);
            }
        }
        Ok(())
    }
}

/// Removes the work folders of a killed program of the same name; the store has everything that counts.
fn clear(work: &Path) -> anyhow::Result<()> {
    match std::fs::remove_dir_all(work) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            Err(error).with_context(|| format!("cannot clear {}", work.display()))
        }
        _ => Ok(()),
    }
}
