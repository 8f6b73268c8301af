//! Who is registered where (README, "Training"): targets in both recognizers, everyone else in at most one.

use super::error::DatasetError;
use super::stream::stream;
use rand::seq::SliceRandom;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeSet, HashMap};

/// The split to draw. A list that is not empty overrides the random draw and its number.
#[derive(Clone, Debug, Default)]
pub struct SplitRequest {
    /// How many identities both recognizers know.
    pub targets: usize,
    /// How many further identities only the target recognizer knows.
    pub target_others: usize,
    /// How many further identities only the evaluation recognizer knows.
    pub evaluation_others: usize,
    /// Images of each identity to hold out.
    pub held_out_images: usize,
    /// The target identities by name.
    pub target_names: Vec<String>,
    /// The target recognizer's further identities by name.
    pub target_other_names: Vec<String>,
    /// The evaluation recognizer's further identities by name.
    pub evaluation_other_names: Vec<String>,
    /// Seeds the draw.
    pub seed: u64,
}

/// Who is registered where. No identity appears twice: drawing and reading a split use the same check.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, try_from = "SplitFile")]
pub struct Split {
    /// Registered in both recognizers; drawn ones sorted by name, listed ones in the order of the list.
    pub targets: Vec<String>,
    /// Registered in the target recognizer only.
    pub target_others: Vec<String>,
    /// Registered in the evaluation recognizer only.
    pub evaluation_others: Vec<String>,
    /// Registered nowhere; may serve as public faces.
    pub leftover: Vec<String>,
    /// Held-out images of each identity, see [`super::hold_out`].
    pub held_out_images: usize,
    /// Seed of the draw and of the held-out images.
    pub seed: u64,
}

const TARGETS: &str = "split.targets";
const TARGET_OTHERS: &str = "split.target_others";
const EVALUATION_OTHERS: &str = "split.evaluation_others";
const TARGET_NAMES: &str = "split.target_names";
const TARGET_OTHER_NAMES: &str = "split.target_other_names";
const EVALUATION_OTHER_NAMES: &str = "split.evaluation_other_names";

impl Split {
    /// Assigns `names` to the recognizers; their order does not matter.
    ///
    /// # Errors
    /// If a list names an unknown identity or repeats one, if there are too few identities or no target, or if a
    /// recognizer would have fewer than two classes.
    pub fn draw(names: &[String], request: &SplitRequest) -> Result<Self, DatasetError> {
        let lists = [
            (TARGET_NAMES, &request.target_names),
            (TARGET_OTHER_NAMES, &request.target_other_names),
            (EVALUATION_OTHER_NAMES, &request.evaluation_other_names),
        ];
        each_once(lists)?;
        let mut unassigned = Unassigned::new(names, lists)?;
        unassigned.shuffle(request.seed);
        let split = Self {
            targets: unassigned.take(TARGETS, request.targets, &request.target_names)?,
            target_others: unassigned.take(TARGET_OTHERS, request.target_others, &request.target_other_names)?,
            evaluation_others: unassigned.take(
                EVALUATION_OTHERS,
                request.evaluation_others,
                &request.evaluation_other_names,
            )?,
            leftover: unassigned.rest(),
            held_out_images: request.held_out_images,
            seed: request.seed,
        };
        split.check()?;
        Ok(split)
    }

    /// Names of the target recognizer's classes, sorted; the index is the label.
    pub fn target_classes(&self) -> Vec<String> {
        sorted(self.targets.iter().chain(&self.target_others))
    }

    /// Names of the evaluation recognizer's classes, sorted; the index is the label.
    pub fn evaluation_classes(&self) -> Vec<String> {
        sorted(self.targets.iter().chain(&self.evaluation_others))
    }

    /// Names of everybody who is registered in either, sorted.
    pub fn all_classes(&self) -> Vec<String> {
        sorted(self.targets.iter().chain(&self.target_others).chain(&self.evaluation_others))
    }

