//! A scenario that covers everything a [`GalleryStore`] promises, for any database behind it.

use super::*;
use std::collections::HashSet;
use wire::experiment::{ExperimentConfig, Objective, Preset};
use wire::gallery::{GallerySort, HumanFigures, PublishedHumanScore, Visibility};
use wire::left_out::LeftOutFaces;
use wire::people::{PersonId, WorkspaceId};
use wire::report::*;
use wire::verdict::Grade;

/// Runs the whole scenario on a store without publications.
pub async fn whole(store: &dyn GalleryStore) {
    empty_at_first(store).await;
    what_is_published_is_found(store).await;
    pages_follow_each_other_in_every_order(store).await;
    filters_choose(store).await;
    people_are_heard(store).await;
    verdicts_of_earlier_versions_are_brought_up_to_date(store).await;
    what_is_withdrawn_is_gone(store).await;
}

async fn empty_at_first(store: &dyn GalleryStore) {
    assert_eq!(store.browse(&first_page()).await.expect("read"), []);
    assert_eq!(store.count(&Filters::default()).await.expect("read"), 0);
    assert_eq!(store.choices().await.expect("read"), GalleryChoices::default());
    assert_eq!(store.standing(&Permalink("none".into())).await.expect("read"), None);
    assert!(!store.take_back(&Permalink("none".into()), 1).await.expect("answered"));
}

async fn what_is_published_is_found(store: &dyn GalleryStore) {
    for number in 1..=3 {
        store.publish(publication(number)).await.expect("kept");
    }
    assert!(store.publish(publication(1)).await.is_err(), "a permalink is used once");
    let mut again = publication(2);
    again.publication.permalink = Permalink("link-9".into());
    assert!(store.publish(again).await.is_err(), "a target is in the gallery once");
    let second = publication(2).publication;
    assert_eq!(store.publication(&second.permalink).await.expect("read"), Some(second.clone()));
    assert_eq!(store.standing(&second.permalink).await.expect("read"), Some(PublicationStatus::Shown));
    let of_run = store.publications_of(&second.run).await.expect("read");
    let links: Vec<_> = of_run.iter().map(|one| one.permalink.0.as_str()).collect();
    assert_eq!(links, ["link-3", "link-2"], "newest first");
    assert_eq!(store.publications_of(&RunId("other".into())).await.expect("read"), []);
    assert_eq!(store.published_runs().await.expect("read"), ["run", "run-1"].map(|run| RunId(run.into())));
    let choices = store.choices().await.expect("read");
    assert_eq!(
        (choices.recognizers.as_slice(), choices.targets.as_slice()),
        (&["R1".into(), "R2".into()][..], &["ANNA".into(), "Zoë '%\"".into()][..])
    );
    // The third is not listed.
    assert_eq!(store.count(&Filters::default()).await.expect("read"), 16);
}

async fn pages_follow_each_other_in_every_order(store: &dyn GalleryStore) {
    use GallerySort::*;
    for (sort, count) in [
        (Newest, 16),
        (Oldest, 16),
        (EvaluationScore, 16),
        (TargetScore, 16),
        (Rank, 16),
        (Similarity, 8),
        (Recognition, 0),
        (Naturalness, 8),
    ] {
        for matches in [0, 1_000_000] {
            let (mut seen, mut after) = (Vec::new(), None);
            loop {
                let page =
                    store.browse(&Browse { sort, after, matches, limit: 3, ..Browse::default() }).await.expect("read");
                let Some(last) = page.last() else { break };
                after = Some(last.cursor(sort));
                seen.extend(page);
            }
            assert_eq!(seen.len(), count, "{sort:?}");
            assert_eq!(seen.iter().map(|clone| clone.id).collect::<HashSet<_>>().len(), count, "none twice, {sort:?}");
            let ascends = matches!(sort, Oldest | Rank);
            for pair in seen.windows(2) {
                let (one, other) = (pair[0].cursor(sort).value, pair[1].cursor(sort).value);
                assert!(if ascends { one <= other } else { one >= other }, "{sort:?}: {one}, then {other}");
            }
        }
    }
    let newest = store.browse(&Browse { limit: 1, ..first_page() }).await.expect("read");
    let expected = publication(2);
    assert_eq!((newest[0].title.as_str(), newest[0].published_ms), ("Title 2", 2_000));
    assert_eq!(newest[0].clone, expected.clones[7], "the last one of the newest");
    assert_eq!(newest[0].verdict, PublishedVerdict::As(Grade::Weak));
}

