//! Keeps the pictures on the canvases in step with the target and the position that the viewer chose.

use super::PageState;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The pictures to show.
#[derive(Clone, Copy, PartialEq)]
struct Wanted {
    target: usize,
    clones: usize,
    /// The snapshot to show; while following, the newest, to fill gaps.
    iteration: Option<u32>,
    following: bool,
}

/// Starts to keep them in step.
pub fn keep_shown(view: PageState) {
    let wanted = Memo::new(move |_| {
        let (following, newest) = view.scrubber.with(|scrubber| (scrubber.is_following(), scrubber.iteration()));
        Wanted {
            target: view.target.get(),
            clones: view.of_target(|target| target.clones as usize),
            iteration: newest.filter(|_| !following || view.is_settled()),
            following,
        }
    });
    Effect::new(move || show(view, wanted.get()));
}

fn show(view: PageState, wanted: Wanted) {
    let frames = view.live.frames;
    view.missing.set(false);
    if wanted.following {
        frames.follow();
    }
    let Some(iteration) =
        wanted.iteration.filter(|_| !wanted.following || !frames.has_live(wanted.target, wanted.clones))
    else {
        return;
    };
    let id = view.live.state.with_untracked(|state| state.run.id.clone());
    spawn_local(async move {
        let found = frames.show_snapshot(&id, wanted.target, iteration, !wanted.following).await;
        // The page may be closed by now.
        let _ = view.missing.try_set(!found);
    });
}
