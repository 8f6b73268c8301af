//! Which raters to leave out, and why.
//!
//! Each rule is a function with its own thresholds; it returns every rater's figures and, where they pass a threshold,
//! a [`Reason`]. [`screen`] applies several at once. Every rule is applied once, to the ratings of all raters:
//! repeating it on the remaining ones would end with raters who agree because nobody else is left.
//!
//! The defaults were set by simulation (`cargo run -p effigy-engine --example screening`), before any rater was seen.
//! Write down the thresholds of a study before it starts.

mod agreement;
mod bt500;
mod consensus;
mod inverted;
mod one_choice;
mod reason;
mod straight_line;

pub use agreement::{Agreement, AgreementFigures, disagreeing};
pub use bt500::{Bt500, Bt500Figures, Deviation, erratic};
pub use inverted::{Inverted, InvertedFigures, inverted};
pub use one_choice::{one_answer, one_place};
pub use reason::Reason;
pub use straight_line::{StraightLine, StraightLineFigures, straight_liners};

use super::Ratings;

/// The rules to apply; `None` skips one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Screening {
    /// Raters who always answer the same.
    pub straight_line: Option<StraightLine>,
    /// Raters who use the scale upside down.
    pub inverted: Option<Inverted>,
    /// Raters whose ratings disagree with those of the others.
    pub agreement: Option<Agreement>,
    /// Raters who often deviate far in both directions.
    pub bt500: Option<Bt500>,
}

impl Default for Screening {
    /// All rules except BT.500's, which is made for panels whose members all try: in a simulated crowd it misses raters
    /// who always answer the same and half of those who click at random or use the scale upside down, and where all
    /// raters are honest but not equally careful it loses one in twenty.
    fn default() -> Self {
        Self {
            straight_line: Some(StraightLine::default()),
            inverted: Some(Inverted::default()),
            agreement: Some(Agreement::default()),
            bt500: None,
        }
    }
}

/// The reasons to leave each rater out, in order of raters; empty for raters to keep.
pub fn screen(ratings: &Ratings, screening: &Screening) -> Vec<Vec<Reason>> {
    let mut reasons = vec![Vec::new(); ratings.raters()];
    let mut add = |found: Vec<Option<Reason>>| {
        reasons.iter_mut().zip(found).for_each(|(reasons, reason)| reasons.extend(reason));
    };
    if let Some(rule) = &screening.straight_line {
        add(straight_liners(ratings, rule).into_iter().map(|figures| figures.reason).collect());
    }
    if let Some(rule) = &screening.inverted {
        add(inverted(ratings, rule).into_iter().map(|figures| figures.reason).collect());
    }
    if let Some(rule) = &screening.agreement {
        add(disagreeing(ratings, rule).into_iter().map(|figures| figures.reason).collect());
    }
    if let Some(rule) = &screening.bt500 {
        add(erratic(ratings, rule).into_iter().map(|figures| figures.reason).collect());
    }
    reasons
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_is_left_out_for_its_reason_and_nobody_else() {
        let truth = [1.0, 2.0, 3.0, 4.0, 5.0, 1.0, 2.0, 3.0, 4.0, 5.0, 2.0, 4.0];
        let mut table: Vec<Vec<Option<f64>>> = vec![truth.map(Some).to_vec(); 5];
        table.push(vec![Some(3.0); 12]);
        table.push(truth.map(|rating| Some(6.0 - rating)).to_vec());
        table.push(vec![None; 12]);
        let ratings = Ratings::new(table).expect("a table");
        let found = screen(&ratings, &Screening::default());
        assert!(found[..5].iter().all(Vec::is_empty), "{found:?}");
        assert!(matches!(found[5][..], [Reason::StraightLine { .. }]), "{:?}", found[5]);
        assert!(matches!(found[6][..], [Reason::Inverted { .. }, Reason::Disagrees { .. }]), "{:?}", found[6]);
        assert!(found[7].is_empty(), "who said nothing did nothing wrong");
        let none = Screening { straight_line: None, inverted: None, agreement: None, bt500: None };
        assert!(screen(&ratings, &none).iter().all(Vec::is_empty));
    }
}
