//! Participants' pages: the quiz, and the withdrawal of answers.

mod codes;
mod consent;
mod done;
mod instructions;
mod notice;
mod page;
mod question;
mod session;
mod withdraw;

pub use page::QuizPage;
pub use withdraw::WithdrawPage;

use leptos::html::H1;
use leptos::prelude::*;
use session::Session;

/// Focuses the heading of a new screen for screen readers. The first screen needs no focus.
fn begin_at(heading: NodeRef<H1>, session: Session) {
    Effect::new(move || {
        if let Some(heading) = heading.get().filter(|_| session.has_moved()) {
            // The heading can always be focused.
            let _ = heading.focus();
        }
    });
}
