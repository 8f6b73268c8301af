//! A study made by hand, for tests.

use wire::run::RunId;
use wire::study::config::{Controls, NaturalnessForm, Recruiting, Scale, StudyConfig, Task, TaskConfig};
use wire::study::quiz::QuizLink;
use wire::study::results::*;
use wire::study::summary::*;
use wire::study::{Population, StudyId};

/// A study whose tasks are the paper's.
pub fn config() -> StudyConfig {
    let controls = Controls { positive: 1, negative: 1, seed: 1, repeats: 1, attention: 1 };
    let task = |task| TaskConfig { task, items: 10, controls };
    let texts = |text: &str| [("en".to_owned(), text.to_owned()), ("ja".to_owned(), format!("{text} (ja)"))].into();
    StudyConfig {
        name: "Likeness".into(),
        runs: vec![RunId("a1".into())],
        tasks: vec![
            task(Task::Similarity { scale: Scale::FivePoint }),
            task(Task::Recognition { candidates: 5 }),
            task(Task::Naturalness { form: NaturalnessForm::FivePoint }),
        ],
        consent: texts("You agree."),
        opening: texts("Hello."),
        closing: texts("Thank you."),
        recruiting: Recruiting::Open,
        ..StudyConfig::default()
    }
}

/// What the form starts from, with two runs that share two targets.
pub fn defaults() -> NewStudyDefaults {
    let run = |id: &str, targets: &[&str]| RunChoice {
        id: RunId(id.into()),
        name: format!("Run {id}"),
        targets: targets.iter().map(|&name| (name.to_owned(), [8, 5])).collect(),
        thumbnail: None,
    };
    NewStudyDefaults {
        config: config(),
        runs: vec![run("a1", &["Ada", "Ben", "Cleo"]), run("b2", &["Cleo", "Ada"])],
        languages: vec![("en".into(), "English".into()), ("ja".into(), "日本語".into())],
    }
}

/// The study as its page has it.
pub fn view() -> StudyView {
    let crowd = |population, joined, withdrawn, answers| ParticipantCounts {
        population,
        joined,
        completed: 1,
        withdrawn,
        answers,
    };
    StudyView {
        summary: StudySummary {
            id: StudyId("0011223344556677".into()),
            name: "Likeness".into(),
            state: StudyState::Open,
            created_ms: 0,
            runs: vec![RunId("a1".into())],
            items: 12,
            participants: vec![
                crowd(Population::People, 2, 1, 25),
                crowd(Population::Pilot, 1, 0, 16),
                crowd(Population::Simulated, 0, 0, 0),
            ],
        },
        config: config(),
        link: QuizLink("link".into()),
        consent_version: 1,
        unused_tokens: vec![],
        votes: vec![(Population::People, [3, 6])],
    }
}

/// Results with a rater who is used and one who is not.
pub fn results() -> StudyResults {
    let score = |votes, percent: f64, half: f64| Score {
        votes,
        percent: Some(percent),
        interval: Some([percent - half, percent + half]),
        raters: Some([percent - half, percent + half]),
        bootstrap: Some([percent - half, percent + half]),
        ..Score::default()
    };
    let guessed = |score: Score| Score { chance: Some(20.0), p_value: Some(0.0), ..score };
    let group = |name: &str, raw, screened| Group { name: name.into(), score: RawAndScreened { raw, screened } };
    let similar = group("", score(1300, 45.0, 4.0), score(1200, 47.0, 4.0));
    let recognized = group("", guessed(score(1200, 33.0, 5.0)), guessed(score(1100, 35.0, 5.0)));
    StudyResults {
        population: Population::People,
        revision: 7,
        screening: ScreeningConfig::default(),
        is_oracle: false,
        standing: "Fewest votes of an item: 3 of 30".into(),
        held_back: Vec::new(),
        tasks: vec![
            task(Task::Similarity { scale: Scale::FivePoint }, similar),
            task(Task::Recognition { candidates: 5 }, recognized),
        ],
        raters: vec![rater(1, &[]), rater(2, &["the same answer in 19 of 20 ratings"])],
    }
}

fn task(task: Task, clones: Group) -> TaskResults {
    let correlation = Correlation {
        measure: "R_E score".into(),
        items: 2,
        pearson: Some(0.42),
        interval: Some([-0.1, 0.8]),
        spearman: Some(0.4),
        kendall: Some(0.333),
    };
    TaskResults {
        task,
        targets: vec![Group { name: "Ada".into(), score: clones.score }],
        methods: vec![],
        controls: vec![],
        clones,
        items: vec![item(1, Some(30.0), 4), item(2, Some(60.0), 2), item(3, None, 1)],
        confusion: None,
        agreement: RawAndScreened {
            raw: Agreement { alpha: Some(0.2), kappa: Some(0.21) },
            screened: Agreement { alpha: Some(0.3), kappa: Some(0.3) },
        },
        sos: RawAndScreened { raw: Some(0.2), screened: None },
        notes: vec![],
        correlations: vec![correlation],
    }
}

fn item(item: u64, percent: Option<f64>, rank: u32) -> ItemRow {
    let votes = percent.map_or(0, |percent| percent as u32 / 10);
    let score = Score { votes, percent, ..Score::default() };
    ItemRow {
        item,
        target: "Ada".into(),
        run: RunId("a1".into()),
        clones: vec![item as u32 - 1],
        picture: String::new(),
        score: RawAndScreened { raw: score, screened: score },
        strength: None,
        target_score: 0.9,
        evaluation_score: 1.0 / f64::from(rank),
        evaluation_rank: rank,
    }
}

fn rater(rater: u64, reasons: &[&str]) -> RaterRow {
    RaterRow {
        rater,
        joined_ms: 0,
        is_complete: reasons.is_empty(),
        answers: 20,
        median_ms: Some(400),
        too_fast: 0,
        focus_losses: 0,
        controls: [1, 2],
        attention: [1, 1],
        repeats: [0, 0],
        correlation: Some(0.5),
        reasons: reasons.iter().map(|&reason| reason.to_owned()).collect(),
        use_decision: None,
        is_used: reasons.is_empty(),
        accepted: None,
        simulated: None,
    }
}
