//! Recognizers of a workspace: a file on the server's machine, or an uploaded description with weights.

use super::taking::{Upload, invalid};
use super::{CallersFaces, authority};
use crate::blocking::blocking;
use crate::digits;
use crate::error::Error;
use crate::experiment::{Templates, check_network, is_unregistered};
use crate::names::{self, MOST_BYTES};
use crate::store::StoreError;
use crate::store::faces::Deleted;
use crate::store::people::Action;
use crate::store::recognizers::{DESCRIPTION, RecognizerRow, TEMPLATES, WEIGHTS};
use crate::store::runs::FileRow;
use crate::time::now_ms;
use bytes::Bytes;
use engine::device::Chosen;
use engine::recognizer::artifact;
use std::path::Path;
use wire::faces::{NewRecognizer, RecognizerId};
use wire::people::Role;

impl CallersFaces {
    pub(super) async fn add_one(&self, new: NewRecognizer) -> Result<RecognizerId, Error> {
        let workspace = self.caller.at_work(Role::Collaborator)?.clone();
        let person = self.caller.signed_in()?;
        let (name, authorisation) =
            authority::checked(&new.name, &new.authorised_by, new.basis).map_err(Error::Invalid)?;
        let lab = self.service.0.lab.clone();
        let (classes, description) = match (&new.file, &new.description) {
            (Some(file), _) => {
                let file = file.clone();
                (blocking(move || lab.recognizer_classes(&file)).await?, None)
            }
            (None, Some(text)) => {
                let bytes = Bytes::from(text.clone());
                let text = bytes.clone();
                let classes = blocking(move || described(&text)).await?;
                let size = bytes.len() as u64;
                let hash = lab.objects().put(bytes).await.map_err(StoreError::from)?;
                (classes, Some(FileRow { path: DESCRIPTION.into(), hash, size }))
            }
            (None, None) => return Err(invalid("description", "is missing: the .json file beside the weights".into())),
        };
        let row = RecognizerRow {
            id: RecognizerId(digits::random(8)?),
            workspace,
            name,
            file: new.file,
            classes,
            authorisation,
            creator: (person.id.clone(), person.name.clone()),
            created_ms: now_ms(),
        };
        let (id, action) = (row.id.clone(), self.did_to(&row, "added"));
        self.service.0.store.add_recognizer(row, description, action).await?;
        Ok(id)
    }

    pub(super) async fn delete_one(&self, id: RecognizerId) -> Result<(), Error> {
        let row = self.led_recognizer(&id, Role::Owner).await?;
        match self.service.0.store.delete_recognizer(id.clone(), self.did_to(&row, "deleted")).await? {
            Deleted::Gone(unnamed) => {
                self.service.0.lab.forget_recognizer(&id, unnamed).await;
                Ok(())
            }
            Deleted::InUse => {
                let why = "a run that is not over uses this recognizer; stop it, or wait for its end";
                Err(Error::Conflict(why.into()))
            }
            Deleted::Missing => Err(no_recognizer()),
        }
    }

    /// Admits an upload of weights or templates, once there is a permit.
    ///
    /// # Errors
    /// If there is no such recognizer for the caller, or the caller may not add to it.
    pub async fn receive_file(&self, id: &RecognizerId) -> Result<Upload<'_, RecognizerRow>, Error> {
        let row = self.led_recognizer(id, Role::Collaborator).await?;
        self.service.0.lab.allow_bytes(&row.workspace).await?;
        self.begin_large(row).await
    }

    /// A recognizer, if the caller has this role. Outside its workspace it does not exist.
    pub(super) async fn led_recognizer(&self, id: &RecognizerId, role: Role) -> Result<RecognizerRow, Error> {
        self.caller.signed_in()?;
        let found = self.service.0.store.recognizer(id).await?;
        let (row, _) = found.filter(|(row, _)| self.caller.sees(&row.workspace)).ok_or_else(no_recognizer)?;
        self.caller.require(&row.workspace, role).map(|()| row)
    }

    fn did_to(&self, row: &RecognizerRow, did: &str) -> Action {
        let by = &row.authorisation;
        let authorised = match did {
            "added" => format!(", authorised by {}: {}", by.by, by.basis.words()),
            _ => String::new(),
        };
        self.caller.action(Some(&row.workspace), format!("{did} the recognizer {}{authorised}", row.name))
    }
}

