use super::super::fold::tests::{state, step};
use super::*;
use futures_util::FutureExt;

fn hub() -> Arc<Hub> {
    Hub::new(state(), Vec::new())
}

fn batch(slot: u16, sequence: u64) -> FrameBatch {
    FrameBatch { slot: (0, slot), iteration: 0, sequence, bytes: Bytes::from(sequence.to_string()) }
}

/// Everything a viewer would send now: the kind of each event, the text of each batch.
fn drain(viewer: &mut Viewer) -> Vec<String> {
    let mut seen = Vec::new();
    loop {
        match viewer.what_next() {
            Next::Send(Message::Event(text)) => {
                let value: serde_json::Value = serde_json::from_str(&text).expect("JSON");
                seen.extend(value.as_object().expect("an event under its kind").keys().cloned());
            }
            Next::Send(Message::Frames(bytes)) => seen.push(String::from_utf8(bytes.to_vec()).expect("text")),
            Next::Wait => return seen,
            Next::Close(reason) => {
                seen.push(format!("{reason:?}"));
                return seen;
            }
        }
    }
}

#[test]
fn late_viewers_get_the_whole_state_and_all_latest_frames_at_once() {
    let hub = hub();
    for (slot, sequence) in [(0, 1), (1, 2), (0, 3)] {
        hub.show([batch(slot, sequence)]);
    }
    hub.publish(step(0));
    assert_eq!(drain(&mut hub.join(None)), ["everything", "2", "3"]);
}

#[test]
fn a_slow_viewer_gets_only_the_newest_frame_of_each_clone() {
    let hub = hub();
    let mut viewer = hub.join(None);
    drain(&mut viewer);
    for sequence in 1..=100 {
        hub.show([batch((sequence % 2) as u16, sequence)]);
    }
    hub.publish(step(0));
    assert_eq!(drain(&mut viewer), ["step", "99", "100"]);
    assert!(drain(&mut viewer).is_empty());
}

#[test]
fn viewers_that_miss_too_many_events_get_the_whole_state() {
    let hub = hub();
    let mut viewer = hub.join(None);
    drain(&mut viewer);
    for iteration in 0..LOG as u32 {
        hub.publish(step(iteration));
    }
    assert_eq!(drain(&mut viewer).len(), LOG);
    for iteration in 0..=LOG as u32 {
        hub.publish(step(1000 + iteration));
    }
    assert_eq!(drain(&mut viewer), ["everything"]);
}

#[test]
fn a_step_back_in_time_sends_everything_to_all() {
    let hub = hub();
    let mut viewer = hub.join(None);
    drain(&mut viewer);
    hub.publish(step(5));
    hub.publish(step(10));
    hub.publish(step(5));
    assert_eq!(drain(&mut viewer), ["everything"]);
    hub.publish(step(10));
    assert_eq!(drain(&mut viewer), ["step"]);
}

#[test]
fn the_end_comes_after_all_else_and_the_first_reason_stays() {
    let hub = hub();
    let mut viewer = hub.join(None);
    hub.show([batch(0, 1)]);
    hub.end(CloseReason::RunOver);
    hub.end(CloseReason::ShuttingDown);
    assert_eq!(drain(&mut viewer), ["everything", "1", "RunOver"]);
}

#[test]
fn viewers_are_counted_while_they_live() {
    let hub = hub();
    let first = hub.join(None);
    let second = hub.join(None);
    assert_eq!(hub.state().viewers, 2);
    drop(first);
    assert_eq!(hub.state().viewers, 1);
    drop(second);
    assert_eq!(hub.state().viewers, 0);
}

/// Folds all that a viewer would send now; gives the number of messages.
fn fold_all(viewer: &mut Viewer, into: &mut LiveState) -> usize {
    let mut messages = 0;
    while let Next::Send(Message::Event(text)) = viewer.what_next() {
        into.apply(serde_json::from_str(&text).expect("an event"));
        messages += 1;
    }
    messages
}

