//! Addresses of studies: pages, participants' links, exports.

use crate::study::thresholds::Rule;
use wire::study::config::Recruiting;
use wire::study::quiz::QuizLink;
use wire::study::results::ScreeningConfig;
use wire::study::{Population, StudyId};

/// The page of a study.
pub fn study_page(id: &StudyId) -> String {
    format!("/studies/{}", id.0)
}

/// The participants' link.
pub fn quiz(link: &QuizLink) -> String {
    format!("/q/{}", link.0)
}

/// The quiz in preview, for researchers.
pub fn preview(link: &QuizLink) -> String {
    format!("/q/{}?preview=1", link.0)
}

/// The participant's link with a single-use token.
pub fn with_token(link: &QuizLink, token: &str) -> String {
    format!("/q/{}?token={token}", link.0)
}

/// The address for a recruiting service. Prolific fills in its placeholders; Mechanical Turk adds its ids.
pub fn for_service(link: &QuizLink, recruiting: &Recruiting) -> String {
    let ids = match recruiting {
        Recruiting::Prolific { .. } => {
            "?PROLIFIC_PID={{%PROLIFIC_PID%}}&STUDY_ID={{%STUDY_ID%}}&SESSION_ID={{%SESSION_ID%}}"
        }
        _ => "",
    };
    format!("{}{ids}", quiz(link))
}

/// The name of a population in addresses.
pub fn population_key(population: Population) -> &'static str {
    match population {
        Population::People => "people",
        Population::Pilot => "pilot",
        Population::Simulated => "simulated",
        Population::Preview => "preview",
    }
}

/// The population with this name in addresses.
pub fn population_of(key: &str) -> Option<Population> {
    [Population::People, Population::Pilot, Population::Simulated].into_iter().find(|&one| population_key(one) == key)
}

/// An export of a study's answers or results, with these thresholds; rules that are off are absent.
pub fn export(id: &StudyId, file: &str, population: Population, screening: &ScreeningConfig) -> String {
    let mut address = format!("/api/studies/{}/{file}?population={}", id.0, population_key(population));
    for rule in Rule::ALL {
        if let Some(limit) = rule.of(screening) {
            address += &format!("&{}={}", rule.key(), serde_json::Value::from(limit));
        }
    }
    address
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_export_says_by_which_thresholds() {
        let (id, mut screening) = (StudyId("00ff".into()), ScreeningConfig::default());
        assert_eq!(
            export(&id, "answers.csv", Population::People, &screening),
            "/api/studies/00ff/answers.csv?population=people&straight_line=0.8&inverted=-0.3&agreement=0.3&attention=0.5"
        );
        screening.agreement = None;
        screening.bt500 = Some(0.05);
        assert!(export(&id, "x", Population::Simulated, &screening).ends_with("=-0.3&bt500=0.05&attention=0.5"));
    }

    #[test]
    fn a_service_gets_the_names_that_the_quiz_reads() {
        let (link, code) = (QuizLink("abc".into()), String::new());
        let prolific = for_service(&link, &Recruiting::Prolific { completion_code: code });
        assert!(prolific.starts_with("/q/abc?PROLIFIC_PID={{%PROLIFIC_PID%}}&"), "{prolific}");
        assert_eq!(for_service(&link, &Recruiting::MechanicalTurk), "/q/abc");
    }

    #[test]
    fn previews_are_no_population_of_results() {
        assert_eq!(population_of("pilot"), Some(Population::Pilot));
        assert_eq!((population_of("preview"), population_of("all")), (None, None));
    }
}