async fn filters_choose(store: &dyn GalleryStore) {
    let all = Filters::default;
    let anna = || Some("ANNA".to_owned());
    for (what, filters, count) in [
        ("recognizer", Filters { recognizer: Some("R1".into()), ..all() }, 8),
        ("target", Filters { target: anna(), ..all() }, 8),
        ("an odd name", Filters { target: Some("Zoë '%\"".into()), ..all() }, 8),
        ("a part of a name", Filters { target: Some("ANN".into()), ..all() }, 0),
        ("both", Filters { recognizer: Some("R2".into()), target: anna(), ..all() }, 4),
        ("preset", Filters { preset: Some(Preset::Fast), ..all() }, 8),
        ("loss", Filters { objective: Some(Objective::SquaredError), ..all() }, 8),
        ("scores, ends included", Filters { target_score: [Some(0.5), Some(0.75)], ..all() }, 8),
        ("judged", Filters { evaluation_score: [Some(0.25), None], ..all() }, 4),
        ("rank", Filters { rank: Some(2), ..all() }, 8),
        ("people", Filters { similarity: [None, Some(25.0)], ..all() }, 4),
        ("nobody said", Filters { recognition: [Some(0.0), None], ..all() }, 0),
        ("date", Filters { published_ms: [Some(2_000), Some(2_000)], ..all() }, 8),
        ("nothing left", Filters { published_ms: [Some(2_001), None], ..all() }, 0),
    ] {
        assert_eq!(store.count(&filters).await.expect("read"), count, "{what}");
        let page = store.browse(&Browse { filters, ..first_page() }).await.expect("read");
        assert_eq!(page.len() as u64, count, "{what}");
    }
}

async fn people_are_heard(store: &dyn GalleryStore) {
    let link = publication(1).publication.permalink;
    let figures = HumanFigures { similarity: Some(70.0), recognition: Some(25.0), naturalness: None };
    let words = vec![PublishedHumanScore {
        question: "Similarity".into(),
        screened: "70 %".into(),
        raw: "60 %".into(),
        raters: "3 of 4".into(),
    }];
    let now = PeopleNow { words: words.clone(), seen: "s:2".into(), clones: vec![(2, 1, figures)] };
    store.set_people(&link, now).await.expect("kept");
    assert_eq!(store.human_of(&link, 2, 1).await.expect("read"), Some(figures));
    assert_eq!(store.human_of(&link, 1, 1).await.expect("read"), Some(HumanFigures::default()), "no longer known");
    assert_eq!(store.human_of(&link, 9, 1).await.expect("read"), None);
    let found = store.publication(&link).await.expect("read").expect("there");
    assert_eq!(store.peoples_words(&link).await.expect("read"), Some(words.clone()));
    assert_eq!((found.people, found.people_seen.as_str()), (words, "s:2"));
    let recognised = Filters { recognition: [Some(25.0), None], ..Filters::default() };
    assert_eq!(store.count(&recognised).await.expect("read"), 1);
}

async fn verdicts_of_earlier_versions_are_brought_up_to_date(store: &dyn GalleryStore) {
    let earlier = publication(1).publication;
    assert_eq!(earlier.verdict, PublishedVerdict::Unknown);
    store.set_verdict(&earlier.permalink, PublishedVerdict::NoVerdict).await.expect("kept");
    let found = store.publication(&earlier.permalink).await.expect("read").expect("there");
    assert_eq!(found.verdict, PublishedVerdict::NoVerdict);
    let oldest = store.browse(&Browse { sort: GallerySort::Oldest, ..first_page() }).await.expect("read");
    assert_eq!(oldest[0].verdict, PublishedVerdict::NoVerdict);
}

async fn what_is_withdrawn_is_gone(store: &dyn GalleryStore) {
    let link = publication(1).publication.permalink;
    assert!(store.take_back(&link, 9_000).await.expect("done"));
    assert!(!store.take_back(&link, 9_001).await.expect("answered"), "a second time nothing is left to take back");
    assert_eq!(store.standing(&link).await.expect("read"), Some(PublicationStatus::Withdrawn));
    let left = store.publication(&link).await.expect("read").expect("there was one");
    assert_eq!((left.content, left.withdrawn_ms, left.people.len()), (None, Some(9_000), 0));
    assert_eq!(left.note, "");
    assert_eq!(store.human_of(&link, 2, 1).await.expect("read"), None);
    assert_eq!(store.count(&Filters::default()).await.expect("read"), 8);
    assert_eq!(store.choices().await.expect("read").recognizers, ["R2"]);
    // Votes on a withdrawn publication change nothing.
    store
        .set_people(
            &link,
            PeopleNow { words: vec![], seen: "s:3".into(), clones: vec![(1, 1, HumanFigures::default())] },
        )
        .await
        .expect("nothing to do");
    assert_eq!(store.count(&Filters::default()).await.expect("read"), 8);
    assert_eq!(store.published_runs().await.expect("read"), [RunId("run".into())], "others of it are there");
    for number in 2..=3 {
        assert!(store.take_back(&publication(number).publication.permalink, 9_002).await.expect("done"));
    }
    assert_eq!(store.published_runs().await.expect("read"), []);
}

fn first_page() -> Browse {
    Browse { limit: 48, ..Browse::default() }
}

