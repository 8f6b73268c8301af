//! Checks of embedding networks with photographs: whether they are understood rightly.
//!
//! A check takes about a minute and is repeated easily, so its result is kept in memory only.

use super::recognizers::no_recognizer;
use super::taking::invalid;
use super::{CallersFaces, FaceService, no_set};
use crate::blocking::blocking;
use crate::error::Error;
use crate::experiment::{CALIBRATED, calibrate_file};
use crate::files;
use crate::lock::lock;
use crate::remedy::in_one_line;
use crate::store::objects::ContentHash;
use crate::store::recognizers::RecognizerRow;
use crate::store::{StoreError, faces::FaceSetRow};
use bytes::Bytes;
use engine::dataset::synthetic::portrait;
use engine::dataset::{FaceStore, Sample, ScanLimits, decode_face, scan_identities};
use engine::recognizer::onnx::FRAME;
use std::collections::HashMap;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use wire::calibration::{Calibration, CalibrationState, CheckedWith};
use wire::faces::RecognizerId;
use wire::people::Role;

/// The seed of drawn people.
const DRAWN: u64 = 1;

/// The checks since the server started, by recognizer.
#[derive(Default)]
pub(super) struct Calibrations(Mutex<HashMap<RecognizerId, CalibrationState>>);

/// Photographs of people: a folder that is removed afterwards, if they were written for the check, and files by person.
struct Photographs {
    _folder: Option<tempfile::TempDir>,
    people: Vec<Vec<PathBuf>>,
}

impl CallersFaces {
    pub(super) async fn start_check(&self, id: RecognizerId, with: CheckedWith) -> Result<(), Error> {
        let row = self.led_recognizer(&id, Role::Collaborator).await?;
        let (_, is_whole) = self.service.0.store.recognizer(&id).await?.ok_or_else(no_recognizer)?;
        if !is_whole || row.classes > 0 {
            return Err(Error::Conflict("only an embedding network that is ready can be checked".into()));
        }
        let set = match &with {
            CheckedWith::Drawn => None,
            CheckedWith::Set { id } => {
                let found = self.service.set_seen_by(&self.caller, id).await?.set;
                (found.workspace == row.workspace).then_some(Some(found)).ok_or_else(no_set)?
            }
        };
        if !self.service.0.calibrations.begin(&id) {
            return Err(Error::Conflict("another check is under way; wait for its end, or stop it".into()));
        }
        let service = self.service.clone();
        tokio::spawn(async move {
            let ended = service.check(&row, set).await;
            service.0.calibrations.end(&id, ended);
        });
        Ok(())
    }

    pub(super) async fn check_of(&self, id: RecognizerId) -> Result<CalibrationState, Error> {
        self.led_recognizer(&id, Role::Viewer).await?;
        Ok(lock(&self.service.0.calibrations.0).get(&id).cloned().unwrap_or_default())
    }

    pub(super) async fn stop_check(&self, id: RecognizerId) -> Result<(), Error> {
        self.led_recognizer(&id, Role::Collaborator).await?;
        lock(&self.service.0.calibrations.0).remove(&id);
        Ok(())
    }
}

impl Calibrations {
    /// False if one is under way: each takes all cores.
    fn begin(&self, id: &RecognizerId) -> bool {
        let mut all = lock(&self.0);
        let is_busy = all.values().any(|state| matches!(state, CalibrationState::Running { .. }));
        if !is_busy {
            all.insert(id.clone(), CalibrationState::Running { done: 0, total: 0 });
        }
        !is_busy
    }

    /// Notes progress; breaks if the check was stopped.
    fn at(&self, id: &RecognizerId, done: u32, total: u32) -> ControlFlow<()> {
        match lock(&self.0).get_mut(id) {
            Some(state @ CalibrationState::Running { .. }) => {
                *state = CalibrationState::Running { done, total };
                ControlFlow::Continue(())
            }
            _ => ControlFlow::Break(()),
        }
    }

    fn end(&self, id: &RecognizerId, ended: Result<Option<Calibration>, Error>) {
        let mut all = lock(&self.0);
        match ended {
            Ok(Some(calibration)) => drop(all.insert(id.clone(), CalibrationState::Done { calibration })),
            Ok(None) => drop(all.remove(id)),
            Err(error) => drop(all.insert(id.clone(), CalibrationState::Failed { why: error.to_string() })),
        }
    }
}

