//! State shared by the components of the page.

use super::pictures::Pictures;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use std::time::Duration;
use view_model::compare::address::{Address, OverlayMode};
use view_model::compare::blink::Rate;
use view_model::compare::difference::Gain;
use view_model::compare::item::{Item, items};
use view_model::compare::subject::Subject;
use view_model::compare::timeline::Timeline;
use wire::compare::ComparedRun;

/// Wait between the last change and the update of the address.
const QUIET: Duration = Duration::from_millis(300);

/// The state of the page. Copies share it.
#[derive(Clone, Copy)]
pub struct CompareView {
    /// The runs or targets under comparison.
    pub subject: StoredValue<Subject>,
    /// The runs compared.
    pub runs: StoredValue<Vec<ComparedRun>>,
    /// The number of places.
    pub places: usize,
    /// The clone at each place.
    pub items: Memo<Vec<Option<Item>>>,
    /// All steps with snapshots.
    pub timeline: Memo<Timeline>,
    /// For whole runs, the target shown.
    pub target: RwSignal<usize>,
    /// The iteration shown; `None` for the clones as judged.
    pub step: RwSignal<Option<u32>>,
    /// How two pictures are laid over each other.
    pub mode: RwSignal<OverlayMode>,
    /// The two places in the overlay.
    pub pair: RwSignal<[usize; 2]>,
    /// The share of the first picture that is shown, in per cent.
    pub divider: RwSignal<u8>,
    /// The rate of blinking.
    pub rate: RwSignal<Rate>,
    /// The amplification of differences.
    pub gain: RwSignal<Gain>,
    /// The pictures at all places.
    pub pictures: Pictures,
}

impl CompareView {
    /// The state for an address, with the runs that it names.
    pub fn new(address: Address, runs: Vec<ComparedRun>) -> Self {
        let Address { subject, target, step, mode, pair, divider, rate, gain } = address;
        let places = subject.len();
        let (subject, runs, target) = (StoredValue::new(subject), StoredValue::new(runs), RwSignal::new(target));
        let items = Memo::new(move |_| {
            subject.with_value(|subject| runs.with_value(|runs| items(subject, target.get(), runs)))
        });
        let timeline = Memo::new(move |_| {
            items.with(|items| Timeline::new(items.iter().flatten().map(|item| item.snapshots.as_slice())))
        });
        let view = Self {
            subject,
            runs,
            places,
            items,
            timeline,
            target,
            step: RwSignal::new(step),
            mode: RwSignal::new(mode),
            pair: RwSignal::new(pair),
            divider: RwSignal::new(divider),
            rate: RwSignal::new(rate),
            gain: RwSignal::new(gain),
            pictures: Pictures::new(places),
        };
        view.show();
        view
    }

    /// Reads the item at a place.
    pub fn of_item<T>(&self, place: usize, read: impl FnOnce(&Item) -> T) -> Option<T> {
        self.items.with(|items| items.get(place).and_then(Option::as_ref).map(read))
    }

    /// The clones shown, as a comparison of clones.
    pub fn as_clones(&self) -> Subject {
        let clones = self.items.get_untracked().into_iter().flatten().map(|item| item.clone);
        Subject::Clones(clones.collect())
    }

    /// Keeps the pictures in step with the choices.
    fn show(self) {
        Effect::new(move || {
            let step = self.step.get();
            self.items.with(|items| {
                for (place, item) in items.iter().enumerate() {
                    self.pictures.want(place, item.as_ref().and_then(|item| item.picture(step)));
                }
            });
        });
    }

    /// Keeps the address in step with the choices, so that it can be shared.
    pub fn keep_address(self) {
        let navigate = use_navigate();
        let query = Memo::new(move |_| self.address().query());
        Effect::new(move |before: Option<String>| {
            let now = query.get();
            if before.is_some_and(|before| before != now) {
                let (navigate, asked) = (navigate.clone(), now.clone());
                let follow = move || {
                    // Unless there was a later change, or the page was closed.
                    if query.try_get_untracked().as_ref() == Some(&asked) {
                        let options = NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() };
                        navigate(&format!("/compare?{asked}"), options);
                    }
                };
                set_timeout(follow, QUIET);
            }
            now
        });
    }

    fn address(self) -> Address {
        Address {
            subject: self.subject.get_value(),
            target: self.target.get(),
            step: self.step.get(),
            mode: self.mode.get(),
            pair: self.pair.get(),
            divider: self.divider.get(),
            rate: self.rate.get(),
            gain: self.gain.get(),
        }
    }
}
