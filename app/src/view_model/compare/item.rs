//! The clones that are shown beside each other, and which picture of each.

use super::subject::{CloneRef, Subject};
use super::timeline::nearest;
use crate::view_model::{number, paths};
use crate::wire::compare::{ComparedRun, ComparedTarget};
use crate::wire::report::CloneReport;
use crate::wire::run::RunId;

/// A clone that is shown.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// Which it is.
    pub clone: CloneRef,
    /// Index of its run among those compared.
    pub run_at: usize,
    /// The run's name.
    pub run: String,
    /// The target identity's name.
    pub target: String,
    /// The verdict on it, once there is one.
    pub judged: Option<CloneReport>,
    /// Iterations of which there are snapshots.
    pub snapshots: Vec<u32>,
}

/// A picture of a clone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Picture {
    /// The file that was judged.
    Judged(String),
    /// The frames of a snapshot of it.
    Snapshot(String),
}

/// The clones shown, in the order of what is compared; none where the run has no such clone. Of whole runs it is the
/// attacker's choice for a target: the first run's at `target`, and those of the same name, or place, in the others.
pub fn items(subject: &Subject, target: usize, runs: &[ComparedRun]) -> Vec<Option<Item>> {
    match subject {
        Subject::Clones(clones) => clones.iter().map(|clone| item(clone, runs)).collect(),
        Subject::Runs(ids) => {
            let name = runs.first().and_then(|run| run.targets.get(target)).map(|target| target.name.as_str());
            ids.iter().map(|id| item(&choice(id, name, target, runs)?, runs)).collect()
        }
    }
}

/// The attacker's choice for a target of this name, or at this place.
fn choice(id: &RunId, name: Option<&str>, at: usize, runs: &[ComparedRun]) -> Option<CloneRef> {
    let run = runs.iter().find(|run| run.run.id == *id)?;
    let same = run.targets.iter().position(|target| Some(target.name.as_str()) == name);
    let at = same.unwrap_or(at);
    let clone = run.targets.get(at)?.attacker_choice;
    Some(CloneRef { run: id.clone(), target: at as u32, clone })
}

fn item(clone: &CloneRef, runs: &[ComparedRun]) -> Option<Item> {
    let run_at = runs.iter().position(|run| run.run.id == clone.run)?;
    let run = &runs[run_at];
    let target: &ComparedTarget = run.targets.get(clone.target as usize)?;
    (clone.clone < target.clones).then(|| Item {
        clone: clone.clone(),
        run_at,
        run: run.run.name.clone(),
        target: target.name.clone(),
        judged: target.judged.get(clone.clone as usize).cloned(),
        snapshots: target.snapshots.clone(),
    })
}

impl Item {
    /// `Clone 3 of ID-1`.
    pub fn title(&self) -> String {
        format!("Clone {} of {}", self.clone.clone + 1, self.target)
    }

    /// The picture at an iteration, or the nearest there is; for none the one that was judged, or the last.
    pub fn picture(&self, step: Option<u32>) -> Option<Picture> {
        if let (None, Some(judged)) = (step, &self.judged) {
            return Some(Picture::Judged(paths::file(&self.clone.run, &judged.file)));
        }
        let step = nearest(&self.snapshots, step.unwrap_or(u32::MAX))?;
        let frames = paths::snapshot(&self.clone.run, self.clone.target as usize, step);
        Some(Picture::Snapshot(format!("{frames}?slot={}", self.clone.clone)))
    }

    /// The verdict: target score, evaluation score, rank, steps.
    pub fn verdict(&self) -> Option<[(&'static str, String); 4]> {
        self.judged.as_ref().map(|judged| {
            [
                ("Target score", number::score(judged.target_score)),
                ("Evaluation score", number::score(judged.evaluation_score)),
                ("Rank", number::count(judged.evaluation_rank.into())),
                ("Steps", number::count(judged.steps.into())),
            ]
        })
    }
}

/// The letter by which a place is called: A, B, …
pub fn letter(place: usize) -> char {
    char::from(b'A' + (place % 26) as u8)
}

#[cfg(test)]
mod tests {
    use super::super::example::run;
    use super::*;

    fn clone(run: &str, target: u32, clone: u32) -> CloneRef {
        CloneRef { run: RunId(run.into()), target, clone }
    }

    #[test]
    fn a_clone_is_shown_as_judged_or_at_the_nearest_step() {
        let runs = [run("aa", &["A", "B"])];
        let items = items(&Subject::Clones(vec![clone("aa", 1, 2)]), 0, &runs);
        let item = items[0].as_ref().expect("there");
        assert_eq!(item.title(), "Clone 3 of B");
        assert_eq!(item.picture(None), Some(Picture::Judged("/api/runs/aa/files/clones/B/0002.png".into())));
        assert_eq!(item.picture(Some(7)), Some(Picture::Snapshot("/api/runs/aa/snapshots/1/5?slot=2".into())));
        assert_eq!(item.verdict().expect("judged")[2], ("Rank", "3".into()));
    }

    #[test]
    fn a_clone_that_is_not_judged_yet_is_shown_as_it_is_now() {
        let mut unfinished = run("aa", &["A"]);
        unfinished.targets[0].judged.clear();
        let items = items(&Subject::Clones(vec![clone("aa", 0, 0)]), 0, &[unfinished]);
        let item = items[0].as_ref().expect("there");
        assert_eq!(item.picture(None), Some(Picture::Snapshot("/api/runs/aa/snapshots/0/10?slot=0".into())));
        assert_eq!(item.verdict(), None);
    }

    #[test]
    fn whole_runs_show_the_attackers_choice_for_the_same_identity() {
        let runs = [run("aa", &["A", "B"]), run("bb", &["B", "C"]), run("cc", &["X", "Y"]), run("dd", &["X"])];
        let ids = runs.iter().map(|run| run.run.id.clone()).collect();
        let items = items(&Subject::Runs(ids), 1, &runs);
        let names: Vec<_> = items.iter().map(|item| item.as_ref().map(|item| item.target.as_str())).collect();
        assert_eq!(names, [Some("B"), Some("B"), Some("Y"), None], "by name, else by place, else none");
        assert_eq!(items[0].as_ref().map(|item| item.clone.clone), Some(1));
    }

    #[test]
    fn what_a_run_does_not_have_is_not_shown() {
        let runs = [run("aa", &["A"])];
        let clones = vec![clone("aa", 0, 3), clone("aa", 1, 0), clone("zz", 0, 0)];
        assert_eq!(items(&Subject::Clones(clones), 0, &runs), [None, None, None]);
    }
}