#[test]
fn a_crowd_of_a_thousand_costs_few_messages_and_ends_with_the_right_number() {
    let hub = hub();
    let mut first = hub.join(None);
    let mut seen = state();
    fold_all(&mut first, &mut seen);
    let crowd: Vec<_> = (0..999).map(|_| hub.join(None)).collect();
    let messages = fold_all(&mut first, &mut seen);
    assert!(messages < 100, "{messages} messages");
    assert!(seen.viewers.abs_diff(1000) <= 1000 / CROWD, "{} viewers", seen.viewers);
    hub.publish(step(0));
    assert_eq!(fold_all(&mut first, &mut seen), 2);
    assert_eq!(seen, hub.state());
    drop(crowd);
    let messages = fold_all(&mut first, &mut seen);
    assert!(messages < 100, "{messages} messages");
    assert_eq!(seen.viewers, 1);
}

fn person(name: &str) -> Option<Watcher> {
    Some(Watcher { id: wire::people::PersonId(name.into()), name: name.into() })
}

#[test]
fn a_few_who_watch_learn_each_others_names_at_once() {
    let hub = hub();
    let (mut first, mut seen) = (hub.join(person("Ada")), state());
    fold_all(&mut first, &mut seen);
    let second = hub.join(person("Grace"));
    assert_eq!(fold_all(&mut first, &mut seen), 1);
    assert_eq!((seen.viewers, seen.watching.names.join(" ")), (2, "Ada Grace".into()));
    drop(second);
    fold_all(&mut first, &mut seen);
    assert_eq!(seen.watching, Viewers { names: vec!["Ada".into()], others: 0 });
}

#[test]
fn names_of_a_thousand_cost_no_more_messages_than_their_number_and_none_is_long() {
    let hub = hub();
    let (mut first, mut seen) = (hub.join(person("first")), state());
    fold_all(&mut first, &mut seen);
    let mut crowd: VecDeque<_> = (0..999).map(|n| hub.join(person(&format!("person {n}")))).collect();
    let mut messages = fold_all(&mut first, &mut seen);
    // First in, first out, so that every departure changes the names.
    while let Some(next) = crowd.pop_front() {
        drop(next);
        while let Next::Send(Message::Event(text)) = first.what_next() {
            assert!(text.len() < 400, "{text}");
            seen.apply(serde_json::from_str(&text).expect("an event"));
            messages += 1;
        }
    }
    assert!(messages < 200, "{messages} messages");
    assert_eq!((seen.viewers, seen.watching.names.join(" ")), (1, "first".into()));
}

#[test]
fn many_new_viewers_share_a_state_and_get_the_rest_as_events() {
    let hub = hub();
    let crowd: Vec<_> = (0..100).map(|_| hub.join(None)).collect();
    let mut states = std::collections::HashSet::new();
    for iteration in 0..50 {
        hub.publish(step(iteration));
        let mut viewer = hub.join(None);
        let Next::Send(Message::Event(first)) = viewer.what_next() else { panic!("everything comes first") };
        states.insert(first.as_ptr());
        let mut seen = state();
        seen.apply(serde_json::from_str(&first).expect("an event"));
        fold_all(&mut viewer, &mut seen);
        // The viewer that has just joined need not know the number yet.
        assert_eq!(seen, LiveState { viewers: seen.viewers, watching: seen.watching.clone(), ..hub.state() });
    }
    assert!(states.len() < 25, "{} states were written", states.len());
    drop(crowd);
    hub.publish(step(50));
    assert_eq!(drain(&mut hub.join(None)), ["everything"], "one alone gets the newest state");
}

#[test]
fn deferred_events_wake_nobody_and_precede_the_next_event() {
    let hub = hub();
    let mut viewer = hub.join(None);
    drain(&mut viewer);
    viewer.changed().now_or_never();
    hub.publish_later(step(0));
    assert!(viewer.changed().now_or_never().is_none());
    hub.show([batch(0, 7)]);
    assert!(viewer.changed().now_or_never().is_some());
    assert_eq!(drain(&mut viewer), ["step", "7"]);
}

#[tokio::test]
async fn a_change_before_the_wait_is_not_missed() {
    let hub = hub();
    let mut viewer = hub.join(None);
    drain(&mut viewer);
    hub.publish(step(0));
    viewer.changed().await;
    assert_eq!(drain(&mut viewer), ["step"]);
}
