//! What the store keeps of studies. Times are milliseconds since 1970 (UTC).

use wire::people::WorkspaceId;
use wire::run::RunId;
use wire::study::config::StudyConfig;
use wire::study::summary::{ParticipantCounts, StudyState};
use wire::study::{Population, StudyId};

/// A study.
#[derive(Clone, Debug, PartialEq)]
pub struct StudyRow {
    /// Names it.
    pub id: StudyId,
    /// To which workspace it belongs.
    pub workspace: WorkspaceId,
    /// Names it in the link for participants.
    pub link: String,
    /// Where it stands.
    pub state: StudyState,
    /// When it was made.
    pub created_ms: u64,
    /// What was chosen; its consent text is the newest version's.
    pub config: StudyConfig,
    /// The newest version of the consent text, from 1.
    pub consent_version: u32,
}

/// A study with its numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct StudyOverview {
    /// The study.
    pub study: StudyRow,
    /// Items about clones.
    pub items: u32,
    /// Of every population but previews.
    pub crowds: Vec<ParticipantCounts>,
    /// How often somebody was not let in because so many had come from their network.
    pub turned_away: u32,
}

/// All that a new study begins with.
#[derive(Clone, Debug)]
pub struct NewStudy {
    /// The study, as version 1 of its consent text.
    pub study: StudyRow,
    /// Its items, which name stimuli.
    pub items: Vec<NewItem>,
    /// Its pictures.
    pub stimuli: Vec<Stimulus>,
    /// Its single-use tokens.
    pub tokens: Vec<String>,
}

/// A picture as it is served.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stimulus {
    /// 32 hexadecimal digits from the system's random source.
    pub id: String,
    /// A PNG without anything but its pixels.
    pub png: Vec<u8>,
}

/// A picture, and whose it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServedStimulus {
    /// As in [`Stimulus`].
    pub png: Vec<u8>,
    /// To which workspace its study belongs.
    pub workspace: WorkspaceId,
    /// Where that stands.
    pub state: StudyState,
}

/// What an item shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ItemKind {
    /// A clone: what the study is about.
    Clone,
    /// A real photo of the target in the clone's place.
    Positive,
    /// A real photo of somebody else.
    Negative,
    /// A bare seed image.
    Seed,
    /// Says which answer to give.
    Attention,
    /// Does not count.
    Practice,
}

/// A question that can be asked.
#[derive(Clone, Debug, PartialEq)]
pub struct NewItem {
    /// Its task's place in the study's list, from 0.
    pub task: u32,
    /// What it shows.
    pub kind: ItemKind,
    /// The target identity; empty in practice.
    pub target: String,
    /// The run whose clones it shows; absent for controls that belong to none.
    pub run: Option<RunId>,
    /// The clone's number; of a pair, both in the order of `stimuli`.
    pub clones: Vec<u32>,
    /// Ids of the pictures, in the order of [`wire::study::quiz::Question`] before anything is shuffled.
    pub stimuli: Vec<String>,
    /// For recognition, which target each candidate is, in the order of `stimuli`.
    pub candidates: Vec<String>,
    /// The right answer, where there is one, in terms of the unshuffled pictures; for ratings the end of the scale that
    /// is to be expected; for attention checks the one to give.
    pub expected: Option<i32>,
    /// What the recognizers say of the clone (of a pair, of both).
    pub objective: Vec<Objective>,
}

/// What the recognizers say of a clone.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Objective {
    /// By the target recognizer, in [0,1].
    pub target_score: f64,
    /// By the evaluation recognizer, in [0,1].
    pub evaluation_score: f64,
    /// By the evaluation recognizer; 1 is best.
    pub evaluation_rank: u32,
}

/// An item as stored.
#[derive(Clone, Debug, PartialEq)]
pub struct ItemRow {
    /// Names it.
    pub id: u64,
    /// What it is.
    pub item: NewItem,
}

/// How often an item has been given to one population.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Load {
    /// The item.
    pub item: u64,
    /// Its task.
    pub task: u32,
    /// What it shows.
    pub kind: ItemKind,
    /// Its target.
    pub target: String,
    /// Its run, if it is about a clone.
    pub run: Option<RunId>,
    /// How many pictures it has.
    pub pictures: usize,
    /// Answered, or given to someone who may yet answer. Withdrawn and abandoned ones are not counted, nor are repeats.
    pub given: u32,
}

/// A question for a participant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewAssignment {
    /// The item.
    pub item: u64,
    /// Its pictures in shown order: `order[place]` is the place in the item's list.
    pub order: Vec<u8>,
    /// Comes a second time.
    pub is_repeat: bool,
}

