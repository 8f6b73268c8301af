//! Whether the database of studies takes answers as fast as a thousand participants give them:
//! `cargo run -p server --example answers -- [SECONDS] [ANSWERS_PER_SECOND] [FOLDER]`.
//!
//! Answers come by the clock whether or not earlier ones were acknowledged, so waiting is measured from the moment at
//! which an answer was due. Each is followed by what the quiz asks next; all results are read every five seconds, as a
//! page of results does. In the end the file must hold every acknowledged answer. `FOLDER` should lie on the disk that
//! is meant.
#![expect(clippy::print_stdout, reason = "a command-line program")]

use anyhow::{Context, Result, bail, ensure};
use server::store::sqlite::{self, SqliteDatabase};
use server::store::studies::{
    Choose, ItemKind, Joined, NewAnswer, NewAssignment, NewItem, NewParticipant, NewStudy, Stimulus, Stored, StudyRow,
    StudyStore,
};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use tokio::task::JoinSet;
use wire::people::WorkspaceId;
use wire::study::config::StudyConfig;
use wire::study::summary::StudyState;
use wire::study::{Population, StudyId, Texts};

const PARTICIPANTS: u64 = 1_000;
const ITEMS: u32 = 500;
const PEOPLE: Population = Population::People;

/// What became of an answer.
struct Given {
    stored: bool,
    acknowledged: Duration,
    read_next: Duration,
}

struct Participant {
    id: u64,
    /// Their next question; 0 when they are done.
    next: AtomicU64,
}

#[tokio::main(worker_threads = 2)]
async fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let seconds: u64 = arguments.next().map_or(Ok(20), |text| text.parse()).context("SECONDS")?;
    let rate: u64 = arguments.next().map_or(Ok(300), |text| text.parse()).context("ANSWERS_PER_SECOND")?;
    let temporary = tempfile::tempdir()?;
    let folder = arguments.next().map_or_else(|| temporary.path().to_owned(), PathBuf::from);
    ensure!(rate > 0 && seconds > 0, "SECONDS and ANSWERS_PER_SECOND are at least 1");

    let store = Arc::new(sqlite::open(&folder).await?);
    let questions = (rate * seconds).div_ceil(PARTICIPANTS) as usize + 1;
    ensure!(questions <= ITEMS as usize, "there are {ITEMS} items only");
    let study = make_study(&store).await?;
    let people = join_all(&store, &study, questions).await?;
    let results = tokio::spawn(read_results(store.clone(), study.clone()));
    let begun = Instant::now();
    let given = answer_all(&store, people, rate, seconds).await?;
    let passed = begun.elapsed().as_secs_f64();
    results.abort();

    let stored = given.iter().filter(|given| given.stored).count();
    println!(
        "answers      {stored} in {passed:.1} s: {:.1} /s, {} errors",
        stored as f64 / passed,
        given.len() - stored
    );
    tell("acknowledged", given.iter().map(|given| given.acknowledged));
    tell("next read", given.iter().map(|given| given.read_next));
    let kept = store.answers(&study, PEOPLE).await?.len();
    println!("in the file  {kept}");
    ensure!(kept == stored, "{stored} answers were acknowledged, {kept} are there");
    Ok(())
}

async fn make_study(store: &SqliteDatabase) -> Result<StudyId> {
    let id = StudyId(format!("{:016x}", getrandom::u64()?));
    let stimulus = |item: u32| format!("{}{item:016x}", id.0);
    let items = (0..ITEMS).map(|item| NewItem {
        task: 0,
        kind: ItemKind::Clone,
        target: format!("target {}", item % 10),
        run: None,
        clones: vec![item],
        stimuli: vec![stimulus(item)],
        candidates: Vec::new(),
        expected: None,
        objective: Vec::new(),
    });
    let config = StudyConfig { consent: Texts::from([("en".into(), "Agreed?".into())]), ..StudyConfig::default() };
    let (link, state) = (id.0.clone(), StudyState::Open);
    let study = StudyRow {
        id: id.clone(),
        workspace: WorkspaceId::first(),
        link,
        state,
        created_ms: 0,
        config,
        consent_version: 1,
    };
    let stimuli = (0..ITEMS).map(|item| Stimulus { id: stimulus(item), png: vec![7; 30_000] }).collect();
    let begun = Instant::now();
    store.create(NewStudy { study, items: items.collect(), stimuli, tokens: Vec::new() }).await?;
    println!("study made   in {:.0} ms, {ITEMS} items", begun.elapsed().as_secs_f64() * 1e3);
    Ok(id)
}

