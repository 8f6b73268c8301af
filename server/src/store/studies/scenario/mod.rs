//! A scenario that covers everything a [`StudyStore`] promises, for any database behind it.

pub mod sample;

use super::*;
use Population::{People, Pilot, Preview, Simulated};
use sample::{answer, everything, participant, study, texts};

/// Runs the whole scenario on a store without studies.
pub async fn whole(store: &dyn StudyStore) {
    makes_and_finds_studies(store).await;
    consent_has_versions(store, &study(1, 2)).await;
    states_admit(store, &study(1, 2).study.id).await;
    tokens_serve_once(store, &study(2, 2)).await;
    a_quiz_is_answered(store, &study(3, 2)).await;
    what_is_not_due_closed_or_too_fast_is_refused(store, &study(8, 2)).await;
    answers_are_taken_back(store, &study(4, 2)).await;
    the_idle_are_released(store, &study(5, 2)).await;
    previews_leave_nothing(store, &study(6, 2)).await;
    the_researcher_decides(store, &study(7, 2)).await;
}

async fn open(store: &dyn StudyStore, new: &NewStudy) -> StudyId {
    store.create(new.clone()).await.expect("kept");
    assert!(store.set_state(&new.study.id, StudyState::Open).await.expect("set"));
    new.study.id.clone()
}

async fn joins(store: &dyn StudyStore, new: NewParticipant) -> u64 {
    match store.join(new, everything()).await.expect("answered") {
        Joined::As(id) => id,
        other => panic!("{other:?}"),
    }
}

/// Answers the next `count` questions at that time.
async fn answers(store: &dyn StudyStore, participant: u64, count: usize, at_ms: u64) {
    for _ in 0..count {
        let question = store.progress(participant).await.expect("read").next[0].id;
        assert_eq!(store.answer(answer(participant, question, at_ms)).await.expect("kept"), Stored::First);
    }
}

async fn given(store: &dyn StudyStore, id: &StudyId, population: Population) -> Vec<u32> {
    store.loads(id, population).await.expect("read").iter().map(|load| load.given).collect()
}

async fn crowd(store: &dyn StudyStore, id: &StudyId, population: Population) -> [u32; 4] {
    let overview = store.overview(id).await.expect("read").expect("there");
    let crowd = overview.crowds.into_iter().find(|crowd| crowd.population == population).expect("counted");
    [crowd.joined, crowd.completed, crowd.withdrawn, crowd.answers]
}

async fn makes_and_finds_studies(store: &dyn StudyStore) {
    assert_eq!(store.overviews().await.expect("read"), []);
    let (older, newer) = (study(0, 1), study(1, 2));
    store.create(newer.clone()).await.expect("kept");
    store.create(older.clone()).await.expect("kept");
    assert!(store.create(newer.clone()).await.is_err(), "a name is used once");

    let overviews = store.overviews().await.expect("read");
    assert_eq!(overviews.iter().map(|of| &of.study).collect::<Vec<_>>(), [&newer.study, &older.study]);
    assert_eq!(overviews[0].items, 4, "those about clones");
    assert_eq!(
        overviews[0].crowds.iter().map(|crowd| crowd.population).collect::<Vec<_>>(),
        [People, Pilot, Simulated]
    );
    assert_eq!(store.overview(&newer.study.id).await.expect("read").as_ref(), Some(&overviews[0]));
    assert_eq!(store.by_link("link-1").await.expect("read").as_ref(), Some(&newer.study));
    assert_eq!(store.by_link("link-9").await.expect("read"), None);

    let items = store.items(&newer.study.id).await.expect("read");
    assert_eq!(items.iter().map(|row| row.item.clone()).collect::<Vec<_>>(), newer.items);
    let loads = store.loads(&newer.study.id, People).await.expect("read");
    assert_eq!(loads.len(), items.len());
    for (load, row) in loads.iter().zip(&items) {
        assert_eq!((load.item, load.task, load.kind), (row.id, row.item.task, row.item.kind));
        assert_eq!((&load.target, &load.run), (&row.item.target, &row.item.run));
        assert_eq!((load.pictures, load.given), (2, 0));
    }
    let picture = &newer.stimuli[3];
    let served = store.stimulus(&picture.id).await.expect("read").expect("there");
    assert_eq!(
        (&served.png, &served.workspace, served.state),
        (&picture.png, &newer.study.workspace, newer.study.state)
    );
    assert_eq!(store.stimulus("none").await.expect("read"), None);

    let nobody = StudyId("none".into());
    assert_eq!(store.overview(&nobody).await.expect("read"), None);
    assert!(!store.set_state(&nobody, StudyState::Open).await.expect("answered"));
    assert_eq!(store.revision(&nobody).await.expect("read"), 0);
    assert_eq!(store.items(&nobody).await.expect("read"), []);
}

