//! Training learns, is reproducible, stops on request, and resumes from a checkpoint as if never interrupted.

use super::*;
use crate::recognizer::{ConvolutionLayer, WeightError};

/// Identifies the training of these tests.
const THIS: &str = "faces of two";

fn architecture() -> Architecture {
    Architecture {
        input: 8,
        convolutions: vec![ConvolutionLayer { kernel: 3, channels: 4 }],
        hidden: vec![16],
        classes: 2,
    }
}

fn settings() -> TrainingSettings {
    TrainingSettings {
        epochs: 6,
        batch_size: 4,
        learning_rate: 0.02,
        dropout: 0.1,
        flip: true,
        shift: 1,
        brightness: 0.1,
        patience: 0,
        enough_accuracy: 2.0,
        seed: 3,
    }
}

/// Two easily distinguished people: one is dark above, the other below.
fn faces() -> FaceStore {
    let face = |image: usize| {
        let upper_is_dark = image.is_multiple_of(2);
        (0..192).map(move |at| if (at < 96) == upper_is_dark { 20 + image as u8 } else { 220 - image as u8 })
    };
    FaceStore::from_bytes(8, (0..16).flat_map(face).collect())
}

fn run(settings: &TrainingSettings, from: Option<Checkpoint>, observer: TrainingObserver<'_>) -> Option<Trained> {
    let faces = faces();
    let sample = |image: usize| Sample { image, label: (image % 2) as u32 };
    let lessons = TrainingData {
        faces: &faces,
        training: (0..12).map(sample).collect(),
        held_out: (12..16).map(sample).collect(),
    };
    train(&architecture(), &lessons, settings, &crate::testing::device(), from, observer)
}

fn uninterrupted(settings: &TrainingSettings) -> Trained {
    run(settings, None, &mut |_| ControlFlow::Continue(())).expect("not stopped")
}

#[test]
fn two_people_are_distinguished_and_the_loss_falls() {
    let trained = uninterrupted(&settings());
    assert_eq!(trained.accuracy, 1.0, "{:?}", trained.history);
    assert!(trained.history[5].loss < trained.history[0].loss, "{:?}", trained.history);
}

#[test]
fn training_taken_up_at_a_checkpoint_ends_with_the_same_bytes() {
    let whole = uninterrupted(&settings());
    let mut bytes = Vec::new();
    let stopped = run(&settings(), None, &mut |event| match event {
        TrainingEvent::Epoch { figures, checkpoint } if figures.epoch == 3 => {
            bytes = checkpoint().to_bytes(THIS);
            ControlFlow::Break(())
        }
        _ => ControlFlow::Continue(()),
    });
    assert!(stopped.is_none());
    let checkpoint = Checkpoint::from_bytes(&bytes, &architecture(), THIS).expect("a checkpoint");
    assert_eq!(checkpoint.epochs(), 3);
    let resumed = run(&settings(), Some(checkpoint), &mut |_| ControlFlow::Continue(())).expect("not stopped");
    assert_eq!(resumed.weights, whole.weights);
    assert_eq!(resumed.history, whole.history);
}

/// Training that was stopped within its first epoch used to start over.
#[test]
fn training_taken_up_at_any_step_ends_with_the_same_bytes() {
    let settings = TrainingSettings { epochs: 3, ..settings() };
    let whole = uninterrupted(&settings);
    let mut stops = 0;
    loop {
        let (mut told, mut bytes) = (0, None);
        let stopped = run(&settings, None, &mut |event| match event {
            TrainingEvent::Step { checkpoint, .. } if told == stops => {
                bytes = Some(checkpoint().to_bytes(THIS));
                ControlFlow::Break(())
            }
            TrainingEvent::Step { .. } => {
                told += 1;
                ControlFlow::Continue(())
            }
            TrainingEvent::Epoch { .. } => ControlFlow::Continue(()),
        });
        let Some(bytes) = bytes else {
            // In each of three epochs: three steps, and one batch of held-out images.
            assert!(stops == 12 && stopped.is_some());
            return;
        };
        stops += 1;
        let checkpoint = Checkpoint::from_bytes(&bytes, &architecture(), THIS).expect("a checkpoint");
        let resumed = run(&settings, Some(checkpoint), &mut |_| ControlFlow::Continue(())).expect("not stopped");
        assert_eq!((&resumed.weights, &resumed.history), (&whole.weights, &whole.history), "stop {stops}");
    }
}

#[test]
fn enough_accuracy_and_lost_patience_stop_early() {
    let enough = uninterrupted(&TrainingSettings { enough_accuracy: 0.5, epochs: 50, ..settings() });
    assert!(enough.history.len() < 50 && enough.accuracy >= 0.5, "{:?}", enough.history);
    // With almost no learning rate, accuracy never improves after the first epoch.
    let lost = uninterrupted(&TrainingSettings { learning_rate: 1e-12, patience: 2, epochs: 50, ..settings() });
    assert_eq!(lost.history.len(), 3, "{:?}", lost.history);
}

#[test]
fn a_checkpoint_of_another_network_or_training_is_refused() {
    let mut bytes = Vec::new();
    run(&settings(), None, &mut |event| match event {
        TrainingEvent::Epoch { checkpoint, .. } => {
            bytes = checkpoint().to_bytes(THIS);
            ControlFlow::Break(())
        }
        TrainingEvent::Step { .. } => ControlFlow::Continue(()),
    });
    let other = Architecture { classes: 3, ..architecture() };
    let error = Checkpoint::from_bytes(&bytes, &other, THIS).expect_err("another network").to_string();
    assert!(error.contains("fc2"), "{error}");
    let error = Checkpoint::from_bytes(&bytes, &architecture(), "faces of others").expect_err("another training");
    assert_eq!(error, WeightError::OtherTraining);
}
