//! What keeps a study from being made, and what to do about each.

use super::assign;
use super::blueprint::{self, Draft, Scene, Source};
use super::texts;
use crate::names;
use crate::store::studies::ItemKind;
use std::collections::BTreeSet;
use wire::run::Problem;
use wire::study::Texts;
use wire::study::config::{CloneChoice, Limits, NaturalnessForm, Recruiting, StopRule, StudyConfig, Task};
use wire::study::summary::StudyCheck;

/// The most characters of a study's name.
const LONGEST_NAME: usize = 120;
/// Longest text of a study, in characters.
const LONGEST: usize = 20_000;
/// Most items of a task; more would never get votes enough.
const MOST_ITEMS: usize = 5_000;

/// Everything that is wrong with a study over runs that are there.
pub fn check(config: &StudyConfig, sources: &[Source]) -> (StudyCheck, Vec<Vec<Draft>>) {
    let mut faults = Problems::default();
    plain(&mut faults, config);
    targets(&mut faults, config, sources);
    let scene = Scene::new(config, sources);
    let drafts = blueprint::drafts(config, &scene);
    if faults.0.is_empty() {
        for (at, (block, drafts)) in config.tasks.iter().zip(&drafts).enumerate() {
            items(&mut faults, at, block.task, drafts, &scene);
        }
    }
    let counts: Vec<(u32, u32)> =
        config.tasks.iter().zip(&drafts).map(|(block, drafts)| sizes(block, drafts)).collect();
    let needed = |votes: u32| {
        let of_task = config
            .tasks
            .iter()
            .zip(&counts)
            .map(|(block, (clones, _))| (votes * clones).div_ceil(block.items.min(*clones).max(1)));
        of_task.max().unwrap_or(0)
    };
    let checked = StudyCheck {
        problems: faults.0,
        items: counts.iter().map(|(clones, _)| *clones).collect(),
        questions: counts.iter().map(|(_, questions)| questions).sum(),
        participants: match config.stop {
            StopRule::Votes { votes } => Some(needed(votes)),
            StopRule::Never | StopRule::Width { .. } => None,
        },
    };
    (checked, drafts)
}

/// Items about clones, and questions of a participant, of one task.
fn sizes(block: &wire::study::config::TaskConfig, drafts: &[Draft]) -> (u32, u32) {
    let kinds: Vec<(ItemKind, u32)> = drafts.iter().map(|draft| (draft.kind, 1)).collect();
    let clones = drafts.iter().filter(|draft| draft.kind == ItemKind::Clone).count() as u32;
    (clones, assign::count(&kinds, block.items, block.controls))
}

fn plain(faults: &mut Problems, config: &StudyConfig) {
    if let Err(why) = names::checked(&config.name, 1..=LONGEST_NAME) {
        faults.unless(false, "name", || why);
    }
    faults.unless(config.seed <= i64::MAX as u64, "seed", || "give a number below 2^63".into());
    faults.unless(!config.runs.is_empty(), "runs", || "choose at least one finished run".into());
    faults.unless((1..=10).contains(&config.tasks.len()), "tasks", || "choose one to ten tasks".into());
    let per_target = match config.clones {
        CloneChoice::All => 1,
        CloneChoice::Random { per_target }
        | CloneChoice::BestByTarget { per_target }
        | CloneChoice::Oracle { per_target } => per_target,
    };
    faults.unless((1..=1000).contains(&per_target), "clones", || "give 1 to 1000 clones of each target".into());
    for (at, block) in config.tasks.iter().enumerate() {
        let field = |name| format!("tasks[{at}].{name}");
        faults.unless((1..=200).contains(&block.items), &field("items"), || "give 1 to 200 items".into());
        let controls = block.controls;
        let counts = [controls.positive, controls.negative, controls.seed, controls.repeats, controls.attention]
            .map(|one| one <= 50);
        faults.unless(counts == [true; 5], &field("controls"), || "give at most 50 of each kind".into());
        if let Task::Naturalness { form: NaturalnessForm::RealOrFake { flash_ms: Some(flash) } } = block.task {
            let fine = (20..=10_000).contains(&flash);
            faults.unless(fine, &field("flash"), || "show pictures for 20 to 10000 ms, or until the answer".into());
        }
    }
    let Limits { joins_per_network, fastest_answer_ms } = config.limits;
    faults.unless(joins_per_network <= 10_000, "limits.joins_per_network", || "give 0 (no limit) to 10000".into());
    faults.unless(fastest_answer_ms <= 5000, "limits.fastest_answer_ms", || "give 0 (no limit) to 5000 ms".into());
    languages(faults, config);
    match config.stop {
        StopRule::Votes { votes } => {
            faults.unless((1..=10_000).contains(&votes), "stop", || "give 1 to 10000 votes".into());
        }
        StopRule::Width { half_width } => {
            let fine = (0.5..=50.0).contains(&half_width);
            faults.unless(fine, "stop", || "give 0.5 to 50 percentage points".into());
            let has_figure = config.tasks.iter().any(|block| block.task != Task::Pairwise);
            faults.unless(has_figure, "stop", || "pairs alone have no interval to go by; stop by votes".into());
        }
        StopRule::Never => {}
    }
    match &config.recruiting {
        Recruiting::Tokens { count } => {
            faults.unless((1..=10_000).contains(count), "recruiting", || "give 1 to 10000 links".into());
        }
        Recruiting::Prolific { completion_code } => {
            let plain = |code: &str| code.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
            let fine = (1..=40).contains(&completion_code.len()) && plain(completion_code);
            faults.unless(fine, "recruiting", || "give the completion code as Prolific shows it".into());
        }
        Recruiting::Open | Recruiting::MechanicalTurk => {}
    }
    faults
        .unless((1..=3650).contains(&config.keep_recruits_days), "keep_recruits_days", || "give 1 to 3650 days".into());
}

