//! What participants see: the quiz of a link, and taking one's answers back.

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

/// Gives the heading of a new screen the focus, so that readers go on there. The first screen's is where they are anyway.
fn begin_at(heading: NodeRef<H1>, session: Session) {
    Effect::new(move || {
        if let Some(heading) = heading.get().filter(|_| session.has_moved()) {
            // Fails only for what cannot have the focus.
            let _ = heading.focus();
        }
    });
}
