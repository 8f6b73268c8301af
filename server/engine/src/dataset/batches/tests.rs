use super::*;

const LIVELY: Option<Augmentation> = Some(Augmentation { flip: true, shift: 1, brightness: 0.2 });

/// `count` faces of 2 x 2 pixels, all bytes of face i being i.
fn store(count: u8) -> FaceStore {
    FaceStore::from_bytes(2, (0..count).flat_map(|i| [i; 12]).collect())
}

/// Every face once, in reverse, labelled with its number plus 100.
fn samples(count: u8) -> Vec<Sample> {
    (0..count).rev().map(|i| Sample { image: i.into(), label: 100 + u32::from(i) }).collect()
}

fn epoch(batch: usize, augmentation: Option<Augmentation>, seed: u64, epoch: u32) -> Vec<Batch> {
    batches(batch, augmentation, Pass { seed, epoch, taken: 0 })
}

fn batches(batch: usize, augmentation: Option<Augmentation>, pass: Pass) -> Vec<Batch> {
    let mut batches = Vec::new();
    let flow = for_each_batch(&store(23), &samples(23), batch, augmentation, pass, &mut |batch| {
        batches.push(batch);
        ControlFlow::Continue(())
    });
    assert_eq!(flow, ControlFlow::Continue(()));
    batches
}

fn labels(batches: &[Batch]) -> Vec<u32> {
    batches.iter().flat_map(|batch| batch.labels.clone()).collect()
}

fn pixels(batches: &[Batch]) -> Vec<f32> {
    batches.iter().flat_map(|batch| batch.pixels.clone()).collect()
}

#[test]
fn measuring_sees_every_face_in_order_as_it_is() {
    let batches = epoch(5, None, 1, 1);
    assert_eq!(batches.iter().map(|batch| batch.len).collect::<Vec<_>>(), [5, 5, 5, 5, 3]);
    assert_eq!(labels(&batches), (100..123).rev().collect::<Vec<_>>());
    for (face, label) in pixels(&batches).chunks(12).zip(labels(&batches)) {
        assert_eq!(face, [(label - 100) as f32 / 255.0; 12]);
    }
}

#[test]
fn training_sees_every_face_once_in_another_order_each_epoch() {
    let (first, second) = (labels(&epoch(5, LIVELY, 1, 1)), labels(&epoch(5, LIVELY, 1, 2)));
    assert_ne!(first, second);
    for mut seen in [first, second] {
        assert_ne!(seen, (100..123).rev().collect::<Vec<_>>());
        seen.sort_unstable();
        assert_eq!(seen, (100..123).collect::<Vec<_>>());
    }
}

#[test]
fn a_pass_goes_on_after_the_batches_that_were_taken_before() {
    let whole = epoch(5, LIVELY, 1, 2);
    for taken in 0..=6 {
        let rest = batches(5, LIVELY, Pass { seed: 1, epoch: 2, taken });
        assert_eq!(rest, whole[taken.min(whole.len())..], "{taken}");
    }
}

#[test]
fn training_keeps_label_and_face_together() {
    let batches = epoch(4, Some(Augmentation { brightness: 0.0, flip: true, shift: 1 }), 1, 1);
    for (face, label) in pixels(&batches).chunks(12).zip(labels(&batches)) {
        assert_eq!(face, [(label - 100) as f32 / 255.0; 12]);
    }
}

#[test]
fn seed_and_epoch_decide_and_batch_size_does_not() {
    let one = epoch(5, LIVELY, 1, 1);
    assert_eq!(one, epoch(5, LIVELY, 1, 1));
    assert_eq!(pixels(&one), pixels(&epoch(23, LIVELY, 1, 1)));
    assert_ne!(pixels(&one), pixels(&epoch(5, LIVELY, 2, 1)));
    assert_ne!(pixels(&one), pixels(&epoch(5, LIVELY, 1, 2)));
}

#[test]
fn stopping_ends_at_once() {
    let mut taken = 0;
    let flow = for_each_batch(&store(23), &samples(23), 1, None, Pass::default(), &mut |_| {
        taken += 1;
        if taken == 3 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    assert_eq!((flow, taken), (ControlFlow::Break(()), 3));
}

#[test]
fn no_samples_make_no_batch() {
    let flow = for_each_batch(&store(1), &[], 5, LIVELY, Pass::default(), &mut |_| ControlFlow::Break(()));
    assert_eq!(flow, ControlFlow::Continue(()));
}

#[test]
#[should_panic]
fn a_sample_outside_the_store_is_a_mistake() {
    let _ = for_each_batch(&store(1), &[Sample { image: 1, label: 0 }], 1, None, Pass::default(), &mut |_| {
        ControlFlow::Continue(())
    });
}
