//! What can be downloaded of a study.

use super::service::StudyService;
use super::{export, results};
use crate::blocking::blocking;
use crate::error::Error;
use wire::study::results::ScreeningConfig;
use wire::study::{Population, StudyId};

/// A file made of a study.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Download {
    /// Every answer, as CSV.
    Answers,
    /// What the columns of that mean, as CSV.
    Dictionary,
    /// Study, items, answers, raters and results, as JSON.
    Everything,
    /// A paragraph for a paper.
    Methods,
    /// Completion codes and recruiting services' ids, as CSV, for payment only.
    Payments,
}

impl StudyService {
    /// Makes a file of the newest answers.
    ///
    /// # Errors
    /// If there is no such study, or the database fails.
    pub async fn download(
        &self,
        id: &StudyId,
        download: Download,
        population: Population,
        screening: ScreeningConfig,
    ) -> Result<String, Error> {
        let study = self.0.overview(id).await?.study;
        if download == Download::Payments {
            return Ok(export::payments_csv(&self.0.store.payments(id, population).await?));
        }
        let results = self.0.results(&study, population, screening).await?;
        let records = self.0.records(study, population).await?;
        blocking(move || made(download, &records, &results)).await
    }
}

fn made(
    download: Download,
    records: &results::Records,
    results: &wire::study::results::StudyResults,
) -> Result<String, Error> {
    Ok(match download {
        Download::Answers => export::answers_csv(records, results),
        Download::Dictionary => export::dictionary_csv(),
        Download::Everything => export::json(records, results)?,
        Download::Methods => export::methods(records, results),
        // Made without records.
        Download::Payments => String::new(),
    })
}
