//! State shared by the components of a question: the question, the choice, the visibility of pictures, and the time.

use super::super::session::{Saving, Session, viewport};
use super::flash;
use super::focus::focus_of;
use leptos::ev;
use leptos::prelude::*;
use view_model::quiz::keys::{Meaning, meaning};
use view_model::quiz::question_layout::QuestionLayout;
use view_model::quiz::stopwatch::Stopwatch;
use wire::study::quiz::{Question, SubmittedAnswer};

/// The visibility of the question's pictures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PictureVisibility {
    /// Still loading.
    Loading,
    /// Loaded, and hidden until the participant is ready.
    Hidden,
    /// Shown.
    Shown,
    /// Hidden again after a flash.
    Over,
}

/// The state of a question. Copies share it.
#[derive(Clone, Copy)]
pub struct QuestionState {
    /// The quiz session.
    pub session: Session,
    /// The chosen answer.
    pub chosen: RwSignal<Option<i32>>,
    /// The visibility of the question's pictures.
    pub visibility: RwSignal<PictureVisibility>,
    /// Whether a picture has not arrived complete yet.
    pub has_lost: RwSignal<bool>,
    /// How often the participant requested such pictures again.
    pub again: RwSignal<u32>,
    coming: StoredValue<usize>,
    asked: StoredValue<(Question, QuestionLayout)>,
    watch: StoredValue<Stopwatch>,
}

impl QuestionState {
    /// The initial state of a question.
    pub fn new(session: Session, question: Question) -> Self {
        let layout = QuestionLayout::of(&question);
        Self {
            session,
            chosen: RwSignal::new(None),
            visibility: RwSignal::new(PictureVisibility::Loading),
            has_lost: RwSignal::new(false),
            again: RwSignal::new(0),
            coming: StoredValue::new(question.pictures.len()),
            asked: StoredValue::new((question, layout)),
            watch: StoredValue::new(Stopwatch::default()),
        }
    }

    /// Reads the question and its layout.
    pub fn read<T>(self, read: impl FnOnce(&Question, &QuestionLayout) -> T) -> T {
        self.asked.with_value(|(question, layout)| read(question, layout))
    }

    /// The question in words, or the instruction of an attention check.
    pub fn question_text(self) -> String {
        let session = self.session;
        self.read(|question, layout| match question.instructed {
            Some(value) => {
                let answer = session.with_words(|words| layout.answer_in_words(value, words));
                session.fill("question.instructed", &[("answer", &answer)])
            }
            None => session.say(layout.question),
        })
    }

    /// Whether an answer can be chosen now.
    pub fn is_open(self) -> bool {
        let is_free = matches!(self.session.saving.get(), Saving::Nothing | Saving::Stored | Saving::TooFast);
        matches!(self.visibility.get(), PictureVisibility::Shown | PictureVisibility::Over)
            && is_free
            && !self.has_feedback()
    }

    /// Whether "Next" is enabled.
    pub fn can_go_on(self) -> bool {
        self.has_feedback() || (self.is_open() && self.chosen.get().is_some())
    }

    /// Whether there is feedback on the answer.
    pub fn has_feedback(self) -> bool {
        self.session.feedback.with(Option::is_some)
    }

    /// Chooses an answer.
    pub fn choose(self, value: i32) {
        if untrack(|| self.is_open()) {
            self.chosen.set(Some(value));
        }
    }

    /// Confirms the answer, continues after feedback, or shows a hidden picture.
    pub fn go_on(self) {
        if untrack(|| self.has_feedback()) {
            self.session.go_on();
        } else if self.visibility.get_untracked() == PictureVisibility::Hidden {
            self.show();
        } else if let Some(value) = self.chosen.get_untracked().filter(|_| untrack(|| self.is_open())) {
            let (response_ms, focus_losses) = self.watch.with_value(|watch| watch.read(now()));
            self.session.give(SubmittedAnswer {
                assignment: self.assignment(),
                value,
                response_ms,
                focus_losses,
                viewport: viewport(),
            });
        }
    }

    /// Fetches incomplete pictures again immediately, and checks that the question is still due.
    pub fn fetch_again(self) {
        self.again.update(|again| *again += 1);
        self.session.look();
    }

    /// Notes that one more picture is ready to draw.
    pub fn arrived(self) {
        let left = self.coming.try_update_value(|coming| {
            *coming = coming.saturating_sub(1);
            *coming
        });
        if left != Some(0) {
            return;
        }
        self.has_lost.set(false);
        match self.read(|_, layout| layout.flash_ms) {
            Some(_) if flash::was_shown(self.assignment()) => {
                self.visibility.set(PictureVisibility::Over);
                self.begin();
            }
            Some(_) => self.visibility.set(PictureVisibility::Hidden),
            None => self.shown(),
        }
    }

    /// Shows a hidden picture for as long as the task says.
    pub fn show(self) {
        self.shown();
        if let Some(flash_ms) = self.read(|_, layout| layout.flash_ms) {
            flash::remember(self.assignment());
            flash::after_frames(flash_ms, now, move || {
                // The question may be closed by now.
                let _ = self.visibility.try_set(PictureVisibility::Over);
            });
        }
    }

    fn assignment(self) -> u64 {
        self.read(|question, _| question.assignment)
    }

    fn shown(self) {
        self.visibility.set(PictureVisibility::Shown);
        self.begin();
    }

    /// Starts the time with the next frame.
    fn begin(self) {
        request_animation_frame(move || {
            self.watch.try_update_value(|watch| watch.begin(now()));
        });
    }

    /// Listens to keys, and to the page losing focus.
    pub fn listen(self) {
        let watch = self.watch;
        let leave = move || {
            watch.try_update_value(Stopwatch::leave);
        };
        let come_back = move || {
            watch.try_update_value(Stopwatch::come_back);
        };
        let handles =
            [
                window_event_listener_untyped("visibilitychange", move |_| {
                    if document().hidden() { leave() } else { come_back() }
                }),
                window_event_listener(ev::blur, move |_| leave()),
                window_event_listener(ev::focus, move |_| come_back()),
                window_event_listener(ev::keydown, move |event| self.key(&event)),
            ];
        on_cleanup(move || handles.into_iter().for_each(|handle| handle.remove()));
    }

    fn key(self, event: &ev::KeyboardEvent) {
        if event.ctrl_key() || event.alt_key() || event.meta_key() {
            return;
        }
        let Some(focus) = focus_of(event) else { return };
        let chosen = self.chosen.get_untracked();
        let Some(meaning) = self.read(|_, layout| meaning(&event.key(), focus, layout, chosen)) else { return };
        event.prevent_default();
        match meaning {
            Meaning::Choose(value) => self.choose(value),
            // A key held down would answer one question after another.
            Meaning::Confirm if event.repeat() => {}
            Meaning::Confirm => self.go_on(),
        }
    }
}

/// Milliseconds on the page's monotonic clock.
fn now() -> f64 {
    ev::Event::new("now").map_or(0.0, |event| event.time_stamp())
}