impl FaceService {
    /// `None` if it was stopped.
    async fn check(&self, row: &RecognizerRow, set: Option<FaceSetRow>) -> Result<Option<Calibration>, Error> {
        let faces = set.as_ref().map_or("drawn people".into(), |set| set.name.clone());
        let photographs = match &set {
            None => None,
            Some(set) => Some(self.photographs(set).await?),
        };
        let (service, row) = (self.clone(), row.clone());
        blocking(move || {
            let file = service.0.lab.recognizer_file(&row)?;
            let (store, samples) = match photographs {
                None => drawn(),
                Some(photographs) => decoded(&photographs)?,
            };
            let people = samples.last().map_or(0, |sample| sample.label + 1);
            let mut progress =
                |done: usize, total: usize| service.0.calibrations.at(&row.id, done as u32, total as u32);
            let tried = calibrate_file(&file, &store, &samples, &mut progress);
            let tried = tried.map_err(|error| invalid("network", in_one_line(&error)))?;
            Ok(tried.map(|(tried, stated)| Calibration {
                faces,
                people,
                photographs: samples.len() as u32,
                tried,
                stated,
            }))
        })
        .await
    }

    async fn lay_out(&self, folder: &Path, path: &Path, hash: &ContentHash) -> Result<(), Error> {
        let lost = || StoreError::Missing { what: path.display().to_string(), hash: hash.clone() };
        let bytes: Bytes = self.0.lab.objects().get(hash).await.map_err(StoreError::from)?.ok_or_else(lost)?;
        files::write(&folder.join(path), &bytes).map_err(Error::Other)
    }

    /// A few photographs of some people in a set.
    async fn photographs(&self, set: &FaceSetRow) -> Result<Photographs, Error> {
        let [people, each] = CALIBRATED;
        if let Some(folder) = set.folder.clone() {
            let limits = ScanLimits { min_images: 2, max_images: each };
            let lab = self.0.lab.clone();
            let scan = blocking(move || {
                let problems = lab.unreadable(&folder);
                if !problems.is_empty() {
                    return Err(Error::Invalid(problems));
                }
                scan_identities(Path::new(&folder.identities), limits)
                    .map_err(|error| invalid("set", error.to_string()))
            });
            let identities = scan.await?.identities.into_iter().take(people);
            return Ok(Photographs { _folder: None, people: identities.map(|identity| identity.files).collect() });
        }
        let folder = tempfile::tempdir().map_err(anyhow::Error::from)?;
        let mut by_person: Vec<(String, Vec<PathBuf>)> = Vec::new();
        for face in self.0.store.faces(&set.id).await? {
            let is_new = by_person.last().is_none_or(|(name, _)| *name != face.identity);
            if is_new && by_person.len() == people {
                break;
            }
            if is_new {
                by_person.push((face.identity.clone(), Vec::new()));
            }
            let Some((_, files)) = by_person.last_mut() else { continue };
            if files.len() < each {
                let path = Path::new(&face.identity).join(&face.name);
                self.lay_out(folder.path(), &path, &face.hash).await?;
                files.push(folder.path().join(path));
            }
        }
        Ok(Photographs { _folder: Some(folder), people: by_person.into_iter().map(|(_, files)| files).collect() })
    }
}

fn drawn() -> (FaceStore, Vec<Sample>) {
    let [people, each] = CALIBRATED;
    let mut pixels = Vec::new();
    let mut samples = Vec::new();
    for label in 0..people as u32 {
        for image in 0..each as u64 {
            pixels.extend(portrait(DRAWN, label.into(), image, FRAME as u32).into_raw());
            samples.push(Sample { image: samples.len(), label });
        }
    }
    (FaceStore::from_bytes(FRAME as u32, pixels), samples)
}

/// What cannot be read is left out; a person needs two photographs.
fn decoded(photographs: &Photographs) -> Result<(FaceStore, Vec<Sample>), Error> {
    let (mut pixels, mut samples, mut label) = (Vec::new(), Vec::new(), 0);
    for files in &photographs.people {
        let faces: Vec<Vec<u8>> = files.iter().filter_map(|file| decode_face(file, FRAME as u32).ok()).collect();
        if faces.len() < 2 {
            continue;
        }
        for face in faces {
            pixels.extend(face);
            samples.push(Sample { image: samples.len(), label });
        }
        label += 1;
    }
    if label < 2 {
        return Err(invalid("set", "two people with two photographs each are needed for a check".into()));
    }
    Ok((FaceStore::from_bytes(FRAME as u32, pixels), samples))
}
