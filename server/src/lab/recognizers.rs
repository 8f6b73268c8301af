//! Recognizers of workspaces as runs use them: which may be used, and where they lie while a run is computed.

use super::copies::Copy;
use super::{Laboratory, Shared};
use crate::convert;
use crate::error::Error;
use crate::experiment::{
    SAME_WEIGHTS, StoredInputs, StoredRecognizer, check_network, foreseen, is_unregistered, weights,
};
use crate::files;
use crate::store::recognizers::{DESCRIPTION, RecognizerRow, WEIGHTS};
use crate::store::{RunRow, StoreError};
use anyhow::Context;
use engine::recognizer::artifact::{self, Description};
use std::path::{Path, PathBuf};
use wire::experiment::ExperimentConfig;
use wire::faces::{AuthorisationRecord, RecognizerId, RecognizerSummary};
use wire::people::WorkspaceId;
use wire::run::Problem;

impl Laboratory {
    /// How many identities a recognizer knows whose weights are in a file of this machine.
    ///
    /// # Errors
    /// If this server may not read it, or it is not there with its description.
    pub fn recognizer_classes(&self, file: &str) -> Result<u32, Error> {
        if let Some(refused) = self.0.access.refuses("file", file) {
            return Err(Error::Invalid(vec![refused]));
        }
        let invalid = |message: String| Error::Invalid(vec![Problem { field: "file".into(), message }]);
        if !Path::new(file).is_file() {
            return Err(invalid(format!(
                "there is no file {file}; give NAME.safetensors, with NAME.json beside it, NAME.onnx or NAME.pt"
            )));
        }
        let path = Path::new(file);
        if is_unregistered(path) {
            return check_network(path).map(|_| 0).map_err(invalid);
        }
        let found = artifact::read_description(path).map_err(|error| invalid(error.to_string()))?;
        Ok(found.classes().len() as u32)
    }
}

impl Laboratory {
    /// The weights of a recognizer, laid out on this machine if it was uploaded. Blocks on the store and the disk.
    ///
    /// # Errors
    /// If this server may not read them, or they cannot be laid out.
    pub fn recognizer_file(&self, row: &RecognizerRow) -> Result<PathBuf, Error> {
        let refused = row.file.as_ref().and_then(|file| self.0.access.refuses("file", file));
        refused.map_or_else(|| Ok(self.0.recognizer_file(row)?), |refused| Err(Error::Invalid(vec![refused])))
    }
}

impl Shared {
    /// Why a configuration cannot use the recognizers that it names, if it names any. Blocks on the store.
    pub(super) fn recognizer_problems(
        &self,
        config: &ExperimentConfig,
        workspace: &WorkspaceId,
    ) -> Result<Vec<Problem>, Error> {
        let mut problems = Vec::new();
        for (field, id) in config.recognizers.kept() {
            let found = self.kept_recognizer(id)?.filter(|(row, _)| row.workspace == *workspace);
            let message = match found {
                None => "there is no such recognizer in this workspace; choose another",
                Some((_, false)) => "its weights have not been sent yet",
                Some((RecognizerRow { file, .. }, true)) => {
                    problems.extend(file.and_then(|file| self.access.refuses(field, &file)));
                    continue;
                }
            };
            problems.push(Problem { field: field.into(), message: message.into() });
        }
        if problems.is_empty() {
            let own = self.its_own_judge(config)?;
            problems.extend(own.map(|field| Problem { field: field.into(), message: SAME_WEIGHTS.into() }));
        }
        Ok(problems)
    }

