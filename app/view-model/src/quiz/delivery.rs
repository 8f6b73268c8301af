//! Delivery of an answer to the server: it is kept until the server confirms that it is stored, sent again on failure,
//! and never sent twice at a time. The server stores an answer once, however often it arrives.

use std::time::Duration;
use wire::study::quiz::SubmittedAnswer;

/// An answer is sent again after this long without a reply.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// The answer to deliver.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Delivery {
    held: Option<SubmittedAnswer>,
    /// Number of the current attempt, from 1; 0 if there is none.
    under_way: u32,
    attempts: u32,
}

/// What to do after a failed attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remedy {
    /// Send it again, after the wait of this attempt (from 0; see [`crate::backoff`]).
    Retry(u32),
    /// Load the participant's state, since the server will never accept the answer.
    Ask,
    /// Nothing: another attempt is in progress, or the answer is stored.
    Nothing,
}

/// Why an attempt failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// There was no reply within [`PATIENCE`], or the server failed.
    Lost,
    /// The server refused the answer.
    Refused,
}

impl Delivery {
    /// Keeps an answer to deliver. Returns false if another is still kept, which comes first.
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

    /// The answer to send now and the number of this attempt; `None` if there is none, or it is being sent.
    pub fn begin(&mut self) -> Option<(SubmittedAnswer, u32)> {
        let given = self.held.filter(|_| self.under_way == 0)?;
        self.attempts += 1;
        self.under_way = self.attempts;
        Some((given, self.attempts))
    }

    /// Notes that the server has stored the answer to this question. Returns false if it was no longer kept.
    pub fn stored(&mut self, assignment: u64) -> bool {
        let is_it = self.held.is_some_and(|given| given.assignment == assignment);
        if is_it {
            *self = Self::default();
        }
        is_it
    }

    /// Notes that an attempt failed.
    pub fn failed(&mut self, attempt: u32, failure: Failure) -> Remedy {
        if self.held.is_none() || self.under_way != attempt {
            return Remedy::Nothing;
        }
        self.under_way = 0;
        match failure {
            Failure::Lost => Remedy::Retry(attempt - 1),
            Failure::Refused => Remedy::Ask,
        }
    }

    /// Drops the answer, since the server expects another question to be answered.
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
        assert_eq!(delivery.failed(1, Failure::Lost), Remedy::Retry(0));
        assert_eq!(delivery.begin(), Some((given(7), 2)));
        assert_eq!(delivery.failed(2, Failure::Lost), Remedy::Retry(1));
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
        delivery.failed(1, Failure::Lost);
        delivery.begin();
        assert_eq!(delivery.failed(1, Failure::Lost), Remedy::Nothing);
        assert!(delivery.stored(7), "but that it is stored is welcome from whichever");
        assert_eq!(delivery.failed(2, Failure::Lost), Remedy::Nothing);
    }

    #[test]
    fn what_the_server_will_never_take_is_not_sent_again() {
        let mut delivery = Delivery::default();
        delivery.hold(given(7));
        delivery.begin();
        assert_eq!(delivery.failed(1, Failure::Refused), Remedy::Ask);
        delivery.drop_held();
        assert_eq!(delivery.begin(), None);
    }
}