/// Two targets of four clones each. The first two are public, the third is not; people judged the clones of odd ones.
pub fn publication(number: u32) -> NewPublication {
    let is_odd = !number.is_multiple_of(2);
    let publication = Publication {
        permalink: Permalink(format!("link-{number}")),
        run: RunId(if number == 1 { "run-1".into() } else { "run".into() }),
        workspace: WorkspaceId::first(),
        publisher: is_odd.then(|| PersonId("p".into())),
        published_ms: u64::from(number) * 1_000,
        withdrawn_ms: None,
        visibility: if number < 3 { Visibility::Public } else { Visibility::Unlisted },
        real_faces: is_odd,
        title: format!("Title {number}"),
        note: "A note".into(),
        made: Made {
            recognizer: format!("R{number}"),
            architecture: "4 layers".into(),
            preset: if is_odd { Preset::Fast } else { Preset::Paper },
            objective: if is_odd { Objective::SquaredError } else { Objective::CrossEntropy },
        },
        content: Some(Content {
            report: report_of(&["ANNA", "Zoë '%\""]),
            targets: vec![0, 4],
            withheld: vec!["faces".into()],
        }),
        verdict: if is_odd { PublishedVerdict::Unknown } else { PublishedVerdict::As(Grade::Weak) },
        people: vec![],
        people_seen: String::new(),
    };
    let clones = (0..8).map(|at: u32| {
        let share = f64::from(at % 4) / 4.0;
        let said = is_odd.then_some(share * 100.0);
        NewClone {
            place: at / 4 + 1,
            clone: at % 4 + 1,
            target_score: share,
            evaluation_score: share * share / 1.5,
            evaluation_rank: 4 - at % 4,
            has_seed: true,
            human: HumanFigures { similarity: said, recognition: None, naturalness: said },
        }
    });
    NewPublication { publication, clones: clones.collect() }
}

/// A report on these identities, with two clones, two seeds and a face of each.
pub fn report_of(names: &[&str]) -> Report {
    let recognizer = || RecognizerReport {
        classes: 9,
        accuracy: None,
        seconds: 1.0,
        file: "recognizers/x".into(),
        is_trained_here: true,
        loss: None,
        is_from_cache: false,
        trained_ms: None,
        network: String::new(),
        is_by_templates: false,
        given_templates: 0,
    };
    let whole = [0.0, 1.0];
    let mut config = ExperimentConfig::default();
    config.split.targets = names.len() as u32;
    Report {
        version: VERSION,
        config,
        device: DeviceReport::default(),
        recognizers: Recognizers { target: recognizer(), evaluation: recognizer() },
        networks: Vec::new(),
        agreements: Vec::new(),
        identities: names.iter().map(|name| identity(name)).collect(),
        totals: Totals {
            clones: 2 * names.len() as u32,
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
            intervals: Intervals { top1: whole, top5: whole, mean_target_score: whole, mean_evaluation_score: whole },
            clone_iterations_per_second: 1.0,
        },
        verdict: None,
        seconds: 1.0,
        authorised: Vec::new(),
        left_out: LeftOutFaces::default(),
    }
}

/// Adds a judge that ranks the clones of the first so many people first.
pub fn with_judge(mut report: Report, network: &str, accepted: usize) -> Report {
    let of = |rank: u32| Comparison {
        cosine: 0.5,
        nearer_strangers: 0.0,
        rank,
        accepted: [None; 2],
        accepted_by_others: [None; 2],
    };
    for (at, identity) in report.identities.iter_mut().enumerate() {
        identity.comparisons.push(IdentityComparisons {
            clones: vec![of(if at < accepted { 1 } else { 2 }); identity.clones.len()],
            seeds: vec![of(7); identity.seed.seeds.len()],
            ..Default::default()
        });
    }
    report.networks.push(NetworkReport {
        role: NetworkRole::Judge,
        name: network.into(),
        network: network.into(),
        file: String::new(),
        people: 65,
        accuracy: Some(0.97),
        comparisons: 1000,
        thresholds: [None; 2],
        true_accepts: [None; 2],
        totals: Default::default(),
    });
    report
}

fn identity(name: &str) -> IdentityReport {
    let pictures = |folder: &str| -> Vec<CloneReport> {
        let picture = |at: u32| CloneReport {
            file: format!("{folder}/{name}/{at:04}.png"),
            steps: 3,
            target_score: 0.5,
            evaluation_score: 0.25,
            target_rank: Some(1),
            evaluation_rank: 2,
        };
        (0..2).map(picture).collect()
    };
    IdentityReport {
        queries: 0,
        name: name.into(),
        target_label: 0,
        evaluation_label: 0,
        real_faces: vec![format!("faces/{name}/0000.png")],
        clones: pictures("clones"),
        seed: SeedReport { mean_target_score: 0.0, mean_evaluation_score: 0.0, top1: 0.0, seeds: pictures("seeds") },
        photographs: None,
        oracle_choice: 0,
        attacker_choice: 1,
        cmc: vec![0.0, 1.0],
        comparisons: Vec::new(),
    }
}
