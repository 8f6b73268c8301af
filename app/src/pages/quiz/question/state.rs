//! What the parts of a question share: the question, what is chosen, what is to be seen, the time.

use super::super::session::{Saving, Session, viewport};
use super::flash;
use super::focus::focus_of;
use leptos::ev;
use leptos::prelude::*;
use view_model::quiz::keys::{Meaning, meaning};
use view_model::quiz::question_layout::QuestionLayout;
use view_model::quiz::stopwatch::Stopwatch;
use wire::study::quiz::{Question, SubmittedAnswer};

/// What is to be seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PictureVisibility {
    /// Pictures are still coming.
    Loading,
    /// They are there, and wait for the participant to be ready.
    Hidden,
    /// They are shown.
    Shown,
    /// They were shown.
    Over,
}

/// A question being answered. Copies are handles of the same one.
#[derive(Clone, Copy)]
pub struct QuestionState {
    /// The way through the quiz.
    pub session: Session,
    /// What is chosen.
    pub chosen: RwSignal<Option<i32>>,
    /// What is to be seen.
    pub visibility: RwSignal<PictureVisibility>,
    /// A picture has not come whole yet.
    pub has_lost: RwSignal<bool>,
    /// How often the participant asked for such pictures again.
    pub again: RwSignal<u32>,
    coming: StoredValue<usize>,
    asked: StoredValue<(Question, QuestionLayout)>,
    watch: StoredValue<Stopwatch>,
}

impl QuestionState {
    /// Lays a question out.
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

    /// Reads the question and how it is laid out.
    pub fn read<T>(self, read: impl FnOnce(&Question, &QuestionLayout) -> T) -> T {
        self.asked.with_value(|(question, layout)| read(question, layout))
    }

    /// What is asked, in words; the instruction, where an answer is instructed.
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

    /// Whether "Next" does something now.
    pub fn can_go_on(self) -> bool {
        self.has_feedback() || (self.is_open() && self.chosen.get().is_some())
    }

    /// Whether the answer was talked over.
    pub fn has_feedback(self) -> bool {
        self.session.feedback.with(Option::is_some)
    }

    /// Chooses.
    pub fn choose(self, value: i32) {
        if untrack(|| self.is_open()) {
            self.chosen.set(Some(value));
        }
    }

    /// Confirms what is chosen; after feedback goes on; shows a picture that waits.
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

    /// Fetches pictures that have not come whole at once, and looks whether the question is still due.
    pub fn fetch_again(self) {
        self.again.update(|again| *again += 1);
        self.session.look();
    }

    /// One more picture is there, ready to be drawn.
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

    /// Shows a picture that waited, for as long as the task says.
    pub fn show(self) {
        self.shown();
        if let Some(flash_ms) = self.read(|_, layout| layout.flash_ms) {
            flash::remember(self.assignment());
            flash::after_frames(flash_ms, now, move || {
                // The question may be gone by now.
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

    /// The time runs from the next frame on.
    fn begin(self) {
        request_animation_frame(move || {
            self.watch.try_update_value(|watch| watch.begin(now()));
        });
    }

    /// Listens to keys, and to whether the page is left.
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
            // A key that is held down would answer question after question.
            Meaning::Confirm if event.repeat() => {}
            Meaning::Confirm => self.go_on(),
        }
    }
}

/// Milliseconds on the page's own clock, which nobody sets.
fn now() -> f64 {
    ev::Event::new("now").map_or(0.0, |event| event.time_stamp())
}