    /// The split without some of the identities that only one recognizer knows.
    ///
    /// # Errors
    /// If a recognizer would be left with fewer than two classes.
    pub fn without(mut self, left_out: &BTreeSet<String>) -> Result<Self, DatasetError> {
        self.target_others.retain(|name| !left_out.contains(name));
        self.evaluation_others.retain(|name| !left_out.contains(name));
        self.check()?;
        Ok(self)
    }

    fn check(&self) -> Result<(), DatasetError> {
        each_once([
            (TARGETS, &self.targets),
            (TARGET_OTHERS, &self.target_others),
            (EVALUATION_OTHERS, &self.evaluation_others),
            ("the identities left over", &self.leftover),
        ])?;
        let unusable = |field, why| Err(DatasetError::UnusableSplit { field, why });
        if self.targets.is_empty() {
            return unusable(TARGETS, "there is nobody to attack: ask for at least one target");
        }
        if self.targets.len() + self.target_others.len() < 2 {
            return unusable(TARGET_OTHERS, "the target recognizer needs two identities or more: ask for one more");
        }
        if self.targets.len() + self.evaluation_others.len() < 2 {
            return unusable(
                EVALUATION_OTHERS,
                "the evaluation recognizer needs two identities or more: ask for one more",
            );
        }
        Ok(())
    }
}

/// A split as read from a file, not yet checked.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SplitFile {
    targets: Vec<String>,
    target_others: Vec<String>,
    evaluation_others: Vec<String>,
    leftover: Vec<String>,
    held_out_images: usize,
    seed: u64,
}

impl TryFrom<SplitFile> for Split {
    type Error = DatasetError;

    fn try_from(file: SplitFile) -> Result<Self, DatasetError> {
        let SplitFile { targets, target_others, evaluation_others, leftover, held_out_images, seed } = file;
        let split = Self { targets, target_others, evaluation_others, leftover, held_out_images, seed };
        split.check()?;
        Ok(split)
    }
}

/// Identities not assigned yet.
struct Unassigned {
    names: Vec<String>,
    all: usize,
}

impl Unassigned {
    /// All but the listed ones, which must exist.
    fn new(names: &[String], lists: [(&'static str, &Vec<String>); 3]) -> Result<Self, DatasetError> {
        let mut free: BTreeSet<&String> = names.iter().collect();
        let all = free.len();
        for (field, list) in lists {
            for name in list {
                if !free.remove(name) {
                    return Err(DatasetError::UnknownIdentity { field, name: name.clone(), all });
                }
            }
        }
        Ok(Self { names: free.into_iter().cloned().collect(), all })
    }

    fn shuffle(&mut self, seed: u64) {
        self.names.shuffle(&mut stream(seed, "split", &[]));
    }

    fn take(&mut self, field: &'static str, wanted: usize, listed: &[String]) -> Result<Vec<String>, DatasetError> {
        if !listed.is_empty() {
            return Ok(listed.to_vec());
        }
        let free = self.names.len();
        let Some(rest) = free.checked_sub(wanted) else {
            return Err(DatasetError::TooFewIdentities { field, wanted, free, all: self.all });
        };
        Ok(sorted(&self.names.split_off(rest)))
    }

    fn rest(self) -> Vec<String> {
        sorted(&self.names)
    }
}

fn each_once<const N: usize>(lists: [(&'static str, &Vec<String>); N]) -> Result<(), DatasetError> {
    let mut seen: HashMap<&String, &'static str> = HashMap::new();
    for (second, list) in lists {
        for name in list {
            if let Some(first) = seen.insert(name, second) {
                return Err(DatasetError::NamedTwice { name: name.clone(), first, second });
            }
        }
    }
    Ok(())
}

fn sorted<'a>(names: impl IntoIterator<Item = &'a String>) -> Vec<String> {
    let mut names: Vec<String> = names.into_iter().cloned().collect();
    names.sort();
    names
}

#[cfg(test)]
mod tests;