async fn consent_has_versions(store: &dyn StudyStore, new: &NewStudy) {
    let id = &new.study.id;
    assert_eq!(store.set_consent(id, &texts("Do you still?")).await.expect("kept"), Some(2));
    assert_eq!(store.set_consent(id, &texts("And now?")).await.expect("kept"), Some(3));
    assert_eq!(store.set_consent(&StudyId("none".into()), &texts("?")).await.expect("answered"), None);
    assert_eq!(store.consent(id, 1).await.expect("read"), Some(new.study.config.consent.clone()));
    assert_eq!(store.consent(id, 2).await.expect("read"), Some(texts("Do you still?")));
    assert_eq!(store.consent(id, 4).await.expect("read"), None);
    let now = store.by_link(&new.study.link).await.expect("read").expect("there");
    assert_eq!((now.consent_version, now.config.consent), (3, texts("And now?")));
}

async fn states_admit(store: &dyn StudyStore, id: &StudyId) {
    let mut number = 100;
    for (state, admitted) in [
        (StudyState::Draft, [false, false, false, true]),
        (StudyState::Pilot, [false, true, true, true]),
        (StudyState::Open, [true, false, true, true]),
        (StudyState::Closed, [false, false, false, true]),
    ] {
        store.set_state(id, state).await.expect("set");
        for (population, is_admitted) in [People, Pilot, Simulated, Preview].into_iter().zip(admitted) {
            number += 1;
            let joined = store.join(participant(id, population, number), everything()).await.expect("answered");
            assert_eq!(joined != Joined::NotOpen, is_admitted, "{state:?} {population:?}: {joined:?}");
        }
    }
    assert_eq!(crowd(store, id, People).await, [1, 0, 0, 0]);
    assert_eq!(crowd(store, id, Pilot).await, [1, 0, 0, 0]);
    assert_eq!(crowd(store, id, Simulated).await, [2, 0, 0, 0]);
    assert_eq!(given(store, id, Simulated).await, [2; 6]);
    assert_eq!(given(store, id, Preview).await, [0; 6]);
    let raters = store.raters(id, Simulated).await.expect("read");
    assert!(raters.iter().all(|rater| rater.simulated.as_deref() == Some("honest")), "{raters:?}");
    let nowhere = store.join(participant(&StudyId("none".into()), Preview, 99), everything()).await;
    assert_eq!(nowhere.expect("answered"), Joined::NotOpen);
}

async fn tokens_serve_once(store: &dyn StudyStore, new: &NewStudy) {
    let id = &open(store, new).await;
    assert_eq!(store.unused_tokens(id).await.expect("read"), ["one-2", "two-2"]);
    let with = |token: &str, number| NewParticipant { token: Some(token.into()), ..participant(id, People, number) };
    joins(store, with("one-2", 200)).await;
    for (token, number) in [("one-2", 201), ("none", 202), ("one-1", 203)] {
        let joined = store.join(with(token, number), everything()).await.expect("answered");
        assert_eq!(joined, Joined::NoToken, "{token}");
    }
    assert_eq!(crowd(store, id, People).await, [1, 0, 0, 0]);
    store.set_state(id, StudyState::Closed).await.expect("set");
    assert_eq!(store.join(with("two-2", 204), everything()).await.expect("answered"), Joined::NotOpen);
    assert_eq!(store.unused_tokens(id).await.expect("read"), ["two-2"], "a closed door spends no token");
    store.withdraw("back-00200").await.expect("withdrawn");
    assert_eq!(store.unused_tokens(id).await.expect("read"), ["two-2"], "a spent token stays spent");
}

