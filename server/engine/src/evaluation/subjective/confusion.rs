//! Which identities raters recognised.

/// A rater's answer to the question of who is in a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// One of the identities that were offered, from 0.
    Identity(usize),
    /// "I can't tell."
    CannotTell,
}

/// The confusion matrix of identities, with a column for "can't tell".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Confusion {
    identities: usize,
    /// One row for each identity shown; the last column counts "can't tell".
    counts: Vec<u64>,
}

impl Confusion {
    /// Counts `(shown, answer)` among `identities`; `None` if an identity is out of range.
    pub fn of(identities: usize, answers: impl IntoIterator<Item = (usize, Answer)>) -> Option<Self> {
        let mut counts = vec![0; identities * (identities + 1)];
        for (shown, answer) in answers {
            let column = match answer {
                Answer::Identity(identity) if identity < identities => identity,
                Answer::Identity(_) => return None,
                Answer::CannotTell => identities,
            };
            *counts.get_mut(shown * (identities + 1) + column)? += 1;
        }
        Some(Self { identities, counts })
    }

    /// How many identities there are.
    pub fn identities(&self) -> usize {
        self.identities
    }

    /// How often `shown` was answered with `answer`.
    ///
    /// If the identity does not exist.
    pub fn count(&self, shown: usize, answer: Answer) -> u64 {
        match answer {
            Answer::Identity(identity) => self.row(shown)[..self.identities][identity],
            Answer::CannotTell => self.row(shown)[self.identities],
        }
    }

    /// How often `shown` was shown.
    ///
    /// # Panics
    /// If the identity does not exist.
    pub fn shown(&self, shown: usize) -> u64 {
        self.row(shown).iter().sum()
    }

    /// How many answers there are.
    pub fn total(&self) -> u64 {
        self.counts.iter().sum()
    }

    /// How many answers name the identity that was shown. Divided by [`total`](Self::total), this is the recognition
    /// rate, in which "can't tell" counts as a miss.
    pub fn correct(&self) -> u64 {
        (0..self.identities).map(|identity| self.count(identity, Answer::Identity(identity))).sum()
    }

    /// How many answers are "can't tell".
    pub fn cannot_tell(&self) -> u64 {
        (0..self.identities).map(|identity| self.count(identity, Answer::CannotTell)).sum()
    }

    fn row(&self, shown: usize) -> &[u64] {
        &self.counts[shown * (self.identities + 1)..][..self.identities + 1]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Answer::{CannotTell, Identity};

    #[test]
    fn worked_by_hand() {
        let answers =
            [(0, Identity(0)), (0, Identity(1)), (0, CannotTell), (1, Identity(1)), (1, Identity(1)), (2, CannotTell)];
        let confusion = Confusion::of(3, answers).expect("known identities");
        assert_eq!(confusion.count(0, Identity(1)), 1);
        assert_eq!(confusion.count(1, Identity(1)), 2);
        assert_eq!(confusion.count(1, Identity(0)), 0, "the matrix has a direction");
        assert_eq!(confusion.count(2, CannotTell), 1);
        assert_eq!((confusion.shown(0), confusion.total()), (3, 6));
        assert_eq!((confusion.correct(), confusion.cannot_tell()), (3, 2));
    }

    #[test]
    fn an_identity_that_is_not_there_is_refused() {
        assert_eq!(Confusion::of(2, [(2, CannotTell)]), None);
        assert_eq!(Confusion::of(2, [(0, Identity(2))]), None, "it must not be taken for \"can't tell\"");
    }
}