    /// The field of a judge with the same weights as a recognizer under attack, under whatever name, if either is kept.
    /// Two files are compared by the plan.
    fn its_own_judge(&self, config: &ExperimentConfig) -> Result<Option<&'static str>, Error> {
        let given = &config.recognizers;
        if given.kept().next().is_none() {
            return Ok(None);
        }
        let target = self.weights(&given.target, given.kept_target.as_ref())?;
        if target.is_none() {
            return Ok(None);
        }
        let evaluation = (EVALUATION, &*given.evaluation, given.kept_evaluation.as_ref());
        let files = given.judges.iter().map(|file| ("recognizers.judges", &**file, None));
        let kept = given.kept_judges.iter().map(|id| (JUDGES, "", Some(id)));
        for (field, file, kept) in [evaluation].into_iter().chain(files).chain(kept) {
            if self.weights(file, kept)? == target {
                return Ok(Some(field));
            }
        }
        Ok(None)
    }

    /// The hash of the weights that a role is given, if it is given some that can be read.
    fn weights(&self, file: &str, kept: Option<&RecognizerId>) -> Result<Option<String>, StoreError> {
        let kept_in = match kept {
            None => Some(file.to_owned()).filter(|file| !file.is_empty()),
            Some(id) => match self.kept_recognizer(id)? {
                Some((RecognizerRow { file: None, .. }, _)) => {
                    let files = self.archive.runtime().block_on(self.archive.database().recognizer_files(id))?;
                    let weights = files.into_iter().find(|file| file.path == WEIGHTS);
                    return Ok(weights.map(|file| file.hash.to_string()));
                }
                found => found.and_then(|(row, _)| row.file),
            },
        };
        let may_be_read = kept_in.filter(|file| self.access.refuses(EVALUATION, file).is_none());
        Ok(may_be_read.and_then(|file| weights(Path::new(&file))))
    }

    /// What will forbid a verdict on a run that may use what it names. Blocks on the store.
    pub(super) fn foreseen(&self, config: &ExperimentConfig) -> Vec<Problem> {
        let given = &config.recognizers;
        let target = self.description(&given.target, given.kept_target.as_ref());
        let judge = self.description(&given.evaluation, given.kept_evaluation.as_ref());
        foreseen(config, [target.as_ref(), judge.as_ref()])
    }

    /// What lies beside the weights that a role is given, if it is given some and it can be read.
    fn description(&self, file: &str, kept: Option<&RecognizerId>) -> Option<Description> {
        let file = match kept {
            None => Some(file.to_owned()).filter(|file| !file.is_empty()),
            Some(id) => self.kept_recognizer(id).ok()??.0.file,
        };
        if let Some(file) = file {
            return artifact::read_description(Path::new(&file)).ok();
        }
        let files = self.archive.runtime().block_on(self.archive.database().recognizer_files(kept?)).ok()?;
        let found = files.into_iter().find(|file| file.path == DESCRIPTION)?;
        Description::from_json(&self.archive.bytes(&found.hash, || found.path.clone()).ok()?).ok()
    }

    /// Recognizers that runs of a workspace can use. Blocks on the store.
    pub(super) fn whole_recognizers(&self, workspace: &WorkspaceId) -> Result<Vec<RecognizerSummary>, StoreError> {
        let all = self.archive.runtime().block_on(self.archive.database().recognizers(workspace))?;
        Ok(all.into_iter().filter(|(_, is_whole)| *is_whole).map(convert::recognizer_summary).collect())
    }

    fn kept_recognizer(&self, id: &RecognizerId) -> Result<Option<(RecognizerRow, bool)>, StoreError> {
        Ok(self.archive.runtime().block_on(self.archive.database().recognizer(id))?)
    }

    /// Recognizers that a run was given, laid out on this machine. Blocks on the store and the disk.
    pub(super) fn stored_recognizers(&self, row: &RunRow) -> anyhow::Result<StoredInputs> {
        let mut given = StoredInputs::default();
        for (field, id) in row.config.recognizers.kept() {
            let found = self.kept_recognizer(id)?.filter(|(found, _)| found.workspace == row.workspace);
            let (found, _) = found.with_context(|| {
                format!("the recognizer that {field} names was deleted; start another run with another recognizer")
            })?;
            let file = self.recognizer_file(&found)?;
            let stored = StoredRecognizer { name: found.name.clone(), file };
            match field {
                TARGET => given.target = Some(stored),
                EVALUATION => given.evaluation = Some(stored),
                _ => given.judges.push(stored),
            }
            let what = format!("the recognizer {}", found.name);
            let authorised = AuthorisationRecord { what, authorisation: found.authorisation };
            if !given.authorised.contains(&authorised) {
                given.authorised.push(authorised);
            }
        }
        Ok(given)
    }

    /// The weights of a recognizer, laid out on this machine if it was uploaded. Blocks on the store and the disk.
    fn recognizer_file(&self, row: &RecognizerRow) -> anyhow::Result<PathBuf> {
        row.file.as_ref().map_or_else(|| self.lay_out_recognizer(&row.id), |file| Ok(file.into()))
    }

    /// The weights of an uploaded recognizer, with their description beside them. What they were sent as never changes.
    fn lay_out_recognizer(&self, id: &RecognizerId) -> anyhow::Result<PathBuf> {
        let folder = self.copy(&Copy::Recognizer(id));
        let weights = folder.join(WEIGHTS);
        if weights.is_file() {
            return Ok(weights);
        }
        self.forget_deleted()?;
        let mut all = self.archive.runtime().block_on(self.archive.database().recognizer_files(id))?;
        // The weights last: their presence says that everything is there.
        all.sort_by_key(|file| file.path == WEIGHTS);
        for file in all {
            let bytes = self.archive.bytes(&file.hash, || file.path.clone())?;
            files::write(&folder.join(&file.path), &bytes)?;
        }
        Ok(weights)
    }
}

const TARGET: &str = "recognizers.kept_target";
const EVALUATION: &str = "recognizers.kept_evaluation";
const JUDGES: &str = "recognizers.kept_judges";