impl Upload<'_, RecognizerRow> {
    /// Stores templates of people, which come before the weights.
    ///
    /// # Errors
    /// If they cannot be read, or the recognizer has its templates or weights, or people registered in it.
    pub async fn templates(self, bytes: Bytes) -> Result<(), Error> {
        if self.to.classes > 0 {
            let why =
                "the description says who is registered in these weights; templates are for networks without people";
            return Err(invalid("templates", why.into()));
        }
        let text = bytes.clone();
        let _turn = self.faces.service.0.reading.acquire().await.map_err(anyhow::Error::from)?;
        let parsed = move || Templates::parse(&text).map_err(|why| invalid("templates", format!("{why:#}")));
        blocking(parsed).await?;
        self.keep(TEMPLATES, bytes).await
    }

    /// Keeps a file of the recognizer.
    async fn keep(self, path: &str, bytes: Bytes) -> Result<(), Error> {
        let (store, lab) = (&self.faces.service.0.store, &self.faces.service.0.lab);
        let size = bytes.len() as u64;
        lab.take_bytes(&self.to.workspace, size).await?;
        let hash = lab.objects().put(bytes).await.map_err(StoreError::from)?;
        let row = FileRow { path: path.into(), hash, size };
        store.keep_file(self.to.id, row).await?.then_some(()).ok_or_else(settled)
    }

    /// Stores weights that match the description, those of PyTorch as ONNX.
    ///
    /// # Errors
    /// If they do not, or the recognizer has its weights.
    pub async fn weights(self, bytes: Bytes) -> Result<(), Error> {
        let (store, lab) = (&self.faces.service.0.store, &self.faces.service.0.lab);
        let files = store.recognizer_files(&self.to.id).await?;
        let description = files.iter().find(|file| file.path == DESCRIPTION).ok_or_else(settled)?;
        let templates = files.iter().find(|file| file.path == TEMPLATES);
        let mut beside = Vec::new();
        for file in [Some(description), templates].into_iter().flatten() {
            let lost = || StoreError::Missing { what: file.path.clone(), hash: file.hash.clone() };
            let bytes = lab.objects().get(&file.hash).await.map_err(StoreError::from)?.ok_or_else(lost)?;
            beside.push((file.path.clone(), bytes));
        }
        let weights = bytes.clone();
        let _turn = self.faces.service.0.reading.acquire().await.map_err(anyhow::Error::from)?;
        let converted = blocking(move || fits(&beside, &weights)).await?;
        self.keep(WEIGHTS, converted.map_or(bytes, Bytes::from)).await
    }
}

/// The number of identities in a description.
fn described(text: &[u8]) -> Result<u32, Error> {
    in_folder(&[(DESCRIPTION.into(), Bytes::copy_from_slice(text))], |file| {
        let found = artifact::read_description(file).map_err(|error| error.to_string())?;
        for class in found.classes() {
            names::checked(class, 1..=MOST_BYTES).map_err(|why| format!("has a class whose name {why}: {class:?}"))?;
        }
        Ok(found.classes().len() as u32)
    })
    .map_err(|why| invalid("description", why))
}

/// Checks that weights match what lies beside them and make a recognizer; what is to be kept instead of them, if they are
/// a PyTorch checkpoint.
fn fits(beside: &[(String, Bytes)], weights: &[u8]) -> Result<Option<Vec<u8>>, Error> {
    in_folder(beside, |file| {
        std::fs::write(file, weights).map_err(|error| error.to_string())?;
        if is_unregistered(file) {
            return check_network(file);
        }
        let device = Chosen::cpu("weights that were sent are looked at");
        artifact::load(file, device.device()).map(|_| None).map_err(|error| error.to_string())
    })
    .map_err(|why| invalid("weights", why))
}

/// Checks files in a temporary folder, where the weights would lie; messages name them without the folder.
fn in_folder<T>(files: &[(String, Bytes)], look: impl FnOnce(&Path) -> Result<T, String>) -> Result<T, String> {
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    for (path, bytes) in files {
        std::fs::write(folder.path().join(path), bytes).map_err(|error| error.to_string())?;
    }
    look(&folder.path().join(WEIGHTS)).map_err(|why| why.replace(&format!("{}/", folder.path().display()), ""))
}

pub(super) fn no_recognizer() -> Error {
    Error::NoFile("this recognizer".into())
}

fn settled() -> Error {
    Error::Conflict("this recognizer has these files already; add another".into())
}
