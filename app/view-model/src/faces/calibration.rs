//! A check of an embedding network in words.

use crate::chart::{Colour, Distribution};
use crate::number::{percent, score};
use wire::calibration::{Calibration, TriedPreprocessing};

/// From this difference of AUC on, a better preprocessing than the stated one is named.
const CLEARLY_BETTER: f64 = 0.03;

/// Below this AUC, a network does hardly better than chance.
const NEAR_CHANCE: f64 = 0.6;

/// What a check says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalibrationWords {
    /// The result in a sentence.
    pub headline: String,
    /// What to look into; empty if nothing is doubtful.
    pub warning: String,
    /// The columns of [`Self::rows`].
    pub columns: [&'static str; 7],
    /// Every preprocessing that was tried, the best first.
    pub rows: Vec<[String; 7]>,
}

impl CalibrationWords {
    /// The words; `None` if nothing was tried.
    pub fn of(calibration: &Calibration) -> Option<Self> {
        let best = calibration.tried.first()?;
        let headline = format!(
            "Of {} photographs of {} people ({}), those of the same person are more alike than those of two people in {} of \
             comparisons, with {}.",
            calibration.photographs,
            calibration.people,
            calibration.faces,
            percent(best.auc),
            words(best)
        );
        Some(Self {
            headline,
            warning: warning(calibration, best),
            columns: ["Crop", "Channels", "Values", "AUC", "Accepted at 1 %", "At 0.1 %", "Nearest is the same"],
            rows: calibration.tried.iter().map(row).collect(),
        })
    }
}

fn words(tried: &TriedPreprocessing) -> String {
    format!("{}, {} and values {}", tried.crop, tried.channels, tried.values)
}

fn row(tried: &TriedPreprocessing) -> [String; 7] {
    let [at_1, at_01] = tried.true_accepts.map(percent);
    let TriedPreprocessing { crop, channels, values, auc, nearest, .. } = tried;
    [crop.clone(), channels.clone(), values.clone(), score(*auc), at_1, at_01, percent(*nearest)]
}

fn warning(calibration: &Calibration, best: &TriedPreprocessing) -> String {
    if best.auc < NEAR_CHANCE {
        return "Nothing is much better than chance. Is it a recognizer of faces, and are the faces framed as usual?"
            .into();
    }
    let stated = calibration.stated.and_then(|at| calibration.tried.get(at as usize));
    let Some(stated) = stated.filter(|stated| best.auc - stated.auc > CLEARLY_BETTER) else { return String::new() };
    let mut questions = Vec::new();
    if stated.channels != best.channels {
        questions.push("are red and blue swapped?".into());
    }
    if stated.values != best.values {
        questions.push(format!("are values {} expected?", best.values));
    }
    if stated.crop != best.crop {
        questions.push(format!("is {} expected?", best.crop));
    }
    format!(
        "The description states {}, which does clearly worse (AUC {}): {}",
        words(stated),
        score(stated.auc),
        questions.join(" ")
    )
}

/// Pairs of the same person in colour and of two people in grey, for a preprocessing.
pub fn picture(tried: &TriedPreprocessing) -> Distribution {
    Distribution {
        same: tried.same.clone(),
        strangers: tried.others.clone(),
        clones: Vec::new(),
        seeds: Vec::new(),
        thresholds: Vec::new(),
        colour: Colour::Series(0),
    }
}

/// The picture in words.
pub fn picture_words(tried: &TriedPreprocessing) -> String {
    let mean = |bins: &[u32]| {
        let count: u32 = bins.iter().sum();
        let middle = |bin: usize| 2.0 * (bin as f64 + 0.5) / bins.len().max(1) as f64 - 1.0;
        let sum: f64 = bins.iter().enumerate().map(|(bin, pairs)| middle(bin) * f64::from(*pairs)).sum();
        score(sum / f64::from(count.max(1)))
    };
    format!(
        "Cosines of pairs of photographs: about {} on average for the same person, {} for two people",
        mean(&tried.same),
        mean(&tried.others)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tried(auc: f64, channels: &str, values: &str) -> TriedPreprocessing {
        let (crop, channels, values) = ("ArcFace's crop".into(), channels.into(), values.into());
        TriedPreprocessing { crop, channels, values, auc, same: vec![0, 4], others: vec![3, 1], ..Default::default() }
    }

    fn calibration(stated: Option<u32>) -> Calibration {
        let tried = vec![tried(0.99, "red first", "from 0 to 255"), tried(0.8, "blue first", "from -1 to 1")];
        Calibration { faces: "Staff".into(), people: 12, photographs: 48, tried, stated }
    }

    #[test]
    fn what_is_stated_and_does_clearly_worse_is_doubted() {
        let words = CalibrationWords::of(&calibration(Some(1))).expect("words");
        assert!(words.headline.contains("99.0\u{a0}%") && words.headline.contains("red first"), "{}", words.headline);
        assert_eq!(
            words.warning,
            "The description states ArcFace's crop, blue first and values from -1 to 1, which does clearly worse (AUC 0.800): \
             are red and blue swapped? are values from 0 to 255 expected?"
        );
        for fine in [Some(0), None] {
            assert_eq!(CalibrationWords::of(&calibration(fine)).expect("words").warning, "");
        }
    }

    #[test]
    fn what_does_no_better_than_chance_is_doubted() {
        let mut chance = calibration(None);
        chance.tried[0].auc = 0.52;
        assert!(
            CalibrationWords::of(&chance).expect("words").warning.starts_with("Nothing is much better than chance")
        );
        assert_eq!(CalibrationWords::of(&Calibration::default()), None);
    }

    #[test]
    fn the_picture_is_told_in_words() {
        let said = picture_words(&tried(0.9, "", ""));
        assert_eq!(
            said,
            "Cosines of pairs of photographs: about 0.500 on average for the same person, -0.250 for two people"
        );
    }
}