fn languages(faults: &mut Problems, config: &StudyConfig) {
    let shipped: BTreeSet<String> = texts::languages().into_iter().map(|(tag, _)| tag).collect();
    faults.unless(!config.languages.is_empty(), "languages", || "choose at least one language".into());
    for language in &config.languages {
        faults.unless(shipped.contains(language), "languages", || {
            format!("there are no instructions in {language}; there are in {}", shipped_list(&shipped))
        });
    }
    let unique: BTreeSet<&String> = config.languages.iter().collect();
    faults.unless(unique.len() == config.languages.len(), "languages", || "name each language once".into());
    let texts: [(&str, &Texts); 3] =
        [("consent", &config.consent), ("opening", &config.opening), ("closing", &config.closing)];
    for (field, texts) in texts {
        for problem in text_problems(field, texts, &config.languages) {
            faults.0.push(problem);
        }
    }
}

/// Problems with a text that must exist in every one of `languages`.
pub fn text_problems(field: &str, texts: &Texts, languages: &[String]) -> Vec<Problem> {
    let mut faults = Problems::default();
    for language in languages {
        let length = texts.get(language).map_or(0, |text| text.trim().chars().count());
        let field = format!("{field}.{language}");
        faults.unless(length > 0, &field, || "write something".into());
        faults.unless(length <= LONGEST, &field, || format!("write at most {LONGEST} characters"));
    }
    faults.0
}

fn shipped_list(shipped: &BTreeSet<String>) -> String {
    shipped.iter().map(String::as_str).collect::<Vec<_>>().join(", ")
}

fn targets(faults: &mut Problems, config: &StudyConfig, sources: &[Source]) {
    let shared: BTreeSet<String> = blueprint::shared_targets(sources).into_iter().collect();
    if !sources.is_empty() {
        faults.unless(!shared.is_empty(), "runs", || "the runs have no target in common; choose runs that do".into());
    }
    for name in &config.targets {
        faults.unless(shared.contains(name), "targets", || format!("{name} is not a target of every chosen run"));
    }
    let unique: BTreeSet<&String> = config.targets.iter().collect();
    faults.unless(unique.len() == config.targets.len(), "targets", || "name each target once".into());
}

fn items(faults: &mut Problems, at: usize, task: Task, drafts: &[Draft], scene: &Scene) {
    let clones = drafts.iter().filter(|draft| draft.kind == ItemKind::Clone).count();
    let field = format!("tasks[{at}].task");
    let photos = scene.0.iter().map(|person| person.photos.len()).min().unwrap_or(0);
    if let Task::Recognition { candidates } = task {
        let people = scene.0.len();
        faults.unless((2..=12).contains(&candidates) && candidates as usize <= people, &field, || {
            format!("recognition needs 2 to 12 candidates and no more than there are targets, which are {people}")
        });
    }
    let reason = match task {
        Task::SamePerson => format!("it needs four photos of each target; there are {photos}"),
        Task::Pairwise => "it needs two clones and a photo of a target".into(),
        _ => format!("it needs a photo of each target; there are {photos}"),
    };
    faults.unless(clones > 0, &field, || format!("no question can be made: {reason}"));
    faults.unless(clones <= MOST_ITEMS, &field, || format!("{clones} items are too many; choose fewer clones"));
}

#[derive(Default)]
struct Problems(Vec<Problem>);

impl Problems {
    fn unless(&mut self, fine: bool, field: &str, message: impl FnOnce() -> String) {
        if !fine {
            self.0.push(Problem { field: field.into(), message: message() });
        }
    }
}
