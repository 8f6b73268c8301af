//! Items are given out evenly while participants join, answer and leave.

use super::*;
use crate::store::studies::scenario::sample::least_given;

/// Participants come a hundred at a time, all at once; some answer everything, some a little, some take all back.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_joins_are_given_items_evenly() {
    let (data, store, id) = with_open_study(10).await;
    let mut chance = 0x2545_f491_4f6c_dd1d_u64;
    for round in 0..10 {
        let numbers = (round * 100..(round + 1) * 100).collect::<Vec<u64>>();
        let joins = numbers.iter().map(|&n| joined(&store, participant(&id, People, n), least_given(7, n + 1)));
        let people = join_all(joins).await;
        let spread = spread(&store, &id).await;
        assert!(spread <= 1, "{spread} in round {round}");

        let fates = people.into_iter().zip(numbers).map(|(person, number)| {
            chance ^= chance << 13;
            chance ^= chance >> 7;
            chance ^= chance << 17;
            live(&store, person, number, chance % 10)
        });
        let fates = fates.collect::<Vec<_>>();
        join_all(fates).await;
        store.release(20_000 + round).await.expect("released");
        assert_loads_are_counts(&store, &id, &mut around(data.path()).await).await;
    }
}

/// Seven in ten answer all, two a part, one withdraws.
async fn live(store: &SqliteDatabase, person: u64, number: u64, fate: u64) {
    let count = if fate < 7 { 7 } else { fate as usize - 5 };
    for _ in 0..count {
        let next = question(store, person).await;
        assert_eq!(store.answer(answer(person, next, 15_000)).await.expect("kept"), Stored::First);
    }
    if fate == 9 {
        let removed = store.withdraw(&format!("back-{number:05}")).await.expect("withdrawn");
        assert_eq!(removed, Some(count as u32));
    }
}

/// How much more often the most given clone was given than the least given.
async fn spread(store: &SqliteDatabase, id: &StudyId) -> u32 {
    let loads = store.loads(id, People).await.expect("read");
    let given = || loads.iter().filter(|load| load.kind == ItemKind::Clone).map(|load| load.given);
    given().max().unwrap_or(0) - given().min().unwrap_or(0)
}

async fn assert_loads_are_counts(store: &SqliteDatabase, id: &StudyId, around: &mut SqliteConnection) {
    for load in store.loads(id, People).await.expect("read") {
        let counted: u32 = query_scalar(
            "SELECT COUNT(*) FROM assignments a JOIN participants p ON p.id = a.participant
             LEFT JOIN answers r ON r.assignment = a.id
             WHERE a.item = ? AND a.is_repeat = 0 AND (r.assignment IS NOT NULL OR p.is_released = 0)",
        )
        .bind(load.item.cast_signed())
        .fetch_one(&mut *around)
        .await
        .expect("counted");
        assert_eq!(load.given, counted, "item {}", load.item);
    }
}
