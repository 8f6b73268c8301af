use super::super::fold::tests::{state, step};
use super::*;

fn hub() -> Arc<Hub> {
    Hub::new(state(), Vec::new())
}

fn parcel(slot: u16, sequence: u64) -> Parcel {
    Parcel { slot: (0, slot), sequence, bytes: Bytes::from(sequence.to_string()) }
}

/// Everything a viewer would send now: the kind of each event, the text of each parcel.
fn drain(viewer: &mut Viewer) -> Vec<String> {
    let mut seen = Vec::new();
    loop {
        match viewer.what_next() {
            Next::Send(Message::Event(text)) => {
                let value: serde_json::Value = serde_json::from_str(&text).expect("JSON");
                seen.push(value["type"].as_str().expect("a kind").to_owned());
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
fn who_comes_late_gets_everything_and_all_latest_frames_at_once() {
    let hub = hub();
    for (slot, sequence) in [(0, 1), (1, 2), (0, 3)] {
        hub.show([parcel(slot, sequence)]);
    }
    hub.publish(step(0));
    assert_eq!(drain(&mut hub.join()), ["everything", "2", "3"]);
}

#[test]
fn a_slow_viewer_gets_only_the_newest_frame_of_each_clone() {
    let hub = hub();
    let mut viewer = hub.join();
    drain(&mut viewer);
    for sequence in 1..=100 {
        hub.show([parcel((sequence % 2) as u16, sequence)]);
    }
    hub.publish(step(0));
    assert_eq!(drain(&mut viewer), ["step", "99", "100"]);
    assert!(drain(&mut viewer).is_empty());
}

#[test]
fn who_misses_too_many_events_gets_everything_instead() {
    let hub = hub();
    let mut viewer = hub.join();
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
    let mut viewer = hub.join();
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
    let mut viewer = hub.join();
    hub.show([parcel(0, 1)]);
    hub.end(CloseReason::RunOver);
    hub.end(CloseReason::ShuttingDown);
    assert_eq!(drain(&mut viewer), ["everything", "1", "RunOver"]);
}

#[test]
fn viewers_are_counted_while_they_live() {
    let hub = hub();
    let first = hub.join();
    let second = hub.join();
    assert_eq!(hub.state().viewers, 2);
    drop(first);
    assert_eq!(hub.state().viewers, 1);
    drop(second);
    assert_eq!(hub.state().viewers, 0);
}

#[tokio::test]
async fn a_change_before_the_wait_is_not_missed() {
    let hub = hub();
    let mut viewer = hub.join();
    drain(&mut viewer);
    hub.publish(step(0));
    viewer.changed().await;
    assert_eq!(drain(&mut viewer), ["step"]);
}
