//! Live run: the path of the run, clones as they form, curves, and a timeline to look back.

mod curves;
mod grid;
mod loupe;
mod notify;
mod path;
mod pictures;
mod status;
mod stop;
mod timeline;

use super::run_in_address;
use crate::api::get_live_state;
use crate::erased::IntoErasedView;
use crate::json::JsonResource;
use crate::live::{Link, LiveRun};
use crate::parts::error_note::ErrorNote;
use crate::parts::title::PageTitle;
use curves::Curves;
use grid::{Grid, Targets};
use leptos::prelude::*;
use loupe::Loupe;
use path::PathOfRun;
use status::{Notes, Status};
use timeline::Timeline;
use view_model::notification;
use view_model::scrubber::Scrubber;
use wire::live::{LiveState, StageKind, TargetLive};

/// State shared by the components of the page.
#[derive(Clone, Copy)]
struct PageState {
    live: LiveRun,
    /// The target that the viewer picked; `None` follows the run.
    picked: RwSignal<Option<usize>>,
    /// The target shown.
    target: Memo<usize>,
    /// The clone enlarged.
    enlarged: RwSignal<usize>,
    /// A past position on the timeline, with its target.
    past: RwSignal<Option<(usize, usize)>>,
    /// The timeline of the target shown.
    scrubber: Memo<Scrubber>,
    /// Whether the requested snapshot cannot be read.
    missing: RwSignal<bool>,
}

impl PageState {
    fn new(live: LiveRun) -> Self {
        let picked = RwSignal::new(None);
        let newest = Memo::new(move |_| live.state.with(newest_target));
        let target = Memo::new(move |_| picked.get().unwrap_or_else(|| newest.get()));
        let past = RwSignal::new(None::<(usize, usize)>);
        let scrubber = Memo::new(move |_| {
            let at = past.get().filter(|&(of, _)| of == target.get()).map(|(_, index)| index);
            Scrubber::new(live.state.with(|state| iterations(state, target.get())), at)
        });
        Self { live, picked, target, enlarged: RwSignal::new(0), past, scrubber, missing: RwSignal::new(false) }
    }

    /// Moves on the timeline.
    fn scrub(&self, move_it: impl FnOnce(&mut Scrubber)) {
        let mut scrubber = self.scrubber.get_untracked();
        move_it(&mut scrubber);
        self.past.set(scrubber.position().map(|index| (self.target.get_untracked(), index)));
    }

    /// Reads the target shown.
    fn of_target<T: Default>(&self, read: impl FnOnce(&TargetLive) -> T) -> T {
        let at = self.target.get();
        self.live.state.with(|state| state.targets.get(at).map(read).unwrap_or_default())
    }

    /// The clone enlarged, within the clones of the target shown.
    fn slot(&self) -> usize {
        let clones = self.of_target(|target| target.clones as usize);
        self.enlarged.get().min(clones.saturating_sub(1))
    }

    /// Whether the attack on the target shown is not in progress, so that no live pictures come.
    fn is_settled(&self) -> bool {
        let at = self.target.get();
        let attacked = self.live.state.with(|state| {
            let mut attacks = state.stages.iter().enumerate().filter(|(_, stage)| stage.kind == StageKind::Attack);
            attacks.nth(at).is_some_and(|(stage, _)| state.under_way().contains(&stage) && !state.run.state.is_over())
        });
        !attacked || matches!(self.live.link.get(), Link::Closed | Link::Refused | Link::NotAllowed)
    }
}

/// The last target with a snapshot.
fn newest_target(state: &LiveState) -> usize {
    state.targets.iter().rposition(|target| !target.points.is_empty()).unwrap_or(0)
}

fn iterations(state: &LiveState, target: usize) -> Vec<u32> {
    let points = state.targets.get(target).map(|target| target.points.as_slice()).unwrap_or_default();
    points.iter().map(|point| point.iteration).collect()
}

/// The page of a run, in progress or over.
#[component]
pub fn LiveRunPage() -> impl IntoView {
    let id = run_in_address();
    let state = JsonResource::new_with_options(move || id.get(), get_live_state, false);
    view! {
        <main id="main" class="page live">
            <Suspense fallback=|| {
                view! { <p class="quiet">"Loading the run…"</p> }
            }>
                {move || Suspend::new(async move {
                    match state.await {
                        Ok(state) => view! { <Run state /> }.into_erased(),
                        Err(error) => view! { <PageTitle text="Run" /> <ErrorNote error /> }.into_erased(),
                    }
                })}
            </Suspense>
        </main>
    }
    .into_erased()
}

#[component]
fn Run(state: LiveState) -> impl IntoView {
    let live = LiveRun::new(state);
    let view = PageState::new(live);
    pictures::keep_shown(view);
    let attacked =
        Memo::new(move |_| live.state.with(|state| state.targets.iter().any(|target| !target.points.is_empty())));
    view! {
        <PageTitle text=move || live.state.with(|state| notification::title(&state.run)) />
        <Status live />
        <PathOfRun live />
        <Show when=move || attacked.get() fallback=move || view! { <BeforeAttack live /> }>
            <div class="bench">
                <section class="clones" aria-label="Clones">
                    <Targets view />
                    <Grid view />
                    <Timeline view />
                </section>
                <Loupe view />
                <Curves view />
            </div>
        </Show>
        <Notes live />
    }
    .into_erased()
}

/// The page before the first clone.
#[component]
fn BeforeAttack(live: LiveRun) -> impl IntoView {
    let over = move || live.state.with(|state| state.run.state.is_over());
    let trains = move || !over() || live.state.with(|state| !state.epochs.is_empty());
    view! {
        <div class="bench before">
            <section class="clones placeholder">
                <p>
                    {move || {
                        if over() {
                            "This run ended before its first clone."
                        } else {
                            "Clones appear here once the recognizers are ready."
                        }
                    }}
                </p>
            </section>
            <Show when=trains>
                <section class="curves">
                    <h2>"Training of the recognizers"</h2>
                    <curves::Training live />
                </section>
            </Show>
        </div>
    }
    .into_erased()
}
