//! A scenario that covers everything a [`CommentStore`] promises, for any database behind it.

use super::*;

/// Runs the whole scenario on a store without comments.
pub async fn whole(store: &dyn CommentStore) {
    let (run, other) = (run(1), run(2));
    assert_eq!(store.comments(&run).await.expect("read"), []);
    let (first, second) = (comment(1, &run, 20), comment(2, &run, 10));
    for new in [&first, &second, &comment(3, &other, 5)] {
        assert_eq!(store.add_comment(new.clone(), MANY).await.expect("kept"), Added::Kept);
    }
    assert!(store.add_comment(first.clone(), MANY).await.is_err(), "a name is used once");
    assert_eq!(store.comments(&run).await.expect("read"), [second.clone(), first.clone()], "oldest first");
    assert_eq!(store.comment_count(&run).await.expect("counted"), 2);
    assert_eq!(store.comment(&first.id).await.expect("read"), Some(first.clone()));

    a_text_is_changed(store, &first).await;
    a_comment_is_deleted(store, &run, &second.id).await;
    assert_eq!(store.comment_count(&other).await.expect("counted"), 1, "others' comments stay");
    no_more_than_allowed(store, &other).await;
    no_more_of_one_author_than_allowed(store, &other).await;
}

async fn a_text_is_changed(store: &dyn CommentStore, first: &CommentRow) {
    let change = CommentChange {
        id: first.id.clone(),
        text: "otherwise".into(),
        edited_ms: 30,
        edited_by: "Grace \"O\" 'Neill".into(),
    };
    assert!(store.change_comment(change.clone()).await.expect("changed"));
    let changed = store.comment(&first.id).await.expect("read").expect("there");
    let edited = Some((30, change.edited_by.clone()));
    assert_eq!(changed, CommentRow { text: "otherwise".into(), edited, ..first.clone() });
    let nothing = CommentChange { id: CommentId("00ff".into()), ..change };
    assert!(!store.change_comment(nothing).await.expect("answered"));
}

async fn a_comment_is_deleted(store: &dyn CommentStore, run: &RunId, id: &CommentId) {
    assert!(store.delete_comment(id).await.expect("deleted"));
    assert!(!store.delete_comment(id).await.expect("answered"));
    assert_eq!(store.comment(id).await.expect("read"), None);
    assert_eq!(store.comment_count(run).await.expect("counted"), 1);
}

async fn no_more_than_allowed(store: &dyn CommentStore, run: &RunId) {
    let two = CommentLimits { of_run: 2, of_author: None };
    assert_eq!(store.add_comment(comment(4, run, 6), two).await.expect("kept"), Added::Kept);
    assert_eq!(store.add_comment(comment(5, run, 7), two).await.expect("answered"), Added::RunIsFull);
    assert_eq!(store.comment_count(run).await.expect("counted"), 2);
}

/// Of the author there are one comment on the first run, of 20, and two on the other, of 5 and 6.
async fn no_more_of_one_author_than_allowed(store: &dyn CommentStore, other: &RunId) {
    let limits = |on_run, lately, since_ms| CommentLimits {
        of_run: 9,
        of_author: Some(AuthorLimits { on_run, lately, since_ms }),
    };
    let add = |limits| store.add_comment(comment(6, other, 8), limits);
    assert_eq!(add(limits(2, 9, 0)).await.expect("answered"), Added::AuthorHasMost);
    assert_eq!(add(limits(9, 3, 5)).await.expect("answered"), Added::TooFast, "on whichever run");
    let somebody_else = CommentRow { author: PersonId("00000000000000bb".into()), ..comment(7, other, 8) };
    assert_eq!(store.add_comment(somebody_else, limits(1, 1, 0)).await.expect("kept"), Added::Kept);
    assert_eq!(add(limits(3, 3, 6)).await.expect("kept"), Added::Kept, "what was before counts no more");
}

pub const MANY: CommentLimits = CommentLimits { of_run: 9, of_author: None };

fn run(n: u8) -> RunId {
    RunId(format!("{n:016x}"))
}

pub fn comment(n: u8, run: &RunId, created_ms: u64) -> CommentRow {
    CommentRow {
        id: CommentId(format!("{n:016x}")),
        run: run.clone(),
        author: PersonId("00000000000000aa".into()),
        author_name: "Ada".into(),
        text: format!("Clone {n} —\nZoë's, I'd say; <b>\"really\"</b> $1 %"),
        created_ms,
        edited: None,
    }
}