/// Someone joins.
#[derive(Clone, Debug, PartialEq)]
pub struct NewParticipant {
    /// The study.
    pub study: StudyId,
    /// Which answers theirs are.
    pub population: Population,
    /// SHA-256 of the key, so that the file of the database lets nobody answer for them.
    pub key_hash: [u8; 32],
    /// The single-use token that is spent.
    pub token: Option<String>,
    /// The recruiting service's ids: participant, study, session; and when they are to be deleted.
    pub recruit: Option<([String; 3], u64)>,
    /// The language of the instructions.
    pub language: String,
    /// The consent text that was agreed to.
    pub consent_version: u32,
    /// Width and height of the page.
    pub viewport: [u32; 2],
    /// What a program calls its rule.
    pub simulated: Option<String>,
    /// Every random choice for them follows from this number.
    pub seed: u64,
    /// For payment.
    pub completion_code: String,
    /// Takes all answers back.
    pub withdrawal_code: String,
    /// When.
    pub joined_ms: u64,
}

/// A participant as the quiz needs them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Participant {
    /// Names them within the program.
    pub id: u64,
    /// The study.
    pub study: StudyId,
    /// Which answers theirs are.
    pub population: Population,
    /// The language of the instructions.
    pub language: String,
    /// For payment.
    pub completion_code: String,
    /// Takes all answers back.
    pub withdrawal_code: String,
    /// Have taken all answers back.
    pub is_withdrawn: bool,
}

/// A question given to a participant.
#[derive(Clone, Debug, PartialEq)]
pub struct Assignment {
    /// Names it.
    pub id: u64,
    /// The participant's place for it, from 0.
    pub position: u32,
    /// The question.
    pub item: ItemRow,
    /// As in [`NewAssignment`].
    pub order: Vec<u8>,
    /// Comes a second time.
    pub is_repeat: bool,
}

/// How far a participant is.
#[derive(Clone, Debug, PartialEq)]
pub struct Progress {
    /// The unanswered assignments with the lowest places, two at most: the question, and the one to preload.
    pub next: Vec<Assignment>,
    /// Answered ones before it that count (practice does not).
    pub answered: u32,
    /// All that count.
    pub total: u32,
    /// Whether no assignment of the question's task was answered yet.
    pub begins_task: bool,
}

/// An answer to store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NewAnswer {
    /// The participant.
    pub participant: u64,
    /// The question.
    pub assignment: u64,
    /// In terms of the unshuffled pictures; -1 for "can't tell".
    pub value: i32,
    /// Milliseconds from the pictures to the answer.
    pub response_ms: u32,
    /// How often the page lost the focus.
    pub focus_losses: u32,
    /// Width and height of the page.
    pub viewport: [u32; 2],
    /// When.
    pub answered_ms: u64,
    /// Sooner after its pictures, or after the participant's answer before, it is refused.
    pub fastest_ms: u32,
}

/// What became of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stored {
    /// It is the vote.
    First,
    /// There was one already, which stays.
    Again,
    /// The participant has no such question, or has withdrawn.
    NoQuestion,
    /// Not taken: a question before it is not answered yet.
    NotDue,
    /// Not taken: the study is closed.
    Closed,
    /// Not taken, and counted as such: nobody is so fast. The question is still due.
    TooFast,
}

/// What became of someone who wanted to join.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Joined {
    /// Has joined, by this number.
    As(u64),
    /// The token is none of the study's, or was used.
    NoToken,
    /// The study takes no participants of this population in its state.
    NotOpen,
    /// The recruiting service's participant has joined before, by another browser.
    Before,
}

/// An answer for analysis and export. Withdrawn ones are not there any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswerRow {
    /// The participant.
    pub participant: u64,
    /// The item.
    pub item: u64,
    /// The participant's place for it, from 0.
    pub position: u32,
    /// As in [`NewAssignment`].
    pub order: Vec<u8>,
    /// Came a second time.
    pub is_repeat: bool,
    /// In terms of the unshuffled pictures; -1 for "can't tell".
    pub value: i32,
    /// Milliseconds from the pictures to the answer.
    pub response_ms: u32,
    /// How often the page lost the focus.
    pub focus_losses: u32,
    /// Width and height of the page.
    pub viewport: [u32; 2],
    /// When.
    pub answered_ms: u64,
}

/// Payment data of a participant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaymentRow {
    /// Names them within the program.
    pub rater: u64,
    /// The recruiting service's ids, until they are deleted: participant, study, session.
    pub recruit: Option<[String; 3]>,
    /// The code that they are shown at the end.
    pub completion_code: String,
    /// When they answered the last question.
    pub completed_ms: Option<u64>,
    /// The researcher's word on payment.
    pub accepted: Option<bool>,
}

/// A participant for analysis and export.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RaterRow {
    /// Names them within the program.
    pub id: u64,
    /// When they joined.
    pub joined_ms: u64,
    /// When they answered the last question.
    pub completed_ms: Option<u64>,
    /// The language of the instructions.
    pub language: String,
    /// The consent text that was agreed to.
    pub consent_version: u32,
    /// What a program calls its rule.
    pub simulated: Option<String>,
    /// The stored seed of their random choices.
    pub seed: u64,
    /// Answers that were refused as too fast.
    pub too_fast: u32,
    /// The researcher's word on whether answers count.
    pub use_decision: Option<bool>,
    /// The researcher's word on payment.
    pub accepted: Option<bool>,
}
