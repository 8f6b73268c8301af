//! Whether the judge is independent of the recognizer under attack: other weights, trained on other people apart from
//! the targets.

use super::faces::Faces;
use super::folder::RunFolder;
use super::network_file::is_unregistered;
use super::plan::Plan;
use super::role::Role;
use super::weights::{SAME_WEIGHTS, weights};
use anyhow::{Result, bail};
use engine::recognizer::artifact::read_description;
use std::collections::BTreeSet;

/// Most names listed one by one.
const NAMED: usize = 5;

/// Facts about a recognizer that are known before it is ready.
#[derive(Clone, Debug, Default)]
struct RecognizerFacts {
    classes: Vec<String>,
    /// Hash of its weights; `None` if it is yet to be trained.
    weights: Option<String>,
}

impl RecognizerFacts {
    fn of(role: Role, plan: &Plan, faces: &Faces, folder: &RunFolder) -> Result<Self> {
        let here = role.present(folder).map(|file| folder.path(&file));
        let Some(file) = here.or_else(|| plan.loaded(role)) else {
            return Ok(Self { classes: role.classes(&faces.split), weights: None });
        };
        if is_unregistered(&file) {
            return Ok(Self { classes: role.classes(&faces.split), weights: weights(&file) });
        }
        Ok(Self { classes: read_description(&file)?.classes().to_vec(), weights: weights(&file) })
    }
}

/// Refuses a judge that is not independent, before anything is trained; returns a note about one that is only partly
/// so.
pub fn check(plan: &Plan, faces: &Faces, folder: &RunFolder) -> Result<Option<String>> {
    let known = |role| RecognizerFacts::of(role, plan, faces, folder);
    let (target, evaluation) = (known(Role::Target)?, known(Role::Evaluation)?);
    let mut others = vec![evaluation.weights.clone()];
    for (at, name) in plan.judges().iter().enumerate() {
        let judge = known(Role::Judge(at))?;
        further(name, &judge, &target, &others)?;
        others.push(judge.weights);
    }
    judge(&target, &evaluation, &faces.split.targets)
}

/// A further judge has other weights than the recognizer under attack, and than the `others` that judge.
fn further(name: &str, judge: &RecognizerFacts, target: &RecognizerFacts, others: &[Option<String>]) -> Result<()> {
    if judge.weights.is_some() && judge.weights == target.weights {
        bail!("recognizers.judges: {name}: {SAME_WEIGHTS}");
    }
    if judge.weights.is_some() && others.contains(&judge.weights) {
        bail!("recognizers.judges: {name} has the weights of another judge; name each judge once");
    }
    Ok(())
}

/// The rule: neither the same weights nor exactly the same people; and of the people beyond the targets that one knows,
/// the other knows at most half.
fn judge(target: &RecognizerFacts, evaluation: &RecognizerFacts, targets: &[String]) -> Result<Option<String>> {
    if target.weights.is_some() && target.weights == evaluation.weights {
        bail!("recognizers.evaluation: {SAME_WEIGHTS}");
    }
    let beyond = |known: &RecognizerFacts| -> BTreeSet<String> {
        known.classes.iter().filter(|name| !targets.contains(name)).cloned().collect()
    };
    let (of_target, of_evaluation) = (beyond(target), beyond(evaluation));
    let shared: Vec<&str> = of_target.intersection(&of_evaluation).map(String::as_str).collect();
    let fewer = of_target.len().min(of_evaluation.len());
    let words = || {
        let (count, all) = (shared.len(), of_evaluation.len());
        let names = shared[..count.min(NAMED)].join(", ");
        let more = if count > NAMED { " and others" } else { "" };
        format!(
            "of the {all} people whom the evaluation recognizer knows beyond the targets, the recognizer under attack \
                 knows {count} as well ({names}{more})"
        )
    };
    if of_target.is_empty() && of_evaluation.is_empty() {
        bail!("recognizers.evaluation: both recognizers know the targets and nobody else. {REMEDY}");
    }
    if 2 * shared.len() > fewer {
        bail!("recognizers.evaluation: {}. {REMEDY}", words());
    }
    Ok((!shared.is_empty()).then(|| format!("{}: it is a less independent judge for that.", capital(&words()))))
}

/// The advice after each refusal.
const REMEDY: &str = "An independent judge has learned from other people, beside the targets: give recognizers that share \
                      hardly more than the targets, or have one of them trained on others, whom split.target_other_names \
                      or split.evaluation_other_names can name";

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(classes: &[&str], weights: &str) -> RecognizerFacts {
        let weights = Some(weights.to_owned()).filter(|weights| !weights.is_empty());
        RecognizerFacts { classes: classes.iter().map(|name| (*name).to_owned()).collect(), weights }
    }

    /// The message about two recognizers with the targets Ada and Bob.
    fn check(target: RecognizerFacts, evaluation: RecognizerFacts) -> Result<Option<String>, String> {
        judge(&target, &evaluation, &["Ada".into(), "Bob".into()]).map_err(|error| error.to_string())
    }

    #[test]
    fn a_judge_that_knows_others_beside_the_targets_is_independent() {
        assert_eq!(check(known(&["Ada", "Bob", "Cyd"], "1"), known(&["Ada", "Bob", "Dan"], "2")), Ok(None));
        assert_eq!(check(known(&["Ada", "Bob", "Cyd"], ""), known(&["Ada", "Bob", "Dan"], "")), Ok(None));
        assert_eq!(check(known(&["Ada", "Bob", "Cyd"], "1"), known(&["Ada", "Bob"], "2")), Ok(None));
    }

    #[test]
    fn the_same_weights_and_the_same_people_are_refused() {
        let refused = |target, evaluation| check(target, evaluation).expect_err("refused");
        let same = refused(known(&["Ada", "Bob", "Cyd"], "1"), known(&["Ada", "Bob", "Dan"], "1"));
        assert!(same.contains("same weights"), "{same}");
        let people = refused(known(&["Ada", "Bob", "Cyd"], "1"), known(&["Ada", "Bob", "Cyd"], "2"));
        assert!(people.contains("of the 1 people") && people.contains("1 as well (Cyd)"), "{people}");
        let targets = refused(known(&["Ada", "Bob"], "1"), known(&["Ada", "Bob"], "2"));
        assert!(targets.contains("nobody else"), "{targets}");
        // A recognizer that is trained here on people known to a loaded one.
        let most = refused(
            known(&["Ada", "Bob", "C", "D", "E", "F", "G", "H"], "1"),
            known(&["Ada", "Bob", "C", "D", "X"], ""),
        );
        assert!(most.contains("(C, D)"), "{most}");
    }

    #[test]
    fn a_few_shared_people_are_reported() {
        let said = check(known(&["Ada", "C", "D", "E", "F"], "1"), known(&["Ada", "C", "X", "Y", "Z"], "2"));
        let said = said.expect("allowed").expect("told");
        assert!(said.starts_with("Of the 4 people") && said.contains("1 as well (C)"), "{said}");
    }
}