async fn a_quiz_is_answered(store: &dyn StudyStore, new: &NewStudy) {
    let id = &open(store, new).await;
    let person = participant(id, People, 300);
    let me = joins(store, person.clone()).await;
    let found = store.participant(id, &person.key_hash).await.expect("read").expect("there");
    assert_eq!((found.id, &found.study, found.population), (me, id, People));
    assert_eq!((found.completion_code, found.withdrawal_code), (person.completion_code, person.withdrawal_code));
    assert_eq!((found.language.as_str(), found.is_withdrawn), ("ja", false));
    assert_eq!(store.participant(id, &[9; 32]).await.expect("read"), None);
    assert_eq!(given(store, id, People).await, [1; 6], "a repeat is no further vote");

    // Practice, clones 1 and 2 of task 0, clones 1 and 2 of task 1, the control, and clone 1 again.
    let start = store.progress(me).await.expect("read");
    assert_eq!((start.answered, start.total, start.begins_task), (0, 6, true));
    assert_eq!(start.next.iter().map(|next| next.position).collect::<Vec<_>>(), [0, 1]);
    let (practice, first) = (&start.next[0], &start.next[1]);
    assert_eq!((&practice.item.item, &first.item.item), (&new.items[0], &new.items[1]));
    assert_eq!((first.order.as_slice(), first.is_repeat), ([1, 0].as_slice(), false));
    assert_eq!(store.assignment(me, first.id).await.expect("read").as_ref(), Some(first));
    assert_eq!(store.assignment(me + 1, first.id).await.expect("read"), None);

    let before = store.revision(id).await.expect("read");
    assert_eq!(store.answer(answer(me, practice.id, 20_000)).await.expect("kept"), Stored::First);
    assert_ne!(store.revision(id).await.expect("read"), before);
    let then = store.progress(me).await.expect("read");
    assert_eq!((then.answered, then.total, then.begins_task), (0, 6, false), "practice does not count");
    assert_eq!(store.answer(answer(me, first.id, 20_001)).await.expect("kept"), Stored::First);
    let other = NewAnswer { value: 5, ..answer(me, first.id, 20_002) };
    let before = store.revision(id).await.expect("read");
    assert_eq!(store.answer(other).await.expect("answered"), Stored::Again);
    assert_eq!(store.revision(id).await.expect("read"), before, "nothing changed");
    assert_eq!(store.answer(answer(me + 1, first.id, 20_003)).await.expect("answered"), Stored::NoQuestion);
    assert_eq!(store.answer(answer(me, u64::MAX, 20_003)).await.expect("answered"), Stored::NoQuestion);

    answers(store, me, 1, 20_004).await;
    let second_task = store.progress(me).await.expect("read");
    assert_eq!((second_task.answered, second_task.begins_task), (2, true));
    assert_eq!(crowd(store, id, People).await, [1, 0, 0, 2]);
    answers(store, me, 4, 20_009).await;
    let done = store.progress(me).await.expect("read");
    assert_eq!(done, Progress { next: Vec::new(), answered: 6, total: 6, begins_task: false });
    assert_eq!(crowd(store, id, People).await, [1, 1, 0, 6]);

    let rows = store.answers(id, People).await.expect("read");
    assert_eq!(rows.iter().map(|row| row.position).collect::<Vec<_>>(), [1, 2, 3, 4, 5, 6]);
    let expected = AnswerRow {
        participant: me,
        item: first.item.id,
        position: 1,
        order: vec![1, 0],
        is_repeat: false,
        value: 3,
        response_ms: 1_234,
        focus_losses: 1,
        viewport: [640, 360],
        answered_ms: 20_001,
    };
    assert_eq!(rows[0], expected);
    assert_eq!((rows[5].item, rows[5].is_repeat), (first.item.id, true));
    assert_eq!(store.answers(id, Pilot).await.expect("read"), [], "populations are never mixed");
    let raters = store.raters(id, People).await.expect("read");
    assert_eq!((raters[0].seed, raters[0].completed_ms), (u64::MAX - 300, Some(20_009)));
    assert_eq!((raters[0].joined_ms, raters[0].consent_version), (10_300, 1));
}

