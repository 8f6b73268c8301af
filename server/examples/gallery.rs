//! How fast the gallery is with very many clones: `cargo run -p server --features embed --example gallery -- [CLONES]
//! [FOLDER]`.
//!
//! Fills a database with publications of invented figures, then asks for pages as a browser does: every order, many
//! filters, first pages and late ones, by the server's own way from the form to the page. `FOLDER` should lie on the
//! disk that is meant. With `EFFIGY_POSTGRES` it asks that server's database, which should be empty.
#![expect(clippy::print_stdout, reason = "a command-line program")]

use anyhow::{Context, Result, ensure};
use server::gallery::Gallery;
use server::lab::{FacesAccess, LabConfig, Laboratory, Quota};
use server::store::Archive;
use server::store::database::{Database, DatabaseAddress};
use server::store::gallery::{Content, Made, NewClone, NewPublication, Publication, PublishedVerdict};
use server::store::objects::ObjectsAddress;
use server::studies::StudyService;
use std::path::PathBuf;
use std::time::{Duration, Instant};
use wire::experiment::{DeviceChoice, ExperimentConfig, Objective, Preset};
use wire::gallery::{GalleryPage, HumanFigures, Permalink, Visibility};
use wire::left_out::LeftOutFaces;
use wire::people::WorkspaceId;
use wire::report::{
    DeviceReport, IdentityReport, Intervals, RecognizerReport, Recognizers, Report, SeedReport, Totals, VERSION,
};
use wire::run::RunId;

const TARGETS: u32 = 5;
const CLONES: u32 = 20;
const OF_EACH: u32 = TARGETS * CLONES;
/// Times that each page is asked for.
const TIMES: usize = 20;

#[tokio::main(worker_threads = 2)]
async fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let clones: u32 = arguments.next().map_or(Ok(100_000), |text| text.parse()).context("CLONES")?;
    let temporary = tempfile::tempdir()?;
    let folder = arguments.next().map_or_else(|| temporary.path().to_owned(), PathBuf::from);
    let address = match std::env::var("EFFIGY_POSTGRES") {
        Ok(address) => address.parse()?,
        Err(_) => DatabaseAddress::DataFolder,
    };
    let archive = Archive::open(&address, &ObjectsAddress::DataFolder, &folder).await?;
    let database = archive.database().clone();
    let (device, access) = (DeviceChoice::Cpu, FacesAccess::Anywhere);
    let quota = Quota::default();
    let config = LabConfig { data: folder, device, access, computes: false, quota };
    let lab = tokio::task::spawn_blocking(|| Laboratory::open(config, archive)).await??;
    fill(&*database, clones).await?;
    let gallery = Gallery::new(&StudyService::new(database, lab));
    for (what, form) in FORMS {
        measure(&gallery, what, form).await?;
    }
    late_pages(&gallery).await
}

/// The queries to time.
const FORMS: [(&str, &[(&str, &str)]); 13] = [
    ("newest", &[]),
    ("oldest", &[("sort", "oldest")]),
    ("evaluation score", &[("sort", "evaluation-score")]),
    ("rank", &[("sort", "rank")]),
    ("similarity", &[("sort", "similarity")]),
    ("one recognizer", &[("recognizer", "recognizer 3, 35 identities")]),
    ("one target, best first", &[("target", "person 77"), ("sort", "evaluation-score")]),
    ("fast, rank 1", &[("method", "fast"), ("rank", "1")]),
    ("scores, newest", &[("evaluation-score-from", "0.9"), ("target-score-from", "0.99")]),
    ("people like it", &[("similarity-from", "80"), ("sort", "naturalness")]),
    ("a day", &[("date-from", "2026-01-05"), ("date-to", "2026-01-05")]),
    (
        "many filters",
        &[
            ("method", "paper"),
            ("loss", "cross-entropy"),
            ("rank", "3"),
            ("similarity-from", "90"),
            ("sort", "target-score"),
        ],
    ),
    ("nothing matches", &[("target", "nobody"), ("recognizer", "recognizer 3, 35 identities")]),
];

async fn page(gallery: &Gallery, form: &[(&str, &str)]) -> Result<(GalleryPage, Duration)> {
    let form = form.iter().map(|&(name, value)| (name.to_owned(), value.to_owned())).collect();
    let begun = Instant::now();
    let page = gallery.browse(form).await?;
    Ok((page, begun.elapsed()))
}

async fn measure(gallery: &Gallery, what: &str, form: &[(&str, &str)]) -> Result<()> {
    let (mut waits, mut total) = (Vec::new(), 0);
    for _ in 0..TIMES {
        let (page, waited) = page(gallery, form).await?;
        ensure!(page.problems.is_empty(), "{:?}", page.problems);
        waits.push(waited);
        total = page.total;
    }
    tell(what, total, &mut waits);
    Ok(())
}

/// All pages of one target, and a hundred pages deep into all.
async fn late_pages(gallery: &Gallery) -> Result<()> {
    for (what, sort) in [("100 pages on, newest", "newest"), ("100 pages on, score", "evaluation-score")] {
        let (mut after, mut waits, mut total) = (None::<String>, Vec::new(), 0);
        for _ in 0..100 {
            let cursor: String = after.take().unwrap_or_default();
            let (page, waited) = page(gallery, &[("sort", sort), ("after", &cursor)]).await?;
            waits.push(waited);
            (after, total) = (page.next, page.total);
            if after.is_none() {
                break;
            }
        }
        tell(what, total, &mut waits);
    }
    Ok(())
}

