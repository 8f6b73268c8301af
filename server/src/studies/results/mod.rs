//! stub
use crate::store::studies::{AnswerRow, ItemRow, RaterRow, StudyRow};
use app::wire::run::RunId;
use app::wire::study::Population;
use app::wire::study::results::{ScreeningConfig, StudyResults};
#[derive(Clone, Debug)]
#[allow(missing_docs)]
pub struct Records {
    pub study: StudyRow,
    pub items: Vec<ItemRow>,
    pub answers: Vec<AnswerRow>,
    pub raters: Vec<RaterRow>,
    pub names: Vec<(RunId, String)>,
}
/// stub
pub fn results(_: &Records, population: Population, screening: &ScreeningConfig, revision: u64) -> StudyResults {
    StudyResults {
        population,
        revision,
        screening: *screening,
        is_oracle: false,
        standing: String::new(),
        tasks: Vec::new(),
        raters: Vec::new(),
    }
}
