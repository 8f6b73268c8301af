//! What members of a workspace say about its runs, as one caller may read and write it: all members read and write,
//! authors and owners change and delete.
//!
//! Text is kept and given out as it was written; pages show it as text.

#[cfg(test)]
mod tests;

use crate::access::{Caller, Person};
use crate::digits;
use crate::error::{Error, answer};
use crate::lab::Laboratory;
use crate::names;
use crate::store::RunRow;
use crate::store::comments::{Added, AuthorLimits, CommentChange, CommentLimits, CommentRow};
use crate::store::database::Database;
use crate::time::now_ms;
use app::api::Answer;
use app::api::comments::Comments;
use std::sync::Arc;
use wire::comments::{Comment, CommentId, Discussion, LONGEST, LastEdit};
use wire::people::Role;
use wire::run::{Problem, RunId, RunState};

/// Comments on one run. Many more would make its page slow, and would be no discussion.
const MOST: u32 = 1000;
/// The last of them are for owners, so that nobody else ends a discussion.
const OF_OWNERS: u32 = 100;
/// Comments on one run by one person who does not own its workspace.
const MOST_OF_ONE: u32 = 200;
/// Comments by such a person on all runs, in [`LATELY_MS`].
const MOST_LATELY: u32 = 30;
const LATELY_MS: u64 = 10 * 60 * 1000;

/// Comments for one caller.
pub struct CallersComments {
    /// Keeps them.
    pub store: Arc<dyn Database>,
    /// Whose runs are spoken of.
    pub lab: Laboratory,
    /// Who asks.
    pub caller: Caller,
}

impl CallersComments {
    /// The run, if the caller is in its workspace, and who that is.
    fn run(&self, id: &RunId) -> Result<(RunRow, &Person), Error> {
        Ok((self.lab.row_seen_by(&self.caller, id)?, self.caller.signed_in()?))
    }

    async fn read(&self, id: &RunId) -> Result<Discussion, Error> {
        let (row, person) = self.run(id)?;
        let comments = self.store.comments(id).await?;
        let is_finished = row.state == RunState::Finished;
        let comments = comments.into_iter().map(|comment| shown(comment, person, &row)).collect();
        Ok(Discussion { run_name: row.config.name, is_finished, comments })
    }

    async fn count_them(&self, id: &RunId) -> Result<u32, Error> {
        self.run(id)?;
        Ok(self.store.comment_count(id).await?)
    }

    async fn add(&self, id: &RunId, text: &str) -> Result<CommentId, Error> {
        let (row, person) = self.run(id)?;
        let text = checked(text)?;
        let limits = limits(person.role(&row.workspace));
        let comment = CommentRow {
            id: CommentId(digits::random(8)?),
            run: row.id,
            author: person.id.clone(),
            author_name: person.name.clone(),
            text,
            created_ms: now_ms(),
            edited: None,
        };
        let name = comment.id.clone();
        let why = match self.store.add_comment(comment, limits).await? {
            Added::Kept => return Ok(name),
            Added::RunIsFull => {
                format!("this run has {} comments, and takes no more; delete some first", limits.of_run)
            }
            Added::AuthorHasMost => {
                format!("{MOST_OF_ONE} comments on this run are yours, and it takes no more of you; delete some first")
            }
            Added::TooFast => format!(
                "you wrote {MOST_LATELY} comments in {} minutes; wait a little, or write longer ones",
                LATELY_MS / 60_000
            ),
        };
        Err(Error::Conflict(why))
    }

    async fn replace(&self, run: &RunId, id: CommentId, text: &str) -> Result<(), Error> {
        let (row, person) = self.run(run)?;
        let text = checked(text)?;
        self.changeable(&id, &row, person).await?;
        let change = CommentChange { id, text, edited_ms: now_ms(), edited_by: person.name.clone() };
        self.store.change_comment(change).await?.then_some(()).ok_or_else(none)
    }

    async fn remove(&self, run: &RunId, id: CommentId) -> Result<(), Error> {
        let (row, person) = self.run(run)?;
        self.changeable(&id, &row, person).await?;
        self.store.delete_comment(&id).await?.then_some(()).ok_or_else(none)
    }

    /// That there is this comment on the run, and the person may change it.
    async fn changeable(&self, id: &CommentId, row: &RunRow, person: &Person) -> Result<(), Error> {
        let comment = self.store.comment(id).await?.filter(|comment| comment.run == row.id).ok_or_else(none)?;
        let refused = Error::Forbidden("only its author and owners of the workspace may change or delete a comment");
        may_change(&comment, person, row).then_some(()).ok_or(refused)
    }
}

fn none() -> Error {
    Error::NoFile("this comment".into())
}

fn limits(role: Option<Role>) -> CommentLimits {
    match role {
        Some(Role::Owner) => CommentLimits { of_run: MOST, of_author: None },
        _ => {
            let since_ms = now_ms().saturating_sub(LATELY_MS);
            let author = AuthorLimits { on_run: MOST_OF_ONE, lately: MOST_LATELY, since_ms };
            CommentLimits { of_run: MOST - OF_OWNERS, of_author: Some(author) }
        }
    }
}

fn may_change(comment: &CommentRow, person: &Person, row: &RunRow) -> bool {
    comment.author == person.id || person.role(&row.workspace) == Some(Role::Owner)
}

fn shown(comment: CommentRow, person: &Person, row: &RunRow) -> Comment {
    Comment {
        is_mine: comment.author == person.id,
        may_change: may_change(&comment, person, row),
        id: comment.id,
        author: comment.author_name,
        text: comment.text,
        created_ms: comment.created_ms,
        edited: comment.edited.map(|(ms, by)| LastEdit { ms, by }),
    }
}

/// The text as it is kept: without spaces around it, and without characters that only confuse.
fn checked(text: &str) -> Result<String, Error> {
    let text = names::lines(text);
    let message = match text.chars().count() {
        0 => "write something first".into(),
        1..=LONGEST => return Ok(text),
        length => format!("{length} characters are too many; shorten it to {LONGEST}"),
    };
    Err(Error::Invalid(vec![Problem { field: "text".into(), message }]))
}

impl Comments for CallersComments {
    fn discussion(&self, run: RunId) -> Answer<'_, Discussion> {
        answer(async move { self.read(&run).await })
    }

    fn count(&self, run: RunId) -> Answer<'_, u32> {
        answer(async move { self.count_them(&run).await })
    }

    fn write(&self, run: RunId, text: String) -> Answer<'_, CommentId> {
        answer(async move { self.add(&run, &text).await })
    }

    fn change(&self, run: RunId, comment: CommentId, text: String) -> Answer<'_, ()> {
        answer(async move { self.replace(&run, comment, &text).await })
    }

    fn delete(&self, run: RunId, comment: CommentId) -> Answer<'_, ()> {
        answer(async move { self.remove(&run, comment).await })
    }
}
