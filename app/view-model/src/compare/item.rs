//! The clones shown side by side, and the picture of each.

use super::subject::{CloneRef, Subject};
use super::timeline::nearest;
use crate::{number, paths};
use wire::compare::{ComparedRun, ComparedTarget};
use wire::report::CloneReport;
use wire::run::RunId;

/// A clone shown.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// The clone.
    pub clone: CloneRef,
    /// Index of its run among those compared.
    pub run_at: usize,
    /// The run's name.
    pub run: String,
    /// The target identity's name.
    pub target: String,
    /// Its scores, once judged.
    pub judged: Option<CloneReport>,
    /// Iterations with snapshots.
    pub snapshots: Vec<u32>,
    /// The requested target, if this is a different person because the run did not attack that target.
    pub instead_of: Option<String>,
}

/// A picture of a clone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Picture {
    /// The file that was judged.
    Judged(String),
    /// The frames of a snapshot of it.
    Snapshot(String),
}

/// The clones shown, in the order of the subject; `None` if the run has no such clone. For whole runs, the attacker's
/// choice for the target at index `target` of [`target_names`]. A run that did not attack that target shows its own
/// target at the same index, with [`Item::instead_of`] set.
pub fn items(subject: &Subject, target: usize, runs: &[ComparedRun]) -> Vec<Option<Item>> {
    match subject {
        Subject::Clones(clones) => clones.iter().map(|clone| item(clone, runs)).collect(),
        Subject::Runs(ids) => {
            let names = target_names(runs);
            let name = names.get(target).map(String::as_str);
            let one = |id: &RunId| {
                let item = item(&choice(id, name, target, runs)?, runs)?;
                let instead_of = name.filter(|name| *name != item.target).map(str::to_owned);
                Some(Item { instead_of, ..item })
            };
            ids.iter().map(one).collect()
        }
    }
}

/// The targets of all runs, each once, those of the first run first.
pub fn target_names(runs: &[ComparedRun]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for target in runs.iter().flat_map(|run| &run.targets) {
        if !names.contains(&target.name) {
            names.push(target.name.clone());
        }
    }
    names
}

/// A warning if the runs do not attack the same people, with the targets that all of them have.
pub fn different_people(runs: &[ComparedRun]) -> Option<String> {
    let names = target_names(runs);
    let has = |run: &ComparedRun, name: &String| run.targets.iter().any(|target| target.name == *name);
    let shared: Vec<&str> =
        names.iter().filter(|name| runs.iter().all(|run| has(run, name))).map(String::as_str).collect();
    // A run whose targets are not drawn yet has nothing to compare.
    if shared.len() == names.len() || runs.iter().any(|run| run.targets.is_empty()) {
        return None;
    }
    let which = match &shared[..] {
        [] => "no target is in all of them".into(),
        shared => format!("all have only {}", shared.join(", ")),
    };
    Some(format!("These runs attack different people: {which}. Figures differ by that, too."))
}

/// The attacker's choice for the target of this name, or at this index.
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
        instead_of: None,
    })
}

impl Item {
    /// `Clone 3 of ID-1`.
    pub fn title(&self) -> String {
        format!("Clone {} of {}", self.clone.clone + 1, self.target)
    }

    /// A warning if this is a different person from the requested target.
    pub fn warning(&self) -> Option<String> {
        let asked = self.instead_of.as_ref()?;
        Some(format!("A different person: this run did not attack {asked}."))
    }

    /// The picture nearest to an iteration; for `None`, the judged picture, or the last one.
    pub fn picture(&self, step: Option<u32>) -> Option<Picture> {
        if let (None, Some(judged)) = (step, &self.judged) {
            return Some(Picture::Judged(paths::file(&self.clone.run, &judged.file)));
        }
        let step = nearest(&self.snapshots, step.unwrap_or(u32::MAX))?;
        let frames = paths::snapshot(&self.clone.run, self.clone.target as usize, step);
        Some(Picture::Snapshot(format!("{frames}?slot={}", self.clone.clone)))
    }

    /// The scores: target score, evaluation score, rank, steps.
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

/// The letter of a place: A, B, …
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

    /// Clones of different people were once shown side by side without a warning.
    #[test]
    fn another_person_is_said_to_be_one() {
        let runs = [run("aa", &["A", "B"]), run("bb", &["C", "A"])];
        let ids: Vec<_> = runs.iter().map(|run| run.run.id.clone()).collect();
        let warnings = |target| {
            let items = items(&Subject::Runs(ids.clone()), target, &runs);
            items.into_iter().map(|item| item.and_then(|item| item.warning())).collect::<Vec<_>>()
        };
        assert_eq!(warnings(0), [None, None], "both attack A");
        assert_eq!(warnings(1)[1].as_deref(), Some("A different person: this run did not attack B."));
        assert_eq!(target_names(&runs), ["A", "B", "C"]);
        assert_eq!(warnings(2), [None, None], "the first run has no third target");
        let said = different_people(&runs).expect("they differ");
        assert!(said.contains("all have only A."), "{said}");
        assert_eq!(different_people(&[run("aa", &["A", "B"]), run("bb", &["B", "A"])]), None);
        assert!(
            different_people(&[run("aa", &["A"]), run("bb", &["B"])]).is_some_and(|said| said.contains("no target"))
        );
    }

    #[test]
    fn what_a_run_does_not_have_is_not_shown() {
        let runs = [run("aa", &["A"])];
        let clones = vec![clone("aa", 0, 3), clone("aa", 1, 0), clone("zz", 0, 0)];
        assert_eq!(items(&Subject::Clones(clones), 0, &runs), [None, None, None]);
    }
}
