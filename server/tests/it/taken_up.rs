//! Runs that are taken up again from what their folder holds.

use crate::support::tiny;
use engine::device::{Choice, choose};
use server::experiment::events::{Event, Observer};
use server::experiment::{Opening, Outcome, Plan, RunFolder, run};
use std::ops::ControlFlow;
use std::path::Path;

/// Has a run stopped when it tells of a recognizer's last epoch, or lets it go on.
struct Watcher {
    stops: bool,
}

impl Observer for Watcher {
    fn observe(&mut self, event: Event<'_>) -> ControlFlow<()> {
        match event {
            Event::Epoch(point) if self.stops && point.epoch == point.epochs => ControlFlow::Break(()),
            _ => ControlFlow::Continue(()),
        }
    }
}

fn go(folder: &Path, cache: &Path, opening: Opening, stops: bool) -> Outcome {
    let plan = Plan::new(tiny(), cache).expect("a configuration");
    let folder = RunFolder::open(folder, plan.config(), opening).expect("a folder");
    let device = choose(Choice::Cpu).expect("a processor");
    run(&plan, &folder, &device, &mut Watcher { stops }).expect("it goes well")
}

/// What training goes on from was once left for ever in a run that was cut off after its last epoch.
#[test]
fn what_training_goes_on_from_is_gone_when_it_is_over() {
    let data = tempfile::tempdir().expect("a folder");
    let [cut_off, whole, cache] = ["cut off", "whole", "cache"].map(|name| data.path().join(name));
    assert_eq!(go(&cut_off, &cache, Opening::Fresh, true), Outcome::Stopped);
    let left = cut_off.join("recognizers/target.checkpoint");
    let bytes = std::fs::read(&left).expect("left by the last epoch");
    assert!(!cut_off.join("recognizers/target.safetensors").exists());
    // Meanwhile another run of the same training brings its weights into the cache.
    assert_eq!(go(&whole, &cache, Opening::Fresh, false), Outcome::Finished);
    let of_whole = whole.join("recognizers/target.checkpoint");
    assert!(!of_whole.exists());
    assert_eq!(go(&cut_off, &cache, Opening::Resume, false), Outcome::Finished);
    assert!(!left.exists(), "the weights came from the cache");
    std::fs::write(&of_whole, bytes).expect("written");
    assert_eq!(go(&whole, &cache, Opening::Resume, false), Outcome::Finished);
    assert!(!of_whole.exists(), "the weights were there");
}
