//! Words of the gallery.

use crate::number::{counted, percent, score};
use wire::experiment::{Objective, Preset};
use wire::gallery::{GalleryItem, HumanFigures, filter};

/// Values and labels of the sort orders.
pub const SORTS: [(&str, &str); 8] = [
    ("newest", "newest first"),
    ("oldest", "oldest first"),
    ("evaluation-score", "evaluation score"),
    ("target-score", "target score"),
    ("rank", "rank"),
    ("similarity", "similarity, by people"),
    ("recognition", "recognition, by people"),
    ("naturalness", "naturalness, by people"),
];

/// A range in the filters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RangeField {
    /// Names of its fields.
    pub names: [&'static str; 2],
    /// Its label.
    pub label: &'static str,
    /// The kind of its fields: `number` or `date`.
    pub kind: &'static str,
    /// The maximum; empty for dates.
    pub most: &'static str,
}

/// The ranges.
pub const RANGES: [RangeField; 6] = [
    RangeField { names: filter::EVALUATION_SCORE, label: "Evaluation score", kind: "number", most: "1" },
    RangeField { names: filter::TARGET_SCORE, label: "Target score", kind: "number", most: "1" },
    RangeField { names: filter::SIMILARITY, label: "Similarity by people, %", kind: "number", most: "100" },
    RangeField { names: filter::RECOGNITION, label: "Recognition by people, %", kind: "number", most: "100" },
    RangeField { names: filter::NATURALNESS, label: "Naturalness by people, %", kind: "number", most: "100" },
    RangeField { names: filter::DATE, label: "Published, UTC", kind: "date", most: "" },
];

/// The method of a clone, in a few words.
pub fn method(preset: Preset, objective: Objective) -> String {
    format!("{}, {}", preset.choice().value, objective.choice().label)
}

/// Human scores of a clone, with names, as far as people were asked.
pub fn human(figures: HumanFigures) -> Vec<(&'static str, String)> {
    let HumanFigures { similarity, recognition, naturalness } = figures;
    let all = [("Similarity", similarity), ("Recognised", recognition), ("Naturalness", naturalness)];
    all.into_iter().filter_map(|(name, figure)| Some((name, percent(figure? / 100.0)))).collect()
}

/// The label of a clone's card for screen readers.
pub fn card_label(item: &GalleryItem) -> String {
    format!("Clone {} of {}", item.clone, item.target)
}

/// The scores of a clone in a line.
pub fn scores(item: &GalleryItem) -> String {
    format!(
        "evaluation {}, target {}, rank {}",
        score(item.evaluation_score),
        score(item.target_score),
        item.evaluation_rank
    )
}

/// The number of clones, in words.
pub fn count(total: u64, is_filtered: bool, sort: &str) -> String {
    let all = counted(total, "clone");
    let judged = matches!(sort, "similarity" | "recognition" | "naturalness");
    match (is_filtered, judged) {
        (_, true) => format!("{all} that people judged"),
        (true, false) => format!("{all} match"),
        (false, false) => all,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn in_json<T: serde::Serialize>(value: T) -> String {
        serde_json::to_value(value).expect("JSON").as_str().expect("text").to_owned()
    }

    #[test]
    fn values_in_the_form_are_those_that_the_server_knows() {
        use wire::gallery::GallerySort::*;
        let sorts = [Newest, Oldest, EvaluationScore, TargetScore, Rank, Similarity, Recognition, Naturalness];
        assert_eq!(SORTS.map(|(value, _)| value.to_owned()), sorts.map(in_json));
    }

    #[test]
    fn only_what_people_were_asked_is_said() {
        let figures = HumanFigures { similarity: Some(62.5), recognition: None, naturalness: Some(0.0) };
        let said = human(figures);
        assert_eq!(said, [("Similarity", "62.5\u{a0}%".to_owned()), ("Naturalness", "0\u{a0}%".to_owned())]);
        assert_eq!(human(HumanFigures::default()), []);
    }

    #[test]
    fn the_count_says_of_what() {
        assert_eq!(count(1, false, ""), "1 clone");
        assert_eq!(count(1200, true, "rank"), "1,200 clones match");
        assert_eq!(count(3, false, "similarity"), "3 clones that people judged");
    }
}
