//! Reasons, known before a run, that rule out a verdict on it.
//!
//! Whether training diverges, and how a judge does on held-out images, is known only afterwards. How many people the
//! recognizers know, and how good a loaded judge is, is in the configuration and in their descriptions.

use super::bounds::registered;
use engine::recognizer::artifact::Description;
use view_model::verdict::forewarning;
use wire::experiment::ExperimentConfig;
use wire::run::Problem;
use wire::verdict::Obstacle;

/// Reasons that will rule out a verdict, each at the field that decides it. `loaded` describes the target recognizer
/// and the judge if they are loaded and can be described.
pub fn foreseen(config: &ExperimentConfig, loaded: [Option<&Description>; 2]) -> Vec<Problem> {
    let [target, judge] = loaded;
    let recognizers = &config.recognizers;
    let (split, is_given) = (&config.split, !recognizers.target.is_empty() || recognizers.kept_target.is_some());
    let classes = match target {
        Some(description) if !description.classes().is_empty() => Some(description.classes().len() as u32),
        None if is_given => None,
        // Whoever is not registered yet will be.
        _ => Some(u32::try_from(registered(split)).unwrap_or(u32::MAX)),
    };
    let field_of = |kept: bool, kept_field, file_field| if kept { kept_field } else { file_field };
    let of_target = match (is_given, split.target_other_names.is_empty()) {
        (true, _) => field_of(recognizers.kept_target.is_some(), "recognizers.kept_target", "recognizers.target"),
        (false, true) => "split.target_others",
        (false, false) => "split.target_other_names",
    };
    let of_judge =
        field_of(recognizers.kept_evaluation.is_some(), "recognizers.kept_evaluation", "recognizers.evaluation");
    let few = classes.and_then(Obstacle::few_identities).map(|obstacle| (of_target, obstacle));
    let weak = judge.and_then(|judge| Obstacle::weak_judge(judge.accuracy()?, judge.classes().len() as u32));
    let weak = weak.map(|obstacle| (of_judge, obstacle));
    let problem = |(field, obstacle): (&str, Obstacle)| Problem { field: field.into(), message: forewarning(obstacle) };
    weak.into_iter().chain(few).map(problem).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use engine::recognizer::Architecture;
    use engine::recognizer::artifact::{Normalisation, PaperDescription};
    use wire::verdict::FEWEST_IDENTITIES;

    fn split(targets: u32, others: u32) -> ExperimentConfig {
        let mut config = ExperimentConfig::default();
        (config.split.targets, config.split.target_others) = (targets, others);
        config
    }

    fn known(classes: u32, accuracy: Option<f64>) -> Description {
        Description::Paper(PaperDescription {
            version: PaperDescription::VERSION,
            architecture: Architecture { input: 8, convolutions: vec![], hidden: vec![4], classes: classes as usize },
            classes: (0..classes).map(|class| class.to_string()).collect(),
            normalisation: Normalisation::None,
            training: None,
            accuracy,
            sha256: String::new(),
        })
    }

    fn fields(config: &ExperimentConfig, loaded: [Option<&Description>; 2]) -> Vec<String> {
        foreseen(config, loaded).into_iter().map(|problem| problem.field).collect()
    }

    #[test]
    fn a_split_that_registers_too_few_people_is_told_before_the_run() {
        assert_eq!(fields(&split(5, FEWEST_IDENTITIES - 5), [None, None]), [""; 0]);
        let found = foreseen(&split(5, FEWEST_IDENTITIES - 6), [None, None]);
        assert_eq!(found[0].field, "split.target_others");
        assert!(found[0].message.contains("knows only 9 people"), "{found:?}");
        let mut named = split(5, 30);
        named.split.target_other_names = vec!["Ada".into()];
        assert_eq!(fields(&named, [None, None]), ["split.target_other_names"], "names count, not the number");
    }

    #[test]
    fn a_recognizer_that_is_loaded_is_counted_by_its_description() {
        let mut config = split(5, 0);
        config.recognizers.target = "target.safetensors".into();
        assert_eq!(fields(&config, [None, None]), [""; 0], "it cannot be described: nothing is known");
        assert_eq!(fields(&config, [Some(&known(9, None)), None]), ["recognizers.target"]);
        assert_eq!(fields(&config, [Some(&known(10, None)), None]), [""; 0]);
    }

    #[test]
    fn a_judge_that_is_known_to_be_weak_is_told_before_the_run() {
        let mut config = split(5, 30);
        config.recognizers.evaluation = "judge.safetensors".into();
        for (accuracy, told) in [(None, 0), (Some(0.5), 0), (Some(0.34), 1)] {
            assert_eq!(fields(&config, [None, Some(&known(35, accuracy))]).len(), told, "{accuracy:?}");
        }
    }
}