async fn what_is_not_due_closed_or_too_fast_is_refused(store: &dyn StudyStore, new: &NewStudy) {
    let id = &open(store, new).await;
    let me = joins(store, participant(id, People, 800)).await;
    let [practice, first] = &store.progress(me).await.expect("read").next[..] else { panic!("two questions") };
    let kept = async |answer: NewAnswer| store.answer(answer).await.expect("answered");
    assert_eq!(kept(answer(me, first.id, 20_000)).await, Stored::NotDue, "practice comes first");
    let limited = |question, answered_ms| NewAnswer { fastest_ms: 400, ..answer(me, question, answered_ms) };
    assert_eq!(kept(limited(practice.id, 20_000)).await, Stored::First);
    // By the server's clock too soon after practice; by the page's too soon after the pictures.
    assert_eq!(kept(limited(first.id, 20_399)).await, Stored::TooFast);
    let hasty = NewAnswer { response_ms: 399, ..limited(first.id, 30_000) };
    assert_eq!(kept(hasty).await, Stored::TooFast);
    assert_eq!(crowd(store, id, People).await, [1, 0, 0, 0]);
    assert_eq!(store.raters(id, People).await.expect("read")[0].too_fast, 2);
    assert_eq!(store.progress(me).await.expect("read").next[0].id, first.id, "it is still due");
    // A page said that it took a day, for a question that was out for less than half a second.
    let endless = NewAnswer { response_ms: 86_400_000, ..limited(first.id, 20_400) };
    assert_eq!(kept(endless).await, Stored::First);
    assert_eq!(store.answers(id, People).await.expect("read").last().map(|row| row.response_ms), Some(400));
    let second = store.progress(me).await.expect("read").next[0].id;
    assert_eq!(kept(limited(second, 19_000)).await, Stored::First, "the clock was set back");
    assert_eq!(kept(NewAnswer { response_ms: 1, ..limited(first.id, 20_401) }).await, Stored::Again);

    store.set_state(id, StudyState::Closed).await.expect("set");
    let next = store.progress(me).await.expect("read").next[0].id;
    assert_eq!(kept(answer(me, next, 30_000)).await, Stored::Closed);
    assert_eq!(kept(answer(me, first.id, 30_000)).await, Stored::Again, "what was kept stays so");
    assert_eq!(crowd(store, id, People).await, [1, 0, 0, 2]);
    let trial = joins(store, participant(id, Preview, 801)).await;
    answers(store, trial, 1, 30_000).await;
    store.set_state(id, StudyState::Open).await.expect("set");
    answers(store, me, 1, 30_000).await;

    store.turn_away(id).await.expect("counted");
    assert_eq!(store.overview(id).await.expect("read").expect("there").turned_away, 1);
}

async fn answers_are_taken_back(store: &dyn StudyStore, new: &NewStudy) {
    let id = &open(store, new).await;
    let person = participant(id, People, 400);
    let (me, other) = (joins(store, person.clone()).await, joins(store, participant(id, People, 401)).await);
    assert_eq!(joins(store, person.clone()).await, me, "once a key");
    answers(store, me, 7, 20_000).await;
    answers(store, other, 2, 20_000).await;
    assert_eq!(given(store, id, People).await, [2; 6]);
    assert_eq!(store.withdraw("back-00499").await.expect("answered"), None);
    let before = store.revision(id).await.expect("read");
    assert_eq!(store.withdraw(" bAcK - 00400 ").await.expect("withdrawn"), Some(6), "practice does not count");
    assert_ne!(store.revision(id).await.expect("read"), before);
    assert_eq!(store.withdraw("BACK-00400").await.expect("answered"), Some(0));

    assert_eq!(given(store, id, People).await, [1; 6]);
    assert_eq!(crowd(store, id, People).await, [1, 0, 1, 1]);
    assert!(store.answers(id, People).await.expect("read").iter().all(|row| row.participant == other));
    assert_eq!(store.raters(id, People).await.expect("read").iter().map(|of| of.id).collect::<Vec<_>>(), [other]);
    let left = store.participant(id, &person.key_hash).await.expect("read").expect("the mark stays");
    assert!(left.is_withdrawn);
    assert_eq!((left.language.as_str(), left.completion_code.as_str()), ("", ""));
    assert_eq!(store.progress(me).await.expect("read").next, []);
    assert!(!store.decide(id, me, Some(true), None).await.expect("answered"));
    store.release(u64::from(u32::MAX)).await.expect("released");
    assert_eq!(given(store, id, People).await, [1, 1, 0, 0, 0, 0], "only the other's two answers are left");
}