fn tell(what: &str, total: u64, waits: &mut [Duration]) {
    waits.sort();
    let ms = |wait: Option<&Duration>| wait.map_or(f64::NAN, |wait| wait.as_secs_f64() * 1e3);
    let (median, most) = (ms(waits.get(waits.len() / 2)), ms(waits.last()));
    println!("{what:26} {total:>7} clones   median {median:>6.1} ms   most {most:>6.1} ms");
}

async fn fill(store: &dyn Database, clones: u32) -> Result<()> {
    let begun = Instant::now();
    for number in 0..clones.div_ceil(OF_EACH) {
        store.publish(publication(number)?).await?;
    }
    let count = clones.div_ceil(OF_EACH) * OF_EACH;
    println!("{count} clones published in {:.1} s", begun.elapsed().as_secs_f64());
    Ok(())
}

/// Figures that look random and are the same each time.
fn figure(number: u32, salt: u32) -> f64 {
    // The finalizer of SplitMix64.
    let mut mixed = (u64::from(number) << 8 | u64::from(salt)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^= mixed >> 31;
    f64::from((mixed >> 40) as u32) / f64::from(1 << 24)
}

fn publication(number: u32) -> Result<NewPublication> {
    let is_fast = number.is_multiple_of(3);
    let publication = Publication {
        permalink: Permalink(format!("{:016x}{:016x}", getrandom::u64()?, getrandom::u64()?)),
        run: RunId(format!("{number:016x}")),
        workspace: WorkspaceId::first(),
        publisher: None,
        // From 2026 on, one an hour.
        published_ms: 1_767_225_600_000 + u64::from(number) * 3_600_000,
        withdrawn_ms: None,
        visibility: Visibility::Public,
        real_faces: false,
        title: format!("Run {number}"),
        note: String::new(),
        made: Made {
            recognizer: format!("recognizer {}, 35 identities", number % 10),
            architecture: String::new(),
            preset: if is_fast { Preset::Fast } else { Preset::Paper },
            objective: Objective::CrossEntropy,
        },
        content: Some(Content { report: report(number), targets: (0..TARGETS as u16).collect(), withheld: vec![] }),
        verdict: PublishedVerdict::NoVerdict,
        people: vec![],
        people_seen: String::new(),
    };
    let clones = (0..OF_EACH).map(|at| {
        let seed = number * OF_EACH + at;
        let is_judged = number.is_multiple_of(4);
        let said = |salt| is_judged.then(|| 100.0 * figure(seed, salt));
        NewClone {
            place: at / CLONES + 1,
            clone: at % CLONES + 1,
            target_score: figure(seed, 1),
            evaluation_score: figure(seed, 2),
            evaluation_rank: 1 + (figure(seed, 3) * 35.0) as u32,
            has_seed: true,
            human: HumanFigures { similarity: said(4), recognition: said(5), naturalness: said(6) },
        }
    });
    Ok(NewPublication { publication, clones: clones.collect() })
}

/// With names alone: a page of the gallery reads nothing else of it.
fn report(number: u32) -> Report {
    let recognizer = || RecognizerReport {
        classes: 35,
        accuracy: None,
        seconds: 0.0,
        file: String::new(),
        is_trained_here: true,
        loss: None,
        is_from_cache: false,
        trained_ms: None,
        network: String::new(),
        is_by_templates: false,
        given_templates: 0,
    };
    let identity = |place: u32| IdentityReport {
        queries: 0,
        name: format!("person {}", (number * TARGETS + place) % 500),
        target_label: 0,
        evaluation_label: 0,
        real_faces: vec![],
        clones: vec![],
        seed: SeedReport { mean_target_score: 0.0, mean_evaluation_score: 0.0, top1: 0.0, seeds: vec![] },
        photographs: None,
        oracle_choice: 0,
        attacker_choice: 0,
        cmc: vec![],
        comparisons: Vec::new(),
    };
    let none = [0.0; 2];
    Report {
        version: VERSION,
        config: ExperimentConfig::default(),
        device: DeviceReport::default(),
        recognizers: Recognizers { target: recognizer(), evaluation: recognizer() },
        networks: Vec::new(),
        agreements: Vec::new(),
        identities: (0..TARGETS).map(identity).collect(),
        totals: Totals {
            clones: OF_EACH,
            top1: 0.0,
            top5: 0.0,
            mean_target_score: 0.0,
            mean_evaluation_score: 0.0,
            seed_top1: 0.0,
            seed_mean_target_score: 0.0,
            seed_mean_evaluation_score: 0.0,
            photograph_top1: None,
            photograph_mean_target_score: None,
            photograph_mean_evaluation_score: None,
            intervals: Intervals { top1: none, top5: none, mean_target_score: none, mean_evaluation_score: none },
            clone_iterations_per_second: 1.0,
        },
        verdict: None,
        seconds: 0.0,
        authorised: vec![],
        left_out: LeftOutFaces::default(),
    }
}
