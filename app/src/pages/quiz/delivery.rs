//! How an answer reaches the server: kept until the server says that it is stored, sent again when it does not, and
//! never twice at a time. The server stores an answer once however often it comes.

use crate::api::ApiError;
use wire::study::quiz::SubmittedAnswer;
use std::time::Duration;

/// After this long without a word an answer is sent again.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// The answer under way.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Delivery {
    held: Option<SubmittedAnswer>,
    /// Number of the attempt under way, from 1; 0 if none is.
    under_way: u32,
    attempts: u32,
}

/// What to do about an attempt that failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remedy {
    /// Send it again, after the wait of this attempt (from 0; see [`super::super::backoff`]).
    Retry(u32),
    /// The server will never take it: ask where the participant stands.
    Ask,
    /// Nothing: another attempt is under way, or it is stored.
    Nothing,
}

impl Delivery {
    /// Keeps an answer. False if another is kept still: it comes first.
    pub fn hold(&mut self, given: SubmittedAnswer) -> bool {
        let is_free = self.held.is_none();
        if is_free {
            *self = Self { held: Some(given), ..Self::default() };
        }
        is_free
    }

    /// The question whose answer is kept.
    pub fn question(&self) -> Option<u64> {
        self.held.map(|given| given.assignment)
    }

    /// Whether an answer is kept.
    pub fn is_held(&self) -> bool {
        self.held.is_some()
    }

    /// The answer to send now and the number of this attempt; `None` if there is none, or it is under way.
    pub fn begin(&mut self) -> Option<(SubmittedAnswer, u32)> {
        let given = self.held.filter(|_| self.under_way == 0)?;
        self.attempts += 1;
        self.under_way = self.attempts;
        Some((given, self.attempts))
    }

    /// The server has stored the answer to this question. False if it was not waited for any more.
    pub fn stored(&mut self, assignment: u64) -> bool {
        let is_it = self.held.is_some_and(|given| given.assignment == assignment);
        if is_it {
            *self = Self::default();
        }
        is_it
    }

    /// An attempt failed: with an error, or without a word for [`PATIENCE`].
    pub fn failed(&mut self, attempt: u32, error: Option<&ApiError>) -> Remedy {
        if self.held.is_none() || self.under_way != attempt {
            return Remedy::Nothing;
        }
        self.under_way = 0;
        match error {
            None | Some(ApiError::Transport(_) | ApiError::Internal) => Remedy::Retry(attempt - 1),
            Some(
                ApiError::NotFound(_)
                | ApiError::Conflict(_)
                | ApiError::SignedOut
                | ApiError::Forbidden(_)
                | ApiError::Invalid(_),
            ) => Remedy::Ask,
        }
    }

    /// Lets go of the answer: the server says that another question is due.
    pub fn drop_held(&mut self) {
        *self = Self::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(assignment: u64) -> SubmittedAnswer {
        SubmittedAnswer { assignment, value: 3, response_ms: 900, focus_losses: 0, viewport: [360, 640] }
    }

    #[test]
    fn an_answer_is_kept_until_it_is_stored_and_sent_once_at_a_time() {
        let mut delivery = Delivery::default();
        assert_eq!(delivery.begin(), None);
        assert!(delivery.hold(given(7)) && !delivery.hold(given(8)));
        assert_eq!(delivery.begin(), Some((given(7), 1)));
        assert_eq!(delivery.begin(), None, "it is under way");
        let lost = ApiError::Transport("no network".into());
        assert_eq!(delivery.failed(1, Some(&lost)), Remedy::Retry(0));
        assert_eq!(delivery.begin(), Some((given(7), 2)));
        assert_eq!(delivery.failed(2, None), Remedy::Retry(1));
        assert!(delivery.is_held());
        assert!(delivery.stored(7) && !delivery.is_held());
        assert!(!delivery.stored(7), "told twice");
        assert!(delivery.hold(given(8)));
    }

    #[test]
    fn what_a_slow_attempt_tells_after_the_next_has_begun_is_no_failure() {
        let mut delivery = Delivery::default();
        delivery.hold(given(7));
        delivery.begin();
        delivery.failed(1, None);
        delivery.begin();
        assert_eq!(delivery.failed(1, Some(&ApiError::Internal)), Remedy::Nothing);
        assert!(delivery.stored(7), "but that it is stored is welcome from whichever");
        assert_eq!(delivery.failed(2, None), Remedy::Nothing);
    }

    #[test]
    fn what_the_server_will_never_take_is_not_sent_again() {
        let mut delivery = Delivery::default();
        delivery.hold(given(7));
        delivery.begin();
        assert_eq!(delivery.failed(1, Some(&ApiError::NotFound("this question".into()))), Remedy::Ask);
        delivery.drop_held();
        assert_eq!(delivery.begin(), None);
    }
}