async fn the_idle_are_released(store: &dyn StudyStore, new: &NewStudy) {
    let id = &open(store, new).await;
    let idle = joins(store, participant(id, People, 500)).await;
    let busy = joins(store, participant(id, People, 501)).await;
    answers(store, idle, 2, 30_000).await;
    answers(store, busy, 1, 40_000).await;
    store.release(30_000).await.expect("released");
    assert_eq!(given(store, id, People).await, [2; 6], "active at that very moment");
    for _ in 0..2 {
        store.release(30_001).await.expect("released");
        assert_eq!(given(store, id, People).await, [2, 2, 1, 1, 1, 1], "only once, and not what was answered");
    }
    answers(store, idle, 1, 50_000).await;
    assert_eq!(given(store, id, People).await, [2; 6], "has come back");
    store.release(60_000).await.expect("released");
    assert_eq!(given(store, id, People).await, [2, 1, 1, 0, 0, 0]);
    assert_eq!(store.withdraw("Back-00500").await.expect("withdrawn"), Some(2));
    assert_eq!(given(store, id, People).await, [1, 0, 0, 0, 0, 0]);
    answers(store, busy, 6, 70_000).await;
    store.release(80_000).await.expect("released");
    assert_eq!(given(store, id, People).await, [1; 6], "whoever is done stays counted");
}

async fn previews_leave_nothing(store: &dyn StudyStore, new: &NewStudy) {
    store.create(new.clone()).await.expect("kept");
    let id = &new.study.id;
    let before = store.revision(id).await.expect("read");
    let trial = joins(store, participant(id, Preview, 600)).await;
    answers(store, trial, 3, 20_000).await;
    assert_eq!(store.answers(id, Preview).await.expect("read").len(), 2);
    assert_eq!(given(store, id, Preview).await, [0; 6]);
    assert_eq!(store.revision(id).await.expect("read"), before, "no result shows previews");
    store.set_state(id, StudyState::Pilot).await.expect("set");
    let pilot = joins(store, participant(id, Pilot, 601)).await;
    answers(store, pilot, 3, 20_000).await;

    store.forget_previews(id).await.expect("forgotten");
    assert_eq!(store.answers(id, Preview).await.expect("read"), []);
    assert_eq!(store.raters(id, Preview).await.expect("read"), []);
    let forgotten = participant(id, Preview, 600).key_hash;
    assert_eq!(store.participant(id, &forgotten).await.expect("read"), None);
    assert_eq!(crowd(store, id, Pilot).await, [1, 0, 0, 2]);
}

async fn the_researcher_decides(store: &dyn StudyStore, new: &NewStudy) {
    let id = &open(store, new).await;
    let recruit = Some((["person", "study", "session"].map(Into::into), 5_000));
    let recruited = NewParticipant { recruit, ..participant(id, People, 700) };
    let rater = joins(store, recruited.clone()).await;
    let other_browser = NewParticipant { recruit: recruited.recruit.clone(), ..participant(id, People, 701) };
    let again = store.join(other_browser, Box::new(|_| Vec::new())).await.expect("answered");
    assert_eq!(again, Joined::Before, "one vote for each of the service's people");
    let paid = store.payments(id, People).await.expect("read");
    let ids = Some(["person", "study", "session"].map(Into::into));
    assert_eq!(paid.iter().map(|of| (of.rater, of.recruit.clone())).collect::<Vec<_>>(), [(rater, ids)]);
    assert_eq!(paid[0].completion_code, recruited.completion_code);
    store.forget_recruits(5_000).await.expect("forgotten");
    let words = async || {
        let raters = store.raters(id, People).await.expect("read");
        (raters[0].use_decision, raters[0].accepted)
    };
    assert_eq!(words().await, (None, None));
    for (used, accepted) in [(Some(false), Some(true)), (None, Some(false)), (Some(true), None)] {
        let before = store.revision(id).await.expect("read");
        assert!(store.decide(id, rater, used, accepted).await.expect("kept"));
        assert_eq!(words().await, (used, accepted));
        assert_ne!(store.revision(id).await.expect("read"), before);
    }
    assert!(!store.decide(id, rater + 1, None, None).await.expect("answered"));
    assert!(!store.decide(&study(1, 2).study.id, rater, None, None).await.expect("answered"), "of another study");
}
