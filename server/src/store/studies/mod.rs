//! Where studies are kept.

pub(super) mod admission;
pub(crate) mod columns;
mod rows;
#[cfg(test)]
pub(crate) mod scenario;

use super::database::error::StoreFuture;
pub use admission::takes_answers;
pub use rows::*;
use wire::study::summary::StudyState;
use wire::study::{Population, StudyId, Texts};

/// Chooses a participant's questions from all items and how often each was given to their population.
pub type Choose = Box<dyn FnOnce(&[Load]) -> Vec<NewAssignment> + Send>;

/// Keeps studies.
pub trait StudyStore: Send + Sync + 'static {
    /// Keeps a new study.
    fn create(&self, study: NewStudy) -> StoreFuture<'_, ()>;
    /// All studies, newest first.
    fn overviews(&self) -> StoreFuture<'_, Vec<StudyOverview>>;
    /// A study.
    fn overview<'a>(&'a self, id: &'a StudyId) -> StoreFuture<'a, Option<StudyOverview>>;
    /// The study of a link.
    fn by_link<'a>(&'a self, link: &'a str) -> StoreFuture<'a, Option<StudyRow>>;
    /// Tokens that nobody has used.
    fn unused_tokens<'a>(&'a self, id: &'a StudyId) -> StoreFuture<'a, Vec<String>>;
    /// Sets where a study stands; false if there is none.
    fn set_state<'a>(&'a self, id: &'a StudyId, state: StudyState) -> StoreFuture<'a, bool>;
    /// Keeps a new version of the consent text; its number, or `None` if there is no such study.
    fn set_consent<'a>(&'a self, id: &'a StudyId, consent: &'a Texts) -> StoreFuture<'a, Option<u32>>;
    /// A version of the consent text.
    fn consent<'a>(&'a self, id: &'a StudyId, version: u32) -> StoreFuture<'a, Option<Texts>>;
    /// A picture.
    fn stimulus<'a>(&'a self, id: &'a str) -> StoreFuture<'a, Option<ServedStimulus>>;
    /// All items of a study, in order.
    fn items<'a>(&'a self, id: &'a StudyId) -> StoreFuture<'a, Vec<ItemRow>>;
    /// Every item's load of one population, in order.
    fn loads<'a>(&'a self, id: &'a StudyId, population: Population) -> StoreFuture<'a, Vec<Load>>;

    /// Someone joins, unless their key or their recruiting service's id has joined before: spends the token, chooses
    /// questions and keeps all, in one transaction. A study in draft takes previews only; a pilot also the pilot's and
    /// simulated participants; an open one people, and simulated ones.
    fn join(&self, participant: NewParticipant, choose: Choose) -> StoreFuture<'_, Joined>;
    /// Who has this key in this study.
    fn participant<'a>(&'a self, study: &'a StudyId, key_hash: &'a [u8; 32]) -> StoreFuture<'a, Option<Participant>>;
    /// How far a participant is.
    fn progress(&self, participant: u64) -> StoreFuture<'_, Progress>;
    /// One question of a participant.
    fn assignment(&self, participant: u64, assignment: u64) -> StoreFuture<'_, Option<Assignment>>;
    /// Counts that somebody was not let in because so many had come from their network.
    fn turn_away<'a>(&'a self, id: &'a StudyId) -> StoreFuture<'a, ()>;
    /// Keeps an answer, once, if its question is due, the study open, and the answer not too fast.
    fn answer(&self, answer: NewAnswer) -> StoreFuture<'_, Stored>;
    /// Removes the answers of the participant with this code, and the recruiting service's ids. Returns how many
    /// answers counted, or `None` if nobody has the code. A second time it is 0.
    fn withdraw<'a>(&'a self, code: &'a str) -> StoreFuture<'a, Option<u32>>;

    /// Unanswered questions of participants who have answered nothing since `before_ms` are no longer counted as given.
    /// If such a participant comes back, they count again.
    fn release(&self, before_ms: u64) -> StoreFuture<'_, ()>;
    /// Deletes the recruiting services' ids that are due.
    fn forget_recruits(&self, now_ms: u64) -> StoreFuture<'_, ()>;
    /// Deletes what previews left in a study.
    fn forget_previews<'a>(&'a self, id: &'a StudyId) -> StoreFuture<'a, ()>;

    /// Changes with whatever may change a study's results.
    fn revision<'a>(&'a self, id: &'a StudyId) -> StoreFuture<'a, u64>;
    /// All answers of a population, practice apart, by participant and place.
    fn answers<'a>(&'a self, id: &'a StudyId, population: Population) -> StoreFuture<'a, Vec<AnswerRow>>;
    /// Everybody of a population who has joined and not withdrawn.
    fn raters<'a>(&'a self, id: &'a StudyId, population: Population) -> StoreFuture<'a, Vec<RaterRow>>;
    /// Payment data of everybody in a population who has joined and not withdrawn.
    fn payments<'a>(&'a self, id: &'a StudyId, population: Population) -> StoreFuture<'a, Vec<PaymentRow>>;
    /// Keeps the researcher's word; false if there is no such rater in the study.
    fn decide<'a>(
        &'a self,
        id: &'a StudyId,
        rater: u64,
        used: Option<bool>,
        accepted: Option<bool>,
    ) -> StoreFuture<'a, bool>;
}
