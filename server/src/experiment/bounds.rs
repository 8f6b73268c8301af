//! Bounds on what a run comes to in all: each setting may be fine, and their product take years or fill a disk.

use super::drawing::pictures;
use view_model::number::count;
use wire::experiment::{AttackConfig, ExperimentConfig, SplitConfig, SyntheticFaces};
use wire::run::Problem;

/// Clones of all targets: each is a file, and a row of the report.
const CLONES: u64 = 200_000;

/// Clones times steps, of all targets: two months on two cores.
const CLONE_STEPS: u64 = 20_000_000_000;

/// Snapshots of all targets: each is a point of the curves that every viewer is sent.
const SNAPSHOTS: u64 = 50_000;

/// Pictures in all snapshots: more than a hundred gigabytes.
const KEPT_PICTURES: u64 = 20_000_000;

/// Pictures of drawn people: twenty minutes on two cores, ten gigabytes.
const DRAWN: u64 = 500_000;

/// How many targets there are.
pub fn targets(split: &SplitConfig) -> u64 {
    if split.target_names.is_empty() { split.targets.into() } else { split.target_names.len() as u64 }
}

/// How many people the target recognizer is trained to know.
pub fn registered(split: &SplitConfig) -> u64 {
    let others = &split.target_other_names;
    targets(split) + if others.is_empty() { split.target_others.into() } else { others.len() as u64 }
}

/// How many snapshots are kept of each target at most: the first, each that is due, the last.
pub fn snapshots(attack: &AttackConfig) -> u64 {
    u64::from(attack.max_steps.div_ceil(attack.snapshot_every.max(1))) + 1
}

/// What a configuration asks too much of.
pub fn excesses(config: &ExperimentConfig) -> Vec<Problem> {
    let (attack, targets) = (&config.attack, targets(&config.split).max(1));
    let drawn = config.faces.synthetic.as_ref().and_then(of_drawing);
    drawn.into_iter().chain(of_attack(attack, targets)).collect()
}

fn of_drawing(drawn: &SyntheticFaces) -> Option<Problem> {
    let all = pictures(drawn);
    let message = || {
        format!(
            "{} pictures would be drawn in all, and at most {} can be: give fewer people, or fewer pictures of each",
            count(all),
            count(DRAWN)
        )
    };
    (all > DRAWN).then(|| problem("faces.synthetic.images", message()))
}

/// The first bound that is exceeded; lowering one setting changes the other bounds, so only one is reported.
fn of_attack(attack: &AttackConfig, targets: u64) -> Option<Problem> {
    let (clones, steps) = (u64::from(attack.clones).max(1), u64::from(attack.max_steps).max(1));
    let of = format!("of {} targets", count(targets));
    let all = clones * targets;
    if all > CLONES {
        let fit = CLONES / targets;
        let all = format!(
            "{} clones {of} are {} in all, and at most {} can be made",
            count(clones),
            count(all),
            count(CLONES)
        );
        return Some(problem("attack.clones", format!("{all}: give at most {}, or fewer targets", count(fit))));
    }
    if all.saturating_mul(steps) > CLONE_STEPS {
        let fit = CLONE_STEPS / all;
        let message = format!(
            "{} steps of {} clones {of} would take months: give at most {}, or fewer clones",
            count(steps),
            count(clones),
            count(fit)
        );
        return Some(problem("attack.max_steps", message));
    }
    let (each, most) = (snapshots(attack), (SNAPSHOTS / targets).min(KEPT_PICTURES / all));
    (each > most).then(|| {
        let at_least = steps.div_ceil(most.saturating_sub(1).max(1));
        let message = format!(
            "{} snapshots of {} clones {of} would be kept, {} pictures in all, and at most {} of each target can be: give \
             {} or more",
            count(each),
            count(clones),
            count(each * all),
            count(most),
            count(at_least)
        );
        problem("attack.snapshot_every", message)
    })
}

fn problem(field: &str, message: String) -> Problem {
    Problem { field: field.into(), message }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn excess(change: impl FnOnce(&mut ExperimentConfig)) -> Option<(String, String)> {
        let mut config = ExperimentConfig::default();
        change(&mut config);
        let mut found = excesses(&config);
        assert!(found.len() < 2, "{found:?}");
        found.pop().map(|problem| (problem.field, problem.message))
    }

    /// Ten million drawn pictures were once announced as 27 seconds.
    #[test]
    fn an_excessive_total_names_a_field_and_a_value_that_fits() {
        assert_eq!(excess(|_| ()), None);
        let drawn = SyntheticFaces { identities: 10_000, images: 1000, public: 0, seed: 1 };
        let (field, message) = excess(|config| config.faces.synthetic = Some(drawn)).expect("too many");
        assert!(field == "faces.synthetic.images" && message.contains("10,000,000"), "{message}");
        let many = |config: &mut ExperimentConfig| (config.split.targets, config.attack.clones) = (1000, 10_000);
        let (field, message) = excess(many).expect("too many");
        assert!(field == "attack.clones" && message.contains("give at most 200,"), "{message}");
        let long = |config: &mut ExperimentConfig| {
            (config.attack.clones, config.attack.max_steps) = (10_000, 1_000_000);
        };
        let (field, message) = excess(long).expect("too long");
        assert!(field == "attack.max_steps" && message.contains("give at most 400,000,"), "{message}");
    }

    #[test]
    fn an_interval_of_snapshots_that_is_said_to_do_does() {
        let ask = |every: u32| {
            move |config: &mut ExperimentConfig| {
                (config.attack.clones, config.attack.max_steps) = (1000, 20_000);
                config.attack.snapshot_every = every;
            }
        };
        let (field, message) = excess(ask(1)).expect("too many");
        assert_eq!(field, "attack.snapshot_every");
        let said = message.rsplit_once("give ").and_then(|(_, rest)| rest.split(' ').next()).expect("a number");
        let said: u32 = said.replace(',', "").parse().expect("a number");
        assert_eq!(excess(ask(said)), None, "{message}");
        assert!(excess(ask(said - 1)).is_some(), "{message}");
    }
}
