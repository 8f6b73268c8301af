//! The paper's Table 2 with pictures: the real face, a seed, and two chosen clones of each identity.

use super::number;
use wire::report::{CloneReport, IdentityReport, Report};

/// One identity of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The identity's name.
    pub name: String,
    /// A real face, if it may be shown.
    pub real_face: Option<OwnFace>,
    /// The seed that the attacker's choice started from.
    pub seed: Option<Cell>,
    /// The clone with the highest target score.
    pub attacker: Option<Cell>,
    /// The clone with the best verdict of the evaluation recognizer.
    pub oracle: Option<Cell>,
    /// Whether both choices are the same clone.
    pub same_choice: bool,
}

/// A picture of the identity itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnFace {
    /// Relative to the run's folder.
    pub file: String,
    /// Its scores, if it was judged.
    pub figures: Option<Cell>,
}

/// A picture and its three figures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Index of the clone.
    pub clone: usize,
    /// Relative to the run's folder.
    pub file: String,
    /// Target score.
    pub target_score: String,
    /// Evaluation score.
    pub evaluation_score: String,
    /// Rank by the evaluation recognizer.
    pub rank: u32,
}

impl Cell {
    fn at(images: &[CloneReport], index: usize) -> Option<Self> {
        images.get(index).map(|image| Self {
            clone: index,
            file: image.file.clone(),
            target_score: number::score(image.target_score),
            evaluation_score: number::score(image.evaluation_score),
            rank: image.evaluation_rank,
        })
    }
}

/// The rows, in the order of the report.
pub fn rows(report: &Report) -> Vec<Row> {
    report.identities.iter().map(row).collect()
}

fn row(identity: &IdentityReport) -> Row {
    let (attacker, oracle) = (identity.attacker_choice as usize, identity.oracle_choice as usize);
    Row {
        name: identity.name.clone(),
        real_face: own_face(identity),
        // A seed that is withheld has no file.
        seed: Cell::at(&identity.seed.seeds, attacker).filter(|seed| !seed.file.is_empty()),
        attacker: Cell::at(&identity.clones, attacker),
        oracle: Cell::at(&identity.clones, oracle),
        same_choice: attacker == oracle,
    }
}

fn own_face(identity: &IdentityReport) -> Option<OwnFace> {
    let photographs = identity.photographs.as_ref().map_or(&[][..], |found| &found.photographs);
    identity.real_faces.first().map(|file| OwnFace { file: file.clone(), figures: Cell::at(photographs, 0) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::example;

    #[test]
    fn a_row_shows_the_seed_of_the_attackers_choice_and_both_choices() {
        let rows = rows(&example::report(&[("A", &[3, 1, 2])]));
        let attacker = rows[0].attacker.as_ref().expect("attacker's choice");
        let oracle = rows[0].oracle.as_ref().expect("oracle's choice");
        assert_eq!((attacker.clone, attacker.rank, oracle.clone, oracle.rank), (2, 2, 1, 1));
        assert_eq!(rows[0].seed.as_ref().expect("seed").file, "seeds/A/0002.png");
        assert_eq!((oracle.target_score.as_str(), oracle.evaluation_score.as_str()), ("0.910", "0.800"));
        assert!(!rows[0].same_choice);
        let own_face = rows[0].real_face.as_ref().expect("a face");
        assert_eq!(own_face.figures.as_ref().map(|figures| figures.rank), Some(1));
    }

    #[test]
    fn an_identity_without_clones_leaves_its_cells_empty() {
        let rows = rows(&example::report(&[("A", &[])]));
        assert_eq!((rows[0].seed.as_ref(), rows[0].oracle.as_ref()), (None, None));
    }
}