/// The items that were given least.
fn least_given(count: usize) -> Choose {
    Box::new(move |loads| {
        let mut loads = loads.iter().collect::<Vec<_>>();
        loads.sort_by_key(|load| load.given);
        let chosen = loads.into_iter().take(count);
        chosen.map(|load| NewAssignment { item: load.item, order: vec![0], is_repeat: false }).collect()
    })
}

/// All come at the same moment.
async fn join_all(store: &Arc<SqliteDatabase>, study: &StudyId, questions: usize) -> Result<Vec<Arc<Participant>>> {
    let begun = Instant::now();
    let mut joining = JoinSet::new();
    for _ in 0..PARTICIPANTS {
        let (store, study) = (store.clone(), study.clone());
        joining.spawn(async move {
            let participant = join(&store, study, questions).await?;
            anyhow::Ok((participant, begun.elapsed()))
        });
    }
    let joined = joining.join_all().await.into_iter().collect::<Result<Vec<_>>>()?;
    tell("joined", joined.iter().map(|(_, waited)| *waited));
    let given = store.loads(study, PEOPLE).await?.into_iter().map(|load| load.given).collect::<Vec<_>>();
    println!("items given  {:?} to {:?} times", given.iter().min(), given.iter().max());
    Ok(joined.into_iter().map(|(participant, _)| participant).collect())
}

async fn join(store: &SqliteDatabase, study: StudyId, questions: usize) -> Result<Arc<Participant>> {
    let code = format!("{:016x}{:016x}", getrandom::u64()?, getrandom::u64()?);
    let mut key_hash = [0; 32];
    key_hash.copy_from_slice(code.as_bytes());
    let new = NewParticipant {
        study,
        population: PEOPLE,
        key_hash,
        token: None,
        recruit: None,
        language: "en".into(),
        consent_version: 1,
        viewport: [360, 640],
        simulated: None,
        seed: 1,
        completion_code: code.clone(),
        withdrawal_code: code,
        joined_ms: 0,
    };
    let Joined::As(id) = store.join(new, least_given(questions)).await? else { bail!("the study is open") };
    let next = AtomicU64::new(next_question(store, id).await?);
    Ok(Arc::new(Participant { id, next }))
}

async fn next_question(store: &SqliteDatabase, participant: u64) -> Result<u64> {
    Ok(store.progress(participant).await?.next.first().map_or(0, |next| next.id))
}

async fn answer_all(
    store: &Arc<SqliteDatabase>,
    people: Vec<Arc<Participant>>,
    rate: u64,
    seconds: u64,
) -> Result<Vec<Given>> {
    let begun = tokio::time::Instant::now();
    let mut answering = JoinSet::new();
    for (number, person) in (0..rate * seconds).zip(people.iter().cycle()) {
        let due = begun + Duration::from_secs_f64(number as f64 / rate as f64);
        tokio::time::sleep_until(due).await;
        let (store, person) = (store.clone(), person.clone());
        answering.spawn(async move { answer(&store, &person, due.into_std()).await });
    }
    answering.join_all().await.into_iter().collect()
}

async fn answer(store: &SqliteDatabase, person: &Participant, due: Instant) -> Result<Given> {
    let answer = NewAnswer {
        participant: person.id,
        assignment: person.next.load(Ordering::Relaxed),
        value: 3,
        response_ms: 2_000,
        focus_losses: 0,
        viewport: [360, 640],
        answered_ms: 1,
        fastest_ms: 0,
    };
    let stored = matches!(store.answer(answer).await, Ok(Stored::First));
    let acknowledged = due.elapsed();
    let begun = Instant::now();
    person.next.store(next_question(store, person.id).await?, Ordering::Relaxed);
    Ok(Given { stored, acknowledged, read_next: begun.elapsed() })
}

async fn read_results(store: Arc<SqliteDatabase>, study: StudyId) -> Result<()> {
    loop {
        tokio::time::sleep(Duration::from_secs(5)).await;
        let begun = Instant::now();
        let answers = store.answers(&study, PEOPLE).await?.len();
        store.raters(&study, PEOPLE).await?;
        println!("results read in {:.0} ms, {answers} answers", begun.elapsed().as_secs_f64() * 1e3);
    }
}

fn tell(what: &str, waits: impl Iterator<Item = Duration>) {
    let mut ms: Vec<f64> = waits.map(|wait| wait.as_secs_f64() * 1e3).collect();
    ms.sort_by(f64::total_cmp);
    let at = |share: f64| ms.get(((ms.len() as f64 * share) as usize).min(ms.len().saturating_sub(1))).copied();
    let [half, most, last] = [0.5, 0.99, 1.0].map(|share| at(share).unwrap_or(f64::NAN));
    println!("{what:12} p50 {half:.1} ms, p99 {most:.1} ms, largest {last:.1} ms");
}
